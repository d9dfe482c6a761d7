"""Work that needs no order, done in as many processes as Sphinx has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.parallel import ParallelTasks


def side_by_side(app: Sphinx, works: Iterable[Callable[[], Any]]) -> list[Any]:
    """What each of the functions returns, in order. Raises SphinxParallelError when one raises.

    Each runs in a copy of this process, made when it is reached: what it writes to files and what
    it returns stays, and nothing else.
    """
    if app.parallel < 2:
        return [work() for work in works]
    tasks = ParallelTasks(app.parallel)
    results: dict[int, Any] = {}
    for number, work in enumerate(works):
        tasks.add_task(lambda _, work=work: work(), number, results.__setitem__)
    tasks.join()
    return [results[number] for number in sorted(results)]
