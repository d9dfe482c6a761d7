"""Rows that speak of the same thing, so that a reader of one figure finds those that rival it.

Only the three tables of quantities can hold rivals; a row of the others is a thing of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from companion import data

SPARE_DAYS = 90  # by which two spans of losses may differ and still be the same stretch of time
LONG_DAYS = 366


def any_day(one: pd.Series, other: pd.Series) -> bool:
    """Whatever their dates: two papers of different months may reckon the same landing."""
    return True


def shares_a_day(one: pd.Series, other: pd.Series) -> bool:
    """Both hold on some same day: a strength in "August 1945" and one on the 9th do."""
    return max(one["earliest"], other["earliest"]) <= min(one["latest"], other["latest"])


def same_stretch(one: pd.Series, other: pd.Series) -> bool:
    """At least half of all their days are common to both, and at most ``SPARE_DAYS`` are not.

    Else the first nine days of a battle would stand as a rival to the whole. Of a count that runs
    for more than ``LONG_DAYS``, both must end in the same month: it is a running total, and its
    next stand is no rival.
    """
    first, last = max(one["earliest"], other["earliest"]), min(one["latest"], other["latest"])
    begin, end = min(one["earliest"], other["earliest"]), max(one["latest"], other["latest"])
    common, together = (last - first).days + 1, (end - begin).days + 1
    if together > LONG_DAYS and f"{one['latest']:%Y-%m}" != f"{other['latest']:%Y-%m}":
        return False
    return 2 * common >= together and together - common <= SPARE_DAYS


@dataclass(frozen=True)
class Likeness:
    """What two rows of a table must share to speak of the same thing."""

    columns: tuple[str, ...]  # equal, or blank in both
    when: Callable[[pd.Series, pd.Series], bool]
    words: str  # the same, as the page says it


LIKENESS = {
    "casualty_projections": Likeness(
        ("operation", "side", "measure", "unit", "horizon"),
        any_day,
        "for the same operation, side, measure and horizon, whatever the date of the document",
    ),
    "actual_losses": Likeness(
        ("operation", "side", "measure", "unit"),
        same_stretch,
        "for the same operation, side and measure, over spans that have at least half of their "
        f"days in common and differ by no more than {SPARE_DAYS} days (running totals of more than "
        "a year: that end in the same month)",
    ),
    "force_levels": Likeness(
        ("formation", "side", "measure", "unit", "compared"),
        shares_a_day,
        "for the same formation, side and measure, whose dates share at least a day",
    ),
}


@lru_cache
def _groups(table: str) -> dict[tuple[str, ...], list[str]]:
    columns = list(LIKENESS[table].columns)
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row_id, cells in data.load(table)[columns].fillna("").iterrows():
        groups[tuple(cells)].append(str(row_id))
    return groups


def rivals(row_id: str) -> list[str]:
    """Ids of the other rows that speak of the same thing, in the order of the table.

    The same thing is what ``LIKENESS`` says of the table; a blank date shares no day. Rows that
    this one descends from, those that descend from it, and the total or the parts of a printed
    sum with it are left out: they do not rival it.
    """
    table, row = data.table_of(row_id), data.row(row_id)
    if table not in LIKENESS or pd.isna(row["earliest"]):
        return []
    like = LIKENESS[table]
    key = tuple("" if pd.isna(row[c]) else row[c] for c in like.columns)
    kin = {row_id, *data.ids(row["derived_from"]), *descendants().get(row_id, ())}
    kin |= _summed_with().get(row_id, set())
    return [
        other
        for other in _groups(table)[key]
        if other not in kin and like.when(row, data.row(other))
    ]


@lru_cache
def _summed_with() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for total in data.package()["sums"]:
        together = {total["total"], *total["parts"]}
        for row_id in together:
            found[row_id] |= together
    return found


@lru_cache
def descendants() -> dict[str, list[str]]:
    """Row id -> ids of the rows whose figure descends from it, table by table."""
    found: dict[str, list[str]] = {}
    for table in data.evidence_tables():
        for row_id, cell in data.load(table)["derived_from"].items():
            for above in data.ids(cell):
                found.setdefault(above, []).append(str(row_id))
    return found
