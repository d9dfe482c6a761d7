"""Armies in proportion: divisions and men under arms per head, each under a named definition.

GH sets the American divisions against those of four powers. Whether the comparison holds depends
on what is counted: divisions in being or ever raised, one country or a Commonwealth, the mother
country or an empire. The definitions stand here once, for the figures, the tables and the tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

FAR_FEWER = 0.8  # the American number is far smaller when at most this share of the other

POWERS = {"US": "United States", "USSR": "Soviet Union", "Germany": "Germany", "Japan": "Japan"}
POWERS |= {"UK": "Britain"}


@dataclass(frozen=True)
class Count:
    """One way of counting the divisions of a power, and the people they are set against.

    ``raised`` tells a count over the war from one of divisions in being on a date; ``fair`` is
    false where the divisions of some are divided by the people of others.
    """

    power: str
    words: str
    divisions: tuple[str, ...]
    people: str
    raised: bool = False
    fair: bool = True

    @property
    def ids(self) -> str:
        """Ids of the rows it rests on, joined by semicolons."""
        return ";".join((*self.divisions, self.people))


MARINES = "us-1945-marine-divisions-6-qm"
IN_BEING = Count(
    "US", "in being, 1945", ("us-1945-army-divisions-89", MARINES), "population-us-1945"
)
RAISED = Count(
    "US",
    "raised in the war",
    ("us-army-divisions-mobilised-91", MARINES),
    "population-us-1941",
    raised=True,
)
OTHERS = [
    Count("USSR", "in being, 1945", ("ussr-divisions-500",), "population-ussr-1946"),
    Count("USSR", "raised in the war", ("ussr-divisions-550",), "population-ussr-1941-06", True),
    Count(
        "Germany", "in being, autumn 1943", ("germany-divisions-1943-09",),
        "population-germany-1939",
    ),
    Count("Germany", "raised in the war", ("germany-divisions-313",), "population-germany-1939",
          True),
    Count("Japan", "in being, 1945", ("japan-divisions-1945-145",),
          "population-japan-proper-1937"),
    Count("Japan", "in being, 1945, a higher count", ("japan-army-1945-divisions-154",),
          "population-japan-proper-1937"),
    Count("Japan", "raised in the war", ("japan-divisions-120",), "population-japan-proper-1937",
          True),
    Count("Japan", "raised in the war, people of the empire", ("japan-divisions-100-agf",),
          "population-japan-1939", True),
    Count("UK", "in being, end of the war", ("uk-divisions-1945",), "population-uk-1945"),
    Count("UK", "quota of 1941, said to be met", ("uk-divisions-plan-36",), "population-uk-1939"),
    Count("UK", "Commonwealth, over Britons alone", ("commonwealth-divisions-50",),
          "population-uk-1945", True, fair=False),
    Count("UK", "raised in the war", ("uk-divisions-raised",), "population-uk-1939", True),
]  # fmt: skip

# Power, words, all its armed forces in a year, the people they were drawn from.
UNDER_ARMS: list[tuple[str, str, str, str]] = [
    ("US", "1945", "armed-forces-1945-us", "population-us-1945"),
    ("USSR", "1945, people of 1946", "armed-forces-1945-ussr", "population-ussr-1946"),
    ("USSR", "1945, people of 1941", "armed-forces-1945-ussr", "population-ussr-1941-06"),
    ("Germany", "1944, people of 1939", "armed-forces-1944-germany", "population-germany-1939"),
    ("Japan", "1945, Japan proper", "armed-forces-1945-japan", "population-japan-proper-1937"),
    ("Japan", "1945, whole empire", "armed-forces-1945-japan", "population-japan-1939"),
    ("UK", "1945", "armed-forces-1945-uk", "population-uk-1945"),
]

# Power, who is counted, the men, the divisions among which they are shared out.
PER_DIVISION: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("US", "units of the ground forces", "us-ground-units-1945-03", ("us-1945-army-divisions-89",)),
    ("US", "the Army, its air forces in", "us-army-1945-03-personnel",
     ("us-1945-army-divisions-89",)),
    ("US", "all services", "armed-forces-1945-us", IN_BEING.divisions),
    ("USSR", "all services", "armed-forces-1945-ussr", ("ussr-divisions-500",)),
    ("Germany", "all services", "armed-forces-1944-germany", ("germany-divisions-1943-09",)),
    ("Japan", "the army", "japan-army-1945-08-personnel", ("japan-divisions-1945-145",)),
    ("Japan", "all services", "armed-forces-1945-japan", ("japan-divisions-1945-145",)),
    ("UK", "the Army", "uk-army-1945-personnel", ("uk-divisions-1945",)),
]  # fmt: skip


def total(forces: pd.DataFrame, ids: Iterable[str]) -> float:
    """Sum of the rows' single figures."""
    return float(forces.loc[list(ids), "best"].sum())


