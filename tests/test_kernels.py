"""Kernels that are forked from one process begin as empty as others and print the same."""

from __future__ import annotations

import json
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from jupyter_cache import get_cache
from jupyter_cache.cache.main import JupyterCacheBase
from jupyter_cache.executors.base import JupyterExecutorAbstract
from jupyter_cache.executors.basic import JupyterExecutorLocalSerial

from companion import csl
from companion.execution import kernels
from companion.execution.executor import ParallelExecutor

CELLS = {
    "figure": "from companion import data, figures\n"
    "found = figures.registry()['genealogy']\n"
    "found.draw(data.load(found.table))",
    "table": "from companion import data\nprint(data.load('force_levels').head())\n"
    "data.load('treaties').T.head()",
    "names": "sorted(name for name in dir() if not name.startswith('_'))",
    "place": "import os\nfrom pathlib import Path\n"
    "print(Path.cwd().name, hash('a'), os.environ['PLOTLY_RENDERER'])",
}


def write(page: Path, *cells: str) -> None:
    kernel = {"name": "python3", "display_name": "Python 3"}
    code: dict[str, Any] = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    written = [{**code, "id": f"cell-{n}", "source": cell} for n, cell in enumerate(cells)]
    book = {"cells": written, "metadata": {"kernelspec": kernel}}
    page.write_text(json.dumps({**book, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")


def written(folder: Path) -> Path:
    folder.mkdir()
    for name, cell in CELLS.items():
        write(folder / f"{name}.ipynb", cell, "x = 1")
    return folder


def outputs(executor: type[JupyterExecutorAbstract], folder: Path, store: Path) -> dict[str, Any]:
    cache = get_cache(store)
    pages = [str(folder / f"{page}.ipynb") for page in CELLS]
    for page in pages:
        cache.add_nb_to_project(page)
    result = executor(cache).run_and_cache(timeout=60)
    assert sorted(result.succeeded) == sorted(pages)
    return {page: cache.merge_match_into_file(page)[1].cells[0].outputs for page in pages}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    monkeypatch.setenv("PLOTLY_RENDERER", "plotly_mimetype")


def test_a_notebook_gives_the_same_in_either_kernel(environment: None, tmp_path: Path) -> None:
    folder = written(tmp_path / "chapters")
    beside = outputs(ParallelExecutor, folder, tmp_path / "one")
    alone = outputs(JupyterExecutorLocalSerial, folder, tmp_path / "two")
    assert beside == alone
    assert all(beside.values())


def test_a_cell_that_raises_is_told_from_the_others(environment: None, tmp_path: Path) -> None:
    write(tmp_path / "broken.ipynb", "raise ValueError('broken')")
    cache = get_cache(tmp_path / "cache")
    record = cache.add_nb_to_project(str(tmp_path / "broken.ipynb"))
    result = ParallelExecutor(cache).run_and_cache(timeout=60)
    assert (result.succeeded, result.errored) == ([], [])
    assert result.excepted == [record.uri]
    told = re.sub(r"\x1b\[[0-9;]*m", "", str(cache.get_project_record(record.pk).traceback))
    assert "ValueError: broken" in told


@pytest.mark.parametrize("forks", sorted({False, kernels.FORKS}))
def test_no_two_notebooks_are_put_into_the_cache_at_once(
    environment: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, forks: bool
) -> None:
    """It looks for records to drop in two steps: one thread would drop what another puts in."""
    for name in "abcd":
        write(tmp_path / f"{name}.ipynb", f"print('{name}')")
    inside: list[str] = []
    together: list[int] = []
    put = JupyterCacheBase.cache_notebook_bundle

    def slowly(self: JupyterCacheBase, bundle: Any, **options: Any) -> Any:
        inside.append(bundle.uri)
        time.sleep(0.3)
        together.append(len(inside))
        inside.remove(bundle.uri)
        return put(self, bundle, **options)

    monkeypatch.setattr(kernels, "FORKS", forks)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    monkeypatch.setattr(JupyterCacheBase, "cache_notebook_bundle", slowly)
    cache = get_cache(tmp_path / "cache")
    for name in "abcd":
        cache.add_nb_to_project(str(tmp_path / f"{name}.ipynb"))
    result = ParallelExecutor(cache).run_and_cache(timeout=60)
    assert len(result.succeeded) == 4
    assert together == [1, 1, 1, 1]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(csl, "STORE", tmp_path / "pandoc")
    return tmp_path / "pandoc"


def test_a_citation_is_made_anew_when_anything_of_its_input_changes(store: Path) -> None:
    def notes(
        title: str, locator: str = "p. 1", style: str = "chicago-notes-bibliography"
    ) -> list[str]:
        item = {"id": "a", "type": "book", "title": title}
        return csl.notes([[csl.Cited("a", locator)]], {"a": item}, style)

    def stored() -> dict[Path, bytes]:
        return {file: file.read_bytes() for file in store.iterdir() if file.suffix != ".lock"}

    first = notes("One")
    kept = stored()
    assert kept
    assert notes("One") == first
    assert stored() == kept
    changed = notes("Two"), notes("One", "p. 2"), notes("One", style="oscola")
    assert all(other != first for other in changed)
    assert len(stored()) == len(kept) + 3


def test_what_is_kept_is_what_is_given(store: Path) -> None:
    assert csl._kept(lambda: "a\r\nb–", "x") == "a\r\nb–"
    assert csl._kept(lambda: "never made", "x") == "a\r\nb–"
    assert csl._kept(lambda: "other", "y") == "other"


def test_what_is_asked_for_twice_at_once_is_made_once(store: Path) -> None:
    made: list[str] = []

    def make() -> str:
        made.append("made")
        time.sleep(0.5)
        return "all of it"

    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: csl._kept(make, "slow"), range(3)))
    assert answers == ["all of it"] * 3
    assert made == ["made"]
