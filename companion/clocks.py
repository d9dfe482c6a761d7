"""Four clocks for the days from Hiroshima to the surrender: one instant, told in four places.

An hour is turned only where its source tells both hour and clock. An event with a day and no hour
keeps the day it was told by, on every clock; nothing is guessed. Offsets are those of the IANA
time zone database, which for 1945 is good but claims no authority.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pandas as pd

from companion import data
from companion.text import MONTHS, date_in_words

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Clock:
    """A place whose clock the reader may choose, with its zone of the IANA database."""

    id: str
    name: str
    zone: str


CLOCKS = {
    clock.id: clock
    for clock in (
        Clock("washington", "Washington", "America/New_York"),
        Clock("moscow", "Moscow", "Europe/Moscow"),
        Clock("tokyo", "Tokyo", "Asia/Tokyo"),
        Clock("transbaikal", "Transbaikal", "Asia/Chita"),
    )
}
# Whose clock an hour was told by, where that is not the last part of the zone's name.
_WHOSE = {clock.zone: clock.name for clock in CLOCKS.values()} | {"Asia/Vladivostok": "Khabarovsk"}

FIRST, LAST = "1945-08-06", "1945-08-15"
# Rows that tell again, from another source, what the row beside them tells.
TWICE = {
    "declaration-of-war": "molotov-sato-war-1945",
    "japan-acceptance-1945-08-14": "rescript-promulgated-1945-08-14",
}
AFTERWARDS = (
    *("ceasefire-order-1945-08-16", "kwantung-ceasefire-decision"),
    *("moscow-declaration-of-words-1945", "rescript-to-forces-1945-08-17"),
    *("vasilevsky-ultimatum-1945-08-17", "shumshu-landing", "hata-accepts-terms"),
    *("maoka-landing", "shumshu-surrender", "sakhalin-ceasefire", "hutou-falls"),
    *("last-division-stops", "missouri-signing-1945", "stalin-address-1945"),
    *("habomai-occupied", "keijo-surrender"),
)

_HOUR = re.compile(r"[0-2]\d:[0-5]\d")
_TURN = timedelta(days=1)


def clock(clock_id: str) -> Clock:
    """The clock of that id. Raises KeyError, naming those there are, when there is none."""
    try:
        return CLOCKS[clock_id]
    except KeyError:
        raise KeyError(f"no clock {clock_id!r}; there are: {', '.join(CLOCKS)}") from None


def instant(day: date | str, hour: str, zone: str) -> datetime:
    """The instant, in UTC, at which clocks of ``zone`` showed ``hour`` (HH:MM) on ``day``.

    Raises ValueError for an hour that is none, that those clocks skipped, or that they showed
    twice, and ``ZoneInfoNotFoundError`` (a KeyError) for a zone that the database does not know.
    """
    if not _HOUR.fullmatch(hour):
        raise ValueError(f"{hour!r} is no hour of the form HH:MM")
    local = datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZoneInfo(zone))
    found = local.astimezone(UTC)
    if found != local.replace(fold=1).astimezone(UTC):
        raise ValueError(f"clocks of {zone} skipped {hour} on {day}, or showed it twice")
    return found


def span(event: pd.Series) -> Span | None:
    """First and last instant of an event; None where its day, hour or clock is not told.

    ``HH:MM/HH:MM`` is an interval; one that ends before it begins runs into the next day.
    """
    hours, zone = event["time_local"], event["timezone"]
    if not (isinstance(hours, str) and isinstance(zone, str)):
        return None
    parts = hours.split("/")
    if not all(map(_HOUR.fullmatch, parts)) or event["earliest"] != event["latest"]:
        return None
    day = event["earliest"].date()
    start = instant(day, parts[0], zone)
    end = instant(day if parts[-1] >= parts[0] else day + _TURN, parts[-1], zone)
    return start, end


def events() -> pd.DataFrame:
    """The events of the chapter: all of 6 to 15 August 1945, then those chosen from afterwards.

    Shape: the columns that ``diplomacy_events`` and ``campaign_events`` share, and ``table``; a
    row per event, by day and hour as on the clock of Tokyo.
    """
    return _events().copy()


@lru_cache
def _events() -> pd.DataFrame:
    tables = []
    for name in ("diplomacy_events", "campaign_events"):
        rows = data.load(name).assign(table=name)
        week = (rows["earliest"] >= FIRST) & (rows["earliest"] <= LAST)
        kept = (week & ~rows.index.isin(list(TWICE))) | rows.index.isin(AFTERWARDS)
        tables.append(rows[kept])
    frame = pd.concat(tables, join="inner")
    return frame.loc[_in_order(frame, "tokyo")]


@dataclass(frozen=True)
class Reading:
    """An event on a clock: the day it stands under, its hour in words, and what is flagged.

    ``flag`` says by whose calendar it was another day; it is blank where the days agree, and
    where no hour or no clock is told, so that nobody can know.
    """

    day: date
    hour: str
    flag: str

    @property
    def words(self) -> str:
        """``8 August, 22:02 (9 August in Tokyo)``."""
        told = ", ".join(filter(None, [day_in_words(self.day), self.hour]))
        return f"{told} ({self.flag})" if self.flag else told


def read(event: pd.Series, clock_id: str) -> Reading:
    """What a clock and its calendar showed when the event happened. Raises KeyError: no clock."""
    zone = ZoneInfo(clock(clock_id).zone)
    found = span(event)
    if found is None:
        return Reading(event["earliest"].date(), _untold(event), "")
    start, end = (moment.astimezone(zone) for moment in found)
    hour = f"{start:%H:%M}"
    if end > start:
        hour += f"–{end:%H:%M}" + (" next day" if end.date() > start.date() else "")
    told = event["earliest"].date()
    flag = "" if start.date() == told else f"{day_in_words(told)} in {whose(event['timezone'])}"
    return Reading(start.date(), hour, flag)


def whose(zone: str) -> str:
    """The place by whose clock an hour of that zone was told: ``Khabarovsk``."""
    return _WHOSE.get(zone, zone.rpartition("/")[2].replace("_", " "))


def _untold(event: pd.Series) -> str:
    """What is known of the hour of an event whose instant is not known; "" when nothing is."""
    hours, zone = event["time_local"], event["timezone"]
    if isinstance(hours, str) and _HOUR.match(hours):
        return f"{hours}, clock not named"
    if isinstance(hours, str):
        by = f" in {whose(zone)}" if isinstance(zone, str) else ""
        return f"{hours}{by}"
    if event["earliest"] != event["latest"]:
        until = day_in_words(event["latest"].date())
        return f"at some time until {until}"
    return ""


def day_in_words(day: date) -> str:
    """``8 August``: the year is 1945 throughout."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def by_day(clock_id: str) -> list[tuple[date, list[str]]]:
    """The chapter's events by the calendar of a clock: each day with its row ids, in order.

    Within a day those with an hour come first, in order of time, and then those without.
    Raises KeyError when there is no such clock.
    """
    frame, found = _events(), dict[date, list[str]]()
    for row_id in _in_order(frame, clock_id):
        found.setdefault(read(frame.loc[row_id], clock_id).day, []).append(row_id)
    return list(found.items())


