"""The book as a PDF: its leaves set as pages by Chromium, in passes until the numbers stand.

A browser cannot say on which page a thing falls, nor keep a running head. So the book is set once
with numbers left open, the pages are read from the destinations in the PDF, and it is set again
with them. Running heads and folios come from counter styles with one symbol a page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import html
from lxml.html import HtmlElement
from lxml.html import builder as E
from markupsafe import Markup, escape

from companion import browser, data, edition
from companion.book import columns, frontmatter, paper
from companion.book.paper import Page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FONTS = {
    "source-serif-4": ("400", "400-italic", "600", "600-italic"),
    "source-sans-3": ("400", "400-italic", "600", "600-italic"),
    "sawarabi-mincho": ("400",),
}
NODE_MODULES = data.ROOT.parent / "node_modules" / "@fontsource"
STYLE = Path(__file__).parent / "print" / "print.css"
DEVICE = Path(__file__).parent / "print" / "device.svg"
OPEN = "000"  # stands where a page's number will, as wide as most
PASSES = 5
PATIENCE = 600_000  # milliseconds for the long page to load, on a busy machine
COLUMN = 536  # the width of the paper's column, 142 mm, in the browser's pixels
# A table wider than the column is set smaller, and its words are broken where it is still wider;
# else Chromium would shrink the whole book until the table fits.
_FIT = """() => {
  const wide = (table) => table.scrollWidth > innerWidth + 1;
  const tables = [...document.querySelectorAll("table")];
  for (const name of ["dense", "broken"])
    tables.filter(wide).forEach((table) => table.classList.add(name));
}"""
_FILL = """([words, styles]) => {
  document.querySelectorAll(".at").forEach((mark, place) => { mark.textContent = words[place]; });
  document.getElementById("heads").textContent = styles;
}"""
ROWS = (
    "All {:,} rows, each with its source, grade and notes, are in the book’s pages for the web, in "
    "its EPUB and in the Data Package, under the ids that this book prints."
)
CORRECTIONS = (
    "All {:,} corrections are listed in the book’s pages for the web, in its EPUB and in the Data "
    "Package."
)
_BETWEEN = "\u2003\u2003"  # between running head and folio


@dataclass
class Setting:
    """What one pass found: the page of each destination, and how many pages there are."""

    pages: dict[str, int] = field(default_factory=dict)  # counted from 1
    total: int = 1

    def of(self, name: str) -> int | None:
        """The page on which a destination stands."""
        return self.pages.get(name)


def address(page: str, fragment: str) -> str:
    """The id in the long page of a thing that stands in a chapter."""
    return f"#{page}--{fragment}" if fragment else f"#{page}"


def prepared(folder: Path) -> list[Page]:
    """The chapters, ready to stand in one page: ids told apart, headings one step lower."""
    pages = paper.chapters(folder)
    for page in pages:
        _leave_rows_out(page)
    paper.mend_links(pages, address)
    for page in pages:
        for node in page.body.iter():
            if not isinstance(node.tag, str):
                continue
            if (name := node.get("id")) is not None:
                node.set("id", f"{page.name}--{name}")
            if node.tag in {"h1", "h2", "h3", "h4", "h5"}:
                node.tag = f"h{int(node.tag[1]) + 1}"
            if node.tag == "img":
                node.set("src", node.get("src", "").removeprefix("../"))
        _print_addresses(page.body)
        _point_to_pages(page)
    return pages


def _leave_rows_out(page: Page) -> None:
    """On paper a table is described; its rows, which would fill a second book, are data."""
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


def _print_addresses(body: HtmlElement) -> None:
    """After a link to the web its address, where its words do not hold it."""
    for node in list(body.iter("a")):
        href = node.get("href", "")
        if href.startswith("http") and href.rstrip("/") not in node.text_content():
            shown = E.SPAN({"class": "url"}, f" <{href.split('://')[1].rstrip('/')}>")
            shown.tail, node.tail = node.tail, ""
            node.addnext(shown)


def _point_to_pages(page: Page) -> None:
    """After a mention of another chapter, or of a figure or table, its page."""
    for node in list(page.body.iter("a")):
        href = node.get("href", "")
        kinds = " ".join(child.get("class", "") for child in node)
        if not href.startswith("#") or not ("std-doc" in kinds or "std-numref" in kinds):
            continue
        if any(above.tag in {"td", "th", "figcaption"} for above in node.iterancestors()):
            continue
        mark = E.SPAN({"class": "at", "data-page": href[1:]})
        mark.tail, node.tail = node.tail, ""
        node.addnext(mark)


ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def _entry(target: str, words: str) -> Markup:
    return Markup(
        '<li><a href="#{0}"><span>{1}</span><span class="at" data-page="{0}"></span></a></li>'
    ).format(target, words)


def _contents(pages: list[Page]) -> str:
    lines = Markup("")
    for number, (part, members) in enumerate(paper.parts(pages)):
        if part:
            lines += Markup('<p class="part"><a href="#part-{0}">{1}. {2}</a></p>').format(
                number, ROMAN[number], part
            )
        items = Markup("").join(_entry(page.name, paper.title_of(page)) for page in members)
        lines += Markup("<ul>{}</ul>").format(items)
    figures = Markup("").join(_entry(name, words) for _, name, words in paper.figures(pages))
    return Markup(
        '<nav class="contents" id="contents"><h1>Contents</h1>{}</nav>'
        '<nav class="list" id="figures"><h1>Figures</h1><ul>{}</ul></nav>'
    ).format(lines, figures)


def assembled(pages: list[Page]) -> HtmlElement:
    """The whole book as one tree, with numbers of pages still open."""
    front = frontmatter.title_page(DEVICE.as_uri()) + frontmatter.imprint() + _contents(pages)
    body = html.fragment_fromstring(front, create_parent="body")
    for number, (part, members) in enumerate(paper.parts(pages)):
        if part:
            titles = map(paper.title_of, members)
            listed = Markup("").join(map(Markup("<li>{}</li>").format, titles))
            text = Markup(
                '<section class="partpage" id="part-{0}"><p class="number">Part {1}</p>'
                "<h1>{2}</h1><ul>{3}</ul></section>"
            ).format(number, ROMAN[number], part, listed)
            body.append(html.fragment_fromstring(text))
        for page in members:
            page.body.tag = "div"
            page.body.set("class", "chapter appendix" if page.appendix else "chapter")
            page.body.set("id", page.name)
            if not part and (heading := next(page.body.iter("h2"), None)) is not None:
                heading.text, heading.tag = paper.OPENING, "h1"
            body.append(page.body)
    for figure in body.iter("figure"):  # a picture of one short and one tall page both fit theirs
        figure.attrib.pop("style", None)
    return body


def filled(body: HtmlElement, found: Setting) -> list[str]:
    """What is to stand in each open place, in order: the number of the page that it names."""
    first = found.of("start") or 1
    words = []
    for mark in body.find_class("at"):
        page = found.of(mark.get("data-page", ""))
        number = folio(page, first) if page else OPEN
        words.append(number if mark.getparent().tag == "a" else f" (p. {number})")
    return words


def folio(page: int, first: int) -> str:
    """What is printed as a page's number: small Roman before the first chapter."""
    if page >= first:
        return str(page - first + 1)
    tens, ones = divmod(page, 10)
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return "x" * tens + units[ones]


