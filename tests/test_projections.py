"""The chapter on projections: every row in its place, and the traps spring by the data."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pandas as pd
import pytest

from companion import data, figures, tables
from companion.estimates import PRESIDENT, reached, readers
from companion.figures.casualties import PART_SYMBOLS, SYMBOLS, drawable
from companion.figures.ledger import PERIODS, counted, has_number
from companion.figures.projections_all import COLUMNS, STROKES
from companion.figures.projections_compared import FIGHTING, SPANS, by_operation_and_span
from companion.figures.projections_study import BASES, PAIRS, times_the_battle_deaths
from companion.tables import projections as lists
from conftest import ROOT

PROJECTIONS = data.load("casualty_projections")
PEOPLE = PROJECTIONS[PROJECTIONS["unit"] == "people"]
NUMBERED = PEOPLE[PEOPLE.apply(has_number, axis=1)]
CLAIMS = data.load("claims")
STUDY = CLAIMS[CLAIMS["passage"].isin(["gh-13", "gh-14"])]
CHAPTER = (ROOT / "chapters" / "projections.md").read_text(encoding="utf-8")
LEDGER = "every-projection"


@pytest.fixture(scope="module")
def ledger() -> dict[str, Any]:
    return figures.specification(LEDGER)


def traces_of(spec: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Row id -> the traces that draw it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for trace in spec["data"]:
        for row_id in dict.fromkeys(trace.get("customdata") or []):
            found.setdefault(row_id, []).append(trace)
    return found


def place(trace: dict[str, Any]) -> tuple[Any, ...]:
    """Where a mark stands: column, line, sizes."""
    return (trace["xaxis"], trace["y"][0], *trace["x"])


def places_of(spec: dict[str, Any], symbol: str) -> set[tuple[Any, ...]]:
    """Where the signs of that symbol stand that are no marks of rows, the key left out."""
    return {
        place(trace)
        for trace in spec["data"]
        if trace.get("marker", {}).get("symbol") == symbol
        and not trace.get("customdata")
        and trace["x"] != [None]
    }


def words_of(spec: dict[str, Any]) -> list[str]:
    return [word for trace in spec["data"] for word in trace.get("text") or []]


def listed_ids(table: tables.Listing) -> set[str]:
    return {row_id for line in table.content()["rows"] for row_id in line["ids"]}


# The ledger


def test_every_number_of_people_is_drawn_exactly_once(ledger: dict[str, Any]) -> None:
    drawn = Counter({row_id: len(traces) for row_id, traces in traces_of(ledger).items()})
    assert drawn == Counter(dict.fromkeys(NUMBERED.index, 1))


def test_what_is_no_number_of_people_has_a_table_of_its_own() -> None:
    rest = set(PROJECTIONS.index) - set(NUMBERED.index)
    assert listed_ids(lists.projections_not_people(PROJECTIONS)) == rest


def test_a_range_is_drawn_with_both_its_ends(ledger: dict[str, Any]) -> None:
    drawn = traces_of(ledger)
    for row_id, row in NUMBERED[NUMBERED[["low", "high"]].notna().all(axis=1)].iterrows():
        assert drawn[str(row_id)][0]["x"] == [row["low"], row["high"]]


@pytest.mark.parametrize("row_id", NUMBERED.index)
def test_a_mark_stands_in_the_column_of_what_it_counts(row_id: str, ledger: dict[str, Any]) -> None:
    measure = NUMBERED.loc[row_id, "measure"]
    column = next(n for n, of in enumerate(COLUMNS.values(), start=1) if measure in of)
    trace = traces_of(ledger)[row_id][0]
    assert trace["xaxis"] == f"x{'' if column == 1 else column}"
    symbol = "x" if NUMBERED.loc[row_id, "standing"] == "rejected" else None
    expected = symbol or (SYMBOLS | PART_SYMBOLS)[measure]
    assert trace["marker"]["symbol"].removesuffix("-open") == expected


def test_no_mark_lies_outside_its_axis(ledger: dict[str, Any]) -> None:
    for traces in traces_of(ledger).values():
        for trace in traces:
            axis = ledger["layout"]["xaxis" + trace["xaxis"][1:]]
            low, high = (10**end for end in axis["range"])
            assert all(low < size < high for size in trace["x"])


def test_a_power_of_ten_is_as_wide_in_every_column(ledger: dict[str, Any]) -> None:
    for layout in (ledger["layout"], figures.narrow_form(ledger)["layout"]):
        widths = []
        for number in range(1, len(COLUMNS) + 1):
            axis = layout[f"xaxis{'' if number == 1 else number}"]
            widths.append(
                (axis["domain"][1] - axis["domain"][0]) / (axis["range"][1] - axis["range"][0])
            )
        assert widths == pytest.approx([widths[0]] * len(widths))


def test_no_two_marks_of_a_line_and_column_hide_each_other(ledger: dict[str, Any]) -> None:
    at = Counter(
        (trace["xaxis"], trace["y"][0], tuple(trace["x"]))
        for traces in traces_of(ledger).values()
        for trace in traces
    )
    assert at.most_common(1)[0][1] == 1


def test_the_three_periods_follow_one_another(ledger: dict[str, Any]) -> None:
    drawn = traces_of(ledger)
    heights = {
        period: [drawn[str(i)][0]["y"][0] for i in NUMBERED.index[NUMBERED["period"] == period]]
        for period in PERIODS
    }
    for earlier, later in zip(list(PERIODS)[:-1], list(PERIODS)[1:], strict=True):
        assert min(heights[earlier]) > max(heights[later])


def test_what_reached_the_president_is_ringed_and_named_in_bold(ledger: dict[str, Any]) -> None:
    rings = places_of(ledger, "circle-open")
    bold = {
        trace["y"][0]
        for trace in ledger["data"]
        if trace.get("mode") == "text" and trace["text"][0].startswith("<b>")
    }
    for row_id, (trace, *_) in traces_of(ledger).items():
        known = reached(NUMBERED.loc[row_id], PRESIDENT)
        assert (place(trace) in rings) == known
        assert trace["y"][0] in bold or not known


@pytest.mark.parametrize("standing", STROKES)
def test_a_figure_out_of_use_is_struck_through(standing: str, ledger: dict[str, Any]) -> None:
    struck = places_of(ledger, STROKES[standing])
    for row_id, (trace, *_) in traces_of(ledger).items():
        assert (place(trace) in struck) == (NUMBERED.loc[row_id, "standing"] == standing)


def test_each_standing_but_the_common_one_has_its_sign() -> None:
    assert set(NUMBERED["standing"]) == {"offered", "rejected", *STROKES}


def test_a_statement_without_a_number_has_its_line(ledger: dict[str, Any]) -> None:
    silent = set(PEOPLE.index) - set(NUMBERED.index)
    assert sum("no number" in word for word in words_of(ledger)) == len(silent)


def test_the_lines_stand_in_order_of_date() -> None:
    rows = counted(PROJECTIONS)
    for _, of_period in rows.groupby("period"):
        assert of_period["earliest"].is_monotonic_increasing


# Small multiples


def panels() -> list[tuple[str, str, pd.DataFrame]]:
    sorted_rows = by_operation_and_span(PROJECTIONS)
    return [(f, span, rows) for f, spans in sorted_rows.items() for span, rows in spans.items()]


def test_a_panel_holds_one_kind_of_fighting_and_one_span() -> None:
    for fighting, span, rows in panels():
        assert {FIGHTING[operation] for operation in rows["operation"]} == {fighting}
        assert set(rows["span"]) == {span}
        assert span in SPANS
        assert set(rows["side"]) == {"US"}


def test_no_row_of_the_small_multiples_is_lost() -> None:
    drawn = figures.rows_drawn(figures.specification("projections-by-operation-and-span"))
    assert sorted(drawn) == sorted(map(str, drawable(PROJECTIONS).index))


def test_both_columns_of_the_small_multiples_have_one_axis() -> None:
    layout = figures.specification("projections-by-operation-and-span")["layout"]
    assert layout["xaxis"]["range"] == layout["xaxis2"]["range"]


# The memorandum and GH


@pytest.mark.parametrize(("memo", "book"), PAIRS.items())
def test_the_book_descends_from_the_memorandum_and_counts_the_same(memo: str, book: str) -> None:
    assert memo in data.ids(PROJECTIONS.loc[book, "derived_from"])
    for column in ("side", "measure", "operation"):
        assert PROJECTIONS.loc[memo, column] == PROJECTIONS.loc[book, column]
    assert PROJECTIONS.loc[memo, "low"] == PROJECTIONS.loc[book, "low"]


def test_one_upper_bound_of_three_is_dropped() -> None:
    dropped = [memo for memo, book in PAIRS.items() if pd.isna(PROJECTIONS.loc[book, "high"])]
    assert dropped == ["shockley-total"]


def test_doubling_is_below_and_tripling_inside_what_the_memorandum_gives() -> None:
    times = times_the_battle_deaths(PROJECTIONS, data.load("actual_losses"))
    assert list(times.index) == list(BASES)
    gloss = data.row("gh-doubling-or-tripling")
    assert (times["low"] > float(gloss["asserted_low"])).all()
    assert (times["low"] < float(gloss["asserted_high"])).all()
    assert (times["high"] > float(gloss["asserted_high"])).all()
    assert data.ids(gloss["evidence"]) == [*BASES, "shockley-dead"]


@pytest.mark.parametrize("claim", STUDY.index)
def test_the_chapter_weighs_every_claim_of_the_sentence(claim: str) -> None:
    assert f"{{claim}}`{claim}`" in CHAPTER


# Tables and traps


@pytest.mark.parametrize("trap", lists.TRAPS)
def test_a_trap_springs_by_the_data(trap: str) -> None:
    one, other, column = lists.TRAPS[trap]
    assert column in lists.differences(PROJECTIONS, one, other)


def test_the_same_figure_twice_differs_in_nothing() -> None:
    assert lists.differences(PROJECTIONS, "hoover-may-1945", "hoover-may-1945") == {}


def test_differences_of_an_unknown_row_are_refused() -> None:
    with pytest.raises(KeyError, match="no-such-row"):
        lists.differences(PROJECTIONS, "hoover-may-1945", "no-such-row")


def test_no_label_of_the_three_is_olympic() -> None:
    made = lists.three_labels(PROJECTIONS).frame
    assert set(made["Southern Kyushu"]) == {"yes"}
    further = made[["Northwestern Kyushu", "Tokyo Plain"]].apply(tuple, axis=1)
    assert list(further) == [("yes", "no"), ("no", "yes"), ("yes", "yes")]


def test_the_first_month_of_olympic_is_only_that() -> None:
    rows = PROJECTIONS.loc[list(lists.olympic_first_30_days(PROJECTIONS).frame.index)]
    assert set(rows["operation"]) == {"Olympic"}
    assert set(rows["span"]) == {"first 30 days"}
    assert {"marshall-18-june-luzon", "nimitz-may-1945-30-days"} <= set(rows.index)


def test_what_reached_truman_is_of_the_time_and_in_order_of_day() -> None:
    made = lists.reached_the_president(PROJECTIONS).frame
    rows = PROJECTIONS.loc[list(made.index)]
    assert set(rows["period"]) == {"contemporary"}
    assert {"hoover-may-1945", "marshall-18-june-luzon"} <= set(rows.index)
    assert "shockley-total" not in rows.index
    days = [readers(row)[PRESIDENT] for _, row in rows.iterrows()]
    assert days == sorted(days)


def test_the_specification_of_the_ledger_is_small(ledger: dict[str, Any]) -> None:
    assert len(json.dumps(ledger)) < 250_000


def test_figures_of_different_months_share_no_span() -> None:
    months = data.load("casualty_projections").loc[
        ["macarthur-revised-d30", "macarthur-revised-d60", "macarthur-revised-d90"]
    ]
    assert months["horizon"].is_unique
    assert months["span"].is_unique
