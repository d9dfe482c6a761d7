"""Figures on the casualties that Washington announced, and on GH's year of nearly a million."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion.figures import figure, style
from companion.figures.casualties import GAP, SYMBOLS
from companion.losses import rises
from companion.text import date_in_words, number


@figure(
    "announced-us-casualties",
    table="actual_losses",
    title="American casualties as announced, June 1944 to July 1945",
    caption=(
        "Battle casualties in all theatres since 7 December 1941 (killed, wounded, missing and "
        "captured), placed on the day to which the announcement ran. The grey square shows where "
        "the announced total would stand had it risen by what GH gives for the year. Announcements "
        "lag the fighting by weeks and are running totals; sick and injured are in none of the "
        "circles."
    ),
    alt=(
        "Two rising lines of announced totals, steepest in the winter; the line for all services "
        "passes a million at the end of May, well below the grey square."
    ),
)
def announced_us_casualties(losses: pd.DataFrame) -> go.Figure:
    """Running totals of announced US battle casualties, and the rise that GH's year would need."""
    since_1941 = losses[
        (losses["operation"] == "US announced casualties since 7 December 1941")
        & (losses["measure"] == "battle casualties")
        & (losses["latest"] >= "1944-06-01")
    ].sort_values("latest", kind="stable")
    army = since_1941[since_1941["counts"].str.startswith("Army")]
    every = since_1941.drop(army.index)
    claim = losses.loc["us-surge-year-glantz-house"]
    start, end = every.iloc[0], every.loc["us-all-cum-1945-05-31"]

    fig = go.Figure()
    fig.add_scatter(
        x=[start["latest"], claim["latest"]],
        y=[start["best"], start["best"] + claim["best"]],
        mode="lines",
        line={"color": style.colour("other"), "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )
    fig.add_scatter(
        x=[claim["latest"]],
        y=[start["best"] + claim["best"]],
        mode="markers",
        marker=style.marker(claim["grade"], "other", SYMBOLS["all casualties"], 11),
        customdata=[f"{start.name};{claim.name}"],
        hovertemplate=f"total of July 1944 and {number(claim['best'])} more<extra></extra>",
    )
    for frame, dash in ((army, "solid"), (every, "dash")):
        fig.add_scatter(
            x=frame["latest"].dt.strftime("%Y-%m-%d").tolist(),
            y=frame["best"].tolist(),
            mode="lines+markers",
            line={"color": style.colour("US"), "width": 1.5, "dash": dash},
            marker=style.marker("primary", "US", SYMBOLS["battle casualties"], 9),
            customdata=[str(row_id) for row_id in frame.index],
            text=[f"{number(row['best'])}<br>{row['counts']}" for _, row in frame.iterrows()],
            hovertemplate="%{x|%d %b %Y}: %{text}<extra></extra>",
        )
    fig.update_xaxes(
        range=["1944-04-01", "1945-09-20"],
        tickvals=["1944-07-01", "1944-10-01", "1945-01-01", "1945-04-01", "1945-07-01"],
        ticktext=["July<br>1944", "October", "January<br>1945", "April", "July"],
    )
    fig.update_yaxes(
        range=[0, 1.4e6],
        tickvals=[250e3, 500e3, 750e3, 1e6, 1.25e6],
        ticktext=["250,000", "500,000", "750,000", "1 million", "1¼ million"],
        **style.SCALE_INSIDE,
    )
    middle = army.iloc[len(army) // 2]
    rise = number(end["best"] - start["best"])
    began, ended = date_in_words(f"{start['latest']:%Y-%m-%d}"), date_in_words(end["date"][-10:])
    notes = [
        (claim["latest"], 1.34e6, "July 1944 total<br>and GH's million", "right"),
        (every["latest"].iloc[-1], 0.95e6, "all services", "center"),
        (middle["latest"], middle["best"] - 40e3, f"{GAP}Army alone", "left"),
        (
            pd.Timestamp("1944-12-20"),
            0.2e6,
            f"all services (dashed):<br><b>{rise}</b> more<br>by {ended}<br>than by {began}",
            "left",
        ),
    ]
    fig.update_layout(
        height=440,
        annotations=[
            {
                "x": f"{x:%Y-%m-%d}",
                "y": y,
                "text": words,
                "xanchor": align,
                "align": align,
                "showarrow": False,
                "font": {"size": 12},
            }
            for x, y, words, align in notes
        ],
    )
    return style.narrow(
        fig,
        xaxis={
            "range": ["1944-02-15", "1945-10-05"],
            "tickvals": ["1944-07-01", "1945-01-01", "1945-07-01"],
            "ticktext": ["July<br>1944", "January<br>1945", "July"],
        },
    )


@figure(
    "announced-rise-per-month",
    table="actual_losses",
    title="The announced rise per thirty days, and the rate that a million would take",
    caption=(
        "Each bar is the rise between two announcements of battle casualties of all services, "
        "reckoned to thirty days; its width is the time between them. The dashed line is the rate "
        "that reaches a million in the thirteen months from June 1944 to June 1945, GH's span with "
        "both months whole; the square is Giangreco's average for the Army and its air forces. "
        "Bars lag the fighting by about six weeks, and a clerk's catching up looks like a battle: "
        "the tall bar of January holds more than January's losses."
    ),
    alt=(
        "The bars climb through the autumn, stand above the dashed line of a million in thirteen "
        "months in winter, fall below it in February and pass it again from late April to early "
        "May; the last two are less than half as high as the line."
    ),
)
def announced_rise_per_month(losses: pd.DataFrame) -> go.Figure:
    """How fast the announced total of all services rose, announcement by announcement."""
    total = losses[
        (losses["operation"] == "US announced casualties since 7 December 1941")
        & (losses["measure"] == "battle casualties")
        & (losses["latest"] >= "1944-06-01")
    ]
    table = rises(total[total["counts"].str.startswith("All services")])
    claim = losses.loc["us-surge-year-glantz-house"]
    average = losses.loc["us-army-monthly-average"]
    needed = 30 * claim["best"] / ((claim["latest"] - claim["earliest"]).days + 1)
    first, last = (claim[day].to_period("M").ordinal for day in ("earliest", "latest"))

    fig = go.Figure()
    fig.add_bar(
        x=[(row.start + (row.end - row.start) / 2) for row in table.itertuples()],
        y=table["per_month"].round().tolist(),
        width=[row.days * 86_400_000 for row in table.itertuples()],
        marker={
            "color": style.soft("US", 0.5),
            "line": {"color": style.colour("US"), "width": 1},
        },
        customdata=table.index.tolist(),
        text=[f"{row.start:%d %b %Y} to {row.end:%d %b %Y}" for row in table.itertuples()],
        textposition="none",
        hovertemplate="%{text}<br>%{y:,.0f} in thirty days<extra></extra>",
    )
    fig.add_scatter(
        x=["1944-04-10", "1945-11-20"],
        y=[needed, needed],
        mode="lines",
        line={"color": style.colour("ink"), "width": 1.5, "dash": "dash"},
        hoverinfo="skip",
    )
    fig.add_scatter(
        x=["1945-08-12"],
        y=[average["best"]],
        mode="markers",
        marker=style.marker(average["grade"], "other", "square", 10),
        customdata=[average.name],
        hovertemplate=f"Army average, {number(average['best'])} a month<extra></extra>",
    )
    fig.update_xaxes(
        range=["1944-04-10", "1945-11-20"],
        tickvals=["1944-07-01", "1944-10-01", "1945-01-01", "1945-04-01", "1945-07-01"],
        ticktext=["July<br>1944", "October", "January<br>1945", "April", "July"],
    )
    highest = table["per_month"].max()
    fig.update_yaxes(
        range=[0, 1.12 * highest],
        tickvals=[50e3, 100e3, 150e3],
        ticktext=["50,000", "100,000", "150,000"],
        **style.SCALE_INSIDE,
    )
    notes = [
        ("1944-04-12", needed, f"a million in<br>{last - first + 1} months", "left", "bottom"),
        ("1945-08-16", average["best"], f"{GAP}Army’s<br>{GAP}average", "left", "middle"),
    ]
    fig.update_layout(
        height=400,
        bargap=0,
        annotations=[
            {
                "x": x,
                "y": y,
                "text": words,
                "xanchor": across,
                "yanchor": along,
                "align": across,
                "yshift": 2 if along == "bottom" else 0,  # off its line
                "showarrow": False,
                "font": {"size": 12},
            }
            for x, y, words, across, along in notes
        ],
    )
    return style.narrow(
        fig,
        xaxis={
            "tickvals": ["1944-07-01", "1945-01-01", "1945-07-01"],
            "ticktext": ["July<br>1944", "January<br>1945", "July"],
        },
    )