def heads(pages: list[Page], found: Setting) -> str:
    """Counter styles with one symbol a page: head, folio at the top, folio at the foot."""
    starts = {found.of(page.name): page for page in pages}
    parts = [found.of(f"part-{number}") for number, _ in enumerate(paper.parts(pages))]
    first = found.of("start") or 1
    head, top, foot = [], [], []
    current: Page | None = None
    for number in range(1, found.total + 1):
        opens = number in starts or number in parts or number in (1, 2)
        current = starts.get(number, current)
        printed = folio(number, first)
        running = ""
        if current and not opens:
            verso = number % 2 == 0
            running = (current.part or paper.OPENING) if verso else paper.title_of(current)
            running = f"{_BETWEEN}{running}" if verso else f"{_shortened(running)}{_BETWEEN}"
        blank = number in parts or number in (1, 2)
        head.append(running)
        top.append("" if opens or not current else printed)
        foot.append("" if blank or (current and not opens) else printed)
    rules = (("heads", head), ("folio", top), ("drop", foot))
    return "".join(_counter_style(name, symbols) for name, symbols in rules)


def _shortened(title: str) -> str:
    """A long title up to its colon: a running head has one line."""
    return title.partition(":")[0] if len(title) > 64 else title


def _counter_style(name: str, symbols: list[str]) -> str:
    def quoted(text: str) -> str:
        return '"' + (text or "\u200b").replace("\\", "\\\\").replace('"', '\\"') + '"'

    listed = " ".join(map(quoted, symbols))
    return f"@counter-style {name} {{ system: fixed; symbols: {listed}; suffix: ''; }}\n"


def document(body: HtmlElement, styles: str) -> str:
    """The long page as HTML text."""
    sheets = [
        (NODE_MODULES / family / f"{face}.css").as_uri()
        for family, faces in FONTS.items()
        for face in faces
        if (NODE_MODULES / family / f"{face}.css").is_file()
    ]
    links = "".join(f'<link rel="stylesheet" href="{escape(sheet)}">' for sheet in sheets)
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>{escape(edition.record()['title'])}</title>{links}"
        f"<style>{STYLE.read_text(encoding='utf-8')}{columns.style()}</style>"
        f'<style id="heads">{styles}</style></head>'
        f"{html.tostring(body, encoding='unicode')}</html>"
    )


def headings(body: HtmlElement) -> list[str]:
    """The words of every heading of the long page."""
    return [" ".join(node.text_content().split()) for node in body.iter("h1", "h2", "h3", "h4")]


def write(folder: Path, target: Path) -> Setting:
    """Set the leaves in ``folder`` as the PDF ``target``; what the last pass found.

    Raises RuntimeError when the numbers of pages do not settle.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=browser.require(), args=list(browser.QUIET)
        )
        try:
            return write_with(running, folder, target)
        finally:
            running.close()


def write_with(running: Browser, folder: Path, target: Path) -> Setting:
    """The same with a Chromium that runs already."""
    from companion.book import bound

    pages = prepared(folder)
    body = assembled(pages)
    for mark, words in zip(body.find_class("at"), filled(body, Setting()), strict=True):
        mark.text = words
    folder = folder.resolve()  # a browser wants the whole path
    source, draft = folder / "book.html", folder / "draft.pdf"
    found = Setting()
    source.write_text(document(body, heads(pages, found)), encoding="utf-8")
    sheet = running.new_page(viewport={"width": COLUMN, "height": 800})
    sheet.goto(source.as_uri(), timeout=PATIENCE)
    sheet.evaluate("document.fonts.ready.then(() => 0)")
    sheet.emulate_media(media="print")
    sheet.evaluate(_FIT)
    for _ in range(PASSES):
        sheet.pdf(path=draft, prefer_css_page_size=True, tagged=True, outline=True)
        before, found = found, bound.setting(draft)
        if found == before:
            break
        sheet.evaluate(_FILL, [filled(body, found), heads(pages, found)])
    else:
        raise RuntimeError(f"the pages have not settled after {PASSES} passes")
    sheet.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    bound.bind(draft, target, found, headings(body))
    draft.unlink()
    return found
