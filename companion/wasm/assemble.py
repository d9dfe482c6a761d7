"""Fetches and assembles what a page needs to run its cells: Python, pandas and the rest.

Everything comes from package managers, by version and hash: Pyodide (Python for browsers) and numpy
from npm by ``package-lock.json``, pandas by ``requirements-wasm.txt``. Packages of pure Python are
taken from the environment that builds the book, so that both run the same.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import io
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path, PurePosixPath

from companion import data

ROOT = data.ROOT.parent
CACHE = Path(sys.prefix) / "share" / "august-1945" / "pyodide"  # with the environment it goes with
FOLDER = "pyodide"  # below the pages
PACKAGES, COMPANION, MANIFEST = "packages.tar.gz", "companion.tar.gz", "manifest.json"
PINS = ROOT / "requirements-wasm.txt"
_NODE = ROOT / "node_modules"
PYODIDE = _NODE / "pyodide"
NUMPY = _NODE / "@emscripten-forge" / "numpy" / "pkg"
PLATFORM, PYTHON = "pyemscripten_2024_0_wasm32", "312"  # of that Pyodide

WITHOUT = "The pages get no button to run them: {}."

# What the chapters' cells import beside numpy and pandas, with what that requires: all of it runs
# without its compiled parts.
_PURE = (
    *("plotly", "narwhals", "packaging", "networkx", "markupsafe", "python-dateutil", "tzdata"),
    *("pybtex", "latexcodec", "PyYAML"),
)
_LEFT_OUT = {".so", ".pyd", ".pyc", ".pyi", ".pxd", ".pyx", ".h", ".a", ".c", ".js", ".css", ".map"}
_LEFT_OUT_FOLDERS = {"tests", "f2py", "labextension", "datasets", "__pycache__", "include"}
# Of the companion and its data, what no cell imports.
_DOWNSTREAM = {"book", "check", "execution", "export"}
_ENDS = {".py", ".csv", ".json", ".bib", ".geojson"}


def key() -> str:
    """Sixteen hexadecimal digits over all that decides what is assembled."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (PINS, ROOT / "requirements.txt", ROOT / "package-lock.json", Path(__file__)):
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()[:16]


def assembled() -> Path | None:
    """The folder to put beside the pages (it holds ``pyodide/``); None when there is none yet."""
    folder = CACHE / key()
    return folder if (folder / FOLDER / MANIFEST).is_file() else None


def ensure() -> str:
    """Assemble the files unless that was done; "" or, in one line, why pages get no button."""
    if assembled():
        return ""
    for needed in (PYODIDE / "pyodide.asm.wasm", NUMPY):
        if not needed.exists():
            name = needed.relative_to(_NODE).as_posix()
            return WITHOUT.format(f"npm has not installed {name}")
    target = CACHE / key()
    shutil.rmtree(CACHE, ignore_errors=True)
    part = target.with_suffix(".part")
    (part / FOLDER).mkdir(parents=True)
    wheels = part / "wheels"
    if fault := _download(wheels):
        shutil.rmtree(part)
        return WITHOUT.format(fault)
    _write(part / FOLDER, wheels)
    shutil.rmtree(wheels)
    part.rename(target)  # last: what was interrupted is made again
    return ""


def _download(wheels: Path) -> str:
    """Fetch the wheels of ``requirements-wasm.txt``; "" or why that failed."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    pip += ["--retries", "0", "--timeout", "20", "--no-deps", "--only-binary=:all:"]
    pip += ["--platform", PLATFORM, "--python-version", PYTHON, "--implementation", "cp"]
    pip += ["--abi", f"cp{PYTHON}", "--require-hashes", "-r", str(PINS), "-d", str(wheels)]
    done = subprocess.run(pip, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        return f"pip could not fetch pandas for it ({lines[-1].removeprefix('ERROR: ')})"
    return ""


def _wanted(path: PurePosixPath, *, compiled: bool = False) -> bool:
    left_out = _LEFT_OUT - {".so"} if compiled else _LEFT_OUT
    return (
        path.parts[0] not in {"..", "/"}
        and path.suffix not in left_out
        and path.name != "RECORD"
        and not _LEFT_OUT_FOLDERS & set(path.parts)
    )


def _package_files(wheels: Path) -> Iterator[tuple[str, bytes]]:
    for wheel in wheels.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if _wanted(PurePosixPath(name), compiled=True):
                    yield name, archive.read(name)
    (numpy,) = NUMPY.glob("numpy-*.tar.gz")
    with tarfile.open(numpy) as archive:
        for member in archive:
            path = PurePosixPath(member.name)
            if "site-packages" not in path.parts or not member.isfile():
                continue
            below = path.relative_to("lib/python3.12/site-packages")
            content = archive.extractfile(member)
            if content and _wanted(below, compiled=True):
                yield below.as_posix(), content.read()
    for name in _PURE:
        found = metadata.distribution(name)
        for file in found.files or []:
            if _wanted(PurePosixPath(file.as_posix())):
                yield file.as_posix(), Path(str(found.locate_file(file))).read_bytes()
    spec = importlib.util.find_spec("IPython")
    assert spec
    assert spec.origin
    yield "ipython_pretty.py", (Path(spec.origin).parent / "lib/pretty.py").read_bytes()


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The files as one compressed tar archive, the same bytes for the same files.

    Thousands of small files that are alike take a sixth less than in a zip archive.
    """
    memory = io.BytesIO()
    with tarfile.open(fileobj=memory, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(memory.getvalue(), 9, mtime=0)


def companion_archive() -> bytes:
    """The companion and its data, as far as cells can import them."""
    tops = [data.ROOT, ROOT / "companion"]
    return packed(
        (path.relative_to(ROOT).as_posix(), path.read_bytes())
        for top in tops
        for path in top.rglob("*")
        if path.suffix in _ENDS
        and path.is_file()
        and path.relative_to(top).parts[0] not in _DOWNSTREAM
    )


def _write(folder: Path, wheels: Path) -> None:
    for name in ("pyodide.mjs", "pyodide.asm.js", "python_stdlib.zip"):
        shutil.copyfile(PYODIDE / name, folder / name)
    # many servers send this type uncompressed
    wasm = (PYODIDE / "pyodide.asm.wasm").read_bytes()
    (folder / "pyodide.asm.wasm.gz").write_bytes(gzip.compress(wasm, 9, mtime=0))
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    (folder / "pyodide-lock.json").write_text(json.dumps({**lock, "packages": {}}))
    (folder / PACKAGES).write_bytes(packed(_package_files(wheels)))
    sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
    (folder / MANIFEST).write_text(json.dumps(sizes, indent=1))
