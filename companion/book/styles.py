"""Style sheets of the themes without the rules that no page of the book can use.

A theme brings rules for everything that a site could have; a reader on a bad connection would wait
for them before the first view. A rule stays when each class that its selector names occurs in some
page or script of the book, so that what a script adds later keeps its looks.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import tinycss2
from sphinx.application import Sphinx

from companion.book.beside import side_by_side

_SHEETS = ("bootstrap.css", "pydata-sphinx-theme.css", "sphinx-book-theme.css", "mystnb.*.css")
_ATTRIBUTE = re.compile(r'\bclass="([^"]*)"')
_WORD = re.compile(r"[\w-]+")
_GROUPS = {"media", "supports", "layer"}  # rules that hold others


def used(sheet: str, words: set[str]) -> str:
    """The style sheet without the selectors that name a class which is not among ``words``.

    Raises ValueError when it cannot be parsed.
    """
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return "".join(_used(rules, words))


def _used(rules: list[Any], words: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "error":
            raise ValueError(f"line {rule.source_line}: {rule.message}")
        if rule.type == "qualified-rule":
            left = [part for part in _selectors(rule.prelude) if words.issuperset(_classes(part))]
            if left:
                head = ",".join(tinycss2.serialize(part).strip() for part in left)
                yield f"{head}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.lower_at_keyword in _GROUPS and rule.content is not None:
            inner = tinycss2.parse_rule_list(rule.content, skip_whitespace=True)
            if kept := "".join(_used(inner, words)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}"
        else:
            yield rule.serialize()


def _selectors(prelude: list[Any]) -> Iterator[list[Any]]:
    """What stands between the commas; those within brackets part nothing."""
    for comma, part in itertools.groupby(prelude, lambda token: token == ","):
        if not comma:
            yield list(part)


def _classes(selector: list[Any]) -> set[str]:
    """The classes that an element and those around it must have: what stands in no bracket."""
    return {
        name.value
        for dot, name in itertools.pairwise(selector)
        if dot == "." and name.type == "ident"
    }


def words_in(files: Iterable[Path]) -> set[str]:
    """The classes of pages, and every word of scripts, be they in pages or files of their own."""
    found: set[str] = set()
    for file in files:
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".js":
            found.update(_WORD.findall(text))
            continue
        found.update(word for names in _ATTRIBUTE.findall(text) for word in names.split())
        for script in re.findall(r"<script\b.*?</script>", text, re.S):
            found.update(_WORD.findall(script))
    return found


def files_of(book: Path) -> list[Path]:
    """The pages and scripts of a built book, but for those that hold a figure each."""
    found = [*book.rglob("*.html"), *book.rglob("*.js")]
    return [file for file in found if "figures" not in file.parts]


def lighten(app: Sphinx, exception: Exception | None) -> None:
    """After an HTML build: leave in the themes' style sheets what the book can use."""
    if exception or app.builder.name != "html":
        return
    book = Path(app.outdir)
    files = files_of(book)
    parts = [partial(words_in, files[first :: app.parallel]) for first in range(app.parallel)]
    words = set().union(*side_by_side(app, parts))
    for pattern in _SHEETS:
        for sheet in book.glob(f"_static/**/{pattern}"):
            text = sheet.read_text(encoding="utf-8")
            sheet.write_text(used(text, words), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the step with Sphinx, after everything that writes pages or scripts."""
    app.connect("build-finished", lighten, priority=950)
