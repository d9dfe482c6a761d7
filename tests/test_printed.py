"""The PDF that ``make test`` has set: its bookmarks, figures, fonts, tags and metadata."""

import io
import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pikepdf
import pytest
from lxml import html
from playwright.sync_api import Browser

from companion import data, edition, figures
from companion.book import bound, paper, printed
from conftest import ROOT

BOOK = ROOT / "_build" / "august-1945.pdf"
LEAVES = ROOT / "_build" / "leaves"
LEAF = """<section id="one"><h1>{title}<a class="headerlink" href="#one">#</a></h1>
<p>He said so. <span class="source-note"><a href="sources.html#a">A 1945, 3</a></span> Then
<a href="second.html#two"><span class="std std-doc">more</span></a>, and
<a href="nowhere.html">no more</a>.</p><script>1</script>
<details><summary>Unfold</summary><p>Folded words.</p></details></section>"""


@pytest.fixture(scope="module")
def book() -> pikepdf.Pdf:
    assert BOOK.is_file(), f"{BOOK} is missing: run `make pdf`"
    return pikepdf.open(BOOK)


@lru_cache
def chapters() -> list[paper.Page]:
    return paper.chapters(LEAVES)


def small_book(folder: Path) -> Path:
    """Leaves of two short chapters."""
    (folder / "chapters").mkdir(parents=True)
    pages = [("start", "Start"), ("second", "The second")]
    for name, title in pages:
        text = LEAF.format(title=title).replace("one", "two" if name == "second" else "one")
        (folder / "chapters" / f"{name}.html").write_text(text)
    listed = [{"page": f"chapters/{name}", "title": title} for name, title in pages]
    parts = [{"part": "", "pages": listed[:1]}, {"part": "A part", "pages": listed[1:]}]
    (folder / "contents.json").write_text(json.dumps(parts))
    return folder


def outline(items: Any, depth: int = 1) -> list[tuple[int, str]]:
    return [
        line for item in items for line in ((depth, item.title), *outline(item.children, depth + 1))
    ]


def test_sources_become_notes_and_what_was_folded_stands_open(tmp_path: Path) -> None:
    first, second = paper.chapters(small_book(tmp_path))
    lost = paper.mend_links([first, second], printed.address)
    text = first.body.text_content()
    assert "He said so.1 Then" in " ".join(text.split())
    assert "Folded words" in text
    assert "Unfold" not in text
    assert first.body.find_class("notes")[0].text_content().startswith("NotesA 1945, 3.")
    assert not list(first.body.iter("script", "details"))
    assert [line for line in lost if "nowhere" in line]
    assert [a.get("href") for a in first.body.iter("a") if a.text_content() == "more"] == [
        "#second--two"
    ]


def test_bookmarks_lead_through_all_parts_and_chapters(book: pikepdf.Pdf) -> None:
    with book.open_outline() as found:
        lines = outline(found.root)
    titles = [" ".join(title.split()) for _, title in lines]
    for page in chapters():
        assert " ".join(paper.title_of(page).split()) in titles
    for part, _ in paper.parts(chapters()):
        assert not part or (1, part) in lines
    assert max(depth for depth, _ in lines) == bound.DEPTH


def described(book: pikepdf.Pdf) -> set[str]:
    return {
        str(thing["/Alt"])
        for thing in book.objects
        if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing
    }


def test_each_figure_stands_there_with_its_number_and_its_description(book: pikepdf.Pdf) -> None:
    said = described(book)
    numbers = []
    for page, name, words in paper.figures(chapters()):
        number, _, title = words.partition(". ")
        found = figures.registry()[name.removeprefix("fig-")]
        assert title == found.title.removesuffix(".").replace("'", "’"), page.name
        assert found.alt in said
        numbers.append(int(number.removeprefix("Figure ")))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 40


def test_every_font_is_embedded(book: pikepdf.Pdf) -> None:
    fonts = [
        thing
        for thing in book.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    for font in fonts:
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()), font.get("/FontName")


def test_it_is_tagged_and_says_its_language(book: pikepdf.Pdf) -> None:
    assert book.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in book.Root
    assert str(book.Root.Lang) == "en-GB"
    assert book.Root.ViewerPreferences.DisplayDocTitle


def test_no_path_of_a_machine_is_in_it(book: pikepdf.Pdf) -> None:
    for thing in book.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
            text = thing.unparse(resolved=False)
            assert b"file:" not in text
            assert str(ROOT).encode() not in text


