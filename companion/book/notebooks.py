"""Every chapter as a Jupyter notebook: clean, and with the outputs of the book."""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from nbformat import NotebookNode

from companion import __version__, edition, figures, tables
from companion.book import prose, render
from companion.execution import execute

WHEEL = "august_1945_companion-{}-py3-none-any.whl"
FOLDER = "notebooks"  # below the pages
DROPPED = "remove-cell"  # the tag of a cell that only serves the page
SETUP = "companion-setup"  # the tag of the cell that installs the companion
_GLUE = "application/papermill.record/text/plain"
_HREF = re.compile(r' href="(?!https?:|#)([^"]*)"')


@lru_cache
def names() -> frozenset[str]:
    """The chapters that are notebooks, without ending."""
    return frozenset(path.stem for path in execute.notebooks())


def glued(notebook: NotebookNode) -> dict[str, str]:
    """Name -> text of each value that the cells of an executed notebook have glued."""
    return {
        output.metadata["scrapbook"]["name"]: output.data[_GLUE]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if _GLUE in output.get("data", {})
    }


def readable(output: NotebookNode) -> NotebookNode:
    """An output as other programs than the book can show it.

    A figure gets its static picture and its alternative text beside its specification; links in
    a table lead to the published book; what only the book reads is left out.
    """
    bundle = NotebookNode(output.get("data", {}))
    output = NotebookNode({**output, **({"data": bundle} if "data" in output else {})})
    bundle.pop(tables.MIME, None)
    if render.PLOTLY_MIME in bundle:
        spec = {part: bundle[render.PLOTLY_MIME][part] for part in ("data", "layout")}
        figure_id = spec["layout"]["meta"]["figure"]
        bundle["text/plain"] = figures.registry()[figure_id].alt
        picture = render.picture(figure_id, spec)
        if picture.is_file():
            bundle["image/svg+xml"] = picture.read_text(encoding="utf-8")
    if "text/html" in bundle:
        bundle["text/html"] = _HREF.sub(_absolute, bundle["text/html"])
    return output


def _absolute(match: re.Match[str]) -> str:
    address = prose.published(match[1])
    return f' href="{address}"' if address else ""


def _captions(cell: NotebookNode) -> list[str]:
    """The caption of each figure that a cell shows; a table brings its own."""
    shown = [
        figures.registry()[output.data[render.PLOTLY_MIME]["layout"]["meta"]["figure"]]
        for output in cell.get("outputs", [])
        if render.PLOTLY_MIME in output.get("data", {})
    ]
    return [f"**{prose.plain(f.title)}.** {prose.plain(f.caption)}" for f in shown]


