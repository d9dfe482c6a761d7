"""What stands compressed in the file until the reader reaches it."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

from markupsafe import Markup


def packed(content: bytes) -> str:
    """Bytes as gzip in base64, the same for the same bytes on every day."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")


def element(name: str, content: str | bytes) -> Markup:
    """The script element, of a type that no browser runs, that holds a pack under a name."""
    found = packed(content.encode() if isinstance(content, str) else content)
    return Markup('<script type=pack id="z-{}">{}</script>\n').format(name, found)


def as_json(content: Any) -> str:
    """JSON without white space."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
