"""Numbers, ranges and dates as the book prints them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

LAST_DAY = "2025-12-31"  # of the data: what holds on it had not ended when they were closed
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_EDTF_DAY = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)$")
_QUALIFIED = {"": "", "~": "about {}", "?": "{} (uncertain)", "%": "about {} (uncertain)"}

_OPENING = re.compile(r"""(?<![^\s(\[‘“—])(['"])(?=\w)""")
_RANGE = re.compile(
    r"(?<!ISSN )(?<!Table )(?<![\w.\u200b-])([1-9]\d{0,3})-(\d{1,4})(?![\w~?%/-]|\.\d)"
)
_MONTH = "|".join(MONTHS)
_SPAN = re.compile(rf"\b({_MONTH}|[12]\d{{3}})-(?=(?:\d{{1,2}} )?(?:{_MONTH})\b)")
_PAGES = re.compile(r"\bp\.(?=\s\d+(?:–|, \d{1,3}\b(?! [A-Za-z])))")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_NUMERALS = [f"{tens}{ones}" for tens in ("", "X", "XX", "XXX") for ones in _ONES][1:]
_ARTICLES = re.compile(r"(?<![\w.-])([IVX]+)-([IVX]+)(?![\w/-])")


def typeset(words: str) -> str:
    """Typed words as a printer sets them: ``p. 3-5 of Smith's`` -> ``pp. 3–5 of Smith’s``.

    Roman numerals to XXXIX are set as others are: ``Arts I-III`` -> ``Arts I–III``.

    An address is left as it is, and so are numbers that do not rise, as of a month or a file.
    """
    if "://" in words:
        return words
    words = _OPENING.sub(lambda found: "‘" if found[1] == "'" else "“", words)
    words = words.replace("'", "’").replace('"', "”")
    words = _SPAN.sub(r"\1–", _RANGE.sub(_rising, words))
    words = _ARTICLES.sub(_rising_numerals, words)
    return _PAGES.sub("pp.", words)


def _rising(found: re.Match[str]) -> str:
    first, last = found.groups()
    rising = int(last) > int(first[-len(last) :]) and len(last) <= len(first) + 1
    return f"{first}–{last}" if rising else found[0]


def _rising_numerals(found: re.Match[str]) -> str:
    known = all(numeral in _NUMERALS for numeral in found.groups())
    rising = known and _NUMERALS.index(found[1]) < _NUMERALS.index(found[2])
    return f"{found[1]}–{found[2]}" if rising else found[0]


def number(value: float) -> str:
    """``1577725.0`` -> ``1,577,725``; decimals only where the value has them."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"


def quantity(row: Mapping[str, Any] | pd.Series) -> str:
    """The figure of a row: ``best``, or ``low`` to ``high``, or both; ``no figure`` when blank.

    A lone lower bound reads "at least", a lone upper bound "up to".
    """
    low, best, high = (row[part] for part in ("low", "best", "high"))
    span = ""
    if pd.notna(low) and pd.notna(high):
        span = f"{number(low)}–{number(high)}"
    elif pd.notna(low):
        span = f"at least {number(low)}"
    elif pd.notna(high):
        span = f"up to {number(high)}"
    if pd.isna(best):
        return span or "no figure"
    return f"{number(best)} ({span})" if span else number(best)


def date_in_words(edtf: str) -> str:
    """An EDTF date or interval in words: ``1945-08-09`` -> ``9 August 1945``.

    Intervals read "1 April to 30 June 1945" or "9 to 20 August 1945", or "to today" where they end
    on ``LAST_DAY``; ``~`` reads "about", ``?`` "(uncertain)".
    Text that is none of these is returned as it is.
    """
    start, slash, end = edtf.partition("/")
    if slash and end == LAST_DAY:
        return f"{date_in_words(start)} to today"
    if slash:
        first, last = date_in_words(start), date_in_words(end)
        if first == last:
            return first
        if start[:8] == end[:8] and start[8:].isdigit() and end[8:].isdigit():
            return f"{int(start[8:])} to {last}"
        year = f" {start[:4]}"
        if start[:4] == end[:4] and first.endswith(year) and last.endswith(year):
            first = first.removesuffix(year)
        return f"{first} to {last}"
    match = _EDTF_DAY.match(edtf)
    if not match:
        return edtf
    year, month, day, qualifier = match.groups()
    words = year
    if month:
        words = f"{MONTHS[int(month) - 1]} {year}"
    if day:
        words = f"{int(day)} {words}"
    return _QUALIFIED[qualifier].format(words) if qualifier else words


def listed(items: list[str]) -> str:
    """``["a", "b", "c"]`` -> ``a, b and c``."""
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
