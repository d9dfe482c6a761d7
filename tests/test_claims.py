import re

import pandas as pd
import pytest

from companion import bibliography, checks, claims, data, tables
from companion.book.roles import datum_text
from companion.book.texts import claim_html
from conftest import ROOT

CLAIMS = data.load("claims")
PASSAGES = data.load("passages")
CHAPTERS = {
    text: (ROOT / f"chapters/{text.lower()}.md").read_text(encoding="utf-8")
    for text in ("GH", "MK")
}
REFERENCE = re.compile(r"\{([^{}]+)\}")


@pytest.fixture(params=[str(claim_id) for claim_id in CLAIMS.index])
def claim(request: pytest.FixtureRequest) -> pd.Series:
    return CLAIMS.loc[request.param]


def test_both_texts_are_read_to_the_end() -> None:
    for text in ("GH", "MK"):
        mine = PASSAGES[PASSAGES["text"] == text]
        assert list(mine.index) == [f"{text.lower()}-{n:02}" for n in range(1, len(mine) + 1)]
        assert mine["sentence_first"].iloc[0] == 1
        starts, ends = list(mine["sentence_first"]), list(mine["sentence_last"])
        assert starts[1:] == [end + 1 for end in ends[:-1]]
        assert all(0 <= end - start <= 3 for start, end in zip(starts, ends, strict=True))
        assert sum(CLAIMS.index.str.startswith(f"{text.lower()}-")) >= 45


def test_every_number_and_date_is_computed() -> None:
    stated = CLAIMS[CLAIMS["kind"].isin(["number", "date"])]
    assert list(stated.index[stated["check"].isna()]) == []
    assert CLAIMS["check"].notna().sum() >= 45


def test_no_verdict_rests_on_a_word_that_prose_leaves_out() -> None:
    for claim_id, claim in CLAIMS[CLAIMS["check"].fillna("").str.startswith("state: ")].iterrows():
        column = checks.operand(claim["check"].partition(": ")[2].split(" ")[0])[1]
        positive = " = " in claim["check"]
        if positive == (claim["computed"] == "contradicted"):  # the words are not in the cell
            assert column in checks.CLOSED, claim_id


def test_its_verdict_follows_from_the_evidence(claim: pd.Series) -> None:
    computed = claims.computed_verdict(claim)
    assert computed == (None if pd.isna(claim["computed"]) else claim["computed"])
    if computed and computed != claim["verdict"]:
        assert pd.notna(claim["why_differs"]), "say why the verdict is not the computed one"


def test_it_shows_evidence_and_sources(claim: pd.Series) -> None:
    for row_id in data.ids(claim["evidence"]):
        data.row(row_id)
    if claim["verdict"] == "unverifiable":
        return
    assert pd.notna(claim["source"])
    for citation in bibliography.citations(claim["source"]):
        bibliography.entry(citation.key)
    if claim["kind"] in {"number", "date"}:
        assert pd.notna(claim["evidence"])


def test_its_finding_is_short_and_takes_its_numbers_from_rows(claim: pd.Series) -> None:
    plain = REFERENCE.sub("N", claim["finding"])
    plain = re.sub(r"\b(p|pp|ch|vol|doc|docs|St|par|Art|Arts|no|n)\.", r"\1", plain)
    assert len(re.findall(r"[.!?](?=\s|$)", plain)) <= 2
    assert not re.search(r"\b\d{1,3},\d{3}\b|\b\d[\d.]* million\b", re.sub("“[^”]*”", "", plain))
    for reference in REFERENCE.findall(claim["finding"]):
        assert datum_text(reference)


def test_a_cause_or_motive_is_contested_at_most_unless_the_order_refutes_it(
    claim: pd.Series,
) -> None:
    if claim["kind"] in {"causal", "motive"} and claim["verdict"] == "contradicted":
        assert str(claim["check"]).startswith("order: ")


