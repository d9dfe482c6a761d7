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
from pathlib import Path

from companion import data, owncopy

ROOT = data.ROOT.parent
BUILD = ROOT / "_build"
PUBLIC = BUILD / "html"
PRIVATE = BUILD / "private"  # a book with words of the texts; Jupyter Book adds _build/html
SITE = BUILD / "site"
ONEFILE = BUILD / "august-1945.html"
RELEASE = BUILD / "release"
_INPUTS = (
    "_config.yml",
    "_toc.yml",
    "requirements.txt",
    "package-lock.json",
    "LICENSE",
    "LICENSE-CONTENT.md",
    "CITATION.cff",
    "chapters",
    "companion",
    "data",
    "figures",
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


def _inputs_hash(texts: Path | None = None) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in _INPUTS:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    digest.update(str((ROOT / "node_modules").is_dir()).encode())
    digest.update(owncopy.digest(texts).encode())
    return digest.hexdigest()


@contextmanager
def _step(name: str):  # type: ignore[no-untyped-def]
    started = time.perf_counter()
    yield
    print(f"{name}: {time.perf_counter() - started:.1f} s", flush=True)


def book(texts: Path | None = None) -> int:
    """Check, execute and build the book into ``_build/html``; nothing when nothing has changed.

    With a folder of texts, a private book goes to ``_build/private`` instead, with their words.
    """
    pages = PRIVATE / "_build" / "html" if texts else PUBLIC
    index, stamp = pages / "index.html", (PRIVATE if texts else BUILD) / "inputs.sha256"
    if texts and not _texts_found(texts):
        return 1
    inputs = _inputs_hash(texts)
    if index.is_file() and stamp.is_file() and stamp.read_text() == inputs:
        print(f"Nothing has changed. The book: {index}")
        return 0
    stamp.unlink(missing_ok=True)
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
            try:
                drawing.refresh()
            except Exception as error:  # a browser that does not start must not stop the book
                print(f"The figures could not be drawn: {error!r}", file=sys.stderr)
        inputs = _inputs_hash(texts)
    with _step("execute the notebooks"):
        failed = execute.all_chapters()
    if failed:
        return failed
    with _step("build the pages"):
        failed = _build_pages(index, texts)
    if failed:
        print("The book was not built: see the page and line named above.", file=sys.stderr)
        return failed
    stamp.write_text(inputs)
    print(f"The book: {index}")
    if texts:
        print("It contains words of copyright texts: keep it to yourself.")
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
    from companion.book import execute

    # From nothing: Sphinx saves its state before it fails, and would pass the same page next time.
    shutil.rmtree(index.parent, ignore_errors=True)
    shutil.rmtree(index.parent.parent / ".doctrees", ignore_errors=True)
    arguments = ["build", str(ROOT), "-n", "-W", "--keep-going", "--quiet"]
    if texts:
        arguments += ["--path-output", str(PRIVATE)]
    done = subprocess.run(
        [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", *arguments],
        # said in either case: a variable left in the reader's shell puts no words into a book
        env={**execute.environment(), owncopy.FOLDER: str(texts or "")},
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
    forms = []
    # each command by its name, as the order of the file and what is there may change
    for name, ending in (("onefile", "html"), ("pdf", "pdf"), ("epub", "epub")):
        make = globals().get(name)
        if make is None:
            continue
        if failed := make():
            return int(failed)
        forms.append(ONEFILE.with_suffix(f".{ending}"))
    for file in releasing.assemble(PUBLIC, forms, RELEASE):
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


def browser() -> int:
    """Find a Chromium, or install one; print where it is."""
    from companion import browser as found

    print(found.require())
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands; its exit code."""
    parser = argparse.ArgumentParser(prog="companion", description=__doc__)
    commands = {
        f.__name__: f
        for f in (check, book, publish, stale, figures, export, browser, onefile, release)
    }
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
    options = vars(parser.parse_args(arguments))
    os.chdir(ROOT)
    return commands[options.pop("command")](**options)


if __name__ == "__main__":
    sys.exit(main())
