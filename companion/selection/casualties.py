"""What a reader can turn in the casualty projections."""

from __future__ import annotations

import pandas as pd

from companion import data
from companion.estimates import PRESIDENT, readers
from companion.selection import Facet, Tally, selection
from companion.text import date_in_words, listed, quantity

PRESIDENTS = {"franklin-d-roosevelt", PRESIDENT}


def reached_a_president(row: pd.Series) -> bool:
    """Whether a President is known to have had the figure before him while the war went on."""
    return row["period"] == "contemporary" and bool(readers(row).keys() & PRESIDENTS)


def words(row: pd.Series) -> str:
    """A projection in few words: its figure, what that counts, who gave it and when."""
    author = listed([name.strip() for name in data.ids(row["author"])])
    return f"{quantity(row)} {row['measure']} ({author}, {date_in_words(row['date'])})"


@selection(
    "projections",
    table="casualty_projections",
    page="definitions",
    figure="projections-turned",
    listing="projections-all",
    one="projection",
    many="projections that count people",
    facets=(
        Facet("side", "Side", "sides", alike=True),
        Facet(
            "measure",
            "Measure",
            "measures",
            alike=True,
            vague=("casualties, composition not stated",),
        ),
        Facet("operation", "Operation", "operations", alike=True),
        Facet("span", "Span", "spans", alike=True, vague=("not a span of time", "not stated")),
        Facet("services", "Services", "kinds of services", alike=True),
        Facet("period", "Made", "periods"),
        Facet("grade", "Grade", "grades"),
    ),
    tallies=(
        Tally(
            lambda row: row["grade"] == "unchecked",
            "None is unchecked.",
            "One is unchecked.",
            "{count} are unchecked.",
        ),
        Tally(
            reached_a_president,
            "None is known to have reached a President before the surrender.",
            "One is known to have reached a President before the surrender.",
            "{count} are known to have reached a President before the surrender.",
        ),
        Tally(
            lambda row: row["standing"] != "offered",
            "",
            "One was dismissed or withdrawn, or stands only for the record.",
            "{count} were dismissed or withdrawn, or stand only for the record.",
        ),
    ),
    words=words,
)
def projections(table: pd.DataFrame) -> pd.DataFrame:
    """Every projection that counts people, oldest first."""
    counted = table[table["unit"] == "people"]
    return counted.sort_values(["earliest", "latest", "author"], kind="stable")
