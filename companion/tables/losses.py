"""Tables on actual losses: ratios, the table of June 1945, losses by service and by day."""

from __future__ import annotations

import pandas as pd

from companion import data
from companion.figures.losses import bounds, span
from companion.tables import listing
from companion.text import date_in_words, number


def loss_ratio(losses: pd.DataFrame, theirs: str, ours: str) -> tuple[float, float]:
    """Lowest and highest number of theirs for one of ours, given row ids.

    Ids joined by ``;`` are summed. The lowest sets their lower bound against our upper one.
    """
    (their_low, their_high), (our_low, our_high) = bounds(losses, theirs), bounds(losses, ours)
    return their_low / our_high, their_high / our_low


def ratio_in_words(low: float, high: float) -> str:
    """``7.1–7.3``, or ``7.1`` when both ends round to the same; below two, ``1.25``."""
    digits = 2 if high < 2 else 1
    words = [f"{end:.{digits}f}" for end in (low, high)]
    return "–".join(dict.fromkeys(words))


def _line(*rows: str) -> str:
    """The index of a line that rests on several rows, each named once."""
    return ";".join(dict.fromkeys(row for cell in rows for row in data.ids(cell)))


# Battle, American dead, Japanese dead, and what the two count.
PAIRS = [
    (
        "Guadalcanal, on land",
        "guadalcanal-us-ground-dead",
        "guadalcanal-japan-dead-battle",
        "dead in battle; disease left out",
    ),
    (
        "Guadalcanal, everywhere",
        "guadalcanal-allied-all-dead",
        "guadalcanal-japan-dead-all",
        "Allied dead ashore and at sea; Japanese dead of all causes",
    ),
    ("Tarawa, lowest US count", "tarawa-dpaa-dead", "tarawa-japan-dead", "Korean labourers in"),
    (
        "Tarawa, first announcement",
        "tarawa-nimitz-1943-dead",
        "tarawa-japan-dead",
        "Korean labourers in",
    ),
    (
        "Saipan, dead",
        "saipan-us-land-dead",
        "saipan-japan-dead-buried",
        "bodies buried: a minimum",
    ),
    (
        "Saipan, dead and missing",
        "saipan-us-land-dead;saipan-us-land-missing",
        "saipan-japan-dead-buried",
        "US missing in: the Saipan ratio",
    ),
    ("Leyte", "leyte-us-dead", "leyte-japan-dead", "Japanese figure disputed"),
    ("Luzon", "luzon-us-dead", "luzon-japan-losses", "most of the garrison: an upper bound"),
    ("Iwo Jima", "iwo-us-dead", "iwo-japan-dead", "US missing in"),
    (
        "Okinawa, on land",
        "okinawa-tenth-army-dead",
        "okinawa-japan-dead",
        "US missing in; Japanese figure is a US estimate",
    ),
    (
        "Okinawa, all services",
        "okinawa-us-dead",
        "okinawa-japan-dead",
        "the same, with the crews of ships",
    ),
]


@listing(
    "japanese-dead-per-american",
    table="actual_losses",
    title="Japanese dead for each American dead",
    caption=(
        "Computed from the rows named. The span comes from the lower and upper figures of each "
        "side; where only one figure is known there is no span, which does not make it exact."
    ),
)
def japanese_dead_per_american(losses: pd.DataFrame) -> pd.DataFrame:
    """Dead against dead, battle by battle, with what each side's figure takes in."""
    return pd.DataFrame(
        [
            {
                "Battle": battle,
                "US dead": span(*bounds(losses, ours)),
                "Japanese dead": span(*bounds(losses, theirs)),
                "Japanese per US dead": ratio_in_words(*loss_ratio(losses, theirs, ours)),
                "What is counted": counted,
            }
            for battle, ours, theirs, counted in PAIRS
        ],
        index=[_line(ours, theirs) for _, ours, theirs, _ in PAIRS],
    )


# Battle, its American and its Japanese figure in the table, and the later American figure.
SHOWN = [
    ("Leyte", "jcs1388-leyte-us", "jcs1388-leyte-japan", "leyte-us-total"),
    ("Luzon", "jcs1388-luzon-us", "jcs1388-luzon-japan", "luzon-us-total"),
    ("Iwo Jima", "jcs1388-iwo-us", "jcs1388-iwo-japan", "iwo-us-total"),
    ("Okinawa", "jcs1388-okinawa-us", "jcs1388-okinawa-japan", "okinawa-us-total"),
    ("Normandy, first 30 days", "jcs1388-normandy-us", "", ""),
    ("MacArthur’s operations", "jcs1388-macarthur-us-killed", "jcs1388-macarthur-japan-killed", ""),
]


