"""The specifications of figures as the executed notebooks hold them: nothing is drawn again."""

from __future__ import annotations

from typing import Any

from jupyter_cache import get_cache

from companion.book import execute
from companion.book.render import PLOTLY_MIME


def specifications() -> dict[str, dict[str, Any]]:
    """Figure id -> its plotly specification, for every figure that a chapter shows.

    They are those of the evidence as it is now, whose cache they come from.
    """
    cache = get_cache(execute.cache_path())
    found: dict[str, dict[str, Any]] = {}
    for page in execute.notebooks():
        record = cache.get_cached_project_nb(str(page))
        if record is None:
            continue
        for cell in cache.get_cache_bundle(record.pk).nb.cells:
            for output in cell.get("outputs", ()):
                spec = output.get("data", {}).get(PLOTLY_MIME)
                name = spec and spec["layout"].get("meta", {}).get("figure")
                if name:
                    found[name] = {"data": spec["data"], "layout": spec["layout"]}
    return found
