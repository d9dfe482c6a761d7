"""Reading with one's own copy: pasted into the page, and built into a private book."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from companion import owncopy, publish
from companion.export import LICENCES
from companion.texts import fingerprint
from conftest import HTML, ROOT

STATIC = ROOT / "companion/book/static"
EXCERPTS = ROOT.parent / "shared" / "excerpts"
TRICK = "<script>window.struck = 1</script><img src=x onerror=window.struck=2>"

GH = [
    "The ferry left the northern pier at dawn with forty crates of salted herring, and no officer "
    "of the harbour had written down who owned them.",
    "By noon the fog had closed over both lighthouses, so the pilot steered by the bell that "
    "fishermen ring when their nets are heavy.",
    "Nobody on shore expected the vessel before evening; the market women had already folded "
    "their stalls and gone home to cook.",
]
MK = [
    "Orchards on the southern slope bear fruit every second year, which old gardeners explain by "
    "the moon and young ones by the frost.",
    "A survey of nineteen villages counted more pear trees than people, though it forgot the "
    "walled garden behind the mill.",
]
IDS = {"GH": ["gh-01", "gh-02", "gh-03"], "MK": ["mk-01", "mk-02"]}
CELLS = [
    (name, text, fingerprint(words))
    for text, all_words in (("GH", GH), ("MK", MK))
    for name, words in zip(IDS[text], all_words, strict=True)
]
COPY = "Cookies help us.\n\n" + "\n".join([*GH[:2], *MK]).replace(" at dawn", "\nat\u00a0dawn")


def reading(folder: Path, text: str) -> Path:
    """A page like a reading chapter, of passages that no one has a right to."""
    sections = "".join(
        f'<section class="passage" id="{name}"><p class="passage-place">{name}</p>'
        '<p class="passage-own-words" hidden></p><p class="passage-paraphrase">Ours.</p></section>'
        for name in IDS[text]
    )
    path = folder / f"{text.lower()}.html"
    path.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>A text</title>'
        f'<link rel="stylesheet" href="{(STATIC / "companion.css").as_uri()}">'
        f"<script>window.companionPassages={json.dumps(CELLS)}</script>"
        f'<script defer src="{(STATIC / "align.js").as_uri()}"></script>'
        f'<script defer src="{(STATIC / "own-copy.js").as_uri()}"></script>'
        f"<h1>A text</h1>{sections}</html>",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=ViewportSize(width=1400, height=900), offline=True)
    yield made
    made.close()


def opened(context: BrowserContext, path: Path) -> Page:
    page = context.new_page()
    page.goto(path.as_uri())
    return page


def paste(page: Page, copy: str) -> None:
    page.get_by_text("Read with your own copy").click()
    page.get_by_label("Paste the text").fill(copy)
    page.get_by_role("button", name="Show it beside").click()
    expect(page.locator(".own-copy-status")).not_to_contain_text("Looking")


def own(page: Page) -> dict[str, str]:
    """Passage -> the words shown of it."""
    return {
        str(section.get_attribute("id")): section.locator(".passage-own-words").inner_text()
        for section in page.locator(".passage").all()
        if section.locator(".passage-own-words").is_visible()
    }


def flat(text: str) -> str:
    return " ".join(text.split())


def test_pasted_words_stand_beside_their_passages_and_stay(
    context: BrowserContext, tmp_path: Path
) -> None:
    page = opened(context, reading(tmp_path, "GH"))
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    paste(page, COPY)
    assert {name: flat(words) for name, words in own(page).items()} == {
        "gh-01": GH[0],
        "gh-02": GH[1],
    }
    status = page.locator(".own-copy-status")
    expect(status).to_contain_text("Kept in this browser")
    expect(status).to_contain_text("GH: 2 of 3 passages found. Not found: gh-03")
    expect(status).to_contain_text("MK: 2 of 2 passages found")
    assert not requests
    assert page.get_by_label("Paste the text").input_value() == ""
    page.reload()
    assert list(own(page)) == ["gh-01", "gh-02"]
    assert "Cookies" not in page.evaluate("localStorage['companion-own-copy']")


def test_one_copy_serves_both_pages_and_one_click_removes_it(
    context: BrowserContext, tmp_path: Path
) -> None:
    other = opened(context, reading(tmp_path, "MK"))
    page = opened(context, reading(tmp_path, "GH"))
    paste(page, COPY)
    expect(other.locator(".passage-own-words").first).to_be_visible()
    assert list(own(other)) == ["mk-01", "mk-02"]
    other.get_by_role("button", name="Remove it").click()
    expect(page.locator(".passage-own-words").first).to_be_hidden()
    for each in (page, other):
        assert own(each) == {}
        assert not any(words in each.content() for words in ("herring", "pear trees"))
        assert each.evaluate("localStorage.length") == 0
        each.reload()
        assert own(each) == {}
        expect(each.get_by_role("button", name="Remove it")).to_be_hidden()


def test_a_pasted_script_shows_as_text(context: BrowserContext, tmp_path: Path) -> None:
    page = opened(context, reading(tmp_path, "GH"))
    requests: list[str] = []
    paste(page, GH[0].replace("with forty", f"with {TRICK} forty") + " " + GH[1])
    page.on("request", lambda request: requests.append(request.url))
    assert TRICK in own(page)["gh-01"]
    page.reload()
    assert TRICK in own(page)["gh-01"]
    assert page.locator(".passage :is(script, img)").count() == 0
    assert page.evaluate("window.struck") is None
    assert not any(url.endswith("/x") for url in requests)


REFUSALS = {
    "refused": "Object.defineProperty(window, 'localStorage',"
    " { get() { throw new DOMException('no', 'SecurityError'); } })",
    "full": "try { localStorage.filler = 'x'.repeat(5 * 1024 * 1024 - 10) } catch {}",
}


@pytest.mark.parametrize("why", REFUSALS)
def test_without_storage_it_is_shown_and_the_reader_is_told(
    context: BrowserContext, tmp_path: Path, why: str
) -> None:
    context.add_init_script(REFUSALS[why])
    page = opened(context, reading(tmp_path, "GH"))
    paste(page, COPY)
    expect(page.locator(".own-copy-status")).to_contain_text("does not keep it")
    assert list(own(page)) == ["gh-01", "gh-02"]
    page.get_by_role("button", name="Remove it").click()
    assert own(page) == {}


def test_a_file_is_read_and_what_is_no_text_is_refused(
    context: BrowserContext, tmp_path: Path
) -> None:
    page = opened(context, reading(tmp_path, "GH"))
    page.get_by_text("Read with your own copy").click()
    status = page.locator(".own-copy-status")
    field = page.get_by_label("Or choose a .txt file")
    for name, content, said in (
        ("a.pdf", b"%PDF", "a.pdf is not a .txt file"),
        ("b.txt", "été".encode("latin-1"), "b.txt cannot be read as UTF-8"),
        ("c.txt", b"x" * (owncopy.MOST + 1), "c.txt is larger than 2 MB"),
        ("d.txt", b"Nothing of the kind.", "No passage of either text"),
    ):
        field.set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
        expect(status).to_contain_text(said)
        assert own(page) == {}
    content = COPY.encode("utf-8-sig")
    field.set_input_files({"name": "e.txt", "mimeType": "text/plain", "buffer": content})
    expect(status).to_contain_text("2 of 3")
    page.get_by_role("button", name="Remove it").click()
    page.evaluate(
        """copy => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([copy], "f.txt"));
          document.querySelector(".own-copy").dispatchEvent(
            new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        COPY,
    )
    expect(status).to_contain_text("2 of 3")


