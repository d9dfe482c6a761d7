"""The PDF that ``make test`` has set: its bookmarks, figures, fonts, tags and metadata."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from urllib.request import url2pathname

import pandas as pd
import pikepdf
import pytest
from lxml import html
from playwright.sync_api import Browser

from companion import data, edition, figures, selection
from companion.book import bound, paper, printed
from companion.text import typeset
from conftest import ROOT

BOOK = ROOT / "_build" / "august-1945.pdf"
LEAVES = ROOT / "_build" / "leaves"
LEAF = """<section id="one"><h1>{title}<a class="headerlink" href="#one">#</a></h1>
<p>He said so. <span class="source-note"><a href="sources.html#a">A 1945, 3</a></span> Then
<a href="second.html#two"><span class="std std-doc">more</span></a>, and
<a href="nowhere.html">no more</a>.</p><script>1</script>
<details><summary>Unfold</summary><p>Folded words.</p></details></section>"""


# `make test` sets the book where npm brings Vivliostyle
needs_press = pytest.mark.skipif(not printed.PRESS.is_file(), reason=printed.MISSING)


@pytest.fixture(scope="module")
def book() -> pikepdf.Pdf:
    if not printed.PRESS.is_file():
        pytest.skip(printed.MISSING)
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
        "second.html#second--two"
    ]


NUMBERS = pd.DataFrame({"men": [1.0, float("nan")], "who": ["USSR", "Japan"]}, index=["a", "b"])


@pytest.mark.parametrize(
    ("frame", "heads"),
    [
        (NUMBERS, ["", "men", "who"]),
        (NUMBERS.rename_axis("id"), ["id", "men", "who"]),
        (NUMBERS.rename_axis(columns="side"), ["side", "men", "who"]),
        (NUMBERS.rename_axis("id").rename_axis(columns="side"), ["id", "men", "who"]),
        (
            NUMBERS.set_index([["x", "y"], ["z", "z"]]).rename_axis(["a", "b"]),
            ["a", "b", "men", "who"],
        ),
        (NUMBERS.iloc[:0], ["", "men", "who"]),
    ],
)
def test_a_table_of_pandas_has_one_line_of_heads(
    tmp_path: Path, frame: pd.DataFrame, heads: list[str]
) -> None:
    folder = small_book(tmp_path)
    (folder / "chapters" / "start.html").write_text(frame.to_html(notebook=True))
    [table] = paper.chapters(folder)[0].body.iter("table")
    [line] = table.findall("thead/tr")
    assert [cell.text or "" for cell in line] == heads
    for row in table.findall("tbody/tr"):
        cells = {head: cell for head, cell in zip(heads, row, strict=True) if cell.tag == "td"}
        assert cells["who"].get("class") == "words"
        assert cells.get("men", row).get("class") is None
        assert "NaN" not in row.text_content()


def test_no_table_of_pandas_cuts_its_words() -> None:
    frames = [t for page in chapters() for t in page.body.find_class("dataframe")]
    assert len(frames) > 40
    assert not [t.text_content() for t in frames if re.search(r"\.\.\.$", t.text_content(), re.M)]


def test_words_are_set_as_a_printer_sets_them_but_names_and_code_are_not() -> None:
    prose = "//text()[not(ancestor::code or ancestor::pre or ancestor::table[@class='dataframe'])]"
    typed = [
        words
        for page in chapters()
        for words in page.body.xpath(f".{prose}")
        if re.search(r"['\"]|p\. \d+-\d", words) and "://" not in words
    ]
    assert not typed
    names = [node.text for page in chapters() for node in page.body.find_class("row-id")]
    assert any(re.search(r"\d-\d", name or "") for name in names)
    assert any('"' in node.text_content() for page in chapters() for node in page.body.iter("pre"))


@pytest.mark.parametrize(
    ("href", "words", "shown"),
    [
        ("https://a.org/x_y/z.htm", "Z", " <a|.org/|x|_y/|z|.htm>"),
        ("https://a.org/x/z.htm", "https://a.org/x/z.htm", "https://|a|.org/|x/|z|.htm"),
        ("https://a.org/D%C3%A9cl%20%E6%97%A5", "D", " <a|.org/|Décl|%20|%E6|%97|%A5>"),
    ],
)
def test_an_address_is_divided_at_its_signs(
    href: str, words: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printed, "_drawn", frozenset)
    body = html.fromstring(f'<div><p><a href="{href}">{words}</a>.</p></div>')
    printed._print_addresses(body)
    for division in body.iter("wbr"):
        division.text = "|"
    assert body.text_content() == ("" if words == href else words) + shown + "."


def test_letters_of_an_address_are_printed_where_a_font_draws_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "@fontsource" / "shippori-mincho" / "400.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("@font-face { unicode-range: U+65e5,U+672c-672d,U+ff08-ff09,U+3000; }")
    monkeypatch.setattr(printed, "NODE_MODULES", tmp_path)
    monkeypatch.setattr(printed, "_drawn", printed._drawn.__wrapped__)  # without what it remembers
    for text, shown in {
        "日本": "日本",
        "（日）": "（日）",
        "日战": "%E6%97%A5%E6%88%98",
        "日\u3000本": "%E6%97%A5%E3%80%80%E6%9C%AC",
        "Дом–2": "Дом–2",
    }.items():
        assert printed._readable(f"https://a.org/{quote(text)}") == f"https://a.org/{shown}"


@pytest.mark.parametrize("found", [s for s in selection.registry().values() if s.day])
def test_a_day_is_told_in_lists_where_it_is_set(found: selection.Selection) -> None:
    assert found.day
    told = found.tell(found.day.default)
    told_in = [
        [" ".join(item.text_content().split()) for item in place.iter("li")]
        for page in chapters()
        for place in page.body.xpath(f"//*[@id='controls-{found.id}']")
    ]
    items = [words for _, rows in told.groups for _, words in rows]
    changes = [words for _, words in told.changes]
    assert told_in == [list(map(typeset, items + changes))]


def test_no_figure_stands_between_a_heading_and_its_text() -> None:
    for page in printed.prepared(LEAVES):
        for heading in page.body.iter("h2", "h3", "h4"):
            block = heading.getnext()
            if block is not None and block.find_class("companion-figure"):
                assert block.getnext() is None or block.getnext().tag != "p", heading.text


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("<p>These three:</p><ul><li>a</li></ul>", True),
        ("<p><strong>Four armies.</strong></p><!-- 4 --><ol><li>a</li></ol>", True),
        ("<p><strong>Four</strong> armies.</p><ul><li>a</li></ul>", False),
        ("<p>These three:</p><p>One.</p>", False),
        ("<p>These three:</p>", False),
    ],
)
def test_a_line_that_announces_a_list_stays_with_it(text: str, held: bool) -> None:
    body = html.fragment_fromstring(f"<div>{text}</div>")
    printed._hold_lead_ins(body)
    assert [node.tag for node in body.find_class("lead-in")] == ["p"] * held


def test_a_data_frame_of_few_rows_is_not_parted(tmp_path: Path, browser: Browser) -> None:
    frames = "".join(
        f'<table class="dataframe"><tbody>{"<tr><td>1</td></tr>" * rows}</tbody></table>'
        for rows in (3, 30)
    )
    (tmp_path / "frames.html").write_text(f"<!DOCTYPE html><body>{frames}")
    tab = printed.desk(browser)
    tab.goto(printed.served(tmp_path / "frames.html"))
    tab.evaluate(printed._FIT)
    marked = tab.evaluate("[...document.querySelectorAll('.short')].map(one => one.rows.length)")
    tab.close()
    assert marked == [3]


def test_a_cell_names_few_sources_on_paper() -> None:
    cut = [
        more.text_content()
        for page in printed.prepared(LEAVES)
        for more in page.body.xpath("//td//*[@class='more-sources']")
        if not list(more.iter("a"))
    ]
    assert cut
    assert all(re.fullmatch(r"; and \d+ more", words) for words in cut)
    assert min(int(words.split()[-2]) for words in cut) > printed.SOURCES


def test_bookmarks_lead_through_all_parts_and_chapters(book: pikepdf.Pdf) -> None:
    with book.open_outline() as found:
        lines = outline(found.root)
    titles = [" ".join(title.split()) for _, title in lines]
    for page in chapters():
        assert " ".join(paper.title_of(page).removesuffix(printed.LISTED).split()) in titles
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


def test_every_sign_has_its_glyph(book: pikepdf.Pdf) -> None:
    """Glyph 0 is the box that stands for a sign which no font has."""
    boxes, signs = set(), 0
    for number, sheet in enumerate(book.pages, start=1):
        for shown in re.findall(rb"<([0-9A-F]{4,})> Tj", sheet.Contents.read_bytes()):
            glyphs = [shown[place : place + 4] for place in range(0, len(shown), 4)]
            signs += len(glyphs)
            if b"0000" in glyphs:
                boxes.add(number)
    assert signs > 100_000
    assert not boxes


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
            assert printed.HOST.encode() not in text
            assert str(ROOT).encode() not in text


def test_its_metadata_are_those_of_the_book(book: pikepdf.Pdf) -> None:
    record = edition.record()
    assert str(book.docinfo["/Title"]) == record["title"]
    with book.open_metadata(set_pikepdf_as_editor=False) as meta:
        assert meta["dc:title"] == record["title"]
        assert str(record["version"]) in meta["xmp:CreatorTool"]
        assert meta["dc:creator"] == [author["name"] for author in record["authors"]]


def test_it_is_a_book_that_one_can_hold(book: pikepdf.Pdf) -> None:
    assert 100 < len(book.pages) < 600
    sizes = {tuple(float(side) for side in page.mediabox) for page in book.pages}
    [(_, _, width, height)] = sizes
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (178, 254)


def test_its_pages_are_numbered_from_the_first_chapter(book: pikepdf.Pdf) -> None:
    labels = [str(page.label) for page in book.pages]
    assert labels[0] == "i"
    first, _ = destinations(book)["start"]
    assert first % 2 == 0, "a right-hand page, as the first of the book"
    assert labels[first:] == [str(n) for n in range(1, len(labels) - first + 1)]


def destinations(book: pikepdf.Pdf) -> dict[str, tuple[int, float]]:
    """The page, counted from 0, and the height in points of each place that is linked to."""
    numbers: dict[Any, int] = {page.objgen: n for n, page in enumerate(book.pages)}
    return {
        str(name).removeprefix("/"): (numbers[place[0].objgen], float(place[3]))
        for name, place in book.Root.get("/Dests", {}).items()
    }


def links(book: pikepdf.Pdf) -> list[tuple[int, str]]:
    """Each link within the book: the page on which it stands, and the place that it leads to."""
    return [
        (number, str(note["/Dest"]).removeprefix("/"))
        for number, page in enumerate(book.pages)
        for note in page.get("/Annots", [])
        if "/Dest" in note
    ]


def test_every_note_stands_at_the_foot_of_the_page_that_calls_it(book: pikepdf.Pdf) -> None:
    """Or goes on from there, where the page was full: then it is on the next."""
    where = destinations(book)
    calls = {to: number for number, to in links(book) if re.search(r"--note-\d+$", to)}
    wanted = {
        f"{page.name}--{note.get('id')}"
        for page in chapters()
        for note in page.body.find_class("note")
    }
    assert set(calls) == wanted
    late = [name for name, number in calls.items() if where[name][0] != number]
    assert all(where[name][0] == calls[name] + 1 for name in late)
    assert len(late) <= len(calls) / 10
    assert all(where[name][1] < 400 for name in wanted if name not in late), "the lower half"


def test_every_link_within_the_book_leads_somewhere(book: pikepdf.Pdf) -> None:
    where = destinations(book)
    found = {
        href.partition("#")[2]
        for file in (LEAVES / printed.SHEETS).glob("*.html")
        for href in html.fromstring(file.read_text(encoding="utf-8")).xpath("//a/@href")
        if not href.startswith("http")
    }
    assert {page.name for page in chapters()} < found <= set(where)


@needs_press
def test_nothing_stands_beyond_its_column(browser: Browser) -> None:
    """Measured on the documents in the width of the paper's column."""
    tab, beyond = printed.desk(browser), {}
    files = [file for file in (LEAVES / printed.SHEETS).glob("*.html") if file.stem != "press"]
    assert {file.stem for file in files} >= {"front", "start", "tables"}
    for file in files:
        tab.goto(printed.served(file))
        beyond[file.stem] = tab.evaluate(
            """() => [...document.querySelectorAll("table, figure img, pre, h1, h2, h3, p")]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
            .map(e => e.textContent.trim().slice(0, 60) || e.src)"""
        )
    tab.close()
    assert not any(beyond.values()), beyond


