"""Cards: what the book tells of one instrument, or of one of Yalta's terms, on one card.

Everything comes from the tables. A card is made of lines, and a line of pieces of text of which
some lead somewhere, so that a page and a writer without HTML can both show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import pandas as pd

from companion import bibliography, claims, data, instruments, places, views
from companion.text import date_in_words

SIGNED = "yalta-far-east-1945"
# The terms that the agreement itself made depend on Chiang Kai-shek: see ``yalta-concurrence``.
CHIANG = {"yalta-mongolia", "yalta-dairen", "yalta-port-arthur", "yalta-railways"}
# That is no question of the clause on his concurrence, nor of a pact with his government.
OWN = {"yalta-concurrence", "yalta-china-pact"}
EXTENT = {
    "full": "in full",
    "partial": "in part",
    "not": "not at all: the act put it into writing, and it was never carried out",
}
EXTENT_SHORT = {name: words.partition(":")[0] for name, words in EXTENT.items()}
TEXT_KINDS = {
    "official": "an official publication",
    "scholarly": "a library’s, university’s or printed edition",
    "copy": "an unofficial copy",
    "press": "a press report",
}


@dataclass(frozen=True)
class Piece:
    """Some words, and where they lead: a page of the book, an address of the web, or nowhere."""

    words: str
    address: str = ""


@dataclass(frozen=True)
class Card:
    """A card: the row it is of, its heading in two parts, and its lines by their titles."""

    row_id: str
    heading: str
    dated: str
    lines: dict[str, list[Piece]]


def _text(value: object) -> list[Piece]:
    return [Piece(value)] if isinstance(value, str) and value else []


def _sources(row: pd.Series) -> list[Piece]:
    pieces = [
        Piece(bibliography.short_citation(c), views.source_address(c.key))
        for c in bibliography.citations(row["source"])
    ]
    return [*pieces, Piece(f"grade: {row['grade']}")]


def _places(row: pd.Series) -> list[Piece]:
    """Where it was made, under the name that the place had then."""
    return [
        Piece(places.names(place_id, row["earliest"]), views.address(place_id))
        for place_id in data.ids(row["place"])
    ]


def _signatories(row: pd.Series) -> list[Piece]:
    """Who signed, each name that the table of people holds leading there."""
    known = {
        frozenset(str(data.row(person)["name"]).split()): person
        for person in data.ids(row["people"])
    }
    pieces = []
    for name in data.ids(row["signatories"]):
        person = known.get(frozenset(name.split("(")[0].split()))
        pieces.append(Piece(name, views.address(person) if person else ""))
    return pieces


def _ended(row: pd.Series) -> list[Piece]:
    if pd.notna(row["ended"]):
        return [Piece(f"{date_in_words(row['ended'])}: {row['end_cause']}")]
    if instruments.binding_today(row):
        return [Piece("no end recorded")]
    return [Piece("not ended in form; " + instruments.EFFECTS[row["effect"]])]


def _phases(row: pd.Series) -> list[Piece]:
    """``in part from 22 August 1875 to 1899``, and why."""
    parts = []
    for phase in instruments.phases(row):
        first = phase.dated.partition("/")[0]
        span = date_in_words(phase.dated) if phase.last else f"{date_in_words(first)} on"
        parts.append(f"{phase.kind} from {span}")
    why = f" {row['phases_why']}" if pd.notna(row["phases_why"]) else ""
    return [Piece("; ".join(parts) + "." + why)] if parts else []


def _territory(row_id: str) -> list[Piece]:
    """The intervals of control that rest on the instrument."""
    pieces = []
    for interval in instruments.territory(row_id):
        row = data.row(interval)
        words = f"{row['territory']}, {date_in_words(row['date'])}: {row['controller']}"
        pieces.append(Piece(words, views.address(interval)))
    return pieces


def _rows(ids: list[str], column: str) -> list[Piece]:
    return [Piece(str(data.row(i)[column]), views.address(i)) for i in ids]


def _claims(row_id: str) -> list[Piece]:
    """The claims of the two texts that rest on the row, with their verdicts."""
    pieces = []
    for claim_id in claims.resting_on().get(row_id, []):
        claim = data.row(claim_id)
        text = data.row(claim["passage"])["text"]
        words = f"{text}: {claim['statement'].removesuffix('.')} ({claim['verdict']})"
        pieces.append(Piece(words, views.address(claim_id)))
    return pieces


def _outside(row: pd.Series) -> list[Piece]:
    if pd.isna(row["text_url"]):
        return []
    words = f"{urlsplit(row['text_url']).hostname}: {TEXT_KINDS[row['text_kind']]}"
    return [Piece(words, row["text_url"])]


def instrument(row_id: str) -> Card:
    """The card of an instrument. Raises KeyError when there is no such row."""
    row = data.row(row_id)
    lines = {
        "Title": _text(row["title"]),
        "Kind": [Piece(f"{row['kind']}; {row['effect']}")],
        "Parties": _text(views.words(row["parties"])),
        "Signed by": _signatories(row),
        "Place": _places(row),
        "Signed or issued": _text(date_in_words(row["date"])),
        "In force": _text(date_in_words(row["in_force"]) if pd.notna(row["in_force"]) else ""),
        "Ended": _ended(row),
        "Not simply in force": _phases(row),
        "What it did": _text(row["summary"]),
        "Articles that matter": _text(row["key_articles"]),
        "Control of land that rests on it": _territory(row_id),
        "Yalta’s terms it answers": _rows(instruments.terms_fulfilled(row_id), "term"),
        "Today": _text(row["status_today"]),
        "Text": _outside(row),
        "Claims of the two texts": _claims(row_id),
        "Limits": _text(row["note"]),
        "Sources": _sources(row),
        "Its row": [Piece(row_id, views.address(row_id))],
    }
    found = {title: pieces for title, pieces in lines.items() if pieces}
    return Card(row_id, str(row["short_title"]), date_in_words(row["date"]), found)


def term(row_id: str) -> Card:
    """The card of one of Yalta's terms. Raises KeyError when there is no such row."""
    row = data.row(row_id)
    days = (row["earliest"] - data.row(SIGNED)["earliest"]).days
    where = "in the signed text" if row["in_text"] else "spoken of, not in the signed text"
    consent = "yes" if row_id in CHIANG else "not by the text"
    asked = row["in_text"] and row_id not in OWN
    lines = {
        "Where it stands": [Piece(where)],
        "Chiang’s agreement needed": [Piece(consent)] if asked else [],
        "Act that answered it": [
            Piece(
                f"{data.row(act)['short_title']}, {date_in_words(data.row(act)['date'])}",
                f"treaties.html#{anchor(act)}",
            )
            for act in data.ids(row["fulfilled_by"])
        ],
        "When": [Piece(f"{date_in_words(row['date'])}, {days:,} days after the signature")],
        "How far": [Piece(EXTENT[row["extent"]])],
        "What is left open": _text(row["note"]),
        "Claims of the two texts": _claims(row_id),
        "Sources": _sources(row),
        "Its row": [Piece(row_id, views.address(row_id))],
    }
    found = {title: pieces for title, pieces in lines.items() if pieces}
    return Card(row_id, str(row["term"]), f"{EXTENT[row['extent']].partition(':')[0]}", found)


def anchor(row_id: str) -> str:
    """The card's own id on its page; the row's is on the page of its table."""
    return f"card-{row_id}"


def in_theme(theme: str) -> list[str]:
    """Ids of the instruments of a theme, oldest first. Raises KeyError for an unknown theme."""
    ids = instruments.THEMES[theme]
    return sorted(ids, key=lambda i: data.row(i)["earliest"])
