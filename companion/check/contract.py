"""The rules of the data contract that a Table Schema cannot say.

A rule of one table takes the table and yields its problems, nothing when it lacks the columns.
Cells that have not the type of their column are left to the schema.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any
from zoneinfo import available_timezones

from companion.check.files import Source, Table
from companion.check.problem import Found, Problem
from companion.check.schema import FORMS
from companion.dates import day, edtf_bounds

FIRST_DAY, LAST_DAY = date(1855, 1, 1), date(2025, 12, 31)

# Column -> table whose ids its cells name (None: any table). Most cells hold several, joined by a
# semicolon, which a foreign key of the schema cannot express.
REFERENCES: dict[str, str | None] = {
    "derived_from": None,
    "basis": "treaties",
    "fulfilled_by": "treaties",
    "parent": "order_of_battle",
    "personnel": "force_levels",
    "place": "places",
    "formations": "order_of_battle",
    "after": "campaign_events",
    "people": "people",
    "reached": "people",
    "evidence": None,
    "item": None,
    "rests_on": None,
    "against": None,
    "successor": None,
}
GRAPHS = ("derived_from", "parent", "after")
# A column, and the one that tells what stands in it: neither is filled without the other.
PAIRS = (("text_url", "text_kind"), ("phases", "phases_why"))

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](/([01][0-9]|2[0-3]):[0-5][0-9])?")


def items(cell: str) -> list[str]:
    """The parts of a cell that joins several by a semicolon; [] when blank."""
    return [item for item in cell.split(";") if item]


def _number(cell: str) -> Decimal | None:
    return Decimal(cell) if FORMS["number"][0].fullmatch(cell) else None


# --- rules of one table --------------------------------------------------------------------------


def quantities(table: Table) -> Found:
    """low <= best <= high; a figure, or a note that says why there is none."""
    for number, row in table.lines("low", "best", "high", "note"):
        figures = [(c, _number(row[c])) for c in ("low", "best", "high")]
        known = [(column, value) for column, value in figures if value is not None]
        for (column, value), (above, limit) in pairwise(known):
            if value > limit:
                expected = f"low <= best <= high, but {above} is {row[above]}"
                yield Problem(table.file, number, column, row[column], expected)
        if not any(row[column] for column in ("low", "best", "high", "note")):
            expected = "a figure here or in low and high, or a note that says why there is none"
            yield Problem(table.file, number, "best", "", expected)


def dates(table: Table) -> Found:
    """EDTF text and its two bounds: all or none, in order, the text within the bounds."""
    triples = [("date", "earliest", "latest")]
    triples += [(c, f"{c}_earliest", f"{c}_latest") for c in table.fields]
    for text, first, last in triples:
        for number, row in table.lines(text, first, last):
            yield from _bounded(table.file, number, row, (text, first, last))


def _bounded(file: str, number: int, row: dict[str, str], columns: tuple[str, str, str]) -> Found:
    text, *bounds = columns
    for column in columns:
        if not row[column] and any(row[other] for other in columns):
            expected = f"a value, since {' or '.join(c for c in columns if row[c])} has one"
            yield Problem(file, number, column, "", expected)
    earliest, latest = (day(row[column]) for column in bounds)
    if earliest and latest and earliest > latest:
        expected = f"a day not after {columns[2]}, which is {latest}"
        yield Problem(file, number, columns[1], row[columns[1]], expected)
    if not row[text]:
        return
    try:
        low, high = edtf_bounds(row[text])
    except ValueError as error:
        expected = f"an EDTF date such as 1945, 1945-08~ or 1945-08-09/1945-09-02 ({error})"
        yield Problem(file, number, text, row[text], expected)
        return
    if (low and earliest and low < earliest) or (high and latest and high > latest):
        expected = f"an EDTF date within {earliest} and {latest}: mend it or those bounds"
        yield Problem(file, number, text, row[text], expected)


def endings(table: Table) -> Found:
    """What ends does so on or after the day it was signed and came into force."""
    for number, row in table.lines("earliest", "in_force_earliest", "ended", "ended_latest"):
        ended = day(row["ended_latest"])
        for start, what in (("earliest", "date"), ("in_force_earliest", "entry into force")):
            begun = day(row[start])
            if ended and begun and ended < begun:
                expected = f"a day not before its {what}, {begun} (column {start})"
                yield Problem(table.file, number, "ended", row["ended"], expected)


def pairs(table: Table) -> Found:
    """Columns of which one tells about the other are both filled or both blank."""
    for columns in PAIRS:
        for number, row in table.lines(*columns):
            for blank, filled in (columns, columns[::-1]):
                if row[filled] and not row[blank]:
                    expected = f"a value, since {filled} has one"
                    yield Problem(table.file, number, blank, "", expected)


def clocks(table: Table) -> Found:
    """Times are clock times or words, zones IANA's; a clock time has a zone or a note."""
    for number, row in table.lines("time_local", "timezone", "note"):
        time, zone = row["time_local"], row["timezone"]
        clock = _TIME.fullmatch(time)
        if not clock and any(c.isdigit() for c in time):
            expected = "HH:MM, HH:MM/HH:MM or words without digits"
            yield Problem(table.file, number, "time_local", time, expected)
        if zone and zone not in _zones():
            expected = "a zone of the IANA database, such as Asia/Tokyo"
            yield Problem(table.file, number, "timezone", zone, expected)
        elif clock and not zone and not row["note"]:
            expected = f"the zone of the local time {time}, or a note that says whose clock it is"
            yield Problem(table.file, number, "timezone", "", expected)