@listing(
    "table-of-18-june-1945",
    table="actual_losses",
    title="Losses as laid before Truman on 18 June 1945",
    caption=(
        "The American column holds killed, wounded and missing, the Japanese one killed and "
        "captured; only the last line has killed on both sides. The quotient is computed here. The "
        "minutes were read through quotations; the line for Normandy is unchecked."
    ),
)
def table_of_18_june(losses: pd.DataFrame) -> pd.DataFrame:
    """The ratio table of June 1945 beside later counts of the same American losses."""

    def cell(row: str) -> str:
        return span(*bounds(losses, row)) if row else "not given"

    return pd.DataFrame(
        [
            {
                "Battle": battle,
                "US, as shown": cell(ours),
                "Japanese, as shown": cell(theirs),
                "Japanese per US": (
                    ratio_in_words(*loss_ratio(losses, theirs, ours)) if theirs else ""
                ),
                "US battle casualties, later count": cell(later) if later else "",
            }
            for battle, ours, theirs, later in SHOWN
        ],
        index=[_line(ours, theirs, later) for _, ours, theirs, later in SHOWN],
    )


SERVICES = [
    ("Army", "okinawa-army-dead;okinawa-army-missing", "okinawa-army-wounded"),
    ("Marine Corps", "okinawa-marine-dead", "okinawa-marine-wounded"),
    ("Navy", "okinawa-navy-dead", "okinawa-navy-wounded"),
    ("All services", "okinawa-us-dead", "okinawa-us-wounded"),
]


@listing(
    "okinawa-by-service",
    table="actual_losses",
    title="American losses at Okinawa by service",
    caption=(
        "Dead and missing, and wounded; sick and injured are in neither column. The Army's wounded "
        "are worked out from the total and the other two services, hence unchecked."
    ),
)
def okinawa_by_service(losses: pd.DataFrame) -> pd.DataFrame:
    """Okinawa's battle casualties by service, which shows where the Navy's dead belong."""
    everyone = bounds(losses, SERVICES[-1][1])[1]
    return pd.DataFrame(
        [
            {
                "Service": service,
                "Dead and missing": span(*bounds(losses, dead)),
                "Share of the dead": f"{bounds(losses, dead)[1] / everyone:.0%}",
                "Wounded": span(*bounds(losses, wounded)),
            }
            for service, dead, wounded in SERVICES
        ],
        index=[_line(dead, wounded) for _, dead, wounded in SERVICES],
    )


BATTLES = [
    ("Guadalcanal, on land", "guadalcanal-us-ground-dead;guadalcanal-us-ground-wounded"),
    ("Tarawa", "tarawa-us-marines-dead;tarawa-us-marines-wounded"),
    ("Saipan", "saipan-us-land-dead;saipan-us-land-missing;saipan-us-land-wounded"),
    ("Leyte", "leyte-us-total"),
    ("Luzon", "luzon-us-total"),
    ("Iwo Jima", "iwo-us-total"),
    ("Okinawa", "okinawa-us-total"),
]


@listing(
    "us-casualties-per-day",
    table="actual_losses",
    title="American battle casualties in total and per day",
    caption=(
        "Killed, wounded and missing over the days that the source counts, first and last "
        "included. A mean over a campaign hides its worst weeks, and says nothing of how many men "
        "were exposed."
    ),
)
def us_casualties_per_day(losses: pd.DataFrame) -> pd.DataFrame:
    """The toll of each battle as a total and as a mean per day, oldest first."""
    lines = []
    for battle, rows in BATTLES:
        first = losses.loc[data.ids(rows)[0]]
        days = (first["latest"] - first["earliest"]).days + 1
        low, high = bounds(losses, rows)
        lines.append(
            {
                "Battle": battle,
                "Span": date_in_words(first["date"]),
                "Days": number(days),
                "US battle casualties": span(low, high),
                "Per day": span(round(low / days), round(high / days)),
            }
        )
    return pd.DataFrame(lines, index=[_line(rows) for _, rows in BATTLES])
