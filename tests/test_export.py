"""The data to take away, read back with the tools that its users have."""

import csv
import hashlib
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from frictionless import Package, system

from companion import bibliography, data, export
from companion.book import downloads
from companion.export import workbook
from conftest import HTML

FRAMES = export.frames()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("export")
    export.write(place)
    return place


@pytest.fixture(scope="module")
def unpacked(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("zip")
    with zipfile.ZipFile(folder / export.ARCHIVE) as archive:
        archive.extractall(place)
    return place / f"{export.NAME}-data"


def test_twice_the_same_data_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = export.write(tmp_path / "again")
    assert again == export.write(folder)


def test_the_sums_are_those_of_the_files(folder: Path) -> None:
    lines = (folder / export.SUMS).read_text().splitlines()
    named = {}
    for line in lines:
        digest, _, path = line.partition("  ")
        named[path] = digest
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert set(named) == found - {export.SUMS}
    for path, digest in named.items():
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest


def test_the_package_is_valid_with_its_hashes_and_sizes(unpacked: Path) -> None:
    with system.use_context(trusted=True):
        report = Package(str(unpacked / export.DESCRIPTOR)).validate()
    assert report.valid, report.flatten(["title", "message"])
    described = json.loads((unpacked / export.DESCRIPTOR).read_text())["resources"]
    for resource in described:
        content = (unpacked / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_a_changed_file_of_the_package_is_found_out(unpacked: Path, tmp_path: Path) -> None:
    for path in unpacked.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    table = tmp_path / "places.csv"
    table.write_text(table.read_text().replace("Harbin", "Harbim", 1))
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / export.DESCRIPTOR)).validate()
    assert "hash-count" in {error for (error,) in report.flatten(["type"])}


def test_the_archive_has_the_licences_and_the_bibliography(unpacked: Path) -> None:
    names = {path.name for path in unpacked.iterdir()}
    assert {"LICENSE", "LICENSE-CONTENT.md", "CITATION.cff", "references.bib"} <= names


# How a cell of each CSVW datatype reads: no validator shares an environment with frictionless.
READ: dict[str, Callable[[str], object]] = {
    "string": str,
    "decimal": Decimal,
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
}


@pytest.mark.parametrize("name", data.names())
def test_csvw_describes_every_table_as_it_is(unpacked: Path, name: str) -> None:
    group = json.loads((unpacked / export.CSVW).read_text())
    assert group["@context"][0] == "http://www.w3.org/ns/csvw"
    (table,) = (t for t in group["tables"] if t["url"] == data.resource(name)["path"])
    columns = table["tableSchema"]["columns"]
    with (unpacked / table["url"]).open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert [column["titles"] for column in columns] == head
    keys = [head.index(column) for column in table["tableSchema"].get("primaryKey", [])]
    assert not keys or len({tuple(row[n] for n in keys) for row in rows}) == len(rows)
    for n, column in enumerate(columns):
        kind = column["datatype"]
        base = kind if isinstance(kind, str) else kind["base"]
        for cell in (row[n] for row in rows):
            assert cell or not column["required"], column["name"]
            if cell:
                READ[base](cell)
                if base == "string" and not isinstance(kind, str):
                    assert re.fullmatch(kind["format"], cell), column["name"]


@pytest.mark.parametrize("name", data.names())
def test_parquet_gives_the_table_back_with_its_types(folder: Path, name: str) -> None:
    read = pd.read_parquet(folder / "parquet" / f"{name}.parquet")
    pd.testing.assert_frame_equal(read, FRAMES[name], check_dtype=False)
    for column, field in data.schema(name).items():
        if field["type"] == "date":
            assert pd.api.types.is_datetime64_any_dtype(read[column])


@pytest.mark.parametrize("name", data.names())
def test_sqlite_gives_the_table_back(folder: Path, name: str) -> None:
    with sqlite3.connect(folder / f"{export.NAME}.sqlite") as connection:
        read = pd.read_sql(f'SELECT * FROM "{name}"', connection)
    expected = FRAMES[name]
    assert list(read.columns) == list(expected.columns)
    assert len(read) == len(expected)
    for column in expected:
        assert list(read[column].isna()) == list(expected[column].isna()), column
    if "best" in expected:
        assert list(read["best"].dropna()) == list(expected["best"].dropna())


def test_sqlite_has_every_citation_by_itself(folder: Path) -> None:
    with sqlite3.connect(folder / f"{export.NAME}.sqlite") as connection:
        keys = {key for (key,) in connection.execute("SELECT DISTINCT key FROM citations")}
        sources = {key for (key,) in connection.execute("SELECT key FROM sources")}
    assert keys == {key for key, rows in bibliography.rows_citing().items() if rows}
    assert keys <= sources


@pytest.mark.parametrize("name", data.names())
def test_the_workbook_gives_the_table_back(folder: Path, name: str) -> None:
    book = openpyxl.load_workbook(folder / f"{export.NAME}.xlsx", read_only=True)
    head, *rows = book[name].iter_rows(values_only=True)
    assert list(head) == list(FRAMES[name].columns)
    assert len(rows) == len(FRAMES[name])
    blank = [[value is None for value in row] for row in rows]
    assert blank == FRAMES[name].isna().to_numpy().tolist()


def test_the_workbook_has_a_codebook_of_every_column(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / f"{export.NAME}.xlsx", read_only=True)
    named = {(row[0], row[1]) for row in book["codebook"].iter_rows(min_row=2, values_only=True)}
    assert named == {(name, column) for name in data.names() for column in data.schema(name)}


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x.example")', "+1", "-1", "@SUM(A1)"])
def test_no_cell_of_the_workbook_is_a_formula(tmp_path: Path, text: str) -> None:
    frame = pd.DataFrame({"note": [text, "http://example.org/"]})
    workbook.write(tmp_path / "x.xlsx", {"hostile": frame}, export.codebook())
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx")["hostile"]["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


def test_every_form_is_offered_on_the_page_and_is_there() -> None:
    page = HTML / "chapters/take-the-data.html"
    links = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select(".downloads a")
    paths = {str(a["href"]) for a in links}
    assert {f"../{downloads.FOLDER}/{path}" for path in downloads.FORMS} <= paths
    for name in data.names():
        assert f"../{downloads.FOLDER}/csv/{data.resource(name)['path']}" in paths
        assert f"../{downloads.FOLDER}/parquet/{name}.parquet" in paths
    for path in paths:
        assert (page.parent / path).resolve().is_file()


@pytest.mark.parametrize(
    ("size", "words"), [(512, "512 bytes"), (94_200, "94 KB"), (1_527_808, "1.5 MB")]
)
def test_sizes_are_said_in_words(size: int, words: str) -> None:
    assert downloads.size_in_words(size) == words
