"""Yardsticks: how ranges combine, and that every operation's rows can be divided by each other."""

import math

import pandas as pd
import pytest

from companion import data, losses
from companion.figures import registry, specification
from companion.losses import Span, named
from companion.operations import OPERATIONS, Operation

LOSSES = data.load("actual_losses")
FORCES = data.load("force_levels")


@pytest.fixture
def sample() -> pd.DataFrame:
    day = pd.Timestamp
    return pd.DataFrame(
        {
            "low": [None, 80.0, None, None],
            "best": [100.0, None, 10.0, 30.0],
            "high": [None, 120.0, None, None],
            "unit": ["people", "people", "people", "ships"],
            "measure": ["dead", "dead", "missing", "dead"],
            "earliest": [day("1945-04-01")] * 4,
            "latest": [day("1945-04-10")] * 4,
        },
        index=["single", "range", "missing", "ships"],
    )


def test_a_single_figure_is_both_its_ends(sample: pd.DataFrame) -> None:
    assert losses.figure_of(sample, "single") == Span(100, 100, 100)


def test_a_range_has_no_middle_made_up(sample: pd.DataFrame) -> None:
    assert losses.figure_of(sample, "range") == Span(80, None, 120)


def test_joined_rows_are_added_end_to_end(sample: pd.DataFrame) -> None:
    assert losses.figure_of(sample, "single;missing") == Span(110, 110, 110)
    assert losses.figure_of(sample, "single;range") == Span(180, None, 220)


def test_conflicting_counts_become_their_envelope_led_by_the_first(sample: pd.DataFrame) -> None:
    assert losses.figure_of(sample, ["single", "range"]) == Span(80, 100, 120)
    assert losses.figure_of(sample, ["range", "single"]) == Span(80, None, 120)


def test_a_quotient_sets_each_end_against_the_opposite(sample: pd.DataFrame) -> None:
    ratio = losses.loss_ratio(sample, ["single", "range"], "missing")
    assert ratio == Span(8, 10, 12)
    wide = losses.loss_ratio(sample, "range", ["single", "range"])
    assert (wide.low, wide.high) == (80 / 120, 120 / 80)


def test_a_mean_counts_the_first_and_the_last_day(sample: pd.DataFrame) -> None:
    assert losses.days(sample, "single") == 10
    assert losses.per_day(sample, "single") == Span(10, 10, 10)
    sample.loc["missing", "latest"] = pd.Timestamp("1945-04-20")
    assert losses.days(sample, "single;missing") == losses.days(sample, "missing;single") == 20


@pytest.mark.parametrize("rows", ["nobody", "single;nobody", "", []])
def test_a_row_that_is_not_there_is_named(sample: pd.DataFrame, rows: str | list[str]) -> None:
    with pytest.raises(KeyError, match=r"nobody|no row"):
        losses.figure_of(sample, rows)


def test_men_and_ships_are_not_added(sample: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="people and ships"):
        losses.figure_of(sample, "single;ships")


def test_what_may_be_zero_divides_nothing() -> None:
    with pytest.raises(ZeroDivisionError):
        Span(1, 1, 1).over(Span(0, 5, 9))


def test_tanks_are_not_a_strength() -> None:
    with pytest.raises(ValueError, match="personnel"):
        losses.per_thousand(LOSSES, "kg-ussr-dead-krivosheev", FORCES, "kg-1939-soviet-tanks")


def test_dead_against_wounded_is_not_like_with_like() -> None:
    assert losses.like_with_like(LOSSES, "iwo-japan-dead", "iwo-us-dead")
    assert not losses.like_with_like(LOSSES, "iwo-japan-dead", "iwo-us-total")
    assert not losses.like_with_like(LOSSES, "jcs1388-luzon-japan", "jcs1388-luzon-us")


def test_a_total_that_falls_is_refused() -> None:
    army = LOSSES.loc[["us-army-cum-1944-06-13", "us-army-cum-1945-05-31"]]
    table = losses.rises(army)
    assert list(table.index) == ["us-army-cum-1944-06-13;us-army-cum-1945-05-31"]
    assert table["rise"].iloc[0] == LOSSES.loc["us-army-surge-derived", "best"]
    army.loc["us-army-cum-1944-06-13", "best"] = 1e9
    with pytest.raises(ValueError, match="cannot fall"):
        losses.rises(army)


