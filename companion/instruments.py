"""The instruments of ``data/treaties.csv``: their themes, parties, periods, phases and cards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from companion import data
from companion.dates import edtf_bounds
from companion.text import LAST_DAY

TODAY = pd.Timestamp(LAST_DAY)
WAR = pd.Timestamp("1945-08-09")  # the first day of war between the USSR and Japan

# Theme -> ids of the instruments that belong to it, each to one.
THEMES: dict[str, tuple[str, ...]] = {
    "Russia and Japan: borders": (
        *("shimoda-1855", "sakhalin-regulations-1867", "st-petersburg-1875"),
        *("commerce-treaty-1895", "portsmouth-1905", "fisheries-convention-1907"),
        *("north-sakhalin-occupation-1920", "basic-convention-1925", "sakhalin-concessions-1944"),
        *("ussr-decree-1946", "joint-declaration-1956", "soviet-memorandum-1960"),
        *("communique-1973", "communique-1991", "tokyo-declaration-1993", "irkutsk-2001"),
        *("singapore-2018", "russian-constitution-2020", "suspension-2022", "visits-ended-2022"),
    ),
    "Spheres, truces and pacts": (
        *("russo-japanese-convention-1907", "russo-japanese-convention-1910"),
        *("russo-japanese-convention-1912", "russo-japanese-alliance-1916"),
        *("kellogg-briand-1928", "anti-comintern-1936", "anti-comintern-italy-1937"),
        *("changkufeng-1938", "molotov-ribbentrop-1939", "nomonhan-ceasefire-1939"),
        *("tripartite-1940", "neutrality-pact-1941", "neutrality-frontier-declaration-1941"),
        "neutrality-denunciation-1945",
    ),
    "China, Manchuria and the railways": (
        *("shimonoseki-1895", "liaotung-retrocession-1895", "li-lobanov-1896"),
        *("port-arthur-lease-1898", "manchuria-evacuation-1902", "peking-manchuria-1905"),
        *("sino-japanese-manchuria-1915", "nine-power-1922", "sino-soviet-1924"),
        *("mukden-agreement-1924", "khabarovsk-1929", "japan-manchukuo-1932", "cer-sale-1935"),
        *("sino-soviet-nonaggression-1937", "china-war-declaration-1941"),
        *("sino-soviet-alliance-1945", "changchun-railway-1945", "dairen-1945"),
        *("port-arthur-1945", "prc-proclaimed-1949", "sino-soviet-alliance-1950"),
        *("changchun-port-arthur-agreement-1950", "port-arthur-withdrawal-1954"),
    ),
    "Mongolia": (
        *("kyakhta-1915", "soviet-mongolian-1936", "outer-mongolia-notes-1945"),
        *("mongolia-recognition-1946", "mongolia-alliance-1946"),
    ),
    "Korea": (
        *("korea-protectorate-1905", "korea-annexation-1910", "moscow-foreign-ministers-1945"),
        *("unga-112-1947", "rok-established-1948", "dprk-established-1948", "unsc-82-1950"),
        *("korean-armistice-1953", "korea-basic-treaty-1965"),
    ),
    "The Allies in the war": (
        *("un-declaration-1942", "moscow-four-nation-1943", "cairo-1943", "tehran-1943"),
        *("moscow-tolstoy-1944", "yalta-far-east-1945", "hopkins-stalin-1945"),
        *("potsdam-proclamation-1945", "stalin-truman-1945"),
    ),
    "Surrender and peace": (
        *("german-surrender-1945", "soviet-war-declaration-1945", "imperial-rescript-1945"),
        *("general-order-1-1945", "instrument-of-surrender-1945", "scapin-677-1946"),
        *("san-francisco-1951", "security-treaty-1951", "security-treaty-1960", "taipei-1952"),
    ),
}

# What the table calls a party -> what the reader chooses, one name for all governments of a state.
_STATES = {
    "Russian Empire": "Russia or the USSR",
    "Russian Federation": "Russia or the USSR",
    "USSR": "Russia or the USSR",
    "Japan": "Japan",
    "Qing China": "China",
    "Republic of China": "China",
    "Three Eastern Provinces (Mukden)": "China",
    "People's Republic of China": "China",
    "Chinese People's Volunteers": "China",
    "Korean Empire": "Korea",
    "Republic of Korea": "Korea",
    "Democratic People's Republic of Korea": "Korea",
    "Korean People's Army": "Korea",
    "Outer Mongolia": "Mongolia",
    "Mongolian People's Republic": "Mongolia",
    "Manchukuo": "Manchukuo",
    "USA": "United States",
    "UK": "United Kingdom",
    "Germany": "Germany",
}
OTHERS = "others"
PARTIES = (*dict.fromkeys(_STATES.values()), OTHERS)

# Years that the reader can choose -> first and last day.
PERIODS: dict[str, tuple[str, str]] = {
    "1855–1904": ("1855-01-01", "1904-12-31"),
    "1905–1930": ("1905-01-01", "1930-12-31"),
    "1931–1940": ("1931-01-01", "1940-12-31"),
    "1941–1944": ("1941-01-01", "1944-12-31"),
    "1945 alone": ("1945-01-01", "1945-12-31"),
    "1946–1960": ("1946-01-01", "1960-12-31"),
    "1961–today": ("1961-01-01", str(TODAY.date())),
}

EFFECTS = {
    "obligation": "binds its parties from entry into force to its end",
    "statement": "puts a policy or an understanding into words",
    "act": "done at once; what it changed stays changed",
}


@dataclass(frozen=True)
class Phase:
    """A time in which an instrument stood otherwise than simply in force; ``last`` may be open."""

    kind: str
    dated: str
    first: date
    last: date | None


@lru_cache
def _themes() -> dict[str, str]:
    return {row_id: theme for theme, ids in THEMES.items() for row_id in ids}


def theme(row_id: str) -> str:
    """The theme of an instrument. Raises KeyError that says where to add one that has none."""
    try:
        return _themes()[row_id]
    except KeyError:
        raise KeyError(f"{row_id!r} has no theme: add it to THEMES in {__name__}") from None


def parties(row: pd.Series) -> list[str]:
    """The parties of an instrument, a state by one name whatever its government."""
    return list(dict.fromkeys(_STATES.get(name, OTHERS) for name in data.ids(row["parties"])))


def binding_today(row: pd.Series) -> bool:
    """Whether the instrument is an obligation of which no end is recorded."""
    return bool(row["effect"] == "obligation" and pd.isna(row["ended"]))


def life(row: pd.Series) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of an instrument, from its signature to the latest day of its end.

    One that binds today lasts to ``TODAY``; a statement or an act that nobody ended is its day.
    """
    if binding_today(row):
        return row["earliest"], TODAY
    ends = [row[c] for c in ("latest", "in_force_latest", "ended_latest") if pd.notna(row[c])]
    return row["earliest"], max(ends)


