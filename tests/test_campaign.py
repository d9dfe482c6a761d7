"""The campaign by day: its places, its arrows, its map and the page that steps through it."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from markupsafe import Markup
from playwright.sync_api import Browser, Page

from companion import check as checking
from companion import data, figures, geography, tables
from companion.book import days, render
from companion.book.assets import FULL_BUNDLE
from companion.campaign import (
    AUGUST_1945,
    CAMPAIGNS,
    MOVES,
    SPEEDS,
    Campaign,
    advances,
    distance,
    moves_by_period,
    pace,
)
from companion.check.geography import MAX_BYTES
from companion.check.geography import geography as rule
from companion.figures import campaign as drawn
from companion.figures import maps
from conftest import location

STATIC = Path(days.__file__).parent / "static"


@pytest.fixture(params=CAMPAIGNS.values(), ids=list(CAMPAIGNS))
def campaign(request: pytest.FixtureRequest) -> Campaign:
    return request.param


# --- the days ------------------------------------------------------------------------------------


def test_every_event_has_its_day(campaign: Campaign) -> None:
    told = set(campaign.events.index[campaign.events["latest"] < campaign.opens])
    for day in campaign.days:
        told |= set(campaign.on(day))
    assert told == set(campaign.events.index)


def test_nothing_is_both_of_the_day_and_after_it(campaign: Campaign) -> None:
    for day in campaign.days:
        assert not set(campaign.on(day)) & set(campaign.after(day))


def test_less_is_to_come_on_each_later_day(campaign: Campaign) -> None:
    for before, here in pairwise(campaign.days):
        assert set(campaign.after(here)) <= set(campaign.after(before))
    assert not campaign.after(campaign.days[-1])


def test_the_list_has_every_event_in_order(campaign: Campaign) -> None:
    made = tables.registry()[campaign.listing].make(data.load("campaign_events"))
    assert list(made.frame.index) == list(campaign.events.index)
    assert campaign.events["earliest"].is_monotonic_increasing
    for _, day in campaign.events.groupby(["earliest", "latest"]):
        assert day["time_local"].fillna("~").is_monotonic_increasing  # without an hour: last


# --- arrows --------------------------------------------------------------------------------------


def formations(row: pd.Series) -> set[str]:
    """The formations of an event and those they are under."""
    named = set(data.ids(row["formations"]))
    return named | {str(parent) for i in named if pd.notna(parent := data.row(i)["parent"])}


ARROWS = advances(AUGUST_1945.events)


@pytest.mark.parametrize(("before", "here"), ARROWS)
def test_an_arrow_follows_one_force_forward_in_time(before: str, here: str) -> None:
    start, end = AUGUST_1945.events.loc[before], AUGUST_1945.events.loc[here]
    assert start["earliest"] <= end["earliest"]
    assert start["side"] == end["side"] or end["theme"] == "surrender"
    assert formations(start) & formations(end) or not (formations(start) | formations(end))
    assert 5 < distance(start["place"], end["place"]) < 800


def test_the_table_has_a_line_for_each_arrow() -> None:
    made = tables.registry()["campaign-advances"].make(data.load("campaign_events"))
    assert list(made.frame.index) == [f"{before};{here}" for before, here in ARROWS]


# --- the ground ----------------------------------------------------------------------------------


def test_the_extract_is_small_and_passes_the_check() -> None:
    assert geography.FILE.stat().st_size < MAX_BYTES
    assert not [p for p in checking.check(data.ROOT) if geography.FILE.name in p.file]


@pytest.mark.parametrize(
    ("features", "word"),
    [
        ("[", "GeoJSON"),
        ('[{"properties": {"kind": "sea"}, "geometry": {"type": "LineString", '
         '"coordinates": []}}]', "one of"),
        ('[{"properties": {"kind": "land"}, "geometry": {"type": "LineString", '
         '"coordinates": [[120, 40]]}}]', "Polygon"),
        ('[{"properties": {"kind": "land"}, "geometry": {"type": "Polygon", '
         '"coordinates": [[[120, 40], [121, 40], [121, 41]]]}}]', "first point"),
        ('[{"properties": {"kind": "river"}, "geometry": {"type": "LineString", '
         '"coordinates": [[12, 40], [121, 40]]}}]', "100 to 160 E"),
    ],
)  # fmt: skip
def test_a_spoilt_extract_is_refused(tmp_path: Path, features: str, word: str) -> None:
    (tmp_path / "geography.geojson").write_text(f'{{"features": {features}}}', encoding="utf-8")
    assert any(word in problem.expected for problem in rule(tmp_path))


def test_the_projection_keeps_areas_and_its_centre() -> None:
    to = geography.Albers(125, 45, 40, 50)
    assert to(125, 45) == pytest.approx((0, 0))
    areas = []
    for south in (38, 50):
        corners = [to(*c) for c in ((120, south), (121, south), (121, south + 1), (120, south + 1))]
        turned = [*corners[1:], corners[0]]
        doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, turned, strict=True))
        true = math.sin(math.radians(south + 1)) - math.sin(math.radians(south))
        areas.append(abs(doubled) / 2 / true)
    assert areas[0] == pytest.approx(areas[1], rel=1e-3)


def test_a_line_is_cut_to_its_frame() -> None:
    box = (110.0, 40.0, 120.0, 50.0)
    ring = [(100.0, 30.0), (130.0, 30.0), (130.0, 60.0), (100.0, 60.0), (100.0, 30.0)]
    assert all(geography.inside(point, box) for point in geography.clipped_ring(ring, box))
    assert not geography.clipped_ring([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)], box)
    assert len(list(geography.clipped_line([(115.0, 45.0), (90.0, 45.0), (80.0, 45.0)], box))) == 1


# --- the maps ------------------------------------------------------------------------------------

FRAMES = {"campaign-map": drawn.FRAMES, "khalkhin-gol-map": [drawn.STEPPE]}


def test_every_event_is_on_the_map_at_its_place(campaign: Campaign) -> None:
    frames = FRAMES[campaign.figure]
    found: dict[str, tuple[str, float, float]] = {}
    for trace in figures.specification(campaign.figure)["data"]:
        if trace.get("mode") == "markers" and trace.get("selected"):
            for ids, x, y in zip(trace["customdata"], trace["x"], trace["y"], strict=True):
                event, place = data.ids(ids)
                assert data.row(event)["place"] == place
                found[event] = (trace["xaxis"].removeprefix("x"), x, y)
    assert set(found) == set(campaign.events.index)
    for event, (axes, x, y) in found.items():
        frame, point = maps.frame_of(str(data.row(event)["place"]), frames)
        assert axes == frame.axes
        assert math.dist(point, (x, y)) <= 4 * frame.step, f"{event} is drawn away from its place"
        assert frame.x[0] < x < frame.x[1]
        assert frame.y[0] < y < frame.y[1]


def test_a_place_off_the_map_must_be_pinned() -> None:
    with pytest.raises(ValueError, match="pin it"):
        maps.frame_of("london", drawn.FRAMES)


def test_unit_of_the_axes_is_the_same_both_ways(campaign: Campaign) -> None:
    layout = figures.specification(campaign.figure)["layout"]
    for name in (n for n in layout if n.startswith("yaxis")):
        assert layout[name]["scaleanchor"] == name.replace("yaxis", "x")


# --- the page ------------------------------------------------------------------------------------


def test_the_form_says_what_it_needs(campaign: Campaign) -> None:
    html = days.form(campaign)
    assert "<noscript>" in html
    assert 'aria-live="polite"' in html
    assert f'max="{len(campaign.days)}"' in html
    told = days.content(campaign)
    assert [event["id"] for event in told["events"]] == list(campaign.events.index)


FIGURE = Markup(
    '<figure id="fig-{0}"><div class="plot" data-figure="{0}"><img alt="A map."></div></figure>'
)


@pytest.fixture
def stepped(browser: Browser, tmp_path: Path) -> Page:
    """A page with the campaign's figure as it is, its steps and their script, from a file."""
    return _stepped(browser, tmp_path)


