"""What the reader turns: the page and Python choose the same rows and say the same of them."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from docutils import nodes
from docutils.utils import new_document
from playwright.sync_api import Browser, Locator, Page

from companion import data, figures, selection, tables
from companion.book import controls
from companion.selection import Day, Facet, Selection, Spell, Tally
from conftest import HTML, ROOT, in_lines, lines_shown, location, page, said

SCRIPT = ROOT / "companion/book/static/controls.js"
ALL = list(selection.registry())
# Those that a reader turns by definition; what is said of a day is tested in test_in_force.py.
TURNED = [name for name, found in selection.registry().items() if found.day is None]


def _in_force(row: pd.Series) -> list[Spell]:
    """One spell, from the first day in force to the last that the end can mean."""
    first, last = row["in_force_earliest"], row["ended_latest"]
    days = ("" if pd.isna(day) else day.strftime("%Y-%m-%d") for day in (first, last))
    return [Spell("in force", str(row["short_title"]), "in force", *days)]


# A selection with what the registered ones lack: a day, cells of several values, no figures.
BOUND = Selection(
    id="bound",
    table="treaties",
    page="treaties",
    figure="none",
    listing="none",
    one="instrument",
    many="instruments",
    facets=(
        Day("on", "On", _in_force, ("in force",), "1945-08-08"),
        Facet("parties", "Party", "parties", alike=True, many=True),
    ),
    tallies=(Tally(lambda row: pd.isna(row["ended"]), "None lasts.", "", "{count} last."),),
    words=lambda row: str(row["short_title"]),
    rows=lambda table: table[table["in_force_earliest"].notna()],
)
SELECTIONS = {**selection.registry(), "bound": BOUND}


@pytest.fixture(params=SELECTIONS)
def found(request: pytest.FixtureRequest) -> Selection:
    return SELECTIONS[request.param]


def drawable(found: Selection, ids: list[str]) -> set[str]:
    """Those of the rows that a figure can draw: where rows have sizes, those that have one."""
    return {row_id for row_id in ids if found.facts[row_id].bounds or not found.sized}


def every_choice(found: Selection) -> Iterator[dict[str, str]]:
    """All combinations of one value, or none, of each facet."""
    offered = [["", *found.choices[facet.column]] for facet in found.facets]
    for values in itertools.product(*offered):
        columns = (facet.column for facet in found.facets)
        yield {column: value for column, value in zip(columns, values, strict=True) if value}


def at_first(found: Selection) -> list[str]:
    """What stands beneath the controls before anything is chosen, line by line."""
    if found.day is None:
        return [found.say(list(found.values))]
    return in_lines(found.tell(found.day.default))


EVERY_CHOICE_IN_THE_PAGE = """section => {
  const { data, matching, say } = section.selection;
  const offered = JSON.parse(section.dataset.offered);
  const found = {};
  let tried = 0;
  const turn = (choice) => {
    if (choice.length < offered.length) {
      for (const value of ["", ...offered[choice.length]]) turn([...choice, value]);
      return;
    }
    tried += 1;
    const rows = matching(...choice);
    if (rows.length) found[JSON.stringify(choice)] = [rows.map((row) => row.id), say(rows)];
  };
  turn([]);
  return [tried, found, say([])];
}"""


def test_page_and_python_agree_on_every_combination(
    browser: Browser, tmp_path: Path, found: Selection
) -> None:
    offered = [found.choices[facet.column] for facet in found.facets]
    here: dict[str, Any] = {}
    tried = 0
    for choices in every_choice(found):
        tried += 1
        if ids := found.matching(choices):
            values = [choices.get(facet.column, "") for facet in found.facets]
            key = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
            here[key] = [ids, found.say(ids)]
    file = tmp_path / "controls.html"
    file.write_text(
        f"<!doctype html><meta charset=utf-8>{controls.form(found)}"
        f"<script>{SCRIPT.read_text(encoding='utf-8')}</script>",
        encoding="utf-8",
    )
    view = browser.new_page()
    view.goto(file.as_uri())
    section = view.locator(".controls")
    section.evaluate("(e, offered) => { e.dataset.offered = offered }", json.dumps(offered))
    assert section.evaluate(EVERY_CHOICE_IN_THE_PAGE) == [tried, here, found.say([])]
    assert said(section) == at_first(found)
    view.close()


@pytest.mark.parametrize("name", ALL)
def test_choosing_in_python_gives_rows_of_the_table(name: str) -> None:
    found = selection.named(name)
    table = data.load(found.table)
    for facet in found.facets:
        for choice in found.choices[facet.column]:
            rows = selection.choose(name, **{facet.column: choice})
            assert len(rows)
            if facet.kind == "choice" and choice != selection.UNSTATED:
                assert all(choice in facet.values(row) for _, row in rows.iterrows())
            assert rows.equals(table.loc[rows.index])
    assert selection.sentence(name, selection.choose(name)) == found.say(list(found.values))


@pytest.mark.parametrize("name", ALL)
def test_its_figure_and_listing_hold_its_rows(name: str) -> None:
    found = selection.named(name)
    if found.figure:
        drawn = set(figures.rows_drawn(figures.specification(found.figure)))
        assert drawn & set(found.values) == drawable(found, list(found.values))
    listed = tables.registry()[found.listing].make(data.load(found.table)).content()["rows"]
    assert [row_id for line in listed for row_id in line["ids"]] == list(found.values)


def test_the_sentence_says_what_must_not_be_compared() -> None:
    mixed = selection.sentence("projections", selection.choose("projections"))
    assert "do not rank" in mixed
    like = selection.choose("projections", side="US", measure="dead", operation="Olympic")
    spans = set(like["span"].fillna("not stated"))
    said = selection.sentence("projections", like)
    assert (f"{len(spans)} spans" in said) == (len(spans) > 1)
    assert selection.sentence("projections", like.iloc[:0]).startswith("No projection")


@pytest.mark.parametrize(
    ("choices", "error", "words"),
    [
        ({"colour": "red"}, KeyError, "it has: side"),
        ({"measure": "deaths"}, ValueError, "there are: 'dead'"),
    ],
)
def test_an_unknown_choice_is_refused_by_name(
    choices: dict[str, str], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        selection.choose("projections", **choices)


def test_an_unknown_selection_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match=r"no selection 'losses'; there are: .*projections"):
        selection.choose("losses")


def test_a_view_is_a_link_with_its_choice() -> None:
    made, faults = controls.view("view", "", "dead <projections: measure=dead; side=US>", 1, None)
    assert not faults
    assert isinstance(made[0], nodes.reference)
    parts = urlsplit(made[0]["refuri"])
    assert parse_qs(parts.query) == {"projections.measure": ["dead"], "projections.side": ["US"]}
    assert parts.fragment == "controls-projections"


def test_a_row_cannot_end_the_script_that_holds_it() -> None:
    hostile = replace(BOUND, words=lambda row: "</script><!--<b>")
    html = str(controls.form(hostile))
    assert html.count("</script>") == 1
    assert "<!--" not in html


def test_without_a_script_the_sentence_stands_for_the_controls() -> None:
    found = selection.named("projections")
    document = new_document("chapter")
    form = nodes.raw("", str(controls.form(found)), format="html")
    form["controls"] = found.id
    document += form
    document += controls.view("view", "", "dead <projections: measure=dead>", 1, None)[0]
    builder = SimpleNamespace(name="epub")
    controls._without_script(SimpleNamespace(builder=builder), document, "chapter")  # type: ignore[arg-type]
    words, link = document.children
    assert words.astext() == found.say(list(found.values))
    assert isinstance(link, nodes.reference)
    assert link["refuri"] == f"{found.page}.html#controls-{found.id}"


# In the built book


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    view = context.new_page()
    view.on("pageerror", lambda error: pytest.fail(str(error)))
    yield view
    context.close()


def address(name: str) -> str:
    return (HTML / f"chapters/{selection.named(name).page}.html").as_uri()


def lies_at_the_top(view: Page, place: Locator) -> None:
    """The page scrolls smoothly to where an address leads."""
    view.wait_for_function(
        "e => { const { top } = e.getBoundingClientRect(); return top >= 0 && top < 200 }",
        arg=place.element_handle(),
    )


DRAWN_NOW = """[...new Set((figure.querySelector(".plot-live")?.data ?? []).flatMap(
  (trace) => trace.customdata?.filter(Boolean) ?? []))].sort()"""


def drawn(view: Page, found: Selection) -> set[str]:
    """Ids of the rows that the live figure draws now."""
    return set(view.locator(f"#fig-{found.figure}").evaluate(f"figure => {DRAWN_NOW}"))


def choices_to_try(found: Selection) -> list[dict[str, str]]:
    """Each value by itself, then two facets at once."""
    single = [{f.column: c} for f in found.facets for c in found.choices[f.column]]
    first, second = found.facets[:2]
    pairs = itertools.product(found.choices[first.column][:3], found.choices[second.column][:3])
    return [*single, *({first.column: a, second.column: b} for a, b in pairs)]


@pytest.mark.parametrize("name", TURNED)
def test_turning_the_controls_turns_figure_table_sentence_and_address(
    opened: Page, name: str
) -> None:
    found = selection.named(name)
    opened.goto(address(name))
    figure = opened.locator(f"#fig-{found.figure}")
    figure.scroll_into_view_if_needed()
    for choices in choices_to_try(found):
        opened.locator(f"#controls-{name} button[type=reset]").click()
        for column, choice in choices.items():
            control = opened.locator(f"[id='{name}.{column}']")
            if found._facet(column).kind == "day":
                control.fill(choice)
                control.dispatch_event("change")
            else:
                control.select_option(choice)
        chosen = set(found.matching(choices))
        assert figure.locator(".controls-says").inner_text() == found.say(found.matching(choices))
        assert lines_shown(opened, found) == chosen
        query = {
            key.partition(".")[2]: v
            for key, (v,) in parse_qs(urlsplit(location(opened)).query).items()
        }
        assert query == choices
        sized = drawable(found, found.matching(choices))
        opened.wait_for_function(
            f"([figure, ids]) => JSON.stringify({DRAWN_NOW}) === ids",
            arg=[figure.element_handle(), json.dumps(sorted(sized), separators=(",", ":"))],
        )


@pytest.mark.parametrize("name", TURNED)
def test_an_address_restores_its_view_and_keeps_it(opened: Page, name: str) -> None:
    found = selection.named(name)
    facet = found.facets[1]
    choices = {facet.column: found.choices[facet.column][0]}
    opened.goto(f"{address(name).rpartition('/')[0]}/{found.address(choices)}")
    section = opened.locator(f"#controls-{name}")
    lies_at_the_top(opened, section)
    figure = opened.locator(f"#fig-{found.figure}")
    figure.scroll_into_view_if_needed()
    figure.locator(".plot[data-state=alive]").wait_for()
    chosen = drawable(found, found.matching(choices))
    assert drawn(opened, found) == chosen
    opened.evaluate("document.documentElement.dataset.theme = 'dark'")
    opened.set_viewport_size({"width": 500, "height": 900})
    figure.locator(".plot[data-form=narrow]").wait_for()
    assert drawn(opened, found) == chosen
    opened.locator(f"#controls-{name} button[type=reset]").click()
    assert lines_shown(opened, found) == set(found.values)
    assert not urlsplit(location(opened)).query


@pytest.mark.parametrize("name", ALL)
def test_what_an_address_asks_in_vain_is_said(opened: Page, name: str) -> None:
    found = selection.named(name)
    opened.goto(f"{address(name)}?{found.parameter(found.facets[0].column)}=nobody")
    told = opened.locator(f"#controls-{name} .controls-told")
    assert "nobody" in told.inner_text()
    first = {"day": found.day.default} if found.day else {}
    assert lines_shown(opened, found) == set(found.matching(first))


@pytest.mark.parametrize("name", ALL)
def test_controls_are_large_and_labelled(opened: Page, name: str) -> None:
    opened.set_viewport_size({"width": 390, "height": 844})
    opened.goto(address(name))
    for control in opened.locator(f"#controls-{name} :is(select, input, button)").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44
    for facet in selection.named(name).facets:
        labelled = opened.locator(f"#controls-{name}").get_by_label(facet.label, exact=True)
        assert labelled.count() == 1


@pytest.mark.parametrize("name", ALL)
def test_without_scripts_all_rows_are_there_and_said(name: str) -> None:
    found = selection.named(name)
    soup = page(f"chapters/{found.page}")
    section = soup.find(id=f"controls-{name}")
    assert section is not None
    assert section.select_one("form[hidden]")
    assert section.select_one("noscript")
    says = section.select_one(".controls-says")
    assert says is not None
    lines = [line.get_text() for line in says.select("p, li")] or [says.get_text()]
    assert lines == at_first(found)
    assert len(soup.select(f"#tab-{found.listing} tbody tr")) == len(found.values)


@pytest.mark.parametrize("width", [390, 620, 700, 1000, 1400])
def test_a_figure_does_not_change_height_when_it_wakes(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 900})
    opened.goto(address(ALL[0]))
    plot = opened.locator(".plot").first
    before = plot.evaluate("e => e.getBoundingClientRect().height")
    plot.dispatch_event("pointerenter")
    opened.wait_for_selector(".plot[data-state=alive]")
    after = plot.evaluate("e => e.getBoundingClientRect().height")
    assert abs(after - before) <= 1


@pytest.mark.parametrize("width", [390, 1400])
def test_a_link_to_a_figure_stays_where_it_leads(opened: Page, width: int) -> None:
    found = selection.named(ALL[0])
    opened.set_viewport_size({"width": width, "height": 900})
    opened.goto(f"{address(ALL[0])}#fig-{found.figure}")
    target = opened.locator(f"#fig-{found.figure}")
    target.locator(".plot[data-state=alive]").wait_for()
    lies_at_the_top(opened, target)
    opened.wait_for_timeout(500)  # nothing that wakes later may move it
    assert 0 <= target.evaluate("e => e.getBoundingClientRect().top") < 200
