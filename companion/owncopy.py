"""A reader's own copies of the two texts: read from a folder, their words put to the passages."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from companion import data
from companion.texts import align

FOLDER = "COMPANION_TEXTS"  # environment variable that tells a build where the copies are
MOST = 2 * 1024 * 1024  # bytes of one copy


def fingerprints() -> dict[str, list[tuple[str, str]]]:
    """Text (GH, MK) -> its passages as ``(id, fingerprint)`` in reading order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for passage_id, passage in data.load("passages").iterrows():
        cell = (str(passage_id), str(passage["fingerprint"]))
        found.setdefault(str(passage["text"]), []).append(cell)
    return found


def read(folder: Path) -> dict[str, str]:
    """File name -> text of every ``.txt`` in the folder.

    Raises ValueError, naming each file and how to mend it, when one cannot be read as a copy, and
    when there is none.
    """
    if not folder.is_dir():
        raise ValueError(f"{folder}: there is no such folder")
    copies, refused = {}, []
    for path in sorted(p for p in folder.iterdir() if p.suffix.lower() == ".txt" and p.is_file()):
        if path.stat().st_size > MOST:
            refused.append(f"{path}: larger than 2 MB; keep the pages around the text only")
            continue
        try:
            copies[path.name] = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            refused.append(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8 text")
    if refused:
        raise ValueError("\n".join(refused))
    if not copies:
        raise ValueError(f"{folder}: there is no .txt file in it; save the copy as plain text")
    return copies


def others(folder: Path) -> list[str]:
    """Names of what else lies in the folder and is not read: PDF files and the like."""
    return sorted(
        p.name
        for p in folder.iterdir()
        if not p.name.startswith(".") and not (p.suffix.lower() == ".txt" and p.is_file())
    )


def digest(folder: Path | None) -> str:
    """One hash over all copies in the folder; blank without a folder."""
    if folder is None:
        return ""
    texts = sorted(read(folder).items())
    return hashlib.sha256(repr(texts).encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache
def words_in(folder: Path) -> dict[str, str]:
    """Passage id -> its words in the copy where it is found best; those not found are left out."""
    best: dict[str, tuple[float, str]] = {}
    for copy in read(folder).values():
        for passages in fingerprints().values():
            for name, start, end, score in align(copy, passages):
                if score > best.get(name, (0.0, ""))[0]:
                    best[name] = (score, copy[start:end])
    return {name: words for name, (_, words) in best.items()}


def folder() -> Path | None:
    """The folder of copies that this build was given, if any."""
    name = os.environ.get(FOLDER)
    return Path(name) if name else None


def words(passage_id: str) -> str:
    """The passage's words in this build's copies; blank in a public book and where not found."""
    given = folder()
    return words_in(given).get(passage_id, "") if given else ""


def missing(given: Path) -> dict[str, list[str]]:
    """Text -> ids of its passages that are in none of the copies."""
    found = words_in(given)
    return {
        text: [name for name, _ in passages if name not in found]
        for text, passages in fingerprints().items()
    }
