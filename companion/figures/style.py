"""The house style of every figure: palette, template, narrow form.

A colour means a side; a hollow mark means that the figure is ``unchecked``. Every colour that a
figure may use stands in ``PALETTE`` once, with its value on light and on dark paper, so that the
book can redraw a figure for either without knowing what it shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

# Okabe and Ito's hues, darkened (light paper) or lightened (dark paper) until text in them keeps a
# contrast of 4.5 to 1.
PALETTE: dict[str, tuple[str, str]] = {
    "ink": ("#1f2430", "#e4e6ea"),
    "quiet": ("#565d69", "#a9b0bb"),
    "grid": ("#dfe2e7", "#3a414c"),
    "paper": ("#ffffff", "#14181e"),
    "US": ("#0068a8", "#5cb3f0"),
    "USSR": ("#bb4400", "#ff9259"),
    "Japan": ("#96417a", "#e59bc9"),
    "UK": ("#00705a", "#41c79b"),
    "China": ("#7a6100", "#d8ba4c"),
    "Germany": ("#5f5a6b", "#b9b3c7"),
    "other": ("#5d6470", "#b4bac4"),
}

WIDE = 760
NARROW = 360
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def colour(name: str) -> str:
    """The light-paper colour of a side or role; sides without one of their own share ``other``."""
    return PALETTE.get(name, PALETTE["other"])[0]


def soft(name: str, alpha: float = 0.28) -> str:
    """The same colour, translucent: for areas and for the body of a range."""
    red, green, blue = (int(colour(name)[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


_AXIS = {
    "showline": True,
    "linecolor": colour("quiet"),
    "gridcolor": colour("grid"),
    "zeroline": False,
    "ticks": "outside",
    "ticklen": 4,
    "tickcolor": colour("quiet"),
    "tickangle": 0,
    "title": {"font": {"size": 12.5, "color": colour("quiet")}, "standoff": 8},
    "automargin": True,
}

TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": 13, "color": colour("ink")},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "colorway": [colour(side) for side in ("US", "USSR", "Japan", "UK", "China", "Germany")],
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "margin": {"l": 12, "r": 16, "t": 12, "b": 12},
        "showlegend": False,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.0,
            "yanchor": "bottom",
            "font": {"size": 12.5},
        },
        "hoverlabel": {"align": "left", "font": {"family": FONT, "size": 13}},
        "hovermode": "closest",
        "dragmode": False,
        "separators": ".,",
        "annotationdefaults": {"showarrow": False, "font": {"size": 12.5}},
    }
)

# A scale written inside the plot: of itself Plotly gives it a colour that no palette knows.
SCALE_INSIDE: dict[str, Any] = {
    "ticks": "",
    "ticklabelposition": "inside top",
    "tickfont": {"color": colour("quiet")},
}

# A key that stands at the figure's upper edge, whatever its height, and hides nothing when clicked.
LEGEND_ON_TOP = {"itemclick": False, "itemdoubleclick": False, "yref": "container", "y": 1}


def narrow(figure: go.Figure, **layout: object) -> go.Figure:
    """Declare what changes when the figure is drawn ``NARROW`` pixels wide, on a phone.

    ``layout`` is merged over the figure's own layout there: ``narrow(fig, height=700)``.
    ``letters`` is how many a line of sources may have, where it has less room than elsewhere.
    """
    meta = dict(figure.layout.meta or {})
    meta["narrow"] = {**meta.get("narrow", {}), **layout}
    figure.update_layout(meta=meta)
    return figure


def marker(grade: str, side: str, symbol: str = "circle", size: float = 9) -> dict[str, object]:
    """A mark in the side's colour, hollow when the grade is ``unchecked``."""
    hollow = grade == "unchecked"
    return {
        "symbol": f"{symbol}-open" if hollow else symbol,
        "size": size,
        "color": colour(side),
        "line": {"width": 1.8 if hollow else 0.8, "color": colour(side if hollow else "paper")},
    }


SIDES = {
    "US": "American",
    "USSR": "Soviet",
    "Japan": "Japanese",
    "UK": "British",
    "China": "Chinese",
}


def key(
    figure: go.Figure, words: str, mark: dict[str, object], rows: Iterable[object] = ()
) -> None:
    """An entry of the legend with a mark of its own, which stands as long as one of ``rows`` does.

    ``rows`` are ids of the rows of its kind, which a reader may put out.
    """
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name=words,
        marker=mark,
        showlegend=True,
        hoverinfo="skip",
        meta={"rows": list(rows)},
    )
