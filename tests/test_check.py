"""The data obey their contract, and every way of breaking it is refused by name."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from edtf import parse_edtf

from companion.check import Problem, check
from companion.check.problem import shown
from companion.dates import edtf_bounds

DATA = Path(__file__).resolve().parent.parent / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
COLUMNS = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in PACKAGE["resources"]}


class Named(NamedTuple):
    """What a problem must name; ``value`` as it is shown, ``word`` part of the expectation."""

    file: str
    row: int | None
    column: str | None
    value: str
    word: str


Corruption = Callable[[Path], Named]
CORRUPTIONS: dict[str, Corruption] = {}


def corruption(function: Corruption) -> Corruption:
    CORRUPTIONS[function.__name__.replace("_", "-")] = function
    return function


def read(folder: Path, table: str) -> list[list[str]]:
    text = (folder / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def write(folder: Path, table: str, rows: list[list[str]], **style: object) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, **{"lineterminator": "\n", **style}).writerows(rows)  # type: ignore[arg-type]


def change(folder: Path, table: str, cells: dict[str, str], row: int = 2) -> None:
    """Overwrite cells of one row, counted as a spreadsheet counts."""
    rows = read(folder, table)
    for column, value in cells.items():
        rows[row - 1][COLUMNS[table].index(column)] = value
    write(folder, table, rows)


def splice(folder: Path, name: str, old: bytes, new: bytes) -> None:
    raw = (folder / name).read_bytes()
    assert old in raw
    (folder / name).write_bytes(raw.replace(old, new, 1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


# --- one cell of row 2 spoilt --------------------------------------------------------------------


def cell(case: str, table: str, column: str, value: str, word: str, **others: str) -> None:
    """Register: ``column`` of row 2 becomes ``value`` (and other cells theirs), and is named."""

    def corrupt(folder: Path) -> Named:
        change(folder, table, {**others, column: value})
        return Named(f"{table}.csv", 2, column, shown(value, 60), word)

    assert case not in CORRUPTIONS
    CORRUPTIONS[case] = corrupt


cell("words-for-a-number", "actual_losses", "best", "many", "plain number")
cell("thousands-mark", "actual_losses", "best", "1,500", "plain number")
cell("underscore-in-a-number", "actual_losses", "best", "1_500", "plain number")
cell("wide-digits", "actual_losses", "best", "１５", "plain number")
cell("not-a-number", "actual_losses", "best", "NaN", "0")
cell("infinity", "actual_losses", "best", "INF", "plain number")
cell("decimals-in-a-count", "order_of_battle", "divisions", "1.5", "whole number")
cell("yes-for-true", "yalta_terms", "in_text", "yes", "true or false")
cell("impossible-day", "treaties", "earliest", "2026-02-30", "YYYY-MM-DD")
cell("day-in-another-form", "treaties", "earliest", "9.8.1945", "YYYY-MM-DD")
cell("compact-day", "treaties", "earliest", "19450809", "YYYY-MM-DD")
cell("blank-but-required", "places", "name", "", "may not be blank")
cell("outside-the-list", "actual_losses", "side", "Atlantis", "one of: US")
cell("id-not-kebab-case", "places", "id", "Port_Arthur", "text of the form")
cell("negative-quantity", "force_levels", "best", "-5", "at least 0")
cell("latitude-off-the-globe", "places", "latitude", "91", "at most 90")
cell("place-off-the-map", "places", "longitude", "", "may not be blank")
cell("low-above-best", "actual_losses", "low", "7", "low <= best", best="6", high="8")
cell("best-above-high", "actual_losses", "best", "9", "best <= high", low="6", high="8")
cell("low-above-high", "force_levels", "low", "9", "high is 8", best="", high="8")
cell("no-figure-no-reason", "force_levels", "best", "", "note", low="", high="", note="")

cell(
    "earliest-after-latest", "treaties", "earliest", "2001-01-01", "not after", latest="2000-01-01"
)
cell("edtf-outside-its-bounds", "treaties", "date", "1799", "within")
cell("edtf-wider-than-its-bounds", "treaties", "date", "1945", "within",
     earliest="1945-02-11", latest="1945-02-12")  # fmt: skip
cell("edtf-in-words", "treaties", "date", "summer 1945", "EDTF")
cell("edtf-impossible-leap-day", "treaties", "date", "1945-02-29", "EDTF")
cell("edtf-interval-backwards", "treaties", "date", "1946/1945", "ends before it begins")
cell("edtf-too-long", "treaties", "date", "{" + "1945," * 30 + "1946}", "longer")
cell("bounds-without-a-date", "treaties", "in_force", "", "in_force_earliest",
     in_force_earliest="1956-12-12", in_force_latest="1956-12-12")  # fmt: skip
cell("date-without-bounds", "treaties", "ended_latest", "", "ended or ended_earliest",
     ended="1999", ended_earliest="1999-01-01")  # fmt: skip
cell("ends-before-signature", "treaties", "ended", "1799", "not before its date",
     ended_earliest="1799-01-01", ended_latest="1799-12-31")  # fmt: skip
cell("ends-before-entry-into-force", "treaties", "ended", "1998", "not before its entry",
     in_force="1999", in_force_earliest="1999-01-01", in_force_latest="1999-12-31",
     ended_earliest="1998-01-01", ended_latest="1998-12-31")  # fmt: skip
cell("hour-25", "campaign_events", "time_local", "25:00", "HH:MM", timezone="Asia/Tokyo")
cell("hour-in-another-form", "diplomacy_events", "time_local", "5 pm", "HH:MM")
cell("unknown-zone", "campaign_events", "timezone", "Asia/Tokio", "IANA", time_local="05:00")
cell("zone-as-a-path", "campaign_events", "timezone", "../../etc/passwd", "IANA")
cell("clock-time-without-zone", "diplomacy_events", "timezone", "", "05:00",
     time_local="05:00", note="")  # fmt: skip

cell("unknown-source", "actual_losses", "source", "nobody-1999[p. 1]", "there is no nobody-1999")
cell("empty-locator", "actual_losses", "source", "nobody-1999[]", "no brackets")
cell("two-locators", "actual_losses", "source", "nobody-1999[p. 1][p. 2]", "text of the form")
cell("source-in-prose", "actual_losses", "source", "Nobody (1999), p. 1", "text of the form")
for table, column in [
    ("actual_losses", "derived_from"),
    ("territory_status", "basis"),
    ("yalta_terms", "fulfilled_by"),
    ("order_of_battle", "parent"),
    ("order_of_battle", "personnel"),
    ("campaign_events", "place"),
    ("diplomacy_events", "place"),
    ("treaties", "place"),
    ("casualty_projections", "people"),
    ("casualty_projections", "reached"),
    ("diplomacy_events", "people"),
    ("order_of_battle", "people"),
    ("treaties", "people"),
]:
    cell(f"orphan-in-{table}-{column}", table, column, "no-such-row", "there is no no-such-row")

cell("unknown-person-with-a-day", "casualty_projections", "reached",
     "harry-s-truman;nobody[1945-06-18]", "there is no nobody")  # fmt: skip
cell("day-in-words-in-brackets", "casualty_projections", "reached",
     "harry-s-truman[18 June]", "EDTF day such as")  # fmt: skip
cell("day-off-the-calendar-in-brackets", "casualty_projections", "reached",
     "harry-s-truman[1945-02-29]", "harry-s-truman, not '1945-02-29'")  # fmt: skip
cell("open-bracket", "casualty_projections", "reached", "harry-s-truman[1945", "text of the form")
cell("known-before-it-was-made", "casualty_projections", "reached",
     "george-c-marshall;harry-s-truman[1945-05]", "harry-s-truman not before 1945-06-15",
     date="1945-06-15", earliest="1945-06-15", latest="1945-06-15")  # fmt: skip
cell("died-before-being-born", "people", "died", "1889", "not before 1890", born="1890")

cell("formula", "places", "note", '=HYPERLINK("https://example.org","see")', "formula")
cell("formula-with-plus", "places", "note", "+1+cmd|' /C calc'!A0", "formula")
cell("formula-with-minus", "places", "note", "-2+3", "formula")
cell("formula-with-at", "places", "note", "@SUM(A1:A9)", "formula")
cell("formula-in-wide-letters", "places", "note", "＝1+1", "formula")
cell("formula-after-a-blank", "places", "note", " =1+1", "formula")
cell("tab-before-a-formula", "places", "note", "\t=1+1", "no tab")
cell("tab-inside", "places", "name", "Port\tArthur", "no tab")
cell("blank-around", "places", "name", "Port Arthur ", "no blank before or after")
cell("line-break-in-a-name", "places", "name", "Port\nArthur", "one line")
cell("html-in-a-note", "places", "note", "a <b>bold</b> claim", "no HTML")
cell("html-comment", "places", "note", "before <!-- hidden", "no HTML")
cell("html-as-entities", "places", "note", "&lt;img src=x&gt;", "no HTML")
cell("script-in-a-title", "treaties", "title", "Pact<script>alert(1)</script>", "no HTML")
cell("event-handler", "places", "name", 'Port" onmouseover=alert(1) x="', "event handler")
cell("markdown-link", "places", "note", "see [here](https://example.org)", "Markdown link")
cell("role", "places", "note", "see {download}`/etc/passwd`", "MyST role")
cell("script-address", "places", "seen_at", "javascript:alert(1)", "javascript:")
cell("script-address-in-a-note", "places", "note", "open java\nscript:alert(1)", "javascript:")
cell("data-address", "places", "note", "open data:text/html;base64,PHNjcmlwdD4=", "data:")
cell("file-address", "places", "seen_at", "file:///etc/passwd", "http://")
cell("address-with-a-user", "places", "seen_at", "https://frus@example.org/", "user name")
cell("address-that-no-parser-takes", "places", "seen_at", "https://[::1/", "http://")
cell("refused-host", "places", "seen_at", "https://scribd.com/document/1", "no link to scribd.com")
cell("refused-subdomain", "places", "seen_at", "http://WWW.Scribd.com./a", "no link to www.scribd")
cell("refused-host-in-a-note", "places", "note", "at https://vdoc.pub/x", "no link to vdoc.pub")
cell("refused-host-in-an-archive", "places", "seen_at",
     "https://web.archive.org/web/2020/https%3A//erenow.org/", "no link to erenow.org")  # fmt: skip
cell("nul", "places", "note", "a\0b", "U+0000")
cell("escape-sequence", "places", "note", "a\x1b[31mred", "U+001B")
cell("direction-mark", "places", "note", "a \u202eb", "U+202E")
cell("lost-letter", "places", "name", "Hakodat\ufffd", "U+FFFD")
cell("cell-of-ten-megabytes", "places", "note", "a" * 10_000_000, "10,000 characters")
cell("kind-of-no-text", "treaties", "text_url", "", "since text_kind has one")
cell("text-of-no-kind", "treaties", "text_kind", "", "since text_url has one")
cell("text-of-another-kind", "treaties", "text_kind", "private", "official")
cell("phases-without-why", "treaties", "phases_why", "", "since phases has one", phases="disputed")

# --- a whole file spoilt -------------------------------------------------------------------------


@corruption
def missing_table(folder: Path) -> Named:
    (folder / "places.csv").unlink()
    return Named("places.csv", None, None, "", "put it back")


@corruption
def empty_table(folder: Path) -> Named:
    (folder / "places.csv").write_bytes(b"")
    return Named("places.csv", None, None, "", "empty")


@corruption
def byte_order_mark_alone(folder: Path) -> Named:
    (folder / "places.csv").write_bytes(b"\xef\xbb\xbf\r\n")
    return Named("places.csv", None, None, "", "empty")


@corruption
def header_alone(folder: Path) -> Named:
    write(folder, "places", read(folder, "places")[:1])
    return Named("places.csv", None, None, "", "table is empty")


@corruption
def directory_for_a_table(folder: Path) -> Named:
    (folder / "places.csv").unlink()
    (folder / "places.csv").mkdir()
    return Named("places.csv", None, None, "", "missing")


@corruption
def table_of_21_megabytes(folder: Path) -> Named:
    (folder / "places.csv").write_bytes(b"a" * 21_000_000)
    return Named("places.csv", None, None, "21,000,000 bytes", "20,000,000")


@corruption
def too_many_rows(folder: Path) -> Named:
    rows = read(folder, "places")
    write(folder, "places", rows + rows[1:2] * 5_000)
    return Named("places.csv", None, None, f"{len(rows) + 5_000:,} rows", "5,000")


@corruption
def latin_1(folder: Path) -> Named:
    splice(folder, "places.csv", b"\n", b"\n\xe9")
    return Named("places.csv", 2, None, "\\xe9", "UTF-8")


@corruption
def utf_16(folder: Path) -> Named:
    text = (folder / "places.csv").read_text(encoding="utf-8")
    (folder / "places.csv").write_text(text, encoding="utf-16-le")
    return Named("places.csv", 1, None, "i\\x00d\\x00", "UTF-16")


@corruption
def lone_carriage_returns(folder: Path) -> Named:
    splice(folder, "places.csv", b"\n", b"\r")
    return Named("places.csv", 1, None, "\\r", "lone CR")


@corruption
def missing_column(folder: Path) -> Named:
    write(folder, "places", [row[:-1] for row in read(folder, "places")])
    return Named("places.csv", 1, "note", "", "missing")


@corruption
def extra_column(folder: Path) -> Named:
    rows = read(folder, "places")
    write(folder, "places", [[*rows[0], "remark"], *([*row, "x"] for row in rows[1:])])
    return Named("places.csv", 1, "remark", "remark", "no such column")


@corruption
def swapped_columns(folder: Path) -> Named:
    rows = read(folder, "places")
    write(folder, "places", [[row[0], row[2], row[1], *row[3:]] for row in rows])
    return Named("places.csv", 1, "name", "name_today", "order")


@corruption
def duplicated_column(folder: Path) -> Named:
    write(folder, "places", [[*row, row[-1]] for row in read(folder, "places")])
    return Named("places.csv", 1, "note", "note", "one column of this name")


@corruption
def misspelt_column(folder: Path) -> Named:
    splice(folder, "places.csv", b"latitude", b"lattitude")
    return Named("places.csv", 1, "lattitude", "lattitude", "no such column")


@corruption
def semicolons_for_commas(folder: Path) -> Named:
    write(folder, "places", read(folder, "places"), delimiter=";")
    return Named("places.csv", 1, "id", "", "missing")


@corruption
def short_row(folder: Path) -> Named:
    rows = read(folder, "places")
    write(folder, "places", [*rows[:2], rows[2][:-1], *rows[3:]])
    return Named("places.csv", 3, None, f"{len(rows[0]) - 1} cells", f"{len(rows[0])} cells")


@corruption
def long_row(folder: Path) -> Named:
    rows = read(folder, "places")
    write(folder, "places", [*rows[:2], [*rows[2], ""], *rows[3:]])
    return Named("places.csv", 3, None, f"{len(rows[0]) + 1} cells", f"{len(rows[0])} cells")


@corruption
def blank_line(folder: Path) -> Named:
    splice(folder, "places.csv", b"\n", b"\n\n")
    return Named("places.csv", 2, None, "0 cells", "one for each column")


@corruption
def row_of_blanks(folder: Path) -> Named:
    rows = read(folder, "places")
    write(folder, "places", [rows[0], [""] * len(rows[0]), *rows[1:]])
    return Named("places.csv", 2, None, "", "blank row")


@corruption
def unclosed_quote(folder: Path) -> Named:
    splice(folder, "places.csv", b"\n", b'\n"')
    return Named("places.csv", 2, None, "", "RFC 4180")


@corruption
def quote_left_open_at_the_end(folder: Path) -> Named:
    rows = len(read(folder, "places"))
    with (folder / "places.csv").open("a", encoding="utf-8") as file:
        file.write('"somewhere')
    return Named("places.csv", rows + 1, None, "", "RFC 4180")


@corruption
def table_without_a_schema(folder: Path) -> Named:
    shutil.copy(folder / "places.csv", folder / "places_old.csv")
    return Named("places_old.csv", None, None, "", "describes this table")


# --- rows at odds with one another ---------------------------------------------------------------


@corruption
def id_twice_in_a_table(folder: Path) -> Named:
    first = read(folder, "campaign_events")[1][0]
    change(folder, "campaign_events", {"id": first}, row=3)
    return Named("campaign_events.csv", 3, "id", first, "a value of its own")


@corruption
def id_in_two_tables(folder: Path) -> Named:
    first = read(folder, "campaign_events")[1][0]
    change(folder, "diplomacy_events", {"id": first})
    return Named("diplomacy_events.csv", 2, "id", first, "row 2 of data/campaign_events.csv")


@corruption
def person_whom_no_row_names(folder: Path) -> Named:
    rows = read(folder, "people")
    write(folder, "people", [*rows, ["nobody-at-all", *rows[1][1:]]])
    return Named("people.csv", len(rows) + 1, "id", "nobody-at-all", "a row that names it")


@corruption
def circle_of_descent(folder: Path) -> Named:
    ids = [row[0] for row in read(folder, "actual_losses")[1:4]]
    for row, above in zip((2, 3, 4), (ids[1], ids[2], ids[0]), strict=True):
        change(folder, "actual_losses", {"derived_from": above}, row)
    row = ids.index(min(ids)) + 2
    above = read(folder, "actual_losses")[row - 1][COLUMNS["actual_losses"].index("derived_from")]
    return Named("actual_losses.csv", row, "derived_from", above, "no circle")


@corruption
def descent_from_itself(folder: Path) -> Named:
    own = read(folder, "treaties")[1][0]
    change(folder, "treaties", {"derived_from": own})
    return Named("treaties.csv", 2, "derived_from", own, "no circle")


@corruption
def formation_under_itself(folder: Path) -> Named:
    one, two = sorted(row[0] for row in read(folder, "order_of_battle")[1:3])
    rows = {row[0]: i for i, row in enumerate(read(folder, "order_of_battle"), start=1)}
    change(folder, "order_of_battle", {"parent": two}, rows[one])
    change(folder, "order_of_battle", {"parent": one}, rows[two])
    return Named("order_of_battle.csv", rows[one], "parent", two, "no circle")


def two_intervals(folder: Path) -> tuple[int, int, str]:
    """Rows of a territory's first two intervals, and the first day of the second."""
    rows = read(folder, "territory_status")
    of, first = (COLUMNS["territory_status"].index(c) for c in ("territory", "earliest"))
    ordered = sorted(range(1, len(rows)), key=lambda i: (rows[i][of], rows[i][first]))
    for one, two in pairwise(ordered):
        if rows[one][of] == rows[two][of]:
            return one + 1, two + 1, rows[two][first]
    raise AssertionError("no territory has two intervals")


