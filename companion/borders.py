"""Who held a territory on a day, on what title, against whose claim; and where it lies.

The shapes are cut from the coasts and boundaries of ``companion.geography``. Manchuria has none:
its limits are not among the boundaries of today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from companion import data, geography
from companion.geography import Box, Point
from companion.text import listed

# How the table names those in control -> the side's colour, and words short enough for a map.
_HOLDERS = (
    ("Japan", "Japan", "Japan"),
    ("Russian military", "USSR", "Russia"),
    ("Russian-controlled", "USSR", "Russian company"),
    ("Russian", "USSR", "Russia"),
    ("USSR", "USSR", "USSR"),
    ("Qing China", "China", "China"),
    ("Republic of China", "China", "China"),
    ("China", "China", "China"),
    ("People's Republic of China", "China", "China"),
    ("Chinese Communist", "China", "China"),
    ("Nationalist China", "China", "China"),
    ("USA", "US", "USA"),
    ("Manchukuo", "other", "Manchukuo"),
    ("Joseon", "other", "Korea"),
    ("Republic of Korea", "other", "South Korea"),
    ("Democratic People's Republic of Korea", "other", "North Korea"),
    ("Mongolian people's", "other", "Mongolia"),
    ("Mongolian", "other", "Mongolia"),
    ("Mongolia", "other", "Mongolia"),
    ("Bogd Khan", "other", "Bogd Khan"),
    ("Autonomous", "other", "Mongolia"),
    ("Ungern", "other", "Ungern"),
    ("Joint", "other", "joint"),
    ("Mixed", "other", "undivided"),
    ("Contested", "other", "contested"),
    ("Disputed", "other", "disputed"),
    ("not built", "other", "not built"),
)
# Short names, each once, in the order in which a page lists them.
NAMES = tuple(dict.fromkeys(name for _, _, name in _HOLDERS))
# In the order in which they are looked for: a base "occupied, then joint" is drawn as occupied.
_HOLDS = (
    ("open", "mixed|contested|disputed"),
    ("passing", "occupation|military|lease|protectorate|seizure|joint|railway company|controlled"),
)


@dataclass(frozen=True)
class Holder:
    """Who is in control: the side that gives the colour, a short name, and how they hold it.

    ``hold`` is ``settled``, ``passing`` (occupation, lease, protectorate, company or joint rule)
    or ``open`` (undivided, contested).
    """

    side: str
    name: str
    hold: str


def holder(controller: str) -> Holder:
    """Who is meant by the words of the column ``controller``. Raises ValueError when unknown."""
    for start, side, name in _HOLDERS:
        if controller.startswith(start):
            text = controller.lower()
            holds = (hold for hold, words in _HOLDS if re.search(words, text))
            return Holder(side, name, next(holds, "settled"))
    raise ValueError(f"nobody known is in control by the words {controller!r}: name them here")


def claimants(claimed_by: object) -> list[str]:
    """Short names of those who claim a territory: ``"Russia;USSR"`` -> ``["Russia", "USSR"]``."""
    short = {
        "Russian Empire": "Russia",
        "Qing China": "China",
        "Republic of China": "China",
        "Korean Empire": "Korea",
        "Republic of Korea": "South Korea",
        "Democratic People's Republic of Korea": "North Korea",
        "Korean independence movements": "Korean movements",
        "Mongolian government": "Mongolia",
    }
    return list(dict.fromkeys(short.get(name, name) for name in data.ids(claimed_by)))


def on(day: pd.Timestamp | str, status: pd.DataFrame | None = None) -> pd.DataFrame:
    """The rows of ``territory_status`` that hold on that day: one for each territory.

    Shape: the table's columns, in its order; empty outside the years it covers.
    """
    rows = data.load("territory_status") if status is None else status
    day = pd.Timestamp(day)
    return rows[(rows["earliest"] <= day) & (rows["latest"] >= day)]


def stretches(row: pd.Series) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """An interval's first and last days, cut where what is relied on takes effect within it."""
    begins = {_effect(name) for name in data.ids(row["basis"])}
    first, last = row["earliest"], row["latest"]
    starts = [first, *sorted(day for day in begins if first < day <= last)]
    ends = [*(day - pd.Timedelta(1, "D") for day in starts[1:]), last]
    return list(zip(starts, ends, strict=True))


def _effect(name: str) -> pd.Timestamp:
    """The first day on which an instrument can have been in force, or else was signed."""
    instrument = data.row(name)
    days = instrument[["in_force_earliest", "earliest"]].dropna()
    return pd.Timestamp(days.iloc[0])


def held(row: pd.Series, day: pd.Timestamp) -> str:
    """How a territory was held on a day of its interval: by whom, on what title, what claims.

    An instrument that took effect only after that day is told as relied on later.
    """
    words = [str(row["controller"])]
    titles: dict[str, list[str]] = {"relying on": [], "later relying on": []}
    for name in data.ids(row["basis"]):
        when = "relying on" if _effect(name) <= day else "later relying on"
        titles[when].append(str(data.row(name)["short_title"]))
    words += [f"{when} {listed(names)}" for when, names in titles.items() if names]
    if not any(titles.values()):
        words.append("no instrument named")
    claims = data.ids(row["claimed_by"])
    if claims:
        words.append(f"claimed by {listed(claims)}")
    return "; ".join(words)


