"""Tables that teach how to read a projection: like beside like, and the traps."""

from __future__ import annotations

import pandas as pd

from companion import data
from companion.estimates import PRESIDENT, author, counted, reached, readers
from companion.figures.ledger import has_number
from companion.tables import listing
from companion.text import date_in_words, quantity

# Trap -> two rows that spring it, and the column in which they must be seen to differ.
TRAPS: dict[str, tuple[str, str, str]] = {
    "Casualties are not deaths": ("jwpc-369-1-all-total", "jwpc-369-1-all-dead", "measure"),
    "A month is not 90 days": ("macarthur-revised-d30", "macarthur-revised-105050", "span"),
    "Nor is it 120 days": ("macarthur-staff-30-days", "macarthur-staff-120-days", "span"),
    "A campaign sold as a month": (
        "leahy-18-june-implied-268000",
        "bradley-270000-first-30",
        "span",
    ),
    "Olympic is southern Kyushu alone": (
        "macarthur-revised-105050",
        "jwpc-369-1-kyushu-total",
        "operation",
    ),
    "Three labels, three plans": (
        "jwpc-369-1-sk-tokyo-total",
        "jwpc-369-1-all-total",
        "operation",
    ),
    "Ashore, or also afloat": ("macarthur-staff-30-days", "nimitz-may-1945-30-days", "services"),
    "Battle losses, or the sick too": (
        "macarthur-staff-120-days",
        "sixth-army-medical-1945",
        "measure",
    ),
    "Equal digits, different things": (
        "macarthur-revised-105050",
        "jwpc-369-1-kyushu-wounded",
        "measure",
    ),
    "A rate, but of which force?": (
        "leahy-18-june-implied-268000",
        "leahy-diary-63000",
        "counts",
    ),
    "A medal is not a man": (
        "polmar-1995-ordered-medals",
        "giangreco-2000-surplus-medals",
        "counts",
    ),
    "A restatement is no second witness": (
        "shockley-total",
        "glantz-house-restatement-total",
        "derived_from",
    ),
}
# What two figures must share before they may be set side by side.
COMPARED = ("unit", "side", "measure", "operation", "span", "services")
_PLACES = ("Southern Kyushu", "Northwestern Kyushu", "Tokyo Plain")
# Plan of JWPC 369/1 -> the landings in it.
_LANDINGS = {"kyushu": _PLACES[:2], "sk-tokyo": _PLACES[::2], "all": _PLACES}
UNCODED = "not stated"
PLAIN = {
    "Olympic extended (southern + northwestern Kyushu)": "southern and northwestern Kyushu",
    "Olympic+Coronet": "southern Kyushu, then Tokyo Plain",
    "Downfall extended (southern + northwestern Kyushu, then Tokyo Plain)": "all three landings",
}


def differences(projections: pd.DataFrame, one: str, other: str) -> dict[str, tuple[str, str]]:
    """In what two rows differ that must agree before their figures may be compared.

    Column -> its two cells, for the columns of ``COMPARED``; ``counts``, the words of the source,
    when nothing else differs but ``services`` that could not be coded;
    ``derived_from`` when the second row descends from the first. Raises KeyError when there is no
    such row.
    """
    first, second = projections.loc[one], projections.loc[other]
    found = {
        column: (_cell(first[column]), _cell(second[column]))
        for column in COMPARED
        if _cell(first[column]) != _cell(second[column])
    }
    worded = (_cell(first["counts"]), _cell(second["counts"]))
    uncoded = list(found) == ["services"] and UNCODED in found["services"]
    if worded[0] != worded[1] and (not found or uncoded):
        found.pop("services", None)
        found["counts"] = worded
    if one in data.ids(second["derived_from"]):
        found["derived_from"] = (one, other)
    return found


def _cell(value: object) -> str:
    words = value if isinstance(value, str) else UNCODED
    return PLAIN.get(words, words)


def _who_and_when(rows: pd.DataFrame) -> list[str]:
    return [f"{author(row)}, {date_in_words(row['date'])}" for _, row in rows.iterrows()]


def _figure(row: pd.Series) -> str:
    unit = "" if row["unit"] == "people" else f" {row['unit']}"
    return f"{quantity(row)}{unit}"


def _figures(rows: pd.DataFrame) -> list[str]:
    return [_figure(row) for _, row in rows.iterrows()]


