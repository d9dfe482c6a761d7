"""What the codebook prints of every column, counted again from the CSV files by other means."""

from __future__ import annotations

import csv
import re
import statistics
from collections import Counter
from functools import lru_cache
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from companion import data
from companion.book import columns, pages, profiles
from companion.text import date_in_words
from conftest import ROOT, page

COLUMNS = [(table, column) for table in data.names() for column in data.schema(table)]
QUANTITIES = {"low", "best", "high"}


def of_kind(*types: str) -> list[tuple[str, str]]:
    return [(t, c) for t, c in COLUMNS if data.schema(t)[c]["type"] in types]


LISTED = [(t, c) for t, c in COLUMNS if "enum" in data.schema(t)[c].get("constraints", {})]
JOINED = [(t, c) for t, c in COLUMNS if profiles.joins_several(data.schema(t)[c])]


@lru_cache
def lines(table: str) -> tuple[dict[str, str], ...]:
    path = ROOT / "data" / data.resource(table)["path"]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def cells(table: str, column: str) -> list[str]:
    """The cells of a column that are not blank."""
    return [line[column] for line in lines(table) if line[column]]


@lru_cache
def printed(table: str) -> dict[str, list[Tag]]:
    soup = BeautifulSoup(str(columns.table(table)), "html.parser")
    rows = [row.find_all(["th", "td"]) for row in soup.select("tbody tr")]
    return {row[0].get_text(" ").split()[0]: row for row in rows}


def told(table: str, column: str, place: int) -> str:
    return " ".join(printed(table)[column][place].get_text(" ").split())


def listed(table: str, column: str) -> list[tuple[str, int]]:
    """Every value with its count, as the lists of the column print them.

    Two long values may be printed alike, being cut.
    """
    items = printed(table)[column][3].select(".tally li")
    pairs = (" ".join(item.get_text().split()).rpartition(": ") for item in items)
    return [(value, int(count)) for value, _, count in pairs]


@pytest.mark.parametrize("table", data.names())
def test_the_page_has_every_table_with_all_its_columns(table: str) -> None:
    box = page("chapters/codebook").select_one(f'[aria-label="Columns of {table}"]')
    assert box is not None
    shown = [str(code.get_text()) for code in box.select("tbody th code")]
    assert shown == list(data.schema(table)) == list(printed(table))
    size = len(lines(table))
    said = box.find_previous("p")
    assert said is not None
    rows = {0: "No rows so far", 1: "1 row"}.get(size, f"{size:,} rows")
    assert said.get_text().startswith(f"{rows}, {len(shown)} columns.")


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_says_what_the_schema_says(table: str, column: str) -> None:
    field = data.schema(table)[column]
    assert told(table, column, 0) == f"{column} {field['title']}, {field['type']}"
    what = told(table, column, 1)
    assert what.startswith(" ".join(field["description"].split()))
    assert "codebook" not in field["description"]  # the data package goes without it
    rules = field.get("constraints", {})
    assert ("never blank" in what) == bool(rules.get("required"))
    assert ("unique" in what.rpartition("(")[2]) == bool(rules.get("unique"))


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_filled_blank_and_different_are_those_of_the_file(table: str, column: str) -> None:
    found, rows = cells(table, column), len(lines(table))
    said = told(table, column, 2)
    if not rows:
        assert said == "The table has no rows."
        return
    blank = rows - len(found)
    verb = "is" if blank == 1 else "are"
    some = f"{len(found):,} of {rows:,}; {blank:,} {verb} blank"
    filled = some if blank else f"all {rows:,}; none is"
    assert said.startswith(filled)
    if found:
        number = data.schema(table)[column]["type"] == "number"
        same = {float(cell) if number else cell for cell in found}
        assert f" {len(same):,} different" in said


@pytest.mark.parametrize(("table", "column"), LISTED + of_kind("boolean"))
def test_every_word_that_is_allowed_stands_with_its_rows(table: str, column: str) -> None:
    counted = Counter(cells(table, column))
    assert dict(listed(table, column)) == counted
    allowed = data.schema(table)[column].get("constraints", {}).get("enum", ["true", "false"])
    rest = told(table, column, 3).partition("In no row: ")[2].removesuffix(".")
    assert rest == ", ".join(str(word) for word in allowed if not counted[str(word)])


def spoken(value: str, field: dict[str, Any]) -> str:
    if field["type"] == "date":
        return date_in_words(value)
    if field["description"].startswith("Year"):
        return value
    return f"{float(value):,.10g}".replace("-", "−")


