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
