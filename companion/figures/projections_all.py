"""Every projected number of people in one picture: a ledger by date, a column for each count."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from companion.estimates import PRESIDENT, reached
from companion.figures import figure, style
from companion.figures.casualties import (
    LIVES,
    PART_SYMBOLS,
    SYMBOLS,
    bounds,
    hover,
)
from companion.figures.ledger import SIDES, Line, counted, has_number, lines_of

# Heading of a column -> the measures in it, and its key in the layout of the figure.
COLUMNS: dict[str, tuple[str, ...]] = {
    "Dead": LIVES,
    "Battle<br>casualties": ("battle casualties",),
    "All, or<br>not said": ("all casualties", "casualties, composition not stated"),
    "Parts,<br>others": tuple(PART_SYMBOLS),
}
MARKS = SYMBOLS | PART_SYMBOLS
# What has happened to a figure since it was put forward -> the stroke through its mark.
STROKES = {"retired": "line-ne-open", "withdrawn": "line-nw-open"}
TICKS = {1e4: "10k", 1e5: "100k", 1e6: "1m", 1e7: "10m"}
CROWDED = 1e5  # the tick whose words would touch the next ones where a decade is narrow


def _spans(rows: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """For each column the size axis that holds all its marks, with room for the marks."""
    spans = {}
    for heading, measures in COLUMNS.items():
        sizes = rows.loc[rows["measure"].isin(measures), ["low", "best", "high"]].stack()
        spans[heading] = (math.log10(sizes.min()) - 0.24, math.log10(sizes.max()) + 0.24)
    return spans


def _domains(spans: dict[str, tuple[float, float]], start: float) -> list[list[float]]:
    """Where the columns stand between ``start`` and 1, a decade as long in each."""
    gap = 0.022
    decades = [high - low for low, high in spans.values()]
    unit = (1 - start - gap * (len(decades) - 1)) / sum(decades)
    domains, left = [], start
    for length in decades:
        domains.append([left, left + length * unit])
        left += length * unit + gap
    return domains


def _labels(fig: go.Figure, lines: list[Line]) -> None:
    """The words of the lines; bold where a figure of the line reached the President."""
    for line in lines:
        known = any(reached(row, PRESIDENT) for row in line.rows.values())
        words = f"<b>{line.words}</b>" if known or line.heading else line.words
        fig.add_scatter(
            x=[0],
            y=[line.height],
            mode="text",
            text=[words],
            textposition="middle right",
            textfont={"size": 13 if line.heading else 12, "color": style.colour("ink")},
            hoverinfo="skip",
            cliponaxis=False,
            xaxis="x5",
            yaxis="y5",
        )


def _inside(span: tuple[float, float]) -> list[float]:
    """The powers of ten that a size axis shows."""
    return [tick for tick in TICKS if span[0] < math.log10(tick) < span[1]]


def _rail(
    fig: go.Figure, lines: list[Line], span: tuple[float, float], axes: dict[str, str]
) -> None:
    """A hairline under each line with a notch at each power of ten, to read a size by."""
    inside = _inside(span)
    ends = [10 ** span[0], 10 ** span[1], None]
    heights = [line.height for line in lines if not line.heading]
    fig.add_scatter(
        x=ends * len(heights),
        y=[h for height in heights for h in (height, height, None)],
        mode="lines",
        line={"color": style.colour("grid"), "width": 1},
        hoverinfo="skip",
        **axes,
    )
    fig.add_scatter(
        x=inside * len(heights),
        y=[height for height in heights for _ in inside],
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": 5,
            "color": style.colour("other"),
            "opacity": 0.45,
            "line": {"width": 1},
        },
        hoverinfo="skip",
        **axes,
    )


def _column_heading(
    fig: go.Figure, words: str, span: tuple[float, float], height: float, axes: dict[str, str]
) -> None:
    """The name of a column and its powers of ten, below the heading of a period."""
    ticks = [tick for tick in _inside(span) if tick != CROWDED]
    for x, y, text, size in (
        ([10 ** (sum(span) / 2)], height - 0.8, [words], 12),
        (ticks, height - 2.35, [TICKS[tick] for tick in ticks], 10),
    ):
        fig.add_scatter(
            x=x,
            y=[y] * len(x),
            mode="text",
            text=text,
            textfont={"size": size, "color": style.colour("quiet")},
            hoverinfo="skip",
            cliponaxis=False,
            **axes,
        )


def _mark(fig: go.Figure, row_id: str, row: pd.Series, height: float, axes: dict[str, str]) -> None:
    """One row: its range, a ring if the President had it, its mark, a stroke if it is retired."""
    ends = bounds(row)
    line = [height] * len(ends)
    plain = {"hoverinfo": "skip", **axes}
    if len(ends) > 1:
        body = {"color": style.soft(row["side"], 0.45), "width": 6}
        fig.add_scatter(x=ends, y=line, mode="lines", line=body, **plain)
    symbol = "x" if row["standing"] == "rejected" else MARKS.get(row["measure"], "hexagon")
    fig.add_scatter(
        x=ends,
        y=line,
        mode="markers",
        marker=style.marker(row["grade"], row["side"], symbol, 9),
        customdata=[row_id] * len(ends),
        hovertemplate=hover(row),
        **axes,
    )
    ink = style.colour("ink")
    if reached(row, PRESIDENT):
        ring = {"symbol": "circle-open", "size": 14, "color": ink, "line": {"width": 1.3}}
        fig.add_scatter(x=ends, y=line, mode="markers", marker=ring, **plain)
    if row["standing"] in STROKES:
        stroke = {
            "symbol": STROKES[row["standing"]],
            "size": 12,
            "color": ink,
            "line": {"width": 1.5},
        }
        fig.add_scatter(x=ends, y=line, mode="markers", marker=stroke, **plain)


def _legend(fig: go.Figure, rows: pd.DataFrame) -> None:
    """What the shapes, signs and colours mean, above the ledger."""
    ink = style.colour("ink")
    shapes = [
        (measure, style.marker("primary", "other", symbol, 10))
        for measure, symbol in MARKS.items()
        if (rows["measure"] == measure).any()
    ]
    signs = [
        ("hollow: source not seen", style.marker("unchecked", "other", "circle", 10)),
        (
            "ringed, in bold: reached the President",
            {"symbol": "circle-open", "size": 15, "color": ink, "line": {"width": 1.3}},
        ),
        ("rejected when it came up", style.marker("primary", "other", "x", 10)),
        ("found nowhere, out of use", {"symbol": STROKES["retired"], "size": 15, "color": ink}),
        ("taken back by its author", {"symbol": STROKES["withdrawn"], "size": 15, "color": ink}),
    ]
    sides = [
        (f"{words} losses", style.marker("primary", side, "square", 10))
        for side, words in (*list(SIDES.items())[:2], ("USSR", "Soviet"), ("Japan", "Japanese"))
    ]
    for name, mark in [*shapes, *signs, *sides]:
        fig.add_scatter(x=[None], y=[None], mode="markers", name=name, marker=mark, showlegend=True)
    fig.update_layout(showlegend=True, legend={**style.LEGEND_ON_TOP, "yanchor": "top"})


@figure(
    "every-projection",
    table="casualty_projections",
    title="Every projected number, by date, size and what it counts",
    caption=(
        "Every row of the table that counts people, American or not, good or bad: a line for each "
        "author and day, oldest on top, and a column for each kind of count, so that unlike things "
        "share no axis. The columns have one scale: a power of ten is as wide in each, and its "
        "notch stands on every line. The lines follow one another by date, but their distance is "
        "not time, and the three parts of the list are of different length: a few months, then "
        "years, then decades. Figures in one column may still differ in operation and in horizon, "
        "and a number that stands further right is not better founded. Not here, because they "
        "count no people: exchange ratios, the percentage that Leahy gave, and stocks of medals; "
        "they have a table of their own, with the statements that name no number."
    ),
    alt=(
        "A ledger of dated lines in three parts with four columns of marks: in the first part most "
        "marks keep to the left of their columns and only those of Hoover, Palmer and Shockley go "
        "far right, while in the second nearly all stand to the right."
    ),
)
def every_projection(projections: pd.DataFrame) -> go.Figure:
    """All projections in people, one line an estimate, one column a kind of count."""
    lines = lines_of(projections)
    spans = _spans(counted(projections))
    fig = go.Figure()
    for number, (heading, measures) in enumerate(COLUMNS.items(), start=1):
        suffix = "" if number == 1 else str(number)
        axes = {"xaxis": f"x{suffix}", "yaxis": "y"}
        span = spans[heading]
        _rail(fig, lines, span, axes)
        for line in lines:
            if line.heading:
                _column_heading(fig, heading, span, line.height, axes)
            for row_id, row in line.rows.items():
                if row["measure"] in measures and has_number(row):
                    _mark(fig, row_id, row, line.height, axes)
        ticks = _inside(span)
        axis = {
            "type": "log",
            "range": list(span),
            "tickvals": ticks,
            "ticktext": [TICKS[tick] for tick in ticks],
            "showgrid": False,
            "anchor": "y",
        }
        fig.update_layout({f"xaxis{suffix}": axis})
    _labels(fig, lines)
    fig.update_traces(showlegend=False)
    _legend(fig, counted(projections))
    bottom = lines[-1].height - 0.8
    depth = -bottom + 0.7
    names = [f"xaxis{'' if n == 1 else n}" for n in range(1, len(COLUMNS) + 1)]
    wide = {
        name: {"domain": domain} for name, domain in zip(names, _domains(spans, 0.35), strict=True)
    }
    phone: dict[str, dict[str, object]] = {}
    for name, domain, span in zip(names, _domains(spans, 0.01), spans.values(), strict=True):
        words = ["" if tick == CROWDED else TICKS[tick] for tick in _inside(span)]
        phone[name] = {"domain": domain, "ticktext": words}
    fig.update_layout(
        yaxis={"visible": False, "range": [bottom, 0.7]},
        yaxis5={"visible": False, "range": [bottom, 0.7], "anchor": "x5"},
        xaxis5={"visible": False, "range": [0, 1], "domain": [0, 0.34], "anchor": "y5"},
        height=int(depth * 17) + 190,
        margin={"t": 150},
        **wide,
    )
    return style.narrow(
        fig,
        height=int(depth * 29) + 330,
        margin={"t": 290},
        xaxis5={"domain": [0, 1]},
        yaxis5={"range": [bottom - 0.48, 0.7 - 0.48]},
        **phone,
    )
