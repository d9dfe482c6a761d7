"""Cards that a reader unfolds: the directives ``{instruments}`` and ``{terms}``.

A card is a ``details``: it needs no script. With one, an address or a click on the timeline opens
the card it names, and the controls of the timeline put out the cards that are not chosen.
"""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from companion import cards, data, instruments
from companion.book import marked
from companion.cards import Card, Piece

FIGURE = "fig-instruments"


def _piece(piece: Piece) -> Markup:
    if not piece.address:
        return escape(piece.words)
    outside = Markup(' rel="nofollow noopener"') if "://" in piece.address else Markup("")
    return Markup('<a href="{}"{}>{}</a>').format(piece.address, outside, piece.words)


def _line(title: str, pieces: list[Piece]) -> Markup:
    if len(pieces) > 1 and title != "Sources":
        items = Markup("").join(Markup("<li>{}</li>").format(_piece(piece)) for piece in pieces)
        said = Markup("<ul>{}</ul>").format(items)
    else:
        said = Markup("; ").join(map(_piece, pieces))
    return Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(title, said)


def card(found: Card, *, unfolded: bool = False) -> Markup:
    """One card as HTML; ``unfolded`` when the reader finds it open."""
    return Markup(
        '<details class="fact-card" id="{id}" data-row="{row}"{open}><summary>'
        '<span class="fact-card-name">{heading}</span> '
        '<span class="fact-card-date">{dated}</span></summary><dl>{lines}</dl></details>\n'
    ).format(
        id=cards.anchor(found.row_id),
        row=found.row_id,
        open=Markup(" open") if unfolded else Markup(""),
        heading=found.heading,
        dated=found.dated,
        lines=Markup("").join(_line(title, pieces) for title, pieces in found.lines.items()),
    )


def instruments_html() -> Markup:
    """All instruments as folded cards, by theme and then by date."""
    groups = Markup("").join(
        Markup('<section class="fact-group"><h3>{}</h3>{}</section>').format(
            theme, Markup("").join(card(cards.instrument(i)) for i in cards.in_theme(theme))
        )
        for theme in instruments.THEMES
    )
    return Markup('<div class="fact-cards" data-figure="{}">{}</div>').format(FIGURE, groups)


def terms_html(ids: Iterable[str]) -> Markup:
    """The named terms of Yalta as unfolded cards."""
    found = Markup("").join(card(cards.term(i), unfolded=True) for i in ids)
    return Markup('<div class="fact-cards">{}</div>').format(found)


def plain(found: Card) -> nodes.container:
    """A card for a writer that has no HTML: a definition list under its heading."""
    items = []
    for title, pieces in found.lines.items():
        words = "; ".join(piece.words for piece in pieces)
        items.append(
            nodes.definition_list_item(
                "", nodes.term(text=title), nodes.definition("", nodes.paragraph(text=words))
            )
        )
    heading = nodes.paragraph("", "", nodes.strong(text=f"{found.heading}, {found.dated}"))
    return nodes.container("", heading, nodes.definition_list("", *items))


class Instruments(SphinxDirective):
    """``{instruments}``: a card for every instrument."""

    def run(self) -> list[nodes.Node]:
        """One raw node with all cards."""
        node = nodes.raw("", str(instruments_html()), format="html")
        node["cards"] = "instrument"
        node["rows"] = [i for theme in instruments.THEMES for i in cards.in_theme(theme)]
        return [node]


class Terms(SphinxDirective):
    """``{terms} yalta-sakhalin yalta-kurils``: the cards of these terms."""

    required_arguments = 1
    optional_arguments = 20

    def run(self) -> list[nodes.Node]:
        """One raw node with the cards; an unknown term fails the build by name."""
        known = data.load("yalta_terms").index
        if unknown := [name for name in self.arguments if name not in known]:
            raise self.error(f"no term {unknown[0]!r}; there are: {', '.join(known)}")
        node = nodes.raw("", str(terms_html(self.arguments)), format="html")
        node["cards"] = "term"
        node["rows"] = list(self.arguments)
        return [node]


def _without_html(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format == "html":
        return
    for node in [n for n in doctree.findall(nodes.raw) if "cards" in n]:
        make = cards.instrument if node["cards"] == "instrument" else cards.term
        node.replace_self([plain(make(row_id)) for row_id in node["rows"]])


def setup(app: Sphinx) -> None:
    """Register the directives, and give pages with cards their script and style."""
    app.add_directive("instruments", Instruments)
    app.add_directive("terms", Terms)
    app.connect("doctree-resolved", _without_html, priority=800)
    marked.bring(app, "cards", "cards.css", "cards.js")
