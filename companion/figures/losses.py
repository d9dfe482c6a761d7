"""Figures on actual losses: the yardsticks that forecasts of 1945 were cut from, or lacked."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from companion import data
from companion.figures import figure, style
from companion.figures.casualties import SYMBOLS as PROJECTED
from companion.text import date_in_words, number

# What losses count beyond what forecasts count.
SYMBOLS = PROJECTED | {
    "wounded": "triangle-down",
    "wounded and sick": "triangle-down",
    "non-battle casualties": "square",
    "prisoners": "cross",
}


@dataclass(frozen=True)
class Group:
    """Figures for one thing, side by side: row ids (summed where joined by ``;``) and a label.

    ``{}`` in the label stands for the figures, from the lowest to the highest. The label stands to
    the left or the right of the marks, where ``at`` says, or begins at ``label_from``.
    """

    rows: tuple[str, ...]
    measure: str
    label: str = ""
    at: str = "left"
    label_from: float | None = None


# A wide diamond is low: it takes a larger size to be seen as well as the rest.
SIZES = {"dead and missing": 13}

# Between a mark and its words: spaces that a browser does not swallow.
GAP = "\u00a0\u00a0\u00a0"

# A heading, or what is drawn on one line below it.
Line = str | tuple[Group, ...]


def bounds(losses: pd.DataFrame, rows: str) -> tuple[float, float]:
    """Lower and upper end of a row, or of the sum of several rows joined by ``;``.

    Without bounds of its own a row's figure is both.
    """
    found = losses.loc[data.ids(rows)]
    return (
        float(found["low"].fillna(found["best"]).sum()),
        float(found["high"].fillna(found["best"]).sum()),
    )


def span(low: float, high: float) -> str:
    """``12`` or ``10–12``."""
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def _draw(fig: go.Figure, losses: pd.DataFrame, group: Group, height: int) -> None:
    spans = [bounds(losses, rows) for rows in group.rows]
    sides = losses.loc[[row for rows in group.rows for row in data.ids(rows)], "side"].unique()
    side = str(sides[0]) if len(sides) == 1 else "both"
    for rows, (low, high) in zip(group.rows, spans, strict=True):
        members = losses.loc[data.ids(rows)]
        grades = members["grade"].unique()
        grade = "unchecked" if "unchecked" in grades else ", ".join(grades)
        ends = [low] if low == high else [low, high]
        if len(ends) == 2:
            fig.add_scatter(
                x=ends,
                y=[height, height],
                mode="lines",
                line={"color": style.soft(side, 0.45), "width": 7},
                hoverinfo="skip",
            )
        scope = "; ".join(members["counts"].dropna()) or members["operation"].iloc[0]
        fig.add_scatter(
            x=ends,
            y=[height] * len(ends),
            mode="markers",
            marker=style.marker(grade, side, SYMBOLS[group.measure], SIZES.get(group.measure, 11)),
            customdata=[rows] * len(ends),
            hovertemplate=f"{side}, {group.measure}: {span(low, high)}"
            f"<br>{scope}<extra>{grade}</extra>",
        )
    if group.label:
        _label(fig, group, spans, side, height)


def _label(
    fig: go.Figure, group: Group, spans: list[tuple[float, float]], side: str, height: int
) -> None:
    lowest, highest = min(low for low, _ in spans), max(high for _, high in spans)
    words = group.label.format(span(lowest, highest))
    beside = lowest if group.at == "left" else highest
    fig.add_scatter(
        x=[group.label_from or beside],
        y=[height],
        mode="text",
        text=[f"{words}{GAP}" if group.at == "left" else f"{GAP}{words}"],
        textposition=f"middle {group.at}",
        textfont={"size": 12, "color": style.colour(side)},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _words(fig: go.Figure, x: float, y: float, words: str) -> None:
    fig.add_scatter(
        x=[x],
        y=[y],
        mode="text",
        text=[words],
        textposition="middle right",
        textfont={"size": 12.5},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _lines(losses: pd.DataFrame, lines: list[Line], left: float, pitch: int = 25) -> go.Figure:
    """Headings and marks, one line below the other; ``left`` is where headings begin."""
    fig = go.Figure()
    for height, line in zip(range(len(lines), 0, -1), lines, strict=True):
        if isinstance(line, str):
            _words(fig, left, height - 0.1, line)
            continue
        for group in line:
            _draw(fig, losses, group, height)
    fig.update_yaxes(visible=False, range=[0.3, len(lines) + 0.7])
    fig.update_layout(height=pitch * len(lines) + 60)
    return fig


def _key(fig: go.Figure, kinds: list[tuple[str, str]], xs: list[float], top: int) -> None:
    """Which mark stands for what, in rows of as many as there are ``xs``, above the lines."""
    for place, (measure, words) in enumerate(kinds):
        x, y = xs[place % len(xs)], top - place // len(xs)
        fig.add_scatter(
            x=[x],
            y=[y],
            mode="markers",
            marker={
                "symbol": SYMBOLS[measure],
                "size": SIZES.get(measure, 11),
                "color": style.colour("quiet"),
            },
            hoverinfo="skip",
        )
        _words(fig, x, y, f"{GAP}{words}")


def _heading(losses: pd.DataFrame, row_id: str, name: str) -> str:
    return f"<b>{name}</b>, {date_in_words(losses.loc[row_id, 'date'])}"


@figure(
    "tarawa-to-okinawa",
    table="actual_losses",
    title="What seven battles cost, Guadalcanal to Okinawa",
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
def tarawa_to_okinawa(losses: pd.DataFrame) -> go.Figure:
    """American and Japanese losses in the battles from which ratios were drawn."""
    lines: list[Line] = [
        "",
        "",
        _heading(losses, "guadalcanal-us-ground-dead", "Guadalcanal"),
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
        _heading(losses, "tarawa-us-marines-dead", "Tarawa"),
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
        _heading(losses, "saipan-us-land-dead", "Saipan"),
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
        _heading(losses, "leyte-us-dead", "Leyte"),
        (
            Group(("leyte-us-dead",), "dead", "US {}"),
            Group(("leyte-us-total",), "battle casualties", "{}", "right"),
        ),
        (Group(("leyte-japan-dead",), "dead", "Japan {}"),),
        _heading(losses, "luzon-us-dead", "Luzon"),
        (
            Group(("luzon-us-dead",), "dead", "US {}"),
            Group(("luzon-us-total",), "battle casualties", "{}", "right"),
        ),
        (
            Group(
                ("luzon-us-nonbattle",), "non-battle casualties", "US sick and injured besides {}"
            ),
        ),
        (Group(("luzon-japan-losses",), "dead", "Japan, at most {}"),),
        _heading(losses, "iwo-us-dead", "Iwo Jima"),
        (
            Group(("iwo-us-dead",), "dead and missing", "US {}"),
            Group(("iwo-us-total",), "battle casualties", "{}", "right"),
        ),
        (Group(("iwo-japan-dead",), "dead", "Japan {}"),),
        _heading(losses, "okinawa-us-dead", "Okinawa"),
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
        (Group(("okinawa-japan-dead",), "dead", "Japan, by US estimate {}"),),
    ]
    fig = _lines(losses, lines, left=95)
    _key(
        fig,
        [
            ("dead", "dead"),
            ("battle casualties", "killed, wounded, missing"),
            ("dead and missing", "dead and missing"),
            ("all casualties", "sick and injured"),
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


@figure(
    "announced-us-casualties",
    table="actual_losses",
    title="American casualties as announced, June 1944 to July 1945",
    caption=(
        "Battle casualties in all theatres since 7 December 1941 (killed, wounded, missing and "
        "captured), placed on the day to which the announcement ran. The grey square shows where "
        "the announced total would stand had it risen by what GH gives for the year. Announcements "
        "lag the fighting by weeks and are running totals; sick and injured are in none of the "
        "circles."
    ),
    alt=(
        "Two rising lines of announced totals, steepest in the winter; the line for all services "
        "passes a million at the end of May, well below the grey square."
    ),
)
def announced_us_casualties(losses: pd.DataFrame) -> go.Figure:
    """Running totals of announced US battle casualties, and the rise that GH's year would need."""
    since_1941 = losses[
        (losses["operation"] == "US announced casualties since 7 December 1941")
        & (losses["measure"] == "battle casualties")
        & (losses["latest"] >= "1944-06-01")
    ].sort_values("latest", kind="stable")
    army = since_1941[since_1941["counts"].str.startswith("Army")]
    every = since_1941.drop(army.index)
    claim = losses.loc["us-surge-year-glantz-house"]
    start, end = every.iloc[0], every.loc["us-all-cum-1945-05-31"]

    fig = go.Figure()
    fig.add_scatter(
        x=[start["latest"], claim["latest"]],
        y=[start["best"], start["best"] + claim["best"]],
        mode="lines",
        line={"color": style.colour("other"), "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )
    fig.add_scatter(
        x=[claim["latest"]],
        y=[start["best"] + claim["best"]],
        mode="markers",
        marker=style.marker(claim["grade"], "other", SYMBOLS["all casualties"], 11),
        customdata=[f"{start.name};{claim.name}"],
        hovertemplate=f"total of July 1944 and {number(claim['best'])} more<extra></extra>",
    )
    for frame, dash in ((army, "solid"), (every, "dash")):
        fig.add_scatter(
            x=frame["latest"].dt.strftime("%Y-%m-%d").tolist(),
            y=frame["best"].tolist(),
            mode="lines+markers",
            line={"color": style.colour("US"), "width": 1.5, "dash": dash},
            marker=style.marker("primary", "US", SYMBOLS["battle casualties"], 9),
            customdata=[str(row_id) for row_id in frame.index],
            text=[f"{number(row['best'])}<br>{row['counts']}" for _, row in frame.iterrows()],
            hovertemplate="%{x|%d %b %Y}: %{text}<extra></extra>",
        )
    fig.update_xaxes(
        range=["1944-04-01", "1945-09-20"],
        tickvals=["1944-07-01", "1944-10-01", "1945-01-01", "1945-04-01", "1945-07-01"],
        ticktext=["July<br>1944", "October", "January<br>1945", "April", "July"],
    )
    fig.update_yaxes(
        range=[0, 1.4e6],
        tickvals=[250e3, 500e3, 750e3, 1e6, 1.25e6],
        ticktext=["250,000", "500,000", "750,000", "1 million", "1¼ million"],
        ticklabelposition="inside top",
        ticks="",
    )
    middle = army.iloc[len(army) // 2]
    rise = number(end["best"] - start["best"])
    began, ended = date_in_words(f"{start['latest']:%Y-%m-%d}"), date_in_words(end["date"][-10:])
    notes = [
        (claim["latest"], 1.34e6, "July 1944 total<br>and GH's million", "right"),
        (every["latest"].iloc[-1], 0.95e6, "all services", "center"),
        (middle["latest"], middle["best"] - 40e3, f"{GAP}Army alone", "left"),
        (
            pd.Timestamp("1944-12-20"),
            0.2e6,
            f"all services (dashed):<br><b>{rise}</b> more<br>by {ended}<br>than by {began}",
            "left",
        ),
    ]
    fig.update_layout(
        height=440,
        annotations=[
            {
                "x": f"{x:%Y-%m-%d}",
                "y": y,
                "text": words,
                "xanchor": align,
                "align": align,
                "showarrow": False,
                "font": {"size": 12},
            }
            for x, y, words, align in notes
        ],
    )
    return style.narrow(
        fig,
        xaxis={
            "range": ["1944-02-15", "1945-10-05"],
            "tickvals": ["1944-07-01", "1945-01-01", "1945-07-01"],
            "ticktext": ["July<br>1944", "January<br>1945", "July"],
        },
    )


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
        *part("<b>Transbaikal Front</b>", "transbaikal"),
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
        "<b>Japanese dead in the campaign</b>",
        (Group(("sj-japan-dead-japanese",), "dead", "Japanese count {}"),),
        (Group(("sj-japan-dead-soviet-claim",), "dead", "Soviet count {}"),),
        "<b>Prisoners, and dead in Soviet captivity</b>",
        (Group(("sj-japan-prisoners-soviet",), "prisoners", "taken, by Soviet count {}"),),
        (Group(("sj-japan-died-captivity",), "dead", "died {}"),),
    ]
    fig = _lines(losses, lines, left=9)
    _key(
        fig,
        [
            ("dead", "dead"),
            ("dead and missing", "dead and missing"),
            ("prisoners", "prisoners"),
            ("wounded and sick", "wounded and sick"),
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
        "wounded and missing of Japan alone. No count of one side's dead comes near it. A circle "
        "must not be read against a diamond."
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
        (Group(("kg-japan-6army-total",), "battle casualties", "Sixth Army's total {}", "right"),),
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
    fig = _lines(losses, lines, left=300)
    fig.add_shape(
        type="line",
        x0=claim,
        x1=claim,
        y0=0.3,
        y1=len(lines) - 1.6,
        line={"color": style.colour("quiet"), "width": 1, "dash": "dot"},
        layer="below",
    )
    _key(
        fig,
        [
            ("dead", "dead"),
            ("battle casualties", "killed, wounded, missing"),
            ("dead and missing", "dead and missing"),
            ("all casualties", "with the sick"),
        ],
        [1500, 29000],
        top=len(lines),
    )
    fig.update_xaxes(
        range=[0, 66000],
        title_text="people",
        tickvals=[0, 20000, 40000, 60000],
        ticktext=["0", "20,000", "40,000", "60,000"],
    )
    return fig
