from itertools import pairwise

import pandas as pd
import pytest

from companion import data, figures, proportion, tables
from companion.figures.forces_far_east import soviet_series
from companion.figures.forces_series import SERIES_MEASURES, series_rows
from companion.proportion import OTHERS, Count

FORCES = data.load("force_levels")
LOSSES = data.load("actual_losses")
BEST = FORCES["best"]
FOR_EACH = [*OTHERS, proportion.IN_BEING, proportion.RAISED]


@pytest.mark.parametrize("count", FOR_EACH, ids=lambda count: f"{count.power}: {count.words}")
def test_a_count_of_divisions_rests_on_divisions_and_on_people(count: Count) -> None:
    assert set(FORCES.loc[list(count.divisions), "measure"]) == {"divisions"}
    assert FORCES.loc[count.people, "measure"] == "population"
    assert set(FORCES.loc[list(count.divisions), "side"]) == {count.power}


@pytest.mark.parametrize("power", ["USSR", "Germany", "Japan"])
def test_gh_is_right_about_three_powers_by_every_count(power: str) -> None:
    counts = [count for count in OTHERS if count.power == power]
    assert counts
    assert all(proportion.holds(FORCES, count) for count in counts)


def test_gh_on_britain_turns_on_divisions_in_being_or_raised() -> None:
    by_words = {c.words: proportion.holds(FORCES, c) for c in OTHERS if c.power == "UK" and c.fair}
    assert by_words["raised in the war"]
    assert not by_words["in being, end of the war"]


def test_a_commonwealth_is_not_divided_by_britons_without_a_word() -> None:
    mixed = [c for c in OTHERS if "commonwealth" in c.ids]
    assert mixed
    assert not any(count.fair for count in mixed)


def test_more_americans_than_soviets_of_a_hundred_were_under_arms() -> None:
    share = {
        (power, words): BEST[men] / BEST[people]
        for power, words, men, people in proportion.UNDER_ARMS
    }
    ours = share["US", "1945"]
    assert all(ours > value for (power, _), value in share.items() if power == "USSR")
    assert ours < share["UK", "1945"]


def test_the_stretches_of_casualties_follow_one_another() -> None:
    stretches = proportion.stretches(LOSSES)
    for before, after in pairwise(stretches):
        assert after.first == before.last + pd.Timedelta(days=1)
    to_march = sum(stretch.men for stretch in stretches[:-1])
    assert to_march == LOSSES.loc["us-army-europe-cum-1945-03-31", "best"]


def test_december_1944_is_the_month_the_war_department_announced() -> None:
    december = next(s for s in proportion.stretches(LOSSES) if f"{s.first:%Y-%m}" == "1944-12")
    assert december.men == 74788  # Pittsburgh Press, 18 January 1945
    assert december.men > BEST["us-replacements-offered-europe"]


def test_a_promise_to_one_theatre_is_part_of_the_promise_to_all() -> None:
    parts = ("us-replacements-offered-europe", "us-replacements-offered-southwest-pacific")
    assert sum(BEST[part] for part in parts) < BEST["us-replacements-offered-1944-12"]
    assert BEST["us-replacements-offered-europe-infantry"] < BEST[parts[0]]


@pytest.mark.parametrize("measure", SERIES_MEASURES)
def test_the_soviet_series_has_one_line_for_a_day(measure: str) -> None:
    assert series_rows(FORCES, measure)["latest"].is_unique


def test_men_rose_and_equipment_fell_in_the_far_east_in_1941() -> None:
    series = soviet_series(FORCES)
    change = series.loc["1941-12-01"] / series.loc["1941-06-22"]
    assert change["personnel"] > 1.5
    assert (change.drop("personnel") < 1).all()


def test_the_rounded_rail_cars_are_the_exact_ones_rounded() -> None:
    assert round(BEST["buildup-1945-rail-cars-135756"], -3) == BEST["buildup-1945-rail-cars"]


@pytest.mark.parametrize("row_id", ["us-army-1943-12-personnel", "us-army-1943-12-personnel-abmc"])
def test_conflicting_rows_stay_side_by_side(row_id: str) -> None:
    assert BEST[row_id] in (7482434, 7582434)


ROOMS = ("forces_proportion", "forces_replacements", "forces_far_east")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_of_figures_says_what_a_hollow_mark_means(room: str) -> None:
    drawn = [f for f in figures.registry().values() if f.draw.__module__.endswith(room)]
    assert drawn
    for found in drawn:
        rows = FORCES.reindex(figures.rows_drawn(figures.specification(found.id)))
        if (rows["grade"] == "unchecked").any():
            assert "not yet been read" in found.caption or "not yet read" in found.caption


@pytest.mark.parametrize("table_id", ["divisions-claim", "people-under-arms"])
def test_every_line_of_a_computed_table_rests_on_rows(table_id: str) -> None:
    made = tables.registry()[table_id].make(FORCES)
    assert all(len(line["ids"]) >= 2 for line in made.content()["rows"])
