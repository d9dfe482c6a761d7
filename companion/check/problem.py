"""One thing wrong in the data folder, in words that can be printed anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_LIMITS = {"file": 100, "column": 60, "value": 60, "expected": 400}


def shown(text: str, limit: int) -> str:
    """``text`` on one line of at most ``limit`` characters, control characters escaped."""
    escaped = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[: limit + 1]
    )
    return escaped if len(escaped) <= limit else escaped[: limit - 1] + "…"


@dataclass(frozen=True)
class Problem:
    """Where something is wrong, what stands there, what was expected and how to mend it.

    ``file`` is ``folder/name``; ``row`` counts as a spreadsheet does (the header is row 1); row
    and ``column`` are None where the problem is not in one row or column. ``value`` is cut to 60
    characters; every text is escaped on construction, since it may come from a hostile file.
    """

    file: str
    row: int | None
    column: str | None
    value: str
    expected: str

    def __post_init__(self) -> None:
        for name, limit in _LIMITS.items():
            if (text := getattr(self, name)) is not None:
                object.__setattr__(self, name, shown(str(text), limit))

    def __str__(self) -> str:
        where = [self.file]
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.column is not None:
            where.append(f'column "{self.column}"')
        if self.value:
            where.append(f'value "{self.value}"')
        return f"{', '.join(where)}: expected {self.expected}"


Found = Iterator[Problem]
