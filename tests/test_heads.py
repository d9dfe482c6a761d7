"""Heads of pages tell programs what they are: Zotero, readers of linked data, of Open Graph."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
import rdflib
import zotero
from bs4 import BeautifulSoup
from docutils.core import publish_doctree
from rdflib import namespace

from companion import citing, csl, data, edition, export, figures, owncopy, tables
from companion.book import datasets, downloads, heads, linked, share, sitemap
from conftest import HTML, PAGES, page

BASE = "https://example.org/august/"
LOCAL = "file:///home/reader/book/"
BOOK = edition.record()["title"]
WHO = "The August 1945 companion’s contributors"
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
FILES = [
    export.File("august-1945.xlsx", 12, "0" * 64),
    *(export.File(f"csv/{name}.csv", 12, "0" * 64) for name in data.names()),
]


@pytest.fixture(params=["", BASE], ids=["without an address", "with an address"])
def base(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The setting ``html.baseurl``, as it is handed to everything that makes addresses."""
    monkeypatch.setattr(edition, "base", lambda: request.param)
    return str(request.param)


@lru_cache
def items(base: str) -> dict[str, csl.Item]:
    """Name of every single thing -> its record, made while the address is ``base``."""
    assert edition.base() == base
    return {thing.name: thing.item for thing in citing.things.__wrapped__()}


