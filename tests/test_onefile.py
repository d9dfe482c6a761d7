"""The book as one file: it asks for nothing, holds everything, works with and without script."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from companion import cli, data, figures, tables
from companion.book import onefile
from companion.book.onefile import packs, pages, pictures

pytestmark = pytest.mark.skipif(
    not (cli.PUBLIC / "index.html").is_file(), reason="needs the built book"
)
DEAD = """() => [...document.querySelectorAll("a[href]")].filter((a) =>
  a.protocol === "file:" && (a.pathname !== location.pathname ||
    (a.hash && !document.getElementById(decodeURIComponent(a.hash.slice(1))))))
  .map((a) => a.getAttribute("href"))"""
STILL = """async () => {
  window.scrollTo(0, 50);
  const still = [];
  for (const plot of document.querySelectorAll(".plot[data-figure]")) {
    plot.scrollIntoView({ block: "center" });
    for (let n = 0; n < 200 && plot.dataset.state !== "alive"; n++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    if (plot.dataset.state !== "alive") still.push(plot.dataset.figure);
  }
  return still;
}"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("onefile") / onefile.NAME
    onefile.write(cli.PUBLIC, target)
    return target


@pytest.fixture(scope="module")
def chromium(browser: Browser) -> Browser:
    return browser


@pytest.fixture(scope="module")
def page(chromium: Browser, file: Path) -> Iterator[Page]:
    context = chromium.new_context(offline=True, viewport={"width": 1400, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    opened.goto(file.as_uri())
    opened.wait_for_selector("html[data-ready]")
    yield opened
    assert asked == [file.as_uri()]
    assert faults == []
    context.close()


def test_it_is_at_most_five_megabytes_and_names_no_other_file(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert file.stat().st_size <= onefile.MOST <= 5_000_000
    assert not re.findall(r"<(?:script|img|iframe|source)[^>]* src=[^d]|<link\b", text)


def test_it_is_the_same_twice(file: Path) -> None:
    assert onefile.assemble(cli.PUBLIC).encode() == file.read_bytes()


def test_every_figure_and_table_and_row_is_in_it_once(page: Page) -> None:
    ids = Counter(page.evaluate("() => [...document.querySelectorAll('[id]')].map((e) => e.id)"))
    assert [name for name, count in ids.items() if count > 1] == []
    book = "".join(p.read_text(encoding="utf-8") for p in (cli.PUBLIC / "chapters").glob("*.html"))
    wanted = {
        *(f"fig-{name}" for name in figures.registry() if f'id="fig-{name}"' in book),
        *(f"tab-{name}" for name in tables.registry() if f'id="tab-{name}"' in book),
        *(str(row) for name in data.evidence_tables() for row in data.load(name).index),
    }
    assert wanted - set(ids) == set()


def test_every_link_within_it_leads_somewhere(page: Page) -> None:
    assert page.evaluate(DEAD) == []


def test_a_choice_of_definition_and_a_day_turn_figure_and_table(page: Page) -> None:
    name = page.locator("#controls-projections").get_attribute("data-listing")
    listing = page.locator(f"#{name} tbody tr:not([hidden])")
    before = listing.count()
    page.locator("#controls-projections select").first.select_option(index=1)
    assert 0 < listing.count() < before
    page.locator("#controls-projections button[type=reset]").click()
    assert listing.count() == before
    says = page.locator("#controls-in-force .controls-says strong, #says-in-force strong").first
    first = says.text_content()
    page.locator("#controls-in-force [data-step='1']").click()
    assert says.text_content() != first


def test_a_row_opens_as_a_card_that_says_how_to_cite_it(page: Page) -> None:
    link = page.locator("#start a.datum").first
    name = str(link.get_attribute("href"))[1:]
    page.evaluate("() => { location.hash = '#start'; }")
    link.click()
    card = page.locator("#card[open]")
    assert f"(row {name})" in str(card.text_content())
    assert f"august-1945:{name}," in str(card.locator("pre").text_content())
    page.keyboard.press("Escape")
    card.wait_for(state="detached")


def test_search_finds_by_keyboard_and_leads_there(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("neutrality denounc")
    page.wait_for_selector("#search-found:not([hidden]) a")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.closest('#search-found') !== null")
    page.keyboard.press("Escape")
    page.wait_for_selector("#search-found", state="hidden")
    page.fill("#search-words", "")


def test_the_files_that_come_out_are_those_that_went_in(page: Page) -> None:
    name = data.resource("treaties")["path"]
    with page.expect_download() as waiting:
        page.locator(f".files a[data-file='{name}']").click()
    got = Path(waiting.value.path()).read_bytes()
    assert got == (cli.PUBLIC / "data" / "csv" / name).read_bytes()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_stands_in_the_way_of_a_reader(page: Page, theme: str) -> None:
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    # one chapter with figures and the frame: the whole would take minutes
    found: Any = Axe().run(page, context={"include": [["#seven-days"], [".bar"], ["#contents"]]})
    serious = [v for v in found.response["violations"] if v["impact"] in {"serious", "critical"}]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in serious] == []


def test_every_figure_comes_alive(page: Page) -> None:
    assert page.evaluate(STILL) == []


def test_without_a_script_text_tables_and_pictures_are_there(chromium: Browser, file: Path) -> None:
    context = chromium.new_context(offline=True, java_script_enabled=False)
    still = context.new_page()
    still.goto(file.as_uri())
    assert still.locator("#losses h1").is_visible()
    shown = still.locator(".plot[data-figure] > svg.still[aria-label]").count()
    assert shown == still.locator(".plot[data-figure]").count() > 0
    assert still.locator("#losses figure.evidence-table tbody tr").count() > 10
    assert still.locator("#shockley-total").text_content()
    context.close()


def test_a_path_told_in_steps_leads_where_it_led() -> None:
    assert pictures.relative("M10,10L20,10V30H5Z") == "M10 10h10v20h-15z"
    assert pictures.relative("M0,0L0.04,0L0.08,0L10,0") == "M0 0h.1 9.9"
    assert pictures.relative("M1,1l2,3", 10, 20) == "M11 21l2 3"
    with pytest.raises(ValueError, match="M1"):
        pictures.relative("M1")


def test_lean_html_keeps_what_is_preformatted() -> None:
    assert (
        pages.lean('<p class="a">x  y</p> <pre> a  b</pre>')
        == "<p class=a>x y</p> <pre> a  b</pre>"
    )


def test_a_table_that_would_not_come_out_whole_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("id,a\nx,1\nx,2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="twice"):
        packs.table(file, {}, {}, {})
