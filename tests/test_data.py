import re
import unicodedata

import pandas as pd
import pytest

from companion import bibliography, data, views

EXPECTED_ROWS = {
    "casualty_projections": 86,
    "actual_losses": 171,
    "force_levels": 360,
    "order_of_battle": 51,
    "campaign_events": 60,
    "treaties": 70,
    "territory_status": 99,
    "yalta_terms": 12,
    "diplomacy_events": 45,
}
KINDS = {
    "string": pd.api.types.is_string_dtype,
    "number": pd.api.types.is_float_dtype,
    "integer": pd.api.types.is_integer_dtype,
    "boolean": pd.api.types.is_bool_dtype,
    "date": pd.api.types.is_datetime64_any_dtype,
}


@pytest.mark.parametrize(("table", "rows"), EXPECTED_ROWS.items())
def test_every_row_of_the_evidence_is_there(table: str, rows: int) -> None:
    assert len(data.load(table)) >= rows


@pytest.mark.parametrize("table", data.names())
def test_columns_have_the_types_of_the_schema(table: str) -> None:
    frame = data.load(table).reset_index()
    for column, field in data.schema(table).items():
        assert KINDS[field["type"]](frame[column]), f"{column}: {frame[column].dtype}"


@pytest.mark.parametrize("table", data.names())
def test_every_column_is_described(table: str) -> None:
    for column, field in data.schema(table).items():
        assert field["title"], column
        assert len(field["description"]) > 3, column


def test_a_loaded_table_is_the_callers_own() -> None:
    mine = data.load("treaties")
    mine.loc[:, "title"] = "changed"
    assert "changed" not in set(data.load("treaties")["title"])


def test_an_unknown_table_names_those_there_are() -> None:
    with pytest.raises(KeyError, match="casualty_projections"):
        data.load("casualties")


def test_an_unknown_row_is_named() -> None:
    with pytest.raises(KeyError, match="no-such-row"):
        data.row("no-such-row")


@pytest.mark.parametrize("table", data.evidence_tables())
def test_every_row_has_a_line_a_card_and_a_sentence(table: str) -> None:
    ids = [str(row_id) for row_id in data.load(table).index]
    lines = views.lines(ids, table)
    assert lines.count("<tr>") == len(ids) + 1
    for row_id in ids:
        assert f'id="{row_id}"' in views.card(row_id)
        assert len(views.sentence(row_id)) > 3


def test_what_a_table_says_is_escaped_where_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    table = "diplomacy_events"
    frame = data.load(table)
    frame.loc[frame.index[0], ["event", "note"]] = "<img src=x onerror=alert(1)> & <b>"
    read = data._read
    monkeypatch.setattr(data, "_read", lambda name: frame if name == table else read(name))
    monkeypatch.setattr(data, "_rows", data._rows.__wrapped__)  # without what it remembers
    row_id = str(frame.index[0])
    for html in (views.card(row_id), views.lines([row_id], "x")):
        assert "<img" not in html
        assert "&lt;img src=x" in html


@pytest.mark.parametrize("key", bibliography.entries())
def test_every_source_has_a_kind_a_short_form_and_a_reference(key: str) -> None:
    from companion.csl import reference_text

    entry = bibliography.entry(key)
    assert entry.fields["keywords"] in bibliography.KINDS
    assert len(bibliography.short(key)) > 3
    assert len(reference_text(key)) > 10
    assert "{" not in bibliography.short(key)


@pytest.mark.parametrize("key", bibliography.entries())
def test_a_mention_has_the_year_and_letter_of_its_entry_in_the_bibliography(key: str) -> None:
    from companion.csl import reference_text

    short = bibliography.short(key)
    mentioned = re.search(r" (\d{4}[a-z]*)$", short)
    if mentioned and "shorthand" not in bibliography.entry(key).fields:
        assert re.search(rf"\b{mentioned[1]}\.", reference_text(key))


def test_the_bibliography_goes_by_the_alphabet_and_passes_over_articles() -> None:
    from companion.csl import in_order, reference_text

    def initial(key: str) -> str:
        words = re.sub(r"^\W*(?:(?:the|an?) )?\W*", "", reference_text(key).casefold())
        return unicodedata.normalize("NFKD", words)[0]

    initials = [initial(key) for key in in_order(bibliography.entries())]
    assert initials == sorted(initials)


@pytest.mark.parametrize("key", bibliography.entries())
def test_an_author_is_cited_in_latin_letters(key: str) -> None:
    assert not re.search(r"[^\W\d_\u0000-\u024f]", bibliography._who(bibliography.entry(key)))


