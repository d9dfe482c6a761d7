"""What the figures on the Far East by year share: the Soviet series, marks, panels of years."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from companion.figures import style
from companion.text import date_in_words, quantity

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
    rows = pd.concat([series_rows(forces, measure) for measure in SERIES_MEASURES])
    by_day = rows.pivot_table("best", "latest", "measure", sort=False)
    return by_day[SERIES_MEASURES].rename_axis("day").rename_axis(None, axis=1)


def series_rows(forces: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The rows of the Soviet series for one measure, in order of date."""
    chosen = forces[(forces["formation"] == SERIES) & (forces["measure"] == measure)]
    return chosen[~chosen.index.str.endswith("-web")].sort_values("latest")


def day(row: pd.Series) -> pd.Timestamp:
    """The row's day; the middle of the span when it names a month or a year."""
    stated = str(row["date"]).rstrip("?~%")
    if len(stated) == 10:
        return pd.Timestamp(stated)
    return (row["earliest"] + (row["latest"] - row["earliest"]) / 2).normalize()


def marks(
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
            x=[day(row)],
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


def panels(fig: go.Figure, titles: Sequence[str], heights: Sequence[int], gap: int = 34) -> None:
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
                    **style.SCALE_INSIDE,
                    "tickfont": {**style.SCALE_INSIDE["tickfont"], "size": 11},
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


def thousands(value: float) -> str:
    """A number of men in thousands, with one decimal below a million."""
    return f"{value / 1000:,.1f}".removesuffix(".0") if value < 1e6 else f"{value / 1000:,.0f}"
