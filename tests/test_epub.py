"""The EPUB that ``make test`` has bound: its files, links, metadata, and what epubcheck says."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import pytest
from test_printed import chapters, small_book

from companion import edition, figures
from companion.book import epub, paper
from conftest import ROOT

BOOK = ROOT / "_build" / "august-1945.epub"
CHECKER = Path("/usr/share/java/epubcheck.jar")  # Debian's package epubcheck
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture(scope="module")
def book() -> zipfile.ZipFile:
    assert BOOK.is_file(), f"{BOOK} is missing: run `make epub`"
    return zipfile.ZipFile(BOOK)


@pytest.fixture(scope="module")
def sheets(book: zipfile.ZipFile) -> dict[str, ElementTree.Element]:
    return {
        name.removeprefix("EPUB/"): ElementTree.fromstring(book.read(name))
        for name in book.namelist()
        if name.endswith(".xhtml")
    }


def test_its_kind_stands_first_and_plain(book: zipfile.ZipFile) -> None:
    first = book.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book.read("mimetype") == b"application/epub+zip"


def test_every_chapter_is_there_in_the_order_of_the_book(book: zipfile.ZipFile) -> None:
    package = ElementTree.fromstring(book.read("EPUB/package.opf"))
    files = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    order = [files[item.get("idref")] for item in package.iter(f"{OPF}itemref")]
    assert order[3:] == [f"{page.name}.xhtml" for page in chapters()]
    assert set(files.values()) == {
        name.removeprefix("EPUB/")
        for name in book.namelist()
        if name.startswith("EPUB/") and not name.endswith(".opf")
    }


def test_every_link_and_picture_is_there(
    book: zipfile.ZipFile, sheets: dict[str, ElementTree.Element]
) -> None:
    ids = {name: {node.get("id") for node in sheet.iter()} for name, sheet in sheets.items()}
    names = set(book.namelist())
    for name, sheet in sheets.items():
        for node in sheet.iter(f"{XHTML}a"):
            path, _, fragment = node.get("href", "").partition("#")
            if ":" in path:
                continue
            assert (path or name) in ids, (name, path)
            assert not fragment or fragment in ids[path or name], (name, path, fragment)
        for image in sheet.iter(f"{XHTML}img"):
            assert str(PurePosixPath("EPUB") / image.get("src", "")) in names


def test_nothing_in_it_runs(book: zipfile.ZipFile, sheets: dict[str, ElementTree.Element]) -> None:
    for name, sheet in sheets.items():
        tags = {node.tag.removeprefix(XHTML) for node in sheet.iter()}
        assert not tags & {"script", "form", "button", "input", "select", "iframe"}, name
    assert not [name for name in book.namelist() if name.endswith(".js")]


def test_each_figure_has_its_picture_and_description(
    sheets: dict[str, ElementTree.Element],
) -> None:
    shown = {
        (image.get("alt"), image.get("src", "").rpartition(".")[2])
        for sheet in sheets.values()
        for image in sheet.iter(f"{XHTML}img")
    }
    for _, name, _ in paper.figures(chapters()):
        assert (figures.registry()[name.removeprefix("fig-")].alt, "svg") in shown


def test_a_cell_of_evidence_tells_its_column(sheets: dict[str, ElementTree.Element]) -> None:
    """Rows stand as paragraphs there, without the head of the table."""
    cells = [
        cell
        for sheet in sheets.values()
        for table in sheet.iterfind(f".//{XHTML}div[@class='rows']")
        for cell in table.iter(f"{XHTML}td")
    ]
    assert cells
    assert all(cell.get("data-label") for cell in cells)


def test_a_grade_stands_on_a_line_of_its_own(sheets: dict[str, ElementTree.Element]) -> None:
    before = [
        (above[place - 1].tag, above[place - 1].get("class", ""))
        for sheet in sheets.values()
        for cell in sheet.iter(f"{XHTML}td")
        for above in cell.iter()
        for place, node in enumerate(above)
        if place and "grade" in node.get("class", "").split()
    ]
    assert before
    assert {tag for tag, kind in before if "grade" not in kind.split()} == {f"{XHTML}br"}


def test_contents_and_landmarks_lead_through_the_book(
    sheets: dict[str, ElementTree.Element],
) -> None:
    navs = {
        nav.get("{http://www.idpf.org/2007/ops}type"): [
            link.get("href") for link in nav.iter(f"{XHTML}a")
        ]
        for nav in sheets["nav.xhtml"].iter(f"{XHTML}nav")
    }
    assert set(navs) == {"toc", "landmarks", "loi"}
    assert {f"{page.name}.xhtml" for page in chapters()} <= set(navs["toc"])
    assert {"cover.xhtml", "nav.xhtml", "sources.xhtml"} <= set(navs["landmarks"])


def test_its_metadata_are_those_of_the_book(book: zipfile.ZipFile) -> None:
    package = ElementTree.fromstring(book.read("EPUB/package.opf"))
    said = {name: package.findtext(f".//{DC}{name}") for name in ("title", "language", "rights")}
    assert said["title"] == edition.record()["title"]
    assert said["language"] == "en-GB"
    assert "CC BY 4.0" in str(said["rights"])
    modified = [
        str(meta.text)
        for meta in package.iter(f"{OPF}meta")
        if meta.get("property") == "dcterms:modified"
    ]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", modified[0])


def test_the_same_leaves_give_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "764380800")
    folder = small_book(tmp_path / "leaves")
    for name in ("one.epub", "two.epub"):
        epub.write(folder, tmp_path / name)
    assert (tmp_path / "one.epub").read_bytes() == (tmp_path / "two.epub").read_bytes()
    dates = {info.date_time for info in zipfile.ZipFile(tmp_path / "one.epub").infolist()}
    assert dates == {(1994, 3, 23, 0, 0, 0)}


def test_epubcheck_has_nothing_to_say() -> None:
    java = shutil.which("java")
    if not java or not CHECKER.is_file():
        pytest.skip("no epubcheck: Debian's package of that name, or java, is not installed")
    done = subprocess.run(
        [java, "-jar", str(CHECKER), str(BOOK)], capture_output=True, text=True, check=False
    )
    said = re.findall(r"^(?:FATAL|ERROR|WARNING).*", done.stdout + done.stderr, re.MULTILINE)
    assert said == []
    assert done.returncode == 0
