"""The data as they stood at a tag or another commit of the repository, read with git."""

from __future__ import annotations

import subprocess
from pathlib import Path

from companion import cells, data
from companion.editions import Version

ROOT = data.ROOT.parent


class Unknown(Exception):
    """There is nothing to compare with; its words say why and what to do."""


def _git(*arguments: str) -> str:
    """What git prints. Raises Unknown when there is no git, or it refuses."""
    try:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *arguments], capture_output=True, check=False
        )
    except FileNotFoundError:
        raise Unknown("git is not installed here") from None
    if done.returncode:
        raise Unknown(done.stderr.decode(errors="replace").strip() or "git refuses")
    return done.stdout.decode("utf-8-sig", errors="replace")


def _require_repository() -> None:
    try:
        top = Path(_git("rev-parse", "--show-toplevel").strip())
    except Unknown as reason:
        raise Unknown(f"this folder is no git repository ({reason})") from None
    if top.resolve() != ROOT.resolve():
        raise Unknown("this folder is no git repository of its own")


def tags() -> dict[Version, str]:
    """Number -> tag of every edition that the present commit descends from, oldest first.

    Raises Unknown without git, a repository or any such tag.
    """
    _require_repository()
    try:
        merged = _git("tag", "--merged", commit("HEAD")).split()
    except Unknown:  # a repository of no commits
        merged = []
    found: dict[Version, str] = {}
    for tag in merged:
        try:
            found[Version.read(tag)] = tag
        except ValueError:
            continue
    if not found:
        raise Unknown("no tag such as v1.0.0 (a shallow clone has none: git fetch --tags)")
    return dict(sorted(found.items()))


def commit(revision: str) -> str:
    """The hash of a tag, branch or commit. Raises Unknown when the repository has none such."""
    _require_repository()
    try:
        name = f"{revision}^{{commit}}"
        return _git("rev-parse", "--verify", "--quiet", "--end-of-options", name).strip()
    except Unknown:
        raise Unknown(f"the repository knows no revision {revision!r}") from None


def reader(revision: str) -> cells.Read:
    """Reads the files below ``data/`` of a revision; "" for one that was not there."""
    full = commit(revision)
    there = set(_git("ls-tree", "--name-only", full, "data/").splitlines())

    def read(path: str) -> str:
        return _git("show", f"{full}:data/{path}") if f"data/{path}" in there else ""

    return read


def state(revision: str) -> cells.State:
    """The data of a revision. Raises Unknown when it has none that can be read."""
    read = reader(revision)
    if not read(cells.DESCRIPTOR):
        raise Unknown(f"{revision} has no data/{cells.DESCRIPTOR}")
    return cells.state(read)
