"""Which estimate descends from which: the graph of ``derived_from``, and what can be asked of it.

An arrow runs from parent to child, in the direction of time. The nodes are projections, and the
rows of other tables (recorded losses) from which projections were reckoned. Descent means that a
source says so, or that the arithmetic leaves no doubt; two equal numbers alone prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx
import pandas as pd

from companion import data
from companion.estimates import PRESIDENT, reached
from companion.text import listed

TABLE = "casualty_projections"
QUANTITIES = ("low", "best", "high")

# What a figure is about. When one of these differs between parent and child, it is another
# figure, even if the digits are the same.
MEANING = ("side", "measure", "operation", "span")

KINDS = {
    "rejected": "the child records that somebody dismissed the parent",
    "computed": "reckoned from recorded losses, or from a rate or ratio",
    "within one document": "a part, a sum or a sister figure in the same paper on the same day",
    "restated": "every number of the child stands in the parent",
    "taken over in part": "some numbers of the parent, and others",
    "changed": "linked by the sources, with a number that is not in the parent",
}


def graph(projections: pd.DataFrame | None = None) -> nx.DiGraph:
    """The directed graph of descent, parent -> child, over every projection.

    ``projections`` is that table or a part of it; without it, the whole table. Parents in other
    tables are added as nodes, with their own parents. Each node has the attribute ``table``.
    """
    frame = data.load(TABLE) if projections is None else projections
    found = nx.DiGraph()
    todo = [str(row_id) for row_id in frame.index]
    while todo:
        row_id = todo.pop(0)
        found.add_node(row_id, table=data.table_of(row_id))
        row = frame.loc[row_id] if row_id in frame.index else data.row(row_id)
        for parent in data.ids(row["derived_from"]):
            outside = parent not in frame.index
            if outside and data.table_of(parent) == TABLE:
                continue  # the caller left that projection out
            if outside and parent not in found:
                todo.append(parent)
            found.add_edge(parent, row_id)
    return found


def is_projection(found: nx.DiGraph, row_id: str) -> bool:
    """Whether the node is a projection, and not a recorded loss that one was reckoned from."""
    return bool(found.nodes[row_id]["table"] == TABLE)


def by_date(row_ids: Iterable[str]) -> list[str]:
    """The ids in order of the first day that each can mean; of equal days, by id."""
    return sorted(row_ids, key=lambda row_id: (data.row(row_id)["earliest"], row_id))


def _rows(row_ids: Iterable[str]) -> pd.DataFrame:
    columns = ["date", "author", "document", "side", "measure", *QUANTITIES, "grade"]
    rows = [data.row(row_id).reindex(columns) for row_id in by_date(row_ids)]
    return pd.DataFrame(rows, columns=columns)


def ancestors(row_id: str, found: nx.DiGraph | None = None) -> pd.DataFrame:
    """Every row from which ``row_id`` descends, oldest first. Raises KeyError for no such row."""
    data.table_of(row_id)
    return _rows(nx.ancestors(graph() if found is None else found, row_id))


def descendants(row_id: str, found: nx.DiGraph | None = None) -> pd.DataFrame:
    """Every row that descends from ``row_id``, oldest first. Raises KeyError for no such row."""
    data.table_of(row_id)
    return _rows(nx.descendants(graph() if found is None else found, row_id))


def document(row_id: str) -> tuple[str, str, str]:
    """What makes two rows parts of one document: who wrote it, its title and its date.

    Words in brackets after an author (whom he quotes, for whom he writes) make no other author,
    and words after the comma of a title no other document.
    """
    row = data.row(row_id)
    author = str(row.get("author", "")).split(" (")[0]
    return author, str(row.get("document", row.name)).split(",")[0], str(row["date"])


def _counted(found: nx.DiGraph) -> list[str]:
    """Projections that count as somebody's figure: not those kept for the record only."""
    return [n for n in found if is_projection(found, n) and data.row(n)["standing"] != "retired"]


def founders(found: nx.DiGraph) -> list[str]:
    """Projections that descend from no projection, oldest first; retired rows left out.

    A recorded loss is no projection: an estimate reckoned from Luzon alone is a founder.
    """
    alone = (
        n
        for n in _counted(found)
        if not any(is_projection(found, p) for p in nx.ancestors(found, n))
    )
    return by_date(alone)


def origins(found: nx.DiGraph) -> dict[tuple[str, str, str], list[str]]:
    """Independent origins by document: (author, title, date) -> its founders.

    The rule: an origin is a document of which no row descends from another document's
    projection. Parts of one document count once.
    """
    papers: dict[tuple[str, str, str], list[str]] = {}
    for row_id in by_date(_counted(found)):
        papers.setdefault(document(row_id), []).append(row_id)
    return {
        paper: [n for n in rows if not list(_projected_parents(found, n))]
        for paper, rows in papers.items()
        if all(document(p) == paper for n in rows for p in _projected_parents(found, n))
    }


