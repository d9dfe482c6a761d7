"""Tables on forces: the Far East by date, who moved where, and the order of battle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from companion import data
from companion.tables import listing
from companion.text import date_in_words, number, quantity

_FE = "sov-fe-1945-08-09"
_KW = "kwantung-1945-08-09"


def _table(
    ids: Iterable[str], lines: Iterable[Sequence[str]], columns: Sequence[str]
) -> pd.DataFrame:
    return pd.DataFrame(list(lines), index=list(ids), columns=list(columns)).rename_axis("id")


def _counted(value: object, noun: str) -> str:
    return f"{value} {noun if value != 1 else noun.removesuffix('s')}"


def _figure(row: pd.Series) -> str:
    """The row's figure with a word for what was counted."""
    nouns = {"personnel": "men", "distance": row["unit"]}
    if row["measure"] == "divisions" and "brigades together" in row["counts"]:
        return f"{quantity(row)} divisions and brigades"
    if quantity(row) == "1":
        return _counted(1, row["measure"])
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
            f"{_FE}-personnel-1577725",
            f"{_FE}-guns-27086",
            f"{_FE}-tanks-5556",
            f"{_FE}-aircraft-3721",
        ],
        "9 August 1945, wider count": [
            f"{_FE}-personnel-1747465",
            f"{_FE}-guns-29835",
            f"{_FE}-tanks-5250",
            f"{_FE}-aircraft-5171",
        ],
    }
    for words, of_day in ends.items():
        ids.append(";".join(of_day))
        lines.append([words, *(quantity(forces.loc[i]) for i in of_day), ""])
    return _table(ids, lines, ["Date", "Men", "Guns and mortars", "Tanks", "Aircraft", "Ships"])


@listing(
    "kwantung-army-1931-1945",
    table="force_levels",
    title="The Kwantung Army, 1931 to August 1945: men and divisions",
    caption=(
        "Every figure for the army as a whole, in order of date; conflicting figures follow one "
        "another. Read the last column before comparing two lines: several counts before 1940 "
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
        [date_in_words(row["date"]), _figure(row), row["counts"]] for _, row in rows.iterrows()
    ]
    return _table(rows.index, lines, ["Date", "Figure", "Who is counted"])


@listing(
    "moved-west-moved-east",
    table="force_levels",
    title="What left the Far East, and what came in 1945",
    caption=(
        "Flows, not strengths: they cannot be added to a strength without knowing what was raised "
        "locally in the meantime. The westward lines overlap: the men of the Transbaikal Front "
        "may stand in the divisions of the first lines."
    ),
)
def moved_west_moved_east(forces: pd.DataFrame) -> pd.DataFrame:
    """Transfers to the German front, 1941 to 1945, and from it, May to August 1945."""
    west = [
        "sov-west-transfer-rifle-divisions",
        "sov-west-transfer-tank-divisions",
        "tbf-west-transfer-personnel",
        "tbf-west-transfer-tanks",
        "tbf-west-transfer-guns",
    ]
    east = [
        "buildup-1945-armies",
        "buildup-1945-corps",
        "buildup-1945-divisions-brigades",
        "buildup-1945-personnel",
        "buildup-1945-guns",
        "buildup-1945-tanks",
        "buildup-1945-trucks",
        "buildup-1945-rail-cars",
        "buildup-1945-distance-km",
    ]
    lines = []
    for way, ids in (("West", west), ("East", east)):
        for row_id in ids:
            row = forces.loc[row_id]
            lines.append([way, _figure(row), row["counts"], date_in_words(row["date"])])
    return _table([*west, *east], lines, ["Way", "Figure", "What it counts", "When"])


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
        f"{_FE}-land-personnel",
        f"{_FE}-personnel-1577725",
        f"{_FE}-with-mongolia",
        f"{_FE}-personnel-1669500",
        f"{_FE}-personnel-1747000",
        f"{_FE}-personnel-1747465",
    ]
    rounded = [f"{front}-1945-08-09-personnel" for front in ("tbf", "fef1", "fef2")]
    sums = [(float(forces.loc[i, "best"]), i, forces.loc[i, "counts"]) for i in single]
    total = float(forces.loc[rounded, "best"].sum())
    sums.append((total, ";".join(rounded), "three front articles added, each rounded to thousands"))
    sums.sort(key=lambda line: line[0])
    lines = [[number(value), counts] for value, _, counts in sums]
    return _table([ids for _, ids, _ in sums], lines, ["Men", "Who is counted"])


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
    korea = (f"{_KW}-personnel-665500", "korea-1945-08-personnel")
    islands = (f"{_KW}-personnel-713000", "japan-south-korea-islands-280000")
    lines: list[tuple[tuple[str, ...], str]] = [
        ((f"{_KW}-combat-personnel",), ""),
        ((f"{_KW}-personnel-665500",), ""),
        ((f"{_KW}-personnel-700",), ""),
        ((f"{_KW}-personnel-713000",), ""),
        ((f"{_KW}-personnel-713724",), ""),
        ((f"{_KW}-personnel-713729",), ""),
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
    return _table([";".join(ids) for ids, _ in lines], cells, ["Men", "Who is counted"])


def _surname(commander: str) -> str:
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
            _counted(row[column], column)
            for column in ("divisions", "brigades")
            if pd.notna(row[column])
        ]
        men = quantity(forces.loc[row["personnel"]]) if pd.notna(row["personnel"]) else ""
        ids.append(";".join([row_id, *map(str, below.index)]) if len(below) else row_id)
        lines.append([row["formation"], _led(row), ";".join(names), ", ".join(counts), men])
    return _table(
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
    return _table(rows.index, lines, ["Date", "Place", "What happened"])


def _places(cell: object) -> str:
    names = []
    for place_id in data.ids(cell):
        place = data.row(place_id)
        then, now = place["name"], place["name_today"]
        names.append(then if then == now else f"{then}, now {now}")
    return "; ".join(names)
