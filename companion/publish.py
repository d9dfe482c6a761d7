"""What stands between a built book and the public: no private book, no words of the two texts."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

from companion import owncopy
from companion.texts import align, normalise

PRIVATE = "data-companion-private"
LONGEST = 8  # words in a row that a page may share with a copy
_ENDS = {".html", ".md", ".ipynb", ".csv", ".txt", ".json", ".svg"}
_TAG = re.compile("<[^<>]*>")


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word for word, _, _ in normalise(text)]
    return {tuple(words[n : n + LONGEST + 1]) for n in range(len(words) - LONGEST)}


def faults(book: Path, copies: Path | None = None) -> list[str]:
    """Why the built book must not be published, each with its file; [] when it may.

    Passages are looked for by their fingerprints, which needs no copy; with a folder of copies,
    also every run of more than ``LONGEST`` words of a passage.
    """
    supplied = owncopy.words_in(copies) if copies else {}
    runs = {name: _runs(words) for name, words in supplied.items()}
    found = []
    for path in sorted(p for p in book.rglob("*") if p.suffix in _ENDS):
        text = path.read_text(encoding="utf-8", errors="replace")
        name = path.relative_to(book).as_posix()
        if PRIVATE in text:
            found.append(f"{name}: a page of a private book")
        plain = html.unescape(_TAG.sub(" ", text))
        leaked = {
            place.passage
            for passages in owncopy.fingerprints().values()
            for place in align(plain, passages)
        }
        if runs:
            mine = _runs(plain)
            leaked |= {passage for passage, its in runs.items() if its & mine}
        if leaked:
            found.append(f"{name}: words of the passages {', '.join(sorted(leaked))}")
    return found


def prepare(book: Path, site: Path) -> None:
    """Copy the book to where Pages takes it from, in place of what was there."""
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(book, site)
    (site / ".nojekyll").touch()
