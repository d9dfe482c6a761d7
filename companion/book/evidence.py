"""A hash of the data and the code that a page depends on."""

from __future__ import annotations

import hashlib

from companion import data

_ENDS = {".py", ".html", ".css", ".js", ".csv", ".json", ".bib"}


def evidence_hash() -> str:
    """Sixteen hexadecimal digits over all of ``data/`` and ``companion/``."""
    digest = hashlib.sha256()
    for folder in (data.ROOT, data.ROOT.parent / "companion"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in _ENDS and path.is_file():
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
