"""Which published number each method gives: a registry of rebuilt projections.

Each entry computes its result from rows and declared assumptions (``arithmetic``) and aims at one
published row. Its inputs are read off the result, so that they cannot drift from the computation;
its verdict is recomputed, and a test compares it with the one recorded. The rooms of this package
hold the entries, by method.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from companion.arithmetic import Range, stated


@dataclass(frozen=True)
class Method:
    """A way to a number: formula in words, units, what it cannot show, and a row that uses it."""

    name: str
    formula: str
    units: str
    blind: str
    origin: str


METHODS: dict[str, Method] = {
    "ratio": Method(
        "Exchange ratio",
        "own losses = enemy lost ÷ enemy lost for each of one’s own",
        "people ÷ pure number",
        "Says nothing of time, nor whether the enemy must be destroyed to the last man.",
        "jcs-1944-saipan-ratio",
    ),
    "rate": Method(
        "Daily rate",
        "losses = men ÷ 1,000 × losses per 1,000 men per day × days",
        "people, per 1,000 per day, days",
        "Holds the first days’ rate for all days and all men, cooks included.",
        "jcs-april-1945-olympic-total",
    ),
    "share": Method(
        "Share of the force",
        "losses = men × percent ÷ 100",
        "people, percent",
        "Needs a whole to be a share of, and has no clock.",
        "leahy-18-june-rate",
    ),
    "division": Method(
        "Cost of a division",
        "losses = former losses ÷ divisions fought × divisions to be met",
        "people, divisions",
        "Takes one division for as strong and as well dug in as another.",
        "willoughby-july-1945",
    ),
    "sum": Method(
        "Sum",
        "total = part + part + part",
        "people",
        "Tests the copying, not the estimate; a part worked back from its total proves nothing.",
        "jwpc-369-1-all-total",
    ),
    "restatement": Method(
        "Restatement",
        "new figure = old figure, or part of it, under a new name",
        "people",
        "Adds no evidence: two names for one number are one estimate.",
        "glantz-house-restatement-total",
    ),
}

EXACT = ("sum", "restatement")
REPRODUCES, WITHIN, CANNOT = "reproduces", "within range", "cannot"


@dataclass(frozen=True)
class Reproduction:
    """One attempt to rebuild the figure of the row ``published``."""

    id: str
    method: str
    what: str
    published: str
    compute: Callable[[], Range]
    recorded: str
    lesson: str

    def shown(self) -> str:
        """The result as printed: sums to the last figure, all else to three significant ones."""
        result = self.compute()
        return result.exact() if self.method in EXACT else str(result)

    def verdict(self) -> str:
        """``reproduces``, ``within range`` or ``cannot``, by ``compared``."""
        return compared(self.compute(), stated(self.published))


def rounding_unit(value: float) -> float:
    """The place of the last figure that is not zero: 1,000 for 456,000; 50,000 is given to 10,000.

    Raises ValueError for what is no whole number of people.
    """
    if value <= 0 or value != int(value):
        raise ValueError(f"{value} is not a whole number of people")
    unit = 1
    while int(value) % (unit * 10) == 0:
        unit *= 10
    return float(unit)


def compared(computed: Range, published: Range) -> str:
    """How a computed result stands to a published one.

    ``reproduces``: both ends agree within half of the published figure's last place that is not
    zero. ``within range``: of the two, one lies wholly inside the other. Else ``cannot``.
    """
    pairs = [(computed.low, published.low), (computed.high, published.high)]
    if all(abs(found - printed) <= rounding_unit(printed) / 2 for found, printed in pairs):
        return REPRODUCES
    narrow, wide = sorted((computed, published), key=lambda r: r.high - r.low)
    return WITHIN if wide.low <= narrow.low and narrow.high <= wide.high else CANNOT


@lru_cache
def registry() -> dict[str, Reproduction]:
    """All reproductions by id, in the order of ``METHODS``. Raises ValueError for a second id."""
    rooms = [
        importlib.import_module(f"{__name__}.{room.name}")
        for room in pkgutil.iter_modules(__path__)
    ]
    entries: list[Reproduction] = [entry for room in rooms for entry in room.ENTRIES]
    entries.sort(key=lambda entry: list(METHODS).index(entry.method))
    found = {entry.id: entry for entry in entries}
    if len(found) != len(entries):
        raise ValueError("two reproductions share an id")
    return found
