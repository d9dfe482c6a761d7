"""What the table of projections says of people: who gave a figure, and who is known to have had it.

The rooms that draw, list and trace projections all read it from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from companion import data, people
from companion.text import listed, quantity

PRESIDENT = "harry-s-truman"
_WHOSE = {
    "Japan": "Japanese",
    "UK": "British",
    "USSR": "Soviet",
    "Allies": "Allied",
}
_UNITS = {"percent": "per cent"}
_NAMED = ("people", "medals")  # the measure names them already


def author(row: pd.Series) -> str:
    """The names that stand over a figure, without what brackets add (whom they quote, and why)."""
    return listed([name.strip().split(" (")[0] for name in data.ids(row["author"])])


def counted(row: Mapping[str, Any] | pd.Series) -> str:
    """What a figure counts, and on whose side: ``Japanese dead``, ``dead of both sides``."""
    side, measure = str(row["side"]), str(row["measure"])
    if side == "both":
        kind, comma, rest = measure.partition(",")
        return f"{kind} of both sides{comma}{rest}"
    return f"{_WHOSE.get(side, side)} {measure}"


def figure(row: pd.Series, whose: bool = True) -> str:
    """A figure with what it counts: ``1,000 Japanese dead``; the US's own bare, ``1,000 dead``.

    With ``whose`` False all are bare. What is no number of people or things has its unit: ``35 per
    cent, casualty rate``, ``7 Japanese dead per US death``.
    """
    told = counted(row) if whose and row["side"] != "US" else str(row["measure"])
    unit = str(row["unit"])
    if unit in _NAMED:
        return f"{quantity(row)} {told}"
    if row["measure"] == "exchange ratio":
        return f"{quantity(row)} {counted({'side': row['side'], 'measure': 'dead'})} {unit}"
    return f"{quantity(row)} {_UNITS.get(unit, unit)}, {told}"


def readers(row: pd.Series) -> dict[str, str]:
    """Who is known to have had the figure: person's id -> first day known (EDTF), "" for none."""
    return dict(people.named_in(row.get("reached")))


def reached(row: pd.Series, person: str) -> bool:
    """Whether the figure is known to have come before ``person`` (an id of ``people``)."""
    return person in readers(row)
