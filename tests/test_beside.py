"""Work done side by side comes back in order, and its failure stops the build."""

from __future__ import annotations

import os
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sphinx.application import Sphinx
from sphinx.errors import SphinxParallelError

from companion.book.beside import side_by_side
from companion.execution import kernels

PROCESSES = [1, 2] if kernels.FORKS else [1]


def application(processes: int) -> Sphinx:
    return cast(Sphinx, SimpleNamespace(parallel=processes))


@pytest.mark.parametrize("processes", PROCESSES)
def test_results_come_in_the_order_of_the_works(processes: int) -> None:
    works = (partial(pow, number, 2) for number in range(5))
    assert side_by_side(application(processes), works) == [0, 1, 4, 9, 16]


@pytest.mark.parametrize("processes", PROCESSES)
def test_a_work_that_raises_is_told_of(processes: int) -> None:
    def fail() -> Any:
        raise ValueError("no such page")

    with pytest.raises((ValueError, SphinxParallelError)) as raised:
        side_by_side(application(processes), [partial(pow, 2, 2), fail])
    assert "no such page" in f"{raised.value} {getattr(raised.value, 'traceback', '')}"


@pytest.mark.skipif(len(PROCESSES) < 2, reason="one process only")
def test_each_work_has_a_process_of_its_own() -> None:
    found = side_by_side(application(2), [os.getpid, os.getpid])
    assert len({*found, os.getpid()}) == 3
