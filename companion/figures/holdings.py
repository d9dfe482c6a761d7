"""What maps of borders are drawn with: the ground of each holding, railways, lines, an inset."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from companion import borders, data, geography
from companion.figures import maps, style
from companion.geography import Point
from companion.text import date_in_words, listed

PORTS = ("Port Arthur", "Dairen")


@dataclass(frozen=True)
class Inset:
    """A part of a map drawn larger in a corner of it: what is shown, where, how much larger."""

    shown: geography.Box
    middle: Point
    times: float

    def at(self, frame: maps.Frame, longitude: float, latitude: float) -> Point:
        """Where a point in degrees lies in the inset, in km of the frame."""
        west, south, east, north = self.shown
        x, y = frame.projection(longitude, latitude)
        x0, y0 = frame.projection((west + east) / 2, (south + north) / 2)
        return self.middle[0] + self.times * (x - x0), self.middle[1] + self.times * (y - y0)

    def corners(self, frame: maps.Frame) -> list[Point]:
        """Its rectangle."""
        west, south, east, north = self.shown
        (left, low), (right, high) = self.at(frame, west, south), self.at(frame, east, north)
        return [(left, low), (right, low), (right, high), (left, high), (left, low)]


LIAODONG = Inset((120.5, 38.4, 122.6, 39.45), (-500, -890), 5.2)


def fill_of(row: pd.Series) -> dict[str, Any]:
    """How the ground of a holding is filled: solid, striped, crossed; hollow when unchecked."""
    who = borders.holder(row["controller"])
    colour, paper = style.colour(who.side), style.colour("paper")
    if row["grade"] == "unchecked":
        return {"fillcolor": paper, "line": {"width": 1.8, "color": colour}}
    look: dict[str, Any] = {
        "fillcolor": style.soft(who.side, 0.75),
        "line": {"width": 1, "color": colour},
    }
    if who.side == "other":  # large, and no side: quieter than the colours
        look["fillcolor"] = style.soft(who.side, 0.3)
    if who.hold != "settled":
        look["fillpattern"] = {
            "shape": "/" if who.hold == "passing" else "x",
            "fgcolor": colour,
            "bgcolor": paper,
            "size": 5,
            "solidity": 0.45,
        }
    return look


def name_of(row: pd.Series) -> str:
    """The holder alone, a word in a line."""
    return f"<b>{borders.holder(row['controller']).name.replace(' ', '<br>')}</b>"


def label_of(row: pd.Series, width: int) -> str:
    """The holder in few words, and beneath it, ``width`` letters wide, who else claims it."""
    who = borders.holder(row["controller"])
    others = [name for name in borders.claimants(row["claimed_by"]) if name != who.name]
    if who.hold == "open" or not others:
        return f"<b>{who.name}</b>"
    claims = textwrap.wrap(f"claimed by {listed(others)}", width)
    return "<br>".join([f"<b>{who.name}</b>", *claims])


def hover_of(row: pd.Series) -> str:
    """What a pointer on a holding reads: who, how long, on what title, against whose claim."""
    titles = listed([str(data.row(i)["short_title"]) for i in data.ids(row["basis"])])
    claims = listed(data.ids(row["claimed_by"]))
    lines = [
        f"<b>{row['territory']}</b>",
        f"Control: {row['controller']}",
        date_in_words(row["date"]),
        f"Title relied on: {titles or 'none named'}",
        f"Claimed by: {claims or 'nobody in the data'}",
    ]
    return "<br>".join(lines)


def _flat(rings: list[list[Point]]) -> tuple[list[int | None], list[int | None]]:
    x: list[int | None] = []
    y: list[int | None] = []
    for ring in rings:
        x += [*(round(point[0]) for point in ring), None]
        y += [*(round(point[1]) for point in ring), None]
    return x[:-1], y[:-1]


def _disc(middle: Point, radius: float) -> list[Point]:
    turns = [n * math.pi / 8 for n in range(17)]
    return [(middle[0] + radius * math.cos(t), middle[1] + radius * math.sin(t)) for t in turns]


def spot(territory: str) -> Point:
    """The place that stands for a territory, in degrees."""
    place = data.row(borders.PLACE[territory])
    return float(place["longitude"]), float(place["latitude"])


def _outline(territory: str, frame: maps.Frame, inset: Inset | None) -> list[list[Point]]:
    """The ground of a territory in km; a port is a disc in the inset, or else at its place."""
    if territory in PORTS and inset:
        return [_disc(inset.at(frame, *spot(territory)), 46)]
    rings = (geography.clipped_ring(ring, frame.box) for ring in borders.shapes(territory))
    flat = [[frame.projection(*p) for p in [*ring, ring[0]]] for ring in rings if len(ring) > 2]
    return [list(maps.thinned(ring, frame.step / 8)) for ring in flat]


def holding(
    fig: go.Figure, frame: maps.Frame, row: pd.Series, ids: str, inset: Inset | None = None
) -> None:
    """The ground, port or railway of one row of ``territory_status``, if the frame shows it."""
    territory = str(row["territory"])
    common = {
        "customdata": [ids],
        "mode": "lines",
        "text": hover_of(row),
        "hoverinfo": "text",
        "showlegend": False,
        **frame.on,
    }
    if territory in borders.RAILWAYS:
        x, y = _flat(_tracks(frame, territory))
        for look in _rails(row):
            fig.add_scatter(x=x, y=y, line=look, **common)
        return
    outline = _outline(territory, frame, inset)
    if outline:
        x, y = _flat(outline)
        fig.add_scatter(x=x, y=y, fill="toself", hoveron="fills", **fill_of(row), **common)


def _tracks(frame: maps.Frame, railway: str) -> list[list[Point]]:
    return [[p for at in line if (p := frame.at(at))] for line in borders.RAILWAYS[railway]]


def lines_of_railways(fig: go.Figure, frame: maps.Frame) -> None:
    """Both railways, in ink: where they ran, whoever ran them."""
    for railway in borders.RAILWAYS:
        x, y = _flat(_tracks(frame, railway))
        fig.add_scatter(
            x=x, y=y, mode="lines", line={"width": 2, "color": style.colour("ink")},
            hoverinfo="skip", showlegend=False, **frame.on,
        )  # fmt: skip


def port_names(frame: maps.Frame, inset: Inset) -> list[dict[str, Any]]:
    """The two ports named below and to the right of their places in the inset."""
    notes = []
    for port, side in zip(PORTS, ("below", "right"), strict=True):
        notes.append(maps.name(frame, port, inset.at(frame, *spot(port)), side))
    return notes


def _rails(row: pd.Series) -> list[dict[str, Any]]:
    """A railway's lines: one in its holder's colour, and for ``unchecked`` a paper core in it."""
    who = borders.holder(row["controller"])
    if who.name == "not built":
        return [{"width": 1, "color": style.colour("quiet"), "dash": "2px,4px"}]
    line = {"width": 4, "color": style.colour(who.side)}
    core = {"width": 1.8, "color": style.colour("paper")}
    return [line, core] if row["grade"] == "unchecked" else [line]


def draw_inset(fig: go.Figure, frame: maps.Frame, inset: Inset) -> None:
    """Paper, coast and edge of an inset."""
    corners = inset.corners(frame)
    rings = (geography.clipped_ring(ring, inset.shown) for ring in geography.lines("land"))
    land = [[inset.at(frame, *p) for p in [*ring, ring[0]]] for ring in rings if len(ring) > 2]
    edge = {"width": 1, "color": style.colour("quiet")}
    soft = style.soft("quiet", 0.14)
    for part, fill in (([corners], style.colour("paper")), (land, soft)):
        x, y = _flat(part)
        fig.add_scatter(
            x=x, y=y, mode="lines", fill="toself", fillcolor=fill, line=edge, hoverinfo="skip",
            showlegend=False, **frame.on,
        )  # fmt: skip


def line_across(
    fig: go.Figure, frame: maps.Frame, ends: tuple[Point, Point], by_treaty: bool, ids: str = ""
) -> None:
    """A line between two points in degrees: drawn through where it was a treaty's, else dotted.

    ``ids`` are those of the row by which it was one, where the line comes and goes with it.
    """
    (west, south), (east, north) = ends
    steps = [n / 6 for n in range(7)]
    points = [
        frame.projection(west + s * (east - west), south + s * (north - south)) for s in steps
    ]
    x, y = _flat([points])
    look = {"width": 2.2} if by_treaty else {"width": 1.3, "dash": "2px,2px"}
    fig.add_scatter(
        x=x, y=y, mode="lines", line={"color": style.colour("ink"), **look}, hoverinfo="skip",
        showlegend=False, customdata=[ids] if ids else None, **frame.on,
    )  # fmt: skip


FIFTIETH = ((140.9, 50.0), (145.6, 50.0))
SHIMODA = ((148.0, 46.3), (150.3, 44.8))
THIRTY_EIGHTH = ((123.9, 38.0), (130.2, 38.0))


def isles_lines(fig: go.Figure, frame: maps.Frame, held: pd.DataFrame) -> None:
    """The 50th parallel and the line between Etorofu and Uruppu, as the rows of a day have them."""
    basis = held.set_index("territory")["basis"].fillna("")
    line_across(fig, frame, FIFTIETH, "portsmouth-1905" in basis["Southern Sakhalin"])
    line_across(fig, frame, SHIMODA, "shimoda-1855" in basis["Kurils from Uruppu northward"])


def korea_line(fig: go.Figure, frame: maps.Frame, held: pd.DataFrame) -> None:
    """The 38th parallel: drawn through while it parted two holders, from 1945 to the armistice."""
    basis = held.set_index("territory")["basis"].fillna("")
    parted = basis["Korea north of 38"] in {"general-order-1-1945", "dprk-established-1948"}
    line_across(fig, frame, THIRTY_EIGHTH, parted)


def key(fig: go.Figure, sides: tuple[str, ...]) -> None:
    """What colours and fillings mean.

    Entries are bars, since only a bar's entry is a square with an edge, pattern or nothing in it.
    """
    named = {"USSR": "Russia, USSR", "Japan": "Japan", "China": "China", "US": "USA"}
    paper, grey = style.colour("paper"), style.colour("other")
    entries: list[tuple[str, dict[str, Any]]] = [
        (named[side], {"color": style.colour(side)}) for side in sides
    ]
    pattern = {"fgcolor": grey, "bgcolor": paper, "size": 4, "solidity": 0.45}
    entries += [
        ("striped: occupied,<br>leased or jointly run", {"pattern": {"shape": "/", **pattern}}),
        ("crossed: undivided<br>or contested", {"pattern": {"shape": "x", **pattern}}),
        ("hollow: unchecked", {"color": paper}),
    ]
    for words, look in entries:
        edge = look.get("color", grey)
        fig.add_bar(
            x=[None],
            y=[None],
            marker={"line": {"width": 1.8, "color": grey if edge == paper else edge}, **look},
            name=words,
            showlegend=True,
            hoverinfo="skip",
        )
