"""The built book as files: `make test` builds it first."""

import gzip
import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import Tag
from jupyter_cache.cache.db import NbProjectRecord
from jupyter_cache.executors.base import ExecutorRunResult

from companion import bibliography, data, figures, tables, views
from companion.book import assets
from companion.execution import execute
from companion.execution.executor import ParallelExecutor
from conftest import HTML, PAGES, ROOT, holders, page, with_ids

BUDGET = 200_000  # bytes, compressed: first view of a page
BUILT = sorted(
    built
    for p in HTML.rglob("*.html")
    # the theme's templates; the pages of single things are seen to in test_datum_pages.py
    if not (built := p.relative_to(HTML).as_posix()).startswith(("_static/", "d/"))
)


def test_the_book_has_every_page_of_its_contents() -> None:
    assert (HTML / "index.html").is_file()
    for name in PAGES:
        assert page(name).find("h1"), name


def local_targets(built: str) -> set[str]:
    """Addresses that a page refers to within the book, resolved, with their fragments."""
    soup = page(built.removesuffix(".html"))
    found = set()
    for tag in soup.find_all(True):
        for attribute in ("href", "src", "srcset"):
            value = tag.get(attribute)
            if not value or not isinstance(value, str):
                continue
            parts = urlsplit(value)
            if parts.scheme or value.startswith("//"):
                continue
            path = (HTML / built).parent / unquote(parts.path) if parts.path else HTML / built
            fragment = f"#{unquote(parts.fragment)}" if parts.fragment else ""
            found.add(f"{path.resolve().relative_to(HTML.resolve())}{fragment}")
    return found


@pytest.fixture(scope="module")
def anchors() -> dict[str, set[str]]:
    return {
        built: {
            str(t["id"]) for t in page(built.removesuffix(".html")).find_all(True) if t.get("id")
        }
        for built in BUILT
    } | {
        f"d/{path.name}": set(re.findall(r'\sid="([^"]+)"', path.read_text(encoding="utf-8")))
        for path in (HTML / "d").glob("*.html")
    }


@pytest.mark.parametrize("built", BUILT)
def test_no_link_within_the_book_is_broken(built: str, anchors: dict[str, set[str]]) -> None:
    broken = []
    for target in local_targets(built):
        path, _, fragment = target.partition("#")
        if not (HTML / path).exists() or (
            fragment and path.endswith(".html") and fragment not in anchors[path]
        ):
            broken.append(target)
    assert not broken


@pytest.mark.parametrize("built", BUILT)
def test_a_page_loads_nothing_from_another_host(built: str) -> None:
    soup = page(built.removesuffix(".html"))
    loading = [
        str(tag)
        for tag in soup.find_all(["script", "img", "source", "iframe", "link", "video", "audio"])
        for value in (tag.get("src"), tag.get("srcset"), tag.get("href"))
        if value and re.match(r"(https?:)?//", str(value)) and tag.get("rel") != ["canonical"]
    ]
    assert not loading


# the theme prints its search field twice on the search page
@pytest.mark.parametrize("built", [built for built in BUILT if built != "search.html"])
def test_ids_are_unique_on_a_page(built: str) -> None:
    ids = [str(tag["id"]) for tag in page(built.removesuffix(".html")).find_all(id=True)]
    assert len(ids) == len(set(ids)), sorted({i for i in ids if ids.count(i) > 1})


@pytest.mark.parametrize("name", PAGES)
def test_the_first_view_of_a_page_is_light(name: str) -> None:
    """Page, styles and scripts, compressed; pictures below the first view load when reached."""
    soup = page(name)
    files: set[Path] = {HTML / f"{name}.html"}
    for tag in [*soup.find_all("script", src=True), *soup.find_all("link", rel="stylesheet")]:
        address = urlsplit(str(tag.get("src") or tag.get("href"))).path
        files.add((HTML / name).parent / unquote(address))
    pictures = [str(tag["src"]) for tag in soup.select("picture.only-light img")[:1]]
    files |= {(HTML / name).parent / address for address in pictures}
    assert not any("plotly" in file.name for file in files)
    weight = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
    assert weight <= BUDGET, f"{name}: {weight} bytes"


