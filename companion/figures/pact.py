"""The neutrality pact: its term, the notice, and the months from notice to surrender."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion import data, instruments
from companion.figures import figure, style
from companion.figures.lanes import day_line, labels
from companion.text import MONTHS, date_in_words

NOTICE = "neutrality-denunciation-1945"

# Instruments (treaties) and talks (diplomacy_events) from notice to surrender: whose move it was,
# and a label short enough for a phone.
MOVES: dict[str, tuple[str, str]] = {
    "neutrality-denunciation-1945": ("USSR", "Moscow gives notice on the pact"),
    "hopkins-stalin-1945": ("USSR", "Stalin to Hopkins: ready by 8 August"),
    "hirota-malik-1945": ("Japan", "Hirota sounds out Ambassador Malik"),
    "hurley-chiang-1945": ("US", "Chiang is told the Yalta terms"),
    "white-house-1945-06-18": ("US", "Truman approves the landing on Kyushu"),
    "soong-stalin-opening-1945": ("China", "Soong opens talks with Stalin"),
    "togo-893-1945": ("Japan", "Togo: ask Moscow to receive Konoe"),
    "sato-lozovsky-1945-07-13": ("Japan", "Sato hands over the Emperor’s message"),
    "truman-stalin-1945-07-17": ("USSR", "Stalin to Truman: in by 15 August"),
    "lozovsky-reply-1945": ("USSR", "Lozovsky: message too general"),
    "togo-932-1945": ("Japan", "Togo: no unconditional surrender"),
    "truman-tells-stalin-1945": ("US", "Truman mentions a new weapon"),
    "potsdam-proclamation-1945": ("US", "Potsdam Declaration, USSR not a signatory"),
    "mokusatsu-1945": ("Japan", "Suzuki pays the terms no attention"),
    "truman-molotov-1945-07-29": ("USSR", "Molotov asks for an Allied request"),
    "truman-draft-letter-1945": ("US", "Truman offers a letter citing the Charter"),
    "soviet-war-declaration-1945": ("USSR", "War declared, from 9 August"),
    "imperial-conference-1945-08-10": ("Japan", "Japan accepts with one reservation"),
    "sino-soviet-alliance-1945": ("China", "Sino-Soviet treaty signed"),
    "japan-acceptance-1945-08-14": ("Japan", "Japan accepts the Potsdam terms"),
    "stalin-truman-1945": ("US", "Truman: the Kurils yes, Hokkaido no"),
    "instrument-of-surrender-1945": ("Japan", "Instrument of Surrender"),
}


def _pact_strip(fig: go.Figure, treaties: pd.DataFrame) -> None:
    """The neutrality pact's whole term, with the notice and the two ends of term argued."""
    pact, notice = treaties.loc["neutrality-pact-1941"], treaties.loc[NOTICE]
    barbarossa = treaties.loc["molotov-ribbentrop-1939"]
    ends = [pact["earliest"], pact["in_force_earliest"]]
    terms = [day + pd.DateOffset(years=5) for day in ends]
    axes = {"xaxis": "x2", "yaxis": "y2"}

    def span(row_id: str, days: list[pd.Timestamp], lane: float, side: str, words: str) -> None:
        fig.add_scatter(
            x=days,
            y=[lane] * len(days),
            mode="lines+markers",
            line={"color": style.soft(side, 0.5), "width": 8},
            marker=style.marker(treaties.loc[row_id, "grade"], side, "diamond", 9),
            customdata=[row_id] * len(days),
            hovertemplate=f"{words}: %{{x|%-d %B %Y}}<extra></extra>",
            **axes,
        )

    fig.add_scatter(
        x=[pact["ended_latest"], *terms],
        y=[3] * 3,
        mode="lines",
        line={"color": style.colour("quiet"), "width": 2, "dash": "dot"},
        hoverinfo="skip",
        **axes,
    )
    fig.add_scatter(
        x=terms,
        y=[3] * 2,
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": 11,
            "color": style.colour("quiet"),
            "line": {"width": 2, "color": style.colour("quiet")},
        },
        hovertemplate="five years, counted from signature or from ratification<extra></extra>",
        **axes,
    )
    span(
        "neutrality-pact-1941",
        [pact["earliest"], pact["in_force_earliest"], pact["ended_earliest"]],
        3,
        "other",
        "Neutrality Pact signed, in force, ended",
    )
    span(
        NOTICE,
        [notice["earliest"], notice["ended_earliest"]],
        2,
        "USSR",
        "Notice, and the end of term it aimed at",
    )
    span("molotov-ribbentrop-1939", [barbarossa["ended_earliest"]], 1, "Germany", "Invasion")
    labels(
        fig,
        "1940-10-01",
        [3.42, 2.42, 1.42],
        [
            f"Pact signed {date_in_words(pact['date'])}, dotted to end of term",
            f"Notice given {date_in_words(notice['date'])}, running to end of term",
            f"For comparison: Germany invades, {date_in_words(barbarossa['ended'])}",
        ],
        **axes,
    )


