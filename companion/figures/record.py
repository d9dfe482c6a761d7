"""Figures that set what each text asserts beside what the rows say: its dates, and its numbers."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from companion import checks
from companion.figures import figure, style
from companion.figures.record_lines import Line, in_words, is_dated, readings
from companion.text import MONTHS, number

LINE = 34  # height of a claim in pixels: its words, and its marks under them


# Dates --------------------------------------------------------------------------------------------


def _short_day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def _short_days(days: checks.Days) -> str:
    first, last = days
    if first == last:
        return _short_day(first)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}–{last.year}"
    return f"{MONTHS[first.month - 1][:3]} {first.year} to {MONTHS[last.month - 1][:3]} {last.year}"


def days_off(asserted: checks.Days, record: checks.Days) -> int:
    """Days from what is asserted to the record: negative where the record is earlier.

    Zero where one contains the other. Where they only overlap, their beginnings are compared.
    """
    if asserted[0] <= record[0] <= record[1] <= asserted[1]:
        return 0
    if record[0] <= asserted[0] <= asserted[1] <= record[1]:
        return 0
    if record[0] > asserted[1]:
        return (record[0] - asserted[1]).days
    if record[1] < asserted[0]:
        return (record[1] - asserted[0]).days
    return (record[0] - asserted[0]).days


def _dated(claim: pd.Series, reading: checks.Reading) -> Line:
    if reading.form == "days":
        found = reading.envelope[0]
        least, most = checks.asserted(claim)
        low = found if least is None else least
        high = found if most is None else most
        off = found - min(max(found, low), high)
        return Line(claim, reading, in_words(claim, _in_days(found)), off, off)
    asserted = checks.bounds(claim["asserted_date"])
    offs = [days_off(asserted, days) for days in reading.days]
    told = offs.index(0) if 0 in offs else 0
    if offs[told] == 0:
        offs = [0]
    marked = sorted(reading.days) if len(offs) > 1 else [reading.days[told]]
    # each mark has its day in the words; of one month only the last has its name
    *days, last = [_short_days(days) for days in marked]
    month = last.lstrip("0123456789")
    words = in_words(claim, "/".join([*(day.removesuffix(month) for day in days), last]))
    return Line(claim, reading, words, min(offs), max(offs), tuple(offs))


def _in_days(count: float) -> str:
    return f"{number(count)} {'day' if abs(count) == 1 else 'days'}".replace("-", "−")


def _even(days: float) -> float:
    """A place for a difference of days at which one day and a thousand can both be seen."""
    return math.copysign(math.log10(1 + abs(days)), days)


def _dates(claims: pd.DataFrame, text: str) -> go.Figure:
    lines = [_dated(c, r) for c, r in readings(claims, text) if is_dated(c, r)]
    lines.sort(key=lambda line: -max(abs(line.low), abs(line.high)))
    ends = [_even(end) for line in lines for end in (line.low, line.high)]
    left, right = min(-0.5, *ends) - 0.25, max(0.5, *ends) + 0.25
    fig = _sheet(lines, left)
    for height, line in _heights(lines):
        low, high = _even(line.low), _even(line.high)
        _stroke(fig, 0, low if abs(low) > abs(high) else high, height)
        _record(fig, line, sorted({low, high, *map(_even, line.between)}), height)
    steps = [step for step in (-1000, -100, -10, 0, 10, 100, 1000) if left <= _even(step) <= right]
    fig.update_xaxes(
        range=[left, right],
        showgrid=False,
        tickvals=[_even(step) for step in steps],
        ticktext=[number(step).replace("-", "−") for step in steps],
        title_text="days by which the record is earlier (−) or later",
    )
    return fig


# Numbers ------------------------------------------------------------------------------------------


def _compact(value: float) -> str:
    if abs(value) >= 1e6:
        return f"{float(f'{value / 1e6:.3g}'):g} million"
    if value < 1000:
        return number(float(f"{value:.{2 if value < 10 else 3}g}"))
    return number(round(value))


def _told(span: checks.Span) -> str:
    low, high = map(_compact, span)
    if low == high:
        return low
    return f"{low.removesuffix(' million')}–{high}" if high.endswith("million") else f"{low}–{high}"


def _measure(claim: pd.Series) -> tuple[float, float | None, float | None]:
    """What counts as 1 on the axis, and the ends of what is asserted; None for an open end."""
    low, high = (end or None for end in checks.asserted(claim))  # from zero is from nowhere
    if low and high:
        return math.sqrt(low * high), low, high
    return low or high or math.nan, low, high


def _numbers(claims: pd.DataFrame, text: str) -> go.Figure:
    lines = [
        Line(c, r, in_words(c, _told(r.envelope)), *r.envelope)
        for c, r in readings(claims, text)
        if r.spans and not is_dated(c, r)
    ]
    places = [
        end / one
        for line in lines
        for one, *asserted in [_measure(line.claim)]
        for end in (line.low, line.high, *filter(None, asserted))
        if not math.isnan(one)
    ]
    edges = min(places) / 1.4, max(places) * 1.4
    fig = _sheet(lines, math.log10(edges[0]))
    for height, line in _heights(lines):
        one, low, high = _measure(line.claim)
        if math.isnan(one):  # nothing is asserted to be there, and no ratio to nothing can be drawn
            _record(fig, line, [math.log10(edges[1] / 1.1)], height, "triangle-right")
            continue
        left, right = (
            (end / one if end else edge) for end, edge in zip((low, high), edges, strict=True)
        )
        _stroke(fig, math.log10(left), math.log10(right), height)
        ends = [math.log10(end / one) for end in dict.fromkeys((line.low, line.high))]
        _record(fig, line, ends, height)
    steps = [step for step in (0.1, 0.2, 0.5, 1, 2, 5, 10) if edges[0] <= step <= edges[1]]
    fig.update_xaxes(
        range=[math.log10(edge) for edge in edges],
        showgrid=False,
        tickvals=[math.log10(step) for step in steps],
        ticktext=[f"{step:g}" for step in steps],
        title_text="the record as a multiple of what is asserted",
    )
    return fig


# Drawing ------------------------------------------------------------------------------------------


def _heights(lines: list[Line]) -> list[tuple[int, Line]]:
    return [(-n, line) for n, line in enumerate(lines)]


def _sheet(lines: list[Line], left: float) -> go.Figure:
    """An empty figure with the words of each claim above its line."""
    fig = go.Figure()
    fig.add_scatter(  # interrupted where the words stand
        x=[0, 0, None] * len(lines),
        y=[end for height, _ in _heights(lines) for end in (height + 0.2, height - 0.26, None)],
        mode="lines",
        line={"color": style.colour("quiet"), "width": 1, "dash": "dot"},
        hoverinfo="skip",
    )
    fig.add_scatter(
        x=[left] * len(lines),
        y=[height + 0.38 for height, _ in _heights(lines)],
        mode="text",
        text=[line.words for line in lines],
        textposition="middle right",
        textfont={"size": 12},
        hoverinfo="skip",
        cliponaxis=False,
    )
    fig.update_yaxes(visible=False, range=[-len(lines) + 0.5, 0.8])
    fig.update_layout(
        height=LINE * len(lines) + 74, margin={"l": 8, "r": 14, "t": 8, "b": 44}, bargap=0
    )
    return style.narrow(fig, margin={"l": 4, "r": 8, "t": 8, "b": 44})


def _stroke(fig: go.Figure, start: float, end: float, height: float) -> None:
    """What is asserted, or the way from it to the record, as a broad pale stroke."""
    if start == end:
        return
    fig.add_scatter(
        x=[start, end],
        y=[height] * 2,
        mode="lines",
        line={"color": style.soft("quiet", 0.3), "width": 9},
        hoverinfo="skip",
    )


def _record(
    fig: go.Figure, line: Line, ends: list[float], height: float, symbol: str = "diamond"
) -> None:
    """What the rows say: a mark, or two with a line between them."""
    fig.add_scatter(
        x=ends,
        y=[height] * len(ends),
        mode="lines+markers" if len(ends) > 1 else "markers",
        line={"color": style.colour("ink"), "width": 1.6},
        marker=style.marker(line.grade, "ink", symbol, 9),
        customdata=[line.rows] * len(ends),
        hovertemplate=line.hover,
    )


_HOW_DATES = (
    "The sign before each claim is its verdict; what the text has comes first, then, in bold, what "
    "the rows have. A mark on the dotted line is a record that agrees; a pale stroke leads to one "
    "that does not. The scale is stretched in "
    "the middle, so that a day can be seen beside a year. How far a date is off does not say how "
    "much depends on it."
)
_HOW_NUMBERS = (
    "The sign before each claim is its verdict; what the text has comes first, then, in bold, what "
    "the rows have. The pale stroke is the range that the text allows, open to one side where it "
    "gives a bound; marks within it agree. Where a text uses a word for a number, the range is "
    "this companion's reading of the word, which the claim states."
)


@figure(
    "gh-dates-against-record",
    table="claims",
    title="GH: its dates against the record",
    caption=_HOW_DATES,
    alt=(
        "A list of the dates in GH, almost all with a mark on the line of no difference; the "
        "truce and Antonov's outline lie to its left, earlier than GH has them."
    ),
)
def gh_dates(claims: pd.DataFrame) -> go.Figure:
    """GH's dated claims, by how many days the record differs from each."""
    return _dates(claims, "gh")


