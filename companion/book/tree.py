"""The order of battle as a tree that a reader unfolds: the directive ``{order-of-battle}``.

The tree is made of ``details``: it needs no script, and a key or a touch opens each branch.
"""

from __future__ import annotations

import pandas as pd
from docutils import nodes
from markupsafe import Markup, escape
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from companion import data, order_of_battle, views
from companion.book import marked
from companion.text import quantity

UNCHECKED = "unchecked"


def _counted(row: pd.Series) -> str:
    """Divisions and brigades in words; "" where none are counted, or the row is one itself."""
    if row["level"] == "division":
        return ""
    counts = [(row[name], name) for name in ("divisions", "brigades") if pd.notna(row[name])]
    words = [f"{n} {name if n != 1 else name.removesuffix('s')}" for n, name in counts]
    return ", ".join(words)


def facts(row_id: str) -> list[tuple[str, str | None, bool]]:
    """What the tree says of a formation: words, the row they lead to, whether it is checked.

    The formation itself, then its commander, its men and its divisions, as far as known.
    """
    row = data.row(row_id)
    found: list[tuple[str, str | None, bool]] = [
        (str(row["formation"]), row_id, row["grade"] != UNCHECKED)
    ]
    if isinstance(row["commander"], str):
        persons = data.ids(row["people"])
        person = persons[0] if len(persons) == 1 else None
        known = order_of_battle.commander_checked(row)
        found.append((views.words(row["commander"]), person, known))
    if isinstance(row["personnel"], str):
        strength = data.row(row["personnel"])
        words = f"{quantity(strength)} men"
        found.append((words, str(row["personnel"]), strength["grade"] != UNCHECKED))
    if counted := _counted(row):
        found.append((counted, None, True))
    return found


def _toggle(row_id: str) -> str:
    """What the fold says: how many formations it holds."""
    children, deeper = order_of_battle.under(row_id), order_of_battle.all_under(row_id)
    more = f", {len(deeper)} with theirs" if len(deeper) > len(children) else ""
    return f"{len(children)} under it{more}"


def _unfolded(row_id: str) -> bool:
    """Whether the reader finds it open: the head of a tree, and a command over fronts."""
    row = data.row(row_id)
    return pd.isna(row["parent"]) or row["level"] == "theatre"


def _branch(row_id: str) -> Markup:
    mark = Markup('<sup class="unchecked-mark">{}</sup>').format(UNCHECKED)
    kinds = ["name", *["fact"] * 3]
    spans = Markup(" ").join(
        Markup('<span class="oob-{}">{}{}</span>').format(
            kind,
            views.row_link(to, words) if to else escape(words),
            Markup("") if checked else mark,
        )
        for kind, (words, to, checked) in zip(kinds, facts(row_id), strict=False)
    )
    line = Markup("<p>{}</p>").format(spans)
    children = order_of_battle.under(row_id)
    if not children:
        return Markup("<li>{}</li>").format(line)
    return Markup("<li>{}<details{}><summary>{}</summary>{}</details></li>").format(
        line,
        Markup(" open") if _unfolded(row_id) else Markup(""),
        _toggle(row_id),
        _list(children),
    )


def _list(ids: list[str]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(_branch(i) for i in ids))


def html(side: str) -> Markup:
    """The tree or trees of one side as nested lists. Raises ValueError for an unknown side."""
    label = f"Order of battle on 9 August 1945: {side}"
    return Markup('<div class="oob" role="group" aria-label="{}">{}</div>').format(
        label, _list(order_of_battle.heads(side))
    )


def _plain(ids: list[str]) -> nodes.bullet_list:
    """The same for a writer that has no HTML: a list in a list, all unfolded."""
    items = []
    for row_id in ids:
        words = "; ".join(
            said if checked else f"{said} ({UNCHECKED})" for said, _, checked in facts(row_id)
        )
        children = order_of_battle.under(row_id)
        below = [_plain(children)] if children else []
        items.append(nodes.list_item("", nodes.paragraph(text=words), *below))
    return nodes.bullet_list("", *items)


class OrderOfBattle(SphinxDirective):
    """``{order-of-battle} USSR``: the formations of a side, each with those under it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One raw node with the whole tree."""
        side = self.arguments[0]
        try:
            node = nodes.raw("", str(html(side)), format="html")
        except ValueError as error:
            raise self.error(error.args[0]) from None
        node["order-of-battle"] = side
        return [node]


def _without_html(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format == "html":
        return
    for node in list(doctree.findall(nodes.raw)):
        if "order-of-battle" in node:
            node.replace_self(_plain(order_of_battle.heads(node["order-of-battle"])))


def setup(app: Sphinx) -> None:
    """Register the directive, and give pages with a tree its style."""
    app.add_directive("order-of-battle", OrderOfBattle)
    app.connect("doctree-resolved", _without_html, priority=800)
    marked.bring(app, "order-of-battle", "tree.css")
