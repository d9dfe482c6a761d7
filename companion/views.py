"""How the rows of each table read on a page: a line of cells, and a card with everything.

All text that comes from the tables passes through ``markupsafe``: it is escaped where it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from textwrap import shorten
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from companion import bibliography, claims, data, edition, people, places
from companion.estimates import figure
from companion.text import date_in_words, number, quantity

Cell = Callable[[str, pd.Series], Markup]
_READ_IN_CHAPTERS = {"claims", "passages"}


def page_of(table: str) -> str:
    """Document (without ending) that lists the rows of ``table`` one by one."""
    return f"data-{table.replace('_', '-')}"


def place(row_id: str) -> str:
    """Where the row stands among others: on its table's page, or in the chapter on its text."""
    table = data.table_of(row_id)
    page = row_id.partition("-")[0] if table in _READ_IN_CHAPTERS else page_of(table)
    return f"{page}.html#{row_id}"


def own_page(row_id: str) -> str:
    """The permanent page of a row or claim, from any page of the book."""
    return f"../d/{row_id}.html"


def cite_link(name: str, kind: str) -> Markup:
    """The way to how a figure, table or claim is cited, with its permanent address for print."""
    path = f"d/{name}.html"
    return Markup('<a class="cite-link" href="{}#cite" data-at="{}">Cite this {}</a>').format(
        own_page(name), edition.canonical(path) or path, kind
    )


def address(row_id: str) -> str:
    """Where a link to the row leads: to its own page; a claim is read with its passage."""
    home = data.table_of(row_id)
    return place(row_id) if home in _READ_IN_CHAPTERS else own_page(row_id)


def source_address(key: str) -> str:
    """Where a source stands in the bibliography."""
    return f"sources.html#{key}"


def row_link(row_id: str, words: str | Markup | None = None) -> Markup:
    """A link to the row's own place in the book."""
    return Markup('<a href="{}">{}</a>').format(address(row_id), words or row_id)


def people_links(cell: object) -> Markup:
    """The persons of a cell by name, each with the day in brackets in words, as links."""
    return Markup("; ").join(
        row_link(person, data.row(person)["name"]) + (f" ({date_in_words(day)})" if day else "")
        for person, day in people.named_in(cell)
    )


def row_links(cell: object) -> Markup:
    """Links for a cell of row ids joined by semicolons."""
    return Markup("; ").join(row_link(row_id) for row_id in data.ids(cell))


def _source_links(cell: object) -> list[Markup]:
    """The sources of a cell in their short form, each once with its locators, as links."""
    locators: dict[str, list[str]] = {}
    for citation in bibliography.citations(cell) if isinstance(cell, str) and cell else []:
        found = locators.setdefault(citation.key, [])
        if citation.locator:
            found.append(citation.locator)
    return [
        Markup('<a href="{}">{}</a>').format(source_address(key), bibliography.located(key, found))
        for key, found in locators.items()
    ]


def source_links(cell: object) -> Markup:
    """The sources of a cell as links, joined by semicolons."""
    return Markup("; ").join(_source_links(cell))


def grade_mark(grade: str) -> Markup:
    """The grade in words with a mark of its own, so that it does not rest on colour."""
    return Markup('<span class="grade grade-{0}">{0}</span>').format(grade)


def words(value: object) -> str:
    """A cell as plain text; blank when missing."""
    if isinstance(value, pd.Timestamp):
        return date_in_words(value.strftime("%Y-%m-%d"))
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if not isinstance(value, str) and pd.isna(value):
        return ""
    if isinstance(value, float):
        return number(value)
    return str(value).replace(";", "; ")


def _text(column: str) -> Cell:
    return lambda row_id, row: escape(words(row[column]))


def _date(column: str = "date") -> Cell:
    return lambda row_id, row: escape(date_in_words(words(row[column])))


def _figure(row_id: str, row: pd.Series) -> Markup:
    return row_link(row_id, quantity(row))


def _counted(row_id: str, row: pd.Series) -> Markup:
    extra = words(row["counts"])
    return escape(f"{row['measure']}: {extra}" if extra else row["measure"])


def _titled(column: str) -> Cell:
    return lambda row_id, row: row_link(row_id, words(row[column]))


