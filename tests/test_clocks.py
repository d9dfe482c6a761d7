"""Four clocks: one instant told in four places, in Python, in the figures and in the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page

from companion import clocks, data, figures, tables
from companion.book import fourclocks
from companion.clocks import AFTERWARDS, CLOCKS, FIRST, LAST, TWICE
from companion.dates import edtf_bounds
from companion.figures import clocks as drawn
from companion.tables.clocks import LISTING, PAIRS
from conftest import location

STATIC = Path(fourclocks.__file__).parent / "static"
EVENTS = clocks.events()
TIMED = clocks.timed()


@pytest.fixture(params=list(CLOCKS))
def clock_id(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=list(EVENTS.index))
def event(request: pytest.FixtureRequest) -> pd.Series:
    return EVENTS.loc[request.param]


# --- what the database says of 1945 --------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "hours"), [("washington", -4), ("moscow", 3), ("tokyo", 9), ("transbaikal", 9)]
)
def test_offsets_of_the_war_hold_for_every_day_of_the_chapter(name: str, hours: int) -> None:
    for day in pd.date_range("1945-08-05", EVENTS["latest"].max()):
        assert clocks.offsets(day.date())[name] == timedelta(hours=hours)


def test_documents_of_the_time_agree_with_the_database() -> None:
    # Grew's memorandum of 8 August: three in Washington was ten in the evening in Moscow.
    washington = clocks.instant("1945-08-08", "15:00", "America/New_York")
    assert washington == clocks.instant("1945-08-08", "22:00", "Europe/Moscow")
    # Two books: ten past midnight at the border was 18:10 in Moscow.
    border = clocks.instant("1945-08-09", "00:10", "Asia/Chita")
    assert border == clocks.instant("1945-08-08", "18:10", "Europe/Moscow")
    # A dispatch: Byrnes's reply left at 14:30 Greenwich.
    assert clocks.span(data.row("byrnes-reply-1945-08-11")) == (
        (datetime(1945, 8, 11, 14, 30, tzinfo=UTC),) * 2
    )


def test_war_time_is_renamed_and_no_clock_touched() -> None:
    zone = ZoneInfo(CLOCKS["washington"].zone)
    spoken = clocks.span(data.row("truman-announces-surrender-1945"))
    assert spoken
    before, after = (spoken[0] + timedelta(minutes=n) for n in (-1, 0))
    assert [t.astimezone(zone).tzname() for t in (before, after)] == ["EWT", "EPT"]
    assert before.astimezone(zone).utcoffset() == after.astimezone(zone).utcoffset()


def test_the_chapters_doubts_are_the_databases() -> None:
    noon = datetime(1945, 8, 9, 12)
    ahead = {
        zone: noon.replace(tzinfo=ZoneInfo(zone)).utcoffset()
        for zone in ("Asia/Ulaanbaatar", "Asia/Chita", "Asia/Vladivostok")
    }
    assert list(ahead.values()) == [timedelta(hours=n) for n in (7, 9, 10)]


# --- from the row to the instant -----------------------------------------------------------------


@pytest.mark.parametrize("hour", ["7:30", "24:00", "25:00", "12:60", "noon", "", "12:00:00"])
def test_no_hour_is_refused(hour: str) -> None:
    with pytest.raises(ValueError, match=r"hour|isoformat"):
        clocks.instant("1945-08-08", hour, "Asia/Tokyo")


@pytest.mark.parametrize(("day", "hour"), [("1942-02-09", "02:30"), ("1945-09-30", "01:30")])
def test_an_hour_that_clocks_skipped_or_showed_twice_is_refused(day: str, hour: str) -> None:
    with pytest.raises(ValueError, match="skipped"):
        clocks.instant(day, hour, "America/New_York")


def test_an_unknown_zone_or_clock_is_refused_by_name() -> None:
    with pytest.raises(ZoneInfoNotFoundError, match="Asia/Karafuto"):
        clocks.instant("1945-08-08", "12:00", "Asia/Karafuto")
    with pytest.raises(KeyError, match="washington, moscow, tokyo, transbaikal"):
        clocks.read(EVENTS.iloc[0], "london")


def told(time: str | float, zone: str | float = "Asia/Tokyo", **days: str) -> pd.Series:
    days = {"earliest": "1945-08-09", "latest": "1945-08-09", **days}
    return pd.Series(
        {"time_local": time, "timezone": zone, "date": days["earliest"]}
        | {name: pd.Timestamp(day) for name, day in days.items()}
    )


@pytest.mark.parametrize(
    "row",
    [
        told("evening"),
        told(float("nan")),
        told("16:30", float("nan")),
        told("16:30", latest="1945-08-10"),
    ],
)
def test_what_is_not_told_is_not_guessed(row: pd.Series, clock_id: str) -> None:
    assert clocks.span(row) is None
    reading = clocks.read(row, clock_id)
    assert reading.day == date(1945, 8, 9)
    assert not reading.flag
    hours = row["time_local"]
    assert reading.hour.startswith("" if pd.isna(hours) else hours)
    assert not clocks._HOUR.match(reading.hour) or reading.hour.endswith("clock not named")


def test_an_interval_may_run_past_midnight() -> None:
    found = clocks.span(told("23:30/01:00"))
    assert found
    assert found[1] - found[0] == timedelta(minutes=90)
    assert clocks.read(told("23:30/01:00"), "tokyo").hour == "23:30–01:00 next day"


def test_every_event_converts_to_each_clock_and_back(event: pd.Series) -> None:
    found = clocks.span(event)
    for clock_id, each in CLOCKS.items():
        reading = clocks.read(event, clock_id)
        if found is None:
            assert reading.day == event["earliest"].date()
            assert edtf_bounds(clocks.edtf(event, clock_id))
            continue
        assert clocks.instant(reading.day, reading.hour[:5], each.zone) == found[0]
        moments = [datetime.fromisoformat(part) for part in clocks.edtf(event, clock_id).split("/")]
        assert (moments[0], moments[-1]) == found
        home = [moment.astimezone(ZoneInfo(event["timezone"])) for moment in moments]
        assert [f"{moment:%H:%M}" for moment in home] == event["time_local"].split("/")
        assert home[0].date() == event["earliest"].date()


def test_an_event_is_flagged_where_its_date_differs(event: pd.Series) -> None:
    readings = [clocks.read(event, clock_id) for clock_id in CLOCKS]
    for reading in readings:
        assert bool(reading.flag) == (reading.day != event["earliest"].date())
        if reading.flag:
            assert clocks.day_in_words(event["earliest"].date()) in reading.words
    if clocks.days_differ(event):
        assert any(reading.flag for reading in readings)


def test_what_is_moved_is_what_is_flagged(clock_id: str) -> None:
    flagged = [i for i, event in EVENTS.iterrows() if clocks.read(event, clock_id).flag]
    assert clocks.moved(clock_id) == flagged


@pytest.mark.parametrize(
    ("row_id", "days"),
    [
        ("hiroshima", (5, 6, 6, 6)),
        ("molotov-sato-war-1945", (8, 8, 8, 8)),
        ("tbf-attack-chita", (8, 8, 9, 9)),
        ("nagasaki", (8, 9, 9, 9)),
        ("imperial-conference-1945-08-10", (9, 9, 10, 10)),
        ("truman-announces-surrender-1945", (14, 15, 15, 15)),
        ("imperial-rescript", (14, 15, 15, 15)),
    ],
)
def test_days_of_august(row_id: str, days: tuple[int, ...]) -> None:
    event = data.row(row_id)
    assert tuple(clocks.read(event, i).day.day for i in CLOCKS) == days


# --- which events, in which order ----------------------------------------------------------------


def test_no_event_of_the_week_is_left_out() -> None:
    week = {
        str(row_id)
        for name in ("diplomacy_events", "campaign_events")
        for row_id, row in data.load(name).iterrows()
        if FIRST <= f"{row['earliest']:%Y-%m-%d}" <= LAST
    }
    assert set(EVENTS.index) == (week - set(TWICE)) | set(AFTERWARDS)
    assert set(TWICE) <= week
    assert set(TWICE.values()) <= set(EVENTS.index)
    assert all(f"{EVENTS.loc[i, 'earliest']:%Y-%m-%d}" > LAST for i in AFTERWARDS)


def test_what_is_told_twice_is_on_one_day() -> None:
    for left_out, kept in TWICE.items():
        assert data.row(left_out)["earliest"] == data.row(kept)["earliest"]
        spans = clocks.span(data.row(left_out)), clocks.span(data.row(kept))
        assert spans[0] in (None, spans[1])


def test_each_event_stands_once_under_its_day(clock_id: str) -> None:
    days = clocks.by_day(clock_id)
    assert all(before < here for (before, _), (here, _) in pairwise(days))
    assert sorted(i for _, ids in days for i in ids) == sorted(EVENTS.index)
    for day, ids in days:
        assert {clocks.read(EVENTS.loc[i], clock_id).day for i in ids} == {day}
        spans = [clocks.span(EVENTS.loc[i]) for i in ids]
        starts = [found[0] for found in spans if found]
        assert starts == sorted(starts)
        assert not any(spans[len(starts) :]), "an event without an hour stands before one with"


def test_time_between_what_mankoff_counts_in_days() -> None:
    war = "molotov-sato-war-1945"
    assert clocks.in_hours(clocks.between("hiroshima", war)) == "62 hours 45 minutes"
    assert clocks.in_hours(clocks.between(war, "nagasaki")) == "12 hours 2 minutes"
    assert clocks.in_hours(clocks.between(war, "tbf-attack-chita")) == "1 hour 10 minutes"
    counted = [
        [clocks.calendar_days(*pair, i) for i in CLOCKS]
        for pair in (("hiroshima", war), (war, "nagasaki"), (war, "tbf-attack-chita"))
    ]
    assert counted == [[3, 2, 2, 2], [0, 1, 1, 1], [0, 0, 1, 1]]


def test_time_from_an_hour_without_a_clock_is_refused() -> None:
    with pytest.raises(ValueError, match="tbf-attack"):
        clocks.between("tbf-attack", "nagasaki")
    with pytest.raises(KeyError):
        clocks.calendar_days("hiroshima", "nagasaki", "london")


def test_no_time_is_said_in_words() -> None:
    assert clocks.in_hours(timedelta()) == "no time"


# --- figures and tables --------------------------------------------------------------------------


def test_the_list_says_what_the_clocks_say() -> None:
    made = tables.registry()[LISTING].make(data.load("diplomacy_events")).frame
    assert list(made.index) == list(EVENTS.index)
    for clock_id, each in CLOCKS.items():
        expected = [clocks.read(row, clock_id).words for _, row in EVENTS.iterrows()]
        assert list(made[each.name]) == expected


def test_the_pairs_are_in_order_of_time() -> None:
    assert all(clocks.between(first, second) >= timedelta() for first, second, _ in PAIRS)


def test_the_timeline_has_every_event_with_an_hour_at_its_instant() -> None:
    week = [i for i in TIMED.index if f"{TIMED.loc[i, 'earliest']:%Y-%m-%d}" <= LAST]
    assert set(drawn.WORDS) == set(week)
    found = {}
    for trace in figures.specification("seven-days-four-clocks")["data"]:
        for ids, y in zip(trace.get("customdata") or [], trace["y"], strict=False):
            found[data.ids(ids)[0]] = drawn.START + timedelta(hours=y)
    for row_id in week:
        span = clocks.span(TIMED.loc[row_id])
        assert span
        assert abs(found[row_id] - span[0]) < timedelta(seconds=1)
    assert set(found) == set(week)


@pytest.mark.parametrize(
    "heights", [[], [1.0], [1, 1, 1], [0, 5, 5.5, 6, 20], [0, 0.5, 1, 1.5, 9, 9]]
)
def test_labels_keep_their_distance_and_their_order(heights: list[float]) -> None:
    spread = drawn._spread(heights, 2)
    assert len(spread) == len(heights)
    assert all(below - above >= 2 - 1e-9 for above, below in pairwise(spread))
    assert sum(spread) == pytest.approx(sum(heights))


def test_cells_of_the_second_figure_are_filled_where_flagged() -> None:
    spec = figures.specification("one-moment-four-dates")
    cells = [trace for trace in spec["data"] if trace.get("customdata")]
    filled = iter(shape["fillcolor"].endswith("0.3)") for shape in spec["layout"]["shapes"])
    for trace, row_id in zip(cells, drawn.MOMENTS, strict=True):
        readings = [clocks.read(EVENTS.loc[row_id], i) for i in CLOCKS]
        assert trace["text"] == [drawn._cell(reading) for reading in readings]
        assert [next(filled) for _ in readings] == [bool(reading.flag) for reading in readings]


# --- the page ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with the choice, the list as the book shows it, and their script."""
    folder = tmp_path_factory.mktemp("clocks")
    for name in ("clocks.js", "clocks.css"):
        (folder / name).write_bytes((STATIC / name).read_bytes())
    made = tables.registry()[LISTING].make(data.load("diplomacy_events"))
    (folder / "page.html").write_text(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>t</title>"
        '<link rel=stylesheet href="clocks.css"><script src="clocks.js" defer></script></head>'
        f'<body class="bd-article"><main>{fourclocks.form()}<figure id="tab-{LISTING}">'
        f"{made._repr_mimebundle_()['text/html']}</figure></main></body></html>",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def opened(browser: Browser, folder: Path) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.goto((folder / "page.html").as_uri())
    yield page
    context.close()


LIST = """() => [...document.querySelectorAll(".rows tbody tr")].map((line) =>
  line.classList.contains("four-clocks-day") ? [line.innerText.trim()] : [
    line.querySelector("a").pathname.split("/").pop().replace(/\\.html$/, ""),
    [...line.cells].slice(1, -1).filter((c) => c.checkVisibility()).map((c) => c.innerText.trim()),
    line.classList.contains("four-clocks-moved")])"""


def expected(clock_id: str) -> list[list[object]]:
    """What the page must show by a clock: headings of days, and under each its lines."""
    lines: list[list[object]] = []
    for day, ids in clocks.by_day(clock_id):
        lines.append([clocks.in_words(day)])
        for row_id in ids:
            reading = clocks.read(EVENTS.loc[row_id], clock_id)
            lines.append([row_id, [reading.words], bool(reading.flag)])
    return lines


def all_four() -> list[list[object]]:
    return [
        [row_id, [clocks.read(row, i).words for i in CLOCKS], False]
        for row_id, row in EVENTS.iterrows()
    ]


def test_page_and_python_say_the_same(opened: Page, clock_id: str) -> None:
    opened.check(f"input[value={clock_id}]")
    assert opened.evaluate(LIST) == expected(clock_id)
    assert opened.locator(".four-clocks-says").inner_text() == fourclocks.says(clock_id)
    assert location(opened).endswith(f"?clock={clock_id}")
    heads = opened.locator(".rows thead th:visible").all_inner_texts()
    assert heads == ["What happened", CLOCKS[clock_id].name, "Source and grade"]


def test_the_address_chooses_the_clock(opened: Page, clock_id: str) -> None:
    opened.goto(f"{location(opened)}?clock={clock_id}")
    assert opened.evaluate(LIST) == expected(clock_id)
    assert opened.is_checked(f"input[value={clock_id}]")


def test_all_four_are_shown_again(opened: Page) -> None:
    assert opened.evaluate(LIST) == all_four()
    opened.check("input[value=moscow]")
    opened.check("input[value='']")
    assert opened.evaluate(LIST) == all_four()
    assert opened.locator(".four-clocks-says").inner_text() == fourclocks.says()
    assert "clock=" not in location(opened)


@pytest.mark.parametrize("wanted", ["london", "__proto__", "toString", "<b>x</b>", "{wanted}"])
def test_a_clock_that_is_none_shows_all_four(opened: Page, wanted: str) -> None:
    opened.goto(f"{location(opened)}?clock={wanted}")
    says = opened.locator(".four-clocks-says").inner_text()
    assert says == f"There is no clock {wanted} here, so all four are shown. {fourclocks.says()}"
    assert opened.evaluate(LIST) == all_four()


def test_the_keyboard_chooses(opened: Page) -> None:
    opened.locator("input[value='']").focus()
    for each in CLOCKS:
        opened.keyboard.press("ArrowRight")
        assert location(opened).endswith(f"?clock={each}")


def test_without_a_script_all_four_stand_in_the_table(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "page.html").as_uri())
    assert not page.locator(".four-clocks form").is_visible()
    assert "needs JavaScript" in page.locator("noscript").inner_text()
    assert page.locator(".rows tbody tr").count() == len(EVENTS)
    assert page.locator(".rows tbody tr").first.locator("td:visible").count() == len(CLOCKS) + 1
    context.close()


def test_print_holds_all_four(opened: Page) -> None:
    opened.check("input[value=tokyo]")
    opened.emulate_media(media="print")
    assert opened.locator(".rows thead th:visible").count() == len(CLOCKS) + 2
