"""GH's sentence on Stimson's study, beside the memorandum whose figures it gives."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from companion import data
from companion.figures import figure, style
from companion.figures.casualties import SYMBOLS, across, bounds, hover, words_at
from companion.text import quantity

# Row of the memorandum -> row of GH, in the order of GH's sentence.
PAIRS = {
    "shockley-total": "glantz-house-restatement-total",
    "shockley-dead": "glantz-house-restatement-dead",
    "shockley-japanese": "glantz-house-restatement-japan",
}
COUNTED = {
    "shockley-total": "American casualties",
    "shockley-dead": "American dead among them",
    "shockley-japanese": "Japanese dead",
}
GLOSS = "gh-doubling-or-tripling"
# Count of the war's battle deaths -> what to call it.
BASES = {
    "us-wwii-battle-deaths": "on the final count",
    "us-all-killed-cum-1945-07": "on the count announced that July",
}
GAP = "\N{NO-BREAK SPACE}" * 3


def times_the_battle_deaths(projections: pd.DataFrame, losses: pd.DataFrame) -> pd.DataFrame:
    """How many times the war's battle deaths there would have been with the memorandum's dead.

    A row for each count of the battle deaths (``BASES``), with ``low`` and ``high``: the count and
    the memorandum's lower or upper figure together, divided by the count.
    """
    dead = losses.loc[list(BASES), "best"]
    more = projections.loc["shockley-dead"]
    return pd.DataFrame({end: (dead + more[end]) / dead for end in ("low", "high")})


def _span(
    fig: go.Figure,
    ends: list[float],
    height: float,
    side: str,
    mark: Mapping[str, object],
    axes: dict[str, str],
) -> None:
    """A range with its ends; the ends carry what ``mark`` says of them."""
    line = [height] * len(ends)
    body = {"color": style.soft(side, 0.45), "width": 7}
    fig.add_scatter(x=ends, y=line, mode="lines", line=body, hoverinfo="skip", **axes)
    fig.add_scatter(x=ends, y=line, mode="markers", **mark, **axes)


def _row(fig: go.Figure, row_id: str, label: str, height: float, axes: dict[str, str]) -> None:
    row = data.row(row_id)
    ends = bounds(row)
    _span(
        fig,
        ends,
        height,
        row["side"],
        {
            "marker": style.marker(row["grade"], row["side"], SYMBOLS[row["measure"]], 11),
            "customdata": [row_id] * len(ends),
            "hovertemplate": hover(row),
        },
        axes,
    )
    words = f"{label}: {quantity(row)}"
    if ends[0] > 1e6:
        words_at(fig, ends[0], height, words + GAP, "middle left", **axes)
    else:
        words_at(fig, ends[-1], height, GAP + words, "middle right", **axes)


@figure(
    "memorandum-and-gh",
    table="casualty_projections",
    title="The memorandum of 21 July 1945 and GH’s sentence",
    caption=(
        "Above, the memorandum’s three ranges with GH’s below each: the range of casualties has "
        "lost its upper end, the other two are whole. Below, the gloss that the dead would mean "
        "twice or three times the combat deaths of the war, and what the memorandum’s dead make "
        "of two counts of these deaths when added to them. The figures hang on a condition in the "
        "memorandum and none of them was a forecast."
    ),
    alt=(
        "Pairs of ranges that are alike but for one, where the book’s mark stands alone at the "
        "lower end; below them the band for twice to three times ends before the two computed "
        "ranges do."
    ),
)
def memorandum_and_gh(projections: pd.DataFrame) -> go.Figure:
    """The three ranges in both texts, and the multiple of the war's battle deaths."""
    fig = go.Figure()
    upper = {"xaxis": "x", "yaxis": "y"}
    height = 0.0
    for memo, book in PAIRS.items():
        words_at(fig, 1.03e5, height, f"<b>{COUNTED[memo]}</b>", "middle right", **upper)
        _row(fig, memo, "memo", height - 1, upper)
        _row(fig, book, "GH", height - 2, upper)
        height -= 3.3
    lower = {"xaxis": "x2", "yaxis": "y2"}
    gloss = data.row(GLOSS)
    spans = [
        (
            "GH’s gloss",
            [float(gloss["asserted_low"]), float(gloss["asserted_high"])],
            GLOSS,
            "other",
        )
    ]
    for base, times in times_the_battle_deaths(projections, data.load("actual_losses")).iterrows():
        label = BASES[str(base)]
        spans.append((label, list(times.round(2)), f"shockley-dead;{base}", "US"))
    for number, (label, ends, ids, side) in enumerate(spans):
        mark = {
            "marker": style.marker("primary", side, "diamond", 11),
            "customdata": [ids] * len(ends),
            "hovertemplate": f"{label}: %{{x}} times<extra></extra>",
        }
        words = f"{label}: {round(ends[0], 1):g} to {round(ends[1], 1):g} times"
        words_at(fig, 0.02, -2 * number, words, "middle right", **lower)
        _span(fig, ends, -2 * number - 0.85, side, mark, lower)
    across(fig, 1e5, 1.7e7)
    fig.update_layout(
        height=560,
        xaxis={"showgrid": False, "anchor": "y", "tickvals": [1e5, 1e6, 1e7]},
        xaxis2={
            "range": [0, 4.6],
            "dtick": 1,
            "anchor": "y2",
            "showgrid": False,
            "title": {"text": "times the battle deaths of the war"},
        },
        yaxis={"visible": False, "range": [height + 0.6, 0.6], "domain": [0.47, 1]},
        yaxis2={"visible": False, "range": [-5.6, 0.7], "domain": [0, 0.31], "anchor": "x2"},
    )
    fig.layout.xaxis.ticktext = ["100,000", "1 million", "10 million"]
    return style.narrow(fig, height=580)
