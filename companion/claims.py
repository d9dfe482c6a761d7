"""What the two texts claim, and the verdicts that the evidence gives by computation.

A claim's ``check`` says how to compute its verdict, in one of these forms. An operand is the id of
a row, with ``.column`` where it is not the obvious one (``date``; ``low``, ``best`` and ``high``).

- ``number: A + B - 2 * C; D``: the asserted span against the envelope of the alternatives
- ``ratio: A / B; C / D``: the same for quotients
- ``days: A to B``: the same for the days from one date to another
- ``date: A; B``: the asserted date against these dates
- ``order: A before B not after C``: whether things happened in this order
- ``state: A.column = words`` (or ``!=``): whether a cell holds (or lacks) these words
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

import pandas as pd

from companion import data

VERDICTS = ("supported", "imprecise", "contested", "contradicted", "unverifiable")
TOLERANCE = 0.15  # how far from the evidence a number may lie and still be called imprecise

Span = tuple[float, float]
Days = tuple[date, date]


def computed_verdict(claim: pd.Series) -> str | None:
    """``supported``, ``imprecise`` or ``contradicted`` by the claim's own check; None without one.

    Raises ValueError or KeyError that names the claim when its check cannot be read.
    """
    if pd.isna(claim["check"]):
        return None
    form, _, body = claim["check"].partition(": ")
    try:
        return _FORMS[form](claim, body)
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{claim.name}: check {claim['check']!r}: {error}") from error


def _operand(text: str) -> tuple[pd.Series, str]:
    row_id, _, column = text.strip().partition(".")
    return data.row(row_id), column


def _figure(text: str) -> Span:
    if re.fullmatch(r"[0-9.]+", text.strip()):
        return float(text), float(text)
    row, column = _operand(text)
    cells = [row[c] for c in ([column] if column else ["low", "best", "high"])]
    values = [float(v) for v in cells if pd.notna(v)]
    if not values:
        raise ValueError(f"{text} has no figure")
    return min(values), max(values)


def _product(text: str) -> Span:
    low = high = 1.0
    for factor in text.split(" * "):
        least, most = _figure(factor)
        low, high = low * least, high * most
    return low, high


def _sum(text: str) -> Span:
    first, *rest = re.split(r"\s([+-])\s", text)
    low, high = _product(first)
    for sign, term in zip(rest[::2], rest[1::2], strict=True):
        least, most = _product(term)
        low, high = (low + least, high + most) if sign == "+" else (low - most, high - least)
    return low, high


def _quotient(text: str) -> Span:
    above, below = map(_sum, text.split(" / "))
    return above[0] / below[1], above[1] / below[0]


def _step(value: float) -> float:
    """The place of the last digit that counts: 1,700,000 is stated to the nearest 100,000."""
    _, _, exponent = Decimal(str(value)).normalize().as_tuple()
    return 10.0 ** int(exponent)


def _against(claim: pd.Series, envelope: Span) -> str:
    low, high = claim["asserted_low"], claim["asserted_high"]
    stated = [float(v) for v in (low, high) if pd.notna(v)]
    if not stated:
        raise ValueError("nothing is asserted: fill asserted_low or asserted_high")
    step = min(map(_step, stated))
    least = float(low) if pd.notna(low) else float("-inf")
    most = float(high) if pd.notna(high) else float("inf")
    bottom, top = envelope
    if least <= _rounded(top, step) and most >= _rounded(bottom, step):
        return "supported"
    if least <= top and most >= bottom:
        return "supported"
    if least <= top + TOLERANCE * abs(top) and most >= bottom - TOLERANCE * abs(bottom):
        return "imprecise"
    return "contradicted"


def _rounded(value: float, step: float) -> float:
    return int(value / step + 0.5) * step


def _number(claim: pd.Series, body: str) -> str:
    spans = [_sum(part) for part in body.split(";")]
    return _against(claim, (min(s[0] for s in spans), max(s[1] for s in spans)))


def _ratio(claim: pd.Series, body: str) -> str:
    spans = [_quotient(part) for part in body.split(";")]
    return _against(claim, (min(s[0] for s in spans), max(s[1] for s in spans)))


def bounds(edtf: str) -> Days:
    """First and last day that an EDTF date (year, month, day or interval) can mean."""
    start, _, end = re.sub(r"[~?%]", "", edtf).partition("/")
    return _period(start).start_time.date(), _period(end or start).end_time.date()


def _period(text: str) -> pd.Period:
    return pd.Period(text, freq={4: "Y", 7: "M", 10: "D"}[len(text)])


def _when(text: str) -> Days:
    row, column = _operand(text)
    cell = row[column or "date"]
    if pd.isna(cell):
        raise ValueError(f"{text} is blank")
    return (cell.date(), cell.date()) if isinstance(cell, pd.Timestamp) else bounds(cell)


def _date(claim: pd.Series, body: str) -> str:
    first, last = bounds(claim["asserted_date"])
    for part in body.split(";"):
        begin, end = _when(part)
        if (begin <= first and last <= end) or (first <= begin and end <= last):
            return "supported"
    return "contradicted"


def _days(claim: pd.Series, body: str) -> str:
    begin, end = map(_when, body.split(" to "))
    return _against(claim, ((end[0] - begin[1]).days, (end[1] - begin[0]).days))


def _order(claim: pd.Series, body: str) -> str:
    first, *rest = re.split(r" (before|not after) ", body.strip())
    before = _when(first)
    for sign, text in zip(rest[::2], rest[1::2], strict=True):
        after = _when(text)
        if before[1] > after[0] or (sign == "before" and before[1] == after[0]):
            return "contradicted"
        before = after
    return "supported"


def _state(claim: pd.Series, body: str) -> str:
    absent = " != " in body
    left, words = body.split(" != " if absent else " = ", 1)
    row, column = _operand(left)
    found = words.strip().casefold() in str(row[column]).casefold()
    return "supported" if found != absent else "contradicted"


_FORMS = {
    "number": _number,
    "ratio": _ratio,
    "days": _days,
    "date": _date,
    "order": _order,
    "state": _state,
}


def disagreements() -> list[str]:
    """Claims whose computed verdict is no longer the recorded one, each in a line; [] when none."""
    found = []
    for claim_id, claim in data.load("claims").iterrows():
        now = computed_verdict(claim)
        recorded = None if pd.isna(claim["computed"]) else claim["computed"]
        if now != recorded:
            found.append(
                f"data/claims.csv, {claim_id}: the check {claim['check']!r} now gives {now}, and "
                f"{recorded} is recorded: look at the evidence again, then at the verdict"
            )
    return found


@lru_cache
def resting_on() -> dict[str, list[str]]:
    """Row id -> ids of the claims that name the row as evidence."""
    found: dict[str, list[str]] = {}
    for claim_id, cell in data.load("claims")["evidence"].items():
        for row_id in data.ids(cell):
            found.setdefault(row_id, []).append(str(claim_id))
    return found


def answers(claim_id: str) -> dict[str, str]:
    """Claim of the other text on the same matter -> relation, in whichever row the two are tied."""
    table = data.load("claims")
    claim = table.loc[claim_id]
    found = {} if pd.isna(claim["counterpart"]) else {claim["counterpart"]: claim["relation"]}
    for other, row in table[table["counterpart"] == claim_id].iterrows():
        found.setdefault(str(other), row["relation"])
    return found
