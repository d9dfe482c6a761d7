"""The number of an edition follows from what has changed, and every page tells of it."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from companion import cells, data, editions, history, revisions, seal
from companion.cells import State
from companion.editions import Change, Version
from conftest import HTML, PAGES, ROOT, page

Edit = Callable[[State], None]
LOSSES = "actual_losses"


def put(table: str, row: str, column: str, cell: str) -> Edit:
    def edit(state: State) -> None:
        state.tables[table].setdefault(row, {"id": row})[column] = cell

    return edit


def drop(table: str, row: str) -> Edit:
    def edit(state: State) -> None:
        del state.tables[table][row]

    return edit


def rename(table: str, row: str, other: str) -> Edit:
    def edit(state: State) -> None:
        state.tables[table][other] = {**state.tables[table].pop(row), "id": other}

    return edit


def fields(state: State, table: str) -> list[dict[str, str]]:
    return next(r for r in state.package["resources"] if r["name"] == table)["schema"]["fields"]


def new_column(state: State) -> None:
    fields(state, LOSSES).append({"name": "depth", "type": "string"})
    for row in state.tables[LOSSES].values():
        row["depth"] = "deep"


def lost_column(state: State) -> None:
    fields(state, LOSSES)[:] = [f for f in fields(state, LOSSES) if f["name"] != "claimed_by"]
    for row in state.tables[LOSSES].values():
        row.pop("claimed_by", None)


def retyped_column(state: State) -> None:
    next(f for f in fields(state, LOSSES) if f["name"] == "side")["type"] = "integer"


def lost_table(state: State) -> None:
    state.package["resources"] = [r for r in state.package["resources"] if r["name"] != LOSSES]
    del state.tables[LOSSES]


ROW = "okinawa-us-dead"
SOURCE = cells.present().tables[LOSSES][ROW]["source"]
CLAIM, TREATY = (next(iter(cells.present().tables[name])) for name in ("claims", "treaties"))
KEY = next(iter(cells.present().tables[cells.SOURCES]))
EDITS: dict[str, tuple[Edit, str, int]] = {
    "a value": (put(LOSSES, ROW, "best", "12521"), editions.MAJOR, 1),
    "a value made blank": (put(LOSSES, ROW, "best", ""), editions.MAJOR, 1),
    "who is counted": (put(LOSSES, ROW, "counts", "Army alone"), editions.MAJOR, 1),
    "a date": (put("treaties", TREATY, "ended", "1999"), editions.MAJOR, 1),
    "a verdict": (put("claims", CLAIM, "verdict", "contested"), editions.MAJOR, 1),
    "the work behind it": (put(LOSSES, ROW, "source", "other-work"), editions.MAJOR, 1),
    "the place in the work": (
        put(LOSSES, ROW, "source", SOURCE.replace("closing chapter", "473")), editions.PATCH, 1,
    ),
    "a note": (put(LOSSES, ROW, "note", "Another word."), editions.PATCH, 1),
    "a grade": (put(LOSSES, ROW, "grade", "primary"), editions.PATCH, 1),
    "a removed row": (drop(LOSSES, ROW), editions.MAJOR, 1),
    "a renamed row": (rename(LOSSES, ROW, "okinawa-renamed"), editions.MAJOR, 2),
    "a new row": (put(LOSSES, "okinawa-new", "best", "1"), editions.MINOR, 1),
    "a new column": (new_column, editions.MINOR, 1),
    "a removed column": (lost_column, editions.MAJOR, 1),
    "another type": (retyped_column, editions.MAJOR, 1),
    "a removed table": (lost_table, editions.MAJOR, len(cells.present().tables[LOSSES])),
    "a new source": (put(cells.SOURCES, "new-work", "title", "New"), editions.MINOR, 1),
    "an entry": (put(cells.SOURCES, KEY, "title", "Another"), editions.PATCH, 1),
    "the coasts": (put(cells.GEOGRAPHY, "coasts", "digest", "0"), editions.MAJOR, 1),
}  # fmt: skip


def edited(*edits: Edit) -> State:
    state = copy.deepcopy(cells.present())
    for edit in edits:
        edit(state)
    for rows in state.tables.values():
        for row in rows.values():
            for column in [c for c, cell in row.items() if not cell]:
                del row[column]
    return state


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_told_with_its_weight(name: str) -> None:
    edit, size, count = EDITS[name]
    found = editions.compare(edited(), edited(edit))
    assert len(found) == count, found
    order = editions.SIZES.index
    assert min((change.size for change in found), key=order) == size
    assert all(change.told() for change in found)


@pytest.mark.parametrize("name", EDITS)
def test_an_older_edition_can_be_read_from_a_newer_by_its_changes(name: str) -> None:
    old, new = edited(), edited(EDITS[name][0])
    kept = json.loads(json.dumps([c.record() for c in editions.compare(old, new)]))
    changes = [Change.of_record(record) for record in kept]
    assert editions.undone(new.tables, changes) == old.tables


def test_nothing_but_cells_is_a_change() -> None:
    def spelt_otherwise(path: str) -> str:
        text = cells.here(path)
        if path == "places.csv":
            head, *lines = text.splitlines()
            text = "\n".join([head, *reversed(lines)]) + "\n"
        if path == "actual_losses.csv":
            text = text.replace(",12520,", ",12520.0,")
        return "\ufeff" + text.replace("\n", "\r\n") if path.endswith(".csv") else text

    assert spelt_otherwise("actual_losses.csv") != cells.here("actual_losses.csv")
    assert editions.compare(cells.state(spelt_otherwise), cells.present()) == []


def test_the_reason_comes_from_the_corrections() -> None:
    line = data.load("corrections").dropna().iloc[0]
    old = edited(put(line["table"], line["row"], line["column"], "another"))
    (change,) = editions.compare(old, edited())
    assert change.why == line["why"]
    assert line["why"] in change.told()


def test_remarks_are_columns_and_a_value_is_none_of_them() -> None:
    about = editions.remarks(cells.present())
    columns = {c for name in data.names() for c in data.schema(name)}
    assert about <= columns
    assert about.isdisjoint({"id", "low", "best", "high", "unit", "date", "source", "verdict"})


@pytest.mark.parametrize(
    ("last", "sizes", "least"),
    [
        ("1.2.3", [], "1.2.3"), ("1.2.3", ["patch"], "1.2.4"),
        ("1.2.3", ["patch", "minor"], "1.3.0"),
        ("1.2.3", ["minor", "major", "patch"], "2.0.0"), ("0.1.0", ["major"], "0.2.0"),
        ("0.1.0", ["patch"], "0.1.1"), ("9.10.0", ["minor"], "9.11.0"),
    ],
)  # fmt: skip
def test_the_weightiest_change_decides_the_number(last: str, sizes: list[str], least: str) -> None:
    changes = [Change("places", "x", "note", "changed", size) for size in sizes]
    assert str(editions.demanded(Version.read(last), changes)) == least


def test_versions_are_in_order_of_their_numbers_and_nothing_else_is_one() -> None:
    assert Version.read("v1.10.0") > Version.read("1.9.9")
    for text in ("", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.x", "latest", "١.٢.٣", "1.2.3-rc1"):
        with pytest.raises(ValueError, match="is no version"):
            Version.read(text)


def test_the_version_satisfies_what_has_changed_since_the_last_edition() -> None:
    found = history.compared()
    assert found.name or found.reason
    assert not found.too_low, "\n".join(history.told(found))
    if found.version and found.version < editions.current():
        kept = next((e for e in history.recorded() if e.version == editions.current()), None)
        assert kept is not None, "run `companion changes --write`"
        assert [c.record() for c in kept.changes] == [c.record() for c in found.changes], (
            "data/versions.json is behind the data: run `companion changes --write`"
        )


def test_the_version_stands_in_one_place_and_the_citation_file_repeats_it() -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(cff["version"]) == str(editions.current())


# --- the changelog -------------------------------------------------------------------------------

LOG = """# Changelog

