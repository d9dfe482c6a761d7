"""Tables on treaties: the main instruments, and Yalta's terms with what became of them."""

from __future__ import annotations

import pandas as pd

from companion import data
from companion.figures.treaties import MAIN, still_in_force
from companion.tables import listing
from companion.text import date_in_words, listed


def _end(instrument: pd.Series) -> str:
    if still_in_force(instrument):
        return "in force"
    return (
        date_in_words(instrument["ended"]) if pd.notna(instrument["ended"]) else "no day recorded"
    )


def _standing(instrument: pd.Series) -> str:
    without_end = still_in_force(instrument) or instrument["end_cause"] == "No end date"
    return str(instrument["status_today" if without_end else "end_cause"])


@listing(
    "main-instruments",
    table="treaties",
    title="The main instruments, 1855 to today",
    caption=(
        "The instruments of the timeline, oldest first. No day recorded under Ended means that "
        "parts lapsed at different times, that it was carried out, or that it was a statement "
        "which nobody has formally ended; the last column says which. Dates are New Style."
    ),
)
def main_instruments(treaties: pd.DataFrame) -> pd.DataFrame:
    """The instruments of the timeline: signed, in force, ended, and how."""
    chosen = [row_id for ids in MAIN.values() for row_id in ids if row_id in treaties.index]
    rows = treaties.loc[chosen].sort_values("earliest", kind="stable")
    dates = rows[["date", "in_force"]].map(date_in_words, na_action="ignore").fillna("")
    return pd.DataFrame(
        {
            "Instrument": rows["short_title"],
            "Signed": dates["date"],
            "In force": dates["in_force"],
            "Ended": [_end(row) for _, row in rows.iterrows()],
            "How it ended, or where it stands": [_standing(row) for _, row in rows.iterrows()],
        }
    )


@listing(
    "yalta-terms",
    table="yalta_terms",
    title="Yalta's Far Eastern terms and what became of each",
    caption=(
        "Each term in our words, the act taken to have fulfilled it, and the days from the "
        "agreement to that act. The last column is the evidence's own reservation about how far "
        "words and deed agree."
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
            "Fulfilled by": [
                listed([acts[act] for act in data.ids(cell)]) for cell in rows["fulfilled_by"]
            ],
            "When": rows["date"].map(date_in_words),
            "Days after Yalta": [f"{(day - signed).days:,}" for day in rows["earliest"]],
            "How far": rows["extent"],
        }
    )