def test_its_counterpart_leads_back(claim: pd.Series) -> None:
    if pd.isna(claim["counterpart"]):
        assert pd.isna(claim["relation"])
        return
    other = CLAIMS.loc[claim["counterpart"]]
    assert str(claim.name)[:2] != str(other.name)[:2]
    assert claim["relation"] in {"agree", "differ", "past"}
    # several claims of one text may answer one of the other; the page of that one names them all
    assert f"#{claim.name}" in claim_html(str(other.name))
    if other["counterpart"] == claim.name:
        assert other["relation"] == claim["relation"]


def test_it_is_shown_with_its_verdict_in_words(claim: pd.Series) -> None:
    html = claim_html(str(claim.name))
    assert f"</span> {claim['verdict']}</span>" in html
    for row_id in data.ids(claim["evidence"]):
        assert f"d/{row_id}.html" in html


@pytest.mark.parametrize("passage_id", PASSAGES.index)
def test_every_passage_stands_in_its_chapter(passage_id: str) -> None:
    text = PASSAGES.loc[passage_id, "text"]
    assert CHAPTERS[text].count(f"{{passage}} {passage_id}\n") == 1
    assert (CLAIMS["passage"] == passage_id).any()


@pytest.mark.parametrize(
    "passage_id", dict.fromkeys(CLAIMS.loc[CLAIMS["check"].notna(), "passage"])
)
def test_a_passage_with_computed_claims_has_them_live_at_its_side(passage_id: str) -> None:
    under = CHAPTERS[PASSAGES.loc[passage_id, "text"]].split(f"{{passage}} {passage_id}\n```\n")[1]
    assert f'settled(claims, "{passage_id}")' in under.split("```{passage}")[0]
    listing = tables.registry()[f"settled-{passage_id}"].make(CLAIMS)
    mine = CLAIMS[(CLAIMS["passage"] == passage_id) & CLAIMS["check"].notna()]
    assert list(listing.frame.index) == list(mine.index)
    for claim, line in zip(mine.itertuples(), listing.content()["rows"], strict=True):
        assert claim.computed in line["cells"][-1]
        assert claim.verdict in line["cells"][-1]
        named = [row_id for _, row_id in line["links"]["2"]]
        assert named
        assert set(named) <= set(re.findall(r"[a-z0-9-]+", str(claim.check)))


@pytest.mark.parametrize(
    ("check", "asserted", "verdict"),
    [
        ("number: okinawa-us-total", {"asserted_low": 49000, "asserted_high": 49000}, "supported"),
        ("number: okinawa-us-total", {"asserted_high": 45000}, "imprecise"),
        ("number: okinawa-us-total", {"asserted_low": 90000}, "contradicted"),
        (
            "number: okinawa-us-dead + okinawa-us-wounded",
            {"asserted_low": 49151, "asserted_high": 49151},
            "supported",
        ),
        (
            "ratio: okinawa-us-wounded / okinawa-us-dead",
            {"asserted_low": 3, "asserted_high": 3},
            "supported",
        ),
        (
            "days: neutrality-pact-1941 to molotov-ribbentrop-1939.ended",
            {"asserted_low": 70, "asserted_high": 70},
            "supported",
        ),
        ("date: neutrality-pact-1941", {"asserted_date": "1941-04"}, "supported"),
        ("date: neutrality-pact-1941", {"asserted_date": "1941-06-24"}, "contradicted"),
        ("order: neutrality-pact-1941 before molotov-ribbentrop-1939.ended", {}, "supported"),
        ("order: molotov-ribbentrop-1939.ended before neutrality-pact-1941", {}, "contradicted"),
        # a bound is held to its own side, whatever lies on the other
        ("number: shockley-total", {"asserted_low": 1_700_000}, "supported"),
        ("number: shockley-total", {"asserted_high": 4_000_000}, "supported"),
        ("number: shockley-total", {"asserted_low": 10}, "supported"),
        # kept by a part of the range only
        ("number: shockley-total", {"asserted_low": 2_000_000}, "imprecise"),
        ("number: shockley-total", {"asserted_high": 2_000_000}, "imprecise"),
        # missed by a little, by much, and never rounded over
        ("number: okinawa-us-total", {"asserted_low": 50000}, "imprecise"),
        ("number: okinawa-us-total", {"asserted_high": 49000}, "imprecise"),
        ("number: okinawa-us-total", {"asserted_high": 20000}, "contradicted"),
        # zero is a number, not a blank
        ("number: okinawa-us-total", {"asserted_low": 0}, "supported"),
        ("number: okinawa-us-total", {"asserted_high": 0}, "contradicted"),
        ("number: northern-sakhalin-1920.length", {"asserted_low": 1849}, "supported"),
        ("km: port-arthur to dairen", {"asserted_low": 30, "asserted_high": 35}, "supported"),
        ("km: dairen to dairen", {"asserted_low": 0, "asserted_high": 5}, "supported"),
        ("state: neutrality-pact-1941.kind = treaty", {}, "contradicted"),
        ("state: neutrality-pact-1941.kind != treaty", {}, "supported"),
        ("state: neutrality-pact-1941.parties = Japan;USSR", {}, "supported"),
        ("state: neutrality-pact-1941.title = non-aggression", {}, None),
        ("state: neutrality-pact-1941.title != non-aggression", {}, None),
        ("state: neutrality-pact-1941.title != Neutrality", {}, "contradicted"),
        ("state: neutrality-pact-1941.subject = neutrality", {}, "supported"),
        ("state: neutrality-pact-1941.subject != neutrality", {}, "contradicted"),
    ],
)
def test_how_a_verdict_is_computed(
    check: str, asserted: dict[str, object], verdict: str | None
) -> None:
    made = CLAIMS.iloc[0].copy()
    for column in ("asserted_low", "asserted_high", "asserted_date"):
        made[column] = asserted.get(column)
    made["check"] = check
    assert claims.computed_verdict(made) == verdict


