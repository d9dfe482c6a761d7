"""Tables on the two texts: claims side by side, those that are wrong, and what settles each."""

from __future__ import annotations

from functools import partial

import pandas as pd

from companion import checks, concordance, data
from companion.concordance import SIGNS
from companion.tables import Linked, Listing, listing, registry
from companion.text import date_in_words, number, quantity
from companion.views import words

# How the two texts stand to each other -> title and caption of the pairs that do.
_RELATIONS = {
    "agree": (
        "Where the two texts say the same",
        "GH first, then MK; each is linked to its claim. Agreement is no verdict on either.",
    ),
    "differ": (
        "Where the two texts say otherwise",
        "GH first, then MK. As they stand, both cannot be right.",
    ),
    "past": (
        "Where the two texts talk past each other",
        "GH first, then MK: the same matter, another question. Both can be right, or wrong.",
    ),
}


def _pairs(claims: pd.DataFrame, relation: str) -> pd.DataFrame:
    """Pairs of claims of one relation, GH's first."""
    frame = concordance.pairs(relation)[["GH", "MK"]]
    frame.attrs["linked"] = 2
    return frame


for _relation, (_title, _caption) in _RELATIONS.items():
    listing(f"texts-{_relation}", table="claims", title=_title, caption=_caption, member=_relation)(
        partial(_pairs, relation=_relation)
    )


def side_by_side(claims: pd.DataFrame, relation: str) -> Listing:
    """The table of the pairs that agree, differ or talk past each other. Raises KeyError."""
    return registry()[f"texts-{relation}"].make(claims)


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


# What settles a claim -----------------------------------------------------------------------------


def _value(name: str) -> str:
    """What the rows hold for an operand, in words, under the operand's own name."""
    row, column = checks.operand(name)
    if column == "length":
        held = f"{date_in_words(row['date'])}, {(row['latest'] - row['earliest']).days + 1:,} days"
    elif column:
        held = date_in_words(words(row[column]))
    elif "best" in row.index:
        held = quantity(row)
    elif "latitude" in row.index:
        held = f"{row['latitude']}°N, {row['longitude']}°E"
    else:
        held = date_in_words(str(row["date"]))
    return f"{name}: {held}"


def _comes_to(reading: checks.Reading) -> str:
    """The result of a computation in words; blank where rows are only compared or looked up."""
    if not reading.spans:
        return ""
    digits = 2 if reading.form == "ratio" else 0
    ends = [number(round(end, digits)) for end in reading.envelope]
    result = (ends[0] if ends[0] == ends[1] else " to ".join(ends)).replace("-", "−")
    return f"{result} {reading.form}" if reading.form in {"days", "km"} else result


def _settled_line(claim: pd.Series) -> tuple[object, ...]:
    reading = checks.read(claim)
    assert reading is not None
    rows = Linked((_value(name), name.partition(".")[0]) for name in reading.operands)
    verdict = f"{SIGNS[reading.verdict]} {reading.verdict}" if reading.verdict else "silent"
    if reading.verdict != claim["verdict"]:
        verdict += f", by judgement {SIGNS[claim['verdict']]} {claim['verdict']}"
    return claim["statement"], claim["asserted"], rows, _comes_to(reading), verdict


def _settled(claims: pd.DataFrame, passage_id: str) -> pd.DataFrame:
    """The executed claims of a passage: what it says, what the rows say, the verdict made now."""
    mine = claims[(claims["passage"] == passage_id) & claims["check"].notna()]
    frame = pd.DataFrame.from_dict(
        {claim_id: _settled_line(claim) for claim_id, claim in mine.iterrows()},
        orient="index",
        columns=["Claim", "It says", "The rows say", "That comes to", "Verdict, computed"],
    )
    return frame if frame["That comes to"].any() else frame.drop(columns="That comes to")


_claims = data.load("claims")
for _passage in dict.fromkeys(_claims.loc[_claims["check"].notna(), "passage"]):
    _text, _, _place = _passage.partition("-")
    listing(
        f"settled-{_passage}",
        table="claims",
        title=f"What settles {_text.upper()}, passage {int(_place)}",
        caption=(
            "Each verdict is computed from the rows named, when the page is made; the check stands "
            "with its claim above."
        ),
        member=_passage,
    )(partial(_settled, passage_id=_passage))


def settled(claims: pd.DataFrame, passage_id: str) -> Listing:
    """The table that settles a passage. Raises KeyError when none of its claims is executed."""
    return registry()[f"settled-{passage_id}"].make(claims)
