"""What stands on a day that the reader chooses: instruments, and who held which territory."""

from __future__ import annotations

import pandas as pd

from companion import borders, treaties
from companion.selection import Day, Spell, selection
from companion.text import date_in_words

DEFAULT = "1945-08-08"
PRESETS = (
    ("1855-02-07", "Shimoda signed"),
    ("1875-08-22", "exchange in force"),
    ("1905-10-14", "Portsmouth in force"),
    ("1941-06-24", "after Barbarossa"),
    ("1945-04-05", "notice given"),
    ("1945-08-08", "eve of war"),
    ("1945-08-09", "war"),
    ("1945-09-02", "surrender signed"),
    ("1952-04-28", "San Francisco in force"),
    ("1956-12-12", "state of war ended"),
)
GROUPS = {
    treaties.NOTICE: "Under notice",
    treaties.DISPUTED: "Disputed",
    treaties.IN_PART: "In force in part",
    treaties.IN_FORCE: "In force",
    treaties.UNCERTAIN: "Uncertain",
    treaties.SIGNED: "Signed or issued, not yet in force",
    "statement": "Statements that stood, binding nobody by themselves",
    "act": "Acts done, not undone",
}


def of_instrument(row: pd.Series) -> list[Spell]:
    """How an instrument stood, as spells."""
    spells = []
    for time in treaties.standings(row):
        doubt = f"; {time.doubt}" if time.doubt else ""
        last = time.last.isoformat() if time.last else ""
        item = f"{row['short_title']} ({treaties.bound(row)}{doubt})"
        first = time.first.isoformat()
        spells.append(Spell(GROUPS[time.state], item, _shown(time.state), first, last))
    return spells


def _shown(state: str) -> str:
    return {"statement": "made", "act": "done"}.get(state, state)


def of_holding(row: pd.Series) -> list[Spell]:
    """How a territory stood through an interval, cut where what is relied on takes effect."""
    group = borders.holder(row["controller"]).name
    start = date_in_words(str(row["date"]).partition("/")[0])
    since = "" if row["date"].startswith("1855/") else f"; since {start}"
    grade = "; unchecked" if row["grade"] == "unchecked" else ""
    found = []
    for first, last in borders.stretches(row):
        held = borders.held(row, first)
        item = f"{row['territory']}: {held}{since}{grade}"
        days = (day.strftime("%Y-%m-%d") for day in (first, last))
        found.append(Spell(group, item, held, *days))
    return found


@selection(
    "in-force",
    table="treaties",
    page="in-force",
    listing="instruments-by-day",
    one="instrument",
    many="instruments",
    facets=(Day("day", "Day", of_instrument, tuple(GROUPS.values()), DEFAULT, PRESETS),),
    words=lambda row: str(row["short_title"]),
)
def in_force(table: pd.DataFrame) -> pd.DataFrame:
    """Every instrument, oldest first."""
    return table.sort_values(["earliest", "latest"], kind="stable")


@selection(
    "holdings",
    table="territory_status",
    page="borders",
    figure="held-on-a-day",
    listing="holdings-by-day",
    one="holding",
    many="holdings",
    facets=(Day("day", "Day", of_holding, borders.NAMES, DEFAULT, PRESETS),),
    words=lambda row: str(row["territory"]),
)
def holdings(table: pd.DataFrame) -> pd.DataFrame:
    """Every interval of every territory, in the table's order."""
    return table