def periods(row: pd.Series) -> list[str]:
    """The periods that the life of an instrument touches."""
    first, last = life(row)
    return [
        name
        for name, (start, end) in PERIODS.items()
        if first <= pd.Timestamp(end) and pd.Timestamp(start) <= last
    ]


_PHASE = re.compile(r"(?P<kind>[a-z ]+)\[(?P<dated>[^\]]+)\]")


def phases(row: pd.Series) -> list[Phase]:
    """The phases of an instrument in the order of the table; the schema holds their form."""
    found = []
    for match in _PHASE.finditer(row["phases"] if isinstance(row["phases"], str) else ""):
        first, last = edtf_bounds(match["dated"])
        if first is None:
            raise ValueError(f"{row.name}: phase {match[0]!r} has no first day")
        found.append(Phase(match["kind"], match["dated"], first, last))
    return found


@lru_cache
def _by_id(table: str, column: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row_id, cell in data.load(table).sort_values("earliest", kind="stable")[column].items():
        for named in data.ids(cell):
            found.setdefault(named, []).append(str(row_id))
    return found


def territory(row_id: str) -> list[str]:
    """Ids of the intervals of ``territory_status`` that rest on the instrument, by first day."""
    return _by_id("territory_status", "basis").get(row_id, [])


def terms_fulfilled(row_id: str) -> list[str]:
    """Ids of the rows of ``yalta_terms`` that the instrument is taken to have fulfilled."""
    return _by_id("yalta_terms", "fulfilled_by").get(row_id, [])
