"""The week of the surrender on four clocks: a timeline, and the dates that one moment has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import plotly.graph_objects as go

from companion import clocks, data
from companion.clocks import CLOCKS, Clock
from companion.figures import figure, style

START = datetime(1945, 8, 5, 15, tzinfo=UTC)  # midnight in Tokyo, where the week opens
HOURS = 238
PER_HOUR, BETWEEN = 5.3, 17  # pixels: of an hour, and at least from one label to the next
LANES = {clock_id: n + 0.5 for n, clock_id in enumerate(CLOCKS)}
DAY_AT, DOT_AT = -0.26, 0.2  # from the middle of a lane
WORDS_AT = 4.5

# Event -> its words beside the timeline, short enough for a phone.
WORDS = {
    "hiroshima": "Hiroshima bombed",
    "truman-hiroshima-statement-1945": "Truman tells of bomb",
    "togo-emperor-1945-08-08": "Togo sees the Emperor",
    "molotov-sato-war-1945": "Molotov tells Sato of war",
    "fef-attack": "Soviet attack in the east",
    "tbf-attack-chita": "Soviet attack in the west",
    "molotov-allies-1945-08-08": "Molotov tells the Allies",
    "novikov-grew-1945": "Novikov tells Grew",
    "truman-announces-soviet-entry-1945": "Truman tells the press",
    "moscow-broadcast-war-1945": "Moscow radio tells of war",
    "tokyo-learns-1945-08-09": "Tokyo learns of the war",
    "supreme-war-council-1945": "Supreme War Council",
    "nagasaki": "Nagasaki bombed",
    "imperial-conference-opens-1945": "imperial conference",
    "imperial-conference-1945-08-10": "Emperor decides",
    "cabinet-adopts-1945-08-10": "cabinet follows him",
    "offer-sent-1945-08-10": "offer cabled abroad",
    "malik-togo-1945-08-10": "Malik tells Togo of war",
    "domei-offer-1945-08-10": "Japan’s offer on the radio",
    "sakhalin-offensive": "Soviet attack on Sakhalin",
    "molotov-harriman-1945-08-11": "Molotov and Harriman",
    "byrnes-reply-1945-08-11": "Byrnes replies to Japan",
    "byrnes-reply-heard-1945-08-12": "his reply heard in Tokyo",
    "cabinet-1945-08-12": "cabinet divided over it",
    "imperial-family-1945-08-12": "the princes meet",
    "supreme-war-council-1945-08-13": "Supreme War Council",
    "cabinet-1945-08-13": "cabinet divided again",
    "imperial-conference-1945-08-14": "Emperor decides again",
    "rescript-promulgated-1945-08-14": "rescript promulgated",
    "rescript-recorded-1945-08-14": "rescript recorded",
    "palace-coup-1945": "coup in the palace",
    "anami-dies-1945": "Anami kills himself",
    "acceptance-washington-1945-08-14": "acceptance delivered",
    "truman-announces-surrender-1945": "Truman: Japan surrenders",
    "imperial-rescript": "the Emperor’s broadcast",
    "suzuki-resigns-1945": "Suzuki’s cabinet resigns",
}
# The moments of the second figure: those that the dispute about days turns on.
MOMENTS = {
    "hiroshima": "Bomb on Hiroshima",
    "molotov-sato-war-1945": "Molotov tells Sato of the war",
    "tbf-attack-chita": "Soviet attack in the west",
    "nagasaki": "Bomb on Nagasaki",
    "imperial-conference-1945-08-10": "First decision of the Emperor",
    "byrnes-reply-1945-08-11": "Byrnes replies",
    "imperial-conference-1945-08-14": "Second decision of the Emperor",
    "truman-announces-surrender-1945": "Truman announces the surrender",
    "imperial-rescript": "The Emperor is heard on the radio",
    "missouri-signing-1945": "Surrender opened on the Missouri",
}
_SIDES = {"washington": "US", "moscow": "USSR", "tokyo": "Japan"}


def lane(event: pd.Series) -> str:
    """The clock nearest to where the event happened."""
    if event["place"] in CLOCKS:
        return str(event["place"])
    return "transbaikal" if data.row(event.name).get("side") == "USSR" else "tokyo"


def _side(event: pd.Series) -> str:
    side = data.row(event.name).get("side")
    return str(side) if side in style.PALETTE else _SIDES.get(str(event["place"]), "other")


def _hours(moment: datetime) -> float:
    return (moment - START) / timedelta(hours=1)


def _spread(heights: list[float], gap: float) -> list[float]:
    """The heights, in order, moved as little as keeps each ``gap`` from the next."""
    runs: list[list[float]] = []  # of each run of labels that touch: its top, and how many
    for height in heights:
        runs.append([height, 1])
        while len(runs) > 1 and runs[-2][0] + runs[-2][1] * gap > runs[-1][0]:
            (top, count), (below, more) = runs[-2:]
            middle = count * (top + (count - 1) * gap / 2) + more * (below + (more - 1) * gap / 2)
            both = count + more
            runs[-2:] = [[middle / both - (both - 1) * gap / 2, both]]
    return [top + n * gap for top, count in runs for n in range(int(count))]


def _days(clock: Clock) -> list[tuple[datetime, datetime, int]]:
    """The days of a clock's calendar that the timeline meets: start, end, day of the month."""
    zone, end = ZoneInfo(clock.zone), START + timedelta(hours=HOURS)
    day = START.astimezone(zone).date()
    found = []
    while (opens := clocks.instant(day, "00:00", clock.zone)) < end:
        closes = clocks.instant(day + timedelta(days=1), "00:00", clock.zone)
        found.append((max(opens, START), min(closes, end), day.day))
        day += timedelta(days=1)
    return found


