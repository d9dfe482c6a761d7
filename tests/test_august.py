"""9 August 1945: the tree, the two tank counts, the ratios, the parts and their totals."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from test_check import change, read

from companion import data, figures, order_of_battle, selection, tables
from companion.book import tree
from companion.check import check
from companion.check.series import quotient
from companion.tables import forces_strength
from conftest import row_of

FORCES = data.load("force_levels")
TANKS = {
    str(row_id): row["series"]
    for row_id, row in FORCES.iterrows()
    if isinstance(row["series"], str) and row["series"].startswith("tanks")
}
RATIOS = selection.choose("force-ratios")


def returns(ids: list[str]) -> set[str]:
    """The tank counts that rows belong to."""
    return {TANKS[row_id] for row_id in ids if row_id in TANKS}


# --- two tank counts -----------------------------------------------------------------------------


def test_there_are_two_tank_counts_with_three_fronts_each() -> None:
    fronts = FORCES.loc[list(TANKS)]
    fronts = fronts[(fronts["level"] == "front") & (fronts["measure"] == "tanks and SP guns")]
    assert sorted(fronts.groupby("series").size()) == [3, 3]
    assert len(set(TANKS.values())) == 2


@pytest.mark.parametrize("figure_id", figures.registry())
def test_no_mark_and_no_bar_rests_on_two_tank_counts(figure_id: str) -> None:
    bars: dict[Any, list[str]] = {}
    for trace in figures.specification(figure_id)["data"]:
        for n, ids in enumerate(trace.get("customdata") or []):
            assert len(returns(data.ids(ids))) <= 1, ids
            where = (trace.get("xaxis"), trace.get("yaxis"), trace["y"][n])
            bars.setdefault(where, []).extend(data.ids(ids) if trace["type"] == "bar" else [])
    for where, together in bars.items():
        assert len(returns(together)) <= 1, where


@pytest.mark.parametrize("table_id", tables.registry())
def test_no_line_of_a_table_rests_on_two_tank_counts(table_id: str) -> None:
    found = tables.registry()[table_id]
    lines = found.make(data.load(found.table)).content()["rows"]
    for line in lines:
        assert len(returns(line["ids"])) <= 1, line["cells"]
    both = len(returns([row_id for line in lines for row_id in line["ids"]])) > 1
    for line in lines if both else []:  # a table may hold both when each line says which
        for count in returns(line["ids"]):
            assert count.rpartition(" ")[2] in " ".join(line["cells"]), line["cells"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data.ROOT, tmp_path / "data"))


def row_number(folder: Path, row_id: str) -> int:
    rows = read(folder, "force_levels")
    return next(n for n, row in enumerate(rows, start=1) if row[0] == row_id)


def problems(folder: Path, word: str) -> list[str]:
    return [str(p) for p in check(folder) if word in p.expected]


def test_a_front_of_one_count_under_the_total_of_the_other_is_refused(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    total = "sov-fe-1945-08-09-tanks-5250"
    entry = next(s for s in package["sums"] if s["total"] == total)
    entry["parts"][0] = "tbf-1945-08-09-tanks-glantz"
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert problems(folder, "parts of one series")


def test_a_ratio_that_divides_another_count_is_refused(folder: Path) -> None:
    number = row_number(folder, "august-ratio-tanks-5250-fronts-manchuria")
    cells = {"derived_from": "sov-fe-1945-08-09-tanks-5556;kwantung-1945-08-09-tanks-290"}
    change(folder, "force_levels", cells, number)
    assert problems(folder, "rows of one series")


def test_a_soviet_tank_figure_without_its_count_is_refused(folder: Path) -> None:
    number = row_number(folder, "tbf-1945-08-09-tanks")
    change(folder, "force_levels", {"series": ""}, number)
    assert problems(folder, "never mixed")


@pytest.mark.parametrize(
    ("column", "value", "word"),
    [
        ("best", "3.1", "2.37, the quotient"),
        ("high", "9", "blank, the quotient"),
        ("grade", "primary", "reference, the weakest grade"),
        ("derived_from", "sov-fe-1945-08-09-personnel-1577725", "then the Japanese"),
    ],
)
def test_a_ratio_that_is_no_quotient_is_refused(
    folder: Path, column: str, value: str, word: str
) -> None:
    number = row_number(folder, "august-ratio-men-fronts-manchuria")
    change(folder, "force_levels", {column: value}, number)
    assert problems(folder, word)


# --- ratios --------------------------------------------------------------------------------------


def test_a_quotient_spans_the_variants_of_both_sides() -> None:
    above = [{"low": "", "best": "10", "high": ""}, {"low": "", "best": "8", "high": ""}]
    below = [{"low": "4", "best": "", "high": "5"}]
    assert quotient(above, below) == {"low": "1.6", "best": "2.5", "high": "2.5"}
    assert quotient(above[:1], above[:1]) == {"low": "", "best": "1", "high": ""}
    assert quotient(above, [{"low": "", "best": "0", "high": ""}]) == {}


def test_a_ratio_compares_like_with_like() -> None:
    for row_id, row in RATIOS.iterrows():
        parts = [data.row(part) for part in data.ids(row["derived_from"])]
        soviet = [part for part in parts if part["side"] == "USSR"]
        japanese = [part for part in parts if part["side"] != "USSR"]
        assert {part["soviet"] for part in soviet} == {row["soviet"]}, row_id
        assert {part["japanese"] for part in japanese} == {row["japanese"]}, row_id
        units = {part["unit"] for part in parts}
        assert len(units) == 1, f"{row_id} divides {units}"


def test_every_definition_of_men_is_compared_with_every_other() -> None:
    men = RATIOS[RATIOS["compared"] == "men"]
    pairs = set(zip(men["soviet"], men["japanese"], strict=True))
    assert len(pairs) == men["soviet"].nunique() * men["japanese"].nunique() == 3 * 4


def test_the_sentence_gives_the_ratio_with_its_range() -> None:
    one = selection.choose(
        "force-ratios", compared="men", soviet="three fronts", japanese="Kwantung Army"
    )
    said = selection.sentence("force-ratios", one)
    row = one.iloc[0]
    assert f"{row['best']:g} ({row['low']:g}–{row['high']:g}) to 1" in said
    assert "do not rank" in selection.sentence("force-ratios", RATIOS)


# --- parts and totals ----------------------------------------------------------------------------


@pytest.mark.parametrize("added", forces_strength.SUMS, ids=lambda added: added.words)
def test_a_difference_is_said_and_a_sum_without_one_is_checked(
    added: forces_strength.Sum,
) -> None:
    left = forces_strength.difference(FORCES, added)
    assert bool(left) == bool(added.remark)
    total = FORCES.loc[added.total]
    if not left and pd.notna(total["best"]):
        printed = [(s["total"], set(s["parts"])) for s in data.package()["sums"]]
        assert (added.total, set(added.parts)) in printed


# --- the tree ------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", order_of_battle.sides())
def test_the_tree_holds_every_formation_of_its_side_once(side: str) -> None:
    soup = BeautifulSoup(str(tree.html(side)), "html.parser")
    links = [row_of(a) for a in soup.select(".oob-name a")]
    heads = order_of_battle.heads(side)
    expected = [i for head in heads for i in (head, *order_of_battle.all_under(head))]
    assert links == expected
    assert len(set(links)) == len(links)
    for link in soup.find_all("a"):
        assert data.row(row_of(link)) is not None
    for branch in soup.find_all("details"):
        assert branch.summary is not None
        assert not branch.summary.find("a")  # a link inside a fold's handle cannot be reached
        assert branch.find("li")


def test_all_formations_are_in_some_tree() -> None:
    frame = data.load("order_of_battle")
    heads = [head for side in order_of_battle.sides() for head in order_of_battle.heads(side)]
    shown = {i for head in heads for i in (head, *order_of_battle.all_under(head))}
    assert shown == set(frame.index)


def test_what_is_unchecked_is_marked_in_the_tree() -> None:
    soup = BeautifulSoup(str(tree.html("USSR")), "html.parser")
    marks = len(soup.select(".unchecked-mark"))
    rows = data.load("order_of_battle")
    rows = rows[rows["side"].isin(["USSR", "Mongolia"])]
    strengths = [data.row(i)["grade"] == "unchecked" for i in rows["personnel"].dropna()]
    names = [not order_of_battle.commander_checked(row) for _, row in rows.iterrows()]
    assert marks == sum(strengths) + sum(names) + (rows["grade"] == "unchecked").sum()


def test_without_html_the_tree_is_a_list_of_the_same_formations() -> None:
    plain = tree._plain(order_of_battle.heads("Japan")).astext()
    for row_id in order_of_battle.all_under("ja-kwa"):
        assert str(data.row(row_id)["formation"]) in plain
    assert "(unchecked)" in plain


def test_an_unknown_side_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=re.escape("no order of battle of 'Atlantis'; there are:")):
        tree.html("Atlantis")


@pytest.mark.parametrize(
    "formation", ["ja-kwa", "ja-1aa", "ja-3aa", "ja-4a", "ja-34a", "ja-30a", "ja-44a", "ja-5aa"]
)
def test_divisions_are_named_as_many_as_are_counted(formation: str) -> None:
    """The branches of which every division is read: the chapter says so."""
    below = [data.row(i) for i in order_of_battle.all_under(formation)]
    named = [row for row in below if row["level"] == "division"]
    assert len(named) == data.row(formation)["divisions"]
