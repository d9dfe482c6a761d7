"""Who held what on a day: rows, shapes, maps, and the map of the page."""

import json
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page

from companion import borders, data, figures, geography, selection
from companion.figures.borders import ISLES_AT, LAND_AT, Moment
from conftest import HTML

STATUS = data.load("territory_status")
TERRITORIES = list(dict.fromkeys(STATUS["territory"]))

# Day -> territory -> who was in control.
HELD = {
    "1855-02-07": {"Southern Sakhalin": "undivided", "Etorofu (Iturup)": "Japan"},
    "1875-08-22": {"Southern Sakhalin": "Russia", "Kurils from Uruppu northward": "Japan"},
    "1905-08-01": {"Northern Sakhalin": "Japan", "Southern Sakhalin": "Japan"},
    "1905-10-14": {"Northern Sakhalin": "Russia", "Southern Sakhalin": "Japan"},
    "1920-07-03": {"Northern Sakhalin": "Japan", "Kunashiri": "Japan"},
    "1925-05-15": {"Northern Sakhalin": "USSR", "Southern Sakhalin": "Japan"},
    "1941-06-24": {"Chinese Eastern Railway": "Manchukuo", "Manchuria": "Manchukuo"},
    "1945-08-08": {"Southern Sakhalin": "Japan", "Korea north of 38": "Japan"},
    "1945-09-08": {"Korea north of 38": "USSR", "Korea south of 38": "USA", "Dairen": "USSR"},
    "1952-04-28": {"Port Arthur": "USSR", "Dairen": "China", "Etorofu (Iturup)": "USSR"},
    "2025-12-31": {"Southern Sakhalin": "Russia", "Outer Mongolia": "Mongolia"},
}


@pytest.mark.parametrize("day", HELD)
def test_each_territory_has_its_holder_of_the_day(day: str) -> None:
    held = borders.on(day).set_index("territory")["controller"]
    assert sorted(held.index) == sorted(TERRITORIES)
    for territory, name in HELD[day].items():
        assert borders.holder(held[territory]).name == name


def test_outside_its_years_the_table_is_silent() -> None:
    assert borders.on("1854-12-31").empty


@pytest.mark.parametrize("row_id", STATUS.index)
def test_every_holder_is_known_by_name(row_id: str) -> None:
    who = borders.holder(STATUS.loc[row_id, "controller"])
    assert who.name in borders.NAMES
    assert who.hold in {"settled", "passing", "open"}


def test_an_unknown_holder_is_refused() -> None:
    with pytest.raises(ValueError, match="Atlantis"):
        borders.holder("Atlantis")


def test_title_is_told_apart_from_control_and_claim() -> None:
    row = STATUS.loc["southern-sakhalin-1946"]
    assert borders.held(row, row["earliest"]) == (
        "USSR; relying on Soviet annexation decrees; claimed by Japan"
    )
    before = STATUS.loc["southern-sakhalin-1945-08-26"]
    first, last = (borders.held(before, day) for day, _ in borders.stretches(before))
    assert "later relying on General Order No. 1" in first
    assert "; relying on General Order No. 1" in last


def test_peace_ends_a_claim_where_japan_renounced_and_no_further() -> None:
    eve, day = (borders.on(day).set_index("territory") for day in ("1952-04-27", "1952-04-28"))
    gone = ["Southern Sakhalin", "Kurils from Uruppu northward"]
    for territory in gone:
        assert eve.loc[territory, "claimed_by"] == "Japan"
        assert pd.isna(day.loc[territory, "claimed_by"])
    for territory in ("Etorofu (Iturup)", "Kunashiri", "Shikotan and Habomai"):
        assert day.loc[territory, "claimed_by"] == "Japan"


@pytest.mark.parametrize("row_id", STATUS.index)
def test_stretches_fill_their_interval(row_id: str) -> None:
    row = STATUS.loc[row_id]
    parts = borders.stretches(row)
    assert parts[0][0] == row["earliest"]
    assert parts[-1][1] == row["latest"]
    for (_, last), (first, _) in pairwise(parts):
        assert (first - last).days == 1


