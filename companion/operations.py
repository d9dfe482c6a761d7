"""Which rows are the losses of a battle, and which its strength: the companion's yardsticks.

Rows only, never numbers: what is computed from them is in ``companion.losses``.
"""

from __future__ import annotations

from dataclasses import dataclass

from companion.losses import Rows


@dataclass(frozen=True)
class Operation:
    """One battle or campaign: which rows are its losses and which its strength.

    Each field but the name and the remark is of the form ``Rows``; strengths are rows of
    ``force_levels``. A strength belongs here only when it holds the men who could become these
    losses: a fleet's dead are not divided by an army. ``()`` says that none was found.
    ``casualties`` goes with ``enemy_dead``; ``part`` holds those of them that belong to
    ``engaged`` and to its span of days, where they are not all.
    """

    name: str
    dead: Rows
    enemy_dead: Rows
    casualties: Rows
    engaged: Rows = ()
    remark: str = ""
    side: str = "US"
    part: Rows = ()

    @property
    def rated(self) -> Rows:
        """The losses to be divided by days and by strength."""
        return self.part or self.casualties


# The ground forces alone where they can be told apart: the strengths are those of ground forces.
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "Guadalcanal",
        ["guadalcanal-us-ground-dead", "guadalcanal-us-ground-dead-usmc"],
        "guadalcanal-japan-dead-battle",
        [
            "guadalcanal-us-ground-dead;guadalcanal-us-ground-wounded",
            "guadalcanal-us-ground-dead-usmc;guadalcanal-us-ground-wounded-usmc",
        ],
        "guadalcanal-allied-ground-60000",
        "strength: all who served there, not at once",
    ),
    Operation(
        "Tarawa",
        [
            "tarawa-us-marines-dead",
            "tarawa-dpaa-dead",
            "tarawa-2nd-mardiv-dead",
            "tarawa-nimitz-1943-dead",
        ],
        "tarawa-japan-dead",
        [
            "tarawa-us-marines-dead;tarawa-us-marines-wounded",
            "tarawa-2nd-mardiv-dead;tarawa-2nd-mardiv-wounded",
        ],
        (),
        "strength: only that of the whole expedition was found",
    ),
    Operation(
        "Saipan",
        "saipan-us-land-dead;saipan-us-land-missing",
        "saipan-japan-dead-buried",
        "saipan-us-land-dead;saipan-us-land-missing;saipan-us-land-wounded",
        ["saipan-us-71034", "saipan-us-66779"],
        "strength: assault troops",
    ),
    Operation(
        "Peleliu",
        "peleliu-us-dead",
        "peleliu-japan-dead",
        "peleliu-us-total",
        "peleliu-us-28484",
        "strength: the two divisions, without naval troops",
    ),
    Operation(
        "Leyte",
        "leyte-us-dead",
        "leyte-japan-dead",
        "leyte-us-total",
        "leyte-sixth-army-200000",
        "losses and strength of Sixth Army, to 25 December",
        part="leyte-sixth-army-dead;leyte-sixth-army-wounded;leyte-sixth-army-missing",
    ),
    Operation(
        "Luzon",
        ["luzon-us-dead", "luzon-us-dead-later"],
        ["luzon-japan-dead-us-estimate", "luzon-japan-dead-older", "luzon-japan-losses"],
        ["luzon-us-dead;luzon-us-wounded", "luzon-us-dead-later;luzon-us-wounded-later"],
        [
            "luzon-sixth-army-1945-02-12",
            "luzon-sixth-army-1945-01-17",
            "luzon-sixth-army-1945-06-30",
        ],
        "strength: Sixth Army on three days, replacements out",
    ),
    Operation(
        "Iwo Jima",
        "iwo-us-dead",
        "iwo-japan-dead",
        "iwo-us-dead;iwo-us-wounded",
        ["iwo-us-70000", "iwo-us-110000"],
        "strength: landed, or with all afloat",
    ),
    Operation(
        "Okinawa, ashore",
        "okinawa-tenth-army-dead",
        ["okinawa-japan-dead", "okinawa-japan-dead-prefecture", "okinawa-japan-dead-77166"],
        "okinawa-tenth-army-dead;okinawa-army-wounded;okinawa-marine-wounded",
        ["okinawa-us-250000", "okinawa-us-183000", "okinawa-us-541000"],
        "strength: combat troops, or with services",
    ),
    Operation(
        "Lake Khasan",
        "lake-khasan-ussr-dead",
        ["lake-khasan-japan-dead", "lake-khasan-japan-dead-soviet-claim"],
        "lake-khasan-ussr-dead;lake-khasan-ussr-sanitary",
        "khasan-ussr-22950",
        "the sick are in",
        side="USSR",
    ),
    Operation(
        "Khalkhin Gol",
        "kg-ussr-dead-krivosheev",
        ["kg-japan-6army-dead", "kg-japan-coox-ground-dead", "kg-japan-hata-dead"],
        "kg-ussr-dead-krivosheev;kg-ussr-wounded-15251",
        [
            "kg-1939-soviet-personnel-69101",
            "kg-1939-08-soviet-personnel-57000",
            "kg-1939-08-20-soviet-51950",
        ],
        "strength: all who came, or those of late August",
        side="USSR",
    ),
    Operation(
        "Manchuria, 1945",
        "sj-ussr-dead",
        [
            "sj-japan-dead-japanese",
            "sj-japan-dead-japanese-2025",
            "sj-japan-dead-ministry",
            "sj-japan-dead-soviet-claim",
        ],
        "sj-ussr-dead-low;sj-ussr-missing;sj-ussr-wounded-only",
        [
            "sov-fe-1945-08-09-personnel-1577725",
            "sov-fe-1945-08-09-personnel-1747000",
        ],
        "fighting ended early: days counted to 2 September",
        side="USSR",
    ),
)
