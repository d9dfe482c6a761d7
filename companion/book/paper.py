"""The book's pages as a reader without a screen has them: what PDF and EPUB share.

Each leaf (see ``companion.book.leaves``) is read as a tree, and what only works on a screen goes:
controls, scripts, folded code, links to downloads. What was folded is unfolded, and the sources
that stand in the margin of the web page become notes at the end of the chapter, which the PDF then
sets at the foot of its pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement
from lxml.html import builder as E

from companion.book.leaves import CONTENTS
from companion.text import typeset

# Of no use without a screen: the reader meets each thing where it stands.
DROPPED = ("script", "noscript", "form", "button", "style")
DROPPED_CLASSES = (
    *("headerlink", "verdict-filter", "plot-links", "own-copy", "toctree-wrapper"),
    *("on-screen", "tag_hide-cell"),
)
# What HTML of the notebook's world has and EPUB does not, or only a screen shows.
_ATTRIBUTES = ("title", "border", "data-figure", "tabindex", "aria-live", "valign")
_OUTSIDE = re.compile(r"[a-z]+:")
_BREAK = re.compile(r"<wbr\s*/?>")
_SENTENCE_END = re.compile(r"\s+$")
APPENDIX = "data-"  # pages that list every row of a table
_VERBATIM = {"dataframe", "row-id"}  # besides code: set as it was typed
_WORDS = re.compile(r"[^\W\d]")
OPENING = "About this book"  # the page that opens the web's book bears the book's own title
Link = Callable[[str, str], str | None]


@dataclass
class Page:
    """One chapter: its name, title and tree, and the part of the book that it is in."""

    name: str
    title: str
    part: str
    body: HtmlElement

    @property
    def appendix(self) -> bool:
        """Whether it is a list of all rows of a table."""
        return self.name.startswith(APPENDIX)


def chapters(folder: Path) -> list[Page]:
    """The pages of the built leaves in order. Raises FileNotFoundError when there are none."""
    parts = json.loads((folder / CONTENTS).read_text(encoding="utf-8"))
    found = []
    for part in parts:
        for page in part["pages"]:
            text = (folder / f"{page['page']}.html").read_text(encoding="utf-8")
            name = page["page"].rpartition("/")[2]
            text = _BREAK.sub("\u200b", text)  # the parser knows no empty ``wbr``
            body = html.fragment_fromstring(text, create_parent="div")
            found.append(cleaned(Page(name, typeset(page["title"]), typeset(part["part"]), body)))
    return found


def cleaned(page: Page) -> Page:
    """The page without what needs a screen, unfolded, with its sources as notes at its end."""
    body = page.body
    dropped = [*body.iter(*DROPPED), *(n for c in DROPPED_CLASSES for n in body.find_class(c))]
    dropped += [n for entries in body.find_class("bibliography") for n in entries.iter("details")]
    dropped += [*_calls(body)]
    for node in dropped:
        _drop(node)
    for node in list(body.iter("details")):
        _unfold(node)
    seen: set[str] = set()
    for node in body.iter():
        if not isinstance(node.tag, str):
            continue
        for name in _ATTRIBUTES:
            node.attrib.pop(name, None)
        if (found := node.get("id")) is not None:
            if found in seen or not found:
                del node.attrib["id"]
            seen.add(found)
    for node in list(body.iter("span")):
        if not len(node) and not (node.text or "") and not node.attrib:
            node.drop_tag()
    for table in body.find_class("dataframe"):
        _frame(table)
    notes(page)
    _typeset(body)
    return page


def _frame(table: HtmlElement) -> None:
    """A table of pandas as a printed one: one line of heads, words to the left, gaps blank."""
    *above, heads = table.findall("thead/tr")
    if above and not "".join(cell.text or "" for cell in heads[-1:]):  # it names the index
        for head, name in zip(above[-1], heads, strict=True):
            head.text = name.text or head.text
        heads.drop_tree()
        heads = above[-1]
    columns = zip(*(row.findall("td") for row in table.findall("tbody/tr")), strict=True)
    for head, cells in zip(reversed(heads), reversed(list(columns)), strict=False):
        for cell in cells:
            cell.text = "" if cell.text == "NaN" else cell.text
        if any(_WORDS.search(cell.text or "") for cell in cells):
            for cell in (head, *cells):
                cell.set("class", "words")


def _typeset(body: HtmlElement) -> None:
    """Quotation marks and ranges as a printer sets them, in all that is not code or a name."""
    for node in body.iter():
        if isinstance(node.tag, str) and not _verbatim(node):
            node.text = node.text and typeset(node.text)
        if node is not body and not _verbatim(node.getparent()):
            node.tail = node.tail and typeset(node.tail)


def _verbatim(node: HtmlElement) -> bool:
    return any(
        above.tag in {"code", "pre"} or _VERBATIM & set(above.get("class", "").split())
        for above in (node, *node.iterancestors())
    )


def _calls(body: HtmlElement) -> Iterator[HtmlElement]:
    """The code of cells that only call for a figure or a table, and what the web folds."""
    for cell in body.find_class("cell"):
        shown = [*cell.find_class("companion-figure"), *cell.find_class("evidence-table")]
        if shown or "tag_hide-input" in cell.get("class", ""):
            yield from cell.find_class("cell_input")


def _drop(node: HtmlElement) -> None:
    """Remove a node, unless it went with another; the text after it stays."""
    if node.getparent() is not None:
        node.drop_tree()


def _unfold(node: HtmlElement) -> None:
    """What a reader would unfold stands open; the words that offered to unfold it go."""
    summary = node.find("summary")
    kind = node.get("class", "")
    if "hide" in kind.split():  # long code or output, which the web folds
        _drop(node)
        return
    if summary is not None:
        if "fact-card" in kind:
            summary.tag = "h4"
        elif "more-sources" in kind:
            summary.text, summary.tag = "; ", "span"
            for child in list(summary):
                _drop(child)
            if node.getnext() is not None:  # the grade, which stood below what unfolds
                node.addnext(E.BR())
        else:
            _drop(summary)
    node.attrib.pop("open", None)
    node.tag = "span" if "more-sources" in kind else "div"


def notes(page: Page) -> None:
    """Turn the sources of the margin into numbered notes at the end of the chapter.

    In a table's cell they stay where they are.
    """
    listed: list[HtmlElement] = []
    for mark in page.body.find_class("source-note"):
        if any(above.tag in {"td", "th"} for above in mark.iterancestors()):
            continue
        number = len(listed) + 1
        words = E.LI({"id": f"note-{number}", "class": "note"}, E.P())
        words[0].text = mark.text
        words[0].extend(deepcopy(list(mark)))
        back = E.A({"href": f"#call-{number}", "role": "doc-backlink", "class": "back"}, "↑")
        back.set("aria-label", f"back to the text at note {number}")
        last = words[0][-1]
        last.tail = f"{last.tail or ''}. ".replace("\n", " ")
        words[0].append(back)
        listed.append(words)
        call = E.A({"href": f"#note-{number}", "role": "doc-noteref"}, str(number))
        call.set("id", f"call-{number}")
        _close_up(mark)
        for key in list(mark.attrib):
            del mark.attrib[key]
        for child in list(mark):
            mark.remove(child)
        mark.tag, mark.text = "sup", ""
        mark.set("class", "call")
        mark.append(call)
    if listed:
        heading = E.H2("Notes")
        kind = {"class": "notes", "id": "notes", "role": "doc-endnotes"}
        page.body.append(E.SECTION(kind, heading, E.OL(*listed)))


def _close_up(mark: HtmlElement) -> None:
    """A note's number stands at its sentence, without a space between."""
    before = mark.getprevious()
    if before is not None:
        before.tail = _SENTENCE_END.sub("", before.tail or "")
    elif (parent := mark.getparent()) is not None:
        parent.text = _SENTENCE_END.sub("", parent.text or "")


