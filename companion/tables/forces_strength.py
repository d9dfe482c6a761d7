"""Tables on August 1945: strength by front and area army, and parts against printed totals."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from companion import selection
from companion.tables import Linked, listing
from companion.tables.forces_lines import KWANTUNG, SOVIET, table_of
from companion.text import number, quantity

FRONTS = {
    "tbf": "Transbaikal Front",
    "fef1": "1st Far Eastern Front",
    "fef2": "2nd Far Eastern Front",
}
# One tank count only, the one of which the fronts were read; a front of the other never joins it.
COUNTS = ("personnel-glantz", "personnel-sokolov", "guns", "tanks", "aircraft")
TOTALS = ("personnel-1577725", "personnel-1669500", "guns-27086", "tanks-5250", "aircraft-3721")


def _cell(forces: pd.DataFrame, row_id: str | None) -> Linked | str:
    """A figure that leads to its row, with a mark when it is unchecked; "" for none."""
    if row_id is None:
        return ""
    row = forces.loc[row_id]
    mark = " (unchecked)" if row["grade"] == "unchecked" else ""
    return Linked([(quantity(row) + mark, row_id)])


@listing(
    "strength-by-front",
    table="force_levels",
    title="Soviet strength by front, 9 August 1945",
    caption=(
        "Men by the two returns that have a split by front; the second goes on to count fleet and "
        "flotilla. Tanks by one return alone, the one whose fronts have been read. The last line "
        "is printed, not added here: each column adds up to it."
    ),
)
def strength_by_front(forces: pd.DataFrame) -> pd.DataFrame:
    """Men, guns, tanks and aircraft of each Soviet front, fleet and flotilla, and the totals."""
    lines: list[tuple[str, list[str | None]]] = [
        (name, [f"{front}-1945-08-09-{count}" for count in COUNTS])
        for front, name in FRONTS.items()
    ]
    lines += [
        ("Pacific Fleet", [None, "pacfleet-1945-08-personnel-97500", None, None, None]),
        ("Amur Flotilla", [None, "amur-flotilla-1945-08-09-personnel", None, None, None]),
        ("Printed total", [f"{SOVIET}-{total}" for total in TOTALS]),
    ]
    return table_of(
        [";".join(filter(None, ids)) for _, ids in lines],
        [[name, *(_cell(forces, row_id) for row_id in ids)] for name, ids in lines],
        [
            "Force",
            "Men, ground and air troops",
            "Men, with fleet and flotilla",
            "Guns and mortars",
            "Tanks and self-propelled guns",
            "Aircraft of the fronts",
        ],
    )


@listing(
    "strength-by-area-army",
    table="force_levels",
    title="Japanese strength by area army, August 1945",
    caption=(
        "Blank means that no figure by area army has been found, not that there was none: guns are "
        "known for the whole only, tanks and aircraft for Manchuria and Korea. The 58th Army is "
        "part of Seventeenth Area Army. Only the first five lines were under the Kwantung Army "
        "on the morning of 9 August."
    ),
)
def strength_by_area_army(forces: pd.DataFrame) -> pd.DataFrame:
    """Men, divisions, tanks and aircraft of the Japanese armies, as far as they are divided."""
    lines: list[tuple[str, str | None, str | None, str | None, str | None]] = [
        (
            "First Area Army, eastern Manchuria",
            "area-army-1-1945-08-09-personnel",
            "east-sector-1945-08-09-divisions",
            None,
            None,
        ),
        (
            "Third Area Army, western Manchuria",
            "area-army-3-1945-08-09-personnel",
            "area-army-3-1945-08-divisions",
            None,
            None,
        ),
        (
            "4th Army, northern Manchuria",
            "army-4-1945-08-09-personnel",
            "army-4-1945-08-divisions",
            None,
            None,
        ),
        ("34th Army, north Korea", "army-34-1945-08-09-personnel", None, None, None),
        ("2nd Air Army, Manchuria", None, None, None, "air-army-2-1945-08-aircraft"),
        (
            "Seventeenth Area Army, Korea",
            "area-army-17-1945-08-personnel",
            "area-army-17-1945-08-divisions",
            "korea-1945-08-tanks",
            "korea-1945-08-aircraft",
        ),
        ("58th Army, Cheju island", "army-58-1945-08-personnel", None, None, None),
        ("88th Division, Karafuto", "sakhalin-1945-08-japan-19000", None, None, None),
        ("Kurils, all troops", "kuril-1945-08-japan-51500", None, None, None),
    ]
    return table_of(
        [";".join(filter(None, ids)) for _, *ids in lines],
        [[name, *(_cell(forces, row_id) for row_id in ids)] for name, *ids in lines],
        ["Force", "Men", "Divisions", "Tanks", "Aircraft"],
    )


@listing(
    "force-ratios",
    table="force_levels",
    title="Every ratio, with the two definitions it divides",
    caption=(
        "Soviet for one Japanese. In brackets the span of the variants in print of the same two "
        "totals. Each ratio is computed from the rows it descends from, and the check of the data "
        "does the division again."
    ),
)
def force_ratios(forces: pd.DataFrame) -> pd.DataFrame:
    """All ratios of the selection: size, what is compared, definitions, who counted."""
    rows = selection.named("force-ratios").rows(forces)
    return pd.DataFrame(
        {
            "To one": [quantity(row) for _, row in rows.iterrows()],
            "Compared": rows["compared"],
            "Soviet total": rows["soviet"],
            "Japanese side": rows["japanese"],
            "Counted by": rows["counted_by"].fillna(selection.UNSTATED),
        },
        index=rows.index,
    )


@dataclass(frozen=True)
class Sum:
    """A printed total, the parts in print that one would add up to it, and what to say of both."""

    words: str
    total: str
    parts: tuple[str, ...]
    remark: str = ""


def _fronts(count: str) -> tuple[str, ...]:
    return tuple(f"{front}-1945-08-09-{count}" for front in FRONTS)


SUMS = [
    Sum("Men, three fronts", f"{SOVIET}-personnel-1577725", _fronts("personnel-glantz")),
    Sum(
        "Men, three fronts, rounded front by front",
        f"{SOVIET}-personnel-1577725",
        _fronts("personnel"),
        "more than rounding to thousands can explain: perhaps another return",
    ),
    Sum(
        "Men, fronts, fleet and flotilla",
        f"{SOVIET}-personnel-1669500",
        (
            *_fronts("personnel-sokolov"),
            "pacfleet-1945-08-personnel-97500",
            "amur-flotilla-1945-08-09-personnel",
        ),
    ),
    Sum(
        "Men, widest Soviet count",
        f"{SOVIET}-personnel-1747000",
        (f"{SOVIET}-land-personnel",),
        "fleet, air defence and support, which the source does not divide",
    ),
    Sum("Guns and mortars, three fronts", f"{SOVIET}-guns-27086", _fronts("guns")),
    Sum(
        "Rocket launchers, three fronts",
        f"{SOVIET}-mrl-1152",
        _fronts("mrl"),
        "unexplained",
    ),
    Sum("Tanks, return of 5,556", f"{SOVIET}-tanks-5556", _fronts("tanks-glantz")),
    Sum(
        "Tanks, return of 5,556, by kind",
        f"{SOVIET}-tanks-5556",
        (f"{SOVIET}-tanks-3704", f"{SOVIET}-sp-guns-1852"),
    ),
    Sum("Tanks, return of 5,250", f"{SOVIET}-tanks-5250", _fronts("tanks")),
    Sum("Aircraft, three fronts", f"{SOVIET}-aircraft-3721", _fronts("aircraft")),
    Sum(
        "Aircraft, with naval aviation",
        f"{SOVIET}-aircraft-5171",
        (f"{SOVIET}-aircraft-3721", "pacfleet-1945-08-aircraft"),
        "the total and its parts come from different works",
    ),
    Sum(
        "Men, Kwantung Army",
        f"{KWANTUNG}-personnel-713000",
        (
            "area-army-1-1945-08-09-personnel",
            "area-army-3-1945-08-09-personnel",
            "army-4-1945-08-09-personnel",
            "army-34-1945-08-09-personnel",
        ),
        "not divided in any source read, and the parts are unchecked",
    ),
    Sum(
        "Men, Manchuria and Korea",
        "japan-manchuria-korea-1945-08-personnel",
        (f"{KWANTUNG}-personnel-665500", "korea-1945-08-personnel"),
    ),
    Sum(
        "Men, all Japanese-led, lower bound",
        "japan-all-1945-08-personnel",
        (
            f"{KWANTUNG}-personnel-665500",
            "korea-1945-08-personnel",
            "manchukuo-1945-08-personnel",
            "mengjiang-1945-08-personnel-44000",
        ),
    ),
    Sum(
        "Men, all Japanese-led, older count",
        "japan-1945-infobox-1217000",
        (
            f"{KWANTUNG}-personnel-713000",
            "japan-south-korea-islands-280000",
            "manchukuo-1945-08-personnel",
            "mengjiang-1945-08-personnel-44000",
        ),
        "unexplained; Manchukuo taken at its lower bound",
    ),
    Sum(
        "Tanks, Manchuria and Korea",
        "japan-all-1945-08-tanks",
        (f"{KWANTUNG}-tanks-290", "korea-1945-08-tanks"),
    ),
    Sum(
        "Aircraft, Manchuria and Korea",
        "japan-all-1945-08-aircraft",
        (f"{KWANTUNG}-aircraft-1042", "korea-1945-08-aircraft"),
    ),
]


def lowest(forces: pd.DataFrame, row_id: str) -> float:
    """The figure of a row: ``best``, or its lower bound where it has no single figure."""
    row = forces.loc[row_id]
    return float(row["best"] if pd.notna(row["best"]) else row["low"])


def difference(forces: pd.DataFrame, added: Sum) -> float:
    """The printed total less its parts: 0 where they add up."""
    parts = sum(lowest(forces, part) for part in added.parts)
    return lowest(forces, added.total) - parts


@listing(
    "parts-and-totals",
    table="force_levels",
    title="Parts against printed totals",
    caption=(
        "What the figures by front, army or country add up to, and what the printed total leaves "
        "over. A difference is not an error: it says that total and parts were counted by "
        "different people, or that somebody is in the one and not in the others."
    ),
)
def parts_and_totals(forces: pd.DataFrame) -> pd.DataFrame:
    """Each printed total with the sum of its parts, the difference, and what lies in it."""
    lines = []
    for added in SUMS:
        left = difference(forces, added)
        total = lowest(forces, added.total)
        sign = "−" if left < 0 else ""
        lines.append(
            [
                added.words,
                number(total),
                number(total - left),
                f"{sign}{number(abs(left))}" if left else "none",
                added.remark or "they add up",
            ]
        )
    return table_of(
        [";".join((added.total, *added.parts)) for added in SUMS],
        lines,
        ["Total", "Printed", "Parts add up to", "Left over", "What that is"],
    )
