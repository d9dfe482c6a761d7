"""How figures on losses are drawn: one line below the other, each mark a row, each range a bar."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from companion import data
from companion.figures import style
from companion.figures.casualties import ALL_SYMBOLS, GAP
from companion.losses import bounds, span_in_words
from companion.text import date_in_words

# A wide diamond is low: it takes a larger size to be seen as well as the rest.
SIZES = {"dead and missing": 13}


@dataclass(frozen=True)
class Group:
    """Figures for one thing, side by side: row ids (summed where joined by ``;``) and a label.

    ``{}`` in the label stands for the figures, from the lowest to the highest. The label stands to
    the left or the right of the marks, where ``at`` says, or begins at ``label_from``.
    """

    rows: tuple[str, ...]
    measure: str
    label: str = ""
    at: str = "left"
    label_from: float | None = None


# A heading, or what is drawn on one line below it.
Line = str | tuple[Group, ...]


def grade_of(frame: pd.DataFrame, rows: list[str]) -> str:
    """``unchecked`` when one of the rows is, else their grades."""
    grades = list(dict.fromkeys(frame.loc[rows, "grade"]))
    return "unchecked" if "unchecked" in grades else ", ".join(grades)


def _draw(fig: go.Figure, losses: pd.DataFrame, group: Group, height: int) -> None:
    spans = [bounds(losses, rows) for rows in group.rows]
    sides = losses.loc[[row for rows in group.rows for row in data.ids(rows)], "side"].unique()
    side = str(sides[0]) if len(sides) == 1 else "both"
    for rows, (low, high) in zip(group.rows, spans, strict=True):
        members = losses.loc[data.ids(rows)]
        grade = grade_of(losses, data.ids(rows))
        ends = [low] if low == high else [low, high]
        bar(fig, ends, height, side)
        scope = "; ".join(members["counts"].dropna()) or members["operation"].iloc[0]
        fig.add_scatter(
            x=ends,
            y=[height] * len(ends),
            mode="markers",
            marker=style.marker(
                grade, side, ALL_SYMBOLS[group.measure], SIZES.get(group.measure, 11)
            ),
            customdata=[rows] * len(ends),
            hovertemplate=f"{side}, {group.measure}: {span_in_words(low, high)}"
            f"<br>{scope}<extra>{grade}</extra>",
        )
    if group.label:
        _label(fig, group, spans, side, height)


def bar(fig: go.Figure, ends: list[float], height: float, side: str, **axes: str) -> None:
    """The body of a range; nothing when its ends are one."""
    if len(set(ends)) > 1:
        fig.add_scatter(
            x=ends,
            y=[height] * len(ends),
            mode="lines",
            line={"color": style.soft(side, 0.45), "width": 7},
            hoverinfo="skip",
            **axes,
        )


def _label(
    fig: go.Figure, group: Group, spans: list[tuple[float, float]], side: str, height: int
) -> None:
    lowest, highest = min(low for low, _ in spans), max(high for _, high in spans)
    text = group.label.format(span_in_words(lowest, highest))
    beside = lowest if group.at == "left" else highest
    words(
        fig,
        group.label_from or beside,
        height,
        f"{text}{GAP}" if group.at == "left" else f"{GAP}{text}",
        at=group.at,
        size=12,
        colour=style.colour(side),
    )


def words(
    fig: go.Figure,
    x: float,
    y: float,
    text: str,
    *,
    at: str = "right",
    size: float = 12.5,
    colour: str = style.colour("ink"),
    **axes: str,
) -> None:
    """Words that begin (``right``) or end (``left``) at a point of the plot."""
    fig.add_scatter(
        x=[x],
        y=[y],
        mode="text",
        text=[text],
        textposition=f"middle {at}",
        textfont={"size": size, "color": colour},
        hoverinfo="skip",
        cliponaxis=False,
        **axes,
    )


def lines_below(losses: pd.DataFrame, lines: list[Line], left: float, pitch: int = 25) -> go.Figure:
    """Headings and marks, one line below the other; ``left`` is where headings begin."""
    fig = go.Figure()
    for height, line in zip(range(len(lines), 0, -1), lines, strict=True):
        if isinstance(line, str):
            words(fig, left, height - 0.1, line)
            continue
        for group in line:
            _draw(fig, losses, group, height)
    fig.update_yaxes(visible=False, range=[0.3, len(lines) + 0.7])
    fig.update_layout(height=pitch * len(lines) + 60)
    return fig


def key(fig: go.Figure, kinds: list[tuple[str, str]], xs: list[float], top: float) -> None:
    """Which mark stands for what, in rows of as many as there are ``xs``, above the lines."""
    for place, (measure, text) in enumerate(kinds):
        x, y = xs[place % len(xs)], top - place // len(xs)
        fig.add_scatter(
            x=[x],
            y=[y],
            mode="markers",
            marker={
                "symbol": ALL_SYMBOLS.get(measure, measure),
                "size": SIZES.get(measure, 11),
                "color": style.colour("quiet"),
            },
            hoverinfo="skip",
        )
        words(fig, x, y, f"{GAP}{text}")


def heading(losses: pd.DataFrame, row_id: str, name: str) -> str:
    """A bold name with the span of days that a row counts."""
    return f"<b>{name}</b>, {date_in_words(losses.loc[row_id, 'date'])}"
