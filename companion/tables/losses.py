"""Tables on actual losses: ratios, the table of June 1945, losses by service."""

from __future__ import annotations

import pandas as pd

from companion.losses import Rows, bounds, figure_of, loss_ratio, named, rounded, span_in_words
from companion.tables import listing


def line_of(*groups: Rows) -> str:
    """The index of a line that rests on several rows, each named once."""
    return ";".join(named(*groups))


def cell_of(losses: pd.DataFrame, rows: Rows) -> str:
    """A figure or its range in words; nothing for no rows."""
    if not rows:
        return ""
    span = figure_of(losses, rows)
    return span_in_words(span.low, span.high)


# Battle, American dead, Japanese dead, and what the two count.
PAIRS: list[tuple[str, Rows, Rows, str]] = [
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
    (
        "Peleliu",
        "peleliu-us-dead",
        "peleliu-japan-dead",
        "US dead on neighbouring Angaur perhaps in",
    ),
    ("Leyte", "leyte-us-dead", "leyte-japan-dead", "Japanese figure disputed"),
    (
        "Luzon",
        ["luzon-us-dead", "luzon-us-dead-later"],
        ["luzon-japan-dead-us-estimate", "luzon-japan-dead-older", "luzon-japan-losses"],
        "US missing in the upper count; Japanese dead of all causes, hunger above all",
    ),
    ("Iwo Jima", "iwo-us-dead", "iwo-japan-dead", "US missing in"),
    (
        "Okinawa, on land",
        "okinawa-tenth-army-dead",
        "okinawa-japan-dead",
        "US missing in; Japanese dead by US estimate",
    ),
    (
        "Okinawa, on land, other count",
        "okinawa-tenth-army-dead",
        ["okinawa-japan-dead-77166", "okinawa-japan-dead-prefecture"],
        "US missing in; Japanese dead by Japanese counts",
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
                "US dead": cell_of(losses, ours),
                "Japanese dead": cell_of(losses, theirs),
                "Japanese per US dead": rounded(loss_ratio(losses, theirs, ours)),
                "What is counted": counted,
            }
            for battle, ours, theirs, counted in PAIRS
        ],
        index=[line_of(ours, theirs) for _, ours, theirs, _ in PAIRS],
    )


# Battle, its American and its Japanese figure in the table, and the later American figure.
SHOWN = [
    ("Leyte", "jcs1388-leyte-us", "jcs1388-leyte-japan", "leyte-us-total"),
    ("Luzon", "jcs1388-luzon-us", "jcs1388-luzon-japan", "luzon-us-total"),
    ("Iwo Jima", "jcs1388-iwo-us", "jcs1388-iwo-japan", "iwo-us-total"),
    (
        "Okinawa, ashore",
        "jcs1388-okinawa-us",
        "jcs1388-okinawa-japan",
        "okinawa-tenth-army-dead;okinawa-army-wounded;okinawa-marine-wounded",
    ),
    (
        "Okinawa, with the Navy",
        "jcs1388-okinawa-us-with-navy",
        "jcs1388-okinawa-japan",
        "okinawa-us-total",
    ),
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
        "minutes were read through quotations; the lines for Normandy and for Okinawa with the "
        "Navy are unchecked."
    ),
)
def table_of_18_june(losses: pd.DataFrame) -> pd.DataFrame:
    """The ratio table of June 1945 beside later counts of the same American losses."""
    return pd.DataFrame(
        [
            {
                "Battle": battle,
                "US, as shown": cell_of(losses, ours),
                "Japanese, as shown": cell_of(losses, theirs) or "not given",
                "Japanese per US": rounded(loss_ratio(losses, theirs, ours)) if theirs else "",
                "US battle casualties, later count": cell_of(losses, later),
            }
            for battle, ours, theirs, later in SHOWN
        ],
        index=[line_of(ours, theirs, later) for _, ours, theirs, later in SHOWN],
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
                "Dead and missing": cell_of(losses, dead),
                "Share of the dead": f"{bounds(losses, dead)[1] / everyone:.0%}",
                "Wounded": cell_of(losses, wounded),
            }
            for service, dead, wounded in SERVICES
        ],
        index=[line_of(dead, wounded) for _, dead, wounded in SERVICES],
    )
