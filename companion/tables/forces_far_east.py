"""Tables on the Far East from 1941 to 1945: strength by date, and who moved where."""

from __future__ import annotations

import pandas as pd

from companion.tables import listing
from companion.tables.forces_lines import SOVIET, counted, table_of
from companion.text import date_in_words, quantity


def figure_of(row: pd.Series) -> str:
    """The row's figure with a word for what was counted."""
    nouns = {"personnel": "men", "distance": row["unit"], "trains": row["unit"]}
    if row["measure"] == "divisions" and "brigades together" in row["counts"]:
        return f"{quantity(row)} divisions and brigades"
    if quantity(row) == "1":
        return counted(1, row["measure"])
    return f"{quantity(row)} {nouns.get(row['measure'], row['measure'])}"


@listing(
    "soviet-far-east-by-date",
    table="force_levels",
    title="The Soviet Far Eastern grouping by date",
    caption=(
        "One line per date of the Soviet series, and two for 9 August 1945: the three fronts, and "
        "the wider count usually printed with the series. Ships are the principal classes of the "
        "Pacific Fleet. A line graded unchecked has not been read in the work it is attributed "
        "to. In August the second tank count is not wider, only another return. The date of the "
        "line for May 1945 is itself uncertain: another reading is 1 January."
    ),
)
def soviet_far_east_by_date(forces: pd.DataFrame) -> pd.DataFrame:
    """Men, guns, tanks, aircraft and ships of the Soviet Far East, a line per date."""
    measures = ["personnel", "guns and mortars", "tanks and SP guns", "aircraft", "ships"]
    series = forces[forces["formation"] == "Soviet Far Eastern grouping total"]
    series = series[series["measure"].isin(measures) & ~series.index.str.endswith("-web")]
    ids, lines = [], []
    for _, rows in series.sort_values("latest").groupby("latest", sort=False):
        by_measure = {row["measure"]: (str(i), row) for i, row in rows.iterrows()}
        found = [by_measure[m] for m in measures if m in by_measure]
        ids.append(";".join(i for i, _ in found))
        cells = [quantity(by_measure[m][1]) if m in by_measure else "" for m in measures]
        lines.append([date_in_words(found[0][1]["date"]), *cells])
    ends = {
        "9 August 1945, three fronts": [
            f"{SOVIET}-personnel-1577725",
            f"{SOVIET}-guns-27086",
            f"{SOVIET}-tanks-5556",
            f"{SOVIET}-aircraft-3721",
        ],
        "9 August 1945, wider count": [
            f"{SOVIET}-personnel-1747465",
            f"{SOVIET}-guns-29835",
            f"{SOVIET}-tanks-5250",
            f"{SOVIET}-aircraft-5171",
        ],
    }
    for words, of_day in ends.items():
        ids.append(";".join(of_day))
        lines.append([words, *(quantity(forces.loc[i]) for i in of_day), ""])
    return table_of(ids, lines, ["Date", "Men", "Guns and mortars", "Tanks", "Aircraft", "Ships"])


@listing(
    "kwantung-army-1931-1945",
    table="force_levels",
    title="The Kwantung Army, 1931 to August 1945: men and divisions",
    caption=(
        "Every figure for the army as a whole, in order of date; conflicting figures follow one "
        "another. Read “Who is counted” before comparing two lines: several counts before 1940 "
        "pool Manchuria (now north-east China) with Korea."
    ),
)
def kwantung_army(forces: pd.DataFrame) -> pd.DataFrame:
    """Men and divisions of the Kwantung Army by date, with what each count takes in."""
    names = ["Kwantung Army", "Kwantung Army and Korea Army", "Japanese forces in Manchuria"]
    rows = forces[
        forces["formation"].isin(names)
        & forces["measure"].isin(["personnel", "divisions"])
        & (forces["earliest"] >= "1931-01-01")
    ].sort_values(["earliest", "latest", "measure"], kind="stable")
    lines = [
        [date_in_words(row["date"]), figure_of(row), row["counts"]] for _, row in rows.iterrows()
    ]
    return table_of(rows.index, lines, ["Date", "Figure", "Who is counted"])


@listing(
    "moved-west-moved-east",
    table="force_levels",
    title="What left the Far East, 1941 to 1945, and what came in 1945",
    caption=(
        "Flows, not strengths: they cannot be added to a strength without knowing what was raised "
        "locally in the meantime. The westward lines overlap and come from different counts, as do "
        "those of 1945: where two lines give the same thing, the sources differ."
    ),
)
def moved_west_moved_east(forces: pd.DataFrame) -> pd.DataFrame:
    """Transfers to the German front, 1941 to 1945, and from it, May to August 1945."""
    before = [
        "sov-west-before-1941-06-personnel",
        "sov-west-before-1941-06-guns",
        "sov-west-before-1941-06-tanks",
    ]
    west = [
        "sov-west-transfer-rifle-divisions",
        "sov-west-transfer-tank-divisions",
        "sov-west-july-1942-divisions",
        "sov-west-fef-divisions-samsv",
        "sov-west-fef-personnel-samsv",
        "sov-west-fef-guns-samsv",
        "sov-west-fef-tanks-samsv",
        "sov-west-1941-personnel",
        "sov-west-1941-guns",
        "sov-west-1941-tanks",
        "tbf-west-transfer-personnel",
        "tbf-west-transfer-tanks",
        "tbf-west-transfer-guns",
    ]
    east = [
        "buildup-1945-armies",
        "buildup-1945-corps",
        "buildup-1945-divisions-brigades",
        "buildup-1945-divisions-36",
        "buildup-1945-personnel",
        "buildup-1945-personnel-500000",
        "buildup-1945-guns",
        "buildup-1945-tanks",
        "buildup-1945-tanks-3340",
        "buildup-1945-trucks",
        "buildup-1945-trains-30",
        "buildup-1945-rail-cars",
        "buildup-1945-rail-cars-135756",
        "buildup-1945-distance-km",
    ]
    lines = []
    for way, ids in (("West, before the war", before), ("West", west), ("East", east)):
        for row_id in ids:
            row = forces.loc[row_id]
            lines.append([way, figure_of(row), row["counts"], date_in_words(row["date"])])
    return table_of([*before, *west, *east], lines, ["Way", "Figure", "What it counts", "When"])
