"""Sums of printed parts, and figures taken over under a new name."""

from __future__ import annotations

from companion.arithmetic import (
    Range,
    assume,
    between,
    spread,
    stated,
    total,
)
from companion.reproductions import CANNOT, REPRODUCES, WITHIN, Reproduction


def southern_kyushu_alone() -> Range:
    """JWPC's missing figure for Olympic, if its plans may be subtracted from one another."""
    return spread(
        lambda kyushu, southern_and_tokyo, everything: kyushu + southern_and_tokyo - everything,
        *(stated(f"jwpc-369-1-{plan}-total") for plan in ("kyushu", "sk-tokyo", "all")),
    )


def _either(*rows: str) -> Range:
    return between(*map(stated, rows))


def _parts(plan: str) -> Range:
    return stated(*(f"jwpc-369-1-{plan}-{part}" for part in ("dead", "wounded", "missing")))


ENTRIES = [
    Reproduction(
        "jwpc-kyushu",
        "sum",
        "JWPC, all Kyushu: dead, wounded, missing",
        "jwpc-369-1-kyushu-total",
        lambda: _parts("kyushu"),
        REPRODUCES,
        "Parts and total were read apart, so the sum tests the copies.",
    ),
    Reproduction(
        "jwpc-sk-tokyo",
        "sum",
        "JWPC, southern Kyushu and Tokyo, as worked back",
        "jwpc-369-1-sk-tokyo-total",
        lambda: _parts("sk-tokyo"),
        REPRODUCES,
        "Circular: the missing were worked out from this very total.",
    ),
    Reproduction(
        "jwpc-sk-tokyo-printed",
        "sum",
        "The same with the missing as printed",
        "jwpc-369-1-sk-tokyo-total",
        lambda: spread(
            total,
            stated("jwpc-369-1-sk-tokyo-dead", "jwpc-369-1-sk-tokyo-wounded"),
            assume("missing as printed"),
        ),
        CANNOT,
        "A thousand too few: total or part is misprinted somewhere.",
    ),
    Reproduction(
        "jwpc-all",
        "sum",
        "JWPC, all three objectives: dead, wounded, missing",
        "jwpc-369-1-all-total",
        lambda: _parts("all"),
        REPRODUCES,
        "The parts were read apart from the total.",
    ),
    Reproduction(
        "jwpc-remainder",
        "sum",
        "JWPC’s Olympic alone, by subtraction",
        "macarthur-revised-105050",
        southern_kyushu_alone,
        CANNOT,
        "Near MacArthur’s; but subtracting assumes that plans do not affect one another.",
    ),
    Reproduction(
        "macarthur-months",
        "sum",
        "MacArthur’s three months",
        "macarthur-revised-105050",
        lambda: stated(*(f"macarthur-revised-d{day}" for day in (30, 60, 90))),
        REPRODUCES,
        "Four figures of one message, which agree.",
    ),
    Reproduction(
        "king-range",
        "restatement",
        "Luzon and Okinawa as in the table of June",
        "king-18-june-range",
        lambda: _either("jcs1388-luzon-us", "jcs1388-okinawa-us"),
        WITHIN,
        "The lower end is Luzon; the upper needs another Okinawa than the table’s.",
    ),
    Reproduction(
        "winnacker-range",
        "restatement",
        "Lowest and highest JWPC totals",
        "winnacker-1946-range",
        lambda: _either("jwpc-369-1-kyushu-total", "jwpc-369-1-all-total"),
        REPRODUCES,
        "Two figures of one paper become a range.",
    ),
    Reproduction(
        "bernstein-ceiling",
        "restatement",
        "JWPC’s dead for all three objectives",
        "bernstein-1986-worst-case",
        lambda: stated("jwpc-369-1-all-dead"),
        REPRODUCES,
        "A planning case becomes a ceiling.",
    ),
    Reproduction(
        "gh-floor",
        "restatement",
        "Shockley’s range",
        "glantz-house-restatement-total",
        lambda: stated("shockley-total"),
        WITHIN,
        "GH prints the low end alone, as a floor.",
    ),
    Reproduction(
        "gh-dead",
        "restatement",
        "Shockley’s dead",
        "glantz-house-restatement-dead",
        lambda: stated("shockley-dead"),
        REPRODUCES,
        "Number for number, without the “if”.",
    ),
]
