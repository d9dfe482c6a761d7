"""A figure, a table and links in forms that are not web pages: EPUB, LaTeX, one long page."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest

from companion import bibliography, data, figures, tables, views
from companion.book import render
from conftest import ROOT

FIGURE, TABLE = next(iter(figures.registry())), next(iter(tables.registry()))
ROW = str(data.load("yalta_terms").index[0])
CLAIM = str(data.load("claims").index[0])
SOURCE = data.row(ROW)["source"].partition("[")[0]
KERNEL = {"name": "python3", "display_name": "Python 3"}
PAGE = f"""# A page

See {{numref}}`fig-{FIGURE}`, {{numref}}`tab-{TABLE}`, {{n}}`{ROW}.extent`, {{src}}`{SOURCE}`,
{{claim}}`{CLAIM}`.

```{{rows}} yalta_terms
```
"""


def notebook() -> nbformat.NotebookNode:
    """A page with one figure and one table among its outputs, as an execution leaves them."""
    listing = tables.registry()[TABLE]
    content = listing.make(data.load(listing.table)).content()
    mimes = [{render.PLOTLY_MIME: figures.specification(FIGURE)}, {tables.MIME: content}]
    new: Any = nbformat.v4
    cells = [new.new_markdown_cell(PAGE)]
    for mime in mimes:
        output = new.new_output("display_data", data=mime)
        cells.append(new.new_code_cell("1", outputs=[output]))
    return new.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("forms")
    (root / "conf.py").write_text(
        "extensions = ['myst_nb', 'companion.book']\nnb_execution_mode = 'off'\n"
        "numfig = True\nversion = '1'\nproject = 'Forms'\n"
    )
    chapters = root / "chapters"
    chapters.mkdir()
    (chapters / "page.ipynb").write_text(json.dumps(notebook()), encoding="utf-8")
    others = [*map(views.page_of, data.evidence_tables()), "gh", "mk", "sources"]
    for name in others:
        (chapters / f"{name}.md").write_text(f"# {name}\n")
    toc = "\n".join(f"chapters/{name}" for name in ["page", *others])
    (root / "index.md").write_text(f"# Forms\n\n```{{toctree}}\n{toc}\n```\n")
    return root


def built(project: Path, builder: str) -> Path:
    out = project / "_build" / builder
    kept = project / "_build" / "doctrees"
    done = subprocess.run(  # as a build has it: alone in its process
        [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-d", kept, project, out],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return out


def test_an_epub_holds_the_picture_and_links_to_its_own_pages(project: Path) -> None:
    book = zipfile.ZipFile(built(project, "epub") / "Forms.epub")
    page = book.read("chapters/page.xhtml").decode()
    [image] = re.findall(rf'src="\.\./(_images/{FIGURE}[^"]*\.svg)"', page)
    assert image in book.namelist()
    assert "<script" not in page.partition("<body")[2]
    assert "evidence-table" in page
    for target in (f"data-yalta-terms.xhtml#{ROW}", f"sources.xhtml#{SOURCE}", f"gh.xhtml#{CLAIM}"):
        assert target in page
    assert not re.findall(r'href="[a-z0-9-]+\.html', page)


def test_latex_gets_a_vector_picture_and_a_table_and_no_dead_link(project: Path) -> None:
    out = built(project, "latex")
    [file] = out.glob("*.tex")
    text = file.read_text(encoding="utf-8")
    [pdf] = out.glob(f"{FIGURE}.*.pdf")
    assert pdf.stem in text
    assert rf"\label{{\detokenize{{chapters/page:tab-{TABLE}}}}}" in text
    assert "longtable" in text
    assert ".html" not in text


def test_one_long_page_links_within_itself(project: Path) -> None:
    page = (built(project, "singlehtml") / "index.html").read_text(encoding="utf-8")
    assert f'href="#{ROW}"' in page
    assert f'href="#{SOURCE}"' in page
    assert not re.findall(r'href="[a-z0-9-]+\.html#', page)
    assert json.dumps(FIGURE)[1:-1] in page


def test_an_id_within_the_book_is_used_once() -> None:
    """Else a link within one long page would lead to the first that bears it."""
    rows = [
        str(row)
        for name in data.names()
        if "id" in data.schema(name)
        for row in data.load(name).index
    ]
    assert not set(rows) & set(bibliography.entries())
