"""Tables of what was known when: every row, and the cases that a reader is likely to get wrong."""

from __future__ import annotations

import pandas as pd

from companion import data, selection
from companion.selection.knowledge import HINDSIGHT, at_latest
from companion.tables import Linked, listing
from companion.text import date_in_words, listed, quantity

CASES = {
    "Antonov’s outline": ("moscow-military-2-1944", "antonov-potsdam-1945-07-24"),
    "Stalin’s terms and month": ("yalta-far-east-1945", "hopkins-stalin-1945-05-28"),
    "The garrison of Kyushu": (
        "kyushu-us-est-1945-06-18-personnel",
        "kyushu-us-est-1945-07-21-personnel",
        "kyushu-us-est-1945-07-29-south",
        "kyushu-us-est-1945-08-07-personnel",
        "kyushu-actual-1945-08-personnel-735000",
    ),
    "Shockley’s memorandum": ("shockley-total",),
}


def _names(row: pd.Series) -> str:
    return listed([name for name in str(row["knower"]).split(";") if name])


@listing(
    "known-rows",
    table="knowledge",
    title="Who had what from which day",
    caption=(
        "The rows of the picture, those of one knower together, hindsight last. From: the day from "
        "which the knower is known to have had it; in a row of hindsight, the day of the thing "
        "itself."
    ),
)
def known_rows(table: pd.DataFrame) -> pd.DataFrame:
    """All rows of the selection ``known``: what, who, from when, by which way, known or not."""
    rows = selection.named("known").rows(table)
    return pd.DataFrame(
        {
            "What": rows["about"],
            "Who": [_names(row) for _, row in rows.iterrows()],
            "From": [date_in_words(day) for day in rows["date"]],
            "How": rows["how"].fillna("").where(rows["state"] != HINDSIGHT, "not known to have"),
            "Known then": rows["state"].map(
                lambda state: "no: hindsight" if state == HINDSIGHT else "yes"
            ),
        },
        index=rows.index,
    )


@listing(
    "known-cases",
    table="knowledge",
    title="Four things that are easily read back into earlier days",
    caption=(
        "For each thing that the texts or their readers use: when it was there, who is known to "
        "have had it and from when, and of whom nothing read shows it before the surrender. "
        "“By” a day means that the day is the latest possible; a number is the figure of the row."
    ),
)
def known_cases(table: pd.DataFrame) -> pd.DataFrame:
    """One line for each thing of ``CASES``, with all the rows that speak of it."""
    lines = {}
    for heading, items in CASES.items():
        for item in items:
            rows = table[[item in data.ids(cell) for cell in table["item"]]]
            held, lacked = rows[rows["state"] != HINDSIGHT], rows[rows["state"] == HINDSIGHT]
            thing = data.row(item)
            lines[";".join([item, *rows.index])] = {
                "Thing": f"{heading}: {quantity(thing)}{_part(thing)}"
                if "best" in thing.index
                else heading,
                "There from": date_in_words(str(thing["date"])),
                "Known to, and from when": _links(held, dated=True),
                "Not known to have had it": _links(lacked, dated=False),
            }
    return pd.DataFrame.from_dict(lines, orient="index")


def _part(thing: pd.Series) -> str:
    """What a figure leaves out, where that is told in two words: ``(southern Kyushu only)``."""
    counts = str(thing.get("counts", ""))
    return f" ({counts})" if counts.endswith(" only") else ""


def _links(rows: pd.DataFrame, *, dated: bool) -> Linked | str:
    found = [
        (f"{_names(row)}, {_day(row)}" if dated else _names(row), str(row_id))
        for row_id, row in rows.iterrows()
    ]
    return Linked(found) if found else "–"


def _day(row: pd.Series) -> str:
    return f"{'by ' if at_latest(row) else ''}{date_in_words(row['date'])}"
