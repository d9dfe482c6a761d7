"""What the head of a page says of it to programs: citation tags, linked data, Open Graph.

The tags named ``citation_…`` are those of Google Scholar and Zotero. All addresses come from the
one setting ``html.baseurl``; while it is empty, what may only be a full address is left out. A
private book says nothing of itself.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.application import Sphinx

from companion import citing, data, edition, owncopy, views
from companion.book import datasets, downloads, linked, share
from companion.book.linked import Node
from companion.citing import FIGURE, TABLE
from companion.csl import Item

Pairs = Iterable[tuple[str, str]]

_MARKUP = re.compile(r"<[^>]+>")
_LONGEST = 200  # characters of a description
# Dublin Core and its like: what a page tells of, where that is not the page itself. Zotero reads
# each of them through its RDF translator.
_TERMS = {
    "title": "DC.title", "container-title": "prism.publicationName", "publisher": "DC.publisher",
    "publisher-place": "eprints.place_of_pub", "volume": "prism.volume", "page": "bibo.pages",
    "edition": "prism.edition", "ISBN": "bibo.isbn", "DOI": "bibo.doi", "URL": "bibo.uri",
    "language": "DC.language",
}  # fmt: skip
# CSL's type -> Zotero's
_ZOTERO = {
    "article-journal": "journalArticle", "article-magazine": "magazineArticle",
    "article-newspaper": "newspaperArticle", "book": "book", "chapter": "bookSection",
    "entry-encyclopedia": "encyclopediaArticle", "manuscript": "manuscript", "report": "report",
    "thesis": "thesis", "webpage": "webpage",
}  # fmt: skip


def meta(pairs: Pairs, attribute: str = "name") -> Markup:
    """A tag for each pair that has a value."""
    return Markup(
        "".join(
            f'<meta {attribute}="{name}" content="{escape(value)}">\n'
            for name, value in pairs
            if value
        )
    )


def _names(item: Item, role: str = "author") -> list[str]:
    """``Family, Given``. A body's name ends in a comma, lest Zotero take its last word for one."""
    found = []
    for person in item.get(role, ()):
        parts = [person.get("family", ""), person.get("given", ""), person.get("suffix", "")]
        found.append(
            f"{person['literal']}," if "literal" in person else ", ".join(filter(None, parts))
        )
    return found


def citation(item: Item) -> Markup:
    """The tags by which the book or a part of it is cited."""
    # Not citation_book_title, which Zotero takes for a tag of Open Graph's books.
    whole = item.get("container-title", "")
    pairs = [
        ("citation_title", _MARKUP.sub("", item["title"])),
        *(("citation_author", name) for name in _names(item)),
        ("citation_inbook_title", whole),
        ("citation_publication_date", linked.released().replace("-", "/")),
        ("citation_publisher", linked.people(item)[0]["name"]),  # who wrote it publishes it
        ("citation_language", item["language"]),
        ("citation_public_url", item.get("URL", "")),
        ("prism.edition", f"version {item['version']}"),
    ]
    return meta(pairs)


def described(item: Item) -> Markup:
    """The tags of a work that a page tells of."""
    issued = item.get("issued", {}).get("date-parts", [[]])[0]
    pairs = [
        ("z:itemType", _ZOTERO.get(item["type"], "document")),
        *((tag, _MARKUP.sub("", str(item.get(field, "")))) for field, tag in _TERMS.items()),
        *(("DC.creator", name) for name in _names(item)),
        *(("bib.editors", name) for name in _names(item, "editor")),
        ("DC.date", "-".join(f"{part:02}" for part in issued)),
    ]
    return meta(pairs)


def graph(title: str, kind: str, path: str, description: str, card: str, alt: str) -> Markup:
    """Open Graph's tags of a page; its address and picture only where they are full addresses."""
    address = edition.canonical(path)
    picture = edition.canonical(card) if card else ""
    pairs = [
        ("og:title", title),
        ("og:type", kind),
        ("og:site_name", edition.record()["title"]),
        ("og:locale", "en_GB"),
        ("og:description", description),
        ("og:url", address),
    ]
    if picture:
        pairs += [
            ("og:image", picture),
            ("og:image:type", "image/png"),
            ("og:image:width", str(2 * share.WIDTH)),
            ("og:image:height", str(2 * share.HEIGHT)),
            ("og:image:alt", alt),
        ]
    large = [("twitter:card", "summary_large_image")] if picture else []
    return meta(pairs, "property") + meta([("description", description), *large])


