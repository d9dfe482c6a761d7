"""Tables on August 1945: the campaign in outline."""

from __future__ import annotations

import pandas as pd

from companion import data, places
from companion.tables import listing
from companion.tables.forces_lines import table_of
from companion.text import date_in_words


@listing(
    "campaign-in-outline",
    table="campaign_events",
    title="The campaign in outline, 8 August to 5 September 1945",
    caption=(
        "Places under their name of 1945, with the present one where it differs. Days are local "
        "days. Hours and conflicting dates stand in the notes of each row."
    ),
)
def campaign_in_outline(events: pd.DataFrame) -> pd.DataFrame:
    """The main events of the Soviet campaign in order of date."""
    chosen = [
        "declaration-of-war", "tbf-attack", "fef-attack", "amur-crossing", "hailar-reached",
        "korea-subordinated", "sakhalin-offensive", "unggi-landing", "najin-landing",
        "tuquan-reached", "seishin-landing", "imperial-rescript", "mutanchiang-taken",
        "chiamussu-taken", "esutoru-landing", "kwantung-ceasefire-decision", "shumshu-landing",
        "hokkaido-order", "harbin-airlanding", "changchun-airlanding", "mukden-airlanding",
        "hata-accepts-terms", "maoka-landing", "wonsan-landing", "shumshu-surrender",
        "port-arthur-airlanding", "dairen-airlanding", "otomari-landing", "iturup-occupied",
        "last-division-stops", "kunashir-shikotan", "surrender-signed", "habomai-occupied",
    ]  # fmt: skip
    rows = events.loc[chosen].sort_values(["earliest", "latest"], kind="stable")
    lines = [
        [date_in_words(row["date"]), _places(row["place"]), row["event"]]
        for _, row in rows.iterrows()
    ]
    return table_of(rows.index, lines, ["Date", "Place", "What happened"])


def _places(cell: object) -> str:
    return "; ".join(places.names(place_id) for place_id in data.ids(cell))
