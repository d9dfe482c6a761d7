"""The order of battle as a tree: who stood under whom on 9 August 1945."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from companion import data

TABLE = "order_of_battle"
NOT_CHECKED = "name of its commander has not been checked"


@lru_cache
def _formations() -> pd.DataFrame:
    return data.load(TABLE)


def sides() -> list[str]:
    """The sides whose formations head a tree, in the table's order."""
    frame = _formations()
    return list(dict.fromkeys(frame.loc[frame["parent"].isna(), "side"]))


def heads(side: str) -> list[str]:
    """Ids of the formations of ``side`` that stand under none, in the table's order.

    Raises ValueError, naming the sides there are, when none does.
    """
    frame = _formations()
    found = frame.index[frame["parent"].isna() & (frame["side"] == side)]
    if found.empty:
        raise ValueError(f"no order of battle of {side!r}; there are: {', '.join(sides())}")
    return list(map(str, found))


def under(formation: str) -> list[str]:
    """Ids of the formations directly under one, in the table's order; [] when none is known."""
    frame = _formations()
    return list(map(str, frame.index[frame["parent"] == formation]))


def all_under(formation: str) -> list[str]:
    """Ids of all formations under one, at any depth."""
    return [row_id for child in under(formation) for row_id in (child, *all_under(child))]


def commander_checked(row: pd.Series) -> bool:
    """Whether the commander's name was read in a source, as the row's note tells."""
    return not (isinstance(row["note"], str) and NOT_CHECKED in row["note"])
