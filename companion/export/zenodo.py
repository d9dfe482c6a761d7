"""``.zenodo.json``: what Zenodo is told of a release, made from ``CITATION.cff``.

Zenodo reads the citation file by itself, but leaves out its references and cannot tell that prose
and data are under one licence and the code under another. Where both files are there it reads this
one alone. It is written by ``python -m companion.export.zenodo``, and a test compares the two.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from companion import data, edition

FILE = data.ROOT.parent / ".zenodo.json"


def _name(person: Mapping[str, str]) -> str:
    """``Family, Given``, or the name of a body."""
    return person.get("name") or f"{person['family-names']}, {person['given-names']}"


def _reference(entry: Mapping[str, Any]) -> str:
    """A work of the citation file in one line: who, title, where, when; what is unknown is left."""
    parts = [
        "; ".join(map(_name, entry["authors"])),
        entry["title"],
        entry.get("edition", ""),
        entry.get("journal", ""),
        entry.get("publisher", {}).get("name", ""),
        str(entry.get("year", "")),
        f"ch. {entry['section']}" if entry["type"] == "book" and "section" in entry else "",
        f"pp. {entry['start']}-{entry['end']}" if "start" in entry else "",
    ]
    return ". ".join(part.removesuffix(".") for part in parts if part) + "."


def record() -> dict[str, Any]:
    """The deposit's metadata, in the words of Zenodo's deposit form."""
    cff = edition.record()
    content = data.package()["licenses"][0]["name"]
    code = [name for name in cff["license"] if name != content]
    made = {
        "upload_type": cff["type"],
        "title": cff["title"],
        "description": f"<p>{html.escape(' '.join(cff['abstract'].split()), quote=False)}</p>",
        "creators": [{"name": _name(person)} for person in cff["authors"]],
        "access_right": "open",
        "license": content,
        "notes": f"Prose and data: {content}. Code: {', '.join(code)}.",
        "keywords": cff["keywords"],
        "language": "eng",
        "version": str(cff["version"]),
        "references": [_reference(entry) for entry in cff["references"]],
    }
    if "date-released" in cff:
        made["publication_date"] = str(cff["date-released"])
    return made


def text() -> str:
    """The file's content."""
    return json.dumps(record(), ensure_ascii=False, indent=2) + "\n"


def write(path: Path = FILE) -> None:
    """Write the file anew."""
    path.write_text(text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
