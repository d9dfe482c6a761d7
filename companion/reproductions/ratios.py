"""Attempts by exchange ratio: from Saipan's seven for one to Shockley's condition."""

from __future__ import annotations

from companion.arithmetic import (
    Range,
    battle_ratio,
    between,
    by_exchange_ratio,
    enemy_by_exchange_ratio,
    exchange_ratio,
    spread,
    stated,
)
from companion.reproductions import CANNOT, REPRODUCES, WITHIN, Reproduction


def _shown(battle: str) -> Range:
    return battle_ratio(f"jcs1388-{battle}-japan", f"jcs1388-{battle}-us")


def _kyushu(garrison: str, battle: str) -> Range:
    return spread(by_exchange_ratio, stated(f"kyushu-{garrison}"), _shown(battle))


def _saipan(strength: str) -> Range:
    return spread(by_exchange_ratio, stated(strength), stated("jcs-1944-saipan-ratio"))


def _shockley(ratio: Range) -> Range:
    return spread(by_exchange_ratio, stated("shockley-japanese"), ratio)


def _either(*rows: str) -> Range:
    return between(*map(stated, rows))


def _okinawa_dead() -> Range:
    # The land force alone, or everyone: whether the dead at sea count.
    ours = _either("okinawa-tenth-army-dead", "okinawa-us-dead")
    return spread(exchange_ratio, stated("okinawa-japan-dead"), ours)


def _okinawa_to_leyte() -> Range:
    return between(
        battle_ratio("okinawa-japan-dead", "okinawa-us-total"),
        battle_ratio("leyte-japan-dead", "leyte-us-total"),
    )


ENTRIES = [
    Reproduction(
        "saipan-1944-garrison",
        "ratio",
        "Saipan ratio, three district armies of 1944",
        "jcs-1944-half-million-dead",
        lambda: _saipan("home-islands-1944-personnel"),
        CANNOT,
        "The home islands’ ground troops when the paper was written are far too few.",
    ),
    Reproduction(
        "saipan-1945-army",
        "ratio",
        "Saipan ratio, army in Japan, 1945",
        "jcs-1944-half-million-dead",
        lambda: _saipan("home-islands-1945-08-army-personnel"),
        CANNOT,
        "Even the army of a year later is too small.",
    ),
    Reproduction(
        "saipan-1945-all",
        "ratio",
        "Saipan ratio, all forces in Japan, 1945",
        "jcs-1944-half-million-dead",
        lambda: _saipan("home-islands-1945-08-total-personnel"),
        REPRODUCES,
        "The number comes out, with a strength that nobody had in August 1944.",
    ),
    Reproduction(
        "luzon-june",
        "ratio",
        "Luzon ratio, Kyushu seen in June",
        "marshall-18-june-implied-70000",
        lambda: _kyushu("us-est-1945-06-18-personnel", "luzon"),
        REPRODUCES,
        "Later writers’ sum, not Marshall’s; he spoke of thirty days.",
    ),
    Reproduction(
        "leyte-june",
        "ratio",
        "Leyte ratio, same garrison",
        "marshall-18-june-implied-70000",
        lambda: _kyushu("us-est-1945-06-18-personnel", "leyte"),
        CANNOT,
        "The neighbouring line of the same table gives another number.",
    ),
    Reproduction(
        "luzon-counted",
        "ratio",
        "Luzon ratio, Kyushu as counted",
        "marshall-18-june-implied-70000",
        lambda: _kyushu("actual-1945-08-personnel-735000", "luzon"),
        CANNOT,
        "The ratio was kept and the garrison doubled.",
    ),
    Reproduction(
        "luzon-popular",
        "ratio",
        "Luzon ratio, Kyushu in popular books",
        "holzwarth-2018-implied-180000",
        lambda: _kyushu("actual-1945-08-personnel", "luzon"),
        REPRODUCES,
        "Marshall’s battle and a garrison that he was not shown.",
    ),
    Reproduction(
        "okinawa-june",
        "ratio",
        "Okinawa ratio, Kyushu seen in June",
        "leahy-18-june-implied-268000",
        lambda: _kyushu("us-est-1945-06-18-personnel", "okinawa"),
        CANNOT,
        "Same battle, other method: Okinawa as a ratio gives far less than Okinawa as a share.",
    ),
    Reproduction(
        "okinawa-august",
        "ratio",
        "Okinawa ratio, Kyushu seen in August",
        "willoughby-july-1945",
        lambda: _kyushu("us-est-1945-08-07-personnel", "okinawa"),
        WITHIN,
        "A fit, not a derivation: the estimate of August is later than July.",
    ),
    Reproduction(
        "shockley-total-ratio",
        "ratio",
        "Okinawa to Leyte ratios, all losses",
        "shockley-total",
        lambda: _shockley(_okinawa_to_leyte()),
        WITHIN,
        "Two battles whose ratios differ nearly by two span the whole of his range.",
    ),
    Reproduction(
        "shockley-dead-okinawa",
        "ratio",
        "Okinawa ratio, dead for dead",
        "shockley-dead",
        lambda: _shockley(_okinawa_dead()),
        WITHIN,
        "Much of the span is whether the dead at sea count.",
    ),
    Reproduction(
        "shockley-dead-saipan",
        "ratio",
        "Saipan ratio, dead for dead",
        "shockley-dead",
        lambda: _saipan("shockley-japanese"),
        CANNOT,
        "The yardstick of 1944 gives more than the paper of 1945.",
    ),
    Reproduction(
        "macarthur-backwards",
        "ratio",
        "MacArthur’s ratio run backwards",
        "shermer-2015-japan",
        lambda: spread(
            enemy_by_exchange_ratio, stated("truman-1945-gridiron"), stated("jcs-1388-ratio-22")
        ),
        REPRODUCES,
        "A ratio of past campaigns becomes a forecast of Japanese dead.",
    ),
]
