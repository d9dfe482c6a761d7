"""A single point of a live figure opens by mouse, touch and keyboard, and can be linked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize

from companion import data, figures
from conftest import HTML, PAGES, page

WIDE = ViewportSize(width=1400, height=900)
PHONE = ViewportSize(width=390, height=844)


@lru_cache
def home(figure_id: str) -> str:
    """The page that shows a figure."""
    return next(name for name in PAGES if page(name).find(id=f"fig-{figure_id}"))


WITH_FIGURES = list(dict.fromkeys(map(home, figures.registry())))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=WIDE, offline=True)
    yield made
    made.close()


def opened(context: BrowserContext, figure_id: str, query: str = "") -> tuple[Page, Locator]:
    """The page of a figure, and the figure, alive."""
    view = context.new_page()
    view.goto((HTML / f"{home(figure_id)}.html").as_uri() + query)
    figure = view.locator(f"#fig-{figure_id}")
    wake(figure)
    return view, figure


def wake(figure: Locator) -> None:
    plot = figure.locator(".plot")
    plot.scroll_into_view_if_needed()
    plot.dispatch_event("pointerenter")
    figure.page.wait_for_function(
        "plot => plot.dataset.state === 'alive'", arg=plot.element_handle(), timeout=30_000
    )


def points(figure: Locator) -> list[dict[str, Any]]:
    """What the page takes for the figure's points."""
    return list(figure.locator(".plot").evaluate("plot => plot.points()"))


def at(figure: Locator, row_id: str) -> tuple[float, float]:
    """Where the point of one row lies in the window."""
    point = next(p for p in points(figure) if p["ids"] == [row_id])
    figure.locator(".plot").evaluate(
        "(plot, top) => scrollTo(0, plot.getBoundingClientRect().top + scrollY + top - 400)",
        point["top"],
    )
    box = figure.locator(".plot-live").bounding_box()
    assert box is not None
    return box["x"] + point["left"], box["y"] + point["top"]


# --- every figure --------------------------------------------------------------------------------


@pytest.mark.parametrize("figure_id", figures.registry())
def test_every_row_that_a_figure_draws_has_a_mark_that_says_so(figure_id: str) -> None:
    """Rows are drawn by marks that stand somewhere; none is named only by what is not there."""
    spec = figures.specification(figure_id)
    placed = {
        row_id
        for trace in spec["data"]
        for ids, x, y in zip(trace.get("customdata") or [], trace["x"], trace["y"], strict=False)
        if x is not None and y is not None
        for row_id in data.ids(ids)
    }
    assert placed == set(figures.rows_drawn(spec))


@pytest.mark.parametrize("figure_id", figures.registry())
def test_without_a_script_each_row_of_the_table_leads_to_its_own_page(figure_id: str) -> None:
    """The first link of each line is the row's: the panel of a point finds its words by it."""
    lines = page(home(figure_id)).select(f"#fig-{figure_id} .plot-rows tbody tr")
    found = []
    for line in lines:
        address = str(line.select("a[href]")[0]["href"])
        file, _, anchor = address.partition("#")
        name = anchor or file.removeprefix("../d/").removesuffix(".html")
        assert (HTML / "d" / f"{name}.html").is_file()
        found.append(name)
    assert sorted(found) == sorted(figures.rows_drawn(figures.specification(figure_id)))


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_each_row_that_is_shown_is_reached_as_a_point(context: BrowserContext, name: str) -> None:
    view = context.new_page()
    view.goto((HTML / f"{name}.html").as_uri())
    for figure in view.locator("figure.companion-figure").all():
        wake(figure)
        found = points(figure)
        shown = figure.locator(".plot-rows tbody tr:not([hidden])").evaluate_all(
            "lines => lines.map((line) => line.querySelector('a[href]').getAttribute('href'))"
        )
        ids = {a.rpartition("#")[2].removeprefix("../d/").removesuffix(".html") for a in shown}
        assert {row_id for point in found for row_id in point["ids"]} == ids
        for point in found:
            words = point["words"]
            assert words
            assert not any(sign in words for sign in ("%{", "<", "NaN", "undefined", "Invalid"))


# --- one figure ----------------------------------------------------------------------------------

FIGURE, ROW = "tarawa-to-okinawa", "okinawa-us-dead"