def _place(row_id: str, row: pd.Series) -> Markup:
    return escape("; ".join(places.names(i, row["earliest"]) for i in data.ids(row["place"])))


def _time(row_id: str, row: pd.Series) -> Markup:
    zone = words(row["timezone"])
    return escape(f"{words(row['time_local'])} {f'({zone})' if zone else ''}".strip())


def sourced(cell: str, grades: Iterable[str]) -> Markup:
    """The answer to "says who?": sources, then how they were verified where that is graded.

    A computed line may rest on a dozen sources; those beyond the second or third fold away, so
    that the line stays a line.
    """
    links = _source_links(cell)
    shown = Markup("; ").join(links if len(links) <= _SHOWN + 1 else links[:_SHOWN])
    if len(links) > _SHOWN + 1:
        rest = Markup("; ").join(links[_SHOWN:])
        shown += Markup(
            '<details class="more-sources"><summary>and {} more</summary>{}</details>'
        ).format(len(links) - _SHOWN, rest)
    marks = Markup(" ").join(map(grade_mark, grades))
    if not marks:
        return shown
    return shown + (Markup("") if shown.endswith("</details>") else Markup("<br>")) + marks


_SHOWN = 2


def _stated_at(row_id: str, row: pd.Series) -> Markup:
    passage = data.row(row["passage"])
    return escape(f"{passage['text']}, {passage['location']}")


_SOURCE = "Source and grade"
_ENDS: list[tuple[str, Cell]] = [
    (_SOURCE, lambda row_id, row: sourced(row["source"], [row["grade"]])),
]

LINES: dict[str, list[tuple[str, Cell]]] = {
    "casualty_projections": [
        ("Date", _date()),
        ("Who", _text("author")),
        ("Document", _text("document")),
        ("Operation", _text("operation")),
        ("Side", _text("side")),
        ("Counts", _counted),
        ("Horizon", _text("horizon")),
        ("Figure", _figure),
        *_ENDS,
    ],
    "actual_losses": [
        ("Operation", _text("operation")),
        ("Span", _date()),
        ("Side", _text("side")),
        ("Counts", _counted),
        ("Figure", _figure),
        ("Claimed by", _text("claimed_by")),
        *_ENDS,
    ],
    "force_levels": [
        ("Date", _date()),
        ("Side", _text("side")),
        ("Formation", _text("formation")),
        ("Counts", _counted),
        ("Figure", _figure),
        ("Unit", _text("unit")),
        *_ENDS,
    ],
    "order_of_battle": [
        ("Side", _text("side")),
        ("Formation", _titled("formation")),
        ("Echelon", _text("level")),
        ("Under", lambda row_id, row: row_links(row["parent"])),
        ("Commander", _text("commander")),
        ("Divisions", _text("divisions")),
        ("Brigades", _text("brigades")),
        *_ENDS,
    ],
    "places": [
        ("Name in 1945", _titled("name")),
        ("Name today", _text("name_today")),
        ("Other names", _text("other_names")),
        ("Administered today by", _text("country_today")),
        ("Latitude (°N)", _text("latitude")),
        ("Longitude (°E)", _text("longitude")),
        *_ENDS,
    ],
    "people": [
        ("Name", _titled("name")),
        ("Other names", _text("other_names")),
        ("Side", _text("side")),
        ("Lived", lambda row_id, row: escape(people.lived(row))),
        ("Office or work", _text("role")),
        *_ENDS,
    ],
    "campaign_events": [
        ("Date", _date()),
        ("Local time", _time),
        ("Place", _place),
        ("What happened", _titled("event")),
        ("Side", _text("side")),
        *_ENDS,
    ],
    "treaties": [
        ("Signed", _date()),
        ("Instrument", _titled("short_title")),
        ("Parties", _text("parties")),
        ("In force", _date("in_force")),
        ("Ended", _date("ended")),
        ("How it ended", _text("end_cause")),
        *_ENDS,
    ],
    "territory_status": [
        ("Territory", _text("territory")),
        ("Span", _date()),
        ("In control", _titled("controller")),
        ("Title relied on", lambda row_id, row: row_links(row["basis"])),
        ("Claimed by", _text("claimed_by")),
        *_ENDS,
    ],
    "yalta_terms": [
        ("Term", _titled("term")),
        ("Fulfilled by", lambda row_id, row: row_links(row["fulfilled_by"])),
        ("Fulfilled", _date()),
        ("How far", _text("extent")),
        *_ENDS,
    ],
    "diplomacy_events": [
        ("Date", _date()),
        ("Local time", _time),
        ("Place", _place),
        ("What happened", _titled("event")),
        ("Who", _text("actors")),
        *_ENDS,
    ],
    "knowledge": [
        ("From", _date()),
        ("Who", _text("knower")),
        ("What", _titled("about")),
        ("Known then or hindsight", _text("state")),
        ("How", _text("how")),
        *_ENDS,
    ],
    "positions": [
        ("Position", _text("position")),
        ("Holder", _titled("holder")),
        ("Work", _text("work")),
        ("Published", _date()),
        ("Statement", _text("statement")),
        *_ENDS,
    ],
    "claims": [
        ("Claim", _titled("statement")),
        ("Stated at", _stated_at),
        ("Kind", _text("kind")),
        ("Verdict", _text("verdict")),
        ("Source", lambda row_id, row: source_links(row["source"])),
    ],
}


