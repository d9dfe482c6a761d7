"""Projections as scenarios: a formula with named inputs, what moves it, and seeded draws."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace

from companion.arithmetic import (
    Formula,
    Range,
    assume,
    battle_ratio,
    between,
    by_exchange_ratio,
    by_rate,
    by_share,
    days_of,
    exchange_ratio,
    men_implied,
    okinawa_rate,
    origins,
    saipan_rate,
    spread,
    stated,
)


@dataclass(frozen=True)
class Scenario:
    """A formula with named inputs, which a reader may change one by one."""

    title: str
    formula: Formula
    inputs: dict[str, Range]

    def changed(self, **inputs: float | Range) -> Scenario:
        """The same with other inputs: a number for an exact one. Raises KeyError for a new name."""
        for name in inputs:
            if name not in self.inputs:
                raise KeyError(f"no input {name!r}; there are: {', '.join(self.inputs)}")
        new = {n: v if isinstance(v, Range) else Range(v, v, v) for n, v in inputs.items()}
        return replace(self, inputs={**self.inputs, **new})

    def result(self) -> Range:
        """Lowest, best and highest result with the extremes of all inputs combined."""
        return spread(self.formula, *self.inputs.values())

    def origins(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ids of the rows, and names of the assumptions, that the inputs rest on."""
        return origins(self.inputs.values())

    def swings(self) -> dict[str, tuple[float, float]]:
        """For each input, the results at its low and at its high, all others at their best."""
        best = {name: value.best for name, value in self.inputs.items()}
        return {
            name: (
                self.formula(*{**best, name: moving.low}.values()),
                self.formula(*{**best, name: moving.high}.values()),
            )
            for name, moving in self.inputs.items()
        }

    def draws(self, count: int = 10_000, seed: int = 1945) -> list[float]:
        """``count`` results in ascending order, each input drawn from a triangle.

        A triangle is highest at the input's best and falls to nothing at its ends; inputs are drawn
        independently of each other. Both are assumptions. The same seed gives the same draws.
        """
        generator = random.Random(seed)
        return sorted(
            self.formula(*(_from_triangle(generator.random(), i) for i in self.inputs.values()))
            for _ in range(count)
        )


def _from_triangle(chance: float, shape: Range) -> float:
    """The value below which ``chance`` of a triangle lies (its inverse distribution)."""
    # random.triangular may change between versions of Python; random.random does not.
    width = shape.high - shape.low
    if width == 0:
        return shape.best
    left = shape.best - shape.low
    if chance * width < left:
        return shape.low + math.sqrt(chance * width * left)
    return shape.high - math.sqrt((1 - chance) * width * (shape.high - shape.best))


def below(ordered: list[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of the ordered draws lie."""
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def kyushu_by_ratio() -> Scenario:
    """American battle casualties on Kyushu, by the ratios shown to Truman.

    Garrison as estimated on 18 June, in early August, and as counted after the surrender; ratio as
    at Okinawa, over three campaigns together, and on Luzon.
    """
    battles = ("okinawa", "leyte", "luzon")
    ratios = [battle_ratio(f"jcs1388-{battle}-japan", f"jcs1388-{battle}-us") for battle in battles]
    lost = {
        side: stated(*(f"jcs1388-{battle}-{side}" for battle in battles)).best
        for side in ("japan", "us")
    }
    pooled = exchange_ratio(lost["japan"], lost["us"])
    june, august, counted = (
        stated(f"kyushu-{name}")
        for name in (
            "us-est-1945-06-18-personnel",
            "us-est-1945-08-07-personnel",
            "actual-1945-08-personnel-735000",
        )
    )
    return Scenario(
        "Kyushu by exchange ratio",
        lambda garrison, met, ratio: by_exchange_ratio(by_share(garrison, met), ratio),
        {
            "garrison": replace(between(june, august, counted), best=august.best),
            "met": assume("part of the garrison met"),
            "ratio": replace(between(*ratios), best=pooled),
        },
    )


def olympic_by_rate() -> Scenario:
    """American casualties in Olympic by rate, force and days, about the paper of April 1945.

    Best is that paper, with the force its total implies. The lowest rate is Okinawa's, the highest
    Saipan's; the smallest force is infantry and Marines alone.
    """
    target = "jcs-april-1945-olympic-total"
    rate, days = stated("jcs-april-1945-rate-total"), days_of(target)
    implied = spread(men_implied, stated(target), rate, days)
    month, longest = days_of("nimitz-may-1945-30-days"), days_of("macarthur-staff-120-days")
    small = stated("olympic-infantry-252000", "olympic-marines-87000")
    whole = stated("olympic-assault-troops-766700")
    return Scenario(
        "Olympic by daily rate",
        by_rate,
        {
            "force": replace(between(small, implied, whole), best=implied.best),
            "rate": replace(between(okinawa_rate(), rate, saipan_rate()), best=rate.best),
            "days": replace(between(month, days, longest), best=days.best),
        },
    )
