"""``companion verify``: whether a figure or datum still says what it said when it was cited."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from companion import cells, data, editions, figures, history, revisions, seal
from companion.citing import FIGURE, SOURCE
from companion.editions import Change

IDENTICAL, DIFFERENT, REFUSED = 0, 1, 2

# Draws a figure with the code of today from the data of another time, in a process of its own:
# a process reads its data once.
_DRAW = """
import json, sys
from pathlib import Path
from companion import data
data.ROOT = Path(sys.argv[1])
from companion import figures, seal
spec = figures.specification(sys.argv[2])
seal_then = seal.of_specification(sys.argv[2], spec)
print(json.dumps({"seal": seal_then, "rows": figures.rows_drawn(spec)}))
"""


@dataclass(frozen=True)
class Then:
    """The data of an earlier time, by its name in words."""

    name: str
    read: cells.Read | None  # of its files; None where it is told backwards from the log
    version: editions.Version | None = None

    @cached_property
    def state(self) -> cells.State:
        """Its tables."""
        if self.read:
            return cells.state(self.read)
        assert self.version
        return history.state_of(self.version)

    @cached_property
    def changes(self) -> list[Change]:
        """What has changed from then to now."""
        return editions.compare(self.state, cells.present())

    def drawn(self, figure_id: str) -> dict[str, Any] | None:
        """Seal and rows of a figure drawn from the data of then; None when it cannot be drawn."""
        with tempfile.TemporaryDirectory() as folder:
            self._write(Path(folder))
            done = subprocess.run(
                [sys.executable, "-c", _DRAW, folder, figure_id],
                capture_output=True,
                check=False,
                cwd=data.ROOT.parent,
            )
        return json.loads(done.stdout) if done.returncode == 0 else None

    def _write(self, folder: Path) -> None:
        read = self.read or cells.here
        package = json.loads(read(cells.DESCRIPTOR))
        names = [resource["path"] for resource in package["resources"]]
        for name in [*names, cells.DESCRIPTOR, *cells.FILES.values()]:
            (folder / name).write_text(read(name), encoding="utf-8", newline="")
        for resource in package["resources"] if not self.read else ():
            if rows := self.state.tables.get(resource["name"]):
                columns = [field["name"] for field in resource["schema"]["fields"]]
                (folder / resource["path"]).write_text(
                    cells.as_csv(columns, rows), encoding="utf-8", newline=""
                )


def _times() -> Iterator[Then]:
    """Earlier states of the data that can be had here: tags, the log, the last commit."""
    seen = set()
    with suppress(revisions.Unknown):
        for version, tag in reversed(revisions.tags().items()):
            seen.add(version)
            yield Then(f"edition {version}", revisions.reader(tag), version)
    for edition in history.recorded():
        if edition.version not in seen:
            yield Then(f"edition {edition.version}", None, edition.version)
    with suppress(revisions.Unknown):
        yield Then("the last commit", revisions.reader("HEAD"))


def _print(changes: list[Change]) -> None:
    for change in changes:
        print(f"  {change.table} {change.told()}")


def _verify_row(table: str, row_id: str, cited: str) -> int:
    now = cells.present().tables[table].get(row_id)
    present = seal.of_cells(table, now) if now else ""
    if present == cited:
        print(f"identical: {row_id} {present}")
        return IDENTICAL
    print(f"{row_id} {f'differs: its seal is now {present}' if now else 'was removed'}")
    for then in _times():
        row = then.state.tables.get(table, {}).get(row_id)
        if row and seal.of_cells(table, row) == cited:
            print(f"{cited} is its seal in {then.name}. Since then:")
            _print([c for c in then.changes if (c.table, c.row) == (table, row_id)])
            _print([c for c in then.changes if c.table == table and not c.row])
            return DIFFERENT
    print(f"No earlier state of it that can be read here has the seal {cited}.")
    if now:
        print("It now says:")
        for column in [*cells.present().kinds(table), *now]:
            if value := (now := dict(now)).pop(column, ""):
                print(f"  {column}: {value}")
    return DIFFERENT


def _verify_figure(figure_id: str, cited: str) -> int:
    present = seal.figure(figure_id)
    if present == cited:
        print(f"identical: {FIGURE}{figure_id} {present} (drawn anew)")
        return IDENTICAL
    print(f"{FIGURE}{figure_id} differs: its seal is now {present}")
    rows = set(figures.rows_drawn(figures.specification(figure_id)))
    sealed = {e.version: e.seals.get(figure_id) for e in history.recorded()}
    for then in _times():
        drawn = then.drawn(figure_id) or {"seal": "", "rows": []}
        if cited not in (drawn["seal"], sealed.get(then.version) if then.version else ""):
            continue
        print(f"{cited} is its seal in {then.name}. Since then:")
        changes = [c for c in then.changes if c.row in rows | set(drawn["rows"])]
        _print(changes)
        if left := [i for i in drawn["rows"] if i not in rows]:
            print(f"  no longer drawn: {', '.join(left)}")
        if come := [i for i in rows if i not in drawn["rows"]] if drawn["rows"] else []:
            print(f"  newly drawn: {', '.join(sorted(come))}")
        if drawn["seal"] != cited:
            print("  the way it is drawn")
        return DIFFERENT
    print(
        f"No earlier state of the data that can be read here gives the seal {cited}: the rows or "
        f"the way it is drawn have changed since. It now draws {len(rows)} rows."
    )
    _print_rows(sorted(rows))
    return DIFFERENT


def _print_rows(row_ids: list[str]) -> None:
    for row_id in row_ids:
        print(f"  {row_id} {seal.row(row_id)}")


def _table_of(name: str) -> str:
    """The table that holds the row, or held it before it was removed; "" for no row."""
    for table, rows in cells.present().tables.items():
        if name in rows and table not in {cells.SOURCES, cells.GEOGRAPHY}:
            return table
    stones = data.load("tombstones")
    gone = stones.loc[stones["row"] == name, "table"]
    return str(gone.iloc[0]) if len(gone) else ""


def verify(name: str, cited: str) -> int:
    """Say whether the figure, row, claim or source ``name`` still has the seal ``cited``.

    Prints to stdout: 0 when it is identical, 1 with what differs; a name or seal that is none is
    refused on stderr with 2. A source is named as on its page, ``src-KEY``.
    """
    try:
        wanted = seal.read(cited)
    except ValueError as error:
        print(error, file=sys.stderr)
        return REFUSED
    if table := _table_of(name):
        return _verify_row(table, name, wanted)
    figure_id = name.removeprefix(FIGURE)
    if figure_id in figures.registry():
        return _verify_figure(figure_id, wanted)
    key = name.removeprefix(SOURCE)
    if name.startswith(SOURCE) and key in cells.present().tables[cells.SOURCES]:
        return _verify_row(cells.SOURCES, key, wanted)
    print(
        f"{name!r} is no figure, row, claim or source: expected an id as the book shows it, such "
        "as okinawa-us-dead or fig-us-projections-1945",
        file=sys.stderr,
    )
    return REFUSED
