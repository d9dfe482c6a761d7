"""Figures on territory: who held what."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from companion.borders import holder
from companion.figures import figure, style
from companion.figures.lanes import labels as _labels
from companion.text import date_in_words


def _bar_labels(
    status: pd.DataFrame, heights: dict[str, float], width: int
) -> list[dict[str, Any]]:
    """Annotations that name the holder where a run of its bars is long enough for the word."""
    per_day = (width - 28) / 173 / 365.25
    notes = []
    named = status.assign(holder=[holder(words).name for words in status["controller"]])
    for territory, height in heights.items():
        rows = named[named["territory"] == territory]
        run = (rows["holder"] != rows["holder"].shift()).cumsum()
        for _, bars in rows.groupby(run):
            first, last = bars["earliest"].min(), bars["latest"].max()
            name = bars["holder"].iloc[0]
            if name and 6.6 * len(name) + 8 < (last - first).days * per_day:
                notes.append(
                    {
                        "x": (first + (last - first) / 2).strftime("%Y-%m-%d"),
                        "y": height - 0.03,
                        "text": name,
                        "showarrow": False,
                        "font": {"size": 12, "color": style.colour("ink")},
                    }
                )
    return notes


@figure(
    "who-held-what",
    table="territory_status",
    title="Who was in control, 1855 to 2025",
    caption=(
        "Control on the ground, which is not title: a bar says who administered or occupied, and "
        "takes no side on who had the right. Paler bars rest on occupation, lease, protectorate, "
        "company or joint rule, or an undivided or contested holding; outlined bars are "
        "intervals not checked in a source. Grey is for states and authorities without a colour "
        "of their own here; bars too short for a name are named in the table of this chapter."
    ),
    alt=(
        "Rows of coloured intervals: in most of them a Japanese bar stands over the first half of "
        "the twentieth century and breaks off at 1945, after which each row goes to a different "
        "state; Etorofu, Kunashiri, Shikotan and Habomai are Japanese from the left edge to then."
    ),
)
def who_held_what(status: pd.DataFrame) -> go.Figure:
    """Intervals of control for each territory, by controller."""
    fig = go.Figure()
    territories = list(dict.fromkeys(status["territory"]))
    heights = {name: float(len(territories) - n) for n, name in enumerate(territories)}
    for row_id, row in status.iterrows():
        held = holder(row["controller"])
        strength = 0.5 if held.hold == "settled" else 0.2
        filled = row["grade"] != "unchecked"
        low, high = heights[row["territory"]] - 0.26, heights[row["territory"]] + 0.2
        first, last = row["earliest"], row["latest"]
        fig.add_scatter(
            x=[first, last, last, first, first],
            y=[low, low, high, high, low],
            mode="lines",
            fill="toself",
            fillcolor=style.soft(held.side, strength if filled else 0),
            line={"color": style.colour("paper" if filled else held.side), "width": 1},
            customdata=[str(row_id)] * 5,
            hoveron="fills",
            text=f"{row['territory']}: {row['controller']}<br>{date_in_words(row['date'])}",
            hoverinfo="text",
        )
    _labels(
        fig,
        "1854-06-01",
        [height + 0.37 for height in heights.values()],
        [f"<b>{name}</b>" for name in heights],
    )
    years = [1855, 1875, 1905, 1925, 1945, 1975, 2000, 2025]
    fig.update_xaxes(
        type="date",
        range=["1854-06-01", "2027-06-01"],
        tickvals=[f"{year}-01-01" for year in years],
        ticktext=[str(year) for year in years],
        showgrid=True,
    )
    fig.update_yaxes(visible=False, range=[0.6, len(heights) + 0.6])
    fig.update_layout(
        height=48 * len(heights) + 40, annotations=_bar_labels(status, heights, style.WIDE)
    )
    return style.narrow(fig, annotations=_bar_labels(status, heights, style.NARROW))
