"""Figures on forces: who stood in the Far East from 1941 to 9 August 1945, and by whose count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from companion.figures import figure, style
from companion.text import date_in_words, number, quantity

SERIES = "Soviet Far Eastern grouping total"
SERIES_MEASURES = ["personnel", "guns and mortars", "tanks and SP guns", "aircraft"]

YEARS = ["1940-09-01", "1945-12-10"]
CRISES = {
    "autumn<br>1941": ("1941-09-01", "1941-11-30"),
    "autumn<br>1942": ("1942-09-01", "1942-11-30"),
}


def soviet_series(forces: pd.DataFrame) -> pd.DataFrame:
    """Strength of the Soviet Far Eastern grouping by day, 1941 to May 1945: a column per measure.

    These are the lines of one Soviet series; two of its dates have been read, the rest are
    ``unchecked``.
    """
    rows = pd.concat([_series_rows(forces, measure) for measure in SERIES_MEASURES])
    by_day = rows.pivot_table("best", "latest", "measure", sort=False)
    return by_day[SERIES_MEASURES].rename_axis("day").rename_axis(None, axis=1)


def _series_rows(forces: pd.DataFrame, measure: str) -> pd.DataFrame:
    chosen = forces[(forces["formation"] == SERIES) & (forces["measure"] == measure)]
    return chosen[~chosen.index.str.endswith("-web")].sort_values("latest")


def _day(row: pd.Series) -> pd.Timestamp:
    """The row's day; the middle of the span when it names a month or a year."""
    stated = str(row["date"]).rstrip("?~%")
    if len(stated) == 10:
        return pd.Timestamp(stated)
    return (row["earliest"] + (row["latest"] - row["earliest"]) / 2).normalize()


def _marks(
    fig: go.Figure,
    frame: pd.DataFrame,
    axis: str,
    symbol: str = "circle",
    labels: Sequence[str] = (),
    positions: Sequence[str] = (),
    size: float = 8,
) -> None:
    """Dated rows as marks at their own day and figure, each with its label beside it."""
    for n, (row_id, row) in enumerate(frame.iterrows()):
        fig.add_scatter(
            x=[_day(row)],
            y=[row["best"]],
            yaxis=axis,
            mode="markers+text" if n < len(labels) else "markers",
            marker=style.marker(row["grade"], row["side"], symbol, size),
            text=[labels[n]] if n < len(labels) else None,
            textposition=positions[n] if n < len(positions) else "top center",
            textfont={"size": 11.5},
            customdata=[str(row_id)],
            cliponaxis=False,
            hovertemplate=(
                f"{row['formation']}<br>{date_in_words(row['date'])}: {quantity(row)} {row['unit']}"
                f"<extra>{row['grade']}</extra>"
            ),
        )


