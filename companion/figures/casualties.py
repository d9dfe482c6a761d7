"""What the rooms that draw projections share: marks, short names, labels."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from companion.figures import style
from companion.text import date_in_words, listed, quantity

# One mark for each kind of count, so that unlike things are never read as one.
SYMBOLS = {
    "dead": "diamond",
    "dead and missing": "diamond-wide",
    "battle casualties": "circle",
    "all casualties": "square",
    "casualties, composition not stated": "triangle-up",
}
LIVES = ("dead", "dead and missing")
# Parts of a count, and counts of another kind: never on an axis with the five above.
PART_SYMBOLS = {
    "wounded": "triangle-down",
    "missing": "hourglass",
    "non-battle casualties": "pentagon",
    "replacements required": "star",
}
# What only losses that happened are counted in.
RECORDED_SYMBOLS = {
    "wounded and sick": "triangle-left",
    "prisoners": "hexagon",
    "dead and prisoners": "diamond-tall",
    "non-battle dead": "cross",
}
ALL_SYMBOLS = SYMBOLS | PART_SYMBOLS | RECORDED_SYMBOLS
SHORT_MEASURE = {
    "all casualties": "casualties of every cause",
    "casualties, composition not stated": "casualties (kind not stated)",
}

# Rows that repeat, split or vary another row: drawn, they would pass for estimates of their own.
NOT_SEPARATE = [
    "nimitz-may-1945-at-sea",
    "macarthur-revised-d60",
    "macarthur-revised-d90",
    "macarthur-95050-variant",
    "jcs-1388-1-nimitz-consistent",
    "truman-minimum-not-documented",
]

SHORT_AUTHOR = {
    "US Joint Chiefs of Staff planners": "Joint planners",
    "US Joint War Plans Committee": "JWPC",
    "US Sixth Army medical planners": "Sixth Army medical plan",
    "CINCPAC staff (Nimitz)": "Nimitz’s staff",
    "MacArthur's staff (USAFPAC)": "MacArthur’s staff",
    "William D. Leahy (reporting Marshall)": "Leahy’s diary",
    "Rufus E. Miles, Jr.": "Miles",
    "Later writers from Leahy's rate": "from Leahy’s rate",
    "Later writers from Marshall's Luzon comparison": "from Marshall’s Luzon",
    "George Feifer (crediting MacArthur)": "Feifer, on MacArthur",
    "David M. Glantz; Jonathan M. House": "GH",
    "Reader's letter (crediting Willoughby)": "a letter, on Willoughby",
    "NPR (on D. M. Giangreco)": "NPR",
    "Philip Nobile (editor)": "exhibition text",
    "Wikipedia contributors (crediting Stimson)": "Wikipedia",
    "D. M. Giangreco (as summarised in the Wilson Quarterly)": "Giangreco, on Hoover",
    "US Army Chemical Warfare Service": "gas planners",
    "Soviet planners": "Soviet planners",
    "War Department General Staff (for Marshall)": "War Dept staff",
    "US Army Service Forces / replacement planners": "replacement planners",
    "US Army/POA planners": "Formosa planners",
    "US Joint Chiefs of Staff / Nimitz": "JCS 1388/1",
    "Douglas MacArthur (as printed by one of two 1994-95 books)": "MacArthur, as misprinted?",
    "George C. Marshall (alleged)": "Marshall, as recalled",
}
SHORT_OPERATION = {
    "Olympic extended (southern + northwestern Kyushu)": "S and NW Kyushu",
    "Downfall extended (southern + northwestern Kyushu, then Tokyo Plain)": (
        "S and NW Kyushu + Tokyo"
    ),
    "Olympic+Coronet": "Olympic + Coronet",
    "gas attack on cities, with Olympic": "gas on cities",
    "bomb versus waiting": "no invasion",
    "Downfall": "invasion",
    "whole war": "to the end",
}
SHORT_HORIZON = {
    "D to D+30": "first 30 days",
    "D to D+90": "90 days",
    "D to D+120": "120 days",
    "90 days each operation": "90 days each",
    "to the stop line across Kyushu": "to the stop line",
    "full securing of the home islands": "home islands",
    "whole campaign": "campaign",
    "whole invasion": "",
    "whole war on the home islands": "",
    "to the end of the war": "",
    "defeat of Japan": "",
}
TICKS = [1e4, 1e5, 1e6]
TICK_WORDS = ["10,000", "100,000", "1 million"]
GAP = "\N{NO-BREAK SPACE}" * 3


def drawable(projections: pd.DataFrame, standing: tuple[str, ...] = ("offered",)) -> pd.DataFrame:
    """Estimates of American losses in people that have a figure, oldest first."""
    return projections[
        (projections["side"] == "US")
        & projections["standing"].isin(standing)
        & projections["measure"].isin(list(SYMBOLS))
        & projections[["low", "best", "high"]].notna().any(axis=1)
        & ~projections.index.isin(NOT_SEPARATE)
    ].sort_values(["earliest", "latest", "author", "best"], kind="stable")


def who(row: pd.Series) -> str:
    """An author in a word or two: ``Ernest J. King`` -> ``King``."""
    author = str(row["author"])
    names = [name.split(" (")[0].split()[-1] for name in author.split(";")]
    return SHORT_AUTHOR.get(author, listed(names))


def scope(row: pd.Series) -> str:
    """What fighting the figure is for and how much of it: ``Olympic, 90 days``."""
    operation = SHORT_OPERATION.get(row["operation"], row["operation"])
    horizon = SHORT_HORIZON.get(row["horizon"], row["horizon"])
    return f"{operation}, {horizon}" if horizon else str(operation)


def when(row: pd.Series) -> str:
    """The date in words, without the year when that is 1945."""
    return date_in_words(row["date"]).replace(" 1945", "").replace(" (uncertain)", "?")


def bounds(row: pd.Series) -> list[float]:
    """The numbers to mark: both ends of a range, else the one figure or bound there is."""
    if pd.notna(row["low"]) and pd.notna(row["high"]):
        return [float(row["low"]), float(row["high"])]
    return [float(row[part]) for part in ("best", "low", "high") if pd.notna(row[part])][:1]


def hover(row: pd.Series) -> str:
    """What a pointer on the mark shows: when, who, of what, the figure and its grade."""
    words = f"{when(row)}, {who(row)}: {scope(row)}<br>{quantity(row)}, {row['measure']}"
    return f"{words}<extra>{row['grade']}</extra>"


def words_at(fig: go.Figure, x: object, y: object, words: str, place: str, **more: object) -> None:
    """Words at a point of the figure; ``place`` is plotly's ``textposition``."""
    font = {"size": 12, "color": style.colour(str(more.pop("colour", "ink")))}
    fig.add_scatter(
        x=[x],
        y=[y],
        mode="text",
        text=[words],
        textposition=place,
        textfont=font,
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
        **more,
    )


