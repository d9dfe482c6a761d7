"""Figures on the arithmetic of projection: computed beside published, and what moves a result."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from companion.arithmetic import Range, rounded
from companion.figures import figure, style
from companion.figures.casualties import GAP, SYMBOLS
from companion.reproductions import EXACT, METHODS, Reproduction, registry
from companion.scenarios import Scenario, below, kyushu_by_ratio, olympic_by_rate
from companion.text import number

# Whose figure an attempt aims at, in a word or two.
AIMS = {
    "jcs-1944-half-million-dead": "Joint planners, 1944",
    "marshall-18-june-implied-70000": "ascribed to Marshall",
    "leahy-18-june-implied-268000": "ascribed to Leahy",
    "willoughby-july-1945": "Willoughby",
    "shockley-total": "Shockley",
    "shockley-dead": "Shockley, dead",
    "jcs-april-1945-olympic-total": "paper of April 1945",
    "jcs-april-1945-olympic-dead": "the same, dead",
    "jcs-april-1945-downfall-total": "with Coronet",
    "jcs-april-1945-downfall-dead": "with Coronet, dead",
    "nimitz-may-1945-30-days": "Nimitz’s staff",
    "macarthur-staff-120-days": "MacArthur’s staff",
    "macarthur-revised-105050": "MacArthur",
    "lee-1995-first-30": "Lee, 1995",
    "holzwarth-2018-implied-180000": "Holzwarth, 2018",
    "shermer-2015-japan": "Shermer, 2015: Japanese",
    "leahy-diary-63000": "Leahy’s diary",
    "bradley-270000-first-30": "Bradley, 2000",
    "jwpc-369-1-kyushu-total": "JWPC, S and NW Kyushu",
    "skates-1994-olympic": "Skates, 1994",
}


def _say(fig: go.Figure, x: float, y: float, words: str, place: str, colour: str = "ink") -> None:
    fig.add_scatter(
        x=[x],
        y=[y],
        mode="text",
        text=[words],
        textposition=place,
        textfont={"size": 12, "color": style.colour(colour)},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _bar(fig: go.Figure, ends: list[float], y: float, colour: str, width: float) -> None:
    if len(ends) > 1:
        fig.add_scatter(
            x=ends,
            y=[y] * len(ends),
            mode="lines",
            line={"color": colour, "width": width},
            hoverinfo="skip",
        )


def _ends(low: float, high: float) -> list[float]:
    return [low] if low == high else [low, high]


def _published(fig: go.Figure, row_id: str, row: pd.Series, y: float) -> list[float]:
    """The published figure at ``y``: its mark, or both ends of its range. Returns where."""
    known = [float(row[part]) for part in ("low", "best", "high") if pd.notna(row[part])]
    ends = _ends(min(known), max(known))
    _bar(fig, ends, y, style.soft(row["side"], 0.45), 7)
    fig.add_scatter(
        x=ends,
        y=[y] * len(ends),
        mode="markers",
        marker=style.marker(row["grade"], row["side"], SYMBOLS[row["measure"]], 11),
        customdata=[row_id] * len(ends),
        hovertemplate=f"published: %{{x:,.0f}} {row['measure']}<extra>{row['grade']}</extra>",
    )
    return ends


def _computed(fig: go.Figure, result: Range, y: float) -> list[float]:
    """The computed figure at ``y``: an upright stroke, or a range between two. Returns where."""
    ends = [rounded(end) for end in _ends(result.low, result.high)]
    _bar(fig, ends, y, style.soft("ink", 0.35), 3)
    fig.add_scatter(
        x=ends,
        y=[y] * len(ends),
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": 17,
            "color": style.colour("ink"),
            "line": {"width": 2.5, "color": style.colour("ink")},
        },
        customdata=[";".join(result.rows)] * len(ends),
        hovertemplate="computed: %{x:,.0f}<extra></extra>",
    )
    return ends


def attempts() -> dict[str, list[Reproduction]]:
    """By method, what can be drawn: sums agree by construction, and one row is no computation."""
    return {
        key: [
            entry
            for entry in registry().values()
            if entry.method == key and len(entry.compute().rows) > 1
        ]
        for key in METHODS
        if key not in EXACT
    }


@figure(
    "projections-rebuilt-by-method",
    table="casualty_projections",
    title="Rebuilt and published: what each method gives",
    caption=(
        "For each attempt, the published figure in the colour of the side that would lose (blue "
        "American, purple Japanese) and what the method gives from rows of the data as upright "
        "strokes, joined where the inputs leave a range; the verdict stands in bold. Left out, "
        "though in the table of attempts, are sums and restatements, which add up "
        "or repeat printed figures, and what rests on a single row. Diamonds are dead, circles "
        "battle casualties, triangles casualties of no stated kind: compare within a line, never "
        "between lines. Where stroke and mark meet, the method suffices for the number; that its "
        "author used it is another matter."
    ),
    alt=(
        "A column of attempts, each with a published mark and a computed stroke: in some "
        "they coincide, while the same published figure is missed widely once another battle or "
        "another garrison is put in."
    ),
)
def rebuilt_by_method(projections: pd.DataFrame) -> go.Figure:
    """Published marks and computed strokes, attempt by attempt, under their methods."""
    fig = go.Figure()
    left, y = 1.62e4, 0.0
    for key, entries in attempts().items():
        _say(fig, left, y, f"<b>{METHODS[key].name}</b>", "middle right", "quiet")
        y -= 1.1
        for entry in entries:
            row = projections.loc[entry.published]
            _say(fig, left, y, f"{entry.what}: <b>{entry.verdict()}</b>", "middle right")
            y -= 1
            marks = _published(fig, entry.published, row, y)
            marks += _computed(fig, entry.compute(), y)
            if max(marks) < 5.5e5:
                _say(fig, max(marks), y, GAP + AIMS[entry.published], "middle right", row["side"])
            else:
                _say(fig, min(marks), y, AIMS[entry.published] + GAP, "middle left", row["side"])
            y -= 1.25
        y -= 0.4
    fig.update_xaxes(
        type="log",
        range=[math.log10(1.6e4), math.log10(7e6)],
        tickvals=[1e5, 1e6],
        ticktext=["100,000", "1 million"],
        title_text="people (log scale)",
    )
    fig.update_yaxes(visible=False, range=[y + 0.3, 0.9])
    fig.update_layout(height=int(-y * 19) + 70)
    return style.narrow(fig, height=int(-y * 19) + 90)


# How an input reads under its bar, at its low and at its high.
WORDS = {
    "garrison": "Japanese on Kyushu",
    "met": "part of them that fights",
    "ratio": "Japanese lost for each American lost",
    "force": "American force",
    "rate": "casualties per 1,000 men per day",
    "days": "days",
}


def _amount(name: str, value: float) -> str:
    if name == "met":
        return f"{value:.0f}%"
    return f"{value:.1f}" if name in ("ratio", "rate") else number(rounded(value))


def _panel(fig: go.Figure, scenario: Scenario, top: float, left: float, axes: str) -> float:
    """The bars of one scenario from ``top`` down, longest first. Returns where they end."""
    rows = ";".join(scenario.origins()[0])
    best, y = scenario.result().best, top
    shared = {"xaxis": f"x{axes}", "yaxis": f"y{axes}"}
    begun = len(fig.data)
    _say(fig, left, y, f"<b>{scenario.title}</b>", "middle right")
    y -= 1
    swings = sorted(scenario.swings().items(), key=lambda s: -abs(s[1][1] - s[1][0]))
    for name, (at_low, at_high) in swings:
        value = scenario.inputs[name]
        _say(fig, left, y, WORDS[name], "middle right", "quiet")
        y -= 1
        ends = [rounded(at_low), rounded(at_high)]
        _bar(fig, ends, y, style.soft("US", 0.45), 14)
        fig.add_scatter(
            x=ends,
            y=[y, y],
            mode="markers",
            marker={"symbol": "line-ns-open", "size": 14, "color": style.colour("US")},
            customdata=[rows, rows],
            hovertemplate="%{x:,.0f} casualties<extra></extra>",
        )
        fig.add_scatter(
            x=[rounded(best)] * 2,
            y=[y - 0.55, y + 0.55],
            mode="lines",
            line={"color": style.colour("ink"), "width": 1.5, "dash": "dot"},
            hoverinfo="skip",
        )
        for end, amount in zip(ends, (value.low, value.high), strict=True):
            words = _amount(name, amount)
            if end == min(ends):
                _say(fig, end, y, words + GAP, "middle left")
            else:
                _say(fig, end, y, GAP + words, "middle right")
        y -= 1.2
    for trace in fig.data[begun:]:
        trace.update(shared)
    return y


@figure(
    "what-moves-a-projection",
    table="casualty_projections",
    title="What moves the result most",
    caption=(
        "Each bar moves one input from its lowest to its highest value, printed at its ends, and "
        "leaves the others at their best (dotted line). Above, battle casualties on Kyushu by "
        "exchange ratio; below, casualties in Olympic about the paper of April 1945. The two axes "
        "differ. The bars show how the sums respond, not how likely any end is."
    ),
    alt=(
        "Two groups of bars around a dotted line: for the exchange ratio the three inputs matter "
        "about alike, with the ratio ahead; for the daily rate the rate and the days outweigh "
        "the size of the force, and most of each bar lies left of the line."
    ),
)
def what_moves_a_projection(projections: pd.DataFrame) -> go.Figure:
    """Tornado of two scenarios: results with one input at its ends and the rest at their best."""
    fig = go.Figure()
    spans = [(kyushu_by_ratio(), "", 2.1e5), (olympic_by_rate(), "2", 7.4e5)]
    for scenario, axes, right in spans:
        bottom = _panel(fig, scenario, 0.0, 0.0, axes)
        fig.update_layout(
            {
                f"xaxis{axes}": {
                    "range": [0, right],
                    "nticks": 5,
                    "tickformat": ",.0f",
                    "anchor": f"y{axes}",
                },
                f"yaxis{axes}": {
                    "visible": False,
                    "range": [bottom + 0.3, 0.7],
                    "anchor": f"x{axes}",
                    "domain": [0.56, 1] if not axes else [0, 0.44],
                },
            }
        )
    fig.update_layout(height=470, xaxis2={"title": {"text": "American casualties"}})
    return style.narrow(
        fig,
        height=500,
        xaxis={"tickvals": [0, 1e5, 2e5]},
        xaxis2={"tickvals": [0, 2e5, 4e5, 6e5]},
    )


# Published figures for Kyushu in battle casualties, from the top of the third figure down.
KYUSHU = [
    "skates-1994-olympic",
    "leahy-diary-63000",
    "marshall-18-june-implied-70000",
    "macarthur-revised-105050",
    "jwpc-369-1-kyushu-total",
    "willoughby-july-1945",
    "leahy-18-june-implied-268000",
]
STEP = 10_000


@figure(
    "kyushu-by-chance",
    table="casualty_projections",
    title="One method, all its doubt: Kyushu by exchange ratio",
    caption=(
        "Bars: ten thousand seeded draws of the exchange-ratio sum, each input drawn from a "
        "triangle between its lowest, best and highest value. Strokes: all extremes combined, and "
        "the middle eight tenths of the draws. Above them, published figures for Kyushu in battle "
        "casualties, of differing horizons and scopes. The bars are the spread of the inputs "
        "assumed here; they are not the chance that a figure would have come true."
    ),
    alt=(
        "A hump of bars, steep on the left and with a long tail to the right; some published "
        "figures stand over its rise, the two planners’ over its middle, and those made from "
        "Okinawa’s losses out beyond its tail."
    ),
)
def kyushu_by_chance(projections: pd.DataFrame) -> go.Figure:
    """Histogram of a scenario's draws, its ranges, and the published figures above them."""
    scenario = kyushu_by_ratio()
    rows, assumed = scenario.origins()
    draws = scenario.draws()
    counts: dict[int, int] = {}
    for draw in draws:
        counts[int(draw // STEP)] = counts.get(int(draw // STEP), 0) + 1
    bins = range(min(counts), max(counts) + 1)
    heights = [100 * counts.get(place, 0) / len(draws) for place in bins]
    fig = go.Figure()
    fig.add_bar(
        x=[(place + 0.5) * STEP for place in bins],
        y=heights,
        width=STEP * 0.92,
        marker={"color": style.soft("US", 0.45), "line": {"width": 0}},
        customdata=[";".join(rows)] * len(heights),
        hovertemplate="%{y:.1f} of 100 draws<extra></extra>",
    )
    mode = (heights.index(max(heights)) + bins[0] + 3) * STEP
    _say(fig, mode, max(heights) * 0.8, f"{GAP}{len(draws):,} draws", "middle right", "quiet")
    extremes = scenario.result()
    middle = Range(below(draws, 0.1), below(draws, 0.5), below(draws, 0.9), rows, assumed)
    unit = max(heights) / 7
    y = max(heights) + unit * 0.9
    for result, words in ((middle, "eight draws in ten"), (extremes, "extremes combined")):
        ends = _computed(fig, result, y)
        _say(fig, ends[-1], y, GAP + words, "middle right", "quiet")
        y += unit
    y += unit * 0.2
    for row_id in reversed(KYUSHU):
        ends = _published(fig, row_id, projections.loc[row_id], y)
        _say(fig, ends[-1], y, GAP + AIMS[row_id], "middle right", "US")
        y += unit
    fig.update_xaxes(
        range=[0, 4.3e5],
        tickvals=[0, 1e5, 2e5, 3e5, 4e5],
        tickformat=",.0f",
        title_text="American battle casualties",
    )
    fig.update_yaxes(visible=False, range=[0, y])
    fig.update_layout(height=560, bargap=0)
    return style.narrow(fig, height=560, xaxis={"range": [0, 5e5], "tickvals": [0, 2e5, 4e5]})
