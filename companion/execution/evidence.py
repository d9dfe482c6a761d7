"""A hash of the data, the code and the packages that a notebook's outputs depend on."""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache

from companion import data

_ENDS = {".py", ".csv", ".json", ".bib"}
_DOWNSTREAM = {"book", "execution", "export", "wasm"}  # what only reads outputs: no cell imports it


@lru_cache
def evidence_hash() -> str:
    """Sixteen hexadecimal digits over ``data/``, ``companion/``, the pins and Python's version.

    The parts of the companion that come after the notebooks are left out. They are read once in a
    process.
    """
    digest = hashlib.sha256(sys.version.encode())
    digest.update((data.ROOT.parent / "requirements.txt").read_bytes())
    for folder in (data.ROOT, data.ROOT.parent / "companion"):
        for path in sorted(folder.rglob("*")):
            if path.relative_to(folder).parts[0] in _DOWNSTREAM:
                continue
            if path.suffix in _ENDS and path.is_file():
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
