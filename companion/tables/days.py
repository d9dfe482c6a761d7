"""Tables behind the days that a reader chooses: instruments, holdings, and days worth a look."""

from __future__ import annotations

import pandas as pd

from companion import data, treaties
from companion.selection import named
from companion.tables import listing
from companion.text import date_in_words, listed


@listing(
    "instruments-by-day",
    table="treaties",
    title="Every instrument and how it stood, when",
    caption=(
        "On the web page, with a day chosen, only the instruments that stood on that day. Signed "
        "means signed and not yet in force; uncertain, that the evidence does not give the day on "
        "which it began or ended; disputed, that those concerned disagreed whether it bound. "
        "Parties are named as at the signature."
    ),
)
def instruments_by_day(table: pd.DataFrame) -> pd.DataFrame:
    """Every instrument, oldest first: parties, how it stood and when, why otherwise than simply."""
    rows = named("in-force").rows(table)
    return pd.DataFrame(
        {
            "Instrument": rows["short_title"],
            "Parties": [treaties.bound(row) for _, row in rows.iterrows()],
            "How it stood": [
                treaties.in_words(treaties.standings(row)) for _, row in rows.iterrows()
            ],
            "Why": rows["phases_why"].fillna(""),
        }
    )


@listing(
    "holdings-by-day",
    table="territory_status",
    title="Who held each territory, on what title, against whose claim",
    caption=(
        "On the web page, with a day chosen, only that day. Control is a fact; the title is what "
        "the holder relied on, not a finding that it was good; a claim is what another state "
        "said. No claim in the data is not proof that nobody made one. Shikotan and the Habomai "
        "islets are one territory, held from the day on which troops came to the first of them, "
        "Shikotan."
    ),
)
def holdings_by_day(table: pd.DataFrame) -> pd.DataFrame:
    """Every interval of every territory: who was in control, on what title, who claimed it."""
    titles = [
        listed([str(data.row(name)["short_title"]) for name in data.ids(cell)])
        for cell in table["basis"]
    ]
    return pd.DataFrame(
        {
            "Territory": table["territory"],
            "When": table["date"].map(date_in_words),
            "In control": table["controller"],
            "Title relied on": titles,
            "Claimed by": [listed(data.ids(cell)) for cell in table["claimed_by"]],
        }
    )


WORKED = (
    *("1905-10-14", "1941-06-24", "1945-04-05", "1945-08-08"),
    *("1945-08-09", "1945-09-02", "1952-04-28", "1956-12-12"),
)


@listing(
    "days-worked-through",
    table="treaties",
    title="What changed on eight days, and what then bound Moscow and Tokyo to each other",
    caption=(
        "Computed from the bounds of each instrument. An arrow leads from how it stood the day "
        "before to how it stood on the day; over, that it no longer held. “Bound both, and "
        "how” leaves out instruments that bound only one of the two."
    ),
)
def days_worked_through(table: pd.DataFrame) -> pd.DataFrame:
    """A line for each day: what changed on it, and the obligations between Russia and Japan."""
    lines = {}
    for day in WORKED:
        told = named("in-force").tell(day)
        bound = treaties.between(treaties.in_force_on(day), "USSR", "Japan")
        bound = bound.loc[[row_id for row_id in bound.index if row_id in table.index]]
        ids = dict.fromkeys([*(row_id for row_id, _ in told.changes), *map(str, bound.index)])
        lines[";".join(ids)] = {
            "Day": told.day,
            "Changed that day": "; ".join(words for _, words in told.changes) or "nothing",
            "Bound both, and how": "; ".join(
                f"{row['short_title']} ({row['state']})" for _, row in bound.iterrows()
            )
            or "nothing",
        }
    return pd.DataFrame.from_dict(lines, orient="index")
