"""Files beside the pages: pictures of figures, their rows as CSV, and plotly.js."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import plotly
from sphinx.application import Sphinx

from companion import data, figures
from companion.book import drawn, render
from companion.figures.style import PALETTE

REPOSITORY = data.ROOT.parent
BASIC_BUNDLE = REPOSITORY / "node_modules/plotly.js-basic-dist-min/plotly-basic.min.js"
FULL_BUNDLE = Path(plotly.__file__).parent / "package_data/plotly.min.js"


def plotly_bundle() -> Path:
    """The partial bundle where npm has installed it, else the one inside the plotly package."""
    return BASIC_BUNDLE if BASIC_BUNDLE.is_file() else FULL_BUNDLE


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def on_dark(svg: str) -> str:
    """The same picture in the palette's dark values."""
    dark = {_rgb(light): _rgb(other) for light, other in PALETTE.values()}

    def swap(match: re.Match[str]) -> str:
        red, green, blue = map(int, match.groups()[1:])
        swapped = dark.get((red, green, blue), (red, green, blue))
        return f"{match[1]}({', '.join(map(str, swapped))}"

    return re.sub(r"(rgba?)\((\d+),\s*(\d+),\s*(\d+)", swap, svg)


def rows_as_csv(row_ids: list[str]) -> str:
    """The rows as CSV text, one block of columns for all tables they come from."""
    frames = []
    for name in dict.fromkeys(data.table_of(row_id) for row_id in row_ids):
        frame = data.load(name)
        frames.append(frame.loc[[i for i in row_ids if i in frame.index]].reset_index())
    return pd.concat(frames).to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")


def write(app: Sphinx) -> None:
    """Write every figure's files and the script library into ``_static``."""
    target = Path(app.outdir) / render.ASSETS
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(plotly_bundle(), target / "plotly.min.js")
    for figure_id, spec in drawn.specifications().items():
        script = render.specification_script(figure_id, spec)
        (target / f"{figure_id}.js").write_text(script, encoding="utf-8", newline="\n")
        (target / f"{figure_id}.csv").write_text(
            rows_as_csv(figures.rows_drawn(spec)), encoding="utf-8"
        )
        for form in ("", "-narrow"):
            source = render.picture(figure_id, spec, form)
            if not source.is_file():  # the page that shows the figure has warned of it
                continue
            svg = source.read_text(encoding="utf-8")
            (target / f"{figure_id}{form}.svg").write_text(svg, encoding="utf-8")
            (target / f"{figure_id}{form}-dark.svg").write_text(on_dark(svg), encoding="utf-8")
        png = render.picture(figure_id, spec).with_suffix(".png")
        if png.is_file():
            shutil.copyfile(png, target / f"{figure_id}.png")