@needs_press
def test_the_head_of_a_card_never_stands_alone_at_the_foot(
    tmp_path: Path, browser: Browser
) -> None:
    card = "<section class=fact-card><h4 id=c{0}>Treaty {0}</h4><dl>{1}</dl></section>"
    line = "<div><dt>Kind</dt><dd>treaty; obligation</dd></div>"
    cards = "".join(card.format(n, line * (3 + n % 9)) for n in range(120))
    listed = "".join(f"<a href='#c{n}'>{n}</a> " for n in range(120))
    folder = small_book(tmp_path)
    (folder / "chapters" / "second.html").write_text(f"<h1>Cards</h1><p>{listed}</p>{cards}")
    printed.write_with(browser, folder, tmp_path / "cards.pdf")
    with pikepdf.open(tmp_path / "cards.pdf") as found:
        tops = [top for name, (_, top) in destinations(found).items() if "--c" in name]
    assert len(tops) == 120
    bottom = 72 * 18 / 25.4  # the margin of a page, in points
    assert min(tops) > bottom + 24, "a head and one line"


@needs_press
def test_what_goes_on_overleaf_keeps_its_column(tmp_path: Path, browser: Browser) -> None:
    items = "<li>From one day to another: a state.</li>" * 90
    card = f"<section class=fact-card><dl><div><dt>Control</dt><dd><ul>{items}</ul></dd></div></dl>"
    folder = small_book(tmp_path)
    (folder / "chapters" / "second.html").write_text(f"<h1>Card</h1>{card}</section>")
    tab = printed.desk(browser)
    printed.compose(tab, folder)
    tab.emulate_media(media="print")
    found = tab.evaluate(
        """() => {
          const left = (part) => Math.round(part.getBoundingClientRect().left);
          return [...document.querySelectorAll(".fact-card dd")]
            .map((part) => left(part) - left(part.closest("section")));
        }"""
    )
    tab.close()
    assert len(found) > 1, "on more than one page"
    assert set(found) == {max(found)}
    assert max(found) > 100


