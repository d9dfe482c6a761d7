"""What was in force on a day: the answers of eight days, in Python and in the page."""

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page

from companion import data, selection, treaties
from companion.dates import edtf_bounds
from companion.selection.facets import day_before
from conftest import HTML, in_lines, lines_shown, location, page, row_of, said

# Day -> instruments and how they stood; None for what did not stand, or only for others.
ANSWERS: dict[str, dict[str, str | None]] = {
    "1905-10-14": {
        "portsmouth-1905": "in force",
        "st-petersburg-1875": "in part",  # its Sakhalin clause gave way
        "port-arthur-lease-1898": None,  # passed to Japan
        "peking-manchuria-1905": None,  # China's consent came in December
        "commerce-treaty-1895": None,
    },
    "1941-06-24": {
        "neutrality-pact-1941": "in force",
        "neutrality-frontier-declaration-1941": "in force",
        "tripartite-1940": "in force",
        "anti-comintern-1936": "in force",
        "molotov-ribbentrop-1939": None,  # ended on the 22nd
        "portsmouth-1905": "in force",
        "basic-convention-1925": "in force",
        "korea-annexation-1910": "disputed",
    },
    "1945-04-05": {
        "neutrality-pact-1941": "under notice",
        "neutrality-denunciation-1945": "act",
        "yalta-far-east-1945": "in force",
        "tripartite-1940": "in force",
        "peking-manchuria-1905": "uncertain",  # China had declared it void
    },
    "1945-08-08": {
        "neutrality-pact-1941": "under notice",  # disputed from the 9th
        "soviet-war-declaration-1945": "signed",  # from the 9th
        "potsdam-proclamation-1945": "statement",
        "cairo-1943": "statement",
        "german-surrender-1945": "act",
        "tripartite-1940": None,
        "sino-soviet-alliance-1945": None,
        "sino-soviet-nonaggression-1937": "in force",
        "portsmouth-1905": "in force",
    },
    "1945-08-09": {
        "neutrality-pact-1941": "disputed",
        "soviet-war-declaration-1945": "act",
        "portsmouth-1905": "uncertain",
        "basic-convention-1925": None,
    },
    "1945-08-23": {"sino-soviet-alliance-1945": "signed"},
    "1945-09-02": {
        "instrument-of-surrender-1945": "in force",
        "general-order-1-1945": "in force",
        "sino-soviet-alliance-1945": "in force",
        "port-arthur-1945": "in force",
        "dairen-1945": "in force",
        "korea-annexation-1910": None,
        "japan-manchukuo-1932": None,
        "neutrality-pact-1941": "disputed",
    },
    "1952-04-28": {
        "san-francisco-1951": "in force",
        "security-treaty-1951": "in force",
        "taipei-1952": "signed",
        "instrument-of-surrender-1945": None,
        "scapin-677-1946": None,
        "portsmouth-1905": None,
        "soviet-war-declaration-1945": "act",  # the USSR stayed away
        "sino-soviet-alliance-1950": "in force",
        "sino-soviet-alliance-1945": "disputed",  # Taiwan held to it
    },
    "1956-12-12": {
        "joint-declaration-1956": "in force",
        "soviet-war-declaration-1945": None,  # the state of war is over
        "taipei-1952": "in force",
        "korean-armistice-1953": "in force",
        "yalta-far-east-1945": "disputed",
    },
}
CASES = [(day, row, state) for day, rows in ANSWERS.items() for row, state in rows.items()]


@pytest.mark.parametrize(("day", "row_id", "state"), CASES)
def test_each_instrument_stands_as_it_did(day: str, row_id: str, state: str | None) -> None:
    standing = treaties.standing_on(day)
    assert standing["state"].get(row_id) == state
    bound = row_id in treaties.in_force_on(day).index
    assert bound == (state in treaties.BINDING)


def test_what_came_into_force_or_changed_on_a_day() -> None:
    changed = treaties.changes_on("1905-10-14")
    assert list(changed.loc["portsmouth-1905"]) == ["signed", "in force"]
    assert list(changed.loc["port-arthur-lease-1898"]) == ["in force", ""]
    assert set(treaties.changes_on("1956-12-12").index) == {
        "soviet-war-declaration-1945",
        "joint-declaration-1956",
    }
    assert treaties.changes_on("1941-06-24").empty


def test_war_leaves_one_obligation_between_the_two_beyond_dispute() -> None:
    bound = treaties.between(treaties.in_force_on("1945-08-09"), "USSR", "Japan")
    assert list(bound.index[bound["state"] == "in force"]) == ["kellogg-briand-1928"]


def test_bounds_that_are_not_known_are_said() -> None:
    found = treaties.in_force_on("1945-09-02")
    portsmouth = found.loc["portsmouth-1905"]
    assert portsmouth["state"] == "uncertain"
    assert portsmouth["doubt"] == "ended on a day from 9 August 1945 to 28 April 1952"
    assert "uncertain" in found.loc["sino-soviet-alliance-1945", "doubt"]
    assert found.loc["neutrality-pact-1941", "why"]
    assert not found.loc["instrument-of-surrender-1945", "doubt"]


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="day"):
        treaties.in_force_on("1945-02-30")
    with pytest.raises(ValueError, match="month must be"):
        selection.told_on("in-force", "1945-13-01")


@pytest.mark.parametrize("row_id", data.load("treaties").index)
def test_standings_follow_one_another_within_the_bounds_of_the_row(row_id: str) -> None:
    row = data.row(row_id)
    times = treaties.standings(row)
    assert times[0].first == row["earliest"].date()
    for before, after in pairwise(times):
        assert before.last is not None
        assert (after.first - before.last).days == 1
        assert (before.state, before.doubt) != (after.state, after.doubt)
    if pd.isna(row["ended"]):
        assert times[-1].last is None
    elif "disputed" not in str(row["phases"]):
        assert times[-1].last is not None
        assert (row["ended_latest"].date() - times[-1].last).days == 1
    assert {time.state for time in times} <= set(treaties.STATES)


