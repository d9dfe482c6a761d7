"""What Zotero makes of the head of a page: its rules for embedded metadata, restated.

Restated from zotero/translators, ``Embedded Metadata.js`` (lastUpdated 2024-06-13) with ``RDF.js``,
which it loads, and from Zotero's ``cleanAuthor``; only what these pages can meet. The traps:

- A tag is split at ``. : _``. If its second of three or more parts is a known prefix it is a
  statement of that vocabulary: ``citation_book_title`` is one of Open Graph's books and makes no
  book section; ``citation_inbook_title`` does.
- Names of tags are compared by their end, and the first tag that fits is taken.
- An author without a comma is split before the last word, a body's name too; with a comma that
  nothing follows, the whole is one name.
- The type that ``citation_…`` tags give stands above what the vocabularies say.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup

Item = dict[str, Any]

PREFIXES = {
    "bib", "bibo", "dc", "dcterms", "prism", "foaf", "vcard", "link", "z", "eprint", "eprints",
    "og", "article", "book", "music", "video", "so", "codemeta", "rdf",
}  # fmt: skip
HIGHWIRE = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_cover_date": "date",
    "citation_date": "date",
    "citation_journal_title": "publicationTitle",
    "citation_inbook_title": "publicationTitle",
    "citation_book_title": "bookTitle",
    "citation_volume": "volume",
    "citation_publisher": "publisher",
    "citation_isbn": "ISBN",
    "citation_abstract": "abstractNote",
    "citation_doi": "DOI",
    "citation_public_url": "url",
    "citation_language": "language",
}
TYPES = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_inbook_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}
# field <- statements, the first that is there
RDF = {
    "title": ["dc:title", "dcterms:title", "og:title"],
    "publicationTitle": ["prism:publicationName", "dc:source"],
    "rights": ["prism:copyright", "dc:rights"],
    "volume": ["prism:volume", "bibo:volume"],
    "edition": ["prism:edition", "bibo:edition"],
    "pages": ["bib:pages", "bibo:pages"],
    "publisher": ["dc:publisher", "dcterms:publisher"],
    "place": ["eprints:place_of_pub"],
    "date": ["prism:publicationDate", "og:published_time", "dc:date"],
    "ISBN": ["bibo:isbn", "book:isbn"],
    "DOI": ["bibo:doi"],
    "url": ["og:url", "bibo:uri"],
    "abstractNote": ["og:description", "dc:description"],
    "language": ["dc:language"],
}
ITEM_TYPES = {
    "book", "bookSection", "journalArticle", "magazineArticle", "newspaperArticle", "report",
    "thesis", "webpage", "document", "encyclopediaArticle", "manuscript",
}  # fmt: skip
_ENDS = re.compile(r"^[\s.,/\[\]:]+|[\s.,/\[\]:]+$")


def _tags(soup: BeautifulSoup) -> list[tuple[str, str]]:
    """Tags in order; one without content is passed over, and a page should have none."""
    pairs = [(tag.get("name") or tag.get("property"), tag.get("content")) for tag in soup("meta")]
    return [(str(name), str(value)) for name, value in pairs if name and value]


def _statement(tag: str) -> str:
    """``prism:edition`` for a tag of a known vocabulary; "" for any other."""
    parts = re.split(r"[.:_]", tag)
    for number in (1, 0) if len(parts) > 2 else (0,):
        prefix = parts[number].lower()
        if prefix in PREFIXES and len(parts) > 1:
            rest = tag[len("_".join(parts[: number + 1])) + 1 :]
            return f"{prefix}:{rest[:1].lower()}{rest[1:]}"
    return ""


def clean_author(name: str, kind: str) -> dict[str, str]:
    """``ZU.cleanAuthor``: a name of two parts, or of one."""
    inverted = "," in name
    bare = _ENDS.sub("", name)
    if inverted:
        last, _, first = bare.partition(",")
        first = first.strip()
    else:
        first, _, last = bare.rpartition(" ")
    initials = [f"{part}." if re.fullmatch("-?[A-ZА-Я]", part) else part for part in first.split()]
    return {"creatorType": kind, "firstName": " ".join(initials), "lastName": last}


def _creators(names: list[str], kind: str) -> list[dict[str, str]]:
    split = [one for name in names for one in re.split(r"\s*;\s*", name)]
    if len(split) == 1 == len(names):
        by_comma = re.split(r"\s*,\s*", split[0])
        if len(by_comma) > 1 and " " in by_comma[0] and " " in by_comma[1]:
            split = by_comma
    return [clean_author(name, kind) for name in split if re.search(r"[^\s,.;-]", name)]


def read(html: str, address: str) -> Item:
    """The item that Zotero saves from a page opened at ``address``; {} when it offers none."""
    soup = BeautifulSoup(html, "html.parser")
    tags = _tags(soup)
    said: dict[str, list[str]] = {}
    highwire, guess = "", ""
    for name, value in tags:
        if statement := _statement(name):
            said.setdefault(statement, []).append(value)
            continue
        short = name[name.rfind("citation_") :] if "citation_" in name else name
        highwire = TYPES.get(short, highwire)
        if short in {"citation_title", "citation_series_title"}:
            guess = guess or "journalArticle"
        if short == "citation_isbn":
            guess = "book"
    if not (highwire or guess or said):
        return {}
    item: Item = {"itemType": _type(said, guess)}
    for field, names in RDF.items():
        found = next((said[name] for name in names if name in said), [])
        if found:
            item[field] = found[0]
    creators = [
        clean_author(name, kind)
        for kind, term in (("author", "dc:creator"), ("editor", "bib:editors"))
        for name in said.get(term, [])
    ]
    _add_highwire(item, tags)
    authors = [value for name, value in tags if name.endswith("citation_author")]
    item["creators"] = _creators(authors, "author") or creators
    item["itemType"] = highwire or item["itemType"]
    _add_low_quality(item, soup, address)
    if item["itemType"] == "bookSection" and "publicationTitle" in item:
        # publicationTitle is the base field of bookTitle
        item.setdefault("bookTitle", item.pop("publicationTitle"))
    return item


def _type(said: dict[str, list[str]], guess: str) -> str:
    zotero = next(iter(said.get("z:itemType", [])), "")
    if zotero in ITEM_TYPES:
        return zotero
    graph = next(iter(said.get("og:type", [])), "")
    return {"book": "book", "website": "webpage"}.get(graph, "") or guess or "webpage"


def _add_highwire(item: Item, tags: list[tuple[str, str]]) -> None:
    for ending, field in HIGHWIRE.items():
        value = next((value for name, value in tags if name.endswith(ending)), "")
        if value.strip():
            item[field] = " ".join(value.split())


def _add_low_quality(item: Item, soup: BeautifulSoup, address: str) -> None:
    whole = item.get("publicationTitle", "")
    title = item.get("title") or (soup.title.get_text() if soup.title else "")
    if whole:
        title = re.sub(rf"\s*[-–—=_:|~#]\s*{re.escape(whole)}\s*$", "", title, flags=re.IGNORECASE)
    item["title"] = title
    if "url" not in item:
        link = soup.find("link", rel="canonical")
        item["url"] = str(link["href"]) if link else address
    item["url"] = urljoin(address, item["url"])
    if "language" not in item and soup.html and soup.html.get("lang"):
        item["language"] = str(soup.html["lang"])
