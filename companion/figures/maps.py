"""What maps are drawn with: frames of ground, marks for events, arrows between them.

Axes are kilometres in a projection made for each frame, equal in both directions.
"""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from companion import data, geography, places
from companion.campaign import advances, hour
from companion.figures import style
from companion.text import date_in_words

# Kind of event -> words and symbol; themes of the data that a map sets together share a kind.
KINDS = {
    "advance": ("attack, crossing", "triangle-up"),
    "capture": ("place taken", "square"),
    "landing": ("sea landing", "triangle-down"),
    "airborne landing": ("air landing", "diamond"),
    "surrender": ("surrender, truce", "circle"),
    "order": ("order, supply", "hexagon"),
    "atomic bomb": ("atomic bomb", "star"),
    "civilians": ("on civilians", "cross"),
    "Khalkhin Gol": ("fighting", "triangle-up"),
}
OF_THEME = {
    "ceasefire": "surrender",
    "command": "order",
    "crossing": "advance",
    "declaration of war": "order",
    "diplomacy": "order",
    "ground offensive": "advance",
    "logistics": "order",
    "planning": "order",
}
# Where a name stands: how many pixels to the right of its point and above, and what it begins from.
SIDES = {
    "right": (6, 0, "left"),
    "left": (-6, 0, "right"),
    "above": (0, 10, "center"),
    "below": (0, -10, "center"),
    "above left": (4, 24, "right"),
    "above right": (-8, 12, "left"),
    "below right": (4, -9, "left"),
    "below left": (-6, -12, "right"),
    "far right": (26, 0, "left"),
}
GROUND: dict[str, dict[str, Any]] = {
    "land": {"fill": "toself", "fillcolor": style.soft("quiet", 0.14), "width": 0.7, "dash": None},
    "lake": {"fill": "toself", "fillcolor": style.soft("quiet", 0.25), "width": 0.5, "dash": None},
    "river": {"fill": None, "fillcolor": None, "width": 1.0, "dash": None},
    "boundary": {"fill": None, "fillcolor": None, "width": 0.9, "dash": "2px,3px"},
}


@dataclass(frozen=True)
class Frame:
    """A window on the ground: its axes, its projection, its edges in km and in degrees.

    ``step`` is how far, in km, marks that share a place are set from one another. ``pinned`` are
    places off the map and where on the edge they are marked.
    """

    axes: str  # "", "2" or "3"
    projection: geography.Albers
    x: tuple[float, float]
    y: tuple[float, float]
    box: geography.Box
    step: float
    pinned: dict[str, geography.Point] | None = None

    @property
    def on(self) -> dict[str, str]:
        """The axes that a trace of this frame names."""
        return {"xaxis": f"x{self.axes}", "yaxis": f"y{self.axes}"}

    def at(self, place_id: str) -> geography.Point | None:
        """Where a place of the gazetteer lies in the frame, in km; None when it lies outside."""
        if self.pinned and place_id in self.pinned:
            return self.pinned[place_id]
        place = data.row(place_id)
        x, y = self.projection(place["longitude"], place["latitude"])
        return (x, y) if self.x[0] < x < self.x[1] and self.y[0] < y < self.y[1] else None

    def axis(self, letter: str, domain: tuple[float, float]) -> dict[str, Any]:
        """The layout of one of the frame's axes: bare, with one scale for both directions."""
        bare = {
            "domain": domain,
            "range": self.x if letter == "x" else self.y,
            "showgrid": False,
            "showticklabels": False,
            "ticks": "",
            "showline": True,
            "mirror": True,
            "fixedrange": True,
            "constrain": "domain",
            "anchor": f"{'y' if letter == 'x' else 'x'}{self.axes}",
        }
        if letter == "y":
            bare |= {"scaleanchor": f"x{self.axes}", "constraintoward": "top"}
        return bare


def frame_of(place_id: str, frames: list[Frame]) -> tuple[Frame, geography.Point]:
    """The first frame that shows a place, and where. Raises ValueError when none does."""
    for frame in frames:
        point = frame.at(place_id)
        if point:
            return frame, point
    raise ValueError(f"{place_id} lies on none of the map's frames: widen one, or pin it")


def ground(fig: go.Figure, frame: Frame, without: str = "") -> None:
    """Land, lakes, rivers and today's boundaries of a frame, without ids: they stand for no row.

    ``without`` is a kind of them that this map leaves out.
    """
    for kind, look in GROUND.items():
        if kind == without:
            continue
        x, y = _drawn(kind, frame.projection, frame.box, frame.step / 8)
        if x:
            fig.add_scatter(
                x=x,
                y=y,
                mode="lines",
                fill=look["fill"],
                fillcolor=look["fillcolor"],
                line={"width": look["width"], "dash": look["dash"], "color": style.colour("quiet")},
                hoverinfo="skip",
                showlegend=False,
                **frame.on,
            )


