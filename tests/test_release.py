"""A release: the same bytes twice, names with the version, hashes, and offers that are there."""

import hashlib
import re
import zipfile
from pathlib import Path

import pytest

from companion import edition, export, release
from companion.book import notebooks, report


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A built book in small: a front page and another file."""
    front = tmp_path / "html" / "chapters" / "start.html"
    front.parent.mkdir(parents=True)
    front.write_text("<article><!-- forms --><p>Text</p></article>", encoding="utf-8")
    (tmp_path / "html" / "index.html").write_text("<p>Go on</p>", encoding="utf-8")
    return tmp_path / "html"


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    made = []
    for n in range(2):
        root = tmp_path_factory.mktemp(f"release{n}")
        page = root / "html" / "chapters" / "start.html"
        page.parent.mkdir(parents=True)
        page.write_text("<!-- forms -->", encoding="utf-8")
        own = root / "html" / notebooks.FOLDER / report.SECONDS
        own.parent.mkdir()
        own.write_text(report.script({"start": n}), encoding="utf-8")
        (root / "html" / ".buildinfo").write_text(f"config: {n}", encoding="utf-8")
        page.chmod(0o600 if n else 0o755)  # rights of one machine are none of the release's
        form = root / "any.pdf"
        form.write_bytes(b"%PDF")
        release.assemble(root / "html", [form], root / "release")
        made.append(root / "release")
    return made


def test_two_releases_are_the_same_byte_for_byte(twice: list[Path]) -> None:
    first, second = ({p.name: p.read_bytes() for p in folder.iterdir()} for folder in twice)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_names_bear_the_version_and_every_file_its_hash(twice: list[Path]) -> None:
    files = {p.name for p in twice[0].iterdir()}
    start = f"{export.NAME}-{edition.record()['version']}"
    wanted = {".pdf", "-book.zip", "-data.zip", "-parquet.zip", ".xlsx", ".sqlite"}
    assert files == {f"{start}{ending}" for ending in wanted} | {export.SUMS}
    lines = (twice[0] / export.SUMS).read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert sums.keys() == files - {export.SUMS}
    for name, digest in sums.items():
        assert hashlib.sha256((twice[0] / name).read_bytes()).hexdigest() == digest


def test_the_front_page_offers_what_is_there_and_nothing_else(book: Path, tmp_path: Path) -> None:
    front, made = book / "chapters" / "start.html", tmp_path / "release"
    made.mkdir()
    before = front.read_text(encoding="utf-8")
    assert release.offer(made, book) == []
    assert front.read_text(encoding="utf-8") == before
    (made / f"{release.stem()}.epub").write_bytes(b"e")
    for _ in range(2):  # offering again changes nothing
        release.offer(made, book)
    links = re.findall(r'href="([^"]+)"', front.read_text(encoding="utf-8"))
    assert len(links) == 1
    assert (front.parent / links[0]).is_file()
    (made / f"{release.stem()}.epub").unlink()
    release.offer(made, book)
    assert front.read_text(encoding="utf-8") == before


def test_the_archived_pages_hold_no_offer_of_files_that_they_lack(
    book: Path, tmp_path: Path
) -> None:
    made = tmp_path / "release"
    made.mkdir()
    (made / f"{release.stem()}.pdf").write_bytes(b"p")
    release.offer(made, book)
    export.archive(tmp_path / "a.zip", release.pages(book))
    archive = zipfile.ZipFile(tmp_path / "a.zip")
    assert not any(f"/{release.FORMS}/" in name for name in archive.namelist())
    front = archive.read(f"{release.stem()}/chapters/start.html").decode()
    assert "href" not in front


def test_the_moment_of_a_release_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert release.epoch() == 1
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert release.epoch() > 1_600_000_000
