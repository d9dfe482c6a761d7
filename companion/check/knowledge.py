"""The rule about knowledge: nobody knows a thing before it has happened or was made."""

from __future__ import annotations

from collections.abc import Collection

from companion.check.contract import items
from companion.check.files import Table
from companion.check.problem import Found, Problem
from companion.dates import day


def foreknowledge(tables: Collection[Table]) -> Found:
    """Each row of ``knowledge`` ends its date on or after the first day of every item it names."""
    begun = {
        row["id"]: first
        for table in tables
        for _, row in table.lines("id", "earliest")
        if (first := day(row["earliest"]))
    }
    for table in tables:
        for number, row in table.lines("item", "latest"):
            last = day(row["latest"])
            for item in items(row["item"]):
                if last and item in begun and last < begun[item]:
                    expected = (
                        f"a day not before {begun[item]}, on which {item} begins: "
                        "nobody knows a thing before it is there"
                    )
                    yield Problem(table.file, number, "date", row["date"], expected)