@corruption
def territory_overlap(folder: Path) -> Named:
    before, row, day = two_intervals(folder)
    change(folder, "territory_status", {"latest": day}, before)
    return Named("territory_status.csv", row, "earliest", day, "no overlap")


@corruption
def territory_gap(folder: Path) -> Named:
    before, row, day = two_intervals(folder)
    change(folder, "territory_status", {"latest": "1855-02-01"}, before)
    return Named("territory_status.csv", row, "earliest", day, "no gap")


@corruption
def territory_begins_late(folder: Path) -> Named:
    number, *_ = two_intervals(folder)
    change(folder, "territory_status", {"earliest": "1855-01-02"}, number)
    return Named("territory_status.csv", number, "earliest", "1855-01-02", "1855-01-01")


@corruption
def territory_ends_early(folder: Path) -> Named:
    rows = read(folder, "territory_status")
    last = COLUMNS["territory_status"].index("latest")
    number = next(i for i, row in enumerate(rows, start=1) if row[last] == "2025-12-31")
    change(folder, "territory_status", {"latest": "2025-12-30"}, number)
    return Named("territory_status.csv", number, "latest", "2025-12-30", "2025-12-31")


def print_sums(folder: Path, sums: object) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (folder / "datapackage.json").write_text(json.dumps(package | {"sums": sums}))