@listing(
    "olympic-first-30-days",
    table="casualty_projections",
    title="One question, many answers: the first 30 days of Olympic",
    caption=(
        "Every figure in the data for the first month on southern Kyushu, in order of date. Even "
        "here the services counted are not the same throughout, and no line is a campaign."
    ),
)
def olympic_first_30_days(projections: pd.DataFrame) -> pd.DataFrame:
    """Who put what on the first month of Olympic, when, counting whom, by what method."""
    rows = projections[
        (projections["operation"] == "Olympic")
        & (projections["span"] == "first 30 days")
        & (projections["unit"] == "people")
    ].sort_values(["earliest", "latest"], kind="stable")
    return pd.DataFrame(
        {
            "Who and when": _who_and_when(rows),
            "Figure": _figures(rows),
            "Counts": rows["measure"],
            "Whose men": rows["services"].fillna("not stated"),
            "How reached": rows["method"],
        },
        index=rows.index,
    )


@listing(
    "three-labels",
    table="casualty_projections",
    title="Three labels of one paper, and what each of them priced",
    caption=(
        "The totals by which JWPC 369/1 is quoted, and the landings that each includes. Southern "
        "Kyushu alone, which is what Olympic was, stands on no line. A figure marked * was not "
        "read in the paper or in a work that quotes it."
    ),
)
def three_labels(projections: pd.DataFrame) -> pd.DataFrame:
    """The three totals of JWPC 369/1 with the landings in each and the share of the dead."""
    lines = {}
    for plan, landings in _LANDINGS.items():
        ids = [f"jwpc-369-1-{plan}-total", f"jwpc-369-1-{plan}-dead"]
        total, dead = (projections.loc[row_id] for row_id in ids)
        lines[";".join(ids)] = [
            f"{quantity(total)}{'*' * (total['grade'] == 'unchecked')}",
            *("yes" if place in landings else "no" for place in _PLACES),
            f"{quantity(dead)} ({dead['best'] / total['best']:.0%})",
        ]
    headers = ["Label", *_PLACES, "Dead (share)"]
    return pd.DataFrame.from_dict(lines, orient="index", columns=headers)


@listing(
    "reached-the-president",
    table="casualty_projections",
    title="What is known to have come before Truman",
    caption=(
        "Figures of 1944 and 1945 with a trace of the President’s having read or heard them, by "
        "the first day for which it is known. No trace is not proof that he did not see a figure."
    ),
)
def reached_the_president(projections: pd.DataFrame) -> pd.DataFrame:
    """The contemporary figures known to have reached Truman, by the first day known."""
    known = projections[
        (projections["period"] == "contemporary")
        & projections.apply(reached, axis=1, person=PRESIDENT)
    ]
    days = [readers(row)[PRESIDENT] for _, row in known.iterrows()]
    known = known.assign(day=days).sort_values(["day", "earliest"], kind="stable")
    return pd.DataFrame(
        {
            "Known from": [date_in_words(day) if day else "no day" for day in known["day"]],
            "Figure": _figures(known),
            "Counts": [counted(row) for _, row in known.iterrows()],
            "For": [
                f"{PLAIN.get(row['operation'], row['operation'])}, {row['horizon']}"
                for _, row in known.iterrows()
            ],
            "Whose": [author(row) for _, row in known.iterrows()],
        },
        index=known.index,
    )


@listing(
    "projections-not-people",
    table="casualty_projections",
    title="What is in the data and counts no people",
    caption=(
        "Ratios, a percentage, medals, and statements that name no number. None of them can be "
        "set on an axis with the rest."
    ),
)
def projections_not_people(projections: pd.DataFrame) -> pd.DataFrame:
    """The rows that no picture of numbers of people can hold."""
    rows = projections[
        (projections["unit"] != "people") | ~projections.apply(has_number, axis=1)
    ].sort_values("earliest", kind="stable")
    return pd.DataFrame(
        {
            "What": rows["measure"],
            "Figure": _figures(rows),
            "Who and when": _who_and_when(rows),
            "Counts": rows["counts"].fillna(rows["method"]),
        },
        index=rows.index,
    )


@listing(
    "traps-sprung",
    table="casualty_projections",
    title="Twelve traps, each with two rows that spring it",
    caption=(
        "Two figures that are set side by side in print or could be. “What parts them” is "
        "computed: it compares what the two rows count, for what, over what span and with which "
        "services."
    ),
)
def traps_sprung(projections: pd.DataFrame) -> pd.DataFrame:
    """Each trap with its two figures and what, by the data, parts them."""
    lines = {}
    for trap, (one, other, _) in TRAPS.items():
        rows = [projections.loc[one], projections.loc[other]]
        parted = differences(projections, one, other)
        descent = parted.pop("derived_from", None)
        words = [f"{a} / {b}" for a, b in parted.values()]
        if descent:
            words.append("the second rests on the first")
        lines[f"{one};{other}"] = [
            trap,
            " / ".join(f"{author(row)}: {_figure(row)}" for row in rows),
            "; ".join(words),
        ]
    headers = ["Trap", "Two figures", "What parts them"]
    return pd.DataFrame.from_dict(lines, orient="index", columns=headers)
