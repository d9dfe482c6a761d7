"""The commands, and how they fail."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from companion import csl
from companion.export import LICENCES
from conftest import ROOT

PAGE = """---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---
# A page
"""


def test_make_alone_lists_the_targets() -> None:
    said = subprocess.run(
        [sys.executable, "make.py"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^(book test .*):$", makefile, flags=re.MULTILINE)
    assert targets
    for name in targets[1].split():
        assert f"  {name} " in said


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-notebook.txt"]
)
def test_every_requirement_is_pinned_with_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9-]+)==\S+.*\\\n((?:    --hash=.*\n)+)", text, flags=re.MULTILINE)
    lines = re.findall(r"^[a-z0-9].*", text, flags=re.MULTILINE)
    assert len(pins) == len(lines) > 50
    assert not re.search(r"https?://|file:", text)


def test_jupyter_book_is_one_that_reads_config_yml() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert re.search(r"^jupyter-book==1\.", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", ["requirements-dev.txt", "requirements-notebook.txt"])
def test_the_requirement_files_agree(name: str) -> None:
    """Each package has one version in all; where more packages ask for it, it is wanted oftener."""

    def pins(name: str) -> set[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return set(re.findall(r"^(\S+==\S+)", text, flags=re.MULTILINE))

    assert pins("requirements.txt") <= pins(name)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the project whose book has one page."""
    for name in ("companion", "data", "figures"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    packaging = ("pyproject.toml", "hatch_build.py", "README.md")
    for name in ("_config.yml", "requirements.txt", "package-lock.json", *packaging, *LICENCES):
        shutil.copy(ROOT / name, tmp_path / name)
    if csl.STORE.is_dir():  # what pandoc has made of the same rows for the book itself
        shutil.copytree(csl.STORE, tmp_path / "_build" / csl.STORE.name)
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: chapters/start\nparts:\n"
        "  - caption: One\n    chapters:\n      - file: chapters/page\n"
    )
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/start.md").write_text("# Start\n")
    (tmp_path / "chapters/page.md").write_text(PAGE + "\n```{code-cell} ipython3\n1 + 1\n```\n")
    return tmp_path


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "companion.cli", "book"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_book_is_built_once_and_again_when_the_evidence_changes(small: Path) -> None:
    page = small / "chapters/page.md"
    page.write_text(
        PAGE + "\n```{code-cell} ipython3\nfrom companion import data\n"
        'print("rows", len(data.load("yalta_terms")), data.row("yalta-entry")["confidence"])\n```\n'
    )
    # the pages that links from rows lead to are not in this small book
    done = build(small)
    assert done.returncode == 0, done.stderr
    built = small / "_build/html/chapters/page.html"
    assert "rows 12 high" in built.read_text(encoding="utf-8")
    assert "build the pages:" in done.stdout
    again = build(small)
    assert again.returncode == 0
    assert "Nothing has changed" in again.stdout
    (small / "chapters/page.md").rename(small / "chapters/other.md")
    contents = small / "_toc.yml"
    contents.write_text(contents.read_text().replace("chapters/page", "chapters/other"))
    built = small / "_build/html/chapters/other.html"
    table = small / "data/yalta_terms.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",high,", ",medium,", 1))
    assert build(small).returncode == 0
    assert "rows 12 medium" in built.read_text(encoding="utf-8")


def test_a_page_of_the_contents_that_is_missing_fails_by_name(small: Path) -> None:
    (small / "chapters/page.md").unlink()
    done = build(small)
    assert done.returncode != 0
    assert "chapters/page" in done.stdout + done.stderr


def test_a_cell_that_raises_fails_by_name(small: Path) -> None:
    page = small / "chapters/page.md"
    page.write_text(PAGE + '\n```{code-cell} ipython3\nraise ValueError("broken cell")\n```\n')
    done = build(small)
    assert done.returncode != 0
    assert "chapters/page.md" in done.stderr
    assert "broken cell" in done.stderr


def test_warnings_fail_and_each_is_named_with_its_page(small: Path) -> None:
    (small / "chapters/page.md").write_text(
        "# A page\n\n{n}`no-such-row`\n\n{src}`no-such-source[1]`\n\n[gone](nowhere.md)\n"
    )
    done = build(small)
    assert done.returncode != 0
    said = done.stdout + done.stderr
    for word in ("page.md", "no-such-row", "no-such-source", "nowhere"):
        assert word in said
    assert build(small).returncode != 0, "a page that failed passes when it is built again"


def test_broken_data_stop_the_book(small: Path) -> None:
    table = small / "data/treaties.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("1855-02-07", "1855-02-30", 1))
    done = build(small)
    assert done.returncode != 0
    assert "data/treaties.csv, row 2" in done.stderr
    assert not (small / "_build/html").exists()
