"""The picture that shows where the address of a chapter is shared: its title on a card.

Cards are drawn with the figures (``make figures``) and kept with them under a hash of what they
say, so that building the book needs no browser and asks for no font.
"""

from __future__ import annotations

import re
import shutil
import textwrap
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx

from companion import data, edition
from companion.book.render import picture
from companion.figures import style

ROOT = data.ROOT.parent
FOLDER = "_static/cards"  # below the pages
PREFIX = "card-"  # before the names of cards among the figures
# Half the pixels of the picture, whose shape is the one that readers of Open Graph show uncut.
WIDTH, HEIGHT = 600, 315
_TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)
_LEFT = 44 / WIDTH


@lru_cache
def contents() -> dict[str, tuple[str, str]]:
    """Document -> its title and the part of the book that it stands in, in order."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    found = {toc["root"]: ""}
    for part in toc.get("parts", [toc]):
        for chapter in part.get("chapters", []):
            for entry in (chapter, *chapter.get("sections", [])):
                found[entry["file"]] = part.get("caption", "")
    return {name: (_title(name), part) for name, part in found.items()}


def _title(name: str) -> str:
    """A page's first heading; the name of a page that is not there, which the build will report."""
    path = ROOT / f"{name}.md"
    heading = _TITLE.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    return re.sub(r"[*_`]", "", heading[1]).strip() if heading else name


def _words(text: str, y: float, size: int, colour: str, anchor: str) -> dict[str, Any]:
    return {
        "text": text, "x": _LEFT, "y": y, "xref": "paper", "yref": "paper", "xanchor": "left",
        "yanchor": anchor, "align": "left", "showarrow": False,
        "font": {"family": style.FONT, "size": size, "color": colour},
    }  # fmt: skip


def specification(name: str) -> dict[str, Any]:
    """The card of a document as a plotly figure without data."""
    title, part = contents()[name]
    book = edition.record()["title"]
    lines, size = textwrap.wrap(title, 26), 36
    if len(lines) > 3:
        lines, size = textwrap.wrap(title, 32), 29
    paper, ink, quiet = style.colour("paper"), style.colour("ink"), style.PALETTE["quiet"][1]
    axis = {"visible": False, "range": [0, 1], "fixedrange": True}
    rule = {
        "type": "line", "xref": "paper", "yref": "paper", "x0": _LEFT, "x1": 1 - _LEFT,
        "y0": 0.2, "y1": 0.2, "line": {"color": quiet, "width": 1},
    }  # fmt: skip
    # the first page says below its title, which is the book's, what the data are about
    about = data.package()["title"].partition(": ")[2]
    small = about[:1].upper() + about[1:] if title == book else book
    return {
        "data": [],
        "layout": {
            "width": WIDTH,
            "height": HEIGHT,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
            "paper_bgcolor": ink,
            "plot_bgcolor": ink,
            "xaxis": axis,
            "yaxis": axis,
            "shapes": [rule],
            "annotations": [
                *([_words(part, 0.9, 17, quiet, "top")] if part else []),
                _words("<br>".join(lines), 0.56, size, paper, "middle"),
                _words(small, 0.15, 17, quiet, "top"),
            ],
        },
    }


def drawn(name: str) -> Path:
    """Where the card of a document stands, drawn or not."""
    return picture(f"{PREFIX}{name.rpartition('/')[2]}", specification(name)).with_suffix(".png")


def card(name: str) -> str:
    """The path in the book of a document's card; while it is not drawn, of the first page's."""
    for one in (name, next(iter(contents()))):
        if one in contents() and drawn(one).is_file():
            return f"{FOLDER}/{one.rpartition('/')[2]}.png"
    return ""


def write(app: Sphinx, exception: Exception | None) -> None:
    """After an HTML build: the cards that have been drawn, beside the pages."""
    if exception or app.builder.name != "html":
        return
    (Path(app.outdir) / FOLDER).mkdir(parents=True, exist_ok=True)
    for name in contents():
        if drawn(name).is_file():
            shutil.copyfile(drawn(name), Path(app.outdir) / card(name))


def setup(app: Sphinx) -> None:
    """Put the cards beside the pages."""
    app.connect("build-finished", write)
