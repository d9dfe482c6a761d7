"""A figure on the two texts: every claim, by kind and verdict."""

from __future__ import annotations

import textwrap

import pandas as pd
import plotly.graph_objects as go

from companion.concordance import KINDS, SIGNS, TEXTS, text_of
from companion.figures import figure, style

# Darker is worse; the sign in the tile says it in words of its own.
_TILE = {
    "supported": (style.soft("quiet", 0.13), "ink"),
    "imprecise": (style.soft("quiet", 0.3), "ink"),
    "contested": (style.soft("quiet", 0.3), "ink"),
    "contradicted": (style.colour("ink"), "paper"),
    "unverifiable": (style.soft("quiet", 0.0), "ink"),
}
_STEP = 2.75  # from one kind to the next: a line of words and two of tiles


def _hover(claim: pd.Series) -> str:
    statement = "<br>".join(textwrap.wrap(str(claim["statement"]), 44))
    return f"{SIGNS[claim['verdict']]} {claim['verdict']}<br>{statement}<extra></extra>"


def _tiles(fig: go.Figure, claims: pd.DataFrame, height: float) -> None:
    """One tile for each claim, in the order of the verdicts, from the left."""
    rank = list(SIGNS)
    ordered = claims.sort_values("verdict", key=lambda v: v.map(rank.index), kind="stable")
    verdicts = ordered["verdict"]
    fig.add_bar(
        orientation="h",
        x=[0.9] * len(ordered),
        base=[n + 0.05 for n in range(len(ordered))],
        y=[height] * len(ordered),
        width=0.86,
        marker={
            "color": [_TILE[v][0] for v in verdicts],
            "line": {
                "width": 1,
                "color": [
                    style.colour("ink" if v == "contradicted" else "quiet") for v in verdicts
                ],
            },
        },
        text=[SIGNS[v] for v in verdicts],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        insidetextfont={"size": 11, "color": [style.colour(_TILE[v][1]) for v in verdicts]},
        customdata=list(ordered.index),
        hovertemplate=[_hover(claim) for _, claim in ordered.iterrows()],
        showlegend=False,
    )


def _words(x: float, y: float, words: str, colour: str, anchor: str) -> dict[str, object]:
    return {
        "x": x,
        "y": y,
        "text": words,
        "xanchor": anchor,
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": 12.5, "color": style.colour(colour)},
    }


def _key(lines: list[tuple[str, ...]]) -> dict[str, object]:
    words = "<br>".join("   ".join(f"{SIGNS[v]} {v}" for v in line) for line in lines)
    return {
        **_words(0, 1, words, "ink", "left"),
        "xref": "paper",
        "yref": "paper",
        "yanchor": "bottom",
        "align": "left",
    }


@figure(
    "claims-by-kind-and-verdict",
    table="claims",
    title="Every claim of the two texts, by kind and verdict",
    caption=(
        "A tile is a claim; its sign is the verdict. Compare the mix in a line, not its length: a "
        "sentence with three dates makes three claims, so the counts depend on how a text was cut, "
        "and causes and motives can rarely be worse than contested by the rules of this companion."
    ),
    alt=(
        "Rows of small tiles, two for each kind of claim: ticks are the commonest sign in both "
        "texts, and the solid tiles of contradicted claims cluster in the dates and legal claims "
        "of MK."
    ),
)
def claims_by_kind_and_verdict(claims: pd.DataFrame) -> go.Figure:
    """One row of tiles for each text and kind, a tile for each claim."""
    fig = go.Figure()
    texts = claims.index.map(text_of)
    notes = []
    longest = 0
    for n, kind in enumerate(KINDS):
        top = -n * _STEP
        notes.append(_words(-2.1, top, f"<b>{kind}</b>", "ink", "left"))
        for line, text in enumerate(TEXTS, start=1):
            mine = claims[(texts == text) & (claims["kind"] == kind)]
            longest = max(longest, len(mine))
            notes.append(_words(-2.1, top - line * 0.93, text, "quiet", "left"))
            notes.append(
                _words(len(mine) + 0.3, top - line * 0.93, f"{len(mine)}", "quiet", "left")
            )
            if len(mine):
                _tiles(fig, mine, top - line * 0.93)
    bottom = -(len(KINDS) - 1) * _STEP - 2.45
    fig.update_layout(
        height=620,
        bargap=0,
        barmode="overlay",
        margin={"l": 8, "r": 8, "t": 40, "b": 12},
        xaxis={"visible": False, "range": [-2.2, longest + 1.9], "fixedrange": True},
        yaxis={"visible": False, "range": [bottom, 0.6], "fixedrange": True},
        annotations=[_key([tuple(SIGNS)]), *notes],
    )
    first, second = tuple(SIGNS)[:3], tuple(SIGNS)[3:]
    return style.narrow(
        fig,
        height=520,
        margin={"l": 8, "r": 8, "t": 48, "b": 12},
        annotations=[_key([first, second]), *notes],
    )
