"""Figures on projections: every estimate in its place, before the surrender and after it."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion.figures import figure, style
from companion.figures.casualties import (
    LIVES,
    SHORT_MEASURE,
    across,
    drawable,
    key_of_marks,
    mark,
    mark_and_words,
    scope,
    when,
    who,
    words_at,
)
from companion.text import quantity


@figure(
    "us-projections-1945",
    table="casualty_projections",
    title="What Americans expected to lose, 1944 to August 1945",
    caption=(
        "Each heading is one estimate of American losses made before Japan gave in: date, author, "
        "operation and how much of the fighting it covers, oldest on top. Only marks of the same "
        "shape count the same thing, and even these differ in operation and horizon: a figure for "
        "the first month cannot be set beside one for a campaign. Figures that were rejected when "
        "they came up, that are parts or variants of another, or that no source bears out are "
        "left out."
    ),
    alt=(
        "A column of dated estimates: those of the staffs in June crowd on the left, while an "
        "ex-president, a journalist and a scientist stand far to the right, with the scientist’s "
        "range of casualties the furthest out."
    ),
)
def us_projections_1945(projections: pd.DataFrame) -> go.Figure:
    """Contemporary estimates of American losses that were put forward, by date."""
    offered = drawable(projections)
    drawn = offered[offered["period"] == "contemporary"]
    fig = go.Figure()
    height = 0.0
    together = ["earliest", "latest", "author", "operation", "horizon"]
    for _, estimate in drawn.groupby(together, sort=False):
        first = estimate.iloc[0]
        heading = f"{when(first)}, {who(first)}: {scope(first)}"
        words_at(fig, 1.21e4, height, heading, "middle right", colour="quiet")
        for row_id, row in estimate.iterrows():
            measure = SHORT_MEASURE.get(row["measure"], row["measure"])
            words = f"{quantity(row)} {measure}"
            broken = len(words) > 31  # too long for one line on a phone
            if broken:
                words = f"{quantity(row)}<br>{measure}"
            height -= 1.3 if broken else 1
            mark_and_words(fig, str(row_id), row, height, words, 2.5e5, {})
            height -= 0.25 if broken else 0
        height -= 1.3
    key_of_marks(fig, drawn)
    across(fig, 1.2e4, 5.5e6)
    fig.update_xaxes(showgrid=False)  # the figures stand beside their marks
    fig.update_yaxes(visible=False, range=[height + 0.3, 0.9])
    fig.update_layout(height=int(-height * 20) + 110)
    return style.narrow(fig, height=int(-height * 20) + 150)


_PERIODS = {"postwar claim": "Claims after the surrender", "later scholarship": "Later books"}


@figure(
    "us-claims-after-the-war",
    table="casualty_projections",
    title="How the claims grew, and shrank, after the war",
    caption=(
        "What Americans were said, afterwards, to have been spared, by year of publication, with "
        "all the estimates of 1944 and 1945 on one line at the head of each panel for comparison. "
        "Lives and casualties have separate panels and separate axes. The order is that of time, "
        "not of descent, and a later book is not a better source than an earlier paper. GH is "
        "Glantz and House. Truman’s ‘millions’ and Walker’s ‘several thousand’ name no number and "
        "cannot be drawn."
    ),
    alt=(
        "Two panels of dated claims: for lives, statesmen’s claims after the war stand to the "
        "right of most staff papers while the critics of the nineteen-eighties stand to their "
        "left; for casualties, claims and books spread over the whole width."
    ),
)
def us_claims_after_the_war(projections: pd.DataFrame) -> go.Figure:
    """Postwar claims and later scholarship on American losses, lives and casualties apart."""
    drawn = drawable(projections)
    fig = go.Figure()
    depths = []
    for suffix, lives in (("", True), ("2", False)):
        axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
        panel = drawn[drawn["measure"].isin(LIVES) == lives]
        height, edge = 0.0, 4.05e3
        before = panel[panel["period"] == "contemporary"]
        words_at(
            fig,
            edge,
            height,
            "<b>Lives</b>" if lives else "<b>Casualties</b>",
            "middle right",
            **axes,
        )
        height -= 1
        words_at(fig, edge, height, "In 1944 and 1945", "middle right", colour="quiet", **axes)
        height -= 1
        for row_id, row in before.iterrows():
            mark(fig, str(row_id), row, height, axes)
        for period, heading in _PERIODS.items():
            height -= 1.4
            words_at(fig, edge, height, heading, "middle right", colour="quiet", **axes)
            for row_id, row in panel[panel["period"] == period].iterrows():
                words = f"{str(row['date'])[:4]} {who(row)}: {quantity(row)}"
                broken = len(words) > 27  # too long for one line on a phone
                height -= 1.3 if broken else 1
                words = words.replace(": ", ":<br>") if broken else words
                mark_and_words(fig, str(row_id), row, height, words, 2.2e5, axes)
                height -= 0.25 if broken else 0
        depths.append(height)
    deepest = min(depths)
    key_of_marks(fig, drawn)
    for name in ("xaxis", "xaxis2"):
        across(fig, 4e3, 7e6, name)
    height = int(-deepest * 24)
    sides: dict[str, dict[str, object]] = {
        "xaxis": {"domain": [0, 0.485], "showgrid": False},
        "xaxis2": {"domain": [0.515, 1], "anchor": "y2", "showgrid": False},
        "yaxis": {"visible": False, "range": [deepest - 0.7, 0.6]},
        "yaxis2": {"visible": False, "range": [deepest - 0.7, 0.6], "anchor": "x2"},
    }
    fig.update_layout(height=height + 120, **sides)
    split = (depths[1] - 1) / (sum(depths) - 2)
    return style.narrow(
        fig,
        height=int(-sum(depths) * 24) + 300,
        xaxis={"domain": [0, 1]},
        xaxis2={"domain": [0, 1]},
        yaxis={"domain": [split + 0.05, 1], "range": [depths[0] - 0.7, 0.6]},
        yaxis2={"domain": [0, split - 0.02], "range": [depths[1] - 0.7, 0.6]},
    )