@lru_cache  # small maps side by side show the same ground
def _drawn(
    kind: str, projection: geography.Albers, box: geography.Box, least: float
) -> tuple[list[float | None], list[float | None]]:
    x: list[float | None] = []
    y: list[float | None] = []
    closed = bool(GROUND[kind]["fill"])
    for line in geography.lines(kind):
        parts = [geography.clipped_ring(line, box)] if closed else geography.clipped_line(line, box)
        for part in parts:
            points = thinned([projection(*point) for point in part], least)
            if len(points) > 1:
                points += points[:1] if closed else []
                x += [*(point[0] for point in points), None]
                y += [*(point[1] for point in points), None]
    return x[:-1], y[:-1]


def thinned(line: list[geography.Point], least: float) -> list[tuple[int, int]]:
    """The points of a line that lie ``least`` km or more from the one before, in whole km."""
    kept = line[:1]
    for n, point in enumerate(line[1:], start=2):
        if math.dist(point, kept[-1]) >= least or n == len(line):
            kept.append(point)
    return [(round(x), round(y)) for x, y in kept]


def arrows(fig: go.Figure, events: pd.DataFrame, frames: list[Frame]) -> None:
    """An arrow from the place of each event to that where the same force is next told of."""
    for frame in frames:
        x: list[float | None] = []
        y: list[float | None] = []
        ids: list[str | None] = []
        heads: list[tuple[float, float, float, str]] = []
        for before, here in advances(events):
            start, end = (frame.at(str(events.loc[i, "place"])) for i in (before, here))
            if not start or not end:
                continue
            length = math.dist(start, end)
            stop = max(1 - 1.2 * frame.step / length, 0.5)
            tip = tuple(a + stop * (b - a) for a, b in zip(start, end, strict=True))
            x += [round(start[0]), round(tip[0]), None]
            y += [round(start[1]), round(tip[1]), None]
            ids += [f"{before};{here}"] * 2 + [None]
            heading = math.degrees(math.atan2(end[0] - start[0], end[1] - start[1]))
            heads.append((round(tip[0]), round(tip[1]), round(heading), f"{before};{here}"))
        if not heads:
            continue
        look = {"color": style.soft("USSR", 0.6), "width": 2.2}
        fig.add_scatter(
            x=x, y=y, customdata=ids, mode="lines", line=look, hoverinfo="skip",
            showlegend=False, **frame.on,
        )  # fmt: skip
        fig.add_scatter(
            x=[head[0] for head in heads],
            y=[head[1] for head in heads],
            customdata=[head[3] for head in heads],
            mode="markers",
            marker={
                "symbol": "arrow",
                "angle": [head[2] for head in heads],
                "size": 9,
                "color": look["color"],
                "line": {"width": 0},
            },
            hoverinfo="skip",
            showlegend=False,
            **frame.on,
        )


def placed(events: pd.DataFrame, frames: list[Frame]) -> dict[str, tuple[Frame, float, float]]:
    """Event -> its frame and point in km: at its place, or close round one that several share."""
    found = {}
    taken: dict[str, int] = {}
    for row_id, row in events.iterrows():
        place = str(row["place"])
        frame, (x, y) = frame_of(place, frames)
        spot = f"{frame.axes}:{x / frame.step:.0f}:{y / frame.step:.0f}"
        n = taken[spot] = taken.get(spot, -1) + 1
        # the sunflower's angle: each mark falls into the widest gap left by those before it
        away, angle = frame.step * math.sqrt(n), n * 2.39996
        found[str(row_id)] = (
            frame,
            round(x + away * math.cos(angle), 1),
            round(y + away * math.sin(angle), 1),
        )
    return found


def hover(row: pd.Series) -> str:
    """What a pointer on the mark of an event reads."""
    lines = textwrap.wrap(str(row["event"]), 44)
    day = " ".join(filter(None, [date_in_words(str(row["date"])), hour(row)]))
    return (
        "<br>".join([f"<b>{day}</b>", places.names(str(row["place"])), *lines]) + "<extra></extra>"
    )


