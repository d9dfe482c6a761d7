"""Selections: the rows of a table that a reader chooses by definition, and what they then say.

A selection names its facets: the columns by which the reader turns it. The page (``{controls}``)
and Python choose by the same values and say the same sentence: every word of it stands here, and
the page's script only filters, counts and fills in.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from companion import data
from companion.selection import told
from companion.selection.facets import UNSTATED, Between, Day, Facet, Spell
from companion.selection.told import Told
from companion.text import listed

__all__ = [
    "PHRASES",
    "UNSTATED",
    "Between",
    "Day",
    "Facet",
    "Selection",
    "Spell",
    "Tally",
    "Told",
    "choose",
    "sentence",
    "told_on",
]

Rows = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class Tally:
    """A remark on how many chosen rows ``holds`` is true of; no remark where its words are ""."""

    holds: Callable[[pd.Series], bool]
    none: str
    one: str
    many: str


@dataclass(frozen=True)
class Fact:
    """What the sentence needs of a row: its words, its lowest and highest figure, its tallies."""

    words: str
    bounds: tuple[float, float] | None
    tallies: list[bool]


# The sentence, phrase by phrase. ``{braces}`` are filled by number, words or a list.
PHRASES = {
    "none": "No {one} has all of these at once; set one of the choices back to “any”.",
    "whole": "All {total} {many} are in.",
    "some": "{count} of the {total} {many} match.",
    "single": "One of the {total} {many} matches.",
    "only": "The one figure: {low}.",
    "level": "Every figure is the same: {low}.",
    "span": "Lowest: {low}. Highest: {high}.",
    "tied": "{words}, and {others} more",
    "unsized-one": "One names no figure and cannot be drawn.",
    "unsized-many": "{count} name no figure and cannot be drawn.",
    "mixed": "They mix {things}: do not rank, add or average them.",
    "agree": "They agree in {things} and may be set side by side.",
    "unsaid": "What is not stated ({things}) may still differ.",
    **told.PHRASES,
}
NAMED = 3  # so many different values are named; of more, only their number is told


@dataclass(frozen=True, eq=False, kw_only=True)
class Selection:
    """Rows of ``table`` that controls on ``page`` choose from, for a figure and a listing there.

    ``rows`` takes the whole table and returns those to choose from, in order; ``words`` says a row
    in few words; ``one`` and ``many`` are what a row is called.
    """

    id: str
    table: str
    page: str
    figure: str = ""
    listing: str
    one: str
    many: str
    facets: tuple[Facet | Between | Day, ...]
    tallies: tuple[Tally, ...] = ()
    words: Callable[[pd.Series], str]
    rows: Rows

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All rows there are to choose from, in order."""
        return self.rows(data.load(self.table))

    @cached_property
    def values(self) -> dict[str, dict[str, list[str]]]:
        """Row id -> facet -> the row's values."""
        return {
            str(row_id): {facet.column: facet.values(row) for facet in self.facets}
            for row_id, row in self.frame.iterrows()
        }

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Row id -> what the sentence needs of the row."""
        return {str(row_id): self._fact(row) for row_id, row in self.frame.iterrows()}

    @cached_property
    def day(self) -> Day | None:
        """The facet by which the reader sets a day; None when there is none."""
        return next((facet for facet in self.facets if isinstance(facet, Day)), None)

    @cached_property
    def spells(self) -> dict[str, list[Spell]]:
        """Row id -> how it stands when; empty without a day to set."""
        day = self.day
        return {str(i): day.spells(row) for i, row in self.frame.iterrows()} if day else {}

    @cached_property
    def sized(self) -> bool:
        """Whether the rows have figures of which there is a lowest and a highest."""
        return any(fact.bounds for fact in self.facts.values())

    @cached_property
    def choices(self) -> dict[str, list[str]]:
        """Facet -> the values a reader may choose."""
        return {
            facet.column: facet.choices(values[facet.column] for values in self.values.values())
            for facet in self.facets
        }

    def matching(self, choices: Mapping[str, str]) -> list[str]:
        """Ids of the rows that have every value chosen, in order. See :func:`choose`."""
        having = [self._having(column, choice) for column, choice in choices.items()]
        found = frozenset(self.values).intersection(*having)
        return [row_id for row_id in self.values if row_id in found] if found else []

    def say(self, ids: list[str]) -> str:
        """The sentence about the rows of these ids. See :func:`sentence`."""
        if not ids:
            return PHRASES["none"].format(one=self.one)
        facts = [self.facts[row_id] for row_id in ids]
        count, total = len(ids), len(self.values)
        first = "whole" if count == total else "single" if count == 1 else "some"
        parts = [PHRASES[first].format(count=count, total=total, many=self.many)]
        parts += _extremes(facts) if self.sized else []
        for n, tally in enumerate(self.tallies):
            holding = sum(fact.tallies[n] for fact in facts)
            words = tally.none if not holding else tally.one if holding == 1 else tally.many
            parts += [words.format(count=holding)] if words else []
        return " ".join([*parts, *(self._comparable(ids) if count > 1 else [])])

    def tell(self, day: str) -> Told:
        """What is said of a day. See :func:`told_on`."""
        if self.day is None:
            raise ValueError(f"selection {self.id!r} has no day to set")
        words = {row_id: fact.words for row_id, fact in self.facts.items()}
        return told.tell(self.spells, words, self.day.groups, day)

    def parameter(self, column: str) -> str:
        """What a facet is called in an address; a day has one name for all pages."""
        return column if isinstance(self._facet(column), Day) else f"{self.id}.{column}"

    def address(self, choices: Mapping[str, str]) -> str:
        """Where the book shows this choice: page, query and figure."""
        self.matching(choices)  # raises when the choice is none
        query = urlencode({self.parameter(column): choice for column, choice in choices.items()})
        return f"{self.page}.html?{query}#controls-{self.id}"

    def _fact(self, row: pd.Series) -> Fact:
        bounds = [float(row[part]) for part in ("low", "best", "high") if pd.notna(row.get(part))]
        return Fact(
            self.words(row),
            (min(bounds), max(bounds)) if bounds else None,
            [bool(tally.holds(row)) for tally in self.tallies],
        )

    def _facet(self, column: str) -> Facet | Between | Day:
        for facet in self.facets:
            if facet.column == column:
                return facet
        known = ", ".join(facet.column for facet in self.facets)
        raise KeyError(f"selection {self.id!r} has no facet {column!r}; it has: {known}")

    @cache  # noqa: B019  a selection lives as long as its registry
    def _having(self, column: str, choice: str) -> frozenset[str]:
        facet = self._facet(column)
        if facet.kind == "day":
            date.fromisoformat(choice)  # raises ValueError when it is no day
        elif choice not in self.choices[column]:
            known = ", ".join(map(repr, self.choices[column]))
            raise ValueError(f"{self.id}: no {column} is {choice!r}; there are: {known}")
        return frozenset(
            row_id for row_id, values in self.values.items() if facet.holds(values[column], choice)
        )

    def _comparable(self, ids: list[str]) -> list[str]:
        mixed, agreed, unsaid = [], [], []
        for facet in self.facets:
            if not facet.alike:
                continue
            rows = (self.values[row_id][facet.column] for row_id in ids)
            found = list(dict.fromkeys(" + ".join(row) for row in rows))
            if len(found) > 1:
                named = f" ({listed(found)})" if len(found) <= NAMED else ""
                mixed.append(f"{len(found)} {facet.plural}{named}")
            elif found[0] in facet.vague:
                unsaid.append(facet.label.lower())
            else:
                agreed.append(f"{facet.label.lower()} ({found[0]})")
        if mixed:
            return [PHRASES["mixed"].format(things=listed(mixed))]
        said = [PHRASES["agree"].format(things=listed(agreed))] if agreed else []
        return said + ([PHRASES["unsaid"].format(things=listed(unsaid))] if unsaid else [])


def _extremes(facts: list[Fact]) -> list[str]:
    parts = []
    sized = [(*fact.bounds, fact.words) for fact in facts if fact.bounds]
    if sized:
        lowest, highest = min(low for low, _, _ in sized), max(high for _, high, _ in sized)
        first = _named([words for low, _, words in sized if low == lowest])
        last = _named([words for _, high, words in sized if high == highest])
        phrase = "only" if len(sized) == 1 else "level" if lowest == highest else "span"
        parts.append(PHRASES[phrase].format(low=first, high=last))
    without = len(facts) - len(sized)
    if without:
        words = PHRASES["unsized-one" if without == 1 else "unsized-many"]
        parts.append(words.format(count=without))
    return parts


def _named(words: list[str]) -> str:
    more = len(words) - 1
    return PHRASES["tied"].format(words=words[0], others=more) if more else words[0]


REGISTRY: dict[str, Selection] = {}


def selection(selection_id: str, **what: Any) -> Callable[[Rows], Rows]:
    """Register the decorated function as the rows of selection ``selection_id``.

    ``what`` are the other fields of :class:`Selection`.
    """

    def register(rows: Rows) -> Rows:
        if selection_id in REGISTRY:
            raise ValueError(f"selection {selection_id!r} is registered twice")
        REGISTRY[selection_id] = Selection(id=selection_id, rows=rows, **what)
        return rows

    return register


@lru_cache
def registry() -> dict[str, Selection]:
    """All selections by id. Importing the rooms of this package registers what they hold."""
    for room in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{room.name}")
    return REGISTRY


def named(selection_id: str) -> Selection:
    """The selection of that id. Raises KeyError, naming those there are, when there is none."""
    try:
        return registry()[selection_id]
    except KeyError:
        known = ", ".join(registry())
        raise KeyError(f"no selection {selection_id!r}; there are: {known}") from None


def choose(selection_id: str, **choices: str) -> pd.DataFrame:
    """The rows that have every value chosen: ``choose("projections", measure="dead")``.

    Shape: the table's columns, the matching rows in the selection's order; empty when none match.
    Raises KeyError for an unknown selection or facet and ValueError for a value that no row has.
    """
    found = named(selection_id)
    return found.frame.loc[found.matching(choices)]


def sentence(selection_id: str, rows: pd.DataFrame) -> str:
    """What the page says beneath its figure of these rows: how many, lowest, highest, how sure.

    Raises KeyError when a row is not one of the selection's.
    """
    return named(selection_id).say(list(map(str, rows.index)))


def told_on(selection_id: str, day: str) -> Told:
    """What the page says of a day: ``told_on("in-force", "1945-08-08")``; ``str`` makes it text.

    Rows stand under their groups in the selection's order, then what changed on that very day.
    Raises KeyError for an unknown selection and ValueError when it is no day or asks for none.
    """
    return named(selection_id).tell(date.fromisoformat(day).isoformat())
