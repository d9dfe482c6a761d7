"""The command ``companion``: check the data, build the book, draw the figures."""

from __future__ import annotations

import argparse
import datetime
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path

from companion import data, owncopy

ROOT = data.ROOT.parent
BUILD = ROOT / "_build"
PUBLIC = BUILD / "html"
PRIVATE = BUILD / "private"  # a book with words of the texts; Jupyter Book adds _build/html
SITE = BUILD / "site"
LEAVES = BUILD / "leaves"  # the pages' bodies, of which PDF and EPUB are made
ONEFILE, PDF, EPUB = (BUILD / f"august-1945.{end}" for end in ("html", "pdf", "epub"))
RELEASE = BUILD / "release"
_INPUTS = (
    "_config.yml",
    "_toc.yml",
    "requirements.txt",
    "requirements-wasm.txt",
    "package-lock.json",
    "LICENSE",
    "LICENSE-CONTENT.md",
    "CITATION.cff",
    "README.md",
    "pyproject.toml",
    "hatch_build.py",
    "chapters",
    "companion",
    "data",
)


def check() -> int:
    """Check ``data/`` against its contract; print each problem; 1 when there is any."""
    from companion.check import check as problems_in

    problems = [str(problem) for problem in problems_in(data.ROOT)]
    if not problems:
        from companion import claims

        problems = claims.disagreements()
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(f"{len(problems)} problem(s) in data/", file=sys.stderr)
    return 1 if problems else 0


