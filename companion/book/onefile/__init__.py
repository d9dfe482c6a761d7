"""The whole book as one file that needs nothing else: ``august-1945.html``.

It is put together from the built pages, so that it says what they say. Text, tables, claims and
static pictures stand in it as they are and can be read without a script. What is long and folded
away, the specifications of figures, plotly.js, the data and the citations are packed and come out
when the reader reaches them (``onefile.js``). The file asks for nothing: its own policy forbids it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jinja2
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup, escape

from companion import bibliography, data, edition, export
from companion.book.downloads import size_in_words
from companion.book.onefile import citations, packs
from companion.book.onefile.pages import Chapter, Links, lean, read
from companion.book.onefile.pictures import Styles, small

HERE = Path(__file__).parent
NAME = f"{export.NAME}.html"
MOST = 5_000_000  # bytes
# The scripts of the pages, in order; each finds its own parts and minds no others.
_LONG = 100  # lines of a table that stands in no figure, above which it folds away
_SCRIPTS = ("companion.js", "controls.js", "day.js", "clocks.js", "cards.js")
_STYLES = ("companion.css", "cards.css", "clocks.css", "day.css", "tree.css")
_DARK = re.compile(r'html\[data-theme="dark"\] \{(?P<values>[^}]*)\}')
_COMMENT = re.compile(r"/\*.*?\*/|\n\s*", re.S)
_JS_COMMENT = re.compile(r"^\s*//.*\n", re.M)


class _Packs:
    """What is taken out of the text, by kind."""

    def __init__(self) -> None:
        self.rows: list[str] = []  # what folds away, by number
        self.cards: dict[str, str] = {}  # row id -> everything that its table says of it
        self.parts: list[str] = []  # the JSON of controls, by number


def _inner(element: Tag) -> str:
    return lean(element.decode_contents(formatter="minimal").strip())


def _draw(chapter: Chapter, book: Path, styles: Styles, drawn: list[str]) -> None:
    for plot in chapter.article.select(".plot[data-figure]"):
        name = str(plot["data-figure"])
        alt = str(plot.select_one("img")["alt"])  # type: ignore[index]
        svg = (book / "_static/figures" / f"{name}.svg").read_text(encoding="utf-8")
        plot.clear()
        plot.append(BeautifulSoup(f"<template>{name}</template>", "html.parser"))
        drawn.append(small(svg, styles, f"p{len(drawn)}-", alt))
        plot.template["data-picture"] = str(len(drawn) - 1)  # type: ignore[index]


def _unfold(chapter: Chapter, kept: _Packs) -> None:
    """Take out what is folded away or only a script reads; leave its address behind."""
    article = chapter.article
    for details in article.select("details.cite-page"):
        details.decompose()
    for script in article.select("script"):
        if script.get("type") == "application/json":
            kept.parts.append(str(script.string))
            script["data-part"] = str(len(kept.parts) - 1)
            script.string = ""
        else:
            script.decompose()
    for cards in article.select(".row-cards"):
        cards.name = "ul"
        for card in cards.select("article.row-card"):
            _line(card, kept)
    for table in article.select(".rows"):
        if len(table.select("tr")) > _LONG and not table.find_parent(["details", "figure"]):
            fold = Tag(name="details", attrs={"class": "plot-rows"})
            summary = Tag(name="summary")
            summary.string = f"{len(table.select('tbody tr'))} lines"
            table.wrap(fold)
            fold.insert(0, summary)
    for details in article.select("details.plot-rows, details.fact-card, .bibliography details"):
        summary = details.find("summary")
        assert isinstance(summary, Tag)
        summary.extract()
        kept.rows.append(_inner(details))
        details["data-rows"] = str(len(kept.rows) - 1)
        details.clear()
        details.append(summary)
    for place in article.select(".downloads"):
        place.clear()
        place["class"] = "files"
    for links in article.select(".plot-below .plot-links"):
        for link in links.select("a[download]"):
            link.decompose()
        cite = links.select_one(".cite-link")
        assert cite is not None
        links.clear()
        links.append(cite)
    for field in article.select(".verdict-filter input"):
        field["name"] = f"verdict-{chapter.name}"  # one choice for each text


def _line(card: Tag, kept: _Packs) -> None:
    """A row's card becomes a line under its id; the script makes it a card again."""
    heading, facts = card.find("h3"), card.find("dl")
    assert isinstance(heading, Tag)
    assert isinstance(facts, Tag)
    kept.cards[str(card["id"])] = _inner(facts)
    link = heading.find("a")
    assert isinstance(link, Tag)
    link.decompose()
    words = heading.get_text().strip()
    card.name = "li"
    card.clear()
    card.string = words
    del card["class"]


