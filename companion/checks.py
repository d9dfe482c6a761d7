"""The grammar of a claim's ``check``: what it reads from the rows, and the verdict that follows.

An operand is the id of a row, with ``.column`` where it is not the obvious one (``date``; ``low``,
``best`` and ``high``); ``.length`` is the number of days that the row's date spans.

- ``number: A + B - 2 * C; D``: the asserted span against the envelope of the alternatives
- ``ratio: A / B; C / D``: the same for quotients; ``/`` binds less than any other sign
- ``days: A to B``: the same for the days from one date to another
- ``km: A to B``: the same for the distance between two places
- ``date: A; B``: the asserted date against these dates
- ``order: A before B not after C``: whether things happened in this order
- ``state: A.column = words`` (or ``!=``): whether a cell holds (or lacks) these words

A text that gives one bound only ("at least", "up to") is held to that side alone: the bound is
kept where all that the rows give lies beyond it, and loose where only a part does.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from companion import data

TOLERANCE = 0.15  # how far from the evidence a number may lie and still be called imprecise
EARTH = 6371.0  # mean radius in km

# Columns that name all there is to name, so that a name which is not there contradicts. What a
# cell of prose does not mention proves nothing.
CLOSED = {
    *("kind", "subject", "theme", "parties", "signatories", "actors", "people", "author"),
    *("controller", "claimed_by", "country_today", "place"),
}

Span = tuple[float, float]
Days = tuple[date, date]


@dataclass(frozen=True)
class Reading:
    """What a check reads: ``operands`` as written, and what each alternative comes to.

    ``spans`` are numbers in the unit of the check, ``days`` first and last days; which of the two
    is filled depends on the form. ``verdict`` is None where the rows are silent.
    """

    form: str
    operands: tuple[str, ...]
    spans: tuple[Span, ...]
    days: tuple[Days, ...]
    verdict: str | None

    @property
    def envelope(self) -> Span:
        """The least and the greatest number that the rows allow."""
        return min(s[0] for s in self.spans), max(s[1] for s in self.spans)


def read(claim: pd.Series) -> Reading | None:
    """What the claim's check makes of the rows as they are; None for a claim without one.

    Raises ValueError that names the claim when its check cannot be read.
    """
    if pd.isna(claim["check"]):
        return None
    form, _, body = claim["check"].partition(": ")
    try:
        return _FORMS[form](claim, form, body)
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{claim.name}: check {claim['check']!r}: {error}") from error


def written(check: str) -> str:
    """A check as it is printed, with brackets round what its quotients divide and divide by."""
    form, colon, body = check.partition(": ")
    if form != "ratio":
        return check
    quotients = (quotient.split(" / ") for quotient in body.split("; "))
    return form + colon + "; ".join(" / ".join(map(_bracketed, q)) for q in quotients)


def _bracketed(text: str) -> str:
    return f"({text})" if re.search(r"\s[-+*]\s", text) else text


def operand(text: str) -> tuple[pd.Series, str]:
    """``row-id.column`` -> the row and the column, which is blank where none is named."""
    row_id, _, column = text.strip().partition(".")
    return data.row(row_id), column


def _named(body: str) -> tuple[str, ...]:
    """The operands of a check, each once: what stands between its signs and is no number."""
    parts = re.split(r"\s(?:[-+*/]|to|before|not after|!?=)\s|;\s*", body)
    return tuple(dict.fromkeys(p.strip() for p in parts if not re.fullmatch(r"[0-9.]+", p.strip())))


# Numbers ------------------------------------------------------------------------------------------


def _figure(text: str) -> Span:
    if re.fullmatch(r"[0-9.]+", text.strip()):
        return float(text), float(text)
    row, column = operand(text)
    if column == "length":
        days = float((row["latest"] - row["earliest"]).days + 1)
        return days, days
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


def _rounded(value: float, step: float) -> float:
    return int(value / step + 0.5) * step


def asserted(claim: pd.Series) -> tuple[float | None, float | None]:
    """The lower and the upper end of what is asserted; None where the text gives no such end."""
    low, high = (
        float(v) if pd.notna(v) else None for v in (claim["asserted_low"], claim["asserted_high"])
    )
    return low, high


def _against_floor(floor: float, envelope: Span) -> str:
    """A verdict on "at least ``floor``"; a bound is a line, so nothing is rounded over it."""
    bottom, top = envelope
    if bottom >= floor:
        return "supported"
    return "imprecise" if floor <= top + TOLERANCE * abs(top) else "contradicted"


def _against_span(least: float, most: float, envelope: Span) -> str:
    bottom, top = envelope
    step = min(_step(least), _step(most))
    if least <= top and most >= bottom:
        return "supported"
    if least <= _rounded(top, step) and most >= _rounded(bottom, step):
        return "supported"
    if least <= top + TOLERANCE * abs(top) and most >= bottom - TOLERANCE * abs(bottom):
        return "imprecise"
    return "contradicted"


def _against(claim: pd.Series, envelope: Span) -> str:
    match asserted(claim):
        case float(low), None:
            return _against_floor(low, envelope)
        case None, float(high):  # a ceiling is a floor seen from the other side
            return _against_floor(-high, (-envelope[1], -envelope[0]))
        case float(low), float(high):
            return _against_span(low, high, envelope)
    raise ValueError("nothing is asserted: fill asserted_low or asserted_high")


def _numbers(claim: pd.Series, form: str, body: str, spans: list[Span]) -> Reading:
    found = Reading(form, _named(body), tuple(spans), (), None)
    return Reading(form, found.operands, found.spans, (), _against(claim, found.envelope))


def _number(claim: pd.Series, form: str, body: str) -> Reading:
    return _numbers(claim, form, body, [_sum(part) for part in body.split(";")])


def _ratio(claim: pd.Series, form: str, body: str) -> Reading:
    return _numbers(claim, form, body, [_quotient(part) for part in body.split(";")])


def _distance(claim: pd.Series, form: str, body: str) -> Reading:
    here, there = (operand(text)[0] for text in body.split(" to "))
    north, east = (math.radians(there[angle] - here[angle]) for angle in ("latitude", "longitude"))
    middle = math.radians((here["latitude"] + there["latitude"]) / 2)
    km = EARTH * math.hypot(north, east * math.cos(middle))
    return _numbers(claim, form, body, [(km, km)])


# Dates --------------------------------------------------------------------------------------------


def bounds(edtf: str) -> Days:
    """First and last day that an EDTF date (year, month, day or interval) can mean."""
    start, _, end = re.sub(r"[~?%]", "", edtf).partition("/")
    return _period(start).start_time.date(), _period(end or start).end_time.date()


def _period(text: str) -> pd.Period:
    return pd.Period(text, freq={4: "Y", 7: "M", 10: "D"}[len(text)])


def when(text: str) -> Days:
    """First and last day of an operand's date. Raises ValueError when the cell is blank."""
    row, column = operand(text)
    cell = row[column or "date"]
    if pd.isna(cell):
        raise ValueError(f"{text} is blank")
    return (cell.date(), cell.date()) if isinstance(cell, pd.Timestamp) else bounds(cell)


