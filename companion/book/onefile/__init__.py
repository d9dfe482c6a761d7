"""The whole book as one file that needs nothing else: ``august-1945.html``.

It is put together from the built pages, so that it says what they say. Text, tables, claims and
static pictures stand in it as they are and can be read without a script. What is long and folded
away, the specifications of figures, plotly.js, the data and the citations are packed and come out
when the reader reaches them (``onefile.js``). The file asks for nothing: its own policy forbids it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jinja2
from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup

from companion import bibliography, citing, data, edition, export, views
from companion.book.downloads import size_in_words
from companion.book.onefile import citations, packs
from companion.book.onefile.pages import Chapter, Links, by_class, inner, lean, read
from companion.book.onefile.pictures import Styles, small

HERE = Path(__file__).parent
NAME = f"{export.NAME}.html"
MOST = 5_000_000  # bytes
# The scripts of the pages, in order; each finds its own parts and minds no others.
_LONG = 100  # lines of a table that stands in no figure, above which it folds away
_SCRIPTS = ("companion.js", "controls.js", "day.js", "clocks.js", "cards.js")
_STYLES = ("companion.css", "cards.css", "clocks.css", "columns.css", "day.css", "tree.css")
_MARK = "\ue000"  # of private use: no page has it
_PICTURE = re.compile(f"{_MARK}(\\d+){_MARK}")
_DARK = re.compile(r'html\[data-theme="dark"\] \{(?P<values>[^}]*)\}')
_COMMENT = re.compile(r"/\*.*?\*/|\n\s*", re.S)
_JS_COMMENT = re.compile(r"^\s*//.*\n", re.M)


class _Packs:
    """What is taken out of the text, by kind."""

    def __init__(self, known: set[str]) -> None:
        self.known = known  # the ids of rows and claims
        self.rows: list[list[Any]] = []  # what folds away, by number: HTML, or tables of rows
        self.lines: dict[str, dict[str, str]] = {}  # row id -> its cells in such tables
        self.cards: dict[str, str] = {}  # row id -> everything that its table says of it
        self.parts: list[str] = []  # the JSON of controls, by number


def _draw(chapter: Chapter, book: Path, styles: Styles, drawn: list[str]) -> None:
    """Put a mark in the place of each figure's pictures, and the picture itself on the list."""
    for plot in _plots(chapter):
        name, alt = plot.get("data-figure"), plot.find(".//img").get("alt")
        svg = (book / "_static/figures" / f"{name}.svg").read_text(encoding="utf-8")
        for child in list(plot):
            child.drop_tree()
        plot.text = f"{_MARK}{len(drawn)}{_MARK}"
        drawn.append(small(svg, styles, f"p{len(drawn)}-", alt))


def _plots(chapter: Chapter) -> list[HtmlElement]:
    return list(chapter.article.xpath(".//*[@data-figure and contains(@class, 'plot')]"))


def _unfold(chapter: Chapter, kept: _Packs) -> None:
    """Take out what is folded away or only a script reads; leave its address behind."""
    article = chapter.article
    for script in article.xpath(".//script"):
        if script.get("type") == "application/json":
            kept.parts.append(script.text)
            script.set("data-part", str(len(kept.parts) - 1))
            script.text = ""
        else:
            script.drop_tree()
    for style in article.xpath(".//style[@scoped]"):  # one in each table of pandas
        style.drop_tree()
    for details in by_class(article, "cite-page"):
        details.drop_tree()
    for cards in by_class(article, "row-cards"):
        cards.tag = "ul"
        for card in by_class(cards, "row-card"):
            _line(card, kept)
    counted = {table for box in by_class(article, "codebook") for table in by_class(box, "rows")}
    for table in by_class(article, "rows"):
        long = len(table.findall(".//tr")) > _LONG or table in counted
        if long and not list(table.iterancestors("details", "figure")):
            _fold(table)
    for details in article.xpath(".//details[not(ancestor::details)]"):
        classes = details.get("class", "").split()
        if {"plot-rows", "fact-card"} & set(classes) or details.getparent().tag == "li":
            summary = details.find("summary")
            summary.drop_tree()
            kept.rows.append(_folded(details, kept))
            details.set("data-rows", str(len(kept.rows) - 1))
            for child in list(details):
                details.remove(child)
            details.text, summary.tail = None, None
            details.append(summary)
    for place in by_class(article, "downloads"):
        for child in list(place):
            place.remove(child)
        place.set("class", "files")
    for links in article.xpath(".//*[@class='plot-below']//*[contains(@class, 'plot-links')]"):
        cite = by_class(links, "cite-link")[0]
        for child in list(links):
            links.remove(child)
        cite.tail = None
        links.append(cite)
    for field in article.xpath(".//input[@name='verdict']"):
        field.set("name", f"verdict-{chapter.name}")  # one choice for each text


def _folded(details: HtmlElement, kept: _Packs) -> list[Any]:
    """What is in a fold: its HTML, but of a table that lists rows only caption, headers and ids.

    The cells of a row are the same in all tables that list it, and are kept once.
    """
    parts: list[Any] = []
    for child in details:
        listed = _listed(child, kept) if "rows" in child.get("class", "").split() else None
        parts.append(listed or lean(html.tostring(child, encoding="unicode").strip()))
    return [details.text.strip(), *parts] if (details.text or "").strip() else parts


