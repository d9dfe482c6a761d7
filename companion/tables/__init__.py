"""Tables of evidence that chapters show, in one registry, like the figures.

A table is a function ``DataFrame -> DataFrame``: it chooses and orders rows and gives the columns
that the reader sees. Its index keeps the ids of the rows, so that every line leads to its datum.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial, wraps
from typing import Any

import pandas as pd
from markupsafe import Markup

from companion import data, views

MIME = "application/vnd.august-1945.table+json"
Build = Callable[[pd.DataFrame], pd.DataFrame]


class Linked(tuple[tuple[str, str], ...]):
    """A cell of several values, each ``(words, row id)``: every one leads to its own row."""

    def __str__(self) -> str:
        return "; ".join(words for words, _ in self)


@dataclass(frozen=True)
class TableSpec:
    """What the registry knows of a table beside how to make it."""

    id: str
    table: str
    title: str
    caption: str
    make: Callable[[pd.DataFrame], Listing]
    member: str | None = None  # what a cell asks for it by, where it is one of a family


class Listing:
    """A finished table: rows of plain cells with their ids, which any front end can show."""

    def __init__(self, table_id: str, frame: pd.DataFrame) -> None:
        self.id = table_id
        self.frame = frame

    def content(self) -> dict[str, Any]:
        """The table as JSON: its id, its headers, and for each line its row ids and its cells.

        ``linked`` is how many leading cells lead each to a row of its own: one, or what the
        frame's ``attrs["linked"]`` says. ``links`` has, for each ``Linked`` cell by its place in
        the line, its values and their rows.
        """
        return {
            "id": self.id,
            "headers": list(self.frame.columns),
            "linked": self.frame.attrs.get("linked", 1),
            "rows": [
                {
                    "ids": data.ids(str(ids)),
                    "cells": [str(c) if isinstance(c, Linked) else views.words(c) for c in row],
                    "links": {str(n): list(c) for n, c in enumerate(row) if isinstance(c, Linked)},
                }
                for ids, row in zip(
                    self.frame.index, self.frame.itertuples(index=False), strict=True
                )
            ],
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        found = registry()[self.id]
        html = views.table_of_cells(self.content(), found.title, Markup.escape(found.caption))
        return {"text/plain": str(self.frame), "text/html": str(html), MIME: self.content()}


def rows_shown(content: dict[str, Any]) -> list[str]:
    """Ids of the rows that a table's content rests on, line by line, each once."""
    return list(dict.fromkeys(row_id for line in content["rows"] for row_id in line["ids"]))


REGISTRY: dict[str, TableSpec] = {}


def listing(
    table_id: str, *, table: str, title: str, caption: str, member: str | None = None
) -> Callable[[Build], Any]:
    """Register the decorated function as table ``table_id``, made from evidence table ``table``.

    The function returns a DataFrame indexed by row id (several joined by a semicolon where a line
    rests on several rows), with the columns to show, in order; the first names the line. A family
    of tables that one function makes is registered in a loop, each with the ``member`` it is of.
    """

    def register(build: Build) -> Callable[[pd.DataFrame], Listing]:
        @wraps(build.func if isinstance(build, partial) else build)
        def make(frame: pd.DataFrame) -> Listing:
            return Listing(table_id, build(frame))

        if table_id in REGISTRY:
            raise ValueError(f"table {table_id!r} is registered twice")
        REGISTRY[table_id] = TableSpec(table_id, table, title, caption, make, member)
        return make

    return register


@lru_cache
def registry() -> dict[str, TableSpec]:
    """All tables by id. Importing the rooms of this package registers what they hold."""
    for room in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{room.name}")
    return REGISTRY
