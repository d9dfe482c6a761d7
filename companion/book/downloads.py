"""The data to take away, beside the pages: the directive ``{downloads}`` and its files."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from companion import export

FOLDER = "data"  # below the pages

# What each form is for, in the order in which they are offered.
FORMS = {
    export.ARCHIVE: "the Data Package: every table as CSV with its descriptions, the bibliography "
    "and the licences, to keep or to cite",
    f"{export.NAME}.xlsx": "one workbook: the codebook, then a sheet for each table; text is kept "
    "as text",
    f"{export.NAME}.sqlite": "one database: typed tables with their keys, and each row’s "
    "citations in a table of its own",
    f"csv/{export.DESCRIPTOR}": "the Data Package’s descriptor, with the hash and size of each "
    "file",
    f"csv/{export.CSVW}": "the same tables described for the web (CSVW)",
    export.SUMS: "the SHA-256 of each file, to check what you have",
}


def size_in_words(size: int) -> str:
    """Bytes as a reader says them: ``512 bytes``, ``94 KB``, ``1.5 MB``."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _link(file: export.File, words: str) -> Markup:
    return Markup('<a href="../{}/{}" download>{}</a>').format(FOLDER, file.path, words)


def listing(files: list[export.File]) -> Markup:
    """The files as two lists: the forms with what each is for, then each table by itself."""
    found = {file.path: file for file in files}
    forms = Markup("").join(
        Markup("<li>{} ({}): {}</li>").format(
            _link(found[path], path.rpartition("/")[2]), size_in_words(found[path].size), purpose
        )
        for path, purpose in FORMS.items()
    )
    tables = Markup("").join(
        Markup("<li>{}: {} ({}), {} ({})</li>").format(
            stem.replace("_", " "),
            _link(found[f"csv/{stem}.csv"], "CSV"),
            size_in_words(found[f"csv/{stem}.csv"].size),
            _link(found[f"parquet/{stem}.parquet"], "Parquet"),
            size_in_words(found[f"parquet/{stem}.parquet"].size),
        )
        for stem in (Path(path).stem for path in found if path.startswith("parquet/"))
    )
    return Markup(
        '<div class="downloads"><ul>{}</ul><p>Each table by itself:</p><ul>{}</ul></div>'
    ).format(forms, tables)


class Downloads(SphinxDirective):
    """``{downloads}``: the data in every form, with sizes; names alone outside HTML."""

    def run(self) -> list[nodes.Node]:
        """One raw node with links, or a list of the forms where there is nothing to link to."""
        files = getattr(self.env.app, "companion_files", None)
        if files:
            return [nodes.raw("", str(listing(files)), format="html")]
        items = (
            nodes.list_item("", nodes.paragraph(text=f"{path.rpartition('/')[2]}: {purpose}"))
            for path, purpose in FORMS.items()
        )
        return [nodes.bullet_list("", *items)]


def _write(app: Sphinx) -> None:
    if app.builder.name == "html":
        app.companion_files = export.write(Path(app.outdir) / FOLDER)  # type: ignore[attr-defined]


def setup(app: Sphinx) -> None:
    """Register the directive, and write the files before the first page is read."""
    app.add_directive("downloads", Downloads)
    app.connect("builder-inited", _write)
