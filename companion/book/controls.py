"""Definitions that the reader turns: the directive ``{controls}`` and the role ``{view}``."""

from __future__ import annotations

import json
import re
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from companion import selection, views
from companion.book import marked
from companion.book.roles import role
from companion.selection import PHRASES, Between, Day, Facet, Selection
from companion.text import MONTHS, date_in_words

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
                "parameter": found.parameter(facet.column),
                "kind": facet.kind,
                "label": facet.label.lower(),
                "plural": facet.plural,
                "alike": facet.alike,
                "vague": facet.vague,
            }
            for facet in found.facets
        ],
        **_days(found),
        "tallies": [[tally.none, tally.one, tally.many] for tally in found.tallies],
        "rows": [
            {
                "id": row_id,
                "values": list(found.values[row_id].values()),
                "words": fact.words,
                "bounds": fact.bounds,
                "tallies": [n for n, holds in enumerate(fact.tallies) if holds],
                **_spells(found, row_id),
            }
            for row_id, fact in found.facts.items()
        ],
    }


def _days(found: Selection) -> dict[str, Any]:
    """Beside the rows of a selection by day: its changes, groups and default, and its pages."""
    day = found.day
    if day is None:
        return {}
    pages = {other.page for other in selection.registry().values() if other.day}
    return {
        "changes": found.choices[day.column],
        "groups": day.groups,
        "start": day.default,
        "months": MONTHS,
        "pages": sorted(pages),
    }


def _spells(found: Selection, row_id: str) -> dict[str, Any]:
    """What the page tells of a row by day, and where the row stands; {} without a day."""
    if found.day is None:
        return {}
    spells = [
        [found.day.groups.index(s.group), s.item, s.standing, s.first, s.last]
        for s in found.spells[row_id]
    ]
    return {"spells": spells, "address": views.address(row_id)}


def _control(found: Selection, facet: Facet | Between | Day) -> Markup:
    name, parameter = f"{found.id}.{facet.column}", found.parameter(facet.column)
    choices = found.choices[facet.column]
    label = Markup('<label for="{0}">{1}</label>').format(name, facet.label)
    if isinstance(facet, Day):
        return _day(found, facet, label, name)
    if isinstance(facet, Between):
        return Markup('<p>{}<input type="date" id="{}" name="{}" min="{}" max="{}"></p>').format(
            label, name, parameter, choices[0], choices[-1]
        )
    options = Markup("").join(
        Markup('<option value="{0}">{0}</option>').format(choice) for choice in choices
    )
    return Markup(
        '<p>{}<select id="{}" name="{}"><option value="">any</option>{}</select></p>'
    ).format(label, name, parameter, options)


def _day(found: Selection, facet: Day, label: Markup, name: str) -> Markup:
    """A day to set: by date, by a slider over the days of change, step by step, or from a list."""
    presets = Markup(" ").join(
        Markup('<a class="view" href="{}">{} <span>{}</span></a>').format(
            found.address({facet.column: day}), date_in_words(day), words
        )
        for day, words in facet.presets
    )
    return Markup(
        '<p>{label}<input type="date" id="{name}" name="{column}" value="{start}" min="{first}" '
        'max="{last}" required></p>'
        '<p class="controls-slide"><label for="{name}-slide">From change to change</label>'
        '<input type="range" id="{name}-slide" min="0" max="{most}" step="1"></p>'
        '<p class="controls-acts"><button type="button" data-step="-1">Previous change</button>'
        '<button type="button" data-step="1">Next change</button></p>'
        '<p class="controls-presets">{presets}</p>'
    ).format(
        label=label,
        name=name,
        column=facet.column,
        start=facet.default,
        first=facet.first,
        last=facet.last,
        most=len(found.choices[facet.column]) - 1,
        presets=presets,
    )


def _said(found: Selection) -> Markup:
    """What stands beneath the controls before a script runs: on all rows, or on the first day."""
    attributes = Markup('class="controls-says" id="says-{}" aria-live="polite"').format(found.id)
    if found.day is None:
        words = found.say(list(found.values))
        return Markup("<p {}>{}</p>").format(attributes, words)
    told = found.tell(found.day.default)
    item = Markup('<li><a href="{}">{}</a></li>')

    def items(rows: list[tuple[str, str]]) -> Markup:
        found = (item.format(views.address(row_id), words) for row_id, words in rows)
        return Markup("<ul>{}</ul>").format(Markup("").join(found))

    parts = [Markup("<p><strong>{}</strong></p>").format(told.day)]
    for name, rows in told.groups:
        parts.append(Markup("<p>{}</p>{}").format(name, items(rows)))
    if told.changes:
        parts.append(Markup("<p>{}</p>{}").format(PHRASES["changed"], items(told.changes)))
    else:
        parts.append(Markup("<p>{}</p>").format(PHRASES["same"]))
    return Markup("<div {}>{}</div>").format(attributes, Markup("").join(parts))


