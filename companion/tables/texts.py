"""Tables on the two texts: claims side by side, and those that are wrong."""

from __future__ import annotations

import pandas as pd

from companion import concordance
from companion.tables import listing


def _side_by_side(relation: str) -> pd.DataFrame:
    frame = concordance.pairs(relation)[["GH", "MK"]]
    frame.attrs["linked"] = 2
    return frame


@listing(
    "texts-agree",
    table="claims",
    title="Where the two texts say the same",
    caption="GH first, then MK; each leads to its claim. Agreement is no verdict on either.",
)
def agreements(claims: pd.DataFrame) -> pd.DataFrame:
    """Pairs of claims that agree."""
    return _side_by_side("agree")


@listing(
    "texts-differ",
    table="claims",
    title="Where the two texts say otherwise",
    caption="GH first, then MK. As they stand, both cannot be right.",
)
def differences(claims: pd.DataFrame) -> pd.DataFrame:
    """Pairs of claims that differ."""
    return _side_by_side("differ")


@listing(
    "texts-past",
    table="claims",
    title="Where the two texts talk past each other",
    caption="GH first, then MK: the same matter, another question. Both can be right, or wrong.",
)
def past_each_other(claims: pd.DataFrame) -> pd.DataFrame:
    """Pairs of claims on one matter that ask different things of it."""
    return _side_by_side("past")


@listing(
    "texts-errors",
    table="claims",
    title="The contradicted claims, in order of consequence",
    caption=(
        "First those that take a conclusion of their text with them, then those on title and "
        "control, then dates. The order is this companion's judgement; the verdicts are computed."
    ),
)
def errors(claims: pd.DataFrame) -> pd.DataFrame:
    """Contradicted claims of both texts, gravest first."""
    return concordance.errors().rename(
        columns={
            "statement": "Claim",
            "text": "Text",
            "asserted": "It has",
            "falls": "What falls with it",
        }
    )
