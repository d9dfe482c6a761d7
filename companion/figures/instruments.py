"""All instruments on one timeline: signed, in force, ended, by theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from companion import data, instruments
from companion.figures import figure, style
from companion.text import MONTHS, date_in_words

UNIT = 27  # pixels to a lane
START = "1853-06-01"
SYMBOLS = {"obligation": "diamond", "statement": "circle", "act": "square"}
# What a line says of the days it covers -> its dash, its width and how much of its colour it has.
LINES: dict[str, tuple[str, int, float]] = {
    "in force": ("solid", 8, 0.5),
    "in part": ("solid", 3, 0.5),
    "notice": ("dash", 3, 1),
    "disputed": ("dot", 3, 1),
    "its effect or its policy lasted": ("solid", 3, 0.5),
    "ended on an unknown day": ("dot", 1, 1),
}
_PHASES = {"in part", "notice", "disputed"}
_SIDES = {
    "Russian Empire": "USSR",
    "Russian Federation": "USSR",
    "USA": "US",
    "Republic of China": "China",
    "People's Republic of China": "China",
}


@dataclass
class Stroke:
    """Stretches of one look: their points, and the row that each point stands for."""

    x: list[Any] = field(default_factory=list)
    y: list[float | None] = field(default_factory=list)
    ids: list[str | None] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def add(self, days: list[Any], height: float, row_id: str, words: str) -> None:
        """Append one stretch and a gap after it."""
        self.x += [*days, None]
        self.y += [height] * len(days) + [None]
        self.ids += [row_id] * len(days) + [None]
        self.words += [words] * (len(days) + 1)


def side(row: pd.Series) -> str:
    """The side whose colour an instrument takes: its one party, else none."""
    parties = data.ids(row["parties"])
    return _SIDES.get(parties[0], parties[0]) if len(parties) == 1 else "other"


def in_words(row: pd.Series) -> str:
    """An instrument in a line: title, signature, force and end."""
    words = f"{row['short_title']}: {date_in_words(row['date'])}"
    if pd.notna(row["in_force"]) and row["in_force"] != row["date"]:
        words += f", in force {date_in_words(row['in_force'])}"
    if pd.notna(row["ended"]):
        words += f", ended {date_in_words(row['ended'])}"
    elif instruments.binding_today(row):
        words += ", no end recorded"
    return words


def _stretches(row: pd.Series) -> Iterator[tuple[str, list[Any]]]:
    """What the lane of an instrument shows: kind of line, and its first and last day."""
    start = row["in_force_earliest"] if pd.notna(row["in_force_earliest"]) else row["earliest"]
    parts = instruments.phases(row)
    partial = [p for p in parts if p.kind in ("in part", "disputed") and p.first > start.date()]
    if instruments.binding_today(row):
        end: Any = instruments.TODAY
    elif pd.notna(row["ended"]):
        end = row["ended_earliest"]
        if row["ended_latest"] != end and not partial:
            yield "ended on an unknown day", [end, row["ended_latest"]]
    else:
        end = None
    if end is not None:
        whole = min([end, *(pd.Timestamp(p.first) for p in partial)])
        thick = "in force" if row["effect"] == "obligation" else "its effect or its policy lasted"
        yield thick, [start, whole]
    for part in parts:
        yield (
            part.kind,
            [part.first.isoformat(), (part.last or instruments.TODAY.date()).isoformat()],
        )


def label(row: pd.Series) -> str:
    """The name of a lane, short enough for a phone: ``8 Sep 1951, Treaty of San Francisco``.

    The day is that of signature or, where an interval is all that is known, its first.
    """
    day = row["earliest"]
    title = shorten(str(row["short_title"]), 41, placeholder=" …")
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}, {title}"


def lanes(treaties: pd.DataFrame) -> list[tuple[str, str]]:
    """(theme, id) of every lane from the top: a heading, with a blank id, before each theme."""
    dated = treaties.sort_values(["earliest", "latest"], kind="stable").index
    found = []
    for theme in instruments.THEMES:
        ids = [str(i) for i in dated if instruments.theme(str(i)) == theme]
        if ids:
            found += [(theme, ""), *((theme, i) for i in ids)]
    return found


def _lines(fig: go.Figure, placed: dict[str, float], treaties: pd.DataFrame) -> None:
    """The stretches of all lanes, a trace for each look and side.

    They are no marks of their rows, since a phase may begin or end on a day that is none of the
    row's own: the signature and the end carry the row.
    """
    strokes: dict[tuple[str, str], Stroke] = {}
    for row_id, height in placed.items():
        row = treaties.loc[row_id]
        for kind, days in _stretches(row):
            stroke = strokes.setdefault((kind, side(row)), Stroke())
            words = f"{in_words(row)}<br>{kind}" if kind in _PHASES else in_words(row)
            # on the bar itself a dashed line could not be told from it
            stroke.add(days, height - (0.26 if kind == "notice" else 0), row_id, words)
    for (kind, of), stroke in strokes.items():
        dash, width, alpha = LINES[kind]
        fig.add_scatter(
            x=stroke.x,
            y=stroke.y,
            mode="lines",
            line={
                "dash": dash,
                "width": width,
                "color": style.colour(of) if alpha == 1 else style.soft(of, alpha),
            },
            meta={"ids": stroke.ids},
            text=stroke.words,
            hoverinfo="text",
            showlegend=False,
        )


def _marks(fig: go.Figure, placed: dict[str, float], treaties: pd.DataFrame) -> None:
    """Signatures by kind of effect, and strokes at ends of which the day is known."""
    for effect, symbol in SYMBOLS.items():
        rows = [(i, y) for i, y in placed.items() if treaties.at[i, "effect"] == effect]
        looks = [
            style.marker(treaties.at[i, "grade"], side(treaties.loc[i]), symbol, 10)
            for i, _ in rows
        ]
        fig.add_scatter(
            x=[treaties.at[i, "earliest"] for i, _ in rows],
            y=[y for _, y in rows],
            customdata=[i for i, _ in rows],
            mode="markers",
            marker=_together(looks),
            text=[in_words(treaties.loc[i]) for i, _ in rows],
            hoverinfo="text",
            showlegend=False,
        )
    ended = [
        (i, y)
        for i, y in placed.items()
        if pd.notna(treaties.at[i, "ended"])
        and treaties.at[i, "ended_earliest"] == treaties.at[i, "ended_latest"]
    ]
    colours = [style.colour(side(treaties.loc[i])) for i, _ in ended]
    fig.add_scatter(
        x=[treaties.at[i, "ended_latest"] for i, _ in ended],
        y=[y for _, y in ended],
        customdata=[i for i, _ in ended],
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": 12,
            "color": colours,
            "line": {"width": 2, "color": colours},
        },
        text=[in_words(treaties.loc[i]) for i, _ in ended],
        hoverinfo="text",
        showlegend=False,
    )
    lasting = [(i, y) for i, y in placed.items() if instruments.binding_today(treaties.loc[i])]
    fig.add_scatter(
        x=[instruments.TODAY] * len(lasting),
        y=[y for _, y in lasting],
        meta={"ids": [i for i, _ in lasting]},
        mode="markers",
        marker={"symbol": "triangle-right", "size": 12, "color": style.colour("other")},
        hoverinfo="skip",
        showlegend=False,
    )


def _together(looks: list[dict[str, Any]]) -> dict[str, Any]:
    """Marks of several looks in one trace."""
    return {
        "symbol": [look["symbol"] for look in looks],
        "size": looks[0]["size"],
        "color": [look["color"] for look in looks],
        "line": {
            "width": [look["line"]["width"] for look in looks],
            "color": [look["line"]["color"] for look in looks],
        },
    }


def _words(
    fig: go.Figure, rows: list[tuple[str, str]], heights: list[int], treaties: pd.DataFrame
) -> None:
    """The name of each lane and of each theme, at the left whatever the years shown."""
    look: dict[str, Any] = {
        "mode": "text",
        "textposition": "middle right",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "showlegend": False,
        "xaxis": "x2",
    }
    named = [(i, h) for (_, i), h in zip(rows, heights, strict=True) if i]
    fig.add_scatter(
        x=[0] * len(named),
        y=[h + 0.46 for _, h in named],
        text=[label(treaties.loc[i]) for i, _ in named],
        textfont={"size": 12, "color": style.colour("ink")},
        meta={"ids": [i for i, _ in named]},
        **look,
    )
    for (theme, row_id), height in zip(rows, heights, strict=True):
        if row_id:
            continue
        fig.add_scatter(
            x=[0],
            y=[height + 0.2],
            text=[f"<b>{theme}</b>"],
            textfont={"size": 13.5, "color": style.colour("ink")},
            meta={"rows": [i for t, i in rows if t == theme and i]},
            **look,
        )


def _war(fig: go.Figure, placed: dict[str, float]) -> None:
    """A dotted upright at the first day of war, interrupted where the labels stand."""
    fig.add_scatter(
        x=[instruments.WAR, instruments.WAR, None] * len(placed),
        y=[end for y in placed.values() for end in (y - 0.42, y + 0.22, None)],
        meta={"ids": [i for row_id in placed for i in (row_id, row_id, None)]},
        mode="lines",
        line={"color": style.colour("quiet"), "width": 1, "dash": "dot"},
        hoverinfo="skip",
        showlegend=False,
    )


def _legend(fig: go.Figure) -> None:
    """What the shapes and lines mean, above the lanes."""
    grey = style.colour("other")
    for name, symbol in (
        ("obligation", "diamond"),
        ("statement", "circle"),
        ("act", "square"),
        ("ended", "line-ns-open"),
        ("no end recorded", "triangle-right"),
    ):
        mark = {"symbol": symbol, "size": 10, "color": grey, "line": {"width": 2, "color": grey}}
        fig.add_scatter(x=[None], y=[None], mode="markers", name=name, marker=mark)
    for kind, (dash, width, alpha) in LINES.items():
        line = {"dash": dash, "width": width}
        line["color"] = grey if alpha == 1 else style.soft("other", alpha)
        fig.add_scatter(x=[None], y=[None], mode="lines", name=kind, line=line)
    fig.update_layout(showlegend=True, legend={**style.LEGEND_ON_TOP, "yanchor": "top"})


def _years(*years: int) -> dict[str, list[str]]:
    return {"tickvals": [f"{y}-01-01" for y in years], "ticktext": [str(y) for y in years]}


def _zoom() -> dict[str, dict[str, Any]]:
    """Period -> the axis of years that shows it."""
    ticks = {
        "1855–1904": _years(1855, 1865, 1875, 1885, 1895, 1905),
        "1905–1930": _years(1905, 1910, 1915, 1920, 1925, 1930),
        "1931–1940": _years(1932, 1934, 1936, 1938, 1940),
        "1941–1944": _years(1941, 1942, 1943, 1944, 1945),
        "1945 alone": {
            "tickvals": [f"1945-{month:02}-01" for month in (1, 3, 5, 7, 9, 11)],
            "ticktext": ["Jan<br>1945", "March", "May", "July", "Sept", "Nov"],
        },
        "1946–1960": _years(1946, 1950, 1955, 1960),
        "1961–today": _years(1961, 1970, 1980, 1990, 2000, 2010, 2020),
    }
    zoom = {}
    for name, days in instruments.PERIODS.items():
        first, last = map(pd.Timestamp, days)
        room = (last - first) * 0.02
        zoom[name] = {
            "xaxis": {
                "range": [str((first - room).date()), str((last + room).date())],
                **ticks[name],
            }
        }
    return zoom


@figure(
    "instruments",
    table="treaties",
    title="Every instrument, 1855 to today: signed, in force, ended",
    caption=(
        "A lane for each instrument, by theme and then by date. The mark stands at signature or "
        "issue: a diamond for an obligation, a circle for a statement of policy or understanding, "
        "a square for an act that was done at once. A thick bar is an obligation in force, a "
        "stroke the day of its end, an arrow that none is recorded; a thin bar is the time for "
        "which only part of it held, or in which a statement or an act still had its effect. A "
        "mark alone is a statement or an act that nobody has formally ended, not one that lasted "
        "a day. Colour names the one side behind a unilateral instrument; grey has several "
        "parties. The dotted upright is the first day of war between the Soviet Union and Japan. "
        "To be in force is not to be kept, and a disputed stretch takes no side."
    ),
    alt=(
        "A ladder of lanes in seven groups: the long bars between Russia and Japan break off at "
        "the dotted line of 1945, the year in which marks crowd, and few bars reach today."
    ),
)
def every_instrument(treaties: pd.DataFrame) -> go.Figure:
    """All instruments by theme, one lane each, with their phases."""
    fig = go.Figure()
    rows = lanes(treaties)
    heights = list(range(len(rows), 0, -1))
    placed = {i: float(h) for (_, i), h in zip(rows, heights, strict=True) if i}
    _war(fig, placed)
    _lines(fig, placed, treaties)
    _marks(fig, placed, treaties)
    _words(fig, rows, heights, treaties)
    _legend(fig)
    fig.update_layout(
        xaxis={
            "type": "date",
            "range": [START, "2027-12-31"],
            **_years(1855, 1875, 1905, 1925, 1945, 1975, 2000, 2025),
            "showgrid": True,
        },
        xaxis2={
            "visible": False,
            "range": [0, 1],
            "overlaying": "x",
            "fixedrange": True,
        },
        yaxis={"visible": False, "range": [0.4, len(rows) + 0.7], "fixedrange": True},
        height=UNIT * len(rows) + 120,
        margin={"t": 84},
        meta={"lanes": {"unit": UNIT, "count": len(rows)}, "zoom": {"period": _zoom()}},
    )
    return style.narrow(fig, height=UNIT * len(rows) + 190, margin={"t": 150})
