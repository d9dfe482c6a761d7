"""Every chapter as a notebook: read, changed, run again, taken away."""

import ast
import contextlib
import copy
import hashlib
import io
import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import time
import venv
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.request import Request, urlopen

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from markupsafe import Markup
from nbclient import NotebookClient
from packaging.requirements import Requirement
from playwright.sync_api import Browser

from companion import __version__, data, edition, figures, tables, views
from companion.book import desk, notebooks, prose, render, report, rerun, takeaway
from companion.execution import execute, kernels
from conftest import HTML, ROOT, page

NAMES = sorted(notebooks.names())
FILES = HTML / notebooks.FOLDER


@lru_cache
def converted(name: str) -> nbformat.NotebookNode:
    return notebooks.convert(name)


def result(source: str, names: dict[str, Any]) -> Any:
    """What a cell shows last; it is run in this process, which is quick."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(tree, "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            return eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    return None


@lru_cache
def ran(name: str) -> dict[str, Any]:
    """The names that a notebook's cells leave behind, without the cell that installs."""
    names: dict[str, Any] = {}
    for cell in converted(name).cells[2:]:
        if cell.cell_type == "code":
            result(cell.source, names)
    return names


# --- what stands in a notebook ---------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_valid_and_shows_no_role_or_directive(name: str) -> None:
    notebook = converted(name)
    nbformat.validate(notebook)
    assert [cell.id for cell in notebook.cells] == [
        f"{name}-{number}" for number in range(len(notebook.cells))
    ]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"\{[a-z:-]+\}`|^`{3,}\{|^:{3,}|\]\([a-z0-9-]+\.md", cell.source,
                                 flags=re.MULTILINE), cell.source  # fmt: skip
        else:
            assert "myst_nb" not in cell.source


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_a_notebook_has_picture_words_and_caption(name: str) -> None:
    cells = converted(name).cells
    for place, cell in enumerate(cells):
        for output in cell.get("outputs", []):
            bundle = output.get("data", {})
            assert tables.MIME not in bundle
            assert not re.search(r'href="(?!https?:|#)', bundle.get("text/html", ""))
            if render.PLOTLY_MIME not in bundle:
                continue
            found = figures.registry()[bundle[render.PLOTLY_MIME]["layout"]["meta"]["figure"]]
            assert bundle["text/plain"] == found.alt
            assert bundle["image/svg+xml"].lstrip().startswith("<svg")
            after = [c.source for c in cells[place + 1 : place + 1 + len(cell.outputs)]]
            assert any(text.startswith(f"**{prose.plain(found.title)}.**") for text in after)


