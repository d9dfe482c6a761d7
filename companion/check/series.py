"""The rules about force levels of which several coherent returns are in print.

Two Soviet tank counts of 9 August 1945 are in circulation, each with a split by front that adds up
to its own total. A front of one under the total of the other is a number that nobody ever counted:
the column ``series`` says to which return a figure belongs, and no sum or quotient mixes two.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from companion.check.contract import items
from companion.check.files import Table
from companion.check.problem import Found, Problem
from companion.check.schema import FORMS

DAY = "1945-08-09"
COUNTED = "tanks and SP guns"  # what is counted twice over, so that each row must say by whom
BOUNDS = ("low", "best", "high")
GRADES = ("primary", "scholarly", "reference", "unchecked")

Row = Mapping[str, str]


def named(table: Table) -> Found:
    """Every Soviet tank figure of the day, of a front or the whole, names its series."""
    for number, row in table.lines("series", "date", "side", "level", "measure"):
        whole = row["level"] in {"front", "theatre"} and row["side"] == "USSR"
        if whole and row["date"] == DAY and row["measure"] == COUNTED and not row["series"]:
            expected = "the return it belongs to: two tank counts are in print and never mixed"
            yield Problem(table.file, number, "series", "", expected)


def unmixed(table: Table) -> Found:
    """No row descends from figures of two series, or of another than its own."""
    rows = {row["id"]: row for _, row in table.lines("id", "series")}
    for number, row in table.lines("id", "series", "derived_from"):
        above = [rows[i] for i in items(row["derived_from"]) if i in rows]
        found = _series([row, *above])
        if len(found) > 1:
            expected = f"rows of one series, not of {' and '.join(found)}"
            yield Problem(table.file, number, "derived_from", row["derived_from"], expected)


def quotients(table: Table) -> Found:
    """A ratio of the sides is the quotient of the rows it descends from, and no better than they.

    ``best`` divides the first Soviet row by the first Japanese, ``low`` and ``high`` the extremes
    of all, each to two decimals; where all agree, ``best`` stands alone.
    """
    needed = ("id", "compared", "side", "grade", "derived_from", *BOUNDS)
    rows = {row["id"]: row for _, row in table.lines(*needed)}
    for number, row in table.lines(*needed):
        if not row["compared"]:
            continue
        above = [rows[i] for i in items(row["derived_from"]) if i in rows]
        soviet = [r for r in above if r["side"] == "USSR"]
        japanese = [r for r in above if r["side"] not in {"USSR", "both"}]
        if not soviet or not japanese:
            expected = "the Soviet row or rows, then the Japanese, that it divides"
            yield Problem(table.file, number, "derived_from", row["derived_from"], expected)
            continue
        for column, value in quotient(soviet, japanese).items():
            if row[column] != value:
                expected = f"{value or 'blank'}, the quotient of the rows it descends from"
                yield Problem(table.file, number, column, row[column], expected)
        worst = max((r["grade"] for r in above), key=_rank)
        if row["grade"] != worst:
            expected = f"{worst}, the weakest grade of the rows it descends from"
            yield Problem(table.file, number, "grade", row["grade"], expected)


def quotient(above: Collection[Row], below: Collection[Row]) -> dict[str, str]:
    """``low``, ``best`` and ``high`` of the first of ``above`` over the first of ``below``.

    Nothing when a row has no figure, or one to divide by is nought: other rules say so.
    """
    over, under = list(map(_values, above)), list(map(_values, below))
    if not all(over) or not all(under) or any(min(values) <= 0 for values in under):
        return {}
    best = _first(above) / _first(below)
    low = min(map(min, over)) / max(map(max, under))
    high = max(map(max, over)) / min(map(min, under))
    found = {"low": _plain(low), "best": _plain(best), "high": _plain(high)}
    return {**found, "low": "", "high": ""} if found["low"] == found["high"] else found


def sums(tables: Collection[Table], printed: Any) -> Found:
    """No printed total of ``datapackage.json`` and none of its parts are of two series."""
    held = {
        row["id"]: (table, number, row)
        for table in tables
        for number, row in table.lines("id", "series")
    }
    for entry in printed if isinstance(printed, list) else []:
        try:
            total, parts = entry["total"], [*entry["parts"]]
            table, number, row = held[total]
            found = _series([row, *(held[part][2] for part in parts if part in held)])
        except (TypeError, KeyError):
            continue  # no sum, or not of these rows: ``contract.sums`` says so
        if len(found) > 1:
            expected = f"parts of one series, not of {' and '.join(found)}"
            yield Problem(table.file, number, "series", row["series"], expected)


def _series(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(row["series"] for row in rows if row["series"]))


def _values(row: Row) -> list[float]:
    cells = (row[column] for column in BOUNDS)
    return [float(cell) for cell in cells if FORMS["number"][0].fullmatch(cell)]


def _first(rows: Collection[Row]) -> float:
    """The figure of the first row: ``best``, or its lowest where it has none."""
    row = next(iter(rows))
    best = _values({**row, "low": "", "high": ""})
    return best[0] if best else min(_values(row))


def _plain(value: float) -> str:
    return f"{round(value, 2):g}"


def _rank(grade: str) -> int:
    return GRADES.index(grade) if grade in GRADES else -1


TABLE_RULES: tuple[Callable[[Table], Found], ...] = (named, unmixed, quotients)
