"""The bibliography ``data/references.bib`` and the ``source`` cells that point into it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase

from pybtex.database import Entry, parse_file

from companion import data
from companion.text import listed

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
    """A source in the margin's form: a usual abbreviation, or who (else the title) and the year.

    Works of one author and year bear the letters that they have in the bibliography.
    """
    found = entry(key)
    if "shorthand" in found.fields:
        return plain(found.fields["shorthand"])
    who, year = _who(found), found.fields.get("year", "")
    if who == "Wikipedia contributors":
        return f"{plain(found.fields['booktitle'])}, {_title(found)}"
    if who and year:
        return f"{who} {year}{letter(key)}"
    title = _title(found)
    if not who and found.type == "inreference":  # listed under the name of the encyclopaedia
        who, year = plain(found.fields["booktitle"]).removeprefix("The "), ""
    if re.search(rf"\b{year}\b", title):  # a treaty's own date says it
        year = ""
    between = ", " if described(found) else " "
    return ", ".join(part for part in (who, between.join(filter(None, (title, year)))) if part)


def _who(found: Entry) -> str:
    """Authors, else editors, by family name; "" where there are none."""
    people = found.persons.get("author") or found.persons.get("editor") or []
    families = [plain(" ".join(p.prelast_names + p.last_names)) for p in people]
    if found.type == "incollection" and families == [plain(found.fields.get("publisher", ""))]:
        return ""  # a body that publishes a series: the bibliography lists its parts by title
    return f"{families[0]} and others" if len(families) > 2 else " and ".join(families)


def letter(key: str) -> str:
    """What tells a work from others of its author and year, which go by title; else ""."""
    return _letters().get(key, "")


@lru_cache
def _letters() -> dict[str, str]:
    """Bibliography key -> its letter; works with a shorthand are cited by that, and need none.

    The order is that of the bibliography's style, which a cell in the browser cannot ask.
    """
    alike: dict[tuple[str, str], list[str]] = {}
    for key, found in entries().items():
        who, year = _who(found), found.fields.get("year", "")
        if who and year and "shorthand" not in found.fields:
            alike.setdefault((who, year), []).append(key)
    return {
        key: letter
        for keys in alike.values()
        if len(keys) > 1
        for key, letter in zip(sorted(keys, key=_by_title), ascii_lowercase, strict=False)
    }


def _by_title(key: str) -> str:
    return plain(entry(key).fields["title"]).casefold()


# What a title quotes: the mark at its end is no apostrophe within a word.
_QUOTED = re.compile(r"‘(.*?)’(?!\w)|(?<!\w)'(.*?)'(?!\w)")


def translated(found: Entry) -> bool:
    """Whether the title is in another language, and its addition the English of it."""
    return "langid" in found.fields and "titleaddon" in found.fields


def described(found: Entry) -> bool:
    """Whether the title is this book's own description of what showed none."""
    return found.fields.get("note", "").startswith("Descriptive title")


def stands_in_english(found: Entry) -> bool:
    """Whether the list has the work under its English title: no author leads the reader to it."""
    return translated(found) and not _who(found) and found.type != "inreference"


def _title(found: Entry) -> str:
    """The title in English where the entry gives it so, cut to a few words.

    In quotation marks, but for a description, which nobody wrote as a title.
    """
    title = plain(found.fields["titleaddon" if translated(found) else "title"])
    few = textwrap.shorten(_QUOTED.sub(r"“\1\2”", title), 60, placeholder=" …")
    few += "”" if few.count("“") > few.count("”") else ""
    return few if described(found) else f"‘{few}’"


def short_citation(citation: Citation) -> str:
    """``Giangreco 1997, 535``: the margin's form with the locator."""
    return located(citation.key, [citation.locator] if citation.locator else [])


def located(key: str, locators: Iterable[str]) -> str:
    """The margin's form with places in the source, each once, in order.

    Several sections are told in one. What adds nothing is left out: a place that is part of
    another ("doc. 598" of "doc. 598, ratio table") or less exact ("about p. 535" beside
    "p. 535"), one that only says the title again, and one that is the end of the address.
    """
    found, words, places = entry(key), short(key), list(dict.fromkeys(locators))
    address = found.fields.get("url", "")
    more = [
        place
        for place in places
        if f"‘{place}’" not in words
        and f"/{place}." not in address
        and not any(
            f", {place.removeprefix('about ')}, " in f", {other}, "
            for other in places
            if other != place
        )
    ]
    if "shorthand" in found.fields and found.fields["keywords"] == "encyclopaedia":
        more = [_article(place) for place in more]
    return ", ".join([words, *_sections(more)])


def _article(place: str) -> str:
    """An article of an encyclopaedia as the title that it is; a place in it begins in lower case.

    >>> _article("Treaty of Friendship, Alliance and Mutual Assistance, infobox")
    '‘Treaty of Friendship, Alliance and Mutual Assistance’, infobox'
    """
    title, *rest = re.split(r"(, (?=[a-z]))", place, maxsplit=1)
    return "".join([f"‘{title}’", *rest])


def _sections(places: list[str]) -> list[str]:
    """Places with those that are a "section on" something as one: ``sections on A, B and C``."""
    one, several = "section on ", "sections on "
    topics = [place.removeprefix(one) for place in places if place.startswith(one)]
    if len(topics) < 2:
        return places
    together = several + listed(topics)
    return list(dict.fromkeys(together if p.startswith(one) else p for p in places))


@lru_cache
def rows_citing() -> dict[str, list[str]]:
    """Bibliography key -> ids of the rows that rest on it, in the order of the tables."""
    found: dict[str, list[str]] = {key: [] for key in entries()}
    for table in (name for name in data.names() if "source" in data.schema(name)):
        for row_id, cell in data.load(table)["source"].dropna().items():
            for citation in citations(cell):
                found.setdefault(citation.key, []).append(str(row_id))
    return found
