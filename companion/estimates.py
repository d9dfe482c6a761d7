"""What the table of projections says of people: who gave a figure, and who is known to have had it.

The rooms that draw, list and trace projections all read it from here.
"""

from __future__ import annotations

import pandas as pd

from companion import data, people
from companion.text import listed

PRESIDENT = "harry-s-truman"


def author(row: pd.Series) -> str:
    """The names that stand over a figure, without what brackets add (whom they quote, and why)."""
    return listed([name.strip().split(" (")[0] for name in data.ids(row["author"])])


def readers(row: pd.Series) -> dict[str, str]:
    """Who is known to have had the figure: person's id -> first day known (EDTF), "" for none."""
    return dict(people.named_in(row.get("reached")))


def reached(row: pd.Series, person: str) -> bool:
    """Whether the figure is known to have come before ``person`` (an id of ``people``)."""
    return person in readers(row)
