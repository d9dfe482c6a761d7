"""Tables as plain cells: the one form in which rows are compared with other editions and sealed.

A cell is text in one spelling only, so that two files that say the same compare as the same:
numbers without needless noughts, booleans as ``true`` and ``false``, ``\\n`` as the line break,
letters composed (NFC). The order of rows and columns and blank cells say nothing.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from companion import data

Row = dict[str, str]  # column -> cell; blank cells are left out
Tables = dict[str, dict[str, Row]]  # table -> id -> row
Read = Callable[[str], str]  # path below ``data/`` -> text of the file


def cell(text: str, kind: str) -> str:
    """A cell in its one spelling, given its Table Schema type; unreadable numbers stay as text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind in {"number", "integer"}:
        try:
            number = Decimal(text.strip())
        except InvalidOperation:
            return text
        return f"{number.normalize():f}" if number.is_finite() and number else "0"
    return unicodedata.normalize("NFC", text.lower() if kind == "boolean" else text)


def tables(package: dict[str, Any], read: Read) -> Tables:
    """Every table whose rows carry an id, by the descriptor ``package``.

    ``corrections`` and ``tombstones`` have no ids: they are records of changes, not data.
    """
    found: Tables = {}
    for resource in package["resources"]:
        kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        if "id" not in kinds:
            continue
        lines = csv.DictReader(io.StringIO(read(resource["path"]).removeprefix("\ufeff")))
        found[resource["name"]] = {
            line["id"]: {
                column: cell(text, kinds.get(column, "string"))
                for column, text in line.items()
                if isinstance(column, str) and isinstance(text, str) and text.strip()
            }
            for line in lines
        }
    return found


def here(path: str) -> str:
    """The text of a file of ``data/`` as it now stands."""
    return (data.ROOT / path).read_bytes().decode("utf-8-sig")


@lru_cache
def present() -> Tables:
    """The tables as they now stand."""
    return tables(data.package(), here)
