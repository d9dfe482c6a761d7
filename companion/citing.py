"""How each thing of the book is cited: its record, in four styles and three forms for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from companion import bibliography, csl, data, edition, figures, tables, views
from companion.csl import Cited, Item

NOTE = "Chicago, note"
STYLES = {
    NOTE: "chicago-notes-bibliography",
    "Chicago, author-date": "chicago-author-date",
    "MLA": "modern-language-association",
    "APA": "apa",
}
PROGRAMS = ("BibTeX", "RIS", "CSL-JSON")
QUOTED, ATTRIBUTED = "quoted in", "attributed there to"
PACKAGE = "August 1945: a research companion. Data package"
FIGURE, TABLE, SOURCE = "fig-", "tab-", "src-"  # before the ids of what is not a row

# CSL's type of a thing of this book, and the word that tells what its id names
_TYPES = {"row": "dataset", "claim": "entry", "figure": "entry", "table": "entry"}
_RIS_TYPES = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS",
    "book": "BOOK", "chapter": "CHAP", "dataset": "DATA", "entry": "CHAP",
    "entry-encyclopedia": "ENCYC", "report": "RPRT", "thesis": "THES", "webpage": "ELEC",
    "paper-conference": "CONF", "manuscript": "UNPB",
}  # fmt: skip
_RIS_FIELDS = (
    ("T2", "container-title"), ("T3", "collection-title"), ("ET", "edition"), ("ET", "version"),
    ("VL", "volume"), ("IS", "issue"), ("PB", "publisher"), ("CY", "publisher-place"),
    ("SN", "ISBN"), ("SN", "ISSN"), ("DO", "DOI"), ("UR", "URL"), ("LA", "language"),
    ("N1", "note"), ("M1", "number"),
)  # fmt: skip
_ASIDE = re.compile(r"\([^()]*;[^()]*\)$")
_AT_ONCE = 700  # notes in one run
_MARKUP = re.compile(r"</?(?:span|i|b|sup|sub)[^>]*>")


@dataclass(frozen=True)
class Thing:
    """What can be cited: its name (also its BibTeX key), its record, and what it rests on."""

    name: str
    item: Item
    source: str = ""  # a ``source`` cell
    read: bool = True  # whether that source was read: what was not is not quoted


@dataclass(frozen=True)
class Form:
    """One way of citing a thing, as it is shown and as it is copied."""

    label: str
    html: Markup
    text: str


def book_item() -> Item:
    """The book itself, as CSL-JSON."""
    record = edition.record()
    item: Item = {
        "id": "august-1945",
        "type": "book",
        "author": [_person(author) for author in record["authors"]],
        "title": record["title"],
        "issued": {"date-parts": [[edition.year()]]},
        "version": str(record["version"]),
        "language": "en-GB",
    }
    return {**item, "URL": edition.base()} if edition.base() else item


def _person(author: Mapping[str, str]) -> dict[str, str]:
    if "name" in author:
        return {"literal": author["name"].replace("'", "’")}
    return {"family": author["family-names"], "given": author["given-names"]}


def part(kind: str, name: str, title: str, path: str, note: str = "") -> Item:
    """A part of the book as CSL-JSON; the id stands in the title, where every style prints it."""
    book = book_item()
    title = title.removesuffix(".")
    named = "" if kind == "chapter" else f' <span class="nocase">({kind} {name})</span>'
    if named and _ASIDE.search(title):  # "(US; Downfall)": one pair of brackets for both
        title, named = title[:-1], f'; <span class="nocase">{kind} {name}</span>)'
    item: Item = {
        **book,
        "id": name,
        "type": _TYPES.get(kind, "chapter"),
        "title": f"{title}{named}",
        "container-title": book["title"],
    }
    if note:
        item["note"] = note
    address = edition.canonical(path)
    return {**item, "URL": address} if address else item


def _note_of(source: str, read: bool) -> str:
    if not source:
        return ""
    cited = "; ".join(map(bibliography.short_citation, bibliography.citations(source)))
    return f"Rests on {cited}" if read else f"Attributed to {cited}, and not read there"


def row(name: str) -> Thing:
    """A row of evidence, by its id. Raises KeyError when there is none."""
    found = data.row(name)
    source, read = found["source"], found["grade"] != "unchecked"
    title, note = views.sentence(name), _note_of(source, read)
    return Thing(name, part("row", name, title, f"d/{name}.html", note), source, read)


def point(figure_id: str, row_id: str) -> Thing:
    """A point of a figure that stands for one row: the row's source, as the figure shows it.

    Raises KeyError when the figure does not draw the row.
    """
    if row_id not in figures.rows_drawn(figures.specification(figure_id)):
        raise KeyError(f"figure {figure_id} does not draw {row_id!r}")
    datum, title = row(row_id), figures.registry()[figure_id].title
    name = f"{FIGURE}{figure_id}"
    shown = part("figure", f"{name}, point {row_id}", title, f"d/{row_id}.html")
    item = {**shown, "id": f"{name}--{row_id}", "note": datum.item.get("note", "")}
    return Thing(f"{name}--{row_id}", item, datum.source, datum.read)


def package() -> Thing:
    """The data as files, in this version."""
    item = {**book_item(), "id": "august-1945-data", "type": "dataset", "title": PACKAGE}
    return Thing("august-1945-data", item)


@lru_cache
def things() -> list[Thing]:
    """Every row, claim and source in the order of the data; figures and tables by id."""
    found = [
        row(str(row_id)) for table in data.evidence_tables() for row_id in data.load(table).index
    ]
    names = [*map(str, data.load("claims").index)]
    # A registry's own order is that in which its modules happened to be imported.
    names += [f"{prefix}{key}" for _, prefix, registry in _shown() for key in sorted(registry)]
    names += [f"{SOURCE}{key}" for key in csl.works()]
    return found + [named(name) for name in names]


def _shown() -> tuple[tuple[str, str, Mapping[str, Any]], ...]:
    """What the chapters show: its kind, what its names begin with, and the registry of it."""
    return ("figure", FIGURE, figures.registry()), ("table", TABLE, tables.registry())


def named(name: str) -> Thing:
    """A row, claim, figure, table or source by its name, without those of all others.

    Raises KeyError when there is none of that name.
    """
    if name.startswith(SOURCE):
        return Thing(name, {**csl.works()[name.removeprefix(SOURCE)], "id": name})
    for kind, prefix, registry in _shown():
        if name.startswith(prefix):
            title = registry[name.removeprefix(prefix)].title
            return Thing(name, part(kind, name, title, f"d/{name}.html"))
    if data.table_of(name) == "claims":
        title = data.row(name)["statement"]
        return Thing(name, part("claim", name, title, f"d/{name}.html"))
    return row(name)


def chapter(name: str, title: str) -> Thing:
    """A page of the book, by its document name, ``chapters/losses``."""
    return Thing(name.rpartition("/")[2], part("chapter", name, title, f"{name}.html"))


def book() -> Thing:
    """The book as a whole."""
    return Thing("august-1945", book_item())


def _cluster(thing: Thing) -> list[Cited]:
    """What a note names: the source read and, after "quoted in", the thing; or the thing first
    and, after "attributed there to", a source that nobody here has read.
    """
    cited = bibliography.citations(thing.source) if thing.source else []
    sources = [Cited(f"{SOURCE}{found.key}", found.locator or "") for found in cited]
    if not sources:
        return [Cited(thing.name)]
    if thing.read:
        return [*sources, Cited(thing.name, before=QUOTED)]
    first, *rest = sources
    return [Cited(thing.name), replace(first, before=ATTRIBUTED), *rest]


def ris(item: Item) -> str:
    """A record in the form that RIS readers take, with CRLF line ends as RIS has them."""
    lines = [("TY", _RIS_TYPES.get(item["type"], "GEN"))]
    for tag, role in (("AU", "author"), ("A2", "editor")):
        for person in item.get(role, ()):
            given = person.get("given", "")
            family = " ".join(
                filter(None, [person.get("non-dropping-particle"), person.get("family")])
            )
            name = person.get("literal") or (f"{family}, {given}" if given else family)
            lines.append((tag, name))
    lines.append(("TI", item.get("title", "")))
    if parts := item.get("issued", {}).get("date-parts"):
        year, *rest = parts[0]
        lines.append(("PY", str(year)))
        if rest:
            day = "/".join(f"{number:02}" for number in rest)
            lines.append(("DA", f"{year}/{day}"))
    if page := str(item.get("page", "")):
        first, _, last = page.replace("–", "-").partition("-")
        lines += [("SP", first), ("EP", last)]
    lines += [(tag, str(item.get(field, ""))) for tag, field in _RIS_FIELDS]
    text = [f"{tag}  - {' '.join(_MARKUP.sub('', value).split())}" for tag, value in lines if value]
    return "\r\n".join([*text, "ER  - "])


def _bibtex_item(thing: Thing) -> Item:
    """For BibTeX, which knows neither data sets nor versions: a part of a book with a note."""
    item = thing.item
    if "version" not in item:
        return {**item, "id": thing.name.removeprefix(SOURCE)}
    note = "; ".join(filter(None, [f"Version {item['version']}", item.get("note", "")]))
    kind = "chapter" if "container-title" in item else item["type"]
    kind = "document" if kind == "dataset" else kind
    return {**item, "id": f"august-1945:{thing.name}", "type": kind, "note": note}


def _json(item: Item) -> str:
    return json.dumps([item], ensure_ascii=False, indent=1)


def _notes(chosen: Sequence[Thing]) -> dict[str, str]:
    items = {f"{SOURCE}{key}": work for key, work in csl.works().items()}
    items |= {thing.name: thing.item for thing in chosen}
    made = csl.notes([_cluster(thing) for thing in chosen], items, STYLES[NOTE])
    return dict(zip((thing.name for thing in chosen), map(_quoted, made), strict=True))


def _for_style(item: Item, label: str) -> Item:
    """A body that published its own work is named once: as author in APA, as publisher in MLA."""
    authors, publisher = item.get("author", []), item.get("publisher")
    if publisher and authors == [{"literal": publisher}]:
        dropped = {"APA": "publisher", "MLA": "author"}.get(label, "")
        item = {name: value for name, value in item.items() if name != dropped}
    title = str(item.get("container-title", item["title"]))
    if label == "APA" and title.startswith(edition.record()["title"]):  # a capital after the colon
        name = "container-title" if "container-title" in item else "title"
        before, colon, after = title.partition(": ")
        item = {**item, name: f"{before}{colon}{after[:1].upper()}{after[1:]}"}
    return item


def _tidy(html: str, label: str) -> str:
    """What a style leaves behind where a date of access is not known, and a stray capital."""
    if label == "APA":
        return re.sub(r"Retrieved (?=<a |https?:)", "", html)
    return html.replace("</em>, Version ", "</em>, version ") if label == "MLA" else html


def _made(chosen: Sequence[Thing]) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Style -> name of each thing -> its citation as HTML; and the BibTeX entries, in order.

    The processor runs side by side: once for each style, and on a few parts of the notes, which
    take longest.
    """
    plain_items = [{**thing.item, "id": thing.name} for thing in chosen]
    with ThreadPoolExecutor() as pool:
        parts = [chosen[n : n + _AT_ONCE] for n in range(0, len(chosen), _AT_ONCE)]
        notes = [pool.submit(_notes, some) for some in parts]
        others = {
            label: pool.submit(csl.entries, [_for_style(i, label) for i in plain_items], style)
            for label, style in STYLES.items()
            if label != NOTE
        }
        bibtex = pool.submit(csl.bibtex, [_bibtex_item(thing) for thing in chosen])
        styled = {
            label: {name: _tidy(html, label) for name, html in run.result().items()}
            for label, run in others.items()
        }
        styled[NOTE] = {name: note for run in notes for name, note in run.result().items()}
        return styled, bibtex.result()


def forms(chosen: Sequence[Thing]) -> dict[str, list[Form]]:
    """Name of each thing -> its seven forms, in order."""
    styled, entries = _made(chosen)
    found = {}
    for thing, entry in zip(chosen, entries, strict=True):
        shown = [
            Form(label, Markup(styled[label][thing.name]), csl.plain(styled[label][thing.name]))
            for label in STYLES
        ]
        for label, text in zip(PROGRAMS, (entry, ris(thing.item), _json(thing.item)), strict=True):
            shown.append(Form(label, escape(text), text))
        found[thing.name] = shown
    return found


def _quoted(html: str) -> str:
    """Chicago sets a comma before "quoted in", and the processor what is between two works."""
    for words in (QUOTED, ATTRIBUTED):
        html = html.replace(f"; {words} ", f", {words} ")
    return html


@lru_cache
def of_the_registries() -> dict[str, list[Form]]:
    """:func:`forms` of all :func:`things`."""
    return forms(things())


def prepare() -> None:
    """Fill the store of ``companion.csl`` with what :func:`of_the_registries` asks for."""
    csl.forget_unused()
    _made(things())
