import random
from pathlib import Path

import pytest

from companion import arithmetic as sums
from companion import data, reproductions, scenarios
from companion.figures import arithmetic as figures
from companion.figures import rows_drawn, specification
from companion.reproductions import METHODS, REPRODUCES, WITHIN, compared, registry

ALL = list(registry())
SCENARIOS = {"ratio": scenarios.kyushu_by_ratio, "rate": scenarios.olympic_by_rate}


@pytest.mark.parametrize("name", ALL)
def test_a_rebuilt_projection_keeps_its_verdict(name: str) -> None:
    """Fails by name when a datum changes what a method gives."""
    entry = registry()[name]
    found = entry.compute()
    aim = sums.stated(entry.published)
    assert entry.verdict() == entry.recorded, (
        f"{name}: {entry.shown()} computed from {', '.join(found.rows)}, "
        f"{aim.exact()} published in {entry.published}"
    )


@pytest.mark.parametrize("name", [n for n in ALL if registry()[n].recorded == REPRODUCES])
@pytest.mark.parametrize("factor", [0.8, 1.25])
def test_a_changed_datum_would_be_noticed(name: str, factor: float) -> None:
    entry = registry()[name]
    found = entry.compute()
    moved = sums.Range(factor * found.low, factor * found.best, factor * found.high)
    assert compared(moved, sums.stated(entry.published)) != REPRODUCES


@pytest.mark.parametrize("name", ALL)
def test_a_rebuilt_projection_rests_on_rows_and_declared_assumptions(name: str) -> None:
    entry = registry()[name]
    found = entry.compute()
    assert entry.method in METHODS
    assert data.table_of(entry.published) == "casualty_projections"
    assert found.rows
    for row_id in found.rows:
        assert data.table_of(row_id) in {"casualty_projections", "actual_losses", "force_levels"}
    assert set(found.assumed) <= set(sums.ASSUMPTIONS)


@pytest.mark.parametrize("name", ALL)
def test_like_is_set_against_like(name: str) -> None:
    """Dead come from dead: a ratio of unlike things may only aim at casualties."""
    entry = registry()[name]
    aims_at_dead = data.row(entry.published)["measure"] in {"dead", "dead and missing"}
    from_dead = {
        data.row(row_id)["measure"]
        for row_id in entry.compute().rows
        if data.row(row_id)["side"] == "US" and data.table_of(row_id) != "force_levels"
    } & {"dead", "dead and missing"}
    if aims_at_dead and entry.method != "ratio":
        assert from_dead or "jcs-april-1945-rate-dead" in entry.compute().rows


@pytest.mark.parametrize("key", figures.attempts())
def test_its_lines_fit_a_phone(key: str) -> None:
    for entry in figures.attempts()[key]:
        assert len(f"{entry.what}: {entry.verdict()}") <= 51


@pytest.mark.parametrize("key", METHODS)
def test_a_method_is_tried_and_says_what_it_cannot_show(key: str) -> None:
    assert any(entry.method == key for entry in registry().values())
    assert len(METHODS[key].blind) > 20
    data.row(METHODS[key].origin)


@pytest.mark.parametrize("name", sums.ASSUMPTIONS)
def test_an_assumption_is_stated_where_it_says(name: str) -> None:
    found = sums.ASSUMPTIONS[name]
    assert found.low <= found.best <= found.high
    assert len(found.why) > 30
    assert bool(found.row) != bool(found.serves)
    row = data.row(found.row or found.serves)
    words = " ".join(str(cell) for cell in row).replace(",", "")
    if found.row:
        stated = "one third" if name == "one third" else f"{found.best:g}"
        assert stated in words, f"{name}: {stated} is no longer in the words of {found.row}"


def test_each_formula_by_hand() -> None:
    assert sums.by_exchange_ratio(70, 7) == 10
    assert sums.enemy_by_exchange_ratio(10, 7) == 70
    assert sums.by_rate(2_000, 5, 3) == 30
    assert sums.by_share(200, 35) == 70
    assert sums.by_division(40, 2, 14) == 280
    assert sums.exchange_ratio(30, 10) == 3
    assert sums.daily_rate(30, 2_000, 3) == 5
    assert sums.men_implied(30, 5, 3) == 2_000
    assert sums.total(1, 2, 3) == 6


@pytest.mark.parametrize("seed", range(20))
def test_rate_and_strength_undo_each_other(seed: int) -> None:
    chance = random.Random(seed)
    men, rate, days = chance.uniform(1e3, 1e6), chance.uniform(0.1, 20), chance.uniform(1, 200)
    lost = sums.by_rate(men, rate, days)
    assert sums.men_implied(lost, rate, days) == pytest.approx(men)
    assert sums.daily_rate(lost, men, days) == pytest.approx(rate)


@pytest.mark.parametrize("seed", range(20))
def test_a_spread_holds_whatever_lies_between_its_ends(seed: int) -> None:
    chance = random.Random(seed)
    inputs = []
    for _ in range(3):
        low, best, high = sorted(chance.uniform(1, 100) for _ in range(3))
        inputs.append(sums.Range(low, best, high))
    found = sums.spread(sums.by_division, *inputs)
    for _ in range(50):
        value = sums.by_division(*(chance.uniform(i.low, i.high) for i in inputs))
        assert found.low <= value <= found.high


