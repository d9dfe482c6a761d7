"""The graph of descent agrees with the data, and its figures draw all of it once."""

from collections import Counter
from itertools import pairwise
from typing import Any

import networkx as nx
import pandas as pd
import pytest

from companion import data, estimates, figures, genealogy
from companion.figures import stemma
from companion.tables import genealogy as listings

FIGURES = ("genealogy", "descent-to-truman-1953", "half-a-million")


@pytest.fixture(scope="module")
def projections() -> pd.DataFrame:
    return data.load(genealogy.TABLE)


@pytest.fixture(scope="module")
def found() -> nx.DiGraph:
    return genealogy.graph()


def stated(rows: pd.DataFrame) -> set[tuple[str, str]]:
    return {
        (parent, str(child))
        for child, cell in rows["derived_from"].items()
        for parent in data.ids(cell)
    }


def arrows(spec: dict[str, Any]) -> list[tuple[str, str]]:
    metas = [trace["meta"] for trace in spec["data"] if "meta" in trace]
    return [(meta["parent"], meta["child"]) for meta in metas]


def nodes(spec: dict[str, Any]) -> list[str]:
    return [trace["customdata"][0] for trace in spec["data"] if trace.get("customdata")]


def test_every_projection_and_every_stated_descent_is_in_the_graph(
    projections: pd.DataFrame, found: nx.DiGraph
) -> None:
    assert set(projections.index) <= set(found)
    assert stated(projections) <= set(found.edges)
    outside = [n for n in found if not genealogy.is_projection(found, n)]
    assert set(found.edges) == stated(projections) | {
        (parent, n) for n in outside for parent in data.ids(data.row(n)["derived_from"])
    }
    assert nx.is_directed_acyclic_graph(found)


def test_a_losses_row_enters_only_as_a_parent(found: nx.DiGraph) -> None:
    for row_id in found:
        if not genealogy.is_projection(found, row_id):
            assert found.out_degree(row_id)


def test_no_child_is_wholly_older_than_its_parent(found: nx.DiGraph) -> None:
    for parent, child in found.edges:
        assert data.row(parent)["earliest"] <= data.row(child)["latest"], (parent, child)


def test_ancestors_and_descendants_mirror_each_other(found: nx.DiGraph) -> None:
    for row_id in found:
        for above in genealogy.ancestors(row_id, found).index:
            assert row_id in genealogy.descendants(above, found).index


def test_truman_s_letter_of_1953_comes_from_his_draft_and_from_stimson() -> None:
    above = genealogy.ancestors("truman-1953-cate")
    assert {"truman-1952-draft-us", "stimson-1947-million"} <= set(above.index)
    assert above.index.is_unique


def test_an_unknown_row_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="no-such-row"):
        genealogy.ancestors("no-such-row")


def test_families_part_the_graph(found: nx.DiGraph) -> None:
    members = Counter(row_id for family in genealogy.families(found) for row_id in family)
    assert members == Counter(list(found))
    family_of = {n: k for k, family in enumerate(genealogy.families(found)) for n in family}
    assert all(family_of[parent] == family_of[child] for parent, child in found.edges)


def test_parts_of_one_document_count_as_one_origin(found: nx.DiGraph) -> None:
    origins = genealogy.origins(found)
    founders = [row_id for rows in origins.values() for row_id in rows]
    assert len(founders) == len(set(founders))
    assert set(founders) <= set(genealogy.founders(found))
    assert sum("jwpc-369-1-all-total" in rows for rows in origins.values()) == 1
    for paper, rows in origins.items():
        assert rows, paper
        assert {genealogy.document(row_id) for row_id in rows} == {paper}


def test_a_rejection_or_restatement_is_no_origin(found: nx.DiGraph) -> None:
    founders = set(genealogy.founders(found))
    assert not founders & {"wd-staff-4-june-1945-rejection", "glantz-house-restatement-total"}
    assert "hoover-may-1945" in founders


def test_every_family_of_estimates_in_use_has_an_origin(found: nx.DiGraph) -> None:
    starts = {row_id for rows in genealogy.origins(found).values() for row_id in rows}
    for family in genealogy.families(found):
        in_use = [
            n
            for n in family
            if genealogy.is_projection(found, n) and data.row(n)["standing"] != "retired"
        ]
        assert not in_use or starts & set(family), family


def test_each_step_of_the_longest_line_is_a_descent_between_documents(found: nx.DiGraph) -> None:
    chain = genealogy.longest_chain(found)
    assert len({genealogy.document(n) for n in chain}) == len(chain)
    assert len(chain) - 1 == max(genealogy.generation(found).values())
    for above, below in pairwise(chain):
        assert nx.has_path(found, above, below)


def test_what_changed_on_the_way_changed_between_documents(projections: pd.DataFrame) -> None:
    rows = listings.changed_on_the_way(projections).frame.index
    assert len(rows) > 10
    for line in rows:
        parent, child = line.split(";")
        assert genealogy.document(parent) != genealogy.document(child), line