@pytest.mark.parametrize(("table", "column"), of_kind("number", "integer", "date"))
def test_lowest_middle_and_highest_are_values_of_the_file(table: str, column: str) -> None:
    field = data.schema(table)[column]
    groups: dict[str, list[str]] = {}
    for line in lines(table):
        if line[column]:
            groups.setdefault(line["unit"] if column in QUANTITIES else "", []).append(line[column])
    paragraphs = [" ".join(p.get_text().split()) for p in printed(table)[column][3].find_all("p")]
    said = [text for text in paragraphs if not text.startswith("On a scale")]
    expected = []
    for unit, values in groups.items():
        key = str if field["type"] == "date" else float
        by_value = {key(value): value for value in values}
        ordered = [key(value) for value in values]
        three = [min(ordered), statistics.median_low(ordered), max(ordered)]
        low, middle, high = (spoken(by_value[value], field) for value in three)
        rows = f"{len(values)} row{'' if len(values) == 1 else 's'}"
        before = f"{unit} ({rows}): " if unit else ""
        span = f"lowest {low}, middle {middle}, highest {high}"
        expected.append(before + (f"only {low}" if low == high else span))
    assert sorted(said) == sorted(expected)


@pytest.mark.parametrize(("table", "column"), JOINED)
def test_joined_items_are_counted_by_row_and_by_item(table: str, column: str) -> None:
    rows = [
        [re.sub(r"\[.*", "", item).strip() for item in cell.split(";")]
        for cell in cells(table, column)
    ]
    sizes = Counter(f"rows with {len(row)}" for row in rows)
    shown = listed(table, column)
    assert dict(shown[: len(sizes)]) == sizes
    named = Counter(item for row in rows for item in set(row))
    for item, count in shown[len(sizes) :]:
        assert named[item] == count
    if rows:
        number = f"{len(named):,} different" if len(named) > 1 else "One"
        assert told(table, column, 3).startswith(f"{number} named")
    repeated = sorted((count for count in named.values() if count > 1), reverse=True)
    assert [count for _, count in shown[len(sizes) :]] == repeated[: profiles.MOST]


REST = sorted({*of_kind("string")} - {*LISTED} - {*JOINED})


@pytest.mark.parametrize(("table", "column"), REST)
def test_text_names_what_is_met_most_often(table: str, column: str) -> None:
    found = cells(table, column)
    shown = [count for _, count in listed(table, column)]
    if "EDTF" in data.schema(table)[column]["description"]:
        assert sum(shown) == len(found)
        assert dict(listed(table, column)).get("a span of time", 0) == sum("/" in c for c in found)
        return
    counts = sorted(Counter(found).values(), reverse=True)
    if found and all(re.match("https?://", cell) for cell in found):
        alone = len(set(found)) == len(found) > 1
        assert told(table, column, 3) == ("No two are the same." if alone else "")
        return
    assert shown == [count for count in counts if count > 1][: profiles.MOST]


@pytest.mark.parametrize("table", data.names())
def test_minus_is_no_hyphen_and_a_list_holds_no_piece_of_an_address(table: str) -> None:
    for row in printed(table).values():
        assert not re.search(r"(?<!\w)-\d", row[1].get_text() + row[3].get_text())
        assert "://" not in row[3].get_text()


def test_a_table_without_rows_says_so_in_a_sentence() -> None:
    assert pages.size_of("tombstones") == "No rows so far, 5 columns. "
    assert pages.size_of("actual_losses").startswith(f"{len(lines('actual_losses'))} rows, ")


@pytest.mark.parametrize("table", data.names())
def test_bars_and_strips_are_beside_words_and_hold_every_row(table: str) -> None:
    for column, row in printed(table).items():
        for bar in row[3].select(".tally i"):
            assert bar["aria-hidden"] == "true"
        found = profiles.profile(table, column)
        strips = row[3].select(".strip")
        assert [len(strip.find_all("i")) for strip in strips] == [profiles.STEPS] * len(strips)
        assert all(strip["aria-hidden"] == "true" and not strip.get_text() for strip in strips)
        for span in found.spans:
            assert sum(span.steps) in {0, span.rows}
        assert sum(span.rows for span in found.spans) in {0, found.filled}


def test_what_a_cell_holds_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = data.load("people")
    frame.loc[:, "role"] = "<script>alert(1)</script>"
    monkeypatch.setattr(data, "load", lambda name: frame)
    made = str(columns.table("people"))
    assert "<script" not in made
    assert "&lt;script&gt;alert(1)" in made