def test_its_metadata_are_those_of_the_book(book: pikepdf.Pdf) -> None:
    record = edition.record()
    assert str(book.docinfo["/Title"]) == record["title"]
    with book.open_metadata(set_pikepdf_as_editor=False) as meta:
        assert meta["dc:title"] == record["title"]
        assert str(record["version"]) in meta["xmp:CreatorTool"]
        assert meta["dc:creator"] == [author["name"] for author in record["authors"]]


def test_it_is_a_book_that_one_can_hold(book: pikepdf.Pdf) -> None:
    assert 100 < len(book.pages) < 500
    sizes = {tuple(float(side) for side in page.mediabox) for page in book.pages}
    [(_, _, width, height)] = sizes
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (178, 254)


def test_its_pages_are_numbered_from_the_first_chapter(book: pikepdf.Pdf) -> None:
    labels = [str(page.label) for page in book.pages]
    assert labels[0] == "i"
    first = labels.index("1")
    assert labels[first:] == [str(n) for n in range(1, len(labels) - first + 1)]


def test_nothing_stands_beyond_its_column(browser: Browser) -> None:
    """Measured on the long page in the width of the paper's column."""
    view = browser.new_page(viewport={"width": printed.COLUMN, "height": 800})
    view.emulate_media(media="print")
    view.goto((LEAVES / "book.html").as_uri(), timeout=printed.PATIENCE)
    beyond = view.evaluate(
        """() => [...document.querySelectorAll("table, figure img, pre, h1, h2, h3, p")]
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.textContent.trim().slice(0, 60) || e.src)"""
    )
    view.close()
    assert beyond == []


def test_the_head_of_a_card_never_stands_alone_at_the_foot(browser: Browser) -> None:
    line = "<div><dt>Kind</dt><dd>treaty; obligation</dd></div>"
    cards = "".join(
        f"<section class=fact-card><h5>Treaty {n}</h5><dl>{line * (3 + n % 9)}</dl></section>"
        for n in range(120)
    )
    page = browser.new_page()
    page.set_content(f"<style>{printed.STYLE.read_text(encoding='utf-8')}</style>{cards}")
    made = page.pdf(prefer_css_page_size=True, tagged=True, outline=True)
    page.close()
    with pikepdf.open(io.BytesIO(made)) as found, found.open_outline() as heads:
        places = [head.destination for head in heads.root]
    tops = [float(place[3]) for place in places if isinstance(place, pikepdf.Array)]
    assert len(tops) == 120
    bottom = 72 * 18 / 25.4  # the margin of a page, in points
    assert min(tops) > bottom + 24, "a head and one line"


def test_the_same_leaves_give_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "764380800")
    folder, made = small_book(tmp_path / "leaves"), []
    for name in ("one.pdf", "two.pdf"):
        found = printed.write_with(browser, folder, tmp_path / name)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    assert found.of("second") == found.total
    with pikepdf.open(tmp_path / "one.pdf") as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:19940323000000+00'00'"


def test_running_heads_are_silent_where_a_chapter_opens() -> None:
    pages = [
        paper.Page("start", "The book", "", None),
        paper.Page("second", "A “long” title", "A part", None),
    ]
    found = printed.Setting({"start": 4, "part-1": 5, "second": 6}, 8)
    heads, top, foot = printed.heads(pages, found).splitlines()
    symbols = [line.split("symbols: ")[1].split('" "') for line in (heads, top, foot)]
    assert [len(each) for each in symbols] == [8, 8, 8]
    assert "A part" in symbols[0][7]
    assert "A “long” title" in symbols[0][6]
    assert symbols[1][6:] == ["4", "5\"; suffix: ''; }"]
    assert symbols[2][5] == "3"
    assert symbols[0][5] == "\u200b"


def test_all_rows_of_the_tables_are_in_the_appendix() -> None:
    listed = {str(i) for page in chapters() if page.appendix for i in page.body.xpath("//@id")}
    for table in data.evidence_tables():
        assert set(map(str, data.load(table).index)) <= listed


def test_it_wants_no_more_than_is_there() -> None:
    """The stylesheets of the fonts are those that the package manager brings, or none is asked."""
    sheets = printed.document(html.fragment_fromstring("<p>x</p>"), "")
    for line in sheets.split('href="')[1:]:
        path = url2pathname(urlsplit(line.partition('"')[0]).path)
        assert Path(path).is_file()