@corruption
def broken_printed_total(folder: Path) -> Named:
    total, *parts = (row[0] for row in read(folder, "actual_losses")[1:4])
    for row, best in ((2, "10"), (3, "4"), (4, "5")):
        change(folder, "actual_losses", {"low": "", "best": best, "high": ""}, row)
    print_sums(folder, [{"total": total, "parts": parts}])
    return Named("actual_losses.csv", 2, "best", "10", "4 + 5 = 9")


@corruption
def printed_total_of_nothing_known(folder: Path) -> Named:
    print_sums(folder, [{"total": "no-such-row", "parts": ["nor-this"]}])
    return Named("datapackage.json", None, "sums", "no-such-row", "the id of a row")


@corruption
def printed_total_without_parts(folder: Path) -> Named:
    print_sums(folder, [{"total": "no-such-row"}])
    return Named("datapackage.json", None, "sums", "{'total': 'no-such-row'}", "parts")


# --- bibliography and descriptor -----------------------------------------------------------------


def add_entry(folder: Path, text: str) -> int:
    """Append to the bibliography; the row in which the text begins."""
    before = (folder / "references.bib").read_text(encoding="utf-8").rstrip("\n") + "\n"
    (folder / "references.bib").write_text(before + text + "\n", encoding="utf-8")
    return before.count("\n") + 1


