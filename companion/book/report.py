"""The status page: what was executed, with which versions, from which data and code."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docutils import nodes
from jupyter_cache import get_cache
from markupsafe import Markup, escape
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from companion import __version__, data, views
from companion.book import notebooks, rerun
from companion.execution import execute
from companion.execution.evidence import evidence_hash

# What outputs depend on beside the companion's own code.
PACKAGES = ("pandas", "numpy", "plotly", "networkx", "pybtex", "edtf", "ipykernel")
SECONDS = "run-times.js"  # beside the notebooks: the one file of the book that no two builds share


def digest(parts: Iterable[bytes]) -> str:
    """Sixteen hexadecimal digits over the parts in order."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part)
    return total.hexdigest()[:16]


def _files(folder: Path, endings: set[str]) -> Iterable[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in endings and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix().encode()
            yield path.read_bytes()


def state() -> dict[str, str]:
    """What the outputs follow from, in the order in which it is shown: name -> version or hash."""
    return {
        "Companion": __version__,
        "Python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
        "Data": digest(_files(data.ROOT, {".csv", ".json", ".bib", ".geojson"})),
        "Code": digest(_files(Path(__file__).parent.parent, {".py"})),
        "Evidence": evidence_hash(),
    }


def executions() -> list[dict[str, Any]]:
    """A line for each notebook: name, how many cells, how many outputs, and the outputs' hash."""
    lines = []
    for name in sorted(notebooks.names()):
        notebook = execute.executed(name)
        told = rerun.outputs(notebook)
        shown = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
        hashed = digest(text.encode() for text in told)
        lines.append({"name": name, "cells": len(told), "outputs": len(shown), "hash": hashed})
    return lines


def seconds() -> dict[str, float]:
    """How long each notebook took when it was executed, by name, as the cache remembers it."""
    cache = get_cache(execute.cache_path())
    return {
        Path(record.uri).stem: round(record.data["execution_seconds"], 1)
        for record in cache.list_cache_records()
        if "execution_seconds" in (record.data or {})
    }


class Executions(SphinxDirective):
    """``{executions}``: versions and hashes, then every notebook with the hash of its outputs."""

    def run(self) -> list[nodes.Node]:
        """One raw node with two tables; a script adds the seconds, which no build repeats."""
        self.env.note_dependency(str(execute.cache_path()))
        versions = [
            [escape(name), Markup("<code>{}</code>").format(v)] for name, v in state().items()
        ]
        lines = [
            [
                Markup('<a href="{0}.html">{0}</a>').format(line["name"]),
                escape(line["cells"]),
                escape(line["outputs"]),
                Markup('<code data-seconds="{}">{}</code>').format(line["name"], line["hash"]),
            ]
            for line in executions()
        ]
        html = views.table(
            ["What", "Version or hash"], versions, "What the outputs follow from", None
        )
        headers = ["Chapter", "Cells", "Outputs", "Hash of the outputs"]
        html += views.table(headers, lines, "The chapters, executed", None)
        return [nodes.raw("", str(html), format="html", executions=True)]


# A script and not JSON, since a page opened from a disk may load nothing else.
_SCRIPT = """const seconds={};
document.addEventListener("DOMContentLoaded",()=>{{if(!Object.keys(seconds).length)return;
for(const hash of document.querySelectorAll("[data-seconds]")){{
const row=hash.closest("tr"),cell=row.insertCell();cell.dataset.label="Seconds";
cell.textContent=seconds[hash.dataset.seconds]?.toFixed(1)??"–";
const heads=row.closest("table").tHead.rows[0];
if(heads.cells.length<row.cells.length)heads.insertAdjacentHTML("beforeend",\
"<th scope=col>Seconds</th>")}}}});
"""


def script(taken: Mapping[str, float]) -> str:
    """The script that adds a column of the seconds which each notebook has taken, by name.

    It adds none where no seconds are known.
    """
    return _SCRIPT.format(json.dumps(taken, sort_keys=True))


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.name == "html":
        folder = Path(app.outdir) / notebooks.FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        (folder / SECONDS).write_text(script(seconds()), encoding="utf-8", newline="\n")


def _bring(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    if doctree is not None and any("executions" in raw for raw in doctree.findall(nodes.raw)):
        context["body"] += f'<script src="../{notebooks.FOLDER}/{SECONDS}"></script>'


def setup(app: Sphinx) -> None:
    """Register the directive, and write the seconds beside the notebooks."""
    app.add_directive("executions", Executions)
    app.connect("html-page-context", _bring)
    app.connect("build-finished", _write)
