"""How instruments stood through the war years: signed, in force, under notice, disputed."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from companion import treaties
from companion.figures import figure, style
from companion.text import date_in_words

# What bound the USSR and Japan to each other, then what bound one of them and mattered to both.
SHOWN = (
    *("neutrality-pact-1941", "neutrality-frontier-declaration-1941", "basic-convention-1925"),
    *("portsmouth-1905", "st-petersburg-1875", "cer-sale-1935", "instrument-of-surrender-1945"),
    *("tripartite-1940", "molotov-ribbentrop-1939", "yalta-far-east-1945"),
    *("sino-soviet-nonaggression-1937", "sino-soviet-alliance-1945", "japan-manchukuo-1932"),
)
FIRST, LAST = date(1941, 1, 1), date(1946, 7, 1)
MARKED = ("1941-06-24", "1945-04-05", "1945-08-08", "1945-09-02")
ROOM = 52  # letters on a phone
_DAYS = ("earliest", "in_force_earliest", "ended_earliest", "ended_latest")
_PATTERNS = {treaties.NOTICE: "/", treaties.DISPUTED: "x"}


def _look(state: str) -> dict[str, object]:
    colour, paper = style.colour("other"), style.colour("paper")
    look: dict[str, object] = {"fillcolor": colour, "line": {"width": 1, "color": colour}}
    if state in _PATTERNS:
        look["fillpattern"] = {
            "shape": _PATTERNS[state],
            "fgcolor": colour,
            "bgcolor": paper,
            "size": 6,
            "solidity": 0.35,
        }
    elif state == treaties.IN_PART:
        look["fillcolor"] = style.soft("other", 0.45)
    elif state in (treaties.UNCERTAIN, treaties.SIGNED):
        look |= {"fillcolor": paper, "line": {"width": 1.4, "color": colour, "dash": "3px,2px"}}
    return look


def _bar(fig: go.Figure, row: pd.Series, time: treaties.Standing, height: float) -> None:
    """One time of an instrument, as far as the window shows it; ids at the row's own days."""
    end = time.last + timedelta(1) if time.last else LAST
    days = [max(time.first, FIRST).isoformat(), min(end, LAST).isoformat()]
    if days[0] >= days[1]:
        return
    own = {row[name].strftime("%Y-%m-%d") for name in _DAYS if pd.notna(row[name])}
    x = [days[0], days[1], days[1], days[0], days[0]]
    slim = 0.06 if time.state == treaties.SIGNED else 0.15
    doubt = f"<br>{time.doubt}" if time.doubt else ""
    until = f" to {date_in_words(time.last.isoformat())}" if time.last else ", to today"
    span = f"{date_in_words(time.first.isoformat())}{until}"
    fig.add_scatter(
        x=x,
        y=[height - slim, height - slim, height + slim, height + slim, height - slim],
        mode="lines",
        fill="toself",
        hoveron="fills",
        hoverinfo="text",
        text=f"<b>{row['short_title']}</b>: {time.state}<br>{span}{doubt}",
        customdata=[str(row.name) if day in own else None for day in x],
        showlegend=False,
        **_look(time.state),
    )


def _name(row: pd.Series) -> str:
    """The title, with whom it bound where a phone has room for both."""
    full = f"{row['short_title']} ({treaties.bound(row)})"
    return full if len(full) <= ROOM else str(row["short_title"])


@figure(
    "how-they-stood",
    table="treaties",
    title="How instruments stood, 1941 to mid-1946",
    caption=(
        "A bar is the time in which an instrument was in force; paler, in part; striped, under "
        "notice; crossed, disputed; dashed and empty, uncertain, and thin where it was signed and "
        "not yet in force. Dotted uprights are days that the text works through. What reaches an "
        "edge goes on beyond it. That two bars end together is a fact of dates, not a cause."
    ),
    alt=(
        "Horizontal bars: that of the Neutrality Pact is solid until the spring of 1945, striped "
        "until August and crossed after it; several others break off or turn empty at the same "
        "day in August, and that of the German-Soviet pact stops in the summer of 1941."
    ),
)
def how_they_stood(table: pd.DataFrame) -> go.Figure:
    """Bars by state for the instruments of the war years."""
    fig = go.Figure()
    chosen = [row_id for row_id in SHOWN if row_id in table.index]
    top = len(chosen)
    for height, row_id in zip(range(top, 0, -1), chosen, strict=True):
        for time in treaties.standings(table.loc[row_id]):
            _bar(fig, table.loc[row_id], time, height)
    for day in MARKED:
        fig.add_scatter(
            x=[day, day],
            y=[0.5, top + 0.75],
            mode="lines",
            line={"color": style.colour("quiet"), "width": 1, "dash": "dot"},
            hoverinfo="skip",
            showlegend=False,
        )
    fig.add_scatter(
        x=["1941-01-10"] * top,
        y=[top - n + 0.4 for n in range(top)],
        mode="text",
        text=[_name(table.loc[row_id]) for row_id in chosen],
        textposition="middle right",
        textfont={"size": 12},
        hoverinfo="skip",
        cliponaxis=False,
        showlegend=False,
    )
    years = range(1941, 1947)
    fig.update_xaxes(
        type="date",
        range=["1940-12-20", "1946-07-05"],
        tickvals=[f"{year}-01-01" for year in years],
        ticktext=[str(year) for year in years],
        title_text="dotted: 24 June 1941; 5 April, 8 August, 2 September 1945",
    )
    fig.update_yaxes(visible=False, range=[0.5, top + 0.8])
    fig.update_layout(height=36 * top + 60)
    return style.narrow(
        fig,
        xaxis={"title": {"text": "dotted: 24 June 1941; 5 April,<br>8 August, 2 September 1945"}},
    )
