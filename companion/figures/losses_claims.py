"""What one side says of the other's losses, beside that side's own count."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from companion.figures import figure, style
from companion.figures.loss_lines import bar, grade_of, key, words
from companion.losses import Rows, figure_of, named, span_in_words


@dataclass(frozen=True)
class Pair:
    """One side's loss by its own count and by another's: row ids, and words for who counted.

    ``early`` marks a pair of one side's own figures, an early one and a later.
    """

    what: str
    own: Rows
    other: Rows
    who: str
    early: bool = False


# Heading, then the pairs below it. Each pair is of one kind of loss, or says what differs.
EACH_OTHER: tuple[tuple[str, tuple[Pair, ...]], ...] = (
    (
        "Lake Khasan, 1938",
        (
            Pair(
                "Japanese dead",
                "lake-khasan-japan-dead",
                "lake-khasan-japan-dead-soviet-claim",
                "Soviet",
            ),
        ),
    ),
    (
        "Khalkhin Gol, 1939",
        (
            Pair("Japanese losses", "kg-japan-6army-total", "kg-japan-soviet-claim", "Soviet"),
            Pair(
                "Soviet losses",
                "kg-ussr-combat-total-wp",
                "kg-ussr-soviet-era-claim-1",
                "first told",
                early=True,
            ),
        ),
    ),
    (
        "Okinawa, 1945",
        (
            Pair("American losses", "okinawa-us-total", "okinawa-us-japanese-claim", "Japanese"),
            Pair(
                "Japanese dead",
                ["okinawa-japan-dead-prefecture", "okinawa-japan-dead-77166"],
                ["okinawa-japan-dead", "okinawa-japan-dead-announced"],
                "US",
            ),
        ),
    ),
    (
        "Far East, August 1945",
        (
            Pair(
                "Japanese dead",
                [
                    "sj-japan-dead-japanese",
                    "sj-japan-dead-japanese-2025",
                    "sj-japan-dead-ministry",
                ],
                "sj-japan-dead-soviet-claim",
                "Soviet",
            ),
            Pair(
                "Transbaikal irrecoverable",
                "sj-ussr-transbaikal-dead",
                "sj-ussr-transbaikal-dead-report",
                "first told",
                early=True,
            ),
        ),
    ),
    (
        "Shumshu, August 1945",
        (
            Pair(
                "Soviet losses",
                "shumshu-ussr-total-soviet",
                "shumshu-ussr-total-japanese",
                "Japanese",
            ),
            Pair(
                "Japanese losses",
                "shumshu-japan-total-japanese",
                "shumshu-japan-total-soviet",
                "Soviet",
            ),
        ),
    ),
)


@figure(
    "each-others-losses",
    table="actual_losses",
    title="Losses by a side’s own count, and by its enemy’s",
    caption=(
        "Circles are a side's own count, diamonds its enemy's figure for the same loss; a square "
        "is what the side itself told first. Colour is the side that lost the men. Read along each "
        "line, never down: lines count different things. An enemy's figure is higher almost "
        "wherever one was found; a side's own first figure is lower than its later one. Hollow "
        "marks were not seen in the book they are credited to."
    ),
    alt=(
        "On each line the diamond stands to the right of the circle, except that two Soviet ranges "
        "for Shumshu overlap; squares stand to the left of their circles."
    ),
)
def each_others_losses(losses: pd.DataFrame) -> go.Figure:
    """What two sides say of one loss, event by event."""
    fig = go.Figure()
    height = sum(1 + len(pairs) * 1.7 for _, pairs in EACH_OTHER)
    top = height
    for event, pairs in EACH_OTHER:
        words(fig, 262, height, f"<b>{event}</b>")
        height -= 1
        for pair in pairs:
            _pair(fig, losses, pair, height)
            height -= 1.7
    key(
        fig,
        [("circle", "own count"), ("diamond", "enemy’s figure"), ("square", "own, first told")],
        [340, 2500, 46000],
        top=top + 1.3,
    )
    fig.update_yaxes(visible=False, range=[height + 0.5, top + 2])
    fig.update_xaxes(
        type="log",
        range=[2.4, 5.45],
        title_text="people (log scale)",
        tickvals=[1e3, 1e4, 1e5],
        ticktext=["1,000", "10,000", "100,000"],
    )
    fig.update_layout(height=int(25 * (top + 2) + 80))
    return style.narrow(fig, xaxis={"range": [2.4, 5.6]})


def _pair(fig: go.Figure, losses: pd.DataFrame, pair: Pair, height: float) -> None:
    own, other = figure_of(losses, pair.own), figure_of(losses, pair.other)
    side = str(losses.loc[named(pair.own)[0], "side"])
    label = (
        f"{pair.what}: own {span_in_words(own.low, own.high)}, "
        f"{pair.who} {span_in_words(other.low, other.high)}"
    )
    words(fig, 262, height, label, size=11, colour=style.colour(side))
    line = height - 0.72
    fig.add_scatter(
        x=[own.best or own.low, other.best or other.high],
        y=[line, line],
        mode="lines",
        line={"color": style.colour(side), "width": 1.2},
        hoverinfo="skip",
    )
    kinds = ((pair.own, "circle"), (pair.other, "square" if pair.early else "diamond"))
    for rows, symbol in kinds:
        for row in named(rows):
            span = figure_of(losses, row)
            ends = list(dict.fromkeys((span.low, span.high)))
            bar(fig, ends, line, side)
            fig.add_scatter(
                x=ends,
                y=[line] * len(ends),
                mode="markers",
                marker=style.marker(grade_of(losses, [row]), side, symbol, 11),
                customdata=[row] * len(ends),
                hovertemplate=f"{pair.what}: {span_in_words(span.low, span.high)}"
                f"<br>{losses.loc[row, 'measure']}<extra>{grade_of(losses, [row])}</extra>",
            )
