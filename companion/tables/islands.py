"""Tables on Sakhalin, the Kurils and Korea in 1945: landings, promises and takings, Hokkaido."""

from __future__ import annotations

import pandas as pd

from companion import data
from companion.islands import HOKKAIDO, TAKINGS, period
from companion.places import with_today
from companion.tables import listing
from companion.text import date_in_words


def _frame(ids: list[str], lines: list[list[str]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(lines, index=ids, columns=columns).rename_axis("id")


def _day(day: pd.Timestamp) -> str:
    return date_in_words(f"{day:%Y-%m-%d}").removesuffix(" 1945")


@listing(
    "landings-by-place",
    table="campaign_events",
    title="Korea, South Sakhalin and the Kurils: who came when, and when it was over",
    caption=(
        "Name of 1945 first, then the present one. The last act is a surrender, a cease-fire, a "
        "disarmament or the arrival of troops by land, whichever was read; where it is blank none "
        "was. Days count from the first troops to that act; for Yuki and Rashin the source has one "
        "span for both. Jinsen is the American landing. The Kurils have their Japanese name of "
        "1945 first (for Shumshu, Shimushu) and then the Russian one; neither use is a claim. "
        "The table shows control, and not title."
    ),
)
def landings_by_place(events: pd.DataFrame) -> pd.DataFrame:
    """Each place with its first day, its last act, the days between and the period it began in."""
    ids, lines = [], []
    for region, group in TAKINGS.items():
        for taking in group:
            place = with_today(taking.place, taking.place_today)
            over = taking.last > taking.first
            ids.append(";".join(taking.rows))
            lines.append(
                [
                    place,
                    region,
                    _day(taking.first),
                    _day(taking.last) if over else "",
                    str(taking.days) if over else "",
                    period(taking.first),
                ]
            )
    columns = ["Place", "Region", "First troops", "Last act", "Days", "Begun"]
    return _frame(ids, lines, columns)


# What was promised; the first Soviet troops, the occupation, the decree; the state of today.
_TAKEN: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    (
        "yalta-sakhalin",
        "to return to the USSR",
        ("southern-sakhalin-1945-08-11", "southern-sakhalin-1945-08-26", "southern-sakhalin-1946"),
        "southern-sakhalin-1991",
    ),
    (
        "yalta-kurils",
        "to be handed over to the USSR",
        ("kurils-urup-north-1945-08", "kurils-urup-north-1945-09", "kurils-urup-north-1946"),
        "kurils-urup-north-1991",
    ),
    (
        "yalta-kurils",
        "to be handed over, if “Kurils” covers it",
        ("etorofu-1945", "etorofu-1945", "etorofu-1946"),
        "etorofu-1991",
    ),
    (
        "yalta-kurils",
        "to be handed over, if “Kurils” covers it",
        ("kunashiri-1945", "kunashiri-1945", "kunashiri-1946"),
        "kunashiri-1991",
    ),
    (
        "yalta-kurils",
        "to be handed over, if “Kurils” covers them",
        ("shikotan-habomai-1945", "shikotan-habomai-1945", "shikotan-habomai-1946"),
        "shikotan-habomai-1991",
    ),
)


# The landing on the second of two groups of islands that are one territory.
_LATER = {"Shikotan and Habomai": "habomai-occupied"}


@listing(
    "promised-and-taken",
    table="territory_status",
    title="What was promised at Yalta, what was taken when, and who claims it",
    caption=(
        "Three things apart: control (who held it from when), title as the Soviet Union asserted "
        "it by its own decree, and claim (who says today that it is theirs besides the state that "
        "holds it). The table does not say who is right. Days of first troops are those of the "
        "table of territories; it has Shikotan and the Habomai islets as one, and the second day "
        "there is that of the landing on the Habomai."
    ),
)
def promised_and_taken(territories: pd.DataFrame) -> pd.DataFrame:
    """Each territory with the promise, the dates of control and decree, holder and claimant."""
    ids, lines = [], []
    for term, promise, (first, held, decree), today in _TAKEN:
        claim = territories.loc[today, "claimed_by"]
        later = _LATER.get(str(territories.loc[first, "territory"]))
        ids.append(";".join(dict.fromkeys(filter(None, (term, first, later, held, decree, today)))))
        lines.append(
            [
                str(territories.loc[first, "territory"]),
                promise,
                _day(territories.loc[first, "earliest"])
                + (f" (Shikotan), {_day(data.row(later)['earliest'])} (Habomai)" if later else ""),
                date_in_words(f"{territories.loc[decree, 'earliest']:%Y-%m-%d}"),
                str(territories.loc[today, "controller"]),
                claim if isinstance(claim, str) else "no other state",
            ]
        )
    columns = ["Territory", "At Yalta", "First troops", "Soviet decree", "Held today by",
               "Claimed also by"]  # fmt: skip
    return _frame(ids, lines, columns)


@listing(
    "hokkaido-exchange",
    table="diplomacy_events",
    title="The Hokkaido exchange, day by day: letters and orders",
    caption=(
        "Letters between the heads of government and Soviet orders, set in one column of days. "
        "The documents crossed: look at the hours and at the notes of the rows before reading one "
        "line as the answer to the line above. Hours are as printed; most documents name no clock."
    ),
)
def hokkaido_exchange(events: pd.DataFrame) -> pd.DataFrame:
    """Letters and orders in order of day, with the hour where a document prints one."""
    orders = data.load("campaign_events")
    lines = []
    for row_id in HOKKAIDO:
        letter = row_id in events.index
        row = (events if letter else orders).loc[row_id]
        hour = f", {row['time_local']}" if isinstance(row["time_local"], str) else ""
        day = date_in_words(str(row["date"])).replace(" 1945", "").replace(" to ", " or ")
        kind = "letter or talk" if letter else "order" if row["theme"] == "command" else "plan"
        lines.append([f"{day}{hour}", kind, str(row["event"])])
    return _frame(list(HOKKAIDO), lines, ["Day", "Kind", "What was said or ordered"])
