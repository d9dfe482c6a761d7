"""The tables as one SQLite file: typed columns, keys, and views of rows with their sources."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from companion import data

_TYPES = {"number": "REAL", "integer": "INTEGER", "boolean": "INTEGER"}


def write(
    path: Path, tables: Mapping[str, pd.DataFrame], extra: Mapping[str, pd.DataFrame]
) -> None:
    """Write the tables by their schema, then the others as text, into a new file.

    Days are ISO text, truth values 0 and 1, missing NULL. Raises sqlite3.IntegrityError when a key
    is broken.
    """
    path.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for name, frame in tables.items():
            _table(connection, name, _columns(name), frame)
        for name, frame in extra.items():
            _table(connection, name, [_column(frame[title]) for title in frame], frame)
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise sqlite3.IntegrityError(f"{path.name}: keys that lead nowhere: {broken[:3]}")
        connection.commit()
        connection.execute("VACUUM")


def _quoted(name: object) -> str:
    return '"' + str(name).replace('"', '""') + '"'


def _column(values: pd.Series) -> str:
    kind = "INTEGER" if pd.api.types.is_integer_dtype(values.dtype) else "TEXT"
    return f"{_quoted(values.name)} {kind}"


def _columns(name: str) -> list[str]:
    schema = data.resource(name)["schema"]
    lines = []
    for field in schema["fields"]:
        must = " NOT NULL" if field.get("constraints", {}).get("required") else ""
        lines.append(f"{_quoted(field['name'])} {_TYPES.get(field['type'], 'TEXT')}{must}")
    if "primaryKey" in schema:
        lines.append(f"PRIMARY KEY ({_all(schema['primaryKey'])})")
    for key in schema.get("foreignKeys", []):
        target = key["reference"]
        lines.append(
            f"FOREIGN KEY ({_all(key['fields'])}) "
            f"REFERENCES {_quoted(target['resource'])} ({_all(target['fields'])})"
        )
    return lines


def _all(columns: Iterable[str] | str) -> str:
    return ", ".join(map(_quoted, [columns] if isinstance(columns, str) else columns))


def _table(
    connection: sqlite3.Connection, name: str, columns: list[str], frame: pd.DataFrame
) -> None:
    connection.execute(f"CREATE TABLE {_quoted(name)} ({', '.join(columns)})")
    marks = ", ".join("?" * len(frame.columns))
    rows = ([_plain(value) for value in row] for row in frame.itertuples(index=False))
    connection.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", rows)


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return value.item() if hasattr(value, "item") else value
