"""Maps of who held what at chosen dates, side by side: the islands, and the mainland."""

from __future__ import annotations

from collections.abc import Callable
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
    "projection": ISLES, "x": (-690, 620), "y": (-690, 740), "step": 50,
    "box": (137, 41.8, 160, 56),
}  # fmt: skip
LAND_WINDOW: dict[str, Any] = {
    "projection": LAND, "x": (-1000, 1620), "y": (-1230, 900), "box": (100, 30, 147, 56),
    "step": 160,
}  # fmt: skip

# Where a holder is named, in degrees, to which side of that point, and how wide in letters; the
# southern islands share one name in the small maps, since one state held them all in every year.
Spots = dict[str, tuple[Point, str, int]]
ISLE_LABELS: Spots = {
    "Northern Sakhalin": ((145.2, 52.4), "right", 20),
    "Southern Sakhalin": ((145.4, 48.6), "right", 14),
    "Kurils from Uruppu northward": ((153.9, 50.6), "left", 14),
    "Etorofu (Iturup)": ((150.0, 43.65), "right", 14),
}
LAND_LABELS: Spots = {
    "Outer Mongolia": ((112.0, 46.4), "over", 14),
    "Manchuria": ((129.7, 47.7), "over", 14),
    "Korea north of 38": ((129.8, 40.3), "right", 14),
    "Korea south of 38": ((130.0, 36.9), "right", 14),
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
    Moment("Today", "korea-north-1953", "latest"),
)


def _titled(frame: maps.Frame, name: str, day: pd.Timestamp | None) -> dict[str, Any]:
    words = f"<b>{name}</b>"
    if day is not None:
        full = date_in_words(day.strftime("%Y-%m-%d"))
        words += f"  {full.removesuffix(f' {name}')}"
    note = maps.name(frame, words, (frame.x[0], frame.y[1]), "right", size=12)
    return {**note, "xshift": 0, "yanchor": "bottom", "yshift": 1}


def _word(
    frame: maps.Frame, words: str, point: Point, side: str, ink: str, size: float
) -> dict[str, Any]:
    """Words at a point in degrees: beginning there, ending there, or over it."""
    note = maps.name(frame, words, frame.projection(*point), side, size=size, color=ink)
    align = {"right": "left", "left": "right"}.get(side, "center")
    return {**note, "xshift": 0, "align": align}


def _labels(
    frame: maps.Frame, held: pd.DataFrame, spots: Spots, claims: bool
) -> list[dict[str, Any]]:
    rows = held.set_index("territory")
    notes = []
    for territory, (point, side, width) in spots.items():
        row = rows.loc[territory]
        ink = style.colour(borders.holder(row["controller"]).side)
        words = drawn.label_of(row, width) if claims else drawn.name_of(row)
        notes.append(_word(frame, words, point, side, ink, 11.5))
    return notes


