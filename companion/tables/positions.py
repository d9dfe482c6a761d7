"""Tables on why Japan surrendered: who holds what, and evidence against positions."""

from __future__ import annotations

import pandas as pd

from companion import positions
from companion.tables import Linked, listing
from companion.text import date_in_words


@listing(
    "positions-held",
    table="positions",
    title="Positions on the surrender: who, what, and what would count against it",
    caption=(
        "In our words; the row says what was read of the work, which is seldom all of it. “Would "
        "count against it” is what, if it were found, would speak against the position; it is "
        "this book’s and not the holder’s."
    ),
)
def positions_held(table: pd.DataFrame) -> pd.DataFrame:
    """Every statement: holder and year, position, what it says, what would count against it."""
    rows = positions.order(table)
    stance = rows["stance"].map({"holds": "", "disputes": "disputed: "})
    return pd.DataFrame(
        {
            "Holder": [f"{r['holder']}, {date_in_words(r['date'])}" for _, r in rows.iterrows()],
            "Position": stance + rows["position"],
            "What it says": rows["statement"],
            "Would count against it": rows["counts_against"],
        },
        index=rows.index,
    )


@listing(
    "evidence-bearing",
    table="positions",
    title="Rows of evidence and the positions that they bear on",
    caption=(
        "Each row of evidence with those who rest on it and those against whom it is held. All "
        "others are silent on it, in what was read of them. Holders by name and year; each is "
        "linked to its row. No weights are given."
    ),
)
def evidence_bearing(table: pd.DataFrame) -> pd.DataFrame:
    """Each row of evidence: who rests on it, against whom it is held, how many are silent."""
    rows = positions.order(table)
    grid = positions.matrix(table)
    lines = {}
    for item, cells in grid.iterrows():
        named = {
            kind: Linked(
                (positions.surname(rows.loc[i]), str(i)) for i in cells.index[cells == kind]
            )
            for kind in (positions.RESTS, positions.AGAINST)
        }
        lines[item] = {
            "Evidence": positions.evidence_words(str(item)),
            "Rests on it": named[positions.RESTS] or "–",
            "Held against": named[positions.AGAINST] or "–",
            "Silent": f"{(cells == positions.SILENT).sum()} of {len(cells)}",
        }
    return pd.DataFrame.from_dict(lines, orient="index")