@corruption
def unused_entry(folder: Path) -> Named:
    row = add_entry(folder, "@book{nobody-1999, title = {Nothing}}")
    return Named("references.bib", row, "reason", "nobody-1999", "that a row cites")


@corruption
def key_not_kebab_case(folder: Path) -> Named:
    row = add_entry(folder, "@book{Nobody1999, title = {Nothing}, reason = {A test.}}")
    return Named("references.bib", row, None, "Nobody1999", "kebab-case")


@corruption
def entry_twice(folder: Path) -> Named:
    add_entry(folder, "@book{nobody, title = {A}}\n@book{nobody, title = {B}}")
    return Named("references.bib", None, None, "", "repeated bibliography entry: nobody")


@corruption
def unclosed_brace(folder: Path) -> Named:
    row = add_entry(folder, "@book{nobody, title = {A\n@book{nobody-1999, title = {B}}")
    return Named("references.bib", row + 1, None, "nobody-1999", "unclosed brace")


@corruption
def missing_bibliography(folder: Path) -> Named:
    (folder / "references.bib").unlink()
    return Named("references.bib", None, None, "", "put it back")


@corruption
def bibliography_line_of_a_megabyte(folder: Path) -> Named:
    row = add_entry(folder, "@book{nobody, author = {" + "A B and " * 125_000 + "C}}")
    shown_value = shown("@book{nobody, author = {" + "A B and " * 10, 60)
    return Named("references.bib", row, None, shown_value, "10,000 characters")


