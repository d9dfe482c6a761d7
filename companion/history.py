"""What each edition of the data changed: ``data/versions.json``, and its part of ``CHANGELOG.md``.

The comparison needs git and the tags; what it found is kept in the repository, so that a book that
is built from a copy without git says the same. ``companion changes --write`` writes both files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from companion import cells, data, editions, revisions
from companion.editions import Change, Version

LOG = "versions.json"
CHANGELOG = data.ROOT.parent / "CHANGELOG.md"
FIRST = "First edition of the data; there is none before it to compare with."
UNRELEASED = "Unreleased"
_HEADING = re.compile(r"^## \[(.+?)\].*$", re.MULTILINE)
_SECTION = re.compile(r"^### Data\n.*?(?=^##|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Edition:
    """One numbered state of the data; ``date`` is "" until it is released."""

    version: Version
    date: str = ""
    since: str = ""  # the edition that it was compared with; "" for the first
    changes: Sequence[Change] = ()
    seals: dict[str, str] = field(default_factory=dict)  # figure -> seal


def _edition(entry: dict[str, Any]) -> Edition:
    return Edition(
        Version.read(entry["version"]),
        entry.get("date", ""),
        entry.get("since", ""),
        [Change.of_record(record) for record in entry.get("changes", [])],
        entry.get("seals", {}),
    )


def recorded() -> list[Edition]:
    """The editions that ``data/versions.json`` keeps, newest first; [] before the first."""
    found = [_edition(entry) for entry in json.loads(cells.here(LOG) or "[]")]
    return sorted(found, key=lambda e: e.version, reverse=True)


def known() -> list[Edition]:
    """The recorded editions, and before them the present one where it is not recorded yet."""
    found = recorded()
    if editions.current() in {edition.version for edition in found}:
        return found
    return [Edition(editions.current()), *found]


def changes_since(version: Version) -> list[tuple[Edition, Change]]:
    """What the recorded editions after ``version`` changed, newest first."""
    return [(e, c) for e in known() if e.version > version for c in e.changes]


def state_of(version: Version) -> cells.State:
    """The data of a recorded edition, told backwards from the present by what was recorded.

    Without git. Changes of the present data that are not recorded yet stay in.
    """
    now = cells.present()
    tables = now.tables
    for edition in known():
        if edition.version > version:
            tables = editions.undone(tables, edition.changes)
    return cells.State(now.package, tables)


# --- comparing with the last edition ------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """The present data beside another state: what has changed, and what number that asks for."""

    name: str  # what it was compared with, in words; "" for nothing
    version: Version | None  # its number, where it is an edition
    changes: list[Change]
    reason: str = ""  # why there is nothing to compare with

    @property
    def demanded(self) -> Version | None:
        """The lowest number that the present data may have; None where nothing asks for one."""
        return editions.demanded(self.version, self.changes) if self.version else None

    @property
    def too_low(self) -> bool:
        """Whether ``data/datapackage.json`` has a lower number than the changes ask for."""
        return self.demanded is not None and editions.current() < self.demanded


def compared(revision: str = "") -> Comparison:
    """The present data beside those of a revision; by default of the last tagged edition.

    Without git, repository or tag there is nothing to compare with, and ``reason`` says why.
    Raises revisions.Unknown for a revision that was asked for and is not there.
    """
    if revision:
        name, number = revision, None
    else:
        try:
            number, name = list(revisions.tags().items())[-1]
        except revisions.Unknown as reason:
            return Comparison("", None, [], str(reason))
    changes = editions.compare(revisions.state(name), cells.present())
    return Comparison(name, number, changes)


def told(found: Comparison) -> list[str]:
    """The comparison in lines: what with, every change, and what number that asks for."""
    now = editions.current()
    if not found.name:
        return [
            f"Compared with nothing: {found.reason}.",
            f"The first edition may have any version; data/{cells.DESCRIPTOR} says {now}.",
        ]
    sizes = [change.size for change in found.changes]
    counts = ", ".join(f"{sizes.count(size)} {size}" for size in editions.SIZES)
    lines = [f"{c.size:5} {c.table} {c.told()}" for c in found.changes]
    lines.append(f"Compared with {found.name}: {len(sizes)} changed ({counts}).")
    if found.demanded:
        verdict = "too low" if found.too_low else "enough"
        lines.append(
            f"The version must be at least {found.demanded}; "
            f"data/{cells.DESCRIPTOR} says {now}: {verdict}."
        )
    return lines


# --- writing -------------------------------------------------------------------------------------


def entry(found: Comparison, date: str, seals: dict[str, str]) -> dict[str, Any]:
    """The present edition as ``data/versions.json`` keeps it."""
    return {
        "version": str(editions.current()),
        **({"date": date} if date else {}),
        **({"since": str(found.version)} if found.version else {}),
        "changes": [change.record() for change in found.changes],
        "seals": seals,
    }


def with_entry(log: str, new: dict[str, Any]) -> str:
    """The log with the present edition in front; what was never released gives way to it."""
    kept = [e for e in json.loads(log or "[]") if e.get("date") and e["version"] != new["version"]]
    return json.dumps([new, *kept], ensure_ascii=False, indent=1) + "\n"


def section(found: Comparison) -> str:
    """``### Data``: one line for each changed datum, the weightiest first."""
    lines = [f"Compared with {found.version}." if found.version else FIRST]
    for size in editions.SIZES:
        some = [change for change in found.changes if change.size == size]
        if some:
            lines += ["", f"{size.capitalize()}:", ""]
            lines += [f"- `{change.table}` {_plain(change.told())}" for change in some]
    if found.version and not found.changes:
        lines.append("No datum has changed.")
    return "\n".join(["### Data", "", *lines]) + "\n"


