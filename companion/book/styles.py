"""Style sheets of the themes without the rules that no page of the book can use.

A theme brings rules for everything that a site could have; a reader on a bad connection would wait
for them before the first view. A rule stays when each class that its selector names occurs in some
page or script of the book, so that what a script adds later keeps its looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx

_SHEETS = ("bootstrap.css", "pydata-sphinx-theme.css", "sphinx-book-theme.css", "mystnb.*.css")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_ATTRIBUTE = re.compile(r'\bclass="([^"]*)"')
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_WORD = re.compile(r"[\w-]+")
# What says nothing of the classes that an element must have.
_ELSE = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]")


def blocks(sheet: str) -> Iterator[tuple[str, str | None]]:
    """The parts of a style sheet without comments: what stands before a brace, what is within it.

    None within stands for a statement that ends in a semicolon, such as ``@import``.
    Raises ValueError when braces do not match.
    """
    start = at = 0
    while at < len(sheet):
        if sheet[at] == ";":
            yield sheet[start : at + 1].strip(), None
            start = at = at + 1
        elif sheet[at] == "{":
            depth, end = 1, at + 1
            while depth:
                found = re.compile(r"[{}]").search(sheet, end)
                if not found:
                    raise ValueError("a brace is not closed")
                depth, end = depth + (1 if found[0] == "{" else -1), found.end()
            yield sheet[start:at].strip(), sheet[at + 1 : end - 1]
            start = at = end
        else:
            at += 1
    if sheet[start:].strip():
        raise ValueError("a brace is not opened")


def used(sheet: str, words: set[str]) -> str:
    """The style sheet without the selectors that name a class which is not among ``words``."""
    kept = []
    for head, body in blocks(_COMMENT.sub("", sheet)):
        if body is None:
            kept.append(head)
        elif head.startswith(("@media", "@supports", "@layer")):
            if inner := used(body, words):
                kept.append(f"{head}{{{inner}}}")
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}")
        else:
            # a comma within brackets parts no selectors: such a rule stays or goes as a whole
            simple = "(" not in head and "[" not in head
            parts = head.split(",") if simple else [head]
            left = [part for part in parts if _may_match(part, words)]
            if left:
                kept.append(f"{','.join(left)}{{{body}}}")
    return "".join(kept)


def _may_match(selector: str, words: set[str]) -> bool:
    if "," in (plain := _ELSE.sub("", selector)):
        return any(_may_match(part, words) for part in plain.split(","))
    return words.issuperset(_CLASS.findall(plain))


def words_of(book: Path) -> set[str]:
    """The classes of all pages of a built book, and every word of its scripts and bare pages."""
    found: set[str] = set()
    for page in book.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        found.update(word for names in _ATTRIBUTE.findall(text) for word in names.split())
        for script in re.findall(r"<script\b.*?</script>", text, re.S):
            found.update(_WORD.findall(script))
    for script in book.rglob("*.js"):
        if "figures" not in script.parts:
            found.update(_WORD.findall(script.read_text(encoding="utf-8")))
    return found


def lighten(app: Sphinx, exception: Exception | None) -> None:
    """After an HTML build: leave in the themes' style sheets what the book can use."""
    if exception or app.builder.name != "html":
        return
    book = Path(app.outdir)
    words = words_of(book)
    for pattern in _SHEETS:
        for sheet in book.glob(f"_static/**/{pattern}"):
            text = sheet.read_text(encoding="utf-8")
            sheet.write_text(used(text, words), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the step with Sphinx, after everything that writes pages or scripts."""
    app.connect("build-finished", lighten, priority=950)
