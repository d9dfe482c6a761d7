"""The landings of August and September 1945 by place, and the exchange over Hokkaido.

Rows only, never days or numbers: those stand in ``campaign_events`` and ``diplomacy_events``.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from companion import data

BROADCAST = "imperial-rescript"
SIGNED = "surrender-signed"


@dataclass(frozen=True)
class Taking:
    """How one place was taken: rows of ``campaign_events`` from the first troops to the last act.

    The place is that of the first row, under the name of 1945; ``name`` and ``today`` serve where
    the row's point is only part of what is meant.
    """

    rows: tuple[str, ...]
    name: str = ""
    today: str = ""

    @property
    def place(self) -> str:
        """The place under its name of 1945."""
        return self.name or str(data.row(str(data.row(self.rows[0])["place"]))["name"])

    @property
    def place_today(self) -> str:
        """The same place under its name of today."""
        return self.today or str(data.row(str(data.row(self.rows[0])["place"]))["name_today"])

    @property
    def first(self) -> pd.Timestamp:
        """The first day on which troops may have been there."""
        return min(data.row(row)["earliest"] for row in self.rows)

    @property
    def last(self) -> pd.Timestamp:
        """The day of the last act: a surrender, a disarmament, or the landing where that was all.

        A row that spans several days counts with the last of them.
        """
        return max(data.row(row)["latest"] for row in self.rows)

    @property
    def days(self) -> int:
        """Days from the first troops to the last act: 0 when both fell on one day."""
        return int((self.last - self.first).days)


TAKINGS: dict[str, tuple[Taking, ...]] = {
    "Korea": (
        Taking(("unggi-landing",)),
        Taking(("najin-landing",)),
        Taking(("seishin-landing", "seishin-linkup")),
        Taking(("wonsan-landing",)),
        Taking(("pyongyang-airlanding", "pyongyang-25th-army")),
        Taking(("jinsen-landing", "keijo-surrender"), "Jinsen and Keijo", "Incheon and Seoul"),
    ),
    "South Sakhalin": (
        Taking(
            ("sakhalin-offensive", "sakhalin-first-surrenders"), "Border near Koton", "Pobedino"
        ),
        Taking(("esutoru-landing",)),
        Taking(("maoka-landing",)),
        Taking(("sakhalin-ceasefire",)),
        Taking(("toyohara-occupied",)),
        Taking(("otomari-landing",)),
    ),
    "Kurils": (
        Taking(
            ("shumshu-landing", "shumshu-surrender", "north-kurils-capitulate"),
            "Shumshu",
            "Shumshu",
        ),
        Taking(("paramushir-occupied",)),
        Taking(("iturup-occupied",)),
        Taking(("urup-surrender",)),
        Taking(("kunashir-landing",)),
        Taking(("shikotan-landing",)),
        Taking(("habomai-occupied",)),
    ),
}

# Letters (``diplomacy_events``) and orders (``campaign_events``), in order of day.
HOKKAIDO: tuple[str, ...] = (
    "order-1-to-stalin-1945",
    "stalin-asks-hokkaido-1945",
    "truman-refuses-hokkaido-1945",
    "hokkaido-tasks-reported",
    "hokkaido-order",
    "hokkaido-occupy-order",
    "hokkaido-loading-order",
    "hokkaido-wait-order",
    "hokkaido-stop-order",
    "stalin-to-truman-1945-08-22",
    "byrnes-draft-1945-08-25",
    "harriman-stalin-1945-08-27",
    "stalin-to-truman-1945-08-30",
)


def takings() -> list[Taking]:
    """Every place, in the order of the table."""
    return [taking for group in TAKINGS.values() for taking in group]


def period(day: pd.Timestamp) -> str:
    """Where a day lies: before the Emperor's broadcast, up to the signed surrender, or after it.

    Raises KeyError when the rows of those two days are not in the tables.
    """
    if day < data.row(BROADCAST)["earliest"]:
        return "before the broadcast"
    if day <= data.row(SIGNED)["latest"]:
        return "between broadcast and signature"
    return "after the signature"
