"""A reader's own copy: words, fingerprints and alignment, in Python and in the browser.

All texts in ``vectors/alignment.json`` are of our own making. ``python tests/test_texts.py`` writes
its expected values anew, after a change of the rules that is meant; read the difference.
"""

from __future__ import annotations

import csv
import html
import json
import random
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, product
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from companion import texts
from companion.texts.words import APART, fold, hashes_of
from conftest import ROOT

VECTORS = Path(__file__).parent / "vectors" / "alignment.json"
SCRIPT = ROOT / "companion" / "book" / "static" / "align.js"
EXCERPTS = ROOT.parent / "shared" / "excerpts"
REAL = {"gh": "glantz-house-ch17.txt", "mk": "mankoff-national-interest.txt"}

vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
SALT: list[str] = vectors["texts"]["salt"]
OTHER: str = vectors["texts"]["same subject"]
PASSAGES = [(f"salt-{n:02}", texts.fingerprint(text)) for n, text in enumerate(SALT, 1)]

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
BEFORE = "Skip to content\n\nThe Journal of Salt, volume 3, pages 210-219\nHere is an extract:\n\n"
AFTER = "\n\nRelated articles\nAbout us\nThis website uses cookies to remember that you saw this.\n"
HEADERS = ("\n214 CHAPTER NINE Conclusion ", " Conclusion 215 ", "\n\n12\nThe Journal of Salt\n")


class Ways(NamedTuple):
    """What is done to a copy; each of these may be done alone."""

    straight: bool = False
    wrapped: bool = False
    headers: bool = False
    notes: bool = False
    around: bool = False
    form: Form = "NFC"
    blanks: bool = False
    entities: bool = False
    typos: float = 0.0


EVERYTHING = Ways(True, True, True, True, True, "NFD", True)
WAYS = {
    "as it is": Ways(),
    "straight quotes": Ways(straight=True),
    "wrapped and hyphenated lines": Ways(wrapped=True),
    "page headers in mid-sentence": Ways(headers=True),
    "note numbers glued to words": Ways(notes=True),
    "boilerplate around": Ways(around=True),
    "decomposed": Ways(form="NFD"),
    "compatibility forms": Ways(form="NFKC"),
    "non-breaking and thin spaces": Ways(blanks=True),
    "entities left as text": Ways(entities=True, around=True),
    "everything": EVERYTHING,
}
TYPOS = {
    "one word in twenty": Ways(typos=0.05),
    "everything, and one word in twenty": EVERYTHING._replace(typos=0.05),
}


def mistyped(word: str, chance: random.Random) -> str:
    """The word with a letter replaced, added, lost or doubled."""
    places = [n for n, letter in enumerate(word) if letter.isalpha()]
    if not places:
        return word
    at = chance.choice(places)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    put = chance.choice([letter, letter + word[at], word[at] * 2, "" if len(places) > 1 else "q"])
    return word[:at] + put + word[at + 1 :]


def token_in(token: str, ways: Ways, chance: random.Random) -> str:
    if chance.random() < ways.typos:
        token = mistyped(token, chance)
    if ways.straight:
        token = token.translate(STRAIGHT)
    token = unicodedata.normalize(ways.form, token)
    if ways.notes and chance.random() < 0.05 and re.search(r"\w{3}[.,;]?$", token):
        token += str(chance.randint(1, 99))
    if ways.entities:
        token = html.escape(token).replace("’", "&rsquo;").replace("—", "&mdash;")
        token = token.replace("é", "&eacute;").replace("ï", "&#239;")
    return token


def spoilt(passages: list[str], ways: Ways, chance: random.Random) -> tuple[str, list[Any]]:
    """A copy of the passages, and where in it each begins and ends."""
    copy = BEFORE if ways.around else ""
    spans = []
    column, page = 0, chance.randint(60, 140)
    for passage in passages:
        start = len(copy)
        for token in (token_in(token, ways, chance) for token in passage.split()):
            gap = chance.choice(["\u00a0", "\u2009", "  ", " "]) if ways.blanks else " "
            column += len(token) + 1
            if ways.wrapped and column > 60:
                column, gap = 0, "\n"
                inside = [m.start() for m in re.finditer(r"(?<=[a-z]{3})(?=[a-z]{3})", token)]
                if inside and not ways.entities:
                    at = chance.choice(inside)
                    token = token[:at] + chance.choice("-\u00ad\u2010") + "\n" + token[at:]
            copy += token
            end = len(copy)
            page -= 1
            if ways.headers and not page:
                page, gap = chance.randint(60, 140), chance.choice(HEADERS)
            copy += gap
        spans.append((start, end))
    return copy + (AFTER if ways.around else ""), spans