def _date(claim: pd.Series, form: str, body: str) -> Reading:
    first, last = bounds(claim["asserted_date"])
    days = tuple(when(part) for part in body.split(";"))
    met = any(
        (begin <= first and last <= end) or (first <= begin and end <= last) for begin, end in days
    )
    return Reading(form, _named(body), (), days, "supported" if met else "contradicted")


def _between(claim: pd.Series, form: str, body: str) -> Reading:
    begin, end = map(when, body.split(" to "))
    span = float((end[0] - begin[1]).days), float((end[1] - begin[0]).days)
    found = _numbers(claim, form, body, [span])
    return Reading(form, found.operands, found.spans, (begin, end), found.verdict)


def _order(claim: pd.Series, form: str, body: str) -> Reading:
    first, *rest = re.split(r" (before|not after) ", body.strip())
    days = [when(first)]
    kept = True
    for sign, text in zip(rest[::2], rest[1::2], strict=True):
        before, after = days[-1], when(text)
        kept &= before[1] < after[0] or (sign == "not after" and before[1] == after[0])
        days.append(after)
    return Reading(form, _named(body), (), tuple(days), "supported" if kept else "contradicted")


# Words --------------------------------------------------------------------------------------------


def _state(claim: pd.Series, form: str, body: str) -> Reading:
    absent = " != " in body
    left, words = body.split(" != " if absent else " = ", 1)
    row, column = operand(left)
    cell = str(row[column]).casefold()
    found = all(part.strip() in cell for part in words.casefold().split(";"))
    verdict: str | None = "contradicted" if absent else "supported"
    if not found:
        other = "supported" if absent else "contradicted"
        verdict = other if column in CLOSED else None
    return Reading(form, (left.strip(),), (), (), verdict)


_FORMS = {
    "number": _number,
    "ratio": _ratio,
    "days": _between,
    "km": _distance,
    "date": _date,
    "order": _order,
    "state": _state,
}