def _projected_parents(found: nx.DiGraph, row_id: str) -> Iterable[str]:
    return (p for p in found.predecessors(row_id) if is_projection(found, p))


def families(found: nx.DiGraph) -> list[list[str]]:
    """Rows joined by descent or by a common document, oldest first; largest family first.

    Recorded losses belong to the family of what was reckoned from them, and join two estimates
    that rest on the same battle.
    """
    ties = found.to_undirected()
    first: dict[tuple[str, str, str], str] = {}
    for row_id in found:
        if is_projection(found, row_id):
            ties.add_edge(first.setdefault(document(row_id), row_id), row_id)
    parts = [by_date(part) for part in nx.connected_components(ties)]
    return sorted(parts, key=lambda part: (-len(part), data.row(part[0])["earliest"], part[0]))


def generation(found: nx.DiGraph) -> dict[str, int]:
    """Steps from document to document since the first, by the longest way.

    Founders stand at 0 and recorded losses at -1; a step inside one document is none.
    """
    steps: dict[str, int] = {}
    for row_id in nx.lexicographical_topological_sort(found):
        above = [
            steps[p] + (document(p) != document(row_id)) for p in _projected_parents(found, row_id)
        ]
        steps[row_id] = max(above, default=0) if is_projection(found, row_id) else -1
    return steps


def longest_chain(found: nx.DiGraph) -> list[str]:
    """The line of descent with the most documents; of equal ones, the one that begins first."""
    steps = generation(found)
    longest = max(steps.values())
    chains = [_line_to(n, found, steps) for n in by_date(steps) if steps[n] == longest]
    return min(chains, key=lambda chain: data.row(chain[0])["earliest"])


def _line_to(row_id: str, found: nx.DiGraph, steps: dict[str, int]) -> list[str]:
    """The parents, one in each document, by which a row comes to its generation, and the row."""
    if not steps[row_id]:
        return [row_id]
    above = [
        p
        for p in _projected_parents(found, row_id)
        if steps[p] + (document(p) != document(row_id)) == steps[row_id]
    ]
    nearest = by_date(above)[0]
    line = _line_to(nearest, found, steps)
    return line if document(nearest) == document(row_id) else [*line, row_id]


def numbers(row: pd.Series) -> set[float]:
    """The numbers that a row states, of ``low``, ``best`` and ``high``."""
    return {float(row[part]) for part in QUANTITIES if pd.notna(row[part])}


def kind(parent: str, child: str) -> str:
    """How ``child`` descends from ``parent``: one of ``KINDS``, by rule from the two rows."""
    above, below = data.row(parent), data.row(child)
    if below["standing"] == "rejected":
        return "rejected"
    if data.table_of(parent) != TABLE or above["unit"] != below["unit"]:
        return "computed"
    if document(parent) == document(child):
        return "within one document"
    kept = numbers(above) & numbers(below)
    if not kept:
        return "changed"
    return "restated" if kept == numbers(below) else "taken over in part"


def edges(found: nx.DiGraph) -> pd.DataFrame:
    """Every line of descent: ``parent``, ``child``, ``kind``, and what changed in ``changed``.

    ``changed`` names those of side, measure, operation and span in which two projections differ,
    in words, blank where none does or where the parent is a recorded loss.
    """
    lines: list[dict[str, Any]] = []
    for parent, child in found.edges:
        differing = []
        if is_projection(found, parent):
            above, below = data.row(parent), data.row(child)
            differing = [c for c in MEANING if c in above.index and _differs(above[c], below[c])]
        lines.append(
            {
                "parent": parent,
                "child": child,
                "kind": kind(parent, child) if is_projection(found, child) else "computed",
                "changed": listed(differing),
            }
        )
    columns = ["parent", "child", "kind", "changed"]
    frame = pd.DataFrame(lines, columns=columns)
    order = {n: position for position, n in enumerate(by_date(found))}
    return frame.sort_values(["child", "parent"], key=lambda ids: ids.map(order), ignore_index=True)


def between_documents(lines: pd.DataFrame) -> pd.DataFrame:
    """Those of ``edges`` whose parent and child stand in different documents, or in no document."""
    apart = [
        document(a) != document(b) for a, b in zip(lines["parent"], lines["child"], strict=True)
    ]
    return lines[apart]


def _differs(above: object, below: object) -> bool:
    return bool(pd.notna(above) and pd.notna(below) and above != below)


def reached_president(projections: pd.DataFrame) -> pd.DataFrame:
    """Estimates made before the surrender that are known to have come before Truman."""
    known = projections.apply(reached, axis=1, person=PRESIDENT)
    return projections[known & (projections["period"] == "contemporary")]