def words_amiss(copy: str, one: tuple[int, int], other: tuple[int, int]) -> int:
    """By how many words two spans of a copy differ at the edge where they differ most."""
    words = texts.normalise(copy)
    starts, ends = [word[1] for word in words], [word[2] for word in words]
    return max(
        abs(bisect_left(starts, one[0]) - bisect_left(starts, other[0])),
        abs(bisect_right(ends, one[1]) - bisect_right(ends, other[1])),
    )


class Rates(NamedTuple):
    """Shares of the passages found, and of those found, exact and within three words."""

    found: float
    exact: float
    near: float


def rates(text: list[str], ways: Ways, copies: int = 12) -> Rates:
    chance = random.Random(1945)
    passages = [(str(n), texts.fingerprint(passage)) for n, passage in enumerate(text)]
    amiss = []
    for _ in range(copies):
        copy, spans = spoilt(text, ways, chance)
        amiss += [
            words_amiss(copy, (found.start, found.end), spans[int(found.passage)])
            for found in texts.align(copy, passages)
        ]
    share = 1 / (len(amiss) or 1)
    return Rates(
        len(amiss) / (copies * len(text)),
        sum(words == 0 for words in amiss) * share,
        sum(words <= 3 for words in amiss) * share,
    )


def assert_targets(text: list[str], ways: Ways) -> None:
    found, exact, near = rates(text, ways)
    assert found >= (0.95 if ways.typos else 0.98)
    assert exact >= 0.95
    assert near >= 0.98


# Words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", vectors["normalise"], ids=lambda case: case["name"])
def test_words_and_their_places(case: dict[str, Any]) -> None:
    found = texts.normalise(case["text"])
    assert [list(word) for word in found] == case["words"]
    for (_, _, end), (_, start, _) in pairwise(found):
        assert end <= start


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_the_form_of_characters_does_not_matter(form: Form) -> None:
    text = " ".join(SALT)
    expected = [word for word, _, _ in texts.normalise(text)]
    found = texts.normalise(unicodedata.normalize(form, text))
    assert [word for word, _, _ in found] == expected


# Fingerprints -----------------------------------------------------------------------------------


def test_fingerprints_are_those_of_the_vectors() -> None:
    assert [cell for _, cell in PASSAGES] == vectors["fingerprints"]


def test_a_fingerprint_is_a_short_cell() -> None:
    for _, cell in PASSAGES:
        assert re.fullmatch(r"\d+( [0-9a-f]{4}){1,12}", cell)
    assert texts.fingerprint("") == "0"
    assert texts.fingerprint("only three words") == "3"
    assert texts.fingerprint("now there are four").startswith("4 ")


def test_no_four_consecutive_words_are_hashed_even_across_passages() -> None:
    for cut in (SALT, [" ".join(SALT)[n : n + 37] for n in range(0, 3000, 37)]):
        hashed = []
        for text in cut:
            words = texts.normalise(text)
            mask = [False] * len(words)
            places = texts.sampled(words)
            for place in places:
                mask[place : place + 3] = [True] * 3
            assert all(abs(a - b) >= APART for a in places for b in places if a != b)
            hashed += mask
        assert "1111" not in "".join("1" if word else "0" for word in hashed)


def rebuilt(cell: str, dictionary: set[str]) -> list[list[str]]:
    """Every run of words a greedy reader of a fingerprint chains from a dictionary's trigrams."""
    codes = {int(code, 16) for code in cell.split()[1:]}
    trigrams = [
        trigram
        for trigram in product(sorted(dictionary), repeat=3)
        if fold(hashes_of([(word, 0, 0) for word in trigram])[0]) in codes
    ]
    runs = []
    for trigram in trigrams:
        run, left = list(trigram), [other for other in trigrams if other != trigram]
        for shared in (2, 1):
            while nxt := next((t for t in left if list(t[:shared]) == run[-shared:]), None):
                left.remove(nxt)
                run += nxt[shared:]
        runs.append(run)
    return runs