def marks(fig: go.Figure, events: pd.DataFrame, frames: list[Frame], size: float = 9) -> None:
    """A mark for each event at its place, named by event and place; today's are set off.

    ``selectedpoints``, which only the page's script sets, draws the events of a day large.
    """
    spots = placed(events, frames)
    kind = events["theme"].map(lambda theme: OF_THEME.get(theme, theme))
    panel = pd.Series({row_id: spot[0].axes for row_id, spot in spots.items()})
    hollow = events["grade"] == "unchecked"
    side = events["side"].where(events["side"].isin(["USSR", "Japan", "US", "China"]), "other")
    for (name, of, axes, _), some in events.groupby([kind, side, panel, hollow], sort=False):
        frame = next(frame for frame in frames if frame.axes == axes)
        look = style.marker(some.iloc[0]["grade"], str(of), KINDS[str(name)][1], size)
        fig.add_scatter(
            x=[spots[str(i)][1] for i in some.index],
            y=[spots[str(i)][2] for i in some.index],
            customdata=[f"{i};{row['place']}" for i, row in some.iterrows()],
            hovertemplate=[hover(row) for _, row in some.iterrows()],
            mode="markers",
            marker=look,
            selected={"marker": {"size": size * 1.9, "opacity": 1}},
            unselected={"marker": {"size": size * 0.75, "opacity": 0.6}},
            showlegend=False,
            **frame.on,
        )


def day_names(fig: go.Figure, events: pd.DataFrame, frames: list[Frame]) -> None:
    """The place of every event as a name that stays unseen until the event is of the day chosen."""
    for frame in frames:
        mine = [
            i for i in events.index if frame_of(str(events.loc[i, "place"]), frames)[0] == frame
        ]
        if not mine:
            continue
        points = [frame_of(str(events.loc[i, "place"]), frames)[1] for i in mine]
        middle = sum(frame.x) / 2
        fig.add_scatter(
            x=[round(x, 1) for x, _ in points],
            y=[round(y, 1) for _, y in points],
            customdata=[f"{i};{events.loc[i, 'place']}" for i in mine],
            mode="text",
            text=[f"<b>{data.row(str(events.loc[i, 'place']))['name']}</b>" for i in mine],
            textposition=["bottom left" if x > middle else "bottom right" for x, _ in points],
            textfont={"size": 13, "color": style.soft("ink", 0)},
            selected={"textfont": {"color": style.colour("ink")}},
            unselected={"textfont": {"color": style.soft("ink", 0)}},
            hoverinfo="skip",
            showlegend=False,
            meta={"names": True},
            **frame.on,
        )


def key(fig: go.Figure, events: pd.DataFrame) -> None:
    """What shapes and colours mean, as far as the map has them."""
    kinds = set(events["theme"].map(lambda theme: OF_THEME.get(theme, theme)))
    entries = [(words, "other", symbol) for kind, (words, symbol) in KINDS.items() if kind in kinds]
    sides = {"USSR": "Soviet", "Japan": "Japanese", "US": "American", "China": "Chinese"}
    entries += [
        (words, side, "circle") for side, words in sides.items() if side in set(events["side"])
    ]
    if (events["grade"] == "unchecked").any():
        entries.append(("hollow: unchecked", "other", "circle-open"))
    for words, side, symbol in entries:
        fig.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=words,
            marker={"symbol": symbol, "size": 10, "color": style.colour(side)},
            showlegend=True,
            hoverinfo="skip",
        )


def name(
    frame: Frame,
    text: str,
    point: geography.Point,
    side: str | tuple[int, int, str] = "right",
    **look: Any,
) -> dict[str, Any]:
    """An annotation: a name beside a point given in km, on a side of ``SIDES`` or set off alike."""
    dx, dy, anchor = side if isinstance(side, tuple) else SIDES.get(side, (0, 0, "center"))
    return {
        "text": text,
        "x": round(point[0]),
        "y": round(point[1]),
        "xref": f"x{frame.axes}",
        "yref": f"y{frame.axes}",
        "xshift": dx,
        "yshift": dy,
        "xanchor": anchor,
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": 11, "color": style.colour("ink"), **look},
    }


def scale_bar(fig: go.Figure, frame: Frame, length: float, x: float, y: float) -> dict[str, Any]:
    """A bar of that many km from the point (x, y); returns the annotation with its words."""
    fig.add_scatter(
        x=[x, x + length],
        y=[y, y],
        mode="lines",
        line={"width": 3, "color": style.colour("quiet")},
        hoverinfo="skip",
        showlegend=False,
        **frame.on,
    )
    return name(
        frame,
        f"{length:g} km",
        (x + length / 2, y),
        "above",
        color=style.colour("quiet"),
        size=11.5,
    )