@figure(
    "mk-dates-against-record",
    table="claims",
    title="MK: its dates against the record",
    caption=_HOW_DATES,
    alt=(
        "A long list of the dates in MK: most marks stand on the line of no difference; the pact "
        "of 1941 lies far to the left, and half a dozen others to the right, later than MK has "
        "them."
    ),
)
def mk_dates(claims: pd.DataFrame) -> go.Figure:
    """MK's dated claims, by how many days the record differs from each."""
    return _dates(claims, "mk")


@figure(
    "gh-numbers-against-record",
    table="claims",
    title="GH: its numbers against the record",
    caption=_HOW_NUMBERS,
    alt=(
        "A list of the numbers and comparisons in GH, with marks for the record mostly inside the "
        "range that GH allows; strength in the Far East and the casualties of a year lie outside."
    ),
)
def gh_numbers(claims: pd.DataFrame) -> go.Figure:
    """GH's numbers, with the record as a multiple of each."""
    return _numbers(claims, "gh")


@figure(
    "mk-numbers-against-record",
    table="claims",
    title="MK: its numbers against the record",
    caption=_HOW_NUMBERS,
    alt=(
        "A list of the numbers in MK: counts of the dead lie inside the range that MK allows, and "
        "what it says of Sakhalin, Port Arthur and the troops left in the East outside."
    ),
)
def mk_numbers(claims: pd.DataFrame) -> go.Figure:
    """MK's numbers, with the record as a multiple of each."""
    return _numbers(claims, "mk")
