"""Tables on the arithmetic of projection: methods, assumptions, and what each attempt gives."""

from __future__ import annotations

import pandas as pd

from companion import data
from companion.arithmetic import ASSUMPTIONS, Assumption
from companion.reproductions import METHODS, REPRODUCES, registry
from companion.tables import listing
from companion.text import number, quantity


@listing(
    "methods-of-projection",
    table="casualty_projections",
    title="Six ways to a number",
    caption=(
        "Formulae in words; “hits” counts the attempts of the last table that give their published "
        "figure within its rounding. The source is that of one estimate made in this way."
    ),
)
def methods(projections: pd.DataFrame) -> pd.DataFrame:
    """The methods, their formulae, how often they hit, and what they cannot show."""
    tried = {
        key: [entry.verdict() for entry in registry().values() if entry.method == key]
        for key in METHODS
    }
    return pd.DataFrame(
        [
            {
                "Method": method.name,
                "Formula": method.formula,
                "Hits": f"{tried[key].count(REPRODUCES)} of {len(tried[key])}",
                "What it cannot show": method.blind,
            }
            for key, method in METHODS.items()
        ],
        index=[method.origin for method in METHODS.values()],
    )


def _value(found: Assumption) -> str:
    ends = dict.fromkeys(number(round(end, 2)) for end in (found.low, found.best, found.high))
    return f"{', '.join(ends)} {found.unit}"


@listing(
    "assumptions-of-the-arithmetic",
    table="casualty_projections",
    title="Inputs that no row holds as a number",
    caption=(
        "Low, best and high where there are three. Source and grade are those of the row whose "
        "words give the value; where none does, of the estimate or strength that it is used with, "
        "and then the value has no source but this table."
    ),
)
def assumptions(projections: pd.DataFrame) -> pd.DataFrame:
    """Every declared assumption with its value and why it is there."""
    return pd.DataFrame(
        [
            {
                "Assumption": name,
                "Value": _value(found),
                "Why": found.why,
                "Stated in a row": "yes" if found.row else "no",
            }
            for name, found in ASSUMPTIONS.items()
        ],
        index=[found.row or found.serves for found in ASSUMPTIONS.values()],
    )


@listing(
    "projections-rebuilt",
    table="casualty_projections",
    title="What each attempt gives, and what was published",
    caption=(
        "“Reproduces”: within half of the last place that is not zero in the published figure. "
        "“Within range”: one of the two ranges lies inside the other, which a wide range achieves "
        "easily. “Cannot”: neither. A hit shows that a method is enough, not that it was used."
    ),
)
def rebuilt(projections: pd.DataFrame) -> pd.DataFrame:
    """Each attempt beside the published figure it aims at, with the verdict."""
    lines, index = [], []
    for entry in registry().values():
        aim = projections.loc[entry.published]
        lines.append(
            {
                "Attempt": entry.what,
                "Computed": entry.shown(),
                "Published": f"{quantity(aim)} {aim['measure']}",
                "Verdict": entry.verdict(),
                "What it shows": entry.lesson,
            }
        )
        rows = dict.fromkeys((entry.published, *entry.compute().rows))
        index.append(";".join(row for row in rows if data.table_of(row)))
    return pd.DataFrame(lines, index=index)