@pytest.fixture(params=OPERATIONS, ids=lambda operation: operation.name)
def operation(request: pytest.FixtureRequest) -> Operation:
    return request.param


def test_an_operation_names_rows_of_its_own_side(operation: Operation) -> None:
    ours = LOSSES.loc[named(operation.dead, operation.casualties, operation.rated)]
    assert set(ours["side"]) == {operation.side}
    assert set(LOSSES.loc[named(operation.enemy_dead), "side"]) == {"Japan"}
    engaged = FORCES.loc[named(operation.engaged)]
    assert set(engaged["side"]) <= {operation.side, "Allies"}
    assert set(engaged["measure"]) <= {"personnel"}


def test_its_ratio_sets_dead_against_dead(operation: Operation) -> None:
    assert losses.like_with_like(LOSSES, operation.enemy_dead, operation.dead)
    ratio = losses.loss_ratio(LOSSES, operation.enemy_dead, operation.dead)
    assert 0 < ratio.low <= ratio.high < math.inf
    assert ratio.best is None or ratio.low <= ratio.best <= ratio.high


def test_its_strength_is_of_its_days_and_larger_than_its_losses(operation: Operation) -> None:
    if not operation.engaged:
        assert operation.remark, "say why no strength is given"
        return
    first = LOSSES.loc[named(operation.rated)[0]]
    for _, strength in FORCES.loc[named(operation.engaged)].iterrows():
        assert strength["earliest"] <= first["latest"]
        assert strength["latest"] >= first["earliest"]
    rate = losses.per_thousand(LOSSES, operation.rated, FORCES, operation.engaged)
    assert 0 < rate.low <= rate.high < 1000
    each = losses.per_thousand_per_day(LOSSES, operation.rated, FORCES, operation.engaged)
    assert each.high == pytest.approx(rate.high / losses.days(LOSSES, operation.rated))


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        ("sj-ussr-dead", "sj-ussr-dead-low;sj-ussr-missing;sj-ussr-noncombat-dead"),
        ("sj-ussr-wounded", "sj-ussr-wounded-only;sj-ussr-sick"),
        ("sj-ussr-combat-total", "sj-ussr-dead-low;sj-ussr-missing;sj-ussr-wounded-only"),
        ("kg-ussr-sanitary-krivosheev", "kg-ussr-wounded-15251"),
    ],
)
def test_soviet_totals_come_apart_into_their_kinds(total: str, parts: str) -> None:
    whole, sum_of_parts = LOSSES.loc[total, "best"], losses.figure_of(LOSSES, parts).best
    assert sum_of_parts is not None
    sick = 701 if total.startswith("kg-") else 0
    assert whole == sum_of_parts + sick


def test_the_line_of_a_million_tells_its_months() -> None:
    claim = LOSSES.loc["us-surge-year-glantz-house"]
    assert len(pd.period_range(claim["earliest"], claim["latest"], freq="M")) == 13
    notes = specification("announced-rise-per-month")["layout"]["annotations"]
    assert "a million in<br>13 months" in [note["text"] for note in notes]
    told = registry()["announced-rise-per-month"]
    assert "thirteen months" in told.caption
    assert "thirteen months" in told.alt


def test_the_announced_total_never_falls_and_holds_the_army() -> None:
    announced = LOSSES[
        (LOSSES["operation"] == "US announced casualties since 7 December 1941")
        & (LOSSES["measure"] == "battle casualties")
    ]
    every = announced[announced["counts"].str.startswith("All services")]
    assert len(every) >= 14
    assert (losses.rises(every)["rise"] > 0).all()
    for _, row in every.iterrows():
        army = announced[
            announced["counts"].str.startswith("Army") & (announced["latest"] <= row["latest"])
        ]
        assert army.empty or row["best"] > 0.9 * army["best"].max()


LOSS_FIGURES = [
    name
    for name, found in registry().items()
    if found.draw.__module__.startswith("companion.figures.losses_")
]


@pytest.mark.parametrize("figure_id", LOSS_FIGURES)
def test_no_words_start_outside_the_plot(figure_id: str) -> None:
    spec = specification(figure_id)
    for trace in spec["data"]:
        suffix = trace.get("xaxis", "x")[1:]
        axis = spec["layout"][f"xaxis{suffix}"]
        if trace.get("mode") != "text" or axis.get("type") != "log":
            continue
        low, high = axis["range"]
        assert low <= math.log10(trace["x"][0]) <= high, trace["text"]
