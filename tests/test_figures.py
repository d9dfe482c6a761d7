import json
import math
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from companion import bibliography, data, drawing, figures
from companion.book import assets, render
from companion.figures.style import NARROW, PALETTE
from companion.text import typeset

ALL = list(figures.registry())
BASIC_TRACES = {"scatter", "bar", "pie"}  # what plotly.js-basic can draw
QUANTITIES = ("low", "best", "high", "divisions", "brigades")
DAYS = (
    "earliest",
    "latest",
    "in_force_earliest",
    "in_force_latest",
    "ended_earliest",
    "ended_latest",
)


@pytest.fixture(params=ALL)
def drawn(request: pytest.FixtureRequest) -> tuple[figures.FigureSpec, dict[str, Any]]:
    return figures.registry()[request.param], figures.specification(request.param)


def marks(spec: dict[str, Any]) -> list[tuple[str, Any, Any, dict[str, Any]]]:
    """(row ids, x, y, trace) of every mark that stands for rows."""
    found = []
    for trace in spec["data"]:
        for n, ids in enumerate(trace.get("customdata") or []):
            if ids:
                base = trace.get("base")
                start = base[n] if isinstance(base, list) else base
                found.append((ids, (trace["x"][n], start), (trace["y"][n], start), trace))
    return found


def test_it_says_what_it_shows(drawn: tuple[figures.FigureSpec, dict[str, Any]]) -> None:
    found, _ = drawn
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found.id)
    assert len(found.title) > 10
    assert len(found.caption) > 60
    assert len(found.alt) > 60
    assert found.alt.endswith(".")
    assert found.alt != found.caption
    assert found.table in [*data.evidence_tables(), "claims"]


def test_it_draws_rows_that_exist_and_names_their_sources(
    drawn: tuple[figures.FigureSpec, dict[str, Any]],
) -> None:
    _, spec = drawn
    rows = figures.rows_drawn(spec)
    assert rows
    keys = figures.sources_drawn(rows)  # raises when a row does not exist
    line = next(n for n in spec["layout"]["annotations"] if n.get("name") == "sources")
    assert typeset(bibliography.short(keys[0])) in line["text"].replace("<br>", " ")


def test_each_mark_stands_at_its_rows_own_figure(
    drawn: tuple[figures.FigureSpec, dict[str, Any]],
) -> None:
    """A mark for one row must lie at a quantity or a day of that row, on one of its axes."""
    _, spec = drawn
    for ids, x, y, trace in marks(spec):
        if len(data.ids(ids)) != 1 or trace.get("meta", {}).get("computed"):
            continue  # a rate or a ratio, whose sums have their own tests
        row = data.row(ids)
        if not set(row.index) & {*QUANTITIES, *DAYS}:
            continue  # a claim, which has neither
        numbers = [float(row[c]) for c in QUANTITIES if c in row.index and pd.notna(row[c])]
        days = [row[c].strftime("%Y-%m-%d") for c in DAYS if c in row.index and pd.notna(row[c])]
        at = [v for v in (*x, *y) if v is not None]
        on_number = any(
            isinstance(v, int | float) and math.isclose(v, n, rel_tol=1e-9)
            for v in at
            for n in numbers
        )
        on_day = any(isinstance(v, str) and v[:10] in days for v in at)
        assert on_number or on_day, f"{ids} drawn at {at}; its row has {numbers} {days}"


def test_unchecked_rows_are_drawn_hollow(
    drawn: tuple[figures.FigureSpec, dict[str, Any]],
) -> None:
    _, spec = drawn
    for trace in spec["data"]:
        if trace["type"] == "bar" or "markers" not in trace.get("mode", "markers"):
            continue
        symbol = trace.get("marker", {}).get("symbol", "circle")
        for n, ids in enumerate(trace.get("customdata") or []):
            grades = {data.row(row_id).get("grade") for row_id in data.ids(ids)}
            shape = str(symbol[n] if isinstance(symbol, list) else symbol)
            if grades == {"unchecked"}:
                assert shape.endswith("-open"), f"{ids} is drawn solid"


def test_the_small_library_can_draw_it(
    drawn: tuple[figures.FigureSpec, dict[str, Any]],
) -> None:
    _, spec = drawn
    assert {trace["type"] for trace in spec["data"]} <= BASIC_TRACES


def test_the_specification_can_be_read(
    drawn: tuple[figures.FigureSpec, dict[str, Any]],
) -> None:
    _, spec = drawn
    assert '"bdata"' not in json.dumps(spec)
    assert "NaN" not in json.dumps(spec)


