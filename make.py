"""Sets up the environment and runs the project's commands; needs Python 3.11 to 3.13 only.

    python make.py book       build the book into _build/html
    python make.py book --texts FOLDER       ... with the words of your own copies, for you alone
    python make.py test       run all tests

``make`` calls this file, so that both say and do the same on every system.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"
OLDEST, TOO_NEW = (3, 11), (3, 14)
UV = "uv==0.13.8"  # compiles the requirement files

COMMANDS = {
    "book": "build the book into _build/html",
    "test": "check the code and run all tests, the browser's too",
    "check": "check the tables in data/ against their contract",
    "figures": "draw the static pictures of figures that have changed",
    "export": "write the data as CSV, XLSX, SQLite, Parquet and Data Package into _build/export",
    "pdf": "set the whole book as a PDF (needs a Chromium; some minutes)",
    "epub": "bind the whole book as an EPUB",
    "onefile": "put the whole book into one file, _build/august-1945.html",
    "release": "make every form of the book and the data, with hashes, in _build/release",
    "publish": "check that the book may be published and copy it to _build/site",
    "notebook": "open JupyterLab on the chapters as notebooks, to run and change",
    "again": "execute the chapters anew without a network and compare with the book",
    "lock": "compile the requirement files anew (needs the network)",
    "clean": "remove what was built (keeps the environment)",
}


def run(*command: str | Path, **options: object) -> None:
    """Run a command in the project's folder; end with its exit code when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False, **options)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(done.returncode)


def digest(*names: str) -> str:
    """One hash over the named files and the version of Python."""
    total = hashlib.sha256(sys.version.encode())
    for name in names:
        total.update((ROOT / name).read_bytes())
    return total.hexdigest()


def ensure_environment(*, dev: bool) -> None:
    """Make ``.venv`` with exactly the pinned packages, unless it is there already.

    The stamp is written last: an environment that was interrupted is made again.
    """
    wanted = {
        "book": digest("requirements.txt", "pyproject.toml"),
        "dev": digest("requirements-dev.txt", "pyproject.toml"),
    }
    if PYTHON.is_file() and STAMP.is_file():
        have = STAMP.read_text().strip()
        if have == wanted["dev"] or (not dev and have == wanted["book"]):
            return
    started = time.perf_counter()
    print("Setting up .venv (once; some minutes on a slow line) ...", flush=True)
    try:
        venv.EnvBuilder(clear=True, with_pip=True).create(VENV)
    except subprocess.CalledProcessError:
        sys.exit(
            "This Python cannot make an environment with pip. On Debian and Ubuntu install the "
            "package python3-venv; elsewhere a Python from python.org has what is needed."
        )
    pins = "requirements-dev.txt" if dev else "requirements.txt"
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "--require-hashes", "-r", pins)
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    STAMP.write_text(wanted["dev" if dev else "book"])
    print(f"set up .venv: {time.perf_counter() - started:.1f} s", flush=True)


def ensure_jupyterlab() -> None:
    """Add JupyterLab to ``.venv``; its pins agree with the others, so nothing is exchanged."""
    stamp, wanted = VENV / "notebook", digest("requirements-notebook.txt")
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    print("Adding JupyterLab to .venv (once) ...", flush=True)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "--require-hashes", "-r", "requirements-notebook.txt")
    stamp.write_text(wanted)


def ensure_script_library(*, again: bool) -> None:
    """Install the scripts that the book takes from npm, where that is at hand; it can do without.

    What was tried is remembered, so that a machine without a network waits once, unless it is to
    try ``again``.
    """
    npm = shutil.which("npm") or shutil.which("npm", path=PYTHON.parent)
    stamp, folder = VENV / "npm", ROOT / "node_modules"
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    tried = stamp.read_text() if stamp.is_file() else ""
    failed = tried == f"{wanted} failed" and not again
    if not npm or failed or (tried == wanted and folder.is_dir()):
        return
    started = time.perf_counter()
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--fetch-retries=0"],
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    if done.returncode:
        stamp.write_text(f"{wanted} failed")
        print("npm could install nothing: the book takes a larger plotly.js; there is no PDF.")
        return
    stamp.write_text(wanted)
    print(f"install what npm brings: {time.perf_counter() - started:.1f} s", flush=True)
    companion("assemble")


def companion(*arguments: str) -> None:
    """Run one of the companion's own commands in its environment."""
    run(PYTHON, "-m", "companion.cli", *arguments)


def texts_option(arguments: list[str]) -> list[str]:
    """``--texts FOLDER`` with the folder as it is seen from where the reader stands."""
    parser = argparse.ArgumentParser(prog="make.py book")
    parser.add_argument("--texts", type=Path, metavar="FOLDER", help="your copies, as .txt files")
    folder = parser.parse_args(arguments).texts
    return ["--texts", str(folder.resolve())] if folder else []


def test() -> None:
    """Lint, check types, then run the tests; the book is built first because tests read it."""
    companion("browser")
    companion("check")
    companion("stale")
    companion("book")
    if (ROOT / "node_modules" / "@vivliostyle").is_dir():  # npm brings what sets the pages
        companion("pdf")
    companion("epub")
    run(PYTHON, "-m", "ruff", "check", ".")
    run(PYTHON, "-m", "ruff", "format", "--check", ".")
    run(PYTHON, "-m", "mypy")
    # a process for each core, and each file of tests in one of them: it shares its fixtures
    run(PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadfile", *sys.argv[2:])


def lock() -> None:
    """Compile the requirement files with hashes from the direct dependencies in pyproject.toml."""
    with tempfile.TemporaryDirectory() as folder:
        venv.EnvBuilder(clear=True, with_pip=True).create(folder)
        python = Path(folder) / PYTHON.relative_to(VENV)
        run(python, "-m", "pip", "install", "--quiet", UV)
        pins = (python, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--upgrade")
        pins += ("--python-version", "3.11", "--generate-hashes", "pyproject.toml")
        pins += ("--extra", "book")
        run(*pins, "-o", "requirements.txt")
        for extra in ("dev", "notebook"):
            file = f"requirements-{extra}.txt"
            run(*pins, "--extra", extra, "-c", "requirements.txt", "-o", file)


def main() -> None:
    """Run the command named on the command line, or list the commands."""
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in COMMANDS:
        for name, words in COMMANDS.items():
            print(f"  {name:8} {words}")
        sys.exit(0 if command == "help" else 2)
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        sys.exit(f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]}.")
    options = texts_option(sys.argv[2:]) if command in {"book", "publish"} else []
    if command == "clean":
        shutil.rmtree(ROOT / "_build", ignore_errors=True)
        return
    if command == "lock":
        lock()
        return
    ensure_environment(dev=command in {"test", "figures", "pdf", "release"})
    if command in {"book", "pdf", "test", "onefile", "release"}:
        ensure_script_library(again=command in {"pdf", "test", "release"})
    if command == "notebook":
        ensure_jupyterlab()
    if command in {"notebook", "again"}:
        options = sys.argv[2:]
    test() if command == "test" else companion(command, *options)


if __name__ == "__main__":
    main()
