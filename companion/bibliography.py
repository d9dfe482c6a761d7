"""The bibliography ``data/references.bib`` and the ``source`` cells that point into it."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from functools import lru_cache

from pybtex.database import Entry, parse_file

from companion import data

_CITATION = re.compile(r"^(?P<key>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\[(?P<locator>[^\[\];]+)\])?$")

# keywords field of an entry -> heading on the sources page
KINDS = {
    "primary-document": "Documents and collections of documents",
    "official-history": "Official histories and reports",
    "scholarship": "Scholarship",
    "memoir": "Memoirs and speeches",
    "press": "Press",
    "encyclopaedia": "Encyclopaedias",
    "web-compilation": "Compilations on the web",
    "discussion": "Discussions that quote other works",
}


@dataclass(frozen=True)
class Citation:
    """One item of a ``source`` cell: a bibliography key and, where known, a locator."""

    key: str
    locator: str | None = None


def citations(cell: str) -> list[Citation]:
    """Parse a ``source`` cell, ``key[locator];key2``, into citations.

    Raises ValueError that quotes the item which is not of that form.
    """
    found = []
    for item in cell.split(";"):
        match = _CITATION.match(item)
        if not match:
            raise ValueError(f"source {item!r}: expected key or key[locator], several joined by ;")
        found.append(Citation(match["key"], match["locator"]))
    return found


@lru_cache
def entries() -> dict[str, Entry]:
    """Bibliography key -> pybtex entry, in the order of the file."""
    return dict(parse_file(str(data.ROOT / "references.bib"), bib_format="bibtex").entries)


def entry(key: str) -> Entry:
    """The entry of that key. Raises KeyError when the bibliography has none."""
    try:
        return entries()[key]
    except KeyError:
        raise KeyError(f"no source {key!r} in references.bib") from None


def plain(text: str) -> str:
    """BibTeX text without its braces and escapes."""
    return re.sub(r"\\([&%$#_{}])", r"\1", re.sub(r"(?<!\\)[{}]", "", text)).replace("--", "–")


@lru_cache
def short(key: str) -> str:
    """A source in the margin's form: a usual abbreviation, or who (else the title) and the year."""
    found = entry(key)
    if "shorthand" in found.fields:
        return plain(found.fields["shorthand"])
    people = found.persons.get("author") or found.persons.get("editor") or []
    families = [plain(" ".join(p.prelast_names + p.last_names)) for p in people]
    who = f"{families[0]} and others" if len(families) > 2 else " and ".join(families)
    if who == "Wikipedia contributors":
        return f"{plain(found.fields['booktitle'])}, {_title(found)}"
    year = found.fields.get("year", "")
    if who and year:
        return f"{who} {year}"
    return ", ".join(part for part in (who, f"{_title(found)} {year}".strip()) if part)


def _title(found: Entry) -> str:
    """The title in quotation marks, in English where the entry gives it so, cut to a few words."""
    english = "langid" not in found.fields or "titleaddon" not in found.fields
    title = plain(found.fields["title" if english else "titleaddon"])
    return f"‘{textwrap.shorten(title, 60, placeholder=' …')}’"


def short_citation(citation: Citation) -> str:
    """``Giangreco 1997, 535``: the margin's form with the locator."""
    words = short(citation.key)
    return f"{words}, {citation.locator}" if citation.locator else words


@lru_cache
def rows_citing() -> dict[str, list[str]]:
    """Bibliography key -> ids of the rows that rest on it, in the order of the tables."""
    found: dict[str, list[str]] = {key: [] for key in entries()}
    for table in (name for name in data.names() if "source" in data.schema(name)):
        for row_id, cell in data.load(table)["source"].dropna().items():
            for citation in citations(cell):
                found.setdefault(citation.key, []).append(str(row_id))
    return found
