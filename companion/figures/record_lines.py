"""A claim as the figures draw it that set the texts against the record: words, rows and grade."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import pandas as pd

from companion import checks, data
from companion.concordance import SIGNS

# A claim's matter in a word or two, after which come what is asserted and what the rows have. Where
# the words of the text are too long for a phone, they stand here in short, after a colon.
LABELS = {
    "gh-great-patriotic-war-ended": "End of the German war: May 1945",
    "gh-latent-threat-since-1939": "Threat",
    "gh-territories-lost-1905": "Lost to Japan",
    "gh-khalkhin-gol-1939": "Khalkhin Gol",
    "gh-april-1941-pact": "Pact",
    "gh-truce-ended-khalkhin-gol": "Truce",
    "gh-autumn-withdrawals": "Moved west",
    "gh-defensive-planning-1944": "Plans to defend",
    "gh-churchill-early-october-1944": "Churchill in Moscow: early Oct. 1944",
    "gh-antonov-18-october": "Antonov’s outline",
    "gh-four-years-of-combat": "Days of war with Germany",
    "gh-kwantung-formidable-1944": "Kwantung Army, 1943 to 1941: not less",
    "gh-on-paper-men": "Men in the Far East: unchanged",
    "gh-on-paper-equipment": "Arms in the Far East: unchanged",
    "gh-largest-air-force-navy": "Air force and navy: the largest",
    "gh-89-army-divisions": "Army divisions",
    "gh-six-marine-divisions": "Marine divisions",
    "gh-huge-by-american-standards": "Force, 1945 to 1941",
    "gh-fewer-than-ussr": "Divisions to Soviet ones",
    "gh-fewer-than-germany": "Divisions to German ones",
    "gh-proportionally-fewer-than-japan": "Divisions per head, to Japan’s: short",
    "gh-proportionally-fewer-than-britain": "Divisions per head, to Britain’s: short",
    "gh-replacements-exhausted-1944": "Men needed, to men on offer: more",
    "gh-rising-toll": "Toll, battle to battle",
    "gh-nearly-one-million": "Year’s casualties: near 1 million",
    "gh-with-conquest-of-germany": "Europe’s share of these: counted in",
    "gh-at-least-1-7-million": "Casualties",
    "gh-400000-800000-dead": "Dead",
    "gh-doubling-or-tripling": "Combat deaths",
    "gh-5-10-million-japanese": "Japanese dead",
    "mk-soviet-dead-from-1939": "Soviet dead: 1939 to 1945",
    "mk-war-began-september-1939": "War began",
    "mk-war-ended-august-1945": "War ended",
    "mk-rivalry-from-19th-century": "Rivalry",
    "mk-anti-comintern-1935": "Anti-Comintern Pact",
    "mk-italy-following-year": "Italy joins it: 1936",
    "mk-clashes-late-1930s": "Clashes",
    "mk-khalkhin-gol-summer-1939": "Khalkhin Gol: summer 1939",
    "mk-pact-two-days-after-barbarossa": "Pact, from the attack: 2 days",
    "mk-barbarossa-june-1941": "Barbarossa",
    "mk-pacific-war-soon": "Pacific war, from the attack: soon",
    "mk-build-up-after-stalingrad": "Build-up: 1943",
    "mk-yalta-february-1945": "Yalta",
    "mk-south-sakhalin-seized-1904-05": "Sakhalin seized",
    "mk-kurils-renounced-1875": "Kurils renounced",
    "mk-railway-held-before-1905": "Railway held",
    "mk-war-declared-8-august": "War declared",
    "mk-two-days-after-hiroshima": "War, from Hiroshima: 2 days",
    "mk-one-day-before-nagasaki": "Nagasaki, from the war: 1 day",
    "mk-invasion-day-after": "Invasion, from the war: 1 day",
    "mk-communist-triumph-1948": "Communist triumph",
    "mk-korea-colony-1910": "Korea annexed",
    "mk-korean-war-january-1950": "Korean War",
    "mk-shimoda-1855": "Shimoda",
    "mk-japan-relinquished-1875": "Claim given up",
    "mk-north-returned-1925": "North returned",
    "mk-ussr-27-million": "Soviet dead",
    "mk-khalkhin-gol-largest": "Khalkhin Gol, to the next: larger",
    "mk-khalkhin-gol-17000-dead": "Dead, Khalkhin Gol: over 17,000",
    "mk-all-resources-west": "Men left in the East: none",
    "mk-port-arthur-is-dalian": "Port Arthur to Dalian, km: one place",
    "mk-massive-invasion": "Men in the invasion",
    "mk-sakhalin-resistance": "Days of fighting, Sakhalin: many",
    "mk-sakhalin-usually-divided": "Sakhalin’s time divided: most",
    "mk-struggle-over-a-century": "Rivalry, days: over a century",
    "mk-north-held-1905-1925": "North held, days: twenty years",
}


@dataclass(frozen=True)
class Line:
    """A claim as it is drawn: its words, and where the record lies on the figure's axis.

    ``between`` are places of single readings from ``low`` to ``high``.
    """

    claim: pd.Series
    reading: checks.Reading
    words: str
    low: float
    high: float
    between: tuple[float, ...] = ()

    @property
    def rows(self) -> str:
        """The claim and the rows that its check reads, as marks name them."""
        named = (name.partition(".")[0] for name in self.reading.operands)
        return ";".join(dict.fromkeys([str(self.claim.name), *named]))

    @property
    def grade(self) -> str:
        """``unchecked`` where every row is; else blank."""
        grades = {data.row(row_id)["grade"] for row_id in data.ids(self.rows)[1:]}
        return "unchecked" if grades == {"unchecked"} else ""

    @property
    def hover(self) -> str:
        """The claim in full."""
        statement = "<br>".join(textwrap.wrap(str(self.claim["statement"]), 44))
        return f"{statement}<br>{self.words}<extra>{self.claim['verdict']}</extra>"


def is_dated(claim: pd.Series, reading: checks.Reading) -> bool:
    """Whether the claim is one on a date: a day, or the days from one event to another."""
    return reading.form == "date" or (reading.form == "days" and claim["kind"] == "date")


def readings(claims: pd.DataFrame, text: str) -> list[tuple[pd.Series, checks.Reading]]:
    """The executed claims of a text (``gh`` or ``mk``), each with what its check reads."""
    mine = claims[claims.index.str.startswith(f"{text}-")]
    found = ((claim, checks.read(claim)) for _, claim in mine.iterrows())
    return [(claim, reading) for claim, reading in found if reading]


def in_words(claim: pd.Series, record: str) -> str:
    """The line above a claim's marks: verdict, matter, what is asserted, what the rows have."""
    matter = LABELS[str(claim.name)]
    if ":" not in matter:
        matter += f": {claim['asserted']}"
    return f"{SIGNS[claim['verdict']]} {matter} · <b>{record}</b>"
