"""Read the files of a data folder, and refuse those whose bytes or rows are not in order.

A UTF-8 byte order mark and CRLF line ends are accepted, since spreadsheets write them; so is a
line break inside a quoted note, and nowhere else: one row is one line wherever it can be.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pybtex.errors
from frictionless import Schema
from pybtex.database import parse_string

from companion.check.problem import Found, Problem

# Beyond these a file is refused before anything slow reads it: bytes, rows, characters.
MAX_TABLE, MAX_TEXT, MAX_ROWS, MAX_CELL = 20_000_000, 2_000_000, 5_000, 10_000

# Controls, line and direction marks that hide text from a reader, invisible tags, and the sign
# that a letter was lost in conversion. Tabs and line breaks have their own rules.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffd"
    "\U000e0000-\U000e007f]"
)
_BIB_ENTRY = re.compile(r"^[ \t]*@(\w+)[ \t]*[{(]\s*([^\s,{}()]+)", re.MULTILINE)


@dataclass(frozen=True)
class Table:
    """A table that can be read: its cells as text, by column."""

    name: str
    file: str
    schema: dict[str, Any]
    rows: list[dict[str, str]]

    @property
    def fields(self) -> dict[str, dict[str, Any]]:
        """Column -> its field of the schema."""
        return {field["name"]: field for field in self.schema["fields"]}

    def lines(self, *columns: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and cells of each row; nothing when the table lacks one of ``columns``."""
        if set(columns) <= set(self.fields):
            yield from enumerate(self.rows, start=2)


@dataclass(frozen=True)
class Source:
    """An entry of the bibliography: the row it starts in and its fields as text."""

    file: str
    row: int
    fields: dict[str, str]


