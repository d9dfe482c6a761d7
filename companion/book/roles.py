"""Roles that keep prose tied to the evidence: ``{n}`` and ``{src}``."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.parsers.rst.states import Inliner
from sphinx.application import Sphinx

from companion import bibliography, data, views
from companion.text import date_in_words, number, quantity

RoleResult = tuple[list[nodes.Node], list[nodes.system_message]]


def datum_text(reference: str) -> str:
    """The words for ``row-id`` (its quantity) or ``row-id.column`` (that cell).

    Quantities and numbers come with thousands marks, dates in words. Raises KeyError that names
    what is missing: the row, the column, or a blank cell.
    """
    row_id, _, column = reference.partition(".")
    row = data.row(row_id)
    if not column:
        if not {"low", "best", "high"} <= set(row.index):
            raise KeyError(f"{reference}: the table {data.table_of(row_id)} has no quantity")
        return quantity(row)
    if column not in row.index:
        raise KeyError(f"{reference}: the table {data.table_of(row_id)} has no column {column!r}")
    value = row[column]
    if not views.words(value):
        raise KeyError(f"{reference}: that cell is blank")
    if column in {"date", "in_force", "ended"}:
        return date_in_words(value)
    if isinstance(value, float):
        return number(value)
    return views.words(value)


def datum(
    name: str,
    rawtext: str,
    text: str,
    lineno: int,
    inliner: Inliner,
    options: dict[str, Any] | None = None,
    content: list[str] | None = None,
) -> RoleResult:
    """``{n}`okinawa-us-dead```: a figure or cell of the data, linked to its row.

    A row that is ``unchecked`` carries a mark that says so.
    """
    row_id = text.partition(".")[0]
    try:
        shown = datum_text(text)
    except KeyError as error:
        message = inliner.reporter.error(f"{{n}} {error.args[0]}", line=lineno)
        return [inliner.problematic(rawtext, rawtext, message)], [message]
    grade = data.row(row_id)["grade"]
    link = nodes.reference(
        rawtext,
        shown,
        refuri=f"{views.page_of(data.table_of(row_id))}.html#{row_id}",
        internal=True,
        classes=["datum", f"datum-{grade}"],
        reftitle=f"{views.sentence(row_id)} [{grade}]",
    )
    if grade != "unchecked":
        return [link], []
    return [link, nodes.superscript(text="unchecked", classes=["unchecked-mark"])], []


def source(
    name: str,
    rawtext: str,
    text: str,
    lineno: int,
    inliner: Inliner,
    options: dict[str, Any] | None = None,
    content: list[str] | None = None,
) -> RoleResult:
    """``{src}`key[locator];key2```: sources in the margin, in brackets on a narrow page."""
    try:
        found = bibliography.citations(text)
        words = [(c.key, bibliography.short_citation(c)) for c in found]
    except (KeyError, ValueError) as error:
        message = inliner.reporter.error(f"{{src}} {error.args[0]}", line=lineno)
        return [inliner.problematic(rawtext, rawtext, message)], [message]
    note = nodes.inline(rawtext, "", classes=["source-note", "tag_margin"])
    for position, (key, shown) in enumerate(words):
        if position:
            note += nodes.Text("; ")
        note += nodes.reference("", shown, refuri=f"sources.html#{key}", internal=True)
    return [note], []


def setup(app: Sphinx) -> None:
    """Register the roles."""
    app.add_role("n", datum)
    app.add_role("src", source)