def whole(head: str, canonical: str = "") -> str:
    """A page with this head, as the browser has it."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return f'<html lang="en-GB"><head><title>t</title>{link}{head}</head><body></body></html>'


CHAPTERS = {name: title for name, (title, _) in share.contents().items()}


def chapter(name: str) -> str:
    """The head of a page of the contents, made anew."""
    words = "What it enables its reader to do."
    return str(heads.page(name, CHAPTERS[name], CHAPTERS, words, FILES, f"{share.FOLDER}/x.png"))


KINDS = ("Row", "Claim", "Figure", "Table", "Source")


@lru_cache
def sample() -> dict[str, str]:
    """Names of single things with their kinds: one row of every table, a few of each other kind."""
    found = {str(data.load(name).index[-1]): "Row" for name in data.evidence_tables()}
    found |= {str(name): "Claim" for name in data.load("claims").index[::40]}
    found |= {f"fig-{name}": "Figure" for name in list(figures.registry())[::15]}
    found |= {f"tab-{name}": "Table" for name in list(tables.registry())[::25]}
    first_of_type = {work["type"]: key for key, work in csl.works().items()}
    return found | {f"src-{key}": "Source" for key in first_of_type.values()}


def single(name: str) -> str:
    """The head of the page of a single thing, made anew."""
    here = f"d/{name}.html"
    home = linked.chapter_of("../chapters/losses.html", CHAPTERS["chapters/losses"], here)
    return str(heads.thing(items(edition.base())[name], sample()[name], name, here, home))


# --- Zotero --------------------------------------------------------------------------------------


def complete_section(item: zotero.Item, title: str, address: str) -> None:
    assert item["itemType"] == "bookSection"
    assert item["title"] == title
    assert item["bookTitle"] == BOOK
    assert item["creators"] == [{"creatorType": "author", "firstName": "", "lastName": WHO}]
    assert item["date"].startswith(str(edition.year()))
    assert item["publisher"] == WHO
    assert item["edition"] == f"version {edition.record()['version']}"
    assert item["language"] == "en-GB"
    assert item["url"] == address
    assert "ISBN" not in item
    assert "DOI" not in item


@pytest.mark.parametrize("name", PAGES[1:])
def test_zotero_finds_a_complete_book_section_on_every_chapter(name: str, base: str) -> None:
    address = f"{base or LOCAL}{name}.html"
    item = zotero.read(whole(chapter(name)), address)
    complete_section(item, CHAPTERS[name], address)
    assert item["abstractNote"]


def test_zotero_finds_the_book_on_the_first_page(base: str) -> None:
    item = zotero.read(whole(chapter(PAGES[0])), f"{base or LOCAL}{PAGES[0]}.html")
    assert item["itemType"] == "book"
    assert item["title"] == BOOK
    assert item["creators"][0]["lastName"] == WHO
    assert item["publisher"] == WHO
    assert item["edition"] == f"version {edition.record()['version']}"
    assert item["url"] == (base or f"{LOCAL}{PAGES[0]}.html")


@pytest.mark.parametrize("name", [n for n, kind in sample().items() if kind != "Source"])
def test_zotero_finds_a_complete_book_section_on_the_page_of_a_thing(name: str, base: str) -> None:
    address = f"{base or LOCAL}d/{name}.html"
    item = zotero.read(whole(single(name)), address)
    kind = sample()[name].lower()
    assert re.search(rf"[(; ]{kind} {re.escape(name)}\)$", item["title"])
    complete_section(item, item["title"], address)


@pytest.mark.parametrize("name", [n for n, kind in sample().items() if kind == "Source"])
def test_zotero_finds_the_work_on_the_page_of_a_source(name: str, base: str) -> None:
    work = csl.works()[name.removeprefix("src-")]
    item = zotero.read(whole(single(name)), f"{base or LOCAL}d/{name}.html")
    assert item["itemType"] == heads._ZOTERO.get(work["type"], "document")
    assert item["title"] == re.sub("<[^>]+>", "", work["title"])
    people = work.get("author", []) + work.get("editor", [])
    names = [person.get("family") or person["literal"] for person in people]
    assert [creator["lastName"] for creator in item["creators"]] == names
    if "issued" in work:
        assert item["date"].startswith(str(work["issued"]["date-parts"][0][0]))
    if "URL" in work:
        assert item["url"] == work["URL"]
    if "container-title" in work:
        field = "bookTitle" if item["itemType"] == "bookSection" else "publicationTitle"
        assert item[field] == work["container-title"]


def test_zotero_tells_a_person_from_a_body(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [{"given-names": "Ada M.", "family-names": "Byron"}, {"name": "The Byron Society"}]
    record = {**edition.record(), "authors": people}
    monkeypatch.setattr(edition, "record", lambda: record)
    item = zotero.read(
        whole(str(heads.citation(citing.part("chapter", "x", "t", "x.html")))), LOCAL
    )
    first, second = item["creators"]
    assert (first["firstName"], first["lastName"]) == ("Ada M.", "Byron")
    assert (second["firstName"], second["lastName"]) == ("", "The Byron Society")
    assert item["publisher"] == "Ada M. Byron"


def test_the_rules_of_zotero_know_their_traps() -> None:
    """Each of these would be a worse tag than the one that the pages have."""
    title = '<meta name="citation_title" content="T">'
    worse = zotero.read(whole(title + '<meta name="citation_book_title" content="B">'), LOCAL)
    assert worse["itemType"] == "journalArticle"
    worse = zotero.read(whole(f'{title}<meta name="citation_author" content="{WHO}">'), LOCAL)
    assert worse["creators"][0]["lastName"] == "contributors"
    assert zotero.read(whole(""), LOCAL) == {}


# --- linked data ---------------------------------------------------------------------------------

# Type -> the type above it; and property -> the types that have it, with what its value may be.
# Read in schema-dts 2.1.0 (schema.d.ts), which is generated from schema.org's vocabulary; only
# what these pages use.
ABOVE = {
    "CreativeWork": "Thing", "Book": "CreativeWork", "Chapter": "CreativeWork",
    "Dataset": "CreativeWork", "MediaObject": "CreativeWork", "DataDownload": "MediaObject",
    "ImageObject": "MediaObject", "Claim": "CreativeWork", "WebPageElement": "CreativeWork",
    "Table": "WebPageElement", "Article": "CreativeWork", "ScholarlyArticle": "Article",
    "NewsArticle": "Article", "Report": "Article", "Thesis": "CreativeWork",
    "WebPage": "CreativeWork", "Organization": "Thing", "Person": "Thing", "Place": "Thing",
    "Event": "Thing", "GeoCoordinates": "Thing", "PropertyValue": "Thing", "Observation": "Thing",
}  # fmt: skip
_WHO = "Organization Person"
PROPERTIES: dict[str, tuple[str, str]] = {
    "name": ("Thing", "Text"),
    "description": ("Thing", "Text"),
    "identifier": ("Thing", "Text URL PropertyValue"),
    "image": ("Thing", "ImageObject URL"),
    "url": ("Thing", "URL"),
    "mainEntityOfPage": ("Thing", "CreativeWork URL"),
    "author": ("CreativeWork", _WHO),
    "creator": ("CreativeWork", _WHO),
    "publisher": ("CreativeWork", _WHO),
    "editor": ("CreativeWork", "Person"),
    "datePublished": ("CreativeWork", "Date"),
    "version": ("CreativeWork", "Number Text"),
    "inLanguage": ("CreativeWork", "Text"),
    "license": ("CreativeWork", "CreativeWork URL"),
    "keywords": ("CreativeWork", "Text URL"),
    "isAccessibleForFree": ("CreativeWork", "Boolean"),
    "citation": ("CreativeWork", "CreativeWork Text"),
    "hasPart": ("CreativeWork", "CreativeWork"),
    "isPartOf": ("CreativeWork", "CreativeWork URL"),
    "position": ("CreativeWork", "Integer Text"),
    "temporalCoverage": ("CreativeWork", "Text"),
    "spatialCoverage": ("CreativeWork", "Place"),
    "mainEntity": ("CreativeWork", "Thing"),
    "encodingFormat": ("CreativeWork", "Text URL"),
    "isbn": ("Book", "Text"),
    "distribution": ("Dataset", "DataDownload"),
    "variableMeasured": ("Dataset Observation", "PropertyValue Text"),
    "contentUrl": ("MediaObject", "URL"),
    "contentSize": ("MediaObject", "Text"),
    "sha256": ("MediaObject", "Text"),
    "appearance": ("Claim", "CreativeWork"),
    "propertyID": ("PropertyValue", "Text URL"),
    "value": ("Observation", "Number Text"),
    "minValue": ("Observation", "Number"),
    "maxValue": ("Observation", "Number"),
    "unitText": ("Observation", "Text"),
    "geo": ("Place", "GeoCoordinates GeoShape"),
    "latitude": ("GeoCoordinates", "Number Text"),
    "longitude": ("GeoCoordinates", "Number Text"),
    "birthDate": ("Person", "Date"),
    "deathDate": ("Person", "Date"),
    "startDate": ("Event", "Date"),
}


def _is(kind: str, *types: str) -> bool:
    while kind not in types and kind in ABOVE:
        kind = ABOVE[kind]
    return kind in types


PLAIN: dict[str, Callable[[Any], bool]] = {
    "Text": lambda value: isinstance(value, str) and bool(value.strip()),
    "URL": lambda value: isinstance(value, str) and re.fullmatch(r"[^\s<>\"]+", value) is not None,
    "Number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Boolean": lambda value: isinstance(value, bool),
    "Date": lambda value: bool(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", str(value))),
}


def faults(node: dict[str, Any]) -> list[str]:
    """What schema.org's shapes have against a node and those below it."""
    kind = node.get("@type")
    if kind is None:
        return [] if set(node) == {"@id"} else [f"a node without a type: {node}"]
    if kind not in ABOVE:
        return [f"an unknown type: {kind}"]
    found = []
    for name, values in node.items():
        if name.startswith("@"):
            continue
        domain, allowed = PROPERTIES.get(name, ("", ""))
        if not _is(kind, *domain.split()):
            found.append(f"{kind} has no {name}")
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, dict):
                if "@type" in value and not _is(value["@type"], *allowed.split()):
                    found.append(f"{kind}.{name} is a {value['@type']}")
                found += faults(value)
            elif not any(PLAIN[r](value) for r in allowed.split() if r in PLAIN):
                found.append(f"{kind}.{name} is {value!r}")
        if values in ([], {}, "", None):
            found.append(f"{kind}.{name} is empty")
    return found