def _stepped(browser: Browser, folder: Path, **context: Any) -> Page:
    spec = figures.specification(AUGUST_1945.figure)
    (folder / "_static" / "figures").mkdir(parents=True, exist_ok=True)
    bundle = Path(str(FULL_BUNDLE)).read_bytes()
    (folder / "_static" / "figures" / "plotly.min.js").write_bytes(bundle)
    for name in ("companion.js", "day.js", "day.css"):
        (folder / "_static" / name).write_bytes((STATIC / name).read_bytes())
    script = render.specification_script(AUGUST_1945.figure, spec)
    (folder / "_static" / "figures" / f"{AUGUST_1945.figure}.js").write_text(script, "utf-8")
    (folder / "page.html").write_text(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>t</title>"
        "<style>[hidden]{display:none}</style>"
        '<script src="_static/companion.js" defer></script>'
        '<script src="_static/day.js" defer></script></head><body><main>'
        + str(days.form(AUGUST_1945))
        + str(FIGURE.format(AUGUST_1945.figure))
        + "</main></body></html>",
        encoding="utf-8",
    )
    page = browser.new_context(viewport={"width": 1100, "height": 900}, **context).new_page()
    page.goto((folder / "page.html").as_uri())
    return page


def drawn_events(page: Page) -> dict[str, bool]:
    """Event -> whether it is set off, of every mark that the live figure now has."""
    return page.evaluate(
        """() => Object.fromEntries(document.querySelector(".plot-live").data
            .filter((t) => t.selected && t.mode === "markers")
            .flatMap((t) => t.customdata.map((ids, n) =>
              [ids.split(";")[0], (t.selectedpoints ?? []).includes(n)])))"""
    )