def test_roles_become_words_and_links_lead_to_the_published_book(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = (
        "{numref}`tab-yalta-terms` has {n}`shockley-total`. {src}`frus-1945-malta-yalta[p. 984]` "
        "Of {glue:text}`sum` and {glue:text}`share:.1f`, [there](losses.md#x) or [here](sources.md)"
        ": {claim}`mk-yalta-three-months`, $5.\n\n"
        "```{verdict-filter} GH\n```\n\n:::{new-thing} x\n:::"
    )
    glue = {"sum": "'1,234'", "share": "0.25"}
    there = frozenset({"losses"})
    plain = prose.markdown(text, glue, there)
    assert plain.startswith("The table *Yalta's Far Eastern terms and what became of each* has ")
    assert "(FRUS Malta and Yalta, p. 984)" in plain
    assert "Of 1,234 and 0.2" in plain
    assert "[there](losses.ipynb) or here: MK ≈ imprecise, " in plain
    assert "something that a notebook cannot show" in plain
    monkeypatch.setattr(edition, "base", lambda: "https://example.org/book/")
    linked = prose.markdown(text, glue, there)
    assert "(https://example.org/book/d/shockley-total.html)" in linked
    assert "[there](https://example.org/book/chapters/losses.html#x)" in linked
    with pytest.raises(KeyError):
        prose.markdown("{glue:text}`nothing`", glue, there)


# --- exercises in prose ----------------------------------------------------------------------


@dataclass(frozen=True)
class Exercise:
    """A change that the prose names: in the one cell with ``old``; what ``told`` then comes to."""

    chapter: str
    quote: str
    old: str
    new: str
    told: str
    holds: Callable[[Any, Any], bool]


SAIPAN = "sums.spread(sums.by_exchange_ratio, garrison, japanese_per_american).best"
BATTLES = "[result.best for result in by_battle.values()]"
EXERCISES = [
    Exercise("arithmetic", "falls to about an eighth", "home-islands-1945-08-total-personnel",
             "home-islands-1944-personnel", SAIPAN, lambda was, now: 7 < was / now < 9),
    Exercise("arithmetic", "`garrison = sums.just(4_000_000)`",
             'sums.stated("home-islands-1945-08-total-personnel")', "sums.just(4_000_000)", SAIPAN,
             lambda was, now: now > was),
    Exercise("arithmetic", "every line doubles", "kyushu-us-est-1945-06-18-personnel",
             "kyushu-actual-1945-08-personnel-735000", BATTLES,
             lambda was, now: all(1.8 < b / a < 2.4 for a, b in zip(was, now, strict=True))),
    Exercise("arithmetic", "(`garrison=650_000`)", 'sums.stated("kyushu-actual-1945-08-personnel")',
             "650_000", "scenario.result().best", lambda was, now: now < was),
    Exercise("arithmetic", "and the ends hardly move", "seed=1945", "seed=9", "(low, high)",
             lambda was, now: all(abs(b / a - 1) < 0.1 for a, b in zip(was, now, strict=True))),
    Exercise("arithmetic", "fights, and they do", "kyushu_by_ratio().draws(",
             "kyushu_by_ratio().changed(met=100).draws(", "low", lambda was, now: now > 1.1 * was),
    Exercise("arithmetic", "Set `kyushu` to", 'sums.stated("kyushu-us-est-1945-06-18-personnel")',
             'sums.stated("kyushu-us-est-1945-07-29-south")', BATTLES,
             lambda was, now: all(a != b for a, b in zip(was, now, strict=True))),
    Exercise("arithmetic", "Set `rate` to", 'sums.stated("jcs-april-1945-rate-total")',
             'sums.assume("European rate, casualties")', "force.best", lambda was, now: now > was),
    Exercise("arithmetic", "Replace the row in the cell that computes `needed`",
             "jcs-1944-half-million-dead", "churchill-1945-us", "needed",
             lambda was, now: now == 2 * was),
    Exercise("borders", "Let the first of the `days`", "1855-02-07",
             '" + data.row("portsmouth-1905")["in_force"] + "',
             "len(days)", lambda was, now: now < was),
    Exercise("gh", "holds with `uk-divisions-raised`", '"uk-divisions-1945"',
             '"uk-divisions-raised"', '(divisions["US"] / millions["US"]) / (divisions["Britain"] '
             '/ millions["Britain"])', lambda was, now: was > 1 > now),
    Exercise("gh", "use `japan-divisions-100`", "japan-army-1945-divisions-154",
             "japan-divisions-100", 'divisions["Japan"]', lambda was, now: now < was),
    Exercise("in-force", "Either cell takes any day", 'in_force_on("1945-08-08")',
             'in_force_on("1939-01-01")', "list(bound.index)", lambda was, now: was != now),
    Exercise("mk", "Change the name to `Southern Sakhalin`", '"Northern Sakhalin"',
             '"Southern Sakhalin"', 'list(half["controller"])', lambda was, now: was != now),
    Exercise("treaties", "another day as the first of `begins`", 'pact["in_force_earliest"],',
             'pact["in_force_earliest"] + pd.DateOffset(months=1),', "deadline.iloc[0]",
             lambda was, now: 27 < (now - was).days < 32),
    Exercise("yalta", "another number of `months`", "months=3", "months=2",
             "str(three_months_on.date())", lambda was, now: now == "1945-07-08" < was),
]  # fmt: skip


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: f"{e.chapter}-{e.quote[:24]}")
def test_an_exercise_works_as_it_is_written(exercise: Exercise) -> None:
    cells = converted(exercise.chapter).cells
    words = "\n".join(" ".join(c.source.split()) for c in cells if c.cell_type == "markdown")
    assert exercise.quote in words, "the prose no longer asks for this"
    codes = [cell.source for cell in cells[2:] if cell.cell_type == "code"]
    assert sum(exercise.old in code for code in codes) == 1, "which cell is meant?"
    names: dict[str, Any] = {}
    for code in codes:
        result(code.replace(exercise.old, exercise.new), names)
    was, now = (eval(exercise.told, dict(found)) for found in (ran(exercise.chapter), names))
    assert exercise.holds(was, now), (was, now)


