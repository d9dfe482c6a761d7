"""A campaign as a sequence of days: which events it has, and which are new on each day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from companion import data, geography
from companion.islands import period
from companion.text import listed


@dataclass(frozen=True)
class Campaign:
    """Events between two days, for the figure and the table that show them.

    The reader steps through the days from ``opens`` to ``last``: each of them, or with
    ``eventful`` only those on which something happened. Events from ``first`` on that came before
    ``opens`` are there from the first step.
    """

    id: str
    parameter: str  # under which the address of the page keeps the day
    name: str
    figure: str
    listing: str
    first: str
    opens: str
    last: str
    eventful: bool = False

    @cached_property
    def events(self) -> pd.DataFrame:
        """Rows of ``campaign_events`` of this campaign, in the order of :meth:`by_the_hour`."""
        return self.by_the_hour(data.load("campaign_events"))

    def of(self, events: pd.DataFrame) -> pd.DataFrame:
        """Those of the given events that belong to this campaign, by first and last day."""
        mine = events[(events["earliest"] >= self.first) & (events["earliest"] <= self.last)]
        return mine.sort_values(["earliest", "latest"], kind="stable")

    def by_the_hour(self, events: pd.DataFrame) -> pd.DataFrame:
        """The same as :meth:`of`; within a day by the hour as told, those without one last."""
        return self.of(events).sort_values(
            ["earliest", "latest", "time_local"], kind="stable", na_position="last"
        )

    @cached_property
    def days(self) -> list[pd.Timestamp]:
        """The days that the reader steps through."""
        days = list(pd.date_range(self.opens, self.last))
        if not self.eventful:
            return days
        begins = set(self.events["earliest"]) | set(self.events["latest"])
        return [day for day in days if day in begins]

    def on(self, day: pd.Timestamp | str) -> list[str]:
        """Ids of the events that happened on that day, or may have."""
        day = pd.Timestamp(day)
        of_day = (self.events["earliest"] <= day) & (self.events["latest"] >= day)
        return [str(row_id) for row_id in self.events.index[of_day]]

    def after(self, day: pd.Timestamp | str) -> list[str]:
        """Ids of the events that had not yet begun on that day."""
        later = self.events["earliest"] > pd.Timestamp(day)
        return [str(row_id) for row_id in self.events.index[later]]


AUGUST_1945 = Campaign(
    id="august-1945",
    parameter="day",
    name="The campaign of August 1945",
    figure="campaign-map",
    listing="campaign-by-day",
    first="1945-06-01",
    opens="1945-08-06",
    last="1945-09-09",
)
KHALKHIN_GOL = Campaign(
    id="khalkhin-gol-1939",
    parameter="khalkhin-gol-day",
    name="Khalkhin Gol, 1939",
    figure="khalkhin-gol-map",
    listing="khalkhin-gol-by-day",
    first="1939-05-01",
    opens="1939-05-01",
    last="1939-09-30",
    eventful=True,
)
CAMPAIGNS = {campaign.id: campaign for campaign in (AUGUST_1945, KHALKHIN_GOL)}


def hour(event: pd.Series) -> str:
    """The local time of an event with its clock: ``12:00 (Tokyo)``; "" when none is told."""
    if pd.isna(event["time_local"]):
        return ""
    if pd.isna(event["timezone"]):
        return str(event["time_local"])
    return f"{event['time_local']} ({str(event['timezone']).rpartition('/')[2]})"


def forces(event: pd.Series) -> str:
    """The formations that acted, by name; "" when the sources name none."""
    return listed([str(data.row(i)["formation"]) for i in data.ids(event["formations"])])


def distance(start: str, end: str) -> float:
    """Kilometres from one place of the gazetteer to another along a great circle."""
    a, b = data.row(start), data.row(end)
    return geography.great_circle((a["longitude"], a["latitude"]), (b["longitude"], b["latitude"]))


def advances(events: pd.DataFrame) -> list[tuple[str, str]]:
    """``(from, to)`` ids of events: the force of the first is next told of at the second.

    Only those whose both events are among ``events``, at two places. A line between them is not
    the road that was taken.
    """
    return [
        (str(row["after"]), str(row_id))
        for row_id, row in events.iterrows()
        if row["after"] in events.index and events.loc[row["after"], "place"] != row["place"]
    ]


MOVES = ("crossing", "ground offensive", "capture", "landing", "airborne landing")


def moves_by_period(events: pd.DataFrame) -> dict[str, list[str]]:
    """Ids of the Soviet attacks, captures and landings of 1945 by the period they began in.

    Periods are those of ``islands.period``, in order of time. They are rows chosen by their
    sources: early attacks are told of by the army, late landings one by one.
    """
    rows = AUGUST_1945.of(events)
    rows = rows[(rows["side"] == "USSR") & rows["theme"].isin(MOVES)]
    return {
        str(name): [str(row_id) for row_id in group.index]
        for name, group in rows.groupby(rows["earliest"].map(period), sort=False)
    }


SPEEDS = (
    "geometry-tank-army-350",
    "geometry-tank-army-450",
    "geometry-tbf-six-days",
    "geometry-15th-army-km",
    "geometry-rate-39th-army",
    "geometry-plan-rate-tbf-tank",
    "geometry-plan-rate-tbf-rifle",
    "geometry-plan-rate-fef1",
)
_DAYS = {"three days": 3, "six days": 6, "seven days": 7}


def pace(row: pd.Series) -> pd.Series | None:
    """``low``, ``best``, ``high`` in km a day of a distance told with its days; None for a rate."""
    days = _DAYS.get(row["counts"])
    return None if days is None else row[["low", "best", "high"]] / days
