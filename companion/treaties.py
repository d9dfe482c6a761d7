"""Which instruments stood on a day, how, and between whom.

From the columns ``in_force``, ``ended``, ``effect`` and ``phases`` of the table ``treaties``. What
an obligation does is bind; a statement or an act only stands, and is told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

import pandas as pd

from companion import data, instruments
from companion.text import date_in_words, listed

# How an obligation can stand, from firmest to least; only from the last does nobody follow it yet.
IN_FORCE, IN_PART, NOTICE, DISPUTED = "in force", "in part", "under notice", "disputed"
UNCERTAIN, SIGNED = "uncertain", "signed"
BINDING = (IN_FORCE, IN_PART, NOTICE, DISPUTED, UNCERTAIN)
STATES = (*BINDING, SIGNED, "statement", "act")
COLUMNS = ["short_title", "parties", "state", "doubt", "why"]

# Where phases meet, the first of these tells most of how the instrument stood.
_PHASES = (("disputed", DISPUTED), ("notice", NOTICE), ("in part", IN_PART))
_DAY = timedelta(1)


@dataclass(frozen=True)
class Standing:
    """How an instrument stood from a first to a last day, both in; ``last`` is None when open.

    ``doubt`` says in words which of its bounds are not known to the day.
    """

    state: str
    doubt: str
    first: date
    last: date | None


@dataclass(frozen=True)
class _Life:
    """The bounds of an instrument, as days."""

    effect: str
    signed: date
    begins: tuple[date, date]
    ends: tuple[date, date] | None
    phases: tuple[tuple[str, date, date | None], ...]

    def turns(self) -> list[date]:
        """The days on which it may come to stand otherwise."""
        days = {self.signed, *self.begins, *(self.ends or ())}
        for _, first, last in self.phases:
            days |= {first} | ({last + _DAY} if last else set())
        return sorted(day for day in days if day >= self.signed)

    def state(self, day: date) -> str | None:
        """How it stood on a day; None before it was signed and once it was over."""
        held = {name for name, first, last in self.phases if first <= day and day <= (last or day)}
        if day < self.signed:
            return None
        if self.ends and day >= self.ends[1]:
            return DISPUTED if "disputed" in held else None
        if day < self.begins[0]:
            return SIGNED
        if self.effect != "obligation":
            return self.effect
        if "disputed" in held:
            return DISPUTED
        if self.unsure(day):
            return UNCERTAIN
        return next((state for name, state in _PHASES if name in held), IN_FORCE)

    def unsure(self, day: date) -> bool:
        """Whether it may not yet have begun, or may have ended, on that day."""
        begun = day >= self.begins[1]
        return not begun or bool(self.ends and self.ends[0] <= day < self.ends[1])


def _life(row: pd.Series) -> _Life:
    def bounds(column: str) -> tuple[date, date]:
        return row[f"{column}_earliest"].date(), row[f"{column}_latest"].date()

    begins = bounds("in_force") if pd.notna(row["in_force"]) else None
    signed = row["earliest"].date()
    return _Life(
        row["effect"],
        signed,
        begins or (signed, signed),
        bounds("ended") if pd.notna(row["ended"]) else None,
        tuple((phase.kind, phase.first, phase.last) for phase in instruments.phases(row)),
    )


def _between(cell: str, bounds: tuple[date, date]) -> str:
    first, last = (date_in_words(day.isoformat()) for day in bounds)
    return f"on a day from {first} to {last}" if bounds[0] != bounds[1] else date_in_words(cell)


def _doubt(row: pd.Series, life: _Life, day: date) -> str:
    """What is not known of the bounds that matter on that day; "" when all is."""
    words = []
    began, unsure = str(row["in_force"]), life.begins[0] != life.begins[1]
    if pd.notna(row["in_force"]) and day >= life.begins[0] and (unsure or began.endswith("?")):
        words.append(f"began {_between(began, life.begins)}")
    if life.ends and life.ends[0] != life.ends[1] and day >= life.ends[0]:
        words.append(f"ended {_between(str(row['ended']), life.ends)}")
    return "; ".join(words)


def standings(row: pd.Series) -> list[Standing]:
    """How an instrument of the table ``treaties`` stood, one time after the other without gap.

    Raises ValueError, naming the row, when its phases cannot be read.
    """
    life = _life(row)
    turns = life.turns()
    found: list[Standing] = []
    for first, after in zip(turns, [*turns[1:], None], strict=True):
        state = life.state(first)
        if state is None:
            continue
        doubt = _doubt(row, life, first)
        last = after - _DAY if after else None
        before = found[-1] if found else None
        if before and (before.state, before.doubt) == (state, doubt):
            first = found.pop().first
        found.append(Standing(state, doubt, first, last))
    return found


@lru_cache
def _lives() -> dict[str, list[Standing]]:
    return {str(row_id): standings(row) for row_id, row in data.load("treaties").iterrows()}


def standing_on(day: pd.Timestamp | date | str) -> pd.DataFrame:
    """Every instrument that stood on a day, obligations, statements and acts, and how.

    Shape: indexed by id in the table's order; columns ``short_title``, ``parties``, ``state`` (one
    of ``STATES``), ``doubt`` (bounds that are not known to the day, in words, or "") and ``why``
    (what a part, a notice or a dispute rests on, or ""). Raises ValueError when it is no day.
    """
    at = pd.Timestamp(day).date()
    table = data.load("treaties")
    found = {}
    for row_id, times in _lives().items():
        for time in times:
            if time.first <= at and (time.last is None or at <= time.last):
                row = table.loc[row_id]
                phased = time.state in {state for _, state in _PHASES}
                why = row["phases_why"] if phased and pd.notna(row["phases_why"]) else ""
                found[row_id] = [row["short_title"], row["parties"], time.state, time.doubt, why]
    return pd.DataFrame.from_dict(found, orient="index", columns=COLUMNS)


def in_force_on(day: pd.Timestamp | date | str) -> pd.DataFrame:
    """The obligations that bound their parties on a day, and how: ``in_force_on("1945-08-08")``.

    In force, in part, under notice; disputed, where those concerned disagreed whether it bound;
    uncertain, where the evidence does not say whether it had begun or was over. What was signed
    and not yet in force is not among them, nor are statements and acts: see :func:`standing_on`,
    whose shape this has.
    """
    standing = standing_on(day)
    return standing[standing["state"].isin(BINDING)]


def changes_on(day: pd.Timestamp | date | str) -> pd.DataFrame:
    """The instruments that came to stand otherwise on a day: id -> ``before`` and ``now``.

    Each is a state, or "" before the signature and after the end.
    """
    at = pd.Timestamp(day)
    before, now = standing_on(at - pd.Timedelta(1, "D"))["state"], standing_on(at)["state"]
    both = pd.DataFrame({"before": before, "now": now}).fillna("")
    both = both.loc[[row_id for row_id in _lives() if row_id in both.index]]
    return both[both["before"] != both["now"]]


def between(standing: pd.DataFrame, *parties: str) -> pd.DataFrame:
    """Those of the instruments to which all these were parties: ``between(found, "USSR")``.

    Russia before 1917 counts as its successor where ``USSR`` is asked for.
    """
    names = {"USSR": {"USSR", "Russian Empire", "Russian Federation"}}
    held = standing["parties"].map(
        lambda cell: all(names.get(one, {one}) & set(data.ids(cell)) for one in parties)
    )
    return standing[held.astype(bool)]


def bound(row: pd.Series) -> str:
    """Whom an instrument binds or comes from, in words: ``USSR and Japan``."""
    return listed(data.ids(row["parties"]))


def in_words(times: list[Standing]) -> str:
    """``signed 13 April 1941; in force 25 April 1941 to 4 April 1945; under notice …``.

    Times of one state that follow one another, parted by a doubt alone, are told as one.
    """
    words = []
    for state, alike in groupby(times, key=lambda time: time.state):
        first, *_, end = [*alike] * 2
        last = f" to {date_in_words(end.last.isoformat())}" if end.last else " to today"
        span = date_in_words(first.first.isoformat()) + ("" if first.first == end.last else last)
        words.append(f"{state} {span}")
    return "; ".join(words)
