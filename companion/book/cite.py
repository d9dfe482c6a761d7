"""The block "Cite this": seven forms of citing a thing, each with a button that copies it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from companion import citing
from companion.citing import PROGRAMS, Form

SCRIPT = "cite.js"


def block(name: str, forms: list[Form]) -> Markup:
    """The forms of a thing as a list; those for programs are folded, being long."""
    parts = []
    for number, form in enumerate(forms):
        anchor = f"cite-{name}-{number}"
        button = Markup(
            '<button type="button" hidden data-copies="{}" aria-label="Copy: {}">Copy</button>'
        ).format(anchor, form.label)
        shape = (
            '<details><summary>{label}</summary>{button}<pre id="{id}">{html}</pre></details>'
            if form.label in PROGRAMS
            else '<p><span class="cite-label">{label}</span> {button}</p><p id="{id}">{html}</p>'
        )
        parts.append(
            Markup(shape).format(label=form.label, button=button, id=anchor, html=form.html)
        )
    return Markup('<div class="cite">{}<p class="cite-told" role="status"></p></div>').format(
        Markup("").join(parts)
    )


def _chapters(app: Sphinx, env: BuildEnvironment) -> None:
    """The pages' titles are known now: the first page stands for the book as a whole."""
    if app.builder.name != "html":
        return
    pages = {name: title.astext() for name, title in env.titles.items()}
    things = {
        name: citing.book() if name == env.config.root_doc else citing.chapter(name, title)
        for name, title in pages.items()
    }
    forms = citing.forms(list(things.values()))
    app.companion_pages = {  # type: ignore[attr-defined]
        name: block(thing.name, forms[thing.name]) for name, thing in things.items()
    }


def _page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    found = getattr(app, "companion_pages", {}).get(pagename)
    if doctree is None or found is None:
        return
    what = "the book" if pagename == app.config.root_doc else "this chapter"
    shown = Markup(
        '<details class="cite-page" id="cite"><summary>Cite {}</summary>{}</details>'
    ).format(what, found)
    context["body"] += str(shown)  # as Markup it would escape the page before it
    app.add_js_file(SCRIPT, loading_method="defer")


def setup(app: Sphinx) -> None:
    """Set each page's own citation at its foot."""
    app.connect("env-updated", _chapters)
    app.connect("html-page-context", _page)
