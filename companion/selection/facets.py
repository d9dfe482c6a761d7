"""What a reader can turn: a column of few values, or a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from companion import data
from companion.text import LAST_DAY

UNSTATED = "not stated"


@dataclass(frozen=True)
class Facet:
    """A column with few values, of which the reader chooses one or leaves all.

    Rows that differ in a facet that is ``alike`` count different things, and rows that share a
    ``vague`` value may. A cell that joins several values by semicolons has each of them when the
    facet is ``many``; a blank cell reads ``not stated``. Where the values do not stand in the
    table, ``of`` makes them from a row, and ``order`` lists them.
    """

    column: str
    label: str
    plural: str
    alike: bool = False
    many: bool = False
    vague: tuple[str, ...] = (UNSTATED,)
    of: Callable[[pd.Series], list[str]] | None = None
    order: tuple[str, ...] = ()
    kind = "choice"

    def values(self, row: pd.Series) -> list[str]:
        """What the row offers to this control."""
        if self.of:
            return self.of(row)
        cell = row[self.column]
        if not isinstance(cell, str) or not cell:
            return [UNSTATED]
        return data.ids(cell) if self.many else [cell]

    def choices(self, values: Iterable[list[str]]) -> list[str]:
        """The values to choose from: those that occur, in the given order, then by name."""
        occurring = {value for row in values for value in row}
        order = [*(self.order or self._enumerated), *sorted(occurring - {UNSTATED}), UNSTATED]
        return [value for value in dict.fromkeys(order) if value in occurring]

    @property
    def _enumerated(self) -> list[str]:
        fields = (data.schema(name).get(self.column, {}) for name in data.names())
        return next((f["constraints"]["enum"] for f in fields if "enum" in _rules(f)), [])

    def holds(self, values: list[str], choice: str) -> bool:
        """Whether a row with these values is in the choice."""
        return choice in values


@dataclass(frozen=True)
class Spell:
    """A time through which a row stands in one way.

    Rows that stand alike on a day are listed under ``group``, each as ``item``; ``standing`` says
    in few words how the row stands, and is what a change is told by. ``first`` and ``last`` are
    days, ``YYYY-MM-DD``, both of them in; blank where open.
    """

    group: str
    item: str
    standing: str
    first: str
    last: str

    def holds(self, day: str) -> bool:
        """Whether the day lies within."""
        return (not self.first or self.first <= day) and (not self.last or day <= self.last)


@dataclass(frozen=True)
class Day:
    """A day, ``YYYY-MM-DD``, that the reader sets; a row is in from its first to its last day.

    Pages that ask for a day share it: in an address its name is the column's alone. ``spells``
    are how a row stands and when, one after the other; ``groups`` the order in which they are
    told; ``default`` is the day shown at first, and ``presets`` are days worth a look with a word
    on each.
    """

    column: str
    label: str
    spells: Callable[[pd.Series], list[Spell]]
    groups: tuple[str, ...]
    default: str
    presets: tuple[tuple[str, str], ...] = ()
    first: str = "1855-01-01"
    last: str = LAST_DAY
    alike = False
    plural = "days"
    vague = ()
    kind = "day"

    def values(self, row: pd.Series) -> list[str]:
        """The row's first and last day, blank where open, then the days on which it changes."""
        spells = self.spells(row)
        return [spells[0].first, spells[-1].last, *(spell.first for spell in spells[1:])]

    def choices(self, values: Iterable[list[str]]) -> list[str]:
        """The days on which something begins, changes or has ended, in order."""
        days = set()
        for first, last, *changes in values:
            days |= {first, *changes, day_after(last) if last else ""}
        return sorted(day for day in days if day and self.first <= day <= self.last)

    def holds(self, values: list[str], choice: str) -> bool:
        """Whether the day lies between the row's first and last day, both of them in."""
        return _within(values, choice)


@dataclass(frozen=True)
class Between:
    """A day, ``YYYY-MM-DD``, that the reader may set; a row is in from its first to its last day.

    ``start`` and ``end`` are the columns of those days; a blank one leaves that side open.
    """

    column: str
    label: str
    start: str
    end: str
    alike = False
    plural = "days"
    vague = ()
    kind = "day"

    def values(self, row: pd.Series) -> list[str]:
        """The row's first and last day, blank where open."""
        days = (row[self.start], row[self.end])
        return ["" if pd.isna(day) else day.strftime("%Y-%m-%d") for day in days]

    def choices(self, values: Iterable[list[str]]) -> list[str]:
        """The days on which something begins or ends, in order."""
        return sorted({day for row in values for day in row if day})

    def holds(self, values: list[str], choice: str) -> bool:
        """Whether the day lies between the row's first and last day, both of them in."""
        return _within(values, choice)


def _within(values: list[str], day: str) -> bool:
    start, end = values[:2]
    return (not start or start <= day) and (not end or day <= end)


def day_after(day: str) -> str:
    """``1945-08-08`` -> ``1945-08-09``."""
    return (date.fromisoformat(day) + timedelta(1)).isoformat()


def day_before(day: str) -> str:
    """``1945-08-09`` -> ``1945-08-08``."""
    return (date.fromisoformat(day) - timedelta(1)).isoformat()


def _rules(field: Mapping[str, Any]) -> Mapping[str, Any]:
    return field.get("constraints", {})
