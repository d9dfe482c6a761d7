"""A small page of its own for every row, claim, figure, table and source: ``d/<id>.html``.

The pages are written after the book from the registries and from the uses that were read from its
pages; no notebook runs for them. Their addresses are permanent: what is removed leaves a page that
says so (``data/tombstones.csv``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

import jinja2
import pandas as pd
from markupsafe import Markup, escape
from sphinx.application import Sphinx

from companion import bibliography, citing, csl, data, edition, figures, owncopy, tables, views
from companion.alike import LIKENESS, descendants, rivals
from companion.book import changes, cite, drawn, heads, linked
from companion.book.places import Place, Places
from companion.book.texts import claim_html
from companion.check.contract import REFERENCES
from companion.citing import FIGURE, SOURCE, TABLE
from companion.text import date_in_words

FOLDER = "d"
_HREF = re.compile(r'href="(\.\./d/)?([a-z0-9-]+)\.html(#[^"]*)?"')
_PLACES_OF_NAMES = {c for c in REFERENCES if c not in {"derived_from", "evidence", "people"}}


@dataclass(frozen=True)
class Section:
    """A part of a page under a heading of its own; without heading where ``title`` is ""."""

    id: str
    title: str
    html: Markup


@dataclass(frozen=True)
class Page:
    """What the template needs of one thing's page; ``name`` is its address without ending."""

    name: str
    kind: str
    title: str
    home: str
    home_words: str
    sections: list[Section] = field(default_factory=list)


def from_here(html: Markup) -> Markup:
    """Links that were written for pages of chapters, as they lead from this folder."""

    def led(found: re.Match[str]) -> str:
        own, page, fragment = found[1], found[2], found[3] or ""
        if own:
            return f'href="{page}.html{fragment}"'
        if page == "sources" and fragment:
            return f'href="{SOURCE}{fragment[1:]}.html"'
        return f'href="../chapters/{page}.html{fragment}"'

    return Markup(_HREF.sub(led, str(html)))


def _items(lines: list[Markup]) -> Markup:
    return Markup("<ul>{}</ul>").format(
        Markup("\n").join(Markup("<li>{}</li>").format(line) for line in lines)
    )


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"1 {one}" if number == 1 else f"{number} {many or one + 's'}"


def _rows(row_ids: list[str]) -> Markup:
    """Rows in a line each, the shortest form in which they can be told apart."""
    return _items([views.row_link(i, views.sentence(i)) for i in row_ids])


def _note(words: str) -> Markup:
    return Markup('<p class="datum-note">{}</p>').format(words)


# --- parts of a row's page -----------------------------------------------------------------------


def _sources(cell: object) -> Iterator[Section]:
    """The works in full, each with the place in it and a way to all rows that rest on it."""
    cited = bibliography.citations(cell) if isinstance(cell, str) and cell else []
    locators: dict[str, list[str]] = {}
    for citation in cited:
        found = locators.setdefault(citation.key, [])
        if citation.locator and citation.locator not in found:
            found.append(citation.locator)
    if locators:
        lines = [
            Markup('{} <span class="where">Here: {}. <a href="{}">{}</a></span>').format(
                csl.reference_html(key),
                "; ".join(found) or "no page or section recorded",
                views.source_address(key),
                _count(len(bibliography.rows_citing()[key]), "row rests on it", "rows rest on it"),
            )
            for key, found in locators.items()
        ]
        title = "Source" if len(lines) == 1 else "Sources"
        yield Section("sources", title, _items(lines))


def _descent(row_id: str) -> Iterator[Section]:
    above = data.ids(data.row(row_id)["derived_from"])
    for ids, anchor, title in (
        (above, "descends-from", "Descends from"),
        (descendants().get(row_id, []), "descendants", "Rows that descend from it"),
    ):
        if ids:
            yield Section(anchor, title, views.lines(ids, title))


def _rivals(row_id: str) -> Iterator[Section]:
    table = data.table_of(row_id)
    if table not in LIKENESS:
        return
    title = "Other figures for the same thing"
    others = rivals(row_id)
    if others:
        words = f"Every other row {LIKENESS[table].words}. What each counts may still differ."
        html = _note(words) + views.lines(others, title)
    else:
        html = _note(f"No other row stands {LIKENESS[table].words}.")
    yield Section("others", title, html)


