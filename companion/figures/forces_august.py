"""Men on both sides on 9 August 1945, under every definition of either side."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion.figures import figure
from companion.figures.forces_bars import FRONTS, KWANTUNG, SOVIET, Bar, bars, fronts, heading

SOVIET_MEN = [
    Bar(
        "Three fronts",
        fronts("{}-1945-08-09-personnel-glantz"),
        (f"{SOVIET}-personnel-1577725",),
        FRONTS,
        True,
    ),
    Bar("Three fronts with Mongolian troops", (f"{SOVIET}-with-mongolia",)),
    Bar(
        "Three fronts, fleet and flotilla",
        (
            *fronts("{}-1945-08-09-personnel-sokolov"),
            "pacfleet-1945-08-personnel-97500",
            "amur-flotilla-1945-08-09-personnel",
        ),
        (f"{SOVIET}-personnel-1669500",),
        (*FRONTS, "fleet", ""),
        True,
    ),
    Bar(
        "With fleet, air defence, support",
        (f"{SOVIET}-land-personnel",),
        (f"{SOVIET}-personnel-1747000",),
        ("land forces",),
    ),
]

JAPANESE_MEN = [
    Bar("Kwantung Army, fighting units only", (f"{KWANTUNG}-combat-personnel",)),
    Bar("Soldiers and sailors in Manchuria", (f"{KWANTUNG}-personnel-665500",)),
    Bar(
        "Kwantung Army in Manchuria",
        (
            "area-army-1-1945-08-09-personnel",
            "area-army-3-1945-08-09-personnel",
            "army-4-1945-08-09-personnel",
            "army-34-1945-08-09-personnel",
        ),
        (f"{KWANTUNG}-personnel-713000",),
        ("1st AA", "3rd AA", "4th", "34th"),
    ),
    Bar(
        "Kwantung Army, scope unclear",
        (),
        (
            f"{KWANTUNG}-personnel-700",
            "kwantung-1945-08-10-personnel-750",
            "kwantung-1945-08-personnel-780",
            "kwantung-1945-08-personnel-850",
        ),
    ),
    Bar(
        "Manchuria and Korea, Japanese returns",
        (f"{KWANTUNG}-personnel-665500", "korea-1945-08-personnel"),
        (),
        ("Manchuria", "Korea"),
    ),
    Bar("Manchuria, Korea, Inner Mongolia, over", ("japan-mainland-1945-08-personnel-1m",)),
    Bar(
        "With Sakhalin and the Kurils",
        (f"{KWANTUNG}-personnel-713000", "japan-south-korea-islands-280000"),
        ("japan-1945-infobox-983000", "japan-war-area-1945-08-personnel-1092400"),
        ("Manchuria", "elsewhere"),
    ),
    Bar(
        "Japanese-led, no islands, at least",
        (
            f"{KWANTUNG}-personnel-665500",
            "korea-1945-08-personnel",
            "manchukuo-1945-08-personnel",
            "mengjiang-1945-08-personnel-44000",
        ),
        ("japan-all-1945-08-personnel",),
        ("Manchuria", "Korea", "Manchukuo", ""),
    ),
    Bar(
        "Japanese-led, with the islands",
        (
            f"{KWANTUNG}-personnel-713000",
            "japan-south-korea-islands-280000",
            "manchukuo-1945-08-personnel",
            "mengjiang-1945-08-personnel-44000",
        ),
        ("japan-1945-infobox-1217000",),
        ("Manchuria", "elsewhere", "Manchukuo", ""),
    ),
]


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
    heading(fig, "Soviet side", "USSR", rows)
    bars(fig, forces, SOVIET_MEN, rows - 0.9)
    below = rows - len(SOVIET_MEN) - 0.9
    heading(fig, "Japanese side", "Japan", below)
    bars(fig, forces, JAPANESE_MEN, below - 0.9)
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
