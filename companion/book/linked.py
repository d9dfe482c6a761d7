"""What the pages are, as linked data (JSON-LD) in the words of schema.org.

A chapter is a ``Chapter`` of a ``Book``, a table a ``Dataset``, a claim a ``Claim``, a figure an
``ImageObject``; a row is a ``CreativeWork``, part of its table, whose main entity is what the row
tells of: an ``Observation``, a ``Place``, a ``Person``, an ``Event``. Addresses are relative to the
page while the book has none of its own, as JSON-LD allows.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd
from markupsafe import Markup

from companion import bibliography, data, edition, figures, tables, views
from companion.book.render import ASSETS
from companion.citing import FIGURE, SOURCE, TABLE, book_item
from companion.csl import Item

Node = dict[str, Any]

TAKE = "chapters/take-the-data"  # the page that offers all tables together
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
# The type of a work by CSL's: where schema.org has none, it is a work of its most general kind.
_WORKS = {
    "article-journal": "ScholarlyArticle", "article-magazine": "Article",
    "article-newspaper": "NewsArticle", "book": "Book", "chapter": "Chapter",
    "entry-encyclopedia": "Article", "report": "Report", "thesis": "Thesis", "webpage": "WebPage",
}  # fmt: skip


def script(*nodes: Node) -> Markup:
    """The nodes as a script of linked data; nothing in them can end it."""
    whole = nodes[0] if len(nodes) == 1 else {"@graph": list(nodes)}
    text = json.dumps(
        {"@context": "https://schema.org", **whole}, ensure_ascii=False, separators=(",", ":")
    )
    for mark in "<>&":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))


def at(path: str, here: str) -> str:
    """The address of a path of the book: the published one, else as it is seen from ``here``."""
    return edition.canonical(path) or posixpath.relpath(path, posixpath.dirname(here) or ".")


def filled(node: Node) -> Node:
    """The node without what is blank."""
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}


def people(item: Item, role: str = "author") -> list[Node]:
    """The persons and bodies of a CSL record."""
    found = []
    for person in item.get(role, ()):
        if "literal" in person:
            found.append({"@type": "Organization", "name": person["literal"]})
        else:
            name = " ".join(filter(None, map(person.get, ("given", "family", "suffix"))))
            found.append({"@type": "Person", "name": name})
    return found


@lru_cache
def licences() -> list[str]:
    """The addresses of the licences, of prose and data first."""
    named = edition.record()["license"]
    mine = [entry["path"] for entry in data.package()["licenses"]]
    known = {entry["name"] for entry in data.package()["licenses"]}
    return mine + [f"https://spdx.org/licenses/{name}.html" for name in named if name not in known]


def released() -> str:
    """The day of this version's release, else its year."""
    return str(edition.record().get("date-released") or edition.year())


def book(here: str) -> Node:
    """The book in short, as the whole of which something is a part."""
    root = edition.canonical("") if edition.base() else at("index.html", here)
    return {"@type": "Book", "@id": root, "name": edition.record()["title"]}


def front(here: str, chapters: Sequence[tuple[str, str]], image: str = "") -> Node:
    """The book in full, for its first page; ``chapters`` are paths with titles, in order."""
    record, item = edition.record(), book_item()
    short = book(here)
    return filled(
        {
            **short,
            "url": short["@id"],
            "description": " ".join(record["abstract"].split()),
            "author": people(item),
            "publisher": people(item),
            "datePublished": released(),
            "version": str(record["version"]),
            "inLanguage": item["language"],
            "license": licences(),
            "keywords": record["keywords"],
            "isAccessibleForFree": True,
            "image": image,
            "citation": [reference(entry) for entry in record["references"]],
            "hasPart": [
                {"@type": "Chapter", "name": title, "url": at(path, here)}
                for path, title in chapters
            ],
        }
    )


def chapter(here: str, title: str, position: int, description: str = "", image: str = "") -> Node:
    """A page of the contents as a chapter of the book."""
    item = book_item()
    return filled(
        {
            "@type": "Chapter",
            "@id": at(here, here),
            "url": at(here, here),
            "name": title,
            "description": description,
            "position": position,
            "isPartOf": book(here),
            "author": people(item),
            "datePublished": released(),
            "version": str(edition.record()["version"]),
            "inLanguage": item["language"],
            "license": licences()[0],
            "image": image,
        }
    )


def chapter_of(address: str, title: str, here: str) -> Node:
    """A chapter in short, by the address under which a page in its folder knows it."""
    path = posixpath.normpath(posixpath.join("chapters", address))
    return {"@type": "Chapter", "@id": at(path, here), "name": title}


def reference(entry: Mapping[str, Any]) -> Node:
    """A reference of ``CITATION.cff``, the two texts among them."""
    kind = "Book" if entry["type"] == "book" else "Article"
    authors = [{"@type": "Person", "name": _name(person)} for person in entry["authors"]]
    node = {"@type": kind, "name": entry["title"], "author": authors}
    return filled({**node, "datePublished": str(entry.get("year", ""))})


def _name(person: Mapping[str, str]) -> str:
    return f"{person['given-names']} {person['family-names']}"


