"""The built pages as chapters of one file: ids that are unique, links that stay within it.

A chapter's article is taken as the book has it. What is long and folded away, such as the rows of
evidence in full, is taken out and packed (see :mod:`companion.book.onefile.packs`); it comes back
when the reader opens it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from lxml import html
from lxml.html import HtmlElement
from markupsafe import escape

from companion import edition

_REFERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list")
_LOCAL = re.compile(r"(?:\.\./d/)?([a-z0-9-]+)\.html(\?[^#]*)?(?:#(.*))?")
_ADDRESS = re.compile(r'"(?:\.\./d/)?[a-z0-9-]+\.html(?:#[^"\s]*)?"')
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_QUOTED = re.compile(r'=(?:"([^"\s\'=<>`]+)")(?=[\s>])')
_ENDS = re.compile(r"</(?:td|th|tr|dt|dd|li|thead|tbody)>")
_AFTER_P = "p|ul|ol|dl|div|section|article|details|figure|table|h[1-6]|hr|pre|form"
_END_OF_P = re.compile(
    rf"</p>\s*(?=<(?:{_AFTER_P})\b|</(?:div|section|article|details|figcaption|li|dd|td)>)"
)
_SPACE = re.compile(r"\s+")
_WHOLE = re.compile(r"(<(?:pre|textarea|script|style)\b.*?</(?:pre|textarea|script|style)>)", re.S)
_UNSTYLED = {
    *("reference", "internal", "external", "docutils", "notranslate", "container", "pre"),
    *("tag_margin", "align-default", "text_html", "text_plain", "arabic"),
}


@dataclass
class Chapter:
    """One page of the book: its name, part and title, its article, and its sections' headings."""

    name: str
    part: str
    article: HtmlElement
    title: str
    headings: list[tuple[str, str]] = field(default_factory=list)


