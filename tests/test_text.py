import pandas as pd
import pytest

from companion.text import date_in_words, listed, number, quantity, typeset


def row(low: float | None = None, best: float | None = None, high: float | None = None):  # type: ignore[no-untyped-def]
    return pd.Series({"low": low, "best": best, "high": high}, dtype="float64")


@pytest.mark.parametrize(
    ("value", "words"), [(1577725.0, "1,577,725"), (7.1, "7.1"), (0.0, "0"), (1234.56, "1,234.56")]
)
def test_numbers_carry_thousands_marks(value: float, words: str) -> None:
    assert number(value) == words


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ({"best": 220000}, "220,000"),
        ({"low": 1700000, "high": 4000000}, "1,700,000–4,000,000"),
        ({"low": 3100, "best": 3155, "high": 3225}, "3,155 (3,100–3,225)"),
        ({"low": 1000000}, "at least 1,000,000"),
        ({"high": 20000}, "up to 20,000"),
        ({}, "no figure"),
    ],
)
def test_a_quantity_shows_its_range(bounds: dict[str, float], words: str) -> None:
    assert quantity(row(**bounds)) == words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1945", "1945"),
        ("1945-08", "August 1945"),
        ("1945-08-09", "9 August 1945"),
        ("1945-04-01/1945-06-30", "1 April to 30 June 1945"),
        ("1941-12-07/1945-08-15", "7 December 1941 to 15 August 1945"),
        ("1945-08-09~", "about 9 August 1945"),
        ("1945-05-30?", "30 May 1945 (uncertain)"),
        ("1855/1875-08-21", "1855 to 21 August 1875"),
        ("1945-08-09/1945-08-20", "9 to 20 August 1945"),
        ("1945-08-09~/1945-08-20", "about 9 August to 20 August 1945"),
        ("1945-08/1945-08-20", "August to 20 August 1945"),
        ("1944-08-09/1945-08-20", "9 August 1944 to 20 August 1945"),
        ("1945-06-18/1945-06-18", "18 June 1945"),
        ("1991-12-26/2025-12-31", "26 December 1991 to today"),
        ("no date", "no date"),
        ("1945-08-XX/1945-08-20", "1945-08-XX to 20 August 1945"),
    ],
)
def test_dates_read_as_words(edtf: str, words: str) -> None:
    assert date_in_words(edtf) == words


@pytest.mark.parametrize(
    ("items", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists_end_in_and(items: list[str], words: str) -> None:
    assert listed(items) == words


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("p. 3-5 of Smith's", "pp. 3–5 of Smith’s"),
        ("the Ships' 'Bells', he said \"already\"", "the Ships’ ‘Bells’, he said “already”"),
        ("1904-05 and 1941-1945 (1002-3)", "1904–05 and 1941–1945 (1002–3)"),
        ("26 March-2 July 1945, May-June", "26 March–2 July 1945, May–June"),
        ("7 August 1942-21 February 1943", "7 August 1942–21 February 1943"),
        ("Arts I-II and IV-XI", "Arts I–II and IV–XI"),
        *((same, same) for same in ("an X-V2", "II-I", "sub-I-II", "IIX-XX", "Type I-IC")),
        ("p. 86, 99; p. 142, 154-159", "pp. 86, 99; pp. 142, 154–159"),
        *((same, same) for same in ("p. 3, 12 June 1945", "p. 3, 1945", "p. 3, n. 4")),
        *((same, same) for same in ("1945-08", "1945-08-09", "1944-06~", "1945-08-09/1945-09")),
        *((same, same) for same in ("ISSN 1002-2589", "Table 2-23", "72-28", "002-46", "4-262")),
        *((same, same) for same in ("us-1944-07-dead", "52-54v08", "10.1002-1003.x", "p. 3")),
        ("https://example.org/Smith's/3-5", "https://example.org/Smith's/3-5"),
    ],
)
def test_words_are_set_as_a_printer_sets_them(typed: str, printed: str) -> None:
    assert typeset(typed) == printed
