"""What stands compressed in the file until the reader reaches it."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

# Of the digits of base 85 those that an HTML parser would stop at, and what stands for them.
_PLAIN = bytes.maketrans(b"<&", b",.")

# A record of CSV as it stands in the file: a field in quotes may hold line ends.
_RECORD = re.compile(r'(?:"(?:[^"]|"")*"|[^"\n])+(?=\n|$)')


def packed(content: bytes) -> str:
    """Bytes as gzip in base 85, the same for the same bytes on every day.

    The digits are Python's (``base64.b85encode``), with a comma for ``<`` and a stop for ``&``.
    """
    return base64.b85encode(gzip.compress(content, 9, mtime=0)).translate(_PLAIN).decode("ascii")


def element(name: str, content: str) -> Markup:
    """The script element, of a type that no browser runs, that holds a pack under a name."""
    pack = Markup(packed(content.encode()))  # no digit of it needs escaping within a script
    return Markup('<script type=pack id="z-{}">{}</script>').format(name, pack)


def as_json(content: Any) -> str:
    """JSON without white space."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def table(
    file: Path,
    cards: Mapping[str, str],
    notes: Mapping[str, list[str]],
    lines: Mapping[str, Mapping[str, str]],
) -> str:
    """A table as a pack: its CSV, cards and citations, all that is said of a row side by side.

    So gzip, which looks back 32 kB, finds the words that a row's forms have in common.
    ``{"head": …, "rows": {id: [record, card, note, cells by header]}}``.
    Raises ValueError when the CSV would not come out as it went in.
    """
    text = file.read_text(encoding="utf-8")
    head, *records = _RECORD.findall(text)
    if "\n".join([head, *records, ""]) != text:
        raise ValueError(f"{file.name}: its records do not make up the file")
    rows = {}
    for record in records:
        name = record.split(",", 1)[0]
        rows[name] = [record, cards.get(name, ""), notes.get(name, [""])[0], lines.get(name, {})]
    if len(rows) != len(records):
        raise ValueError(f"{file.name}: an id is used twice")
    return as_json({"head": head, "rows": rows})