Words.

## [1.1.0] - Unreleased

### Added

- A thing.

## [1.0.0] - 2026-12-01

### Data

First.
"""


def test_changes_stand_under_the_right_version_once() -> None:
    words = "### Data\n\nCompared with 1.0.0.\n"
    once = history.with_section(LOG, "1.1.0", "", words)
    assert once == history.with_section(once, "1.1.0", "", words)
    mine, older = once.split("## [1.0.0]")
    assert "Compared with 1.0.0." in mine.split("## [1.1.0] - Unreleased")[1]
    assert "- A thing." in mine
    assert older == LOG.split("## [1.0.0]")[1]
    dated = history.with_section(once, "1.1.0", "2027-01-02", words)
    assert "## [1.1.0] - 2027-01-02" in dated
    assert "Unreleased" not in dated
    new = history.with_section(LOG, "2.0.0", "", words)
    assert new.index("## [2.0.0]") < new.index("### Data") < new.index("## [1.1.0]")


def test_the_first_edition_is_compared_with_nothing_and_invents_no_history() -> None:
    first = history.Comparison("", None, [], "no tag")
    assert history.section(first) == f"### Data\n\n{history.FIRST}\n"
    assert history.told(first)[0] == "Compared with nothing: no tag."
    assert (first.demanded, first.too_low) == (None, False)
    kept = json.loads(history.with_entry("[]", history.entry(first, "2026-12-01", {})))
    assert [(e["version"], e["changes"]) for e in kept] == [(str(editions.current()), [])]
    assert "since" not in kept[0]


def test_what_was_never_released_gives_way_to_the_next_edition() -> None:
    released = {"version": "1.0.0", "date": "2026-12-01", "changes": []}
    log = history.with_entry(
        json.dumps([{"version": "1.1.0", "changes": []}, released]),
        {"version": "2.0.0", "changes": []},
    )
    assert [e["version"] for e in json.loads(log)] == ["2.0.0", "1.0.0"]


def test_a_line_of_the_changelog_cannot_be_markup() -> None:
    change = Change(LOSSES, ROW, "note", "changed", "patch", "a", "<b>*x*</b> `y`\n# z", "why")
    found = history.Comparison("v1.0.0", Version(1, 0, 0), [change])
    line = next(line for line in history.section(found).splitlines() if ROW in line)
    assert line == rf"- `{LOSSES}` {ROW}, note: a -> \<b>\*x\*\</b> \`y\` # z (why)"


# --- a repository with a tag ---------------------------------------------------------------------


class Copy:
    """A small copy of this repository, with git and tags of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("companion", "data"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("CITATION.cff", "_config.yml", "CHANGELOG.md", "requirements.txt"):
            shutil.copyfile(ROOT / name, root / name)
        first = history.Comparison("", None, [])
        self.number("1.0.0")
        entry = {**history.entry(first, "2026-12-01", {}), "version": "1.0.0"}
        (root / "data" / history.LOG).write_text(history.with_entry("", entry))

    def git(self, *arguments: str) -> None:
        named = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=no"]
        done = ["git", "-C", str(self.root), *named, *arguments]
        subprocess.run(done, check=True, capture_output=True)

    def run(self, *arguments: str) -> tuple[int, str]:
        env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        done = subprocess.run(
            [sys.executable, "-m", "companion.cli", *arguments],
            cwd=self.root,
            env={**env, "PYTHONPATH": str(self.root), "GIT_CEILING_DIRECTORIES": str(self.root)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout + done.stderr

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (old, text.count(old))
        path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")

    def number(self, version: str) -> None:
        now = str(json.loads((self.root / "data/datapackage.json").read_text())["version"])
        self.replace("data/datapackage.json", f'"version": "{now}"', f'"version": "{version}"')


OLD, NEW = ',12520,,people,"All services', ',12521,,people,"All services'
SEAL, FIGURE = seal.row(ROW), "tarawa-to-okinawa"


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy whose edition 1.0.0 is tagged, with one value edited since."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed here")
    copied = Copy(tmp_path_factory.mktemp("tagged"))
    copied.git("init", "-q")
    code, said = copied.run("changes")
    assert (code, "Compared with nothing: no tag" in said) == (0, True), said
    copied.git("add", "-A")
    copied.git("commit", "-qm", "Release")
    copied.git("tag", "v1.0.0")
    copied.replace("data/actual_losses.csv", OLD, NEW)
    return copied


LINE = f"{ROW}, best: 12520 -> 12521"


def test_an_edited_value_is_named_and_its_seal_breaks(tagged: Copy) -> None:
    code, said = tagged.run("changes")
    assert (code, said.count(LINE)) == (1, 1)
    assert "at least 2.0.0" in said
    assert "too low" in said
    for name, sealed in ((ROW, SEAL), (f"fig-{FIGURE}", seal.figure(FIGURE))):
        code, said = tagged.run("verify", name, sealed)
        assert (code, said.count(LINE)) == (1, 1), said
        assert "edition 1.0.0" in said
    code, said = tagged.run("changes", "--since=no-such")
    assert (code, "no-such" in said) == (2, True)


def test_an_edition_is_written_only_under_a_sufficient_number_and_told_without_git(
    tagged: Copy, tmp_path: Path
) -> None:
    before = (tagged.root / "data" / history.LOG).read_text(encoding="utf-8")
    code, said = tagged.run("changes", "--write")
    assert code == 1
    assert "Not written: the version must be at least 2.0.0." in said
    assert (tagged.root / "data" / history.LOG).read_text(encoding="utf-8") == before
    tagged.number("2.0.0")
    code, said = tagged.run("changes", "--write")
    assert code == 0, said
    changelog = (tagged.root / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = changelog.split("## [2.0.0] - Unreleased")[1].split("\n## ")[0]
    assert newest.count(f"`{LOSSES}` {LINE}") == 1
    shutil.copytree(tagged.root, tmp_path / "zip", ignore=shutil.ignore_patterns(".git"))
    unpacked = copy.copy(tagged)
    unpacked.root = tmp_path / "zip"
    assert "Compared with nothing: this folder is no git repository" in unpacked.run("changes")[1]
    for name, sealed in ((ROW, SEAL), (FIGURE, seal.figure(FIGURE))):
        code, said = unpacked.run("verify", name, sealed)
        assert (code, said.count(LINE)) == (1, 1), said
        assert "edition 1.0.0" in said


# --- in the book ---------------------------------------------------------------------------------

RECORD = {
    "whole": ["chapters/codebook"],
    "pages": {ROW: [f"d/{ROW}", "chapters/losses"], "jwpc": ["chapters/projections"]},
    "editions": [
        {
            "version": "2.0.0",
            "date": "2 January 2027",
            "changes": [
                {
                    "table": LOSSES, "row": ROW, "column": "best", "what": "changed",
                    "size": "major", "was": "1<img src=x onerror=alert(1)>", "now": "2",
                },
                {"table": LOSSES, "row": "jwpc", "what": "added", "size": "minor"},
            ],
        },
        {"version": "1.10.0", "date": "1 June 2026", "changes": [
            {"table": LOSSES, "row": ROW, "column": "note", "what": "changed", "size": "patch",
             "was": "a", "now": "b", "why": "misread"}]},
        {"version": "1.9.0", "date": "1 May 2026", "changes": []},
    ],
}  # fmt: skip


def told(browser: Browser, address: str) -> str:
    """What the head of a page says of a link, with a record of three editions."""
    opened = browser.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.route(
        "**/edition-record.js",
        lambda route: route.fulfill(
            body=f"window.companionEditions={json.dumps(RECORD)}",
            content_type="text/javascript",
        ),
    )
    try:
        opened.goto((HTML / address.partition("?")[0]).as_uri() + "?" + address.partition("?")[2])
        box = opened.locator(".edition-told")
        box.wait_for(timeout=10_000)
        assert box.locator("img, b, script").count() == 0
        assert not errors
        return " ".join(box.inner_text().split())
    finally:
        opened.close()


def test_a_link_of_an_older_edition_says_what_has_changed_since(browser: Browser) -> None:
    said = told(browser, f"d/{ROW}.html?v=1.9.0")
    assert "edition 1.9.0, 1 May 2026" in said
    assert "2 data on this page changed" in said
    assert f"{ROW}, best: 1<img src=x onerror=alert(1)> → 2 (2.0.0, major)" in said
    assert f"{ROW}, note: a → b (misread; 1.10.0, patch)" in said
    assert "one datum on this page" in told(browser, f"d/{ROW}.html?v=v1.10.0")
    assert "one datum that this page uses" in told(browser, "chapters/projections.html?v=1.9.0")
    assert "3 data changed" in told(browser, "chapters/codebook.html?v=1.9.0")
    assert "nothing that this page uses has changed" in told(browser, "chapters/mk.html?v=1.9.0")
    assert "This is edition 2.0.0" in told(browser, "chapters/losses.html?v=2.0.0")


@pytest.mark.parametrize("asked", ["3.0.0", "", "%3Cimg src=x%3E", "1.9", "9" * 300])
def test_an_unknown_edition_is_said_to_be_unknown(browser: Browser, asked: str) -> None:
    said = told(browser, f"d/{ROW}.html?v={asked}")
    assert "There is no edition" in said
    assert "On record: 2.0.0, 1.10.0, 1.9.0." in said
    assert len(said) < 300


@lru_cache
def built_record() -> dict[str, object]:
    text = (HTML / "_static/edition-record.js").read_text(encoding="utf-8")
    found: dict[str, object] = json.loads(text.removeprefix("window.companionEditions=")[:-2])
    return found


def test_the_book_ships_the_record_and_the_chapter_tells_it_without_a_script(
    browser: Browser,
) -> None:
    shipped = built_record()["editions"]
    assert isinstance(shipped, list)
    assert [e["version"] for e in shipped] == [str(e.version) for e in history.known()]
    words = page("chapters/changes").get_text(" ")
    for edition in history.known():
        assert f"Edition {edition.version}" in words
        for change in edition.changes:
            assert change.row in words
    opened = browser.new_page()
    try:
        opened.goto((HTML / "d" / f"{ROW}.html").as_uri() + f"?v={editions.current()}")
        opened.locator(".edition-told").wait_for(timeout=10_000)
        assert f"This is edition {editions.current()}" in opened.inner_text(".edition-told")
    finally:
        opened.close()


@pytest.mark.parametrize("name", [*PAGES, f"d/{ROW}"])
def test_every_page_answers_a_link_and_loads_no_script_for_it_before(name: str) -> None:
    text = (HTML / f"{name}.html").read_text(encoding="utf-8")
    assert text.count("edition.js") == 1
    assert 'src="../_static/edition.js' not in text


def test_the_codebook_and_the_exports_name_the_edition() -> None:
    text = " ".join(page("chapters/codebook").get_text(" ").split())
    assert f"edition {editions.current()}" in text
    shipped = json.loads((HTML / "data/csv/datapackage.json").read_text(encoding="utf-8"))
    assert shipped["version"] == str(editions.current())


def test_without_git_there_is_nothing_to_compare_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    found = history.compared()
    assert (found.name, found.changes, found.too_low) == ("", [], False)
    assert "git is not installed here" in history.told(found)[0]
    with pytest.raises(revisions.Unknown):
        revisions.state("HEAD")
