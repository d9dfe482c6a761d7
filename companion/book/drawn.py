"""The specifications of figures as the executed notebooks hold them: nothing is drawn again."""

from __future__ import annotations

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
