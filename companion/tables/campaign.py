"""The campaigns as lists, for those who cannot see the maps and for those who want it in words."""

from __future__ import annotations

import pandas as pd

from companion import places
from companion.campaign import (
    AUGUST_1945,
    KHALKHIN_GOL,
    SPEEDS,
    Campaign,
    advances,
    distance,
    forces,
    hour,
    moves_by_period,
    pace,
)
from companion.tables import listing
from companion.text import date_in_words, quantity


def _by_day(campaign: Campaign, events: pd.DataFrame) -> pd.DataFrame:
    rows = campaign.by_the_hour(events)
    lines = [
        [
            date_in_words(row["date"]),
            hour(row),
            places.names(row["place"]),
            row["event"],
            row["side"],
        ]
        for _, row in rows.iterrows()
    ]
    columns = ["Date", "Local time", "Place", "What happened", "Side"]
    return pd.DataFrame(lines, index=rows.index, columns=columns)


@listing(
    AUGUST_1945.listing,
    table="campaign_events",
    title="The campaign day by day, June to September 1945",
    caption=(
        "Every mark of the map as a line, in order of the first day it can mean; within a day by "
        "the local hour as told, with those of no exact hour last. Where the source names no "
        "clock, none stands beside the hour. A place stands under its name of 1945, with today’s "
        "where it differs. Conflicting accounts have a line each."
    ),
)
def campaign_by_day(events: pd.DataFrame) -> pd.DataFrame:
    """Events of 1945 with date, local time, place then and now, and side."""
    return _by_day(AUGUST_1945, events)


@listing(
    KHALKHIN_GOL.listing,
    table="campaign_events",
    title="Khalkhin Gol day by day, May to September 1939",
    caption="Every mark of the small map as a line, in order of date.",
)
def khalkhin_gol_by_day(events: pd.DataFrame) -> pd.DataFrame:
    """Events of 1939 with date, local time, place and side."""
    return _by_day(KHALKHIN_GOL, events)


@listing(
    "campaign-advances",
    table="campaign_events",
    title="The arrows of the map, with the days between",
    caption=(
        "Each arrow in words: where sources tell of a force, and where they next tell of it. The "
        "straight line is shorter than any road, and the days are those between two reports: "
        "their quotient is no marching speed. Where a day is uncertain they are counted over the "
        "widest span that the reports allow."
    ),
)
def campaign_advances(events: pd.DataFrame) -> pd.DataFrame:
    """Each arrow: from, to, the days between the two reports, the straight distance in km."""
    rows = AUGUST_1945.of(events)
    ids, lines = [], []
    for before, here in advances(rows):
        start, end = rows.loc[before], rows.loc[here]
        days = (end["latest"] - start["earliest"]).days
        ids.append(f"{before};{here}")
        lines.append(
            [
                forces(end) or "not named",
                f"{places.names(start['place'])}, {date_in_words(start['date'])}",
                f"{places.names(end['place'])}, {date_in_words(end['date'])}",
                str(days),
                f"{distance(start['place'], end['place']):.0f}",
            ]
        )
    columns = ["Force", "From", "To", "Days", "Straight line (km)"]
    return pd.DataFrame(lines, index=pd.Index(ids, name="id"), columns=columns)


@listing(
    "moves-by-period",
    table="campaign_events",
    title="Soviet attacks, captures and landings by the period they began in",
    caption=(
        "A count of rows, not of battles: early attacks are told of by the army, late landings "
        "one by one. The day of the broadcast counts to the second period."
    ),
)
def moves_by_periods(events: pd.DataFrame) -> pd.DataFrame:
    """Each period with how many moves began in it."""
    moves = moves_by_period(events)
    lines = [[name, str(len(ids))] for name, ids in moves.items()]
    index = pd.Index([";".join(ids) for ids in moves.values()], name="id")
    return pd.DataFrame(lines, index=index, columns=["Period", "Moves"])


@listing(
    "speed-of-advance",
    table="force_levels",
    title="Four kinds of speed: distance in a time, rate achieved, rate planned, depth",
    caption=(
        "The pace is worked out where a distance has its days; it is that of the leading "
        "detachments and was not kept up. Nothing is worked out for a rate that the source gives."
    ),
)
def speed_of_advance(forces: pd.DataFrame) -> pd.DataFrame:
    """Distances and rates of August 1945, what each counts, and the pace in km a day."""
    lines = []
    for row_id in SPEEDS:
        row = forces.loc[row_id]
        rate = pace(row)
        worked = "" if rate is None else f"{quantity(rate.round(0))} km a day"
        lines.append(
            [
                row["formation"],
                f"{quantity(row)} {row['unit']}",
                row["counts"],
                worked,
            ]
        )
    columns = ["Force", "As given", "What it counts", "Pace"]
    return pd.DataFrame(lines, index=pd.Index(SPEEDS, name="id"), columns=columns)
