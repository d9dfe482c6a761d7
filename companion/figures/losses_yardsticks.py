"""Losses as yardsticks: ratios and rates, operation by operation, with the ranges of both."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion import data, losses
from companion.figures import figure, style
from companion.figures.casualties import GAP
from companion.figures.loss_lines import bar, grade_of, key, words
from companion.losses import Rows, Span, named, rounded
from companion.operations import OPERATIONS, Operation

# Where the ratio of one to one stands on a logarithmic axis.
EVEN = 1.0


def _yardstick(
    fig: go.Figure,
    frame: pd.DataFrame,
    span: Span,
    rows: list[str],
    height: float,
    side: str,
    symbol: str,
    what: str,
    **axes: str,
) -> None:
    """A computed figure as a mark at each end and a bar between."""
    ends = list(dict.fromkeys((span.low, span.high)))
    grade = grade_of(frame, [row for row in rows if row in frame.index])
    bar(fig, ends, height, side, **axes)
    fig.add_scatter(
        x=ends,
        y=[height] * len(ends),
        mode="markers",
        marker=style.marker(grade, side, symbol, 11),
        customdata=[";".join(rows)] * len(ends),
        meta={"computed": what},
        hovertemplate=f"{what}: {rounded(span)}<extra>{grade}</extra>",
        **axes,
    )


@figure(
    "loss-ratios",
    table="actual_losses",
    title="Japanese dead for each American or Soviet loss, with ranges",
    caption=(
        "On a logarithmic scale; the dotted line is one for one. Diamonds set dead against dead "
        "(missing counted with the dead), circles set the same Japanese dead against men killed, "
        "wounded or missing, as the planners of 1945 did. A bar runs from the lowest to the "
        "highest that conflicting counts allow; a single mark is a single count, not a certain "
        "one. A ratio is no measure of skill: it falls where garrisons can surrender or retreat, "
        "and rises where they starve."
    ),
    alt=(
        "Luzon and Leyte lie far to the right, Iwo Jima far to the left of the other American "
        "battles, with its circle left of the line of one for one; for Manchuria the bar is wide, "
        "and at Khalkhin Gol the diamonds stand left of the line."
    ),
)
def loss_ratios(frame: pd.DataFrame) -> go.Figure:
    """Both ways of making a ratio, operation by operation, oldest first."""
    fig = go.Figure()
    ordered = _by_date(frame)
    for height, operation in zip(range(len(ordered), 0, -1), ordered, strict=True):
        dead = losses.loss_ratio(frame, operation.enemy_dead, operation.dead)
        all_hit = losses.loss_ratio(frame, operation.enemy_dead, operation.casualties)
        for ours, span, symbol, lift, what in (
            (operation.casualties, all_hit, "circle", -0.22, "per man killed, wounded, missing"),
            (operation.dead, dead, "diamond", 0.0, "dead for each dead"),
        ):
            rows = named(operation.enemy_dead, ours)
            _yardstick(fig, frame, span, rows, height + lift, operation.side, symbol, what)
        words(
            fig,
            0.042,
            height + 0.36,
            f"<b>{operation.name}</b>  {rounded(dead)} and {rounded(all_hit)}",
            size=12,
            colour=style.colour(operation.side),
        )
    top = len(ordered) + 1.2
    key(
        fig,
        [("dead", "dead per dead"), ("battle casualties", "dead per casualty")],
        [0.05, 1.6],
        top=top,
    )
    fig.add_shape(
        type="line",
        x0=EVEN,
        x1=EVEN,
        y0=-0.1,
        y1=top - 0.45,
        line={"color": style.colour("ink"), "width": 1.5, "dash": "dot"},
        layer="below",
    )
    words(fig, EVEN, 0.2, f"{GAP}one for one", size=11.5)
    fig.update_yaxes(visible=False, range=[-0.15, top + 0.5])
    fig.update_xaxes(
        type="log",
        range=[-1.4, 1.6],
        title_text="Japanese dead for one (log scale)",
        tickvals=[0.1, 0.3, 1, 3, 10, 30],
        ticktext=["0.1", "0.3", "1", "3", "10", "30"],
    )
    fig.update_layout(height=52 * len(ordered) + 110)
    return fig


def _by_date(frame: pd.DataFrame) -> list[Operation]:
    return sorted(OPERATIONS, key=lambda o: frame.loc[named(o.casualties)[0], "earliest"])


PANELS: tuple[tuple[str, str, list[float], tuple[float, float]], ...] = (
    ("", "a day", [30, 100, 300, 1000], (1.25, 3.5)),
    ("2", "per thousand engaged", [10, 30, 100, 300], (0.9, 3.1)),
    ("3", "per thousand a day", [0.3, 1, 3, 10], (-0.75, 1.75)),
)


@figure(
    "loss-rates",
    table="actual_losses",
    title="Losses a day, per thousand engaged, and per thousand a day",
    caption=(
        "Killed, wounded and missing in three measures, each on a logarithmic scale of its own; "
        "blue American, orange Soviet. Ranges come from conflicting strengths as much as from "
        "conflicting losses: whether a man behind the lines was “engaged” is a decision. Tarawa is "
        "missing where no strength of the men who fought there was found. A mean over a campaign "
        "hides its worst days, and these are not the days of one kind of war."
    ),
    alt=(
        "The order changes from panel to panel: Manchuria leads by losses a day and is last per "
        "thousand engaged, while Saipan and Iwo Jima, short battles, lead the American ones per "
        "thousand a day."
    ),
)
def loss_rates(frame: pd.DataFrame) -> go.Figure:
    """Three rates of the same losses, operation by operation, in panels side by side."""
    forces = data.load("force_levels")
    fig = go.Figure()
    ordered = _by_date(frame)
    for panel, (suffix, what, ticks, ends) in enumerate(PANELS):
        axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
        for height, operation in zip(range(len(ordered), 0, -1), ordered, strict=True):
            words(
                fig,
                10 ** ends[0],
                height + 0.38,
                operation.name,
                size=11.5,
                colour=style.colour(operation.side),
                **axes,
            )
            if panel and not operation.engaged:
                words(fig, 10 ** ends[0], height, f"{GAP}no strength found", size=11, **axes)
                continue
            span = _rate(panel, frame, forces, operation)
            rows = named(operation.rated, operation.engaged if panel else ())
            _yardstick(fig, frame, span, rows, height, operation.side, "circle", what, **axes)
        fig.update_layout(
            {
                f"xaxis{suffix}": {
                    "type": "log",
                    "range": ends,
                    "tickvals": ticks,
                    "ticktext": [f"{tick:,}" for tick in ticks],
                    "title": {"text": what},
                    "domain": [panel * 0.35, panel * 0.35 + 0.3],
                    "anchor": f"y{suffix}",
                },
                f"yaxis{suffix}": {
                    "visible": False,
                    "range": [0.5, len(ordered) + 0.75],
                    "anchor": f"x{suffix}",
                },
            }
        )
    fig.update_layout(height=40 * len(ordered) + 90)
    stacked = {f"xaxis{suffix}": {"domain": [0, 1]} for suffix, *_ in PANELS} | {
        f"yaxis{suffix}": {"domain": [0.69 - 0.345 * n, 1 - 0.345 * n]}
        for n, (suffix, *_) in enumerate(PANELS)
    }
    return style.narrow(fig, height=3 * 40 * len(ordered) + 170, **stacked)


def _rate(panel: int, frame: pd.DataFrame, forces: pd.DataFrame, operation: Operation) -> Span:
    lost: Rows = operation.rated
    if panel == 0:
        return losses.per_day(frame, lost)
    if panel == 1:
        return losses.per_thousand(frame, lost, forces, operation.engaged)
    return losses.per_thousand_per_day(frame, lost, forces, operation.engaged)