@pytest.mark.parametrize(
    "check", ["number: no-such-row", "sum: okinawa-us-dead", "number okinawa-us-dead", "date: "]
)
def test_a_check_that_cannot_be_read_names_its_claim(check: str) -> None:
    made = CLAIMS.iloc[0].copy()
    made["check"] = check
    with pytest.raises(ValueError, match=str(made.name)):
        claims.computed_verdict(made)


def test_a_check_names_its_operands_once_each() -> None:
    made = CLAIMS.iloc[0].copy()
    made["asserted_low"] = 1
    made["check"] = "ratio: okinawa-us-dead + 2 * okinawa-us-wounded / okinawa-us-dead"
    reading = checks.read(made)
    assert reading is not None
    assert reading.operands == ("okinawa-us-dead", "okinawa-us-wounded")
    made["asserted_low"] = made["asserted_high"] = None
    with pytest.raises(ValueError, match="nothing is asserted"):
        checks.read(made)


def test_a_changed_datum_makes_its_verdict_fail_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    resting = CLAIMS[CLAIMS["check"].fillna("").str.startswith("date: neutrality-pact-1941")]
    assert len(resting)
    moved = data.load("treaties")
    moved.loc["neutrality-pact-1941", "date"] = "1951-06-24"
    read = data._read
    monkeypatch.setattr(data, "_read", lambda n: moved if n == "treaties" else read(n))
    monkeypatch.setattr(data, "_rows", data._rows.__wrapped__)  # without what it remembers
    said = "\n".join(claims.disagreements())
    for claim_id in resting[resting["computed"] == "supported"].index:
        assert claim_id in said
    assert "data/claims.csv" in said


@pytest.mark.parametrize(
    ("check", "printed"),
    [
        ("ratio: a + b / a; c / d", "ratio: (a + b) / a; c / d"),
        ("ratio: a / b * c", "ratio: a / (b * c)"),
        ("number: a + b; c", "number: a + b; c"),
    ],
)
def test_a_quotient_of_sums_is_printed_with_brackets(check: str, printed: str) -> None:
    assert checks.written(check) == printed


def test_several_sections_of_a_source_are_told_in_one() -> None:
    places = ["section on a", "p. 3", "section on b"]
    told = bibliography.located("bix-2000-hirohito", places)
    assert told.endswith(", sections on a and b, p. 3")