@pytest.mark.parametrize("n", range(0, len(SALT), 4))
def test_the_passage_cannot_be_rebuilt_even_from_its_own_words(n: int) -> None:
    words = [word for word, _, _ in texts.normalise(SALT[n])]
    true = {tuple(words[at : at + 5]) for at in range(len(words) - 4)}
    runs = rebuilt(PASSAGES[n][1], set(words))
    assert runs
    for run in runs:
        assert not true & {tuple(run[at : at + 5]) for at in range(len(run) - 4)}


def test_the_words_of_the_whole_text_leave_many_readings_of_each_hash() -> None:
    dictionary = {word for word, _, _ in texts.normalise(" ".join(SALT))}
    assert len(dictionary) ** 3 / 65_536 > 500


# Alignment --------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", vectors["alignments"], ids=lambda case: case["name"])
def test_alignments_are_those_of_the_vectors(case: dict[str, Any]) -> None:
    found = texts.align(case["copy"], PASSAGES)
    assert [list(alignment) for alignment in found] == case["aligned"]
    assert texts.unaligned(PASSAGES, found) == case["unaligned"]


@pytest.mark.parametrize("ways", [*WAYS, *TYPOS])
def test_passages_are_found_in_a_spoilt_copy(ways: str) -> None:
    assert_targets(SALT, {**WAYS, **TYPOS}[ways])


def test_a_clean_copy_gives_each_passage_whole_with_its_stops_and_quotes() -> None:
    copy = BEFORE + " ".join(SALT) + AFTER
    assert [copy[a.start : a.end] for a in texts.align(copy, PASSAGES)] == SALT


def test_a_note_number_and_a_year_belong_to_the_passage_a_page_header_does_not() -> None:
    one = "The northern pans were let to the bakers of Drumlin until the summer of 1944."
    two = "Nobody remembered afterwards by whose order the lanterns had been put out that night."
    passages = [("one", texts.fingerprint(one)), ("two", texts.fingerprint(two))]
    for between in ("3 Conclusion 215 ", "\n\n214 CHAPTER NINE\n", " [7] ", " “"):
        copy = one + between + two + "” Read more"
        first, second = texts.align(copy, passages)
        assert copy[first.start : first.end].rstrip("3") == one
        assert copy[second.start : second.end].lstrip("“").rstrip("”") == two


def test_part_of_a_copy_gives_its_passages_and_lists_the_others() -> None:
    found = texts.align(" ".join(SALT[5:9]), PASSAGES)
    assert [alignment.passage for alignment in found] == [name for name, _ in PASSAGES[5:9]]
    missing = [name for n, (name, _) in enumerate(PASSAGES) if not 5 <= n < 9]
    assert texts.unaligned(PASSAGES, found) == missing


def test_passages_are_found_once_and_in_order() -> None:
    for copy in (" ".join(SALT + SALT), " ".join(SALT[11:] + SALT[:11])):
        found = texts.align(copy, PASSAGES)
        names = [alignment.passage for alignment in found]
        assert names == sorted(set(names))
        assert all(one.end <= other.start for one, other in pairwise(found))
    assert len(texts.align(" ".join(SALT + SALT), PASSAGES)) == len(SALT)


def test_another_text_of_the_same_subject_aligns_nothing() -> None:
    assert texts.align(OTHER, PASSAGES) == []
    words = " ".join(SALT).split()
    for seed in range(5):
        random.Random(seed).shuffle(words)
        assert texts.align(" ".join(words), PASSAGES) == []


def test_a_cell_that_is_no_fingerprint_is_refused_by_name() -> None:
    for cell in ("", "12 xyz", "12 0a1b ", "12 " + " ".join(["0a1b"] * 13)):
        with pytest.raises(ValueError, match="salt-99"):
            texts.align("any", [("salt-99", cell)])


