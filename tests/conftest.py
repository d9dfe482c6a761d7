"""What several test files share: the built book, its pages, a browser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from companion import browser as chromium
from companion.selection import PHRASES, Selection, Told

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


@lru_cache(maxsize=64)
def with_ids(name: str) -> dict[str, Tag]:
    """The elements of a built page by id: to search a long page for each would take minutes."""
    return {str(tag["id"]): tag for tag in page(name).find_all(id=True)}


def holders(anchor: str) -> list[str]:
    """The pages of the contents that have an element of that id."""
    return [name for name in PAGES if anchor in with_ids(name)]


def row_of(link: Tag | str) -> str:
    """The id of the row, claim, figure … whose own page a link or an address leads to."""
    address = link if isinstance(link, str) else str(link["href"])
    return address.rpartition("/")[2].partition("#")[0].removesuffix(".html")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium.require(), args=list(chromium.QUIET)
        )
        yield running
        running.close()


def location(page: Page) -> str:
    """The page's address as it now is; ``page.url`` is told a moment later."""
    return str(page.evaluate("location.href"))


def said(section: Locator) -> list[str]:
    """What the controls say in the page, line by line."""
    name = str(section.get_attribute("id")).removeprefix("controls-")
    says = section.page.locator(f"#says-{name}")  # beneath the figure, where there is one
    lines = says.locator("p, li").all_inner_texts()
    return lines or [says.inner_text()]


def in_lines(told: Told) -> list[str]:
    """What is said of a day, line by line, as the page prints it."""
    groups = [line for name, items in told.groups for line in (name, *(w for _, w in items))]
    changes = [PHRASES["changed"], *(words for _, words in told.changes)]
    return [told.day, *groups, *(changes if told.changes else [PHRASES["same"]])]


def lines_shown(view: Page, found: Selection) -> set[str]:
    """Ids of the rows that the listing of a selection shows."""
    links = view.locator(f"#tab-{found.listing} tbody tr:not([hidden]) th a")
    return {row_of(str(link.get_attribute("href"))) for link in links.all()}
