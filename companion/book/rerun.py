"""Executes chapters again, from nothing and with the network closed, and compares the outputs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from typing import Any

from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

from companion.book import notebooks
from companion.execution import execute, kernels

CLOSED = execute.ROOT / "_build" / ".closed"
_INSIDE = "COMPANION_WITHOUT_NETWORK"  # set in a process that has no network at all

# Runs in every kernel before its first cell. The kernel itself talks through a library of its own.
_GUARD = '''"""No cell may reach the network: an attempt raises, whether or not there is one."""
import socket

def _refuse(*args, **options):
    raise OSError("a cell asked for the network, which is closed")

for _name in ("connect", "connect_ex", "sendto", "sendmsg"):
    setattr(socket.socket, _name, _refuse)
for _name in ("getaddrinfo", "gethostbyname", "create_connection"):
    setattr(socket, _name, _refuse)
del _name
'''


def outputs(notebook: NotebookNode) -> list[str]:
    """Each code cell's outputs as text, the one form in which two runs are compared.

    JSON with sorted keys. The one normalisation: pieces of one stream that follow each other are
    joined, since where a kernel cuts them is chance.
    """
    told = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        joined: list[dict[str, Any]] = []
        for output in cell.outputs:
            last = joined[-1] if joined else {}
            if output.output_type == "stream" and last.get("name") == output.name:
                last["text"] += output.text
            else:
                joined.append(dict(output))
        told.append(json.dumps(joined, sort_keys=True, ensure_ascii=False))
    return told


def environment() -> dict[str, str]:
    """The environment of the book's kernels, with the network closed to their cells.

    Sets and hashes fall in another order than in the book's own run: what hangs on it shows.
    """
    told = kernels.environment()
    shutil.copytree(told["IPYTHONDIR"], CLOSED, dirs_exist_ok=True)
    start = CLOSED / "profile_default" / "startup"
    start.mkdir(parents=True, exist_ok=True)
    (start / "00-closed.py").write_text(_GUARD, encoding="utf-8")
    return {**told, "IPYTHONDIR": str(CLOSED), "PYTHONHASHSEED": "1"}


def run(notebook: NotebookNode) -> NotebookNode:
    """A copy of the notebook, executed in a new kernel; raises nbclient's CellExecutionError."""
    notebook = deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with tempfile.TemporaryDirectory() as folder:
        options = {}
        if os.environ.get(_INSIDE):  # not even the local network is there: talk through files
            options = {"transport": "ipc", "ip": f"{folder}/kernel"}
        client = NotebookClient(
            notebook,
            timeout=300,
            startup_timeout=300,  # a busy machine starts a kernel slowly
            kernel_name="python3",
            config=Config({"KernelManager": options}),
            resources={"metadata": {"path": str(execute.ROOT / "chapters")}},
        )
        return client.execute()


def differences(names: Collection[str]) -> Iterator[str]:
    """Run the chapters again; a line for each cell whose outputs are not those of the book.

    Raises KeyError for a chapter that the book has not executed, CellExecutionError when a cell
    raises.
    """
    first = {name: execute.executed(name) for name in names}
    os.environ.update(environment())
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        second = dict(zip(names, pool.map(run, (first[n] for n in names)), strict=True))
    for name in names:
        pairs = zip(outputs(first[name]), outputs(second[name]), strict=True)
        for number, (one, other) in enumerate(pairs, start=1):
            if one != other:
                yield f"chapters/{name}.md, code cell {number}: the outputs differ"


def _without_network(names: Collection[str]) -> int | None:
    """Do the same in a process that the system gives no network; None where it cannot."""
    unshare = shutil.which("unshare")
    if os.environ.get(_INSIDE) or not unshare:
        return None
    alone = [unshare, "--map-root-user", "--net"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        return None
    command = [*alone, sys.executable, "-m", "companion.cli", "again", *names]
    return subprocess.run(command, env={**os.environ, _INSIDE: "1"}, check=False).returncode


def again(names: Collection[str] = ()) -> int:
    """Execute the chapters of those names, or all, and compare; 1 when anything differs."""
    if unknown := set(names) - notebooks.names():
        print(f"no such notebook in chapters/: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 1
    if execute.all_chapters():  # what the book has not executed yet is its first run
        return 1
    chosen = sorted(names or notebooks.names())
    done = _without_network(chosen)
    if done is not None:
        return done
    found = list(differences(chosen))
    for line in found:
        print(line, file=sys.stderr)
    closed = "without a network" if os.environ.get(_INSIDE) else "with sockets refused"
    print(f"{len(chosen)} notebook(s) executed again, {closed}: {len(found)} cell(s) differ")
    return 1 if found else 0