def test_each_descent_has_a_known_kind(found: nx.DiGraph) -> None:
    lines = genealogy.edges(found)
    assert len(lines) == found.number_of_edges()
    assert set(lines["kind"]) <= set(genealogy.KINDS)
    kinds = {(line.parent, line.child): line.kind for line in lines.itertuples()}
    assert kinds["hoover-may-1945", "wd-staff-4-june-1945-rejection"] == "rejected"
    assert kinds["shockley-dead", "glantz-house-restatement-dead"] == "restated"
    assert kinds["stimson-1947-million", "truman-1953-cate"] == "taken over in part"
    assert kinds["jcs1388-luzon-us", "marshall-18-june-luzon"] == "computed"


def test_the_changed_columns_do_differ(found: nx.DiGraph) -> None:
    for line in genealogy.edges(found).itertuples():
        for column in genealogy.MEANING:
            if column in str(line.changed):
                assert data.row(line.parent)[column] != data.row(line.child)[column]


def test_who_had_a_figure_is_read_with_its_day() -> None:
    row = pd.Series({"reached": "harry-s-truman[1945-06-18];henry-l-stimson"})
    assert estimates.readers(row) == {"harry-s-truman": "1945-06-18", "henry-l-stimson": ""}
    assert estimates.readers(pd.Series({"reached": float("nan")})) == {}


def test_a_part_of_the_table_gives_a_part_of_the_graph(projections: pd.DataFrame) -> None:
    part = projections[projections["period"] == "contemporary"]
    smaller = genealogy.graph(part)
    assert not [n for n in smaller if data.row(n).get("period", "contemporary") != "contemporary"]


@pytest.mark.parametrize("figure_id", FIGURES)
def test_each_row_and_each_descent_is_drawn_once(figure_id: str, projections: pd.DataFrame) -> None:
    spec = figures.specification(figure_id)
    drawn = nodes(spec)
    assert max(Counter(drawn).values()) == 1
    whole = genealogy.graph(projections)
    due = set(whole) if figure_id == "genealogy" else set(drawn)
    assert set(drawn) == due
    expected = Counter(edge for edge in whole.edges if set(edge) <= due)
    assert Counter(arrows(spec)) == expected


@pytest.mark.parametrize("figure_id", FIGURES)
def test_an_arrow_runs_from_its_parent_s_mark_to_its_child_s(figure_id: str) -> None:
    spec = figures.specification(figure_id)
    at = {
        trace["customdata"][0]: {*zip(trace["x"], trace["y"], strict=True)}
        for trace in spec["data"]
        if trace.get("customdata")
    }
    for trace in spec["data"]:
        if "meta" not in trace:
            continue
        assert "customdata" not in trace
        first, last = (trace["x"][0], trace["y"][0]), (trace["x"][-1], trace["y"][-1])
        for end, name in ((first, trace["meta"]["parent"]), (last, trace["meta"]["child"])):
            assert any(end == pytest.approx(mark) or end == mark for mark in at[name]), name


def test_arrows_of_the_whole_run_downwards_and_pass_through_no_mark() -> None:
    spec = figures.specification("genealogy")
    lines = spec["layout"]["yaxis"]["categoryarray"]
    marks = {
        (trace["x"][0], trace["y"][0]): trace["customdata"][0]
        for trace in spec["data"]
        if trace.get("customdata")
    }
    for trace in spec["data"]:
        if "meta" not in trace:
            continue
        heights = [lines.index(line) for line in trace["y"]]
        assert heights == sorted(heights)
        inner = list(zip(trace["x"], trace["y"], strict=True))[1:-1]
        assert not [marks[point] for point in inner if point in marks], trace["meta"]


def test_the_words_of_the_whole_stand_clear_of_its_arrows() -> None:
    for layout in (
        figures.specification("genealogy")["layout"],
        figures.narrow_form(figures.specification("genealogy"))["layout"],
    ):
        edge = layout["xaxis"]["domain"][1]
        words = [n for n in layout["annotations"] if n.get("name") != "sources" and n["x"]]
        assert words
        assert all(note["x"] > edge for note in words)


def test_every_measure_has_a_mark(projections: pd.DataFrame) -> None:
    for measure in projections["measure"]:
        assert stemma.shape(measure)


def test_the_table_of_changes_lists_no_unchanged_descent(projections: pd.DataFrame) -> None:
    frame = listings.changed_on_the_way(projections).frame
    assert (frame["Changed"] != "").all()
    assert frame.index.is_unique


def test_a_figure_has_its_unit_and_names_its_side() -> None:
    rows = data.load("casualty_projections")
    assert estimates.figure(rows.loc["leahy-18-june-rate"]) == "35 per cent, casualty rate"
    assert estimates.figure(rows.loc["jcs-1388-ratio-22"]) == "22 Japanese dead per US death"
    assert estimates.figure(rows.loc["shockley-japanese"]).endswith(" Japanese dead")
    both = {"side": "both", "measure": "casualties, composition not stated"}
    assert estimates.counted(both) == "casualties of both sides, composition not stated"
