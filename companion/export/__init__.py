"""The data to take away: CSV, one workbook, one SQLite file, Parquet, and the Data Package as zip.

Everything is made from ``data/`` and its descriptor alone, and twice the same gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from companion import bibliography, csl, data
from companion.export import database, descriptors, workbook

NAME = "august-1945"
ARCHIVE = f"{NAME}-data.zip"
DESCRIPTOR = "datapackage.json"
CSVW = "csv-metadata.json"
SUMS = "SHA256SUMS"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can tell
_BESIDE = ("references.bib", "geography.geojson")
LICENCES = ("LICENSE", "LICENSE-CONTENT.md", "CITATION.cff")


@dataclass(frozen=True)
class File:
    """A file to take away: its path below the folder, its bytes and its SHA-256."""

    path: str
    size: int
    sha256: str


def sources() -> pd.DataFrame:
    """The bibliography as a table: key, kind, entry type, year, reference, address, note.

    Shape: a row per entry of ``references.bib``, text throughout; the reference is Chicago's.
    """
    return pd.DataFrame(
        [
            {
                "key": key,
                "kind": entry.fields["keywords"],
                "type": entry.type,
                "year": entry.fields.get("year", ""),
                "reference": csl.reference_text(key),
                "url": entry.fields.get("url", ""),
                "note": bibliography.plain(entry.fields.get("note", "")),
            }
            for key, entry in bibliography.entries().items()
        ]
    )


def citations() -> pd.DataFrame:
    """Which row rests on which source and where in it: table, row, key, locator.

    Shape: a row per item of a ``source`` cell, in the order of the tables; a blank locator is "".
    """
    return pd.DataFrame(
        [
            {
                "table": name,
                "row": str(row_id),
                "key": citation.key,
                "locator": citation.locator or "",
            }
            for name in data.names()
            if {"id", "source"} <= set(data.schema(name))
            for row_id, cell in data.load(name)["source"].dropna().items()
            for citation in bibliography.citations(cell)
        ]
    )


def codebook() -> pd.DataFrame:
    """Every column of every table: table, column, type, description, allowed values, blanks.

    Shape: a row per column; ``rows`` and ``blank`` are counts of rows of its table.
    """
    lines = []
    for name in data.names():
        frame = data.load(name).reset_index()
        for column, field in data.schema(name).items():
            allowed = field.get("constraints", {}).get("enum", [])
            lines.append(
                {
                    "table": name,
                    "column": column,
                    "title": field["title"],
                    "type": field["type"],
                    "description": field["description"],
                    "allowed": "; ".join(map(str, allowed)),
                    "rows": len(frame),
                    "blank": int(frame[column].isna().sum()),
                }
            )
    return pd.DataFrame(lines)


def frames() -> dict[str, pd.DataFrame]:
    """Table name -> its typed frame with all columns of the schema, ``id`` among them."""
    return {name: data.load(name).reset_index()[list(data.schema(name))] for name in data.names()}


def write(folder: Path) -> list[File]:
    """Write every form of the data into ``folder``, in place of what was there, and list it.

    The list is in order of path and ends in ``SHA256SUMS``, which holds the other files.
    """
    shutil.rmtree(folder, ignore_errors=True)
    for part in ("csv", "parquet"):
        (folder / part).mkdir(parents=True)
    tables = frames()
    for name in tables:
        path = data.resource(name)["path"]
        shutil.copyfile(data.ROOT / path, folder / "csv" / path)
    _write_json(folder / "csv" / DESCRIPTOR, descriptors.package())
    _write_json(folder / "csv" / CSVW, descriptors.csvw())
    for name in _BESIDE:
        shutil.copyfile(data.ROOT / name, folder / "csv" / name)
    for name, frame in tables.items():
        frame.to_parquet(folder / "parquet" / f"{name}.parquet", engine="pyarrow", index=False)
    extra = {"sources": sources(), "citations": citations()}
    workbook.write(folder / f"{NAME}.xlsx", {**tables, **extra}, codebook())
    database.write(folder / f"{NAME}.sqlite", tables, {**extra, "codebook": codebook()})
    archive(folder / ARCHIVE, _archived(folder))
    listed = [_file(path, folder) for path in _files(folder)]
    lines = [f"{file.sha256}  {file.path}\n" for file in listed]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    return [*listed, _file(folder / SUMS, folder)]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _file(path: Path, folder: Path) -> File:
    content = path.read_bytes()
    name = path.relative_to(folder).as_posix()
    return File(name, len(content), hashlib.sha256(content).hexdigest())


def _write_json(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _archived(folder: Path) -> Iterable[tuple[str, bytes]]:
    for path in _files(folder / "csv"):
        yield f"{NAME}-data/{path.name}", path.read_bytes()
    for name in LICENCES:
        yield f"{NAME}-data/{name}", (data.ROOT.parent / name).read_bytes()


def archive(path: Path, content: Iterable[tuple[str, bytes]]) -> None:
    """Write a zip that is the same for the same content: fixed dates and rights, order as given."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name, body in content:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16  # else unreadable where a zip keeps Unix rights
            out.writestr(entry, body)