@lru_cache
def _naming() -> dict[str, list[str]]:
    """Row id -> rows of other kinds that name it, as their place, basis, parent, formation …"""
    found: dict[str, dict[str, None]] = {}
    for table in data.evidence_tables():
        frame = data.load(table)
        for column in _PLACES_OF_NAMES & set(frame.columns):
            for row_id, cell in frame[column].items():
                for named in data.ids(cell):
                    found.setdefault(named.partition("[")[0], {})[str(row_id)] = None
    return {named: list(rows) for named, rows in found.items()}


def _named(row_id: str) -> Iterator[Section]:
    naming = _naming().get(row_id, [])
    if naming and data.table_of(row_id) != "people":  # a person's facts say it with the part taken
        yield Section("named", "Rows that name it", _rows(naming))


@lru_cache
def _changes() -> dict[tuple[str, str], pd.DataFrame]:
    return dict(list(data.load("corrections").dropna(subset="row").groupby(["table", "row"])))


def _history(table: str, name: str) -> Iterator[Section]:
    corrected = _changes().get((table, name))
    title, by_edition = "History of changes", changes.of_row(table, name)
    if corrected is None:
        none = Markup("") if by_edition else _note("No change to it is recorded.")
        yield Section("history", title, by_edition + none)
        return
    fields = data.schema("corrections")
    columns = ["column", "was", "now", "why"]
    cells = [
        [escape(views.words(value)) for value in row]
        for row in corrected[columns].itertuples(index=False)
    ]
    headers = [fields[c]["title"] for c in columns]
    yield Section("history", title, by_edition + views.table(headers, cells, title, None))


# --- pages ---------------------------------------------------------------------------------------


def row_page(row_id: str, places: Places) -> Page:
    """The page of one row of evidence."""
    table = data.table_of(row_id)
    facts = views.facts(row_id, without={"derived_from", "source", "claims"})
    return Page(
        row_id,
        "Row",
        views.sentence(row_id),
        views.place(row_id),
        data.resource(table)["title"],
        [
            Section("facts", "", facts),
            *_sources(data.row(row_id)["source"]),
            *_descent(row_id),
            *_rivals(row_id),
            Section("used", "Where it is used", places.uses_of(row_id)),
            *_named(row_id),
            *_history(table, row_id),
        ],
    )


def claim_page(claim_id: str, places: Places) -> Page:
    """The page of one claim of the two texts."""
    claim = data.row(claim_id)
    passage = data.row(claim["passage"])
    where = Markup('<p class="datum-note">{}, {}. <a href="{}">Read it with its passage</a>.</p>')
    return Page(
        claim_id,
        "Claim",
        claim["statement"],
        views.place(claim_id),
        f"{passage['text']}, passage by passage",
        [
            Section("claim", "", where.format(passage["text"], passage["location"],
                                              views.place(claim_id)) + claim_html(claim_id)),
            *_sources(claim["source"]),
            Section("used", "Where it is used", places.uses_of(claim_id)),
            *_history("claims", claim_id),
        ],
    )  # fmt: skip


def figure_page(figure_id: str, places: Places) -> Page:
    """The page of one figure: its static picture, caption, place in the book and rows."""
    found, place = figures.registry()[figure_id], places.of(f"{FIGURE}{figure_id}")
    files = "../_static/figures/" + figure_id
    pictures = Markup("").join(
        Markup(
            '<picture class="only-{}"><img src="{}{}.svg" alt="{}" width="760"></picture>'
        ).format(paper, files, "-dark" if paper == "dark" else "", found.alt)
        for paper in ("light", "dark")
    )
    links = Markup(" · ").join(
        Markup('<a href="{}.{}" download="">{}</a>').format(files, end, end.upper())
        for end in ("csv", "svg", "png")
    )
    shown = Markup(
        '<div class="plot">{}</div><p>{}</p><p class="datum-note">{}. Download: {}</p>'
    ).format(pictures, found.caption, place.link, links)
    return _shown(f"{FIGURE}{figure_id}", "Figure", found.title, shown, place, "draws")


def table_page(table_id: str, places: Places) -> Page:
    """The page of one of the chapters' tables: its caption, place in the book and rows."""
    found, place = tables.registry()[table_id], places.of(f"{TABLE}{table_id}")
    shown = Markup('<p>{}</p><p class="datum-note">{}.</p>').format(found.caption, place.link)
    return _shown(f"{TABLE}{table_id}", "Table", found.title, shown, place, "rests on")


