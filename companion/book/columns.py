"""The columns of a table as the codebook prints them, with their counts and distributions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from companion import data, views
from companion.book.profiles import Profile, Span, Tally, joins_several, profile
from companion.text import date_in_words, number

STYLE = "columns.css"
HEADERS = ("Column", "What it holds", "Rows with a value", "Values")
_LONGEST = 60  # characters of a value of free text


def style() -> str:
    """The style sheet of these tables, for books that are not pages of the web."""
    return (Path(__file__).parent / "static" / STYLE).read_text(encoding="utf-8")


def table(name: str) -> Markup:
    """Every column of the schema with its type, its rules and what it holds in this edition."""
    rows = [_column(field, profile(name, column)) for column, field in data.schema(name).items()]
    label = f"Columns of {name}"
    return Markup('<div class="codebook">{}</div>').format(views.table(HEADERS, rows, label, None))


def _column(field: dict[str, Any], found: Profile) -> list[Markup]:
    head = Markup('<code>{}</code><span class="quiet">{}, {}</span>').format(
        field["name"], field["title"], field["type"]
    )
    rules = _rules(field)
    what = field["description"] + (f" {rules}" if rules else "")
    return [head, escape(what), _filled(found), _values(field, found)]


def _rules(field: dict[str, Any]) -> str:
    """What the schema allows, apart from its lists of words, which stand among the values."""
    rules, parts = field.get("constraints", {}), []
    if rules.get("required"):
        parts.append("never blank")
    if "minimum" in rules or "maximum" in rules:
        low, high = rules.get("minimum"), rules.get("maximum")
        span = f"at least {low}" if high is None else f"{low} to {high}"
        parts.append(span.replace("-", "−"))
    if rules.get("unique"):
        parts.append("unique")
    if "enum" in rules:
        parts.append("a word of the list")
    elif "pattern" in rules:
        parts.append("of a fixed form")
    return f"({'; '.join(parts)}.)" if parts else ""


def _lack(found: Profile) -> str:
    if not found.rows:
        return "The table has no rows."
    if not found.missing:
        return f"all {found.rows:,}; none is blank"
    return f"{found.filled:,} of {found.rows:,}; {found.missing:,} {_are(found.missing)} blank"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _filled(found: Profile) -> Markup:
    distinct = f"{found.distinct:,} different" if found.filled else ""
    return Markup('{} <span class="quiet">{}</span>').format(_lack(found), distinct)


def _values(field: dict[str, Any], found: Profile) -> Markup:
    if found.spans:
        return Markup(" ").join(_span(span, field) for span in found.spans)
    if found.unused or "enum" in field.get("constraints", {}) or field["type"] == "boolean":
        rest = f"In no row: {', '.join(found.unused)}." if found.unused else ""
        return _tallies(found.tallies, found.rows) + escape(rest)
    if joins_several(field) and found.filled:
        sizes = [replace(tally, value=f"rows with {tally.value}") for tally in found.each]
        return (
            Markup("{} named:{}").format(
                f"{found.items:,} different" if found.items > 1 else "One",
                _tallies(sizes, found.rows),
            )
            + (Markup("Most often:") if found.tallies else Markup(""))
            + _tallies(found.tallies, found.rows)
        )
    if "EDTF" in field["description"]:
        return _tallies(found.tallies, found.rows)
    if found.tallies:
        return Markup("Most often:") + _tallies(found.tallies, found.rows)
    return escape("No two are the same." if found.distinct == found.filled > 1 else "")


def _cut(value: str) -> str:
    """A value in no more characters than a list has room for."""
    if len(value) <= _LONGEST:
        return value
    kept = value[: _LONGEST - 2]
    return f"{kept.rpartition(' ')[0] or kept} …"


def _tallies(tallies: Iterable[Tally], rows: int) -> Markup:
    """Values and counts as a list, each with a bar as long as its share of all rows."""
    lines = Markup("").join(
        Markup('<li>{}: <b>{}</b><i aria-hidden="true" style="width:{:.3g}%"></i></li>').format(
            _cut(tally.value).removesuffix("."), tally.rows, 100 * tally.rows / rows
        )
        for tally in tallies
    )
    return Markup('<ul class="tally">{}</ul>').format(lines) if lines else lines


def _words(value: Any, field: dict[str, Any]) -> str:
    if isinstance(value, pd.Timestamp):
        return date_in_words(value.strftime("%Y-%m-%d"))
    if field["description"].startswith("Year"):
        return str(value)
    return number(float(value)).replace("-", "−")


def _span(span: Span, field: dict[str, Any]) -> Markup:
    """Lowest, middle and highest in words, and a strip of the rows in equal steps between."""
    rows = f"{span.rows} row{'' if span.rows == 1 else 's'}"
    unit = f"{span.unit} ({rows}): " if span.unit else ""
    low, middle, high = (_words(v, field) for v in (span.lowest, span.middle, span.highest))
    if low == high:
        return Markup("<p>{}only <b>{}</b></p>").format(unit, low)
    text = Markup("<p>{}lowest <b>{}</b>, middle <b>{}</b>, highest <b>{}</b></p>").format(
        unit, low, middle, high
    )
    if not span.steps:
        return text
    bars = Markup("").join(
        Markup('<i style="height:{:.3g}%"></i>').format(100 * step / max(span.steps))
        for step in span.steps
    )
    scale = Markup("<p>On a scale of powers of ten:</p>") if span.powers else Markup("")
    strip = Markup('<div class="strip" aria-hidden="true">{}</div>').format(bars)
    return text + scale + strip
