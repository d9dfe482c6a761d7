import pytest

from companion import data, tables
from companion.views import table_of_cells

ALL = list(tables.registry())


@pytest.fixture(params=ALL)
def made(request: pytest.FixtureRequest) -> tuple[tables.TableSpec, tables.Listing]:
    found = tables.registry()[request.param]
    return found, found.make(data.load(found.table))


def test_it_says_what_it_lists(made: tuple[tables.TableSpec, tables.Listing]) -> None:
    found, _ = made
    assert len(found.title) > 5
    assert len(found.caption) > 20
    assert found.table in [*data.evidence_tables(), "claims"]


def test_every_line_rests_on_rows_that_exist(
    made: tuple[tables.TableSpec, tables.Listing],
) -> None:
    _, listing = made
    content = listing.content()
    assert content["rows"]
    for line in content["rows"]:
        assert line["ids"]
        for row_id in line["ids"]:
            data.row(row_id)
        assert len(line["cells"]) == len(content["headers"])


def test_it_is_a_real_table(made: tuple[tables.TableSpec, tables.Listing]) -> None:
    found, listing = made
    html = table_of_cells(listing.content(), found.title)
    assert html.count('<th scope="col">') == len(listing.frame.columns) + 1
    assert html.count('<th scope="row">') == len(listing.frame)
    assert '<a href="sources.html#' in html


def test_it_shows_in_a_notebook_without_the_book(
    made: tuple[tables.TableSpec, tables.Listing],
) -> None:
    _, listing = made
    bundle = listing._repr_mimebundle_()
    assert "<caption>" in bundle["text/html"]
    assert bundle["text/plain"]


def test_the_fighting_that_a_projection_covers_is_not_named_twice() -> None:
    found = tables.registry()["projections-all"]
    covered = list(found.make(data.load(found.table)).frame["Fighting covered"])
    assert "whole war" in covered
    assert "Olympic: first 30 days" in covered
    assert "Olympic: span not stated" in covered
    assert not [words for words in covered if len(set(words.split(": "))) < len(words.split(": "))]


def test_a_caption_names_a_column_by_its_heading(
    made: tuple[tables.TableSpec, tables.Listing],
) -> None:
    found, _ = made
    # Source and grade are put last, behind the columns that the table itself returns
    assert "last column" not in found.caption
