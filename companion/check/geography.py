"""The extract that the maps are drawn on: that it is small, closed and where it says."""

from __future__ import annotations

import json
from pathlib import Path

from companion.check.problem import Found, Problem
from companion.geography import KINDS

MAX_BYTES = 120_000
WEST, SOUTH, EAST, NORTH = 100.0, 30.0, 160.0, 56.0


def geography(folder: Path) -> Found:
    """Problems of ``geography.geojson`` in ``folder``; none when there is no such file."""
    path = folder / "geography.geojson"
    file = f"{folder.name}/{path.name}"
    if not path.is_file():
        return
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        expected = f"at most {MAX_BYTES:,} bytes: simplify the lines"
        yield Problem(file, None, None, f"{len(raw):,} bytes", expected)
        return
    try:
        features = json.loads(raw.decode("utf-8"))["features"]
        for n, feature in enumerate(features, start=1):
            yield from _feature(file, n, feature)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        expected = f"a GeoJSON FeatureCollection of lines and polygons ({error!r})"
        yield Problem(file, None, None, "", expected)


def _feature(file: str, number: int, feature: dict[str, dict[str, object]]) -> Found:
    kind, shape = feature["properties"]["kind"], feature["geometry"]["type"]
    wanted = "Polygon" if kind in {"land", "lake"} else "LineString"
    if kind not in KINDS:
        yield Problem(file, number, "kind", str(kind), f"one of: {', '.join(KINDS)}")
    elif shape != wanted:
        yield Problem(file, number, "type", str(shape), f"{wanted}, since its kind is {kind}")
        return
    found = feature["geometry"]["coordinates"]
    parts = found if shape == "Polygon" else [found]
    for part in parts if isinstance(parts, list) else []:
        if shape == "Polygon" and part[0] != part[-1]:
            yield Problem(file, number, "coordinates", str(part[-1]), "the first point again")
        for longitude, latitude in part:
            if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
                expected = f"a point within {WEST:g} to {EAST:g} E and {SOUTH:g} to {NORTH:g} N"
                yield Problem(file, number, "coordinates", f"{longitude}, {latitude}", expected)
                break
