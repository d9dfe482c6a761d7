"""The book as an EPUB 3: its leaves as XHTML, with cover, contents, landmarks and metadata."""

from __future__ import annotations

import re
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement
from markupsafe import Markup

from companion import edition
from companion.book import columns, frontmatter, paper
from companion.book.paper import Page

HERE = Path(__file__).parent / "print"
TYPES = {".xhtml": "application/xhtml+xml", ".css": "text/css", ".svg": "image/svg+xml"}
TYPES |= {".png": "image/png"}
# What readers of EPUB know by a word of their own: they show a note where it is called.
SEMANTICS = {
    'role="doc-noteref"': 'role="doc-noteref" epub:type="noteref"',
    'role="doc-endnotes"': 'role="doc-endnotes" epub:type="footnotes"',
    'class="note"': 'class="note" epub:type="footnote"',
}
_NO_PATH = re.compile(rb"<path(?![^>]*\sd=)[^>]*/>|<path(?![^>]*\sd=)[^>]*></path>")
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>\
</rootfiles>
</container>
"""
SHEET = Markup("""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
lang="en-GB" xml:lang="en-GB">
<head><meta charset="utf-8"/><title>{title}</title>\
<link rel="stylesheet" type="text/css" href="epub.css"/></head>
<body epub:type="{kind}">
{body}
</body>
</html>
""")


def address(page: str, fragment: str) -> str:
    """Where a thing of a chapter stands, from any other chapter."""
    return f"{page}.xhtml#{fragment}" if fragment else f"{page}.xhtml"


def xhtml(tree: HtmlElement) -> Markup:
    """What a tree holds, as XML in which the roles have their word in EPUB beside them."""
    text = "".join(etree.tostring(child, encoding="unicode") for child in tree)
    for known, both in SEMANTICS.items():
        text = text.replace(known, both)
    return Markup(text)


def sheet(title: str, body: str, kind: str = "bodymatter") -> str:
    """One XHTML file of the book."""
    return str(SHEET.format(title=title, body=Markup(body), kind=kind))


def _sections(page: Page) -> Iterator[Markup]:
    for heading in page.body.iter("h2"):
        section = heading.getparent()
        if section is not None and section.get("id") and section.tag == "section":
            yield Markup('<li><a href="{}">{}</a></li>').format(
                address(page.name, section.get("id")), heading.text_content()
            )


def _chapter(page: Page) -> Markup:
    below = Markup("").join(_sections(page))
    return Markup('<li><a href="{}">{}</a>{}</li>').format(
        address(page.name, ""),
        paper.title_of(page),
        Markup("<ol>{}</ol>").format(below) if below else "",
    )


def navigation(pages: list[Page]) -> str:
    """Contents with parts, chapters and sections; landmarks; the figures by number."""
    parts = Markup("")
    for part, members in paper.parts(pages):
        listed = Markup("\n").join(map(_chapter, members))
        if part:
            listed = Markup("<li><span>{}</span><ol>{}</ol></li>\n").format(part, listed)
        parts += listed
    figures = Markup("").join(
        Markup('<li><a href="{}">{}</a></li>\n').format(address(page.name, name), words)
        for page, name, words in paper.figures(pages)
    )
    marks = [
        ("cover", "cover.xhtml", "Cover"),
        ("titlepage", "title.xhtml", "Title page"),
        ("toc", "nav.xhtml", "Contents"),
        ("bodymatter", address(pages[0].name, ""), paper.title_of(pages[0])),
        *(("bibliography", "sources.xhtml", p.title) for p in pages if p.name == "sources"),
    ]
    landmarks = Markup("").join(
        Markup('<li><a epub:type="{}" href="{}">{}</a></li>').format(*mark) for mark in marks
    )
    body = Markup(
        '<nav epub:type="toc" role="doc-toc" id="toc"><h1>Contents</h1><ol>{}</ol></nav>\n'
        '<nav epub:type="landmarks" hidden="hidden"><h2>Landmarks</h2><ol>{}</ol></nav>\n'
    ).format(parts, landmarks)
    if figures:
        body += Markup('<nav epub:type="loi" id="loi"><h2>Figures</h2><ol>{}</ol></nav>').format(
            figures
        )
    return sheet("Contents", body, "frontmatter")


def package(pages: list[Page], files: list[str]) -> str:
    """The package document: metadata, manifest and the order of reading."""
    record, made = edition.record(), frontmatter.moment()
    name = f"{record['title']} {record['version']}"
    metadata = Markup("").join(
        Markup("<dc:{0}{2}>{1}</dc:{0}>\n").format(key, value, Markup(more))
        for key, value, more in [
            ("identifier", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}", ' id="id"'),
            ("title", record["title"], ""),
            *(("creator", author, "") for author in frontmatter.authors()),
            ("language", "en-GB", ""),
            ("date", f"{made:%Y-%m-%d}", ""),
            ("rights", frontmatter.LICENCE, ""),
            ("description", " ".join(record["abstract"].split()), ""),
            *(("subject", word, "") for word in record["keywords"]),
            *((("source", edition.base(), ""),) if edition.base() else ()),
        ]
    )
    metadata += Markup("").join(
        Markup('<meta property="{}">{}</meta>\n').format(key, value)
        for key, value in [
            ("dcterms:modified", f"{made:%Y-%m-%dT%H:%M:%SZ}"),
            ("schema:version", record["version"]),
            *(("schema:accessMode", mode) for mode in ("textual", "visual")),
            ("schema:accessModeSufficient", "textual"),
            *(
                ("schema:accessibilityFeature", what)
                for what in ("alternativeText", "structuralNavigation", "tableOfContents")
            ),
            ("schema:accessibilityHazard", "none"),
            (
                "schema:accessibilitySummary",
                "Every figure has a description in words; what it draws stands in the tables.",
            ),
        ]
    )
    special = {"nav.xhtml": "nav", "cover.png": "cover-image"}
    manifest = Markup("").join(
        Markup('<item id="{}" href="{}" media-type="{}"{}/>\n').format(
            _item(file),
            file,
            TYPES[Path(file).suffix],
            Markup(' properties="{}"').format(special[file]) if file in special else "",
        )
        for file in files
    )
    order = ["cover.xhtml", "title.xhtml", "nav.xhtml", *(address(p.name, "") for p in pages)]
    spine = Markup("").join(Markup('<itemref idref="{}"/>\n').format(_item(file)) for file in order)
    return str(
        Markup(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
            'xml:lang="en-GB" prefix="schema: http://schema.org/">\n'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{}</metadata>\n'
            "<manifest>\n{}</manifest>\n<spine>\n{}</spine>\n</package>\n"
        ).format(metadata, manifest, spine)
    )


def _item(file: str) -> str:
    return "f-" + file.replace("/", "-").replace(".", "-")


def files(folder: Path) -> dict[str, bytes]:
    """Every file of the book by its path within ``EPUB/``."""
    pages = paper.chapters(folder)
    paper.mend_links(pages, address)
    shown: set[str] = set()
    for page in pages:
        for image in page.body.iter("img"):
            image.set("src", image.get("src", "").removeprefix("../"))
            image.attrib.pop("style", None)
            shown.add(image.get("src", ""))
    cover = '<section class="cover"><img src="cover.png" alt="{}"/></section>'
    title = edition.record()["title"]
    front = frontmatter.title_page("device.svg") + frontmatter.imprint()
    texts = {
        "cover.xhtml": sheet("Cover", Markup(cover).format(title), "cover"),
        "title.xhtml": sheet(title, front, "frontmatter"),
        "nav.xhtml": navigation(pages),
        **{f"{p.name}.xhtml": sheet(paper.title_of(p), xhtml(p.body)) for p in pages},
        "epub.css": (HERE / "epub.css").read_text(encoding="utf-8") + columns.style(),
        "device.svg": (HERE / "device.svg").read_text(encoding="utf-8"),
    }
    found = {name: text.encode() for name, text in texts.items()}
    found["cover.png"] = (HERE / "cover.png").read_bytes()
    # plotly draws some marks as paths without a course, which SVG allows and EPUB does not
    found |= {name: _NO_PATH.sub(b"", (folder / name).read_bytes()) for name in sorted(shown)}
    return {"package.opf": package(pages, list(found)).encode(), **found}


def write(folder: Path, target: Path) -> None:
    """Write the leaves in ``folder`` as the EPUB ``target``; the same leaves give the same bytes.

    Files bear the moment of the edition (``SOURCE_DATE_EPOCH``), and their kind stands first.
    """
    stamp = frontmatter.moment().timetuple()[:6]
    content = {"META-INF/container.xml": CONTAINER.encode()}
    content |= {f"EPUB/{name}": data for name, data in files(folder).items()}
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    with zipfile.ZipFile(draft, "w") as book:
        for name, data in {"mimetype": b"application/epub+zip", **content}.items():
            info = zipfile.ZipInfo(name, stamp)
            info.create_system, info.external_attr = 3, 0o644 << 16
            stored = name == "mimetype" or name.endswith(".png")
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            book.writestr(info, data)
    draft.replace(target)
