"""The builder ``leaves``: each page's body alone, without theme or script, for books on paper.

PDF and EPUB are made of the same leaves. It writes ``<page>.html``, the pictures that the pages
show, and ``contents.json``: the book's parts and pages in order, with their titles.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder

CONTENTS = "contents.json"


class Leaves(StandaloneHTMLBuilder):
    """Writes the pages' bodies; a name of its own keeps what is for the web out of them."""

    name = "leaves"
    search = False
    copysource = False

    def get_outdated_docs(self) -> list[str]:  # type: ignore[override]
        """Write every page: what is kept between builds is what was read, not what is written."""
        return sorted(self.env.found_docs)

    def post_process_images(self, doctree: nodes.Node) -> None:
        """Find the pictures; no link to a larger one, as the web has."""
        Builder.post_process_images(self, doctree)

    def get_doc_context(self, docname: str, body: str, metatags: str) -> dict[str, Any]:
        """The body, and nothing around it."""
        return {"body": body}

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "",
        outfilename: str | None = None,
        event_arg: Any = None,
    ) -> None:
        """Write the body of one page."""
        file = Path(self.outdir) / f"{pagename}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(addctx["body"], encoding="utf-8", newline="\n")

    def copy_assets(self) -> None:
        """No styles, scripts or files of the theme."""

    def finish(self) -> None:
        """Copy the pictures and write the contents."""
        self.copy_image_files()
        (Path(self.outdir) / "_static").mkdir(exist_ok=True)  # myst-nb writes there
        file = Path(self.outdir) / CONTENTS
        text = json.dumps(contents(self), ensure_ascii=False, indent=1)
        file.write_text(text + "\n", encoding="utf-8", newline="\n")


def contents(builder: StandaloneHTMLBuilder) -> list[dict[str, Any]]:
    """The book's parts in order, ``{"part": caption, "pages": [{"page", "title"}, …]}``.

    The first has no caption: it is the page that opens the book.
    """
    titles, root = builder.env.titles, builder.config.root_doc

    def page(name: str) -> dict[str, str]:
        return {"page": name, "title": titles[name].astext()}

    parts: list[dict[str, Any]] = [{"part": "", "pages": [page(root)]}]
    for tree in builder.env.tocs[root].findall(lambda n: "entries" in getattr(n, "attributes", {})):
        assert isinstance(tree, nodes.Element)
        pages = [page(name) for _, name in tree["entries"]]
        parts.append({"part": tree.get("caption") or "", "pages": pages})
    return parts


def setup(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(Leaves)
