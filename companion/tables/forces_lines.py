"""What the tables on forces share: a frame from lines, a noun after its number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

SOVIET = "sov-fe-1945-08-09"
KWANTUNG = "kwantung-1945-08-09"


def table_of(
    ids: Iterable[str], lines: Iterable[Sequence[object]], columns: Sequence[str]
) -> pd.DataFrame:
    """A frame of ``lines`` under ``columns``, indexed by row id."""
    return pd.DataFrame(list(lines), index=list(ids), columns=list(columns)).rename_axis("id")


def counted(value: object, noun: str) -> str:
    """A number and its noun, which loses its s after one."""
    return f"{value} {noun if value != 1 else noun.removesuffix('s')}"
