"""Every chapter as a Jupyter notebook: clean, and with the outputs of the book."""

from __future__ import annotations

import copy
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from jupyter_cache import get_cache
from myst_nb.core.read import read_myst_markdown_notebook
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from companion import __version__, edition, figures, tables
from companion.book import execute, prose, render

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


def executed(name: str) -> NotebookNode:
    """The chapter with the outputs that the book shows. Raises KeyError when none are there."""
    text = (execute.ROOT / "chapters" / f"{name}.md").read_text(encoding="utf-8")
    notebook = read_myst_markdown_notebook(text)
    _, merged = get_cache(execute.cache_path()).merge_match_into_notebook(notebook)
    return merged


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
    output = copy.deepcopy(output)
    bundle = output.get("data", {})
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
        new_markdown_cell(
            f"*{prose.plain(title)}* is a chapter of *{prose.plain(edition.record()['title'])}*, "
            f"version {__version__}. {read}Figures and tables go by their titles here. Change any "
            "cell, and run it and those below it. Numbers in the prose are those of the book, and "
            "do not change with a cell."
        ),
        new_code_cell(
            "# Installs the companion, with its data, where it is missing." + where + "\n"
            "from importlib.util import find_spec\n\n"
            'if not find_spec("companion"):\n'
            f'    %pip install --quiet "{address or wheel}"',
            metadata={"tags": [SETUP]},
        ),
    ]


def convert(name: str, *, outputs: bool) -> NotebookNode:
    """The chapter as a notebook that needs nothing but the installed companion.

    Cells that only serve the page are left out; after a cell with a figure stands its caption.
    The same chapter and outputs give the same notebook. Raises KeyError when the chapter has not
    been executed since it or the evidence changed.
    """
    source = executed(name)
    glue = glued(source)
    first = next(cell.source for cell in source.cells if cell.cell_type == "markdown")
    title = first.lstrip().partition("\n")[0].removeprefix("# ")
    cells = _opening(name, title)
    count = 1  # the cell of the opening
    cells[1].execution_count = count if outputs else None
    for cell in source.cells:
        if DROPPED in cell.metadata.get("tags", []):
            continue
        if cell.cell_type != "code":
            cells.append(new_markdown_cell(prose.markdown(cell.source, glue, names())))
            continue
        made = new_code_cell(cell.source)
        if outputs:
            count += 1
            made.execution_count = count
            made.outputs = [readable(output) for output in cell.outputs]
            for output in made.outputs:
                if "execution_count" in output:
                    output.execution_count = count
        cells += [made, *map(new_markdown_cell, _captions(cell))]
    for number, cell in enumerate(cells):
        cell.id = f"{name}-{number}"[-64:]  # an id drawn at random would make two builds differ
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    made = new_notebook(cells=cells, metadata=metadata)
    nbformat.validate(made)
    return made


def text(notebook: NotebookNode) -> str:
    """The notebook as the text of a file, each cell on a line: indented outputs would be long."""
    content: Any = json.loads(nbformat.writes(notebook))
    cells = ",\n  ".join(
        json.dumps(cell, ensure_ascii=False, sort_keys=True) for cell in content.pop("cells")
    )
    rest = json.dumps(content, ensure_ascii=False, sort_keys=True)[1:-1]
    return f'{{"cells": [\n  {cells}\n ],\n {rest}}}\n'


def wheel(folder: Path) -> Path:
    """Build the package, with the data in it, into ``folder``; twice the same gives the same."""
    from hatchling.builders.wheel import WheelBuilder

    folder.mkdir(parents=True, exist_ok=True)
    return Path(
        next(WheelBuilder(str(execute.ROOT)).build(directory=str(folder), versions=["standard"]))
    )


def write(folder: Path) -> list[Path]:
    """Write each chapter clean and executed into ``folder``, and the package beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [wheel(folder)]
    for name in sorted(names()):
        for outputs, ending in ((False, ""), (True, "-executed")):
            path = folder / f"{name}{ending}.ipynb"
            path.write_text(text(convert(name, outputs=outputs)), encoding="utf-8", newline="\n")
            written.append(path)
    return written
