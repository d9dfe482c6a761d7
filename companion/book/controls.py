"""Definitions that the reader turns: the directive ``{controls}`` and the role ``{view}``."""

from __future__ import annotations

import json
import re
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from companion import selection
from companion.book.roles import role
from companion.selection import PHRASES, Day, Facet, Selection

_TITLED = re.compile(r"(?P<words>.*?)\s*<(?P<name>[a-z0-9-]+)(?:: *(?P<choices>.*))?>", re.DOTALL)


def content(found: Selection) -> dict[str, Any]:
    """What the page's script needs: facets, rows with their values and words, and all phrases."""
    return {
        "id": found.id,
        "one": found.one,
        "many": found.many,
        "sized": found.sized,
        "phrases": PHRASES,
        "named": selection.NAMED,
        "facets": [
            {
                "column": facet.column,
                "kind": facet.kind,
                "label": facet.label.lower(),
                "plural": facet.plural,
                "alike": facet.alike,
                "vague": facet.vague,
            }
            for facet in found.facets
        ],
        "tallies": [[tally.none, tally.one, tally.many] for tally in found.tallies],
        "rows": [
            {
                "id": row_id,
                "values": list(found.values[row_id].values()),
                "words": fact.words,
                "bounds": fact.bounds,
                "tallies": [n for n, holds in enumerate(fact.tallies) if holds],
            }
            for row_id, fact in found.facts.items()
        ],
    }


def _control(found: Selection, facet: Facet | Day) -> Markup:
    name, choices = f"{found.id}.{facet.column}", found.choices[facet.column]
    label = Markup('<label for="{0}">{1}</label>').format(name, facet.label)
    if facet.kind == "day":
        return Markup('<p>{}<input type="date" id="{}" name="{}" min="{}" max="{}"></p>').format(
            label, name, name, choices[0], choices[-1]
        )
    options = Markup("").join(
        Markup('<option value="{0}">{0}</option>').format(choice) for choice in choices
    )
    return Markup(
        '<p>{}<select id="{}" name="{}"><option value="">any</option>{}</select></p>'
    ).format(label, name, name, options)


def form(found: Selection) -> Markup:
    """The controls of a selection, hidden until their script runs, and the sentence on all rows.

    The script finds the figure, the listing and its own data by their ids.
    """
    # "</" would end the script element early, and "<!--" hides its end.
    text = json.dumps(content(found), ensure_ascii=False, separators=(",", ":"))
    return Markup(
        '<div class="controls" id="controls-{id}" data-figure="{figure}" data-listing="{listing}">'
        '<form hidden aria-label="Choose {many}" autocomplete="off">{controls}'
        '<p class="controls-acts"><button type="reset">Reset</button>'
        '<button type="button" class="copy-view">Copy link to this view</button>'
        '<span class="controls-told" role="status"></span></p></form>'
        "<noscript><p>Turning the definitions needs JavaScript. Without it the figure, the table "
        "and this sentence hold all {total} {many}.</p></noscript>"
        '<p class="controls-says" id="says-{id}" aria-live="polite">{says}</p>'
        '<script type="application/json" class="controls-data">{data}</script></div>'
    ).format(
        id=found.id,
        figure=f"fig-{found.figure}",
        listing=f"tab-{found.listing}",
        many=found.many,
        controls=Markup("").join(_control(found, facet) for facet in found.facets),
        total=len(found.values),
        says=found.say(list(found.values)),
        data=Markup(text.replace("<", "\\u003c")),
    )


class Controls(SphinxDirective):
    """``{controls} name``: the controls of a selection (see ``companion.selection``)."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One raw node with form, sentence and data."""
        try:
            found = selection.named(self.arguments[0])
        except KeyError as error:
            raise self.error(error.args[0]) from None
        node = nodes.raw("", str(form(found)), format="html")
        node["controls"] = found.id
        return [node]


@role
def view(text: str) -> list[nodes.Node]:
    """``{view}`words <projections: measure=dead; side=US>```: a link to what the choice shows."""
    match = _TITLED.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not of the form 'words <selection: facet=value; …>'")
    pairs = [pair.partition("=") for pair in filter(None, re.split(r"; *", match["choices"] or ""))]
    choices = {column: choice for column, _, choice in pairs}
    address = selection.named(match["name"]).address(choices)
    return [nodes.reference("", match["words"], refuri=address, internal=True, classes=["view"])]


def _without_script(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Where no script runs, the sentence on all rows stands alone, and views lead to the page."""
    if app.builder.name == "html":
        return
    for node in list(doctree.findall(nodes.raw)):
        if "controls" in node:
            found = selection.named(node["controls"])
            words = nodes.paragraph(text=found.say(list(found.values)))
            words["ids"] = [f"controls-{found.id}"]
            node.replace_self(words)
    for link in doctree.findall(nodes.reference):
        if "view" in link["classes"]:
            address, _, query = link["refuri"].partition("?")
            link["refuri"] = f"{address}#{query.partition('#')[2]}"


def _page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    if doctree and any("controls" in node for node in doctree.findall(nodes.raw)):
        app.add_js_file("controls.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register directive and role, and give pages with controls their script."""
    app.add_directive("controls", Controls)
    app.add_role("view", view)
    app.connect("doctree-resolved", _without_script, priority=800)
    app.connect("html-page-context", _page)
