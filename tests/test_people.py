"""Persons lead to the rows that name them, and those rows lead back."""

import re

import pytest
from bs4 import BeautifulSoup

from companion import data, people, views
from companion.text import date_in_words
from conftest import ROOT

NAMING = [
    (table, column, str(row_id))
    for table, column in people.PARTS
    for row_id, cell in data.load(table)[column].dropna().items()
]


def targets(row_id: str) -> set[str]:
    links = BeautifulSoup(views.card(row_id), "html.parser").select("dd a")
    return {str(link["href"]) for link in links}


@pytest.mark.parametrize("person", data.load("people").index)
def test_a_persons_card_lists_every_row_that_names_them(person: str) -> None:
    rows = {
        row_id
        for table, column, row_id in NAMING
        if person in dict(people.named_in(data.row(row_id)[column]))
    }
    assert {views.address(row_id) for row_id in rows} <= targets(person)
    listed = people.rows_naming().get(person, {}).values()
    assert rows == {row_id for ids in listed for row_id in ids}


@pytest.mark.parametrize(("table", "column", "row_id"), NAMING)
def test_a_row_leads_to_those_it_names(table: str, column: str, row_id: str) -> None:
    card = views.card(row_id)
    for person, day in people.named_in(data.row(row_id)[column]):
        assert views.address(person) in targets(row_id)
        assert not day or f"({date_in_words(day)})" in card


def test_a_day_in_brackets_is_told_in_words() -> None:
    cell = "harry-s-truman[1945-06-18];george-c-marshall"
    assert people.named_in(cell) == [("harry-s-truman", "1945-06-18"), ("george-c-marshall", "")]
    shown = BeautifulSoup(views.people_links(cell), "html.parser").get_text()
    assert shown == "Harry S. Truman (18 June 1945); George C. Marshall"


def test_lives_read_as_years() -> None:
    rows = data.load("people")
    whole = rows[rows["born"].notna() & rows["died"].notna()].iloc[0]
    assert re.fullmatch(r"\d{4}–\d{4}", people.lived(whole))
    assert people.lived(whole.where(whole.index != "died")) == f"born {whole['born']}"
    assert people.lived(whole.where(whole.index != "born")) == f"died {whole['died']}"
    assert not people.lived(whole.where(~whole.index.isin(["born", "died"])))


@pytest.mark.parametrize("table", data.evidence_tables())
def test_every_table_has_a_page_of_its_rows_and_a_section_of_the_codebook(table: str) -> None:
    page = (ROOT / "chapters" / f"{views.page_of(table)}.md").read_text(encoding="utf-8")
    assert f"```{{rows}} {table}\n" in page
    assert "](codebook.md)" in page
    codebook = (ROOT / "chapters/codebook.md").read_text(encoding="utf-8")
    assert f"```{{codebook}} {table}\n" in codebook
