"""Figures: functions ``DataFrame -> plotly Figure`` in one registry.

A figure names its id, title, caption, alternative text and the table it draws. Each mark that
stands for rows carries their ids in ``customdata`` (several joined by a semicolon): from these
follow the figure's data table, its sources and its downloads, which therefore cannot drift from
what is drawn.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from companion import bibliography, data
from companion.figures import style
from companion.text import typeset

Build = Callable[[pd.DataFrame], go.Figure]


@dataclass(frozen=True)
class FigureSpec:
    """What the registry knows of a figure beside how to draw it."""

    id: str
    table: str
    title: str
    caption: str
    alt: str
    draw: Callable[..., go.Figure]


REGISTRY: dict[str, FigureSpec] = {}


def figure(
    figure_id: str, *, table: str, title: str, caption: str, alt: str
) -> Callable[[Build], Build]:
    """Register the decorated function as figure ``figure_id``, drawn from ``table``.

    ``caption`` says what to see and what not to conclude; ``alt`` is a sentence that says what is
    seen by someone who sees it. The function gets the (possibly filtered) table and returns a
    plotly Figure; the registry adds house template, source line and the list of rows drawn.
    """

    def register(build: Build) -> Build:
        @wraps(build)
        def draw(frame: pd.DataFrame) -> go.Figure:
            return _finish(build(frame), figure_id)

        if figure_id in REGISTRY:
            raise ValueError(f"figure {figure_id!r} is registered twice")
        REGISTRY[figure_id] = FigureSpec(figure_id, table, title, caption, alt, draw)
        return draw

    return register


def rows_drawn(spec: dict[str, Any]) -> list[str]:
    """Ids of the rows that a figure's specification draws, in drawing order, each once."""
    drawn: dict[str, None] = {}
    for trace in spec["data"]:
        for mark in trace.get("customdata") or []:
            drawn.update(dict.fromkeys(data.ids(mark)))
    return list(drawn)


def sources_drawn(rows: list[str]) -> list[str]:
    """Bibliography keys behind the rows, in order of first use; a claim may have none."""
    keys: dict[str, None] = {}
    for row_id in rows:
        cell = data.row(row_id)["source"]
        if isinstance(cell, str):
            keys.update(dict.fromkeys(c.key for c in bibliography.citations(cell)))
    return list(keys)


def _finish(figure: go.Figure, figure_id: str) -> go.Figure:
    # plotly writes numpy arrays as base64 blocks, which nobody can read in a specification;
    # lists of plain numbers pass through it unchanged.
    spec = json.loads(json.dumps(figure.to_dict(), default=_plain))
    layout = {"height": 420, **spec["layout"], "template": style.TEMPLATE.to_plotly_json()}
    layout["meta"] = {**layout.get("meta", {}), "figure": figure_id}
    layout |= _source_line(sources_drawn(rows_drawn(spec)), layout)
    # A figure examines each part that it is given, which takes time: it gets the whole once.
    whole = _printed(_harmless({**spec, "layout": layout}))
    return go.Figure(whole, skip_invalid=False)


_TAG = re.compile(r"<(?!/?(?:b|i|br|sup|sub|extra)>)", re.IGNORECASE)


def _harmless(value: Any) -> Any:
    """The specification with every tag in a text escaped but the few that figures write."""
    if isinstance(value, str):
        return _TAG.sub("&lt;", value)
    if isinstance(value, list):
        return [_harmless(item) for item in value]
    return {k: _harmless(v) for k, v in value.items()} if isinstance(value, dict) else value


_WORDS = {"text", "ticktext", "hovertext", "hovertemplate", "name"}


def _printed(value: Any, key: str = "") -> Any:
    """The specification with its words set as a printer sets them; ids and dates stay."""
    if isinstance(value, str):
        return typeset(value) if key in _WORDS else value
    if isinstance(value, list):
        return [_printed(item, key) for item in value]
    return {k: _printed(v, k) for k, v in value.items()} if isinstance(value, dict) else value


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d" if value == value.normalize() else "%Y-%m-%dT%H:%M")
    return value.tolist() if hasattr(value, "tolist") else str(value)


def _source_line(keys: list[str], layout: dict[str, Any]) -> dict[str, Any]:
    """What in a layout makes room for the line of sources, and the line; wide and on a phone."""
    words = "; ".join(bibliography.short(key) for key in keys[:6])
    more = f"; and {len(keys) - 6} more" if len(keys) > 6 else ""
    line = f"Sources: {words}{more}"
    narrow = dict(layout["meta"].get("narrow", {}))
    notes = layout.get("annotations", [])
    margin = layout.get("margin", {})
    bottom = margin.get("b") or 56

    def note(width: int, margin: float) -> tuple[dict[str, Any], int]:
        wrapped = textwrap.wrap(line, width)
        return {
            "text": "<br>".join(wrapped),
            "name": "sources",
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "y": 0,
            "yshift": -margin,
            "xanchor": "left",
            "yanchor": "top",
            "align": "left",
            "showarrow": False,
            "font": {"size": 11, "color": style.colour("quiet")},
        }, 16 * len(wrapped) + 6

    wide_note, wide_height = note(118, bottom)
    narrow_bottom = narrow.get("margin", {}).get("b", bottom)
    narrow_note, narrow_height = note(narrow.pop("letters", 54), narrow_bottom)
    narrow["annotations"] = [*narrow.get("annotations", notes), narrow_note]
    narrow["margin"] = {**narrow.get("margin", {}), "b": narrow_bottom + narrow_height}
    narrow["height"] = narrow.get("height", layout["height"]) + narrow_height
    return {
        "annotations": [*notes, wide_note],
        "margin": {**margin, "b": bottom + wide_height},
        "height": layout["height"] + wide_height,
        "meta": {**layout["meta"], "narrow": narrow},
    }


def narrow_form(spec: dict[str, Any]) -> dict[str, Any]:
    """The specification with its own ``meta.narrow`` merged over the layout: its phone form."""
    layout = dict(spec["layout"])
    patch = layout["meta"].get("narrow", {})
    return {**spec, "layout": {**_merged(layout, patch), "width": style.NARROW}}


def _merged(base: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in patch.items():
        below = merged.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            value = _merged(below, value)
        merged[key] = value
    return merged


@lru_cache
def registry() -> dict[str, FigureSpec]:
    """All figures by id. Importing the rooms of this package registers what they hold."""
    for room in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{room.name}")
    return REGISTRY


@cache
def _drawn(figure_id: str) -> str:
    found = registry()[figure_id]
    return str(found.draw(data.load(found.table)).to_json())


def specification(figure_id: str) -> dict[str, Any]:
    """The plotly specification of a registered figure drawn from its whole table.

    It is drawn once; the dict is the caller's own.
    """
    return json.loads(_drawn(figure_id))
