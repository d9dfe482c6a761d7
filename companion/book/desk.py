"""The chapters as notebooks in a folder of the reader's own, and JupyterLab to open them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from companion.book import notebooks
from companion.execution import execute, kernels

FOLDER = execute.ROOT / notebooks.FOLDER
_MEMORY = ".as-written.json"  # name -> SHA-256 of what was last written there

# Nothing is asked of another host: no news, no look for updates, no catalogue of extensions.
_QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def lay_out(folder: Path = FOLDER) -> list[str]:
    """Write every chapter with its outputs into ``folder``; names of those left as they were.

    A notebook that its reader has changed is never written over: it is told from one that has
    not been touched by the hash of what was last written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    memory = folder / _MEMORY
    known = json.loads(memory.read_text(encoding="utf-8")) if memory.is_file() else {}
    kept = []
    for name in sorted(notebooks.names()):
        path = folder / f"{name}.ipynb"
        new = notebooks.text(notebooks.convert(name)).encode()
        if path.is_file():
            there = path.read_bytes()
            if there == new:
                continue
            if _digest(there) != known.get(path.name):
                kept.append(path.name)
                continue
        path.write_bytes(new)
        known[path.name] = _digest(new)
    memory.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    return kept


def write() -> int:
    """Execute what is not yet executed and write the notebooks; 1 when a cell raises."""
    if execute.all_chapters():
        return 1
    kept = lay_out()
    if kept:
        print(f"Kept as you left them: {', '.join(kept)}. Rename or delete one to get it anew.")
    print(f"The notebooks: {FOLDER}", flush=True)
    return 0


def command(folder: Path = FOLDER, *, browser: bool = True) -> list[str]:
    """The command that serves the notebooks of ``folder`` in JupyterLab."""
    told = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", *_QUIET]
    told += ["--LabApp.default_url=/lab/tree/start.ipynb"]
    return told if browser else [*told, "--no-browser"]


def open_notebooks(*, browser: bool = True) -> int:
    """Write the notebooks and run JupyterLab on them until it ends; its exit code."""
    if write():
        return 1
    # the clone's companion, whatever else is installed under its name
    env = {**kernels.environment(), "PYTHONPATH": str(execute.ROOT)}
    try:
        return subprocess.run(command(browser=browser), env=env, check=False).returncode
    except KeyboardInterrupt:  # the usual way to end it
        return 0