def _panels(fig: go.Figure, titles: Sequence[str], heights: Sequence[int], gap: int = 34) -> None:
    """Stack panels under a common time axis, the autumn crises shaded through all of them."""
    whole = sum(heights) + gap * (len(heights) - 1)
    top = float(whole)
    for n, (title, height) in enumerate(zip(titles, heights, strict=True), start=1):
        key = "yaxis" if n == 1 else f"yaxis{n}"
        domain = [(top - height) / whole, top / whole]
        fig.update_layout(
            {
                key: {
                    "domain": domain,
                    "anchor": "x",
                    "ticks": "",
                    "ticklabelposition": "inside top",
                    "tickfont": {"size": 11, "color": style.colour("quiet")},
                    "showline": False,
                }
            }
        )
        fig.add_annotation(
            text=f"<b>{title}</b>",
            x=0,
            y=domain[1],
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            yshift=3,
        )
        top -= height + gap
    for words, (first, last) in CRISES.items():
        fig.add_shape(
            type="rect", x0=first, x1=last, y0=0, y1=1, yref="paper", line={"width": 0},
            fillcolor=style.soft("other", 0.22), layer="below",
        )  # fmt: skip
        fig.add_annotation(
            text=words,
            x=pd.Timestamp(first) + (pd.Timestamp(last) - pd.Timestamp(first)) / 2,
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=22,
            font={"size": 11, "color": style.colour("quiet")},
        )
    fig.update_xaxes(
        type="date",
        range=YEARS,
        tickvals=[f"{year}-01-01" for year in range(1941, 1946)],
        ticktext=[str(year) for year in range(1941, 1946)],
        anchor="y" if len(heights) == 1 else f"y{len(heights)}",
    )
    fig.update_layout(height=whole + 110, margin={"t": 66, "r": 22, "b": 40})


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
        series = _series_rows(forces, measure)
        days = [_day(row) for _, row in series.iterrows()]
        last = forces.loc[wide]
        for x, y, dash in (
            (days, list(series["best"]), "solid"),
            ([days[-1], _day(last)], [series["best"].iloc[-1], last["best"]], "dot"),
        ):
            fig.add_scatter(
                x=x, y=y, yaxis=axis, mode="lines", hoverinfo="skip",
                line={"color": style.soft("USSR", 0.6), "width": 1.6, "dash": dash},
            )  # fmt: skip
        short = _thousands if measure == "personnel" else number
        before, *at_end = LABELS_AT_END[measure]
        places = [*["top center", "bottom center"] * 3, before]
        _marks(fig, series, axis, "circle", [short(v) for v in series["best"]], places)
        words = ("three fronts ", "wide count ") if measure == "personnel" else ("", "")
        for row_id, symbol, word, place in zip(
            (wide, fronts), ("square", "diamond"), reversed(words), reversed(at_end), strict=True
        ):
            label = f"{word}{short(forces.loc[row_id, 'best'])}"
            _marks(fig, forces.loc[[row_id]], axis, symbol, [label], [place])
    guesses = forces.loc[
        ["sov-fe-1943-12-kwantung-estimate-personnel", "sov-fe-1943-12-kwantung-estimate-tanks"]
    ]
    for axis, row_id in (("y", guesses.index[0]), ("y3", guesses.index[1])):
        short = _thousands if axis == "y" else number
        text = f"Japanese estimate: {short(guesses.loc[row_id, 'best'])}"
        _marks(fig, guesses.loc[[row_id]], axis, "triangle-down", [text], ["bottom center"], 9)
    _panels(
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


def _thousands(value: float) -> str:
    return f"{value / 1000:,.1f}".removesuffix(".0") if value < 1e6 else f"{value / 1000:,.0f}"


@figure(
    "kwantung-army-by-year",
    table="force_levels",
    title="The Kwantung Army, 1941 to August 1945, against the Soviet series",
    caption=(
        "The same years and scale as the figure above. A bar through a mark means that the source "
        "names only the year. Figures for one date stand above one another because the sources "
        "differ, in scope or in fact; none has been averaged. The thin line is the Soviet series, "
        "which covers the whole Soviet Far East while the Japanese figures cover Manchuria: their "
        "gap is not a ratio of forces at any one border. In the lower panel a division of 1945 is "
        "not a division of 1941; the cross is the fighting value a compiler gave to the divisions "
        "of 1945, in divisions of the old kind."
    ),
    alt=(
        "Men of the Kwantung Army more than double in July 1941, then fall to a hollow, unchecked "
        "low in 1944 and return in August 1945 to a spread of conflicting figures; the number of "
        "divisions barely moves until 1945, when it leaps while their rated value stands far lower."
    ),
)
def kwantung_army_by_year(forces: pd.DataFrame) -> go.Figure:
    """Men and divisions of the Kwantung Army, conflicting sources side by side."""
    fig = go.Figure()
    soviet = _series_rows(forces, "personnel")
    fig.add_scatter(
        x=[_day(row) for _, row in soviet.iterrows()],
        y=list(soviet["best"]),
        mode="lines",
        line={"color": style.soft("USSR", 0.6), "width": 1.4},
        hoverinfo="skip",
    )
    _marks(fig, soviet, "y", size=6.5)
    fronts = forces.loc[["sov-fe-1945-08-09-personnel-1577725"]]
    short = _thousands(fronts["best"].iloc[0])
    _marks(fig, fronts, "y", "diamond", [f"three fronts {short}"], ["middle left"])
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
        x=[_day(row) for _, row in rise.iterrows()], y=list(rise["best"]), mode="lines",
        line={"color": style.colour("Japan"), "width": 1.6}, hoverinfo="skip",
    )  # fmt: skip
    rough = before["confidence"] == "low"
    _marks(fig, before[~rough], "y")
    shown = [_thousands(v) if v < 7e5 else "" for v in before.loc[rough, "best"]]
    _marks(fig, before[rough], "y", "circle", shown)
    _marks(fig, august.sort_values("best"), "y", "circle", size=7)
    spread = f"{_thousands(august['best'].min())} to {_thousands(august['best'].max())}"
    first, last = (_thousands(v) for v in rise["best"])
    fig.add_scatter(
        x=["1941-07-25", "1941-12-31", "1945-07-20", "1943-06-01"],
        y=[4.6e5, 7e5, 7.6e5, 1.27e6],
        mode="text",
        text=[
            f"Kantokuen: {first} to {last}",
            f"about {_thousands(forces.loc['kwantung-1941-personnel-700', 'best'])}",
            spread,
            "Soviet Far East",
        ],
        textposition=["middle right", "middle right", "middle left", "middle right"],
        textfont={
            "size": 11.5,
            "color": [style.colour(c) for c in ("Japan", "Japan", "Japan", "USSR")],
        },
        hoverinfo="skip",
        cliponaxis=False,
    )
    divisions = rows[(rows["measure"] == "divisions")]
    worth = forces.loc[["kwantung-1945-08-equivalent-divisions"]]
    _marks(
        fig,
        divisions,
        "y2",
        "square",
        [number(v) for v in divisions["best"]],
        ["top center"] * 4 + ["top left", "bottom left"],
    )
    _marks(
        fig, worth, "y2", "cross", [f"rated near {number(worth['best'].iloc[0])}"], ["middle left"]
    )
    _panels(fig, ["Men, thousands", "Divisions in Manchuria, as counted"], [220, 150])
    fig.update_layout(
        yaxis={
            "range": [0, 1.95e6],
            "tickvals": [5e5, 1e6, 1.5e6],
            "ticktext": ["500", "1,000", "1,500"],
        },
        yaxis2={"range": [0, 29], "tickvals": [10, 20]},
    )
    return fig