def _headings(chapter: Chapter) -> None:
    for heading in chapter.article.select("h2"):
        section = heading.parent
        if section is not None and section.get("id"):
            chapter.headings.append((str(section["id"]), heading.get_text().strip()))


def _permanent(name: str) -> bool:
    return name in _things()


def _things() -> set[str]:
    rows = {str(i) for t in [*data.evidence_tables(), "claims", "passages"] for i in data.load(t).index}
    return rows | set(bibliography.entries())


def _style() -> str:
    sheets = [
        (HERE.parent / "static" / name).read_text(encoding="utf-8") for name in _STYLES
    ]
    dark = _DARK.search(sheets[0])
    assert dark is not None
    # Without a script nothing sets the theme: then the system says what is wanted.
    system = f"@media screen and (prefers-color-scheme:dark){{html:not([data-theme]){{{dark['values']}}}}}"
    own = (HERE / "onefile.css").read_text(encoding="utf-8")
    return _COMMENT.sub("", "".join([*sheets, system, own]))


def _script(name: str, folder: Path = HERE.parent / "static") -> str:
    return _JS_COMMENT.sub("", (folder / name).read_text(encoding="utf-8")).replace("</", "<\\/")


def _files(book: Path) -> dict[str, str]:
    """The data to take away: each table as CSV with the descriptor and the bibliography."""
    folder = book / "data" / "csv"
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir())
        if path.name not in {export.CSVW, "geography.geojson"}
    }


def assemble(book: Path) -> str:
    """The file's text, made from the built book in a folder.

    Raises FileNotFoundError when the folder holds no whole book.
    """
    chapters = read(book)
    things = _things()
    links = Links(chapters, things.__contains__)
    styles, drawn, kept = Styles(), [], _Packs()  # type: ignore[var-annotated]
    for chapter in chapters:
        links.mend(chapter)
        _headings(chapter)
        _draw(chapter, book, styles, drawn)
        before = len(kept.parts)
        _unfold(chapter, kept)
        kept.parts[before:] = [links.mend_data(chapter.name, p) for p in kept.parts[before:]]
    files = _files(book)
    static = book / "_static" / "figures"
    figures = {
        f"figures-{chapter.name}": "".join(
            (static / f"{plot['data-figure']}.js").read_text(encoding="utf-8") for plot in plots
        )
        for chapter in chapters
        if (plots := chapter.article.select(".plot[data-figure]"))
    }
    packed: dict[str, str | bytes] = {
        "parts": packs.as_json(kept.parts),
        "rows": packs.as_json(kept.rows),
        "cards": packs.as_json(kept.cards),
        "cites": packs.as_json(citations.of_book(book, [c.name for c in chapters])),
        "data": packs.as_json(files),
        "plotly.min.js": (static / "plotly.min.js").read_bytes(),
        **figures,
    }
    texts = [_article(chapter, drawn) for chapter in chapters]
    palette = (book / "chapters" / "start.html").read_text(encoding="utf-8")
    found = re.search(r"window\.companionPalette=\{.*?\}(?=<)", palette)
    assert found is not None
    template = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template("shell.html")
    return template.render(
        record=edition.record(),
        chapters=list(zip(chapters, map(Markup, texts), strict=True)),
        style=Markup(_style() + styles.sheet()),
        palette=Markup(found[0]),
        scripts=[Markup(_script(name)) for name in _SCRIPTS],
        main=Markup(_script("onefile.js", HERE)),
        packs=[packs.element(name, content) for name, content in packed.items()],
        files={name: size_in_words(len(text.encode())) for name, text in files.items()},
        address=edition.base(),
    )


def _article(chapter: Chapter, drawn: list[str]) -> str:
    text = lean(chapter.article.decode_contents(formatter="minimal"))
    return re.sub(
        r"<template data-picture=(\d+)>[^<]*</template>", lambda n: drawn[int(n[1])], text
    )


def write(book: Path, target: Path) -> int:
    """Write the file to ``target``; its size in bytes.

    Raises ValueError when it is larger than ``MOST``.
    """
    content = assemble(book).encode()
    if len(content) > MOST:
        raise ValueError(f"{target.name}: {len(content):,} bytes, and at most {MOST:,} are allowed")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return len(content)
