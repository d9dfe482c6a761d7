"""The evidence tables as typed DataFrames, read by the one schema ``data/datapackage.json``."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

_HERE = Path(__file__).resolve().parent
_PACKED = _HERE / "_data"  # the folder's place in a wheel; a clone has none
ROOT = _PACKED if _PACKED.is_dir() else _HERE.parent / "data"

_DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}


@lru_cache
def package() -> dict[str, Any]:
    """The Data Package descriptor (Frictionless Data Package v2) as a dict."""
    return json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))


def names() -> list[str]:
    """Names of all tables, in the order of the Data Package."""
    return [resource["name"] for resource in package()["resources"]]


def evidence_tables() -> list[str]:
    """Names of the tables whose rows are evidence, that is, carry an id, a source and a grade."""
    return [name for name in names() if {"id", "source", "grade"} <= set(schema(name))]


def resource(name: str) -> dict[str, Any]:
    """One table's entry in the Data Package.

    Raises KeyError, naming the tables there are, when there is none of that name.
    """
    for entry in package()["resources"]:
        if entry["name"] == name:
            return entry
    raise KeyError(f"no table {name!r}; there are: {', '.join(names())}")


def schema(name: str) -> dict[str, dict[str, Any]]:
    """Column name -> its Table Schema field (type, title, description, constraints)."""
    return {field["name"]: field for field in resource(name)["schema"]["fields"]}


@lru_cache
def _read(name: str) -> pd.DataFrame:
    fields = schema(name)
    days = [column for column, field in fields.items() if field["type"] == "date"]
    frame = pd.read_csv(
        ROOT / resource(name)["path"],
        encoding="utf-8-sig",
        dtype={c: _DTYPES[f["type"]] for c, f in fields.items() if c not in days},
        parse_dates=days,
        date_format="%Y-%m-%d",
        keep_default_na=False,
        na_values=[""],
        true_values=["true"],
        false_values=["false"],
    )
    if frame.empty:  # of no rows, pandas cannot tell that they would be days
        frame = frame.astype(dict.fromkeys(days, "datetime64[s]"))
    frame.attrs["table"] = name
    return frame.set_index("id") if "id" in fields else frame


def load(name: str) -> pd.DataFrame:
    """One table as a typed DataFrame, indexed by ``id`` where its rows have one.

    Shape: a row per datum, a column per field of the schema (see the codebook). Text columns are
    ``str``, quantities ``float64`` in the row's ``unit``, counts ``Int64``, days ``datetime64``;
    missing is NaN, NA or NaT. The frame is the caller's own: changing it changes nothing else.
    Raises KeyError when there is no such table.
    """
    return _read(name).copy()


@lru_cache
def _homes() -> dict[str, str]:
    named = [name for name in names() if "id" in schema(name)]
    return {str(row): name for name in named for row in _read(name).index}


def table_of(row_id: str) -> str:
    """Name of the table that holds the row ``row_id``. Raises KeyError when no table does."""
    try:
        return _homes()[row_id]
    except KeyError:
        raise KeyError(f"no row {row_id!r} in any table") from None


@lru_cache
def _rows(name: str) -> dict[str, pd.Series]:
    """Id -> row: to take thousands of rows out of a table one by one would be slow."""
    return {str(row_id): row for row_id, row in _read(name).iterrows()}


def row(row_id: str) -> pd.Series:
    """The row of that id, whatever its table; its ``name`` is the id. Raises KeyError."""
    return _rows(table_of(row_id))[row_id].copy(deep=False)  # pandas copies it when it is changed


def read_all() -> None:
    """Read every table and take out its rows, once for all copies to be made of this process."""
    for name in names():
        if "id" in schema(name):
            _rows(name)


def ids(cell: object) -> list[str]:
    """The ids (or other items) of a cell that joins several by a semicolon; [] when blank."""
    return [item for item in cell.split(";") if item] if isinstance(cell, str) else []