@dataclass(frozen=True)
class Bar:
    """A line of a bar chart: what it counts, the rows its bar is made of, the printed totals."""

    label: str
    parts: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    must_add_up: bool = False


FRONTS = ("Transbaikal", "1st Far E.", "2nd Far E.")


def _fronts(pattern: str) -> tuple[str, ...]:
    return tuple(pattern.format(front) for front in ("tbf", "fef1", "fef2"))


_FE = "sov-fe-1945-08-09"
_KW = "kwantung-1945-08-09"

SOVIET_MEN = [
    Bar(
        "Three fronts",
        _fronts("{}-1945-08-09-personnel-glantz"),
        (f"{_FE}-personnel-1577725",),
        FRONTS,
        True,
    ),
    Bar("Three fronts with Mongolian troops", (f"{_FE}-with-mongolia",)),
    Bar(
        "Three fronts, fleet and flotilla",
        (
            *_fronts("{}-1945-08-09-personnel-sokolov"),
            "pacfleet-1945-08-personnel-97500",
            "amur-flotilla-1945-08-09-personnel",
        ),
        (f"{_FE}-personnel-1669500",),
        (*FRONTS, "fleet", ""),
        True,
    ),
    Bar(
        "With fleet, air defence, support",
        (f"{_FE}-land-personnel",),
        (f"{_FE}-personnel-1747000",),
        ("land forces",),
    ),
]

