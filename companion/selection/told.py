"""What is said of a day: rows by how they stand, and what changed on that very day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from companion.selection.facets import Spell, day_before
from companion.text import date_in_words

PHRASES = {
    "group": "{name} ({count})",
    "same": "Nothing in this list begins, changes or ends that day.",
    "changed": "Changed that day",
    "turned": "{words}: {before} → {now}",
    "begun": "{words}: {now}",
    "over": "over",
}


@dataclass(frozen=True)
class Told:
    """Rows of a day under their groups, and the changes; each a row id with words."""

    day: str
    groups: list[tuple[str, list[tuple[str, str]]]]
    changes: list[tuple[str, str]]

    @property
    def rows(self) -> list[str]:
        """Ids of the rows that stand that day, as they are told."""
        return [row_id for _, items in self.groups for row_id, _ in items]

    @property
    def lines(self) -> list[str]:
        """All of it in words: the day, then a line for each group, then the changes."""
        words = [f"{name}: {'; '.join(item for _, item in items)}." for name, items in self.groups]
        changed = "; ".join(change for _, change in self.changes)
        last = f"{PHRASES['changed']}: {changed}." if changed else PHRASES["same"]
        return [f"{self.day}.", *words, last]

    def __str__(self) -> str:
        return " ".join(self.lines)


def tell(
    spells: Mapping[str, list[Spell]], words: Mapping[str, str], groups: Iterable[str], day: str
) -> Told:
    """What is said of ``day``: row id -> its spells and its words; rows of one name are one thing.

    So one interval of a territory that follows another is told as a change of the territory.
    """
    under: dict[str, list[tuple[str, str]]] = {name: [] for name in groups}
    stood: dict[str, dict[str, str]] = {}
    rows: dict[str, str] = {}
    eve = day_before(day)
    for row_id, times in spells.items():
        name = words[row_id]
        for spell in times:
            if spell.holds(day):
                under[spell.group].append((row_id, spell.item))
            for when in (eve, day):
                if spell.holds(when):
                    stood.setdefault(name, {})[when] = spell.standing
                    rows[name] = row_id
    told = [
        (PHRASES["group"].format(name=name, count=len(items)), items)
        for name, items in under.items()
        if items
    ]
    changes = [
        (rows[name], _turned(name, found.get(eve), found.get(day)))
        for name, found in stood.items()
        if found.get(eve) != found.get(day)
    ]
    return Told(date_in_words(day), told, changes)


def _turned(words: str, before: str | None, now: str | None) -> str:
    phrase = PHRASES["turned" if before else "begun"]
    return phrase.format(words=words, before=before, now=now or PHRASES["over"])
