"""The built book in a real browser, from files, with no network."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from conftest import HTML, PAGES

WIDE = ViewportSize(width=1400, height=900)
PHONE = ViewportSize(width=390, height=844)


class Watched:
    """A page with what it asked for and what it complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                self.complaints.append(said.text) if said.type in {"error", "warning"} else None
            ),
        )

    def open(self, name: str) -> Page:
        self.page.goto((HTML / f"{name}.html").as_uri())
        return self.page

    def foreign(self) -> list[str]:
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]


@pytest.fixture(params=["light", "dark"])
def watched(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Watched]:
    context = browser.new_context(viewport=WIDE, color_scheme=request.param, offline=True)
    yield Watched(context.new_page())
    context.close()


# The words of a live figure that its edges cut, or those of the area that they are clipped to.
WORDS_CUT_OFF = """plot => {
  const edgesOf = (word) => {
    const clipped = word.closest("[clip-path]");
    const [, id] = clipped?.getAttribute("clip-path").match(/#([^"')]+)/) ?? [];
    const area = id && document.getElementById(id).querySelector("rect");
    if (!area) return plot.getBoundingClientRect();
    const { a: scale, e: origin } = clipped.getScreenCTM();
    const left = origin + scale * area.x.baseVal.value;
    return { left, right: left + scale * area.width.baseVal.value };
  };
  return [...plot.querySelectorAll(".plot-live text")].filter((word) => {
    const { left, right, width } = word.getBoundingClientRect();
    const edges = edgesOf(word);
    return width && (left < edges.left - 1 || right > edges.right + 1);
  }).map((word) => word.textContent);
}"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_quiet_alive_and_accessible(watched: Watched, name: str) -> None:
    page = watched.open(name)
    page.wait_for_load_state("load")
    assert not any("plotly" in url for url in watched.requests), "plotly.js before it is needed"
    plots = page.locator(".plot")
    for n in range(plots.count()):
        plot = plots.nth(n)
        plot.scroll_into_view_if_needed()
        plot.dispatch_event("pointerenter")
        page.wait_for_function(
            "plot => plot.dataset.state === 'alive'", arg=plot.element_handle(), timeout=20_000
        )
        assert plot.locator(".plot-live .main-svg").count() > 0
        assert not plot.locator("picture").first.is_visible()
        assert not plot.locator("[data-title*='Share'], [data-title*='Cloud']").count()
    assert not watched.foreign()
    assert not watched.complaints
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    grave = [
        (v["id"], v["nodes"][0]["html"][:160], v["nodes"][0]["failureSummary"][:200])
        for v in found.response["violations"]
        if v["impact"] in {"serious", "critical"}
    ]
    assert not grave


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_off_a_phone(browser: Browser, name: str) -> None:
    context = browser.new_context(viewport=PHONE, offline=True)
    page = Watched(context.new_page()).open(name)
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0
    for picture in page.locator("picture.only-light img").all():
        box = picture.bounding_box()
        assert box is not None
        assert box["width"] >= 300
        picture.scroll_into_view_if_needed()
        page.wait_for_function("e => e.complete", arg=picture.element_handle())
        assert picture.evaluate("e => e.currentSrc").endswith("-narrow.svg")
    for plot in page.locator(".plot").all():
        plot.dispatch_event("pointerenter")
        page.wait_for_function("e => e.dataset.state === 'alive'", arg=plot.element_handle())
        assert not plot.evaluate(WORDS_CUT_OFF)
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_every_figure_is_a_picture(browser: Browser, name: str) -> None:
    context = browser.new_context(viewport=WIDE, java_script_enabled=False, offline=True)
    page = Watched(context.new_page()).open(name)
    figures = page.locator("figure.companion-figure")
    assert page.locator("article h1").first.is_visible()
    for n in range(figures.count()):
        picture = figures.nth(n).locator("picture.only-light img")
        picture.scroll_into_view_if_needed()
        assert picture.is_visible()
        box = picture.bounding_box()
        assert box is not None
        assert box["height"] > 100
        figures.nth(n).locator(".plot-rows > summary").click()
        assert figures.nth(n).locator(".plot-rows table").first.is_visible()
    context.close()


WITH_A_FIGURE = "chapters/projections"  # its first figure has a labelled axis


def test_a_picture_on_dark_paper_has_no_light_ground(browser: Browser) -> None:
    """The theme gives pictures among a cell's outputs a light ground and a padding."""
    context = browser.new_context(viewport=PHONE, color_scheme="dark", offline=True)
    page = Watched(context.new_page()).open(WITH_A_FIGURE)
    picture = page.locator("picture.only-dark img").first
    style = picture.evaluate(
        "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).padding]"
    )
    assert style == ["rgba(0, 0, 0, 0)", "0px"]
    context.close()


