"""The command ``companion``: check the data, build the book, draw the figures."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import contextmanager

from companion import data

ROOT = data.ROOT.parent
BUILD = ROOT / "_build"
INDEX = BUILD / "html" / "index.html"
STAMP = BUILD / "inputs.sha256"
_INPUTS = (
    "_config.yml",
    "_toc.yml",
    "requirements.txt",
    "package-lock.json",
    "chapters",
    "companion",
    "data",
    "figures",
)


def check() -> int:
    """Check ``data/`` against its contract; print each problem; 1 when there is any."""
    from companion.check import check as problems_in

    problems = problems_in(data.ROOT)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(f"{len(problems)} problem(s) in data/", file=sys.stderr)
    return 1 if problems else 0


def _inputs_hash() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in _INPUTS:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    digest.update(str((ROOT / "node_modules").is_dir()).encode())
    return digest.hexdigest()


@contextmanager
def _step(name: str):  # type: ignore[no-untyped-def]
    started = time.perf_counter()
    yield
    print(f"{name}: {time.perf_counter() - started:.1f} s", flush=True)


def book() -> int:
    """Check, execute and build the book into ``_build/html``; nothing when nothing has changed."""
    inputs = _inputs_hash()
    if INDEX.is_file() and STAMP.is_file() and STAMP.read_text() == inputs:
        print(f"Nothing has changed. The book: {INDEX}")
        return 0
    STAMP.unlink(missing_ok=True)
    with _step("check the data"):
        failed = check()
    if failed:
        return failed
    from companion import browser as chromium
    from companion import drawing
    from companion.book import execute

    # A reader who changed a datum sees it in the picture too, where a browser is at hand.
    if drawing.stale() and chromium.find():
        with _step("draw the figures that have changed"):
            drawing.refresh()
        inputs = _inputs_hash()
    with _step("execute the notebooks"):
        failed = execute.all_chapters()
    if failed:
        return failed
    with _step("build the pages"):
        failed = _build_pages()
    if failed:
        print("The book was not built: see the page and line named above.", file=sys.stderr)
        return failed
    STAMP.write_text(inputs)
    print(f"The book: {INDEX}")
    return 0


def _build_pages() -> int:
    from companion.book import execute

    arguments = ["build", str(ROOT), "-n", "-W", "--keep-going", "--quiet"]
    done = subprocess.run(
        [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", *arguments],
        env=execute.environment(),
        check=False,
    )
    if done.returncode == 0 and not INDEX.is_file():
        print("Jupyter Book ended without a page", file=sys.stderr)
        return 1
    return done.returncode


def stale() -> int:
    """Name the static pictures that are missing or stale; 1 when there is any."""
    from companion import drawing

    names = drawing.stale()
    for name in names:
        print(f"figures/{name} is missing or stale: run `make figures`", file=sys.stderr)
    return 1 if names else 0


def figures() -> int:
    """Draw the static pictures that are missing or stale."""
    from companion import drawing

    for name in drawing.refresh():
        print("drew", name)
    return 0


def clean() -> int:
    """Remove what was built."""
    shutil.rmtree(BUILD, ignore_errors=True)
    return 0


def browser() -> int:
    """Find a Chromium, or install one; print where it is."""
    from companion import browser as found

    print(found.require())
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands; its exit code."""
    os.chdir(ROOT)
    parser = argparse.ArgumentParser(prog="companion", description=__doc__)
    commands = {f.__name__: f for f in (check, book, stale, figures, browser, clean)}
    sub = parser.add_subparsers(dest="command", required=True)
    for name, function in commands.items():
        sub.add_parser(name, help=(function.__doc__ or "").splitlines()[0])
    return commands[parser.parse_args(arguments).command]()


if __name__ == "__main__":
    sys.exit(main())