JAPANESE_MEN = [
    Bar("Kwantung Army, fighting units only", (f"{_KW}-combat-personnel",)),
    Bar("Soldiers and sailors in Manchuria", (f"{_KW}-personnel-665500",)),
    Bar(
        "Kwantung Army in Manchuria",
        (
            "area-army-1-1945-08-09-personnel",
            "area-army-3-1945-08-09-personnel",
            "army-4-1945-08-09-personnel",
            "army-34-1945-08-09-personnel",
        ),
        (f"{_KW}-personnel-713000",),
        ("1st AA", "3rd AA", "4th", "34th"),
    ),
    Bar(
        "Kwantung Army, scope unclear",
        (),
        (
            f"{_KW}-personnel-700",
            "kwantung-1945-08-10-personnel-750",
            "kwantung-1945-08-personnel-780",
            "kwantung-1945-08-personnel-850",
        ),
    ),
    Bar(
        "Manchuria and Korea, Japanese returns",
        (f"{_KW}-personnel-665500", "korea-1945-08-personnel"),
        (),
        ("Manchuria", "Korea"),
    ),
    Bar("Manchuria, Korea, Inner Mongolia, over", ("japan-mainland-1945-08-personnel-1m",)),
    Bar(
        "With Sakhalin and the Kurils",
        (f"{_KW}-personnel-713000", "japan-south-korea-islands-280000"),
        ("japan-1945-infobox-983000",),
        ("Manchuria", "elsewhere"),
    ),
    Bar(
        "All Japanese-led forces",
        (
            f"{_KW}-personnel-713000",
            "japan-south-korea-islands-280000",
            "manchukuo-1945-08-personnel",
            "mengjiang-1945-08-personnel-44000",
        ),
        ("japan-1945-infobox-1217000",),
        ("Manchuria", "elsewhere", "Manchukuo", ""),
    ),
]


def _least(row: pd.Series) -> float:
    return float(row["best"] if pd.notna(row["best"]) else row["low"])


def _bar_label(bar: Bar, forces: pd.DataFrame) -> str:
    if bar.totals:
        values = [_least(forces.loc[i]) for i in bar.totals]
        shown = dict.fromkeys(number(v) for v in (min(values), max(values)))
        parts = sum(_least(forces.loc[i]) for i in bar.parts)
        more = f" (parts: {number(parts)})" if parts > max(values) else ""
        return f"{bar.label}: {' to '.join(shown)}{more}"
    return f"{bar.label}: {number(sum(_least(forces.loc[i]) for i in bar.parts))}"


def _bars(
    fig: go.Figure, forces: pd.DataFrame, bars: Iterable[Bar], top: float, suffix: str = ""
) -> None:
    """Bars from the top down, each under its label; parts side by side, printed totals as marks.

    Raises ValueError when parts that must add up to their printed total do not: so a front of one
    Soviet return can never be drawn under the total of another.
    """
    axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
    for n, bar in enumerate(bars):
        height, start = top - n, 0.0
        for part, name in zip(bar.parts, bar.names or [""] * len(bar.parts), strict=True):
            row = forces.loc[part]
            hollow = row["grade"] == "unchecked"
            fig.add_bar(
                x=[_least(row)],
                base=[start],
                y=[height],
                width=[0.44],
                orientation="h",
                marker={
                    "color": style.soft(row["side"], 0.06 if hollow else 0.4),
                    "line": {"color": style.colour(row["side"]), "width": 1.4},
                },
                text=[name],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"size": 11, "color": style.colour("ink")},
                customdata=[part],
                hovertemplate=(
                    f"{row['formation']}<br>{quantity(row)} {row['unit']}"
                    f"<extra>{row['grade']}</extra>"
                ),
                **axes,
            )
            start += _least(row)
        if bar.must_add_up and start != float(forces.loc[bar.totals[0], "best"]):
            raise ValueError(f"{bar.label}: the parts {bar.parts} do not add up to {bar.totals[0]}")
        if not bar.parts:
            ends = [_least(forces.loc[i]) for i in bar.totals]
            fig.add_scatter(
                x=[min(ends), max(ends)], y=[height] * 2, mode="lines", hoverinfo="skip",
                line={"color": style.soft(forces.loc[bar.totals[0], "side"], 0.4), "width": 6},
                **axes,
            )  # fmt: skip
        for total in bar.totals:
            row = forces.loc[total]
            fig.add_scatter(
                x=[_least(row)],
                y=[height],
                mode="markers",
                marker=style.marker(row["grade"], row["side"], "diamond", 11),
                customdata=[total],
                hovertemplate=(
                    f"{row['formation']}<br>{quantity(row)} {row['unit']}: {row['counts']}"
                    f"<extra>{row['grade']}</extra>"
                ),
                **axes,
            )
        fig.add_scatter(
            x=[0], y=[height + 0.42], mode="text", text=[_bar_label(bar, forces)],
            textposition="middle right", textfont={"size": 12}, hoverinfo="skip", cliponaxis=False,
            **axes,
        )  # fmt: skip


