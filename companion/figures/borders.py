"""Maps of who held what: small multiples by date, and one map of every holding for a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from companion import borders, data
from companion.figures import figure, maps, style
from companion.figures import holdings as drawn
from companion.geography import Albers, Point
from companion.text import date_in_words

ISLES = Albers(149, 48.5, 44, 53)
LAND = Albers(120, 44, 37, 51)
ISLES_WINDOW: dict[str, Any] = {
    "projection": ISLES, "x": (-690, 610), "y": (-640, 740), "box": (137, 42, 160, 56), "step": 50,
}  # fmt: skip
LAND_WINDOW: dict[str, Any] = {
    "projection": LAND, "x": (-1060, 1120), "y": (-1230, 900), "box": (100, 30, 142, 56),
    "step": 80,
}  # fmt: skip
LIAODONG = drawn.Inset((120.8, 38.45, 122.25, 39.4), (-690, -900), 5.2)

# Where a holder is named, in degrees, and to which side; the southern islands share one name in
# the small maps, since one state held them all in every year.
ISLE_LABELS = {
    "Northern Sakhalin": (145.2, 52.6),
    "Southern Sakhalin": (145.4, 48.3),
    "Kurils from Urup northward": (151.2, 49.9),
    "Etorofu (Iturup)": (149.3, 43.9),
}
LAND_LABELS = {
    "Outer Mongolia": (109.5, 46.4),
    "Manchuria": (124.8, 48.9),
    "Korea north of 38": (130.2, 40.2),
    "Korea south of 38": (130.0, 36.3),
    "Chinese Eastern Railway": (132.2, 45.6),
    "South Manchuria Railway": (118.4, 42.0),
}


@dataclass(frozen=True)
class Moment:
    """A map among several: its name, and the row and column that give its day."""

    name: str
    row: str
    column: str = "earliest"

    @property
    def day(self) -> pd.Timestamp:
        """The day that the map shows."""
        return pd.Timestamp(data.row(self.row)[self.column])


ISLES_AT = (
    Moment("1855", "shimoda-1855"),
    Moment("1875", "st-petersburg-1875", "in_force_earliest"),
    Moment("1905", "portsmouth-1905", "in_force_earliest"),
    Moment("1920", "north-sakhalin-occupation-1920"),
    Moment("1925", "northern-sakhalin-1925"),
    Moment("1945", "habomai-occupied", "latest"),
    Moment("Today", "etorofu-1991", "latest"),
)
LAND_AT = (
    Moment("1898", "port-arthur-lease-1898"),
    Moment("1905", "portsmouth-1905", "in_force_earliest"),
    Moment("1924", "outer-mongolia-1924"),
    Moment("1935", "cer-sale-1935"),
    Moment("1945", "korea-south-1945"),
    Moment("1955", "port-arthur-1955"),
)


def _titled(frame: maps.Frame, name: str, day: pd.Timestamp | None) -> dict[str, Any]:
    words = f"<b>{name}</b>"
    if day is not None:
        full = date_in_words(day.strftime("%Y-%m-%d"))
        words += f"  {full.removesuffix(f' {name}')}"
    note = maps.name(frame, words, (frame.x[0], frame.y[1]), "right", size=12)
    return {**note, "xshift": 0, "yanchor": "bottom", "yshift": 1}


def _labels(
    frame: maps.Frame, held: pd.DataFrame, places: dict[str, Point]
) -> list[dict[str, Any]]:
    rows = held.set_index("territory")
    notes = []
    for territory, point in places.items():
        row = rows.loc[territory]
        ink = style.colour(borders.holder(row["controller"]).side)
        where = frame.projection(*point)
        side = "right" if frame.projection == ISLES else "over"
        note = maps.name(frame, drawn.label_of(row), where, side, size=10, color=ink)
        notes.append({**note, "xshift": 0, "align": "left" if side == "right" else "center"})
    return notes


def _grid(n: int, columns: int, title: float) -> list[tuple[list[float], list[float]]]:
    """Domains of n panels in reading order; ``title`` is the share of a row that its name takes."""
    rows = -(-n // columns)
    gap = 0.012
    cells = []
    for k in range(n):
        down, across = divmod(k, columns)
        top = 1 - down / rows - title / rows
        cells.append(
            (
                [across / columns + gap / 2, (across + 1) / columns - gap / 2],
                [max(1 - (down + 1) / rows, 0), top],
            )
        )
    return cells


def _axes(
    frames: list[maps.Frame], cells: list[tuple[list[float], list[float]]], top: float
) -> dict[str, Any]:
    layout = {}
    for frame, (x, y) in zip(frames, cells, strict=True):
        layout[f"xaxis{frame.axes}"] = frame.axis("x", (x[0], x[1]))
        layout[f"yaxis{frame.axes}"] = frame.axis("y", (y[0] * top, y[1] * top))
    return layout


def _domains(
    frames: list[maps.Frame], cells: list[tuple[list[float], list[float]]], top: float
) -> dict[str, Any]:
    layout: dict[str, Any] = {}
    for frame, (x, y) in zip(frames, cells, strict=True):
        layout[f"xaxis{frame.axes}"] = {"domain": x}
        layout[f"yaxis{frame.axes}"] = {"domain": [y[0] * top, y[1] * top]}
    return layout


def _frames(window: dict[str, Any], n: int) -> list[maps.Frame]:
    return [maps.Frame(axes="" if k == 0 else str(k + 1), **window) for k in range(n)]


def _isle_names(frame: maps.Frame) -> list[dict[str, Any]]:
    """The first panel: what the islands and lines are called, in both forms."""
    quiet = style.colour("quiet")
    words: list[tuple[str, Point, str, str]] = [
        ("Sakhalin<br>(Karafuto)", (144.9, 52.3), "right", quiet),
        ("50th parallel", (146.0, 50.0), "right", "ink"),
        ("Urup (Uruppu)", (151.0, 45.8), "right", "ink"),
        ("line of 1855", (150.6, 44.75), "right", "ink"),
        ("Etorofu (Iturup)", (148.9, 44.0), "right", "ink"),
        ("Kunashiri (Kunashir)", (147.6, 43.3), "right", "ink"),
        ("Shikotan, Habomai", (146.4, 42.65), "right", "ink"),
        ("Shumshu<br>(Shimushu)", (151.6, 50.9), "right", "ink"),
        ("KURILS", (148.2, 48.4), "right", quiet),
    ]
    notes = []
    for text, point, side, ink in words:
        look = {"size": 9.5, "color": style.colour(ink) if ink == "ink" else ink}
        note = maps.name(frame, text, frame.projection(*point), side, **look)
        notes.append({**note, "xshift": 0, "align": "left"})
    return notes


@figure(
    "sakhalin-and-kurils-by-date",
    table="territory_status",
    title="Sakhalin and the Kurils at seven dates",
    caption=(
        "Who administered the ground on the day named, which is not who had title to it. A line "
        "is drawn through where a treaty then relied on made it a border, and dotted elsewhere. "
        "Striped is held by occupation, crossed undivided between both, hollow an interval not "
        "checked in a source. “Claimed by” names a state that claimed the ground then without "
        "holding it. The last map is of the last day that the data cover."
    ),
    alt=(
        "Eight small maps: the first names islands and lines; in the others Sakhalin goes from "
        "crossed to one colour, is cut at the 50th parallel, is striped in the north, cut again, "
        "and is of one colour at the end, while the Kurils are cut beyond Etorofu at first, then "
        "all of one colour, and all of the other at the end."
    ),
)
def sakhalin_and_kurils(status: pd.DataFrame) -> go.Figure:
    """Eight panels: names and lines, then control at seven dates."""
    fig = go.Figure()
    frames = _frames(ISLES_WINDOW, len(ISLES_AT) + 1)
    notes = [_titled(frames[0], "Names and lines", None), *_isle_names(frames[0])]
    maps.ground(fig, frames[0])
    for ends in (drawn.FIFTIETH, drawn.SHIMODA):
        drawn.line_across(fig, frames[0], ends, by_treaty=False)
    for frame, moment in zip(frames[1:], ISLES_AT, strict=True):
        maps.ground(fig, frame)
        held = borders.on(moment.day, status)
        for row_id, row in held.iterrows():
            if row["territory"] not in borders.OF_THE_LAND:
                drawn.holding(fig, frame, row, f"{row_id};{moment.row}")
        drawn.isles_lines(fig, frame, held)
        notes += [_titled(frame, moment.name, moment.day), *_labels(frame, held, ISLE_LABELS)]
    drawn.key(fig)
    fig.update_layout(
        height=500,
        margin={"l": 2, "r": 2, "t": 8, "b": 4},
        annotations=notes,
        showlegend=True,
        legend={"itemclick": False, "itemdoubleclick": False, "yref": "container", "y": 1},
        **_axes(frames, _grid(8, 4, 0.09), 0.9),
    )
    fig.layout.legend.yanchor = "top"
    return style.narrow(fig, height=950, **_domains(frames, _grid(8, 2, 0.085), 0.9))
