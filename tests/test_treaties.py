"""The chronology of instruments and Yalta's terms: themes, phases, cards, timeline."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from urllib.parse import urlsplit

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from markupsafe import escape
from playwright.sync_api import Browser, Page

from companion import cards, data, figures, instruments, selection
from companion.book import cards as book
from companion.figures import style
from companion.figures.instruments import LINES, lanes
from conftest import HTML, page, row_of

TREATIES = data.load("treaties")
TERMS = data.load("yalta_terms")
ALL = [str(row_id) for row_id in TREATIES.index]
CHRONOLOGY = HTML / "chapters/treaties.html"


def test_each_instrument_has_one_theme() -> None:
    placed = [row_id for ids in instruments.THEMES.values() for row_id in ids]
    assert sorted(placed) == sorted(ALL)
    with pytest.raises(KeyError, match="add it to THEMES"):
        instruments.theme("no-such-pact")


@pytest.mark.parametrize("row_id", ALL)
def test_its_life_holds_its_days_and_meets_a_period(row_id: str) -> None:
    row = TREATIES.loc[row_id]
    first, last = instruments.life(row)
    assert first == row["earliest"] <= last <= instruments.TODAY
    for column in ("in_force_earliest", "ended_latest"):
        assert pd.isna(row[column]) or first <= row[column] <= last
    assert instruments.periods(row)
    assert set(instruments.parties(row)) <= set(instruments.PARTIES)


def test_the_periods_follow_each_other_without_a_gap() -> None:
    days = [tuple(map(pd.Timestamp, ends)) for ends in instruments.PERIODS.values()]
    for (_, last), (first, _) in pairwise(days):
        assert (first - last).days == 1


@pytest.mark.parametrize(
    ("row_id", "kinds", "last"),
    [
        ("neutrality-pact-1941", ["notice", "disputed"], date(1946, 4, 25)),
        ("yalta-far-east-1945", ["disputed"], None),
        ("shimoda-1855", ["in part"], date(1899, 12, 31)),
        ("cairo-1943", [], None),
    ],
)
def test_phases_are_read_with_their_days(row_id: str, kinds: list[str], last: date | None) -> None:
    found = instruments.phases(TREATIES.loc[row_id])
    assert [phase.kind for phase in found] == kinds
    if found:
        assert found[-1].last == last


@pytest.mark.parametrize("row_id", ALL)
def test_phases_have_a_look_and_a_reason(row_id: str) -> None:
    row = TREATIES.loc[row_id]
    for phase in instruments.phases(row):
        assert phase.kind in LINES
        assert isinstance(row["phases_why"], str)


def test_the_pact_was_denounced_in_time_and_broken_off_before_its_term() -> None:
    """The sums of the chapter, counted from ratification and from signature."""
    pact = TREATIES.loc["neutrality-pact-1941"]
    notice = TREATIES.loc["neutrality-denunciation-1945", "earliest"]
    war = pact["ended_earliest"]
    left = []
    for start in (pact["in_force_earliest"], pact["earliest"]):
        end = start + pd.DateOffset(years=5)
        assert notice <= end - pd.DateOffset(years=1)
        left.append((end - war).days)
    assert left == [259, 247]
    assert (war - notice).days == 126


# Cards


@pytest.mark.parametrize("row_id", ALL)
def test_a_card_tells_all_of_an_instrument(row_id: str) -> None:
    row, lines = TREATIES.loc[row_id], cards.instrument(row_id).lines
    for title in ("Parties", "Place", "Signed or issued", "Ended", "What it did", "Today"):
        assert lines[title]
    signed = [piece.words for piece in lines.get("Signed by", [])]
    assert signed == data.ids(row["signatories"])
    rests = {
        i for i, r in data.load("territory_status").iterrows() if row_id in data.ids(r["basis"])
    }
    shown = lines.get("Control of land that rests on it", [])
    assert {row_of(piece.address) for piece in shown} == rests
    [text] = lines["Text"]
    assert (text.address, text.words) == (
        row["text_url"],
        f"{urlsplit(row['text_url']).hostname}: {cards.TEXT_KINDS[row['text_kind']]}",
    )
    assert len(lines["Sources"]) == len(data.ids(row["source"])) + 1


def test_a_publisher_of_texts_is_of_one_kind() -> None:
    hosts = TREATIES["text_url"].map(lambda address: urlsplit(address).hostname)
    assert TREATIES.groupby(hosts)["text_kind"].nunique().eq(1).all()
    kinds = data.schema("treaties")["text_kind"]["constraints"]["enum"]
    assert set(TREATIES["text_kind"]) == set(cards.TEXT_KINDS) == set(kinds)


@pytest.mark.parametrize("found", [*map(cards.instrument, ALL), *map(cards.term, TERMS.index)])
def test_names_in_a_card_are_told_apart(found: cards.Card) -> None:
    shown = BeautifulSoup(book.card(found), "html.parser").select("dd")
    for pieces, told in zip(found.lines.values(), shown, strict=True):
        words = [piece.words for piece in pieces]
        items = [item.get_text() for item in told.select("li")]
        assert items == words or told.get_text() == "; ".join(words)


@pytest.mark.parametrize("row_id", list(TERMS.index))
def test_a_term_names_its_act_its_days_and_its_extent(row_id: str) -> None:
    row, lines = TERMS.loc[row_id], cards.term(row_id).lines
    signed = data.row(cards.SIGNED)["earliest"]
    assert f"{(row['earliest'] - signed).days:,} days" in lines["When"][0].words
    acts = [piece.address for piece in lines["Act that answered it"]]
    assert acts == [f"treaties.html#{cards.anchor(a)}" for a in data.ids(row["fulfilled_by"])]
    assert lines["How far"][0].words == cards.EXTENT[row["extent"]]


def test_chiangs_terms_are_those_that_the_agreement_names() -> None:
    words = TERMS.loc["yalta-concurrence", "term"].lower()
    assert {"mongolia", "port", "railway"} <= set(words.replace(",", "").split())
    assert set(TERMS.index) >= cards.CHIANG | cards.OWN
    for row_id, row in TERMS.iterrows():
        told = "Chiang’s agreement needed" in cards.term(str(row_id)).lines
        assert told == (row["in_text"] and row_id not in cards.OWN)


def test_a_card_escapes_what_it_shows() -> None:
    hostile = cards.Card("x", "<b>", "&", {"<i>": [cards.Piece("<script>", "a.html?\"'<")]})
    html = str(book.card(hostile))
    assert "<script" not in html
    assert str(escape("<script>")) in html
    assert BeautifulSoup(html, "html.parser").find("a")["href"] == "a.html?\"'<"  # type: ignore[index]


def test_without_html_a_card_is_a_list_of_its_lines() -> None:
    found = cards.instrument("shimoda-1855")
    plain = book.plain(found)
    terms = [term.astext() for term in plain.findall(nodes.term)]
    assert terms == list(found.lines)


# The timeline


def test_the_timeline_draws_every_row_and_every_phase() -> None:
    spec = figures.specification("instruments")
    assert set(figures.rows_drawn(spec)) == set(ALL)
    starts = {
        (row_id, str(day)[:10])
        for trace in spec["data"]
        if trace["mode"] == "lines" and trace.get("text")
        for row_id, day in zip(trace["meta"]["ids"], trace["x"], strict=True)
        if row_id
    }
    for row_id in ALL:
        for phase in instruments.phases(TREATIES.loc[row_id]):
            assert (row_id, phase.first.isoformat()) in starts
            assert (row_id, (phase.last or instruments.TODAY.date()).isoformat()) in starts


def test_every_lane_can_close_up_and_every_period_has_an_axis() -> None:
    spec = figures.specification("instruments")
    meta = spec["layout"]["meta"]
    assert meta["lanes"]["count"] == len(lanes(TREATIES))
    assert set(meta["zoom"]["period"]) == set(instruments.PERIODS)
    for name, (first, last) in instruments.PERIODS.items():
        axis = meta["zoom"]["period"][name]["xaxis"]
        assert axis["range"][0] <= first < last <= axis["range"][1]
        assert all(axis["range"][0] <= tick <= axis["range"][1] for tick in axis["tickvals"])
    narrow = figures.narrow_form(spec)["layout"]
    labels = next(t for t in spec["data"] if t.get("xaxis") == "x2" and len(t["x"]) == len(ALL))
    assert max(len(words) for words in labels["text"]) * 6.2 < style.NARROW
    assert narrow["height"] > spec["layout"]["height"]


# In the built book


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    view = context.new_page()
    view.on("pageerror", lambda error: pytest.fail(str(error)))
    yield view
    context.close()


def test_without_scripts_every_card_is_on_the_page() -> None:
    soup = page("chapters/treaties")
    shown = soup.select("details.fact-card")
    assert sorted(str(card["data-row"]) for card in shown) == sorted(ALL)
    assert len({str(card["id"]) for card in shown}) == len(ALL)
    terms = page("chapters/yalta").select("details.fact-card[open]")
    assert sorted(str(card["data-row"]) for card in terms) == sorted(TERMS.index)


def test_an_address_opens_its_card(opened: Page) -> None:
    opened.goto(f"{CHRONOLOGY.as_uri()}#{cards.anchor('portsmouth-1905')}")
    opened.wait_for_selector(f"#{cards.anchor('portsmouth-1905')}[open]")
    assert opened.locator("details.fact-card[open]").count() == 1


def test_choosing_years_closes_up_the_lanes_the_axis_and_the_cards(opened: Page) -> None:
    found = selection.named("instruments")
    opened.goto(CHRONOLOGY.as_uri())
    figure = opened.locator("#fig-instruments")
    figure.scroll_into_view_if_needed()
    figure.locator(".plot[data-state=alive]").wait_for()
    before = figure.locator(".plot-live").evaluate("stage => stage.layout.height")
    opened.locator("[id='instruments.period']").select_option("1931–1940")
    left = set(found.matching({"period": "1931–1940"}))
    opened.wait_for_function(
        "([stage, height]) => stage.layout.height < height",
        arg=[figure.locator(".plot-live").element_handle(), before],
    )
    layout = json.loads(
        figure.locator(".plot-live").evaluate(
            "stage => JSON.stringify([stage.layout.xaxis.range, stage.layout.yaxis.range[1]])"
        )
    )
    themes = {instruments.theme(row_id) for row_id in left}
    assert layout[0][0] < "1931-01-01" < "1940-12-31" < layout[0][1]
    assert layout[1] == pytest.approx(len(left) + len(themes) + 0.7)
    shown = opened.locator("details.fact-card:not([hidden])")
    assert {str(card.get_attribute("data-row")) for card in shown.all()} == left
