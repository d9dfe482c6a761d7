"""How everything in the file is cited: taken from the built pages, two of the seven forms."""

from __future__ import annotations

import html
import re
from pathlib import Path

# The numbers are those of ``companion.book.cite``: the first is Chicago's note, the fifth BibTeX.
_FORM = re.compile(r'<(p|pre) id="cite-[^"]+-([04])">(.*?)</\1>', re.S)
_LINK = re.compile(r"<a [^>]*>(.*?)</a>")
_SPAN = re.compile(r"</?span[^>]*>")


def of_page(text: str) -> list[str] | None:
    """A page's note, as HTML, and its BibTeX entry, as text; None when it has none."""
    found = {number: words for _, number, words in _FORM.findall(text)}
    if set(found) != {"0", "4"}:
        return None
    note = _LINK.sub(r"\1", _SPAN.sub("", found["0"]))
    return [note, html.unescape(found["4"])]


def of_book(book: Path, chapters: list[str]) -> dict[str, list[str]]:
    """Name of each chapter, row, claim, figure, table and source -> its two forms."""
    found = {}
    pages = [book / "chapters" / f"{name}.html" for name in chapters]
    for path in [*pages, *sorted((book / "d").glob("*.html"))]:
        forms = of_page(path.read_text(encoding="utf-8"))
        if forms:
            found[path.stem] = forms
    return found
