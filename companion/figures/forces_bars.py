"""Bars of strength: one line of a chart, its parts side by side, its printed totals as marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from companion.figures import style
from companion.text import number, quantity

SOVIET = "sov-fe-1945-08-09"
KWANTUNG = "kwantung-1945-08-09"
FRONTS = ("Transbaikal", "1st Far E.", "2nd Far E.")


def fronts(pattern: str) -> tuple[str, ...]:
    """Ids of the three Soviet fronts' rows: ``pattern`` with ``{}`` for the front."""
    return tuple(pattern.format(front) for front in ("tbf", "fef1", "fef2"))


@dataclass(frozen=True)
class Bar:
    """A line of a bar chart: what it counts, the rows its bar is made of, the printed totals."""

    label: str
    parts: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    must_add_up: bool = False


def least(row: pd.Series) -> float:
    """The row's figure, or its lower bound where it has only bounds."""
    return float(row["best"] if pd.notna(row["best"]) else row["low"])


def _bar_label(bar: Bar, forces: pd.DataFrame) -> str:
    if bar.totals:
        values = [least(forces.loc[i]) for i in bar.totals]
        shown = dict.fromkeys(number(v) for v in (min(values), max(values)))
        parts = sum(least(forces.loc[i]) for i in bar.parts)
        more = f" (parts: {number(parts)})" if parts > max(values) else ""
        return f"{bar.label}: {' to '.join(shown)}{more}"
    return f"{bar.label}: {number(sum(least(forces.loc[i]) for i in bar.parts))}"


def bars(
    fig: go.Figure, forces: pd.DataFrame, lines: Iterable[Bar], top: float, suffix: str = ""
) -> None:
    """Bars from the top down, each under its label; parts side by side, printed totals as marks.

    Raises ValueError when parts that must add up to their printed total do not: so a front of one
    Soviet return can never be drawn under the total of another.
    """
    axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
    for n, bar in enumerate(lines):
        height, start = top - n, 0.0
        for part, name in zip(bar.parts, bar.names or [""] * len(bar.parts), strict=True):
            row = forces.loc[part]
            hollow = row["grade"] == "unchecked"
            fig.add_bar(
                x=[least(row)],
                base=[start],
                y=[height],
                width=[0.44],
                orientation="h",
                marker={
                    "color": style.soft(row["side"], 0.06 if hollow else 0.4),
                    "line": {"color": style.colour(row["side"]), "width": 1.4},
                },
                text=[name],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"size": 11, "color": style.colour("ink")},
                customdata=[part],
                hovertemplate=(
                    f"{row['formation']}<br>{quantity(row)} {row['unit']}"
                    f"<extra>{row['grade']}</extra>"
                ),
                **axes,
            )
            start += least(row)
        if bar.must_add_up and start != float(forces.loc[bar.totals[0], "best"]):
            raise ValueError(f"{bar.label}: the parts {bar.parts} do not add up to {bar.totals[0]}")
        if not bar.parts:
            ends = [least(forces.loc[i]) for i in bar.totals]
            fig.add_scatter(
                x=[min(ends), max(ends)], y=[height] * 2, mode="lines", hoverinfo="skip",
                line={"color": style.soft(forces.loc[bar.totals[0], "side"], 0.4), "width": 6},
                **axes,
            )  # fmt: skip
        for total in bar.totals:
            row = forces.loc[total]
            fig.add_scatter(
                x=[least(row)],
                y=[height],
                mode="markers",
                marker=style.marker(row["grade"], row["side"], "diamond", 11),
                customdata=[total],
                hovertemplate=(
                    f"{row['formation']}<br>{quantity(row)} {row['unit']}: {row['counts']}"
                    f"<extra>{row['grade']}</extra>"
                ),
                **axes,
            )
        fig.add_scatter(
            x=[0], y=[height + 0.42], mode="text", text=[_bar_label(bar, forces)],
            textposition="middle right", textfont={"size": 12}, hoverinfo="skip", cliponaxis=False,
            **axes,
        )  # fmt: skip


def heading(fig: go.Figure, words: str, side: str, y: float, suffix: str = "") -> None:
    """A heading in the colour of ``side`` above bars."""
    fig.add_scatter(
        x=[0], y=[y], mode="text", text=[f"<b>{words}</b>"], textposition="middle right",
        textfont={"size": 12.5, "color": style.colour(side)}, hoverinfo="skip", cliponaxis=False,
        xaxis=f"x{suffix}", yaxis=f"y{suffix}",
    )  # fmt: skip


def panel(
    fig: go.Figure,
    suffix: str,
    ticks: Sequence[float],
    end: float,
    lines: tuple[float, float],
    domain: list[float],
) -> None:
    """Axes of one panel: a scale of its own from 0 to ``end``, lines of bars in its ``domain``."""
    scale = {"tickvals": list(ticks), "ticktext": [number(tick) for tick in ticks]}
    fig.update_layout(
        {
            f"xaxis{suffix}": {"range": [0, end], **scale, "anchor": f"y{suffix}"},
            f"yaxis{suffix}": {
                "visible": False,
                "range": list(lines),
                "domain": domain,
                "anchor": f"x{suffix}",
            },
        }
    )