def nodes_of(head: str) -> list[dict[str, Any]]:
    """The nodes of the linked data of a head, which must have one script of them."""
    (text,) = SCRIPT.findall(head)
    read = json.loads(text)
    assert read.pop("@context") == "https://schema.org"
    return read.get("@graph", [read])


def triples(head: str, address: str) -> rdflib.Graph:
    """The linked data as an independent reader has them; schema.org's context is not fetched."""
    (text,) = SCRIPT.findall(head)
    read = {**json.loads(text), "@context": {"@vocab": str(namespace.SDO)}}
    return rdflib.Graph().parse(data=json.dumps(read), format="json-ld", base=address)


def sound(head: str, address: str) -> None:
    nodes = nodes_of(head)
    assert [fault for node in nodes for fault in faults(node)] == []
    graph = triples(head, address)
    known = {str(term) for term in dir(namespace.SDO)}
    for _, predicate, value in graph:
        if predicate == rdflib.RDF.type:
            assert str(value) in known
        else:
            assert str(predicate) in known
    assert all(str(s).startswith(address[:8]) for s in graph.subjects() if "://" in str(s))


@pytest.mark.parametrize("name", PAGES)
def test_the_linked_data_of_a_chapter_are_sound(name: str, base: str) -> None:
    head = chapter(name)
    sound(head, f"{base or LOCAL}{name}.html")
    first = nodes_of(head)[0]
    assert first["@type"] == ("Book" if name == PAGES[0] else "Chapter")
    assert first["name"] == CHAPTERS[name]
    if name == PAGES[0]:
        assert [part["name"] for part in first["hasPart"]] == list(CHAPTERS.values())[1:]
    else:
        assert first["isPartOf"]["name"] == BOOK
        assert first["position"] == PAGES.index(name)


