"""Sakhalin, the Kurils and Korea: the rows behind the chapter's days and the Hokkaido exchange."""

import pandas as pd
import pytest

from companion import data
from companion.islands import BROADCAST, HOKKAIDO, SIGNED, TAKINGS, Taking, period, takings


@pytest.mark.parametrize("taking", takings(), ids=lambda taking: taking.rows[0])
def test_a_place_is_taken_in_order(taking: Taking) -> None:
    rows = [data.row(row) for row in taking.rows]
    assert all(data.table_of(row) == "campaign_events" for row in taking.rows)
    assert taking.first == rows[0]["earliest"]
    assert taking.last == rows[-1]["latest"]
    assert taking.days >= 0
    assert taking.place
    assert taking.place_today


def test_no_row_serves_two_places() -> None:
    rows = [row for taking in takings() for row in taking.rows]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize(
    ("landing", "surrender", "days"),
    [("shumshu-landing", "shumshu-surrender", 3), ("seishin-landing", "seishin-linkup", 3)],
)
def test_days_are_counted_between_dates(landing: str, surrender: str, days: int) -> None:
    assert Taking((landing, surrender)).days == days


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("1945-08-14", "before the broadcast"),
        ("1945-08-15", "between broadcast and signature"),
        ("1945-09-02", "between broadcast and signature"),
        ("1945-09-03", "after the signature"),
    ],
)
def test_a_day_lies_in_one_period(day: str, words: str) -> None:
    assert period(pd.Timestamp(day)) == words


def test_only_habomai_and_the_american_landing_came_after_the_signature() -> None:
    late = [t.rows[0] for t in takings() if period(t.first) == "after the signature"]
    assert late == ["jinsen-landing", "habomai-occupied"]


def test_every_kuril_landing_came_after_the_broadcast() -> None:
    broadcast, signed = (data.row(row)["earliest"] for row in (BROADCAST, SIGNED))
    assert broadcast < signed
    assert all(taking.first > broadcast for taking in TAKINGS["Kurils"])


def test_the_hokkaido_exchange_stands_in_order_of_day() -> None:
    days = [data.row(row)["earliest"] for row in HOKKAIDO]
    assert days == sorted(days)
    assert {data.table_of(row) for row in HOKKAIDO} == {"campaign_events", "diplomacy_events"}


def test_the_parts_of_the_soviet_loss_on_shumshu_add_up() -> None:
    parts = ("shumshu-ussr-killed", "shumshu-ussr-missing", "shumshu-ussr-wounded")
    assert (
        sum(data.row(part)["best"] for part in parts) == data.row("shumshu-ussr-total-1567")["best"]
    )
