"""The replacement crisis of 1944-1945: casualties in Europe against the men on offer."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion import data, proportion
from companion.figures import figure, style
from companion.text import date_in_words, number

OFFER = "us-replacements-offered-europe"
INFANTRY = "us-replacements-offered-europe-infantry"


@figure(
    "replacement-gap",
    table="actual_losses",
    title="Battle casualties in Europe against the replacements on offer",
    caption=(
        "Steps are the announced battle casualties of the Army’s ground forces in Europe, spread "
        "over months of thirty days; where no month was printed, the difference of two printed "
        "totals. The lines are what the War Department promised Europe a month, all arms and "
        "infantry alone. A casualty is not a man lost for good, for many of the wounded came "
        "back; and sickness and frostbite, which are not here, emptied companies too."
    ),
    alt=(
        "Steps of monthly casualties: a level summer, a low October, then November and December "
        "far above the line of promised replacements, and a fall back to it by spring 1945."
    ),
)
def replacement_gap(losses: pd.DataFrame) -> go.Figure:
    """Casualties a month in Europe, June 1944 to April 1945, and the monthly replacements."""
    forces = data.load("force_levels")
    fig = go.Figure()
    for stretch in proportion.stretches(losses):
        days = [stretch.first, stretch.last]
        fig.add_scatter(
            x=days,
            y=[stretch.a_month] * 2,
            mode="lines",
            line={"color": style.colour("US"), "width": 2},
            fill="tozeroy",
            fillcolor=style.soft("US", 0.22),
            customdata=[stretch.ids] * 2,
            hovertemplate=(
                f"{number(stretch.men)} in {stretch.days} days: {stretch.a_month:,.0f} a month"
                "<extra></extra>"
            ),
        )
        fig.add_scatter(
            x=[stretch.first + (stretch.last - stretch.first) / 2],
            y=[stretch.a_month],
            mode="text",
            text=[f"{stretch.a_month / 1000:.0f}"],
            textposition="bottom center" if stretch.a_month < 36000 else "top center",
            textfont={"size": 12},
            hoverinfo="skip",
            cliponaxis=False,
        )
    for row_id, words in (
        (OFFER, "promised, all arms"),
        (INFANTRY, "promised, infantry"),
    ):
        row = forces.loc[row_id]
        fig.add_scatter(
            x=[row["earliest"], row["latest"]],
            y=[row["best"]] * 2,
            mode="lines",
            line={"color": style.colour("ink"), "width": 1.8, "dash": "dash"},
            customdata=[row_id] * 2,
            hovertemplate=(
                f"{words}: {number(row['best'])} a month, {date_in_words(row['date'])}"
                "<extra></extra>"
            ),
        )
        fig.add_scatter(
            x=["1945-01-30"],
            y=[0.98 * row["best"]],
            mode="text",
            text=[words],
            textposition="bottom center",
            textfont={"size": 11.5},
            hoverinfo="skip",
        )
    fig.update_xaxes(
        type="date",
        range=["1944-05-06", "1945-05-06"],
        tickvals=["1944-07-01", "1944-09-01", "1944-11-01", "1945-01-01", "1945-03-01"],
        ticktext=["July<br>1944", "Sept.", "Nov.", "Jan.<br>1945", "March"],
    )
    fig.update_yaxes(
        range=[0, 82000],
        tickvals=[20000, 40000, 60000],
        ticktext=["20", "40", "60"],
        **style.SCALE_INSIDE,
        showline=False,
    )
    fig.add_annotation(
        text="<b>Thousand men a month</b>", x=0, y=1, xref="paper", yref="paper",
        xanchor="left", yanchor="bottom", yshift=4,
    )  # fmt: skip
    fig.update_layout(height=330, margin={"t": 32, "b": 46})
    return fig