def _heading(fig: go.Figure, words: str, side: str, y: float, suffix: str = "") -> None:
    fig.add_scatter(
        x=[0], y=[y], mode="text", text=[f"<b>{words}</b>"], textposition="middle right",
        textfont={"size": 12.5, "color": style.colour(side)}, hoverinfo="skip", cliponaxis=False,
        xaxis=f"x{suffix}", yaxis=f"y{suffix}",
    )  # fmt: skip


@figure(
    "men-9-august-1945",
    table="force_levels",
    title="Men on both sides on 9 August 1945, under every definition",
    caption=(
        "Each bar is one way of drawing the line around the forces; a diamond is a printed total, "
        "the boxes are the parts it is said to have. An outline without filling has not yet been "
        "read in the work it is attributed to. No bar is the true one. Empty space between the "
        "boxes and the diamond is what no source in the tables divides. Only bars that take in "
        "the same kinds of troops and the same ground can be set against each other."
    ),
    alt=(
        "Horizontal bars: the Soviet totals lie close together at the right, the Japanese ones run "
        "from fighting units alone, the shortest bar, to all Japanese-led forces, more than three "
        "times as long yet shorter than any Soviet bar."
    ),
)
def men_on_9_august(forces: pd.DataFrame) -> go.Figure:
    """Men by front and army group, under each definition of either side's total."""
    fig = go.Figure()
    rows = len(SOVIET_MEN) + len(JAPANESE_MEN) + 1.6
    _heading(fig, "Soviet side", "USSR", rows)
    _bars(fig, forces, SOVIET_MEN, rows - 0.9)
    below = rows - len(SOVIET_MEN) - 0.9
    _heading(fig, "Japanese side", "Japan", below)
    _bars(fig, forces, JAPANESE_MEN, below - 0.9)
    fig.update_xaxes(
        range=[0, 1.83e6],
        tickvals=[0, 5e5, 1e6, 1.5e6],
        ticktext=["0", "500,000", "1 million", "1.5 million"],
    )
    fig.update_yaxes(visible=False, range=[below - len(JAPANESE_MEN) - 0.4, rows + 0.4])
    fig.update_layout(
        barmode="overlay",
        height=int(rows * 44) + 60,
        margin={"b": 36},
        uniformtext={"minsize": 10, "mode": "hide"},
    )
    return fig


EQUIPMENT = {
    "Guns and mortars": (
        [0, 10000, 20000, 30000],
        32500,
        [
            Bar(
                "Three fronts", _fronts("{}-1945-08-09-guns"), (f"{_FE}-guns-27086",), FRONTS, True
            ),
            Bar("Three fronts, lower count", (f"{_FE}-guns-26137",)),
            Bar("Widest count, with the fleet", (f"{_FE}-guns-29835",)),
            Bar("Kwantung Army, Japanese count", (f"{_KW}-guns-1000",)),
            Bar("Kwantung Army, Soviet-derived", (f"{_KW}-guns-5360",)),
            Bar("With Korea and more, Soviet count", ("japan-mainland-1945-08-guns-6640",)),
        ],
    ),
    "Tanks and self-propelled guns": (
        [0, 2000, 4000],
        5950,
        [
            Bar(
                "One return",
                _fronts("{}-1945-08-09-tanks-glantz"),
                (f"{_FE}-tanks-5556",),
                FRONTS,
                True,
            ),
            Bar(
                "The other return",
                _fronts("{}-1945-08-09-tanks"),
                (f"{_FE}-tanks-5250",),
                FRONTS,
                True,
            ),
            Bar("Manchuria, Japanese counts", (), (f"{_KW}-tanks-200", f"{_KW}-tanks-290")),
            Bar(
                "Soviet-derived, Korea perhaps in",
                (),
                (f"{_KW}-tanks-1155", "japan-mainland-1945-08-tanks-1215"),
            ),
        ],
    ),
    "Aircraft": (
        [0, 2000, 4000],
        5950,
        [
            Bar(
                "Three fronts",
                _fronts("{}-1945-08-09-aircraft"),
                (f"{_FE}-aircraft-3721",),
                FRONTS,
                True,
            ),
            Bar("Three fronts, lower count", (f"{_FE}-aircraft-3446",)),
            Bar("With naval aviation", (), (f"{_FE}-aircraft-5171", f"{_FE}-aircraft-5368")),
            Bar("Manchuria, combat types only", (f"{_KW}-combat-aircraft-232",)),
            Bar("Manchuria, all types", (), (f"{_KW}-aircraft-350", f"{_KW}-aircraft-1042")),
            Bar(
                "Soviet-derived, trainers and Korea in",
                (),
                (f"{_KW}-aircraft-1800", "japan-mainland-1945-08-aircraft-1907"),
            ),
        ],
    ),
}


