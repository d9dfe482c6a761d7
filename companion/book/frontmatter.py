"""What stands before the first chapter of PDF and EPUB: title page and imprint."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

from markupsafe import Markup

from companion import citing, edition

LICENCE = (
    "Text, figures and data may be used under the Creative Commons licence Attribution 4.0 "
    "International (CC BY 4.0), creativecommons.org/licenses/by/4.0; the programs under the "
    "BSD 3-Clause licence. Works that are cited keep the rights of their owners."
)
CODE = (
    "Every chapter is a notebook. The lines of code that only call for a figure or a table are "
    "left out here; they, the data and what moves on a screen are in the repository and in the "
    "book’s pages for the web."
)
CITE = "Cite a single number by the id of its row as well, and name the work that the row rests on."


def moment() -> datetime:
    """When this edition was made: ``SOURCE_DATE_EPOCH``, else now; UTC."""
    stamp = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(stamp) if stamp else int(time.time()), UTC)


def spoken(day: datetime) -> str:
    """``9 August 1945``."""
    return f"{day.day} {day:%B %Y}"


def authors() -> list[str]:
    """The makers of the book by name."""
    return [a["name"].replace("'", "’") for a in edition.record()["authors"]]


def title_page(device: str) -> Markup:
    """Title, subtitle, makers, version and date; ``device`` is the address of the drawing."""
    title, _, subtitle = edition.record()["title"].partition(": ")
    return Markup(
        '<section class="titlepage"><h1>{}</h1><p class="subtitle">{}</p>'
        '<img src="{}" alt="" role="presentation"/>'
        '<p class="by">{}</p><p class="edition">Version {} · {}</p></section>'
    ).format(
        title,
        subtitle,
        device,
        ", ".join(authors()),
        edition.record()["version"],
        spoken(moment()),
    )


def imprint() -> Markup:
    """Version and date, what the book is, licence, address, and how to cite it."""
    record, address = edition.record(), edition.base()
    [forms] = citing.forms([citing.book()]).values()
    cited = Markup("").join(
        Markup("<p><strong>{}.</strong> {}</p>").format(form.label, form.html)
        for form in forms
        if form.label not in citing.PROGRAMS
    )
    return Markup(
        '<section class="imprint"><p>{}. Version {}, made on {}.</p><p>{}</p><p>{}</p><p>{}</p>{}'
        "<h2>How to cite this book</h2>{}<p>{}</p></section>"
    ).format(
        record["title"],
        record["version"],
        spoken(moment()),
        " ".join(record["abstract"].split()),
        CODE,
        LICENCE,
        Markup("<p>{}</p>").format(address) if address else "",
        cited,
        CITE,
    )
