"""The page on how to cite shows what the code makes; every form is clean and is read elsewhere."""

from __future__ import annotations

import re

import pytest
import rispy
from bs4 import Tag
from docutils import nodes
from playwright.sync_api import Browser
from pybtex.database import BibliographyData, parse_string

from companion import bibliography, citing, csl, data, figures
from companion.book import examples
from conftest import HTML, PAGES, page

PAGE = "chapters/how-to-cite"
LABELS = [*citing.STYLES, *citing.PROGRAMS]
SOURCES = [f"{citing.SOURCE}{key}" for key in bibliography.entries()]
OWN_FIELDS = {"article": "journal", "incollection": "booktitle"}  # what the type cannot be without


@pytest.fixture(scope="module")
def made() -> dict[str, list[citing.Form]]:
    return citing.of_the_registries()


@pytest.fixture(scope="module")
def entries(made: dict[str, list[citing.Form]]) -> BibliographyData:
    return parse_string("\n\n".join(forms[4].text for forms in made.values()), "bibtex")


# --- the page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", examples.EXAMPLES)
def test_the_page_shows_each_example_in_all_forms_as_the_code_makes_them(kind: str) -> None:
    soup = page(PAGE)
    for number, form in enumerate(examples.forms()[kind]):
        shown = soup.find(id=f"cite-example-{kind}-{number}")
        assert isinstance(shown, Tag)
        assert shown.get_text().split() == form.text.split()
    assert [form.label for form in examples.forms()[kind]] == LABELS


def test_on_paper_the_styles_keep_their_italics_and_programs_have_plain_text() -> None:
    title = f"<em>{citing.book_item()['title'].partition(':')[0]}"
    for html in (True, False):
        listed = examples._listed(examples.forms()["book"], html=html)
        styles = listed[1 : 2 * len(citing.STYLES) : 2]
        assert [title in shown.astext() for shown in styles] == [html] * 4
        assert [type(shown) for shown in listed[9::2]] == [nodes.literal_block] * 3


def test_no_citation_on_the_page_is_typed_by_hand() -> None:
    text = (HTML.parent.parent / f"{PAGE}.md").read_text(encoding="utf-8")
    assert not re.search(r"companion’s contributors|@\w+\{|TY  - ", text)
    assert re.findall(r"\{cite-example\} (\w+)", text) == list(examples.EXAMPLES)


def test_the_examples_are_of_the_grades_that_the_page_says() -> None:
    assert data.row(examples.UNREAD)["grade"] == "unchecked"
    assert data.row(examples.ROW)["grade"] == "scholarly"
    assert examples.ROW in figures.rows_drawn(figures.specification(examples.FIGURE))
    cell = bibliography.citations(data.row(examples.ROW)["source"])
    assert [found.key for found in cell] == ["smith-1963-triumph"]


def test_an_unknown_example_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="no-such-row"):
        citing.named("no-such-row")
    with pytest.raises(KeyError, match="does not draw 'shockley-total'"):
        citing.point(examples.FIGURE, "shockley-total")


def test_the_page_is_in_the_contents_before_the_sources() -> None:
    assert PAGES.index(PAGE) < PAGES.index("chapters/sources")


# --- where the link stands -----------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_one_link_of_one_name_stands_under_each_figure_table_and_claim(name: str) -> None:
    things = page(name).select("figure.companion-figure, figure.evidence-table, article.claim")
    for thing in things:
        links = thing.select("p.plot-links > a.cite-link")
        assert len(links) == 1, thing["id"]
        assert links[0]["href"] == f"../d/{thing['id']}.html#cite"
        assert str(links[0]["data-at"]).endswith(f"d/{thing['id']}.html")
        assert re.fullmatch(r"Cite this (figure|table|claim)", links[0].get_text())
        assert links[0].parent is not None
        assert links[0].parent.get_text().startswith("Cite this")


def test_print_names_the_permanent_address(browser: Browser) -> None:
    view = browser.new_page()
    view.goto((HTML / "chapters/losses.html").as_uri())
    view.emulate_media(media="print")
    link = view.locator("figure.companion-figure a.cite-link").first
    assert link.is_visible()
    printed = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert "d/fig-" in printed
    view.close()