def _calendars(fig: go.Figure) -> list[dict[str, Any]]:
    """Each clock's days as bands with their date, every other one shaded; returns the bands."""
    bands, dates = [], []
    for clock_id, clock in CLOCKS.items():
        for opens, closes, of_month in _days(clock):
            top, bottom = _hours(opens), _hours(closes)
            x = LANES[clock_id]
            bands.append(
                {
                    "type": "rect",
                    "x0": x - 0.47,
                    "x1": x + 0.47,
                    "y0": top,
                    "y1": bottom,
                    "fillcolor": style.soft("quiet", 0.22 if of_month % 2 else 0.07),
                    "line": {"width": 0},
                    "layer": "below",
                }
            )
            if bottom - top > 6:
                dates.append((x + DAY_AT, top + 2.6, str(of_month)))
    fig.add_scatter(
        x=[x for x, _, _ in dates],
        y=[y for _, y, _ in dates],
        text=[words for _, _, words in dates],
        mode="text",
        textfont={"size": 11, "color": style.colour("quiet")},
        hoverinfo="skip",
    )
    return bands


def _told(event: pd.Series) -> str:
    """The event's hour on each of the four clocks, for who points at its mark."""
    readings = (f"{each.name}: {clocks.read(event, i).words}" for i, each in CLOCKS.items())
    return "<br>".join(readings)


def _heads(narrow: bool) -> list[dict[str, Any]]:
    short = {
        "washington": "Wash-<br>ington",
        "moscow": "Mos-<br>cow",
        "transbaikal": "Trans-<br>baikal",
    }
    return [
        {
            "x": LANES[clock_id],
            "y": -1.5,
            "text": short.get(clock_id, clock.name) if narrow else f"<b>{clock.name}</b>",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": 9 if narrow else 12},
        }
        for clock_id, clock in CLOCKS.items()
    ]


@figure(
    "seven-days-four-clocks",
    table="diplomacy_events",
    title="Hiroshima to the broadcast by four clocks, 6 to 15 August 1945",
    caption=(
        "Time runs down; all that lies on one level is one moment. Each column is the calendar of "
        "one clock: its shade changes at that clock’s midnight, and the numeral is the day of "
        "August. A dot stands in the column nearest to where the event happened, and its hour is "
        "that of this column’s clock. Only events with an hour and a clock are drawn: the "
        "list has the others. What follows in time need not follow in cause."
    ),
    alt=(
        "Four columns of shaded days side by side, in which the days of Washington begin far below "
        "those of Tokyo; dots with words crowd together twice, around the declaration of war and "
        "around the second decision of the Emperor."
    ),
)
def seven_days(table: pd.DataFrame) -> go.Figure:
    """Every event of the week with an hour, on one scale of time beside four calendars."""
    events = clocks.timed()
    events = events[[i in WORDS for i in events.index]]
    fig = go.Figure()
    bands = _calendars(fig)
    at = [_hours(found[0]) for _, event in events.iterrows() if (found := clocks.span(event))]
    labels = _spread(at, BETWEEN / PER_HOUR)
    for (row_id, event), height, label in zip(events.iterrows(), at, labels, strict=True):
        x, side = LANES[lane(event)] + DOT_AT, _side(event)
        fig.add_scatter(
            x=[x, 4.06, 4.4],
            y=[height, height, label],
            mode="lines",
            line={"width": 1, "color": style.soft(side, 0.7)},
            hoverinfo="skip",
        )
        fig.add_scatter(
            x=[x],
            y=[height],
            mode="markers",
            marker=style.marker(event["grade"], side, size=9),
            customdata=[f"{row_id};{event['place']}"],
            hovertemplate=f"<b>{WORDS[str(row_id)]}</b><br>{_told(event)}<extra></extra>",
        )
    hours = [clocks.read(event, lane(event)).hour[:5] for _, event in events.iterrows()]
    fig.add_scatter(
        x=[WORDS_AT] * len(labels),
        y=labels,
        text=[f"{h} {WORDS[str(i)]}" for h, i in zip(hours, events.index, strict=True)],
        mode="text",
        cliponaxis=False,
        textposition="middle right",
        textfont={"size": 12},
        hoverinfo="skip",
    )
    fig.update_traces(showlegend=False)
    sides = {_side(event) for _, event in events.iterrows()}
    for side, name in style.SIDES.items():
        if side in sides:
            style.key(fig, name, style.marker("reference", side, size=9))
    fig.update_layout(
        height=int(HOURS * PER_HOUR) + 74,
        showlegend=True,
        legend={**style.LEGEND_ON_TOP, "yanchor": "top"},
        margin={"t": 6, "b": 6, "l": 6, "r": 6},
        shapes=bands,
        annotations=_heads(narrow=False),
        xaxis={"visible": False, "range": [0, 8.8], "fixedrange": True},
        yaxis={"visible": False, "range": [HOURS + 1, -8], "fixedrange": True},
    )
    return style.narrow(fig, xaxis={"range": [0, 10.4]}, annotations=_heads(narrow=True))


