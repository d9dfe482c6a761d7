"""The themes' style sheets hold what the book can use, and nothing that it needs is gone."""

from pathlib import Path

import pytest

from companion.book import styles
from conftest import HTML

WORDS = {"here", "added-by-a-script"}
SHEETS = sorted(
    sheet.relative_to(HTML).as_posix()
    for pattern in styles._SHEETS
    for sheet in HTML.glob(f"_static/**/{pattern}")
)


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".here{a:b}.gone{a:b}", ".here{a:b}"),
        ("p,.gone,.here .gone,.here>p{a:b}", "p,.here>p{a:b}"),
        ("/* .here { */.added-by-a-script:hover{a:b}", ".added-by-a-script:hover{a:b}"),
        ("@media print{.gone{a:b}}@media print{.gone{a:b}.here{a:b}}", "@media print{.here{a:b}}"),
        (".here:not(.gone){a:b}", ".here:not(.gone){a:b}"),
        (":is(.gone,.here) p,.gone{a:b}", ":is(.gone,.here) p{a:b}"),
        ("@keyframes turn{0%{a:b}}", "@keyframes turn{0%{a:b}}"),
        ('@charset "UTF-8";:root{--gone:1}', '@charset "UTF-8";:root{--gone:1}'),
        ('a[href=".gone"]{a:b}', 'a[href=".gone"]{a:b}'),
    ],
)
def test_a_rule_stays_when_its_classes_occur(sheet: str, left: str) -> None:
    assert styles.used(sheet, WORDS) == left


@pytest.mark.parametrize("sheet", ["p{a:b}p", "@media print{p{a:b}p}"])
def test_a_rule_without_a_body_is_refused(sheet: str) -> None:
    with pytest.raises(ValueError, match="line 1"):
        styles.used(sheet, WORDS)


def test_every_theme_s_sheet_is_among_them() -> None:
    assert len(SHEETS) == len(styles._SHEETS)


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_of_the_book_holds_only_what_it_uses(name: str) -> None:
    sheet = (HTML / name).read_text(encoding="utf-8")
    assert sheet == styles.used(sheet, styles.words_in(styles.files_of(HTML)))


def test_words_of_pages_and_scripts_count(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('<p class="one two"><script>add("three")</script>four')
    (tmp_path / "script.js").write_text("classList.add('five')")
    assert {"one", "two", "three", "five"} <= styles.words_in(styles.files_of(tmp_path))
    assert "four" not in styles.words_in(styles.files_of(tmp_path))
