"""Tables that the reader turns with controls: whole as they stand, thinned by a choice."""

from __future__ import annotations

import pandas as pd

from companion import selection
from companion.estimates import counted
from companion.tables import listing
from companion.text import date_in_words, quantity

_BLANK = "not stated"


@listing(
    "projections-all",
    table="casualty_projections",
    title="Every projection, with what it counts",
    caption=(
        "In order of date; a figure that a later book credits to an earlier meeting stands under "
        "the book. Services: whose men are in the figure, as far as the source says."
    ),
)
def projections_all(projections: pd.DataFrame) -> pd.DataFrame:
    """All projections of people: figure, measure, who and when, operation and span, services."""
    rows = selection.named("projections").rows(projections)
    return pd.DataFrame(
        {
            "Figure": [quantity(row) for _, row in rows.iterrows()],
            "Counts": [counted(row) for _, row in rows.iterrows()],
            "Who and when": [
                f"{row['author']}, {date_in_words(row['date'])}" for _, row in rows.iterrows()
            ],
            "Fighting covered": [_covered(row) for _, row in rows.iterrows()],
            "Services": rows["services"].fillna(_BLANK),
            "Made": rows["period"],
        },
        index=rows.index,
    )


def _covered(row: pd.Series) -> str:
    """Operation and span, in the same words once: "whole war"."""
    operation, span = row["operation"], row["span"]
    if pd.isna(span) or span == _BLANK:
        span = f"span {_BLANK}"
    return operation if span == operation else f"{operation}: {span}"
