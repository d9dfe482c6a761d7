"""Tables on August 1945: the order of battle, and the campaign in outline."""

from __future__ import annotations

import pandas as pd

from companion import data
from companion.tables import listing
from companion.tables.forces_lines import counted, table_of
from companion.text import date_in_words, quantity


def _surname(commander: object) -> str:
    if not isinstance(commander, str):
        return ""
    first = commander.split(";")[-1].split(" (")[0]
    return first.split(" ")[-1] if "." in first else first.split(" ")[0]


def _led(row: pd.Series) -> str:
    """The commander; a question mark says that the name has not been checked."""
    if pd.isna(row["commander"]):
        return ""
    return f"{row['commander']}{'?' if _unchecked_name(row) else ''}".replace(";", "; ")


def _unchecked_name(row: pd.Series) -> bool:
    return isinstance(row["note"], str) and "commander has not been checked" in row["note"]


@listing(
    "order-of-battle-9-august",
    table="order_of_battle",
    title="Order of battle, 9 August 1945: fronts, area armies and what stood under them",
    caption=(
        "Soviet side first. Japanese names are written family name first; in the third column a "
        "family name alone. A question mark means that the formation was read in a source but the "
        "name of its commander not yet. Divisions and brigades are those the source counts, and a "
        "blank is no zero."
    ),
)
def order_of_battle_9_august(formations: pd.DataFrame) -> pd.DataFrame:
    """The formations one step below the high command, each with those under it."""
    top = [
        "sov-tbf", "sov-1fef", "sov-2fef", "sov-pf",
        "ja-kwa", "ja-1aa", "ja-3aa", "ja-4a", "ja-34a", "ja-2air",
        "ja-17aa", "ja-5aa", "ja-meng", "mk-army", "mj-army",
    ]  # fmt: skip
    forces = data.load("force_levels")
    ids, lines = [], []
    for row_id in top:
        row = formations.loc[row_id]
        below = formations[formations["parent"] == row_id]
        below = below[~below["formation"].str.contains("direct troops|reserve")]
        # What has a line of its own is named here without its commander.
        named = below.index.intersection(top)
        below = below.drop(index=named)
        names = list(formations.loc[named, "formation"])
        for _, child in below.iterrows():
            mark = "?" if _unchecked_name(child) else ""
            names.append(f"{child['formation']} ({_surname(child['commander'])}{mark})")
        counts = [
            counted(row[column], column)
            for column in ("divisions", "brigades")
            if pd.notna(row[column])
        ]
        men = quantity(forces.loc[row["personnel"]]) if pd.notna(row["personnel"]) else ""
        ids.append(";".join([row_id, *map(str, below.index)]) if len(below) else row_id)
        lines.append([row["formation"], _led(row), ";".join(names), ", ".join(counts), men])
    return table_of(
        ids,
        lines,
        ["Formation", "Commander", "Under it (commander)", "Divisions, brigades", "Men"],
    )


@listing(
    "campaign-in-outline",
    table="campaign_events",
    title="The campaign in outline, 8 August to 5 September 1945",
    caption=(
        "Places under their name of 1945, with the present one where it differs. Days are local "
        "days. Hours and conflicting dates stand in the notes of each row."
    ),
)
def campaign_in_outline(events: pd.DataFrame) -> pd.DataFrame:
    """The main events of the Soviet campaign in order of date."""
    chosen = [
        "declaration-of-war", "tbf-attack", "fef-attack", "amur-crossing", "hailar-reached",
        "korea-subordinated", "sakhalin-offensive", "unggi-landing", "najin-landing",
        "tuquan-reached", "seishin-landing", "imperial-rescript", "mutanchiang-taken",
        "chiamussu-taken", "esutoru-landing", "kwantung-ceasefire-decision", "shumshu-landing",
        "hokkaido-order", "harbin-airlanding", "changchun-airlanding", "mukden-airlanding",
        "hata-accepts-terms", "maoka-landing", "wonsan-landing", "shumshu-surrender",
        "port-arthur-airlanding", "dairen-airlanding", "otomari-landing", "iturup-occupied",
        "last-division-stops", "kunashir-shikotan", "surrender-signed", "habomai-occupied",
    ]  # fmt: skip
    rows = events.loc[chosen].sort_values(["earliest", "latest"], kind="stable")
    lines = [
        [date_in_words(row["date"]), _places(row["place"]), row["event"]]
        for _, row in rows.iterrows()
    ]
    return table_of(rows.index, lines, ["Date", "Place", "What happened"])


def _places(cell: object) -> str:
    names = []
    for place_id in data.ids(cell):
        place = data.row(place_id)
        then, now = place["name"], place["name_today"]
        names.append(then if then == now else f"{then}, now {now}")
    return "; ".join(names)