@pytest.mark.parametrize(
    ("value", "unit"),
    [(456_000, 1_000), (1_200_000, 100_000), (105_050, 10), (500_000, 100_000), (12_345, 1)],
)
def test_the_place_that_a_figure_is_rounded_to(value: float, unit: float) -> None:
    assert reproductions.rounding_unit(value) == unit


@pytest.mark.parametrize("value", [0, -5, 2.5])
def test_what_is_no_number_of_people_has_no_place(value: float) -> None:
    with pytest.raises(ValueError, match="not a whole number"):
        reproductions.rounding_unit(value)


@pytest.mark.parametrize(
    ("computed", "published", "verdict"),
    [
        ((268_345, 268_345), (268_000, 268_000), "reproduces"),
        ((268_501, 268_501), (268_000, 268_000), "cannot"),
        ((100, 900), (300, 400), "within range"),
        ((320, 380), (310, 390), "within range"),
        ((100, 350), (300, 400), "cannot"),
    ],
)
def test_a_verdict_follows_from_the_numbers(
    computed: tuple[float, float], published: tuple[float, float], verdict: str
) -> None:
    one, other = (sums.Range(low, (low + high) / 2, high) for low, high in (computed, published))
    assert compared(one, other) == verdict


def test_hits_and_near_hits_are_not_all_there_is() -> None:
    """The book says that methods fail as well: it must stay true."""
    verdicts = [entry.verdict() for entry in registry().values()]
    assert verdicts.count(REPRODUCES) < len(verdicts) / 2
    assert verdicts.count(WITHIN) > 0


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_holds_its_swings_and_its_draws(name: str) -> None:
    scenario = SCENARIOS[name]()
    whole = scenario.result()
    for at_low, at_high in scenario.swings().values():
        assert whole.low <= min(at_low, at_high) < max(at_low, at_high) <= whole.high
    draws = scenario.draws(500)
    assert whole.low <= draws[0] <= draws[-1] <= whole.high
    for row_id in scenario.origins()[0]:
        data.row(row_id)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_seed_gives_the_same_draws_and_another_seed_others(name: str) -> None:
    scenario = SCENARIOS[name]()
    assert scenario.draws(200) == scenario.draws(200)
    assert scenario.draws(200) != scenario.draws(200, seed=1)


def test_draws_do_not_depend_on_the_platform() -> None:
    """Python promises the numbers of random(); all else here is plain arithmetic."""
    scenario = scenarios.Scenario("", sums.total, {"a": sums.Range(0, 25, 100)})
    draws = scenario.draws(5, seed=1945)
    generator = random.Random(1945)
    chances = sorted(generator.random() for _ in range(5))
    for chance, draw in zip(chances, draws, strict=True):
        share = draw**2 / 2500 if draw < 25 else 1 - (100 - draw) ** 2 / 7500
        assert share == pytest.approx(chance)


def test_a_changed_input_changes_the_result() -> None:
    scenario = scenarios.kyushu_by_ratio()
    doubled = scenario.changed(garrison=2 * scenario.inputs["garrison"].best)
    assert doubled.result().best == pytest.approx(2 * scenario.result().best)
    assert scenario.inputs["garrison"] == scenarios.kyushu_by_ratio().inputs["garrison"]


def test_an_unknown_input_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match=r"no input 'ships'.*garrison"):
        scenarios.kyushu_by_ratio().changed(ships=3)
    with pytest.raises(KeyError, match=r"no assumption 'luck'"):
        sums.assume("luck")
    with pytest.raises(ValueError, match="no figure to reckon with"):
        sums.stated("truman-1959-millions")
    with pytest.raises(ValueError, match="not in order"):
        sums.Range(3, 2, 1)


def test_results_are_not_shown_more_precisely_than_known() -> None:
    assert sums.rounded(268_345) == 268_000
    assert sums.rounded(0.012345) == pytest.approx(0.0123)
    assert str(sums.Range(69_551, 69_551, 69_551)) == "69,600"
    assert sums.Range(105_050, 105_050, 105_050).exact() == "105,050"


@pytest.mark.parametrize(
    "figure", ["projections-rebuilt-by-method", "what-moves-a-projection", "kyushu-by-chance"]
)
def test_computed_marks_name_all_their_inputs(figure: str) -> None:
    drawn = set(rows_drawn(specification(figure)))
    drawn_from = {
        "what-moves-a-projection": [scenarios.kyushu_by_ratio(), scenarios.olympic_by_rate()],
        "kyushu-by-chance": [scenarios.kyushu_by_ratio()],
    }
    wanted = [row for s in drawn_from.get(figure, []) for row in s.origins()[0]]
    if figure == "projections-rebuilt-by-method":
        shown = [entry for entries in figures.attempts().values() for entry in entries]
        wanted = [row for entry in shown for row in (entry.published, *entry.compute().rows)]
    assert set(wanted) <= drawn


def test_the_exercises_name_rows_and_inputs_that_exist() -> None:
    chapter = Path(data.ROOT).parent / "chapters" / "arithmetic.md"
    text = chapter.read_text(encoding="utf-8")
    for exercise in ("kyushu-us-est-1945-07-29-south", "home-islands-1944-personnel"):
        assert exercise in text
        sums.stated(exercise)
    assert "European rate, casualties" in text
    assert sums.assume("European rate, casualties").best > 0
