"""Who is named by which rows, and in what part."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from companion import data

# What a person does in a row that names them: (table, column) -> heading on the person's card.
PARTS = {
    ("casualty_projections", "people"): "Figures given by them",
    ("casualty_projections", "reached"): "Figures known to have reached them",
    ("treaties", "people"): "Instruments",
    ("diplomacy_events", "people"): "Took part in",
    ("knowledge", "people"): "What they knew, and what only hindsight has",
    ("order_of_battle", "people"): "Commanded",
}


def named_in(cell: object) -> list[tuple[str, str]]:
    """The persons of a cell ``id;id[EDTF day]``, each with the day in brackets, "" for none."""
    parted = (item.partition("[") for item in data.ids(cell))
    return [(person, day.removesuffix("]")) for person, _, day in parted]


@lru_cache
def rows_naming() -> dict[str, dict[str, list[str]]]:
    """Person's id -> heading of ``PARTS`` -> ids of the rows, by date where they have one."""
    found: dict[str, dict[str, list[str]]] = {}
    for (table, column), heading in PARTS.items():
        for row_id, cell in data.load(table).sort_values("earliest", kind="stable")[column].items():
            for person, _ in named_in(cell):
                found.setdefault(person, {}).setdefault(heading, []).append(str(row_id))
    return found


def lived(person: pd.Series) -> str:
    """``1882–1971``; "born 1882" or "died 1971" when only one year is known, "" for neither."""
    born, died = person["born"], person["died"]
    if pd.notna(born) and pd.notna(died):
        return f"{born}–{died}"
    if pd.notna(born):
        return f"born {born}"
    return f"died {died}" if pd.notna(died) else ""
