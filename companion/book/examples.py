"""``{cite-example}``: one thing of each kind, cited in all forms, for the page on how to cite."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from companion import citing, data
from companion.book.cite import block
from companion.citing import PROGRAMS, Form, Thing

CHAPTER = "chapters/losses"
FIGURE, ROW = "tarawa-to-okinawa", "luzon-us-dead"
UNREAD = "sj-ussr-transbaikal-dead"  # a row with the grade ``unchecked``


def _title(document: str) -> str:
    text = (data.ROOT.parent / f"{document}.md").read_text(encoding="utf-8")
    return next(line[2:] for line in text.splitlines() if line.startswith("# "))


EXAMPLES: dict[str, Callable[[], Thing]] = {
    "book": citing.book,
    "chapter": lambda: citing.chapter(CHAPTER, _title(CHAPTER)),
    "figure": lambda: citing.named(f"{citing.FIGURE}{FIGURE}"),
    "table": lambda: citing.named(f"{citing.TABLE}japanese-dead-per-american"),
    "claim": lambda: citing.named("gh-400000-800000-dead"),
    "datum": lambda: citing.named(ROW),
    "unread": lambda: citing.named(UNREAD),
    "point": lambda: citing.point(FIGURE, ROW),
    "source": lambda: citing.named(f"{citing.SOURCE}smith-1963-triumph"),
    "package": citing.package,
}


@lru_cache
def forms() -> dict[str, list[Form]]:
    """Kind -> the seven forms of its example."""
    things = {kind: make() for kind, make in EXAMPLES.items()}
    made = citing.forms(list(things.values()))
    return {kind: made[thing.name] for kind, thing in things.items()}


class cite_example(nodes.General, nodes.Element):
    """The place of an example, which has no children before its page is resolved."""


class CiteExample(SphinxDirective):
    """``{cite-example} datum``: the seven forms of that kind's example."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The place of it; an error that names the kind when there is no example of it."""
        kind = self.arguments[0]
        if kind not in EXAMPLES:
            raise self.error(f"no example {kind!r}: expected one of {', '.join(EXAMPLES)}")
        return [cite_example("", kind=kind)]


def _listed(forms_of_it: list[Form], *, html: bool) -> list[nodes.Node]:
    """The forms where there is no script and no folding: labels and texts.

    ``html``: whether the builder takes HTML, and so the italics of the styles.
    """
    found: list[nodes.Node] = []
    for form in forms_of_it:
        found.append(nodes.paragraph("", "", nodes.strong(text=form.label), classes=["cite-label"]))
        if form.label in PROGRAMS:
            found.append(nodes.literal_block("", form.text))
        elif html:
            found.append(nodes.paragraph("", "", nodes.raw("", str(form.html), format="html")))
        else:
            found.append(nodes.paragraph("", form.text))
    return found


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the forms in place: with their buttons on a web page, else as ordinary text."""
    for node in list(doctree.findall(cite_example)):
        kind = node["kind"]
        found = forms()[kind]
        if app.builder.name in {"html", "singlehtml"}:
            html = block(f"example-{kind}", found)
            node.replace_self(nodes.raw("", str(html), format="html"))
        else:
            listed = _listed(found, html=app.builder.format == "html")
            if kind != "book":  # on paper one example for programs is enough
                last = 2 * len(PROGRAMS)
                listed[-last:] = [nodes.container("", *listed[-last:], classes=["on-screen"])]
            node.replace_self(listed)


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_node(cite_example)
    app.add_directive("cite-example", CiteExample)
    app.connect("doctree-resolved", resolve)
