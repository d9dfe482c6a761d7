"""Tables of names: the persons most met in the book, and places whose names have changed."""

from __future__ import annotations

import pandas as pd

from companion import data
from companion.people import lived, rows_naming
from companion.places import DESCRIBED
from companion.tables import listing

SIDES = ["US", "UK", "China", "USSR", "Mongolia", "Japan"]
WAR = (pd.Timestamp(1941, 1, 1), pd.Timestamp(1945, 12, 31))
OFTEN = 3  # rows of the war years that make a person one of the most met
THEATRE = 100  # degrees east; what lies west of it kept its name or is no place of the campaign


def rows_of_the_war(person_id: str) -> set[str]:
    """Ids of the rows of 1941-1945 that name the person."""
    named = {row_id for ids in rows_naming().get(person_id, {}).values() for row_id in ids}
    return {i for i in named if WAR[0] <= data.row(i)["earliest"] <= WAR[1]}


@listing(
    "people-most-met",
    table="people",
    title="The persons most met in this book",
    caption=(
        "Those whom at least three rows of the years 1941 to 1945 name, by side and then by how "
        "often they are named: as the author of a figure, as one it is known to have reached, as a "
        "signatory, a participant or a commander. The count measures what this book collects. It "
        "does not measure importance."
    ),
)
def people_most_met(people: pd.DataFrame) -> pd.DataFrame:
    """Persons named by at least ``OFTEN`` rows of the war years: side, years, office, rows."""
    met = [len(rows_of_the_war(str(person_id))) for person_id in people.index]
    rank = {side: n for n, side in enumerate(SIDES)}
    often = people.assign(met=met, rank=people["side"].map(rank))
    often = often[(often["kind"] == "person") & (often["met"] >= OFTEN)]
    often = often.sort_values(["rank", "met", "name"], ascending=[True, False, True])
    return pd.DataFrame(
        {
            "Name": often["name"],
            "Side": often["side"],
            "Lived": [lived(row) for _, row in often.iterrows()],
            "Office or work": often["role"],
            "Rows, 1941–1945": often["met"].astype(str),
        }
    )


@listing(
    "places-renamed",
    table="places",
    title="Places with another name today",
    caption=(
        "Places of the Far East whose name in English-language sources of 1945 is not the one on a "
        "map of today, from north to south. Some were renamed; others are only spelt anew. "
        "“Administered today by” says who runs the place, which is not a statement of title."
    ),
)
def places_renamed(places: pd.DataFrame) -> pd.DataFrame:
    """Places of the theatre whose name of 1945 differs from today's: both, others, who runs it."""
    changed = places[
        (places["name"] != places["name_today"])
        & (places["longitude"] > THEATRE)
        & (places["country_today"] != "Japan")
        & ~places.index.isin(DESCRIBED)
    ].sort_values("latitude", ascending=False)
    return pd.DataFrame(
        {
            "In 1945": changed["name"],
            "Today": changed["name_today"],
            "Other names": changed["other_names"].fillna(""),
            "Administered today by": changed["country_today"],
        }
    )
