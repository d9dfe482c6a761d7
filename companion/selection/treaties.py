"""What a reader can turn in the chronology of instruments."""

from __future__ import annotations

import pandas as pd

from companion import instruments
from companion.selection import Facet, Tally, selection
from companion.text import date_in_words


def words(row: pd.Series) -> str:
    """An instrument in few words: its title and the day of its signature."""
    return f"{row['short_title']} ({date_in_words(row['date'])})"


@selection(
    "instruments",
    table="treaties",
    page="treaties",
    figure="instruments",
    listing="instruments",
    one="instrument",
    many="instruments",
    facets=(
        Facet(
            "theme",
            "Theme",
            "themes",
            of=lambda row: [instruments.theme(str(row.name))],
            order=tuple(instruments.THEMES),
        ),
        Facet("party", "Party", "parties", of=instruments.parties, order=instruments.PARTIES),
        Facet("effect", "Effect", "kinds of effect"),
        Facet(
            "period",
            "Years",
            "periods",
            of=instruments.periods,
            order=tuple(instruments.PERIODS),
        ),
    ),
    tallies=(
        Tally(
            instruments.binding_today,
            "None is an obligation of which no end is recorded.",
            "One is an obligation of which no end is recorded.",
            "{count} are obligations of which no end is recorded.",
        ),
        Tally(
            lambda row: any(phase.kind == "disputed" for phase in instruments.phases(row)),
            "",
            "Of one it was or is disputed, for some time at least, whether it binds.",
            "Of {count} it was or is disputed, for some time at least, whether they bind.",
        ),
        Tally(
            lambda row: row["grade"] == "reference",
            "",
            "One was read in an encyclopaedia or a mirror only.",
            "{count} were read in an encyclopaedia or a mirror only.",
        ),
    ),
    words=words,
)
def every_instrument(table: pd.DataFrame) -> pd.DataFrame:
    """Every instrument, oldest first."""
    return table.sort_values(["earliest", "latest"], kind="stable")