def per_million(forces: pd.DataFrame, count: Count) -> float:
    """Divisions for each million people, by that count."""
    return 1e6 * total(forces, count.divisions) / float(forces.loc[count.people, "best"])


def american(count: Count) -> Count:
    """The American count of the same kind: raised against raised, in being against in being."""
    return RAISED if count.raised else IN_BEING


def in_number(forces: pd.DataFrame, count: Count) -> float:
    """American divisions as a multiple of the other's."""
    return total(forces, american(count).divisions) / total(forces, count.divisions)


def in_proportion(forces: pd.DataFrame, count: Count) -> float:
    """American divisions per head as a multiple of the other's per head."""
    return per_million(forces, american(count)) / per_million(forces, count)


def as_gh_says(count: Count) -> bool:
    """Whether GH speaks of the bare number (USSR, Germany) and not of a proportion."""
    return count.power in ("USSR", "Germany")


def holds(forces: pd.DataFrame, count: Count) -> bool:
    """Whether the American divisions are far fewer by this count, in the way GH means it."""
    ratio = in_number if as_gh_says(count) else in_proportion
    return ratio(forces, count) <= FAR_FEWER


@dataclass(frozen=True)
class Stretch:
    """Battle casualties of the Army's ground forces in Europe from one day to another."""

    first: pd.Timestamp
    last: pd.Timestamp
    men: float
    ids: str

    @property
    def days(self) -> int:
        """Days of the stretch, first and last included."""
        return (self.last - self.first).days + 1

    @property
    def a_month(self) -> float:
        """The same, spread over 30 days."""
        return 30 * self.men / self.days


_CUMULATED = "us-army-europe-cum-"
_STRETCHES: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("1944-06-06", "1944-10-03", f"{_CUMULATED}1944-10-03", ()),
    ("1944-10-04", "1944-10-31", f"{_CUMULATED}1944-11-01", (f"{_CUMULATED}1944-10-03",)),
    ("1944-11-01", "1944-11-30", "us-army-europe-month-1", ()),
    ("1944-12-01", "1944-12-31", f"{_CUMULATED}1945-01-01",
     (f"{_CUMULATED}1944-11-01", "us-army-europe-month-1")),
    ("1945-01-01", "1945-02-28", f"{_CUMULATED}1945-03-31",
     (f"{_CUMULATED}1945-01-01", "us-army-europe-month-2")),
    ("1945-03-01", "1945-03-31", "us-army-europe-month-2", ()),
    ("1945-04-01", "1945-04-30", "us-army-europe-month-3", ()),
]  # fmt: skip


def stretches(losses: pd.DataFrame) -> list[Stretch]:
    """The announced casualties in Europe stretch by stretch, from the landing to April 1945.

    Where no month was printed, the difference of two printed totals is taken; it carries the ids
    of both. Late reports fall into the stretch in which they were counted.
    """
    return [
        Stretch(
            pd.Timestamp(first),
            pd.Timestamp(last),
            float(losses.loc[upper, "best"]) - total(losses, less),
            ";".join((upper, *less)),
        )
        for first, last, upper, less in _STRETCHES
    ]