# The key of eight maps takes the ninth cell, and on a phone stands above them.
KEY_IN_A_CELL = {"orientation": "v", "x": 0.69, "xanchor": "left", "y": 0.28, "yanchor": "top"}
KEY_ABOVE = {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"}


Grid = list[tuple[list[float], list[float]]]


def _grid(n: int, columns: int, title: float) -> Grid:
    """Domains of n panels in reading order; ``title`` is the share of a row that its name takes."""
    rows = -(-n // columns)
    gap = 0.012
    cells = []
    for k in range(n):
        down, across = divmod(k, columns)
        left, top = across / columns, 1 - (down + title) / rows
        bottom = max(1 - (down + 1) / rows, 0)
        cells.append(([left + gap / 2, left + 1 / columns - gap / 2], [bottom, top]))
    return cells


def _axes(frames: list[maps.Frame], cells: Grid) -> dict[str, Any]:
    layout: dict[str, Any] = {}
    for frame, (x, y) in zip(frames, cells, strict=True):
        layout[f"xaxis{frame.axes}"] = frame.axis("x", (x[0], x[1]))
        layout[f"yaxis{frame.axes}"] = frame.axis("y", (y[0], y[1]))
    return layout


def _domains(frames: list[maps.Frame], cells: Grid) -> dict[str, Any]:
    layout: dict[str, Any] = {}
    for frame, (x, y) in zip(frames, cells, strict=True):
        layout[f"xaxis{frame.axes}"] = {"domain": x}
        layout[f"yaxis{frame.axes}"] = {"domain": y}
    return layout


def _names(frame: maps.Frame, words: list[tuple[str, Point, str]]) -> list[dict[str, Any]]:
    """The first panel: what land and lines are called, in both forms."""
    return [_word(frame, text, at, side, style.colour("ink"), 11.5) for text, at, side in words]


ISLE_NAMES: list[tuple[str, Point, str]] = [
    ("Sakhalin<br>(Karafuto)", (144.9, 52.3), "right"),
    ("50th parallel", (146.0, 50.0), "right"),
    ("Uruppu", (150.9, 46.5), "right"),
    ("line of 1855", (150.4, 45.0), "right"),
    ("Etorofu (Iturup)", (148.9, 44.25), "right"),
    ("Kunashiri", (147.2, 43.5), "right"),
    ("Shikotan, Habomai", (146.4, 42.7), "right"),
    ("Shumshu", (155.4, 51.0), "left"),
    ("KURILS", (151.5, 48.4), "left"),
]
LAND_NAMES: list[tuple[str, Point, str]] = [
    ("OUTER<br>MONGOLIA", (111.8, 46.4), "over"),
    ("Chinese Eastern<br>Railway", (120.6, 50.6), "right"),
    ("South<br>Manchuria<br>Railway", (121.6, 42.9), "left"),
    ("MANCHURIA", (129.7, 48.0), "over"),
    ("KOREA", (129.8, 40.4), "right"),
    ("38th<br>parallel", (130.4, 37.9), "right"),
]


def _smaller(notes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The names of the small maps as a phone has room for them; the maps' own titles stay."""
    return [
        {**note, "font": {**note["font"], "size": min(note["font"]["size"], 9.5)}}
        if note["font"]["size"] < 12
        else note
        for note in notes
    ]


def _side_by_side(
    status: pd.DataFrame,
    window: dict[str, Any],
    moments: tuple[Moment, ...],
    fill: Callable[[go.Figure, maps.Frame, pd.DataFrame, str], list[dict[str, Any]]],
    names: list[dict[str, Any]],
) -> tuple[go.Figure, list[maps.Frame], list[dict[str, Any]]]:
    """A panel of names, then one for each moment, which ``fill`` draws and labels."""
    fig = go.Figure()
    frames = [
        maps.Frame(axes="" if k == 0 else str(k + 1), **window) for k in range(len(moments) + 1)
    ]
    maps.ground(fig, frames[0], without="river")
    notes = [_titled(frames[0], "Names and lines", None), *names]
    for frame, moment in zip(frames[1:], moments, strict=True):
        maps.ground(fig, frame, without="river")
        notes.append(_titled(frame, moment.name, moment.day))
        notes += fill(fig, frame, borders.on(moment.day, status), moment.row)
    fig.update_layout(
        margin={"l": 2, "r": 2, "t": 8, "b": 4},
        annotations=notes,
        showlegend=True,
        legend={**KEY_IN_A_CELL, "itemclick": False, "itemdoubleclick": False},
    )
    return fig, frames, notes


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

    def fill(
        fig: go.Figure, frame: maps.Frame, held: pd.DataFrame, why: str
    ) -> list[dict[str, Any]]:
        for row_id, row in held.iterrows():
            if row["territory"] not in borders.OF_THE_LAND:
                drawn.holding(fig, frame, row, f"{row_id};{why}")
        drawn.isles_lines(fig, frame, held)
        return _labels(frame, held, ISLE_LABELS, claims=True)

    names = _names(maps.Frame(axes="", **ISLES_WINDOW), ISLE_NAMES)
    fig, frames, notes = _side_by_side(status, ISLES_WINDOW, ISLES_AT, fill, names)
    for ends in (drawn.FIFTIETH, drawn.SHIMODA):
        drawn.line_across(fig, frames[0], ends, by_treaty=False)
    drawn.key(fig, ("USSR", "Japan"))
    fig.update_layout(height=905, **_axes(frames, _grid(8, 3, 0.1)))
    small = {"annotations": _smaller(notes), "legend": KEY_ABOVE}
    return style.narrow(fig, height=930, **small, **_domains(frames, _grid(8, 2, 0.1)))


@figure(
    "mainland-by-date",
    table="territory_status",
    title="Mongolia, the railways, the ports and Korea at seven dates",
    caption=(
        "Control on the ground on the day named. The corner shows Port Arthur (left) and Dairen "
        "(right) larger: two places, a disc for each. Lines are railways in the colour of whoever "
        "ran them, drawn straight from town to town. Manchuria has no outline, since its limits "
        "are not among the boundaries of today, and only its holder is named. Grey with a name is "
        "for states without a colour of their own here, and takes no side between them."
    ),
    alt=(
        "Eight small maps of the mainland: Mongolia goes from the Chinese colour to grey, the "
        "railways and the two ports pass from the Russian colour to the Japanese, to the Russian "
        "again and to the Chinese, and Korea, one colour at first, is cut at the 38th parallel."
    ),
)
def mainland(status: pd.DataFrame) -> go.Figure:
    """Eight panels: names and lines, then control at seven dates."""

    def fill(
        fig: go.Figure, frame: maps.Frame, held: pd.DataFrame, why: str
    ) -> list[dict[str, Any]]:
        drawn.draw_inset(fig, frame, drawn.LIAODONG)
        for row_id, row in held.iterrows():
            if row["territory"] in borders.OF_THE_LAND:
                drawn.holding(fig, frame, row, f"{row_id};{why}", drawn.LIAODONG)
        drawn.korea_line(fig, frame, held)
        return _labels(frame, held, LAND_LABELS, claims=False)

    first = maps.Frame(axes="", **LAND_WINDOW)
    names = [*_names(first, LAND_NAMES), *drawn.port_names(first, drawn.LIAODONG)]
    fig, frames, notes = _side_by_side(status, LAND_WINDOW, LAND_AT, fill, names)
    drawn.draw_inset(fig, frames[0], drawn.LIAODONG)
    drawn.lines_of_railways(fig, frames[0])
    drawn.line_across(fig, frames[0], drawn.THIRTY_EIGHTH, by_treaty=False)
    drawn.key(fig, ("USSR", "Japan", "China", "US"))
    fig.update_layout(height=720, **_axes(frames, _grid(8, 3, 0.1)))
    small = {"annotations": _smaller(notes), "legend": KEY_ABOVE}
    return style.narrow(fig, height=880, **small, **_domains(frames, _grid(8, 2, 0.1)))