def links(page: Page) -> Iterator[tuple[HtmlElement, str, str]]:
    """Each link within the book: the element, the page it leads to and the id there, or ""."""
    for node in list(page.body.iter("a")):
        href = node.get("href", "")
        if not href or _OUTSIDE.match(href):
            continue
        path, _, fragment = href.partition("#")
        name = path.partition("?")[0].rpartition("/")[2].removesuffix(".html")
        yield node, name or page.name, fragment


def mend_links(pages: list[Page], address: Link) -> list[str]:
    """Give each inward link its address in this form; one that leads nowhere becomes text.

    ``address(page, id)`` is where a thing stands. Returns the links that led nowhere.
    """
    known = {page.name: {str(node) for node in page.body.xpath("//@id")} for page in pages}
    lost = []
    for page in pages:
        for node, name, fragment in links(page):
            target = None
            if name in known and (not fragment or fragment in known[name]):
                target = address(name, fragment)
            if target is None:
                lost.append(f"{page.name}: {node.get('href')}")
                node.drop_tag()
            else:
                node.set("href", target)
    return lost


def title_of(page: Page) -> str:
    """The chapter's title as contents and running heads have it."""
    return page.title if page.part else OPENING


def parts(pages: list[Page]) -> Iterator[tuple[str, list[Page]]]:
    """The book's parts in order with their chapters; the first, without a name, opens the book."""
    for part in dict.fromkeys(page.part for page in pages):
        yield part, [page for page in pages if page.part == part]


def figures(pages: list[Page]) -> Iterator[tuple[Page, str, str]]:
    """Each numbered figure: its page, its id, and its number with its title."""
    return _numbered(pages, "companion-figure")


def tables(pages: list[Page]) -> Iterator[tuple[Page, str, str]]:
    """Each numbered table likewise."""
    return _numbered(pages, "evidence-table")


def _numbered(pages: list[Page], kind: str) -> Iterator[tuple[Page, str, str]]:
    for page in pages:
        for figure in page.body.find_class(kind):
            number = "".join(n.text_content() for n in figure.find_class("caption-number"))
            title = next(figure.iter("strong")).text_content().removesuffix(".")
            yield page, figure.get("id", ""), f"{number.strip()}. {title}"
