"""What several test files share: the built book, its pages, a browser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, sync_playwright

from companion import browser as chromium

ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"


def pages_of_the_contents() -> list[str]:
    """Documents that ``_toc.yml`` names, without ending, in order."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [contents["root"]]
    for part in contents["parts"]:
        for chapter in part["chapters"]:
            files += [chapter["file"], *(s["file"] for s in chapter.get("sections", []))]
    return files


PAGES = pages_of_the_contents()


@lru_cache(maxsize=64)
def page(name: str) -> BeautifulSoup:
    """A built page, parsed."""
    path = HTML / f"{name}.html"
    assert path.is_file(), f"{path} is missing: run `make book`"
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def row_of(link: Tag | dict[str, str]) -> str:
    """The id of the row, claim, figure … whose own page a link leads to."""
    return str(link["href"]).rpartition("/")[2].partition("#")[0].removesuffix(".html")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium.require(), args=list(chromium.QUIET)
        )
        yield running
        running.close()
