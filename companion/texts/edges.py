"""The edges of a passage in a copy: where its sentence begins and ends."""

from __future__ import annotations

import re

from companion.texts.words import Words, normalise

NEAR = 4  # words from a guessed edge within which the edge of a sentence is looked for
TAIL = 80  # characters after a word, at most, that belong to it

_SPACE = " \t\r\n\v\f\u0085\u00a0\u2009\u202f\u2028\u2029"
_OPENING = "“‘„«([{¿¡"
_GOES_ON = "0123456789$£€.,;:!?…)]}”’»"  # what may follow a blank and still belong to the word
_SENTENCE_END = re.compile(f"[.!?…][^{_SPACE}]*[{_SPACE}]")


class Copy:
    """A copy and its words; an edge is the number of the word that follows it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: Words = normalise(text)

    def ends_sentence(self, edge: int) -> bool:
        """Whether a sentence ends before the word ``edge``. Initials and "U.S." do not end one."""
        if edge in (0, len(self.words)):
            return True
        word, _, end = self.words[edge - 1]
        gap = self.text[end : min(self.words[edge][1], end + TAIL)]
        return len(word) > 1 and _SENTENCE_END.search(gap) is not None

    def edge(
        self, guess: int, least: int, most: int, *, other: int | None, slack: int, way: int
    ) -> int:
        """The edge nearest to a guess: a sentence's, a neighbour's (``other``) or the guess.

        ``way`` (1 or -1) is where foreign words would have moved it, and is tried first.
        """
        guess = max(least, min(guess, most))
        if self.ends_sentence(guess):
            return guess
        if other is not None and least <= other <= most and abs(other - guess) <= slack:
            return other
        for step in range(1, NEAR + 1):
            for edge in (guess + way * step, guess - way * step):
                if least <= edge <= most and self.ends_sentence(edge):
                    return edge
        return guess

    def start(self, word: int) -> int:
        """Where a passage begins whose first word this is: before the quotes that open it."""
        least = self.words[word - 1][2] if word else 0
        start = self.words[word][1]
        while start > least:
            quote = self.text[start - 1] in "\"'" and (
                start - 1 == least or self.text[start - 2] in _SPACE + _OPENING
            )
            if not quote and self.text[start - 1] not in _OPENING:
                break
            start -= 1
        return start

    def end(self, word: int) -> int:
        """Where a passage ends whose last word this is: after its numbers, stops and quotes.

        Beyond a blank it goes on only before a stop, and only until one ends the sentence.
        """
        least = end = self.words[word][2]
        most = self.words[word + 1][1] if word + 1 < len(self.words) else len(self.text)
        most = min(most, least + TAIL)
        ended = False
        while end < most:
            if self.text[end] in _SPACE:
                ahead = end
                while ahead < most and self.text[ahead] in _SPACE:
                    ahead += 1
                lines = self.text.count("\n", end, ahead)
                if ended or ahead == most or lines > 1 or self.text[ahead] not in _GOES_ON:
                    break
                end = ahead
            if "\ud800" <= self.text[end] <= "\udfff" or self.text[end] > "\uffff":
                break  # an emoji or the like; JavaScript would count it as two characters
            ended = ended or self.text[end] in ".!?…"
            end += 1
        while end > least and self.text[end - 1] in _SPACE + _OPENING + "—–-":
            end -= 1
        return end