class Refused(Exception):
    """A file that goes no further, with its problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


def read_package(folder: Path) -> tuple[dict[str, Any], list[Problem]]:
    """The descriptor with those of its resources that can be used, and what is wrong with others.

    Raises Refused when there is no descriptor to speak of.
    """
    file = f"{folder.name}/datapackage.json"
    text = _text(folder / "datapackage.json", MAX_TEXT)
    try:
        package = json.loads(text)
        resources = list(package["resources"])
        if not resources:
            raise ValueError("it has no resources")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        expected = f"a Data Package in JSON with a list of resources ({error!r})"
        row = getattr(error, "lineno", None)
        raise Refused(Problem(file, row, None, "", expected)) from error
    usable, problems = [], []
    for resource in resources:
        try:
            if not re.fullmatch(r"[a-z0-9_]+\.csv", resource["path"]):
                raise ValueError("path must be a plain file name ending in .csv")
            if not isinstance(resource["schema"], dict):  # frictionless would fetch an address
                raise ValueError("schema must stand here, not elsewhere")
            # frictionless completes what a foreign key may leave out
            keys = Schema.from_descriptor(resource["schema"]).foreign_keys
            schema = {**resource["schema"], "foreignKeys": keys}
            usable.append({**resource, "name": str(resource["name"]), "schema": schema})
        except Exception as error:  # frictionless lets re.error and others through
            name = resource.get("name", "") if isinstance(resource, dict) else resource
            expected = f"a resource with name, path and schema ({error!r})"
            problems.append(Problem(file, None, "resources", str(name), expected))
    described = {resource["path"] for resource in usable}
    for path in sorted(folder.glob("*.csv")) if not problems else []:
        if path.name not in described:
            expected = "a resource of datapackage.json that describes this table, or no such file"
            problems.append(Problem(f"{folder.name}/{path.name}", None, None, "", expected))
    return {**package, "resources": usable}, problems


def read_table(folder: Path, resource: dict[str, Any]) -> Table:
    """The table of a resource. Raises Refused when its bytes or rows are not in order."""
    file = f"{folder.name}/{resource['path']}"
    names = [field["name"] for field in resource["schema"]["fields"]]
    rows = _rows(file, _text(folder / resource["path"], MAX_TABLE))
    if problems := list(_structure(file, names, rows)):
        raise Refused(*problems)
    if len(rows) == 1 and not resource.get("mayBeEmpty"):
        expected = "rows under the header: the table is empty"
        raise Refused(Problem(file, None, None, "", expected))
    cells = [dict(zip(names, row, strict=True)) for row in rows[1:]]
    return Table(resource["name"], file, resource["schema"], cells)


def read_bibliography(folder: Path) -> dict[str, Source]:
    """Key -> entry of ``references.bib``. Raises Refused when it cannot be read whole."""
    file = f"{folder.name}/references.bib"
    text = _text(folder / "references.bib", MAX_TEXT)
    if problems := list(_bib_lines(file, text)):
        raise Refused(*problems)
    entries, errors = _parsed(text)
    problems = [
        Problem(file, getattr(e, "lineno", None), None, "", f"BibTeX that can be read ({e})")
        for e in errors
    ]
    starts = {
        match[2]: text.count("\n", 0, match.start()) + 1
        for match in _BIB_ENTRY.finditer(text)
        if match[1].lower() not in {"comment", "preamble", "string"}
    }
    for key in starts.keys() - entries.keys():
        expected = "an entry: an unclosed brace or quote before it has swallowed it"
        problems.append(Problem(file, starts[key], None, key, expected))
    if problems:
        raise Refused(*problems)
    return {key: Source(file, starts.get(key, 1), fields) for key, fields in entries.items()}


@lru_cache(maxsize=2)  # it takes longer than all else, and one who edits a table checks it often
def _parsed(text: str) -> tuple[dict[str, dict[str, str]], list[Exception]]:
    with pybtex.errors.capture() as errors:
        try:
            entries = parse_string(text, "bibtex").entries or {}
        except Exception as error:  # not all that the parser lets through are errors of its own
            errors.append(error)
            entries = {}
    fields = {
        key: {name.lower(): value for name, value in entry.fields.items()}
        for key, entry in entries.items()
    }
    return fields, list(errors)


def _text(path: Path, limit: int) -> str:
    """The text of a file without byte order mark and the CR of CRLF. Raises Refused."""

    def refused(expected: str, row: int | None = None, value: str = "") -> Refused:
        return Refused(Problem(f"{path.parent.name}/{path.name}", row, None, value, expected))

    try:
        if not path.is_file():
            raise refused("a file of this name, which is missing: put it back")
        if (size := path.stat().st_size) > limit:
            raise refused(f"at most {limit:,} bytes: shorten it", value=f"{size:,} bytes")
        raw = path.read_bytes()
    except OSError as error:
        raise refused(f"a file that can be read ({error.strerror})") from error
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:4]:
        raise refused("UTF-8 text, not UTF-16: save it as UTF-8", 1, repr(raw[:4])[2:-1])
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        value = repr(raw[error.start : error.end])[2:-1]
        row = raw.count(b"\n", 0, error.start) + 1
        raise refused("UTF-8 text, which this byte is not: save it as UTF-8", row, value) from error
    if not text.strip():
        raise refused("content: the file is empty")
    if (at := text.find("\r")) >= 0:
        row = text.count("\n", 0, at) + 1
        raise refused("lines that end in LF or CRLF, not in a lone CR", row, "\r")
    return text


def _bib_lines(file: str, text: str) -> Found:
    for row, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_CELL:
            yield Problem(file, row, None, line, f"at most {MAX_CELL:,} characters in a line")
        elif hidden := HIDDEN.search(line):
            yield Problem(file, row, None, line, _without(hidden))


def _rows(file: str, text: str) -> list[list[str]]:
    rows: list[list[str]] = []
    limit = csv.field_size_limit(MAX_TABLE)  # so that an overlong cell can be named by its column
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            rows.append(row)
    except csv.Error as error:
        expected = f"CSV after RFC 4180 ({error}): close each quote, double a quote in a cell"
        raise Refused(Problem(file, len(rows) + 1, None, "", expected)) from error
    finally:
        csv.field_size_limit(limit)
    return rows


def _structure(file: str, names: list[str], rows: list[list[str]]) -> Found:
    if rows[0] != names:
        yield from _header(file, names, rows[0])
        return
    if len(rows) > MAX_ROWS:
        yield Problem(file, None, None, f"{len(rows):,} rows", f"at most {MAX_ROWS:,} rows")
        return
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(names):
            value = f"{len(row)} cells"
            yield Problem(file, number, None, value, f"{len(names)} cells, one for each column")
        for name, cell in zip(names, row, strict=False):
            if len(cell) > MAX_CELL:
                expected = f"at most {MAX_CELL:,} characters in a cell, not {len(cell):,}"
                yield Problem(file, number, name, cell, expected)
            elif hidden := HIDDEN.search(cell):
                yield Problem(file, number, name, cell, _without(hidden))


def _header(file: str, names: list[str], header: list[str]) -> Found:
    for name in dict.fromkeys(header):
        if name not in names:
            yield Problem(file, 1, name, name, "no such column: the schema does not have it")
        elif header.count(name) > 1:
            expected = f"one column of this name, where there are {header.count(name)}"
            yield Problem(file, 1, name, name, expected)
    for name in names:
        if name not in header:
            yield Problem(file, 1, name, "", "this column, which is missing from the header")
    if sorted(header) == sorted(names):
        for name, there in zip(names, header, strict=True):
            if name != there:
                expected = f'"{name}" here: keep the order of the schema'
                yield Problem(file, 1, name, there, expected)


def _without(hidden: re.Match[str]) -> str:
    return f"no control or hidden character: take out U+{ord(hidden.group()):04X}"
