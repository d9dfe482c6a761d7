"""The Sphinx part of the companion: what turns its data and figures into pages."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from companion import __version__, bibliography, cells, data, figures, tables
from companion.book import (
    assets,
    beside,
    cards,
    changes,
    cite,
    controls,
    datum,
    days,
    downloads,
    drawn,
    examples,
    forms,
    fourclocks,
    heads,
    leaves,
    numbers,
    owncopy,
    pages,
    render,
    report,
    roles,
    running,
    share,
    sitemap,
    styles,
    takeaway,
    texts,
    tree,
    uses,
)
from companion.execution import execute, kernels
from companion.execution.evidence import evidence_hash
from companion.figures.style import PALETTE

HERE = Path(__file__).parent

# Not used by any page of this book; Jupyter Book loads them on every page.
_DROPPED_SCRIPTS = (
    *("thebe", "mathjax", "togglebutton", "design-tabs", "require"),
    *("copybutton", "clipboard"),  # cite.js copies code too
)
_DROPPED_STYLES = ("thebe", "togglebutton", "sphinx-design", "copybutton")

_SILENT = {"sphinx_jupyterbook_latex", "sphinx_multitoc_numbering"}


def _configure(app: Sphinx, config: Config) -> None:
    config.templates_path = [str(HERE / "templates"), *config.templates_path]
    config.html_static_path = [*config.html_static_path, str(HERE / "static")]
    config.companion_evidence_hash = evidence_hash()
    config.nb_execution_cache_path = str(execute.cache_path())
    if kernels.FORKS:
        app.parallel = os.cpu_count() or 1  # Jupyter Book has no option for it


def _before_reading(app: Sphinx, *_: object) -> None:
    """Make ready what pages need that are read side by side, in copies of this process."""
    # These say nothing of it, and Sphinx would warn; they keep nothing while a page is read.
    for name in _SILENT & set(app.extensions):
        app.extensions[name].parallel_read_safe = True
    figures.registry()
    tables.registry()
    bibliography.rows_citing()
    data.read_all()
    cells.present()
    drawn.specifications()
    drawn.draw_changed()
    gc.freeze()


def _name_or_body(file: Any) -> str:
    body = getattr(file, "attributes", {}).get("body", "")
    return f"{getattr(file, 'filename', file)} {body}".lower()


def _lighten(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    for files, dropped in (
        ("script_files", _DROPPED_SCRIPTS),
        ("css_files", _DROPPED_STYLES),
    ):
        context[files] = [
            file
            for file in context.get(files, [])
            if not any(word in _name_or_body(file) for word in dropped)
        ]


def _finish(app: Sphinx, exception: Exception | None) -> None:
    """After an HTML build: what stands beside the pages, and the pages of single things."""
    if exception or app.builder.format != "html" or app.builder.name == "leaves":
        return
    beside.side_by_side(app, _works(app))


def _works(app: Sphinx) -> Iterator[Callable[[], None]]:
    yield partial(assets.write, app)
    if app.builder.name == "html":
        yield partial(takeaway.write, app)
        yield partial(running.write, app)
        yield from datum.parts(app)  # found while the others work


def setup(app: Sphinx) -> dict[str, Any]:
    """Register nodes, roles, directives, assets and the lighter page with Sphinx."""
    gc.set_threshold(100_000, 50, 100)  # going through all doctrees often took a tenth of the build
    app.add_config_value("companion_evidence_hash", "", "env")
    app.add_enumerable_node(
        render.evidence_table,
        "table",
        render.table_title,
        # The other HTML builders take these too, as long as none is named for them; where there
        # is no HTML, ``forms`` puts an ordinary table in its place.
        html=(render.visit_evidence_table, render.depart_evidence_table),
    )
    roles.setup(app)
    numbers.setup(app)
    pages.setup(app)
    texts.setup(app)
    owncopy.setup(app)
    controls.setup(app)
    days.setup(app)
    downloads.setup(app)
    fourclocks.setup(app)
    tree.setup(app)
    cards.setup(app)
    forms.setup(app)
    leaves.setup(app)
    uses.setup(app)
    cite.setup(app)
    examples.setup(app)
    changes.setup(app)
    heads.setup(app)
    share.setup(app)
    sitemap.setup(app)
    takeaway.setup(app)
    report.setup(app)
    running.setup(app)
    app.add_css_file("companion.css")
    app.add_js_file(None, body=f"window.companionPalette={json.dumps(PALETTE)}")
    app.add_js_file("companion.js", loading_method="defer")
    app.connect("config-inited", _configure, priority=900)
    app.connect("env-before-read-docs", _before_reading)
    # after the themes, which add files of their own
    app.connect("html-page-context", _lighten, priority=900)
    app.connect("build-finished", _finish)
    styles.setup(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
