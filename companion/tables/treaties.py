"""Tables on treaties: every instrument, and Yalta's terms with what became of them."""

from __future__ import annotations

import pandas as pd

from companion import data
from companion.cards import EXTENT_SHORT
from companion.tables import Linked, listing
from companion.text import date_in_words


def _end(row: pd.Series) -> str:
    """When and how an instrument ended, or where it stands."""
    if pd.notna(row["ended"]):
        return f"{date_in_words(row['ended'])}: {row['end_cause']}"
    start = "no end recorded" if row["effect"] == "obligation" else "not ended in form"
    return f"{start}: {row['status_today']}"


@listing(
    "instruments",
    table="treaties",
    title="Every instrument, oldest first",
    caption=(
        "What the timeline draws, as a list. An obligation binds from entry into force to its end; "
        "a statement puts a policy into words; an act is done at once, and what it changed stays "
        "changed. Dates are New Style. Two days under an end mean that it came on an unknown day "
        "between them, or that different parts ended on different days."
    ),
)
def instruments_listed(treaties: pd.DataFrame) -> pd.DataFrame:
    """All instruments: effect, signed, in force, ended and how."""
    rows = treaties.sort_values(["earliest", "latest"], kind="stable")
    dates = rows[["date", "in_force"]].map(date_in_words, na_action="ignore").fillna("")
    return pd.DataFrame(
        {
            "Instrument": rows["short_title"],
            "Effect": rows["effect"],
            "Signed or issued": dates["date"],
            "In force": dates["in_force"],
            "Ended": [_end(row) for _, row in rows.iterrows()],
        }
    )


@listing(
    "yalta-terms",
    table="yalta_terms",
    title="Yalta's Far Eastern terms and what became of each",
    caption=(
        "Each term in our words, the act taken to have answered it, and the days from the "
        "agreement to that act, or for China's sovereignty in Manchuria to the end of the Soviet "
        "withdrawal. In full says that the act was done, in part that it fell short of "
        "the words, and not at all that it put the term into writing and was never carried out."
    ),
)
def yalta_terms(terms: pd.DataFrame) -> pd.DataFrame:
    """Yalta's terms: by which act fulfilled, when, how far."""
    signed = data.row("yalta-far-east-1945")["earliest"]
    acts = data.load("treaties")["short_title"]
    rows = terms.sort_values("earliest", kind="stable")
    return pd.DataFrame(
        {
            "Term": rows["term"],
            "Answered by": [
                Linked((acts[act], act) for act in data.ids(cell)) for cell in rows["fulfilled_by"]
            ],
            "When": rows["date"].map(date_in_words),
            "Days after Yalta": [f"{(day - signed).days:,}" for day in rows["earliest"]],
            "How far": rows["extent"].map(EXTENT_SHORT),
        }
    )
