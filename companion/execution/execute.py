"""Runs the chapters' notebooks, side by side, into a cache that knows the evidence."""

from __future__ import annotations

import os
import shutil
import sys
from functools import lru_cache
from pathlib import Path

import yaml
from jupyter_cache import get_cache
from jupyter_cache.cache.db import NbProjectRecord
from myst_nb.core.read import is_myst_markdown_notebook, myst_nb_reader_plugin
from nbformat import NotebookNode

from companion import data
from companion.execution import kernels
from companion.execution.evidence import evidence_hash
from companion.execution.executor import ParallelExecutor

ROOT = data.ROOT.parent
CACHES = ROOT / "_build" / ".jupyter_cache"


def cache_path() -> Path:
    """The notebook cache for the evidence as it is now.

    The cache knows a notebook by its cells alone; what they print depends on the data and the
    library too, so each state of these has a cache of its own.
    """
    return CACHES / evidence_hash()


def notebooks() -> list[Path]:
    """The chapters that hold cells, by name."""
    pages = sorted((ROOT / "chapters").glob("*.md"))
    return [p for p in pages if is_myst_markdown_notebook(p.read_text(encoding="utf-8"))]


@lru_cache
def written(name: str) -> NotebookNode:
    """A chapter, by its name without ending, as the notebook that is executed."""
    return myst_nb_reader_plugin(str(ROOT / "chapters" / f"{name}.md"))


@lru_cache
def executed(name: str) -> NotebookNode:
    """The chapter with the outputs that the book shows. Raises KeyError when none are there.

    It is read once and shared: who changes it takes a copy.
    """
    _, merged = get_cache(cache_path()).merge_match_into_notebook(written(name))
    return merged


def all_chapters() -> int:
    """Execute every chapter that the cache lacks; 1 when a cell raises, with its traceback."""
    if CACHES.is_dir():
        for path in CACHES.iterdir():
            if path != cache_path():
                shutil.rmtree(path, ignore_errors=True)
    cache = get_cache(cache_path())
    for record in cache.list_project_records():
        if not Path(record.uri).is_file():  # a chapter that was renamed or removed
            cache.remove_nb_from_project(record.pk)
    for path in notebooks():
        cache.add_nb_to_project(str(path), read_data={"name": "myst_nb_md", "type": "plugin"})
    os.environ.update(kernels.environment())
    book = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    timeout = book["execute"]["timeout"]  # seconds a cell
    result = ParallelExecutor(cache).run_and_cache(timeout=timeout)
    for uri in result.excepted:
        record = NbProjectRecord.record_from_uri(uri, cache.db)
        name = Path(uri).relative_to(ROOT)
        print(f"{name}: a cell raised\n{record.traceback or ''}", file=sys.stderr)
    for uri in result.errored:  # the executor has told why
        print(f"{Path(uri).relative_to(ROOT)}: could not be executed", file=sys.stderr)
    return 1 if result.errored or result.excepted else 0
