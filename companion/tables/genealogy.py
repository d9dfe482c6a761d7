"""Tables on descent: origins, families, the longest line, what changed, what Truman saw."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pandas as pd

from companion import data, genealogy
from companion.estimates import PRESIDENT, author, figure, readers
from companion.tables import listing
from companion.text import date_in_words, listed


def _dated(row_id: str) -> str:
    row = data.row(row_id)
    return f"{author(row)}, {date_in_words(row['date'])}"


def _papers(row_ids: list[str]) -> int:
    return len({genealogy.document(row_id) for row_id in row_ids})


@listing(
    "genealogy-origins",
    table="casualty_projections",
    title="Origins that have descendants, and how many",
    caption=(
        "A document none of whose figures descends from another document’s figure. Parts of one "
        "document count once. Below it are counted the later documents that descend from it and "
        "the rows in them; documents without descendants are left out here, but counted in the "
        "text."
    ),
)
def origins_with_descendants(projections: pd.DataFrame) -> pd.DataFrame:
    """Each origin with later documents beneath it: the founders, and the number beneath."""
    found = genealogy.graph(projections)
    lines = {}
    for paper, rows in genealogy.origins(found).items():
        below = {n for row_id in rows for n in nx.descendants(found, row_id)}
        later = [n for n in genealogy.by_date(below) if genealogy.document(n) != paper]
        if later:
            last = data.row(later[-1])
            lines[";".join(rows)] = [
                _dated(rows[0]),
                data.row(rows[0])["document"],
                str(sum(genealogy.document(n) == paper for n in map(str, projections.index))),
                str(_papers(later)),
                f"{author(last)}, {date_in_words(last['date'])}",
            ]
    headers = ["Origin", "Document", "Figures", "Later documents", "The last of them"]
    frame = pd.DataFrame.from_dict(lines, orient="index", columns=headers)
    return frame.sort_values("Later documents", key=lambda n: -n.astype(int), kind="stable")


@listing(
    "genealogy-families",
    table="casualty_projections",
    title="Families of more than one document",
    caption=(
        "Rows joined by descent, by a common document or by a recorded loss from which both were "
        "reckoned. A family of several origins is one in which a later hand joined figures that "
        "had come from different places."
    ),
)
def families_of_documents(projections: pd.DataFrame) -> pd.DataFrame:
    """Each family of several documents: its origins, size, span of years and members."""
    found = genealogy.graph(projections)
    starts = genealogy.origins(found)
    lines = {}
    for family in genealogy.families(found):
        estimates = [n for n in family if genealogy.is_projection(found, n)]
        first = [rows[0] for rows in starts.values() if rows[0] in family]
        if _papers(estimates) > 1:
            names = dict.fromkeys(author(data.row(n)) for n in first)
            years = [str(data.row(n)["earliest"].year) for n in estimates]
            span = min(years) if min(years) == max(years) else f"{min(years)}–{max(years)}"
            lines[";".join(family)] = [
                listed(list(names)),
                str(len(first)),
                str(_papers(estimates)),
                str(len(estimates)),
                str(len(family) - len(estimates)),
                span,
            ]
    headers = ["Goes back to", "Origins", "Documents", "Figures", "Recorded losses", "Years"]
    return pd.DataFrame.from_dict(lines, orient="index", columns=headers)


@listing(
    "genealogy-longest",
    table="casualty_projections",
    title="The longest line of descent in the data",
    caption="The line with the most documents, oldest first, with what each step did.",
)
def longest_line(projections: pd.DataFrame) -> pd.DataFrame:
    """The longest chain of documents, a line each, with the kind of each step."""
    found = genealogy.graph(projections)
    chain = genealogy.longest_chain(found)
    steps = ["origin", *(genealogy.kind(*pair) for pair in pairwise(chain))]
    return pd.DataFrame(
        {
            "Who and when": [_dated(n) for n in chain],
            "Document": [data.row(n)["document"] for n in chain],
            "Figure": [figure(data.row(n)) for n in chain],
            "Step": steps,
        },
        index=chain,
    )


@listing(
    "genealogy-changes",
    table="casualty_projections",
    title="Figures that became another figure on the way",
    caption=(
        "Every descent from one document to another in which parent and child differ in side, "
        "measure, operation or span of fighting, as the data code them. Where the coding itself "
        "is coarse (invasion for two landings), the change may be smaller than it looks."
    ),
)
def changed_on_the_way(projections: pd.DataFrame) -> pd.DataFrame:
    """Each line of descent along which the meaning changed: from, to, and what changed."""
    lines = genealogy.between_documents(genealogy.edges(genealogy.graph(projections)))
    lines = lines[lines["changed"] != ""]
    return pd.DataFrame(
        {
            "From": [f"{_dated(n)}: {figure(data.row(n))}" for n in lines["parent"]],
            "To": [f"{_dated(n)}: {figure(data.row(n))}" for n in lines["child"]],
            "Changed": list(lines["changed"]),
            "Step": list(lines["kind"]),
        },
        index=[f"{a};{b}" for a, b in zip(lines["parent"], lines["child"], strict=True)],
    )


def _readers(rows: list[pd.Series]) -> dict[str, str]:
    """Who had any of the rows: person's id -> the first day known, blank where none is."""
    days: dict[str, str] = {}
    for row in rows:
        for person, day in readers(row).items():
            known = [d for d in (days.get(person, ""), day) if d]
            days[person] = min(known, default="")
    return days


@listing(
    "genealogy-readers",
    table="casualty_projections",
    title="How far each document of 1944 and 1945 is known to have gone",
    caption=(
        "Persons and bodies that a source read here names as having had the figures, each with "
        "the first day known. A document is missing where no reader is recorded. Silence is no "
        "proof: people talk, and papers are summarised."
    ),
)
def known_readers(projections: pd.DataFrame) -> pd.DataFrame:
    """Documents made before the surrender with recorded readers: who, and whether Truman."""
    early = projections[projections["period"] == "contemporary"]
    papers: dict[tuple[str, str, str], list[str]] = {}
    for row_id in genealogy.by_date(map(str, early.index)):
        papers.setdefault(genealogy.document(row_id), []).append(row_id)
    lines = {}
    for rows in papers.values():
        known = _readers([projections.loc[row_id] for row_id in rows])
        if not known:
            continue
        others: dict[str, list[str]] = {}
        for person in sorted(known, key=lambda p: known[p] or "9"):
            if person == PRESIDENT:
                continue
            others.setdefault(known[person], []).append(data.row(person)["name"])
        names = [
            f"{date_in_words(day) if day else 'no day known'}: {', '.join(people)}"
            for day, people in others.items()
        ]
        day = known.get(PRESIDENT)
        president = "not shown" if day is None else date_in_words(day) or "yes, no day known"
        lines[";".join(rows)] = [
            _dated(rows[0]),
            data.row(rows[0])["document"],
            president,
            "; ".join(names) or "none recorded",
        ]
    headers = ["Whose", "Document", "Before Truman", "Others known to have had it"]
    return pd.DataFrame.from_dict(lines, orient="index", columns=headers)