@corruption
def bibliography_with_a_refused_host(folder: Path) -> Named:
    address = "https://www.scribd.com/document/1"
    row = add_entry(folder, f"@book{{nobody, url = {{{address}}}, reason = {{A test.}}}}")
    return Named("references.bib", row, "url", address, "no link to www.scribd.com")


@corruption
def bibliography_with_a_script_address(folder: Path) -> Named:
    row = add_entry(folder, "@book{nobody, url = {javascript:alert(1)}, reason = {A test.}}")
    return Named("references.bib", row, "url", "javascript:alert(1)", "javascript:")


@corruption
def bibliography_with_html(folder: Path) -> Named:
    row = add_entry(folder, "@book{nobody, title = {<i>A</i>}, reason = {A test.}}")
    return Named("references.bib", row, "title", "<i>A</i>", "no HTML")


@corruption
def missing_descriptor(folder: Path) -> Named:
    (folder / "datapackage.json").unlink()
    return Named("datapackage.json", None, None, "", "put it back")


@corruption
def descriptor_not_json(folder: Path) -> Named:
    splice(folder, "datapackage.json", b"{", b"{{")
    return Named("datapackage.json", 1, None, "", "JSON")


@corruption
def descriptor_nested_too_deep(folder: Path) -> Named:
    (folder / "datapackage.json").write_text("[" * 100_000)
    return Named("datapackage.json", None, None, "", "JSON")