def test_code_is_found_in_prose_beside_roles() -> None:
    assert prose.code_in("({numref}`tab-one`, or {n}`two`; `three(3)` lists it, `four`.)") == [
        "three(3)"
    ]


def test_a_threshold_that_is_assigned_changes_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    from companion import proportion
    from companion.tables import forces_proportion

    def verdicts() -> list[str]:
        frame = forces_proportion.divisions_claim(data.load("force_levels")).frame
        return [str(word) for word in frame.iloc[:, -1]]

    words = (ROOT / "chapters/armies-in-proportion.md").read_text(encoding="utf-8")
    assert "Set `proportion.FAR_FEWER` to one half" in words
    before = verdicts()
    monkeypatch.setattr(proportion, "FAR_FEWER", 0.5)
    assert verdicts() != before


# Code in prose that is no line to run: a name that stands for any value, a piece of a loop.
PIECES = {'knowledge.known_to("hirohito", day)', "t in takings()"}
RAISES = {'clocks.between("tbf-attack", "nagasaki")': "no hour with its clock"}


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_runs_without_the_book_and_so_does_the_code_in_the_prose(name: str) -> None:
    names = dict(ran(name))
    for cell in converted(name).cells:
        if cell.cell_type != "markdown":
            continue
        for line in re.findall(r"`(from [a-z_.]+ import [a-z_, ]+)`", cell.source):
            exec(line, names)
        for code in prose.code_in(cell.source):
            if code in RAISES:
                with pytest.raises(ValueError, match=RAISES[code]):
                    result(code, names)
            elif code not in PIECES:
                result(code, dict(names))


# --- the files beside the pages --------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_page_offers_its_notebook_clean_and_executed(name: str) -> None:
    menu = page(f"chapters/{name}").select_one(".dropdown-download-buttons")
    assert menu
    offered = {str(a["href"]): a for a in menu.select("a[download]")}
    wheel = notebooks.WHEEL.format(__version__)
    endings = (".ipynb", "-executed.ipynb")
    assert set(offered) == {f"../notebooks/{f}" for f in (*(name + e for e in endings), wheel)}
    assert all(a.get_text(strip=True) for a in offered.values())
    clean, executed = (nbformat.read(FILES / f"{name}{e}", 4) for e in endings)
    assert [c.source for c in clean.cells] == [c.source for c in executed.cells]
    assert not any(c.get("outputs") or c.get("execution_count") for c in clean.cells)
    assert notebooks.text(converted(name)) == (FILES / f"{name}-executed.ipynb").read_text("utf-8")


def test_a_page_without_cells_offers_no_notebook() -> None:
    assert not page("chapters/codebook").select(".dropdown-download-buttons a[download]")


def test_the_package_on_offer_carries_the_data_of_the_clone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = FILES / notebooks.WHEEL.format(__version__)
    with zipfile.ZipFile(offered) as archive:
        packed = {n: archive.read(n) for n in archive.namelist() if "/_data/" in n}
    clone = {f"companion/_data/{p.name}": p.read_bytes() for p in data.ROOT.iterdir()}
    assert packed == clone
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "764380800")  # as for a release
    again = notebooks.wheel(tmp_path)
    assert os.environ["SOURCE_DATE_EPOCH"] == "764380800"
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (offered, again)}
    assert len(digests) == 1, "the same sources gave two packages"


# --- outside the clone -----------------------------------------------------------------------