HUGE = {
    "letters": "a" * 1_000_000,
    "one word again and again": "a " * 300_000,
    "apostrophes": "a'" * 500_000,
    "hyphens and newlines": "a-\n" * 300_000,
    "blanks after hyphens": ("a-" + " " * 90) * 10_000,
    "entities": "&amp;" * 200_000,
    "half entities": "&#" * 500_000,
    "marks": "a" + "\u0301" * 1_000_000,
    "lone surrogates": "\ud800" * 1_000_000,
    "nothing": "\0" * 1_000_000,
    "stops": "a" + "." * 1_000_000,
    "the text many times": (" ".join(SALT) + " ") * 200,
}


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_copy_does_no_harm(name: str) -> None:
    found = texts.align(HUGE[name], [*PASSAGES, ("a", texts.fingerprint("a " * 40))])
    assert len(found) == (len(SALT) if name == "the text many times" else 0)


# The real texts, where they are at hand -----------------------------------------------------------


@lru_cache
def real(name: str) -> tuple[str, list[tuple[str, str]]]:
    """A real text as a reader would copy it, and its passages' ids and fingerprints."""
    table, copy = ROOT / "data" / "passages.csv", EXCERPTS / REAL[name]
    if not copy.is_file():
        pytest.skip(f"the real text is not at hand: no {copy}; synthetic texts cover the same")
    if not table.is_file():
        pytest.skip(f"there are no passages to look for yet: no {table}")
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["id"].startswith(f"{name}-")]
    return copy.read_text(encoding="utf-8"), [(row["id"], row["fingerprint"]) for row in rows]


@pytest.mark.parametrize("name", REAL)
def test_a_real_copy_gives_all_its_passages(name: str) -> None:
    copy, passages = real(name)
    found = texts.align(copy, passages)
    assert len(passages) > 10
    assert texts.unaligned(passages, found) == []
    for alignment, (_, cell) in zip(found, passages, strict=True):
        assert alignment.score == 1
        assert texts.fingerprint(copy[alignment.start : alignment.end]) == cell


@pytest.mark.parametrize("ways", [*WAYS, *TYPOS])
@pytest.mark.parametrize("name", REAL)
def test_real_passages_are_found_in_a_spoilt_copy(name: str, ways: str) -> None:
    copy, passages = real(name)
    found = texts.align(copy, passages)
    assert_targets([copy[a.start : a.end] for a in found], {**WAYS, **TYPOS}[ways])


@pytest.mark.parametrize("name", REAL)
def test_no_passage_of_one_real_text_is_found_in_the_other(name: str) -> None:
    _, passages = real(name)
    for other in REAL:
        if other != name:
            assert texts.align(real(other)[0], passages) == []
    assert texts.align(OTHER, passages) == []


# The browser --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True)
    opened = context.new_page()
    opened.add_script_tag(path=SCRIPT)
    yield opened
    context.close()


def in_browser(page: Page, cases: list[tuple[str, list[tuple[str, str]]]]) -> list[dict[str, Any]]:
    """What align.js makes of copies and their passages. JSON carries lone surrogates safely."""
    answer = page.evaluate(
        """text => JSON.stringify(JSON.parse(text).map(([copy, passages]) => {
          const { normalise, fingerprint, align, unaligned } = window.companionAlign;
          const found = align(copy, passages);
          return {
            words: normalise(copy),
            fingerprint: fingerprint(copy),
            aligned: found.map((a) => [a.passage, a.start, a.end, a.score]),
            unaligned: unaligned(passages, found),
          };
        }))""",
        json.dumps(cases),
    )
    return list(json.loads(answer))


def in_python(copy: str, passages: list[tuple[str, str]]) -> dict[str, Any]:
    """The same, with places counted as JavaScript counts them."""
    at = [0]
    for character in copy:
        at.append(at[-1] + (2 if character > "\uffff" else 1))
    found = texts.align(copy, passages)
    return {
        "words": [[word, at[start], at[end]] for word, start, end in texts.normalise(copy)],
        "fingerprint": texts.fingerprint(copy),
        "aligned": [[name, at[start], at[end], score] for name, start, end, score in found],
        "unaligned": texts.unaligned(passages, found),
    }