def _in_order(frame: pd.DataFrame, clock_id: str) -> list[str]:
    latest = datetime.max.replace(tzinfo=UTC)

    def place(row_id: str) -> tuple[date, datetime, date]:
        event = frame.loc[row_id]
        found = span(event)
        at = found[0] if found else latest
        return read(event, clock_id).day, at, event["latest"].date()

    return sorted(map(str, frame.index), key=place)


def moved(clock_id: str) -> list[str]:
    """Ids of the events whose date by this clock is not the date they were told by."""
    return [str(i) for i, event in _events().iterrows() if read(event, clock_id).flag]


def timed() -> pd.DataFrame:
    """Those of the chapter's events of which hour and clock are told, in order of time."""
    frame = _events()
    spans = {i: found[0] for i, event in frame.iterrows() if (found := span(event))}
    return frame.loc[sorted(spans, key=lambda i: spans[i])]


def days_differ(event: pd.Series) -> bool:
    """Whether the four calendars give the event more than one date."""
    return len({read(event, clock_id).day for clock_id in CLOCKS}) > 1


def between(first: str, second: str) -> timedelta:
    """Time from the start of one event to that of another, by their row ids.

    Raises KeyError when there is no such row and ValueError when an hour or clock is not told.
    """
    return _start(second) - _start(first)


def _start(row_id: str) -> datetime:
    found = span(data.row(row_id))
    if found is None:
        raise ValueError(f"{row_id}: no hour with its clock is told")
    return found[0]


def in_hours(length: timedelta) -> str:
    """``62 hours 45 minutes``; parts that are nought are left out."""
    hours, minutes = divmod(round(length.total_seconds() / 60), 60)
    parts = [(hours, "hour"), (minutes, "minute")]
    return " ".join(f"{n} {word}{'s' if n != 1 else ''}" for n, word in parts if n) or "no time"


def calendar_days(first: str, second: str, clock_id: str) -> int:
    """Midnights between two events on a clock: what "two days after" counts by its calendar.

    Raises what :func:`between` raises, and KeyError when there is no such clock.
    """
    between(first, second)  # raises where a day may not be the one that the row is told by
    start, end = (read(data.row(row_id), clock_id).day for row_id in (first, second))
    return (end - start).days


def offsets(day: date | str = FIRST) -> dict[str, timedelta]:
    """What each clock was ahead of Greenwich at noon of a day: clock id -> offset."""
    noon = datetime.fromisoformat(f"{day}T12:00")
    found = {}
    for clock_id, each in CLOCKS.items():
        offset = noon.replace(tzinfo=ZoneInfo(each.zone)).utcoffset()
        assert offset is not None
        found[clock_id] = offset
    return found


def edtf(event: pd.Series, clock_id: str) -> str:
    """The event as date or interval of ISO 8601 on a clock, with its offset where timed.

    An event without an hour keeps its EDTF date: ``1945-08-07``, ``1945-08-11/1945-08-13``.
    """
    zone = ZoneInfo(clock(clock_id).zone)
    found = span(event)
    if found is None:
        return str(event["date"])
    moments = [moment.astimezone(zone).isoformat(timespec="minutes") for moment in found]
    return "/".join(dict.fromkeys(moments))


def in_words(day: date) -> str:
    """``Wednesday 8 August 1945``."""
    return f"{day:%A} {date_in_words(day.isoformat())}"
