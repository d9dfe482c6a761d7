"""The battles from Guadalcanal to Okinawa: what each side lost, by every count that was found."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion.figures import figure
from companion.figures.loss_lines import Group, Line, heading, key, lines_below


@figure(
    "tarawa-to-okinawa",
    table="actual_losses",
    title="What eight battles cost, Guadalcanal to Okinawa",
    caption=(
        "American and Japanese losses on a logarithmic scale; marks side by side are figures that "
        "conflict, or that count more people. A Japanese diamond "
        "against an American circle compares dead with dead, wounded and missing together: that is "
        "how ratios were made in June 1945. Battles differ in length and in the forces engaged."
    ),
    alt=(
        "In each battle the Japanese dead stand to the right of the American dead; on Iwo Jima the "
        "American circle for dead, wounded and missing passes the Japanese dead."
    ),
)
def tarawa_to_okinawa(frame: pd.DataFrame) -> go.Figure:
    """American and Japanese losses in the battles from which ratios were drawn."""
    lines: list[Line] = [
        "",
        "",
        "",
        heading(frame, "guadalcanal-us-ground-dead", "Guadalcanal"),
        (
            Group(
                ("guadalcanal-us-ground-dead", "guadalcanal-us-ground-dead-usmc"),
                "dead",
                "US {}",
            ),
            Group(
                (
                    "guadalcanal-us-ground-dead;guadalcanal-us-ground-wounded",
                    "guadalcanal-us-ground-dead-usmc;guadalcanal-us-ground-wounded-usmc",
                ),
                "battle casualties",
                "{}",
                "right",
            ),
        ),
        (Group(("guadalcanal-allied-all-dead",), "dead", "Allies, at sea too {}"),),
        (
            Group(("guadalcanal-japan-dead-battle",), "dead", "Japan {}"),
            Group(("guadalcanal-japan-dead-battle;guadalcanal-japan-dead-disease",), "dead"),
            Group(("guadalcanal-japan-dead-all",), "dead", "{} in all", "right"),
        ),
        heading(frame, "tarawa-us-marines-dead", "Tarawa"),
        (
            Group(
                (
                    "tarawa-dpaa-dead",
                    "tarawa-2nd-mardiv-dead",
                    "tarawa-us-marines-dead",
                    "tarawa-nimitz-1943-dead",
                ),
                "dead",
                "US {}",
            ),
            Group(
                (
                    "tarawa-us-marines-dead;tarawa-us-marines-wounded",
                    "tarawa-2nd-mardiv-dead;tarawa-2nd-mardiv-wounded",
                ),
                "battle casualties",
                "{}",
                "right",
            ),
        ),
        (Group(("tarawa-japan-dead",), "dead", "Japan {}"),),
        heading(frame, "saipan-us-land-dead", "Saipan"),
        (
            Group(("saipan-us-land-dead",), "dead", "US {}"),
            Group(
                ("saipan-us-land-dead;saipan-us-land-missing;saipan-us-land-wounded",),
                "battle casualties",
                "{}",
                "right",
            ),
        ),
        (Group(("saipan-japan-dead-buried",), "dead", "Japan, bodies buried {}"),),
        heading(frame, "peleliu-us-dead", "Peleliu"),
        (
            Group(("peleliu-us-dead",), "dead", "US {}"),
            Group(("peleliu-us-total",), "battle casualties", "{}", "right"),
        ),
        (Group(("peleliu-japan-dead",), "dead", "Japan {}"),),
        heading(frame, "leyte-us-dead", "Leyte"),
        (
            Group(("leyte-us-dead",), "dead", "US {}"),
            Group(("leyte-us-total",), "battle casualties", "{}", "right"),
        ),
        (Group(("leyte-japan-dead",), "dead", "Japan {}"),),
        heading(frame, "luzon-us-dead", "Luzon"),
        (
            Group(("luzon-us-dead",), "dead", "US {}"),
            Group(
                ("luzon-us-total", "luzon-us-dead-later;luzon-us-wounded-later"),
                "battle casualties",
                "{}",
                "right",
            ),
        ),
        (
            Group(
                ("luzon-us-nonbattle",), "non-battle casualties", "US sick and injured besides {}"
            ),
        ),
        (
            Group(
                ("luzon-japan-dead-us-estimate", "luzon-japan-dead-older", "luzon-japan-losses"),
                "dead",
                "Japan {}",
            ),
        ),
        heading(frame, "iwo-us-dead", "Iwo Jima"),
        (
            Group(("iwo-us-dead",), "dead and missing", "US {}"),
            Group(("iwo-us-total",), "battle casualties", "{}", "right"),
        ),
        (Group(("iwo-japan-dead",), "dead", "Japan {}"),),
        heading(frame, "okinawa-us-dead", "Okinawa"),
        (Group(("okinawa-tenth-army-dead",), "dead and missing", "US ashore {}"),),
        (
            Group(("okinawa-us-dead",), "dead and missing", "US, ships too {}"),
            Group(("okinawa-us-total",), "battle casualties", "{}", "right"),
        ),
        (
            Group(
                ("okinawa-us-total-incl-nonbattle",),
                "all casualties",
                "US, sick and injured too {}",
            ),
        ),
        (
            Group(
                (
                    "okinawa-japan-dead-77166",
                    "okinawa-japan-dead-prefecture",
                    "okinawa-japan-dead",
                ),
                "dead",
                "Japan, three counts {}",
            ),
        ),
    ]
    fig = lines_below(frame, lines, left=95)
    key(
        fig,
        [
            ("dead", "dead"),
            ("battle casualties", "killed, wounded, missing"),
            ("dead and missing", "dead and missing"),
            ("non-battle casualties", "sick and injured"),
            ("all casualties", "all of these together"),
        ],
        [110, 4500],
        top=len(lines),
    )
    fig.update_xaxes(
        type="log",
        range=[1.95, 5.75],
        title_text="people (log scale)",
        tickvals=[1e2, 1e3, 1e4, 1e5],
        ticktext=["100", "1,000", "10,000", "100,000"],
    )
    return fig