def test_no_two_sources_are_mentioned_alike() -> None:
    keys = bibliography.entries()
    assert len({bibliography.short(key) for key in keys}) == len(keys)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("frus-1945-berlin-1[doc. 598];frus-1945-berlin-1[doc. 598, ratio table]",
         "FRUS Berlin I, doc. 598, ratio table"),
        ("frus-1941-4[p. 944, doc. 850 (p. 1020)];frus-1941-4[p. 944]",
         "FRUS 1941, IV, p. 944, doc. 850 (p. 1020)"),
        ("frus-1941-4[docs 254-257, p. 98];frus-1941-4[p. 984]",
         "FRUS 1941, IV, docs 254-257, p. 98, p. 984"),
        ("frus-1941-4[doc. 2];frus-1941-4[doc. 1];frus-1941-4[doc. 2]",
         "FRUS 1941, IV, doc. 2, doc. 1"),
        ("kuril-info-occupation[Occupation]", "‘Occupation’"),
        ("giangreco-1997-casualty[about p. 535];giangreco-1997-casualty[p. 535]",
         "Giangreco 1997, p. 535"),
        ("avalon-anti-comintern[tri2]", "‘Anti-Comintern Pact: Supplementary Protocol’"),
        ("wikipedia-en[Karafuto Prefecture]", "Wikipedia, ‘Karafuto Prefecture’"),
        ("gse-1979[Yonai, Mitsumasa]", "Great Soviet Encyclopedia, ‘Yonai, Mitsumasa’"),
    ],
)  # fmt: skip
def test_a_place_in_a_source_is_named_once(cell: str, shown: str) -> None:
    assert views.source_links(cell).striptags() == shown


@pytest.mark.parametrize("key", bibliography.entries())
def test_an_entry_of_the_bibliography_begins_as_it_is_cited(key: str) -> None:
    from companion.csl import reference_text

    cited, listed = (
        re.sub(r"^(the|an?) ", "", re.sub(r"[^\w ]", "", text).casefold()).split()
        for text in (bibliography.short(key), reference_text(key))
    )
    assert cited[0] == listed[0]


def test_a_description_is_no_title_in_quotation_marks() -> None:
    from companion.csl import reference_text

    found = [key for key, entry in bibliography.entries().items() if bibliography.described(entry)]
    assert len(found) > 20
    for key in found:
        assert "‘" not in bibliography.short(key) + reference_text(key), key


def test_no_style_gives_capitals_to_words_about_a_work_or_kept_small() -> None:
    from companion.csl import reference_text

    assert "Too Many Purple Hearts? Letter to the editor’" in reference_text(
        "american-heritage-2001-letter"
    )
    assert "The U.S. and the 1945 Division" in reference_text("nknews-2012-division")
    assert "Cahiers du monde russe" in reference_text("hasegawa-2011-soviet-policy")
    assert "Промени во Уставот на Русија" in reference_text("wikipedia-mk-2020")


def test_the_bibliography_goes_by_the_letters_after_the_year() -> None:
    from companion.csl import in_order, reference_text

    found: dict[str, list[str]] = {}
    for key in in_order(bibliography.entries()):
        entry = re.match(r"([^‘]+?)(?:, eds?)?\. (\d{4})([a-z]+)\. ", reference_text(key))
        if entry:
            found.setdefault(f"{entry[1]} {entry[2]}", []).append(entry[3])
    assert max(map(len, found.values())) > 8
    for letters in found.values():
        assert letters == sorted(letters)


@pytest.mark.parametrize("key", bibliography.entries())
def test_an_entry_has_a_letter_only_where_it_is_cited_by_it(key: str) -> None:
    from companion.csl import reference_text

    cited = re.search(r" \d{4}([a-z]*)$", bibliography.short(key))
    letter = cited[1] if cited else ""
    listed = re.search(r"(?:^|[.:] |eds?\. )(?:\d{4}|n\.d\.-)([a-z]*)\. ", reference_text(key))
    assert (listed[1] if listed else "") == letter
    assert "n.d.." not in reference_text(key)


@pytest.mark.parametrize(
    "keys",
    [
        ("frus-1945-2", "frus-1945-5", "frus-1945-6", "frus-1945-7"),
        ("frus-1946-6", "frus-1946-9", "frus-1946-10"),
        ("frus-1949-7-2", "frus-1949-8", "frus-1951-6-1", "frus-1952-54-8", "frus-1955-57-23-1"),
        ("frus-1945-berlin-1", "frus-1945-berlin-2"),
    ],
)
def test_volumes_of_a_series_stand_in_the_order_of_their_numbers(keys: tuple[str, ...]) -> None:
    from companion.csl import in_order

    assert in_order(reversed(keys)) == list(keys)


def test_articles_of_wikipedia_stand_by_edition_under_the_title_that_is_cited() -> None:
    from companion.csl import in_order

    order = in_order(bibliography.entries())
    found = [bibliography.short(key) for key in order if key.startswith("wikipedia-")]
    editions = [re.sub(r",.*", "", short) for short in found]
    assert editions == sorted(editions)
    assert found[0] == "Wikipedia"
    japanese = [short for short in found if "(Japanese)" in short]
    assert japanese.index("Wikipedia (Japanese), ‘Battle of Shumshu’") < japanese.index(
        "Wikipedia (Japanese), ‘Kwantung Army’"
    )
    numbers = [int(number) for short in japanese for number in re.findall(r"‘(\d+)th ", short)]
    assert numbers == sorted(numbers)


def test_a_malformed_citation_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="key or key"):
        bibliography.citations("frank-1999-downfall[]")
