"""Check a data folder against its contract, and say of each problem where and how to mend it.

Four layers: the bytes and rows of the files, the Table Schema of ``datapackage.json``, the rules
of the contract that a schema cannot say, and content that nobody should be handed. A file that
fails the first goes no further and is left out of the rules that join tables; in the others every
rule runs, so that one problem does not hide another.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from companion.check import content, contract, geography, knowledge, people, series
from companion.check.files import Refused, Table, read_bibliography, read_package, read_table
from companion.check.problem import Problem
from companion.check.schema import schema_problems
from companion.check.tombstones import tombstones

__all__ = ["Problem", "check"]


def check(folder: Path, tables: Collection[str] | None = None) -> list[Problem]:
    """Problems of the data in ``folder``, by file and row; [] when it obeys the contract.

    With ``tables``, the rules of one table run on the tables of these names only; the rules that
    join tables and the bibliography always see all. Reads only. Does not raise on bad input.
    """
    folder = folder.resolve()
    try:
        package, problems = read_package(folder)
    except Refused as refused:
        return sorted(refused.problems, key=_place)

    read: list[Table] = []
    unread: list[str] = []
    for resource in package["resources"]:
        try:
            read.append(read_table(folder, resource))
        except Refused as refused:
            problems += refused.problems
            unread.append(resource["name"])
    complete = not problems

    for table in read:
        if tables is None or table.name in tables:
            problems.extend(schema_problems(table))
            problems.extend(content.table_content(table))
            for rule in (*contract.TABLE_RULES, *people.TABLE_RULES, *series.TABLE_RULES):
                problems.extend(rule(table))

    problems.extend(contract.identities(read))
    problems.extend(contract.references(read, unread))
    problems.extend(contract.descents(read))
    names = [resource["name"] for resource in package["resources"]]
    problems.extend(tombstones(read, names))
    problems.extend(people.unnamed(read, complete))
    problems.extend(knowledge.foreknowledge(read))
    problems.extend(geography.geography(folder))
    descriptor = f"{folder.name}/datapackage.json"
    problems.extend(contract.sums(read, package.get("sums", []), descriptor, complete))
    problems.extend(series.sums(read, package.get("sums", [])))
    try:
        sources = read_bibliography(folder)
        problems.extend(contract.citations(read, sources, complete))
        problems.extend(content.bibliography_content(sources))
    except Refused as refused:
        problems += refused.problems
    return sorted(set(problems), key=_place)


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.file, problem.row or 0, problem.column or "", problem.expected
