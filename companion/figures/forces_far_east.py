"""Figures on the Far East from 1941 to August 1945: Soviet strength, the Kwantung Army by year."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion.figures import figure, style
from companion.figures.forces_bars import SOVIET, Bar, bars
from companion.figures.forces_series import (
    day,
    marks,
    panels,
    series_rows,
    soviet_series,
    thousands,
)
from companion.text import number

__all__ = ["build_up_1945", "kwantung_army_by_year", "soviet_far_east_strength", "soviet_series"]

# Where the labels of May 1945, of the three fronts and of the wide count stand, panel by panel.
LABELS_AT_END = {
    "personnel": ("bottom center", "middle left", "middle left"),
    "guns and mortars": ("bottom center", "bottom left", "top left"),
    "tanks and SP guns": ("bottom center", "top left", "bottom left"),
    "aircraft": ("top left", "bottom center", "top center"),
}


@figure(
    "soviet-far-east-strength",
    table="force_levels",
    title="The Soviet Far East, June 1941 to August 1945",
    caption=(
        "Circles are one Soviet series, hollow where its line has not yet been read in the work it "
        "is attributed to; the triangle is what the Kwantung Army believed at the end of 1943. In "
        "August 1945 the diamond counts the three fronts and the square is the count usually "
        "printed with the series, which for men, guns and aircraft takes in more than the fronts. "
        "The line between two dates only leads the eye: nobody counted there. The last leg, "
        "dotted, may owe part of its rise to a wider definition. Shaded: the autumns in which "
        "the front in the west was in danger."
    ),
    alt=(
        "Four panels over the same years: men jump in the second half of 1941, sink after 1942 and "
        "stay level until the leap of summer 1945; guns dip, then climb; tanks drop in 1941 and do "
        "not recover before 1945; aircraft dip and recover."
    ),
)
def soviet_far_east_strength(forces: pd.DataFrame) -> go.Figure:
    """Men, guns, tanks and aircraft of the Soviet Far East by date, with both August totals."""
    fig = go.Figure()
    ends = {
        "personnel": ("sov-fe-1945-08-09-personnel-1577725", "sov-fe-1945-08-09-personnel-1747465"),
        "guns and mortars": ("sov-fe-1945-08-09-guns-27086", "sov-fe-1945-08-09-guns-29835"),
        "tanks and SP guns": ("sov-fe-1945-08-09-tanks-5556", "sov-fe-1945-08-09-tanks-5250"),
        "aircraft": ("sov-fe-1945-08-09-aircraft-3721", "sov-fe-1945-08-09-aircraft-5171"),
    }
    for n, (measure, (fronts, wide)) in enumerate(ends.items(), start=1):
        axis = "y" if n == 1 else f"y{n}"
        series = series_rows(forces, measure)
        days = [day(row) for _, row in series.iterrows()]
        last = forces.loc[wide]
        for x, y, dash in (
            (days, list(series["best"]), "solid"),
            ([days[-1], day(last)], [series["best"].iloc[-1], last["best"]], "dot"),
        ):
            fig.add_scatter(
                x=x, y=y, yaxis=axis, mode="lines", hoverinfo="skip",
                line={"color": style.soft("USSR", 0.6), "width": 1.6, "dash": dash},
            )  # fmt: skip
        short = thousands if measure == "personnel" else number
        before, *at_end = LABELS_AT_END[measure]
        places = [*["top center", "bottom center"] * 3, before]
        if measure == "personnel":
            places[:2] = ["middle left", "top center"]
        marks(fig, series, axis, "circle", [short(v) for v in series["best"]], places)
        words = ("three fronts ", "wide count ") if measure == "personnel" else ("", "")
        for row_id, symbol, word, place in zip(
            (wide, fronts), ("square", "diamond"), reversed(words), reversed(at_end), strict=True
        ):
            label = f"{word}{short(forces.loc[row_id, 'best'])}"
            marks(fig, forces.loc[[row_id]], axis, symbol, [label], [place])
    guesses = forces.loc[
        ["sov-fe-1943-12-kwantung-estimate-personnel", "sov-fe-1943-12-kwantung-estimate-tanks"]
    ]
    for axis, row_id in (("y", guesses.index[0]), ("y3", guesses.index[1])):
        short = thousands if axis == "y" else number
        text = f"Japanese estimate: {short(guesses.loc[row_id, 'best'])}"
        marks(fig, guesses.loc[[row_id]], axis, "triangle-down", [text], ["bottom center"], 9)
    panels(
        fig,
        ["Men, thousands", "Guns and mortars", "Tanks and self-propelled guns", "Aircraft"],
        [220, 120, 150, 135],
    )
    fig.update_layout(
        yaxis={
            "range": [0, 1.95e6],
            "tickvals": [5e5, 1e6, 1.5e6],
            "ticktext": ["500", "1,000", "1,500"],
        },
        yaxis2={
            "range": [0, 34000],
            "tickvals": [15000, 30000],
            "ticktext": ["15,000", "30,000"],
        },
        yaxis3={
            "range": [-300, 6900],
            "tickvals": [3000, 6000],
            "ticktext": ["3,000", "6,000"],
        },
        yaxis4={
            "range": [0, 7000],
            "tickvals": [3000, 6000],
            "ticktext": ["3,000", "6,000"],
        },
    )
    return fig


@figure(
    "kwantung-army-by-year",
    table="force_levels",
    title="Two armies on one axis: the Soviet Far East and the Kwantung Army, 1941 to 1945",
    caption=(
        "Above, the Soviet series and every Japanese figure on the same scale; a hollow mark has "
        "not yet been read in the work it is attributed to. A bar through a "
        "mark means that the source names only the year. Figures for one date stand above one "
        "another because the sources differ, in scope or in fact; none has been averaged. The "
        "Soviet line covers the whole Soviet Far East, the Japanese marks Manchuria: their "
        "gap is not a ratio of forces at any one border. In the lower panel a division of 1945 is "
        "not a division of 1941; the cross is the fighting value a compiler gave to the divisions "
        "of 1945, in divisions of the old kind."
    ),
    alt=(
        "The Soviet line climbs above every Japanese mark of 1941 but one and stays there; the "
        "Kwantung Army more than doubles in July 1941, sinks by 1944 to conflicting lows and "
        "returns in August 1945 to a spread of conflicting figures; the number of its "
        "divisions barely moves until 1945, when it leaps while their rated value stands far lower."
    ),
)
def kwantung_army_by_year(forces: pd.DataFrame) -> go.Figure:
    """Men and divisions of the Kwantung Army, conflicting sources side by side."""
    fig = go.Figure()
    soviet = series_rows(forces, "personnel")
    fig.add_scatter(
        x=[day(row) for _, row in soviet.iterrows()],
        y=list(soviet["best"]),
        mode="lines",
        line={"color": style.soft("USSR", 0.6), "width": 1.4},
        hoverinfo="skip",
    )
    # The first mark lies on a Japanese one: its figure stands in the words over the curve.
    values = ["", *(thousands(v) for v in soviet["best"].iloc[1:])]
    places = [
        "top center",
        "top center",
        "top center",
        "top right",
        "bottom center",
        *["top center"] * 2,
    ]
    marks(fig, soviet, "y", "circle", values, places)
    fronts = forces.loc[["sov-fe-1945-08-09-personnel-1577725"]]
    short = thousands(fronts["best"].iloc[0])
    marks(fig, fronts, "y", "diamond", [f"three fronts {short}"], ["middle left"])
    rows = forces[forces["formation"].isin(["Kwantung Army", "Japanese forces in Manchuria"])]
    rows = rows[(rows["earliest"] >= "1941-01-01") & rows["best"].notna()]
    men = rows[rows["measure"] == "personnel"]
    august = men[men["earliest"] >= "1945-08-01"]
    before = men.drop(august.index)
    for _, row in before.iterrows():
        if (row["latest"] - row["earliest"]).days > 300:
            fig.add_scatter(
                x=[row["earliest"], row["latest"]], y=[row["best"]] * 2, mode="lines",
                line={"color": style.soft("Japan", 0.35), "width": 5}, hoverinfo="skip",
            )  # fmt: skip
    rise = before.loc[["kwantung-1941-06-personnel", "kwantung-1941-07-personnel"]]
    fig.add_scatter(
        x=[day(row) for _, row in rise.iterrows()], y=list(rise["best"]), mode="lines",
        line={"color": style.colour("Japan"), "width": 1.6}, hoverinfo="skip",
    )  # fmt: skip
    rough = before["confidence"] == "low"
    marks(fig, before[~rough], "y")
    low = before[rough].sort_values("latest")
    shown = [thousands(v) if v < 6.5e5 else "" for v in low["best"]]
    places = ["bottom center" if v < 4e5 else "top center" for v in low["best"]]
    marks(fig, low, "y", "circle", shown, places)
    marks(fig, august.sort_values("best"), "y", "circle", size=7)
    spread = f"{thousands(august['best'].min())} to {thousands(august['best'].max())}"
    first, last = (thousands(v) for v in rise["best"])
    fig.add_scatter(
        x=["1941-07-25", "1942-01-12", "1942-01-12", "1945-07-01", "1941-11-15"],
        y=[4e5, 6.7e5, 9.9e5, 7.6e5, 1.66e6],
        mode="text",
        text=[
            f"Kantokuen: {first} to {last}",
            " to ".join(
                thousands(forces.loc[i, "best"])
                for i in ("kwantung-1941-12-personnel-649", "kwantung-1941-personnel-700")
            ),
            f"{thousands(forces.loc['kwantung-1941-personnel-1m', 'best'])}, Soviet school",
            spread,
            f"Soviet Far East, from {thousands(soviet['best'].iloc[0])}",
        ],
        textposition=["middle right"] * 3 + ["middle left", "middle right"],
        textfont={
            "size": 11.5,
            "color": [style.colour(c) for c in (*["Japan"] * 4, "USSR")],
        },
        hoverinfo="skip",
        cliponaxis=False,
    )
    divisions = rows[(rows["measure"] == "divisions")]
    worth = forces.loc[["kwantung-1945-08-equivalent-divisions"]]
    marks(
        fig,
        divisions,
        "y2",
        "square",
        [number(v) for v in divisions["best"]],
        ["top center"] * 4 + ["top left", "bottom left"],
    )
    marks(
        fig, worth, "y2", "cross", [f"rated near {number(worth['best'].iloc[0])}"], ["middle left"]
    )
    panels(fig, ["Men, thousands", "Divisions in Manchuria, as counted"], [270, 150])
    fig.update_layout(
        yaxis={
            "range": [0, 1.95e6],
            "tickvals": [5e5, 1e6, 1.5e6],
            "ticktext": ["500", "1,000", "1,500"],
        },
        yaxis2={"range": [0, 29], "tickvals": [10, 20]},
    )
    return fig


_BEFORE = "sov-fe-1945-01-01-personnel"
BUILD_UP = [
    Bar("Line of May and the smaller count moved", (_BEFORE, "buildup-1945-personnel"),
        (), ("there in May (uncertain)", "moved")),
    Bar("Line of May and the larger count moved", (_BEFORE, "buildup-1945-personnel-500000"),
        (), ("there in May (uncertain)", "moved")),
    Bar("Three fronts, 9 August", (), (f"{SOVIET}-personnel-1577725",)),
    Bar("Three fronts, fleet and flotilla", (), (f"{SOVIET}-personnel-1669500",)),
    Bar("With fleet, air defence, support", (), (f"{SOVIET}-personnel-1747000",)),
]  # fmt: skip


@figure(
    "build-up-1945",
    table="force_levels",
    title="Does the move explain the growth? Men in the Soviet Far East, May and August 1945",
    caption=(
        "The upper bars add to the line of the Soviet series for May the men who came from Europe, "
        "by two counts; diamonds are the totals printed for August. An outline without filling, or "
        "an open diamond, has not yet been read in the work it is attributed to. A sum that meets "
        "a total is no proof of either: the day and the scope of the line for May are uncertain, "
        "and men were also called up and discharged in the Far East."
    ),
    alt=(
        "Two stacked bars of men present and men moved; the first ends close to the diamond of the "
        "three fronts, the second between the wider totals."
    ),
)
def build_up_1945(forces: pd.DataFrame) -> go.Figure:
    """The line of May with the men moved, against the totals of 9 August."""
    fig = go.Figure()
    bars(fig, forces, BUILD_UP, float(len(BUILD_UP)))
    fig.update_xaxes(
        range=[0, 1.83e6],
        tickvals=[0, 5e5, 1e6, 1.5e6],
        ticktext=["0", "500,000", "1 million", "1.5 million"],
    )
    fig.update_yaxes(visible=False, range=[0.5, len(BUILD_UP) + 0.75])
    fig.update_layout(
        barmode="overlay",
        height=len(BUILD_UP) * 44 + 50,
        margin={"b": 36},
        uniformtext={"minsize": 10, "mode": "hide"},
    )
    return fig
