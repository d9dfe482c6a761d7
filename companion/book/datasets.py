"""The tables as data sets, for the linked data of the pages that hold or describe them."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

import pandas as pd

from companion import data, edition, export
from companion.book.linked import (
    Node,
    at,
    dataset_address,
    filled,
    interval,
    licences,
    people,
    reference,
    released,
)
from companion.citing import book_item

_FORMATS = {
    ".csv": "text/csv", ".json": "application/json", ".sqlite": "application/vnd.sqlite3",
    ".parquet": "application/vnd.apache.parquet", ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


def _span(frame: pd.DataFrame) -> str:
    """The interval that holds the days of all rows; "" where the table has none."""
    return interval(frame["earliest"].min(), frame["latest"].max()) if "latest" in frame else ""


def _where(names: Sequence[str]) -> list[Node]:
    """Where the rows of some tables are: their theatres, territories and places by name."""
    told: dict[str, None] = {}
    for name in names:
        frame = data.load(name)
        for column in ("theatre", "territory"):
            if column in frame:
                told.update(dict.fromkeys(frame[column].dropna()))
        if len(names) == 1 and "place" in frame:  # of all tables together they would be too many
            ids = dict.fromkeys(i for cell in frame["place"] for i in data.ids(cell))
            told.update(dict.fromkeys(data.row(i)["name"] for i in ids))
    return [{"@type": "Place", "name": name} for name in told]


def _variables(names: Sequence[str]) -> list[Node]:
    """The columns of the tables, each name once."""
    fields = {c: field for name in reversed(names) for c, field in data.schema(name).items()}
    return [
        {
            "@type": "PropertyValue",
            "name": field["title"],
            "propertyID": column,
            "description": field["description"],
        }
        for column, field in fields.items()
    ]


def _download(file: export.File, folder: str, here: str) -> Node:
    return filled(
        {
            "@type": "DataDownload",
            "name": posixpath.basename(file.path),
            "contentUrl": at(f"{folder}/{file.path}", here),
            "encodingFormat": _FORMATS.get(posixpath.splitext(file.path)[1], "text/plain"),
            "contentSize": f"{file.size} B",
            "sha256": file.sha256,
        }
    )


def _dataset(table: str, here: str, name: str, description: str) -> Node:
    return {
        "@type": "Dataset",
        "@id": dataset_address(table, here),
        "url": dataset_address(table, here).removesuffix("#dataset"),
        "name": name,
        "description": description,
        "creator": people(book_item()),
        "datePublished": released(),
        "version": str(edition.record()["version"]),
        "inLanguage": book_item()["language"],
        "license": licences()[0],
        "isAccessibleForFree": True,
    }


def table(name: str, here: str, files: Sequence[export.File], folder: str) -> Node:
    """One table as a data set; ``files`` are those to take away, ``folder`` where they lie."""
    resource, frame = data.resource(name), data.load(name)
    own = [file for file in files if posixpath.splitext(posixpath.basename(file.path))[0] == name]
    title = f"{resource['title']} ({edition.record()['title']})"
    return filled(
        {
            **_dataset(name, here, title, f"{resource['description']} {len(frame)} rows."),
            "isPartOf": {"@id": dataset_address("", here)},
            "temporalCoverage": _span(frame),
            "spatialCoverage": _where([name]),
            "variableMeasured": _variables([name]),
            "distribution": [_download(file, folder, here) for file in own],
        }
    )


def all_tables(here: str, files: Sequence[export.File], folder: str) -> Node:
    """All tables together as one data set, in every form in which it can be taken away."""
    names = data.evidence_tables()
    package, record = data.package(), edition.record()
    spans = pd.concat([f[["earliest", "latest"]] for f in map(data.load, names) if "earliest" in f])
    whole = [file for file in files if not file.path.startswith(("csv/", "parquet/"))]
    return filled(
        {
            **_dataset("", here, package["title"], " ".join(record["abstract"].split())),
            "keywords": record["keywords"],
            "temporalCoverage": _span(spans),
            "spatialCoverage": _where(names),
            "variableMeasured": _variables(names),
            "citation": [reference(entry) for entry in record["references"]],
            "hasPart": [
                {"@id": dataset_address(name, here), "@type": "Dataset",
                 "name": data.resource(name)["title"],
                 "description": data.resource(name)["description"]}
                for name in names
            ],
            "distribution": [_download(file, folder, here) for file in whole],
        }
    )  # fmt: skip