def _without(found: Selection) -> str:
    """What a reader without a script is told."""
    if found.day is None:
        return (
            "Turning the definitions needs JavaScript. Without it the figure, the table "
            f"and this sentence hold all {len(found.values)} {found.many}."
        )
    return (
        f"Choosing a day needs JavaScript. Without it this is {date_in_words(found.day.default)}, "
        f"and the table holds all {len(found.values)} {found.many}."
    )


def form(found: Selection, follow: bool = False) -> Markup:
    """The controls of a selection, hidden until their script runs, and the sentence on all rows.

    The script finds the figure, the listing and its own data by their ids. One that is to
    ``follow`` stays hidden and shows the day that other controls of the page set.
    """
    # "</" would end the script element early, and "<!--" hides its end.
    text = json.dumps(content(found), ensure_ascii=False, separators=(",", ":"))
    return Markup(
        '<div class="controls" id="controls-{id}" data-figure="{figure}" data-listing="{listing}"'
        '{follow}><form hidden aria-label="Choose {many}" autocomplete="off">{controls}'
        '<p class="controls-acts"><button type="reset">Reset</button>'
        '<button type="button" class="copy-view">Copy link to this view</button>'
        '<span class="controls-told" role="status"></span></p></form>'
        "<noscript><p>{without}</p></noscript>"
        '{said}<script type="application/json" class="controls-data">{data}</script></div>'
    ).format(
        id=found.id,
        figure=f"fig-{found.figure}",
        listing=f"tab-{found.listing}",
        follow=Markup(" data-follow") if follow else "",
        many=found.many,
        controls=Markup("").join(_control(found, facet) for facet in found.facets),
        without=_without(found),
        said=_said(found),
        data=Markup(text.replace("<", "\\u003c")),
    )


class Controls(SphinxDirective):
    """``{controls} name``: the controls of a selection (see ``companion.selection``).

    With ``:follow:`` there is no form: what is said follows the day set by another on the page.
    """

    required_arguments = 1
    option_spec: ClassVar = {"follow": directives.flag}

    def run(self) -> list[nodes.Node]:
        """One raw node with form, sentence and data."""
        try:
            found = selection.named(self.arguments[0])
        except KeyError as error:
            raise self.error(error.args[0]) from None
        node = nodes.raw("", str(form(found, "follow" in self.options)), format="html")
        node["controls"] = found.id
        node["follow"] = "follow" in self.options
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


def _words(found: Selection) -> list[nodes.Node]:
    """The sentence on all rows, or what is said of the first day, a list for each group."""
    if found.day is None:
        return [nodes.paragraph(text=found.say(list(found.values)))]
    told = found.tell(found.day.default)
    words: list[nodes.Node] = [nodes.paragraph("", "", nodes.strong(text=told.day))]
    for name, rows in [*told.groups, (PHRASES["changed"], told.changes)]:
        if rows:
            items = [nodes.list_item("", nodes.paragraph(text=item)) for _, item in rows]
            words += [nodes.paragraph(text=name), nodes.bullet_list("", *items)]
    return words if told.changes else [*words, nodes.paragraph(text=PHRASES["same"])]


def _without_script(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Where no script runs, the words stand alone, and views lead to the page.

    What would follow another day stands under that one, in the chapter where it is set.
    """
    if app.builder.name == "html":
        return
    for node in list(doctree.findall(nodes.raw)):
        if node.get("follow"):
            node.parent.remove(node)
        elif "controls" in node:
            found = selection.named(node["controls"])
            words = nodes.container("", *_words(found), ids=[f"controls-{found.id}"])
            words["classes"].append("controls-says")
            node.replace_self(words)
    for link in doctree.findall(nodes.reference):
        if "view" in link["classes"]:
            address, _, query = link["refuri"].partition("?")
            link["refuri"] = f"{address}#{query.partition('#')[2]}"


def setup(app: Sphinx) -> None:
    """Register directive and role, and give pages with controls their script."""
    app.add_directive("controls", Controls)
    app.add_role("view", view)
    app.connect("doctree-resolved", _without_script, priority=800)
    marked.bring(app, "controls", "controls.js")