@needs_press
def test_the_same_leaves_give_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "764380800")
    folder, made = small_book(tmp_path / "leaves"), []
    leaf = folder / "chapters" / "second.html"
    table = "<table><tr><th>Year</th></tr><tr><td>1945</td></tr></table>"
    leaf.write_text(leaf.read_text() + table)
    for name in ("one.pdf", "two.pdf"):
        total = printed.write_with(browser, folder, tmp_path / name)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    with pikepdf.open(tmp_path / "one.pdf") as pdf:
        assert len(pdf.pages) == total
        assert destinations(pdf)["second"][0] == total - 1
        assert str(pdf.docinfo["/CreationDate"]) == "D:19940323000000+00'00'"


@pytest.mark.parametrize("before", [0, 2551])
def test_cells_are_counted_whatever_chromium_did_before(before: int) -> None:
    pdf = pikepdf.new()
    first, second = (f"node{before + number:08}" for number in (7, 9))
    head = pdf.make_indirect(pikepdf.Dictionary(ID=pikepdf.String(second)))
    told = pikepdf.Array([pikepdf.Dictionary(Headers=pikepdf.Array([pikepdf.String(first)]))])
    cell = pdf.make_indirect(pikepdf.Dictionary(A=told, P=head, T=pikepdf.String("node of a net")))
    pdf.Root.Cells = pikepdf.Array([head, cell])
    bound._count_cells(pdf)
    assert str(head.ID) == "node00000002"
    assert str(cell.A[0].Headers[0]) == "node00000001"
    assert str(cell.T) == "node of a net"