def _bound(tree: ast.AST) -> set[str]:
    aliases = (n for n in ast.walk(tree) if isinstance(n, ast.alias))
    stored = (n for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    return {n.asname or n.name for n in aliases} | {n.id for n in stored}


def _named(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _without_glue(cells: list[NotebookNode], place: int) -> str:
    """What later cells need of a cell that only serves the page; "" when they need nothing."""
    source = cells[place].source
    rest = [
        statement
        for statement in ast.parse(source).body
        if "glue" not in _named(statement) | _bound(statement)
    ]
    later = [cell for cell in cells[place + 1 :] if DROPPED not in cell.metadata.get("tags", [])]
    needed: set[str] = set()
    for cell in later:
        codes = [cell.source] if cell.cell_type == "code" else prose.code_in(cell.source)
        needed = needed.union(*(_named(ast.parse(code)) for code in codes))
    if not any(_bound(statement) & needed for statement in rest):
        return ""
    return "\n".join(ast.get_source_segment(source, statement) or "" for statement in rest)


def _markdown(source: str) -> NotebookNode:
    return NotebookNode(cell_type="markdown", metadata=NotebookNode(), source=source)


def _code(source: str, count: int, tags: Sequence[str] = ()) -> NotebookNode:
    metadata = NotebookNode(tags=list(tags)) if tags else NotebookNode()
    told = {"execution_count": count, "outputs": [], "source": source}
    return NotebookNode(cell_type="code", metadata=metadata, **told)


def _opening(name: str, title: str) -> list[NotebookNode]:
    wheel = WHEEL.format(__version__)
    address = edition.canonical(f"{FOLDER}/{wheel}")
    page = prose.published(f"{name}.html")
    read = f"[Read it in the book]({page}), where figures are numbered. " if page else ""
    beside = (
        f"\n# {wheel} stands beside this notebook on the book's page: put it\n"
        "# into the folder where the notebook runs (in Colab: upload it to the files)."
    )
    where = "" if address else beside
    return [
        _markdown(
            f"*{prose.plain(title)}* is a chapter of *{prose.plain(edition.record()['title'])}*, "
            f"version {__version__}. {read}Figures and tables go by their titles here. Change any "
            "cell, and run it and those below it. Numbers in the prose are those of the book, and "
            "do not change with a cell."
        ),
        _code(
            "# Installs the companion, with its data, where it is missing." + where + "\n"
            "import sys\n"
            "from importlib.metadata import version\n"
            "from importlib.util import find_spec\n\n"
            'if not find_spec("companion"):\n'
            f'    %pip install --quiet "{address or wheel}"\n'
            'loaded = sys.modules.get("pandas")\n'
            'if loaded and loaded.__version__ != version("pandas"):\n'
            "    raise RuntimeError(\n"
            '        "Another pandas was loaded before the one that is installed now: "\n'
            '        "restart the session, then run all cells again"\n'
            "    )",
            1,
            [SETUP],
        ),
    ]


def convert(name: str) -> NotebookNode:
    """The chapter with the book's outputs, as a notebook that needs only the companion.

    Cells that only serve the page are left out; after a cell with a figure stands its caption.
    The same chapter and outputs give the same notebook. Raises KeyError when the chapter has not
    been executed since it or the evidence changed.
    """
    source = execute.executed(name)
    glue = glued(source)
    first = next(cell.source for cell in source.cells if cell.cell_type == "markdown")
    title = first.lstrip().partition("\n")[0].removeprefix("# ")
    cells = _opening(name, title)
    count = 1  # the cell of the opening
    for place, cell in enumerate(source.cells):
        if cell.cell_type != "code":
            cells.append(_markdown(prose.markdown(cell.source, glue, names())))
            continue
        code = cell.source
        if DROPPED in cell.metadata.get("tags", []):
            code = _without_glue(source.cells, place)
            if not code:
                continue
        count += 1
        made = _code(code, count)
        for output in cell.outputs:
            if _GLUE not in output.get("data", {}):
                made.outputs.append(readable(output))
                if "execution_count" in output:
                    made.outputs[-1].execution_count = count
        cells += [made, *map(_markdown, _captions(cell))]
    for number, cell in enumerate(cells):
        cell.id = f"{name}-{number}"[-64:]  # an id drawn at random would make two builds differ
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    return NotebookNode(cells=cells, metadata=metadata, nbformat=4, nbformat_minor=5)


def cleaned(notebook: NotebookNode) -> NotebookNode:
    """The same notebook as if no cell had been run."""
    cells = [
        NotebookNode({**cell, "outputs": [], "execution_count": None})
        if cell.cell_type == "code"
        else cell
        for cell in notebook.cells
    ]
    return NotebookNode({**notebook, "cells": cells})


def text(notebook: NotebookNode) -> str:
    """The notebook as the text of a file, each cell on a line: indented outputs would be long."""

    def told(part: object) -> str:
        return json.dumps(part, ensure_ascii=False, sort_keys=True)

    cells = ",\n".join(map(told, notebook.cells))
    rest = told({key: value for key, value in notebook.items() if key != "cells"})
    return f'{{"cells": [\n{cells}\n],\n{rest[1:]}\n'


def wheel(folder: Path) -> Path:
    """Build the package, with the data in it, into ``folder``; twice the same gives the same.

    Its files bear hatchling's day and not that of an edition: pages built before a release stay.
    """
    from hatchling.builders.wheel import WheelBuilder

    folder.mkdir(parents=True, exist_ok=True)
    builder = WheelBuilder(str(execute.ROOT))
    given = os.environ.pop("SOURCE_DATE_EPOCH", None)
    try:
        return Path(next(builder.build(directory=str(folder), versions=["standard"])))
    finally:
        if given is not None:
            os.environ["SOURCE_DATE_EPOCH"] = given


def write(folder: Path) -> list[Path]:
    """Write each chapter clean and executed into ``folder``, and the package beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [wheel(folder)]
    for name in sorted(names()):
        made = convert(name)
        for notebook, ending in ((cleaned(made), ""), (made, "-executed")):
            path = folder / f"{name}{ending}.ipynb"
            path.write_text(text(notebook), encoding="utf-8", newline="\n")
            written.append(path)
    return written
