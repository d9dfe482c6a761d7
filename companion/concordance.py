"""The two texts side by side: claims on the same matter, and the claims that are wrong."""

from __future__ import annotations

import pandas as pd

from companion import data
from companion.claims import VERDICTS

TEXTS = ("GH", "MK")
KINDS = ("date", "number", "actor", "place", "legal", "causal", "motive")
SIGNS = dict(zip(VERDICTS, "✓≈⇄✗?", strict=True))

# The contradicted claims by what falls with each, gravest first. The order is a judgement, by the
# rule that the heading of each group states; the chapter gives a reason for every line.
CONSEQUENCES: dict[str, tuple[str, ...]] = {
    "a conclusion of its text": (
        "mk-pact-as-answer-to-invasion",
        "mk-pact-two-days-after-barbarossa",
        "gh-prospect-drove-soviet-support",
        "mk-all-resources-west",
        "gh-detailed-study",
    ),
    "who held what, by what right": (
        "mk-shimoda-split-sakhalin",
        "mk-north-held-1905-1925",
        "mk-sakhalin-usually-divided",
        "mk-parallel-international-border",
        "mk-trustees",
        "mk-port-arthur-is-dalian",
    ),
    "a date or a sequence": (
        "gh-truce-ended-khalkhin-gol",
        "mk-korean-war-january-1950",
        "mk-communist-triumph-1948",
        "mk-anti-comintern-1935",
        "mk-italy-following-year",
        "gh-antonov-18-october",
    ),
}


def text_of(claim_id: str) -> str:
    """``gh-truce-neutrality-pact`` -> ``GH``."""
    return claim_id.partition("-")[0].upper()


def _told(claim: pd.Series) -> str:
    return f"{SIGNS[claim['verdict']]} {claim['verdict']}: {claim['statement']}"


def pairs(relation: str | None = None) -> pd.DataFrame:
    """Claims of both texts on the same matter, in the order of GH; a line for each pair.

    Index: both ids, GH's first, joined by a semicolon. ``GH`` and ``MK`` hold verdict and
    statement, ``relation`` is agree, differ or past; given as an argument, only that is listed.
    """
    claims = data.load("claims")
    found: dict[tuple[str, str], str] = {}
    for claim_id, claim in claims[claims["counterpart"].notna()].iterrows():
        ours, theirs = sorted((str(claim_id), claim["counterpart"]))
        found.setdefault((ours, theirs), claim["relation"])
    place = {claim_id: n for n, claim_id in enumerate(claims.index)}
    lines = {
        f"{gh};{mk}": (_told(claims.loc[gh]), _told(claims.loc[mk]), how)
        for (gh, mk), how in sorted(found.items(), key=lambda pair: place[pair[0][0]])
        if relation in (None, how)
    }
    return pd.DataFrame.from_dict(lines, orient="index", columns=["GH", "MK", "relation"])


def alone(text: str) -> pd.DataFrame:
    """Claims of ``text`` (GH or MK) on matters of which the other text says nothing."""
    paired = {claim_id for both in pairs().index for claim_id in data.ids(both)}
    claims = data.load("claims")
    return claims[[text_of(i) == text and i not in paired for i in claims.index]]


def verdicts() -> pd.DataFrame:
    """How many claims of each kind have each verdict; a line for each text and kind."""
    claims = data.load("claims")
    texts = claims.index.map(text_of).rename("text")
    counts = claims.groupby([texts, "kind"])["verdict"].value_counts().unstack(fill_value=0)
    lines = pd.MultiIndex.from_product([TEXTS, KINDS], names=["text", "kind"])
    return counts.reindex(index=lines, columns=list(VERDICTS), fill_value=0).astype(int)


def errors() -> pd.DataFrame:
    """The contradicted claims of both texts in order of consequence, with what falls with each."""
    claims = data.load("claims")
    lines = {
        claim_id: (
            claims.loc[claim_id, "statement"],
            text_of(claim_id),
            claims.loc[claim_id, "asserted"],
            falls,
        )
        for falls, ids in CONSEQUENCES.items()
        for claim_id in ids
    }
    return pd.DataFrame.from_dict(
        lines, orient="index", columns=["statement", "text", "asserted", "falls"]
    )