@lru_cache
def _zones() -> set[str]:
    return available_timezones()


def territories(table: Table) -> Found:
    """The intervals of each territory follow one another from the first day to the last."""
    spans: dict[str, list[tuple[date, date, int]]] = defaultdict(list)
    unread = set()
    for number, row in table.lines("territory", "earliest", "latest"):
        first, last = day(row["earliest"]), day(row["latest"])
        if first and last:
            spans[row["territory"]].append((first, last, number))
        else:
            unread.add(row["territory"])  # else its missing row would be called a gap
    for territory in spans.keys() - unread:
        yield from _gapless(table.file, territory, sorted(spans[territory]))


def _gapless(file: str, territory: str, spans: list[tuple[date, date, int]]) -> Found:
    last, before = FIRST_DAY - timedelta(days=1), "the table's first day"
    for first, end, number in spans:
        if first <= last:
            expected = f"no overlap in {territory}: {before} runs to {last}"
            yield Problem(file, number, "earliest", str(first), expected)
        elif first > last + timedelta(days=1):
            expected = f"no gap in {territory}: {last + timedelta(days=1)}, the day after {before}"
            yield Problem(file, number, "earliest", str(first), expected)
        if end > last:
            last, before = end, f"row {number}"
    if last != LAST_DAY:
        number = max(spans, key=lambda span: span[1])[2]
        expected = f"no gap in {territory}: its last interval ends on {LAST_DAY}"
        yield Problem(file, number, "latest", str(last), expected)


TABLE_RULES: tuple[Callable[[Table], Found], ...] = (
    quantities,
    dates,
    endings,
    pairs,
    clocks,
    territories,
)

# --- rules that join tables ----------------------------------------------------------------------


def identities(tables: Collection[Table]) -> Found:
    """No id stands in two tables (within one, the schema's ``unique`` says so)."""
    seen: dict[str, tuple[Table, int]] = {}
    for table in tables:
        for number, row in table.lines("id"):
            other, there = seen.setdefault(row["id"], (table, number))
            if other is not table and row["id"]:
                expected = f"an id of its own, but row {there} of {other.file} has it"
                yield Problem(table.file, number, "id", row["id"], expected)


