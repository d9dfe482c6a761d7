"""Tables on the pace of losses: a day, per thousand engaged, and as announced."""

from __future__ import annotations

import pandas as pd

from companion import data
from companion.losses import (
    days,
    figure_of,
    named,
    per_day,
    per_thousand,
    per_thousand_per_day,
    rounded,
    span_in_words,
)
from companion.operations import OPERATIONS
from companion.tables import listing
from companion.tables.losses import cell_of, line_of
from companion.text import date_in_words, number


@listing(
    "losses-per-day",
    table="actual_losses",
    title="Killed, wounded and missing in total and a day",
    caption=(
        "The losses of the side named, over the days that the source counts, first and last "
        "included. A mean over a campaign hides its worst weeks, and says nothing of how many men "
        "were exposed."
    ),
)
def losses_per_day(losses: pd.DataFrame) -> pd.DataFrame:
    """The toll of each operation as a total and as a mean per day."""
    lines = []
    for operation in OPERATIONS:
        widest = max(named(operation.rated), key=lambda row: losses.loc[row, "latest"])
        each = per_day(losses, operation.rated)
        lines.append(
            {
                "Battle": f"{operation.name} ({operation.side})",
                "Span": date_in_words(losses.loc[widest, "date"]),
                "Days": number(days(losses, operation.rated)),
                "Killed, wounded, missing": cell_of(losses, operation.rated),
                "A day": span_in_words(round(each.low), round(each.high)),
            }
        )
    return pd.DataFrame(lines, index=[line_of(o.rated) for o in OPERATIONS])


@listing(
    "losses-per-thousand",
    table="actual_losses",
    title="Losses per thousand engaged, and which strength they are divided by",
    caption=(
        "The lowest rate divides the lowest count of losses by the highest strength, and the "
        "reverse. Strengths are rows of the table of force levels; “What is divided” says what "
        "they count. No rate is given where no strength of those exposed was found."
    ),
)
def losses_per_thousand(losses: pd.DataFrame) -> pd.DataFrame:
    """Rates of loss, with the strengths that make them."""
    forces = data.load("force_levels")
    lines = []
    for operation in OPERATIONS:
        lost, engaged = operation.rated, operation.engaged
        whole = each = strength = "not found"
        if engaged:
            found = figure_of(forces, engaged)
            strength = span_in_words(found.low, found.high)
            whole = rounded(per_thousand(losses, lost, forces, engaged))
            each = rounded(per_thousand_per_day(losses, lost, forces, engaged))
        lines.append(
            {
                "Battle": f"{operation.name} ({operation.side})",
                "Strength": strength,
                "Per thousand": whole,
                "Per thousand a day": each,
                "What is divided": operation.remark,
            }
        )
    return pd.DataFrame(lines, index=[line_of(o.rated, o.engaged) for o in OPERATIONS])


# From one announcement to another, and the fighting that the rise reflects.
PERIODS = (
    ("us-all-cum-1944-07", "us-all-cum-1945-02-08", "about June to December 1944"),
    ("us-all-cum-1945-02-08", "us-all-cum-1945-05-31", "about January to April 1945"),
    ("us-all-cum-1945-05-31", "us-all-cum-1945-07", "about May to June 1945, Okinawa in"),
    ("us-all-cum-1944-07", "us-all-cum-1945-07", "the whole, with late reports"),
)


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%b %Y}"  # a day without its zero has no code on every system


@listing(
    "announced-rises",
    table="actual_losses",
    title="What the announced total of all services rose by",
    caption=(
        "Killed, wounded, missing and captured in all theatres: the difference of two running "
        "totals. The share is of the million that GH gives for June 1944 to June 1945."
    ),
)
def announced_rises(losses: pd.DataFrame) -> pd.DataFrame:
    """The year of GH in parts, from one announced total to the next."""
    million = losses.loc["us-surge-year-glantz-house", "best"]
    lines = []
    for start, end, fighting in PERIODS:
        rise = losses.loc[end, "best"] - losses.loc[start, "best"]
        lines.append(
            {
                "Announced": " to ".join(_day(losses.loc[row, "latest"]) for row in (start, end)),
                "Fighting, roughly": fighting,
                "Rise": number(rise),
                "Share of a million": f"{rise / million:.0%}",
            }
        )
    return pd.DataFrame(lines, index=[f"{start};{end}" for start, end, _ in PERIODS])
