"""Running a page in the reader's browser: the files, the button, and the same numbers as built."""

import gzip
import http.server
import json
import tarfile
import threading
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from companion.book import running
from companion.execution import execute
from companion.wasm import assemble, cells
from conftest import HTML, ROOT, page

LIMIT = 20_000_000  # bytes to load, as this site's files are stored
BEFORE = 3_000  # bytes, compressed, that a page gains before the button is pressed
STARTS = 300_000  # milliseconds that a slow machine may take to start Python
SERIOUS = {"serious", "critical"}
CHAPTERS = [name.rpartition("/")[2] for name in running.runnable()]


@pytest.fixture(scope="session")
def files() -> Path:
    """The folder beside the pages, where what it needs could be fetched."""
    without = assemble.ensure()
    assert "HASH" not in without.upper(), without
    if without:
        pytest.skip(without)
    folder = HTML / assemble.FOLDER
    assert (folder / assemble.MANIFEST).is_file(), "the book was built without it: run `make book`"
    return folder


@pytest.fixture(scope="session")
def site(files: Path) -> Iterator[str]:
    """The built book on a server of this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *words: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=HTML)
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


# What runs there, without a browser


def outputs(source: str) -> list[dict[str, Any]]:
    return cells.Session().run(source, "<cell 1>")["outputs"]


def test_what_is_printed_comes_before_the_value() -> None:
    found = outputs("print('first')\n'last'")
    assert [(o["kind"], o["content"]) for o in found] == [
        (cells.STREAM, "first\n"),
        (cells.TEXT, "'last'"),
    ]


def test_an_error_names_the_line_of_the_cell_and_no_frame_of_the_runner() -> None:
    (found,) = outputs("def f():\n    return 1 / 0\nf()")
    assert found["kind"] == cells.ERROR
    assert "return 1 / 0" in found["content"]
    assert "ZeroDivisionError" in found["content"]
    assert "cells.py" not in found["content"]


def test_a_cell_that_is_no_python_is_an_error_too() -> None:
    (found,) = outputs("1 +")
    assert "SyntaxError" in found["content"]


def test_a_cell_knows_the_names_of_those_before_and_a_fresh_session_none() -> None:
    session = cells.Session()
    session.run("a = 2", "<cell 1>")
    assert session.run("a + 1", "<cell 2>")["outputs"][0]["content"] == "3"
    assert cells.Session().run("a", "<cell 1>")["raised"]


def test_what_is_glued_for_the_prose_is_handed_over() -> None:
    source = "from myst_nb import glue\nglue('share', '22', display=False)"
    assert cells.Session().run(source, "<cell 1>")["glued"] == {"share": "22"}


def test_a_seal_tells_outputs_apart_and_leaves_out_how_a_figure_is_configured() -> None:
    spec = {"data": [{"x": [1]}], "layout": {}}
    assert cells.seal(cells.PLOTLY, spec) == cells.seal(cells.PLOTLY, {**spec, "config": {"a": 1}})
    assert cells.seal(cells.PLOTLY, spec) != cells.seal(cells.PLOTLY, {**spec, "data": []})
    assert cells.seal(cells.TABLE, [0.1 + 0.2]) == cells.seal(cells.TABLE, [0.3])
    assert cells.seal(cells.TABLE, [0.3001]) != cells.seal(cells.TABLE, [0.3])
    assert cells.seal(cells.TEXT, "1\n") == cells.seal(cells.TEXT, "1")
    assert cells.seal(cells.TEXT, "1") != cells.seal(cells.STREAM, "1")


# The files


def test_the_book_is_built_without_the_button_where_npm_has_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(assemble, "CACHE", tmp_path / "wasm")
    monkeypatch.setattr(assemble, "_NODE", tmp_path)
    monkeypatch.setattr(assemble, "PYODIDE", tmp_path / "pyodide")
    said = assemble.ensure()
    assert said.startswith("The pages get no button")
    assert "\n" not in said
    assert assemble.assembled() is None


def test_the_book_is_built_without_the_button_where_there_is_no_network(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, files: Path
) -> None:
    monkeypatch.setattr(assemble, "CACHE", tmp_path / "wasm")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    said = assemble.ensure()
    assert "pip could not fetch pandas" in said
    assert "\n" not in said
    assert not list((tmp_path / "wasm").iterdir()), "half of the files must not stay"


def test_an_archive_is_the_same_bytes_for_the_same_files() -> None:
    first = assemble.packed([("b.py", b"2"), ("a.py", b"1")])
    assert first == assemble.packed([("a.py", b"1"), ("b.py", b"2")])
    with tarfile.open(fileobj=BytesIO(first)) as archive:
        assert archive.getnames() == ["a.py", "b.py"]


def test_the_companion_takes_its_data_along_and_not_what_builds_the_book() -> None:
    with tarfile.open(fileobj=BytesIO(assemble.companion_archive())) as archive:
        names = set(archive.getnames())
    tables = {path.relative_to(ROOT).as_posix() for path in (ROOT / "data").glob("*.csv")}
    assert tables <= names
    assert not [name for name in names if name.startswith(("companion/book/", "companion/check/"))]


def test_what_is_to_be_loaded_is_said_rightly_and_within_the_limit(files: Path) -> None:
    sizes = json.loads((files / assemble.MANIFEST).read_text())
    stored = {p.name: p.stat().st_size for p in files.iterdir() if p.is_file()}
    assert sizes == {name: size for name, size in stored.items() if name != assemble.MANIFEST}
    assert sum(sizes.values()) <= LIMIT


# The pages


@pytest.mark.parametrize("name", CHAPTERS)
def test_each_cell_shown_is_found_by_its_place(files: Path, name: str) -> None:
    soup = page(f"chapters/{name}")
    told = json.loads((files / "cells" / f"{name}.json").read_text(encoding="utf-8"))
    for cell in told["cells"]:
        box = soup.find(id=f"cell-{cell['place']}")
        assert (box is None) == cell["hidden"], cell["place"]
    shown = [span.get_text() for span in soup.select(".bd-article .pasted-text")]
    assert len(shown) == len(told["glued"]), "each glued number of the prose has its name"


def test_a_page_gains_little_before_the_button_is_pressed(files: Path) -> None:
    static = HTML / "_static"
    gained = (static / running.SCRIPT, static / running.STYLE)
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in gained) <= BEFORE


def test_a_page_without_cells_has_no_button(files: Path) -> None:
    for name in ("start", "sources", "data-treaties"):
        assert not page(f"chapters/{name}").find("script", src=lambda src: "run.js" in (src or ""))


def test_a_page_from_a_disk_says_why_it_cannot_run(browser: Browser, files: Path) -> None:
    view = browser.new_page()
    view.goto((HTML / "chapters/yalta.html").as_uri())
    view.get_by_role("button", name="Run this page").click()
    expect(view.locator(".run-page [role=status]")).to_contain_text("opened from a disk")
    view.close()


# In a browser, from a server of this machine


@pytest.fixture(scope="module")
def ran(browser: Browser, site: str) -> Iterator[dict[str, dict[str, Any]]]:
    """What each cell of each chapter gives in one Python in the browser: chapter -> place -> it."""
    view = browser.new_page()
    view.goto(f"{site}/chapters/sources.html")
    found = view.evaluate(
        """async (chapters) => {
            const worker = new Worker("../_static/run-worker.js", { type: "module" });
            const answer = (message) => new Promise((resolve, reject) => {
                worker.onerror = () => reject(new Error("the worker did not start"));
                worker.onmessage = ({ data }) => {
                    if (data.type === "failed") reject(new Error(data.message));
                    if (data.type === "ready" || data.type === "ran") resolve(data.result);
                };
                worker.postMessage(message);
            });
            await answer({ type: "start" });
            const found = {};
            for (const name of chapters) {
                const { cells } = await (await fetch(`../pyodide/cells/${name}.json`)).json();
                found[name] = {};
                for (const [n, { place, source }] of cells.entries()) {
                    found[name][place] = await answer(
                        { type: "run", place, source, name: `<cell ${place}>`, fresh: n === 0 });
                }
            }
            worker.terminate();
            return found;
        }""",
        CHAPTERS,
    )
    yield found
    view.close()


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_gives_the_same_in_the_browser_as_in_the_build(
    ran: dict[str, dict[str, Any]], name: str
) -> None:
    path = ROOT / "chapters" / f"{name}.md"
    differ = []
    for place, cell in enumerate(execute.executed(path.stem).cells):
        if cell.cell_type != "code":
            continue
        there, here = ran[name][str(place)]["outputs"], cells.built(cell.outputs)
        if [cells.seal(o["kind"], o["content"]) for o in here] != [o["seal"] for o in there]:
            differ.append((cell.source, str(here)[:300], str(there)[:300]))
    assert not differ


@pytest.fixture(scope="module")
def live(browser: Browser, site: str) -> Iterator[Page]:
    """A page that has run, with Python awake."""
    context = browser.new_context(viewport=ViewportSize(width=1400, height=900))
    view = context.new_page()
    asked: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    view.goto(f"{site}/chapters/arithmetic.html")
    view.wait_for_load_state("load")
    assert not [url for url in asked if "/pyodide/" in url or "run-" in url], "before the button"
    view.get_by_role("button", name="Run this page").click()
    view.locator(".run-page[data-state=done]").wait_for(timeout=STARTS)
    assert not [url for url in asked if not url.startswith((site, "blob:", "data:"))]
    yield view
    context.close()


def say(view: Page) -> str:
    return view.locator(".run-page [role=status]").inner_text()


def run_cell(view: Page, place: str, source: str) -> Any:
    """Put ``source`` into the first cell whose code has the words ``place`` and run it by keys."""
    cell = view.locator(".cell").filter(has=view.locator("textarea")).filter(has_text=place).first
    area = cell.locator("textarea")
    area.fill(source)
    area.press("Control+Enter")
    view.locator(".run-page[data-state=running]").wait_for(state="detached", timeout=STARTS)
    return cell


def test_a_page_that_ran_unchanged_says_so(live: Page) -> None:
    assert "every output is the same as in the book" in say(live)
    assert live.locator(".evidence-table").count() == 3
    assert live.locator(".run-editor textarea").count() == live.locator(".cell_input").count()


def test_an_edited_cell_puts_its_result_in_place_and_reset_brings_the_book_back(
    live: Page,
) -> None:
    cell = run_cell(live, "number(needed)", "number(1_000_000)")
    assert "1,000,000" in cell.locator(".cell_output").inner_text()
    assert "not as in the book" in say(live)
    cell.get_by_role("button", name="Reset the code").click()
    assert "3,500,000" in cell.locator(".cell_output").inner_text()
    assert "number(needed)" in cell.locator("textarea").input_value()


def test_an_error_shows_its_traceback_as_text(live: Page) -> None:
    cell = run_cell(live, "number(needed)", 'raise ValueError("<img src=x onerror=alert(1)>")')
    shown = cell.locator("pre.run-error")
    assert "ValueError: <img src=x" in shown.inner_text()
    assert cell.locator(".cell_output img").count() == 0
    cell.get_by_role("button", name="Reset the code").click()


def test_a_cells_own_html_is_shown_without_scripts_or_foreign_addresses(live: Page) -> None:
    source = """class Page:
    def _repr_html_(self):
        return ('<table onclick="x()"><tr><td>kept</td></tr></table><script>x()</script>'
                '<a href="javascript:x()">word</a><img src="https://example.org/a.png">')
