"""Close views of descent: a few estimates by date and size, and the arrows among them."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from companion import genealogy
from companion.figures import casualties, figure, stemma, style

# The planners' totals, what was made of them, and Truman's own figures to 1955.
_ROAD = [
    "jwpc-369-1-kyushu-total",
    "jwpc-369-1-sk-tokyo-total",
    "jwpc-369-1-all-total",
    "jcs-1388-1-nimitz-consistent",
    "truman-1945-gridiron",
    "truman-1946-late",
    "winnacker-1946-range",
    "stimson-1947-million",
    "stimson-1948-active-service",
    "truman-1948-us",
    "truman-1949-april",
    "truman-1949-november",
    "truman-1952-draft-us",
    "hechler-1953-memo",
    "lloyd-1953-memo",
    "truman-1953-cate",
    "truman-1955-memoirs",
]


@figure(
    "descent-to-truman-1953",
    table="casualty_projections",
    title="From the planners’ paper to Truman’s letter of January 1953",
    caption=(
        "American losses by size (logarithmic), oldest on top. The arrows from the planners end "
        "with the range that was sent to Stimson’s helpers: none leads on to his million. The "
        "letter of January 1953 takes one number from the President’s own draft and the other "
        "from Stimson, by way of two White House memoranda. A diamond counts lives, a circle "
        "battle casualties, a triangle casualties of no stated kind: do not compare across shapes."
    ),
    alt=(
        "Marks drift to the right as the years go down: staff totals on the left, Stimson’s far "
        "right, and in January 1953 two ranges from Truman’s own number to Stimson’s, on which "
        "arrows from both sides end."
    ),
)
def to_truman_1953(projections: pd.DataFrame) -> go.Figure:
    """The road of one figure by size, with the lines of descent between its stations."""
    return _by_size(projections, projections.loc[projections.index.isin(_ROAD)], (9.4e4, 1.3e6))


HALF_A_MILLION = 5e5


@figure(
    "half-a-million",
    table="casualty_projections",
    title="Half a million: one number, many hands, few lines of descent",
    caption=(
        "Every estimate of American losses in the data that names five hundred thousand, alone or "
        "as one end of a range, oldest on top. Arrows mark the descents that a source bears out. "
        "Marks on one vertical say that the digits are equal, not that one writer had them from "
        "another, nor that they count the same thing: look at the shapes."
    ),
    alt=(
        "A column of marks on one vertical line, spread over seventy years, hardly any of them "
        "joined: a short bundle of arrows from Hoover to the staff that dismissed him and on to a "
        "biography is the exception."
    ),
)
def half_a_million(projections: pd.DataFrame) -> go.Figure:
    """All American estimates with 500,000 among their numbers, by date, with their descent."""
    named = projections.apply(lambda row: HALF_A_MILLION in genealogy.numbers(row), axis=1)
    people = (projections["side"] == "US") & (projections["unit"] == "people")
    return _by_size(projections, projections[named & people], (2.4e5, 1.25e6))


def _by_size(
    projections: pd.DataFrame, drawn: pd.DataFrame, span: tuple[float, float]
) -> go.Figure:
    """Rows as lines, oldest on top, their size across, and the descent among them."""
    found = genealogy.graph(drawn)
    told = set(genealogy.reached_president(projections).index)
    rows = stemma.order(found, list(drawn.index))
    height = {row_id: -float(line) for line, row_id in enumerate(rows)}
    fig = go.Figure()
    notes = []
    for row_id in rows:
        row = drawn.loc[row_id]
        ends = casualties.bounds(row)
        if len(ends) > 1:
            fig.add_scatter(
                x=ends,
                y=[height[row_id]] * 2,
                mode="lines",
                line={"color": style.soft(row["side"], 0.35), "width": 7},
                hoverinfo="skip",
                showlegend=False,
            )
        notes.append(stemma.note(_station(row, row_id in told), height[row_id], 0))
        notes[-1]["align"] = "left"
    sizes = {height[row_id]: _logs(drawn.loc[row_id]) for row_id in rows}
    for parent, child in found.edges:
        start, end = _nearest(_logs(drawn.loc[parent]), _logs(drawn.loc[child]))
        ends_at = (start, height[parent], end, height[child])
        stemma.arrow(fig, parent, child, *_clear_bow(ends_at, sizes, [math.log10(x) for x in span]))
    for row_id in rows:
        ends = casualties.bounds(drawn.loc[row_id])
        stemma.node(fig, row_id, ends, [height[row_id]] * len(ends), row_id in told)
    entries = stemma.key(fig, rows, bool(told & set(rows)))
    fig.update_yaxes(visible=False, range=[-len(rows) + 0.4, 0.7])
    fig.update_xaxes(
        type="log",
        range=[math.log10(end) for end in span],
        tickvals=[1e5, 2e5, 5e5, 1e6],
        ticktext=["100k", "200k", "500k", "1m"],
        title_text="people (log scale)",
        domain=[0.42, 1],
    )
    top = 34 + 20 * (entries > 4)
    fig.update_layout(height=40 * len(rows) + 70 + top, annotations=notes, margin={"t": top})
    broken = [{**note, "text": note["text"].replace(_BREAK, "<br>")} for note in notes]
    return style.narrow(
        fig,
        height=50 * len(rows) + 90 + 12 * entries,
        annotations=[{**note, "font": {"size": 11}} for note in broken],
        margin={"t": 24 + 12 * entries},
        xaxis={"domain": [0.46, 1]},
        legend={"entrywidth": 122, "font": {"size": 11}},
        letters=50,
    )


# Between a figure and what it counts: a space, and the end of a line on a phone.
_BREAK = "\N{NO-BREAK SPACE}\N{THIN SPACE}"


def _station(row: pd.Series, told: bool) -> str:
    """The words of a row beside its line: date and author, figure, what it counts."""
    standing = f" {stemma.sign(row)}" if stemma.sign(row) else ""
    known = " · <b>reached Truman</b>" if told else ""
    figure_and_kind = f"<b>{stemma.size(row)}</b>{_BREAK}{stemma.counted(row)}"
    return f"{stemma.when(row)}, {stemma.who(row)}<br>{figure_and_kind}{standing}{known}"


def _logs(row: pd.Series) -> list[float]:
    return [math.log10(end) for end in casualties.bounds(row)]


def _nearest(above: list[float], below: list[float]) -> tuple[float, float]:
    """The pair of numbers, one of each row, that an arrow joins: equal ones if there are."""
    return min(((a, b) for a in above for b in below), key=lambda pair: abs(pair[0] - pair[1]))


def _clear_bow(
    ends: tuple[float, float, float, float], sizes: dict[float, list[float]], span: list[float]
) -> tuple[list[float], list[float]]:
    """The flattest arc between two marks that keeps clear of the marks between them."""
    x0, y0, x1, y1 = ends
    bends = sorted((side * step / 50 for step in range(16) for side in (1, -1)), key=abs)

    def across(bend: float, height: float) -> float:
        t = (y0 - height) / (y0 - y1)
        return x0 + (x1 - x0) * t + 4 * bend * t * (1 - t)

    def room(bend: float) -> float:
        gaps = [0.05]
        for height, marks in sizes.items():
            if y1 < height < y0:
                x = across(bend, height)
                gaps.append(max(min(marks) - x, x - max(marks)))
                gaps += [span[1] - x, x - span[0]]
        return min(gaps)

    bend = max(bends, key=lambda candidate: (room(candidate), -abs(candidate)))
    heights = [y0 + (y1 - y0) * step / 16 for step in range(17)]
    return [10 ** across(bend, height) for height in heights], heights
