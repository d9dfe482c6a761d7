"""What a reader can turn in what was known when: a person, a day, hindsight on or off."""

from __future__ import annotations

import pandas as pd

from companion.selection import Between, Facet, Tally, selection
from companion.text import date_in_words

HINDSIGHT = "hindsight"
THEN = "known then"


def at_latest(row: pd.Series) -> bool:
    """Whether the day is that of an act that shows the knowledge, so that it may be older."""
    return "by then at the latest" in str(row["note"]).lower()


def words(row: pd.Series) -> str:
    """A row in few words: what was known, and its day."""
    return f"{row['about']} ({date_in_words(row['date'])})"


@selection(
    "known",
    table="knowledge",
    page="known-when",
    figure="known-by-day",
    listing="known-rows",
    one="row",
    many="rows",
    facets=(
        Facet("knower", "Who", "persons", many=True),
        Between("day", "On the day", start="known_from", end="known_until"),
        Facet("state", "Known then or hindsight", "kinds of knowledge"),
    ),
    tallies=(
        Tally(
            lambda row: row["state"] == HINDSIGHT,
            "",
            "One is hindsight: it was not known then, as far as anything read shows.",
            "{count} are hindsight: they were not known then, as far as anything read shows.",
        ),
        Tally(
            at_latest,
            "",
            "One day is that of an act that shows the knowledge, which may be older.",
            "{count} days are those of acts that show the knowledge, which may be older.",
        ),
        Tally(
            lambda row: row["grade"] == "unchecked",
            "None is unchecked.",
            "One is unchecked.",
            "{count} are unchecked.",
        ),
    ),
    words=words,
)
def known(table: pd.DataFrame) -> pd.DataFrame:
    """All rows, those of one knower together: what they had, by day, then hindsight."""
    first = table["knower"].str.split(";").str[0]
    held = table["state"] == THEN
    size = table[held].groupby("knower").size()
    order = pd.DataFrame(
        {
            "hindsight": ~held,
            "size": -first.map(size).fillna(0).where(held, 0),
            "who": first.where(held, ""),
            "day": table["earliest"],
        },
        index=table.index,
    )
    return table.loc[order.sort_values(list(order), kind="stable").index]