Page()"""
    output = run_cell(live, "number(needed)", source).locator(".cell_output")
    assert output.locator("td").inner_text() == "kept"
    html = output.inner_html()
    assert not [bad for bad in ("script", "onclick", "<img") if bad in html]
    output.locator("xpath=..").get_by_role("button", name="Reset the code").click()


def test_a_readers_own_figure_is_drawn(live: Page) -> None:
    source = "import plotly.graph_objects as go\ngo.Figure(go.Bar(x=[1, 2], y=[3, 4]))"
    cell = run_cell(live, "number(needed)", source)
    cell.locator(".plot-live .main-svg").first.wait_for(timeout=60_000)
    cell.get_by_role("button", name="Reset the code").click()


def test_an_endless_cell_can_be_cancelled_and_the_page_run_again(live: Page) -> None:
    cell = live.locator(".cell").filter(has=live.locator("textarea")).nth(2)
    cell.locator("textarea").fill("while True: pass")
    cell.get_by_role("button", name="Run cell 3").click()
    live.get_by_role("button", name="Cancel").click()
    assert "Cancelled" in say(live)
    cell.get_by_role("button", name="Reset the code").click()
    live.get_by_role("button", name="Run this page").click()
    live.locator(".run-page[data-state=done]").wait_for(timeout=STARTS)
    assert "every output is the same as in the book" in say(live)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_a_page_that_runs_is_accessible_and_fits(live: Page, theme: str, width: int) -> None:
    live.set_viewport_size(ViewportSize(width=width, height=844))
    live.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    live.wait_for_function(  # colours on their way from one theme to the other are no one's
        "document.getAnimations().every((each) => !(each instanceof CSSTransition))"
    )
    found = Axe().run(live).response["violations"]
    bad = [(v["id"], v["nodes"][0]["target"]) for v in found if v["impact"] in SERIOUS]
    assert not bad
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert live.evaluate(wide) <= 0


def test_print_has_no_button_and_shows_the_code_as_built(live: Page) -> None:
    live.emulate_media(media="print")
    assert not live.locator(".run-page").is_visible()
    assert not live.locator(".run-editor").first.is_visible()
    assert live.locator(".cell_input pre").first.is_visible()
    live.emulate_media(media="screen")
