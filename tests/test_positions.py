"""Positions on the surrender: the matrix says what the rows say, and no more."""

from __future__ import annotations

import pandas as pd
import pytest

from companion import data, figures, positions, tables, views
from conftest import page

ROWS = data.load("positions")
GRID = positions.matrix(ROWS)


def test_every_position_of_the_schema_is_held_by_somebody() -> None:
    enumerated = data.schema("positions")["position"]["constraints"]["enum"]
    held = ROWS[ROWS["stance"] == "holds"]
    assert set(held["position"]) == set(enumerated)


@pytest.mark.parametrize("row_id", ROWS.index)
def test_a_position_rests_on_rows_and_says_what_would_count_against_it(row_id: str) -> None:
    row = ROWS.loc[row_id]
    assert data.ids(row["rests_on"])
    assert not set(data.ids(row["rests_on"])) & set(data.ids(row["against"]))
    assert len(str(row["counts_against"])) > 20
    assert positions.surname(row).endswith(str(row["date"])[:4])
    if row["grade"] != "unchecked":
        assert pd.notna(row["seen_at"]) or "unofficial copy" in row["note"]


@pytest.mark.parametrize("row_id", ROWS.index)
def test_the_matrix_says_of_each_row_what_the_table_says(row_id: str) -> None:
    row, column = ROWS.loc[row_id], GRID[row_id]
    assert set(column.index[column == positions.RESTS]) == set(data.ids(row["rests_on"]))
    assert set(column.index[column == positions.AGAINST]) == set(data.ids(row["against"]))
    assert (column == positions.SILENT).sum() == len(GRID) - len(data.ids(row["rests_on"])) - len(
        data.ids(row["against"])
    )


@pytest.mark.parametrize("item", GRID.index)
def test_every_row_of_evidence_has_words_and_is_dated(item: str) -> None:
    assert item in positions.WORDS
    assert str(data.row(item)["date"])[:4] in positions.evidence_words(item)
    assert views.address(item)


def test_no_words_are_left_over() -> None:
    assert set(positions.WORDS) == set(GRID.index)
    assert set(positions.SHORT) == set(ROWS["holder"])


def test_a_contested_row_is_used_from_both_sides() -> None:
    used = [
        item
        for item, cells in GRID.iterrows()
        if {positions.RESTS, positions.AGAINST} <= set(cells)
    ]
    assert {"togo-emperor-1945-08-08", "supreme-war-council-1945", "imperial-rescript-1945"} <= set(
        used
    )


def test_the_figure_draws_each_bearing_once_with_its_own_mark() -> None:
    drawn: dict[tuple[str, str], str] = {}
    for trace in figures.specification("evidence-and-positions")["data"]:
        for ids in trace.get("customdata") or []:
            position, item = data.ids(ids)
            assert (position, item) not in drawn
            drawn[position, item] = trace["marker"]["symbol"].removesuffix("-open")
    symbols = {positions.RESTS: "circle", positions.AGAINST: "x"}
    assert drawn == {
        (str(column), str(item)): symbols[kind]
        for column in GRID
        for item, kind in GRID[column].items()
        if kind != positions.SILENT
    }


def test_the_table_for_phones_holds_the_whole_matrix() -> None:
    lines = tables.registry()["evidence-bearing"].make(ROWS).content()["rows"]
    assert [line["ids"] for line in lines] == [[item] for item in GRID.index]
    for line in lines:
        cells = GRID.loc[line["ids"][0]]
        for place, kind in (("1", positions.RESTS), ("2", positions.AGAINST)):
            named = [row_id for _, row_id in line["links"].get(place, [])]
            assert named == list(cells.index[cells == kind])


def test_the_page_gives_no_verdict_and_leads_from_holders_to_their_rows() -> None:
    soup = page("chapters/why-japan-surrendered")
    links = {str(a.get("href")) for a in soup.select("#tab-evidence-bearing a[href]")}
    for row_id in ROWS.index:
        named = any(row_id in str(link) for link in links)
        assert named
    claims = {"mk-new-japanese-documents", "mk-western-writing-on-bomb"}
    assert claims <= {str(a["href"]).partition("#")[2] for a in soup.select("a[href*='mk.html#']")}
