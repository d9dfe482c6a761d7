"""What the book is and where it stands: ``CITATION.cff`` and one setting of ``_config.yml``."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml

from companion import data

ROOT = data.ROOT.parent


@lru_cache
def record() -> dict[str, Any]:
    """The book's metadata, as the Citation File Format has them.

    Its version is that of the data, which stands in ``data/datapackage.json``.
    """
    record = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    return {**record, "version": data.package()["version"]}


@lru_cache
def _config() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))


def year() -> int:
    """The year of this version: of its release, else of the copyright line."""
    return int(str(record().get("date-released") or _config()["copyright"])[:4])


@lru_cache
def base() -> str:
    """Where the book is published, with a closing slash; "" while no address has been set."""
    address = _config()["html"].get("baseurl") or ""
    return address if not address or address.endswith("/") else f"{address}/"


def canonical(path: str) -> str:
    """The published address of a page, ``d/okinawa-us-dead.html``; "" while there is none."""
    return f"{base()}{path}" if base() else ""
