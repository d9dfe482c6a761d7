"""Finding the passages of a text in a reader's own copy, by fingerprints that hold no words.

The same rules, line by line, are in ``book/static/align.js``; ``tests/vectors/alignment.json``
and ``tests/test_texts.py`` hold the two together. Every number compared is an integer.
"""

from companion.texts.alignment import Alignment, align, unaligned
from companion.texts.words import fingerprint, normalise, sampled

__all__ = ["Alignment", "align", "fingerprint", "normalise", "sampled", "unaligned"]