def settled(page: Page, count: int) -> None:
    page.wait_for_function(
        """(count) => document.querySelector(".plot-live")?.data
            ?.filter((t) => t.selected && t.mode === "markers")
            .reduce((sum, t) => sum + t.customdata.length, 0) === count""",
        arg=count,
        timeout=20_000,
    )


def test_stepping_filters_the_map_and_tells_the_day(stepped: Page) -> None:
    stepped.goto(f"{stepped.url}?day=1945-08-15")
    stepped.locator(".plot").dispatch_event("pointerenter")
    total = len(AUGUST_1945.events)
    settled(stepped, total - len(AUGUST_1945.after("1945-08-15")))
    of_day = set(AUGUST_1945.on("1945-08-15"))
    stepped.wait_for_function(
        """() => document.querySelector(".plot-live").data.some((t) => t.selectedpoints?.length)"""
    )
    assert {event for event, off in drawn_events(stepped).items() if off} == of_day
    slide = stepped.locator("input[type=range]")
    assert slide.get_attribute("aria-valuetext") == "Wednesday 15 August 1945"
    assert "Wednesday 15 August 1945" in stepped.locator(".days-now").inner_text()
    assert stepped.locator(".days-now li").count() == len(of_day)
    # the slider by keyboard
    slide.focus()
    stepped.keyboard.press("ArrowRight")
    assert "day=1945-08-16" in stepped.url
    settled(stepped, total - len(AUGUST_1945.after("1945-08-16")))
    # the buttons by keyboard
    stepped.locator("[data-act=whole]").focus()
    stepped.keyboard.press("Enter")
    assert "day=" not in stepped.url
    settled(stepped, total)
    assert not any(drawn_events(stepped).values())


def test_a_day_without_a_step_shows_everything(stepped: Page) -> None:
    stepped.goto(f"{stepped.url}?day=1812-09-14")
    assert "1812-09-14" in stepped.locator(".days-now").inner_text()
    assert stepped.locator("output").inner_text() == "The whole campaign"


def test_playing_goes_on_until_it_is_paused(stepped: Page) -> None:
    button = stepped.locator("[data-act=play]")
    button.click()
    assert button.inner_text() == "Pause"
    assert "day=1945-08-06" in stepped.url
    stepped.wait_for_url("**day=1945-08-07")
    button.click()
    assert button.inner_text() == "Play"


def test_who_wants_no_motion_steps_by_hand(browser: Browser, tmp_path: Path) -> None:
    page = _stepped(browser, tmp_path, reduced_motion="reduce")
    assert not page.locator("[data-act=play]").is_visible()
    page.locator("[data-act=back]").click()
    assert "day=1945-09-09" in location(page)


def test_without_a_script_the_form_is_not_there(browser: Browser, tmp_path: Path) -> None:
    page = _stepped(browser, tmp_path, java_script_enabled=False)
    assert not page.locator(".days form").is_visible()
    assert "needs JavaScript" in page.locator(".days").inner_text()


# --- what the chapter counts ---------------------------------------------------------------------


def test_every_soviet_move_is_in_one_period() -> None:
    moves = moves_by_period(data.load("campaign_events"))
    listed = [row_id for ids in moves.values() for row_id in ids]
    rows = AUGUST_1945.events
    expected = rows[(rows["side"] == "USSR") & rows["theme"].isin(MOVES)].index
    assert sorted(listed) == sorted(expected)
    assert list(moves) == [
        "before the broadcast",
        "between broadcast and signature",
        "after the signature",
    ]
    assert "shumshu-landing" in moves["between broadcast and signature"]
    assert "habomai-occupied" in moves["after the signature"]


@pytest.mark.parametrize("row_id", SPEEDS)
def test_a_pace_is_worked_out_for_distances_and_never_for_rates(row_id: str) -> None:
    row = data.row(row_id)
    rate = pace(row)
    assert (rate is None) == (row["unit"] == "km per day")
    if rate is not None:
        assert rate.max() < row[["low", "best", "high"]].max()
