"""The figure of the whole genealogy: every estimate, every line of descent."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pandas as pd
import plotly.graph_objects as go

from companion import data, genealogy
from companion.figures import casualties, figure, stemma, style
from companion.text import listed

_LINE = 19  # height of a line of the whole genealogy, in pixels
_WORDS_FROM = {"wide": 0.33, "narrow": 0.32}


def _groups(found: nx.DiGraph) -> list[tuple[str, list[str]]]:
    """Heading and rows of each family of several documents, by date; then all that stand alone."""
    several, alone = [], []
    for family in genealogy.families(found):
        papers = {genealogy.document(row_id) for row_id in family}
        if len(papers) > 1:
            several.append(family)
        else:
            alone += family
    origins = genealogy.origins(found)
    groups = []
    for family in sorted(several, key=lambda rows: data.row(rows[0])["earliest"]):
        first = [rows[0] for rows in origins.values() if rows[0] in family]
        names = dict.fromkeys(stemma.who(data.row(row_id)) for row_id in first)
        groups.append((listed(list(names)), stemma.order(found, family)))
    return [*groups, ("Joined to no other document", stemma.order(found, alone))]


def _words(row: pd.Series, told: bool) -> tuple[str, str]:
    """The line of a row at full width and on a phone."""
    standing, counted = stemma.sign(row), stemma.counted(row)
    start = f"{stemma.when(row)}, {stemma.who(row)}: "
    size = f"<b>{stemma.size(row)}</b>"
    scope = casualties.scope(row).split(",")[0] if "horizon" in row.index else "recorded"
    wide = f"{start}{size} {counted}, {scope}" if counted else f"{start}{size}"
    if told:
        wide += " · <b>reached Truman</b>"
    end = f" {standing}" if standing else ""
    return f"{wide}{end}", f"{start}{size}{end}".replace(" million", "m").replace(" medals", "")


@figure(
    "genealogy",
    table="casualty_projections",
    title="The whole genealogy: which figure descends from which",
    caption=(
        "One line for each figure, in families, oldest on top; a date without a year is in 1945. "
        "The column of a mark is the number of steps from document to document since an origin: "
        "0 is an origin, L a recorded loss that an estimate was reckoned from. An arrow runs from "
        "parent to child; a grey band joins parts of one document. The distance between lines is "
        "not a span of time. A missing arrow does not prove that two figures are strangers, only "
        "that no source read here joins them."
    ),
    alt=(
        "A long list of dated figures in families: few families have more than two columns, "
        "arrows from the staff paper of mid-June run down to books of the nineteen-eighties, and "
        "a long last group has no arrow at all."
    ),
)
def whole_genealogy(projections: pd.DataFrame) -> go.Figure:
    """Every projection and every recorded loss behind one, with every line of descent."""
    found = genealogy.graph(projections)
    steps = genealogy.generation(found)
    told = set(genealogy.reached_president(projections).index)
    lines: list[str] = []
    notes: dict[str, list[dict[str, Any]]] = {"wide": [], "narrow": []}
    places: dict[str, stemma.Place] = {}
    for number, (heading, members) in enumerate(_groups(found)):
        lines += [f"space before {number}"] * bool(number) + [f"family {number}"]
        for form in notes:
            notes[form].append(stemma.note(f"<b>{heading}</b>", len(lines) - 1, 0))
        for row_id in members:
            row = data.row(row_id)
            places[row_id] = stemma.Place(
                len(lines), f"{row['earliest']:%Y-%m-%d} {row_id}", steps[row_id]
            )
            for form, text in zip(notes, _words(row, row_id in told), strict=True):
                notes[form].append(stemma.note(text, len(lines), _WORDS_FROM[form]))
            lines.append(places[row_id].line)
    fig = go.Figure()
    lanes = stemma.tracks(found, places)
    at = stemma.columns(places, lanes)
    _bands(fig, places, at)
    for parent, child in found.edges:
        x, y = stemma.route(places[parent], places[child], lanes[parent], at, lines)
        stemma.arrow(fig, parent, child, x, y)
    for row_id, place in places.items():
        stemma.node(fig, row_id, [at[place.column]], [place.line], row_id in told)
    entries = stemma.key(fig, list(places), bool(told))
    return _frame(fig, lines, at, notes, entries)


def _bands(fig: go.Figure, places: dict[str, stemma.Place], at: dict[int, float]) -> None:
    """A band behind the marks of each document that has several lines on end."""
    run: list[str] = []
    for row_id in [*places, ""]:
        same = run and row_id and genealogy.document(row_id) == genealogy.document(run[-1])
        if same and places[row_id].row == places[run[-1]].row + 1:
            run.append(row_id)
            continue
        if len(run) > 1:
            fig.add_scatter(
                x=[at[places[member].column] for member in run],
                y=[places[member].line for member in run],
                mode="lines",
                line={"color": style.soft("quiet", 0.2), "width": 17},
                hoverinfo="skip",
                showlegend=False,
            )
        run = [row_id]


def _frame(
    fig: go.Figure,
    lines: list[str],
    at: dict[int, float],
    notes: dict[str, list[dict[str, Any]]],
    entries: int,
) -> go.Figure:
    fig.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=lines,
        range=[len(lines) - 0.4, -0.8],
        visible=False,
    )
    fig.update_xaxes(
        range=[-0.45, max(at.values()) + 0.7],
        tickvals=list(at.values()),
        ticktext=["L" if column < 0 else str(column) for column in at],
        side="top",
        title={"text": "steps from origin", "standoff": 4},
        showgrid=True,
        domain=[0, _WORDS_FROM["wide"] - 0.02],
    )
    height = _LINE * len(lines)
    fig.update_layout(height=height + 130, annotations=notes["wide"], margin={"t": 116})
    return style.narrow(
        fig,
        height=height + 68 + 10 * entries,
        annotations=[{**note, "font": {"size": 11}} for note in notes["narrow"]],
        margin={"t": 52 + 10 * entries},
        xaxis={"domain": [0, _WORDS_FROM["narrow"] - 0.02]},
        legend={"entrywidth": 122, "font": {"size": 11}},
    )
