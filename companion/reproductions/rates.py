"""Attempts by daily rate: the paper of April 1945 and what it is like."""

from __future__ import annotations

from companion.arithmetic import (
    Range,
    assume,
    by_rate,
    days_of,
    men_implied,
    okinawa_rate,
    saipan_rate,
    spread,
    stated,
    total,
)
from companion.reproductions import CANNOT, REPRODUCES, Reproduction

_FORCE = "olympic-assault-troops-766700"
_TOTAL = "jcs-april-1945-olympic-total"
_DEAD = "jcs-april-1945-olympic-dead"


def _april(men: Range, rate: str = "total") -> Range:
    return spread(by_rate, men, stated(f"jcs-april-1945-rate-{rate}"), days_of(_TOTAL))


def _april_force() -> Range:
    rate = stated("jcs-april-1945-rate-total")
    return spread(men_implied, stated(_TOTAL), rate, days_of(_TOTAL))


def _constant_rate() -> Range:
    first, span = days_of("macarthur-staff-30-days"), days_of("macarthur-staff-120-days")
    return spread(
        lambda lost, short, long: lost / short * long,
        stated("macarthur-staff-30-days"),
        first,
        span,
    )


ENTRIES = [
    Reproduction(
        "april-printed-force",
        "rate",
        "Rate of April 1945, whole assault force",
        _TOTAL,
        lambda: _april(stated(_FORCE)),
        CANNOT,
        "The printed total needs a smaller force, which no row gives.",
    ),
    Reproduction(
        "april-dead-from-total",
        "rate",
        "Fatal rate on the force implied",
        _DEAD,
        lambda: _april(_april_force(), "dead"),
        REPRODUCES,
        "Total and dead rest on one force: they are one estimate.",
    ),
    Reproduction(
        "april-with-coronet",
        "rate",
        "Rate of April 1945, Coronet added",
        "jcs-april-1945-downfall-total",
        lambda: spread(total, stated(_TOTAL), _april(stated("coronet-personnel-1070000"))),
        REPRODUCES,
        "To the nearest hundred thousand, which is how it was printed.",
    ),
    Reproduction(
        "april-with-coronet-dead",
        "rate",
        "Fatal rate, Coronet added",
        "jcs-april-1945-downfall-dead",
        lambda: spread(total, stated(_DEAD), _april(stated("coronet-personnel-1070000"), "dead")),
        CANNOT,
        "The two printed totals do not share one pair of rates.",
    ),
    Reproduction(
        "european-month",
        "rate",
        "European rate, whole force, 30 days",
        "nimitz-may-1945-30-days",
        lambda: spread(
            by_rate,
            stated(_FORCE),
            assume("European rate, casualties"),
            days_of("nimitz-may-1945-30-days"),
        ),
        CANNOT,
        "Very near, and no reason to think that it was made so.",
    ),
    Reproduction(
        "staff-constant",
        "rate",
        "First month’s losses for 120 days",
        "macarthur-staff-120-days",
        _constant_rate,
        CANNOT,
        "His staff expected worse days after the first thirty.",
    ),
    Reproduction(
        "okinawa-rate-90",
        "rate",
        "Okinawa’s rate, whole force, 90 days",
        "macarthur-revised-105050",
        lambda: spread(
            by_rate, stated(_FORCE), okinawa_rate(), days_of("macarthur-revised-105050")
        ),
        CANNOT,
        "A rate of fighting troops is too high for a force that is mostly something else.",
    ),
    Reproduction(
        "lee-saipan-rate",
        "rate",
        "Saipan’s rate, whole force, 30 days",
        "lee-1995-first-30",
        lambda: spread(by_rate, stated(_FORCE), saipan_rate(), days_of("lee-1995-first-30")),
        CANNOT,
        "No battle in the data comes near; the claim exceeds the assault force.",
    ),
]
