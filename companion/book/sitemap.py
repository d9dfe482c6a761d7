"""``sitemap.xml`` and ``robots.txt`` of a book that has an address; none of a private book.

The extension sphinx-sitemap lists only what Sphinx itself writes, and would miss the thousands of
pages of single things.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

from sphinx.application import Sphinx

from companion import edition, owncopy
from companion.book import datum

NAME = "sitemap.xml"
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def paths(book: Path, documents: Iterable[str]) -> list[str]:
    """Every page of a built book once: those of the contents, then those of single things."""
    single = sorted(path.name for path in (book / datum.FOLDER).glob("*.html"))
    return [f"{name}.html" for name in documents] + [f"{datum.FOLDER}/{name}" for name in single]


def xml(paths: Iterable[str]) -> bytes:
    """The sitemap of the pages at these paths of the book, in their order."""
    ElementTree.register_namespace("", SPACE)
    root = ElementTree.Element(f"{{{SPACE}}}urlset")
    for path in paths:
        entry = ElementTree.SubElement(root, f"{{{SPACE}}}url")
        ElementTree.SubElement(entry, f"{{{SPACE}}}loc").text = edition.canonical(path)
    ElementTree.indent(root, "")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def robots() -> str:
    """What crawlers may read: all of it, and where the sitemap is."""
    return f"User-agent: *\nAllow: /\nSitemap: {edition.canonical(NAME)}\n"


def write(app: Sphinx, exception: Exception | None) -> None:
    """After an HTML build: the map of all pages that were written, where they have an address."""
    if exception or app.builder.name != "html" or not edition.base() or owncopy.folder():
        return
    target = Path(app.outdir)
    pages = paths(target, sorted(app.env.found_docs))
    (target / NAME).write_bytes(xml(pages))
    (target / "robots.txt").write_text(robots(), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Write the map once all pages stand."""
    app.connect("build-finished", write, priority=900)
