"""What a reader can turn: a column of few values, or a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from companion import data

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
class Day:
    """A day, ``YYYY-MM-DD``, that the reader sets; a row is in from its first to its last day.

    A blank first or last day leaves that side open.
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
        start, end = values
        return (not start or start <= choice) and (not end or choice <= end)


def _rules(field: Mapping[str, Any]) -> Mapping[str, Any]:
    return field.get("constraints", {})