def contents(root: Path = edition.ROOT) -> Iterator[tuple[str, str]]:
    """Each page's name with the part that it opens, "" where it opens none, in order."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    yield Path(toc["root"]).name, ""
    for part in toc["parts"]:
        for number, chapter in enumerate(part["chapters"]):
            yield Path(chapter["file"]).name, "" if number else part["caption"]


def read(book: Path) -> list[Chapter]:
    """The chapters of a built book in the order of its contents, without what only pages need."""
    return [
        _chapter(name, part, (book / "chapters" / f"{name}.html").read_text(encoding="utf-8"))
        for name, part in contents()
    ]


def _chapter(name: str, part: str, text: str) -> Chapter:
    start = text.index('<article class="bd-article"')
    end = text.index("</article>", text.rindex("</section>", start)) + len("</article>")
    article = html.fromstring(text[start:end])
    for link in by_class(article, "headerlink"):
        link.drop_tree()
    for words in by_class(article, "std"):
        words.drop_tag()
    for code in by_class(article, "highlight"):
        pre = code.find(".//pre")
        words = pre.text_content().rstrip()  # colours of code are a third of its weight
        for child in list(pre):
            child.drop_tree()
        pre.text = words
        code.drop_tag()
    for element in article.iter(html.etree.Element):
        _strip(element)
    return Chapter(name, part, article, article.find(".//h1").text_content().strip())


def _strip(element: HtmlElement) -> None:
    """Take off what nothing in the file looks at."""
    kept = [
        name
        for name in element.get("class", "").split()
        if name not in _UNSTYLED and not name.startswith(("datum-", "highlight-"))
    ]
    if kept:
        element.set("class", " ".join(kept))
    else:
        element.attrib.pop("class", None)
    if element.get("id", "").startswith("used-"):
        del element.attrib["id"]  # the page of a row leads back here, and is not in the file
    for attribute in ("data-label", "loading", "title"):
        if not (attribute == "title" and element.tag == "abbr"):
            element.attrib.pop(attribute, None)


def by_class(element: HtmlElement, *names: str) -> list[HtmlElement]:
    """The elements within that have one of the classes, in order."""
    tests = " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in names)
    return list(element.xpath(f".//*[{tests}]"))


def inner(element: HtmlElement) -> str:
    """The HTML within an element."""
    parts = [str(escape(element.text or ""))]
    return "".join(parts + [html.tostring(child, encoding="unicode") for child in element])


class Links:
    """Where everything of the book stands within the file."""

    def __init__(self, chapters: list[Chapter], permanent: Callable[[str], bool]) -> None:
        """``permanent`` says of an id whether it is that of a thing, which keeps it.

        Other ids are unique on their page only: one that is used a second time takes the name of
        its page in front.
        """
        self.pages = {chapter.name for chapter in chapters}
        self.ids: dict[str, dict[str, str]] = {}  # page -> id there -> id here
        taken = set(self.pages)
        for chapter in chapters:
            mine = self.ids.setdefault(chapter.name, {})
            for element in chapter.article.xpath(".//*[@id]"):
                old = element.get("id")
                new = old
                if old in taken or (permanent(old) and not _is_thing(element)):
                    new = f"{chapter.name}--{old}"
                taken.add(new)
                mine.setdefault(old, new)
                element.set("id", new)
        self.taken = taken

    def target(self, page: str, href: str) -> str | None:
        """A link of a page as it leads within the file; None when it does not."""
        if href.startswith("#"):
            return f"#{self.ids[page].get(href[1:], href[1:])}"
        found = _LOCAL.fullmatch(href)
        if not found:
            return None
        other, query, fragment = found[1], found[2] or "", found[3] or ""
        if href.startswith("../d/"):
            thing = other.removeprefix("src-")
            return f"#{thing}" if thing in self.taken else None
        if other not in self.pages:
            return None
        if fragment == "cite" or not fragment:
            return f"{query}#{other}"
        return f"{query}#{self.ids[other].get(fragment, fragment)}"

    def mend(self, chapter: Chapter) -> None:
        """Lead the chapter's links to their places here; words whose target is not here remain."""
        page = chapter.name
        for element in chapter.article.iter(html.etree.Element):
            for name in _REFERS:
                if name in element.attrib:
                    words = element.get(name).split()
                    element.set(name, " ".join(self.ids[page].get(word, word) for word in words))
            if element.tag == "a" and "href" in element.attrib:
                self._mend_link(page, element)

    def _mend_link(self, page: str, link: HtmlElement) -> None:
        href = link.get("href")
        if urlsplit(href).scheme:
            return
        target = self.target(page, href) or edition.canonical(f"chapters/{href}")
        if not target:
            link.tag = "span"
            del link.attrib["href"]
            return
        link.set("href", target)
        if href.endswith("#cite") or "row-id" in link.get("class", "").split():
            link.set("data-cite", _LOCAL.fullmatch(href)[1])  # type: ignore[index]

    def mend_data(self, page: str, text: str) -> str:
        """The same for addresses within the JSON that a page's script reads."""

        def mended(found: re.Match[str]) -> str:
            target = self.target(page, found[0].strip('"'))
            return f'"{target}"' if target else found[0]

        return _ADDRESS.sub(mended, text)


def _is_thing(element: HtmlElement) -> bool:
    """Whether the element is the thing itself: a card, a claim, a passage, a source."""
    return element.tag in ("article", "li") or "passage" in element.get("class", "").split()


def lean(html: str) -> str:
    """The same HTML in fewer characters: no needless quotes, end tags and white space."""

    def attributes(found: re.Match[str]) -> str:
        return _QUOTED.sub(r"=\1", found[0])

    parts = _WHOLE.split(html)
    for n in range(0, len(parts), 2):
        text = _SPACE.sub(" ", parts[n])
        text = _END_OF_P.sub("", _ENDS.sub("", _TAG.sub(attributes, text)))
        parts[n] = re.sub(
            r"\s+(?=<(?:tr|td|th|li|dt|dd|thead|tbody|div|section|ul|ol|p|h\d)\b)", "", text
        )
    return "".join(parts)
