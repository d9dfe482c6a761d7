"""Sakhalin, the Kurils and Korea, August and September 1945: by day, and in men and losses."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from companion import data
from companion.figures import figure, style
from companion.figures.loss_lines import bar, grade_of, key, words
from companion.islands import BROADCAST, SIGNED, TAKINGS, Taking
from companion.losses import figure_of, named, span_in_words

FIRST, LAST = "1945-08-07", "1945-09-11"
_ACTS = {"surrender": "square", "ceasefire": "square", "landing": "circle"}
# Labels stand to the right of what had begun by then, and to the left of what came later.
_TURN = pd.Timestamp("1945-08-22")


def _noon(day: pd.Timestamp) -> str:
    return f"{day:%Y-%m-%d}T12:00"


def _short(day: pd.Timestamp) -> str:
    return f"{day.day} {'Sept' if day.month == 9 else day.strftime('%b')}"


def _span(taking: Taking) -> str:
    first, last = taking.first, taking.last
    if first == last:
        return _short(first)
    return f"{first.day if first.month == last.month else _short(first)}–{_short(last)}"


def _line(fig: go.Figure, events: pd.DataFrame, taking: Taking, y: float) -> None:
    ends = list(dict.fromkeys([_noon(taking.first), _noon(taking.last)]))
    side = str(events.loc[taking.rows[0], "side"])
    if len(ends) > 1:
        fig.add_scatter(
            x=ends, y=[y, y], mode="lines", hoverinfo="skip",
            line={"color": style.soft(side, 0.45), "width": 7},
        )  # fmt: skip
    for row_id in taking.rows:
        row = events.loc[row_id]
        days = list(dict.fromkeys([_noon(row["earliest"]), _noon(row["latest"])]))
        fig.add_scatter(
            x=days,
            y=[y] * len(days),
            mode="markers",
            marker=style.marker(
                row["grade"], row["side"], _ACTS.get(str(row["theme"]), "diamond"), 10
            ),
            customdata=[row_id] * len(days),
            hovertemplate=f"{row['event']}<extra>{row['grade']}</extra>",
        )
    right = taking.first < _TURN
    gap = "\u00a0\u00a0\u00a0"
    label = f"{taking.place}{' (US)' if side == 'US' else ''}, {_span(taking)}"
    words(
        fig, ends[-1] if right else ends[0], y,  # type: ignore[arg-type]
        f"{gap}{label}" if right else f"{label}{gap}",
        at="right" if right else "left", size=12,
    )  # fmt: skip


def _bands(fig: go.Figure, top: float) -> None:
    """The time before the broadcast, up to the signature, and after it, as bands with names."""
    broadcast, signed = (data.row(row)["earliest"] for row in (BROADCAST, SIGNED))
    for start, end, alpha in ((broadcast, signed, 0.08), (signed, pd.Timestamp(LAST), 0.2)):
        fig.add_shape(
            type="rect", x0=_noon(start), x1=_noon(end) if end == signed else LAST, y0=0, y1=top,
            fillcolor=style.soft("other", alpha), line={"width": 0}, layer="below",
        )  # fmt: skip
    for row_id, day, label, at in (
        (BROADCAST, broadcast, "broadcast", "right"),
        (SIGNED, signed, "signed", "left"),
    ):
        side = str(data.row(row_id)["side"])
        fig.add_scatter(
            x=[_noon(day)],
            y=[top],
            mode="markers",
            marker=style.marker(data.row(row_id)["grade"], side, "triangle-down", 12),
            customdata=[row_id],
            hovertemplate=f"{data.row(row_id)['event']}<extra></extra>",
        )
        gap = "\u00a0\u00a0\u00a0"
        words(
            fig, _noon(day), top,  # type: ignore[arg-type]
            f"{gap}{label}" if at == "right" else f"{label}{gap}",
            at=at, size=11.5, colour=style.colour("quiet"),
        )  # fmt: skip


@figure(
    "islands-and-korea-by-day",
    table="campaign_events",
    title="Korea, South Sakhalin and the Kurils, place by place and day by day",
    caption=(
        "Circles are landings, diamonds an attack or entry by land or air, squares a surrender or "
        "cease-fire; a bar joins the first troops to the last act. Orange is Soviet, blue "
        "American, violet Japanese, grey both sides. Shading begins with the Emperor’s broadcast "
        "and deepens with the signature in Tokyo Bay. A place with one mark was not "
        "necessarily taken in one day: no second day was read; Yuki and Rashin share one span. "
        "Local days; places under their names of 1945, for today’s see the table."
    ),
    alt=(
        "The marks step from upper left to lower right within each of three groups: only the first "
        "Korean ports and the Sakhalin border lie left of the broadcast, most places between the "
        "broadcast and the signature, and the Habomai islets and the American landing after it."
    ),
)
def islands_and_korea_by_day(events: pd.DataFrame) -> go.Figure:
    """Each place on a line of its own, from the first troops to the last act."""
    fig = go.Figure()
    y = float(sum(len(group) + 1 for group in TAKINGS.values()))
    top = y + 1
    _bands(fig, top)
    for heading, group in TAKINGS.items():
        words(fig, FIRST, y, f"<b>{heading}</b>")  # type: ignore[arg-type]
        y -= 1
        for taking in group:
            _line(fig, events, taking, y)
            y -= 1
    for symbol, what, day in (
        ("circle", "landing", "08-08"),
        ("diamond", "attack or entry", "08-17"),
        ("square", "surrender", "08-30"),
    ):
        key(fig, [(symbol, what)], [f"1945-{day}"], top + 1.3)  # type: ignore[list-item]
    fig.update_yaxes(visible=False, range=[0.2, top + 2])
    fig.update_xaxes(
        type="date",
        range=[FIRST, LAST],
        tickvals=["1945-08-09T12:00", "1945-08-15T12:00", "1945-08-22T12:00", "1945-09-02T12:00",
                  "1945-09-09T12:00"],
        ticktext=["9 Aug", "15 Aug", "22 Aug", "2 Sept", "9 Sept"],
        showgrid=False,
    )  # fmt: skip
    fig.update_layout(height=int(24 * (top + 2) + 60))
    return style.narrow(fig)


@dataclass(frozen=True)
class _Count:
    """A line of the second figure: what it says (``{}`` for the span) and its rows by mark."""

    label: str
    marks: tuple[tuple[str, tuple[str, ...]], ...]


MEN, OWN, ENEMY = "square", "circle", "diamond"
COUNTS: dict[str, tuple[_Count, ...]] = {
    "Shumshu, 18–23 August": (
        _Count(
            "Soviet landing force: {}",
            (
                (
                    MEN,
                    (
                        "shumshu-1945-08-18-soviet-8821",
                        "shumshu-1945-08-18-soviet-8824",
                        "shumshu-1945-08-18-soviet-8363",
                    ),
                ),
            ),
        ),
        _Count("Japanese on the island: {}", ((MEN, ("shumshu-1945-08-18-japan-8500",)),)),
        _Count(
            "with Paramushiru: {}",
            ((MEN, ("shumshu-1945-08-18-japan-23000", "shumshu-1945-08-18-japan-25000")),),
        ),
        _Count(
            "Soviet losses: own {}, Japanese {}",
            (
                (OWN, ("shumshu-ussr-total-1567", "shumshu-ussr-total-soviet")),
                (ENEMY, ("shumshu-ussr-total-japanese",)),
            ),
        ),
        _Count(
            "Japanese losses: own {}, Soviet {}",
            (
                (OWN, ("shumshu-japan-total-japanese",)),
                (ENEMY, ("shumshu-japan-total-soviet",)),
            ),
        ),
    ),
    "South Sakhalin, 11–25 August": (
        _Count(
            "Soviet attackers: {}",
            ((MEN, ("sakhalin-1945-08-soviet-20000", "sakhalin-1945-08-11-soviet-35000")),),
        ),
        _Count("Soviet, whole region: {}", ((MEN, ("sakhalin-1945-08-soviet-100000",)),)),
        _Count(
            "Japanese: {}",
            ((MEN, ("sakhalin-1945-08-japan-19000", "sakhalin-1945-08-11-japan-20000")),),
        ),
        _Count("with reservists: {}", ((MEN, ("sakhalin-1945-08-japan-29000",)),)),
        _Count("Soviet dead: {}", ((OWN, ("sakhalin-ussr-dead",)),)),
        _Count("Japanese soldiers dead: {}", ((OWN, ("sakhalin-japan-dead",)),)),
        _Count("Civilians: {}", ((OWN, ("sakhalin-civilians-dead",)),)),
        _Count("Dead on three refugee ships: {} or more", ((OWN, ("refugee-ships-dead",)),)),
    ),
}


@figure(
    "islands-men-and-losses",
    table="actual_losses",
    title="Men and losses on Shumshu and South Sakhalin, by each side’s figures",
    caption=(
        "Squares are men there, circles losses by a side’s own count or by one that names no side, "
        "diamonds the enemy’s figure for the same loss; colour is whose men they are. Losses on "
        "Shumshu are killed, missing and wounded; on Sakhalin the dead alone, except the "
        "civilians, whose kind of loss is not stated and who may include those on the ships: do "
        "not add. On Shumshu the attackers lost more than the defenders, whoever counts. None of "
        "these figures was read in an archive."
    ),
    alt=(
        "On Shumshu the squares of both sides almost coincide, and the Soviet circles and diamond "
        "stand to the right of the Japanese ones; on Sakhalin the squares spread widely and the "
        "dead of both sides overlap, with the civilians to their right."
    ),
)
def islands_men_and_losses(losses: pd.DataFrame) -> go.Figure:
    """Strengths and losses on one logarithmic axis, each line with its own words above it."""
    every = pd.concat([losses, data.load("force_levels")])
    fig = go.Figure()
    left, height = 160.0, sum(1 + 1.7 * len(lines) for lines in COUNTS.values())
    top = height
    for heading, lines in COUNTS.items():
        words(fig, left, height, f"<b>{heading}</b>")
        height -= 1
        for line in lines:
            _count(fig, every, line, left, height)
            height -= 1.7
    key(
        fig,
        [(MEN, "men there"), (OWN, "losses"), (ENEMY, "enemy’s figure")],
        [190, 2400, 16000],
        top=top + 1.3,
    )
    fig.update_yaxes(visible=False, range=[height + 0.6, top + 2])
    fig.update_xaxes(
        type="log",
        range=[2.2, 5.3],
        title_text="people (log scale)",
        showgrid=False,
        tickvals=[200, 1e3, 1e4, 1e5],
        ticktext=["200", "1,000", "10,000", "100,000"],
    )
    fig.update_layout(height=int(25 * (top + 2) + 60))
    return style.narrow(fig)


def _count(fig: go.Figure, every: pd.DataFrame, line: _Count, left: float, y: float) -> None:
    side = str(every.loc[line.marks[0][1][0], "side"])
    spans = [figure_of(every, rows) for _, rows in line.marks]
    text = line.label.format(*(span_in_words(span.low, span.high) for span in spans))
    words(fig, left, y, text, size=11.5, colour=style.colour(side))
    below = y - 0.72
    for symbol, rows in line.marks:
        for row in named(rows):
            span = figure_of(every, row)
            ends = list(dict.fromkeys((span.low, span.high)))
            bar(fig, ends, below, side)
            fig.add_scatter(
                x=ends,
                y=[below] * len(ends),
                mode="markers",
                marker=style.marker(grade_of(every, [row]), side, symbol, 10),
                customdata=[row] * len(ends),
                hovertemplate=f"{every.loc[row, 'measure']}: {span_in_words(span.low, span.high)}"
                f"<br>{every.loc[row, 'counts']}<extra>{grade_of(every, [row])}</extra>",
            )
