"""Where each thing of the evidence is used in the book, as lists of links."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup
from sphinx.environment import BuildEnvironment

from companion import claims, data, figures, selection, tables, views
from companion.book.texts import verdict_mark
from companion.book.uses import Use, by_thing, in_order


@dataclass(frozen=True)
class Place:
    """Where a figure or table stands: link, chapter, address and the rows it rests on."""

    link: Markup
    chapter: str
    address: str
    things: tuple[str, ...]


@lru_cache
def _selected() -> dict[str, list[str]]:
    """Row id -> ids of the selections that it may be chosen from."""
    found: dict[str, list[str]] = {}
    for name, chosen in selection.registry().items():
        for row_id in chosen.frame.index:
            found.setdefault(str(row_id), []).append(name)
    return found


class Places:
    """The uses that a built book holds, with the numbers and titles that its pages give."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env
        found = in_order(env)
        self.uses = by_thing(found)
        self.standing = {use.anchor: use for use in found if use.kind in {"figure", "table"}}

    def chapter(self, docname: str) -> str:
        """The title of a page."""
        return self.env.titles[docname].astext()

    def _address(self, use: Use) -> str:
        anchor = f"#{use.anchor}" if use.anchor else ""
        return f"../{use.docname}.html{anchor}"

    def _numbered(self, use: Use) -> str:
        """``Figure 2.1``, as the page numbers it."""
        numbers = self.env.toc_fignumbers.get(use.docname, {}).get(use.kind, {})
        number = ".".join(map(str, numbers.get(use.anchor, ())))
        return f"{use.kind.capitalize()} {number}".strip()

    def of(self, anchor: str) -> Place:
        """The place of the figure or table ``fig-…`` or ``tab-…``.

        Raises KeyError when no page shows it.
        """
        use = self.standing[anchor]
        chapter = self.chapter(use.docname)
        link = Markup('<a href="{}">{}</a> in “{}”').format(
            self._address(use), self._numbered(use), chapter
        )
        return Place(link, chapter, self._address(use), use.things)

    def _line(self, use: Use) -> Markup:
        where = Markup('<span class="where">in <a href="{}">{}</a></span>')
        chapter = self.chapter(use.docname)
        if use.kind == "sentence":
            return Markup("{} {}").format(use.words, where.format(self._address(use), chapter))
        if use.kind == "tree":
            words: Markup | str = f"The tree of the order of battle: {use.words}"
        else:
            registry = figures.registry() if use.kind == "figure" else tables.registry()
            words = Markup('<a href="{}">{}</a>. {}').format(
                views.own_page(use.anchor), self._numbered(use), registry[use.words].title
            )
        return Markup("{} {}").format(words, where.format(self._address(use), chapter))

    def uses_of(self, thing: str) -> Markup:
        """Every figure, table, choice, claim and sentence that uses a row, claim or source."""
        found = self.uses.get(thing, [])
        groups = {
            "Figures": [self._line(use) for use in found if use.kind == "figure"],
            "Tables": [self._line(use) for use in found if use.kind == "table"],
            "Choices that readers turn": [
                self._choice(name) for name in _selected().get(thing, [])
            ],
            "Trees": [self._line(use) for use in found if use.kind == "tree"],
            "Claims": [
                Markup("{} {}").format(
                    verdict_mark(data.row(claim)["verdict"]),
                    Markup('<a href="{}">{}</a>').format(
                        views.own_page(claim), data.row(claim)["statement"]
                    ),
                )
                for claim in _claims_on(thing)
            ],
            "Sentences": [self._line(use) for use in found if use.kind == "sentence"],
        }
        used = {name: lines for name, lines in groups.items() if lines}
        if not used:
            return Markup('<p class="datum-note">{}</p>').format(
                "Nowhere yet: no figure, table, claim or sentence of the book uses it."
            )
        return Markup("").join(
            Markup("<h3>{}</h3><ul>{}</ul>").format(
                name, Markup("\n").join(Markup("<li>{}</li>").format(line) for line in lines)
            )
            for name, lines in used.items()
        )

    @staticmethod
    def _choice(name: str) -> Markup:
        found = selection.named(name)
        words = tables.registry()[found.listing].title
        return Markup('<a href="../chapters/{}.html#controls-{}">{}</a>').format(
            found.page, name, words
        )


@lru_cache
def _cited_by_claims() -> dict[str, list[str]]:
    """``src:key`` -> ids of the claims that name the source."""
    found: dict[str, list[str]] = {}
    for claim_id, cell in data.load("claims")["source"].items():
        for item in dict.fromkeys(i.partition("[")[0] for i in data.ids(cell)):
            found.setdefault(f"src:{item}", []).append(str(claim_id))
    return found


def _claims_on(thing: str) -> list[str]:
    """Claims that rest on a row or source, or that answer a claim; their findings name no other."""
    if thing.startswith("src:"):
        return _cited_by_claims().get(thing, [])
    return claims.resting_on().get(thing, [])
