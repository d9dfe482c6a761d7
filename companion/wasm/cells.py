"""Runs a chapter's cells and names what they give, in the reader's browser as in the build.

Sent to the browser with the rest of the companion; imports nothing of Sphinx or Jupyter.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib
import io
import json
import linecache
import sys
import time
import traceback
from collections.abc import Iterable
from types import ModuleType, TracebackType
from typing import Any

PLOTLY = "application/vnd.plotly.v1+json"
TABLE = "application/vnd.august-1945.table+json"
HTML, TEXT = "text/html", "text/plain"
STREAM, ERROR = "stream", "error"  # what is printed, and a traceback
_ORDER = (PLOTLY, TABLE, HTML, TEXT)  # as a page prefers them


def seal(kind: str, content: Any) -> str:
    """Twelve hexadecimal digits that name an output: equal for equal outputs, wherever made.

    Of a plotly output the traces and the layout count; of text all but blanks at the ends; of a
    number twelve digits, since logarithms differ in the last between systems.
    """
    if kind == PLOTLY:
        content = {"data": content["data"], "layout": content["layout"]}
    elif isinstance(content, str):
        content = content.strip()
    text = json.dumps(_rounded(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{kind} {text}".encode()).hexdigest()[:12]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return {k: _rounded(v) for k, v in value.items()} if isinstance(value, dict) else value


def built(outputs: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The outputs of an executed notebook's cell as ``{"kind", "content"}``, as pages show them.

    What prints to one stream is one output; what is kept for the prose (glue) is none.
    """
    found: list[dict[str, Any]] = []
    for output in outputs:
        if output["output_type"] == "stream":
            if found and found[-1]["kind"] == STREAM:
                found[-1]["content"] += output["text"]
            else:
                found.append({"kind": STREAM, "content": output["text"]})
            continue
        data = output.get("data", {})
        kind = next((kind for kind in _ORDER if kind in data), None)
        if kind and not any(name.startswith("application/papermill") for name in data):
            found.append({"kind": kind, "content": data[kind]})
    return found


def shown(value: Any) -> dict[str, Any]:
    """What a page shows of a value: its richest form, with the words that a page adds to it."""
    if hasattr(value, "to_plotly_json") and hasattr(value, "to_json"):
        from companion import figures

        spec = json.loads(value.to_json())
        found = figures.REGISTRY.get(str((spec["layout"].get("meta") or {}).get("figure")))
        more = {"title": found.title, "caption": found.caption, "alt": found.alt} if found else {}
        return {"kind": PLOTLY, "content": spec, **more}
    from companion import tables, views

    if isinstance(value, tables.Listing):
        content, made = value.content(), tables.REGISTRY[value.id]
        rows = str(views.table_of_cells(content, made.title))
        words = {"title": made.title, "caption": made.caption}
        return {"kind": TABLE, "content": content, "html": rows, **words}
    if hasattr(value, "_repr_html_") and (html := value._repr_html_()) is not None:
        return {"kind": HTML, "content": html}
    # the notebook's own, so that long values break alike; alone in the browser
    pretty = "ipython_pretty" if sys.platform == "emscripten" else "IPython.lib.pretty"
    return {"kind": TEXT, "content": importlib.import_module(pretty).pretty(value)}


class Session:
    """The names that cells share, as in a kernel; a fresh one knows none."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.glued: dict[str, str] = {}
        self.names: dict[str, Any] = {"__name__": "__main__", "display": self._display}
        notebook = ModuleType("myst_nb")  # chapters take ``glue`` from it, and nothing else
        notebook.glue = self._glue  # type: ignore[attr-defined]
        sys.modules["myst_nb"] = notebook

    def _display(self, *values: Any) -> None:
        self.outputs += [shown(value) for value in values]

    def _glue(self, name: str, variable: Any, display: bool = True) -> None:
        self.glued[name] = str(variable)
        if display:
            self._display(variable)

    def run(self, source: str, name: str) -> dict[str, Any]:
        """Run a cell: its outputs with their seals, whether it raised, what it glued, seconds."""
        self.outputs, self.glued = [], {}
        lines = [f"{line}\n" for line in source.splitlines()]
        linecache.cache[name] = (len(source), None, lines, name)  # tracebacks quote the cell
        printed, raised, started = io.StringIO(), False, time.perf_counter()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                self._run(source, name)
            except (Exception, KeyboardInterrupt, SystemExit) as error:
                raised = True
                self.outputs.append({"kind": ERROR, "content": _told(error, name)})
        if printed.getvalue():
            self.outputs.insert(0, {"kind": STREAM, "content": printed.getvalue()})
        for output in self.outputs:
            output["seal"] = seal(output["kind"], output["content"])
        return {
            "outputs": self.outputs,
            "raised": raised,
            "glued": self.glued,
            "seconds": time.perf_counter() - started,
        }

    def _run(self, source: str, name: str) -> None:
        tree = ast.parse(source, name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), self.names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), name, "eval"), self.names)
            if value is not None:
                self._display(value)


def _told(error: BaseException, name: str) -> str:
    """The traceback from the cell on, without the frames that ran it."""
    at: TracebackType | None = error.__traceback__
    while at and at.tb_frame.f_code.co_filename != name:
        at = at.tb_next
    return "".join(traceback.format_exception(type(error), error, at))
