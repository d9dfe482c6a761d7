"""Tables of evidence that chapters show, in one registry, like the figures.

A table is a function ``DataFrame -> DataFrame``: it chooses and orders rows and gives the columns
that the reader sees. Its index keeps the ids of the rows, so that every line leads to its datum.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any

import pandas as pd
from markupsafe import Markup

from companion import data, views

MIME = "application/vnd.august-1945.table+json"
Build = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class TableSpec:
    """What the registry knows of a table beside how to make it."""

    id: str
    table: str
    title: str
    caption: str
    make: Callable[[pd.DataFrame], Listing]


class Listing:
    """A finished table: rows of plain cells with their ids, which any front end can show."""

    def __init__(self, table_id: str, frame: pd.DataFrame) -> None:
        self.id = table_id
        self.frame = frame

    def content(self) -> dict[str, Any]:
        """The table as JSON: its id, its headers, and for each line its row ids and its cells.

        ``linked`` is how many leading cells lead each to a row of its own: one, or what the
        frame's ``attrs["linked"]`` says.
        """
        cells = self.frame.map(views.words) if len(self.frame) else self.frame
        return {
            "id": self.id,
            "headers": list(self.frame.columns),
            "linked": self.frame.attrs.get("linked", 1),
            "rows": [
                {"ids": data.ids(str(ids)), "cells": list(row)}
                for ids, row in zip(self.frame.index, cells.itertuples(index=False), strict=True)
            ],
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        found = registry()[self.id]
        html = views.table_of_cells(self.content(), found.title, Markup.escape(found.caption))
        return {"text/plain": str(self.frame), "text/html": str(html), MIME: self.content()}


REGISTRY: dict[str, TableSpec] = {}


def listing(table_id: str, *, table: str, title: str, caption: str) -> Callable[[Build], Any]:
    """Register the decorated function as table ``table_id``, made from evidence table ``table``.

    The function returns a DataFrame indexed by row id (several joined by a semicolon where a line
    rests on several rows), with the columns to show, in order; the first names the line.
    """

    def register(build: Build) -> Callable[[pd.DataFrame], Listing]:
        @wraps(build)
        def make(frame: pd.DataFrame) -> Listing:
            return Listing(table_id, build(frame))

        if table_id in REGISTRY:
            raise ValueError(f"table {table_id!r} is registered twice")
        REGISTRY[table_id] = TableSpec(table_id, table, title, caption, make)
        return make

    return register


@lru_cache
def registry() -> dict[str, TableSpec]:
    """All tables by id. Importing the rooms of this package registers what they hold."""
    for room in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{room.name}")
    return REGISTRY
