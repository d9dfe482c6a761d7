"""Drawing descent: one line of the figure for each row, its mark in the column of its generation.

All words stand to the right of the columns, so that no arrow runs through them. An arrow leaves
its parent downwards in a track of its own and turns into the child's line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx
import pandas as pd
import plotly.graph_objects as go

from companion import data, genealogy
from companion.figures import casualties, style
from companion.text import MONTHS, number, quantity

# The marks of the other figures on casualties, and one for what does not count people lost.
RATIO = "ratio, rate or medals"
SHAPES = {**casualties.ALL_SYMBOLS, RATIO: "bowtie"}
_NO_LOSS = ("exchange ratio", "casualty rate", "medal stock")
_UNITS = {
    "per US death": " to 1",
    "percent": " per cent",
    "medals": " medals",
    "per 1,000 men per day": "‰ a day",
}
_WHOSE = {
    "US": "",
    "Japan": "Japanese ",
    "UK": "British ",
    "USSR": "Soviet ",
    "Allies": "Allied ",
    "both": "both sides’ ",
}
_SHORT_MEASURE = {
    "casualties, composition not stated": "casualties",
    "all casualties": "casualties",
}
_KEY = {
    "all casualties": "casualties, all causes",
    "casualties, composition not stated": "casualties, kind untold",
    "non-battle casualties": "sick and injured",
    "replacements required": "replacements",
}
SIGNS = {"rejected": "× dismissed", "withdrawn": "× withdrawn", "retired": "× retired"}
_WHO = {
    "US Joint Chiefs of Staff": "JCS 1388",
    "US Joint Chiefs of Staff / Nimitz": "JCS 1388/1",
    "US Army/POA planners": "Army planners",
    "US Army Service Forces / replacement planners": "Service Forces",
    "War Department General Staff (for Marshall)": "Army staff",
    "Douglas MacArthur (as printed by one of two 1994-95 books)": "MacArthur, misprint?",
    "George C. Marshall (alleged)": "Marshall, alleged",
    "US Joint War Plans Committee": "JWPC 369/1",
    "US Sixth Army medical planners": "Sixth Army medics",
    "Later writers from Marshall's Luzon comparison": "from Luzon",
    "D. M. Giangreco; Kathryn Moore": "Giangreco, Moore",
    "Norman Polmar; Thomas B. Allen": "Polmar, Allen",
    "NPR (on D. M. Giangreco)": "NPR",
    "Reader's letter (crediting Willoughby)": "reader’s letter",
    "Soviet planners": "Soviet planners",
    "US Army Chemical Warfare Service": "Chemical Service",
    "Wikipedia contributors (crediting Stimson)": "Wikipedia",
}


def shape(measure: str) -> str:
    """The mark of a measure, the same as in the other figures on casualties."""
    return SHAPES[RATIO if measure in _NO_LOSS else measure]


def who(row: pd.Series) -> str:
    """The author in a word or two; of a recorded loss, where it was suffered."""
    if "author" not in row.index:
        place = str(row["operation"]).split(" (")[0].split(",")[0]
        return place.replace("Operations under MacArthur", "Under MacArthur")
    return _WHO.get(str(row["author"]), casualties.who(row))


def when(row: pd.Series) -> str:
    """The date in few words, without the year when that is 1945; of a loss, its first month."""
    first = str(row["date"]).split("/")[0]
    if "author" not in row.index:
        first = first[: len("1945-04")]
    words = casualties.when(pd.Series({"date": first}))
    for month in MONTHS:
        words = words.replace(month, month if len(month) < 6 else month[:3])
    return words


def size(row: pd.Series) -> str:
    """The figure in few words: ``1.7–4 million``, ``1 million or more``, ``7 to 1``."""
    low, best, high = (row[part] for part in genealogy.QUANTITIES)
    if pd.notna(best):
        words = _short(best)
    elif pd.notna(low) and pd.notna(high):
        start = number(low / 1e6) if high >= 1e6 and low % 1e5 == 0 else number(low)
        words = f"{start}–{_short(high)}"
    elif pd.notna(low):
        words = f"{_short(low)} or more"
    else:
        words = f"up to {_short(high)}" if pd.notna(high) else "no number"
    return f"{words}{_UNITS.get(str(row['unit']), '')}"


def _short(value: float) -> str:
    return f"{number(value / 1e6)} million" if value >= 1e6 else number(value)


def counted(row: pd.Series) -> str:
    """What the figure counts, in few words and with the side where that is not the US."""
    measure = str(row["measure"])
    if measure in _NO_LOSS:
        return ""
    side = str(row["side"])
    return f"{_WHOSE.get(side, f'{side} ')}{_SHORT_MEASURE.get(measure, measure)}"


def sign(row: pd.Series) -> str:
    """The word for a figure that was dismissed, withdrawn or is not for use; else blank."""
    return SIGNS.get(str(row.get("standing")), "")


def hover(row: pd.Series) -> str:
    """What a pointer on the mark shows."""
    words = f"{when(row)}, {who(row)}: {quantity(row)} {row['unit']}<br>{row['measure']}"
    return f"{words}, {row['operation']}<extra>{row['grade']}</extra>"


def arrow(
    fig: go.Figure, parent: str, child: str, x: list[Any], y: list[Any], colour: str = "quiet"
) -> None:
    """One line of descent through the points, with its head at the last; ``meta`` names both."""
    heads = [0.0] * (len(x) - 1) + [9.0]
    fig.add_scatter(
        x=x,
        y=y,
        mode="lines+markers",
        line={"color": style.colour(colour), "width": 1.3},
        marker={
            "symbol": "arrow",
            "size": heads,
            "color": style.colour(colour),
            "opacity": 1,
            "angleref": "previous",
            "standoff": [0.0] * (len(x) - 1) + [6.0],
            "line": {"width": 0},
        },
        meta={"parent": parent, "child": child},
        hoverinfo="skip",
        showlegend=False,
    )


def node(fig: go.Figure, row_id: str, x: list[Any], y: list[Any], told: bool) -> None:
    """The mark (or marks) of one row; ``told`` draws the ring of what reached the President."""
    row = data.row(row_id)
    decoration = []
    if told:
        decoration.append(("circle-open", 18, 1.8))
    if sign(row):
        decoration.append(("x-thin", 15, 1.8))
    fig.add_scatter(
        x=x,
        y=y,
        mode="markers",
        marker=style.marker(str(row["grade"]), str(row["side"]), shape(str(row["measure"])), 10),
        customdata=[row_id] * len(x),
        hovertemplate=hover(row),
        showlegend=False,
        cliponaxis=False,
    )
    for symbol, extent, width in decoration:
        fig.add_scatter(
            x=x[:1],
            y=y[:1],
            mode="markers",
            marker={
                "symbol": symbol,
                "size": extent,
                "color": style.colour("ink"),
                "line": {"width": width, "color": style.colour("ink")},
            },
            hoverinfo="skip",
            showlegend=False,
            cliponaxis=False,
        )


def note(text: str, line: float, left: float) -> dict[str, Any]:
    """Words that begin at ``left`` (a share of the width), at the height of a line."""
    return {
        "text": text,
        "x": left,
        "xref": "paper",
        "y": line,
        "xanchor": "left",
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": 12},
    }


def key(fig: go.Figure, row_ids: list[str], president: bool) -> int:
    """The meaning of the marks drawn, above the plot; the number of entries."""
    rows = [data.row(row_id) for row_id in row_ids]
    drawn = {shape(str(row["measure"])) for row in rows}
    shown: list[tuple[str, dict[str, object]]] = [
        (_KEY.get(measure, measure), style.marker("primary", "other", symbol, 10))
        for measure, symbol in SHAPES.items()
        if symbol in drawn
    ]
    if any(row["grade"] == "unchecked" for row in rows):
        shown.append(("hollow: not seen", style.marker("unchecked", "other", "circle", 10)))
    ink = {"color": style.colour("ink"), "line": {"width": 1.8, "color": style.colour("ink")}}
    if any(sign(row) for row in rows):
        shown.append(("dismissed, withdrawn", {"symbol": "x-thin", "size": 12, **ink}))
    if president:
        shown.append(("reached the President", {"symbol": "circle-open", "size": 15, **ink}))
    for name, marker in shown:
        fig.add_scatter(
            x=[None], y=[None], mode="markers", name=name, marker=marker, hoverinfo="skip"
        )
        fig.data[-1].showlegend = True
    fig.update_layout(
        showlegend=True,
        legend=style.LEGEND_ON_TOP,
    )
    fig.layout.legend.yanchor = "top"
    return len(shown)


@dataclass(frozen=True)
class Place:
    """Where a row is drawn: its line (a category that begins with its day) and its column."""

    row: int
    line: str
    column: int


def order(found: nx.DiGraph, members: list[str]) -> list[str]:
    """The members by date, each after its parents, with the parts of a document together."""

    def rank(row_id: str) -> tuple[Any, ...]:
        row = data.row(row_id)
        smallest = min(genealogy.numbers(row), default=0.0)
        paper = genealogy.document(row_id)
        return (
            row["earliest"],
            paper,
            row["measure"] in _NO_LOSS,
            row["operation"],
            smallest,
            row_id,
        )

    return list(nx.lexicographical_topological_sort(found.subgraph(members), key=rank))


def tracks(found: nx.DiGraph, places: dict[str, Place]) -> dict[str, int]:
    """For each parent the number of its own track beside its column, free along its reach."""
    taken: dict[tuple[int, int], int] = {}
    chosen = {}
    for parent, place in sorted(places.items(), key=lambda item: item[1].row):
        reach = [places[child].row for child in found.successors(parent)]
        if not reach:
            continue
        lane = 0
        while taken.get((place.column, lane), -1) > place.row:
            lane += 1
        taken[place.column, lane] = max(reach)
        chosen[parent] = lane
    return chosen


def columns(places: dict[str, Place], chosen: dict[str, int]) -> dict[int, float]:
    """The x of each column: a column with many tracks beside it keeps the next one further off."""
    at, x = {}, 0.0
    for column in range(-1, max(place.column for place in places.values()) + 1):
        at[column] = x
        lanes = [lane for row_id, lane in chosen.items() if places[row_id].column == column]
        x += 1.1 + TRACK * max(lanes, default=0)
    return at


TRACK = 0.32  # between neighbouring tracks, where a column with one track is 1.1 wide


def route(
    parent: Place, child: Place, lane: int, at: dict[int, float], lines: list[str]
) -> tuple[list[float], list[str]]:
    """The points of an arrow: out into the parent's track, down it, and into the child's line."""
    start, end = at[parent.column], at[child.column]
    if child.row - parent.row == 1:
        return [start, end], [parent.line, child.line]
    track = start + 0.36 + TRACK * lane
    inward = 0.16 if child.column > parent.column else -0.12
    x = [start, track, track, track + inward, end]
    y = [parent.row, parent.row + 1, child.row - 1, child.row, child.row]
    return x, [lines[row] for row in y]
