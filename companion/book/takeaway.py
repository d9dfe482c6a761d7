"""Each chapter's notebooks on its page: the files, and the theme's download button for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from companion import __version__, edition
from companion.book import notebooks

# Ending of the file -> what the button says of it.
_FORMS = {
    ".ipynb": ("Notebook", "Download the chapter as a notebook, to run"),
    "-executed.ipynb": ("Notebook, with outputs", "Download the notebook with the book’s outputs"),
}


def binder(name: str) -> str:
    """Where Binder opens the chapter's notebook; "" while no repository has been named.

    The address comes from ``repository-code`` in ``CITATION.cff`` alone.
    """
    repository = str(edition.record().get("repository-code", "")).removesuffix("/")
    host, _, path = repository.partition("github.com/")
    if not path or host not in {"https://", "https://www."}:
        return ""
    owner_and_name = path.removesuffix(".git")
    tree = f"lab%2Ftree%2F{notebooks.FOLDER}%2F{name}.ipynb"
    return f"https://mybinder.org/v2/gh/{owner_and_name}/HEAD?urlpath={tree}"


def buttons(name: str) -> list[dict[str, str]]:
    """The entries of a chapter's download menu that concern its notebook."""
    below = f"../{notebooks.FOLDER}"
    files = [(f"{name}{ending}", *told) for ending, told in _FORMS.items()]
    wheel = notebooks.WHEEL.format(__version__)
    files.append((wheel, "Python package", "Download the package that the notebook runs with"))
    entries = [
        {"type": "download", "url": f"{below}/{file}", "text": text, "tooltip": tooltip}
        for file, text, tooltip in files
    ]
    if address := binder(name):
        told = "Open the notebook on Binder, another site"
        entries.append({"type": "link", "url": address, "text": "Binder", "tooltip": told})
    return entries


def _offer(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    folder, _, name = pagename.rpartition("/")
    if folder != "chapters" or name not in notebooks.names():
        return
    for group in context.get("header_buttons", []):
        if group.get("label") == "download-buttons":
            group["buttons"][:0] = buttons(name)


def write(app: Sphinx) -> None:
    """Write the notebooks and the package beside the pages."""
    notebooks.write(Path(app.outdir) / notebooks.FOLDER)


def setup(app: Sphinx) -> None:
    """Add the files to the menu after the theme has made it."""
    app.connect("html-page-context", _offer, priority=900)
