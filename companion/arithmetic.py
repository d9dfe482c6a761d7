"""The arithmetic of projection: the planners' methods as small functions, with their uncertainty.

A method is a function of plain numbers. What goes into it is a ``Range`` that remembers where it
comes from: rows of the data (``stated``) or a declared assumption (``assume``). ``spread`` combines
the extremes of all inputs. What moves a result most is in ``scenarios``, and which published number
each method gives in ``reproductions``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

import pandas as pd

from companion import data
from companion.text import number

Formula = Callable[..., float]


def by_exchange_ratio(enemy_lost: float, enemy_per_own: float) -> float:
    """Own losses (people) if each costs ``enemy_per_own`` of the ``enemy_lost`` people."""
    return enemy_lost / enemy_per_own


def enemy_by_exchange_ratio(own_lost: float, enemy_per_own: float) -> float:
    """Enemy losses (people) that go with ``own_lost`` people: the same sum run backwards."""
    return own_lost * enemy_per_own


def by_rate(men: float, per_thousand_a_day: float, days: float) -> float:
    """Losses (people) of a force of ``men`` at a rate per 1,000 men per day, over ``days``."""
    return men / 1000 * per_thousand_a_day * days


def by_share(men: float, percent: float) -> float:
    """Losses (people) if ``percent`` in a hundred of ``men`` are lost."""
    return men * percent / 100


def by_division(cost: float, divisions_fought: float, divisions_met: float) -> float:
    """Losses (people) if each enemy division costs what it cost before."""
    return cost / divisions_fought * divisions_met


def exchange_ratio(enemy_lost: float, own_lost: float) -> float:
    """Enemy losses for each own loss, both in people: a pure number."""
    return enemy_lost / own_lost


def daily_rate(lost: float, men: float, days: float) -> float:
    """Losses per 1,000 men per day, from losses (people), strength (people) and days."""
    return lost / (men / 1000) / days


def men_implied(lost: float, per_thousand_a_day: float, days: float) -> float:
    """The strength (people) that a loss, a rate per 1,000 men per day and a span imply."""
    return lost / days / per_thousand_a_day * 1000


def total(*parts: float) -> float:
    """The parts added up (people)."""
    return sum(parts)


@dataclass(frozen=True)
class Range:
    """A quantity from ``low`` to ``high``, with the rows and the assumptions it rests on."""

    low: float
    best: float
    high: float
    rows: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.low <= self.best <= self.high:
            raise ValueError(f"not in order: low {self.low}, best {self.best}, high {self.high}")

    def __str__(self) -> str:
        if self.low == self.high:
            return number(rounded(self.best))
        return f"{number(rounded(self.low))}–{number(rounded(self.high))}"

    def exact(self) -> str:
        """The range to the last figure, for sums of printed numbers."""
        ends = dict.fromkeys(number(end) for end in (self.low, self.high))
        return "–".join(ends)


@dataclass(frozen=True)
class Assumption:
    """An input that no row holds as a number.

    ``row`` is the row whose words state it, ``serves`` one that it is used for where none does.
    """

    low: float
    best: float
    high: float
    unit: str
    why: str
    row: str = ""
    serves: str = ""


def _exactly(value: float, unit: str, why: str, row: str = "", serves: str = "") -> Assumption:
    return Assumption(value, value, value, unit, why, row, serves)


ASSUMPTIONS: dict[str, Assumption] = {
    "European rate, casualties": _exactly(
        2.16,
        "per 1,000 men per day",
        "Ascribed to the paper of April 1945, for Europe; read in no source, so unchecked.",
        serves="nimitz-may-1945-30-days",
    ),
    "combat troops": _exactly(
        190_000,
        "people",
        "Base of the one third in Leahy’s diary, as the row words it.",
        "leahy-diary-63000",
    ),
    "one third": _exactly(
        100 / 3,
        "percent",
        "The share in Leahy’s diary, as the row words it.",
        "leahy-diary-63000",
    ),
    "missing as printed": _exactly(
        2_500,
        "people",
        "The missing of this plan on the one page read, as the row’s note has it.",
        "jwpc-369-1-sk-tokyo-missing",
    ),
    "Japanese divisions on Okinawa": Assumption(
        2,
        2.25,
        2.5,
        "divisions",
        "Two divisions, and a brigade that counts for nothing or for half of one; unchecked.",
        serves="willoughby-july-1945",
    ),
    "part of the garrison met": Assumption(
        50,
        75,
        100,
        "percent",
        "Nobody’s figure: half, three quarters or all of Kyushu’s defenders fight to the end.",
        serves="kyushu-actual-1945-08-personnel-735000",
    ),
}


def just(value: float) -> Range:
    """A number of one's own, without row or source, as an exact input."""
    return Range(value, value, value)


