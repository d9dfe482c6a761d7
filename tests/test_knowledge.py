"""Event time and knowledge time: what somebody could have had on a day, in Python and the page."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser

from companion import data, figures, knowledge, people
from companion.check import check
from companion.selection.knowledge import HINDSIGHT, THEN
from conftest import HTML, ROOT, row_of

ROWS = data.load("knowledge")
PROJECTIONS = data.load("casualty_projections")
TRUMAN, STIMSON = "harry-s-truman", "henry-l-stimson"
# Those whose days the table takes from the column ``reached`` of the projections.
FOLLOWED = {TRUMAN, STIMSON, "george-c-marshall", "edward-l-bowles"}


def items(rows: pd.DataFrame) -> set[str]:
    """Ids of all things that the rows say were known."""
    return {item for cell in rows["item"] for item in data.ids(cell)}


@pytest.mark.parametrize("row_id", ROWS.index)
def test_a_row_says_who_how_and_from_when(row_id: str) -> None:
    row = ROWS.loc[row_id]
    names = [str(data.row(person)["name"]) for person in data.ids(row["people"])]
    assert data.ids(row["knower"]) == (names or [knowledge.PUBLIC])
    known = row["state"] == THEN
    assert pd.notna(row["how"]) == known
    assert row_id.startswith("known-") == known
    if known:
        assert row["known_from"] == row["latest"]
    if pd.notna(row["known_from"]) and pd.notna(row["known_until"]):
        assert row["known_from"] <= row["known_until"]


@pytest.mark.parametrize("row_id", ROWS.index)
def test_nobody_knows_a_thing_before_it_is_there(row_id: str) -> None:
    row = ROWS.loc[row_id]
    for item in data.ids(row["item"]):
        assert row["latest"] >= data.row(item)["earliest"]


def test_the_check_refuses_foreknowledge_and_unknown_items(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = tmp_path / "data/knowledge.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    early, lost = (
        next(r for r in rows if r["id"] == i)
        for i in ("known-shockley-bowles", "known-hoover-truman")
    )
    early.update(date="1945-07-20", earliest="1945-07-20", latest="1945-07-20")
    lost["item"] = "hoover-june-1945"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    told = "\n".join(map(str, check(tmp_path / "data")))
    assert "1945-07-20" in told
    assert "nobody knows a thing before it is there" in told
    assert "there is no hoover-june-1945" in told


def test_what_truman_could_have_had_at_the_white_house_meeting() -> None:
    then = knowledge.known_to(TRUMAN, "1945-06-18")
    assert set(then["state"]) == {THEN}
    assert {"hoover-may-1945", "marshall-18-june-luzon", "yalta-far-east-1945"} <= items(then)
    assert not items(then) & {"shockley-total", "moscow-military-2-1944", "trinity-news-1945-07-16"}
    whole = knowledge.known_to(TRUMAN, "1945-06-18", hindsight=True)
    added = whole[whole["state"] == HINDSIGHT]
    assert set(then.index) | set(added.index) == set(whole.index)
    assert {
        "moscow-military-2-1944",
        "kyushu-actual-1945-08-personnel-735000",
        "okinawa-us-dead",
    } <= items(added)
    assert "shockley-total" not in items(whole)  # it was not yet written


@pytest.mark.parametrize("person", [TRUMAN, STIMSON])
@pytest.mark.parametrize("day", ["1945-07-20", "1945-07-21", "1945-08-15", "1945-09-02"])
def test_the_shockley_memorandum_reached_nobody_but_the_office_that_asked(
    person: str, day: str
) -> None:
    assert "shockley-total" not in items(knowledge.known_to(person, day))
    seen = items(knowledge.known_to(person, day, hindsight=True))
    assert ("shockley-total" in seen) == (day >= "1945-07-21")
    assert "shockley-total" in items(knowledge.known_to("edward-l-bowles", "1945-07-21"))
    assert knowledge.known_to("edward-l-bowles", "1945-07-20").empty


def test_the_build_up_on_kyushu_was_willoughbys_and_not_shown_to_be_trumans() -> None:
    june, august = "kyushu-us-est-1945-06-18-personnel", "kyushu-us-est-1945-08-07-personnel"
    actual = "kyushu-actual-1945-08-personnel-735000"
    assert june in items(knowledge.known_to(TRUMAN, "1945-06-18"))
    assert august not in items(knowledge.known_to(TRUMAN, "1945-08-15"))
    assert august not in items(knowledge.known_to("charles-a-willoughby", "1945-08-01"))
    assert august in items(knowledge.known_to("charles-a-willoughby", "1945-08-02"))
    assert august in items(knowledge.known_to(TRUMAN, "1945-08-06", hindsight=True))
    holders = ROWS[[actual in data.ids(cell) for cell in ROWS["item"]]]
    assert set(holders["state"]) == {HINDSIGHT}


def test_antonovs_outlines_are_two() -> None:
    first, second = "moscow-military-2-1944", "antonov-potsdam-1945-07-24"
    for person in ("w-averell-harriman", "john-r-deane"):
        assert first in items(knowledge.known_to(person, "1944-10-15"))
        assert knowledge.known_to(person, "1944-10-14").empty
    assert first not in items(knowledge.known_to(TRUMAN, "1945-08-15"))
    assert second not in items(knowledge.known_to("george-c-marshall", "1945-07-23"))
    assert second in items(knowledge.known_to("george-c-marshall", "1945-07-24"))


@pytest.mark.parametrize(
    ("person", "day", "item", "had"),
    [
        ("chiang-kai-shek", "1945-06-14", "yalta-far-east-1945", False),
        ("chiang-kai-shek", "1945-06-15", "yalta-far-east-1945", True),
        ("franklin-d-roosevelt", "1945-04-12", "yalta-far-east-1945", True),
        ("franklin-d-roosevelt", "1945-04-13", "yalta-far-east-1945", False),
        ("kantaro-suzuki", "1945-08-08", "soviet-war-declaration-1945", False),
        ("kantaro-suzuki", "1945-08-09", "soviet-war-declaration-1945", True),
        ("joseph-stalin", "1945-07-24", "truman-tells-stalin-1945", True),
        (knowledge.PUBLIC, "1945-08-06", "hiroshima", True),
        (knowledge.PUBLIC, "1946-02-10", "yalta-far-east-1945", False),
    ],
)
def test_known_on_the_day(person: str, day: str, item: str, had: bool) -> None:
    assert (item in items(knowledge.known_to(person, day))) == had


@pytest.mark.parametrize(
    ("person", "day", "error"),
    [
        ("nobody", "1945-08-06", KeyError),
        ("vannevar-bush", "1945-08-06", (KeyError, ValueError)),
        (TRUMAN, "yesterday", ValueError),
    ],
)
def test_a_wrong_question_is_refused(
    person: str, day: str, error: type[Exception] | tuple[type[Exception], ...]
) -> None:
    with pytest.raises(error):
        knowledge.known_to(person, day)


def reaching() -> list[tuple[str, str, str]]:
    """(projection, person, day) of each whole day on which a figure is known to have come."""
    return [
        (str(row_id), person, day)
        for row_id, cell in PROJECTIONS["reached"].dropna().items()
        for person, day in people.named_in(cell)
        if person in FOLLOWED
        and len(day) == 10
        and day < "1945-09"
        and PROJECTIONS.loc[row_id, "period"] == "contemporary"
    ]


@pytest.mark.parametrize(("projection", "person", "day"), reaching())
def test_it_agrees_with_the_table_of_projections(projection: str, person: str, day: str) -> None:
    assert projection in items(knowledge.known_to(person, day))
    before = pd.Timestamp(day) - pd.Timedelta(days=1)
    assert projection not in items(knowledge.known_to(person, f"{before:%Y-%m-%d}"))


@pytest.mark.parametrize(
    ("row_id", "least", "most"),
    [
        ("known-yalta-chiang", 124, 124),
        ("known-shockley-bowles", 0, 0),
        ("known-soviet-entry-togo", 1, 1),
        ("known-hoover-truman", 11, 41),
        ("unshown-outline-1944", 304, 304),
    ],
)
def test_lag(row_id: str, least: int, most: int) -> None:
    assert knowledge.lag(ROWS.loc[row_id]) == (least, most)


def test_the_figure_of_lags_draws_every_lag_at_its_days() -> None:
    late = knowledge.lagging(ROWS)
    spec = figures.specification("knowledge-lag")
    ends: dict[str, set[float]] = {}
    for trace in spec["data"]:
        if not trace.get("customdata"):
            continue  # an entry of the key
        for ids, x in zip(trace["customdata"], trace["x"], strict=True):
            for row_id in set(data.ids(ids)) & set(late.index):
                ends.setdefault(row_id, set()).add(x)
    assert set(ends) == set(late.index)
    for row_id, row in late.iterrows():
        assert {row["least"], row["most"]} <= ends[str(row_id)]
    future = ROWS[(ROWS["state"] == HINDSIGHT) & ROWS["known_from"].isna()]
    assert not set(future.index) & set(late.index)


@pytest.mark.parametrize("width", [390, 1400])
def test_the_page_shows_a_person_and_a_day_with_and_without_hindsight(
    browser: Browser, width: int
) -> None:
    view = browser.new_page(viewport={"width": width, "height": 900})
    view.on("pageerror", lambda error: pytest.fail(str(error)))
    place = (HTML / "chapters/known-when.html").as_uri()
    asked = "known.knower=Harry+S.+Truman&known.day=1945-06-18"
    shown = "#tab-known-rows tbody tr:not([hidden]) th a"
    for query, hindsight in ((f"{asked}&known.state=known+then", False), (asked, True)):
        view.goto(f"{place}?{query}")
        view.locator("#controls-known form:not([hidden])").wait_for()
        links = [str(a.get_attribute("href")) for a in view.locator(shown).all()]
        expected = knowledge.known_to(TRUMAN, "1945-06-18", hindsight=hindsight)
        assert [row_of(link) for link in links] == list(expected.index)
        text = view.locator("#tab-known-rows tbody tr:not([hidden])").all_inner_texts()
        assert sum("hindsight" in line for line in text) == (expected["state"] == HINDSIGHT).sum()
    view.close()
