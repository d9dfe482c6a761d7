"""A release: every form of the book and of its data, under versioned names, with their hashes.

The same commit gives the same bytes: archives bear fixed dates, and what must tell a date tells
that of ``SOURCE_DATE_EPOCH``, which is the commit's where nobody has set it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from companion import data, edition, export

ROOT = data.ROOT.parent
FORMS = "forms"  # folder of the published book with its other forms
_BEGIN, _END = "<!-- forms -->", "<!-- end of forms -->"
_OFFER = re.compile(f"{_BEGIN}(?:.*?{_END})?", re.S)


@dataclass(frozen=True)
class Form:
    """One form of the book: the ending of its file, what it is, and what it is for."""

    ending: str
    name: str
    purpose: str


OFFERED = (
    Form(".html", "One file", "the whole book with its data, figures that come alive and search; "
         "opens from a disk, needs no network"),
    Form(".pdf", "PDF", "to print and to cite by page"),
    Form(".epub", "EPUB", "for readers of electronic books"),
    Form("-book.zip", "The pages", "these web pages, to unpack and open without a network"),
    Form("-data.zip", "The data", "every table as CSV with its descriptions"),
)  # fmt: skip


def epoch() -> int:
    """The moment that a release bears, in seconds since 1970.

    ``SOURCE_DATE_EPOCH`` where it is set, else the commit's moment, else the day of release in
    ``CITATION.cff``, else the first day of the year of the copyright line.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = ["git", "log", "-1", "--format=%ct"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip():
            return int(done.stdout)
    day = str(edition.record().get("date-released") or f"{edition.year()}-01-01")
    return int(dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC).timestamp())


def stem() -> str:
    """How the names of a release's files begin: ``august-1945-0.1.0``."""
    return f"{export.NAME}-{edition.record()['version']}"


def pages(book: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a built book for its archive, in order of path, without its other forms.

    What no two builds share is left out: Sphinx's notes on the build, and the seconds it took.
    """
    from companion.book import notebooks, report

    for path in sorted(p for p in book.rglob("*") if p.is_file()):
        name = path.relative_to(book)
        if name.parts[0] in {FORMS, ".buildinfo"}:
            continue
        content = path.read_bytes()
        if name.as_posix() == f"{notebooks.FOLDER}/{report.SECONDS}":
            content = report.script({}).encode()
        if name.as_posix() == "chapters/start.html":
            content = _OFFER.sub(_BEGIN, content.decode()).encode()
        yield f"{stem()}/{name.as_posix()}", content


def assemble(book: Path, forms: list[Path], target: Path) -> list[Path]:
    """Put a release into ``target``, in place of what was there; its files in order of name.

    ``forms`` are files of the book in other forms, which keep their ending. ``SHA256SUMS`` holds
    the hash of every other file.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for form in forms:
        shutil.copyfile(form, target / f"{stem()}{form.suffix}")
    export.archive(target / f"{stem()}-book.zip", pages(book))
    scratch = target / "data"
    export.write(scratch)
    for made, ending in (
        (export.ARCHIVE, "-data.zip"),
        (f"{export.NAME}.xlsx", ".xlsx"),
        (f"{export.NAME}.sqlite", ".sqlite"),
    ):
        shutil.move(scratch / made, target / f"{stem()}{ending}")
    parquet = sorted((scratch / "parquet").iterdir())
    export.archive(
        target / f"{stem()}-parquet.zip",
        ((f"{stem()}-parquet/{path.name}", path.read_bytes()) for path in parquet),
    )
    shutil.rmtree(scratch)
    files = sorted(target.iterdir())
    sums = "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in files)
    (target / export.SUMS).write_text(sums, encoding="utf-8", newline="\n")
    return [*files, target / export.SUMS]


def offer(release: Path, book: Path) -> list[Path]:
    """Copy a release's forms into the built book and offer them on its front page; the copies.

    Only what is there is offered, so that no link is dead; a book without a release offers
    nothing.
    """
    from companion.book.downloads import size_in_words

    shutil.rmtree(book / FORMS, ignore_errors=True)
    found = [(form, release / f"{stem()}{form.ending}") for form in OFFERED]
    found = [(form, path) for form, path in found if path.is_file()]
    front = book / "chapters" / "start.html"
    text, items, copied = front.read_text(encoding="utf-8"), Markup(""), []
    for form, path in found:
        copied.append(book / FORMS / path.name)
        copied[-1].parent.mkdir(exist_ok=True)
        shutil.copyfile(path, copied[-1])
        items += Markup('<li><a href="../{}/{}" download>{}</a> ({}): {}.</li>').format(
            FORMS, path.name, form.name, size_in_words(path.stat().st_size), form.purpose
        )
    block = Markup(
        '{}<section id="take-it-with-you"><h2>Take it with you</h2><p>The same book, '
        "version {}, in other forms:</p><ul>{}</ul></section>{}"
    ).format(Markup(_BEGIN), edition.record()["version"], items, Markup(_END))
    shown = str(block) if found else _BEGIN
    front.write_text(_OFFER.sub(lambda _: shown, text), encoding="utf-8", newline="\n")
    return copied