@figure(
    "equipment-9-august-1945",
    table="force_levels",
    title="Guns, tanks and aircraft on 9 August 1945",
    caption=(
        "Each panel has its own scale. The two Soviet tank totals come from different returns, "
        "each with its own split by front: a front of one never belongs under the total of the "
        "other. Outlines and open diamonds have not yet been read in the work they are attributed "
        "to. Where Japanese and Soviet-derived counts of the same army differ manyfold, part of "
        "the gap is definition, as with mortars or training aircraft, and part is not explained."
    ),
    alt=(
        "Three panels of bars: in guns, tanks and aircraft the Soviet totals are many times the "
        "Japanese counts of their own equipment and still some multiples of the far higher "
        "Soviet-derived counts of it."
    ),
)
def equipment_on_9_august(forces: pd.DataFrame) -> go.Figure:
    """Guns, tanks and aircraft on both sides, each count kept whole."""
    fig = go.Figure()
    row, gap = 41, 62
    heights = [int((len(bars) + 0.9) * row) for _, _, bars in EQUIPMENT.values()]
    whole = sum(heights) + gap * (len(heights) - 1)
    top = float(whole)
    for n, (title, (ticks, end, bars)) in enumerate(EQUIPMENT.items(), start=1):
        suffix = "" if n == 1 else str(n)
        domain = [(top - heights[n - 1]) / whole, top / whole]
        _heading(fig, title, "ink", len(bars) + 0.85, suffix)
        _bars(fig, forces, bars, len(bars) - 0.1, suffix)
        fig.update_layout(
            {
                f"xaxis{suffix}": {
                    "range": [0, end],
                    "tickvals": ticks,
                    "ticktext": [number(tick) for tick in ticks],
                    "anchor": f"y{suffix}",
                },
                f"yaxis{suffix}": {
                    "visible": False,
                    "range": [0.4, len(bars) + 1.3],
                    "domain": domain,
                    "anchor": f"x{suffix}",
                },
            }
        )
        top -= heights[n - 1] + gap
    fig.update_layout(
        barmode="overlay",
        height=whole + 54,
        margin={"b": 36},
        uniformtext={"minsize": 10, "mode": "hide"},
    )
    return fig