def assert_open(figure: Locator, row_id: str) -> None:
    panel = figure.locator(".point-panel")
    assert panel.is_visible()
    assert panel.get_by_role("link", name="Its page").get_attribute("href") == f"../d/{row_id}.html"
    cite = panel.get_by_role("link", name="Cite this row")
    assert cite.get_attribute("href") == f"../d/{row_id}.html#cite"
    row = data.row(row_id)
    assert panel.locator(".grade").inner_text() == row["grade"]
    assert figure.locator(".point-ring").count() >= 1


def test_a_click_on_a_mark_opens_its_point_beneath_the_figure(context: BrowserContext) -> None:
    view, figure = opened(context, FIGURE)
    view.mouse.click(*at(figure, ROW))
    assert_open(figure, ROW)
    panel = figure.locator(".point-panel")
    assert "12,520" in panel.inner_text()
    assert "Appleman and others 1948, closing chapter" in panel.inner_text()
    plot, below = figure.locator(".plot").bounding_box(), panel.bounding_box()
    assert plot is not None
    assert below is not None
    assert below["y"] >= plot["y"] + plot["height"] - 1
    assert view.url.endswith(f"?point={ROW}#fig-{FIGURE}")
    panel.get_by_role("button", name="Close").click()
    assert not panel.is_visible()
    assert "point=" not in view.url