@pytest.mark.parametrize("figure_id", figures.registry())
def test_a_figure_is_whole_without_a_script(figure_id: str) -> None:
    found = figures.registry()[figure_id]
    (holder,) = holders(f"fig-{figure_id}")
    figure = with_ids(holder)[f"fig-{figure_id}"]
    for paper in ("light", "dark"):
        picture = figure.select_one(f"picture.only-{paper}")
        assert picture is not None
        img, source = picture.find("img"), picture.find("source")
        assert isinstance(img, Tag)
        assert isinstance(source, Tag)
        assert img["alt"] == found.alt
        for address in (str(img["src"]), str(source["srcset"])):
            assert ((HTML / holder).parent / address).is_file()
    caption = figure.find("figcaption")
    assert isinstance(caption, Tag)
    assert re.match(r"Figure \d", caption.get_text(" ", strip=True))
    assert found.caption[:40].replace("'", "’") in caption.get_text().replace("'", "’")
    rows = figures.rows_drawn(figures.specification(figure_id))
    shown = {str(a["href"]) for a in figure.select(".plot-rows a")}
    assert {views.address(row_id) for row_id in rows} <= shown
    for end in ("csv", "svg", "png"):
        assert (HTML / "_static/figures" / f"{figure_id}.{end}").stat().st_size > 200


@pytest.mark.parametrize("figure_id", figures.registry())
def test_a_figures_specification_beside_the_page_is_the_registrys(figure_id: str) -> None:
    (holder,) = holders(f"fig-{figure_id}")
    assert with_ids(holder)[f"fig-{figure_id}"].select_one(f".plot[data-figure={figure_id}]")
    script = (HTML / "_static/figures" / f"{figure_id}.js").read_text(encoding="utf-8")
    assert f"[{json.dumps(figure_id)}]=" in script
    text = script.partition("]=")[2].strip().removesuffix(";")
    assert json.loads(text) == figures.specification(figure_id)


@pytest.mark.parametrize("table_id", tables.registry())
def test_a_table_is_numbered_captioned_and_scoped(table_id: str) -> None:
    (holder,) = holders(f"tab-{table_id}")
    table = with_ids(holder)[f"tab-{table_id}"]
    assert isinstance(table, Tag)
    caption = table.find("figcaption")
    assert isinstance(caption, Tag)
    assert re.match(r"Table \d", caption.get_text(" ", strip=True))
    assert table.select('th[scope="col"]')
    assert table.select('th[scope="row"]')


@pytest.mark.parametrize("table", data.evidence_tables())
def test_every_row_has_its_place_in_the_book(table: str) -> None:
    soup = page(f"chapters/{views.page_of(table)}")
    ids = {str(tag["id"]) for tag in soup.select("article.row-card")}
    assert ids == set(map(str, data.load(table).index))


def test_every_source_has_its_place_in_the_book() -> None:
    ids = {str(tag["id"]) for tag in page("chapters/sources").select(".bibliography > li")}
    assert ids == set(bibliography.entries())


@pytest.mark.parametrize("name", PAGES)
def test_an_unchecked_number_is_shown_as_such(name: str) -> None:
    for link in page(name).select("a.datum-unchecked"):
        if link.get_text() != "unchecked":
            mark = link.find_next_sibling()
            assert isinstance(mark, Tag)
            assert mark.get_text() == "unchecked"


def test_the_script_library_is_the_one_that_the_installed_plotly_was_made_for() -> None:
    banner = re.compile(r"plotly\.js (?:\(.*?\) )?v(\d+\.\d+\.\d+)")
    versions = {
        match[1]
        for bundle in (assets.plotly_bundle(), assets.FULL_BUNDLE)
        if (match := banner.search(bundle.read_text(encoding="utf-8")[:400]))
    }
    wanted = json.loads((assets.REPOSITORY / "package.json").read_text(encoding="utf-8"))
    assert versions == {wanted["dependencies"]["plotly.js-basic-dist-min"]}
    assert (HTML / "_static/figures/plotly.min.js").is_file()


@pytest.mark.parametrize(
    ("kind", "told"),
    [("excepted", "a cell raised\nValueError"), ("errored", "could not be executed")],
)
def test_a_page_that_fails_is_named(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    told: str,
) -> None:
    page = ROOT / "chapters/start.md"

    def run(self: ParallelExecutor, timeout: int) -> ExecutorRunResult:
        NbProjectRecord.set_traceback(str(page), "ValueError", self.cache.db)
        return ExecutorRunResult(**{kind: [str(page)]})

    monkeypatch.setattr(execute, "CACHES", tmp_path)
    monkeypatch.setattr(execute, "notebooks", lambda: [page])
    monkeypatch.setattr(ParallelExecutor, "run_and_cache", run)
    assert execute.all_chapters() == 1
    assert f"chapters/start.md: {told}" in capsys.readouterr().err
