import re

import pytest
from myst_nb.core.read import is_myst_markdown_notebook

from companion import figures, tables
from conftest import PAGES, ROOT

TEXTS = {name: (ROOT / f"{name}.md").read_text(encoding="utf-8") for name in PAGES}
NOTEBOOKS = [name for name, text in TEXTS.items() if is_myst_markdown_notebook(text)]
INDEXES = ("start", "places-and-people")  # they lead to other pages, and argue nothing
CHAPTERS = [name for name in NOTEBOOKS if not name.endswith(INDEXES)]
EVERYTHING = "\n".join(TEXTS.values())


def prose(text: str) -> str:
    """A page without front matter, code, roles, links' addresses and quoted phrases."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    text = re.sub(r"\{[a-z:]+\}`[^`]*`|`[^`]*`", "", text)
    return re.sub(r"\]\([^)]*\)|“[^”]{1,60}”", "]", text)


def test_every_file_of_chapters_is_in_the_contents() -> None:
    assert {f"chapters/{p.stem}" for p in (ROOT / "chapters").glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_opens_with_objectives_and_ends_with_questions(name: str) -> None:
    text = TEXTS[name]
    assert text.index(":class: objectives") < 700
    assert text.index(":class: check-yourself") > 0.7 * len(text)


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_has_figures_a_table_sources_and_says_whom_it_serves(name: str) -> None:
    text = TEXTS[name]
    assert len(set(re.findall(r"\{numref\}`fig-[a-z0-9-]+`", text))) >= 2
    assert re.search(r"\{numref\}`tab-", text)
    assert text.count("{src}`") >= 5
    assert re.search(r"\bGH\b", text)
    assert re.search(r"\bMK\b", text)
    assert len(prose(text).split()) > 700


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_numbers_in_prose_come_from_the_data(name: str) -> None:
    typed = re.findall(r"\b\d{1,3},\d{3}\b|\b\d[\d.]* million\b", prose(TEXTS[name]))
    assert not typed, f"typed by hand: {typed}; use {{n}}`row-id` or glue"


@pytest.mark.parametrize("name", PAGES)
def test_no_blank_stands_before_a_stop(name: str) -> None:
    text = re.sub(r"```.*?```|\A---\n.*?\n---\n", "", TEXTS[name], flags=re.DOTALL)
    assert not re.findall(r".*\s[.,;](?:\s.*|$)", text)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_cell_is_short_and_only_calls_the_library(name: str) -> None:
    for cell in re.findall(r"```\{code-cell\}[^\n]*\n(.*?)```", TEXTS[name], flags=re.DOTALL):
        code = [line for line in cell.splitlines() if line.strip() and line[0] not in ":#"]
        assert len(code) <= 16, cell
        assert not re.search(r"\b(urllib|requests|open\(|os\.environ|html|subprocess)\b", cell)


@pytest.mark.parametrize("figure_id", figures.registry())
def test_every_figure_stands_in_one_chapter_and_is_referred_to(figure_id: str) -> None:
    draw = figures.registry()[figure_id].draw.__name__
    assert len(re.findall(rf"\.{draw}\(", EVERYTHING)) == 1
    assert f"{{numref}}`fig-{figure_id}`" in EVERYTHING


@pytest.mark.parametrize("table_id", tables.registry())
def test_every_table_stands_in_one_chapter_and_is_referred_to(table_id: str) -> None:
    found = tables.registry()[table_id]
    asked = rf', "{found.member}"\)' if found.member else rf"\.{found.make.__name__}\("
    assert len(re.findall(asked, EVERYTHING)) == 1
    stands_under_its_passage = table_id.startswith("settled-")
    assert stands_under_its_passage or f"{{numref}}`tab-{table_id}`" in EVERYTHING
