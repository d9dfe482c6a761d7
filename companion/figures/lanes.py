"""Words and uprights that several figures with one lane for each row share."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from companion.figures import style


def labels(fig: go.Figure, day: str, heights: list[float], words: list[str], **axes: str) -> None:
    """Text to the right of ``day``, one line at each height: the labels above the marks."""
    fig.add_scatter(
        x=[day] * len(words),
        y=heights,
        mode="text",
        text=words,
        textposition="middle right",
        textfont={"size": 12},
        hoverinfo="skip",
        cliponaxis=False,
        **axes,
    )


def day_line(fig: go.Figure, day: Any, heights: list[int], **axes: str) -> None:
    """A dotted upright at one day, for orientation only, interrupted where the labels stand."""
    fig.add_scatter(
        x=[day, day, None] * len(heights),
        y=[end for height in heights for end in (height - 0.4, height + 0.2, None)],
        mode="lines",
        line={"color": style.colour("quiet"), "width": 1, "dash": "dot"},
        hoverinfo="skip",
        **axes,
    )
