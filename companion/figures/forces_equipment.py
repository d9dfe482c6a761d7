"""Guns, tanks and aircraft on 9 August 1945, and the ratios that follow from each count."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion.figures import figure, style
from companion.figures.forces_bars import (
    FRONTS,
    KWANTUNG,
    SOVIET,
    Bar,
    bars,
    fronts,
    heading,
    least,
)
from companion.text import number

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
            Bar("Manchuria, combat types only", (f"{KWANTUNG}-combat-aircraft-232",)),
            Bar(
                "Manchuria, all types",
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
                    "range": [0.4, len(lines) + 1.3],
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
        (f"{SOVIET}-personnel-1577725", ("japan-1945-infobox-1217000",)),
        (
            f"{SOVIET}-personnel-1577725",
            (f"{KWANTUNG}-personnel-665500", "korea-1945-08-personnel"),
        ),
        (f"{SOVIET}-personnel-1577725", (f"{KWANTUNG}-personnel-713000",)),
        (f"{SOVIET}-personnel-1577725", (f"{KWANTUNG}-personnel-665500",)),
    ],
    "Guns and mortars": [
        (f"{SOVIET}-guns-27086", ("japan-mainland-1945-08-guns-6640",)),
        (f"{SOVIET}-guns-27086", (f"{KWANTUNG}-guns-5360",)),
        (f"{SOVIET}-guns-27086", (f"{KWANTUNG}-guns-1000",)),
    ],
    "Tanks": [
        (f"{SOVIET}-tanks-5250", ("japan-mainland-1945-08-tanks-1215",)),
        (f"{SOVIET}-tanks-5250", (f"{KWANTUNG}-tanks-1155",)),
        (f"{SOVIET}-tanks-5556", (f"{KWANTUNG}-tanks-1155",)),
        (f"{SOVIET}-tanks-5250", (f"{KWANTUNG}-tanks-290",)),
        (f"{SOVIET}-tanks-5556", (f"{KWANTUNG}-tanks-290",)),
        (f"{SOVIET}-tanks-5250", (f"{KWANTUNG}-tanks-200",)),
        (f"{SOVIET}-tanks-5556", (f"{KWANTUNG}-tanks-200",)),
    ],
    "Aircraft": [
        (f"{SOVIET}-aircraft-3721", ("japan-mainland-1945-08-aircraft-1907",)),
        (f"{SOVIET}-aircraft-3721", (f"{KWANTUNG}-aircraft-1800",)),
        (f"{SOVIET}-aircraft-3721", (f"{KWANTUNG}-aircraft-1042",)),
        (f"{SOVIET}-aircraft-3721", (f"{KWANTUNG}-aircraft-350",)),
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
            below = sum(least(forces.loc[i]) for i in japanese)
            grades = set(forces.loc[list(ids), "grade"])
            found.append((least(forces.loc[soviet]) / below, ids, "unchecked" in grades))
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
                    f"{measure}: {ratio:.1f} to 1<br>{number(least(forces.loc[ids[0]]))} : "
                    f"{number(sum(least(forces.loc[i]) for i in ids[1:]))}<extra></extra>"
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
