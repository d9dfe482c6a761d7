"""The words of a text, and the fingerprint of a passage."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache

Words = list[tuple[str, int, int]]

MOST = 12  # hashes in a fingerprint, at most
APART = 4  # words from one hashed trigram to the next, at least: one word lies between them

_LETTER = (
    "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
    "\ufb00-\ufb06\uff21-\uff3a\uff41-\uff5a"
)
_MARK = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_APOSTROPHE = "'`\u0092\u00b4\u02b9\u02bc\u2018\u2019\u201b\u2032\uff07\ufffd"
# Some viewers write U+0002 or U+FFFE for a hyphen at the end of a line.
_HYPHEN = "\\-\u00ad\u0002\ufffe\u2010\u2011"
_BLANK = "[ \t\u00a0\u2000-\u200b\u202f\u205f\u3000]{0,40}"
_BREAK = f"(?:{_BLANK}(?:\r\n?|[\n\v\f\u0085\u2028\u2029]){_BLANK})?"
_RUN = f"[{_LETTER}][{_LETTER}{_MARK}{_INVISIBLE}]{{0,63}}"
_WORD = re.compile(f"{_RUN}(?:(?:[{_APOSTROPHE}\u2013]|[{_HYPHEN}]{_BREAK}){_RUN}){{0,7}}")
_ENTITY = re.compile(
    "&(?:amp;)?(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]{2,8}[0-9]{0,2}));"
)
_NAMED = {
    "nbsp": " ", "ensp": " ", "emsp": " ", "thinsp": " ", "hellip": "…", "mdash": "—",
    "ndash": "–", "lsquo": "‘", "rsquo": "’", "apos": "'", "ldquo": "“", "rdquo": "”",
    "quot": '"', "laquo": "«", "raquo": "»", "lt": "<", "gt": ">", "amp": "&", "shy": "\u00ad",
    "zwj": "\u200d", "zwnj": "\u200c", "aelig": "æ", "oelig": "œ", "szlig": "ß", "fflig": "ﬀ",
    "filig": "ﬁ", "fllig": "ﬂ", "ffilig": "ﬃ", "ffllig": "ﬄ",
}  # fmt: skip
_ACCENTED = re.compile("([A-Za-z])(?:acute|grave|circ|uml|tilde|cedil|ring|caron|slash|macr)")
_WHOLE = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
          "ı": "i"}  # fmt: skip


@lru_cache(maxsize=4096)
def _ascii(letter: str) -> str:
    plain = "".join(_WHOLE.get(c, c) for c in unicodedata.normalize("NFKD", letter.lower()))
    return "".join(c for c in plain if "a" <= c <= "z")


def _character(match: re.Match[str]) -> str | None:
    decimal, hexadecimal, name = match.groups()
    if name:
        accented = _ACCENTED.fullmatch(name)
        return accented[1] if accented else _NAMED.get(name)
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x10000 else " "


def normalise(text: str) -> Words:
    """The words of a text as ``(word, start, end)``: ``text[start:end]`` is where the word stands.

    A word is lower-case ASCII letters: accents, ligatures, apostrophes, hyphens and invisible
    characters inside it are taken away, so that ``inter-`` + newline + ``vening`` is
    ``intervening`` and ``self-made`` is ``selfmade`` wherever the line ends. Digits, and letters
    of other scripts, are no words: a note number glued to a word leaves the word. An HTML entity
    counts as its character. Any string is accepted; none raises.
    """
    plain, at, places, shifts, shift = [], 0, [-1], [0], 0
    for match in _ENTITY.finditer(text):
        character = _character(match)
        if character is not None:
            plain += [text[at : match.start()], character]
            places.append(match.start() - shift)
            at = match.end()
            shift += at - match.start() - 1
            shifts.append(shift)
    source = "".join([*plain, text[at:]])
    words: Words = []
    for match in _WORD.finditer(source):
        raw = match[0]
        plainly = raw.isascii() and raw.isalpha()
        word = raw.lower() if plainly else "".join(map(_ascii, raw))
        if word:
            start, end = match.span()
            if shift:
                start += shifts[bisect_left(places, start) - 1]
                end += shifts[bisect_left(places, end) - 1]
            words.append((word, start, end))
    return words


def hashes_of(words: Words) -> list[int]:
    """FNV-1a, 32 bits, of each three words joined by blanks."""
    hashes = []
    for n in range(len(words) - 2):
        value = 0x811C9DC5
        for byte in f"{words[n][0]} {words[n + 1][0]} {words[n + 2][0]}".encode("ascii"):
            value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
        hashes.append(value)
    return hashes


def fold(value: int) -> int:
    """A hash of 32 bits folded to 16."""
    return (value >> 16) ^ (value & 0xFFFF)


def sampled(words: Words) -> list[int]:
    """The places of the trigrams that go into a fingerprint, the opening and closing ones first.

    The opening trigram, the one that ends a word before the end, then those of lowest hash between
    them, each at least APART words from every other, MOST in all.
    """
    hashes = hashes_of(words)
    places = range(len(hashes) - 1)
    kept = [*places[:1], *places[APART:][-1:]]
    for place in sorted(places, key=lambda place: (hashes[place], place)):
        if len(kept) < MOST and all(abs(place - other) >= APART for other in kept):
            kept.append(place)
    return kept


def fingerprint(text: str) -> str:
    """A passage's fingerprint: its number of words, then up to twelve hashes of four hex digits.

    Each hash is FNV-1a of three consecutive words, folded from 32 to 16 bits. The first two belong
    to the opening and the closing of the passage, so that its edges can be found; the others are
    sorted. A text of fewer than four words has no hash.

    It finds the passage in a copy and does not give it back:

    - **folding**: a dictionary of 20,000 words makes 8e12 trigrams, about 1e8 for each hash; even
      the few hundred words of one article, were they known, make hundreds;
    - **sampling**: at least one word stands between two hashed trigrams, within a passage and from
      one to the next. No two share a word, so none can be chained to another, and whoever inverted
      every hash would hold no four consecutive words;
    - **sorting**: where a trigram stood is not told, the opening and the closing one apart;
    - **size**: about three bits to a word, and at most 192 in all: less than the words carry.
    """
    words = normalise(text)
    hashes = hashes_of(words)
    values = [fold(hashes[place]) for place in sampled(words)]
    values = values[:2] + sorted(set(values[2:]) - set(values[:2]))
    return " ".join([str(len(words)), *(f"{value:04x}" for value in values)])
