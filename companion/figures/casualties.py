"""Figures on casualties: what was expected, what was claimed afterwards."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from companion.figures import figure, style
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
}
SHORT_OPERATION = {
    "Olympic extended (southern + northwestern Kyushu)": "S and NW Kyushu",
    "Olympic+Coronet (southern Kyushu, then Tokyo Plain)": "S Kyushu + Tokyo",
    "Downfall extended (southern + northwestern Kyushu, then Tokyo Plain)": (
        "S and NW Kyushu + Tokyo"
    ),
    "Olympic+Coronet": "Olympic + Coronet",
    "Downfall": "invasion",
    "whole war": "to the end",
}
SHORT_HORIZON = {
    "D to D+30": "first 30 days",
    "D to D+90": "90 days",
    "D to D+120": "120 days",
    "90 days each operation": "90 days each",
    "to the stop line across Kyushu": "to the stop line",
    "whole campaign": "campaign",
    "whole invasion": "",
    "whole war on the home islands": "",
    "to the end of the war": "",
    "defeat of Japan": "",
}
TICKS = [1e4, 1e5, 1e6]
TICK_WORDS = ["10,000", "100,000", "1 million"]
GAP = "\N{NO-BREAK SPACE}" * 3


def _drawable(projections: pd.DataFrame, standing: tuple[str, ...] = ("offered",)) -> pd.DataFrame:
    """Estimates of American losses in people that have a figure, oldest first."""
    return projections[
        (projections["side"] == "US")
        & projections["standing"].isin(standing)
        & projections["measure"].isin(list(SYMBOLS))
        & projections[["low", "best", "high"]].notna().any(axis=1)
        & ~projections.index.isin(NOT_SEPARATE)
    ].sort_values(["earliest", "latest", "author", "best"], kind="stable")


def _who(row: pd.Series) -> str:
    """An author in a word or two: ``Ernest J. King`` -> ``King``."""
    author = str(row["author"])
    names = [name.split(" (")[0].split()[-1] for name in author.split(";")]
    return SHORT_AUTHOR.get(author, listed(names))


def _scope(row: pd.Series) -> str:
    """What fighting the figure is for and how much of it: ``Olympic, 90 days``."""
    operation = SHORT_OPERATION.get(row["operation"], row["operation"])
    horizon = SHORT_HORIZON.get(row["horizon"], row["horizon"])
    return f"{operation}, {horizon}" if horizon else str(operation)


def _when(row: pd.Series) -> str:
    """The date in words, without the year when that is 1945."""
    return date_in_words(row["date"]).replace(" 1945", "").replace(" (uncertain)", "?")


def _bounds(row: pd.Series) -> list[float]:
    """The numbers to mark: both ends of a range, else the one figure or bound there is."""
    if pd.notna(row["low"]) and pd.notna(row["high"]):
        return [float(row["low"]), float(row["high"])]
    return [float(row[part]) for part in ("best", "low", "high") if pd.notna(row[part])][:1]


def _hover(row: pd.Series) -> str:
    words = f"{_when(row)}, {_who(row)}: {_scope(row)}<br>{quantity(row)}, {row['measure']}"
    return f"{words}<extra>{row['grade']}</extra>"


def _text(fig: go.Figure, x: object, y: object, words: str, place: str, **more: object) -> None:
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


def _mark(
    fig: go.Figure, row_id: str, row: pd.Series, height: float, axes: dict[str, str]
) -> list[float]:
    """One row at ``height`` on a size axis that runs across: its mark, or its range with ends."""
    ends = _bounds(row)
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
        hovertemplate=_hover(row),
        showlegend=False,
        **axes,
    )
    return ends


def _mark_and_words(
    fig: go.Figure,
    row_id: str,
    row: pd.Series,
    height: float,
    words: str,
    turn: float,
    axes: dict[str, str],
) -> None:
    """A row with its words beside it: to the right, or to the left of marks beyond ``turn``."""
    ends = _mark(fig, row_id, row, height, axes)
    if ends[0] > turn:
        _text(
            fig, ends[0], height, words.replace("<br>", f"{GAP}<br>") + GAP, "middle left", **axes
        )
    else:
        _text(
            fig, ends[-1], height, GAP + words.replace("<br>", f"<br>{GAP}"), "middle right", **axes
        )


def _key(fig: go.Figure, frame: pd.DataFrame) -> None:
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
        legend={"itemclick": False, "itemdoubleclick": False, "yref": "container", "y": 1},
    )
    fig.layout.legend.yanchor = "top"


def _across(fig: go.Figure, low: float, high: float, axis: str = "xaxis") -> None:
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


@figure(
    "us-projections-1945",
    table="casualty_projections",
    title="What Americans expected to lose, 1944 to August 1945",
    caption=(
        "Each heading is one estimate of American losses made before Japan gave in: date, author, "
        "operation and how much of the fighting it covers, oldest on top. Only marks of the same "
        "shape count the same thing, and even these differ in operation and horizon: a figure for "
        "the first month cannot be set beside one for a campaign. Figures that were rejected when "
        "they came up, that are parts or variants of another, or that no source bears out are "
        "left out."
    ),
    alt=(
        "A column of dated estimates: those of the staffs in June crowd on the left, while an "
        "ex-president, a journalist and a scientist stand far to the right, with the scientist’s "
        "range of casualties the furthest out."
    ),
)
def us_projections_1945(projections: pd.DataFrame) -> go.Figure:
    """Contemporary estimates of American losses that were put forward, by date."""
    offered = _drawable(projections)
    drawn = offered[offered["period"] == "contemporary"]
    fig = go.Figure()
    height = 0.0
    together = ["earliest", "latest", "author", "operation", "horizon"]
    for _, estimate in drawn.groupby(together, sort=False):
        first = estimate.iloc[0]
        heading = f"{_when(first)}, {_who(first)}: {_scope(first)}"
        _text(fig, 1.21e4, height, heading, "middle right", colour="quiet")
        for row_id, row in estimate.iterrows():
            measure = SHORT_MEASURE.get(row["measure"], row["measure"])
            words = f"{quantity(row)} {measure}"
            broken = len(words) > 31  # too long for one line on a phone
            if broken:
                words = f"{quantity(row)}<br>{measure}"
            height -= 1.3 if broken else 1
            _mark_and_words(fig, str(row_id), row, height, words, 2.5e5, {})
            height -= 0.25 if broken else 0
        height -= 1.3
    _key(fig, drawn)
    _across(fig, 1.2e4, 5.5e6)
    fig.update_yaxes(visible=False, range=[height + 0.3, 0.9])
    fig.update_layout(height=int(-height * 20) + 110)
    return style.narrow(fig, height=int(-height * 20) + 150)


# Where the words of a dated mark stand, and a nudge up or down as a factor of its size.
_BESIDE = {
    "jcs-april-1945-olympic-dead": ("right", 1),
    "jcs-april-1945-downfall-dead": ("right", 1),
    "jcs-april-1945-olympic-total": ("right", 1),
    "jcs-april-1945-downfall-total": ("right", 1),
    "nimitz-may-1945-30-days": ("above", 1.12),
    "palmer-may-1945": ("close left", 1),
    "hoover-may-1945": ("above", 1.12),
    "wd-staff-14-june-1945-rejection": ("right", 1),
    "jwpc-369-1-kyushu-dead": ("left", 1),
    "jwpc-369-1-sk-tokyo-dead": ("left", 0.93),
    "jwpc-369-1-all-dead": ("left", 1.1),
    "jwpc-369-1-kyushu-total": ("left", 1.17),
    "jwpc-369-1-sk-tokyo-total": ("left", 1.06),
    "jwpc-369-1-all-total": ("left", 1.23),
    "macarthur-staff-120-days": ("left", 0.84),
    "macarthur-staff-30-days": ("left", 1),
    "macarthur-revised-105050": ("right", 0.94),
    "macarthur-revised-d30": ("right", 1.04),
    "leahy-diary-63000": ("right", 1.09),
    "king-18-june-range": ("right", 1.13),
    "marshall-18-june-luzon": ("right", 0.97),
    "willoughby-july-1945": ("close left", 1.2),
    "shockley-dead": ("below", 0.87),
    "shockley-total": ("left", 1),
}
_WORDS = {
    "jcs-april-1945-olympic-dead": "Joint planners: Olympic, 90 days",
    "jcs-april-1945-olympic-total": "Joint planners: Olympic, 90 days",
    "jcs-april-1945-downfall-dead": "with Coronet, 90 days each",
    "jcs-april-1945-downfall-total": "with Coronet, 90 days each",
    "nimitz-may-1945-30-days": "Nimitz’s staff, 30 days",
    "palmer-may-1945": "Palmer",
    "hoover-may-1945": "<b>Hoover</b>",
    "wd-staff-14-june-1945-rejection": "dismissed<br>by staff",
    "jwpc-369-1-kyushu-dead": "JWPC, S + NW Kyushu",
    "jwpc-369-1-kyushu-total": "JWPC, S + NW Kyushu",
    "jwpc-369-1-sk-tokyo-dead": "JWPC, S Kyushu + Tokyo",
    "jwpc-369-1-sk-tokyo-total": "JWPC, S Kyushu + Tokyo",
    "jwpc-369-1-all-dead": "JWPC, all three",
    "jwpc-369-1-all-total": "JWPC, all three",
    "macarthur-staff-120-days": "MacArthur’s staff,<br>120 days",
    "macarthur-staff-30-days": "MacArthur’s staff,<br>30 days",
    "macarthur-revised-105050": "MacArthur, 90 days",
    "macarthur-revised-d30": "MacArthur, 30 days",
    "leahy-diary-63000": "Leahy’s diary",
    "king-18-june-range": "<b>King, 30 days</b>",
    "marshall-18-june-luzon": "<b>Marshall, 30 days</b>",
    "willoughby-july-1945": "Willoughby",
    "shockley-dead": "Shockley",
    "shockley-total": "Shockley",
}
# Panels with the span of their size axes; one decade has the same height in each.
_PANELS = [
    ("Lives", LIVES, 1.8e4, 1.7e6),
    ("Battle casualties (dead, wounded, missing)", ("battle casualties",), 1.6e4, 1.6e6),
    ("Casualties, kind not stated", ("casualties, composition not stated",), 1.3e6, 5e6),
]
_SPRING, _AUTUMN = pd.Timestamp("1945-04-01"), pd.Timestamp("1945-08-15")


def _day(row: pd.Series) -> pd.Timestamp:
    """The day to draw a row at: its own, or the middle of the month when no day is known."""
    stated = str(row["date"]).rstrip("?~%")
    if len(stated) == len("1945-06-18"):
        return pd.Timestamp(stated)
    return row["earliest"] + (row["latest"] - row["earliest"]).floor("2D") / 2


def _dated_mark(fig: go.Figure, row_id: str, row: pd.Series, axes: dict[str, str]) -> None:
    """One row on a time axis that runs across and a size axis that runs up."""
    day, ends, side = _day(row), _bounds(row), row["side"]
    bodies = []
    if row["earliest"] != row["latest"] and len(str(row["date"])) == len("1945-06"):
        bodies.append(([row["earliest"], row["latest"]], [ends[0]] * 2, 2))
    if len(ends) > 1:
        bodies.append(([day, day], ends, 7))
    for x, y, width in bodies:
        fig.add_scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": style.soft(side, 0.45), "width": width},
            hoverinfo="skip",
            showlegend=False,
            **axes,
        )
    rejected = row["standing"] == "rejected"
    symbol = "x" if rejected else SYMBOLS[row["measure"]]
    fig.add_scatter(
        x=[day] * len(ends),
        y=ends,
        mode="markers",
        marker=style.marker(row["grade"], side, symbol, 9 if rejected else 10),
        customdata=[row_id] * len(ends),
        hovertemplate=_hover(row),
        showlegend=False,
        **axes,
    )
    if row_id not in _BESIDE:
        return
    place, nudge = _BESIDE[row_id]
    words, height = _WORDS[row_id], math.prod(ends) ** (1 / len(ends)) * nudge
    month = [row["earliest"], row["latest"]] if len(bodies) and bodies[0][2] == 2 else [day, day]
    if place == "right":
        day = month[1]
        words = GAP + words.replace("<br>", f"<br>{GAP}")
        _text(fig, day, height, words, "middle right", **axes)
    elif place in ("left", "close left"):
        day = month[0] if place == "left" else day
        words = words.replace("<br>", f"{GAP}<br>") + GAP
        _text(fig, day, height, words, "middle left", **axes)
    elif place == "above":
        _text(fig, day, ends[-1] * nudge, words, "top center", **axes)
    else:
        _text(fig, day, ends[0] * nudge, words, "bottom center", **axes)


@figure(
    "us-projections-by-date",
    table="casualty_projections",
    title="Spring and summer 1945: who put what figure on the invasion, and when",
    caption=(
        "American losses only. Lives, battle casualties and casualties of no stated kind have a "
        "panel each, with one logarithmic scale for all three: heights in different panels are "
        "not the same thing. Bold names are those whose figure is recorded as put before the "
        "President; a cross is a figure in the act of being dismissed; a thin line is a month in "
        "which the day is unknown. Estimates known only by their year are not drawn. A figure for "
        "thirty days that lies below one for ninety does not contradict it."
    ),
    alt=(
        "Three stacked panels along one calendar from April to mid-August: most marks gather in "
        "the few days before the White House meeting of 18 June, while the two tall ranges of "
        "21 July stand alone to the right of it."
    ),
)
def us_projections_by_date(projections: pd.DataFrame) -> go.Figure:
    """Contemporary estimates of American losses, by day and size, one panel for each measure."""
    dated = _drawable(projections, ("offered", "rejected"))
    dated = dated[(dated["earliest"] >= _SPRING) & (dated["latest"] <= _AUTUMN)]
    drawn = dated[dated["period"] == "contemporary"]
    fig = go.Figure()
    decades = [math.log10(high / low) for _, _, low, high in _PANELS]
    title_room = 0.055
    unit = (1 - title_room * len(_PANELS)) / sum(decades)
    top = 1.0
    for number, (title, measures, low, high) in enumerate(_PANELS, start=1):
        suffix = "" if number == 1 else str(number)
        base = top - title_room - unit * decades[number - 1]
        axis = {
            "type": "log",
            "range": [math.log10(low), math.log10(high)],
            "domain": [max(base, 0), top - title_room],
            "tickvals": [*TICKS, 3e6],
            "ticktext": [*TICK_WORDS, "3 million" if low > 1e6 else ""],
            "anchor": "x",
        }
        fig.update_layout({f"yaxis{suffix}": axis})
        fig.add_annotation(
            text=f"<b>{title}</b>",
            x=0,
            y=top - title_room,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            font={"size": 13},
        )
        for row_id, row in drawn[drawn["measure"].isin(measures)].iterrows():
            _dated_mark(fig, str(row_id), row, {"yaxis": f"y{suffix}"})
        top = base
    fig.update_xaxes(
        range=["1945-03-30", "1945-08-15"],
        dtick="M1",
        tickformat="%b",
        ticklabelmode="period",
        title_text="April to mid-August 1945",
        anchor="free",
        position=0,
        showgrid=False,
    )
    for day, words in (("1945-06-18", "18 June, White House meeting"), ("1945-07-21", "21 July")):
        fig.add_shape(
            type="line",
            x0=day,
            x1=day,
            y0=0,
            y1=1,
            yref="paper",
            layer="below",
            line={"color": style.colour("quiet"), "width": 1, "dash": "dot"},
        )
        fig.add_annotation(
            text=words,
            x=day,
            y=1,
            yref="paper",
            xanchor="right" if day < "1945-07" else "center",
            yanchor="bottom",
            font={"size": 12},
        )
    fig.update_layout(height=920, margin={"t": 34})
    inside = {"ticklabelposition": "inside bottom", "ticks": "", "showline": False}
    return style.narrow(fig, height=960, yaxis=inside, yaxis2=inside, yaxis3=inside)


_PERIODS = {"postwar claim": "Claims after the surrender", "later scholarship": "Later books"}


@figure(
    "us-claims-after-the-war",
    table="casualty_projections",
    title="How the claims grew, and shrank, after the war",
    caption=(
        "What Americans were said, afterwards, to have been spared, by year of publication, with "
        "all the estimates of 1944 and 1945 on one line at the head of each panel for comparison. "
        "Lives and casualties have separate panels and separate axes. The order is that of time, "
        "not of descent, and a later book is not a better source than an earlier paper. GH is "
        "Glantz and House. Truman’s ‘millions’ and Walker’s ‘several thousand’ name no number and "
        "cannot be drawn."
    ),
    alt=(
        "Two panels of dated claims: for lives, statesmen’s claims after the war stand to the "
        "right of most staff papers while the critics of the nineteen-eighties stand to their "
        "left; for casualties, claims and books spread over the whole width."
    ),
)
def us_claims_after_the_war(projections: pd.DataFrame) -> go.Figure:
    """Postwar claims and later scholarship on American losses, lives and casualties apart."""
    drawn = _drawable(projections)
    fig = go.Figure()
    depths = []
    for suffix, lives in (("", True), ("2", False)):
        axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
        panel = drawn[drawn["measure"].isin(LIVES) == lives]
        height, edge = 0.0, 4.05e3
        before = panel[panel["period"] == "contemporary"]
        _text(
            fig,
            edge,
            height,
            "<b>Lives</b>" if lives else "<b>Casualties</b>",
            "middle right",
            **axes,
        )
        height -= 1
        _text(fig, edge, height, "In 1944 and 1945", "middle right", colour="quiet", **axes)
        height -= 1
        for row_id, row in before.iterrows():
            _mark(fig, str(row_id), row, height, axes)
        for period, heading in _PERIODS.items():
            height -= 1.4
            _text(fig, edge, height, heading, "middle right", colour="quiet", **axes)
            for row_id, row in panel[panel["period"] == period].iterrows():
                words = f"{str(row['date'])[:4]} {_who(row)}: {quantity(row)}"
                broken = len(words) > 29  # too long for one line on a phone
                height -= 1.3 if broken else 1
                words = words.replace(": ", ":<br>") if broken else words
                _mark_and_words(fig, str(row_id), row, height, words, 2.2e5, axes)
                height -= 0.25 if broken else 0
        depths.append(height)
    deepest = min(depths)
    _key(fig, drawn)
    for name in ("xaxis", "xaxis2"):
        _across(fig, 4e3, 5.5e6, name)
    height = int(-deepest * 24)
    sides: dict[str, dict[str, object]] = {
        "xaxis": {"domain": [0, 0.485]},
        "xaxis2": {"domain": [0.515, 1], "anchor": "y2"},
        "yaxis": {"visible": False, "range": [deepest - 0.7, 0.6]},
        "yaxis2": {"visible": False, "range": [deepest - 0.7, 0.6], "anchor": "x2"},
    }
    fig.update_layout(height=height + 120, **sides)
    split = (depths[1] - 1) / (sum(depths) - 2)
    return style.narrow(
        fig,
        height=int(-sum(depths) * 24) + 300,
        xaxis={"domain": [0, 1]},
        xaxis2={"domain": [0, 1]},
        yaxis={"domain": [split + 0.05, 1], "range": [depths[0] - 0.7, 0.6]},
        yaxis2={"domain": [0, split - 0.02], "range": [depths[1] - 0.7, 0.6]},
    )
