"""How rows of evidence bear on the positions on Japan's surrender: no weights, no verdict."""

from __future__ import annotations

import pandas as pd

from companion import data
from companion.text import date_in_words

RESTS, AGAINST, SILENT = "rests on it", "speaks against it", "silent"


def order(positions: pd.DataFrame) -> pd.DataFrame:
    """The rows by position, in the schema's order, then by date of publication."""
    enumerated = data.schema("positions")["position"]["constraints"]["enum"]
    place = positions["position"].map(enumerated.index)
    return (
        positions.assign(_place=place)
        .sort_values(["_place", "earliest"], kind="stable")
        .drop(columns="_place")
    )


def evidence(positions: pd.DataFrame) -> list[str]:
    """Ids of the rows that any of the positions names for or against, by date."""
    named = {
        row_id
        for column in ("rests_on", "against")
        for cell in positions[column]
        for row_id in data.ids(cell)
    }
    return sorted(named, key=lambda row_id: (data.row(row_id)["earliest"], row_id))


def bearing(position: pd.Series, row_id: str) -> str:
    """``rests on it``, ``speaks against it`` or ``silent``: the row as the position has it.

    *Against* is what its opponents hold against it or what it has to explain. *Silent* says that
    nothing read of the holder names the row, not that the holder does not know of it.
    """
    if row_id in data.ids(position["rests_on"]):
        return RESTS
    return AGAINST if row_id in data.ids(position["against"]) else SILENT


def matrix(positions: pd.DataFrame) -> pd.DataFrame:
    """Bearing of every row of evidence on every position.

    Shape: a row per row of evidence, by date; a column per position, in order; values as
    :func:`bearing` gives them.
    """
    rows = order(positions)
    return pd.DataFrame(
        {
            str(row_id): [bearing(row, item) for item in evidence(positions)]
            for row_id, row in rows.iterrows()
        },
        index=evidence(positions),
    )


def surname(position: pd.Series) -> str:
    """A short name for the holder and the year: ``Hasegawa 2005``."""
    return f"{SHORT[str(position['holder'])]} {position['date'][:4]}"


# How holders are called in few letters; Japanese family names come first in the table.
SHORT = {
    "Henry L. Stimson": "Stimson",
    "Asada Sadao": "Asada",
    "Richard B. Frank": "Frank",
    "Hasegawa Tsuyoshi": "Hasegawa",
    "Ward Wilson": "Wilson",
    "Chijiwa Yasuaki": "Chijiwa",
    "Edward Wiley": "Wiley",
    "John W. Dower": "Dower",
    "Noriko Kawamura": "Kawamura",
    "US Strategic Bombing Survey": "Bombing Survey",
    "Barton J. Bernstein": "Bernstein",
    "Robert A. Pape": "Pape",
    "Suzuki Tamon": "Suzuki T.",
    "Robert J. C. Butow": "Butow",
    "Herbert P. Bix": "Bix",
    "Yukiko Koshiro": "Koshiro",
    "Jeremy A. Yellen": "Yellen",
    "Gar Alperovitz": "Alperovitz",
}

# The rows of evidence in few words.
WORDS = {
    "kyushu-actual-1945-08-personnel-735000": "The army on Kyushu",
    "togo-893-1945": "Togo to Sato: the Emperor wants peace",
    "lozovsky-reply-1945": "Moscow answers: too general",
    "togo-932-1945": "Togo: not unconditional surrender",
    "mokusatsu-1945": "Suzuki’s words on the Potsdam terms",
    "hiroshima": "Hiroshima",
    "togo-emperor-1945-08-08": "Togo before the Emperor",
    "soviet-war-declaration-1945": "The Soviet declaration of war",
    "supreme-war-council-1945": "Supreme War Council",
    "nagasaki": "Nagasaki",
    "imperial-conference-1945-08-10": "Imperial conference",
    "imperial-conference-1945-08-14": "Second Imperial conference",
    "imperial-rescript-1945": "Rescript to the nation",
    "palace-coup-1945": "The coup in the palace",
    "suzuki-resigns-1945": "Suzuki’s cabinet resigns",
    "rescript-to-forces-1945-08-17": "Rescript to the forces",
}


def evidence_words(row_id: str) -> str:
    """A row of evidence in few words, with its date."""
    return f"{WORDS[row_id]}, {date_in_words(str(data.row(row_id)['date']))}"
