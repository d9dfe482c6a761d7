"""Pages made from the schema, the tables and the bibliography, as directives."""

from __future__ import annotations

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from companion import bibliography, csl, data, views
from companion.book import columns, marked
from companion.text import listed

GRADES = ("primary", "scholarly", "reference", "unchecked")


def _html(markup: Markup) -> nodes.raw:
    return nodes.raw("", str(markup), format="html")


class Rows(SphinxDirective):
    """``{rows} table``: every row of a table as a card under its own permanent id."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One raw node with all cards of the table."""
        name = self.arguments[0]
        frame = data.load(name)
        cards = Markup("").join(views.card(str(row_id)) for row_id in frame.index)
        return [_html(Markup('<div class="row-cards">{}</div>').format(cards))]


def size_of(name: str) -> str:
    """``112 rows, 20 columns. `` of a table, in a sentence even where there is no row."""
    rows = {0: "No rows so far", 1: "1 row"}.get(count := len(data.load(name)), f"{count:,} rows")
    return f"{rows}, {len(data.schema(name))} columns. "


class Codebook(SphinxDirective):
    """``{codebook} table``: what the table and each of its columns is and holds."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The description of the table, its size and grades, and its columns as a table."""
        name = self.arguments[0]
        resource, frame = data.resource(name), data.load(name)
        text = size_of(name)
        if "grade" in frame:
            counts = frame["grade"].value_counts()
            text += "Grades: " + listed([f"{counts.get(g, 0)} {g}" for g in GRADES]) + ". "
        head = nodes.paragraph(text=text, classes=["lead-in"])
        if "grade" in frame:
            page = views.page_of(name)
            link = nodes.reference("", "Read every row.", refuri=f"{page}.html", internal=True)
            head += nodes.inline("", "", link, classes=["on-screen"])
        table = _html(columns.table(name))
        table["codebook"] = name
        return [nodes.paragraph(text=resource["description"]), head, table]


class Corrections(SphinxDirective):
    """``{corrections}``: what was changed in bringing the evidence in, and why."""

    def run(self) -> list[nodes.Node]:
        """One table of all recorded changes."""
        frame = data.load("corrections")
        headers = [field["title"] for field in data.schema("corrections").values()]
        cells = [
            # addresses may break after a slash, or they would push the reasons off the page
            [escape(views.words(value)).replace("/", Markup("/<wbr>")) for value in row]
            for row in frame.itertuples(index=False)
        ]
        return [_html(views.table(headers, cells, "Corrections", None))]


class Sources(SphinxDirective):
    """``{sources}``: the bibliography by kind, each entry under its key, with its rows."""

    def run(self) -> list[nodes.Node]:
        """A section for each kind of source, with its entries in the order of the style."""
        kinds: dict[str, list[str]] = {}
        for key, entry in bibliography.entries().items():
            kinds.setdefault(entry.fields["keywords"], []).append(key)
        out: list[nodes.Node] = []
        for kind, title in bibliography.KINDS.items():
            keys = csl.in_order(kinds.get(kind, []))
            if not keys:
                continue
            section = nodes.section(ids=[f"kind-{kind}"], names=[f"kind-{kind}"])
            section += nodes.title(text=f"{title} ({len(keys)})")
            section += _html(Markup('<ul class="bibliography">{}</ul>').format(_entries(keys)))
            out.append(section)
        return out


def _entries(keys: list[str]) -> Markup:
    items = []
    for key in keys:
        rows = bibliography.rows_citing()[key]
        note = bibliography.entry(key).fields.get("note", "")
        items.append(
            Markup('<li id="{}"><span class="entry">{}</span>{}{}</li>\n').format(
                key,
                csl.reference_html(key),
                Markup(' <span class="entry-note">{}</span>').format(bibliography.plain(note))
                if note
                else "",
                Markup("<details><summary>{} row{}</summary>{}</details>").format(
                    len(rows),
                    "" if len(rows) == 1 else "s",
                    Markup(", ").join(views.row_link(row_id) for row_id in rows),
                )
                if rows
                else "",
            )
        )
    return Markup("").join(items)


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("rows", Rows)
    app.add_directive("codebook", Codebook)
    app.add_directive("corrections", Corrections)
    app.add_directive("sources", Sources)
    marked.bring(app, "codebook", columns.STYLE)
