"""A seal stands beside every figure and datum, changes with what it seals, and can be verified."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from bs4 import Tag

from companion import bibliography, cells, cli, data, figures, seal
from companion.book import changes
from conftest import HTML, page

FIGURES = list(figures.registry())
ROWS = [
    (table, row_id)
    for table, rows in cells.present().tables.items()
    if table in data.names()
    for row_id in rows
]
SAMPLE = random.Random(1945).sample([i for t, i in ROWS if t != "passages"], 40)


def text_of(name: str) -> str:
    return (HTML / "d" / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("figure_id", FIGURES)
def test_a_figure_carries_the_seal_of_what_it_draws(figure_id: str) -> None:
    sealed = seal.figure(figure_id)
    assert f'<code class="seal">{sealed}</code>' in text_of(f"fig-{figure_id}")
    chapter = next(
        p for p in (HTML / "chapters").glob("*.html") if f'id="fig-{figure_id}"' in p.read_text()
    )
    figure = page(f"chapters/{chapter.stem}").find(id=f"fig-{figure_id}")
    assert isinstance(figure, Tag)
    mark = figure.select_one("figcaption .seal")
    assert mark is not None
    assert mark.get_text().endswith(f": {sealed}")
    assert ("before any choice" in mark.get_text()) == seal.turned(figure_id)


def test_figures_that_a_reader_turns_are_known() -> None:
    assert {"projections-turned", "force-ratios-turned", "campaign-map"} <= {
        name for name in FIGURES if seal.turned(name)
    }
    assert not seal.turned("projections-rebuilt-by-method")


@pytest.mark.parametrize("row_id", [*SAMPLE, "okinawa-us-dead"])
def test_a_page_of_a_row_carries_its_seal(row_id: str) -> None:
    assert f'<code class="seal">{seal.row(row_id)}</code>' in text_of(row_id)


def test_a_page_of_a_source_carries_its_seal() -> None:
    for key in list(bibliography.entries())[:10]:
        assert f'<code class="seal">{seal.source(key)}</code>' in text_of(f"src-{key}")
    assert changes.seal_of("tab-people-most-met", {}) == ""


def test_no_two_rows_share_a_seal() -> None:
    sealed = {seal.row(row_id) for _, row_id in ROWS}
    assert len(sealed) == len(ROWS)


@pytest.mark.parametrize("table", [name for name in cells.present().tables if name in data.names()])
def test_editing_any_cell_of_a_row_changes_its_seal(table: str) -> None:
    row_id, row = next(iter(cells.present().tables[table].items()))
    for column in cells.present().kinds(table):
        edited = {**row, column: f"{row.get(column, '')}1"}
        assert seal.of_cells(table, edited) != seal.row(row_id), column


@pytest.mark.parametrize("figure_id", FIGURES)
def test_editing_any_row_that_a_figure_draws_changes_its_seal(
    figure_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec, sealed = figures.specification(figure_id), seal.figure(figure_id)
    digest = seal._row_digest
    for edited in figures.rows_drawn(spec)[:: max(1, len(figures.rows_drawn(spec)) // 5)]:
        with monkeypatch.context() as changed:
            changed.setattr(
                seal, "_row_digest", lambda i, e=edited: digest(i)[::-1] if i == e else digest(i)
            )
            assert seal.of_specification(figure_id, spec) != sealed, edited


def turned_about(value: Any) -> Any:
    """The same specification as another version of plotly might write it."""
    if isinstance(value, dict):
        return {k: turned_about(v) for k, v in reversed(value.items())} | {"unset": None}
    if isinstance(value, list):
        return [turned_about(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value * (1 + 1e-15) if isinstance(value, float) else value


@pytest.mark.parametrize("figure_id", FIGURES)
def test_a_seal_of_a_figure_outlasts_another_spelling_of_its_specification(figure_id: str) -> None:
    spec = figures.specification(figure_id)
    other = turned_about(copy.deepcopy(spec))
    other["layout"]["template"] = {"layout": {"colorway": ["#000"]}}
    assert seal.of_specification(figure_id, other) == seal.figure(figure_id)
    spec["layout"]["height"] += 1
    assert seal.of_specification(figure_id, spec) != seal.figure(figure_id)


def test_seals_are_the_same_on_every_machine() -> None:
    row = {"id": "kuril-islands", "best": "12520", "note": "Курилы – “x”\n"}
    assert seal.of_cells("places", row) == "sha256-89ffa1ec649c"
    spec = {
        "data": [{"x": [1, 2.5, None, -0.0], "y": ["1945-08-09"], "visible": True, "name": ""}],
        "layout": {"height": 420.0, "template": {"a": 1}, "shapes": [], "title": {"text": "é"}},
    }
    assert seal.of_specification("none", spec) == "sha256-7587935cf5b1"


@pytest.mark.parametrize(
    ("text", "kind", "one"),
    [
        ("12520.0", "number", "12520"), ("1.2e4", "number", "12000"), ("-0.0", "number", "0"),
        ("007", "integer", "7"), ("TRUE", "boolean", "true"), ("a\r\nb", "string", "a\nb"),
        ("e\u0301", "string", "\u00e9"), ("many", "number", "many"), ("NaN", "number", "NaN"),
    ],
)  # fmt: skip
def test_a_cell_has_one_spelling(text: str, kind: str, one: str) -> None:
    assert cells.cell(text, kind) == one


@pytest.mark.parametrize(
    "text",
    ["", "x", "sha256-", "sha256-12", "sha256-0123456789abc", "sha512-0123456789ab",
     "sha256-0123456789ag", "<b>", "sha256-٠١٢٣٤٥٦٧٨٩ab"],
)  # fmt: skip
def test_what_is_no_seal_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", "okinawa-us-dead", text]) == 2
    assert "is no seal: expected sha256-" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nothing", "fig-nothing", "src-nothing", "", "../d", "coasts"])
def test_an_id_of_nothing_is_refused_by_name(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", name, "sha256-0123456789ab"]) == 2
    assert repr(name) in capsys.readouterr().err


def test_what_has_not_changed_is_identical(capsys: pytest.CaptureFixture[str]) -> None:
    claim = str(data.load("claims").index[0])
    key = next(iter(bibliography.entries()))
    for name, sealed in (
        ("okinawa-us-dead", seal.row("okinawa-us-dead").upper()),
        (claim, seal.row(claim).removeprefix("sha256-")),
        (f"src-{key}", seal.source(key)),
        ("fig-tarawa-to-okinawa", seal.figure("tarawa-to-okinawa")),
        ("tarawa-to-okinawa", seal.figure("tarawa-to-okinawa")),
    ):
        assert cli.main(["verify", name, sealed]) == 0
        assert capsys.readouterr().out.startswith("identical: ")


def test_a_seal_of_no_known_state_shows_what_the_row_now_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["verify", "okinawa-us-dead", "sha256-0123456789ab"]) == 1
    said = capsys.readouterr().out
    assert seal.row("okinawa-us-dead") in said
    assert f"best: {cells.present().tables['actual_losses']['okinawa-us-dead']['best']}" in said
