"""Figures on armies in proportion: divisions by definition, and per head of the people."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from companion import proportion
from companion.figures import figure, style
from companion.figures.forces_bars import Bar, bars, heading, panel
from companion.proportion import POWERS, Count
from companion.text import number

_US = ("us-1945-army-divisions-89", proportion.MARINES)
_COMMONWEALTH = ("uk-divisions-raised", "dominion-divisions-raised", "india-divisions-1941-12")
DIVISIONS: dict[str, list[Bar]] = {
    "US": [
        Bar("In being, 1945, Army and Marines", _US, (), ("Army", "")),
        Bar("Raised in the war", ("us-army-divisions-mobilised-91", proportion.MARINES)),
        Bar("Planned in 1942, for the end of 1944", ("us-army-divisions-plan-187",)),
    ],
    "USSR": [
        Bar("In being, June 1941", ("ussr-divisions-1941-06-22",)),
        Bar("In being, 1945, about", ("ussr-divisions-500",)),
        Bar("Raised in the war", ("ussr-divisions-550",)),
    ],
    "Germany": [
        Bar("In being, autumn 1943", ("germany-divisions-1943-09",)),
        Bar("Raised in the war", ("germany-divisions-313",)),
        Bar("Raised, rebuilt ones counted again", ("germany-divisions-767",)),
    ],
    "Japan": [
        Bar("In being, end of 1941", (), ("japan-divisions-1941-41", "japan-army-1941-divisions")),
        Bar(
            "In being, 1945",
            (),
            ("japan-divisions-1945-145", "japan-army-1945-divisions-154"),
        ),
        Bar("Raised in the war", (), ("japan-divisions-100-agf", "japan-divisions-120")),
    ],
    "UK": [
        Bar("In being, end of the war, British", ("uk-divisions-1945",)),
        Bar("British quota of 1941, said to be met", ("uk-divisions-plan-36",)),
        Bar("Commonwealth, one list for five armies", ("commonwealth-divisions-50",)),
        Bar("Raised in the war, British", ("uk-divisions-raised",)),
        Bar(
            "Raised: British, Dominions, India to 1941",
            _COMMONWEALTH,
            (),
            ("British", "Dom.", ""),
        ),
    ],
}


@figure(
    "divisions-by-definition",
    table="force_levels",
    title="Divisions of five powers, under each definition",
    caption=(
        "Boxes are single counts or parts of a sum; diamonds on a band are counts that conflict. "
        "An open diamond has not yet been read in the work it is attributed to. Divisions in being "
        "stood on a date; divisions raised never all stood at once; the longest German bar counts "
        "a division again each time it was rebuilt. A division was not the same size everywhere."
    ),
    alt=(
        "Bars grouped by power: Soviet and German bars are several times the American; the "
        "Japanese are longer than the American; the British run from a quarter of the American "
        "to longer than it, by what is counted."
    ),
)
def divisions_by_definition(forces: pd.DataFrame) -> go.Figure:
    """Divisions in being, planned and raised by each power."""
    fig = go.Figure()
    lines = sum(len(group) + 0.95 for group in DIVISIONS.values())
    top = lines
    for power, group in DIVISIONS.items():
        heading(fig, POWERS[power], power, top)
        bars(fig, forces, group, top - 0.85)
        top -= len(group) + 0.95
    fig.update_xaxes(range=[0, 820], tickvals=[0, 200, 400, 600, 800])
    fig.update_yaxes(visible=False, range=[0.25, lines + 0.45])
    fig.update_layout(
        barmode="overlay",
        height=int(lines * 39) + 50,
        margin={"b": 36},
        uniformtext={"minsize": 10, "mode": "hide"},
    )
    return fig


Mark = tuple[float, str, str, str]  # where, what it rests on, what it says, its label


def _panel(
    fig: go.Figure,
    forces: pd.DataFrame,
    marks: dict[str, list[Mark]],
    suffix: str,
    unit: str,
    decimals: int,
) -> None:
    """One row for each power: its marks on a band, and their span in words above."""
    axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
    for height, (power, found) in zip(range(len(marks), 0, -1), marks.items(), strict=True):
        found = sorted(found)
        values = [mark[0] for mark in found]
        fig.add_scatter(
            x=[min(values), max(values)], y=[height] * 2, mode="lines", hoverinfo="skip",
            line={"color": style.soft(power, 0.4), "width": 6}, **axes,
        )  # fmt: skip
        for value, ids, words, label in found:
            unchecked = (forces.loc[ids.split(";"), "grade"] == "unchecked").any()
            fig.add_scatter(
                x=[value],
                y=[height],
                mode="markers+text",
                marker=style.marker("unchecked" if unchecked else "reference", power, size=10),
                text=[label],
                textposition="middle right" if value == values[-1] else "bottom center",
                textfont={"size": 11, "color": style.colour("quiet")},
                cliponaxis=False,
                customdata=[ids],
                hovertemplate=(
                    f"{POWERS[power]}, {words}: {value:,.{decimals}f} {unit}<extra></extra>"
                ),
                **axes,
            )
        span = " to ".join(dict.fromkeys(f"{v:,.{decimals}f}" for v in (min(values), max(values))))
        fig.add_scatter(
            x=[0], y=[height + 0.42], mode="text", text=[f"{POWERS[power]}: {span}"],
            textposition="middle right", textfont={"size": 12}, hoverinfo="skip", cliponaxis=False,
            **axes,
        )  # fmt: skip


def _panels(fig: go.Figure, titles: Sequence[str], ends: Sequence[tuple[list[int], float]]) -> None:
    """Stack as many panels as there are titles, each with its own scale."""
    height, gap = 5 * 43 + 26, 66
    whole = height * len(titles) + gap * (len(titles) - 1)
    for n, (title, (ticks, end)) in enumerate(zip(titles, ends, strict=True)):
        suffix = "" if n == 0 else str(n + 1)
        top = whole - n * (height + gap)
        domain = [(top - height) / whole, top / whole]
        heading(fig, title, "ink", len(POWERS) + 1.1, suffix)
        panel(fig, suffix, ticks, end, (0.5, len(POWERS) + 1.5), domain)
    fig.update_layout(height=whole + 60, margin={"b": 36})


def _label(forces: pd.DataFrame, count: Count) -> str:
    """The divisions counted; the two American counts lie too close for a label each."""
    if count == proportion.IN_BEING:
        return ""
    shown = [proportion.IN_BEING, count] if count == proportion.RAISED else [count]
    return " and ".join(number(proportion.total(forces, c.divisions)) for c in shown)


def _grouped(marks: list[tuple[str, Mark]]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {power: [] for power in POWERS}
    for power, mark in marks:
        found[power].append(mark)
    return found


@figure(
    "armies-per-head",
    table="force_levels",
    title="Divisions per head, people under arms, and how many men stand behind a division",
    caption=(
        "Each mark divides one row by another, and both stand in the table below; an open mark "
        "rests on a row not yet read in the work it is attributed to. In the first panel the small "
        "number is the divisions counted, and a blue bar repeats the American span: what lies to "
        "its right has more divisions per head. The third "
        "panel shares all the men of an army, or of all services, among its divisions. That is no "
        "planner’s slice, and a high number can mean a rich rear, a large air force or few but "
        "full divisions."
    ),
    alt=(
        "Three panels of dots: in divisions per head the United States lies far to the left with "
        "Britain on both sides of it; in people under arms it lies among the others; in men "
        "behind each division it and Britain lie far to the right."
    ),
)
def armies_per_head(forces: pd.DataFrame) -> go.Figure:
    """Divisions per million people, share under arms, and men for each division."""
    counts: list[Count] = [proportion.IN_BEING, proportion.RAISED, *proportion.OTHERS]
    best = forces["best"]
    panels = [
        [
            (
                c.power,
                (
                    proportion.per_million(forces, c),
                    c.ids,
                    c.words,
                    _label(forces, c),
                ),
            )
            for c in counts
        ],
        [
            (power, (100 * best[men] / best[people], f"{men};{people}", words, ""))
            for power, words, men, people in proportion.UNDER_ARMS
        ],
        [
            (
                power,
                (
                    best[men] / proportion.total(forces, divisions) / 1000,
                    ";".join((men, *divisions)),
                    words,
                    "",
                ),
            )
            for power, words, men, divisions in proportion.PER_DIVISION
        ],
    ]
    fig = go.Figure()
    ours = [proportion.per_million(forces, c) for c in (proportion.IN_BEING, proportion.RAISED)]
    for height in range(1, len(POWERS)):
        fig.add_shape(
            type="rect", x0=min(ours), x1=max(ours), y0=height - 0.24, y1=height + 0.24,
            line={"width": 0}, fillcolor=style.soft("US", 0.3), layer="below",
        )  # fmt: skip
    units = [("divisions a million", 2), ("per cent", 1), ("thousand a division", 0)]
    for n, (marks, (unit, decimals)) in enumerate(zip(panels, units, strict=True)):
        _panel(fig, forces, _grouped(marks), "" if n == 0 else str(n + 1), unit, decimals)
    _panels(
        fig,
        [
            "Divisions for each million people",
            "Per cent of the people under arms",
            "Thousand men for each division",
        ],
        [([0, 1, 2, 3, 4], 4.3), ([0, 5, 10], 13), ([0, 50, 100], 136)],
    )
    return fig