def table(
    headers: Sequence[str], rows: Iterable[Sequence[Markup]], label: str, caption: Markup | None
) -> Markup:
    """An HTML table whose first column names its rows, in a box that scrolls where it is wide.

    Each cell repeats its header, which a phone shows when it stacks the cells of a row.
    ``label`` names the box for those who cannot see it; ``caption`` is shown above the table.
    """
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(h) for h in headers)
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>\n').format(
            cells[0],
            Markup("").join(
                Markup('<td data-label="{}">{}</td>').format(header, cell)
                for header, cell in zip(headers[1:], cells[1:], strict=True)
            ),
        )
        for cells in rows
    )
    shown = Markup("<caption>{}</caption>").format(caption) if caption else Markup("")
    return Markup(
        '<div class="rows" role="region" aria-label="{}" tabindex="0">\n<table>{}\n'
        "<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody></table></div>\n"
    ).format(label, shown, head, body)


def lines(row_ids: Sequence[str], label: str, caption: Markup | None = None) -> Markup:
    """Rows as one table per evidence table they come from, in the order given.

    Columns that are blank in every row are left out.
    """
    by_table: dict[str, list[str]] = {}
    for row_id in row_ids:
        by_table.setdefault(data.table_of(row_id), []).append(row_id)
    parts = []
    for name, ids in by_table.items():
        rows = [(row_id, data.row(row_id)) for row_id in ids]
        cells = [[cell(row_id, row) for _, cell in LINES[name]] for row_id, row in rows]
        kept = [n for n in range(len(LINES[name])) if any(row[n] for row in cells)]
        headers = [LINES[name][n][0] for n in kept]
        title = data.resource(name)["title"]
        parts.append(
            table(
                headers,
                [[row[n] for n in kept] for row in cells],
                f"{label}: {title}",
                caption if len(by_table) == 1 else escape(title),
            )
        )
    return Markup("").join(parts)


def table_of_cells(content: dict[str, Any], label: str, caption: Markup | None = None) -> Markup:
    """The HTML of a chapter's table (see ``companion.tables``), with its sources and grades.

    The first cell of a line leads to the datum; where a line sets several side by side, so many
    cells lead each to its own. In a cell of several values each leads to its row.
    """
    rows, graded = [], False
    for line in content["rows"]:
        ids, cells = line["ids"], [escape(cell) for cell in line["cells"]]
        if len(ids) == content["linked"]:
            cells[: len(ids)] = map(row_link, ids, cells)
        for place, values in line["links"].items():
            cells[int(place)] = Markup("; ").join(row_link(i, words) for words, i in values)
        keys: dict[str, None] = {}
        for row_id in ids:
            keys.update(dict.fromkeys(data.ids(data.row(row_id)["source"])))
        grades = {row["grade"]: None for row_id in ids if "grade" in (row := data.row(row_id))}
        graded = graded or bool(grades)
        cells.append(sourced(";".join(keys), grades))
        rows.append(cells)
    return table([*content["headers"], _SOURCE if graded else "Source"], rows, label, caption)