@pytest.mark.parametrize("row_id", data.load("treaties").index)
def test_phases_lie_in_the_life_of_the_instrument_or_dispute_what_followed(row_id: str) -> None:
    row = data.row(row_id)
    assert pd.isna(row["phases"]) == pd.isna(row["phases_why"])
    for phase in data.ids(row["phases"]):
        name, _, days = phase.removesuffix("]").partition("[")
        first, last = edtf_bounds(days)
        assert first is not None
        assert first >= row["in_force_earliest"].date()
        if name != "disputed":
            assert last is not None
            assert last <= row["ended_latest"].date()


# The page


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    view = context.new_page()
    view.on("pageerror", lambda error: pytest.fail(str(error)))
    yield view
    context.close()


DAILY = [name for name, found in selection.registry().items() if found.day]
ADDRESS = (HTML / "chapters/in-force.html").as_uri()


@pytest.mark.parametrize("name", DAILY)
def test_page_and_python_tell_every_day_of_change_alike(opened: Page, name: str) -> None:
    found = selection.named(name)
    opened.goto((HTML / f"chapters/{found.page}.html").as_uri())
    days = [*found.choices["day"], *map(day_before, found.choices["day"]), *ANSWERS]
    here = opened.locator(f"#controls-{name}").evaluate(
        "(section, days) => days.map((day) => section.selection.tell(day))", days
    )
    for day, told in zip(days, here, strict=True):
        mine = found.tell(day)
        assert told["day"] == mine.day
        assert [[n, [w for _, w in items]] for n, items in told["groups"]] == [
            [n, [w for _, w in items]] for n, items in mine.groups
        ]
        assert [words for _, words in told["changes"]] == [words for _, words in mine.changes]
        links = [row_of(a) for _, items in told["groups"] for a, _ in items]
        assert links == mine.rows


@pytest.mark.parametrize("day", ANSWERS)
def test_setting_a_day_turns_answer_table_territories_and_address(opened: Page, day: str) -> None:
    opened.goto(ADDRESS)
    opened.get_by_label("Day", exact=True).first.fill(day)
    found = selection.named("in-force")
    assert said(opened.locator("#controls-in-force")) == in_lines(found.tell(day))
    assert lines_shown(opened, found) == set(found.tell(day).rows)
    holdings = selection.told_on("holdings", day)
    assert said(opened.locator("#controls-holdings")) == in_lines(holdings)
    query = parse_qs(urlsplit(location(opened)).query)
    assert query == ({} if day == "1945-08-08" else {"day": [day]})


def test_an_address_with_a_day_opens_on_it_and_links_to_borders_carry_it(opened: Page) -> None:
    opened.goto(f"{ADDRESS}?day=1920-07-03")
    assert said(opened.locator("#controls-in-force"))[0] == "3 July 1920"
    article = opened.locator("article a[href*='borders.html']:not(.view)").first
    assert parse_qs(urlsplit(str(article.evaluate("a => a.href"))).query) == {"day": ["1920-07-03"]}
    article.click()
    opened.wait_for_url("**/borders.html?day=1920-07-03*")
    assert said(opened.locator("#controls-holdings"))[0] == "3 July 1920"
    opened.go_back()
    assert said(opened.locator("#controls-in-force"))[0] == "3 July 1920"


def test_buttons_slider_and_listed_days_lead_from_change_to_change(opened: Page) -> None:
    opened.goto(f"{ADDRESS}?day=1945-04-05")
    section = opened.locator("#controls-in-force")
    changes = selection.named("in-force").choices["day"]
    at = changes.index("1945-04-05")
    section.get_by_role("button", name="Next change").click()
    assert f"day={changes[at + 1]}" in location(opened)
    section.get_by_role("button", name="Previous change").click()
    assert f"day={changes[at]}" in location(opened)
    section.get_by_label("From change to change").focus()
    opened.keyboard.press("ArrowLeft")
    assert f"day={changes[at - 1]}" in location(opened)
    section.get_by_role("link", name="12 December 1956").click()
    assert said(section)[0] == "12 December 1956"
    section.get_by_role("button", name="Reset").click()
    assert said(section)[0] == "8 August 1945"
    assert not urlsplit(location(opened)).query


@pytest.mark.parametrize("day", ["1854-12-31", "2026-01-01", "1945-02-30", "%3Cb%3E"])
def test_a_day_outside_the_data_is_said_and_left_out(opened: Page, day: str) -> None:
    opened.goto(f"{ADDRESS}?day={day}")
    section = opened.locator("#controls-in-force")
    assert said(section)[0] == "8 August 1945"
    assert "left out" in section.locator(".controls-told").inner_text()


def test_without_scripts_the_eve_of_the_attack_is_told() -> None:
    soup = page("chapters/in-force")
    for name in DAILY:
        says = soup.select_one(f"#says-{name}")
        assert says is not None
        told = selection.told_on(name, "1945-08-08")
        assert [line.get_text() for line in says.select("p, li")] == in_lines(told)
    assert len(soup.select("#tab-instruments-by-day tbody tr")) == len(data.load("treaties"))


def test_times_of_one_state_are_told_as_one() -> None:
    for _, row in data.load("treaties").iterrows():
        told = treaties.in_words(treaties.standings(row)).split("; ")
        states = [re.split(r" (?=\d)", words)[0] for words in told]
        assert all(one != other for one, other in pairwise(states))