def assume(name: str) -> Range:
    """The declared assumption of that name. Raises KeyError, naming those there are."""
    if name not in ASSUMPTIONS:
        raise KeyError(f"no assumption {name!r}; there are: {', '.join(ASSUMPTIONS)}")
    found = ASSUMPTIONS[name]
    rows = (found.row,) if found.row else ()
    return Range(found.low, found.best, found.high, rows, (name,))


def _figures(row_id: str) -> tuple[float, float, float]:
    row = data.row(row_id)
    known = {part: float(row[part]) for part in ("low", "best", "high") if pd.notna(row[part])}
    if not known:
        raise ValueError(f"{row_id}: no figure to reckon with")
    low, high = min(known.values()), max(known.values())
    return low, known.get("best", (low + high) / 2), high


def stated(*row_ids: str) -> Range:
    """The figures of the rows, added up.

    The best of a row that has only bounds is the middle between them. Raises KeyError for an
    unknown row and ValueError for one without a figure.
    """
    low, best, high = (sum(parts) for parts in zip(*map(_figures, row_ids), strict=True))
    return Range(low, best, high, row_ids)


def between(*ranges: Range) -> Range:
    """From the lowest to the highest of several figures that count the same thing differently.

    Its best is the middle of the bests.
    """
    middle = [r.best for r in ranges]
    return Range(
        min(r.low for r in ranges),
        (min(middle) + max(middle)) / 2,
        max(r.high for r in ranges),
        *origins(ranges),
    )


def days_of(row_id: str) -> Range:
    """The days that a row covers: its horizon, else its first and last day with all between."""
    row = data.row(row_id)
    horizon = row.get("horizon_days")
    covered = float((row["latest"] - row["earliest"]).days + 1)
    days = float(horizon) if pd.notna(horizon) else covered
    return Range(days, days, days, (row_id,))


def origins(ranges: Iterable[Range]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the rows, and names of the assumptions, that several ranges rest on, each once."""
    kept = list(ranges)
    rows = dict.fromkeys(row for r in kept for row in r.rows)
    return tuple(rows), tuple(dict.fromkeys(name for r in kept for name in r.assumed))


def spread(formula: Formula, *inputs: Range) -> Range:
    """The result of ``formula`` with all extremes of its inputs combined.

    Right for formulae that rise or fall steadily with each input, as all of this module do.
    """
    corners = [formula(*ends) for ends in product(*((i.low, i.high) for i in inputs))]
    best = formula(*(i.best for i in inputs))
    # A corner and the best of exact inputs are the same sum, up to the last bit of a float.
    return Range(min(*corners, best), best, max(*corners, best), *origins(inputs))


def rounded(value: float, digits: int = 3) -> float:
    """``value`` to so many significant figures: none of the inputs here deserves more."""
    if value == 0:
        return 0.0
    return float(round(value, digits - 1 - math.floor(math.log10(abs(value)))))


def battle_ratio(theirs: str, *ours: str) -> Range:
    """Japanese lost (row ``theirs``) for each American lost (rows ``ours``, added up)."""
    return spread(exchange_ratio, stated(theirs), stated(*ours))


def okinawa_rate() -> Range:
    """Battle casualties per 1,000 combat troops per day on land at Okinawa."""
    lost = stated("okinawa-tenth-army-dead", "okinawa-army-wounded", "okinawa-marine-wounded")
    men = stated("okinawa-us-1945-04-combat-troops")
    return spread(daily_rate, lost, men, days_of("okinawa-tenth-army-dead"))


def saipan_rate() -> Range:
    """Battle casualties per 1,000 men landed per day on Saipan."""
    lost = stated("saipan-us-land-dead", "saipan-us-land-missing", "saipan-us-land-wounded")
    return spread(
        daily_rate, lost, stated("saipan-us-1944-06-personnel"), days_of("saipan-us-land-dead")
    )
