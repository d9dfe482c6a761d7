import re

import pandas as pd
import pytest

from companion import checks, concordance, data, figures
from companion.claims import VERDICTS
from companion.figures import record, record_lines
from conftest import ROOT

CLAIMS = data.load("claims")
CHAPTER = (ROOT / "chapters/concordance.md").read_text(encoding="utf-8")
BOTH = concordance.pairs()


def test_each_counterpart_is_in_one_pair() -> None:
    told = {
        ";".join(sorted((str(claim_id), other)))
        for claim_id, other in CLAIMS["counterpart"].dropna().items()
    }
    assert set(BOTH.index) == told
    assert BOTH.index.is_unique


@pytest.mark.parametrize("ids", BOTH.index)
def test_a_pair_sets_gh_beside_mk_with_verdict_and_statement(ids: str) -> None:
    gh, mk = data.ids(ids)
    assert (concordance.text_of(gh), concordance.text_of(mk)) == concordance.TEXTS
    for claim_id, text in ((gh, "GH"), (mk, "MK")):
        claim = CLAIMS.loc[claim_id]
        assert claim["statement"] in BOTH.loc[ids, text]
        assert claim["verdict"] in BOTH.loc[ids, text]
    assert BOTH.loc[ids, "relation"] in {CLAIMS.loc[gh, "relation"], CLAIMS.loc[mk, "relation"]}


@pytest.mark.parametrize("relation", ["agree", "differ", "past"])
def test_pairs_of_one_relation_are_those_of_all(relation: str) -> None:
    expected = BOTH[BOTH["relation"] == relation]
    pd.testing.assert_frame_equal(concordance.pairs(relation), expected)
    assert len(expected)


def test_a_claim_is_paired_or_alone() -> None:
    paired = {claim_id for ids in BOTH.index for claim_id in data.ids(ids)}
    left = {i for text in concordance.TEXTS for i in concordance.alone(text).index}
    assert paired | left == set(CLAIMS.index)
    assert not paired & left


def test_every_claim_is_counted_once() -> None:
    assert concordance.verdicts().to_numpy().sum() == len(CLAIMS)
    assert set(concordance.KINDS) == set(data.schema("claims")["kind"]["constraints"]["enum"])


def test_signs_are_those_of_the_pages() -> None:
    assert tuple(concordance.SIGNS) == VERDICTS


def test_every_error_is_ranked_once_and_computed() -> None:
    errors = concordance.errors()
    assert errors.index.is_unique
    assert set(errors.index) == set(CLAIMS[CLAIMS["verdict"] == "contradicted"].index)
    assert (CLAIMS.loc[errors.index, "computed"] == "contradicted").all()


def test_the_chapter_lists_the_errors_in_that_order_with_a_reason() -> None:
    listed = re.findall(
        r"^(\d+)\. \*\*.+\*\* \{claim\}`([a-z0-9-]+)` (.+)$", CHAPTER, flags=re.MULTILINE
    )
    assert [claim_id for _, claim_id, _ in listed] == list(concordance.errors().index)
    assert [int(n) for n, _, _ in listed] == list(range(1, len(listed) + 1))
    assert all(why.endswith(".") and len(why.split()) > 8 for _, _, why in listed)


def test_the_chapter_names_claims_that_exist() -> None:
    named = re.findall(r"\{claim\}`([^`]+)`", CHAPTER)
    assert set(named) <= set(CLAIMS.index)


def test_the_figure_has_a_tile_for_every_claim_with_its_sign() -> None:
    spec = figures.specification("claims-by-kind-and-verdict")
    assert sorted(figures.rows_drawn(spec)) == sorted(CLAIMS.index)
    for trace in spec["data"]:
        kinds = {CLAIMS.loc[i, "kind"] for i in trace["customdata"]}
        assert len(kinds) == 1
        for claim_id, sign in zip(trace["customdata"], trace["text"], strict=True):
            assert sign == concordance.SIGNS[CLAIMS.loc[claim_id, "verdict"]]


@pytest.mark.parametrize("text", ["gh", "mk"])
def test_dates_and_numbers_are_all_drawn_against_the_record(text: str) -> None:
    drawn = [
        ids
        for kind in ("dates", "numbers")
        for ids in figures.rows_drawn(figures.specification(f"{text}-{kind}-against-record"))
        if ids in CLAIMS.index
    ]
    mine = CLAIMS[CLAIMS.index.str.startswith(f"{text}-") & CLAIMS["kind"].isin(["number", "date"])]
    with_numbers = ~mine["check"].str.startswith(("order", "state"))
    assert set(mine.index[with_numbers]) <= set(drawn)
    assert len(drawn) == len(set(drawn))
    assert set(drawn) <= set(record_lines.LABELS)


def test_every_label_is_drawn() -> None:
    drawn = {
        row_id
        for figure_id in figures.registry()
        if figure_id.endswith("-against-record")
        for row_id in figures.rows_drawn(figures.specification(figure_id))
    }
    assert set(record_lines.LABELS) <= drawn


@pytest.mark.parametrize(
    ("asserted", "found", "days"),
    [
        ("1935", "1936-11-25", 330),
        ("1941-06-24", "1941-04-13", -72),
        ("1939", "1939-05-11", 0),
        ("1944-06/1944-08", "1944/1945", 0),
        ("1939-09/1945-08", "1941-06-22/1945-12-31", 660),
    ],
)
def test_days_by_which_a_record_is_off(asserted: str, found: str, days: int) -> None:
    assert record.days_off(checks.bounds(asserted), checks.bounds(found)) == days


def test_what_the_chapter_says_in_words_holds() -> None:
    """Statements that no placeholder carries."""
    totals = concordance.verdicts().groupby("text").sum()
    share = totals.div(totals.sum(axis=1), axis=0)
    for text in concordance.TEXTS:
        assert totals.loc[text].idxmax() == "supported"
    assert abs(share.loc["GH", "supported"] - share.loc["MK", "supported"]) < 0.07
    assert share.loc["MK", "contradicted"] > share.loc["GH", "contradicted"]
    by_kind = concordance.verdicts()
    assert by_kind.loc[("GH", "number"), "contradicted"] == 0
    wrong = (by_kind["contradicted"] / by_kind.sum(axis=1))["MK"]
    assert wrong.idxmax() == "legal"
    in_paragraph = CLAIMS[CLAIMS["passage"].isin(["gh-13", "gh-14"])]
    assert (in_paragraph["verdict"] == "contradicted").sum() == 2