def test_a_pandas_loaded_before_the_one_installed_stops_a_notebook_at_its_first_cell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As in Colab, which loads its own pandas at the start of a session."""
    cell = next(c for c in converted("projections").cells if c.cell_type == "code")
    assert cell.metadata.tags == [notebooks.SETUP]
    source = TransformerManager().transform_cell(cell.source)  # type: ignore[no-untyped-call]
    exec(source, {})
    older = ModuleType("pandas")
    monkeypatch.setattr(older, "__version__", "2.2.2", raising=False)
    monkeypatch.setitem(sys.modules, "pandas", older)
    with pytest.raises(RuntimeError, match="restart the session, then run all cells again"):
        exec(source, {})


def closure(*wanted: str) -> set[str]:
    """The distributions that these need, without any extra, as they are installed here."""
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        found.add(name)
        for line in metadata.requires(name) or []:
            needed = Requirement(line)
            if not needed.marker or needed.marker.evaluate({"extra": ""}):
                waiting.append(needed.name)
    return found


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the package on offer and what it declares to need, and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder / "env", with_pip=False)
    site = next((folder / "env").glob("lib/python*/site-packages"))
    with zipfile.ZipFile(FILES / notebooks.WHEEL.format(__version__)) as archive:
        archive.extractall(site)
        told = next(n for n in archive.namelist() if n.endswith("METADATA"))
        text = archive.read(told).decode()
    lines = [Requirement(line) for line in re.findall(r"^Requires-Dist: (.*)$", text, re.MULTILINE)]
    declared = [r.name for r in lines if not r.marker or r.marker.evaluate({"extra": ""})]
    for name in closure(*declared, "ipykernel"):
        distribution = metadata.distribution(name)
        for top in {f.parts[0] for f in distribution.files or [] if f.parts[0] != ".."}:
            source, target = Path(str(distribution.locate_file(top))), site / top
            if source.exists() and not target.exists() and top != "__pycache__":
                target.symlink_to(source)
    return folder


def test_a_downloaded_notebook_gives_the_book_s_outputs_in_an_environment_of_its_own(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = bare / "env/bin/python"
    kernel = tmp_path / "jupyter/kernels/bare"
    kernel.mkdir(parents=True)
    argv = [str(python), "-I", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    told = {"argv": argv, "display_name": "bare", "language": "python",
            "env": {"PLOTLY_RENDERER": "plotly_mimetype"}}  # fmt: skip
    (kernel / "kernel.json").write_text(json.dumps(told))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    others = ("sphinx", "frictionless", "pyarrow", "myst_nb")
    absent = f"import importlib.util as u; print([m for m in {others} if u.find_spec(m)])"
    found = subprocess.run([python, "-I", "-c", absent], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
    notebook = nbformat.read(FILES / "treaties.ipynb", 4)
    NotebookClient(
        notebook, timeout=300, kernel_name="bare", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [notebooks.readable(output) for output in cell.outputs]
    assert rerun.outputs(notebook) == rerun.outputs(converted("treaties"))


def test_the_package_finds_every_table_figure_and_selection_outside_the_clone(bare: Path) -> None:
    code = (
        "from companion import bibliography, data, figures, geography, selection, tables\n"
        "print(data.ROOT.name, sum(len(data.load(n)) for n in data.names()),"
        " len(figures.registry()), len(tables.registry()), len(selection.registry()),"
        " len(bibliography.entries()))\n"
    )
    done = subprocess.run([bare / "env/bin/python", "-I", "-c", code], cwd=bare, check=True,
                          capture_output=True, text=True)  # fmt: skip
    from companion import bibliography, selection

    rows = sum(len(data.load(name)) for name in data.names())
    counts = [len(figures.registry()), len(tables.registry()), len(selection.registry())]
    expected = ["_data", rows, *counts, len(bibliography.entries())]
    assert done.stdout.split() == [str(word) for word in expected]


# --- the reader's own folder -----------------------------------------------------------------


def test_what_a_reader_has_changed_is_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebooks, "names", lambda: frozenset({"start", "texts"}))
    assert desk.lay_out(tmp_path) == []
    mine = tmp_path / "texts.ipynb"
    changed = mine.read_text(encoding="utf-8").replace("claims", "my claims")
    mine.write_text(changed, encoding="utf-8")
    assert desk.lay_out(tmp_path) == ["texts.ipynb"]
    assert mine.read_text(encoding="utf-8") == changed
    mine.unlink()
    assert desk.lay_out(tmp_path) == []
    assert "my claims" not in mine.read_text(encoding="utf-8")
    untouched = tmp_path / "start.ipynb"  # written by an older version, and not changed since
    untouched.write_text("old", encoding="utf-8")
    memory = tmp_path / ".as-written.json"
    known = {**json.loads(memory.read_text()), "start.ipynb": hashlib.sha256(b"old").hexdigest()}
    memory.write_text(json.dumps(known))
    assert desk.lay_out(tmp_path) == []
    assert untouched.read_text(encoding="utf-8") != "old"


# --- honest re-execution ---------------------------------------------------------------------


def test_a_second_run_without_a_network_gives_the_same_bytes() -> None:
    """Of the chapter that draws at random; ``make again`` does the same for all."""
    done = subprocess.run(
        [sys.executable, "-m", "companion.cli", "again", "arithmetic"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "1 notebook(s) executed again" in done.stdout
    assert "0 cell(s) differ" in done.stdout


def test_the_guard_refuses_every_way_out_and_a_difference_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    saved = {name: getattr(socket, name) for name in ("getaddrinfo", "create_connection")}
    guarded: dict[str, Any] = {}
    kept = {n: getattr(socket.socket, n) for n in ("connect", "connect_ex", "sendto", "sendmsg")}
    try:
        exec(rerun._GUARD, guarded)
        with pytest.raises(OSError, match="network, which is closed"):
            socket.create_connection(("127.0.0.1", 9))
        with pytest.raises(OSError, match="network, which is closed"):
            socket.socket().connect(("127.0.0.1", 9))
    finally:
        for name, function in saved.items():
            setattr(socket, name, function)
        for name, function in kept.items():
            setattr(socket.socket, name, function)
    altered = copy.deepcopy(execute.executed("texts"))
    first = next(cell for cell in altered.cells if cell.get("outputs"))
    first.outputs[0].data["text/plain"] = "something else"
    monkeypatch.setattr(rerun, "run", lambda notebook: altered)
    monkeypatch.setattr(rerun, "environment", dict)
    assert [line.split(":")[0] for line in rerun.differences(["texts"])] == [
        "chapters/texts.md, code cell 1"
    ]


def test_pieces_of_one_stream_count_as_one() -> None:
    def notebook(*pieces: str) -> nbformat.NotebookNode:
        streams = [{"output_type": "stream", "name": "stdout", "text": piece} for piece in pieces]
        cell = {"cell_type": "code", "outputs": streams}
        return nbformat.from_dict({"cells": [cell]})

    assert rerun.outputs(notebook("one\n", "two\n")) == rerun.outputs(notebook("one\ntwo\n"))
    assert rerun.outputs(notebook("one\n")) != rerun.outputs(notebook("two\n"))


def test_the_status_page_tells_versions_hashes_and_every_notebook() -> None:
    built = page("chapters/run-it-again")
    text = built.get_text(" ")
    for name, value in report.state().items():
        assert name in text
        assert value in text
    lines = {line["name"]: line for line in report.executions()}
    assert sorted(lines) == NAMES
    for name, line in lines.items():
        row = built.select_one(f'tr:has([data-seconds="{name}"])')
        assert row
        assert line["hash"] in row.get_text()
        assert "–" not in row.get_text()
    assert "Seconds" not in [head.get_text() for head in built.select("th")]
    script = (FILES / report.SECONDS).read_text(encoding="utf-8")
    seconds = json.loads(script[len("const seconds=") : script.index(";")])
    assert set(seconds) == set(NAMES)
    assert all(value > 0 for value in seconds.values())


@pytest.mark.parametrize(
    ("taken", "heads", "cells"),
    [
        ({"start": 1.25, "losses": 2.0}, ["Chapter", "Hash", "Seconds"], ["1.3", "2.0", "–"]),
        ({}, ["Chapter", "Hash"], []),
    ],
)
def test_a_column_of_seconds_stands_only_where_they_are_known(
    browser: Browser, taken: dict[str, float], heads: list[str], cells: list[str]
) -> None:
    rows = [
        [Markup(name), Markup('<code data-seconds="{}">f</code>').format(name)]
        for name in ("start", "losses", "new")
    ]
    table = views.table(["Chapter", "Hash"], rows, "The chapters", None)
    opened = browser.new_page()
    opened.set_content(f"{table}<script>{report.script(taken)}</script>")
    assert opened.locator("thead th").all_inner_texts() == heads
    assert opened.locator('td[data-label="Seconds"]').all_inner_texts() == cells
    opened.close()


# --- Binder ----------------------------------------------------------------------------------


def test_binder_finds_pins_python_and_a_script_by_repo2docker_s_rules() -> None:
    folder = ROOT / ".binder"
    assert not (ROOT / "binder").exists(), "repo2docker refuses two folders"
    lines = (folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    included = [line.split(maxsplit=1)[1] for line in lines if line.startswith("-r ")]
    assert included, "no line names a file outside, so the clone would not be there yet"
    pins = (folder / included[0]).resolve()
    assert pins == ROOT / "requirements-notebook.txt"
    assert re.search(r"^jupyterlab==4\.", pins.read_text(encoding="utf-8"), flags=re.MULTILINE)
    wanted = (folder / "runtime.txt").read_text(encoding="utf-8").strip()
    assert wanted in {"python-3.11", "python-3.12", "python-3.13"}
    script = folder / "postBuild"
    assert script.read_bytes().startswith(b"#!/usr/bin/env bash\n")
    assert b"\r" not in script.read_bytes()
    if os.name != "nt":
        assert script.stat().st_mode & stat.S_IXUSR
    assert (
        shutil.which("bash") is None
        or not subprocess.run(["bash", "-n", script], check=False, capture_output=True).returncode
    )


def test_every_pin_of_the_book_is_the_same_for_the_notebooks() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, flags=re.MULTILINE))

    book, desk_pins = pins("requirements.txt"), pins("requirements-notebook.txt")
    shared = book.keys() & desk_pins.keys()
    assert len(shared) > 50
    assert {name: book[name] for name in shared} == {name: desk_pins[name] for name in shared}


def test_a_launch_link_appears_only_with_the_repository_s_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    addresses = {
        "": "",
        "https://example.org/some/where": "",
        "https://github.com/someone/august.git": "https://mybinder.org/v2/gh/someone/august/HEAD"
        "?urlpath=lab%2Ftree%2Fnotebooks%2Flosses.ipynb",
    }
    for repository, address in addresses.items():
        monkeypatch.setattr(edition, "record", lambda told=repository: {"repository-code": told})
        assert takeaway.binder("losses") == address
        assert any(b["text"] == "Binder" for b in takeaway.buttons("losses")) == bool(address)


# --- JupyterLab ------------------------------------------------------------------------------


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of JupyterLab on two of the notebooks, as `make notebook` starts it."""
    pytest.importorskip("jupyterlab", reason="`make notebook` adds it")
    for name in ("start", "in-force"):
        (tmp_path / f"{name}.ipynb").write_text(notebooks.text(converted(name)), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = desk.command(tmp_path, browser=False)
    command += [f"--ServerApp.port={port}", "--IdentityProvider.token=x", "--allow-root"]
    env = {**kernels.environment(), "PYTHONPATH": str(ROOT), "JUPYTER_RUNTIME_DIR": str(tmp_path)}
    server = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), urlopen(f"{address}/api?token=x"):
                break
            assert server.poll() is None, server.stdout.read()  # type: ignore[union-attr]
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()