@figure(
    "one-moment-four-dates",
    table="diplomacy_events",
    title="Ten moments by the calendars of four clocks",
    caption=(
        "A line is one moment; its four cells are what clocks showed. A filled cell has another "
        "date than the place where it happened. “Two days after” and “the day before” hold only "
        "by the calendar that one counts in. Where accounts differ on an hour, the cell has the "
        "first one of the row; the list has the rest."
    ),
    alt=(
        "Ten lines of four cells: most cells under Washington are filled, one day behind, and "
        "several under Moscow; under Tokyo and Transbaikal only Truman’s announcement is."
    ),
)
def one_moment_four_dates(table: pd.DataFrame) -> go.Figure:
    """Date and hour of the moments that statements about days turn on, cell by cell."""
    events = clocks.events().loc[list(MOMENTS)]
    fig = go.Figure()
    shapes, count = [], len(events)
    for n, (row_id, event) in enumerate(events.iterrows()):
        y, side = count - n, _side(event)
        readings = {clock_id: clocks.read(event, clock_id) for clock_id in CLOCKS}
        fig.add_scatter(
            x=[0.06],
            y=[y + 0.32],
            mode="text",
            text=[f"<b>{MOMENTS[str(row_id)]}</b>"],
            textposition="middle right",
            textfont={"size": 12.5},
            hoverinfo="skip",
        )
        for clock_id, reading in readings.items():
            x = LANES[clock_id]
            shapes.append(
                {
                    "type": "rect",
                    "x0": x - 0.47,
                    "x1": x + 0.47,
                    "y0": y - 0.46,
                    "y1": y + 0.14,
                    "fillcolor": style.soft(side, 0.3 if reading.flag else 0),
                    "line": {"width": 1, "color": style.soft(side, 0.75)},
                    "layer": "below",
                }
            )
        fig.add_scatter(
            x=list(LANES.values()),
            y=[y - 0.16] * len(LANES),
            mode="text",
            text=[_cell(reading) for reading in readings.values()],
            textfont={"size": 12},
            customdata=[f"{row_id};{event['place']}"] * len(LANES),
            hovertemplate=[
                f"{CLOCKS[i].name}: {r.words}<extra></extra>" for i, r in readings.items()
            ],
        )

    def heads(size: float) -> list[dict[str, Any]]:
        font = {"size": size, "color": style.colour("quiet")}
        return [
            {"x": x, "y": count + 0.72, "text": CLOCKS[i].name, "showarrow": False, "font": font}
            for i, x in LANES.items()
        ]

    fig.update_layout(
        height=64 * count + 50,
        margin={"t": 4, "b": 4, "l": 4, "r": 4},
        shapes=shapes,
        annotations=heads(12),
        xaxis={"visible": False, "range": [0, 4], "fixedrange": True},
        yaxis={"visible": False, "range": [0.4, count + 0.95], "fixedrange": True},
    )
    return style.narrow(fig, annotations=heads(11))


def _cell(reading: clocks.Reading) -> str:
    month = "Sept" if reading.day.month == 9 else "Aug"
    return f"<b>{reading.day.day} {month}</b><br>{reading.hour[:5]}"
