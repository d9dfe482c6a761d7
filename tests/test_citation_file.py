"""``CITATION.cff`` is valid and names both texts; what Zenodo is told says the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from check_jsonschema import main
from click.testing import CliRunner

from companion import data, edition
from companion.export import zenodo
from conftest import ROOT

CFF = ROOT / "CITATION.cff"


def faults(path: Path) -> str:
    """What the schema of the Citation File Format 1.2.0 has against a file; "" where nothing.

    The schema is the one that check-jsonschema carries; no network is asked.
    """
    done = CliRunner().invoke(main, ["--builtin-schema", "vendor.citation-file-format", str(path)])
    return "" if done.exit_code == 0 else done.output


def test_the_citation_file_is_valid() -> None:
    assert faults(CFF) == ""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("cff-version: 1.2.0", "cff-version: 9"),
        ("type: dataset", "type: table"),
        ("country: US", "country: Utopia"),
        ("title:", "tittle:"),
    ],
)
def test_a_fault_in_the_citation_file_is_found_out(right: str, wrong: str, tmp_path: Path) -> None:
    text = CFF.read_text(encoding="utf-8")
    assert right in text
    broken = tmp_path / "CITATION.cff"
    broken.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert faults(broken)


def test_both_texts_are_references_and_each_says_which_it_is() -> None:
    texts = set(data.load("passages")["text"])
    marks = [entry.get("notes", "") for entry in edition.record()["references"]]
    for text in texts:
        assert sum(f"({text})" in mark for mark in marks) == 1, text


def test_the_version_is_the_packages() -> None:
    assert f'version = "{edition.record()["version"]}"' in (ROOT / "pyproject.toml").read_text()
    assert edition.record()["version"] == data.package()["version"]


def test_what_zenodo_is_told_is_what_the_citation_file_says() -> None:
    told = (ROOT / ".zenodo.json").read_text(encoding="utf-8")
    assert told == zenodo.text(), "write it anew: python -m companion.export.zenodo"


def test_what_zenodo_is_told_has_the_form_of_a_deposit() -> None:
    """Fields and rules as zenodraft/metadata-schema-zenodo, schema.json, has them."""
    told = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    assert {"upload_type", "title", "description", "creators", "access_right", "license"} <= {*told}
    assert {*told} <= {
        "upload_type", "title", "description", "creators", "access_right", "license", "notes",
        "keywords", "language", "version", "references", "publication_date",
    }  # fmt: skip
    assert told["upload_type"] in {"dataset", "software"}
    assert told["access_right"] == "open"
    assert told["license"] in edition.record()["license"]
    assert all(set(creator) <= {"name", "orcid", "affiliation"} for creator in told["creators"])
    assert len(set(told["keywords"])) == len(told["keywords"])
    assert len(told["references"]) == len(edition.record()["references"])
    for line, entry in zip(told["references"], edition.record()["references"], strict=True):
        assert entry["title"] in line
        assert "None" not in line
        assert ".." not in line


def test_a_changed_citation_file_shows_in_what_zenodo_would_be_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = {**edition.record(), "abstract": "Rows & <claims>.", "date-released": "2027-01-02"}
    monkeypatch.setattr(edition, "record", lambda: other)
    made = zenodo.record()
    assert made["description"] == "<p>Rows &amp; &lt;claims&gt;.</p>"
    assert made["publication_date"] == "2027-01-02"