def asked(address: str, path: str, body: dict[str, Any] | None = None) -> Any:
    told = json.dumps(body).encode() if body else None
    request = Request(f"{address}/api/{path}", told, {"Authorization": "token x"})
    with urlopen(request) as answer:
        return json.load(answer)


def test_jupyterlab_lists_the_notebooks_and_runs_one(served: str) -> None:
    from websocket import create_connection

    listed = {entry["name"] for entry in asked(served, "contents")["content"]}
    assert {"start.ipynb", "in-force.ipynb"} <= listed
    opened = asked(served, "contents/in-force.ipynb")
    session = asked(served, "sessions", {"path": "in-force.ipynb", "name": "", "type": "notebook",
                                         "kernel": {"name": "python3"}})  # fmt: skip
    kernel = session["kernel"]["id"]
    line = create_connection(
        f"{served.replace('http', 'ws')}/api/kernels/{kernel}/channels?token=x"
    )
    shown: list[str] = []
    for number, cell in enumerate(
        c for c in opened["content"]["cells"] if c["cell_type"] == "code"
    ):
        header = {"msg_id": str(number), "msg_type": "execute_request", "username": "",
                  "session": "", "version": "5.3"}  # fmt: skip
        content = {"code": cell["source"], "silent": False, "store_history": True,
                   "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}  # fmt: skip
        line.send(json.dumps({"header": header, "parent_header": {}, "metadata": {},
                              "content": content, "channel": "shell"}))  # fmt: skip
        while True:
            told = json.loads(line.recv())
            assert told["msg_type"] != "error", told["content"]
            if told["parent_header"].get("msg_id") != str(number):
                continue
            shown += told["content"].get("data", {})
            if told["content"].get("execution_state") == "idle":
                break
    line.close()
    assert render.PLOTLY_MIME in shown
    assert "text/html" in shown