def mark(
    fig: go.Figure, row_id: str, row: pd.Series, height: float, axes: dict[str, str]
) -> list[float]:
    """One row at ``height`` on a size axis that runs across: its mark, or its range with ends."""
    ends = bounds(row)
    if len(ends) > 1:
        fig.add_scatter(
            x=ends,
            y=[height, height],
            mode="lines",
            line={"color": style.soft(row["side"], 0.45), "width": 7},
            hoverinfo="skip",
            showlegend=False,
            **axes,
        )
    fig.add_scatter(
        x=ends,
        y=[height] * len(ends),
        mode="markers",
        marker=style.marker(row["grade"], row["side"], SYMBOLS[row["measure"]], 11),
        customdata=[row_id] * len(ends),
        hovertemplate=hover(row),
        showlegend=False,
        **axes,
    )
    return ends


def mark_and_words(
    fig: go.Figure,
    row_id: str,
    row: pd.Series,
    height: float,
    words: str,
    turn: float,
    axes: dict[str, str],
) -> None:
    """A row with its words beside it: to the right, or to the left of marks beyond ``turn``."""
    ends = mark(fig, row_id, row, height, axes)
    if ends[0] > turn:
        words_at(
            fig, ends[0], height, words.replace("<br>", f"{GAP}<br>") + GAP, "middle left", **axes
        )
    else:
        words_at(
            fig, ends[-1], height, GAP + words.replace("<br>", f"<br>{GAP}"), "middle right", **axes
        )


def key_of_marks(fig: go.Figure, frame: pd.DataFrame) -> None:
    """The meaning of each mark drawn, in the legend's place above the plot."""
    shown = [(m, SYMBOLS[m], "primary") for m in SYMBOLS if (frame["measure"] == m).any()]
    words = {**{m: m for m in SYMBOLS}, **SHORT_MEASURE}
    if (frame["grade"] == "unchecked").any():
        shown.append(("hollow: source not seen", "circle", "unchecked"))
    for measure, symbol, grade in shown:
        fig.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=words.get(measure, measure),
            marker=style.marker(grade, "other", symbol, 11),
            showlegend=True,
            hoverinfo="skip",
        )
    fig.update_layout(
        showlegend=True,
        legend=style.LEGEND_ON_TOP,
    )
    fig.layout.legend.yanchor = "top"


def across(fig: go.Figure, low: float, high: float, axis: str = "xaxis") -> None:
    """A logarithmic axis of people from ``low`` to ``high``, few ticks."""
    fig.update_layout(
        {
            axis: {
                "type": "log",
                "range": [math.log10(low), math.log10(high)],
                "tickvals": TICKS,
                "ticktext": TICK_WORDS,
                "title": {"text": "people (log scale)"},
            }
        }
    )
