"""Names of places: the one in use at the time, and that of today only where it is another."""

import re

import pandas as pd
import pytest

from companion import cards, data, places
from companion.dates import edtf_bounds

PLACES = data.load("places")


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        ("Hsinking", "Changchun", "Hsinking (now Changchun)"),
        ("Moscow", "Moscow", "Moscow"),
        ("Portsmouth", "Portsmouth, New Hampshire", "Portsmouth, New Hampshire"),
        ("Hailar", "Hailar (Hulunbuir)", "Hailar (Hulunbuir)"),
        ("Tamsag-Bulag", "Tamsagbulag", "Tamsag-Bulag"),
        ("Rashin", "Rason (Rajin)", "Rashin (now Rason, Rajin)"),
    ],
)
def test_today_stands_beside_another_name_only(then: str, now: str, words: str) -> None:
    assert places.with_today(then, now) == words


@pytest.mark.parametrize(
    ("instrument", "words"),
    [
        ("st-petersburg-1875", "Saint Petersburg"),
        ("russo-japanese-alliance-1916", "Petrograd (now Saint Petersburg)"),
        ("korea-protectorate-1905", "Seoul"),
        ("korea-annexation-1910", "Seoul"),
        ("rok-established-1948", "Seoul"),
        ("portsmouth-1905", "Portsmouth, New Hampshire"),
        ("japan-manchukuo-1932", "Hsinking (now Changchun)"),
    ],
)
def test_a_card_names_the_place_as_it_was_called_then(instrument: str, words: str) -> None:
    assert [piece.words for piece in cards.instrument(instrument).lines["Place"]] == [words]


def test_without_a_day_the_name_is_that_of_1945() -> None:
    assert places.names("saint-petersburg") == "Leningrad (now Saint Petersburg)"
    assert places.names("seoul") == "Keijo (now Seoul)"


@pytest.mark.parametrize("place_id", PLACES.index)
def test_the_name_of_1945_is_that_of_its_column(place_id: str) -> None:
    day = pd.Timestamp(1945, 8, 15)
    assert places.name_on(place_id, day) == PLACES.loc[place_id, "name"]
    assert places.names(place_id).count("(") < 2


@pytest.mark.parametrize("cell", PLACES["names_dated"].dropna())
def test_a_dated_name_has_a_span_that_can_be_read(cell: str) -> None:
    spans = [edtf_bounds(span) for span in re.findall(r"\[(.+?)\]", cell)]
    assert len(spans) == len(data.ids(cell))


def test_a_stretch_of_ground_that_we_describe_has_no_second_name() -> None:
    assert set(PLACES.index) >= places.DESCRIBED
    assert places.names("takeda-beach") == "Takeda beach"