def _listed(box: HtmlElement, kept: _Packs) -> list[Any] | None:
    headers = [head.text_content() for head in box.findall(".//thead/tr/th")]
    caption, names = box.find(".//caption"), []
    for line in box.findall(".//tbody/tr"):
        cells = [lean(inner(cell).strip()) for cell in line]
        name = next(
            (a.get("href")[1:] for a in line.iter("a") if a.get("href", "")[1:] in kept.known), ""
        )
        mine = dict(zip(headers, cells, strict=True))
        had = kept.lines.setdefault(name, {}) if name else None
        if had is None or any(had.get(key, cell) != cell for key, cell in mine.items()):
            return None
        had.update(mine)
        names.append(name)
    return [caption.text_content() if caption is not None else "", headers, names]


def _line(card: HtmlElement, kept: _Packs) -> None:
    """A row's card becomes a line under its id; the script makes it a card again."""
    heading, facts = card.find("h3"), card.find("dl")
    kept.cards[card.get("id")] = lean(inner(facts).strip())
    by_class(heading, "row-id")[0].drop_tree()
    words = heading.text_content().strip()
    for child in list(card):
        card.remove(child)
    card.tag, card.text = "li", words
    del card.attrib["class"]


def _fold(table: HtmlElement) -> None:
    summary = html.fromstring(f"<summary>{len(table.findall('.//tbody/tr'))} lines</summary>")
    fold = html.fragment_fromstring('<details class="plot-rows"></details>')
    table.addprevious(fold)
    fold.append(summary)
    fold.append(table)


def _headings(chapter: Chapter) -> None:
    for heading in chapter.article.iter("h2"):
        if section := heading.getparent().get("id"):
            chapter.headings.append((section, heading.text_content().strip()))


def _things() -> set[str]:
    rows = {
        str(i) for t in [*data.evidence_tables(), "claims", "passages"] for i in data.load(t).index
    }
    return rows | set(bibliography.entries())


def _style() -> str:
    sheets = [(HERE.parent / "static" / name).read_text(encoding="utf-8") for name in _STYLES]
    dark = _DARK.search(sheets[0])
    assert dark is not None
    # Without a script nothing sets the theme: then the system says what is wanted.
    unset = f"html:not([data-theme]){{{dark['values']}}}"
    system = f"@media screen and (prefers-color-scheme:dark){{{unset}}}"
    own = (HERE / "onefile.css").read_text(encoding="utf-8")
    return _COMMENT.sub("", "".join([*sheets, system, own]))


def _script(name: str, folder: Path = HERE.parent / "static") -> str:
    return _JS_COMMENT.sub("", (folder / name).read_text(encoding="utf-8")).replace("</", "<\\/")


def _tables() -> list[str]:
    """The tables whose rows have an id, by name: each is a pack of its own."""
    return [name for name in data.names() if "id" in data.schema(name)]


def _packs(book: Path, chapters: list[Chapter], kept: _Packs) -> dict[str, str]:
    cites = citations.of_book(book, [chapter.name for chapter in chapters])
    csv, static = book / "data" / "csv", book / "_static" / "figures"
    found = {
        "parts": packs.as_json(kept.parts),
        "rows": packs.as_json(kept.rows),
        "plotly.min.js": (static / "plotly.min.js").read_text(encoding="utf-8"),
        "point.js": _script("point.js"),
    }
    for chapter in chapters:
        specifications = [
            (static / f"{plot.get('data-figure')}.js").read_text(encoding="utf-8")
            for plot in _plots(chapter)
        ]
        if specifications:
            found[f"figures-{chapter.name}"] = "".join(specifications)
    for name in _tables():
        found[f"table-{name}"] = packs.table(
            csv / data.resource(name)["path"], kept.cards, cites, kept.lines
        )
    # in the order of their words, which brings together what is alike
    others = sorted(
        (item for item in cites.items() if item[0] not in kept.known), key=lambda i: i[1]
    )
    return {**found, "cites": packs.as_json(dict(others))}


def assemble(book: Path) -> str:
    """The file's text, made from the built book in a folder.

    Raises FileNotFoundError when the folder holds no whole book.
    """
    chapters = read(book)
    links = Links(chapters, _things().__contains__)
    rows = {str(row) for name in _tables() for row in data.load(name).index}
    styles, drawn, kept = Styles(), [], _Packs(rows)  # type: ignore[var-annotated]
    for chapter in chapters:
        links.mend(chapter)
        _headings(chapter)
        _draw(chapter, book, styles, drawn)
        before = len(kept.parts)
        _unfold(chapter, kept)
        kept.parts[before:] = [links.mend_data(chapter.name, p) for p in kept.parts[before:]]
    packed = _packs(book, chapters, kept)
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
        files=_offered(book),
        homes=Markup(packs.as_json({name: views.page_of(name) for name in _tables()})),
        author=citing.book_item()["author"][0].get("literal", ""),
        year=edition.year(),
        address=edition.base(),
    )


def _offered(book: Path) -> dict[str, str]:
    """The files that come out of the packs, with their sizes in words."""
    names = [data.resource(name)["path"] for name in _tables()]
    csv = book / "data" / "csv"
    return {name: size_in_words((csv / name).stat().st_size) for name in names}


def _article(chapter: Chapter, drawn: list[str]) -> str:
    return _PICTURE.sub(lambda found: drawn[int(found[1])], lean(inner(chapter.article)))


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
