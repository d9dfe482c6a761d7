"""The ground under the maps: coasts, rivers and boundaries, projected and cut to a frame.

``data/geography.geojson`` is a small extract of Natural Earth (public domain). Its boundaries are
those of today: none of 1945 could be had from an open source.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from companion import data

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # west, south, east, north, in degrees

FILE = data.ROOT / "geography.geojson"
KINDS = ("land", "lake", "river", "boundary")
RADIUS = 6371.0  # km, of the sphere with the volume of the earth


@lru_cache
def features() -> list[dict[str, Any]]:
    """The features of the extract, as GeoJSON; coordinates in degrees, longitude first."""
    return list(json.loads(FILE.read_text(encoding="utf-8"))["features"])


def lines(kind: str) -> Iterator[list[Point]]:
    """Every ring or line of that kind, in degrees. Raises ValueError for an unknown kind."""
    if kind not in KINDS:
        raise ValueError(f"no kind {kind!r} in {FILE.name}; there are: {', '.join(KINDS)}")
    for feature in features():
        if feature["properties"]["kind"] == kind:
            found = feature["geometry"]["coordinates"]
            for part in found if feature["geometry"]["type"] == "Polygon" else [found]:
                yield [(longitude, latitude) for longitude, latitude in part]


@dataclass(frozen=True)
class Albers:
    """Albers' equal-area conic projection about a point, true to scale on two parallels.

    After Snyder, Map Projections: A Working Manual (1987), equations 14-1 to 14-6, on the sphere.
    """

    longitude: float
    latitude: float
    south: float
    north: float

    def __call__(self, longitude: float, latitude: float) -> Point:
        """Kilometres east and north of the projection's centre."""
        n, c = self._cone
        rho, below = (
            RADIUS * math.sqrt(c - 2 * n * math.sin(math.radians(at))) / n
            for at in (latitude, self.latitude)
        )
        theta = n * math.radians(longitude - self.longitude)
        return rho * math.sin(theta), below - rho * math.cos(theta)

    @property
    def _cone(self) -> tuple[float, float]:
        first, second = math.radians(self.south), math.radians(self.north)
        n = (math.sin(first) + math.sin(second)) / 2
        return n, math.cos(first) ** 2 + 2 * n * math.sin(first)


def great_circle(start: Point, end: Point) -> float:
    """Kilometres between two points in degrees on the sphere (haversine formula)."""
    (west, south), (east, north) = ((math.radians(a), math.radians(b)) for a, b in (start, end))
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * RADIUS * math.asin(math.sqrt(half))


def inside(point: Point, box: Box) -> bool:
    """Whether a point in degrees lies in the box, its edges included."""
    west, south, east, north = box
    return west <= point[0] <= east and south <= point[1] <= north


def clipped_ring(ring: Sequence[Point], box: Box) -> list[Point]:
    """The part of a ring in the box, as one ring (Sutherland and Hodgman); [] when there is none.

    Parts that the box cuts from one another stay joined along its edge.
    """
    found = list(ring)
    for axis, limit, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        found = _half(found, axis, limit, sign)
    return found


def _half(ring: list[Point], axis: int, limit: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    if not ring:
        return kept
    before = ring[-1]
    was = sign * (before[axis] - limit) >= 0
    for here in ring:
        now = sign * (here[axis] - limit) >= 0
        if was != now:
            share = (limit - before[axis]) / (here[axis] - before[axis])
            kept.append(
                (
                    before[0] + share * (here[0] - before[0]),
                    before[1] + share * (here[1] - before[1]),
                )
            )
        if now:
            kept.append(here)
        before, was = here, now
    return kept


def clipped_line(line: Sequence[Point], box: Box) -> Iterator[list[Point]]:
    """The stretches of a line of which at least one end of each segment lies in the box."""
    stretch: list[Point] = []
    for n, point in enumerate(line):
        if any(inside(near, box) for near in line[max(n - 1, 0) : n + 2]):
            stretch.append(point)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch
