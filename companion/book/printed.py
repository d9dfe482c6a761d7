"""The book as a PDF: Vivliostyle sets its leaves as pages, Chromium draws and prints them.

A browser can print a long page, but sets no note at the foot of the page that calls it, keeps no
running head, and cannot say on which page a thing falls. Vivliostyle, a script that npm brings,
does so in the browser, by the rules of CSS for paged media in ``print/print.css``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from lxml import html
from lxml.html import HtmlElement
from lxml.html import builder as E
from markupsafe import Markup, escape

from companion import browser, data, edition
from companion.book import columns, frontmatter, paper
from companion.book.paper import Page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route
    from playwright.sync_api import Page as Tab

FONTS = {
    "source-serif-4": ("400", "400-italic", "600", "600-italic"),
    "source-sans-3": ("400", "400-italic", "600", "600-italic"),
    "shippori-mincho": ("400",),
    "gowun-batang": ("400",),
}
NODE_MODULES = data.ROOT.parent / "node_modules"
STYLE = Path(__file__).parent / "print" / "print.css"
DEVICE = Path(__file__).parent / "print" / "device.svg"
PRESS = NODE_MODULES / "@vivliostyle" / "core" / "lib" / "vivliostyle.js"
MISSING = (
    "The PDF is set by Vivliostyle, which npm fetches and which is not there. Mend the connection "
    "and run `make pdf` again."
)
OPEN = "000"  # stands where a page's number will, as wide as any
DESK = "press.html"  # the page on which Vivliostyle sets
SHEETS = "print"  # the folder of what is set, beside the chapters of the leaves
HOST = "http://book.invalid"  # answered from this disk: a script may not read a file as a file
PATIENCE = 600_000  # milliseconds for a page to load, on a busy machine
FRONT = "front"  # the document before the first chapter
COLUMN = 536  # the width of the paper's column, 142 mm, in the browser's pixels
# A table wider than the column is set smaller, and its words are broken where it is still wider;
# else Chromium would shrink the whole book until the table fits. A data frame of few rows is whole.
_FIT = """() => {
  const wide = (table) => table.scrollWidth > innerWidth + 1;
  const tables = [...document.querySelectorAll("table")];
  for (const name of ["dense", "broken"])
    tables.filter(wide).forEach((table) => table.classList.add(name));
  for (const table of document.querySelectorAll("table.dataframe"))
    table.classList.toggle("short", table.rows.length < 10);
}"""
# A figure too tall for a page goes on over several. It takes the heights by width of a plate that
# fills a page and of one with the caption below it.
CUT = Path(__file__).parent / "print" / "plates.js"
HATCH = Path(__file__).parent / "print" / "hatching.js"
PLATE = (1.36, 1.3)  # of a column 142 mm wide, on a page with 214 mm for it and the caption
# One document set as pages, from a page number on; what could not be set is said.
_PRESS = """async ([code, url, startPage, patience]) => {
  await Promise.all([...document.fonts].map((face) => face.load()));
  const module = { exports: {} };
  new Function("module", "exports", code)(module, module.exports);
  const said = [];
  await new Promise((done) => {
    const viewer = new module.exports.CoreViewer(
      { viewportElement: document.querySelector("main"), window },
      { renderAllPages: true, autoResize: false, pixelRatio: 0, allowScripts: false },
    );
    const say = ({ content }) => said.push([...content.messages, content.error ?? ""].join(" "));
    viewer.addListener("warn", say);
    viewer.addListener("error", (payload) => { say(payload); done(); }); // it may never complete
    viewer.addListener("readystatechange", () => viewer.readyState === "complete" && done());
    setTimeout(() => { said.push(`${url}: no end in sight`); done(); }, patience);
    viewer.loadDocument({ url, startPage });
  });
  return said;
}"""
_GATHER = """async (pages) => {
  const place = document.querySelector("[data-vivliostyle-page-container]").parentNode;
  place.innerHTML = pages.join("");
  await Promise.all([...place.querySelectorAll("img")].map((image) => image.decode()));
}"""
PAPER = (
    '<!DOCTYPE html><html lang="en-GB" data-vivliostyle-paginated="true"><head>'
    '<meta charset="utf-8"><title>{}</title>{}<style id="vivliostyle-page-rules"></style></head>'
    "<body><main data-vivliostyle-viewer-viewport></main></body></html>"
)
# The pages as text. Vivliostyle writes a document's address, escaped, before each id that is linked
# to, sets it on a link of its own, which may not stand within another, and gives a note its id once
# more where it stood.
_TAKE = """(host) => {
  const own = (name) => name.replace(/^viv-id-.*:0023/, "")
    .replace(/:([0-9a-f]{4})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  for (const node of document.querySelectorAll("aside[id]")) node.removeAttribute("id");
  for (const node of document.querySelectorAll('a[id^="viv-id-"]')) {
    const place = document.createElement("span");
    place.style.position = "absolute";
    place.id = node.id;
    node.replaceWith(place);
  }
  const seen = new Set();
  for (const node of document.querySelectorAll("[id]")) {
    node.id = own(node.id);
    if (seen.has(node.id)) node.removeAttribute("id");
    seen.add(node.id);
  }
  for (const node of document.querySelectorAll("a[href]")) {
    const [path, name] = node.getAttribute("href").split("#");
    if (!path || path.startsWith(host)) node.setAttribute("href", "#" + own(name));
  }
  return [...document.querySelectorAll("[data-vivliostyle-page-container]")]
    .map((page) => page.outerHTML);
}"""
# A note that is called near the foot of a page, where no room is left for it, stands on the next.
# So such calls are found, the first of each page, with the words that begin their paragraph there,
# and the paragraph begins the next page, if no more than a little of this one is left empty. Where
# it does and a figure still takes the room of the note, the figure is put after it. What comes
# before may then end higher up: a paragraph after too empty a page begins its own no longer.
_LATE = """([held, part]) => {
  const pages = [...document.querySelectorAll("[data-vivliostyle-page-container]")];
  for (const page of pages) page.style.display = "block";
  const at = new Map(pages.flatMap((page, place) =>
    [...page.querySelectorAll("[id]")].map((node) => [node.id, place])));
  const span = (node) => node.getBoundingClientRect();
  const late = [...document.querySelectorAll('[role="doc-noteref"]')]
    .filter((call) => at.get(call.getAttribute("href").slice(1)) > at.get(call.id));
  const first = late.filter((call, n) => at.get(late[n - 1]?.id) !== at.get(call.id));
  const put = first.flatMap((call) => {
    const page = pages[at.get(call.id)], block = call.closest(held) ?? call.closest("p, dd, div");
    const figures = [...page.querySelectorAll("figure.companion-figure[id]")].map(({ id }) => id);
    const found = [call.id, block.textContent.trim().slice(0, 30), figures];
    return span(page).bottom - span(block).top < part * span(page).height ? [found] : [];
  });
  const ended = ({ children }, foot) => foot - Math.max(...[...children].flatMap((place) =>
    [...place.querySelectorAll("p, li, td, pre, img, dd, figcaption")])
    .filter((node) => !node.closest("aside")).map((node) => span(node).bottom));
  const begun = pages.slice(1).flatMap((page, place) => {
    const before = pages[place].querySelector("[data-vivliostyle-page-area-container]");
    const notes = [...before.querySelectorAll("aside")].map((note) => span(note).top);
    const empty = ended(before, Math.min(...notes, span(pages[place]).bottom));
    const [block] = page.querySelectorAll("[data-begins]");
    return block && empty > part * span(page).height ? [block.dataset.begins] : [];
  });
  for (const page of pages) page.style.display = "none";
  const figures = document.querySelectorAll("figure.companion-figure").length;
  return [put, begun, late.length + begun.length, figures];
}"""
_PUT_LATER = """async ([url, late, begun, held]) => {
  const text = await (await fetch(url)).text();
  const sheet = new DOMParser().parseFromString(text, "text/html");
  let moved = 0;
  const begin = (block, name) => {
    block.style.breakBefore = name && "page";
    block.dataset.begins = name;
    if (!name) delete block.dataset.begins;
    moved += 1;
  };
  for (const name of begun) begin(sheet.querySelector(`[data-begins="${name}"]`), "");
  for (const [name, words, figures] of late) {
    const call = sheet.getElementById(name);
    let block = call.closest(held) ?? call.closest("p, dd, div");
    if (!block.textContent.trim().startsWith(words)) continue;  // it has begun on a page before
    while (block.previousElementSibling?.matches("h1, h2, h3, h4, h5, h6, .lead-in"))
      block = block.previousElementSibling;
    const figure = figures.map((id) => sheet.getElementById(id)).findLast((node) =>
      node.compareDocumentPosition(call) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (!block.dataset.begins) begin(block, name);
    else if (figure) {
      begin(block, "");
      call.closest("section > *").after(figure.closest("section > *"));
    }
  }
  return moved ? "<!DOCTYPE html>" + sheet.documentElement.outerHTML : "";
}"""
HELD = ".claim, tr, li"  # goes to the next page as a whole
EMPTY = 0.25  # of a page, its margin counted, that may be left for a note
TRIES = 5  # what comes later may then part the next notes from their calls
# Numbers of pages go in when all pages stand: Vivliostyle would set each page that names a later
# one anew whenever it has come to that.
_FILL = """([open, first]) => {
  const pages = [...document.querySelectorAll("[data-vivliostyle-page-container]")];
  const numbers = new Map(pages.flatMap((page, place) =>
    [...page.querySelectorAll("[id]")].map((node) => [node.id, place - first + 1])));
  for (const mark of document.querySelectorAll("a.at")) {
    const name = mark.getAttribute("href").slice(1);
    if (!numbers.has(name)) throw new Error(`no page holds ${name}`);
    mark.textContent = mark.textContent.replace(open, numbers.get(name));
  }
}"""
ROWS = (
    "All {:,} rows, each with its source, grade and notes, are in the book’s pages for the web, in "
    "its EPUB and in the Data Package."
)
TABLES_ELSEWHERE = (
    "Figures and tables have the numbers of the web’s pages. The other tables set out the rows "
    "under the passages of the two texts, and stand there."
)
LISTED = ", row by row"  # what a table's page has in its title where its rows stand
CORRECTIONS = (
    "All {:,} corrections are listed in the book’s pages for the web, in its EPUB and in the Data "
    "Package."
)


def document_of(page: str) -> str:
    """The document in which a chapter is set: its own, or that of all tables."""
    return "tables" if page.startswith(paper.APPENDIX) else page


def address(page: str, fragment: str) -> str:
    """Where a thing that stands in a chapter is found among the documents."""
    return f"{document_of(page)}.html#{page}" + (f"--{fragment}" if fragment else "")


def prepared(folder: Path) -> list[Page]:
    """The chapters, ready to be set: ids told apart, headings one step lower."""
    pages = paper.chapters(folder)
    for page in pages:
        _leave_rows_out(page)
        _let_text_begin(page.body)
        _hold_lead_ins(page.body)
        _cut_sources(page.body)
        _set_notes_at_the_foot(page)
    paper.mend_links(pages, address)
    for page in pages:
        for node in page.body.iter():
            if not isinstance(node.tag, str):
                continue
            if (name := node.get("id")) is not None:
                node.set("id", f"{page.name}--{name}")
            if node.get("role") == "doc-noteref":  # a note is looked for in its own document
                node.set("href", "#" + node.get("href", "").partition("#")[2])
            if node.tag in {"h1", "h2", "h3", "h4", "h5"}:
                node.tag = f"h{int(node.tag[1]) + 1}"
        _print_addresses(page.body)
        _point_to_pages(page)
    return pages


def _leave_rows_out(page: Page) -> None:
    """On paper a table is described; its rows, which would fill a second book, are data."""
    page.title = page.title.removesuffix(LISTED)
    for heading in page.body.iter("h1"):
        if heading.text and heading.text.endswith(LISTED):
            heading.text = heading.text.removesuffix(LISTED)
    for cards in page.body.find_class("row-cards"):
        count = len(cards.find_class("row-card"))
        for child in list(cards):
            cards.remove(child)
        cards.tag, cards.text = "p", ROWS.format(count)
        cards.set("class", "rows-elsewhere")
    for rows in page.body.find_class("rows"):
        if rows.get("aria-label") == "Corrections":
            rows.addnext(E.P(CORRECTIONS.format(len(list(rows.iter("tr"))) - 1)))
            rows.drop_tree()
    for rows in page.body.find_class("plot-rows"):  # the web folds them under their claim
        rows.drop_tree()


def _let_text_begin(body: HtmlElement) -> None:
    """A figure comes after the paragraph that presents it: none stands between heading and text.

    A heading keeps what follows on its page, and would wait there alone for a figure that floats.
    """
    for figure in body.find_class("companion-figure"):
        block = next((n for n in (figure, *figure.iterancestors()) if _after_heading(n)), None)
        if block is not None and (words := block.getnext()) is not None and words.tag == "p":
            words.addnext(block)


def _after_heading(node: HtmlElement) -> bool:
    before = node.getprevious()
    return before is not None and before.tag in {"h1", "h2", "h3", "h4"}


def _hold_lead_ins(body: HtmlElement) -> None:
    """A line that ends in a colon, or is all bold, stays with the list that it announces."""
    for words in body.iter("p"):
        listed = next(words.itersiblings("*"), None)
        bold = "".join(node.text_content() for node in words.iter("strong"))
        told = words.text_content().strip()
        announces = told.endswith(":") or told == bold
        if announces and listed is not None and listed.tag in {"ul", "ol", "dl"}:
            words.set("class", " ".join(filter(None, (words.get("class"), "lead-in"))))


SOURCES = 8  # of a table's cell that the web folds; of more, paper says only how many


def _cut_sources(body: HtmlElement) -> None:
    for more in body.find_class("more-sources"):
        links = list(more.iter("a"))
        if len(links) > SOURCES and any(above.tag == "td" for above in more.iterancestors()):
            for child in list(more):
                more.remove(child)
            more.text = f"; and {len(links)} more"


def _set_notes_at_the_foot(page: Page) -> None:
    """Each note of the chapter apart, with its number, to be set where it is called."""
    for section in page.body.find_class("notes"):
        for number, item in enumerate(section.iter("li"), start=1):
            words = item[0]
            for back in words.find_class("back"):
                back.drop_tree()
            note = E.ASIDE({**item.attrib, "role": "doc-footnote"})
            note.append(E.SPAN({"class": "number"}, str(number)))
            note[0].tail = words.text
            note.extend(list(words))
            page.body.append(note)
        section.drop_tree()


_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_RANGE = re.compile(r"U\+([0-9A-Fa-f]+)(?:-([0-9A-Fa-f]+))?")
_MAY_BREAK = re.compile(r"(?<=[/=&])(?![/=&])|(?=[.?#_~%,-])")


def _readable(address: str) -> str:
    """An address with its encoded letters as letters, where the book's fonts have them."""

    def letters(found: re.Match[str]) -> str:
        words = unquote(found[0])
        return words if all(map(_known, words)) else found[0]

    return _ENCODED.sub(letters, address)


def _known(sign: str) -> bool:
    if sign < "\u2e80":
        return (sign.isalpha() and sign < "\u0530") or sign in "–’'"
    return sign.isprintable() and sign in _drawn()


@lru_cache
def _drawn() -> frozenset[str]:
    """The signs for which the fonts that npm has brought are asked; for others there is no glyph.

    Of Latin signs the sheets promise more than their fonts hold.
    """
    asked = (_RANGE.finditer(sheet.read_text(encoding="utf-8")) for sheet in _sheets())
    return frozenset(
        chr(code)
        for found in chain.from_iterable(asked)
        for code in range(int(found[1], 16), int(found[2] or found[1], 16) + 1)
    )


def _print_addresses(body: HtmlElement) -> None:
    """After a link to the web its address, where its words do not hold it; divided at its signs."""
    for node in list(body.iter("a")):
        href = node.get("href", "")
        if not href.startswith("http"):
            continue
        shown, words = node, href
        if href.rstrip("/") not in node.text_content():
            shown = E.SPAN({"class": "url"})
            shown.tail, node.tail = node.tail, ""
            node.addnext(shown)
            words = f" <{href.partition('://')[2].rstrip('/')}>"
        elif node.text != href:
            continue
        shown.text, *rest = _MAY_BREAK.split(_readable(words))
        for piece in rest:
            shown.append(E.WBR())
            shown[-1].tail = piece


_NEW_SENTENCE = re.compile(r"\s+[A-Z]")
_WITH_PAGE = ("std-doc", "std-numref", "claim-link")


def _point_to_pages(page: Page) -> None:
    """After a mention of another chapter, or of a figure, table or claim, its page."""
    for node in list(page.body.iter("a")):
        href = node.get("href", "")
        kinds = " ".join([node.get("class", ""), *(child.get("class", "") for child in node)])
        if href.startswith("http") or not any(kind in kinds for kind in _WITH_PAGE):
            continue
        if any(above.tag in {"td", "th", "figcaption"} for above in node.iterancestors()):
            continue
        words = f", p.\u00a0{OPEN}" if _bracketed(node) else f" (p.\u00a0{OPEN})"
        if "claim-link" in kinds and _NEW_SENTENCE.match(node.tail or ""):
            words += "."
        mark = E.A({"class": "at", "href": href}, words)
        mark.tail, node.tail = node.tail, ""
        node.addnext(mark)


def _bracketed(node: HtmlElement) -> bool:
    """Whether a bracket has opened before a node in its paragraph, and not closed."""
    words = ""
    while node.tag not in {"p", "li", "dd"} and (above := node.getparent()) is not None:
        before = [n.text_content() + (n.tail or "") for n in node.itersiblings(preceding=True)]
        words = (above.text or "") + "".join(reversed(before)) + words
        node = above
    return words.count("(") > words.count(")")


ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def _entry(target: str, words: str) -> Markup:
    return Markup(
        '<li><a href="{0}"><span>{1}</span></a><a class="at" href="{0}">{2}</a></li>'
    ).format(target, words, OPEN)


def _contents(pages: list[Page]) -> str:
    lines = Markup("")
    for number, (part, members) in enumerate(paper.parts(pages)):
        if part:
            lines += Markup('<p class="part"><a href="{}#part-{}">{}. {}</a></p>').format(
                f"{document_of(members[0].name)}.html", number, ROMAN[number], part
            )
        items = Markup("").join(
            _entry(address(page.name, ""), paper.title_of(page)) for page in members
        )
        lines += Markup("<ul>{}</ul>").format(items)
    listed = Markup("").join(
        Markup('<section class="list" id="{}"><h1>{}</h1>{}<ul>{}</ul></section>').format(
            title.lower(), title, words, Markup("").join(_numbered(found))
        )
        for title, words, found in (
            ("Figures", "", paper.figures(pages)),
            ("Tables", Markup("<p>{}</p>").format(TABLES_ELSEWHERE), paper.tables(pages)),
        )
    )
    return Markup('<nav class="contents" id="contents"><h1>Contents</h1>{}</nav>{}').format(
        lines, listed
    )


def _numbered(found: Iterable[tuple[Page, str, str]]) -> Iterator[Markup]:
    for page, name, words in found:
        yield _entry(f"{document_of(page.name)}.html#{name}", words)


def assembled(pages: list[Page]) -> dict[str, HtmlElement]:
    """The documents of the book by name in order: what stands in front, and the chapters."""
    front = frontmatter.title_page(served(DEVICE)) + frontmatter.imprint() + _contents(pages)
    found = {FRONT: html.fragment_fromstring(front, create_parent="body")}
    for number, (part, members) in enumerate(paper.parts(pages)):
        for name, chapters in groupby(members, lambda page: document_of(page.name)):
            body = found.setdefault(name, E.BODY())
            if part and name == document_of(members[0].name):
                body.append(_part_page(number, part, members))
            for page in chapters:
                body.append(_chapter(page))
    return found


def _part_page(number: int, part: str, members: list[Page]) -> HtmlElement:
    listed = Markup("").join(map(Markup("<li>{}</li>").format, map(paper.title_of, members)))
    text = Markup(
        '<section class="partpage" id="part-{0}"><p class="number">Part {1}</p>'
        "<h1>{2}</h1><ul>{3}</ul></section>"
    ).format(number, ROMAN[number], part, listed)
    return html.fragment_fromstring(text)


def _chapter(page: Page) -> HtmlElement:
    page.body.tag = "div"
    page.body.set("class", "chapter appendix" if page.appendix else "chapter")
    page.body.set("id", page.name)
    page.body.set("data-part", page.part or paper.OPENING)
    page.body.set("data-title", _shortened(paper.title_of(page)))
    if not page.part and (heading := next(page.body.iter("h2"), None)) is not None:
        heading.text, heading.tag = paper.OPENING, "h1"
    for figure in page.body.iter("figure"):  # a picture of one short and one tall page fits both
        figure.attrib.pop("style", None)
    return page.body


def _shortened(title: str) -> str:
    """A long title up to its colon: a running head has one line."""
    return title.partition(":")[0] if len(title) > 64 else title


def fonts(media: str) -> str:
    """Links to the style sheets of the fonts that npm has brought."""
    return "".join(
        f'<link rel="stylesheet" media="{media}" href="{escape(served(sheet))}">'
        for sheet in _sheets()
    )


def _sheets() -> list[Path]:
    named = [
        NODE_MODULES / "@fontsource" / family / f"{face}.css"
        for family, faces in FONTS.items()
        for face in faces
    ]
    return [sheet for sheet in named if sheet.is_file()]


def document(body: HtmlElement) -> str:
    """One document as HTML text. Its fonts are for the screen: on paper those of the press do."""
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>{escape(edition.record()['title'])}</title>{fonts('screen')}"
        f"<style>{STYLE.read_text(encoding='utf-8')}{columns.style()}</style></head>"
        f"{html.tostring(body, encoding='unicode')}</html>"
    )


def headings(bodies: Iterable[HtmlElement]) -> list[str]:
    """The words of every heading of the documents."""
    return [
        " ".join(node.text_content().split())
        for body in bodies
        for node in body.iter("h1", "h2", "h3", "h4")
    ]


def served(file: Path) -> str:
    """The address at which a tab of ``desk`` finds a file of this disk."""
    return HOST + file.resolve().as_uri().removeprefix("file://")


def desk(running: Browser) -> Tab:
    """A tab as wide as the paper's column, for which ``HOST`` is this disk."""
    tab = running.new_page(viewport={"width": COLUMN, "height": 800})
    tab.set_default_timeout(PATIENCE)

    def answer(route: Route) -> None:
        file = Path(url2pathname(urlsplit(route.request.url).path))
        if file.is_file():
            route.fulfill(path=file)
        else:
            route.abort()

    tab.route(f"{HOST}/**", answer)
    return tab


def write(folder: Path, target: Path) -> int:
    """Set the leaves in ``folder`` as the PDF ``target``; the number of its pages.

    Raises SystemExit when there is no Vivliostyle or no Chromium, FileNotFoundError when there are
    no leaves, and RuntimeError with what Vivliostyle says when it cannot set something.
    """
    from playwright.sync_api import sync_playwright

    if not PRESS.is_file():
        raise SystemExit(MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=browser.require(), args=list(browser.QUIET)
        )
        try:
            return write_with(running, folder, target)
        finally:
            running.close()


def write_with(running: Browser, folder: Path, target: Path) -> int:
    """The same with a Chromium that runs already."""
    from companion.book import bound

    tab, draft = desk(running), folder / SHEETS / "draft.pdf"
    words, first, total = compose(tab, folder)
    tab.pdf(path=draft, prefer_css_page_size=True, tagged=True, outline=True)
    tab.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    bound.bind(draft, target, first, words)
    draft.unlink()
    return total


def compose(tab: Tab, folder: Path) -> tuple[list[str], int, int]:
    """Set the leaves in ``folder`` as pages in a tab of ``desk``.

    Returns the words of all headings, the page of the first chapter, counted from 0, and how many
    pages there are.

    Raises RuntimeError with what Vivliostyle says when it cannot set something.
    """
    bodies = assembled(prepared(folder))
    sheets = folder / SHEETS
    sheets.mkdir(exist_ok=True)
    for name, body in bodies.items():
        file = sheets / f"{name}.html"
        file.write_text(document(body), encoding="utf-8")
        tab.goto(served(file))
        tab.evaluate("document.fonts.ready.then(() => 0)")
        tab.evaluate(_FIT)
        tab.evaluate(HATCH.read_text(encoding="utf-8"))
        tab.evaluate(CUT.read_text(encoding="utf-8"), PLATE)
        file.write_text(tab.content(), encoding="utf-8")
    title = escape(edition.record()["title"])
    (sheets / DESK).write_text(PAPER.format(title, fonts("all")), encoding="utf-8")
    pages: list[str] = []
    start, first = None, 0  # what stands in front has Roman numbers of its own
    for name in bodies:
        found = _set(tab, sheets, name, start)
        if name == FRONT:
            if len(found) % 2:  # page 1 is a right-hand page: an empty one before it
                found.append(found[0].partition(">")[0] + "></div>")
            first = len(found)
        start = start + len(found) if start else 1
        pages += found
    tab.evaluate(_GATHER, pages)
    tab.evaluate(_FILL, [OPEN, first])
    return headings(bodies.values()), first, len(pages)


def _set(tab: Tab, sheets: Path, name: str, start: int | None) -> list[str]:
    """The pages of one document as text; its notes stand where they are called, if they can."""
    sheet, code = sheets / f"{name}.html", PRESS.read_text(encoding="utf-8")
    best: list[str] = []
    fewest, most = 0, 0
    for _ in range(TRIES):
        tab.goto(served(sheets / DESK))  # a tab that is new: a full one is slow
        if said := tab.evaluate(_PRESS, [code, served(sheet), start, PATIENCE]):
            raise RuntimeError("\n".join(said))
        found = tab.evaluate(_TAKE, HOST)
        late, begun, count, figures = tab.evaluate(_LATE, [HELD, EMPTY])
        # a figure that has nowhere to float to is lost without a word
        if not best or (count < fewest and figures >= most):
            best, fewest, most = found, count, figures
        if not (better := tab.evaluate(_PUT_LATER, [served(sheet), late, begun, HELD])):
            break
        sheet.write_text(better, encoding="utf-8")
    return best