@pytest.mark.parametrize("name", sample())
def test_the_linked_data_of_a_thing_are_sound(name: str, base: str) -> None:
    head = single(name)
    sound(head, f"{base or LOCAL}d/{name}.html")
    (node,) = nodes_of(head)
    types = {"Row": "CreativeWork", "Claim": "Claim", "Figure": "ImageObject", "Table": "Table"}
    assert node["@type"] == types.get(sample()[name], node["@type"])
    assert node["identifier"] == name.removeprefix("src-")


DATASETS = [f"chapters/data-{name.replace('_', '-')}" for name in data.evidence_tables()]


@pytest.mark.parametrize("name", DATASETS)
def test_a_table_is_a_data_set_with_its_columns_days_licence_and_files(
    name: str, base: str
) -> None:
    table = name.removeprefix("chapters/data-").replace("-", "_")
    node = nodes_of(chapter(name))[1]
    assert node["@type"] == "Dataset"
    assert [v["propertyID"] for v in node["variableMeasured"]] == list(data.schema(table))
    assert node["license"] == data.package()["licenses"][0]["path"]
    assert node["creator"][0]["name"] == WHO
    assert [d["name"] for d in node["distribution"]] == [f"{table}.csv"]
    (file,) = node["distribution"]
    here = f"{base or LOCAL}{name}.html"
    assert urljoin(here, file["contentUrl"]) == f"{base or LOCAL}data/csv/{table}.csv"
    frame = data.load(table)
    if "earliest" in frame:
        first, last = frame["earliest"].min(), frame["latest"].max()
        days = [f"{day:%Y-%m-%d}" for day in dict.fromkeys([first, last])]
        assert node["temporalCoverage"] == "/".join(days)
    else:
        assert "temporalCoverage" not in node


@pytest.mark.parametrize("name", [linked.TAKE, "chapters/codebook"])
def test_all_tables_together_are_one_data_set(name: str, base: str) -> None:
    node = nodes_of(chapter(name))[1]
    assert urljoin(f"{LOCAL}{name}.html", node["@id"]).endswith("/take-the-data.html#dataset")
    columns = {c for table in data.evidence_tables() for c in data.schema(table)}
    assert {v["propertyID"] for v in node["variableMeasured"]} == columns
    assert len(node["hasPart"]) == len(data.evidence_tables())
    assert [work["author"][0]["name"] for work in node["citation"]]
    assert node["spatialCoverage"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", node["temporalCoverage"])


def test_a_row_tells_of_its_figure_with_range_and_unit() -> None:
    frame = data.load("casualty_projections")
    ranged = str(frame.index[frame["low"].notna() & frame["high"].notna()][0])
    node = linked.row(ranged, "t", f"d/{ranged}.html")["mainEntity"]
    assert node["minValue"] == frame.loc[ranged, "low"]
    assert node["maxValue"] == frame.loc[ranged, "high"]
    assert node["unitText"] == frame.loc[ranged, "unit"]


@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "Chapter", "isbn": "1"}, "has no isbn"),
        ({"@type": "Novel"}, "unknown type"),
        ({"@type": "Dataset", "distribution": "a.csv"}, "distribution"),
        ({"@type": "Book", "name": ""}, "name"),
        ({"@type": "Book", "author": {"@type": "Place", "name": "x"}}, "is a Place"),
        ({"@type": "Person", "birthDate": "in spring"}, "birthDate"),
    ],
)
def test_the_shapes_find_a_fault(node: dict[str, Any], fault: str) -> None:
    assert any(fault in found for found in faults(node))


