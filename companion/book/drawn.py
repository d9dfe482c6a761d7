"""The specifications of figures as the executed notebooks hold them: nothing is drawn again."""

from __future__ import annotations

import sys
import time
from functools import lru_cache
from typing import Any

from companion.book.render import PLOTLY_MIME
from companion.execution import execute


@lru_cache
def specifications() -> dict[str, dict[str, Any]]:
    """Figure id -> its plotly specification, for every figure that a chapter shows.

    They are those of the evidence as it is now, whose cache they come from. They are shared: who
    changes one takes a copy.
    """
    found: dict[str, dict[str, Any]] = {}
    for page in execute.notebooks():
        for cell in execute.executed(page.stem).cells:
            for output in cell.get("outputs", ()):
                spec = output.get("data", {}).get(PLOTLY_MIME)
                name = spec and spec["layout"].get("meta", {}).get("figure")
                if name:
                    found[name] = {"data": spec["data"], "layout": spec["layout"]}
    return found


def draw_changed() -> None:
    """Draw the figures that have changed, where a Chromium is at hand; say what went wrong.

    A reader who changed a datum sees it in the picture too. The cards are for those who publish,
    and wait for ``make figures``.
    """
    from companion import browser, drawing

    if not drawing.missing(specifications()) or not browser.find():
        return
    started = time.perf_counter()
    try:
        drawing.refresh()
    except Exception as error:  # a browser that does not start must not stop the book
        print(f"The figures could not be drawn: {error!r}", file=sys.stderr)
    print(f"draw the figures that have changed: {time.perf_counter() - started:.1f} s", flush=True)
