"""Attempts by share of a force, and by the cost of an enemy division."""

from __future__ import annotations

from companion.arithmetic import (
    Range,
    assume,
    by_division,
    by_share,
    spread,
    stated,
)
from companion.reproductions import CANNOT, REPRODUCES, WITHIN, Reproduction

_FORCE = "olympic-assault-troops-766700"


def _share(*men: str) -> Range:
    return spread(by_share, stated(*men), stated("leahy-18-june-rate"))


def _by_okinawa_division() -> Range:
    return spread(
        by_division,
        stated("okinawa-tenth-army-dead", "okinawa-army-wounded", "okinawa-marine-wounded"),
        assume("Japanese divisions on Okinawa"),
        stated("kyushu-us-est-1945-08-15-divisions"),
    )


ENTRIES = [
    Reproduction(
        "leahy-all",
        "share",
        "Leahy’s rate, whole force",
        "leahy-18-june-implied-268000",
        lambda: _share(_FORCE),
        REPRODUCES,
        "Later writers’ sum; Leahy named no force.",
    ),
    Reproduction(
        "leahy-fighting",
        "share",
        "Leahy’s rate, infantry and Marines",
        "leahy-18-june-implied-268000",
        lambda: _share("olympic-infantry-252000", "olympic-marines-87000"),
        CANNOT,
        "The share is the same, the whole is not.",
    ),
    Reproduction(
        "leahy-combat",
        "share",
        "Leahy’s rate, combat troops",
        "leahy-diary-63000",
        lambda: spread(by_share, assume("combat troops"), stated("leahy-18-june-rate")),
        CANNOT,
        "The diary has a third, the minutes a higher rate: two statements.",
    ),
    Reproduction(
        "leahy-third",
        "share",
        "One third of the combat troops",
        "leahy-diary-63000",
        lambda: spread(by_share, assume("combat troops"), assume("one third")),
        REPRODUCES,
        "The row’s own words, multiplied.",
    ),
    Reproduction(
        "bradley-month",
        "share",
        "Leahy’s rate, called thirty days",
        "bradley-270000-first-30",
        lambda: _share(_FORCE),
        REPRODUCES,
        "The number is right and its label wrong: a share has no clock.",
    ),
    Reproduction(
        "willoughby-divisions",
        "division",
        "Okinawa’s cost per Japanese division",
        "willoughby-july-1945",
        _by_okinawa_division,
        WITHIN,
        "Fits better than men for men; his own workings were not read.",
    ),
]