def test_the_keyboard_is_enough(context: BrowserContext, tmp_path: Path) -> None:
    page = opened(context, reading(tmp_path, "GH"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(COPY)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".own-copy-status")).to_contain_text("2 of 3")
    page.get_by_role("button", name="Remove it").focus()
    page.keyboard.press("Enter")
    assert own(page) == {}
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_without_scripts_there_is_no_form(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = opened(context, reading(tmp_path, "GH"))
    assert page.locator(".own-copy").count() == 0
    context.close()


@pytest.mark.skipif(not EXCERPTS.is_dir(), reason="the two texts are not at ../shared/excerpts")
@pytest.mark.parametrize("text", ["GH", "MK"])
def test_the_real_texts_are_found_on_the_built_pages(context: BrowserContext, text: str) -> None:
    page = opened(context, HTML / f"chapters/{text.lower()}.html")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    static = (HTML / "_static").as_uri()  # a figure that comes into view loads its files
    copies = [path.read_text(encoding="utf-8") for path in sorted(EXCERPTS.glob("*.txt"))]
    paste(page, "\n\n".join(copies))
    count = page.locator(".passage").count()
    assert count == len(owncopy.fingerprints()[text])
    assert len(own(page)) >= 0.98 * count
    assert not [url for url in requests if not url.startswith(static)]
    page.reload()
    assert len(own(page)) >= 0.98 * count


def test_a_folder_of_copies_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"there is no \.txt file"):
        owncopy.read(tmp_path)
    (tmp_path / "good.txt").write_text("Good.", encoding="utf-8-sig")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    assert owncopy.read(tmp_path) == {"good.txt": "Good."}
    assert owncopy.others(tmp_path) == ["scan.pdf"]
    (tmp_path / "latin.txt").write_bytes(b"\xe9t\xe9 ")
    (tmp_path / "large.txt").write_bytes(b"x" * (owncopy.MOST + 1))
    with pytest.raises(
        ValueError, match=r"(?s)large\.txt: larger than 2 MB.*latin\.txt: not UTF-8"
    ):
        owncopy.read(tmp_path)
    with pytest.raises(ValueError, match="no such folder"):
        owncopy.read(tmp_path / "gone")


