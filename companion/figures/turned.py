"""Figures that the reader turns: all rows at first, then those of a choice."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from companion import selection
from companion.figures import casualties, figure, style
from companion.figures.casualties import bounds, hover, who

SIDES = {
    "US": "American losses",
    "Japan": "Japanese losses",
    "USSR": "Soviet losses",
    "UK": "British losses",
}
TOGETHER = "losses of several peoples"
LABELLED = 14  # so many rows, or fewer, are named beside their marks
SURRENDER = pd.Timestamp("1945-08-15")
SPRING = pd.Timestamp("1945-04-01")
TICKS = [a * 10**b for b in range(2, 9) for a in (1, 2, 5)]


def _tick(value: int) -> str:
    """``10000`` -> ``10k``: short, for a phone."""
    return (
        f"{value // 10**6}m"
        if value >= 10**6
        else f"{value // 1000}k"
        if value >= 1000
        else str(value)
    )


def _day(row: pd.Series) -> pd.Timestamp:
    """The middle of the days that the date can mean; contemporary rows precede the surrender."""
    last = row["latest"]
    if row["period"] == "contemporary":
        last = min(last, max(SURRENDER, row["earliest"]))
    return row["earliest"] + (last - row["earliest"]).floor("2D") / 2


def _panel(row: pd.Series) -> dict[str, str]:
    """The calendar a row is drawn on: until March 1945, to the surrender, or the years since."""
    if row["period"] != "contemporary":
        return {"xaxis": "x3", "yaxis": "y2"}
    return {"xaxis": "x2" if _day(row) >= SPRING else "x", "yaxis": "y"}


def _marks(fig: go.Figure, rows: pd.DataFrame) -> None:
    """Rows of one side, measure, grade and panel: marks at each bound, ranges as bars between."""
    first = rows.iloc[0]
    x, y, ids, words = [], [], [], []
    for row_id, row in rows.iterrows():
        for bound in bounds(row):
            x.append(_day(row))
            y.append(bound)
            ids.append(row_id)
            words.append(hover(row))
    fig.add_scatter(
        x=x,
        y=y,
        customdata=ids,
        hovertemplate=words,
        mode="markers",
        marker=style.marker(
            first["grade"], first["side"], casualties.ALL_SYMBOLS[first["measure"]], 10
        ),
        showlegend=False,
        **_panel(first),
    )


def _ranges(fig: go.Figure, rows: pd.DataFrame) -> None:
    """The body of every range of one side and panel, as lines with gaps between them."""
    x, y, ids = [], [], []
    for row_id, row in rows.iterrows():
        ends = bounds(row)
        if len(ends) > 1:
            x += [_day(row)] * 3
            y += [*ends, None]
            ids += [row_id, row_id, None]
    if ids:
        fig.add_scatter(
            x=x,
            y=y,
            customdata=ids,
            mode="lines",
            line={"color": style.soft(rows.iloc[0]["side"], 0.45), "width": 7},
            hoverinfo="skip",
            showlegend=False,
            **_panel(rows.iloc[0]),
        )


def _name(row: pd.Series) -> tuple[str, str]:
    """Who gave a figure, and the side of its mark that has room: inwards from a calendar's ends."""
    day = _day(row)
    if row["period"] != "contemporary":
        words, left = f"{who(row)} {day.year}", day.year >= 1980
    else:
        words, left = who(row), day.month in (5, 8) or "1945-06-01" <= str(day) < "1945-06-10"
    return (
        (words + casualties.GAP, "middle left")
        if left
        else (casualties.GAP + words, "middle right")
    )


def _names(fig: go.Figure, rows: pd.DataFrame) -> None:
    """The names of one panel's rows: seen only when few rows are left."""
    names = [_name(row) for _, row in rows.iterrows()]
    fig.add_scatter(
        x=[_day(row) for _, row in rows.iterrows()],
        y=[bounds(row)[-1] for _, row in rows.iterrows()],
        customdata=list(rows.index),
        mode="text",
        text=[words for words, _ in names],
        textposition=[place for _, place in names],
        textfont={"size": 12, "color": style.colour("ink")},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
        visible=False,
        **_panel(rows.iloc[0]),
    )
    # without a trace that stays, a calendar would vanish with the last of its marks
    fig.add_scatter(x=[None], y=[None], showlegend=False, **_panel(rows.iloc[0]))


