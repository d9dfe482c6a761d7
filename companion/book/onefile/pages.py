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
from bs4 import BeautifulSoup, Tag

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
_UNSTYLED = {"reference", "internal", "external", "docutils", "notranslate", "container", "pre"}


@dataclass
class Chapter:
    """One page of the book: its name, part and title, its article, and its sections' headings."""

    name: str
    part: str
    article: Tag
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
    article = BeautifulSoup(text[start:end], "lxml").find("article")
    assert isinstance(article, Tag)
    for link in article.select("a.headerlink"):
        link.decompose()
    for code in article.select("div.highlight pre"):
        code.string = code.get_text().rstrip()  # colours of code are a third of its weight
    for words in article.select("span.std"):
        words.unwrap()
    for place in article.select("div.highlight"):
        place.unwrap()
    for element in article.find_all(True):
        if "class" in element.attrs:
            element["class"] = [
                name
                for name in element.get_attribute_list("class")
                if name not in _UNSTYLED and not name.startswith(("datum-", "highlight-"))
            ]
            if not element["class"]:
                del element["class"]
        if str(element.get("id", "")).startswith("used-"):
            del element["id"]  # leads back here from the page of a row, which is not in the file
        for attribute in ("data-label", "loading", "title", "tabindex"):
            if attribute in element.attrs and not (attribute == "title" and element.name == "abbr"):
                del element[attribute]
    heading = article.find("h1")
    assert isinstance(heading, Tag)
    return Chapter(name, part, article, heading.get_text().strip())


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
            for element in chapter.article.select("[id]"):
                old = str(element["id"])
                new = old
                if old in taken or (permanent(old) and not _is_thing(element)):
                    new = f"{chapter.name}--{old}"
                taken.add(new)
                mine.setdefault(old, new)
                element["id"] = new
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
        for element in chapter.article.find_all(True):
            for name in _REFERS:
                if name in element.attrs:
                    parts = element[name] if isinstance(element[name], list) else [element[name]]
                    element[name] = " ".join(self.ids[page].get(str(p), str(p)) for p in parts)
            href = element.get("href")
            if element.name != "a" or not isinstance(href, str) or urlsplit(href).scheme:
                continue
            target = self.target(page, href)
            if target is None:
                away = edition.canonical(f"chapters/{href}")
                if away:
                    element["href"] = away
                else:
                    element.name = "span"
                    del element["href"]
                continue
            element["href"] = target
            if href.endswith("#cite") or "row-id" in element.get_attribute_list("class"):
                element["data-cite"] = _LOCAL.fullmatch(href)[1]  # type: ignore[index]

    def mend_data(self, page: str, text: str) -> str:
        """The same for addresses within the JSON that a page's script reads."""

        def mended(found: re.Match[str]) -> str:
            target = self.target(page, found[0].strip('"'))
            return f'"{target}"' if target else found[0]

        return _ADDRESS.sub(mended, text)


def _is_thing(element: Tag) -> bool:
    """Whether the element is the thing itself: a card, a claim, a source, a figure, a table."""
    classes = element.get_attribute_list("class")
    return element.name in ("article", "figure", "li", "details") or "passage" in classes


def lean(html: str) -> str:
    """The same HTML in fewer characters: no needless quotes, end tags and white space."""

    def attributes(found: re.Match[str]) -> str:
        return _QUOTED.sub(r"=\1", found[0])

    parts = _WHOLE.split(html)
    for n in range(0, len(parts), 2):
        text = _SPACE.sub(" ", parts[n])
        text = _END_OF_P.sub("", _ENDS.sub("", _TAG.sub(attributes, text)))
        parts[n] = re.sub(r"\s+(?=<(?:tr|td|th|li|dt|dd|thead|tbody|div|section|ul|ol|p|h\d)\b)", "", text)
    return "".join(parts)
