"""The reader's own copy on the page: the script that finds it, or the notice of a private book."""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from companion import data, owncopy


def _configure(app: Sphinx, config: Config) -> None:
    config.companion_texts = owncopy.digest(owncopy.folder())


def _page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    raw = doctree.findall(nodes.raw) if doctree else ()
    here = {data.row(node["passage"])["text"] for node in raw if "passage" in node}
    given = owncopy.folder()
    if given:
        context["private_book"] = True
        lists = owncopy.missing(given)
        context["passages_missing"] = [name for text in sorted(here) for name in lists[text]]
    elif here:
        cells = [
            (name, text, cell)
            for text, passages in owncopy.fingerprints().items()
            for name, cell in passages
        ]
        app.add_js_file(None, body=f"window.companionPassages={json.dumps(cells)}")
        app.add_js_file("align.js", loading_method="defer")
        app.add_js_file("own-copy.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Give pages with passages their script, and every page of a private book its notice."""
    app.add_config_value("companion_texts", "", "env")  # pages are read anew when copies change
    app.connect("config-inited", _configure)
    app.connect("html-page-context", _page)
