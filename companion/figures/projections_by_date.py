"""The season of estimates on a calendar: April to mid-August 1945."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from companion.estimates import PRESIDENT, reached
from companion.figures import figure, style
from companion.figures.casualties import (
    GAP,
    LIVES,
    SYMBOLS,
    TICK_WORDS,
    TICKS,
    bounds,
    drawable,
    hover,
    words_at,
)

# Where the words of a dated mark stand, and a nudge up or down as a factor of its size.
_BESIDE = {
    "jcs-april-1945-olympic-dead": ("right", 1.09),
    "jcs-april-1945-downfall-dead": ("right", 1),
    "jcs-april-1945-olympic-total": ("right", 1),
    "jcs-april-1945-downfall-total": ("right", 1),
    "nimitz-may-1945-30-days": ("above", 1.12),
    "palmer-may-1945": ("close left", 1),
    "hoover-may-1945": ("above", 1.12),
    "wd-staff-14-june-1945-rejection": ("right", 1),
    "jwpc-369-1-kyushu-dead": ("left", 1),
    "jwpc-369-1-sk-tokyo-dead": ("left", 0.93),
    "jwpc-369-1-all-dead": ("left", 1.1),
    "jwpc-369-1-kyushu-total": ("left", 1.17),
    "jwpc-369-1-sk-tokyo-total": ("left", 1.06),
    "jwpc-369-1-all-total": ("left", 1.23),
    "macarthur-staff-120-days": ("right", 1.16),
    "macarthur-staff-30-days": ("left", 1),
    "macarthur-revised-105050": ("right", 0.87),
    "macarthur-revised-d30": ("right", 1.04),
    "leahy-diary-63000": ("right", 1.09),
    "king-18-june-range": ("right", 1.13),
    "marshall-18-june-luzon": ("right", 0.97),
    "willoughby-july-1945": ("above", 1.12),
    "shockley-dead": ("below", 0.87),
    "shockley-total": ("left", 1),
}
_WORDS = {
    "jcs-april-1945-olympic-dead": "Joint planners: Olympic, 90 days",
    "jcs-april-1945-olympic-total": "Joint planners: Olympic, 90 days",
    "jcs-april-1945-downfall-dead": "with Coronet, 90 days each",
    "jcs-april-1945-downfall-total": "with Coronet, 90 days each",
    "nimitz-may-1945-30-days": "Nimitz’s staff, 30 days",
    "palmer-may-1945": "Palmer",
    "hoover-may-1945": "Hoover",
    "wd-staff-14-june-1945-rejection": "dismissed<br>by staff",
    "jwpc-369-1-kyushu-dead": "JWPC, S + NW Kyushu",
    "jwpc-369-1-kyushu-total": "JWPC, S + NW Kyushu",
    "jwpc-369-1-sk-tokyo-dead": "JWPC, S Kyushu + Tokyo",
    "jwpc-369-1-sk-tokyo-total": "JWPC, S Kyushu + Tokyo",
    "jwpc-369-1-all-dead": "JWPC, all three",
    "jwpc-369-1-all-total": "JWPC, all three",
    "macarthur-staff-120-days": "MacArthur’s<br>staff, 120 days",
    "macarthur-staff-30-days": "MacArthur’s staff,<br>30 days",
    "macarthur-revised-105050": "MacArthur, 90 days",
    "macarthur-revised-d30": "MacArthur, 30 days",
    "leahy-diary-63000": "Leahy’s diary",
    "king-18-june-range": "King, 30 days",
    "marshall-18-june-luzon": "Marshall, 30 days",
    "willoughby-july-1945": "Willoughby",
    "shockley-dead": "Shockley",
    "shockley-total": "Shockley",
}
# Panels with the span of their size axes; one decade has the same height in each.
_PANELS = [
    ("Lives", LIVES, 1.8e4, 1.7e6),
    ("Battle casualties (dead, wounded, missing)", ("battle casualties",), 1.6e4, 1.6e6),
    ("Casualties, kind not stated", ("casualties, composition not stated",), 1.3e6, 5e6),
]
_SPRING, _AUTUMN = pd.Timestamp("1945-04-01"), pd.Timestamp("1945-08-15")


def _day(row: pd.Series) -> pd.Timestamp:
    """The day to draw a row at: its own, or the middle of the month when no day is known."""
    stated = str(row["date"]).rstrip("?~%")
    if len(stated) == len("1945-06-18"):
        return pd.Timestamp(stated)
    return row["earliest"] + (row["latest"] - row["earliest"]).floor("2D") / 2


def _dated_mark(fig: go.Figure, row_id: str, row: pd.Series, axes: dict[str, str]) -> None:
    """One row on a time axis that runs across and a size axis that runs up."""
    day, ends, side = _day(row), bounds(row), row["side"]
    bodies = []
    if row["earliest"] != row["latest"] and len(str(row["date"])) == len("1945-06"):
        bodies.append(([row["earliest"], row["latest"]], [ends[0]] * 2, 2))
    if len(ends) > 1:
        bodies.append(([day, day], ends, 7))
    for x, y, width in bodies:
        fig.add_scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": style.soft(side, 0.45), "width": width},
            hoverinfo="skip",
            showlegend=False,
            **axes,
        )
    rejected = row["standing"] == "rejected"
    symbol = "x" if rejected else SYMBOLS[row["measure"]]
    fig.add_scatter(
        x=[day] * len(ends),
        y=ends,
        mode="markers",
        marker=style.marker(row["grade"], side, symbol, 9 if rejected else 10),
        customdata=[row_id] * len(ends),
        hovertemplate=hover(row),
        showlegend=False,
        **axes,
    )
    if row_id not in _BESIDE:
        return
    place, nudge = _BESIDE[row_id]
    words = f"<b>{_WORDS[row_id]}</b>" if reached(row, PRESIDENT) else _WORDS[row_id]
    height = math.prod(ends) ** (1 / len(ends)) * nudge
    month = [row["earliest"], row["latest"]] if len(bodies) and bodies[0][2] == 2 else [day, day]
    if place == "right":
        day = month[1]
        words = GAP + words.replace("<br>", f"<br>{GAP}")
        words_at(fig, day, height, words, "middle right", **axes)
    elif place in ("left", "close left"):
        day = month[0] if place == "left" else day
        words = words.replace("<br>", f"{GAP}<br>") + GAP
        words_at(fig, day, height, words, "middle left", **axes)
    elif place == "above":
        words_at(fig, day, ends[-1] * nudge, words, "top center", **axes)
    else:
        words_at(fig, day, ends[0] * nudge, words, "bottom center", **axes)


@figure(
    "us-projections-by-date",
    table="casualty_projections",
    title="Spring and summer 1945: who put what figure on the invasion, and when",
    caption=(
        "American losses only. Lives, battle casualties and casualties of no stated kind have a "
        "panel each, with one logarithmic scale for all three: heights in different panels are "
        "not the same thing. Bold names are those whose figure is recorded as put before the "
        "President; a cross is a figure in the act of being dismissed; a thin line is a month in "
        "which the day is unknown. The tinted part begins with the White House meeting of 18 June. "
        "Estimates known only by their year are not drawn. A figure for "
        "thirty days that lies below one for ninety does not contradict it."
    ),
    alt=(
        "Three stacked panels along one calendar from April to mid-August: most marks gather in "
        "the few days before the White House meeting of 18 June, while the two tall ranges of "
        "21 July stand alone to the right of it."
    ),
)
def us_projections_by_date(projections: pd.DataFrame) -> go.Figure:
    """Contemporary estimates of American losses, by day and size, one panel for each measure."""
    dated = drawable(projections, ("offered", "rejected"))
    dated = dated[(dated["earliest"] >= _SPRING) & (dated["latest"] <= _AUTUMN)]
    drawn = dated[dated["period"] == "contemporary"]
    fig = go.Figure()
    decades = [math.log10(high / low) for _, _, low, high in _PANELS]
    title_room = 0.055
    unit = (1 - title_room * len(_PANELS)) / sum(decades)
    top = 1.0
    for number, (title, measures, low, high) in enumerate(_PANELS, start=1):
        suffix = "" if number == 1 else str(number)
        base = top - title_room - unit * decades[number - 1]
        axis = {
            "type": "log",
            "range": [math.log10(low), math.log10(high)],
            "domain": [max(base, 0), top - title_room],
            "tickvals": [*TICKS, 3e6],
            "ticktext": [*TICK_WORDS, "3 million" if low > 1e6 else ""],
            "anchor": "x",
        }
        fig.update_layout({f"yaxis{suffix}": axis})
        fig.add_annotation(
            text=f"<b>{title}</b>",
            x=0,
            y=top - title_room,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            font={"size": 13},
        )
        for row_id, row in drawn[drawn["measure"].isin(measures)].iterrows():
            _dated_mark(fig, str(row_id), row, {"yaxis": f"y{suffix}"})
        top = base
    fig.update_xaxes(
        range=["1945-03-30", "1945-08-15"],
        dtick="M1",
        tickformat="%b",
        ticklabelmode="period",
        title_text="April to mid-August 1945",
        anchor="free",
        position=0,
        showgrid=False,
    )
    fig.add_shape(
        type="rect",
        x0="1945-06-18",
        x1="1945-08-15",
        y0=0,
        y1=1,
        yref="paper",
        layer="below",
        line={"width": 0},
        fillcolor=style.soft("quiet", 0.09),
    )
    fig.add_annotation(
        text="18 June and after",
        x="1945-06-18",
        y=1,
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        font={"size": 12},
    )
    fig.update_layout(height=920, margin={"t": 34})
    inside = {**style.SCALE_INSIDE, "ticklabelposition": "inside bottom", "showline": False}
    return style.narrow(fig, height=960, yaxis=inside, yaxis2=inside, yaxis3=inside)
