"""Khalkhin Gol and August 1945: what the two sides lost, by every count that was found."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from companion.figures import figure, style
from companion.figures.loss_lines import Group, Line, key, lines_below


@figure(
    "august-storm-losses",
    table="actual_losses",
    title="August Storm: losses by front, and two counts of the Japanese dead",
    caption=(
        "Soviet losses by front, with the sum of the five parts, and Japanese losses as each side "
        "counted them, on a logarithmic scale. Hollow marks were not seen in the book they are "
        "credited to. Wide diamonds hold missing and prisoners as well as dead; triangles on the "
        "Soviet side hold the sick. Deaths in captivity came after the campaign and do not belong "
        "to its battles."
    ),
    alt=(
        "The 1st Far Eastern Front stands far to the right of the other fronts; the Soviet count "
        "of Japanese dead lies well to the right of the Japanese one, and prisoners farther still."
    ),
)
def august_storm(losses: pd.DataFrame) -> go.Figure:
    """Soviet losses of August 1945 by front, and both sides' figures of Japanese losses."""

    def part(name: str, row: str) -> list[Line]:
        return [
            name,
            (
                Group((f"sj-ussr-{row}-dead",), "dead and missing", "{}"),
                Group((f"sj-ussr-{row}-sanitary",), "wounded and sick", "{}", "right"),
            ),
        ]

    lines: list[Line] = [
        "",
        "",
        "",
        "<b>Transbaikal Front</b>, first report and later",
        (
            Group(
                ("sj-ussr-transbaikal-dead-report", "sj-ussr-transbaikal-dead"),
                "dead and missing",
                "{}",
            ),
            Group(("sj-ussr-transbaikal-sanitary",), "wounded and sick", "{}", "right"),
        ),
        *part("<b>1st Far Eastern Front</b>", "first-far-eastern"),
        *part("<b>2nd Far Eastern Front</b>", "second-far-eastern"),
        "<b>Pacific Fleet</b> (fewer wounded than dead)",
        (
            Group(("sj-ussr-pacific-fleet-sanitary",), "wounded and sick", "{}"),
            Group(("sj-ussr-pacific-fleet-dead",), "dead and missing", "{}", "right"),
        ),
        *part("<b>Amur Flotilla</b>", "amur-flotilla"),
        "<b>Soviet forces together</b>",
        (
            Group(("sj-ussr-dead",), "dead and missing", "{}"),
            Group(("sj-ussr-wounded",), "wounded and sick", "{}", "right"),
        ),
        (Group(("sj-ussr-combat-total",), "battle casualties", "killed, missing, wounded {}"),),
        "<b>Japanese dead in the campaign</b>",
        (
            Group(
                (
                    "sj-japan-dead-japanese",
                    "sj-japan-dead-japanese-2025",
                    "sj-japan-dead-ministry",
                ),
                "dead",
                "Japanese counts {}",
            ),
        ),
        (Group(("sj-japan-dead-soviet-claim",), "dead", "Soviet count {}"),),
        "<b>Prisoners, and dead in Soviet captivity</b>",
        (Group(("sj-japan-prisoners-soviet",), "prisoners", "taken, by Soviet count {}"),),
        (Group(("sj-japan-died-captivity",), "dead", "died {}"),),
    ]
    fig = lines_below(losses, lines, left=9)
    key(
        fig,
        [
            ("dead", "dead"),
            ("dead and missing", "dead and missing"),
            ("prisoners", "prisoners"),
            ("wounded and sick", "wounded and sick"),
            ("battle casualties", "killed, missing, wounded"),
        ],
        [11, 1500],
        top=len(lines),
    )
    fig.update_xaxes(
        type="log",
        range=[0.9, 6.15],
        title_text="people (log scale)",
        tickvals=[1e1, 1e2, 1e3, 1e4, 1e5, 1e6],
        ticktext=["10", "100", "1,000", "10,000", "100,000", "1 million"],
    )
    return style.narrow(
        fig, xaxis={"tickvals": [1e1, 1e3, 1e5], "ticktext": ["10", "1,000", "100,000"]}
    )


