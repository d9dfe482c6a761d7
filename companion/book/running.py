"""The button "Run this page": its script on pages with cells, and the cells beside the pages."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from companion.execution import execute
from companion.wasm import assemble, cells

LOGGER = logging.getLogger(__name__)
SCRIPT, STYLE = "run.js", "run.css"
CELLS = f"{assemble.FOLDER}/cells"  # one file for each chapter
_HIDDEN = {"remove-cell", "remove-input"}
_GLUED = re.compile(r"\{glue:text\}`([^`:]+)(?::[^`]*)?`")


def chapter(path: Path) -> dict[str, Any]:
    """What a page needs to run its cells: these, their built outputs' seals, the glued names.

    A cell is named by its place among all cells of the notebook, as in its page's ``cell-3``.
    """
    plain = execute.written(path.stem)
    pairs = list(enumerate(zip(plain.cells, execute.executed(path.stem).cells, strict=True)))
    return {
        "cells": [
            {
                "place": place,
                "source": cell.source,
                "hidden": bool(_HIDDEN & set(cell.metadata.get("tags", []))),
                "seals": [
                    cells.seal(output["kind"], output["content"])
                    for output in cells.built(done.outputs)
                ],
            }
            for place, (cell, done) in pairs
            if cell.cell_type == "code"
        ],
        "glued": _GLUED.findall(path.read_text(encoding="utf-8")),
    }


@lru_cache
def runnable() -> dict[str, Path]:
    """The chapters that show a cell, by the name of their document."""
    return {
        f"chapters/{path.stem}": path
        for path in execute.notebooks()
        if any(
            cell.cell_type == "code" and not _HIDDEN & set(cell.metadata.get("tags", []))
            for cell in execute.written(path.stem).cells
        )
    }


def _configure(app: Sphinx, config: Config) -> None:
    if folder := assemble.assembled():
        config.html_extra_path = [*config.html_extra_path, str(folder)]


def _begin(app: Sphinx) -> None:
    """Archive the companion before the first page, which says how much there is to load."""
    folder = assemble.assembled()
    if not folder or app.builder.name != "html":
        return
    archive = assemble.companion_archive()
    sizes = json.loads((folder / assemble.FOLDER / assemble.MANIFEST).read_text())
    app.companion_archive = archive  # type: ignore[attr-defined]
    app.companion_sizes = {**sizes, assemble.COMPANION: len(archive)}  # type: ignore[attr-defined]


def _name_cells(app: Sphinx, doctree: nodes.document) -> None:
    """Give each cell on the page an id that its script finds it by."""
    for node in doctree.findall(nodes.container):
        if node.get("nb_element") == "cell_code":
            node["ids"].append(f"cell-{node['cell_index']}")


def _page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    sizes = getattr(app, "companion_sizes", None)
    if sizes and pagename in runnable():
        app.add_css_file(STYLE)
        size = f"{sum(sizes.values()) / 1e6:.0f} MB"
        more: dict[str, Any] = {"data-size": size}
        app.add_js_file(SCRIPT, loading_method="defer", **more)


def write(app: Sphinx) -> None:
    """Write the cells of each chapter and the companion beside the rest of what runs them."""
    sizes = getattr(app, "companion_sizes", None)
    if not sizes:
        return
    target = Path(app.outdir) / assemble.FOLDER
    (target / assemble.COMPANION).write_bytes(app.companion_archive)  # type: ignore[attr-defined]
    (target / assemble.MANIFEST).write_text(json.dumps(sizes, indent=1))
    (Path(app.outdir) / CELLS).mkdir(exist_ok=True)
    for name in runnable().keys() & app.env.found_docs:
        path = runnable()[name]
        text = json.dumps(chapter(path), ensure_ascii=False, separators=(",", ":"))
        file = Path(app.outdir) / CELLS / f"{name.rpartition('/')[2]}.json"
        file.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Give pages with cells the button, where what it needs has been assembled."""
    app.connect("config-inited", _configure)
    app.connect("builder-inited", _begin)
    app.connect("doctree-read", _name_cells)
    app.connect("html-page-context", _page)