def dataset_address(table: str, here: str) -> str:
    """The address by which a table is known as a data set; that of all tables for ""."""
    path = f"chapters/{views.page_of(table)}" if table else TAKE
    return f"{at(f'{path}.html', here)}#dataset"


def interval(first: Any, last: Any) -> str:
    """``1945-04-01/1945-06-30``, or one day; "" where there is none."""
    if pd.isna(first) or pd.isna(last):
        return ""
    days = [f"{day:%Y-%m-%d}" for day in (first, last)]
    return days[0] if days[0] == days[1] else "/".join(days)


# --- the pages of single things ------------------------------------------------------------------


def _sources(cell: object) -> list[str]:
    """The works of a ``source`` cell in their short form, without the places in them."""
    cited = bibliography.citations(cell) if isinstance(cell, str) and cell else []
    return list(dict.fromkeys(bibliography.short(citation.key) for citation in cited))


def _day(cell: object) -> str:
    """A day, month or year as ISO 8601 has it; "" for dates that say more or less than that."""
    return str(cell) if _DAY.fullmatch(str(cell)) else ""


def _number(value: float) -> float | int | None:
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _entity(row_id: str, row: pd.Series) -> Node:
    """What a row tells of, where schema.org has a word for it; {} where it has none."""
    home = data.table_of(row_id)
    if "best" in row.index:
        return {
            "@type": "Observation",
            "variableMeasured": row["measure"],
            "value": _number(row["best"]),
            "minValue": _number(row["low"]),
            "maxValue": _number(row["high"]),
            "unitText": views.words(row["unit"]),
        }
    if home == "places":
        point = {"latitude": _number(row["latitude"]), "longitude": _number(row["longitude"])}
        geo = {"@type": "GeoCoordinates", **point} if None not in point.values() else {}
        return {"@type": "Place", "name": row["name"], "geo": geo}
    if home == "people":
        if row["kind"] == "body":
            return {"@type": "Organization", "name": row["name"]}
        life = {"birthDate": _day(row["born"]), "deathDate": _day(row["died"])}
        return {"@type": "Person", "name": row["name"], **life}
    if home in {"campaign_events", "diplomacy_events"}:
        start = _day(row["date"]) or f"{row['earliest']:%Y-%m-%d}"
        return {"@type": "Event", "name": row["event"], "startDate": start}
    return {}


def _part(name: str, title: str, here: str) -> Node:
    return {"name": title, "identifier": name, "url": at(here, here)}


def row(row_id: str, title: str, here: str) -> Node:
    """A row of evidence, as a part of its table, whose licence it shares."""
    found, home = data.row(row_id), data.table_of(row_id)
    return filled(
        {
            "@type": "CreativeWork",
            **_part(row_id, title, here),
            "isPartOf": {"@type": "Dataset", "@id": dataset_address(home, here)},
            "temporalCoverage": interval(found.get("earliest"), found.get("latest")),
            "mainEntity": filled(_entity(row_id, found)),
            "citation": _sources(found["source"]),
        }
    )


def claim(claim_id: str, title: str, here: str) -> Node:
    """A claim of one of the two texts."""
    found = data.row(claim_id)
    mark = f"({data.row(found['passage'])['text']})"
    text = next((e for e in edition.record()["references"] if mark in e.get("notes", "")), None)
    return filled(
        {
            "@type": "Claim",
            **_part(claim_id, title, here),
            "appearance": reference(text) if text else {},
            "isPartOf": book(here),
            "citation": _sources(found["source"]),
            "license": licences()[0],
        }
    )


def figure(figure_id: str, home: Node, here: str) -> Node:
    """A figure of the chapter ``home``, as the picture of it that can be taken away."""
    found = figures.registry()[figure_id]
    return {
        "@type": "ImageObject",
        **_part(f"{FIGURE}{figure_id}", found.title, here),
        "contentUrl": at(f"{ASSETS}/{figure_id}.png", here),
        "encodingFormat": "image/png",
        "isPartOf": home,
        "license": licences()[0],
    }


def listing(table_id: str, home: Node, here: str) -> Node:
    """A table of the chapter ``home``."""
    found = tables.registry()[table_id]
    named = _part(f"{TABLE}{table_id}", found.title, here)
    return {"@type": "Table", **named, "isPartOf": home, "license": licences()[0]}


def work(item: Item, here: str) -> Node:
    """A source, of which a page of the book tells."""
    kind = _WORKS.get(item["type"], "CreativeWork")
    issued = item.get("issued", {}).get("date-parts", [[""]])[0]
    whole = item.get("container-title", "")
    publisher = item.get("publisher", "")
    return filled(
        {
            "@type": kind,
            "name": re.sub("<[^>]+>", "", item["title"]),
            "author": people(item),
            "editor": [one for one in people(item, "editor") if one["@type"] == "Person"],
            "datePublished": "-".join(f"{part:02}" if part else "" for part in issued),
            "publisher": {"@type": "Organization", "name": publisher} if publisher else {},
            "isPartOf": {"@type": "CreativeWork", "name": whole} if whole else {},
            "isbn": item.get("ISBN", "") if kind == "Book" else "",
            "inLanguage": item.get("language", ""),
            "url": item.get("URL", ""),
            "identifier": item["id"].removeprefix(SOURCE),
            "mainEntityOfPage": at(here, here),
        }
    )
