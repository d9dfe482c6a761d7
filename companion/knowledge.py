"""Event time and knowledge time: what somebody could have had on a day, and how long it took.

Built on the selection ``known``: the controls of the page and these functions choose by the same
values.
"""

from __future__ import annotations

import pandas as pd

from companion import data, selection
from companion.selection.knowledge import HINDSIGHT, THEN

SURRENDER = pd.Timestamp("1945-08-15")
PUBLIC = "the public"


def known_to(person: str, day: str, *, hindsight: bool = False) -> pd.DataFrame:
    """The rows of ``knowledge`` that ``person`` could have had on ``day``.

    ``person`` is an id of the table of people or ``"the public"``, ``day`` is ``YYYY-MM-DD`` by
    the calendar of the place where it became known. With ``hindsight`` come the rows of what that
    person is not known to have had, or could not have; their ``state`` is ``hindsight``.

    Shape: the table's columns, in order of the page; empty when no row says that the person knew
    anything by then, which does not show that they knew nothing. Raises KeyError when there is no
    such person, ValueError when no row names them or ``day`` is no day.
    """
    name = PUBLIC if person == PUBLIC else str(data.load("people").loc[person, "name"])
    choices = {"knower": name, "day": day}
    return selection.choose("known", **choices if hindsight else {**choices, "state": THEN})


def item_days(row: pd.Series) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day that the date of what was known can mean."""
    items = [data.row(row_id) for row_id in data.ids(row["item"])]
    return min(item["earliest"] for item in items), max(item["latest"] for item in items)


def lag(row: pd.Series) -> tuple[int, int]:
    """Days from the thing to the knowledge of it: the least and the most that the dates allow.

    A row of hindsight counts to the announcement of the surrender, the end of what could be known
    in time; it gives no upper end of its own.
    """
    first, last = item_days(row)
    if row["state"] == HINDSIGHT:
        return max(0, (SURRENDER - last).days), max(0, (SURRENDER - first).days)
    return max(0, (row["earliest"] - last).days), max(0, (row["latest"] - first).days)


def lagging(table: pd.DataFrame) -> pd.DataFrame:
    """The rows with a lag of at least a day, longest first, with columns ``least`` and ``most``.

    Of hindsight only what existed and is not known to have come before somebody: what lay in the
    future has no lag.
    """
    lags = pd.DataFrame(
        [lag(row) for _, row in table.iterrows()], index=table.index, columns=["least", "most"]
    )
    whole = table.join(lags)
    there = (whole["state"] == THEN) | whole["known_from"].notna()
    kept = whole[there & (whole["least"] > 0)]
    return kept.sort_values(["least", "most", "about"], ascending=[False, False, True])
