"""Tables as plain cells: the one form in which rows are compared with other editions and sealed.

A cell is text in one spelling only, so that two files that say the same compare as the same:
numbers without needless noughts, booleans as ``true`` and ``false``, ``\\n`` as the line break,
letters composed (NFC). The order of rows and columns and blank cells say nothing.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from pybtex.database import parse_string

from companion import data

Row = dict[str, str]  # column -> cell; blank cells are left out
Tables = dict[str, dict[str, Row]]  # table -> id -> row
Read = Callable[[str], str]  # path below ``data/`` -> text of the file; "" when there is none

DESCRIPTOR, SOURCES, GEOGRAPHY = "datapackage.json", "sources", "geography"
FILES = {SOURCES: "references.bib", GEOGRAPHY: "geography.geojson"}


@dataclass(frozen=True)
class State:
    """The data as they stood at one time: their descriptor, and every row under its id.

    The bibliography counts as a table ``sources`` of its own, the coasts of the maps as
    ``geography`` with one row. ``corrections`` and ``tombstones`` have no ids: they are records
    of changes, not data.
    """

    package: dict[str, Any]
    tables: Tables

    def kinds(self, table: str) -> dict[str, str]:
        """Column -> Table Schema type; {} for what is no table of the descriptor."""
        for resource in self.package["resources"]:
            if resource["name"] == table:
                return {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        return {}


def cell(text: str, kind: str) -> str:
    """A cell in its one spelling, given its Table Schema type; unreadable numbers stay as text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind in {"number", "integer"}:
        try:
            number = Decimal(text.strip())
        except InvalidOperation:
            return text
        if number.is_finite():
            return f"{number.normalize():f}" if number else "0"
    return unicodedata.normalize("NFC", text.lower() if kind == "boolean" else text)


def _rows(text: str, kinds: dict[str, str]) -> dict[str, Row]:
    return {
        line["id"]: {
            column: cell(words, kinds.get(column, "string"))
            for column, words in line.items()
            if isinstance(column, str) and isinstance(words, str) and words.strip()
        }
        for line in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    }


def _sources(text: str) -> dict[str, Row]:
    return {
        key: {
            "type": entry.type,
            **{name.lower(): cell(words, "string") for name, words in entry.fields.items()},
            **{role: " and ".join(map(str, names)) for role, names in entry.persons.items()},
        }
        for key, entry in parse_string(text, "bibtex").entries.items()
    }


def state(read: Read) -> State:
    """The data whose files ``read`` gives."""
    package = json.loads(read(DESCRIPTOR))
    tables: Tables = {}
    for resource in package["resources"]:
        kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        if "id" in kinds:
            tables[resource["name"]] = _rows(read(resource["path"]), kinds)
    tables[SOURCES] = _sources(read(FILES[SOURCES]))
    coasts = read(FILES[GEOGRAPHY]).replace("\r\n", "\n")
    tables[GEOGRAPHY] = {"coasts": {"digest": hashlib.sha256(coasts.encode()).hexdigest()}}
    return State(package, tables)


def here(path: str) -> str:
    """The text of a file of ``data/`` as it now stands; "" when there is none."""
    file = data.ROOT / path
    return file.read_bytes().decode("utf-8-sig") if file.is_file() else ""


def as_csv(columns: Sequence[str], rows: dict[str, Row]) -> str:
    """Rows as the text of their file."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows.values())
    return out.getvalue()


@lru_cache
def present() -> State:
    """The data as they now stand."""
    return state(here)
