"""What the columns of a table hold, counted: values and blanks, distinct ones, distributions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from companion import data

STEPS = 12  # of a strip, from the lowest value to the highest
MOST = 3  # values of free text that are named
_FEWEST = 6  # rows that a strip can say anything about
_WIDE = 1000  # highest over lowest: beyond it equal steps would put nearly all rows into one
_QUANTITY = {"low", "best", "high"}  # in the unit of their row
_EXACT = {4: "to the year", 7: "to the month", 10: "to the day"}  # characters of an EDTF date
_TO_A_SPAN = "a span of time"


@dataclass(frozen=True)
class Tally:
    """A value with the number of rows that have it."""

    value: str
    rows: int


@dataclass(frozen=True)
class Span:
    """Where numbers or days lie: the middle one is a value of the table, the lower of two."""

    unit: str  # "" where the column says its own
    rows: int
    lowest: Any
    middle: Any
    highest: Any
    steps: tuple[int, ...]  # rows in each of STEPS equal steps; () for few rows
    powers: bool  # whether the steps are equal in powers of ten


@dataclass(frozen=True)
class Profile:
    """One column, counted over all rows of its table."""

    column: str
    rows: int
    filled: int
    distinct: int
    tallies: tuple[Tally, ...] = ()
    unused: tuple[str, ...] = ()  # values that are allowed and stand in no row
    spans: tuple[Span, ...] = ()
    items: int = 0  # distinct items of cells that join several
    each: tuple[Tally, ...] = ()  # how many items a row has

    @property
    def missing(self) -> int:
        """Rows in which the cell is blank."""
        return self.rows - self.filled


def _steps(values: Sequence[float], powers: bool) -> tuple[int, ...]:
    scaled = [math.log10(value) for value in values] if powers else values
    low, high = min(scaled), max(scaled)
    if low == high or len(scaled) < _FEWEST:
        return ()
    found = Counter(min(int(STEPS * (v - low) / (high - low)), STEPS - 1) for v in scaled)
    return tuple(found[step] for step in range(STEPS))


def _span(values: pd.Series, unit: str = "") -> Span:
    days = pd.api.types.is_datetime64_any_dtype(values)
    numbers = [float(v.toordinal()) if days else float(v) for v in values]
    low, high = min(numbers), max(numbers)
    powers = not days and low > 0 and high / low > _WIDE
    ordered = values.sort_values()
    return Span(
        unit=unit,
        rows=len(values),
        lowest=ordered.iloc[0],
        middle=ordered.iloc[(len(ordered) - 1) // 2],
        highest=ordered.iloc[-1],
        steps=_steps(numbers, powers),
        powers=powers,
    )


def _most(values: Iterable[str]) -> tuple[Tally, ...]:
    """Those met most often, and more than once; of equals the first in the alphabet."""
    counted = sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Tally(value, rows) for value, rows in counted[:MOST] if rows > 1)


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://"))


def _exactness(edtf: str) -> str:
    return _TO_A_SPAN if "/" in edtf else _EXACT.get(len(edtf.rstrip("?~%")), "otherwise")


def _in_order(counted: Counter[str], order: Sequence[str]) -> tuple[Tally, ...]:
    return tuple(Tally(value, counted[value]) for value in order if counted[value])


def _allowed(field: dict[str, Any]) -> list[str]:
    if field["type"] == "boolean":
        return ["true", "false"]
    return [str(value) for value in field.get("constraints", {}).get("enum", ())]


def joins_several(field: dict[str, Any]) -> bool:
    """Whether a cell of that field of the schema may join several items by semicolons."""
    pattern = field.get("constraints", {}).get("pattern", "")
    return "(;" in pattern or "joined by a semicolon" in field["description"]


def items(cell: str) -> list[str]:
    """The items of such a cell, each without what stands behind it in brackets."""
    return [item.partition("[")[0].strip() for item in data.ids(cell)]


def profile(name: str, column: str) -> Profile:
    """The column of that table, counted. Raises KeyError when there is none."""
    field, frame = data.schema(name)[column], data.load(name).reset_index()
    values = frame[column].dropna()
    some: dict[str, Any] = {}
    if allowed := _allowed(field):
        counted = Counter(str(v).lower() if field["type"] == "boolean" else str(v) for v in values)
        some["tallies"] = _in_order(counted, allowed)
        some["unused"] = tuple(value for value in allowed if not counted[value])
    elif field["type"] in {"number", "integer", "date"}:
        groups = values.groupby(frame["unit"]) if column in _QUANTITY else [("", values)]
        spans = [_span(group, str(unit)) for unit, group in groups if len(group)]
        some["spans"] = tuple(sorted(spans, key=lambda span: -span.rows))
    elif joins_several(field):
        found = [items(cell) for cell in values]
        sizes = Counter(str(len(row)) for row in found)
        some["items"] = len({item for row in found for item in row})
        some["each"] = _in_order(sizes, sorted(sizes, key=int))
        some["tallies"] = _most(item for row in found for item in dict.fromkeys(row))
    elif "EDTF" in field["description"]:
        exact = Counter(map(_exactness, values))
        some["tallies"] = _in_order(exact, [*reversed(_EXACT.values()), _TO_A_SPAN, "otherwise"])
    elif not values.map(_is_address).all():  # an address is too long for a list, and says little
        some["tallies"] = _most(values)
    return Profile(column, len(frame), len(values), values.nunique(), **some)
