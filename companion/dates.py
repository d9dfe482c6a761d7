"""Days and the bounds of EDTF dates."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from time import struct_time

MAX_EDTF = 60  # characters: the parser is slow, and no date of ours is longer
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?[~?%]?")

Bounds = tuple[date | None, date | None]


def day(text: str) -> date | None:
    """The day that ``YYYY-MM-DD`` names, or None when it names none."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def edtf_bounds(text: str) -> Bounds:
    """First and last day that an EDTF date or interval can mean; None at an open end.

    Raises ValueError, saying why, when the text is not EDTF or means no day of the calendar.
    """
    if len(text) > MAX_EDTF:
        raise ValueError(f"longer than {MAX_EDTF} characters")
    if text != text.strip():
        raise ValueError("blanks before or after it")  # the library lets them pass
    start, slash, end = text.partition("/")
    if not slash:
        return _point(text)
    first = (None, None) if start in {"", ".."} else _point(start)
    last = (None, None) if end in {"", ".."} else _point(end)
    if first[0] and last[1] and first[0] > last[1]:
        raise ValueError("the interval ends before it begins")
    return first[0], last[1]


def _point(text: str) -> tuple[date, date]:
    # The library takes 29 February of any year and is slow; it is asked only what is not plain.
    if match := _PLAIN.fullmatch(text):
        year, month, of_month = (int(part) if part else None for part in match.groups())
        if not year:
            raise ValueError("there is no year 0000")
        first = date(year, month or 1, of_month or 1)
        last_month = month or 12
        return first, date(year, last_month, of_month or calendar.monthrange(year, last_month)[1])
    from edtf import parse_edtf  # heavy, and no date of a chapter's cells needs it

    try:
        parsed = parse_edtf(text)
        return _date(parsed.lower_strict()), _date(parsed.upper_strict())
    except Exception as error:  # the parser shares no base with what its bounds raise
        raise ValueError("not EDTF with bounds that are days") from error


def _date(time: struct_time) -> date:
    return date(time.tm_year, time.tm_mon, time.tm_mday)
