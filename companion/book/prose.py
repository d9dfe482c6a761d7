"""A chapter's prose as plain Markdown, for notebooks that are read outside the book.

Jupyter knows neither the roles nor the directives of the book. Each becomes the words that it has
on the page; a link leads to the published book, or is words alone while that has no address.
"""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Callable
from urllib.parse import urljoin

from docutils import nodes

from companion import data, edition, figures, tables, views
from companion.book import controls, roles, texts
from companion.concordance import SIGNS

PAGES = "chapters/"  # where the pages stand below the published address

_ROLE = re.compile(r"\{(?P<name>[a-z:]+)\}`(?P<text>[^`]+)`")
_BLOCK = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{(?P<name>[a-z-]+)\}[ \t]*(?P<argument>[^\n]*)\n"
    r"(?P<body>.*?)^(?P=fence)[ \t]*$\n?",
    re.DOTALL | re.MULTILINE,
)
_PAGE = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<page>[a-z0-9-]+)\.md(?P<anchor>#[^)]*)?\)")
_ANCHOR = re.compile(r'<a href="(?P<uri>[^"]*)">(?P<words>.*?)</a>', re.DOTALL)
_SENTENCE_START = re.compile(
    r"(?:^|[.!?][”\")]?\s+|\n\s*\n|^[ \t]*(?:[-*]|\d+\.)\s+)\Z", re.MULTILINE
)
_SPAN = re.compile(r"(?<![`}])`([^`]+)`(?!`)")  # not a role
_MARKS = re.compile(r"([\\*_\[\]<>$`])")

# What stands on the page where a notebook has nothing to show.
_ELSEWHERE = {
    "controls": "Here the book has a form that turns definitions. In Python "
    '`selection.choose("{0}", …)` takes the same choices, and `selection.sentence("{0}", …)` '
    "says what they leave.",
    "clocks": "Here the book lets you choose the clock by which the hours are told.",
    "days": "Here the book lets you choose a day, for the map and the list below it.",
    "instruments": 'Here the book lists every instrument; in Python `data.load("treaties")`.',
    "order-of-battle": "Here the book has the order of battle as a tree ({0}); in Python "
    '`data.load("order_of_battle")`.',
    "verdict-filter": "",
    "container": "",  # with the class on-screen: what its page alone can do
}


def plain(text: str) -> str:
    """Words that Markdown shall not take for marks, nor Jupyter for mathematics."""
    return _MARKS.sub(r"\\\1", text)


def code_in(text: str) -> list[str]:
    """The pieces of a cell's prose, in single backticks, that are Python and call something."""
    found = []
    for match in _SPAN.finditer(_ROLE.sub("", text)):  # else a role's end would open a span
        code = " ".join(match[1].split())
        try:
            tree = ast.parse(code)
        except SyntaxError:
            continue
        if any(isinstance(node, ast.Call) for node in ast.walk(tree)):
            found.append(code)
    return found


def published(uri: str) -> str:
    """Where the link of a page leads in the published book; "" while that has no address."""
    return urljoin(edition.base() + PAGES, uri) if edition.base() else ""


def link(words: str, uri: str) -> str:
    """A link into the published book around words in Markdown, or the words alone."""
    address = published(uri)
    return f"[{words}]({address})" if address else words


def _from_nodes(found: list[nodes.Node]) -> str:
    parts = []
    for node in found:
        if isinstance(node, nodes.reference):
            parts.append(link(plain(node.astext()), node["refuri"]))
        elif isinstance(node, nodes.superscript):
            parts.append(f" ({plain(node.astext())})")
        elif isinstance(node, nodes.inline):  # a note that stands in the margin
            parts.append(f"({_from_nodes(node.children)})")
        else:
            parts.append(plain(node.astext()))
    return "".join(parts)


def _glued(text: str, glue: dict[str, str]) -> str:
    name, _, form = text.partition(":")
    value = glue[name].strip("'\"")
    return format(float(value), form) if form else value


def _by_title(label: str) -> str:
    """``fig-…`` or ``tab-…`` by its title: outside the book nothing has a number."""
    kind, _, name = label.partition("-")
    title = figures.registry()[name].title if kind == "fig" else tables.registry()[name].title
    words = f"*{plain(title)}*"
    return f"the {'figure' if kind == 'fig' else 'table'} {link(words, views.own_page(label))}"


_BY_NODES: dict[str, Callable[[str], list[nodes.Node]]] = {
    "n": roles.datum.__wrapped__,  # type: ignore[attr-defined]
    "src": roles.source.__wrapped__,  # type: ignore[attr-defined]
    "claim": texts.claim_link.__wrapped__,  # type: ignore[attr-defined]
    "view": controls.view.__wrapped__,  # type: ignore[attr-defined]
}


def _role(match: re.Match[str], glue: dict[str, str]) -> str:
    name, text = match["name"], match["text"]
    if name in _BY_NODES:
        return _from_nodes(_BY_NODES[name](text))
    if name == "glue:text":
        return plain(_glued(text, glue))
    if name == "numref":
        words = _by_title(text)
        starts = _SENTENCE_START.search(match.string, 0, match.start())
        return words[0].upper() + words[1:] if starts else words
    return plain(text.partition(" <")[0])  # {ref}`words <label>` and the like


def _in_markdown(markup: str) -> str:
    """Our own HTML of a finding: its links as Markdown, the rest as words."""
    markup = markup.replace('<sup class="unchecked-mark">unchecked</sup>', " (unchecked)")
    parts, end = [], 0
    for match in _ANCHOR.finditer(markup):
        parts.append(plain(html.unescape(markup[end : match.start()])))
        parts.append(link(plain(html.unescape(match["words"])), html.unescape(match["uri"])))
        end = match.end()
    return "".join([*parts, plain(html.unescape(markup[end:]))])


def _passage(passage_id: str) -> str:
    passage, claims = data.row(passage_id), data.load("claims")
    lines = [f"> **{passage['text']}, {passage['location']}** (passage {passage_id}): "
             f"{plain(passage['paraphrase'])}", ""]  # fmt: skip
    for claim_id, claim in claims[claims["passage"] == passage_id].iterrows():
        verdict = link(
            f"{SIGNS[claim['verdict']]} {claim['verdict']}", views.own_page(str(claim_id))
        )
        finding = _in_markdown(str(texts.finding_html(claim["finding"])))
        lines.append(f"- **{verdict}**: {plain(claim['statement'])} *Finding:* {finding}")
    return "\n".join(lines)


def _options_dropped(body: str) -> str:
    return re.sub(r"\A(?::[a-z-]+:[^\n]*\n)+", "", body).strip("\n")


def _block(match: re.Match[str]) -> str:
    name, argument = match["name"], match["argument"].strip()
    if name == "admonition":
        lines = [f"**{argument}**", "", *_options_dropped(match["body"]).splitlines()]
        return "\n".join(f"> {line}".rstrip() for line in lines) + "\n"
    if name == "passage":
        return _passage(argument) + "\n"
    if name == "terms":
        rows = (link(plain(views.sentence(row)), views.own_page(row)) for row in argument.split())
        return "\n".join(f"- {row}" for row in rows) + "\n"
    words = _ELSEWHERE.get(name, "Here the book has something that a notebook cannot show.")
    return f"*{words.format(argument)}*\n" if words else ""


def markdown(text: str, glue: dict[str, str], siblings: frozenset[str]) -> str:
    """The Markdown of one cell as any notebook program shows it.

    ``glue`` has the text of what cells have glued, by name; ``siblings`` are the chapters that
    are notebooks too, which links lead to while the book has no published address. Raises
    KeyError for a row, a source or a glued value that is not there.
    """

    def page(match: re.Match[str]) -> str:
        uri = f"{match['page']}.html{match['anchor'] or ''}"
        if published(uri) or match["page"] not in siblings:
            return link(match["words"], uri)
        return f"[{match['words']}]({match['page']}.ipynb)"

    text = _BLOCK.sub(_block, text)
    return _PAGE.sub(page, _ROLE.sub(lambda match: _role(match, glue), text))