@pytest.mark.parametrize("territory", TERRITORIES)
def test_a_territory_has_ground_a_line_or_a_place(territory: str) -> None:
    place = data.row(borders.PLACE[territory])
    shapes = borders.shapes(territory)
    if not shapes:
        assert territory in {*borders.RAILWAYS, "Port Arthur", "Dairen", "Manchuria"}
        return
    west, south = (min(point[n] for ring in shapes for point in ring) for n in (0, 1))
    east, north = (max(point[n] for ring in shapes for point in ring) for n in (0, 1))
    assert geography.inside((place["longitude"], place["latitude"]), (west, south, east, north))


@pytest.mark.parametrize(("name", "at"), borders.PARALLELS.items())
def test_parallels_part_north_from_south(name: str, at: float) -> None:
    north, south = (
        [point[1] for ring in borders.shapes(territory) for point in ring]
        for territory in TERRITORIES
        if name in territory
    )
    if max(north) < max(south):
        north, south = south, north
    assert min(north) == pytest.approx(at)
    assert max(south) == pytest.approx(at)


def test_the_line_of_1855_runs_between_etorofu_and_urup() -> None:
    urup = min(
        point[1] for ring in borders.shapes("Kurils from Uruppu northward") for point in ring
    )
    etorofu = max(point[1] for ring in borders.shapes("Etorofu (Iturup)") for point in ring)
    assert etorofu < urup


@pytest.mark.parametrize("figure_id", ["sakhalin-and-kurils-by-date", "mainland-by-date"])
def test_each_small_map_draws_the_rows_of_its_day(figure_id: str) -> None:
    spec = figures.specification(figure_id)
    of_land = figure_id == "mainland-by-date"
    moments: tuple[Moment, ...] = LAND_AT if of_land else ISLES_AT
    for n, moment in enumerate(moments, start=2):
        drawn = {
            mark.partition(";")[0]
            for trace in spec["data"]
            if trace.get("xaxis") == f"x{n}"
            for mark in trace.get("customdata") or []
        }
        held = borders.on(moment.day)
        on_map = held["territory"].isin(borders.OF_THE_LAND) == of_land
        shaped = held["territory"] != "Manchuria"
        assert drawn == set(held.index[on_map & shaped])


def shown(spec: dict[str, object]) -> set[str]:
    """Ids of the rows whose traces are visible."""
    traces = json.loads(json.dumps(spec["data"]))
    return {
        mark.partition(";")[0]
        for trace in traces
        if trace.get("visible", True)
        for mark in trace.get("customdata") or []
    }


def test_the_still_map_of_a_day_is_that_of_the_first_day() -> None:
    spec = figures.specification("held-on-a-day")
    assert shown(spec) == set(borders.on("1945-08-08").index)


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    view = context.new_page()
    view.on("pageerror", lambda error: pytest.fail(str(error)))
    yield view
    context.close()


LIVE = """([figure, ids]) => {
  const stage = figure.querySelector(".plot-live");
  const rows = (stage?.data ?? []).filter((trace) => trace.visible ?? true)
    .flatMap((trace) => trace.customdata ?? []).map((mark) => mark.split(";")[0]);
  return JSON.stringify([...new Set(rows)].sort()) === ids;
}"""


@pytest.mark.parametrize("day", HELD)
def test_the_live_map_draws_the_day_of_the_address(opened: Page, day: str) -> None:
    opened.goto(f"{(HTML / 'chapters/borders.html').as_uri()}?day={day}")
    figure = opened.locator("#fig-held-on-a-day")
    figure.scroll_into_view_if_needed()
    figure.locator(".plot").dispatch_event("pointerenter")
    ids = sorted(selection.told_on("holdings", day).rows)
    assert set(ids) == set(borders.on(day).index)
    wanted = [figure.element_handle(), json.dumps(ids, separators=(",", ":"))]
    opened.wait_for_function(LIVE, arg=wanted)
