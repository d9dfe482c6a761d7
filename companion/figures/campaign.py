"""The maps: the campaign of August 1945 on three frames, and Khalkhin Gol in small."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from companion import data
from companion.campaign import AUGUST_1945, KHALKHIN_GOL
from companion.figures import figure, maps, style
from companion.geography import Albers

MAINLAND = maps.Frame(
    "", Albers(124.5, 44.5, 40, 49), (-880, 860), (-810, 740), (108, 35, 140, 54), 15
)
ISLANDS = maps.Frame("2", Albers(149, 47, 44, 50), (-700, 600), (-470, 500), (135, 40, 160, 54), 20)
THEATRE = maps.Frame(
    "3",
    Albers(131, 43, 36, 51),
    (-1850, 1850),
    (-1230, 1400),
    (100, 30, 160, 56),
    75,
    pinned={"moscow": (-1690, 1320), "potsdam": (-1690, 1110)},
)
FRAMES = [MAINLAND, ISLANDS, THEATRE]

# Place -> side of its name, or a distance of its own where marks, arrows and lines crowd round it;
# the phone's form sets some of them otherwise, and keeps those of the last list.
Sides = dict[str, str | tuple[int, int, str]]
NAMES: Sides = {
    "hailar": "below left", "manchouli": (-20, 12, "left"), "tsitsihar": "right", "harbin": "below",
    "hsinking": (0, 22, "center"), "kirin": (6, 7, "left"), "mukden": (14, 2, "left"),
    "mutanchiang": (-14, 0, "right"), "suifenho": (12, -11, "left"), "chiamussu": "left",
    "fuchin": "below", "tungkiang": (7, -6, "left"), "hutou": (10, 0, "left"),
    "khabarovsk": "above left", "sunwu": "left", "wangyemiao": (11, 9, "left"),
    "taoan": "right", "tuchuan": (-14, 0, "right"), "tungliao": "left", "chifeng": "below",
    "dolonnor": "above", "changpei": "above right", "port-arthur": "left",
    "dairen": (6, -11, "left"),
    "pyongyang": (-14, 0, "right"), "genzan": "right", "seishin": "right", "rashin": "right",
    "linkow": "above", "tunghua": "below", "pokotu": "right", "tamsag-bulag": "left",
    "seoul": "right", "wangching": (0, 13, "center"),
    "koton": "left", "esutoru": "left", "shiritoru": "right", "maoka": "left",
    "toyohara": "right", "otomari": (10, -8, "left"), "takeda-beach": (-20, 0, "right"),
    "matua": "left",
    "urup": "right", "iturup": "above", "kunashir": (-4, 15, "right"), "shikotan": "right",
    "off-rumoi": "below right",
    "tokyo": "right", "hiroshima-city": "above", "nagasaki-city": "left", "ulaanbaatar": "right",
    "moscow": "right", "potsdam": "right",
}  # fmt: skip
ON_A_PHONE = NAMES | {
    "hailar": "left", "hsinking": "above", "mukden": "below", "pyongyang": "left",
    "otomari": "below", "kunashir": "above",
}  # fmt: skip
KEPT_ON_A_PHONE = [
    "hailar", "tsitsihar", "harbin", "hsinking", "mukden", "chiamussu", "khabarovsk", "chifeng",
    "port-arthur", "pyongyang", "seishin", "koton", "maoka", "otomari", "takeda-beach", "matua",
    "urup", "kunashir", "tokyo", "nagasaki-city", "moscow", "potsdam", "ulaanbaatar",
]  # fmt: skip
REGIONS = [
    (MAINLAND, "MONGOLIA", (-690, 210)),
    (MAINLAND, "MANCHUKUO", (190, 440)),
    (MAINLAND, "KOREA", (90, -499)),
    (MAINLAND, "SOVIET UNION", (705, 705)),
    (ISLANDS, "SAKHALIN", (-181, 410)),
    (ISLANDS, "HOKKAIDO", (-500, -438)),
    (ISLANDS, "KURILS", (330, -60)),
    (THEATRE, "SOVIET UNION", (-350, 1270)),
    (THEATRE, "CHINA", (-1300, -740)),
    (THEATRE, "JAPAN", (1150, -560)),
]
FRONTS = [
    ("Transbaikal<br>Front", (-760, 440)),
    ("2nd Far Eastern<br>Front", (379, 660)),
    ("1st Far Eastern<br>Front", (706, -212)),
    ("Soviet-Mongolian<br>group", (-670, -110)),
    ("Pacific Fleet", (650, -370)),
]
FRONTS_ON_A_PHONE = [
    ("Transbaikal<br>Front", (-560, 0)),
    ("2nd Far Eastern<br>Front", (300, 660)),
    ("1st Far Eastern<br>Front", (590, -95)),
    ("Pacific Fleet", (650, -370)),
]


def _box(west: float, south: float, east: float, north: float) -> tuple[list[int], list[int]]:
    """The outline of a frame, drawn on the frame of the whole theatre."""
    steps = [n / 8 for n in range(9)]
    degrees = [(west + s * (east - west), south) for s in steps]
    degrees += [(east, south + s * (north - south)) for s in steps]
    degrees += [(east - s * (east - west), north) for s in steps]
    degrees += [(west, north - s * (north - south)) for s in steps]
    points = [THEATRE.projection(*point) for point in degrees]
    return [round(x) for x, _ in points], [round(y) for _, y in points]


def _names(places: list[str], sides: Sides, size: float) -> list[dict[str, Any]]:
    found = []
    for place_id in places:
        frame, point = maps.frame_of(place_id, FRAMES)
        then = str(data.row(place_id)["name"])
        words = {"takeda-beach": "Shumshu", "moscow": "← Moscow", "potsdam": "← Potsdam",
                 "off-rumoi": "off Rumoi", "ulaanbaatar": "Ulan<br>Bator"}  # fmt: skip
        name = maps.name(frame, words.get(place_id, then), point, sides[place_id], size=size)
        found.append({**name, "align": "left"})
    return found


def _words(narrow: bool) -> list[dict[str, Any]]:
    """Names of places, regions and fronts, and the titles of the frames."""
    quiet = {"size": 10 if narrow else 11.5, "color": style.colour("quiet")}
    notes = [
        maps.name(frame, text, point, "over", **quiet)
        for frame, text, point in REGIONS
        if not narrow or (frame, text) != (MAINLAND, "SOVIET UNION")
    ]
    front = {"size": 10.5 if narrow else 12, "color": style.colour("USSR")}
    notes += [
        maps.name(MAINLAND, f"<b>{text}</b>", point, "over", **front)
        for text, point in (FRONTS_ON_A_PHONE if narrow else FRONTS)
    ]
    for frame, title in (
        (MAINLAND, "Manchuria and Korea"),
        (ISLANDS, "Sakhalin and the Kurils"),
        (THEATRE, "The whole theatre"),
    ):
        note = maps.name(frame, f"<b>{title}</b>", (frame.x[0], frame.y[1]), "right", size=12)
        notes.append({**note, "yanchor": "bottom", "xshift": 0, "yshift": 1})
    return notes + (
        _names(KEPT_ON_A_PHONE, ON_A_PHONE, 11) if narrow else _names(list(NAMES), NAMES, 12)
    )


@figure(
    "campaign-map",
    table="campaign_events",
    title="The Far Eastern campaign, August and September 1945",
    caption=(
        "Every event of the list, at its place in the gazetteer; where several share a place, "
        "their marks stand close round it. An arrow joins two places at which sources tell of the "
        "same force one after the other: it is not the road taken, and forces of which only one "
        "place is told have none. Boundaries, dotted, are those of today; Manchukuo’s are not "
        "drawn, for want of an open source. Moscow and Potsdam lie off the map. Names are those "
        "of 1945; the list has today’s."
    ),
    alt=(
        "A map in three frames: arrows run from Mongolia, the Amur and the Ussuri towards the "
        "cities in the middle of Manchuria and along the Korean coast; on the islands marks run "
        "down Sakhalin and along the Kurils from Shumshu to the islets off Hokkaido; the small "
        "frame of the whole theatre has the two atomic bombs and the acts of governments."
    ),
)
def campaign_map(events: pd.DataFrame) -> go.Figure:
    """The campaign of 1945: ground, arrows, a mark for each event."""
    rows = AUGUST_1945.of(events)
    fig = go.Figure()
    for frame in FRAMES:
        maps.ground(fig, frame)
    for box in ((113, 37.2, 136.5, 50.8), (140.4, 42.6, 157.2, 51.4)):
        x, y = _box(*box)
        line = {"width": 1, "color": style.colour("quiet")}
        fig.add_scatter(
            x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False, **THEATRE.on
        )
    maps.arrows(fig, rows, FRAMES[:2])
    maps.marks(fig, rows, FRAMES)
    maps.day_names(fig, rows, FRAMES)
    maps.key(fig, rows)
    bars = [
        maps.scale_bar(fig, MAINLAND, 300, -840, -780),
        maps.scale_bar(fig, ISLANDS, 300, 250, -440),
    ]
    fig.update_layout(
        height=880,
        margin={"l": 2, "r": 2, "t": 10, "b": 4},
        xaxis=MAINLAND.axis("x", (0, 0.8)),
        yaxis=MAINLAND.axis("y", (0.357, 0.98)),
        xaxis2=ISLANDS.axis("x", (0, 0.49)),
        yaxis2=ISLANDS.axis("y", (0, 0.325)),
        xaxis3=THEATRE.axis("x", (0.51, 1)),
        yaxis3=THEATRE.axis("y", (0.0, 0.325)),
        annotations=[*_words(narrow=False), *bars],
        showlegend=True,
        legend={
            **style.LEGEND_ON_TOP, "orientation": "v", "x": 0.81, "yref": "paper", "y": 0.98,
            "yanchor": "top",
        },
    )  # fmt: skip
    return style.narrow(
        fig,
        height=1015,
        legend={**style.LEGEND_ON_TOP, "orientation": "h", "x": 0},
        xaxis={"domain": [0, 1]},
        xaxis2={"domain": [0, 1]},
        xaxis3={"domain": [0.0, 1]},
        yaxis={"domain": [0.642, 0.978]},
        yaxis2={"domain": [0.322, 0.615]},
        yaxis3={"domain": [0, 0.295]},
        annotations=[*_words(narrow=True), *bars],
    )


STEPPE = maps.Frame(
    "",
    Albers(118.3, 48.0, 47, 49),
    (-190, 190),
    (-120, 205),
    (114, 46, 122, 51),
    7,
    pinned={"moscow": (-172, 100)},
)


@figure(
    "khalkhin-gol-map",
    table="campaign_events",
    title="Khalkhin Gol (Nomonhan), May to September 1939",
    caption=(
        "Drawn like the map of August 1945. All but two of its events share one point, that of "
        "the battlefield as a whole: the sources read give no finer place, and the river itself "
        "is not in the map data. The boundary, dotted, is today’s; in 1939 Japan held that it "
        "followed the river, the Soviet Union and Mongolia that it ran east of it."
    ),
    alt=(
        "A small map of the steppe between two lakes: a cluster of marks on the battlefield, one "
        "at the Soviet air base to its south-west, Hailar on its railway to the north."
    ),
)
def khalkhin_gol_map(events: pd.DataFrame) -> go.Figure:
    """The fighting of 1939: ground and a mark for each event."""
    rows = KHALKHIN_GOL.of(events)
    fig = go.Figure()
    maps.ground(fig, STEPPE)
    maps.marks(fig, rows, [STEPPE], 11)
    maps.day_names(fig, rows, [STEPPE])
    maps.key(fig, rows)
    quiet = {"size": 11.5, "color": style.colour("quiet")}
    notes = [
        maps.name(STEPPE, str(data.row(i)["name"]), STEPPE.at(i) or (0, 0), side, size=12)
        for i, side in (("hailar", "right"), ("manchouli", "below left"), ("tamsag-bulag", "below"))
    ]
    notes += [
        maps.name(
            STEPPE, "Khalkhin Gol", STEPPE.at("khalkhin-gol") or (0, 0), (0, -36, "center"), size=12
        ),
        maps.name(STEPPE, "← Moscow", STEPPE.at("moscow") or (0, 0), "right", size=12),
        maps.name(STEPPE, "MONGOLIA", (-125, -50), "over", **quiet),
        maps.name(STEPPE, "MANCHUKUO", (110, 60), "over", **quiet),
        maps.name(STEPPE, "SOVIET UNION", (-58, 192), "over", **quiet),
        maps.name(STEPPE, "Buir Nor", STEPPE.projection(117.7, 47.5), "over", **quiet),
        maps.name(STEPPE, "Dalai Nor", STEPPE.projection(117.5, 48.72), "right", **quiet),
        maps.scale_bar(fig, STEPPE, 100, -180, -110),
    ]
    for place_id in ("hailar", "manchouli"):
        point = STEPPE.at(place_id)
        assert point is not None
        fig.add_scatter(
            x=[round(point[0])],
            y=[round(point[1])],
            mode="markers",
            marker={"symbol": "circle", "size": 5, "color": style.colour("quiet")},
            hoverinfo="skip",
            showlegend=False,
            **STEPPE.on,
        )
    fig.update_layout(
        height=520,
        margin={"l": 2, "r": 2, "t": 10, "b": 4},
        xaxis=STEPPE.axis("x", (0.05, 0.95)),
        yaxis=STEPPE.axis("y", (0, 1)),
        annotations=notes,
        showlegend=True,
        legend=style.LEGEND_ON_TOP,
    )
    fig.layout.legend.yanchor = "top"
    return style.narrow(fig, height=400, xaxis={"domain": [0, 1]}, yaxis={"domain": [0, 1]})