def test_the_public_book_may_be_published() -> None:
    assert publish.faults(HTML, EXCERPTS if EXCERPTS.is_dir() else None) == []


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "companion.cli", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def with_synthetic_fingerprints(table: Path) -> None:
    """Give five passages the fingerprints of ours; the test knows words of no other."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = {name: cell for name, _, cell in CELLS}
    for row in rows:
        if row["id"] in cells:
            row["fingerprint"] = cells[row["id"]]
            row["words"] = row["fingerprint"].split(" ")[0]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


FILES = (
    *("_config.yml", "requirements.txt", "package-lock.json", *LICENCES),
    *("pyproject.toml", "hatch_build.py", "README.md"),
)


def test_a_private_book_says_so_everywhere_and_is_not_published(
    tmp_path: Path, browser: Browser
) -> None:
    for name in ("companion", "data", "figures"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path / name)
    with_synthetic_fingerprints(tmp_path / "data/passages.csv")
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: chapters/start\nchapters:\n"
        "  - file: chapters/gh\n  - file: chapters/mk\n"
    )
    chapters = tmp_path / "chapters"
    chapters.mkdir()
    (chapters / "start.md").write_text("# Start\n")
    for text, names in IDS.items():
        passages = "".join(f"```{{passage}} {name}\n```\n\n" for name in names)
        (chapters / f"{text.lower()}.md").write_text(f"# {text}\n\n{passages}")
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / "both.txt").write_text(COPY.replace("forty", f"{TRICK} forty"), encoding="utf-8-sig")

    built = run(tmp_path, "book", "--texts", "copies")
    assert built.returncode == 0, built.stderr
    assert "not found: gh-03" in built.stdout
    assert not (tmp_path / "_build/html").exists()
    html = tmp_path / "_build/private/_build/html"
    pages = {path.relative_to(html).as_posix(): path for path in html.rglob("*.html")}
    assert {"chapters/start.html", "chapters/gh.html", "chapters/mk.html", "search.html"} <= {
        *pages
    }
    shown: dict[str, str] = {}
    for name, path in pages.items():
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        if name == "index.html" or name.startswith("_static/"):
            assert not soup.select("body, article")  # a bare redirection, the theme's template
            continue
        notice = soup.select_one(".private-notice")
        assert notice, name
        assert "not to be published" in notice.text
        assert "@bottom-center" in path.read_text(encoding="utf-8"), "the notice on each sheet"
        assert not soup.select('script[src*="own-copy.js"]')
        if name == "chapters/gh.html":
            assert 'href="#gh-03"' in str(notice)
        for section in soup.select(".passage"):
            words = section.select_one(".passage-own-words")
            if words and words.text:
                assert not words.has_attr("hidden")
                assert not words.find()
                shown[str(section["id"])] = flat(words.text)
    assert set(shown) == {"gh-01", "gh-02", "mk-01", "mk-02"}
    assert shown["gh-01"] == GH[0].replace("forty", f"{TRICK} forty")
    assert shown["mk-02"] == MK[1]
    page = browser.new_page()
    page.goto(pages["chapters/gh.html"].as_uri())
    assert page.evaluate("window.struck") is None
    page.emulate_media(media="print")
    assert page.locator(".private-notice").is_visible()
    page.close()

    none = run(tmp_path, "publish")
    assert none.returncode == 1
    assert "holds no book" in none.stderr
    # a private book put in the public one's place; then without its notices; then a clean one
    public = tmp_path / "_build/html"
    shutil.copytree(html, public)
    refused = run(tmp_path, "publish")
    assert refused.returncode == 1
    assert "chapters/start.html: a page of a private book" in refused.stderr
    assert "chapters/gh.html: words of the passages gh-01, gh-02" in refused.stderr
    for path in public.rglob("*.html"):
        text = path.read_text(encoding="utf-8").replace(publish.PRIVATE, "")
        path.write_text(text, encoding="utf-8")
    assert "mk.html: words of the passages mk-01, mk-02" in run(tmp_path, "publish").stderr
    for name in ("gh", "mk"):
        (public / f"chapters/{name}.html").unlink()
    page_with_a_run = public / "chapters/start.html"
    clean = page_with_a_run.read_text(encoding="utf-8")
    run_of_nine = " ".join(MK[0].split()[3:12])
    page_with_a_run.write_text(f"{clean}<p>{run_of_nine}</p>", encoding="utf-8")
    refused = run(tmp_path, "publish", "--texts", "copies")
    assert "start.html: words of the passages mk-01" in refused.stderr
    assert not (tmp_path / "_build/site").exists()
    page_with_a_run.write_text(clean, encoding="utf-8")
    done = run(tmp_path, "publish", "--texts", "copies")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "_build/site/.nojekyll").is_file()
    assert (tmp_path / "_build/site/index.html").is_file()
