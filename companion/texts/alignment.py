"""Passages placed in a copy, in order, by the hashes of their fingerprints."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from companion.texts.edges import Copy
from companion.texts.words import APART, fold, hashes_of

SLACK = 24  # foreign words (page header, note) that may stand inside a passage
CROWD = 1000  # occurrences of one hash in a copy that are looked at
RIVALS = 6  # places considered for one passage

_FINGERPRINT = re.compile("[0-9]{1,6}(?: [0-9a-f]{4}){0,12}")


class Alignment(NamedTuple):
    """Where one passage stands in a copy: ``copy[start:end]``.

    ``score`` is the share of the fingerprint's hashes found there, above 0 and at most 1.
    """

    passage: str
    start: int
    end: int
    score: float


@dataclass
class _Place:
    """A passage in the copy, counted in words: its hits lie in ``low:high``."""

    hits: int
    low: int
    high: int
    start: int | None
    end: int | None


class _Passage:
    """A passage that is looked for, with its hits: ``(place in the copy, hash)``, sorted."""

    def __init__(self, cell: str, where: dict[int, list[int]]) -> None:
        size, *codes = cell.split(" ")
        self.size = int(size)
        self.slack = SLACK + self.size // 4
        self.codes = [int(code, 16) for code in codes]
        self.hits = sorted((place, code) for code in set(self.codes) for place in where[code])

    def place(self, low: int, high: int) -> _Place | None:
        """What the hits among the words ``low:high`` make of it; None when there are none."""
        first = bisect_left(self.hits, (low, 0))
        here = self.hits[first : bisect_left(self.hits, (high - 2, 0))]
        start, end = self._edges(here)
        here = [
            (at, code)
            for at, code in here
            if (start is None or start <= at) and (end is None or at + 4 <= end)
        ]
        if not here:
            return None
        return _Place(len({code for _, code in here}), here[0][0], here[-1][0] + 3, start, end)

    def _edges(self, here: list[tuple[int, int]]) -> tuple[int | None, int | None]:
        """Where it starts and ends by its first two hashes; where they repeat, by its size."""
        starts = [at for at, code in here if code == self.codes[0]]
        ends = [at + 4 for at, code in here if code in self.codes[1:2]]
        both = [(abs(b - a - self.size), a, b) for a in starts for b in ends if b - a > APART]
        if both:
            return min(both)[1:]
        return (starts[0], None) if starts else (None, ends[-1] if ends else None)

    def odd(self, place: _Place) -> bool:
        """Whether a place is longer than the passage or, with both edges known, shorter."""
        if place.start is not None and place.end is not None:
            return place.end - place.start != self.size
        return (place.end or place.high) - place.low > self.size

    def weight(self, place: _Place) -> int:
        """What a place is worth: its hits, a little less when its length is odd."""
        return 4 * place.hits - self.odd(place)

    def variants(self, low: int) -> list[_Place]:
        """The place from the word ``low`` on; if its length is odd, also cut from either edge.

        Foreign words make a passage longer; so does a phrase in it that the text repeats near by.
        """
        place = self.place(low, low + self.size + self.slack)
        if place is None or not self.odd(place):
            return [place] if place else []
        end = place.end or place.high
        forward = self.place(place.low, place.low + self.size)
        backward = self.place(max(0, end - self.size), end)
        return [place, *(other for other in (forward, backward) if other)]

    def candidates(self) -> list[_Place]:
        """Places where it may stand whatever stands beside it: at least half of its hashes.

        Never on fewer than three hashes, or on two that lie exactly as far apart as they should.
        """
        of = len(set(self.codes))
        counts: Counter[int] = Counter()
        windows = []
        last = 0
        for low, code in self.hits:
            while last < len(self.hits) and self.hits[last][0] <= low + self.size + self.slack - 3:
                counts[self.hits[last][1]] += 1
                last += 1
            hits = len(counts)
            if 2 * hits >= of and (hits >= 3 or hits == of == 2):
                windows.append((-hits, self.hits[last - 1][0] - low, low))
            counts[code] -= 1
            if not counts[code]:
                del counts[code]
        found: list[_Place] = []
        taken: list[int] = []
        for _, _, low in sorted(windows):
            if len(taken) == RIVALS:
                break
            if any(abs(low - other) < self.size for other in taken):
                continue
            taken.append(low)
            for place in self.variants(low):
                exact = place.high - place.low == self.size - 1
                if 2 * place.hits >= of and (place.hits >= 3 or (place.hits == 2 and exact)):
                    found.append(place)
        return sorted(found, key=lambda place: (place.low, place.high))


_Chain = tuple[int, _Place, "_Chain"] | None  # the last link, then the links before it


def _in_order(sought: list[_Passage]) -> list[_Place | None]:
    """One place at most for each passage, in reading order, with the most weight in all."""
    ends, totals = [0], [0]
    chains: list[_Chain] = [None]
    for number, passage in enumerate(sought):
        links: list[tuple[int, int, _Chain]] = []
        for place in passage.candidates():
            best = bisect_right(ends, place.low) - 1
            total = totals[best] + passage.weight(place)
            links.append((total, place.high, (number, place, chains[best])))
        for total, high, chain in links:
            at = bisect_right(ends, high)
            if total <= totals[at - 1]:
                continue
            beaten = at
            while beaten < len(ends) and totals[beaten] <= total:
                beaten += 1
            ends[at:beaten], totals[at:beaten], chains[at:beaten] = [high], [total], [chain]
    chosen: list[_Place | None] = [None] * len(sought)
    rest = chains[-1]
    while rest:
        chosen[rest[0]] = rest[1]
        rest = rest[2]
    return chosen


def _beside(sought: list[_Passage], places: list[_Place | None], n: int, words: int) -> None:
    """Look for passage ``n`` next to its neighbours, where fewer hashes are proof enough."""
    before = places[n - 1] if n else None
    after = places[n + 1] if n + 1 < len(places) else None
    if places[n] or not (before or after):
        return
    passage = sought[n]
    low = next((place.high for place in places[:n][::-1] if place), 0)
    high = next((place.low for place in places[n + 1 :] if place), words)
    reach = passage.size + passage.slack
    fits = before and after and passage.size <= 2 * (high - low) <= 2 * reach
    place = passage.place(
        max(low, high - reach) if after else low, min(high, low + reach) if before else high
    )
    of = len(set(passage.codes))
    if place and ((place.hits >= 2 and 3 * place.hits >= of) or (fits and 4 * place.hits >= of)):
        places[n] = place


def align(copy: str, passages: Iterable[tuple[str, str]]) -> list[Alignment]:
    """Where the passages, ``(id, fingerprint)`` in reading order, stand in a reader's copy.

    Each is found once or not at all, in order, none overlapping another; what is not found is
    left out (see ``unaligned``), never guessed. A passage stands alone on half of its hashes and
    at least three (or on both of two, exactly as far apart as they should be); beside a passage
    that is found, a third and at least two; between two that are, with room for it, a quarter.

    Any string is accepted as a copy. Raises ValueError, naming the passage, when a fingerprint
    is not one.
    """
    given = list(passages)
    for name, cell in given:
        if not _FINGERPRINT.fullmatch(cell):
            raise ValueError(f"passage {name!r}: {cell!r} is no fingerprint (see fingerprint())")
    page = Copy(copy)
    length = len(page.words)
    where: dict[int, list[int]] = {
        int(code, 16): [] for _, cell in given for code in cell.split(" ")[1:]
    }
    for at, value in enumerate(hashes_of(page.words)):
        here = where.get(fold(value))
        if here is not None and len(here) < CROWD:
            here.append(at)
    sought = [_Passage(cell, where) for _, cell in given]
    places = _in_order(sought)
    for n in [*range(len(places)), *reversed(range(len(places)))]:
        _beside(sought, places, n, length)

    found = []
    floor = 0
    for n, place in enumerate(places):
        if not place:
            continue
        size, slack = sought[n].size, sought[n].slack
        before = floor if n and places[n - 1] else None
        after = places[n + 1] if n + 1 < len(places) else None
        ceiling = next((other.low for other in places[n + 1 :] if other), length)
        start, end = place.start, place.end
        if start is None:
            missing = size - (place.high - place.low)
            guess = place.low - missing // 2 if end is None else end - size
            start = page.edge(guess, floor, place.low, other=before, slack=slack, way=-1)
        if end is None:
            other = after.start if after else None
            end = page.edge(start + size, place.high, ceiling, other=other, slack=slack, way=1)
        end = min(end, ceiling)
        score = place.hits / len(set(sought[n].codes))
        found.append(Alignment(given[n][0], page.start(start), page.end(end - 1), score))
        floor = end
    return found


def unaligned(passages: Iterable[tuple[str, str]], found: Sequence[Alignment]) -> list[str]:
    """The ids of the passages that ``align`` did not find, in reading order."""
    there = {alignment.passage for alignment in found}
    return [name for name, _ in passages if name not in there]
