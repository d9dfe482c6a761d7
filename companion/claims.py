"""What the two texts claim, and whether the recorded verdicts still follow from the rows.

How a claim's ``check`` is written and computed stands in ``companion.checks``.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from companion import checks, data

VERDICTS = ("supported", "imprecise", "contested", "contradicted", "unverifiable")


def computed_verdict(claim: pd.Series) -> str | None:
    """``supported``, ``imprecise`` or ``contradicted`` by the claim's own check.

    None for a claim without one, and where the rows are silent on what the check asks. Raises
    ValueError that names the claim when its check cannot be read.
    """
    reading = checks.read(claim)
    return reading.verdict if reading else None


def computed_in(passage_id: str) -> pd.DataFrame:
    """The claims of a passage whose verdict is computed, in their order in the passage."""
    claims = data.load("claims")
    return claims[(claims["passage"] == passage_id) & claims["check"].notna()]


def disagreements() -> list[str]:
    """Claims whose computed verdict is no longer the recorded one, each in a line; [] when none."""
    found = []
    for claim_id, claim in data.load("claims").iterrows():
        now = computed_verdict(claim)
        recorded = None if pd.isna(claim["computed"]) else claim["computed"]
        if now != recorded:
            found.append(
                f"data/claims.csv, {claim_id}: the check {claim['check']!r} now gives {now}, and "
                f"{recorded} is recorded: look at the evidence again, then at the verdict"
            )
    return found


@lru_cache
def resting_on() -> dict[str, list[str]]:
    """Row id -> ids of the claims that name the row as evidence."""
    found: dict[str, list[str]] = {}
    for claim_id, cell in data.load("claims")["evidence"].items():
        for row_id in data.ids(cell):
            found.setdefault(row_id, []).append(str(claim_id))
    return found


def answers(claim_id: str) -> dict[str, str]:
    """Claim of the other text on the same matter -> relation, in whichever row the two are tied."""
    table = data.load("claims")
    claim = table.loc[claim_id]
    found = {} if pd.isna(claim["counterpart"]) else {claim["counterpart"]: claim["relation"]}
    for other, row in table[table["counterpart"] == claim_id].iterrows():
        found.setdefault(str(other), row["relation"])
    return found
