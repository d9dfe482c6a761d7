"""The rules about rows that were removed: an id is never used again, and it says whence it went."""

from __future__ import annotations

from collections.abc import Collection

from companion.check.files import Table
from companion.check.problem import Found, Problem


def tombstones(tables: Collection[Table], names: Collection[str]) -> Found:
    """No removed id stands in a table again; each names one of the tables ``names``."""
    living = {row["id"]: (table, number) for table in tables for number, row in table.lines("id")}
    for stones in tables:
        if stones.name != "tombstones":
            continue
        for number, row in stones.lines("row", "table"):
            if row["row"] in living:
                table, there = living[row["row"]]
                expected = (
                    f"an id that was never used: row {number} of {stones.file} says that "
                    "this one was removed, and links to it lead there"
                )
                yield Problem(table.file, there, "id", row["row"], expected)
            if row["table"] not in names:
                expected = f"a table of the package: {', '.join(sorted(names))}"
                yield Problem(stones.file, number, "table", row["table"], expected)