# Territory -> a place of the gazetteer in it; a railway has the two ends of its line and between.
PLACE = {
    "Northern Sakhalin": "alexandrovsk",
    "Southern Sakhalin": "toyohara",
    "Kurils from Uruppu northward": "urup",
    "Etorofu (Iturup)": "iturup",
    "Kunashiri": "kunashir",
    "Shikotan and Habomai": "shikotan",
    "Port Arthur": "port-arthur",
    "Dairen": "dairen",
    "Chinese Eastern Railway": "harbin",
    "South Manchuria Railway": "mukden",
    "Outer Mongolia": "ulaanbaatar",
    "Korea north of 38": "pyongyang",
    "Korea south of 38": "seoul",
    "Manchuria": "hsinking",
}
# The lines by the places they join. Between Harbin and Hsinking the line stayed with the Chinese
# Eastern when Portsmouth passed on what lay south of it.
RAILWAYS = {
    "Chinese Eastern Railway": (
        ("manchouli", "hailar", "tsitsihar", "harbin", "mutanchiang", "suifenho"),
        ("harbin", "hsinking"),
    ),
    "South Manchuria Railway": (("hsinking", "mukden", "dairen"), ("mukden", "port-arthur")),
}
# Territories on the mainland; the others lie on the islands.
OF_THE_LAND = {name for name in PLACE if "Sakhalin" not in name} - {
    "Kurils from Uruppu northward",
    "Etorofu (Iturup)",
    "Kunashiri",
    "Shikotan and Habomai",
}
# Islands by a box that holds the whole of each of them.
_ISLANDS: dict[str, tuple[Box, ...]] = {
    "Kurils from Uruppu northward": ((149.2, 45.5, 157.0, 51.0),),
    "Etorofu (Iturup)": ((146.8, 44.4, 149.0, 45.6),),
    "Kunashiri": ((145.3, 43.6, 146.6, 44.6),),
    "Shikotan and Habomai": ((146.0, 43.4, 147.0, 43.9),),
}
_KOREAN_ISLANDS = ((124.5, 34.0, 128.95, 38.8), (126.0, 33.0, 127.0, 34.0))
PARALLELS = {"Sakhalin": 50.0, "Korea": 38.0}
_WORLD = (-180.0, -90.0, 180.0, 90.0)


def shapes(territory: str) -> list[list[Point]]:
    """The rings of a territory, in degrees; [] for Manchuria, places and railways."""
    if territory in _ISLANDS:
        return [ring for box in _ISLANDS[territory] for ring in _within(box)]
    if territory.endswith("Sakhalin"):
        return _side(_within((141.5, 45.8, 145.0, 54.6)), 50.0, territory.startswith("Northern"))
    if territory.startswith("Korea"):
        islands = [ring for box in _KOREAN_ISLANDS for ring in _within(box)]
        return _side([_korea(), *islands], 38.0, "north" in territory)
    return [_mongolia()] if territory == "Outer Mongolia" else []


def _within(box: Box) -> Iterator[list[Point]]:
    for ring in geography.lines("land"):
        if all(geography.inside(point, box) for point in ring):
            yield ring


def _side(
    rings: Iterator[list[Point]] | list[list[Point]], at: float, north: bool
) -> list[list[Point]]:
    west, south, east, top = _WORLD
    box = (west, at, east, top) if north else (west, south, east, at)
    cut = (geography.clipped_ring(ring, box) for ring in rings)
    return [ring for ring in cut if len(ring) > 2]


def _boundary(start: Point, end: Point) -> list[Point]:
    """Today's boundary that runs between two points, in that direction."""
    for line in geography.lines("boundary"):
        for way in (line, line[::-1]):
            if _near(way[0], start) and _near(way[-1], end):
                return way
    raise ValueError(f"no boundary runs from {start} to {end} in {geography.FILE.name}")


def _near(one: Point, other: Point, by: float = 0.1) -> bool:
    return abs(one[0] - other[0]) < by and abs(one[1] - other[1]) < by


def _korea() -> list[Point]:
    """The mainland of Korea: the coast between the mouths of Yalu and Tumen, and the rivers."""
    yalu, meeting, tumen = (124.37, 40.10), (130.53, 42.53), (130.70, 42.29)
    coast = max(geography.lines("land"), key=len)
    ends = [_nearest(coast, mouth) for mouth in (yalu, tumen)]
    shore = coast[min(ends) : max(ends) + 1]
    if max(ends) == ends[0]:  # the coast runs from the Tumen to the Yalu
        shore = shore[::-1]
    return [*shore, *_boundary(tumen, meeting), *_boundary(meeting, yalu)]


def _nearest(line: list[Point], point: Point) -> int:
    return min(
        range(len(line)), key=lambda n: (line[n][0] - point[0]) ** 2 + (line[n][1] - point[1]) ** 2
    )


def _mongolia() -> list[Point]:
    """Mongolia within today's boundaries, as far west as the extract goes."""
    east = (116.68, 49.82)
    return [*_boundary((100.0, 51.73), east), *_boundary(east, (100.0, 42.68))]
