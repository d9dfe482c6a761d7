"""One map of every holding, of which the page shows those of the day that the reader chose."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from companion import borders
from companion.figures import figure, maps, style
from companion.figures import holdings as drawn
from companion.figures.borders import ISLES_WINDOW, LAND_WINDOW, Spots
from companion.selection import Day, named

# Where a holder is named, in degrees, and from which side of that point the words run.
LABELS: Spots = {
    "Northern Sakhalin": ((144.6, 52.6), "right", 20),
    "Southern Sakhalin": ((144.9, 47.9), "right", 20),
    "Kurils from Uruppu northward": ((153.4, 50.7), "left", 20),
    "Etorofu (Iturup)": ((149.3, 44.15), "right", 20),
    "Kunashiri": ((146.4, 45.6), "left", 20),
    "Shikotan and Habomai": ((147.4, 42.85), "right", 20),
    "Outer Mongolia": ((111.0, 46.4), "over", 20),
    "Manchuria": ((130.3, 47.0), "over", 20),
    "Chinese Eastern Railway": ((120.4, 50.7), "right", 20),
    "South Manchuria Railway": ((121.9, 43.0), "left", 20),
    "Korea north of 38": ((130.95, 41.6), "right", 20),
    "Korea south of 38": ((130.3, 37.2), "right", 20),
}
NAMES = {
    "Northern Sakhalin": "N. Sakhalin",
    "Southern Sakhalin": "S. Sakhalin",
    "Kurils from Uruppu northward": "Kurils, Uruppu and north",
    "Etorofu (Iturup)": "Etorofu",
    "Shikotan and Habomai": "Shikotan, Habomai",
    "Chinese Eastern Railway": "Chinese Eastern",
    "South Manchuria Railway": "S. Manchuria Railway",
    "Korea north of 38": "Korea, north",
    "Korea south of 38": "Korea, south",
}
_ANCHORS = {"right": "middle right", "left": "middle left", "over": "middle center"}
# A row by whose title a line was a border, and how it is drawn then.
_BORDERS = (
    ("Southern Sakhalin", "portsmouth-1905", drawn.FIFTIETH),
    ("Kurils from Uruppu northward", "shimoda-1855", drawn.SHIMODA),
    ("Korea north of 38", "general-order-1-1945", drawn.THIRTY_EIGHTH),
    ("Korea north of 38", "dprk-established-1948", drawn.THIRTY_EIGHTH),
)


def _label(fig: go.Figure, frame: maps.Frame, row: pd.Series, ids: str) -> None:
    """The territory, its holder and who claims it, in words that come and go with the row."""
    territory = str(row["territory"])
    if territory in drawn.PORTS:
        place = drawn.LIAODONG.at(frame, *drawn.spot(territory))
        below = territory == "Port Arthur"
        side = "bottom center" if below else "middle right"
        x, y = (place[0], place[1] - 80) if below else (place[0] + 62, place[1] - 35)
        gap = " " if below else "<br>"
        words = f"{territory}:{gap}<b>{borders.holder(row['controller']).name}</b>"
    else:
        point, to, width = LABELS[territory]
        (x, y), side = frame.projection(*point), _ANCHORS[to]
        words = f"{NAMES.get(territory, territory)}:<br>{drawn.label_of(row, width)}"
    fig.add_scatter(
        x=[round(x)],
        y=[round(y)],
        mode="text",
        text=[words],
        textposition=side,
        textfont={"size": 11.5, "color": style.colour(borders.holder(row["controller"]).side)},
        customdata=[ids],
        hoverinfo="skip",
        showlegend=False,
        **frame.on,
    )


@figure(
    "held-on-a-day",
    table="territory_status",
    title="Who was in control on one day, and who claimed it",
    caption=(
        "Control on the ground, with the name of whoever held it and of those who claimed it "
        "against the holder: on 8 August 1945, or on the web page on the day chosen there. Colour "
        "says who held, and not who had the right to. Striped is occupation, lease or joint rule, "
        "crossed undivided or contested, hollow unchecked. A line drawn through was a border or a "
        "line of zones then, a dotted one was not, or not yet, or no longer. Manchuria has a name "
        "and no outline: its limits are not among the boundaries of today. The corner enlarges "
        "Port Arthur and Dairen."
    ),
    alt=(
        "Two maps, of the islands and of the mainland: on the eve of the Soviet attack the north "
        "of Sakhalin alone is in the Soviet colour, everything south and east of it with Korea, "
        "the ports and the southern railway in the Japanese, and Mongolia and Manchukuo in grey."
    ),
)
def held_on_a_day(status: pd.DataFrame) -> go.Figure:
    """Every interval of every territory; those not of the first day wait, unseen."""
    fig = go.Figure()
    isles = maps.Frame(axes="", **ISLES_WINDOW)
    land = maps.Frame(axes="2", **{**LAND_WINDOW, "step": 80})
    for frame in (isles, land):
        maps.ground(fig, frame, without="river")
    drawn.draw_inset(fig, land, drawn.LIAODONG)
    for frame, ends in (
        (isles, drawn.FIFTIETH),
        (isles, drawn.SHIMODA),
        (land, drawn.THIRTY_EIGHTH),
    ):
        drawn.line_across(fig, frame, ends, by_treaty=False)
    day = named("holdings").day
    assert isinstance(day, Day)
    first = {str(row_id) for row_id in borders.on(day.default, status).index}
    for row_id, row in status.iterrows():
        before = len(fig.data)
        frame = land if row["territory"] in borders.OF_THE_LAND else isles
        ids = f"{row_id};{borders.PLACE[row['territory']]}"
        drawn.holding(fig, frame, row, ids, drawn.LIAODONG)
        for territory, basis, ends in _BORDERS:
            if row["territory"] == territory and basis in str(row["basis"]):
                drawn.line_across(fig, frame, ends, by_treaty=True, ids=ids)
        _label(fig, frame, row, ids)
        if row_id not in first:
            for trace in fig.data[before:]:
                trace.update(visible=False, meta={"waits": True})
    drawn.key(fig, ("USSR", "Japan", "China", "US"))
    wide: dict[str, Any] = {
        "xaxis": isles.axis("x", (0, 0.39)),
        "yaxis": isles.axis("y", (0, 0.98)),
    }
    wide |= {"xaxis2": land.axis("x", (0.405, 1)), "yaxis2": land.axis("y", (0, 0.98))}
    fig.update_layout(
        height=440,
        margin={"l": 2, "r": 2, "t": 8, "b": 4},
        showlegend=True,
        legend={"itemclick": False, "itemdoubleclick": False},
        **wide,
    )
    return style.narrow(
        fig,
        height=900,
        xaxis={"domain": [0, 1]},
        yaxis={"domain": [0.47, 0.99]},
        xaxis2={"domain": [0, 1], "range": [-1150, 1850]},  # the words need the room
        yaxis2={"domain": [0, 0.44], "range": [-1230, 1060]},
    )
