"""Figures on treaties and territory: what was in force when, and who held what."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from companion import data
from companion.figures import figure, style
from companion.text import MONTHS, date_in_words

# The instruments that the chapter follows, by theme.
MAIN: dict[str, list[str]] = {
    "Borders of Russia and Japan": [
        "shimoda-1855",
        "st-petersburg-1875",
        "portsmouth-1905",
        "basic-convention-1925",
        "ussr-decree-1946",
        "joint-declaration-1956",
        "tokyo-declaration-1993",
        "suspension-2022",
    ],
    "China, Korea and the railways": [
        "port-arthur-lease-1898",
        "korea-annexation-1910",
        "sino-soviet-1924",
        "cer-sale-1935",
        "sino-soviet-alliance-1945",
        "port-arthur-1945",
        "changchun-railway-1945",
        "sino-soviet-alliance-1950",
    ],
    "Pacts before the war": [
        "anti-comintern-1936",
        "molotov-ribbentrop-1939",
        "nomonhan-ceasefire-1939",
        "tripartite-1940",
        "neutrality-pact-1941",
    ],
    "War and peace": [
        "yalta-far-east-1945",
        "potsdam-proclamation-1945",
        "soviet-war-declaration-1945",
        "instrument-of-surrender-1945",
        "san-francisco-1951",
        "korean-armistice-1953",
    ],
}

NOTICE = "neutrality-denunciation-1945"
WAR = "1945-08-09"  # the first day of war between the USSR and Japan


def still_in_force(instrument: pd.Series) -> bool:
    """Whether the row says that the instrument is in force today.

    A blank end alone does not say so: it also stands where no single day of ending is known.
    """
    return pd.isna(instrument["ended"]) and str(instrument["status_today"]).startswith("In force")


def _labels(fig: go.Figure, day: str, heights: list[float], words: list[str], **axes: str) -> None:
    """Text to the right of ``day``, one line at each height: the labels above the marks."""
    fig.add_scatter(
        x=[day] * len(words),
        y=heights,
        mode="text",
        text=words,
        textposition="middle right",
        textfont={"size": 12},
        hoverinfo="skip",
        cliponaxis=False,
        **axes,
    )


def _day_line(fig: go.Figure, day: str, heights: list[int], **axes: str) -> None:
    """A dotted upright at one day, for orientation only, interrupted where the labels stand."""
    fig.add_scatter(
        x=[day, day, None] * len(heights),
        y=[end for height in heights for end in (height - 0.4, height + 0.2, None)],
        mode="lines",
        line={"color": style.colour("quiet"), "width": 1, "dash": "dot"},
        hoverinfo="skip",
        **axes,
    )


def _side(instrument: pd.Series) -> str:
    """The side whose colour an instrument takes: its one party, or the USSR with Japan as USSR."""
    parties = data.ids(instrument["parties"])
    sides = {"Russian Empire": "USSR", "Russian Federation": "USSR", "USA": "US"}
    named = [sides.get(party, party) for party in parties]
    return named[0] if len(named) == 1 else "other"


def _instrument(fig: go.Figure, row_id: str, row: pd.Series, height: float) -> None:
    """One instrument: a mark at its signature, a bar while in force, a stroke at a known end."""
    start = row["in_force_earliest"] if pd.notna(row["in_force_earliest"]) else row["earliest"]
    colour = style.soft(_side(row), 0.5)
    words = f"{row['short_title']}: signed {date_in_words(row['date'])}"
    if pd.notna(row["ended"]):
        days = [start, row["ended_earliest"]]
        words += f", ended {date_in_words(row['ended'])}"
        fig.add_scatter(
            x=days,
            y=[height] * 2,
            mode="lines",
            line={"color": colour, "width": 8},
            customdata=[row_id] * 2,
            hovertemplate=f"{words}<extra>{row['grade']}</extra>",
        )
        if row["ended_earliest"] == row["ended_latest"]:
            fig.add_scatter(
                x=[row["ended_latest"]],
                y=[height],
                mode="markers",
                marker={
                    "symbol": "line-ns-open",
                    "size": 11,
                    "color": style.colour(_side(row)),
                    "line": {"width": 2, "color": style.colour(_side(row))},
                },
                customdata=[row_id],
                hovertemplate=f"{words}<extra>{row['grade']}</extra>",
            )
    elif still_in_force(row):
        words += ", in force"
        fig.add_scatter(
            x=[start, "2025-12-31"],
            y=[height] * 2,
            mode="lines",
            line={"color": colour, "width": 8},
            hoverinfo="skip",
        )
        fig.add_scatter(
            x=["2025-12-31"],
            y=[height],
            mode="markers",
            marker={"symbol": "triangle-right", "size": 12, "color": style.colour(_side(row))},
            hoverinfo="skip",
        )
    fig.add_scatter(
        x=[row["earliest"]],
        y=[height],
        mode="markers",
        marker=style.marker(row["grade"], _side(row), "diamond", 10),
        customdata=[row_id],
        hovertemplate=f"{words}<extra>{row['grade']}</extra>",
    )


@figure(
    "treaties-in-force",
    table="treaties",
    title="Main instruments between Russia, Japan and their neighbours, 1855 to today",
    caption=(
        "A diamond marks the signature or issue, a bar the time in force, a stroke the day it "
        "ended, an arrow that it is in force today. A diamond alone means that no day of ending is "
        "recorded, not that the instrument lasted a day. A bar without a stroke ends "
        "in a year of which the day is not known. Colour names the one side that made a "
        "unilateral act; grey is for instruments with several parties."
    ),
    alt=(
        "Bars and diamonds in four groups on one axis of years: the long bars that begin before "
        "1945 stop there, and only a few that begin after the war reach today."
    ),
)
def treaties_in_force(treaties: pd.DataFrame) -> go.Figure:
    """The main instruments by theme: signed, in force, ended."""
    fig = go.Figure()
    rows = [
        (theme, row_id)
        for theme, ids in MAIN.items()
        for row_id in ["", *ids]
        if not row_id or row_id in treaties.index
    ]
    top = len(rows)
    themes: list[tuple[float, str]] = []
    labels: list[tuple[float, str]] = []
    heights = [h for h, (_, row_id) in zip(range(top, 0, -1), rows, strict=True) if row_id]
    _day_line(fig, WAR, heights)
    for height, (theme, row_id) in zip(range(top, 0, -1), rows, strict=True):
        if not row_id:
            themes.append((height + 0.05, f"<b>{theme}</b>"))
            continue
        row = treaties.loc[row_id]
        _instrument(fig, row_id, row, height)
        labels.append((height + 0.42, f"{date_in_words(row['date'])}, {row['short_title']}"))
    for lines in (themes, labels):
        _labels(fig, "1854-01-01", [at for at, _ in lines], [words for _, words in lines])
    years = [1855, 1875, 1905, 1925, 1945, 1975, 2000, 2025]
    fig.update_xaxes(
        type="date",
        range=["1853-06-01", "2027-12-31"],
        tickvals=[f"{year}-01-01" for year in years],
        ticktext=[str(year) for year in years],
        showgrid=True,
        title_text="dotted: 9 August 1945",
    )
    fig.update_yaxes(visible=False, range=[0.4, top + 0.6])
    fig.update_layout(height=34 * top + 60)
    return fig


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
    "sato-lozovsky-1945-07-13": ("Japan", "Sato hands over the Emperor's message"),
    "truman-stalin-1945-07-17": ("USSR", "Stalin to Truman: in by 15 August"),
    "lozovsky-reply-1945": ("USSR", "Lozovsky: message too general"),
    "togo-932-1945": ("Japan", "Togo: no unconditional surrender"),
    "truman-tells-stalin-1945": ("US", "Truman mentions a new weapon"),
    "potsdam-proclamation-1945": ("US", "Potsdam Proclamation, USSR not a signatory"),
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
    _labels(
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
        "the colour of the side whose move it was. Order on the page is order in time, and not a "
        "chain of causes."
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
    top, labels = len(MOVES), []
    _day_line(fig, WAR, list(range(top, 0, -1)))
    for height, (row_id, (side, words)) in zip(range(top, 0, -1), MOVES.items(), strict=True):
        signed = row_id in treaties.index
        row = (treaties if signed else events).loc[row_id]
        doubt = "?" if row["date"].endswith("?") else ""
        words = f"{row['earliest'].day} {MONTHS[row['earliest'].month - 1]}{doubt}: {words}"
        labels.append(words)
        fig.add_scatter(
            x=[row["earliest"]],
            y=[height],
            mode="markers",
            marker=style.marker(row["grade"], side, "diamond" if signed else "circle", 10),
            customdata=[row_id],
            hovertemplate=f"{words}<extra>{row['grade']}</extra>",
        )
    _labels(fig, "1945-03-26", [top - n + 0.42 for n in range(top)], labels)
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


# How the table names those in control -> the side's colour and a word short enough for a bar.
HOLDERS: list[tuple[str, str, str]] = [
    ("Japan", "Japan", "Japan"),
    ("Russian Federation", "USSR", "Russia"),
    ("Russian", "USSR", "Russia"),
    ("USSR", "USSR", "USSR"),
    ("Qing China", "China", "China"),
    ("Republic of China", "China", "China"),
    ("China", "China", "China"),
    ("People's Republic of China", "China", "China"),
    ("Chinese Communist", "China", "China"),
    ("USA", "US", "USA"),
    ("Mixed", "other", "undivided"),
    ("not built", "other", "not built"),
    ("Manchukuo", "other", "Manchukuo"),
    ("Joseon", "other", "Korea"),
    ("Republic of Korea", "other", "South Korea"),
    ("Democratic People's Republic of Korea", "other", "North Korea"),
    ("Mongolian", "other", "Mongolia"),
    ("Mongolia", "other", "Mongolia"),
    ("Joint Sino-Soviet", "other", "joint"),
]
# Words for control that rests on arms, a lease or a protectorate: these bars are drawn paler.
PASSING = re.compile(
    "occupation|military|lease|protectorate|contested|disputed|mixed|joint|seizure", re.IGNORECASE
)


def holder(controller: str) -> tuple[str, str]:
    """Side and short name of who is in control: ``("USSR", "Russia")``; ``("other", "")`` else."""
    for start, side, name in HOLDERS:
        if controller.startswith(start):
            return side, name
    return "other", ""


def _bar_labels(
    status: pd.DataFrame, heights: dict[str, float], width: int
) -> list[dict[str, Any]]:
    """Annotations that name the holder where a run of its bars is long enough for the word."""
    per_day = (width - 28) / 173 / 365.25
    notes = []
    named = status.assign(holder=status["controller"].map(holder))
    for territory, height in heights.items():
        rows = named[named["territory"] == territory]
        run = (rows["holder"] != rows["holder"].shift()).cumsum()
        for _, bars in rows.groupby(run):
            first, last = bars["earliest"].min(), bars["latest"].max()
            name = bars["holder"].iloc[0][1]
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
        "takes no side on who had the right. Paler bars rest on occupation, lease, protectorate "
        "or an undivided or contested holding; outlined bars are intervals not checked in a "
        "source. Grey is for states and authorities without a colour of their own here; bars too "
        "short for a name are named in the table below the figure."
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
        side, _ = holder(row["controller"])
        paler = PASSING.search(row["controller"])
        filled = row["grade"] != "unchecked"
        low, high = heights[row["territory"]] - 0.26, heights[row["territory"]] + 0.2
        first, last = row["earliest"], row["latest"]
        fig.add_scatter(
            x=[first, last, last, first, first],
            y=[low, low, high, high, low],
            mode="lines",
            fill="toself",
            fillcolor=style.soft(side, (0.2 if paler else 0.5) if filled else 0),
            line={"color": style.colour("paper" if filled else side), "width": 1},
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


@figure(
    "yalta-to-fulfilment",
    table="yalta_terms",
    title="From Yalta to fulfilment",
    caption=(
        "Each line runs from the agreement of February 1945 to the act that is taken here to have "
        "fulfilled the term; a circle says in full, a diamond in part. The axis is broken before "
        "1951. Fulfilled means that the act was done, not that all parties accept it as law, nor "
        "that the term gave title to anything."
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
    fig, top, labels = go.Figure(), len(drawn), []
    for height, (row_id, row) in zip(range(top, 0, -1), drawn.iterrows(), strict=True):
        late = row["earliest"] > edge
        words = f"{TERMS[str(row_id)]}: {row['extent']}, {(row['earliest'] - signed).days:,} days"
        labels.append(words)
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
            marker=style.marker(
                row["grade"], "other", "circle" if row["extent"] == "full" else "diamond", 11
            ),
            customdata=[row_id],
            hovertemplate=f"{words}<br>{date_in_words(row['date'])}<extra>{row['grade']}</extra>",
            xaxis="x2" if late else "x",
        )
    _labels(fig, "1945-01-22", [top - n + 0.42 for n in range(top)], labels)
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