@needs_press
def test_pages_have_heads_numbers_and_notes(tmp_path: Path, browser: Browser) -> None:
    folder = small_book(tmp_path)
    leaf = folder / "chapters" / "second.html"
    leaf.write_text(leaf.read_text() + "<p>On and on.</p>" * 90)
    tab = printed.desk(browser)
    printed.compose(tab, folder)
    found = tab.evaluate(
        """() => [...document.querySelectorAll("[data-vivliostyle-page-container]")]
        .map(page => page.textContent.replace(/\\s+/g, " ").trim())"""
    )
    tab.close()
    title, imprint, contents, figures, tables, empty, start, part, second, *rest = found
    assert not any(re.search(r"[ivx]+$", page) for page in (title, imprint))
    assert [figures[-2:], tables[-2:], empty] == ["iv", ".v", ""]
    assert re.search(r"About this book1I\. A partThe second3iii$", contents)
    assert start.startswith("About this book")
    assert "more (p. 3)" in start
    assert re.search(r"1A 1945, 3\. ?1$", start), "the note, then the page's number"
    assert part == "Part IA partThe second"
    assert second.startswith("The second")
    assert second.endswith("A 1945, 3. 3"), "a chapter opens without a head"
    assert rest[0].endswith("4 A part")
    assert rest[1].endswith("The second 5")


@needs_press
def test_the_first_chapter_opens_on_a_right_hand_page(tmp_path: Path, browser: Browser) -> None:
    total = printed.write_with(browser, small_book(tmp_path), tmp_path / "book.pdf")
    with pikepdf.open(tmp_path / "book.pdf") as found:
        assert destinations(found)["start"][0] == 6  # after five pages and an empty one
        assert len(found.pages) == total == 9
        assert [str(page.label) for page in found.pages][5:7] == ["vi", "1"]


DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{high}">
<g class="xaxislayer-above"><text x="9" y="{scale}">1945</text></g>{rows}</svg>"""


@needs_press
@pytest.mark.parametrize("rows", [40, 100, 160])
def test_a_tall_figure_goes_on_over_pages_with_its_scale(
    tmp_path: Path, browser: Browser, rows: int
) -> None:
    """Rows of 18 pixels, every tenth a heading: no plate cuts a row, none ends with a heading."""
    words = [
        "<tspan style='font-weight:bold'>H</tspan>" if n % 10 == 0 else "r" for n in range(rows)
    ]
    lines = "".join(f'<text x="9" y="{18 * n + 14}">{w}{n}</text>' for n, w in enumerate(words))
    lines = re.sub(r"</tspan>(\d+)", r"\1</tspan>", lines)
    high = 18 * rows + 40
    (tmp_path / "tall.svg").write_text(DRAWN.format(high=high, scale=high - 12, rows=lines))
    caption = '<figcaption><span class="caption-number">Figure 1 </span>Tall.</figcaption>'
    picture = f'<figure class="companion-figure" id="f"><img alt="Words." src="tall.svg">{caption}'
    (tmp_path / "tall.html").write_text(f"<!DOCTYPE html><body>{picture}")
    tab = printed.desk(browser)
    tab.goto(printed.served(tmp_path / "tall.html"))
    tab.evaluate(printed.CUT.read_text(encoding="utf-8"), printed.PLATE)
    parts = tab.evaluate("[...document.querySelectorAll('figcaption')].map(c => c.textContent)")
    named = tab.evaluate("[...document.querySelectorAll('figure')].map(f => f.id)")
    plates = tab.evaluate("[...document.images].map(i => [i.src, i.alt])")
    tab.close()
    if rows == 40:
        assert [alt for _, alt in plates] == ["Words."]
        assert plates[0][0].endswith("tall.svg"), "one page holds it"
        return
    assert len(plates) == -(-rows // 55)
    assert [alt for _, alt in plates] == ["Words.", *[""] * (len(plates) - 1)]
    said = [f"Figure 1, part {n + 1} of {len(plates)}" for n in range(len(plates) - 1)]
    assert parts == [*said, "Figure 1 Tall."]
    assert named == ["f", *[""] * (len(plates) - 1)], "links lead to the first"
    ends = [0.0]
    for address, _ in plates:
        drawing = html.fromstring(unquote(address).partition(",")[2])
        parts = drawing.xpath("./*[local-name()='svg']")
        views = [[float(number) for number in part.get("viewbox").split()] for part in parts]
        assert views[0][1] == ends[-1], "it goes on where the last one ended"
        ends.append(views[0][1] + views[0][3])
        assert float(drawing.get("height")) <= printed.PLATE[0] * 760 + 1
        assert any(top < high - 12 < top + tall for _, top, _, tall in views), "the scale"
        above, goes_on = (views[0][1] - 14) / 180, len(ends) > 2 and (views[0][1] + 4) // 18 % 10
        heads = [view for view in views[1:] if view[1] < 180 * int(above) + 14 < view[1] + view[3]]
        assert len(heads) == bool(goes_on), "the heading under which it goes on"
    assert ends[-1] == high
    for end in ends[1:-1]:
        above = int((end - 4) // 18)
        assert 18 * above + 15 < end < 18 * (above + 1) + 8, "between two rows"
        assert above % 10, "no heading at the foot"


HATCHED = """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><defs>
<pattern id="p" width="8px" height="8px" patternUnits="userSpaceOnUse"
patternTransform="scale(0.5)">
<rect width="8px" height="8px" fill="rgb(255, 255, 255)"/>
<path d="M-2,2l4,-4M0,8L8,0M6,10l4,-4" stroke="rgb(9, 9, 9)" stroke-width="1px"/></pattern></defs>
<path id="s" transform="translate(10,0)" d="M0,0L8,0L8,8L0,8Z" style="fill: url('#p')"/></svg>"""


def test_hatching_is_printed_as_lines(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "hatched.svg").write_text(HATCHED)
    (tmp_path / "one.html").write_text("<!DOCTYPE html><figure><img src='hatched.svg'></figure>")
    tab = printed.desk(browser)
    tab.goto(printed.served(tmp_path / "one.html"))
    tab.evaluate(printed.HATCH.read_text(encoding="utf-8"))
    drawn = html.fromstring(unquote(tab.evaluate("document.images[0].src")).partition(",")[2])
    tab.close()
    [shape] = drawn.xpath(".//*[@id='s']")
    assert shape.get("style") == "fill: none;"
    [clip] = [node for node in drawn.iter() if node.tag.lower() == "clippath"]
    hatching = clip.getnext()
    assert hatching.get("clip-path") == f"url(#{clip.get('id')})"
    assert hatching.get("transform") == "translate(10,0)"
    assert clip[0].get("d") == "M0,0L8,0L8,8L0,8Z"
    assert hatching[1].get("transform") == "scale(0.5)"
    tiles = re.findall(r"M([-\d.]+),([-\d.]+)L([-\d.]+),([-\d.]+)", hatching[1].get("d"))
    diagonals = {tuple(map(float, tile)) for tile in tiles}
    assert diagonals == {(x, y + 8, x + 8, y) for x in (0.0, 8.0) for y in (0.0, 8.0)}


@needs_press
def test_on_paper_a_figure_stands_at_the_head_of_a_page(tmp_path: Path, browser: Browser) -> None:
    """The text goes on below the last lines before it, and leaves no page half empty."""
    folder = small_book(tmp_path)
    high = '<svg xmlns="http://www.w3.org/2000/svg" width="760" height="800"/>'
    (folder / "chapters" / "high.svg").write_text(high)
    caption = '<figcaption><span class="caption-number">Figure 1 </span><strong>High.</strong>'
    picture = '<img alt="" src="../chapters/high.svg">'
    figure = f'<figure class="companion-figure" id="fig-high">{picture}{caption}</figcaption>'
    text = f"<h1>Text</h1>{'<p>Before it.</p>' * 20}{figure}</figure>{'<p>After it.</p>' * 40}"
    (folder / "chapters" / "second.html").write_text(text)
    tab = printed.desk(browser)
    printed.compose(tab, folder)
    found = tab.evaluate(
        """() => [...document.querySelectorAll("[data-vivliostyle-page-container]")]
        .map(page => [page.textContent, page.querySelectorAll("img[src*=high]").length])"""
    )
    tab.close()
    first = next(n for n, (text, _) in enumerate(found) if "Before it." in text)
    assert "After it." in found[first][0]
    assert [pictures for _, pictures in found[first : first + 2]] == [0, 1]
    assert "After it." in found[first + 1][0]


@needs_press
def test_where_a_figure_waits_the_text_goes_on(tmp_path: Path, browser: Browser) -> None:
    """A page begins in the cell of two figures and holds the first alone."""
    folder = small_book(tmp_path)
    high = '<svg xmlns="http://www.w3.org/2000/svg" width="760" height="800"/>'
    (folder / "chapters" / "high.svg").write_text(high)
    caption = '<figcaption><span class="caption-number">Figure {0} </span><strong>High.</strong>'
    figure = '<figure class="companion-figure" id="fig-{0}"><img alt="" src="../chapters/high.svg">'
    figures = "".join(f"{figure}{caption}</figcaption></figure>".format(n) for n in (1, 2))
    told = f"{'<p>Before it.</p>' * 20}<div>{'<p>Told.</p>' * 12}{figures}</div>"
    noted = 'Noted.<span class="source-note"><a href="sources.html#a">A 1945, 3</a></span>'
    text = f"<h1>Text</h1><p>{noted}</p>{told}<p>{noted}</p>{'<p>After it.</p>' * 60}"
    (folder / "chapters" / "second.html").write_text(f"<section>{text}</section>")
    tab = printed.desk(browser)
    printed.compose(tab, folder)
    found = tab.evaluate(
        """() => [...document.querySelectorAll("[data-vivliostyle-page-container]")]
        .map(page => [page.textContent, page.querySelectorAll("img[src*=high]").length])"""
    )
    tab.close()
    first = next(n for n, (text, _) in enumerate(found) if "Told." in text)
    assert [pictures for _, pictures in found[first : first + 3]] == [0, 1, 1]
    assert all("Told." in text for text, _ in found[first : first + 2])
    assert all("After it." in text for text, _ in found[first + 1 : first + 3])


AREA = "data-vivliostyle-page-container style='position: relative; height: 960px'"
PAGES = f"""<style>* {{ margin: 0 }}</style>
<div {AREA}><div data-vivliostyle-page-area-container><div>
<p style="height: 740px" id="c--p">One.<a id="c--call-1" role="doc-noteref" href="#c--note-1">1</a>
</p><p>Two.<a id="c--call-2" role="doc-noteref" href="#c--note-2">2</a>
<a id="c--call-3" role="doc-noteref" href="#c--note-3">3</a></p></div>
<div><figure class="companion-figure" id="c--f"></figure></div>
<div><aside style="position: absolute; top: 900px" id="c--note-1"></aside></div></div></div>
<div {AREA}><div data-vivliostyle-page-area-container><div>
<p data-begins="c--call-9">Four.</p></div>
<div style="position: absolute; bottom: 0"><aside id="c--note-2"></aside>
<aside id="c--note-3"></aside></div></div></div>
<div {AREA}><div data-vivliostyle-page-area-container><div>
<p data-begins="c--call-10">Five.</p></div></div></div>"""
SHEET = """<section><div><figure class="companion-figure" id="c--f"></figure></div>
<p>One.<a id="c--call-1">1</a></p><h2>Head</h2><p{}>Two.<a id="c--call-2">2</a></p><p>Three.</p>
<p data-begins="c--call-10" style="break-before: page;">Five.</p></section>"""
TWO = ["c--call-2", "Two.2", ["c--f"]]


def test_calls_whose_notes_stand_overleaf_are_found_with_what_begins_a_page_too_late(
    tmp_path: Path, browser: Browser
) -> None:
    tab = printed.desk(browser)
    (tmp_path / "pages.html").write_text(f"<!DOCTYPE html><body>{PAGES}")
    tab.goto(printed.served(tmp_path / "pages.html"))
    late, begun, count, shown = tab.evaluate(printed._LATE, [printed.HELD, printed.EMPTY])
    assert [[name, " ".join(words.split()), figures] for name, words, figures in late] == [
        ["c--call-2", "Two.2 3", ["c--f"]]
    ], "the first of the page"
    assert begun == ["c--call-10"], "the page before it is all but empty"
    assert [count, shown] == [3, 1]
    tab.evaluate("document.getElementById('c--p').style.height = '300px'")
    late, *_ = tab.evaluate(printed._LATE, [printed.HELD, printed.EMPTY])
    tab.close()
    assert not late, "much of the page would be left empty"


@pytest.mark.parametrize(
    ("attributes", "late", "begun", "begins", "order"),
    [
        ("", [TWO], [], ["Head", "Five."], "div p h2 p p p"),
        ("", [["c--call-2", "wo.2", []]], [], [], ""),  # its paragraph began a page before
        ("", [], ["c--call-10"], [], "div p h2 p p p"),
        ("", [["c--call-1", "One.1", ["c--f"]]], ["c--call-10"], ["One.1"], "div p h2 p p p"),
        ("head", [TWO], [], ["Five."], "p h2 p div p p"),  # the figure makes room
        ("head", [["c--call-2", "Two.2", []]], [], [], ""),
        ("", [], [], [], ""),
    ],
)
def test_a_paragraph_whose_note_would_stand_overleaf_begins_the_next_page(
    tmp_path: Path,
    browser: Browser,
    attributes: str,
    late: list[Any],
    begun: list[str],
    begins: list[str],
    order: str,
) -> None:
    text = SHEET.format("")
    if attributes:
        text = text.replace("<h2>", '<h2 data-begins="c--call-2" style="break-before: page;">')
    (tmp_path / "sheet.html").write_text(f"<!DOCTYPE html><body>{text}")
    tab = printed.desk(browser)
    sheet = printed.served(tmp_path / "sheet.html")
    tab.goto(sheet)
    better = tab.evaluate(printed._PUT_LATER, [sheet, late, begun, printed.HELD])
    tab.close()
    if not order:
        assert not better
        return
    section = next(html.document_fromstring(better).iter("section"))
    assert [node.tag for node in section] == order.split()
    marked = [node for node in section if node.get("data-begins")]
    assert [node.text_content() for node in marked] == begins
    assert marked == [node for node in section if node.get("style") == "break-before: page;"]


@pytest.mark.parametrize(
    ("settings", "kept"),
    [
        ([(2, 5), (1, 5), (0, 5)], 2),
        ([(2, 5), (2, 5), (2, 5), (1, 5), (3, 5)], 3),
        ([(2, 5), (1, 4), (1, 5), (1, 5), (1, 5)], 2),  # one has lost a figure
        ([(1, 5)] * 9, 0),
        ([(9 - n, 5) for n in range(9)], printed.TRIES - 1),
    ],
)
def test_the_setting_with_the_fewest_strayed_notes_and_all_figures_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: list[tuple[int, int]], kept: int
) -> None:
    monkeypatch.setattr(printed, "PRESS", tmp_path / "vivliostyle.js")
    printed.PRESS.touch()

    class Tab:
        turn = -1

        def goto(self, _: str) -> None:
            self.turn += 1

        def evaluate(self, code: str, *_: Any) -> Any:
            late, figures = settings[self.turn]
            return {
                printed._PRESS: [],
                printed._TAKE: [f"page of {self.turn}"],
                printed._LATE: [["note"] * late, [], late, figures],
                printed._PUT_LATER: "better" if late else "",
            }[code]

    assert printed._set(Tab(), tmp_path, "c", 1) == [f"page of {kept}"]  # type: ignore[arg-type]


def test_what_is_not_printed_is_said_where_it_would_stand() -> None:
    pages = {page.name: page for page in printed.prepared(LEAVES)}
    [said] = pages["codebook"].body.xpath("//p[contains(., 'corrections are listed')]")
    assert len(data.load("corrections")) == int(
        re.findall(r"[\d,]+", said.text)[0].replace(",", "")
    )
    [counted] = pages["changes"].body.xpath("//div[@aria-label='Corrections by table']")
    assert sum(1 for _ in counted.iter("tr")) > 5
    for page in pages.values():
        if page.appendix:
            assert not page.title.endswith(printed.LISTED)
            assert page.body.find_class("rows-elsewhere")


def test_a_mention_of_a_claim_says_its_page() -> None:
    told = [
        mark.getnext().text
        for page in printed.prepared(LEAVES)
        for mark in page.body.find_class("claim-link")
        if not any(above.tag in {"td", "th", "figcaption"} for above in mark.iterancestors())
    ]
    assert len(told) > 50
    page = f"p.\u00a0{printed.OPEN}"
    assert set(told) == {f", {page}", f" ({page})", f" ({page})."}


def test_a_page_within_brackets_has_none_of_its_own() -> None:
    said = [
        mark.getparent().text_content()
        for page in printed.prepared(LEAVES)
        for mark in page.body.find_class("at")
    ]
    assert any(", p.\u00a0" in words for words in said)
    nested = re.compile(r"\([^()]*\(p\.\u00a0")
    assert not [words for words in said if nested.search(words)]


def test_tables_are_listed_with_their_numbers() -> None:
    numbers = [int(words.split()[1].rstrip(".")) for _, _, words in paper.tables(chapters())]
    assert numbers == sorted(set(numbers))
    assert len(numbers) > 40


def test_what_only_a_screen_can_do_stands_in_no_other_form() -> None:
    written = [file.read_text(encoding="utf-8") for file in LEAVES.glob("chapters/*.html")]
    assert sum(text.count('class="on-screen') for text in written) > 10
    assert not any(page.body.find_class("on-screen") for page in chapters())


@needs_press
def test_what_cannot_be_set_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    tab = printed.desk(browser)
    tab.set_content("<main></main>")
    code = printed.PRESS.read_text(encoding="utf-8")
    assert tab.evaluate(printed._PRESS, [code, printed.served(tmp_path / "nothing.html"), 1])
    monkeypatch.setattr(printed, "_PRESS", "() => ['It is too long.']")
    with pytest.raises(RuntimeError, match="too long"):
        printed.compose(tab, small_book(tmp_path))
    tab.close()


def test_a_machine_without_vivliostyle_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printed, "PRESS", tmp_path / "nothing.js")
    with pytest.raises(SystemExit, match="run `make pdf` again"):
        printed.write(small_book(tmp_path), tmp_path / "book.pdf")
    assert not (tmp_path / "book.pdf").exists()


def test_all_rows_of_the_tables_are_in_the_appendix() -> None:
    listed = {str(i) for page in chapters() if page.appendix for i in page.body.xpath("//@id")}
    for table in data.evidence_tables():
        assert set(map(str, data.load(table).index)) <= listed


def test_it_wants_no_more_than_is_there() -> None:
    """The stylesheets of the fonts are those that the package manager brings, or none is asked."""
    sheets = printed.document(html.fragment_fromstring("<p>x</p>"))
    faces = sum(len(faces) for faces in printed.FONTS.values())
    assert sheets.count("<link ") == (faces if printed.PRESS.is_file() else 0)
    for line in sheets.split('href="')[1:]:
        path = url2pathname(urlsplit(line.partition('"')[0]).path)
        assert Path(path).is_file()
