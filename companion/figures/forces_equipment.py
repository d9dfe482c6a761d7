"""Guns, tanks and aircraft on 9 August 1945, each count kept whole."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion.figures import figure
from companion.figures.forces_bars import (
    FRONTS,
    KWANTUNG,
    SOVIET,
    Bar,
    bars,
    fronts,
    heading,
    panel,
)

EQUIPMENT = {
    "Guns and mortars": (
        [0, 10000, 20000, 30000],
        32500,
        [
            Bar(
                "Three fronts",
                fronts("{}-1945-08-09-guns"),
                (f"{SOVIET}-guns-27086",),
                FRONTS,
                True,
            ),
            Bar("Three fronts, lower count", (f"{SOVIET}-guns-26137",)),
            Bar("Widest count, with the fleet", (f"{SOVIET}-guns-29835",)),
            Bar("Kwantung Army, Japanese count", (f"{KWANTUNG}-guns-1000",)),
            Bar("Kwantung Army, Soviet-derived", (f"{KWANTUNG}-guns-5360",)),
            Bar("With Korea and more, Soviet count", ("japan-mainland-1945-08-guns-6640",)),
        ],
    ),
    "Tanks and self-propelled guns": (
        [0, 2000, 4000],
        5950,
        [
            Bar(
                "One return",
                fronts("{}-1945-08-09-tanks-glantz"),
                (f"{SOVIET}-tanks-5556",),
                FRONTS,
                True,
            ),
            Bar(
                "The other return",
                fronts("{}-1945-08-09-tanks"),
                (f"{SOVIET}-tanks-5250",),
                FRONTS,
                True,
            ),
            Bar(
                "Manchuria, Japanese counts", (), (f"{KWANTUNG}-tanks-200", f"{KWANTUNG}-tanks-290")
            ),
            Bar(
                "Manchuria and Korea, Japanese count",
                (f"{KWANTUNG}-tanks-290", "korea-1945-08-tanks"),
                ("japan-all-1945-08-tanks",),
                ("", ""),
                True,
            ),
            Bar(
                "Soviet-derived, Korea perhaps in",
                (),
                (f"{KWANTUNG}-tanks-1155", "japan-mainland-1945-08-tanks-1215"),
            ),
        ],
    ),
    "Aircraft": (
        [0, 2000, 4000],
        5950,
        [
            Bar(
                "Three fronts",
                fronts("{}-1945-08-09-aircraft"),
                (f"{SOVIET}-aircraft-3721",),
                FRONTS,
                True,
            ),
            Bar("Three fronts, lower count", (f"{SOVIET}-aircraft-3446",)),
            Bar("With naval aviation", (), (f"{SOVIET}-aircraft-5171", f"{SOVIET}-aircraft-5368")),
            Bar(
                "Manchuria and Korea, combat types only",
                (f"{KWANTUNG}-combat-aircraft-232", "korea-1945-08-combat-aircraft"),
                ("japan-all-1945-08-combat-aircraft",),
                ("", ""),
                True,
            ),
            Bar(
                "Manchuria and Korea, all types",
                (f"{KWANTUNG}-aircraft-1042", "korea-1945-08-aircraft"),
                ("japan-all-1945-08-aircraft",),
                ("Manchuria", "Korea"),
                True,
            ),
            Bar(
                "Manchuria alone, all types",
                (),
                (f"{KWANTUNG}-aircraft-350", f"{KWANTUNG}-aircraft-1042"),
            ),
            Bar(
                "Soviet-derived, trainers and Korea in",
                (),
                (f"{KWANTUNG}-aircraft-1800", "japan-mainland-1945-08-aircraft-1907"),
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
    heights = [int((len(lines) + 0.9) * row) for _, _, lines in EQUIPMENT.values()]
    whole = sum(heights) + gap * (len(heights) - 1)
    top = float(whole)
    for n, (title, (ticks, end, lines)) in enumerate(EQUIPMENT.items(), start=1):
        suffix = "" if n == 1 else str(n)
        domain = [(top - heights[n - 1]) / whole, top / whole]
        heading(fig, title, "ink", len(lines) + 0.85, suffix)
        bars(fig, forces, lines, len(lines) - 0.1, suffix)
        panel(fig, suffix, ticks, end, (0.4, len(lines) + 1.3), domain)
        top -= heights[n - 1] + gap
    fig.update_layout(
        barmode="overlay",
        height=whole + 54,
        margin={"b": 36},
        uniformtext={"minsize": 10, "mode": "hide"},
    )
    return fig
