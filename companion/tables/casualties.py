"""Tables on casualties: what was expected, and by whom."""

from __future__ import annotations

import pandas as pd

from companion import data
from companion.estimates import counted
from companion.tables import listing
from companion.text import date_in_words, quantity

# Plan of JWPC 369/1 -> how its rows are named. The order is that of size.
_PLANS = {
    "Southern and northwestern Kyushu": "kyushu",
    "Southern Kyushu, then the Tokyo Plain": "sk-tokyo",
    "All three: southern and northwestern Kyushu, then the Tokyo Plain": "all",
}
_PARTS = ("dead", "wounded", "missing", "total")


@listing(
    "jwpc-369-1-by-plan",
    table="casualty_projections",
    title="The paper of 15 June 1945 (JWPC 369/1), plan by plan",
    caption=(
        "American battle casualties for whole campaigns, as the Joint War Plans Committee guessed "
        "at them. No line is for Olympic alone. A figure marked * was read on no page: it is "
        "attributed to the paper, or worked out from the other figures of its line."
    ),
)
def jwpc_369_1_by_plan(projections: pd.DataFrame) -> pd.DataFrame:
    """The three plans of JWPC 369/1, with dead, wounded, missing and total."""
    lines = {}
    for plan, name in _PLANS.items():
        ids = [f"jwpc-369-1-{name}-{part}" for part in _PARTS]
        rows = [projections.loc[row_id] for row_id in ids]
        figures = [f"{quantity(row)}{'*' * (row['grade'] == 'unchecked')}" for row in rows]
        lines[";".join(ids)] = [plan, *figures]
    headers = ["Plan", "Dead", "Wounded", "Missing", "Total"]
    return pd.DataFrame.from_dict(lines, orient="index", columns=headers)


# The estimates that students quote most, in the order in which they were made.
_OFTEN_MET = [
    "jcs-april-1945-olympic-total",
    "jcs-april-1945-downfall-total",
    "hoover-may-1945",
    "jwpc-369-1-all-total",
    "macarthur-revised-105050",
    "marshall-18-june-luzon",
    "shockley-total",
    "shockley-dead",
    "stimson-1947-million",
    "churchill-1953-us",
    "truman-1955-memoirs",
    "leahy-18-june-implied-268000",
    "polmar-1995-ordered-medals",
    "giangreco-2000-surplus-medals",
    "glantz-house-restatement-total",
]


def _author(row: pd.Series) -> str:
    return data.ids(row["author"])[0].split(" (")[0] + (" and others" * (";" in row["author"]))


@listing(
    "estimates-often-met",
    table="casualty_projections",
    title="Fifteen figures a reader is sure to meet, and what each counts",
    caption=(
        "In the order in which they were made or published. A figure attributed to somebody by "
        "a later book stands under the later book's date."
    ),
)
def estimates_often_met(projections: pd.DataFrame) -> pd.DataFrame:
    """The estimates most often quoted: figure, author and date, what it counts, what it was."""
    rows = projections.loc[_OFTEN_MET]
    return pd.DataFrame(
        {
            "Figure": [quantity(row) for _, row in rows.iterrows()],
            "Who and when": [
                f"{_author(row)}, {date_in_words(row['date'])}" for _, row in rows.iterrows()
            ],
            "Counts": [
                f"{counted(row)}: {row['operation']}, {row['horizon']}"
                for _, row in rows.iterrows()
            ],
            "What it was": rows["status"],
        },
        index=rows.index,
    )


@listing(
    "truman-by-year",
    table="casualty_projections",
    title="What Truman said, year by year",
    caption=(
        "Every figure of his in the data, American, Japanese or of both sides. Lives first, then "
        "casualties, then lives again; a line without a figure is a statement that named none."
    ),
)
def truman_by_year(projections: pd.DataFrame) -> pd.DataFrame:
    """Truman's own statements on what the invasion would have cost, in order of date."""
    said = projections[projections["author"].str.startswith("Harry S. Truman")].sort_values(
        "earliest", kind="stable"
    )
    return pd.DataFrame(
        {
            "When": [date_in_words(when) for when in said["date"]],
            "Where": said["document"],
            "Figure": [quantity(row) for _, row in said.iterrows()],
            "Counts": [counted(row) for _, row in said.iterrows()],
        },
        index=said.index,
    )
