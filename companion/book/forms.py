"""The same nodes in forms that are not web pages of this book's own address.

An EPUB, a LaTeX book or a single long page has other addresses, and no script: here, once a page
is resolved for such a builder, links that were written for the web pages are mended, a figure
becomes its picture, and a table of evidence becomes an ordinary table where there is no HTML.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from companion import views
from companion.book import render

_ADDRESS = re.compile(r"(\.\./d/)?([a-z0-9-]+)\.html(#[^\"\s]*)?")
_HREF = re.compile(rf'href="{_ADDRESS.pattern}"')
WEB = ("html",)  # builders whose pages stand where the links say, and run the script
ENDINGS = {"image/svg+xml": "svg", "application/pdf": "pdf", "image/png": "png"}


def _target(app: Sphinx, docname: str, found: re.Match[str]) -> str | None:
    """Where a link written for the web pages leads in this builder; None when nowhere."""
    page, fragment = found[2], found[3] or ""
    if found[1]:  # only the web has a page for each thing; elsewhere it stands among the others
        if page.startswith(("fig-", "tab-")):
            return f"#{page}" if app.builder.format == "html" else None
        page, _, fragment = views.place(page).replace(".html#", " #").partition(" ")
    document = next((d for d in sorted(app.env.found_docs) if Path(d).name == page), None)
    if app.builder.format != "html" or document is None:
        return None
    if app.builder.name == "singlehtml" and fragment:
        return fragment  # ids of rows, claims and sources are each used once in the book
    return app.builder.get_relative_uri(docname, document) + fragment


def _mend_links(app: Sphinx, docname: str, node: nodes.Element) -> None:
    for reference in list(node.findall(nodes.reference)):
        found = _ADDRESS.fullmatch(reference.get("refuri", ""))
        if not found:
            continue
        target = _target(app, docname, found)
        if target is None:
            reference.replace_self(nodes.inline("", "", *reference.children))
        else:
            reference["refuri"] = target

    def mended(found: re.Match[str]) -> str:
        target = _target(app, docname, found)
        return found[0] if target is None else f'href="{target}"'

    for raw in list(node.findall(nodes.raw)):
        if raw["format"] == "html":
            raw.children = [nodes.Text(_HREF.sub(mended, raw.astext()))]
    for table in node.findall(render.evidence_table):
        table["table_html"] = _HREF.sub(mended, table["table_html"])


def _picture(app: Sphinx, docname: str, figure: nodes.figure) -> nodes.image | None:
    """The figure's committed picture in the best form that the builder can take."""
    for kind in app.builder.supported_image_types:
        ending = ENDINGS.get(kind)
        file = (render.PICTURES / figure["picture"]).with_suffix(f".{ending}") if ending else None
        if file is None or not file.is_file():
            continue
        uri = Path(os.path.relpath(file, app.srcdir)).as_posix()
        app.env.images.add_file(docname, uri)
        return nodes.image(uri=uri, candidates={"*": uri}, alt=figure["alt"], width="100%")
    return None


def _plain_table(content: dict[str, Any], title: str) -> nodes.table:
    """An evidence table as docutils knows tables, which every writer can write."""
    headers, lines = content["headers"], content["lines"]
    group = nodes.tgroup("", cols=len(headers))
    group += [nodes.colspec(colwidth=1) for _ in headers]

    def row(cells: list[str]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", nodes.paragraph(text=cell)) for cell in cells))

    group += nodes.thead("", row(headers))
    group += nodes.tbody("", *map(row, lines))
    return nodes.table("", nodes.title(text=title), group, classes=["longtable"])


def adapt(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mend what was written for the web pages, for every other builder."""
    if app.builder.name in WEB:
        return
    _mend_links(app, docname, doctree)
    if app.builder.name == "singlehtml":
        return  # a page of the web still: it runs the script and takes the table's HTML
    for figure in list(doctree.findall(nodes.figure)):
        if "picture" in figure and (image := _picture(app, docname, figure)):
            figure.children = [image, *figure.findall(nodes.caption)]
    if app.builder.format == "html":
        return
    for table in list(doctree.findall(render.evidence_table)):
        plain = _plain_table(table["content"], table["title"])
        plain["ids"], plain["names"] = table["ids"], table["names"]
        table.replace_self(plain)


def setup(app: Sphinx) -> None:
    """Adapt each page once its references are resolved."""
    app.connect("doctree-resolved", adapt, priority=900)
