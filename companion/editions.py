"""Editions of the data: what has changed between two, and which number the next one must have.

The number is a semantic version, read for data. **Major**: a changed value, a row, column or table
that was removed (a renamed row is one that was removed and one that is new), another type of a
column, another course of the coasts. **Minor**: a new row, column, table or source. **Patch**: a
change in a column that tells *about* a value and changes none: those that ``remarks`` of
``data/datapackage.json`` lists, the place within a source, the entry of a source. Every other
column is a value. Before 1.0.0 a major change asks for a new minor number only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from companion import data
from companion.cells import GEOGRAPHY, SOURCES, State, Tables

MAJOR, MINOR, PATCH = SIZES = ("major", "minor", "patch")
CHANGED, ADDED, REMOVED = ("changed", "added", "removed")
_NUMBER = re.compile(r"v?(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})")


class Version(NamedTuple):
    """The number of an edition, in order."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    @classmethod
    def read(cls, text: str) -> Version:
        """``1.2.3`` or ``v1.2.3``. Raises ValueError for anything else."""
        found = _NUMBER.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is no version: expected three numbers, such as 1.2.0")
        return cls(*map(int, found.groups()))


@dataclass(frozen=True)
class Change:
    """One datum that differs: a cell, or a whole row or column.

    Without ``column`` it is a whole row, without ``row`` a whole column. ``lost`` keeps the cells
    of what was removed, by column or by row, so that an older edition can be read from a newer.
    """

    table: str
    row: str
    column: str
    what: str
    size: str
    was: str = ""
    now: str = ""
    why: str = ""
    lost: dict[str, str] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """As it is kept in ``data/versions.json``, without what is blank."""
        return {key: value for key, value in asdict(self).items() if value}

    @classmethod
    def of_record(cls, record: dict[str, Any]) -> Change:
        """The change that :meth:`record` kept."""
        return cls(**{"row": "", "column": "", **record})

    def told(self) -> str:
        """The change in a line: id, column, was -> now, why."""
        where = ", ".join(filter(None, [self.row or self.table, self.column]))
        if self.what != CHANGED:
            what = "column" if not self.row else "source" if self.table == SOURCES else "row"
            line = f"{where}: {'new' if self.what == ADDED else 'removed'} {what}"
        else:
            line = f"{where}: {self.was or 'blank'} -> {self.now or 'blank'}"
        return " ".join(f"{line}{f' ({self.why})' if self.why else ''}".split())


def remarks(state: State) -> set[str]:
    """The columns that tell about a value and change none, by the state's descriptor."""
    return set(state.package.get("remarks", ()))


def _keys(cell: str) -> list[str]:
    return [item.partition("[")[0].strip() for item in cell.split(";")]


def _size(table: str, column: str, was: str, now: str, about: set[str]) -> str:
    if table == SOURCES or column in about:
        return PATCH
    return PATCH if column == "source" and _keys(was) == _keys(now) else MAJOR


@lru_cache
def _reasons() -> dict[tuple[str, str, str], list[tuple[str, str]]]:
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    frame = data.load("corrections").fillna("")
    for table, row, column, now, why in frame[["table", "row", "column", "now", "why"]].to_numpy():
        found.setdefault((table, row, column), []).append((now, why))
    return found


def _why(table: str, row: str, column: str, now: str) -> str:
    """The reason that ``data/corrections.csv`` gives for this change, else "".

    It keeps some changes in words rather than cells: the last for the same cell is taken then.
    """
    found = _reasons().get((table, row, column), [])
    exact = [why for said, why in found if said == now]
    return (exact or [why for _, why in found] or [""])[-1]


def _columns(table: str, old: State, new: State) -> Iterator[Change]:
    """Columns that are new, removed or of another type."""
    before, after = old.kinds(table), new.kinds(table)
    for name in before.keys() | after.keys() if before and after else ():
        if name not in before:
            yield Change(table, "", name, ADDED, MINOR)
        elif name not in after:
            lost = {i: row[name] for i, row in old.tables[table].items() if name in row}
            yield Change(table, "", name, REMOVED, MAJOR, lost=lost)
        elif before[name] != after[name]:
            was, now = before[name], after[name]
            yield Change(table, "", name, CHANGED, MAJOR, was, now, "another type of the column")


def _rows(table: str, old: State, new: State) -> Iterator[Change]:
    before, after = old.tables.get(table, {}), new.tables.get(table, {})
    about = remarks(new)
    both = old.kinds(table).keys() & new.kinds(table).keys()
    for row in [*before, *(i for i in after if i not in before)]:
        if row not in after:
            why = _why(table, row, "", "")
            yield Change(table, row, "", REMOVED, MAJOR, why=why, lost=before[row])
        elif row not in before:
            yield Change(table, row, "", ADDED, MINOR)
        else:
            one, other = before[row], after[row]
            for column in sorted(one.keys() | other.keys()):
                was, now = one.get(column, ""), other.get(column, "")
                if was != now and (column in both or table in {SOURCES, GEOGRAPHY}):
                    size = _size(table, column, was, now, about)
                    why = _why(table, row, column, now)
                    yield Change(table, row, column, CHANGED, size, was, now, why)


def compare(old: State, new: State) -> list[Change]:
    """Every changed datum from ``old`` to ``new``, by table and then by row; [] when none is."""
    names = [*new.tables, *(name for name in old.tables if name not in new.tables)]
    return [
        change
        for name in names
        for change in (
            *sorted(_columns(name, old, new), key=lambda c: c.column),
            *_rows(name, old, new),
        )
    ]


def undone(tables: Tables, changes: Sequence[Change]) -> Tables:
    """The tables as they were before the changes; the given ones stay as they are."""
    old = {name: {i: dict(row) for i, row in rows.items()} for name, rows in tables.items()}
    for change in reversed(changes):
        rows = old.setdefault(change.table, {})
        if change.row and change.column:
            _set(rows[change.row], change.column, change.was)
        elif change.row and change.what == ADDED:
            del rows[change.row]
        elif change.row:
            rows[change.row] = dict(change.lost)
        elif change.what != CHANGED:  # a column that was removed or is new
            for row_id, row in rows.items():
                _set(row, change.column, change.lost.get(row_id, ""))
    return {name: rows for name, rows in old.items() if rows}


def _set(row: dict[str, str], column: str, cell: str) -> None:
    row.pop(column, None)
    if cell:
        row[column] = cell


def demanded(last: Version, changes: Sequence[Change]) -> Version:
    """The lowest number that an edition with these changes since ``last`` may have."""
    sizes = {change.size for change in changes}
    if MAJOR in sizes and last.major:
        return Version(last.major + 1, 0, 0)
    if MAJOR in sizes or MINOR in sizes:
        return Version(last.major, last.minor + 1, 0)
    return Version(last.major, last.minor, last.patch + 1) if sizes else last


def current() -> Version:
    """The number of the data as they stand: ``version`` of ``data/datapackage.json``."""
    return Version.read(str(data.package()["version"]))