HOSTILE = "\"Quoted\" 'single' </script><script>alert(1)</script> <b>&amp; \u2028 --> ]]>"


def test_nothing_breaks_out_of_the_head(base: str) -> None:
    item = {**citing.part("chapter", "x", "t", "chapters/x.html"), "title": HOSTILE.strip()}
    node = linked.chapter("chapters/x.html", HOSTILE, 1, HOSTILE)
    tags = heads.citation(item) + heads.graph(HOSTILE, "article", "x.html", HOSTILE, "c.png", "a")
    soup = BeautifulSoup(whole(str(tags + linked.script(node))), "html.parser")
    assert [tag.name for tag in soup.head.find_all(True) if tag.name not in {"title", "meta"}] == [  # type: ignore[union-attr]
        "script"
    ]
    assert soup.body is not None
    assert soup.body.get_text() == ""
    (read,) = nodes_of(str(linked.script(node)))
    assert read["name"] == HOSTILE
    found = soup.find("meta", property="og:title")
    assert found is not None
    assert found["content"] == HOSTILE


# --- Open Graph, addresses, sitemap --------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_open_graph_has_its_four_properties_once_the_book_has_an_address(
    name: str, base: str
) -> None:
    """ogp.me: og:title, og:type, og:image and og:url are required; the last two are full URLs."""
    soup = BeautifulSoup(whole(chapter(name)), "html.parser")
    said = {str(t["property"]): str(t["content"]) for t in soup("meta") if t.get("property")}
    assert said["og:title"] == CHAPTERS[name]
    assert said["og:type"] in {"book", "article"}
    assert all(said.values())
    if base:
        assert said["og:url"] == f"{BASE}{name}.html"
        assert said["og:image"].startswith(BASE)
        assert said["og:image:alt"]
    else:
        assert {"og:url", "og:image"}.isdisjoint(said)


def test_no_tag_is_empty_and_none_is_relative_where_only_a_full_address_is_one(base: str) -> None:
    for head in [*map(chapter, PAGES), *map(single, sample())]:
        for tag in BeautifulSoup(head, "html.parser")("meta"):
            assert str(tag["content"]).strip(), tag
            if str(tag.get("name", tag.get("property"))).endswith(("url", "uri", "og:image")):
                assert re.match("https?://", str(tag["content"])), tag


@pytest.mark.parametrize("name", PAGES)
def test_every_chapter_has_a_card_of_the_shape_that_is_shown_uncut(name: str) -> None:
    path = share.drawn(name)
    assert path.is_file(), f"{path.name} is missing: run `make figures`"
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    assert (width, height) == (2 * share.WIDTH, 2 * share.HEIGHT) == (1200, 630)
    assert path.stat().st_size < 120_000
    assert (HTML / share.card(name)).read_bytes() == path.read_bytes()


def test_the_sitemap_lists_each_page_once_under_its_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """sitemaps.org's schema: ``urlset`` of ``url``, each with one ``loc``, at most 50,000."""
    monkeypatch.setattr(edition, "base", lambda: BASE)
    pages = sitemap.paths(HTML, PAGES)
    root = ElementTree.fromstring(sitemap.xml(pages))
    assert root.tag == f"{{{sitemap.SPACE}}}urlset"
    listed = []
    for entry in root:
        assert entry.tag == f"{{{sitemap.SPACE}}}url"
        (place,) = entry
        assert place.tag == f"{{{sitemap.SPACE}}}loc"
        listed.append(str(place.text))
    built = {
        p.relative_to(HTML).as_posix()
        for folder in ("chapters", "d")
        for p in (HTML / folder).glob("*.html")
    }
    assert len(listed) == len(set(listed)) < 50_000
    assert set(listed) == {f"{BASE}{path}" for path in built}
    assert f"Sitemap: {BASE}{sitemap.NAME}\n" in sitemap.robots()