@figure(
    "notice-to-war",
    table="treaties",
    title="From notice to war: the Neutrality Pact and the diplomacy of April to September 1945",
    caption=(
        "Above, the pact's five years, with the time that the notice of April 1945 still had to "
        "run when war came; the two strokes at the right are the ends of term that are argued "
        "for. Below, the months between: diamonds are instruments, circles talks and messages, in "
        "the colour of the side whose move it was (blue American, orange Soviet, purple Japanese, "
        "brown Chinese). Order on the page is order in time, and not a chain of causes."
    ),
    alt=(
        "A strip in which the pact's bar stops well short of two strokes that mark its term, and "
        "under it a stair of dated moves that starts with the Soviet notice in April, crowds "
        "into late July and ends with the surrender in September."
    ),
)
def notice_to_war(treaties: pd.DataFrame) -> go.Figure:
    """The pact's term and notice, and what was said and signed from April to September 1945."""
    events = data.load("diplomacy_events")
    fig = go.Figure()
    _pact_strip(fig, treaties)
    top, named = len(MOVES), []
    day_line(fig, instruments.WAR, list(range(top, 0, -1)))
    for height, (row_id, (side, words)) in zip(range(top, 0, -1), MOVES.items(), strict=True):
        signed = row_id in treaties.index
        row = (treaties if signed else events).loc[row_id]
        doubt = "?" if row["date"].endswith("?") else ""
        words = f"{row['earliest'].day} {MONTHS[row['earliest'].month - 1]}{doubt}: {words}"
        named.append(words)
        fig.add_scatter(
            x=[row["earliest"]],
            y=[height],
            mode="markers",
            marker=style.marker(row["grade"], side, "diamond" if signed else "circle", 10),
            customdata=[row_id],
            hovertemplate=f"{words}<extra>{row['grade']}</extra>",
        )
    labels(fig, "1945-03-26", [top - n + 0.42 for n in range(top)], named)
    months = {4: "April", 5: "May", 6: "June", 7: "July", 8: "Aug", 9: "Sept"}
    strip, gap, rows = 112, 48, 31 * top  # in pixels
    height = strip + gap + rows
    fig.update_layout(
        height=height + 70,
        xaxis={
            "type": "date",
            "range": ["1945-03-25", "1945-09-10"],
            "tickvals": [f"1945-{month:02}-01" for month in months],
            "ticktext": list(months.values()),
            "showgrid": True,
            "title": {"text": "1945; dotted: 9 August, the first day of war"},
        },
        yaxis={"visible": False, "range": [0.4, top + 0.7], "domain": [0, rows / height]},
        xaxis2={
            "type": "date",
            "range": ["1940-09-25", "1946-09-01"],
            "tickvals": [f"{year}-01-01" for year in range(1941, 1947)],
            "ticktext": [str(year) for year in range(1941, 1947)],
            "showgrid": True,
            "anchor": "y2",
        },
        yaxis2={
            "visible": False,
            "range": [0.5, 3.8],
            "domain": [1 - strip / height, 1],
            "anchor": "x2",
        },
    )
    return fig