def _plain(line: str) -> str:
    """Cells are text: what Markdown or HTML would read as a mark is escaped."""
    return re.sub(r"([\\`*_\[\]<])", r"\\\1", line)


def with_section(changelog: str, version: str, date: str, words: str) -> str:
    """The changelog with the section under its version, in place of the one it had."""
    heads = list(_HEADING.finditer(changelog))
    mine = next((n for n, head in enumerate(heads) if head[1] == version), None)
    title = f"## [{version}] - {date or UNRELEASED}"
    if mine is None:
        start = heads[0].start() if heads else len(changelog)
        return (
            f"{changelog[:start].rstrip()}\n\n{title}\n\n{words}\n{changelog[start:]}".rstrip()
            + "\n"
        )
    start, end = heads[mine].span()
    stop = heads[mine + 1].start() if mine + 1 < len(heads) else len(changelog)
    rest = _SECTION.sub("", changelog[end:stop]).strip()
    parts = [part for part in (changelog[:start].rstrip(), title, words.strip(), rest) if part]
    after = changelog[stop:].strip()
    return "\n\n".join([*parts, *([after] if after else [])]) + "\n"


def write(found: Comparison, date: str = "") -> list[Path]:
    """Write the present edition into log and changelog; the files written.

    ``date`` (YYYY-MM-DD) is the day of its release; "" while it is not released. Raises
    ValueError when its number is too low, or when editions were released and no tag tells of them.
    """
    from companion import figures, seal  # only here: every figure is drawn

    if found.too_low:
        raise ValueError(f"the version must be at least {found.demanded}")
    if not found.version and any(e.date and e.version < editions.current() for e in recorded()):
        raise ValueError(f"earlier editions were released, but {found.reason}")
    seals = {figure_id: seal.figure(figure_id) for figure_id in sorted(figures.registry())}
    log = data.ROOT / LOG
    text = with_entry(cells.here(LOG), entry(found, date, seals))
    log.write_text(text, encoding="utf-8", newline="\n")
    changelog = CHANGELOG.read_text(encoding="utf-8") if CHANGELOG.is_file() else "# Changelog\n"
    text = with_section(changelog, str(editions.current()), date, section(found))
    CHANGELOG.write_text(text, encoding="utf-8", newline="\n")
    return [log, CHANGELOG]