def _shown(name: str, kind: str, title: str, shown: Markup, place: Place, verb: str) -> Page:
    rows = list(place.things)
    heading = f"The {_count(len(rows), 'row')} it {verb}"
    return Page(
        name, kind, title, place.address, place.chapter,
        [Section("shown", "", shown), Section("rows", heading, _rows(rows))],
    )  # fmt: skip


def source_page(key: str, places: Places) -> Page:
    """The page of one source: its entry, the rows that rest on it, the sentences that cite it."""
    entry, rows = bibliography.entry(key), bibliography.rows_citing()[key]
    kind = bibliography.KINDS[entry.fields["keywords"]]
    notes = [entry.fields[name] for name in ("note", "reason") if name in entry.fields]
    words = Markup("<p>{}</p>").format(csl.reference_html(key))
    words += Markup("").join(_note(bibliography.plain(note)) for note in [kind, *notes])
    sections = [Section("entry", "", words)]
    if rows:
        title = _count(len(rows), "row that rests on it", "rows that rest on it")
        sections.append(Section("rows", title, _rows(rows)))
    used = places.uses_of(f"src:{key}")
    return Page(
        f"{SOURCE}{key}", "Source", bibliography.short(key), views.source_address(key), "Sources",
        [*sections, Section("used", "Where it is cited", used), *_history("sources", key)],
    )  # fmt: skip


def tombstone_page(row: pd.Series) -> Page:
    """The page that stays where a row was: when and why it went, and what took its place."""
    successor = views.words(row["successor"])
    told = Markup("<p>It was removed on {}: {}</p>").format(
        date_in_words(row["removed"].strftime("%Y-%m-%d")), row["why"]
    )
    if successor:
        told += Markup("<p>In its place: {}.</p>").format(views.row_links(row["successor"]))
    return Page(
        row["row"], "Removed row", f"{row['row']} is no longer in the data",
        f"{views.page_of(row['table'])}.html", data.resource(row["table"])["title"],
        [Section("removed", "", told), *_history(row["table"], row["row"])],
    )  # fmt: skip


def pages(places: Places) -> Iterator[Callable[[], Page]]:
    """What makes every page of the folder, each once."""
    for table in data.evidence_tables():
        for row_id in data.load(table).index:
            yield partial(row_page, str(row_id), places)
    for claim_id in data.load("claims").index:
        yield partial(claim_page, str(claim_id), places)
    for figure_id in figures.registry():
        if f"{FIGURE}{figure_id}" in places.standing:
            yield partial(figure_page, figure_id, places)
    for table_id in tables.registry():
        if f"{TABLE}{table_id}" in places.standing:
            yield partial(table_page, table_id, places)
    for key in bibliography.entries():
        yield partial(source_page, key, places)
    for _, stone in data.load("tombstones").iterrows():
        yield partial(tombstone_page, stone)


def parts(app: Sphinx) -> list[Callable[[], None]]:
    """What writes every page into ``d/``, in parts that need no order."""
    target = Path(app.outdir) / FOLDER
    target.mkdir(exist_ok=True)
    template = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
    ).get_template("datum.html")
    forms = citing.of_the_registries()
    items = {thing.name: thing.item for thing in citing.things()}
    specifications = drawn.specifications()

    def write_some(makers: list[Callable[[], Page]]) -> None:
        for make in makers:
            page = make()
            sections = [Section(s.id, s.title, from_here(s.html)) for s in page.sections]
            if page.name in forms:
                block = cite.block(page.name, forms[page.name])
                sections.append(Section("cite", "Cite this", block))
            home = from_here(Markup('href="{}"').format(page.home))[len('href="') : -1]
            here = f"{FOLDER}/{page.name}.html"
            whole = linked.chapter_of(page.home.partition("#")[0], page.home_words, here)
            text = template.render(
                {**vars(page), "sections": sections, "home": home},
                book=edition.record()["title"],
                version=edition.record()["version"],
                canonical=edition.canonical(here) if not owncopy.folder() else "",
                head=heads.thing(items.get(page.name), page.kind, page.name, here, whole),
                private_book=bool(owncopy.folder()),
                scripts=[cite.SCRIPT],
                seal=changes.seal_of(page.name, specifications),
                seals=f"../{changes.PAGE}.html#seals",
                loader=Markup(changes.LOADER),
            )
            (target / f"{page.name}.html").write_text(text, encoding="utf-8")

    makers = list(pages(Places(app.env)))
    makers[0]()  # what all pages ask for is there before this process is copied
    number = 2 * app.parallel
    return [partial(write_some, makers[first::number]) for first in range(number)]
