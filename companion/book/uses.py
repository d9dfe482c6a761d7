"""Where the pages use the evidence: read from the nodes of each page, never listed by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

from companion import order_of_battle
from companion.book import render

_END = re.compile(r"(?<=[.!?])[”’\"')]*\s+(?=[“‘(]?[A-Z0-9])")
_NO_END = re.compile(r"\b(?:p|pp|par|ch|no|vol|doc|Gen|Lt|St|Dr|U\.S|[A-Z])\.$")


@dataclass(frozen=True)
class Use:
    """One place that uses things of the evidence: rows and claims by id, sources by ``src:key``."""

    kind: str  # "figure", "table", "sentence" or "tree"
    docname: str
    anchor: str  # id of an element of that page
    things: tuple[str, ...]
    words: str  # a sentence's own words; else the id of the figure or table, or a tree's side


def sentence_around(text: str, place: int) -> str:
    """The sentence of ``text`` that holds its character ``place``, on one line."""
    start = 0
    for end in _END.finditer(text):
        if _NO_END.search(text[: end.start()]):
            continue
        if end.start() >= place:
            return " ".join(text[start : end.start()].split())
        start = end.end()
    return " ".join(text[start:].split())


def _block(node: nodes.Node) -> nodes.Element:
    """The paragraph, title or cell that holds the node."""
    return next(above for above in _ancestors(node) if not isinstance(above, nodes.Inline))


def _marginal(node: nodes.Node) -> bool:
    return any("source-note" in above.get("classes", []) for above in _ancestors(node))


def _shown(part: nodes.Text) -> str:
    """A piece of text, or nothing when it is a source or a mark of the margin."""
    hidden = _marginal(part) or "unchecked-mark" in part.parent.get("classes", [])
    return "" if hidden else str(part.astext())


def _sentence(node: nodes.Element) -> str:
    """The sentence that holds the node, without sources and marks of the margin."""
    text, place = "", None
    for part in _block(node).findall(nodes.Text):
        if place is None and node in _ancestors(part):
            place = len(text)
        text += _shown(part)
    # a margin's note stands after the sentence that it belongs to
    return sentence_around(text, len(text.rstrip()) - 1 if place is None else place)


def _ancestors(node: nodes.Node) -> list[nodes.Element]:
    found: list[nodes.Element] = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found


def _source_sentence(note: nodes.Element) -> str:
    text = ""
    for part in _block(note).findall(nodes.Text):
        if note in _ancestors(part):
            break
        text += _shown(part)
    text = text.rstrip()
    return sentence_around(text, len(text) - 1)


def _sentences(doctree: nodes.document, docname: str) -> list[Use]:
    found: dict[tuple[str, str], Use] = {}
    for node in doctree.findall(lambda n: isinstance(n, nodes.Element) and "uses" in n):
        assert isinstance(node, nodes.Element)
        note = "source-note" in node["classes"]
        words = _source_sentence(node) if note else _sentence(node)
        for thing in node["uses"]:
            if (thing, words) in found:
                continue
            if not node["ids"]:
                anchor = f"used-{thing.replace(':', '-')}"
                taken = sum(use.things == (thing,) for use in found.values())
                node["ids"].append(f"{anchor}-{taken + 1}" if taken else anchor)
            use = Use("sentence", docname, node["ids"][0], (thing,), words)
            found[thing, words] = use
    return list(found.values())


def uses_in(doctree: nodes.document, docname: str) -> list[Use]:
    """Every figure, table, tree and sentence of a page that uses something, in that order.

    Gives each such sentence's role an id of its own, which the use names.
    """
    found = []
    for figure in doctree.findall(nodes.figure):
        if "rows" in figure:
            anchor = figure["names"][0]
            found.append(Use("figure", docname, anchor, tuple(figure["rows"]), figure["figure"]))
    for table in doctree.findall(render.evidence_table):
        anchor = table["names"][0]
        found.append(Use("table", docname, anchor, tuple(table["rows"]), table["table"]))
    for raw in doctree.findall(nodes.raw):
        if "order-of-battle" in raw:
            side = raw["order-of-battle"]
            heads = order_of_battle.heads(side)
            below = (i for head in heads for i in (head, *order_of_battle.all_under(head)))
            found.append(Use("tree", docname, "", tuple(below), side))
    return [*found, *_sentences(doctree, docname)]


class Collector(EnvironmentCollector):
    """Keeps each page's uses with the environment, as Sphinx keeps its labels and titles."""

    @staticmethod
    def _kept(env: BuildEnvironment) -> dict[str, list[Use]]:
        if not hasattr(env, "companion_uses"):
            env.companion_uses = {}  # type: ignore[attr-defined]
        return env.companion_uses  # type: ignore[attr-defined]

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is read anew."""
        self._kept(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        """Take over what another process has read."""
        self._kept(env).update({name: self._kept(other)[name] for name in docnames})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Read a page's uses from its nodes."""
        name = app.env.docname
        self._kept(app.env)[name] = uses_in(doctree, name)


def in_order(env: BuildEnvironment) -> list[Use]:
    """The uses of all pages, in the order of the contents."""
    kept = Collector._kept(env)
    return [use for name in env.collect_relations() for use in kept.get(name, ())]


def by_thing(uses: list[Use]) -> dict[str, list[Use]]:
    """Thing -> its uses, in the order given."""
    found: dict[str, list[Use]] = {}
    for use in uses:
        for thing in dict.fromkeys(use.things):
            found.setdefault(thing, []).append(use)
    return found


def setup(app: Sphinx) -> None:
    """Read the uses of each page."""
    app.add_env_collector(Collector)
