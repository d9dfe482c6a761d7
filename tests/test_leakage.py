"""The repository and the built book hold no run of words of the two texts."""

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

from companion.bibliography import entry, plain
from conftest import HTML, PAGES, ROOT, page

LONGEST = 8  # words that may be shared
TEXTS = sorted((ROOT.parent / "shared" / "excerpts").glob("*.txt"))
ENDS = {".md", ".py", ".csv", ".bib", ".json", ".yml", ".toml", ".css", ".js", ".cff", ".html", ""}

TITLES = re.compile(
    "|".join(
        re.escape(plain(entry(key).fields["title"])).replace("'", "['’]")
        for key in ("mankoff-soviet-entry", "glantz-house-2015-titans")
    )
)

pytestmark = pytest.mark.skipif(
    not TEXTS, reason="the two texts are not at hand: put copies into ../shared/excerpts"
)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKC", text).lower())


@pytest.fixture(scope="module")
def runs() -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for path in TEXTS:
        # a title is a name: the runs that hold it are no sentence of the text
        for part in TITLES.split(path.read_text(encoding="utf-8")):
            text = words(part)
            found |= {tuple(text[i : i + LONGEST + 1]) for i in range(len(text) - LONGEST)}
    return found


def shared(text: str, runs: set[tuple[str, ...]]) -> list[str]:
    found = words(text)
    return [
        " ".join(found[i : i + LONGEST + 1])
        for i in range(len(found) - LONGEST)
        if tuple(found[i : i + LONGEST + 1]) in runs
    ]


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_the_repository_holds_no_run_of_their_words(runs: set[tuple[str, ...]]) -> None:
    found = {
        str(path.relative_to(ROOT)): leak
        for path in tracked()
        if path.suffix in ENDS and (leak := shared(path.read_text("utf-8", "replace"), runs))
    }
    assert not found


@pytest.mark.parametrize("name", PAGES)
def test_a_built_page_holds_no_run_of_their_words(name: str, runs: set[tuple[str, ...]]) -> None:
    assert HTML.is_dir()
    assert not shared(page(name).get_text(" "), runs)