_LINKED = {
    *("derived_from", "basis", "fulfilled_by", "parent", "personnel"),
    *("item", "rests_on", "against"),
}
_BOUNDS = {"low", "best", "high"}


def sentence(row_id: str) -> str:
    """What the row says, in one plain line without source: the heading of its card."""
    name, row = data.table_of(row_id), data.row(row_id)
    match name:
        case "casualty_projections":
            what = f"{row['author']}, {row['document']}: {figure(row, whose=False)}"
            return f"{what} ({row['side']}; {row['operation']})"
        case "actual_losses":
            return f"{row['operation']}: {row['side']}, {row['measure']}: {quantity(row)}"
        case "force_levels":
            return f"{row['formation']}: {row['measure']}: {quantity(row)} {row['unit']}"
        case "treaties":
            return str(row["title"])
        case "territory_status":
            return f"{row['territory']}: {row['controller']}"
        case "order_of_battle":
            return str(row["formation"])
        case "places" | "people":
            return str(row["name"])
        case "yalta_terms":
            return str(row["term"])
        case "knowledge":
            return f"{row['about']}: {words(row['knower'])}"
        case "positions":
            return f"{row['holder']}: {row['position']}"
        case "claims":
            return str(row["statement"])
        case _:
            return str(row["event"])


def _in_short(row_id: str) -> str:
    """A row in the few words that tell it from others on the card of a person."""
    name, row = data.table_of(row_id), data.row(row_id)
    day = date_in_words(str(row["date"]))
    match name:
        case "casualty_projections":
            return f"{row['document']}, {day}: {figure(row, whose=False)} ({row['side']})"
        case "treaties":
            return f"{row['short_title']}, {day}"
        case "order_of_battle":
            return str(row["formation"])
        case "knowledge":
            return f"{day}, {row['state']}: {row['about']}"
        case _:
            return f"{day}: {shorten(str(row['event']), 80, placeholder=' …')}"


def facts(row_id: str, without: Collection[str] = ()) -> Markup:
    """Everything the table says of a row as a definition list, but for the columns ``without``."""
    name, row, heading = data.table_of(row_id), data.row(row_id), sentence(row_id)
    items = []
    if set(row.index) >= _BOUNDS:
        items.append(("Figure", escape(f"{quantity(row)} {row['unit']}")))
    for column, field in data.schema(name).items():
        if column in _BOUNDS | {"id", "unit", *without} or column not in row.index:
            continue
        value = row[column]
        if not words(value) or words(value) == heading:
            continue
        if column in {"earliest", "latest"} and words(value) == date_in_words(row["date"]):
            continue
        if column in _LINKED:
            shown = row_links(value)
        elif column in {"people", "reached"}:
            shown = people_links(value)
        elif column == "source":
            shown = source_links(value)
        elif column == "grade":
            shown = grade_mark(value)
        elif column == "place":
            links = (row_link(place, data.row(place)["name"]) for place in data.ids(value))
            shown = Markup("; ").join(links)
        elif column in {"seen_at", "text_url"}:
            shown = Markup('<a rel="nofollow noopener" href="{0}">{0}</a>').format(value)
        elif column in {"date", "in_force", "ended"}:
            shown = escape(date_in_words(str(value)))
        else:
            shown = escape(words(value))
        items.append((field["title"], shown))
    for part, named in people.rows_naming().get(row_id, {}).items():
        items.append((part, Markup("<br>").join(row_link(i, _in_short(i)) for i in named)))
    resting = claims.resting_on().get(row_id)
    if resting and "claims" not in without:
        items.append(("Claims that rest on it", row_links(";".join(resting))))
    return Markup("<dl>{}</dl>").format(
        Markup("").join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*item) for item in items)
    )


def card(row_id: str) -> Markup:
    """A row under its id among those of its table; the id leads to the page of its own."""
    return Markup(
        '<article class="row-card" id="{0}"><h3>{1} <a class="row-id" href="{2}">{0}</a></h3>'
        "{3}</article>\n"
    ).format(row_id, sentence(row_id), own_page(row_id), facts(row_id))