def test_a_tap_opens_it_too(browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, offline=True)
    view, figure = opened(context, FIGURE)
    view.touchscreen.tap(*at(figure, ROW))
    figure.locator(".point-panel").wait_for()
    assert_open(figure, ROW)
    assert view.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for button in figure.locator(".point-panel button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    context.close()


def test_the_keyboard_goes_through_all_points_opens_one_and_comes_back(
    context: BrowserContext,
) -> None:
    view, figure = opened(context, FIGURE)
    plot = figure.locator(".plot")
    plot.focus()
    said = figure.locator(".point-said")
    assert said.get_attribute("role") == "status"
    every = points(figure)
    view.keyboard.press("Home")
    places, words = [], []
    for number in range(1, len(every) + 1):
        text = said.inner_text()
        assert text.startswith(f"Point {number} of {len(every)}: ")
        words.append(text)
        ring = figure.locator(".point-ring").first.bounding_box()
        assert ring is not None
        places.append(round(ring["x"]))
        view.keyboard.press("ArrowRight")
    assert places == sorted(places)
    assert len(words) == len(every)
    view.keyboard.press("ArrowRight")  # stays at the last
    assert said.inner_text().startswith(f"Point {len(every)} of ")
    view.keyboard.press("ArrowUp")
    view.keyboard.press("Enter")
    panel = figure.locator(".point-panel")
    assert panel.is_visible()
    assert panel.evaluate("panel => panel === document.activeElement")
    view.keyboard.press("Escape")
    assert not panel.is_visible()
    assert plot.evaluate("plot => plot === document.activeElement")
    assert "point=" not in view.url


def test_up_and_down_go_from_the_top_to_the_foot(context: BrowserContext) -> None:
    view, figure = opened(context, FIGURE)
    figure.locator(".plot").focus()
    tops = []
    for _ in range(6):
        view.keyboard.press("ArrowDown")
        ring = figure.locator(".point-ring").first.bounding_box()
        assert ring is not None
        tops.append(round(ring["y"]))
    assert tops == sorted(tops)
    assert view.locator("#fig-tarawa-to-okinawa .plot").get_attribute("role") == "application"


def test_a_link_opens_the_figure_with_its_point(context: BrowserContext) -> None:
    view = context.new_page()
    view.goto((HTML / f"{home(FIGURE)}.html").as_uri() + f"?point={ROW}#fig-{FIGURE}")
    figure = view.locator(f"#fig-{FIGURE}")
    figure.locator(".point-panel").wait_for()
    assert_open(figure, ROW)
    assert figure.locator(".plot").get_attribute("data-state") == "alive"


@pytest.mark.parametrize(
    "asked",
    ["shockley-total", "<img src=x onerror=alert(1)>", "", "constructor", "okinawa-us-dead;x"],
)
def test_a_point_of_elsewhere_is_refused_in_silence(context: BrowserContext, asked: str) -> None:
    view = context.new_page()
    complaints: list[str] = []
    view.on("dialog", lambda dialog: complaints.append(dialog.message))
    view.on("pageerror", lambda error: complaints.append(str(error)))
    view.goto((HTML / f"{home(FIGURE)}.html").as_uri() + f"?point={quote(asked)}#fig-{FIGURE}")
    figure = view.locator(f"#fig-{FIGURE}")
    wake(figure)
    assert not figure.locator(".point-panel").is_visible()
    assert figure.locator(".point-ring").count() == 0
    assert not complaints
    assert "onerror" not in view.content()


def test_a_point_that_rests_on_several_rows_leads_to_each(context: BrowserContext) -> None:
    view, figure = opened(context, "loss-ratios")
    point = next(p for p in points(figure) if len(p["ids"]) > 1)
    view.goto(view.url.partition("?")[0] + f"?point={';'.join(point['ids'])}#fig-loss-ratios")
    panel = view.locator("#fig-loss-ratios .point-panel")
    panel.wait_for()
    pages = panel.locator("a", has_text="Its page").evaluate_all(
        "links => links.map((link) => link.getAttribute('href'))"
    )
    assert pages == [f"../d/{row_id}.html" for row_id in point["ids"]]


def test_a_point_that_the_reader_turns_out_closes(context: BrowserContext) -> None:
    view = context.new_page()
    address = (HTML / f"{home('projections-turned')}.html").as_uri()
    view.goto(f"{address}?point=shockley-total#fig-projections-turned")
    panel = view.locator("#fig-projections-turned .point-panel")
    panel.wait_for()
    form = view.locator(".controls form")
    form.locator("select[name$=operation]").select_option("Olympic")
    panel.wait_for(state="hidden")
    assert view.locator("#fig-projections-turned .point-ring").count() == 0
    found = points(view.locator("#fig-projections-turned"))
    assert found
    assert "shockley-total" not in {row_id for point in found for row_id in point["ids"]}


def test_a_map_that_steps_through_days_has_the_points_of_its_day(context: BrowserContext) -> None:
    view, figure = opened(context, "campaign-map")
    whole = len(points(figure))
    slide = view.locator("#slide-august-1945")
    slide.focus()
    view.keyboard.press("Home")
    view.wait_for_function(
        "([plot, whole]) => plot.points().length < whole",
        arg=[figure.locator(".plot").element_handle(), whole],
    )
    figure.locator(".plot").focus()
    view.keyboard.press("ArrowRight")
    assert figure.locator(".point-said").inner_text().startswith("Point 1 of ")


def test_what_is_copied_names_source_figure_and_row(browser: Browser) -> None:
    context = browser.new_context(
        viewport=WIDE, offline=True, permissions=["clipboard-read", "clipboard-write"]
    )
    view, figure = opened(context, FIGURE)
    view.mouse.click(*at(figure, ROW))
    figure.get_by_role("button", name="Copy a short reference").click()
    figure.get_by_text("Copied.").wait_for()
    number = figure.locator(".caption-number").inner_text().strip().replace("Figure", "fig.")
    copied = view.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Appleman and others 1948, closing chapter; Fisch, ")
    assert ", quoted in The August 1945 companion’s contributors, ‘" in copied
    assert f", {number}, row {ROW}" in copied
    assert copied.endswith(".")
    figure.get_by_role("button", name="Copy a link to this point").click()
    view.wait_for_function("navigator.clipboard.readText().then((t) => t.includes('?point='))")
    assert view.evaluate("navigator.clipboard.readText()") == view.url
    context.close()


def test_an_unread_source_is_not_quoted(browser: Browser) -> None:
    found = "us-projections-1945"
    spec = figures.specification(found)
    row_id = next(i for i in figures.rows_drawn(spec) if data.row(i)["grade"] == "unchecked")
    context = browser.new_context(
        viewport=WIDE, offline=True, permissions=["clipboard-read", "clipboard-write"]
    )
    view, figure = opened(context, found)
    view.goto(view.url.partition("?")[0] + f"?point={row_id}#fig-{found}")
    figure.get_by_role("button", name="Copy a short reference").click()
    figure.get_by_text("Copied.").wait_for()
    copied = view.evaluate("navigator.clipboard.readText()")
    assert "attributed there to" in copied
    assert "quoted in" not in copied
    context.close()