def test_the_book_has_a_sitemap_exactly_when_it_has_an_address() -> None:
    for name in (sitemap.NAME, "robots.txt"):
        assert (HTML / name).is_file() == bool(edition.base())


def behind(address: str, folder: Path) -> Path:
    """The file of the built book at an address that a page in ``folder`` tells."""
    base = edition.base()
    inside = base and address.startswith(base)
    return HTML / address.removeprefix(base) if inside else (folder / address).resolve()


@pytest.mark.parametrize("name", PAGES)
def test_a_built_chapter_has_the_head_that_is_tested_here(name: str) -> None:
    soup = page(name)
    item = zotero.read(str(soup.html), f"{LOCAL}{name}.html")
    assert item["itemType"] == ("book" if name == PAGES[0] else "bookSection")
    assert item["title"] == str(soup.h1.find(string=True)).strip()  # type: ignore[union-attr]
    assert 20 < len(item["abstractNote"]) <= 200
    assert not re.search(r"[<>]|\{", item["abstractNote"])
    found = nodes_of(str(soup.head))
    assert [fault for node in found for fault in faults(node)] == []
    links = [str(link["href"]) for link in soup("link", rel="canonical")]
    assert links == ([edition.canonical(f"{name}.html")] if edition.base() else [])
    for node in found:
        for file in node.get("distribution", []):
            path = behind(file["contentUrl"], HTML / "chapters")
            assert path.stat().st_size == int(file["contentSize"].split()[0])


@pytest.mark.parametrize("name", sample())
def test_a_built_page_of_a_thing_has_the_head_that_is_tested_here(name: str) -> None:
    path = HTML / "d" / f"{name}.html"
    if not path.is_file():  # a figure or table that no chapter shows
        assert sample()[name] in {"Figure", "Table"}
        return
    text = path.read_text(encoding="utf-8")
    head = text.partition("</head>")[0]
    if sample()[name] in {"Figure", "Table"}:  # whose chapter is known to the build alone
        assert heads.citation(items(edition.base())[name]) in head
        (node,) = nodes_of(head)
        assert behind(node["isPartOf"]["@id"], path.parent).is_file()
    else:
        assert single(name) in head


def test_the_heads_of_single_things_are_small() -> None:
    sizes = sorted(
        len(heads.thing(item, kind, name, f"d/{name}.html", {}).encode())
        for name, item in items(edition.base()).items()
        if (kind := _kind(name)) in {"Row", "Source", "Claim"}
    )
    assert sizes[len(sizes) // 2] < 1100 + 4 * len(edition.base())
    assert sizes[-1] < 2000


def _kind(name: str) -> str:
    for prefix, kind in (("fig-", "Figure"), ("tab-", "Table"), ("src-", "Source")):
        if name.startswith(prefix):
            return kind
    return "Claim" if data.table_of(name) == "claims" else "Row"


def test_a_private_book_says_nothing_of_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(owncopy, "folder", lambda: tmp_path)
    assert all(single(name) == "" for name in sample())
    context: dict[str, Any] = {"pageurl": "https://example.org/x.html", "metatags": ""}
    heads._page(None, PAGES[1], "page.html", context, object())  # type: ignore[arg-type]
    assert context == {"pageurl": None, "metatags": ""}


def test_a_chapter_is_described_by_its_aims_else_by_its_first_words() -> None:
    aims = ".. admonition:: After this\n   :class: objectives\n\n   - do *one* thing;\n   - test.\n"
    assert heads.description(publish_doctree(f"T\n=\n\nFirst.\n\n{aims}")) == (
        "After this chapter you can do one thing; test."
    )
    raw = ".. raw:: html\n\n   <p>table</p>\n\n"
    assert heads.description(publish_doctree(f"T\n=\n\n{raw}First *words*.\n")) == "First words."


def test_downloads_lie_where_the_linked_data_say(base: str) -> None:
    node = datasets.all_tables("chapters/x.html", FILES, downloads.FOLDER)
    assert node["distribution"][0]["contentUrl"] == f"{base or '../'}data/august-1945.xlsx"