@corruption
def descriptor_without_resources(folder: Path) -> Named:
    (folder / "datapackage.json").write_text('{"resources": []}')
    return Named("datapackage.json", None, None, "", "no resources")


@corruption
def path_out_of_the_folder(folder: Path) -> Named:
    splice(folder, "datapackage.json", b'"places.csv"', b'"../places.csv"')
    return Named("datapackage.json", None, "resources", "places", "plain file name")


@corruption
def type_that_does_not_exist(folder: Path) -> Named:
    splice(folder, "datapackage.json", b'"type": "number"', b'"type": "nmuber"')
    return Named("datapackage.json", None, "resources", "casualty_projections", "nmuber")


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("case", CORRUPTIONS)
def test_a_corruption_is_named(case: str, folder: Path) -> None:
    named = CORRUPTIONS[case](folder)
    problems = check(folder, tables=[named.file.removesuffix(".csv")])
    place = (f"data/{named.file}", named.row, named.column, named.value)
    there = [p for p in problems if (p.file, p.row, p.column, p.value) == place]
    assert any(named.word in p.expected for p in there), "\n".join(map(str, problems[:20]))


def test_one_problem_does_not_hide_another(folder: Path) -> None:
    change(folder, "treaties", {"date": "1799", "grade": "hearsay", "note": "=1"}, row=3)
    change(folder, "actual_losses", {"best": "many", "side": "Atlantis"})
    problems = check(folder, tables=["treaties", "actual_losses"])
    found = [(p.file, p.row, p.column) for p in problems]
    assert found == [
        ("data/actual_losses.csv", 2, "best"),
        ("data/actual_losses.csv", 2, "side"),
        ("data/treaties.csv", 3, "date"),
        ("data/treaties.csv", 3, "grade"),
        ("data/treaties.csv", 3, "note"),
    ]