# Measure -> pairs of counts that take in like things, from the narrowest ratio to the widest;
# a count may be a sum.
RATIOS: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    "Men": [
        (f"{_FE}-personnel-1577725", ("japan-1945-infobox-1217000",)),
        (f"{_FE}-personnel-1577725", (f"{_KW}-personnel-665500", "korea-1945-08-personnel")),
        (f"{_FE}-personnel-1577725", (f"{_KW}-personnel-713000",)),
        (f"{_FE}-personnel-1577725", (f"{_KW}-personnel-665500",)),
    ],
    "Guns and mortars": [
        (f"{_FE}-guns-27086", ("japan-mainland-1945-08-guns-6640",)),
        (f"{_FE}-guns-27086", (f"{_KW}-guns-5360",)),
        (f"{_FE}-guns-27086", (f"{_KW}-guns-1000",)),
    ],
    "Tanks": [
        (f"{_FE}-tanks-5250", ("japan-mainland-1945-08-tanks-1215",)),
        (f"{_FE}-tanks-5250", (f"{_KW}-tanks-1155",)),
        (f"{_FE}-tanks-5556", (f"{_KW}-tanks-1155",)),
        (f"{_FE}-tanks-5250", (f"{_KW}-tanks-290",)),
        (f"{_FE}-tanks-5556", (f"{_KW}-tanks-290",)),
        (f"{_FE}-tanks-5250", (f"{_KW}-tanks-200",)),
        (f"{_FE}-tanks-5556", (f"{_KW}-tanks-200",)),
    ],
    "Aircraft": [
        (f"{_FE}-aircraft-3721", ("japan-mainland-1945-08-aircraft-1907",)),
        (f"{_FE}-aircraft-3721", (f"{_KW}-aircraft-1800",)),
        (f"{_FE}-aircraft-3721", (f"{_KW}-aircraft-1042",)),
        (f"{_FE}-aircraft-3721", (f"{_KW}-aircraft-350",)),
    ],
}


@figure(
    "force-ratios-9-august-1945",
    table="force_levels",
    title="How many to one? The ratio depends on the count",
    caption=(
        "Each mark divides one Soviet count of the three fronts by one Japanese count; the bar "
        "spans them. The scale doubles at each step. To the left stand the widest Japanese counts, "
        "to the right Japanese counts of Manchuria alone. These are ratios over a theatre, not on "
        "the sectors where the attacker chose to break through, and they say nothing of training, "
        "fuel or ammunition."
    ),
    alt=(
        "Four bars on a doubling scale: the ratio of men stays between little more than one and "
        "less than three to one, while guns, tanks and aircraft stretch from a few to one to ten "
        "or more to one."
    ),
)
def force_ratios(forces: pd.DataFrame) -> go.Figure:
    """Ratios of the three fronts to Japanese forces, each from a named pair of counts."""
    fig = go.Figure()
    for height, (measure, pairs) in zip(range(len(RATIOS), 0, -1), RATIOS.items(), strict=True):
        found = []
        for soviet, japanese in pairs:
            ids = (soviet, *japanese)
            below = sum(_least(forces.loc[i]) for i in japanese)
            grades = set(forces.loc[list(ids), "grade"])
            found.append((_least(forces.loc[soviet]) / below, ids, "unchecked" in grades))
        ratios = [ratio for ratio, _, _ in found]
        fig.add_scatter(
            x=[min(ratios), max(ratios)], y=[height] * 2, mode="lines", hoverinfo="skip",
            line={"color": style.soft("other", 0.4), "width": 7},
        )  # fmt: skip
        for ratio, ids, unchecked in found:
            fig.add_scatter(
                x=[ratio],
                y=[height],
                mode="markers",
                marker=style.marker("unchecked" if unchecked else "reference", "other", size=10),
                customdata=[";".join(ids)],
                hovertemplate=(
                    f"{measure}: {ratio:.1f} to 1<br>{number(_least(forces.loc[ids[0]]))} : "
                    f"{number(sum(_least(forces.loc[i]) for i in ids[1:]))}<extra></extra>"
                ),
            )
        fig.add_scatter(
            x=[1], y=[height + 0.38], mode="text", hoverinfo="skip", cliponaxis=False,
            text=[f"{measure}: {min(ratios):.1f} to {max(ratios):.1f} to 1"],
            textposition="middle right", textfont={"size": 12.5},
        )  # fmt: skip
    ticks = [1, 2, 4, 8, 16, 32]
    fig.update_xaxes(
        type="log",
        range=[-0.02, 1.53],
        tickvals=ticks,
        ticktext=[f"{tick} : 1" for tick in ticks],
        tickangle=0,
    )
    fig.update_yaxes(visible=False, range=[0.5, len(RATIOS) + 0.8])
    fig.update_layout(height=300, margin={"b": 36})
    return fig
