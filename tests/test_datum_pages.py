"""Every datum, claim, figure, table and source has a page of its own, which leads where it says."""

from __future__ import annotations

import gzip
import html
import re
import shutil
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser

from companion import alike, bibliography, claims, data, figures, tables, views
from companion.book import datum, uses
from companion.check import check
from conftest import HTML, PAGES, holders, page, row_of, with_ids

FOLDER = HTML / datum.FOLDER
ROWS = [str(i) for name in data.evidence_tables() for i in data.load(name).index]
NAMES = {
    *ROWS,
    *map(str, data.load("claims").index),
    *(f"fig-{name}" for name in figures.registry()),
    *(f"tab-{name}" for name in tables.registry()),
    *(f"src-{name}" for name in bibliography.entries()),
    *map(str, data.load("tombstones")["row"]),
}
HREF = re.compile(r'(?:href|src)="([^"]+)"')
ID = re.compile(r'\sid="([^"]+)"')


@lru_cache
def source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@lru_cache
def ids(path: Path) -> frozenset[str]:
    return frozenset(ID.findall(source(path)))


def words(text: str) -> str:
    """The text of some HTML, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


def section(name: str, anchor: str) -> str:
    """The HTML of a section of a page; "" when it has none of that id."""
    whole = source(FOLDER / f"{name}.html")
    found = re.search(rf'<section id="{anchor}">.*?</section>', whole, re.DOTALL)
    return found[0] if found else ""


def test_every_thing_has_its_page_and_no_other_page_is_there() -> None:
    assert {path.stem for path in FOLDER.glob("*.html")} == NAMES
    assert len(NAMES) == sum(
        [
            len(ROWS),
            len(data.load("claims")),
            len(figures.registry()),
            len(tables.registry()),
            len(bibliography.entries()),
            len(data.load("tombstones")),
        ]
    )


def test_no_link_of_such_a_page_is_broken_and_none_loads_from_elsewhere() -> None:
    broken, foreign = [], []
    for path in FOLDER.glob("*.html"):
        text = source(path)
        for address in set(HREF.findall(text)):
            if re.match(r"[a-z]+:", address) or address.startswith("//"):
                continue
            file, _, fragment = address.replace("&amp;", "&").partition("#")
            target = (path.parent / file).resolve() if file else path
            if not target.is_file() or (
                fragment and target.suffix == ".html" and fragment not in ids(target)
            ):
                broken.append(f"{path.name}: {address}")
        loading = re.findall(r"<(?:script|img|link|iframe)[^>]+>", text)
        foreign += [tag for tag in loading if "//" in tag and "canonical" not in tag]
    assert not broken, broken[:10]
    assert not foreign


def test_the_pages_are_small() -> None:
    heaviest = max((len(gzip.compress(source(p).encode())), p.name) for p in FOLDER.glob("*.html"))
    assert heaviest[0] < 20_000, heaviest
    assert sum(p.stat().st_size for p in FOLDER.glob("*.html")) < 11_500 * len(NAMES)


@pytest.mark.parametrize("table", data.evidence_tables())
def test_a_rows_page_says_everything_that_the_row_says(table: str) -> None:
    for row_id, row in data.load(table).iterrows():
        text = words(source(FOLDER / f"{row_id}.html"))
        for column in ("note", "counts", "unit", "measure", "grade", "confidence"):
            if column in row.index and isinstance(row[column], str):
                assert " ".join(views.words(row[column]).split()) in text, (row_id, column)
        for citation in bibliography.citations(row["source"]):
            assert f'href="src-{citation.key}.html"' in section(str(row_id), "sources")
            assert not citation.locator or citation.locator in text


def test_descent_is_told_from_both_ends() -> None:
    for row_id in ROWS:
        for above in data.ids(data.row(row_id)["derived_from"]):
            assert f'href="{above}.html"' in section(row_id, "descends-from")
            assert f'href="{row_id}.html"' in section(above, "descendants")


def test_rival_figures_are_shown_on_each_others_pages() -> None:
    for table in alike.LIKENESS:
        for row_id in map(str, data.load(table).index):
            others = alike.rivals(row_id)
            for other in others:
                assert row_id in alike.rivals(other), (row_id, other)
            shown = section(row_id, "others")
            assert all(f'href="{other}.html"' in shown for other in others)


def test_rivals_share_what_their_table_says_and_nothing_descends_from_its_rival() -> None:
    for table, like in alike.LIKENESS.items():
        for row_id, row in data.load(table).iterrows():
            for other in alike.rivals(str(row_id)):
                that = data.row(other)
                for column in like.columns:
                    assert row[column] == that[column] or pd.isna(row[column]) is pd.isna(
                        that[column]
                    )
                assert like.when(row, that)
                assert other not in data.ids(row["derived_from"])


def test_a_part_of_a_sum_and_a_stage_of_a_count_are_no_rivals() -> None:
    assert "okinawa-marine-dead" not in alike.rivals("okinawa-us-dead")
    assert "us-all-cum-1944-10-19" not in alike.rivals("us-all-cum-1944-08-31")
    assert "okinawa-us-announced-nine-days" not in alike.rivals("okinawa-us-total")
    assert "kwantung-1945-08-09-personnel-713000" in alike.rivals(
        "kwantung-1945-08-09-personnel-713724"
    )


@pytest.mark.parametrize("figure_id", figures.registry())
def test_each_row_of_a_figure_leads_to_it_and_back(figure_id: str) -> None:
    (holder,) = holders(f"fig-{figure_id}")
    drawn = with_ids(holder)[f"fig-{figure_id}"].select(".plot-rows tbody a")
    listed = HREF.findall(section(f"fig-{figure_id}", "rows"))
    rows = [address for address in listed if "/" not in address]  # claims are read in chapters
    assert listed
    assert {f"{row_of(a)}.html" for a in drawn} >= set(rows)
    for address in rows:
        used = section(address.removesuffix(".html"), "used")
        assert f'href="fig-{figure_id}.html"' in used
    assert f"{holder}.html#fig-{figure_id}" in source(FOLDER / f"fig-{figure_id}.html")


@pytest.mark.parametrize("name", PAGES)
def test_every_number_in_prose_stands_on_its_rows_page_in_its_sentence(name: str) -> None:
    for link in page(name).select("a.datum[href]"):
        row_id = row_of(link)
        used = section(row_id, "used")
        assert f"../{name}.html#" in used, row_id
        assert " ".join(link.get_text().split()) in words(used), row_id


def test_no_mark_of_the_margin_runs_into_a_sentence() -> None:
    for path in FOLDER.glob("*.html"):
        for quoted in re.findall(r"<li>(.*?)</li>", source(path), re.DOTALL):
            assert not re.search(r"\wunchecked", words(quoted)), path.name


@pytest.mark.parametrize("row_id", data.load("treaties").index)
def test_an_instrument_leads_to_its_text_and_names_its_place(row_id: str) -> None:
    row, text = data.row(row_id), source(FOLDER / f"{row_id}.html")
    assert f'href="{html.escape(row["text_url"])}"' in text
    for place in data.ids(row["place"]):
        assert f'<a href="{place}.html">{html.escape(data.row(place)["name"])}</a>' in text


def test_every_claim_stands_on_the_pages_of_its_evidence() -> None:
    for claim_id, claim in data.load("claims").iterrows():
        for row_id in data.ids(claim["evidence"]):
            assert f'href="{claim_id}.html"' in section(row_id, "used")
        for reference in re.findall(r"\{([^{}]+)\}", claim["finding"]):
            assert claim_id in claims.resting_on()[reference.partition(".")[0]]


def test_every_recorded_change_stands_on_its_rows_page() -> None:
    for _, change in data.load("corrections").dropna(subset="row").iterrows():
        name = f"src-{change['row']}" if change["table"] == "sources" else change["row"]
        if name in NAMES:
            assert " ".join(change["why"].split()) in words(section(name, "history"))


def test_a_card_leads_to_its_rows_own_page() -> None:
    card = page("chapters/data-actual-losses").select_one("#okinawa-us-dead .row-id")
    assert card is not None
    assert card["href"] == "../d/okinawa-us-dead.html"


@pytest.mark.parametrize(
    ("text", "mark", "sentence"),
    [
        ("One fact. Two hold 5 men. Three.", "5", "Two hold 5 men."),
        ("See p. 5 of it. Next.", "5", "See p. 5 of it."),
        ("He said “No.” Then 5 came.", "5", "Then 5 came."),
        ("George C. Marshall gave 5 of them", "5", "George C. Marshall gave 5 of them"),
        ("About 1.5 million, or 5?  Yes.", "or", "About 1.5 million, or 5?"),
    ],
)
def test_a_sentence_is_cut_where_it_ends(text: str, mark: str, sentence: str) -> None:
    assert uses.sentence_around(text, text.index(mark)) == sentence


# --- removed rows --------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data.ROOT, tmp_path / "data"))


def bury(folder: Path, *cells: str) -> list[str]:
    stones = folder / "tombstones.csv"
    stones.write_text(f"row,table,removed,why,successor\n{','.join(cells)}\n", encoding="utf-8")
    return [str(problem) for problem in check(folder, tables=["tombstones"])]


def test_a_removed_id_is_never_used_again(folder: Path) -> None:
    (problem,) = bury(folder, "okinawa-us-dead", "actual_losses", "2026-11-21", "test", "")
    assert "data/actual_losses.csv" in problem
    assert '"okinawa-us-dead"' in problem
    assert "never used" in problem


def test_a_tombstone_names_a_table_and_rows_that_are_there(folder: Path) -> None:
    assert not bury(folder, "gone", "actual_losses", "2026-11-21", "test", "okinawa-us-dead")
    (problem,) = bury(folder, "gone", "losses", "2026-11-21", "test", "")
    assert "a table of the package" in problem
    (problem,) = bury(folder, "gone", "actual_losses", "2026-11-21", "test", "nobody")
    assert "there is no nobody" in problem


def test_a_removed_row_leaves_a_page_that_says_so() -> None:
    stone = pd.Series(
        {
            "row": "gone",
            "table": "actual_losses",
            "removed": pd.Timestamp("2026-11-21"),
            "why": "entered <twice>",
            "successor": "okinawa-us-dead",
        }
    )
    made = datum.tombstone_page(stone)
    shown = datum.from_here(made.sections[0].html)
    assert made.name == "gone"
    assert "21 November 2026" in shown
    assert "entered &lt;twice&gt;" in shown
    assert 'href="okinawa-us-dead.html"' in shown


# --- in a browser --------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_is_whole_on_a_phone(browser: Browser, script: bool, theme: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        java_script_enabled=script,
        color_scheme="dark" if theme == "dark" else "light",
    )
    view = context.new_page()
    asked: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    view.goto((FOLDER / "marshall-18-june-luzon.html").as_uri())
    assert view.locator("h1").is_visible()
    assert all(url.startswith("file:") for url in asked)
    if script:
        assert view.evaluate("document.documentElement.scrollWidth") <= 390
        paper = view.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == ("rgb(20, 24, 30)" if theme == "dark" else "rgb(255, 255, 255)")
    context.close()
