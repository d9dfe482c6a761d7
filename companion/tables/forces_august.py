"""Tables on August 1945: what 'the Soviet force' and 'the Kwantung Army' can mean."""

from __future__ import annotations

import pandas as pd

from companion.tables import listing
from companion.tables.forces_lines import KWANTUNG, SOVIET, table_of
from companion.text import number


@listing(
    "definitions-of-soviet-total",
    table="force_levels",
    title="What ‘the Soviet force’ can mean in August 1945",
    caption=(
        "From the land forces alone to the widest count. The rounded line is the sum of three "
        "figures printed front by front, and shows how much is lost in rounding."
    ),
)
def definitions_of_soviet_total(forces: pd.DataFrame) -> pd.DataFrame:
    """Soviet totals for 9 August 1945 with what each takes in, smallest first."""
    single = [
        f"{SOVIET}-land-personnel",
        f"{SOVIET}-personnel-1577725",
        f"{SOVIET}-with-mongolia",
        f"{SOVIET}-personnel-1669500",
        f"{SOVIET}-personnel-1747000",
        f"{SOVIET}-personnel-1747465",
    ]
    rounded = [f"{front}-1945-08-09-personnel" for front in ("tbf", "fef1", "fef2")]
    sums = [(float(forces.loc[i, "best"]), i, forces.loc[i, "counts"]) for i in single]
    total = float(forces.loc[rounded, "best"].sum())
    sums.append((total, ";".join(rounded), "three front articles added, each rounded to thousands"))
    sums.sort(key=lambda line: line[0])
    lines = [[number(value), counts] for value, _, counts in sums]
    return table_of([ids for _, ids, _ in sums], lines, ["Men", "Who is counted"])


@listing(
    "definitions-of-kwantung-army",
    table="force_levels",
    title="What ‘the Kwantung Army’ can mean in August 1945",
    caption=(
        "From fighting units in Manchuria (now north-east China) to everyone under Japanese "
        "command or control in the war area, smallest first. Lines with two rows are sums made "
        "here."
    ),
)
def definitions_of_kwantung_army(forces: pd.DataFrame) -> pd.DataFrame:
    """Japanese totals for August 1945 with what each takes in, smallest first."""
    korea = (f"{KWANTUNG}-personnel-665500", "korea-1945-08-personnel")
    islands = (f"{KWANTUNG}-personnel-713000", "japan-south-korea-islands-280000")
    lines: list[tuple[tuple[str, ...], str]] = [
        ((f"{KWANTUNG}-combat-personnel",), ""),
        ((f"{KWANTUNG}-personnel-665500",), ""),
        ((f"{KWANTUNG}-personnel-700",), ""),
        ((f"{KWANTUNG}-personnel-713000",), ""),
        ((f"{KWANTUNG}-personnel-713724",), ""),
        ((f"{KWANTUNG}-personnel-713729",), ""),
        (("kwantung-1945-08-10-personnel-750",), ""),
        (("kwantung-1945-08-personnel-780",), ""),
        (("kwantung-1945-08-personnel-850",), ""),
        (("japan-1945-infobox-983000",), ""),
        (islands, "Kwantung Army of Manchuria with south Korea, Sakhalin and the Kurils"),
        (("japan-mainland-1945-08-personnel-1m",), ""),
        (korea, "soldiers and sailors in Manchuria and Korea, Japanese demobilisation data"),
        (("japan-1945-infobox-1217000",), ""),
    ]
    cells = []
    for ids, words in lines:
        rows = forces.loc[list(ids)]
        cells.append([number(float(rows["best"].sum())), words or rows["counts"].iloc[0]])
    return table_of([";".join(ids) for ids, _ in lines], cells, ["Men", "Who is counted"])
