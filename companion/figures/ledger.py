"""The lines of the ledger of projections: which rows share one, in what order, in what words."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from companion.figures.casualties import SHORT_HORIZON, SHORT_OPERATION, who
from companion.text import MONTHS, date_in_words

PERIODS = {
    "contemporary": "1944 to August 1945",
    "postwar claim": "Claims after the surrender",
    "later scholarship": "Later books",
}
OPERATIONS = SHORT_OPERATION | {
    "Downfall extended (southern + northwestern Kyushu, then Tokyo Plain)": "all three landings",
}
SIDES = {
    "US": "American",
    "UK": "British",
    "Allies": "Allied",
    "USSR": "Soviet",
    "Japan": "Japanese",
    "both": "both sides",
}
INDENT = "\N{NO-BREAK SPACE}" * 6
HEADING = 3.35  # lines that the heading of a period takes, with the names of the columns


def counted(projections: pd.DataFrame) -> pd.DataFrame:
    """The rows that count people, in order of period and date; those of no number included."""
    people = projections[projections["unit"] == "people"]
    period = people["period"].map(list(PERIODS).index)
    sides = [*SIDES, *people["side"].unique()]
    side = people["side"].map(sides.index)
    size = people["best"].fillna(people["high"]).fillna(people["low"])
    ranks = people.assign(period_rank=period, side_rank=side, size=size)
    order = ["period_rank", "earliest", "latest", "author", "side_rank", "horizon_days"]
    return ranks.sort_values([*order, "horizon", "size"], kind="stable")


def has_number(row: pd.Series) -> bool:
    """Whether the row gives any figure at all."""
    return any(pd.notna(row[name]) for name in ("low", "best", "high"))


@dataclass(frozen=True)
class Line:
    """A line of the ledger: its words, its height, and the rows on it."""

    words: str
    height: float
    rows: dict[str, pd.Series]
    heading: bool = False


def _day(row: pd.Series) -> str:
    """``15 Jun`` for a day of 1945, ``Feb 1947``, ``1985``."""
    words = date_in_words(row["date"])
    if row["period"] == "contemporary":
        words = words.replace(" 1945", "")
    for month in MONTHS:
        words = words.replace(month, month[:3])
    return words.replace(" (uncertain)", "?")


def _parts(rows: pd.DataFrame) -> list[str]:
    """What tells the lines of one author and day apart: operation, horizon, side."""
    told: list[list[str]] = []
    for column in (
        [OPERATIONS.get(v, v) for v in rows["operation"]],
        [SHORT_HORIZON.get(v, v) or v for v in rows["horizon"]],
    ):
        unlike = len(set(zip(rows["side"], *told, strict=True)))
        if len(set(column)) > 1 and unlike < len(rows):
            told.append(column)
    sides = [SIDES.get(v, v) for v in rows["side"]]
    if len(set(sides)) > 1 or sides[0] != SIDES["US"]:
        told.append(sides)
    return [", ".join(words) for words in zip(*told, strict=True)] or [""] * len(rows)


def lines_of(projections: pd.DataFrame) -> list[Line]:
    """The ledger from top to bottom: a line for each author, day, side, operation and horizon."""
    rows = counted(projections)
    lines: list[Line] = []
    height = 1.6
    for period, heading in PERIODS.items():
        height -= 1.6
        lines.append(Line(heading, height, {}, heading=True))
        height -= HEADING - 1
        of_period = rows[rows["period"] == period]
        for _, estimates in of_period.groupby(["earliest", "latest", "author"], sort=False):
            same = ["side", "operation", "horizon"]
            groups = [group for _, group in estimates.groupby(same, sort=False)]
            firsts = pd.DataFrame([group.iloc[0] for group in groups])
            name = f"{_day(firsts.iloc[0])}, {who(firsts.iloc[0])}"
            for number, (group, part) in enumerate(zip(groups, _parts(firsts), strict=True)):
                height -= 1
                on_it = {str(row_id): row for row_id, row in group.iterrows()}
                if not any(map(has_number, on_it.values())):
                    part = "no number"
                words = f"{name}: {part}" if part and part not in name else name
                if number:
                    words = INDENT + part
                lines.append(Line(words, height, on_it))
    return lines
