"""Like beside like: projections by operation and horizon."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion import data
from companion.figures import figure, style
from companion.figures.casualties import (
    SYMBOLS,
    across,
    drawable,
    key_of_marks,
    mark_and_words,
    who,
    words_at,
)
from companion.text import quantity

# What the operation column says -> the fighting meant, in the order of its extent.
FIGHTING = {
    "Olympic": "Southern Kyushu (Olympic)",
    "Olympic extended (southern + northwestern Kyushu)": "Southern and northwestern Kyushu",
    "Olympic+Coronet": "Southern Kyushu, then Tokyo",
    "Downfall extended (southern + northwestern Kyushu, then Tokyo Plain)": "All three landings",
    "Coronet": "Tokyo Plain (Coronet)",
    "Downfall": "“The invasion”, no plan named",
    "whole war": "The war to its end",
    "bomb versus waiting": "No invasion supposed",
}
FIRST_COLUMN = 5  # kinds of fighting in the left column: those with a plan
EDGE, END, TURN = 4.3e3, 7e6, 2.2e5
SPANS = [str(span) for span in data.schema("casualty_projections")["span"]["constraints"]["enum"]]


def by_operation_and_span(projections: pd.DataFrame) -> dict[str, dict[str, pd.DataFrame]]:
    """American figures put forward for each kind of fighting, then for each span of it.

    In each the rows are in the order of what they count, then of size: neighbours may be compared.
    """
    rows = drawable(projections)
    rows = rows.assign(
        fighting=rows["operation"].map(FIGHTING),
        span=rows["span"].fillna("not stated"),
        kind=rows["measure"].map(list(SYMBOLS).index),
        size=rows["best"].fillna(rows["low"]).fillna(rows["high"]),
    ).sort_values(["kind", "size"], kind="stable")
    return {
        fighting: {
            span: rows[(rows["fighting"] == fighting) & (rows["span"] == span)]
            for span in SPANS
            if ((rows["fighting"] == fighting) & (rows["span"] == span)).any()
        }
        for fighting in dict.fromkeys(FIGHTING.values())
        if (rows["fighting"] == fighting).any()
    }


def _panel(
    fig: go.Figure, top: float, heading: str, rows: pd.DataFrame, axes: dict[str, str]
) -> float:
    """One small picture below ``top``: heading, tinted ground, a line a row. Returns its foot."""
    words_at(fig, EDGE, top - 0.75, heading, "middle right", colour="quiet", **axes)
    height = top - 0.9
    for row_id, row in rows.iterrows():
        words = f"{who(row)} {row['latest'].year}: {quantity(row)}"
        broken = len(words) > 27  # too long for one line on a phone
        height -= 1.35 if broken else 1
        words = words.replace(": ", ":<br>") if broken else words
        mark_and_words(fig, str(row_id), row, height, words, TURN, axes)
        height -= 0.3 if broken else 0
    foot = height - 0.75
    fig.add_shape(
        type="rect",
        xref=f"{axes['xaxis']} domain",
        yref=axes["yaxis"],
        x0=0,
        x1=1,
        y0=top - 0.15,
        y1=foot,
        layer="below",
        line={"width": 0},
        fillcolor=style.soft("quiet", 0.07),
    )
    return foot


@figure(
    "projections-by-operation-and-span",
    table="casualty_projections",
    title="Like beside like: the same fighting, the same span",
    caption=(
        "American losses as they were put forward, before the surrender and after it, one panel "
        "for each span of each operation, all on one logarithmic axis. Only marks of one shape "
        "within one panel answer the same question. Most panels hold very few: what is called a "
        "quarrel over one number is mostly several questions. What stands under “no plan "
        "named” gives neither landings nor days, and can be compared only with the rest of its "
        "panel."
    ),
    alt=(
        "Two columns of tinted panels: on the left those with a plan hold a few marks each; on the "
        "right one panel without a plan is nearly as long as all of them together and spreads over "
        "most of the axis."
    ),
)
def projections_by_operation_and_span(projections: pd.DataFrame) -> go.Figure:
    """Small multiples: a panel for each operation and span, on one axis."""
    fig = go.Figure()
    feet = [0.0, 0.0]
    for number, (fighting, spans) in enumerate(by_operation_and_span(projections).items()):
        side = int(number >= FIRST_COLUMN)
        axes = {"xaxis": ("x", "x2")[side], "yaxis": ("y", "y2")[side]}
        feet[side] -= 0.9
        words_at(fig, EDGE, feet[side], f"<b>{fighting}</b>", "middle right", **axes)
        feet[side] -= 0.5
        for span, rows in spans.items():
            heading = "no span stated" if span == "not stated" else span
            feet[side] = _panel(fig, feet[side], heading, rows, axes) - 0.25
    key_of_marks(fig, drawable(projections))
    for name in ("xaxis", "xaxis2"):
        across(fig, 4e3, END, name)
    deepest = min(feet)
    sides: dict[str, dict[str, object]] = {
        "xaxis": {"domain": [0, 0.485], "showgrid": False},
        "xaxis2": {"domain": [0.515, 1], "anchor": "y2", "showgrid": False},
        "yaxis": {"visible": False, "range": [deepest, 0]},
        "yaxis2": {"visible": False, "range": [deepest, 0], "anchor": "x2"},
    }
    fig.update_layout(height=int(-deepest * 21) + 110, **sides)
    split = feet[1] / sum(feet)
    return style.narrow(
        fig,
        height=int(-sum(feet) * 21) + 290,
        xaxis={"domain": [0, 1]},
        xaxis2={"domain": [0, 1]},
        yaxis={"domain": [split + 0.03, 1], "range": [feet[0], 0]},
        yaxis2={"domain": [0, split - 0.01], "range": [feet[1], 0]},
    )