def test_its_colours_are_of_the_palette(
    drawn: tuple[figures.FigureSpec, dict[str, Any]],
) -> None:
    _, spec = drawn
    text = json.dumps({**spec, "layout": {**spec["layout"], "template": None}})
    light = {pair[0] for pair in PALETTE.values()}
    assert set(re.findall(r"#[0-9a-fA-F]{6}\b", text)) <= light
    triplets = {tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in light}
    for found in re.findall(r"rgba\((\d+), ?(\d+), ?(\d+), ?([\d.]+)\)", text):
        *rgb, alpha = found
        assert tuple(map(int, rgb)) in triplets or float(alpha) == 0


def test_it_has_a_narrow_form(drawn: tuple[figures.FigureSpec, dict[str, Any]]) -> None:
    _, spec = drawn
    narrow = figures.narrow_form(spec)
    assert narrow["layout"]["width"] == NARROW
    assert narrow["layout"]["height"] > 150


def test_its_words_are_set_as_a_printer_sets_them(
    drawn: tuple[figures.FigureSpec, dict[str, Any]],
) -> None:
    def words(part: Any) -> Iterator[str]:
        if isinstance(part, list):
            for item in part:
                yield from words(item)
        elif isinstance(part, dict):
            for key, value in part.items():
                if key in {"text", "ticktext", "hovertemplate", "name"}:
                    found = value if isinstance(value, list) else [value]
                    yield from (text for text in found if isinstance(text, str))
                yield from words(value)

    spec = drawn[1]
    for text in words([spec["data"], spec["layout"]]):
        assert not set(text) & set("'\""), text


def test_drawing_it_twice_gives_the_same(drawn: tuple[figures.FigureSpec, dict[str, Any]]) -> None:
    found, spec = drawn
    again = json.loads(found.draw(data.load(found.table)).to_json())
    assert render.fingerprint(again) == render.fingerprint(spec)


def test_no_static_picture_is_missing_or_stale() -> None:
    assert not drawing.stale(), "run `make figures`"


@pytest.mark.parametrize("picture", sorted(p.name for p in render.PICTURES.glob("*.svg")))
def test_a_picture_is_inert_and_its_ids_are_plain(picture: str) -> None:
    svg = (render.PICTURES / picture).read_text(encoding="utf-8")
    assert "<script" not in svg
    assert not re.search(r'(href|src)="https?:', svg)
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert ids == sorted(ids, key=lambda i: int(i.rsplit("-", 1)[1]))
    assert all(i.startswith(picture.split(".")[0]) for i in ids)
    for used in re.findall(r"url\((?:&quot;|['\"])?#([^'\"&)]+)", svg):
        assert used in ids


@pytest.mark.parametrize("picture", sorted(p.name for p in render.PICTURES.glob("*.svg")))
def test_a_picture_writes_in_colours_that_dark_paper_swaps(picture: str) -> None:
    svg = assets.on_dark((render.PICTURES / picture).read_text(encoding="utf-8"))
    used = set(re.findall(r"<(?:text|tspan)\b[^>]*?fill: rgb\((\d+), (\d+), (\d+)\)", svg))
    assert used
    assert {tuple(map(int, rgb)) for rgb in used} <= {
        assets._rgb(dark) for _, dark in PALETTE.values()
    }


@pytest.mark.parametrize("name", PALETTE)
def test_the_dark_picture_swaps_each_colour(name: str) -> None:
    light, dark = PALETTE[name]
    rgb = tuple(int(light[i : i + 2], 16) for i in (1, 3, 5))
    swapped = assets.on_dark(f'<path style="fill: rgb({rgb[0]}, {rgb[1]}, {rgb[2]});"/>')
    assert str(int(dark[1:3], 16)) in swapped
    assert f"rgb({rgb[0]}," not in swapped


def test_a_second_figure_of_the_same_name_is_refused() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        figures.figure(ALL[0], table="treaties", title="", caption="", alt="")(lambda frame: frame)


@pytest.mark.parametrize("text", ["<a href=x>", "<script>", "<IMG SRC=x>", "</svg>"])
def test_a_tag_in_a_label_is_shown_as_text(text: str) -> None:
    cleaned = figures._harmless({"data": [{"text": [f"{text}<br><b>kept</b>"]}]})
    assert cleaned["data"][0]["text"] == [f"&lt;{text[1:]}<br><b>kept</b>"]
