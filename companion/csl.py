"""References formatted by pandoc's CSL processor (Chicago, author-date) from the bibliography."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import pypandoc
from markupsafe import Markup

from companion import data

_ENTRY = re.compile(r'<div id="ref-([^"]+)"[^>]*>\s*(.*?)\s*</div>', re.DOTALL)


@lru_cache
def _formatted() -> dict[str, str]:
    page = pypandoc.convert_text(
        '---\nnocite: "@*"\nlang: en-GB\n---\n',
        "html",
        format="markdown",
        extra_args=[
            "--citeproc",
            "--wrap=none",
            "--quiet",
            f"--bibliography={data.ROOT / 'references.bib'}",
        ],
    )
    return dict(_ENTRY.findall(page))


def reference_html(key: str) -> Markup:
    """The source as an entry of a list of references, as HTML.

    Raises KeyError when the style prints nothing for it (an encyclopaedia entry without author).
    """
    return Markup(_formatted()[key])


def reference_text(key: str) -> str:
    """The same as plain text."""
    return unescape(re.sub(r"<[^>]+>", "", reference_html(key)))
