"""Names of places: the one in use at the time, with that of today where it is another."""

from __future__ import annotations

import re

import pandas as pd

from companion import data
from companion.dates import edtf_bounds

# Their names describe a stretch of ground in words of ours; nobody gave them another since.
DESCRIBED = {"mongolian-salient", "west-of-tuchuan", "khingan-foothills", "takeda-beach"}

_DATED = re.compile(r"(?P<name>[^\[\];]+)\[(?P<span>[^\[\]]+)\]")


def name_on(place_id: str, day: pd.Timestamp) -> str:
    """The name of a place on a day: that of 1945, unless the gazetteer dates another to it."""
    place = data.row(place_id)
    dated = place["names_dated"] if isinstance(place["names_dated"], str) else ""
    for match in _DATED.finditer(dated):
        first, last = edtf_bounds(match["span"])
        if (first is None or first <= day.date()) and (last is None or day.date() <= last):
            return match["name"]
    return str(place["name"])


def with_today(then: str, now: str) -> str:
    """Two names of one place: ``Hsinking (now Changchun)``; one when neither is another name.

    A name of today that only says more closely where the place lies stands alone.
    """
    if now.startswith((f"{then},", f"{then} (")):
        return now
    if _letters(then) == _letters(now):
        return then
    return f"{then} (now {now.replace(' (', ', ').replace(')', '')})"  # no brackets in brackets


def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, name)).casefold()


def names(place_id: str, day: pd.Timestamp | None = None) -> str:
    """A place under its name on the day (without one, of 1945), with that of today beside it."""
    place = data.row(place_id)
    then = str(place["name"]) if day is None else name_on(place_id, day)
    return then if place_id in DESCRIBED else with_today(then, str(place["name_today"]))
