"""The rules about persons: how they are named, when they knew, how long they lived."""

from __future__ import annotations

from collections.abc import Callable, Collection

from companion.check.contract import items
from companion.check.files import Table
from companion.check.problem import Found, Problem
from companion.dates import day, edtf_bounds

NAMING = ("people", "reached")  # columns that name persons; ``reached`` with a day in brackets


def knowing(table: Table) -> Found:
    """Each day in ``reached`` is EDTF, and not before the row's figure was made."""
    for number, row in table.lines("reached", "earliest"):
        made = day(row["earliest"])
        for item in items(row["reached"]):
            person, bracket, rest = item.partition("[")
            text = rest.removesuffix("]")
            if not bracket:
                continue
            try:
                last = edtf_bounds(text)[1]
            except ValueError as error:
                expected = f"an EDTF day such as 1945-06-18 for {person}, not {text!r} ({error})"
                yield Problem(table.file, number, "reached", row["reached"], expected)
                continue
            if last and made and last < made:
                expected = (
                    f"a day for {person} not before {made} (column earliest): "
                    f"nobody knows a figure before it is made, and {text} ends on {last}"
                )
                yield Problem(table.file, number, "reached", row["reached"], expected)


def lives(table: Table) -> Found:
    """Nobody dies before being born."""
    for number, row in table.lines("born", "died"):
        born, died = row["born"], row["died"]
        if born.isdecimal() and died.isdecimal() and int(died) < int(born):
            expected = f"a year not before {born}, the year of birth (column born)"
            yield Problem(table.file, number, "died", died, expected)


TABLE_RULES: tuple[Callable[[Table], Found], ...] = (knowing, lives)


def unnamed(tables: Collection[Table], complete: bool) -> Found:
    """Everybody in the table of people is named by some row.

    Unless the tables are ``complete``, one who seems unnamed may be named by a table not read.
    """
    named = {
        item.partition("[")[0]
        for table in tables
        for column in NAMING
        for _, row in table.lines(column)
        for item in items(row[column])
    }
    for table in tables if complete else ():
        if table.name == "people":
            for number, row in table.lines("id"):
                if row["id"] not in named:
                    expected = f"a row that names it in {' or '.join(NAMING)}; else take it out"
                    yield Problem(table.file, number, "id", row["id"], expected)