def _key(fig: go.Figure, rows: pd.DataFrame) -> None:
    """What shapes, colours and hollow marks mean, each as long as a row of its kind is in."""
    entries = [
        (casualties.SHORT_MEASURE.get(measure, measure), "reference", "other", symbol, of)
        for measure, symbol in casualties.ALL_SYMBOLS.items()
        if (of := list(rows.index[rows["measure"] == measure]))
    ]
    sides = rows["side"].where(rows["side"].isin(list(SIDES)), "other")
    entries += [
        (words, "reference", side, "circle", of)
        for side, words in [*SIDES.items(), ("other", TOGETHER)]
        if (of := list(rows.index[sides == side]))
    ]
    unseen = list(rows.index[rows["grade"] == "unchecked"])
    entries.append(("hollow: unchecked", "unchecked", "other", "circle", unseen))
    for words, grade, side, symbol, of in entries:
        style.key(fig, words, style.marker(grade, side, symbol, 10), of)


@figure(
    "projections-turned",
    table="casualty_projections",
    title="Every projection in the data, for the reader to turn",
    caption=(
        "Each projection that counts people, by date and by size on one logarithmic scale. As long "
        "as all are in, the picture compares nothing: shapes are different kinds of loss, colours "
        "different peoples, and marks of one shape and colour still differ in operation, span and "
        "services. It is the stock to choose from. A range is a bar between two marks. Where only "
        "a month or year is known, the mark stands in its middle; those from before the surrender "
        "of which only the year 1945 is known stand in April. The calendar is cut twice and each "
        "part has a scale of its own. When few marks are left, they are named where there "
        "is room."
    ),
    alt=(
        "A cloud of marks over a broken calendar: densest in June 1945 with staff figures of every "
        "shape in the lower half, then thinner and mostly higher through the decades after the "
        "war, with figures for Japanese dead above all others."
    ),
)
def projections_turned(projections: pd.DataFrame) -> go.Figure:
    """All projections of people, by date and size, with all that the controls need to thin them."""
    rows = selection.named("projections").rows(projections)
    rows = rows[rows[["low", "best", "high"]].notna().any(axis=1)]
    panel = rows.apply(lambda row: _panel(row)["xaxis"], axis=1)
    fig = go.Figure()
    for _, some in rows.groupby([panel, "side"], sort=False):
        _ranges(fig, some)
    hollow = rows["grade"] == "unchecked"
    for _, some in rows.groupby([panel, "side", "measure", hollow], sort=False):
        _marks(fig, some)
    for _, some in rows.groupby(panel, sort=False):
        _names(fig, some)
    _key(fig, rows)
    sizes = [bound for _, row in rows.iterrows() for bound in bounds(row)]
    low, high = math.log10(min(sizes)), math.log10(max(sizes))
    scale = {
        "type": "log",
        "range": [low - 0.15, high + 0.15],
        "tickvals": TICKS,
        "ticktext": [_tick(value) if str(value)[0] == "1" else "" for value in TICKS],
    }
    finer = [_tick(value) for value in TICKS]
    first = rows["earliest"].min() - pd.Timedelta(days=30)
    last = rows["latest"].max() + pd.Timedelta(days=900)
    calendar = {"showgrid": True, "type": "date"}
    fig.update_layout(
        height=560,
        xaxis={
            **calendar,
            "domain": [0, 0.13],
            "range": [first, "1945-03-31"],
            "tickvals": ["1944-07-01"],
            "ticktext": ["1944"],
        },
        xaxis2={
            **calendar,
            "domain": [0.16, 0.6],
            "range": [SPRING, "1945-08-20"],
            "dtick": "M1",
            "tickformat": "%b",
            "ticklabelmode": "period",
            "title": {"text": "April to 15 August 1945"},
        },
        xaxis3={
            **calendar,
            "domain": [0.63, 1],
            "range": [SURRENDER - pd.Timedelta(days=900), last],
            "tickvals": [f"{year}-01-01" for year in (1950, 1970, 1990, 2010)],
            "ticktext": ["1950", "1970", "1990", "2010"],
            "title": {"text": "after the surrender"},
            "anchor": "y2",
        },
        yaxis={**scale, "domain": [0, 0.95]},
        yaxis2={
            **scale,
            "domain": [0, 0.95],
            "matches": "y",
            "showticklabels": False,
            "anchor": "x3",
        },
        legend=style.LEGEND_ON_TOP,
        showlegend=True,
        meta={
            "refit": [{"axes": ["yaxis", "yaxis2"], "least": 1, "axis": {"ticktext": finer}}],
            "names": LABELLED,
        },
    )
    fig.layout.legend.yanchor = "top"
    fig.add_annotation(
        text="people: k thousand, m million (log scale)",
        x=0,
        y=1,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="top",
        font={"size": 12.5, "color": style.colour("quiet")},
    )
    small = {"tickfont": {"size": 11}, "ticklen": 2}
    return style.narrow(
        fig,
        height=940,
        margin={"l": 2},
        letters=48,
        xaxis={"domain": [0, 0.2]},
        xaxis2={"domain": [0.24, 1]},
        xaxis3={"domain": [0, 1]},
        yaxis={**small, "domain": [0.56, 0.965]},
        yaxis2={**small, "domain": [0, 0.42], "showticklabels": True},
    )