def references(tables: Collection[Table], unread: Collection[str]) -> Found:
    """Every id named in a cell exists in the right table. ``unread`` tables are given credit."""
    ids = {t.name: {row["id"] for _, row in t.lines("id")} for t in tables}
    anywhere = set().union(*ids.values())
    for table in tables:
        for column, target in _targets(table).items():
            if target in unread or (target is None and unread):
                continue
            known = anywhere if target is None else ids.get(target, set())
            for number, row in table.lines(column):
                for item in items(row[column]):
                    item = item.partition("[")[0]  # some are followed by a day in brackets
                    if item not in known:
                        expected = f"the id of a row of {target or 'a table'}: there is no {item}"
                        yield Problem(table.file, number, column, row[column], expected)


def _targets(table: Table) -> dict[str, str | None]:
    keys = {
        key["fields"][0]: key["reference"]["resource"] or table.name
        for key in table.schema["foreignKeys"]
    }
    return {c: REFERENCES[c] for c in REFERENCES if c in table.fields} | keys


def descents(tables: Collection[Table]) -> Found:
    """Nothing descends from itself, no formation is under itself, no event comes after itself."""
    for column in GRAPHS:
        where: dict[str, tuple[Table, int, str]] = {}
        above: dict[str, list[str]] = {}
        for table in tables:
            for number, row in table.lines("id", column):
                where[row["id"]] = table, number, row[column]
                above[row["id"]] = items(row[column])
        while cycle := _cycle(above):
            # TopologicalSorter names each after what it is above; the first is the last again.
            row_id = min(cycle)
            table, number, cell = where[row_id]
            expected = f"no circle: {' < '.join(cycle)}"
            yield Problem(table.file, number, column, cell, expected)
            above[row_id] = []


def _cycle(above: Mapping[str, list[str]]) -> list[str]:
    try:
        TopologicalSorter(above).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def citations(tables: Collection[Table], sources: Mapping[str, Source], complete: bool) -> Found:
    """Every key is in the bibliography; every entry is used or gives a ``reason`` for not being.

    Unless the tables are ``complete``, an entry that seems unused may be used by one not read.
    """
    used = set()
    for table in tables:
        for number, row in table.lines("source"):
            for item in items(row["source"]):
                key = item.partition("[")[0]
                used.add(key)
                if key not in sources and _KEY.fullmatch(key):
                    expected = f"keys of references.bib: there is no {key}"
                    yield Problem(table.file, number, "source", row["source"], expected)
    for key, source in sources.items():
        if not _KEY.fullmatch(key):
            yield Problem(source.file, source.row, None, key, "a key in kebab-case, lower case")
        if complete and key not in used and not source.fields.get("reason", "").strip():
            expected = "an entry that a row cites, or a field reason that says why it is listed"
            yield Problem(source.file, source.row, "reason", key, expected)


def sums(tables: Collection[Table], printed: Any, file: str, complete: bool) -> Found:
    """Each printed total, ``{"total": id, "parts": [ids]}``, is the sum of its parts' ``best``."""
    best = {
        row["id"]: (table, number, _number(row["best"]))
        for table in tables
        for number, row in table.lines("id", "best")
    }
    for entry in printed if isinstance(printed, list) else [printed]:
        try:
            total, parts = entry["total"], [*entry["parts"]]
            lost = [row_id for row_id in (total, *parts) if row_id not in best]
        except (TypeError, KeyError, IndexError):
            parts = []
        if not parts:
            expected = '{"total": id, "parts": [ids]} in a list'
            yield Problem(file, None, "sums", str(entry), expected)
            continue
        for row_id in lost if complete else []:
            yield Problem(file, None, "sums", str(row_id), "the id of a row that has a best figure")
        if lost:
            continue
        table, number, value = best[total]
        figures = [best[part][2] for part in parts]
        known = [figure for figure in figures if figure is not None]
        if value is None or len(known) < len(figures) or sum(known) != value:
            added = " + ".join("blank" if f is None else str(f) for f in figures)
            expected = f"the sum of its parts, {added} = {sum(known)} ({', '.join(parts)})"
            yield Problem(table.file, number, "best", str(value or ""), expected)