def thing(item: Item | None, kind: str, name: str, here: str, home: Node) -> Markup:
    """The head of the page of one thing; nothing for a removed row, which has no record.

    ``home`` is the chapter of a figure or table.
    """
    if item is None or owncopy.folder():
        return Markup("")
    if kind == "Source":
        return described(item) + linked.script(linked.work(item, here))
    title = item["title"].partition(" <span")[0]  # the id stands by itself
    if kind == "Figure":
        node = linked.figure(name.removeprefix(FIGURE), home, here)
    elif kind == "Table":
        node = linked.listing(name.removeprefix(TABLE), home, here)
    else:
        node = (linked.claim if kind == "Claim" else linked.row)(name, title, here)
    return citation(item) + linked.script(node)


# --- chapters ------------------------------------------------------------------------------------


def _text(node: nodes.Element) -> str:
    """The words of a node as they are read: no source of the margin, no HTML of a table."""
    parts = [
        part.astext()
        for part in node.findall(nodes.Text)
        if not any(
            isinstance(above, nodes.raw) or "source-note" in above.get("classes", [])
            for above in _ancestors(part)
        )
    ]
    return " ".join("".join(parts).split())


def _ancestors(node: nodes.Node) -> Iterable[nodes.Element]:
    while node.parent is not None:
        yield node.parent
        node = node.parent


def description(doctree: nodes.document) -> str:
    """What a chapter enables its reader to do, else its first paragraph, in some lines at most."""
    for box in doctree.findall(nodes.admonition):
        if "objectives" in box.get("classes", []):
            aims = [_text(item).rstrip(";.") for item in box.findall(nodes.list_item)]
            words = f"After this chapter you can {aims[0]}"
            for aim in aims[1:]:
                if len(words) + len(aim) + 3 > _LONGEST:
                    break
                words += f"; {aim}"
            return textwrap.shorten(f"{words}.", _LONGEST, placeholder=" …")
    first = next((text for p in doctree.findall(nodes.paragraph) if (text := _text(p))), "")
    return textwrap.shorten(first, _LONGEST, placeholder=" …")


def _tables() -> Mapping[str, str]:
    """Document -> the table whose rows it lists."""
    return {f"chapters/{views.page_of(name)}": name for name in data.evidence_tables()}


def page(
    name: str, title: str, names: Mapping[str, str], words: str, files: list[Any], card: str
) -> Markup:
    """The head of a page of the contents; ``names`` are all of them with their titles, in order."""
    here = f"{name}.html"
    front = next(iter(names)) == name
    image = linked.at(card, here) if card else ""
    if front:
        item = citing.book_item()
        parts = [(f"{other}.html", t) for other, t in names.items() if other != name]
        found = [linked.front(here, parts, image)]
    else:
        item = citing.chapter(name, title).item
        found = [linked.chapter(here, title, list(names).index(name), words, image)]
    if name in _tables():
        found.append(datasets.table(_tables()[name], here, files, downloads.FOLDER))
    elif name in {linked.TAKE, "chapters/codebook"}:
        found.append(datasets.all_tables(here, files, downloads.FOLDER))
    kind = "book" if front else "article"
    return (
        citation(item)
        + graph(item["title"], kind, here, words, card, f"{title}: {edition.record()['title']}")
        + linked.script(*found)
    )


def _page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    if owncopy.folder():
        context["pageurl"] = None  # no address, since it must not be published
        return
    names = {n: t.astext() for n, t in app.env.titles.items()}
    ordered = {n: names[n] for n in _in_order(app)}
    if doctree is None or pagename not in ordered:
        return
    words = description(doctree)
    files = getattr(app, "companion_files", [])
    head = page(pagename, ordered[pagename], ordered, words, files, share.card(pagename))
    context["metatags"] = context.get("metatags", "") + str(head)


def _in_order(app: Sphinx) -> list[str]:
    """The documents of the contents, the first page first."""
    found, waiting = [], [app.config.root_doc]
    while waiting:
        name = waiting.pop(0)
        found.append(name)
        waiting = [n for n in app.env.toctree_includes.get(name, []) if n not in found] + waiting
    return found


def setup(app: Sphinx) -> None:
    """Give every page its head."""
    app.connect("html-page-context", _page)
