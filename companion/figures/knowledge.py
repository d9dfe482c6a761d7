"""What was known when: every row by knower and day, and the days that knowledge took."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from companion import data, knowledge, selection
from companion.figures import figure, style
from companion.figures.casualties import GAP
from companion.selection.knowledge import HINDSIGHT
from companion.text import date_in_words

SPRING = pd.Timestamp("1945-06-01")
LEFTWARD = pd.Timestamp("1945-07-10")  # later marks have their names to the left
AUTUMN = pd.Timestamp("1945-09-10")
# Where the three calendars lie across the picture; what is left of them holds the names.
WIDE = ((0.11, 0.27), (0.3, 0.94), (0.96, 1))
SLIM = ((0.19, 0.36), (0.41, 0.9), (0.94, 1))
SYMBOLS = {"known then": "circle", HINDSIGHT: "diamond"}
NAMED = 16
TICKS = {1: "1 day", 3: "3", 10: "10", 30: "30", 100: "100", 365: "1 year"}


def _side(row: pd.Series) -> str:
    """The side of those who knew; hindsight and the public are of no side."""
    people = data.ids(row["people"])
    return str(data.row(people[0])["side"]) if row["state"] != HINDSIGHT and people else "other"


def _band(row: pd.Series) -> str:
    if row["state"] == HINDSIGHT:
        return "hindsight"
    name = str(row["knower"])
    return "planners" if name.startswith("Joint") else name.replace("Kai-shek", "").split()[-1]


def _axis(day: pd.Timestamp) -> str:
    """The calendar a day is drawn on: before June 1945, that summer, or what came out later."""
    return "x" if day < SPRING else "x2" if day < AUTUMN else "x3"


def _hover(row: pd.Series) -> str:
    who = str(row["knower"]).replace(";", ", ")
    return f"{row['about']}<br>{row['state']}: {who}<br>{date_in_words(row['date'])}<extra></extra>"


def _marks(fig: go.Figure, rows: pd.DataFrame, axis: str) -> None:
    for (state, side, hollow), some in rows.groupby(
        ["state", "side", rows["grade"] == "unchecked"], sort=False
    ):
        fig.add_scatter(
            x=list(some["latest"]),
            y=list(some["y"]),
            customdata=list(some.index),
            hovertemplate=[_hover(row) for _, row in some.iterrows()],
            mode="markers",
            marker=style.marker("unchecked" if hollow else "reference", side, SYMBOLS[state], 10),
            showlegend=False,
            xaxis=axis,
        )


def _names(fig: go.Figure, rows: pd.DataFrame, axis: str) -> None:
    right = rows["latest"] < LEFTWARD
    words = ["<br>".join(textwrap.wrap(text, 24)) for text in rows["about"]]
    fig.add_scatter(
        x=list(rows["latest"]),
        y=list(rows["y"]),
        customdata=list(rows.index),
        mode="text",
        text=[
            GAP + text.replace("<br>", f"<br>{GAP}")
            if to_right
            else text.replace("<br>", f"{GAP}<br>") + GAP
            for text, to_right in zip(words, right, strict=True)
        ],
        textposition=["middle right" if to_right else "middle left" for to_right in right],
        textfont={"size": 11.5, "color": style.colour("ink")},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
        visible=False,
        xaxis=axis,
    )
    fig.add_scatter(x=[None], y=[None], showlegend=False, xaxis=axis)  # keeps the calendar


def _key(fig: go.Figure, rows: pd.DataFrame) -> None:
    entries = [
        *(
            (words, "reference", side, "circle", rows["side"] == side)
            for side, words in style.SIDES.items()
        ),
        ("known then", "reference", "other", "circle", rows["state"] != HINDSIGHT),
        ("hindsight", "reference", "other", "diamond", rows["state"] == HINDSIGHT),
        ("hollow: unchecked", "unchecked", "other", "circle", rows["grade"] == "unchecked"),
    ]
    for words, grade, side, symbol, of in entries:
        style.key(fig, words, style.marker(grade, side, symbol, 10), rows.index[of])


@figure(
    "known-by-day",
    table="knowledge",
    title="Who had what from which day, October 1944 to February 1946",
    caption=(
        "A line for each row, those of one knower together; the mark stands on the day from which "
        "the knower is known to have had it, in the colour of the knower’s side. Diamonds are "
        "hindsight: they stand on the day of the thing itself, which the persons named in the row "
        "are not known to have had. The calendar is cut at June 1945, before which it is "
        "pressed together, and at September. A day is often only a latest one, and an empty span "
        "is missing evidence, not missing knowledge. When few marks are left they are named where "
        "there is room."
    ),
    alt=(
        "Bands of marks, one band for each person: a few in the pressed calendar before June 1945, "
        "then most of them between the middle of July and the middle of August 1945; diamonds for "
        "hindsight lie at the top, above the longest band, which is Truman’s."
    ),
)
def known_by_day(table: pd.DataFrame) -> go.Figure:
    """All rows of the selection ``known`` by knower and day."""
    rows = selection.named("known").rows(table)
    seen = rows["state"] == HINDSIGHT
    rows = pd.concat([rows[seen], rows[~seen]])  # beside the longest band, which is turned most
    rows = rows.assign(
        y=range(len(rows), 0, -1),
        side=[_side(row) for _, row in rows.iterrows()],
        band=[_band(row) for _, row in rows.iterrows()],
    )
    panel = rows["latest"].map(_axis)
    fig = go.Figure()
    for axis, some in rows.groupby(panel, sort=False):
        _marks(fig, some, axis)
    for axis, some in rows.groupby(panel, sort=False):
        _names(fig, some, axis)
    _key(fig, rows)
    middles = rows.groupby("band", sort=False)["y"].agg(["min", "max"])
    ends = [row["min"] - 0.5 for _, row in middles.iterrows()][:-1]
    for end in ends:
        fig.add_shape(
            type="line",
            xref="paper",
            x0=0,
            x1=1,
            y0=end,
            y1=end,
            line={"width": 1, "color": style.colour("grid")},
            layer="below",
        )
    calendar = {"type": "date", "showgrid": True}
    fig.update_layout(
        height=1180,
        xaxis={
            **calendar,
            "domain": WIDE[0],
            "range": ["1944-09-20", "1945-06-30"],
            "tickvals": ["1944-10-15", "1945-02-11"],
            "ticktext": ["Oct<br>’44", "Feb<br>’45"],
        },
        xaxis2={
            **calendar,
            "domain": WIDE[1],
            "range": [SPRING, AUTUMN],
            "tickvals": ["1945-06-01", "1945-07-01", "1945-08-01", "1945-09-01"],
            "ticktext": ["Jun<br>’45", "Jul", "Aug", "Sep"],
        },
        xaxis3={
            **calendar,
            "domain": WIDE[2],
            "range": ["1946-01-20", "1946-03-01"],
            "tickvals": ["1946-02-11"],
            "ticktext": ["Feb<br>’46"],
        },
        yaxis={
            "range": [0.3, len(rows) + 0.7],
            "tickvals": list((middles["min"] + middles["max"]) / 2),
            "ticktext": list(middles.index),
            "tickfont": {"size": 11.5},
            "showgrid": False,
            "ticklen": 0,
            "domain": [0, 0.99],
        },
        legend=style.LEGEND_ON_TOP,
        showlegend=True,
        meta={"refit": [{"axes": ["yaxis"], "least": 6}], "names": NAMED},
    )
    fig.layout.legend.yanchor = "top"
    return style.narrow(
        fig,
        height=1240,
        margin={"l": 2, "r": 4},
        xaxis={"tickfont": {"size": 10}, "domain": SLIM[0]},
        xaxis2={"tickfont": {"size": 10}, "domain": SLIM[1]},
        xaxis3={"tickfont": {"size": 10}, "domain": SLIM[2]},
        yaxis={"tickfont": {"size": 10.5}},
    )


def _lag_words(row: pd.Series) -> str:
    least, most = row["least"], row["most"]
    days = f"{least}–{most}" if least != most else f"{least}"
    unit = "day" if most == 1 else "days"
    if row["state"] == HINDSIGHT:
        return f"not shown in {days} {unit}"
    return f"{days} {unit}"


def _whom(row: pd.Series) -> str:
    names = [
        name if name == knowledge.PUBLIC else _band(pd.Series({"state": "", "knower": name}))
        for name in data.ids(row["knower"])
    ]
    return ", ".join(names)


def _short(row: pd.Series) -> str:
    """What was known, cut short: room is scarce on a phone."""
    words = str(row["about"]).replace(" as intercepts showed it", "")
    return re.split(r"[,:]| for three", words)[0]


@figure(
    "knowledge-lag",
    table="knowledge",
    title="Days from the thing to the knowledge of it",
    caption=(
        "Each bar is a thing and one or more persons, and ends when they are known to have had "
        "it: days on a logarithmic scale, so that a day and a year are both seen. Persons with "
        "the same lag share a bar, grey where they are of different sides. A pale end is the span "
        "that the dates leave open. Bars that come to a diamond do not end there: up to the "
        "announcement of 15 August 1945 nothing read shows that the persons named had the thing. "
        "Most rows have no lag and are not drawn: their date is that of a talk at which the "
        "knower sat. A long bar is not a secret kept; it can be a record not found."
    ),
    alt=(
        "Bars from the longest at the top, a year for the public and the Yalta terms, to a day at "
        "the foot for Tokyo and the Soviet declaration; four bars come to a diamond, among "
        "them Antonov’s outline of 1944 and Shockley’s memorandum."
    ),
)
def knowledge_lag(table: pd.DataFrame) -> go.Figure:
    """Lags of a day or more, longest first, one bar for those alike."""
    late = knowledge.lagging(table)
    fig = go.Figure()
    groups = list(late.groupby(["least", "most", "about", "state"], sort=False))
    labels, drawn = [], set()
    for n, (_, rows) in enumerate(groups):
        row, y = rows.iloc[0], -n
        ids = ";".join([*rows.index, *data.ids(row["item"])])
        sides = {_side(each) for _, each in rows.iterrows()}
        side = sides.pop() if len(sides) == 1 else "other"
        unseen = "unchecked" if (rows["grade"] == "unchecked").all() else "reference"
        drawn.add(side)
        least, most = int(row["least"]), int(row["most"])
        for end, alpha in ((least, 0.75), (most, 0.3)):
            if alpha == 0.3 and most == least:
                continue
            fig.add_scatter(
                x=[0.8 if alpha == 0.75 else least, end],
                y=[y, y],
                customdata=[ids, ids],
                mode="lines",
                line={"width": 8, "color": style.soft(side, alpha)},
                hoverinfo="skip",
                showlegend=False,
            )
        hindsight = row["state"] == HINDSIGHT
        whom = ", ".join(dict.fromkeys(_whom(each) for _, each in rows.iterrows()))
        fig.add_scatter(
            x=[most],
            y=[y],
            customdata=[ids],
            mode="markers",
            marker=style.marker(unseen, side, SYMBOLS[row["state"]], 11 if hindsight else 9),
            hovertemplate=f"{row['about']}<br>{whom}: {_lag_words(row)}<extra></extra>",
            showlegend=False,
        )
        labels.append((y, _short(row), f"<b>{whom}</b>: {_lag_words(row)}"))

    def notes(between: str, size: float) -> list[dict[str, Any]]:
        return [
            {
                "text": between.join(words),
                "x": 0,
                "xref": "paper",
                "y": y + 0.16,
                "yanchor": "bottom",
                "xanchor": "left",
                "align": "left",
                "font": {"size": size},
            }
            for y, *words in labels
        ]

    for side, words in {**style.SIDES, "other": "of several sides, or the public"}.items():
        if side in drawn:
            style.key(fig, words, style.marker("reference", side, size=10))
    style.key(fig, "not shown to have had it", style.marker("reference", "other", "diamond", 11))
    fig.update_layout(
        height=39 * len(groups) + 70,
        annotations=notes(" · ", 13),
        xaxis={
            "type": "log",
            "range": [-0.1, 2.68],
            "tickvals": list(TICKS),
            "ticktext": list(TICKS.values()),
            "title": {"text": "days, logarithmic scale"},
        },
        yaxis={"visible": False, "range": [-len(groups) + 0.6, 1.05]},
        legend=style.LEGEND_ON_TOP,
        showlegend=True,
    )
    fig.layout.legend.yanchor = "top"
    return style.narrow(fig, height=60 * len(groups) + 120, annotations=notes("<br>", 12))