@figure(
    "khalkhin-gol-losses",
    table="actual_losses",
    title="Khalkhin Gol, 1939: the losses each side admitted, claimed and found",
    caption=(
        "The dotted line stands at MK's number, which the text gives as a floor. It passes near "
        "two quite different things: the dead of both sides together, and the killed, "
        "wounded and missing of Japan alone. No count of one side's dead comes near it. A "
        "triangle is of no stated kind; a circle must not be read against a diamond."
    ),
    alt=(
        "Soviet totals step to the right from one publication to the next; Japanese dead huddle "
        "on the left, while the Soviet claim about Japanese losses stands alone at the far right."
    ),
)
def khalkhin_gol(losses: pd.DataFrame) -> go.Figure:
    """Both sides' losses at Khalkhin Gol, and the number of MK among them."""
    japanese_records, coox = "kg-japan-6army-dead", "kg-japan-coox-ground-dead"
    soviet = "kg-ussr-dead-krivosheev"
    claim = float(losses.loc["kg-both-dead-national-interest", "best"])

    def below(rows: tuple[str, ...], measure: str, label: str) -> tuple[Group, ...]:
        """Figures left of the claim's line, their label to its right, clear of it."""
        return (Group(rows, measure, label, "right", claim),)

    lines: list[Line] = [
        "",
        "",
        "<b>Soviet losses, as told in the USSR and Russia</b>",
        below(("kg-ussr-soviet-era-claim-1",), "battle casualties", "first claim {}"),
        (Group(("kg-ussr-soviet-era-claim-2",), "battle casualties", "in the 1980s {}", "right"),),
        below(("kg-ussr-dead-1993",), "dead and missing", "book of 1993 {}"),
        below((soviet,), "dead and missing", "book of 2001 {}"),
        (
            Group(
                ("kg-ussr-total-krivosheev",),
                "all casualties",
                "with wounded and sick {}",
                "right",
            ),
        ),
        "<b>Japanese losses</b>",
        below((japanese_records, "kg-japan-hata-dead", coox), "dead", "three counts {}"),
        below(("kg-japan-8440-dead-missing",), "dead and missing", "often quoted {}"),
        (Group(("kg-japan-6army-total",), "battle casualties", "Sixth Army’s total {}", "right"),),
        (Group(("kg-japan-hata-total",), "all casualties", "Hata, with the sick {}", "right"),),
        (
            Group(
                ("kg-japan-soviet-claim",), "casualties, composition not stated", "Soviet claim {}"
            ),
        ),
        "<b>Both sides' dead</b>",
        (Group(("kg-both-dead-national-interest",), "dead", "MK: more than {}", "right"),),
        (
            Group(
                (f"{soviet};{japanese_records}", f"{soviet};{coox}"),
                "dead and missing",
                "sum of records {}",
                "right",
            ),
        ),
        (Group(("kg-both-dead-cow",), "dead", "Correlates of War {}", "right"),),
    ]
    fig = lines_below(losses, lines, left=300)
    fig.add_shape(
        type="line",
        x0=claim,
        x1=claim,
        y0=0.3,
        y1=len(lines) - 1.6,
        line={"color": style.colour("quiet"), "width": 1, "dash": "dot"},
        layer="below",
    )
    key(
        fig,
        [
            ("dead", "dead"),
            ("battle casualties", "killed, wounded, missing"),
            ("dead and missing", "dead and missing"),
            ("all casualties", "with the sick"),
        ],
        [1500, 31000],
        top=len(lines),
    )
    fig.update_xaxes(
        range=[0, 66000],
        title_text="people",
        tickvals=[0, 20000, 40000, 60000],
        ticktext=["0", "20,000", "40,000", "60,000"],
    )
    return fig
