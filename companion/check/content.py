"""Refuse what would act on a reader: formulas, markup, scripts, and addresses not to be linked."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from companion.check.files import Source, Table
from companion.check.problem import Found, Problem
from companion.check.schema import FORMS
from companion.hosts import is_refused

ADDRESS_COLUMNS = ("seen_at", "url")
MULTILINE_COLUMNS = ("note",)

_FORMULA = tuple("=+-@＝＋－＠")  # the wide forms open a formula in East Asian spreadsheets
_MARKUP = (
    (re.compile(r"<\s*[/!?a-z]", re.IGNORECASE), "no HTML: write the words without < and >"),
    (re.compile(r"""[\s"'/]on[a-z]{3,}\s*=""", re.IGNORECASE), "no event handler of HTML"),
    (re.compile(r"\]\("), "no Markdown link: put the address in seen_at or the bibliography"),
    (re.compile(r"\{[a-z:_-]+\}`", re.IGNORECASE), "no MyST role: write plain words"),
    (re.compile(r"\bdata:[\w/+.;=-]*,", re.IGNORECASE), "no data: address"),
)
_SCRIPT = re.compile(r"(java|vb)script:", re.IGNORECASE)
_HOST = re.compile(r"https?:[/\\]*([^\s/?#\\]+)")
_NOT_IN_ADDRESS = re.compile(r'[\s<>"\\^`{}|]')


def unsafe(text: str) -> Iterator[str]:
    """What was expected instead of each thing in ``text`` that would act on a reader."""
    decoded = html.unescape(text)
    for pattern, expected in _MARKUP:
        if pattern.search(decoded):
            yield expected
    if _SCRIPT.search(re.sub(r"\s", "", decoded)):  # browsers drop line breaks inside a scheme
        yield "no javascript: or vbscript: address"
    for host in _hosts(decoded):
        if is_refused(host):
            yield f"no link to {host}: blank it, and say in the note what kind of copy was read"


def not_an_address(text: str) -> str | None:
    """What was expected when ``text`` is not a plain http or https address, else None."""
    try:
        parts = urlsplit(text)
        sound = bool(parts.hostname and "." in parts.hostname and parts.port != 0)
    except ValueError:
        sound = False
    if not sound or parts.scheme not in {"http", "https"} or _NOT_IN_ADDRESS.search(text):
        return "an address that begins with http:// or https:// and the name of a host"
    return "an address without a user name" if "@" in parts.netloc else None


def _hosts(text: str) -> Iterator[str]:
    # An archive's address holds the archived one; both may be percent-encoded or in wide letters.
    plain = unicodedata.normalize("NFKC", unquote(text)).lower()
    for authority in _HOST.findall(plain):
        yield authority.rpartition("@")[2].partition(":")[0].rstrip(".,;)")


def table_content(table: Table) -> Found:
    """Every cell of a table that would act on a reader or on a spreadsheet."""
    numeric = {c for c, field in table.fields.items() if field.get("type") in {"number", "integer"}}
    for number, row in table.lines():
        for column, cell in row.items():
            if cell and not (column in numeric and FORMS["number"][0].fullmatch(cell)):
                for expected in _cell(column, cell):
                    yield Problem(table.file, number, column, cell, expected)


def _cell(column: str, cell: str) -> Iterator[str]:
    if cell.lstrip().startswith(_FORMULA):
        yield "text that no spreadsheet takes for a formula: begin with a letter"
    if "\t" in cell:
        yield "no tab: spreadsheets take it for a formula or the next cell"
    elif cell != cell.strip():
        yield "no blank before or after the text"
    if "\n" in cell and column not in MULTILINE_COLUMNS:
        yield f"one line: only {' and '.join(MULTILINE_COLUMNS)} may hold a line break"
    if column in ADDRESS_COLUMNS and (expected := not_an_address(cell)):
        yield expected
    yield from unsafe(cell)


def bibliography_content(sources: Mapping[str, Source]) -> Found:
    """Every field of the bibliography that would act on a reader."""
    for source in sources.values():
        for column, text in source.fields.items():
            if column in ADDRESS_COLUMNS and (expected := not_an_address(text)):
                yield Problem(source.file, source.row, column, text, expected)
            for expected in unsafe(text):
                yield Problem(source.file, source.row, column, text, expected)
