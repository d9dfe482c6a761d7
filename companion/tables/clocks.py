"""The days from Hiroshima to the surrender as a list with four clocks."""

from __future__ import annotations

import pandas as pd

from companion import clocks
from companion.clocks import CLOCKS
from companion.tables import listing

LISTING = "days-by-four-clocks"
PAIRS = (
    ("hiroshima", "molotov-sato-war-1945", "Hiroshima to the declaration of war"),
    ("molotov-sato-war-1945", "tbf-attack-chita", "Declaration to the attack in the west"),
    ("molotov-sato-war-1945", "nagasaki", "Declaration to Nagasaki"),
    ("tbf-attack-chita", "tokyo-learns-1945-08-09", "Attack to Tokyo’s learning of the war"),
    ("tbf-attack-chita", "nagasaki", "Attack to Nagasaki"),
    ("nagasaki", "imperial-conference-1945-08-10", "Nagasaki to the Emperor’s first decision"),
    ("imperial-conference-1945-08-14", "imperial-rescript", "Second decision to the broadcast"),
    ("truman-announces-surrender-1945", "imperial-rescript", "Truman’s word to the broadcast"),
    ("imperial-rescript", "missouri-signing-1945", "Broadcast to the signing"),
)


@listing(
    LISTING,
    table="diplomacy_events",
    title="Hour by hour on four clocks, 6 August to 9 September 1945",
    caption=(
        "Every event in the data from 6 to 15 August, then a choice from the weeks after. In "
        "brackets stands the date where the event happened, if this clock had another. A day that "
        "stands without an hour is the one the source gives, on all four clocks alike, as is an "
        "hour without a clock: by another calendar it may be the day before or after. Lines stand "
        "in the order of Tokyo’s calendar; within a day those without an hour and its clock come "
        "last, where their place says nothing of when they happened."
    ),
)
def days_by_four_clocks(diplomacy: pd.DataFrame) -> pd.DataFrame:
    """Every event of the chapter with its date and hour on each of the four clocks."""
    rows = clocks.events()
    lines = [
        [row["event"], *(clocks.read(row, clock_id).words for clock_id in CLOCKS)]
        for _, row in rows.iterrows()
    ]
    columns = ["What happened", *(each.name for each in CLOCKS.values())]
    return pd.DataFrame(lines, index=rows.index, columns=columns)


@listing(
    "time-between",
    table="diplomacy_events",
    title="Time between two events, and the days that each calendar counts",
    caption=(
        "The time is one and the same everywhere; the days count midnights, which is what “the "
        "day after” means. Hours are those of the rows; where a row gives an interval, "
        "its beginning counts."
    ),
)
def time_between(diplomacy: pd.DataFrame) -> pd.DataFrame:
    """Pairs of events: the time between them, and the days between on each calendar."""
    ids, lines = [], []
    for first, second, words in PAIRS:
        days = (f"{c.name} {clocks.calendar_days(first, second, i)}" for i, c in CLOCKS.items())
        ids.append(f"{first};{second}")
        lines.append([words, clocks.in_hours(clocks.between(first, second)), ", ".join(days)])
    columns = ["From and to", "Time", "Days by each calendar"]
    return pd.DataFrame(lines, index=pd.Index(ids, name="id"), columns=columns)
