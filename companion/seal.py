"""Seals: short hashes by which a reader finds out whether what was cited still says the same.

A seal is ``sha256-`` and the first twelve hexadecimal digits of a SHA-256 over canonical JSON in
UTF-8: keys sorted, no blanks between tokens, letters as they are.

- **A row** (also a claim or a passage): its table and all its cells in the one spelling of
  ``companion.cells``, notes, sources and grades included; blank cells are left out.
- **A source**: the fields of its entry in the bibliography, in the same way.
- **A figure**: its id, the whole digest of each row that it draws, and its plotly specification
  in the default view, as the page first shows it. What a reader turns with its controls is not
  sealed. Of the specification the house template (fonts, grid, margins) is left out, so is what
  is null or empty; numbers count by their value to ten significant digits, so that ``1`` is
  ``1.0`` and the last bits of a processor's arithmetic do not matter.

Not covered: title, caption and alternative text, the prose around it, for rows and figures the
entries of the works that they name, and the versions of Python and plotly. Twelve digits find a
mistake or a change; they do not stop somebody who sets out to forge a row with the same seal.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from typing import Any

from companion import campaign, cells, data, figures, selection

PREFIX, DIGITS = "sha256-", 12
_FORM = re.compile(rf"(?:{PREFIX})?([0-9a-f]{{{DIGITS}}})")


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _seal(digest: str) -> str:
    return PREFIX + digest[:DIGITS]


def read(text: str) -> str:
    """A seal as it is written here; the prefix may be left out, capitals do not matter.

    Raises ValueError for what is no seal.
    """
    found = _FORM.fullmatch(text.strip().lower())
    if not found:
        raise ValueError(f"{text!r} is no seal: expected {PREFIX} and {DIGITS} digits from 0 to f")
    return PREFIX + found[1]


def digest_of(table: str, row: cells.Row) -> str:
    """The whole digest of a row that is given by its cells, of any edition."""
    return _digest({"table": table, "cells": row})


def of_cells(table: str, row: cells.Row) -> str:
    """The seal of a row that is given by its cells, of any edition."""
    return _seal(digest_of(table, row))


@cache
def _row_digest(row_id: str) -> str:
    table = data.table_of(row_id)
    return digest_of(table, cells.present().tables[table][row_id])


def source(key: str) -> str:
    """The seal of an entry of the bibliography. Raises KeyError for an unknown key."""
    return of_cells(cells.SOURCES, cells.present().tables[cells.SOURCES][key])


def row(row_id: str) -> str:
    """The seal of a row, claim or passage as it now stands. Raises KeyError for an unknown id."""
    return _seal(_row_digest(row_id))


def _plain(value: Any) -> Any:
    """A specification without what is null or empty, its numbers in one spelling."""
    if isinstance(value, dict):
        plain = {key: _plain(item) for key, item in value.items() if key != "template"}
        return {key: item for key, item in plain.items() if item not in (None, {}, [])}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value + 0.0:.10g}"  # -0.0 becomes 0
    return value


def of_specification(figure_id: str, spec: dict[str, Any]) -> str:
    """The seal of a figure, given the specification that draws it."""
    rows = {row_id: _row_digest(row_id) for row_id in figures.rows_drawn(spec)}
    drawn = _plain({"data": spec["data"], "layout": spec["layout"]})
    return _seal(_digest({"figure": figure_id, "rows": rows, "specification": drawn}))


@cache
def _turned() -> frozenset[str]:
    chosen = {found.figure for found in selection.registry().values()}
    return frozenset(chosen | {found.figure for found in campaign.CAMPAIGNS.values()})


def turned(figure_id: str) -> bool:
    """Whether a reader can turn the figure by choices, so that its seal is of one view."""
    return figure_id in _turned()


@cache
def figure(figure_id: str) -> str:
    """The seal of a figure, drawn anew from the data. Raises KeyError for an unknown id."""
    if figure_id not in figures.registry():
        raise KeyError(f"no figure {figure_id!r}")
    return of_specification(figure_id, figures.specification(figure_id))
