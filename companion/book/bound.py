"""The last work on the PDF that Chromium prints: bookmarks, labels, metadata, the same bytes."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from companion import edition
from companion.book import frontmatter

_NODE = re.compile(r"node\d{8}")
DEPTH = 3  # parts, chapters, sections


def bind(draft: Path, target: Path, first: int, headings: list[str]) -> None:
    """Write ``draft`` as ``target`` with bookmarks to sections, labels, metadata and fixed ids.

    ``first`` is the page, counted from 0, from which pages are numbered in Arabic.
    """
    record, made = edition.record(), frontmatter.moment()
    words = {_squeezed(heading): heading for heading in headings}
    with pikepdf.open(draft) as pdf:
        _count_cells(pdf)
        with pdf.open_outline() as outline:
            _prune(outline.root, words, 1)
        labels = [0, {"/S": "/r"}, first, {"/S": "/D", "/St": 1}]
        pdf.Root.PageLabels = pdf.make_indirect(_dictionary({"/Nums": labels}))
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.Root.Lang = pikepdf.String("en-GB")
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            stamp = made.strftime("%Y-%m-%dT%H:%M:%SZ")
            meta["dc:title"] = record["title"]
            meta["dc:creator"] = [author.get("name", "") for author in record["authors"]]
            meta["dc:description"] = " ".join(record["abstract"].split())
            meta["dc:language"] = ["en-GB"]
            meta["dc:rights"] = "CC BY 4.0"
            meta["dc:subject"] = list(record["keywords"])
            meta["xmp:CreateDate"] = meta["xmp:ModifyDate"] = stamp
            meta["xmp:CreatorTool"] = f"August 1945 companion {record['version']}"
            meta["pdf:Keywords"] = "; ".join(record["keywords"])
        day = made.strftime("D:%Y%m%d%H%M%S+00'00'")
        pdf.docinfo = pdf.make_indirect(
            pikepdf.Dictionary(
                Title=record["title"],
                Author="; ".join(author.get("name", "") for author in record["authors"]),
                Subject=" ".join(record["abstract"].split()),
                Keywords="; ".join(record["keywords"]),
                Creator=f"August 1945 companion {record['version']}",
                Producer=str(pdf.docinfo.get("/Producer", "")),
                CreationDate=day,
                ModDate=day,
            )
        )
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            file = Path(folder) / target.name
            pdf.save(
                file,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                compress_streams=True,
            )
            file.replace(target)


def _count_cells(pdf: pikepdf.Pdf) -> None:
    """Count from 1 the names by which cells of tables point to their headings.

    Chromium takes them from a counter that depends on what its process did before.
    """
    held = [place for thing in pdf.objects for place in _names(thing)]
    found = sorted({str(container[key]) for container, key in held})
    counted = {name: f"node{number:08}" for number, name in enumerate(found, start=1)}
    for container, key in held:
        container[key] = pikepdf.String(counted[str(container[key])])


def _names(thing: Any) -> Iterator[tuple[Any, Any]]:
    """Where a dictionary or a list, and what is written within it, holds such a name."""
    if isinstance(thing, pikepdf.Dictionary):
        inner: list[tuple[Any, Any]] = list(thing.items())
    elif isinstance(thing, pikepdf.Array):
        inner = list(enumerate(thing))
    else:
        return
    for key, value in inner:
        if isinstance(value, pikepdf.String):
            if _NODE.fullmatch(str(value)):
                yield thing, key
        elif not getattr(value, "is_indirect", False):
            yield from _names(value)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _prune(items: list[Any], words: dict[str, str], depth: int) -> None:
    """Keep parts, chapters and sections, in the words of their headings.

    Chromium loses the space where a heading goes on in the next line, and says the words of one
    twice that it has moved to the next page.
    """
    for item in items:
        said = _squeezed(item.title)
        half = said[: len(said) // 2]
        item.title = words.get(said) or words.get(half if half * 2 == said else "", item.title)
        item.is_closed = depth > 0
        if depth >= DEPTH:
            item.children.clear()
        _prune(item.children, words, depth + 1)


def _dictionary(tree: dict[str, Any]) -> pikepdf.Dictionary:
    nums = [
        pikepdf.Dictionary({k: pikepdf.Name(v) if isinstance(v, str) else v for k, v in n.items()})
        if isinstance(n, dict)
        else n
        for n in tree["/Nums"]
    ]
    return pikepdf.Dictionary(Nums=pikepdf.Array(nums))