def assert_agreement(page: Page, cases: list[tuple[str, list[tuple[str, str]]]]) -> None:
    for (copy, passages), theirs in zip(cases, in_browser(page, cases), strict=True):
        assert theirs == in_python(copy, passages)


def test_the_browser_agrees_on_every_vector(page: Page) -> None:
    given = [case["text"] for case in vectors["normalise"]] + SALT
    given += [case["copy"] for case in vectors["alignments"]]
    assert_agreement(page, [(text, PASSAGES) for text in given])
    theirs = in_browser(page, [(text, []) for text in SALT])
    assert [answer["fingerprint"] for answer in theirs] == vectors["fingerprints"]


def test_the_browser_agrees_on_spoilt_copies(page: Page) -> None:
    chance = random.Random(8)
    cases = []
    for typos in (0.0, 0.05, 0.1, 0.2, 0.4):
        for ways in WAYS.values():
            cases.append((spoilt(SALT, ways._replace(typos=typos), chance)[0], PASSAGES))
    assert_agreement(page, cases)


NOISE = "\u00ad\u200b\u0301ﬁ’'\"“”—–-\n\r\0\x02\ufffe\ufffd\ud800😀é&;#amp0123 .!?\u00a0\u2009ЖßİŁ`"


def test_the_browser_agrees_on_noise(page: Page) -> None:
    chance = random.Random(9)
    cases = [("", PASSAGES), ("\ud83d", []), (" ", [("empty", "0")])]
    for amount in (20, 100, 400) * 8:
        letters = list(" ".join(SALT))
        for _ in range(amount):
            letters.insert(chance.randrange(len(letters)), chance.choice(NOISE))
        cases.append(("".join(letters), PASSAGES))
    cases += [("".join(chance.choices(NOISE + "abc", k=300)), PASSAGES) for _ in range(100)]
    assert_agreement(page, cases)


def test_the_browser_agrees_on_every_character(page: Page) -> None:
    characters = [chr(code) for code in (*range(0xD800), *range(0xE000, 0x10000), 0x1F600)]
    assert_agreement(page, [(" ".join(characters), []), ("a".join(characters), [])])


def test_the_browser_bears_a_huge_copy(page: Page) -> None:
    for name, copy in HUGE.items():
        found = page.evaluate(
            "([copy, passages]) => companionAlign.align(JSON.parse(copy), passages).length",
            [json.dumps(copy), PASSAGES],
        )
        assert found == (len(SALT) if name == "the text many times" else 0)


def test_the_browser_refuses_a_cell_that_is_no_fingerprint(page: Page) -> None:
    refused = page.evaluate(
        "() => { try { companionAlign.align('', [['salt-99', 'x']]); }"
        " catch (error) { return error.message; } }"
    )
    assert "salt-99" in refused


def test_align_js_touches_neither_page_nor_network_nor_storage() -> None:
    code = re.sub(r"//.*", "", SCRIPT.read_text(encoding="utf-8"))
    for word in (
        "document",
        "fetch",
        "XMLHttp",
        "Beacon",
        "Storage",
        "indexedDB",
        "import",
        "eval",
    ):
        assert word not in code
    assert re.findall(r"window\.\w+", code) == ["window.companionAlign"]


def _rewrite() -> None:
    """Write the expected values of the vectors anew, from the texts in them."""
    for case in vectors["normalise"]:
        case["words"] = [list(word) for word in texts.normalise(case["text"])]
    vectors["fingerprints"] = [cell for _, cell in PASSAGES]
    for case in vectors["alignments"]:
        found = texts.align(case["copy"], PASSAGES)
        case["aligned"] = [list(alignment) for alignment in found]
        case["unaligned"] = texts.unaligned(PASSAGES, found)
    lines = json.dumps(vectors, indent=1)
    # A word and its places, a passage and its span, are read in one line.
    lines = re.sub(r'\[\n +("[\w-]+"),((?:\n +[\d.]+,?)+)\n +\]', _one_line, lines)
    VECTORS.write_text(lines + "\n", encoding="utf-8")


def _one_line(match: re.Match[str]) -> str:
    return f"[{match[1]}, {' '.join(match[2].split())}]"


if __name__ == "__main__":
    _rewrite()
