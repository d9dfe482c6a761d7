"""Static pictures of all figures and cards, drawn in one batch by Kaleido and a Chromium."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from companion import browser, figures
from companion.book import share
from companion.book.assets import FULL_BUNDLE
from companion.book.render import PICTURES, picture
from companion.figures import style

_ID = re.compile(r'\b(id="|url\((?:&quot;|[\'"])?#|href="#)([A-Za-z][\w-]*)')


def with_plain_ids(svg: str, figure_id: str) -> str:
    """The picture with its random ids replaced by ``<figure>-1``, ``-2`` … in order of use."""
    plain: dict[str, str] = {}

    def swap(match: re.Match[str]) -> str:
        name = plain.setdefault(match[2], f"{figure_id}-{len(plain) + 1}")
        return match[1] + name

    # plotly also prints the id as a class; nothing refers to it
    return re.sub(r' class="(?:main-svg|[a-z]*clip[^"]*)"', "", _ID.sub(swap, svg))


Job = tuple[str, dict[str, Any], Path, str, int, int]


Specifications = Mapping[str, dict[str, Any]]


def _all() -> Specifications:
    return {figure_id: figures.specification(figure_id) for figure_id in figures.registry()}


def _jobs(specifications: Specifications) -> list[Job]:
    jobs = []
    for figure_id, spec in specifications.items():
        for form, shape, width in (
            ("", spec, style.WIDE),
            ("-narrow", figures.narrow_form(spec), style.NARROW),
        ):
            path = picture(figure_id, spec, form)
            height = int(shape["layout"]["height"])
            jobs.append((figure_id, shape, path, "svg", width, height))
        png = {**spec, "layout": {**spec["layout"], "paper_bgcolor": style.colour("paper")}}
        for kind in ("png", "pdf"):  # for downloads and cards; for LaTeX
            path = picture(figure_id, spec).with_suffix(f".{kind}")
            jobs.append((figure_id, png, path, kind, style.WIDE, int(spec["layout"]["height"])))
    return jobs


def _cards() -> list[Job]:
    return [
        (name, share.specification(name), share.drawn(name), "png", share.WIDTH, share.HEIGHT)
        for name in share.contents()
    ]


def stale() -> list[str]:
    """Names of pictures that are missing or stand for no figure, or no card, as it is now."""
    wanted = {job[2].name for job in _jobs(_all()) + _cards()}
    return sorted(wanted ^ _kept())


def missing(specifications: Specifications) -> list[str]:
    """Names of the pictures of these figures that are not there."""
    return sorted({job[2].name for job in _jobs(specifications)} - _kept())


def _kept() -> set[str]:
    return {path.name for end in ("svg", "png", "pdf") for path in PICTURES.glob(f"*.{end}")}


def refresh() -> list[str]:
    """Draw the pictures that are missing, then remove those that are stale; names of the new ones.

    Needs a Chromium (see ``companion.browser``). A picture appears under its name only when it
    is whole.
    """
    os.environ["BROWSER_PATH"] = browser.require()
    PICTURES.mkdir(exist_ok=True)
    jobs = _jobs(_all()) + _cards()
    lacking = [job for job in jobs if not job[2].is_file()]
    if lacking:
        _draw(lacking)
    for name in _kept() - {job[2].name for job in jobs}:
        (PICTURES / name).unlink()
    return [job[2].name for job in lacking]


def _draw(jobs: list[Job]) -> None:
    import kaleido

    drafts_home = PICTURES.parent / "_build"
    drafts_home.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=drafts_home) as folder:
        drafts = [
            {
                "fig": shape,
                "path": Path(folder) / path.name,
                "opts": {"format": kind, "width": width, "height": height, "scale": 2}
                if kind == "png"
                else {"format": kind, "width": width, "height": height},
            }
            for _, shape, path, kind, width, height in jobs
        ]
        kaleido.write_fig_from_object_sync(
            drafts,
            cancel_on_error=True,
            # both would otherwise be fetched from a content network
            kopts={"plotlyjs": FULL_BUNDLE, "mathjax": False},
        )
        for figure_id, _, path, kind, _, _ in jobs:
            draft = Path(folder) / path.name
            if kind == "svg":
                svg = draft.read_text(encoding="utf-8")
                draft.write_text(with_plain_ids(svg, figure_id), encoding="utf-8")
            draft.replace(path)