def _hash(names: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for name in names:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _inputs_hash(texts: Path | None = None) -> str:
    """What a book is built from, but for the pictures, which the build itself may draw."""
    from companion.wasm import assemble as ready

    found = (
        _hash(_INPUTS),
        sys.version,
        (ROOT / "node_modules").is_dir(),
        ready.assembled() is not None,
        owncopy.digest(texts),
    )
    return hashlib.sha256(repr(found).encode()).hexdigest()


def _stamped(inputs: str) -> str:
    """The stamp of a book built from ``inputs`` and the pictures as they are."""
    return f"{inputs} {_hash(['figures'])}"


@contextmanager
def _step(name: str):  # type: ignore[no-untyped-def]
    started = time.perf_counter()
    yield
    print(f"{name}: {time.perf_counter() - started:.1f} s", flush=True)


def _make_citations() -> None:
    """Make them for the pages, which wait for what is not yet there when they come to it.

    Until then they take what time of a processor the pages leave.
    """
    from companion import citing

    if hasattr(os, "nice"):
        os.nice(19)
    citing.prepare()


def book(texts: Path | None = None) -> int:
    """Check, execute and build the book into ``_build/html``; nothing when nothing has changed.

    With a folder of texts, a private book goes to ``_build/private`` instead, with their words.
    """
    pages = PRIVATE / "_build" / "html" if texts else PUBLIC
    index, stamp = pages / "index.html", (PRIVATE if texts else BUILD) / "inputs.sha256"
    if texts and not _texts_found(texts):
        return 1
    inputs = _inputs_hash(texts)
    if index.is_file() and stamp.is_file() and stamp.read_text() == _stamped(inputs):
        print(f"Nothing has changed. The book: {index}")
        return 0
    stamp.unlink(missing_ok=True)
    from companion.execution import kernels

    os.environ.update(kernels.environment())
    kernels.start_server()
    with _step("check the data"):
        failed = check()
    if failed:
        return failed
    from companion.execution import execute

    with _step("execute the notebooks"):
        failed = execute.all_chapters()
    if failed:
        return failed
    assemble()
    inputs = _inputs_hash(texts)
    with _step("build the pages"):
        citations = kernels.forked(_make_citations)
        failed = _build_pages(index, texts)
        if failed:
            citations.terminate()
        citations.join()
    if failed:
        print("The book was not built: see the page and line named above.", file=sys.stderr)
        return failed
    stamp.write_text(_stamped(inputs))
    print(f"The book: {index}")
    if texts:
        print("It contains words of copyright texts: keep it to yourself.")
    return 0


def assemble() -> int:
    """Fetch and pack what runs pages in the browser, unless it is there already."""
    from companion.wasm import assemble as packing

    if not packing.assembled():
        with _step("assemble what runs pages in the browser"):
            if without := packing.ensure():
                print(without, flush=True)
    return 0


def _texts_found(texts: Path) -> bool:
    """Say which passages the copies hold; False when they hold none or cannot be read."""
    try:
        found = owncopy.words_in(texts)
    except ValueError as error:
        print(error, file=sys.stderr)
        return False
    for name in owncopy.others(texts):
        print(f"{texts / name}: not read, only .txt files are")
    for text, lost in owncopy.missing(texts).items():
        total = len(owncopy.fingerprints()[text])
        listed = f"; not found: {', '.join(lost)}" if lost else ""
        print(f"{text}: {total - len(lost)} of {total} passages found{listed}", flush=True)
    if not found:
        print(f"{texts}: no passage of either text is in these copies", file=sys.stderr)
    return bool(found)


def _build_pages(index: Path, texts: Path | None) -> int:
    # From nothing: Sphinx saves its state before it fails, and would pass the same page next time.
    shutil.rmtree(index.parent, ignore_errors=True)
    shutil.rmtree(index.parent.parent / ".doctrees", ignore_errors=True)
    arguments = ["build", str(ROOT), "-n", "-W", "--keep-going", "--quiet"]
    if texts:
        arguments += ["--path-output", str(PRIVATE)]
    done = subprocess.run(
        [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", *arguments],
        # said in either case: a variable left in the reader's shell puts no words into a book
        env={**os.environ, owncopy.FOLDER: str(texts or "")},
        check=False,
    )
    if done.returncode == 0 and not index.is_file():
        print("Jupyter Book ended without a page", file=sys.stderr)
        return 1
    return done.returncode


def publish(texts: Path | None = None) -> int:
    """Copy the public book to ``_build/site`` for Pages; refuse one with words of the texts."""
    from companion import publish as publishing

    shutil.rmtree(SITE, ignore_errors=True)
    if not (PUBLIC / "index.html").is_file():
        print(f"{PUBLIC} holds no book: run `make book` first, without TEXTS", file=sys.stderr)
        return 1
    try:
        faults = publishing.faults(PUBLIC, texts)
    except ValueError as error:
        faults = [str(error)]
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(
            "Not published. Mend the page, or remove _build/html (`make clean`) and build the book "
            "without TEXTS.",
            file=sys.stderr,
        )
        return 1
    publishing.prepare(PUBLIC, SITE)
    print(f"Ready to publish: {SITE}")
    return 0


def _leaves() -> int:
    """Write the public book's leaves, from what its build has read; nothing when they are there."""
    from companion.execution import kernels

    failed = book()
    stamp, inputs = BUILD / "leaves.sha256", _stamped(_inputs_hash())
    if failed or (stamp.is_file() and stamp.read_text() == inputs and LEAVES.is_dir()):
        return failed
    shutil.rmtree(LEAVES, ignore_errors=True)
    stamp.unlink(missing_ok=True)
    arguments = ["build", str(ROOT), "-n", "-W", "--keep-going", "--quiet"]
    arguments += ["--builder", "custom", "--custom-builder", LEAVES.name]
    with _step("write the leaves"):
        done = subprocess.run(
            [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", *arguments],
            env={**kernels.environment(), owncopy.FOLDER: ""},
            check=False,
        )
    if done.returncode == 0:
        stamp.write_text(inputs)
    return done.returncode


def pdf() -> int:
    """Set the book as a PDF, ``_build/august-1945.pdf``."""
    if failed := _leaves():
        return failed
    from companion.book import printed

    with _step("set the pages"):
        total = printed.write(LEAVES, PDF)
    print(f"The book in {total} pages: {PDF}")
    return 0


def epub() -> int:
    """Bind the book as an EPUB, ``_build/august-1945.epub``."""
    if failed := _leaves():
        return failed
    from companion.book import epub as binding

    binding.write(LEAVES, EPUB)
    print(f"The book for readers of EPUB: {EPUB}")
    return 0


def onefile() -> int:
    """Put the whole book into one file, ``_build/august-1945.html``."""
    if failed := book():
        return failed
    from companion.book import onefile as whole

    with _step("put the book into one file"):
        try:
            size = whole.write(PUBLIC, ONEFILE)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
    print(f"The book in one file of {size:,} bytes: {ONEFILE}")
    return 0


def release() -> int:
    """Make every form of the book and its data, with hashes, in ``_build/release``."""
    from companion import release as releasing

    os.environ["SOURCE_DATE_EPOCH"] = str(releasing.epoch())
    for make in (onefile, pdf, epub):
        if failed := make():
            return failed
    for file in releasing.assemble(PUBLIC, [ONEFILE, PDF, EPUB], RELEASE):
        print(f"{file.name}: {file.stat().st_size:,} bytes")
    releasing.offer(RELEASE, PUBLIC)
    print(f"The release: {RELEASE}. The front page of the book offers it; publish it as it is now.")
    return 0


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


def export() -> int:
    """Write the data as CSV, workbook, SQLite, Parquet and Data Package into ``_build/export``."""
    from companion import export as exporting

    for file in exporting.write(BUILD / "export"):
        print(f"{file.path}: {file.size:,} bytes")
    return 0


def changes(since: str = "", write: bool = False, date: str = "") -> int:
    """Compare the data with their last edition: what changed, and which version that asks for."""
    from companion import history, revisions

    try:
        found = history.compared(since)
    except revisions.Unknown as reason:
        print(reason, file=sys.stderr)
        return 2
    for line in history.told(found):
        print(line)
    if write:
        try:
            for path in history.write(found, date):
                print(f"wrote {path.relative_to(ROOT).as_posix()}")
        except ValueError as error:
            print(f"Not written: {error}.", file=sys.stderr)
            return 1
    return 1 if found.too_low else 0


def verify(name: str, seal: str) -> int:
    """Say whether a figure or datum still has the seal with which it was cited."""
    from companion import verifying

    return verifying.verify(name, seal)


def again(names: Sequence[str] = ()) -> int:
    """Execute the chapters anew with the network closed; 1 when an output is not the book's."""
    from companion.book import rerun

    return rerun.again(names)


def notebook(browser: bool = True, only_write: bool = False) -> int:
    """Open JupyterLab on the chapters as notebooks, in the folder ``notebooks``."""
    from companion.book import desk

    return desk.write() if only_write else desk.open_notebooks(browser=browser)


def browser() -> int:
    """Find a Chromium, or install one; print where it is."""
    from companion import browser as found

    print(found.require())
    return 0


def _day(text: str) -> str:
    return datetime.date.fromisoformat(text).isoformat() if text else ""


def _changes_options(command: argparse.ArgumentParser) -> None:
    group = command.add_mutually_exclusive_group()
    group.add_argument(
        "--since", default="", metavar="REVISION", help="a commit or tag, in place of the last tag"
    )
    group.add_argument(
        "--write", action="store_true", help="write data/versions.json and CHANGELOG.md"
    )
    command.add_argument(
        "--date",
        default="",
        type=_day,
        metavar="YYYY-MM-DD",
        help="with --write: the day of the release",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands; its exit code."""
    parser = argparse.ArgumentParser(prog="companion", description=__doc__)
    functions = (
        *(check, book, publish, stale, figures, export, pdf, epub, onefile, release),
        *(changes, verify, browser, assemble, again, notebook),
    )
    commands = {f.__name__: f for f in functions}
    sub = parser.add_subparsers(dest="command", required=True)
    for name, function in commands.items():
        command = sub.add_parser(name, help=(function.__doc__ or "").splitlines()[0])
        if function in (book, publish):
            command.add_argument(
                "--texts",
                type=lambda folder: Path(folder).resolve(),
                metavar="FOLDER",
                help="your own copies of the two texts, as UTF-8 .txt files",
            )
        if function is changes:
            _changes_options(command)
        if function is verify:
            command.add_argument("name", help="an id, such as okinawa-us-dead or fig-losses")
            command.add_argument("seal", help="the seal with which it was cited, sha256-…")
        if function is again:
            command.add_argument("names", nargs="*", metavar="CHAPTER", help="these only")
        if function is notebook:
            command.add_argument(
                "--no-browser",
                dest="browser",
                action="store_false",
                help="start the server, and open nothing",
            )
            command.add_argument(
                "--only-write", action="store_true", help="write the notebooks, and start nothing"
            )
    options = vars(parser.parse_args(arguments))
    os.chdir(ROOT)
    return commands[options.pop("command")](**options)


if __name__ == "__main__":
    sys.exit(main())
