"""Losses as yardsticks: ratios, rates per day and per thousand engaged, with their ranges.

A figure here is a ``Span``: the lowest and the highest value that its rows allow, and the value
they print between (``best``; None when a row prints only a range: no middle is made up).

How ranges combine. The bounds are a coding rule, not a margin of error:

- a row without bounds of its own is its own lower and upper end;
- rows joined by ``;`` are added, end to end (``"a;b"`` is a and b together);
- conflicting counts of one thing, given as a list, become the envelope of them all, whose best is
  that of the first named;
- a quotient is lowest when the smallest numerator meets the largest denominator, and the reverse.

So nothing is averaged, and a ratio of two wide ranges is very wide, as it should be. Where only
one figure is known there is no range, which does not make it exact.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import nan

import pandas as pd

from companion import data
from companion.text import number

# Row ids: one, several added (joined by ``;``), or several that conflict (a list of such).
Rows = str | Iterable[str]


@dataclass(frozen=True)
class Span:
    """A figure with its ends: ``low <= best <= high``; ``best`` is None when none is printed."""

    low: float
    best: float | None
    high: float

    def over(self, other: Span) -> Span:
        """This divided by the other, each end by the opposite end of the other.

        Raises ZeroDivisionError when the other may be zero.
        """
        if other.low <= 0:
            raise ZeroDivisionError(f"cannot divide by {other}, which may be zero")
        best = self.best / other.best if self.best is not None and other.best else None
        return Span(self.low / other.high, best, self.high / other.low)

    def times(self, factor: float) -> Span:
        """Each end multiplied by a positive number."""
        best = None if self.best is None else self.best * factor
        return Span(self.low * factor, best, self.high * factor)


def _rows(rows: Rows) -> list[str]:
    return [rows] if isinstance(rows, str) else list(rows)


def named(*groups: Rows) -> list[str]:
    """Every row id in the groups, each once, in order."""
    found = [row for rows in groups for cell in _rows(rows) for row in data.ids(cell)]
    return list(dict.fromkeys(found))


def bounds(frame: pd.DataFrame, rows: str) -> tuple[float, float]:
    """Lower and upper end of a row, or of the sum of several rows joined by ``;``.

    Raises KeyError when a row is not in the frame, ValueError when units differ.
    """
    span = _sum(frame, rows)
    return span.low, span.high


def _sum(frame: pd.DataFrame, rows: str) -> Span:
    wanted = data.ids(rows)
    missing = [row for row in wanted if row not in frame.index]
    if missing or not wanted:
        raise KeyError(f"no row {', '.join(missing) or rows!r} in this table")
    units = {frame.at[row, "unit"] for row in wanted}
    if len(units) > 1:
        raise ValueError(f"{rows}: cannot add {' and '.join(sorted(units))}")
    low, best, high = ([frame.at[row, part] for row in wanted] for part in ("low", "best", "high"))
    return Span(
        sum(map(_first, low, best, high)),
        None if any(map(pd.isna, best)) else float(sum(best)),
        sum(map(_first, high, best, low)),
    )


def _first(*ends: float) -> float:
    return next((float(end) for end in ends if pd.notna(end)), nan)


def figure_of(frame: pd.DataFrame, rows: Rows) -> Span:
    """The span of a row, of rows added, or of conflicting counts (see the module's rules).

    ``frame`` is a table with ``low``, ``best``, ``high`` and ``unit``, indexed by id. Raises
    KeyError when a row is not there or none is named, ValueError when units differ.
    """
    spans = [_sum(frame, cell) for cell in _rows(rows)]
    if not spans:
        raise KeyError("no row named")
    return Span(min(s.low for s in spans), spans[0].best, max(s.high for s in spans))


def loss_ratio(losses: pd.DataFrame, theirs: Rows, ours: Rows) -> Span:
    """How many of theirs for one of ours, with its range."""
    return figure_of(losses, theirs).over(figure_of(losses, ours))


def like_with_like(losses: pd.DataFrame, theirs: Rows, ours: Rows) -> bool:
    """Whether both sides' rows count the same kinds of loss, so that their ratio means something.

    Missing may stand with the dead: in these battles few of the missing came back.
    """
    fatal = {"dead", "dead and missing", "missing", "non-battle dead"}

    def kinds(rows: Rows) -> set[str]:
        found = set(losses.loc[named(rows), "measure"])
        return {"fatal"} if found <= fatal else found

    return kinds(theirs) == kinds(ours)


def days(losses: pd.DataFrame, rows: Rows) -> int:
    """Days from the first to the last that the rows count, both included.

    Of conflicting counts the first named decides.
    """
    found = losses.loc[data.ids(_rows(rows)[0])]
    return int((found["latest"].max() - found["earliest"].min()).days) + 1


def per_day(losses: pd.DataFrame, rows: Rows) -> Span:
    """Losses per day, over the days that the rows count: a mean that hides peaks."""
    return figure_of(losses, rows).times(1 / days(losses, rows))


def per_thousand(losses: pd.DataFrame, rows: Rows, forces: pd.DataFrame, engaged: Rows) -> Span:
    """Losses per thousand engaged over the whole operation.

    ``engaged`` names rows of ``force_levels``; raises ValueError when one is not of personnel.
    """
    if set(forces.loc[named(engaged), "measure"]) - {"personnel"}:
        raise ValueError(f"{', '.join(named(engaged))}: a strength must be of personnel")
    return figure_of(losses, rows).over(figure_of(forces, engaged)).times(1000)


def per_thousand_per_day(
    losses: pd.DataFrame, rows: Rows, forces: pd.DataFrame, engaged: Rows
) -> Span:
    """Losses per thousand engaged and day, the planners' rate of 1945."""
    return per_thousand(losses, rows, forces, engaged).times(1 / days(losses, rows))


def rises(frame: pd.DataFrame) -> pd.DataFrame:
    """Between neighbouring announcements of a running total: days, rise, and rise per 30 days.

    ``frame`` holds rows of one total, each dated by ``latest``. The index joins both ids; columns
    ``start``, ``end``, ``days``, ``rise`` and ``per_month``. Raises ValueError when a total falls.
    """
    total = frame.sort_values("latest", kind="stable")
    before, after = total.iloc[:-1], total.iloc[1:]
    rise = after["best"].to_numpy() - before["best"].to_numpy()
    if (rise < 0).any():
        raise ValueError("a running total cannot fall: these are not rows of one total")
    table = pd.DataFrame(
        {
            "start": before["latest"].to_numpy(),
            "end": after["latest"].to_numpy(),
            "rise": rise,
        },
        index=[f"{a};{b}" for a, b in zip(before.index, after.index, strict=True)],
    )
    table["days"] = (table["end"] - table["start"]).dt.days
    table["per_month"] = 30 * table["rise"] / table["days"]
    return table


def span_in_words(low: float, high: float) -> str:
    """``12`` or ``10–12``."""
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def rounded(span: Span, tenths_below: float = 100) -> str:
    """A ratio or rate in words: ``7.1–7.3``, or one figure where both ends round to the same.

    Two decimals below two, one below ``tenths_below``, none above: no more than the inputs bear.
    """
    digits = 2 if span.high < 2 else 1 if span.high < tenths_below else 0
    words = [f"{end:,.{digits}f}" for end in (span.low, span.high)]
    return "–".join(dict.fromkeys(words))
