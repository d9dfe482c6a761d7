"""What pages with an interactive part need, and what becomes of the part where no script runs.

Such a part is one raw node that its directive has marked with a key: ``node["days"] = ...``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def marked(doctree: nodes.document | None, mark: str) -> list[nodes.raw]:
    """The nodes of a page that bear the mark, in order."""
    return [node for node in doctree.findall(nodes.raw) if mark in node] if doctree else []


def bring(app: Sphinx, mark: str, *files: str) -> None:
    """Give each page that has such a part its scripts and styles, and no other page."""

    def add(
        app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
    ) -> None:
        if not marked(doctree, mark):
            return
        for file in files:
            if Path(file).suffix == ".css":
                app.add_css_file(file)
            else:
                app.add_js_file(file, loading_method="defer")

    app.connect("html-page-context", add)


def leave_out(app: Sphinx, mark: str) -> None:
    """Take such parts out of books without scripts, where what they turn stands alone."""

    def remove(app: Sphinx, doctree: nodes.document, docname: str) -> None:
        if app.builder.name != "html":
            for node in marked(doctree, mark):
                node.parent.remove(node)

    app.connect("doctree-resolved", remove, priority=800)
