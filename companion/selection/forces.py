"""What a reader can turn in the ratios of forces of 9 August 1945."""

from __future__ import annotations

import pandas as pd

from companion.selection import Facet, Tally, selection
from companion.text import quantity


def words(row: pd.Series) -> str:
    """A ratio in few words: its size, what it compares, and the two definitions it divides."""
    by = f" by {row['counted_by']}" if isinstance(row["counted_by"], str) else ""
    sides = f"{row['soviet']} over {row['japanese']}{by}"
    return f"{quantity(row)} to 1 in {row['compared']} ({sides})"


@selection(
    "force-ratios",
    table="force_levels",
    page="august-9",
    figure="force-ratios-turned",
    listing="force-ratios",
    one="ratio",
    many="ratios",
    facets=(
        Facet("compared", "Compared", "kinds of strength", alike=True),
        Facet("soviet", "Soviet total", "definitions of the Soviet total", alike=True),
        Facet("japanese", "Kwantung Army", "definitions of the Japanese side", alike=True),
        Facet("counted_by", "Japanese side counted by", "ways of counting it", alike=True),
        Facet("grade", "Grade", "grades"),
    ),
    tallies=(
        Tally(
            lambda row: row["grade"] == "unchecked",
            "None rests on an unchecked figure.",
            "One rests on an unchecked figure.",
            "{count} rest on an unchecked figure.",
        ),
    ),
    words=words,
)
def ratios(table: pd.DataFrame) -> pd.DataFrame:
    """Every ratio of the two sides, from men to aircraft, by definition of either side."""
    return table[table["compared"].notna()]
