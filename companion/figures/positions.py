"""Positions on Japan's surrender: what each rests on, and when each was put forward."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion import positions
from companion.figures import figure, style
from companion.text import date_in_words

SYMBOLS = {positions.RESTS: "circle", positions.AGAINST: "x", positions.SILENT: "line-ew"}
SIZES = {positions.RESTS: 11, positions.AGAINST: 9, positions.SILENT: 5}
LETTERS = "ABCDEFG"
LETTER = 2.1  # years that a letter of a name takes up on a phone


def _groups(rows: pd.DataFrame) -> dict[str, str]:
    """Position -> the letter it has in the picture."""
    return dict(zip(dict.fromkeys(rows["position"]), LETTERS, strict=True))


def _marker(kind: str, *, unchecked: bool) -> dict[str, object]:
    if kind == positions.SILENT:
        quiet = style.colour("grid")
        return {"symbol": "circle", "size": 4, "color": quiet, "line": {"width": 0}}
    return style.marker(
        "unchecked" if unchecked else "reference", "ink", SYMBOLS[kind], SIZES[kind]
    )


@figure(
    "evidence-and-positions",
    table="positions",
    title="Rows of evidence against positions on the surrender",
    caption=(
        "A line for each row of evidence, a column for each holder, grouped by position (letters, "
        "named at the foot). A disc: the position rests on the row. A cross: the row is held "
        "against it, or it has to explain it. Nothing: in what was read the holder is silent on "
        "the row, which does not mean that the work is. Hollow: the position is unchecked. "
        "Bernstein’s column is a dispute of its group. Do not count discs to find who is right: a "
        "row may weigh more than ten, the rows were chosen because somebody argues from them, and "
        "several positions are known here only from a summary."
    ),
    alt=(
        "A grid with few marks: the Soviet declaration, the council of 9 August and the Imperial "
        "conference of 10 August have discs and crosses side by side; Hiroshima has discs in the "
        "first and third groups; most cells are empty."
    ),
)
def evidence_and_positions(table: pd.DataFrame) -> go.Figure:
    """Rows of evidence against holders of positions."""
    rows = positions.order(table)
    items = positions.evidence(rows)
    letters = _groups(rows)
    fig = go.Figure()
    for kind in (positions.SILENT, positions.AGAINST, positions.RESTS):
        for unchecked in (False, True):
            cells = [
                (x, -y, f"{row_id};{item}", f"{positions.surname(row)}: {kind}", item)
                for x, (row_id, row) in enumerate(rows.iterrows())
                for y, item in enumerate(items)
                if positions.bearing(row, item) == kind
                and (row["grade"] == "unchecked") == unchecked
            ]
            if not cells:
                continue
            silent = kind == positions.SILENT
            fig.add_scatter(
                x=[cell[0] for cell in cells],
                y=[cell[1] for cell in cells],
                customdata=None if silent else [cell[2] for cell in cells],
                hovertemplate=None
                if silent
                else [
                    f"{positions.evidence_words(cell[4])}<br>{cell[3]}<extra></extra>"
                    for cell in cells
                ],
                hoverinfo="skip" if silent else None,
                mode="markers",
                marker=_marker(kind, unchecked=unchecked),
                showlegend=False,
            )
    for words, kind in (
        ("the position rests on it", positions.RESTS),
        ("it is held against the position", positions.AGAINST),
    ):
        fig.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=words,
            marker=_marker(kind, unchecked=False),
            showlegend=True,
            hoverinfo="skip",
        )
    notes = [
        {
            "text": positions.evidence_words(item),
            "x": -0.5,
            "y": -y + 0.2,
            "xanchor": "left",
            "yanchor": "bottom",
            "font": {"size": 12},
        }
        for y, item in enumerate(items)
    ]
    last = len(items)
    for position, letter in letters.items():
        columns = [n for n, held in enumerate(rows["position"]) if held == position]
        notes.append(
            {
                "text": f"<b>{letter}</b>",
                "x": sum(columns) / len(columns),
                "y": 0.72,
                "yanchor": "bottom",
                "font": {"size": 13},
            }
        )
        if columns[-1] < len(rows) - 1:
            fig.add_shape(
                type="line",
                x0=columns[-1] + 0.5,
                x1=columns[-1] + 0.5,
                y0=-last + 0.6,
                y1=1.3,
                line={"width": 1, "color": style.colour("grid")},
                layer="below",
            )
    key = [f"<b>{letter}</b> {position}" for position, letter in letters.items()]
    foot = {
        "x": -0.5,
        "y": -last + 0.45,
        "xanchor": "left",
        "yanchor": "top",
        "align": "left",
        "font": {"size": 12.5},
    }
    wide = [*notes, {**foot, "text": "   ".join(key[:4]) + "<br>" + "   ".join(key[4:])}]
    slim = [*notes, {**foot, "text": "<br>".join(key)}]
    names = [positions.surname(row) for _, row in rows.iterrows()]
    fig.update_layout(
        height=46 * last + 230,
        annotations=wide,
        xaxis={
            "side": "top",
            "tickvals": list(range(len(rows))),
            "ticktext": names,
            "tickangle": -90,
            "range": [-0.6, len(rows) - 0.4],
            "showgrid": False,
            "showline": False,
            "ticks": "",
            "tickfont": {"size": 11.5},
        },
        yaxis={"visible": False, "range": [-last - 0.45, 1.35]},
        legend=style.LEGEND_ON_TOP,
        showlegend=True,
    )
    fig.layout.legend.yanchor = "top"
    return style.narrow(
        fig,
        height=46 * last + 370,
        margin={"l": 2, "r": 2},
        annotations=slim,
        xaxis={"tickfont": {"size": 11}},
        yaxis={"range": [-last - 2.6, 1.35]},
    )


def _anchor(year: int) -> str:
    return "left" if year < 1960 else "right" if year > 2003 else "center"


def _levels(rows: pd.DataFrame) -> list[tuple[pd.Series, int]]:
    """Each row with a height for its name at which the last name of its line is far enough."""
    found = []
    for _, line in rows.groupby("position", sort=False):
        ends = [0.0] * 3
        for _, row in line.sort_values("earliest").iterrows():
            year, width = row["earliest"].year, LETTER * len(positions.surname(row))
            start = year - {"left": 0, "center": width / 2, "right": width}[_anchor(year)]
            level = next((n for n, end in enumerate(ends) if start > end), 0)
            ends[level] = start + width
            found.append((row, level))
    return found


@figure(
    "positions-by-year",
    table="positions",
    title="Positions on the surrender by year of publication",
    caption=(
        "A mark for each statement in the data, at its year of publication and in the line of its "
        "position; a diamond disputes the position of its line. Hollow: unchecked. These are "
        "statements chosen so that each position is there, and no count of what "
        "historians think: that one line has more marks than another means nothing. It shows only "
        "that each position is more than a decade old."
    ),
    alt=(
        "Seven lines of marks from 1946 to 2025: the bombs, the bombing survey and the politics of "
        "the court begin within ten years of the war, the Soviet entry on its own only after 2000."
    ),
)
def positions_by_year(table: pd.DataFrame) -> go.Figure:
    """Statements by year, one line for each position."""
    rows = positions.order(table)
    letters = _groups(rows)
    lines = {position: -n for n, position in enumerate(letters)}
    fig = go.Figure()
    for (grade, stance), some in rows.groupby(["grade", "stance"], sort=False):
        fig.add_scatter(
            x=list(some["earliest"]),
            y=[lines[position] for position in some["position"]],
            customdata=list(some.index),
            hovertemplate=[
                f"{row['holder']}, {row['work']}, {date_in_words(row['date'])}<br>{row['stance']}"
                f": {row['position']}<extra></extra>"
                for _, row in some.iterrows()
            ],
            mode="markers",
            marker=style.marker(grade, "ink", "circle" if stance == "holds" else "diamond", 10),
            showlegend=False,
        )
    notes: list[dict[str, object]] = [
        {
            "text": f"<b>{position}</b>",
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": y + 0.42,
            "yanchor": "bottom",
            "font": {"size": 12.5},
        }
        for position, y in lines.items()
    ]
    for row, level in _levels(rows):
        year = row["earliest"].year
        notes.append(
            {
                "text": positions.surname(row),
                "x": row["earliest"],
                "y": lines[row["position"]],
                "yshift": (9, -9, 23)[level],
                "yanchor": "top" if level == 1 else "bottom",
                "xanchor": _anchor(year),
                "font": {"size": 11.5},
            }
        )
    fig.update_layout(
        height=92 * len(lines) + 60,
        annotations=notes,
        xaxis={
            "type": "date",
            "range": ["1943-01-01", "2028-01-01"],
            "tickvals": [f"{year}-01-01" for year in (1950, 1970, 1990, 2010)],
            "ticktext": ["1950", "1970", "1990", "2010"],
        },
        yaxis={"visible": False, "range": [-len(lines) + 0.55, 0.8]},
    )
    return style.narrow(fig, height=92 * len(lines) + 60)
