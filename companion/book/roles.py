"""Roles that keep prose tied to the evidence: ``{n}`` and ``{src}``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from docutils import nodes
from docutils.parsers.rst.states import Inliner
from sphinx.application import Sphinx

from companion import bibliography, data, views
from companion.text import date_in_words, listed, number, quantity

Result = tuple[list[nodes.Node], list[nodes.system_message]]


def role(make: Callable[[str], list[nodes.Node]]) -> Callable[..., Result]:
    """A role of the function that makes its nodes from its text.

    A KeyError or ValueError of that function is reported at the line, and fails the build.
    """

    @wraps(make)
    def run(
        name: str,
        rawtext: str,
        text: str,
        lineno: int,
        inliner: Inliner,
        options: dict[str, Any] | None = None,
        content: list[str] | None = None,
    ) -> Result:
        try:
            return make(text), []
        except (KeyError, ValueError) as error:
            message = inliner.reporter.error(f"{{{name}}} {error.args[0]}", line=lineno)
            return [inliner.problematic(rawtext, rawtext, message)], [message]

    return run


_LISTS = {"parties", "signatories", "claimed_by", "knower"}  # several names, told in a sentence


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
    if column in _LISTS:
        return listed(data.ids(value))
    return views.words(value)


@role
def datum(text: str) -> list[nodes.Node]:
    """``{n}`okinawa-us-dead```: a figure or cell of the data, linked to its row.

    A row that is ``unchecked`` carries a mark that says so, unless the cell itself does.
    """
    shown, row_id = datum_text(text), text.partition(".")[0]
    grade = data.row(row_id)["grade"]
    link = nodes.reference(
        "",
        shown,
        refuri=views.address(row_id),
        internal=True,
        classes=["datum", f"datum-{grade}"],
        reftitle=f"{views.sentence(row_id)} [{grade}]",
        uses=[row_id],
    )
    if grade != "unchecked" or shown == grade:
        return [link]
    return [link, nodes.superscript(text="unchecked", classes=["unchecked-mark"])]


@role
def source(text: str) -> list[nodes.Node]:
    """``{src}`key[locator];key2```: sources in the margin, in brackets on a narrow page."""
    cited = bibliography.citations(text)
    note = nodes.inline("", "", classes=["source-note", "tag_margin"])
    note["uses"] = [f"src:{found.key}" for found in cited]
    for position, found in enumerate(cited):
        if position:
            note += nodes.Text("; ")
        shown = bibliography.short_citation(found)
        note += nodes.reference("", shown, refuri=views.source_address(found.key), internal=True)
    return [note]


def setup(app: Sphinx) -> None:
    """Register the roles."""
    app.add_role("n", datum)
    app.add_role("src", source)