# --- the forms -----------------------------------------------------------------------------------

WRONG = {
    "two full stops": r"(?<!\.)\.\.(?!\.)",
    "a full stop after a mark": r"[?!]\.(?= \S)|[?!]’\.(?=\s*\.)",
    "two commas": r",\s*,",
    "a space before a mark": r"\s[,;](?=\s)",
    "an empty bracket": r"\(\s*\)|\[\s*\]",
    "a page range of one page": r"\bpp\. (\d+)[–-]\1\b",
    "an access without a day": r"Retrieved (?!\d|[A-Z][a-z]+ \d)|[Aa]ccessed [,.]",
    "code": r"[{}]|&amp;|&lt;|</?\w+>|\\&",
}


@pytest.mark.parametrize("fault", WRONG)
def test_no_style_prints(made: dict[str, list[citing.Form]], fault: str) -> None:
    found = [
        f"{name}: {form.label}: {form.text}"
        for name, forms in made.items()
        for form in forms[:4]
        if re.search(WRONG[fault], form.text)
    ]
    assert not found, found[:5]


def test_a_source_without_a_year_says_so(made: dict[str, list[citing.Form]]) -> None:
    for key, work in csl.works().items():
        if "issued" not in work:
            shown = {form.label: form.text for form in made[f"{citing.SOURCE}{key}"]}
            assert "n.d." in shown["Chicago, author-date"], key
            assert "(n.d.)" in shown["APA"], key


def test_a_translated_title_stands_in_square_brackets() -> None:
    for key, entry in bibliography.entries().items():
        if "titleaddon" in entry.fields:
            addition = bibliography.plain(entry.fields["titleaddon"])
            title = csl.plain(csl.works()[key]["title"])
            assert title.endswith(f" [{addition}]" if "langid" in entry.fields else f" {addition}")


def test_a_body_that_published_its_own_work_is_named_once_in_apa(
    made: dict[str, list[citing.Form]],
) -> None:
    found = [
        key
        for key, work in csl.works().items()
        if work.get("author") == [{"literal": work.get("publisher")}]
    ]
    assert found
    for key in found:
        text = {form.label: form.text for form in made[f"{citing.SOURCE}{key}"]}
        who = csl.works()[key]["publisher"]
        title = csl.plain(csl.works()[key]["title"])
        assert text["APA"].replace(title, "").count(who) == 1
        assert text["MLA"].replace(title, "").count(who) == 1


def test_no_unread_row_is_cited_as_read(made: dict[str, list[citing.Form]]) -> None:
    for table in data.evidence_tables():
        frame = data.load(table)
        for row_id in map(str, frame.index[frame["grade"] == "unchecked"]):
            forms = made[row_id]
            assert forms[0].text.startswith("The August 1945 companion’s contributors"), row_id
            assert all("Rests on" not in form.text for form in forms), row_id
            for form in forms[4:]:
                assert "Attributed to" in form.text, (row_id, form.label)


def test_every_bibtex_entry_has_what_its_type_needs(entries: BibliographyData) -> None:
    for key, entry in entries.entries.items():
        assert "title" in entry.fields, key
        needed = OWN_FIELDS.get(entry.type)
        assert needed is None or needed in entry.fields, (key, entry.type)
        assert entry.type != "inbook", key  # whose book no style of BibTeX would print


def test_every_ris_record_is_read_whole_by_another_reader(
    made: dict[str, list[citing.Form]],
) -> None:
    text = "\r\n".join(forms[5].text for forms in made.values())
    records = rispy.loads(text)
    assert len(records) == len(made)
    for (name, _), record in zip(made.items(), records, strict=True):
        assert not record.get("unknown_tag"), name
        item = csl.works()[name[4:]] if name in SOURCES else None
        if item is None:
            assert record["authors"] == ["The August 1945 companion’s contributors"]
            assert name in record["title"]
            assert record["secondary_title"] == "August 1945: a research companion"
            assert record["edition"]
        else:
            assert record["title"] == " ".join(csl.plain(item["title"]).split())
            assert len(record.get("authors", [])) == len(item.get("author", []))
            assert record.get("urls", [""])[0] == item.get("URL", "")