def test_a_live_figure_follows_the_theme(browser: Browser) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme="light", offline=True)
    page = Watched(context.new_page()).open(WITH_A_FIGURE)
    plot = page.locator(".plot").first
    plot.click(position={"x": 5, "y": 5})
    page.wait_for_selector(".plot[data-state=alive]")
    tick = plot.locator(".xtick text").first
    light = tick.evaluate("e => getComputedStyle(e).fill")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function(
        "([e, was]) => getComputedStyle(e.querySelector('.xtick text')).fill !== was",
        arg=[plot.element_handle(), light],
    )
    context.close()


def test_a_live_figure_takes_its_narrow_form_on_a_phone(browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, offline=True)
    page = Watched(context.new_page()).open(WITH_A_FIGURE)
    plot = page.locator(".plot").first
    plot.scroll_into_view_if_needed()
    plot.dispatch_event("pointerenter")
    page.wait_for_selector(".plot[data-state=alive]")
    assert plot.get_attribute("data-form") == "narrow"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_a_figure_fits_a_column_that_changed_while_it_was_drawn(browser: Browser) -> None:
    context = browser.new_context(viewport=WIDE, offline=True)
    page = Watched(context.new_page()).open(WITH_A_FIGURE)
    page.locator(".plot").first.click(position={"x": 5, "y": 5})
    page.wait_for_selector(".plot[data-state=alive]")
    page.evaluate(
        """() => {
          const { Plotly } = window, { react } = Plotly, plot = document.querySelector('.plot');
          const frame = () => new Promise(requestAnimationFrame);
          Plotly.react = async (...given) => {
            await react(...given);
            plot.parentElement.style.width = '480px';
            await frame();
            await frame();
          };
          plot.dataset.state = 'still'; // as before the first drawing
          plot.dispatchEvent(new Event('pointerenter'));
        }"""
    )
    page.wait_for_function(
        """() => {
          const plot = document.querySelector('.plot'), drawn = plot.querySelector('.main-svg');
          const off = drawn.getBoundingClientRect().width - plot.clientWidth;
          return plot.clientWidth <= 480 && plot.dataset.state === 'alive' && Math.abs(off) < 2;
        }"""
    )
    context.close()


def test_printing_shows_pictures_on_light_paper(browser: Browser) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme="dark", offline=True)
    page = Watched(context.new_page()).open(WITH_A_FIGURE)
    plot = page.locator(".plot").first
    plot.click(position={"x": 5, "y": 5})
    page.wait_for_selector(".plot[data-state=alive]")
    page.emulate_media(media="print")
    assert plot.locator("picture.only-light img").is_visible()
    assert not plot.locator(".plot-live").is_visible()
    ink = page.locator("article section > p").first.evaluate("e => getComputedStyle(e).color")
    assert ink == "rgb(0, 0, 0)"
    paper = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    assert paper in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    context.close()


def test_the_book_can_be_searched_from_a_file(browser: Browser) -> None:
    context = browser.new_context(viewport=WIDE, offline=True)
    watched = Watched(context.new_page())
    page = watched.page
    page.goto((HTML / "search.html").as_uri() + "?q=Shockley")
    page.wait_for_selector("ul.search li a")
    assert not watched.foreign()
    context.close()