def test_a_broken_table_is_not_blamed_on_the_others(folder: Path) -> None:
    splice(folder, "places.csv", b"\n", b"\n\xff")
    assert [p.file for p in check(folder)] == ["data/places.csv"]


def test_no_mutation_raises(folder: Path) -> None:
    chance = random.Random(1945)
    pieces = [*'"\n\r,\0={}@;<9/\u202e\ufeff', "", "\n\n", "[]", "https://[", "NaN", "null"]
    raws = [*(piece.encode() for piece in pieces), b"\xff", b"\xed\xa0\x80"]
    files = sorted(path for path in folder.iterdir() if path.is_file())
    for _ in range(25):
        path = chance.choice(files)
        whole = path.read_bytes()
        raw = bytearray(whole)
        for _ in range(chance.choice([1, 3, 10])):
            at = chance.randrange(len(raw) + 1)
            raw[at : at + chance.choice([0, 1, 30])] = chance.choice(raws)
        path.write_bytes(raw)
        for problem in check(folder, tables=[path.stem]):
            assert str(problem).isprintable()
        path.write_bytes(whole)


# --- what is accepted ----------------------------------------------------------------------------


def replace_bytes(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def vary(folder: Path) -> None:
        (folder / name).write_bytes(change((folder / name).read_bytes()))

    return vary


def noted(note: str) -> Callable[[Path], None]:
    return lambda folder: change(folder, "places", {"note": note})


def total_that_adds_up(folder: Path) -> None:
    total, *parts = (row[0] for row in read(folder, "actual_losses")[1:4])
    for row, best in ((2, "0.3"), (3, "0.1"), (4, "0.2")):  # floats would miss it
        change(folder, "actual_losses", {"low": "", "best": best, "high": ""}, row)
    print_sums(folder, [{"total": total, "parts": parts}])


def entry_with_a_reason(folder: Path) -> None:
    add_entry(folder, "@book{nobody, title = {A}, reason = {Read for the chapter on Yalta.}}")


def known_on_the_day_it_was_made(folder: Path) -> None:
    cells = read(folder, "casualty_projections")[1]
    first, reached = (
        cells[COLUMNS["casualty_projections"].index(column)] for column in ("earliest", "reached")
    )
    known = [reached, f"harry-s-truman[{first}]", f"george-c-marshall[{first[:4]}~]", "hirohito"]
    change(folder, "casualty_projections", {"reached": ";".join(filter(None, known))})


VARIANTS: dict[str, Callable[[Path], None]] = {
    "byte-order-mark": replace_bytes("places.csv", lambda raw: b"\xef\xbb\xbf" + raw),
    "crlf": replace_bytes("places.csv", lambda raw: raw.replace(b"\n", b"\r\n")),
    "byte-order-mark-and-crlf": replace_bytes(
        "places.csv", lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")
    ),
    "no-final-newline": replace_bytes("places.csv", lambda raw: raw.removesuffix(b"\n")),
    "bibliography-with-crlf": replace_bytes(
        "references.bib", lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")
    ),
    "descriptor-with-crlf": replace_bytes(
        "datapackage.json", lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")
    ),
    "every-cell-quoted": lambda folder: write(
        folder, "places", read(folder, "places"), quoting=csv.QUOTE_ALL
    ),
    "letters-beyond-the-basic-plane": noted("𠮷野 and 🗺 with a joiner: 👩‍🚀"),
    "combining-accents": noted("Ho\u0304ten, Toyohara (とよはら), Кунаши\u0301р"),
    "commas-and-quotes": noted('"Dairen, or Dalny", as the ""treaty"" has it'),
    "line-break-in-a-note": noted("Two readings:\nthe second is doubtful."),
    "crlf-line-break-in-a-note": noted("Two readings:\r\nthe second is doubtful."),
    "less-than": noted("Fewer than 5, that is < 5 or <5; more > 4; data: none; once on = off"),
    "address-in-a-note": noted("Compare https://history.state.gov/historicaldocuments (FRUS)."),
    "address-with-odd-letters": lambda folder: change(
        folder,
        "places",
        {"grade": "reference", "seen_at": "https://ja.wikipedia.org/wiki/樺太_(曖昧)?online=1#p,2"},
    ),
    "entry-with-a-reason": entry_with_a_reason,
    "printed-total-that-adds-up": total_that_adds_up,
    "known-on-the-day-it-was-made": known_on_the_day_it_was_made,
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_valid_variant_passes(variant: str, folder: Path) -> None:
    VARIANTS[variant](folder)
    assert check(folder) == []


def test_the_tables_obey_the_contract() -> None:
    start = time.monotonic()
    problems = check(DATA)
    assert not problems, "\n".join(map(str, problems))
    assert time.monotonic() - start < 10


def test_the_check_writes_nothing() -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {
            path.name: (path.stat().st_mtime_ns, path.stat().st_size) for path in DATA.iterdir()
        }

    before = state()
    check(DATA)
    assert state() == before


# --- parts ---------------------------------------------------------------------------------------


def test_a_problem_reads_as_one_line() -> None:
    problem = Problem("data/treaties.csv", 12, "ended", "1855", "a day not before its date")
    assert str(problem) == (
        'data/treaties.csv, row 12, column "ended", value "1855": '
        "expected a day not before its date"
    )


def test_a_problem_escapes_control_characters_and_is_short() -> None:
    problem = Problem("data/x.csv", 2, "a\nb", "\x1b[31m\0\u202e" + "x" * 1_000_000, "no\rmore")
    assert str(problem).isprintable()
    assert problem.value.startswith(r"\x1b[31m\x00\u202e")
    assert len(problem.value) == 60
    assert "é 漢 😀" in str(Problem("f", None, None, "é 漢 😀", "x"))


@pytest.mark.parametrize(
    "text", ["1945", "1945-08", "1945-08-09", "1944-02", "1945~", "1945-08?", "1945-04/1945-06-30",
             "1945-21", "194X", "1945-08-XX", "1945?-08"],
)  # fmt: skip
def test_bounds_agree_with_the_edtf_library(text: str) -> None:
    parsed = parse_edtf(text)
    first, last = parsed.lower_strict()[:3], parsed.upper_strict()[:3]
    bounds = edtf_bounds(text)
    assert all(bounds)
    assert tuple((b.year, b.month, b.day) for b in bounds if b) == (tuple(first), tuple(last))


@pytest.mark.parametrize("text", ["", "foo", "1945-13", "1945-02-29", "0000", "1945 ", "1946/1945",
                                  "１９４５", "{" * 59])  # fmt: skip
def test_what_is_no_edtf_date_has_no_bounds(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        edtf_bounds(text)
