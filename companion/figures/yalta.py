"""Yalta's Far Eastern terms: from the signature to the acts that answered them."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion import data
from companion.cards import EXTENT_SHORT
from companion.figures import figure, style
from companion.figures.lanes import labels
from companion.text import MONTHS, date_in_words

TERMS = {
    "yalta-entry": "USSR to enter the war",
    "yalta-mongolia": "Outer Mongolia as it is",
    "yalta-sakhalin": "Southern Sakhalin",
    "yalta-dairen": "Dairen international",
    "yalta-port-arthur": "Port Arthur leased",
    "yalta-railways": "Joint railways",
    "yalta-sovereignty": "China sovereign in Manchuria",
    "yalta-kurils": "Kuril Islands",
    "yalta-concurrence": "Chiang Kai-shek to agree",
    "yalta-unquestionably": "Fulfilment without question",
    "yalta-china-pact": "Pact with China",
    "yalta-korea-oral": "Korea: trusteeship (spoken)",
}


EXTENTS = {"full": "circle", "partial": "diamond", "not": "x"}  # how far a term was fulfilled


@figure(
    "yalta-to-fulfilment",
    table="yalta_terms",
    title="From Yalta to fulfilment",
    caption=(
        "Each line runs from the agreement of February 1945 to the act that is taken here to have "
        "answered the term; a circle says that it fulfilled it in full, a diamond in part, a cross "
        "not at all. For China's sovereignty in Manchuria it runs to the end of the Soviet "
        "withdrawal. The axis is broken before 1951. Fulfilled means that the act was done, not "
        "that all parties accept it as law, nor that the term gave title to anything."
    ),
    alt=(
        "Lines that start together at Yalta: half of them end within a week of August 1945, most "
        "of the others within the year after it, and one only in 1951, behind a break in the axis."
    ),
)
def yalta_to_fulfilment(terms: pd.DataFrame) -> go.Figure:
    """Time from 11 February 1945 to the fulfilment of each Far Eastern term."""
    signed = data.row("yalta-far-east-1945")["earliest"]
    drawn = terms[terms["earliest"].notna()].sort_values(["earliest", "extent"], kind="stable")
    edge = pd.Timestamp("1946-06-15")
    fig, top, named = go.Figure(), len(drawn), []
    for height, (row_id, row) in zip(range(top, 0, -1), drawn.iterrows(), strict=True):
        late = row["earliest"] > edge
        days = (row["earliest"] - signed).days
        words = f"{TERMS[str(row_id)]}: {EXTENT_SHORT[row['extent']]}, {days:,} days"
        named.append(words)
        fig.add_scatter(
            x=[signed, min(row["earliest"], edge)],
            y=[height] * 2,
            mode="lines",
            line={"color": style.soft("other", 0.5), "width": 4},
            hoverinfo="skip",
        )
        if late:
            fig.add_scatter(
                x=["1951-06-01", row["earliest"]],
                y=[height] * 2,
                mode="lines",
                line={"color": style.soft("other", 0.5), "width": 4},
                hoverinfo="skip",
                xaxis="x2",
            )
        fig.add_scatter(
            x=[row["earliest"]],
            y=[height],
            mode="markers",
            marker=style.marker(row["grade"], "other", EXTENTS[row["extent"]], 11),
            customdata=[row_id],
            hovertemplate=f"{words}<br>{date_in_words(row['date'])}<extra>{row['grade']}</extra>",
            xaxis="x2" if late else "x",
        )
    labels(fig, "1945-01-22", [top - n + 0.42 for n in range(top)], named)
    fig.update_layout(
        height=38 * top + 56,
        xaxis={
            "type": "date",
            "range": ["1945-01-20", "1946-06-15"],
            "domain": [0, 0.84],
            "tickvals": [
                "1945-02-11",
                "1945-05-08",
                "1945-08-15",
                "1945-12-01",
                "1946-03-01",
            ],
            "ticktext": ["11 Feb<br>1945", "8 May", "15 Aug", "Dec", "March<br>1946"],
            "showgrid": True,
        },
        xaxis2={
            "type": "date",
            "range": ["1951-06-01", "1951-12-01"],
            "domain": [0.88, 1],
            "tickvals": ["1951-09-08"],
            "ticktext": ["Sept<br>1951"],
            "showgrid": True,
        },
        yaxis={"visible": False, "range": [0.5, top + 0.7]},
    )
    return fig


# Who was told of the terms, or told of them: rows by date, each with the side whose move it was.
TOLD: dict[str, tuple[str, str]] = {
    "yalta-far-east-1945": ("other", "Signed by three, in secret"),
    "hopkins-stalin-1945-05-28": ("USSR", "Stalin ready, if China agrees"),
    "truman-soong-1945-06-09": ("US", "Truman has told Soong"),
    "hurley-chiang-1945": ("US", "Hurley tells Chiang"),
    "soong-stalin-opening-1945": ("China", "Soong opens talks with Stalin"),
    "soong-stalin-1945-07-12": ("China", "Chiang will not say lease"),
    "soviet-war-declaration-1945": ("USSR", "War declared, talks not over"),
    "sino-soviet-alliance-1945": ("China", "China signs"),
    "acheson-yalta-1946-01-22": ("US", "Acheson: occupation only"),
    "tass-yalta-1946-01-26": ("USSR", "Tass: Kurils were promised"),
    "yalta-published-1946-02-11": ("US", "The text is published"),
}


@figure(
    "yalta-told",
    table="diplomacy_events",
    title="Who was told of Yalta’s terms, and when",
    caption=(
        "Diamonds are instruments, circles talks and announcements, in the colour of the side "
        "whose move it was (blue American, orange Soviet, brown Chinese, grey several); the number "
        "is of days since the signature. The rows say when somebody "
        "is known to have been told, not when he first suspected: the signing powers had talked "
        "of such terms before, and rumour ran ahead of every paper here."
    ),
    alt=(
        "A stair of dated marks: a long empty step of spring 1945 after the signature, a crowd of "
        "steps in June to August, when China is told and signs, and another long one before the "
        "text comes out at the end."
    ),
)
def yalta_told(events: pd.DataFrame) -> go.Figure:
    """From the secret signature to the public text: who was told, with the days since."""
    signed = data.row("yalta-far-east-1945")["earliest"]
    fig, top, named = go.Figure(), len(TOLD), []
    for height, (row_id, (side, words)) in zip(range(top, 0, -1), TOLD.items(), strict=True):
        row = events.loc[row_id] if row_id in events.index else data.row(row_id)
        day = row["earliest"]
        count = f", day {(day - signed).days}" if day > signed else ""
        named.append(f"{day.day} {MONTHS[day.month - 1]}{count}: {words}")
        fig.add_scatter(
            x=[signed, day],
            y=[height] * 2,
            mode="lines",
            line={"color": style.soft(side, 0.35), "width": 3},
            hoverinfo="skip",
        )
        fig.add_scatter(
            x=[day],
            y=[height],
            mode="markers",
            marker=style.marker(
                row["grade"],
                side,
                "diamond" if data.table_of(row_id) == "treaties" else "circle",
                11,
            ),
            customdata=[row_id],
            hovertemplate=f"{named[-1]}<extra>{row['grade']}</extra>",
        )
    labels(fig, "1945-01-24", [top - n + 0.42 for n in range(top)], named)
    fig.update_layout(
        height=36 * top + 56,
        xaxis={
            "type": "date",
            "range": ["1945-01-22", "1946-02-28"],
            "tickvals": ["1945-02-11", "1945-05-08", "1945-08-15", "1945-11-01", "1946-02-11"],
            "ticktext": ["11 Feb<br>1945", "8 May", "15 Aug", "Nov", "11 Feb<br>1946"],
            "showgrid": True,
        },
        yaxis={"visible": False, "range": [0.5, top + 0.7]},
    )
    return fig
