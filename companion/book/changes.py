"""What changed since an older edition: the directive ``{editions}``, and the answer to ``?v=``.

A link with ``?v=1.0.0`` to any page says at its head what has changed since. The script and its
data are loaded only then; without a script the chapter on changes and each datum's own page tell
the same, from the same record (``data/versions.json``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from companion import cells, data, editions, history, seal, views
from companion.book import uses
from companion.citing import FIGURE, SOURCE
from companion.editions import Change
from companion.history import Edition
from companion.text import date_in_words

PAGE = "chapters/changes"
SCRIPT, RECORD = "edition.js", "edition-record.js"
# On every page: what costs nothing unless the address asks for it.
LOADER = (
    "if(/[?&]v=/.test(location.search)){const s=document.createElement('script');"
    f"s.src=document.documentElement.dataset.content_root+'_static/{SCRIPT}';"
    "document.head.append(s)}"
)
# Pages that stand for the data as a whole: told of every change.
_WHOLE = ("chapters/start", "chapters/codebook", "chapters/take-the-data", PAGE)


def seal_of(name: str, drawn: Mapping[str, dict[str, Any]]) -> str:
    """The seal of what has a page ``d/NAME.html``; "" for a table of a chapter or a removed row.

    ``drawn`` holds the specification of each figure of the book.
    """
    if name.startswith(FIGURE):
        figure_id = name.removeprefix(FIGURE)
        return seal.of_specification(figure_id, drawn[figure_id])
    if name.startswith(SOURCE):
        return seal.source(name.removeprefix(SOURCE))
    rows = (table.keys() for table in cells.present().tables.values())
    return seal.row(name) if any(name in ids for ids in rows) else ""


# --- as HTML -------------------------------------------------------------------------------------


def released(edition: Edition) -> str:
    """When an edition was released, in words."""
    return date_in_words(edition.date) if edition.date else "not yet released"


def _thing(change: Change) -> Markup:
    if not change.row:
        page = views.page_of(change.table)
        words = data.resource(change.table)["title"] if change.table in data.names() else ""
        return (
            Markup('<a href="{}.html">{}</a>').format(page, words)
            if words
            else escape(change.table)
        )
    if change.table == cells.SOURCES:
        here = change.row in cells.present().tables[cells.SOURCES]
        address = views.source_address(change.row)
        return (
            Markup('<a href="{}">{}</a>').format(address, change.row)
            if here
            else escape(change.row)
        )
    now = cells.present().tables.get(change.table, {})
    stones = set(data.load("tombstones")["row"])
    if change.table != cells.GEOGRAPHY and (change.row in now or change.row in stones):
        return Markup('<a href="{}">{}</a>').format(views.own_page(change.row), change.row)
    return escape(change.row)


def _line(change: Change) -> list[Markup]:
    whole = {editions.ADDED: "new", editions.REMOVED: "removed"}.get(change.what)
    return [
        _thing(change),
        escape(change.column or ("row" if change.row else "")),
        escape(whole or views.words(change.was) or "blank"),
        escape("" if whole else views.words(change.now) or "blank"),
        escape(change.why),
        escape(change.size),
    ]


_HEADERS = ("Datum", "Column", "Was", "Now", "Why", "Weight")


def list_of(edition: Edition) -> Markup:
    """What an edition changed, as a table; in words where that is nothing."""
    if not edition.changes:
        first = not edition.since
        words = history.FIRST if first else f"No datum has changed since {edition.since}."
        return Markup("<p>{}</p>").format(words)
    lines = sorted(edition.changes, key=lambda change: editions.SIZES.index(change.size))
    shown = views.table(_HEADERS, map(_line, lines), f"Changes of {edition.version}", None)
    return Markup("<p>Compared with {}:</p>{}").format(edition.since, shown)


@lru_cache
def _by_row() -> dict[tuple[str, str], list[tuple[str, Change]]]:
    found: dict[tuple[str, str], list[tuple[str, Change]]] = {}
    for edition in history.known():
        for change in edition.changes:
            found.setdefault((change.table, change.row), []).append((str(edition.version), change))
    return found


def of_row(table: str, row_id: str) -> Markup:
    """What the editions changed in a row, newest first; "" for nothing."""
    found = [
        [escape(version), *_line(change)[1:5]]
        for version, change in _by_row().get((table, row_id), ())
    ]
    headers = ("Edition", *_HEADERS[1:5])
    return views.table(headers, found, "Changes by edition", None) if found else Markup("")


class Editions(SphinxDirective):
    """``{editions}``: every edition of the data with what it changed, newest first."""

    def run(self) -> list[nodes.Node]:
        """A section for each edition."""
        out: list[nodes.Node] = []
        for edition in history.known():
            name = f"edition-{str(edition.version).replace('.', '-')}"
            section = nodes.section(ids=[name], names=[name])
            section += nodes.title(text=f"Edition {edition.version}, {released(edition)}")
            section += nodes.raw("", str(list_of(edition)), format="html")
            out.append(section)
        return out


class CorrectionsByTable(SphinxDirective):
    """``{corrections-by-table}``: how many corrections there were, by table and by column."""

    def run(self) -> list[nodes.Node]:
        """A table; the codebook has each correction by itself."""
        frame = data.load("corrections")
        lines = []
        for name, some in frame.groupby("table", sort=False):
            columns = some["column"].value_counts()
            often = ", ".join(
                f"{str(column).replace(';', ' and ')} {count}"
                for column, count in columns.head(4).items()
            )
            known = name in data.names()
            title = data.resource(str(name))["title"] if known else str(name).capitalize()
            rows = some["row"].dropna().nunique()
            lines.append([escape(title), escape(len(some)), escape(rows), escape(often)])
        headers = ("Table", "Corrections", "Rows touched", "Columns most often")
        made = views.table(headers, lines, "Corrections by table", None)
        return [nodes.raw("", str(made), format="html")]


class CurrentEdition(SphinxDirective):
    """``{edition-sentence}``: which edition of the data the book holds, in one sentence."""

    def run(self) -> list[nodes.Node]:
        """A paragraph."""
        now = history.known()[0]
        head = nodes.paragraph(text="The data of this book are edition ")
        head += nodes.strong(text=str(now.version))
        head += nodes.Text(f", {released(now)}. ")
        if self.env.docname != PAGE:
            told = "What each edition changed, and how editions are numbered, is told in "
            head += nodes.Text(told)
            words = nodes.inline("", "Changes", classes=["std", "std-doc"])
            head += nodes.reference("", "", words, refuri="changes.html", internal=True)
            head += nodes.Text(".")
        return [head]


# --- for the script ------------------------------------------------------------------------------


def record(env: BuildEnvironment) -> dict[str, Any]:
    """What the script needs: the editions, their changes, and which pages use what has changed."""
    known = history.known()
    changed = {change.row for edition in known for change in edition.changes if change.row}
    pages: dict[str, dict[str, None]] = {}
    for use in uses.in_order(env):
        for thing in use.things:
            row = thing.removeprefix("src:")
            if row in changed:
                found = pages.setdefault(row, {})
                found[use.docname] = None
                if use.kind in {"figure", "table"}:
                    found[f"d/{use.anchor}"] = None
    for edition in known:
        for change in edition.changes:
            if change.row:
                own = SOURCE if change.table == cells.SOURCES else ""
                found = pages.setdefault(change.row, {})
                found[f"d/{own}{change.row}"] = None
                home = "sources" if own else views.page_of(change.table)
                found[f"chapters/{home}"] = None
    return {
        "whole": list(_WHOLE),
        "pages": {row: list(found) for row, found in pages.items()},
        "editions": [
            {
                "version": str(edition.version),
                "date": released(edition),
                "changes": [
                    {k: v for k, v in change.record().items() if k != "lost"}
                    for change in edition.changes
                ],
            }
            for edition in known
        ],
    }


def write(app: Sphinx, exception: Exception | None) -> None:
    """After an HTML build: write the record that the script reads, as a script (see render)."""
    if exception or app.builder.name != "html":
        return
    text = json.dumps(record(app.env), ensure_ascii=False, separators=(",", ":"))
    target = Path(app.outdir) / "_static" / RECORD
    target.write_text(f"window.companionEditions={text};\n", encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> None:
    """Register the directives, and the few bytes that look for ``?v=`` on every page."""
    app.add_directive("editions", Editions)
    app.add_directive("edition-sentence", CurrentEdition)
    app.add_directive("corrections-by-table", CorrectionsByTable)
    app.add_js_file(None, body=LOADER)
    app.connect("build-finished", write)
