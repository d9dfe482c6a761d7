"""The ratios of forces of 9 August 1945 that the reader turns by definition."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion import data, selection
from companion.figures import figure, style
from companion.figures.casualties import GAP, bounds
from companion.figures.forces_bars import least
from companion.text import number, quantity

SYMBOLS = {
    "three fronts": "circle",
    "with fleet and flotilla": "square",
    "widest Soviet count": "diamond",
}
# Whose figures the Japanese side rests on: the side's colour, named in the key.
COUNTED = {"Japanese figures": "Japan", "Soviet figures": "USSR"}
HEADINGS = {"men": "Men", "guns and mortars": "Guns and mortars", "aircraft": "Aircraft"}
SHORT = {
    "Japanese in Manchuria": "Manchuria",
    "Japanese in Manchuria and Korea": "Manchuria and Korea",
}
STAGGER = 0.26  # between Soviet totals on one line
UNIT = 34  # pixels
TICKS = [1, 2, 4, 8, 16, 32]
FINER = [1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 6, 8, 12, 16, 24, 32]
NAMED = {1, 1.5, 2, 3, *TICKS}
LABELLED = 6  # so many ratios, or fewer, show the two figures that they divide


def _counter(row: pd.Series) -> str:
    return COUNTED.get(row["counted_by"], "other")


def _divided(row: pd.Series) -> str:
    """The two figures a ratio divides: the first of either side that it descends from."""
    above = [data.row(row_id) for row_id in data.ids(row["derived_from"])]
    soviet = next(r for r in above if r["side"] == "USSR")
    japanese = next(r for r in above if r["side"] != "USSR")
    return f"{number(least(soviet))} : {number(least(japanese))}"


def _line(row: pd.Series) -> tuple[str, str, str]:
    """The line a ratio stands on: what is compared, over whom, counted by whom."""
    return row["compared"], row["japanese"], _counter(row)


def _depth(row: pd.Series) -> float:
    """How far below its line a ratio stands, so that its neighbours do not hide it."""
    return STAGGER * list(SYMBOLS).index(row["soviet"])


def _heights(rows: pd.DataFrame) -> tuple[dict[tuple[str, str, str], float], float]:
    """Line -> its height, from the top down; and the lowest height of a mark."""
    lines: dict[tuple[str, str, str], float] = {}
    floor, compared = 0.0, ""
    for _, row in rows.iterrows():
        if _line(row) not in lines:
            lines[_line(row)] = floor - (1.1 if row["compared"] == compared else 2.1)
            compared = row["compared"]
        floor = min(floor, lines[_line(row)] - _depth(row))
    return lines, floor


def _word(fig: go.Figure, words: str, y: float, ids: list[str], size: float) -> None:
    """Words at the left that stay as long as one of the rows is in."""
    fig.add_scatter(
        x=[0],
        y=[y],
        xaxis="x2",
        mode="text",
        text=[words],
        textposition="middle right",
        textfont={"size": size, "color": style.colour("ink")},
        hoverinfo="skip",
        showlegend=False,
        meta={"rows": ids},
    )


def _marks(fig: go.Figure, rows: pd.DataFrame, heights: pd.Series) -> None:
    """Ratios of one symbol, colour and grade: marks at each bound, ranges as bars between."""
    first = rows.iloc[0]
    side = _counter(first)
    x, y, ids, words = [], [], [], []
    for row_id, row in rows.iterrows():
        ends = bounds(row)
        if len(ends) > 1:
            fig.add_scatter(
                x=[ends[0], ends[-1]],
                y=[heights[row_id]] * 2,
                customdata=[row_id] * 2,
                mode="lines",
                line={"color": style.soft(side, 0.45), "width": 7},
                hoverinfo="skip",
                showlegend=False,
            )
        for end in ends:
            x.append(end)
            y.append(heights[row_id])
            ids.append(row_id)
            words.append(
                f"{quantity(row)} to 1 in {row['compared']}<br>{row['soviet']} over "
                f"{row['japanese']}<br>{_divided(row)}<extra>{row['grade']}</extra>"
            )
    fig.add_scatter(
        x=x,
        y=y,
        customdata=ids,
        hovertemplate=words,
        mode="markers",
        marker=style.marker(first["grade"], side, SYMBOLS[first["soviet"]], 10),
        showlegend=False,
    )


def _names(fig: go.Figure, rows: pd.DataFrame, heights: pd.Series) -> None:
    """The figures that each ratio divides: seen only when few ratios are left."""
    ends = [bounds(row)[-1] for _, row in rows.iterrows()]
    left = [end > 8 for end in ends]
    divided = [_divided(row) for _, row in rows.iterrows()]
    fig.add_scatter(
        x=ends,
        y=[heights[row_id] for row_id in rows.index],
        customdata=list(rows.index),
        mode="text",
        text=[w + GAP if at else GAP + w for w, at in zip(divided, left, strict=True)],
        textposition=["middle left" if at else "middle right" for at in left],
        textfont={"size": 12, "color": style.colour("ink")},
        hoverinfo="skip",
        showlegend=False,
        visible=False,
    )
    # without a trace that stays, the axes would vanish with the last of the marks
    fig.add_scatter(x=[None], y=[None], showlegend=False)


def _key(fig: go.Figure, rows: pd.DataFrame) -> None:
    """What shapes, colours and hollow marks mean, each as long as a row of its kind is in."""
    sides = rows.apply(_counter, axis=1)
    entries = [
        (words, "reference", "other", symbol, rows["soviet"] == words)
        for words, symbol in SYMBOLS.items()
    ]
    entries += [
        (f"by {words}", "reference", side, "circle", sides == side)
        for words, side in COUNTED.items()
    ]
    entries.append(("hollow: unchecked", "unchecked", "other", "circle", _hollow(rows)))
    for words, grade, side, symbol, which in entries:
        style.key(fig, words, style.marker(grade, side, symbol, 10), rows.index[which])


def _hollow(rows: pd.DataFrame) -> pd.Series:
    return rows["grade"] == "unchecked"


@figure(
    "force-ratios-turned",
    table="force_levels",
    title="How many to one on 9 August 1945, under every definition of either side",
    caption=(
        "Each mark divides a Soviet total by a Japanese one. Shape tells how the Soviet total is "
        "bounded, the line how the Japanese, colour whose figures the Japanese count rests on; a "
        "bar spans the variants in print of the same two totals. The scale doubles at each step. "
        "The two Soviet tank counts stand apart, and no mark mixes them. These are ratios "
        "over a theatre, not on the sectors where the attacker chose to break through, and they "
        "say nothing of training, fuel or ammunition."
    ),
    alt=(
        "Five groups of marks on a doubling scale: in men all stand between little more than one "
        "and less than three to one; in guns, tanks and aircraft those that rest on Soviet figures "
        "of Japanese arms stand at a few to one, those on Japanese figures mostly far to the right."
    ),
)
def force_ratios_turned(forces: pd.DataFrame) -> go.Figure:
    """Ratios of men, guns, tanks and aircraft by definition, with all that the controls need."""
    rows = selection.named("force-ratios").rows(forces)
    lines, bottom = _heights(rows)
    of = rows.apply(_line, axis=1)
    heights = of.map(lines) - rows.apply(_depth, axis=1)
    fig = go.Figure()
    for compared, some in rows.groupby("compared", sort=False):
        heading = HEADINGS.get(str(compared), str(compared).replace("tanks", "Tanks", 1))
        top = max(heights[some.index]) + 1.08
        _word(fig, f"<b>{heading}</b>", top, list(some.index), 12.5)
    for (_, japanese, side), y in lines.items():
        ids = list(rows.index[of.map(lines) == y])
        by = next((f", {words}" for words, name in COUNTED.items() if name == side), "")
        _word(fig, f"over {SHORT.get(japanese, japanese)}{by}", y + 0.48, ids, 12)
    shown = [rows["soviet"], rows.apply(_counter, axis=1), _hollow(rows)]
    for _, some in rows.groupby(shown, sort=False):
        _marks(fig, some, heights)
    _names(fig, rows, heights)
    _key(fig, rows)
    fig.update_layout(
        xaxis={
            "type": "log",
            "range": [-0.02, 1.55],
            "tickvals": TICKS,
            "ticktext": list(map(str, TICKS)),
            "showgrid": True,
            "title": {"text": "Soviet, for one Japanese (log scale)"},
        },
        xaxis2={"overlaying": "x", "range": [0, 1], "visible": False},
        yaxis={"visible": False, "range": [bottom - 0.5, -0.6]},
        height=int(-bottom * UNIT) + 110,
        margin={"b": 44, "t": 62},
        legend=style.LEGEND_ON_TOP,
        showlegend=True,
        meta={
            "refit": [
                {"axes": ["yaxis"], "least": 9},
                {
                    "axes": ["xaxis"],
                    "least": 0.5,
                    "axis": {
                        "tickvals": FINER,
                        "ticktext": [f"{tick:g}" if tick in NAMED else "" for tick in FINER],
                    },
                },
            ],
            "names": LABELLED,
        },
    )
    fig.layout.legend.yanchor = "top"
    return style.narrow(fig, margin={"t": 122}, height=int(-bottom * UNIT) + 170)
