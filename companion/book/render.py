"""Notebook outputs to document nodes: plotly figures and evidence tables."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from myst_nb.core.render import NbElementRenderer
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from companion import data, figures, seal, tables, views
from companion.figures import style

LOGGER = logging.getLogger(__name__)
PLOTLY_MIME = "application/vnd.plotly.v1+json"
PICTURES = data.ROOT.parent / "figures"
ASSETS = "_static/figures"
LEAVES = ("text/html", "image/svg+xml", "image/png", "text/markdown", "text/plain")  # on paper


def fingerprint(spec: dict[str, Any]) -> str:
    """Twelve hexadecimal digits that name a figure's specification."""
    text = json.dumps(spec, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def picture(figure_id: str, spec: dict[str, Any], form: str = "") -> Path:
    """Where the static picture of that specification stands: ``form`` is "" or "-narrow"."""
    return PICTURES / f"{figure_id}.{fingerprint(spec)}{form}.svg"


class evidence_table(nodes.General, nodes.Element):
    """A captioned, numbered table of evidence, which has no children."""


def visit_evidence_table(self: HTML5Translator, node: evidence_table) -> None:
    """Open the figure element that holds caption and table."""
    self.body.append(self.starttag(node, "figure", CLASS="evidence-table"))
    self.body.append("<figcaption>")
    self.add_fignumber(node)
    self.body.append(f'<span class="caption-text">{node["title_html"]}</span>')
    self.add_permalink_ref(node, "Link to this table")
    self.body.append(f"</figcaption>{node['table_html']}")
    self.body.append(
        f'<p class="plot-below plot-links">{views.cite_link(node["names"][0], "table")}</p>'
    )


def depart_evidence_table(self: HTML5Translator, node: evidence_table) -> None:
    """Close it."""
    self.body.append("</figure>")


def table_title(node: nodes.Node) -> str:
    """The words that a reference to the table by its title shows."""
    assert isinstance(node, evidence_table)
    return str(node["title"])


class CompanionMime:
    """Renders plotly specifications and evidence tables, which stock myst-nb drops."""

    mime_priority_overrides = (
        ("*", PLOTLY_MIME, 1),
        ("*", tables.MIME, 1),
        *(("leaves", mime, 2 + place) for place, mime in enumerate(LEAVES)),
    )

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: Any, inline: bool
    ) -> list[nodes.Element] | None:
        """Nodes for the two kinds of output the companion knows; None for all others."""
        document = renderer.renderer.document
        if data.mime_type == PLOTLY_MIME:
            return [plot(data.content, document)]
        if data.mime_type == tables.MIME:
            return [listing(data.content, document)]
        return None


def listing(content: dict[str, Any], document: nodes.document) -> evidence_table:
    """The node of an evidence table, given what its notebook output holds."""
    found = tables.registry()[content["id"]]
    label = f"tab-{found.id}"
    node = evidence_table(
        "",
        title_html=str(Markup("<strong>{}.</strong> {}").format(found.title, found.caption)),
        title=found.title,
        table_html=str(views.table_of_cells(content, found.title)),
        content={"headers": content["headers"], "lines": [r["cells"] for r in content["rows"]]},
        names=[label],
        table=found.id,
        rows=tables.rows_shown(content),
    )
    document.note_explicit_target(node)
    return node


def plot(content: dict[str, Any], document: nodes.document) -> nodes.figure:
    """The node of a figure: static pictures, caption, rows, downloads and specification.

    The pictures stand for the figure until a script brings it alive, and for good where there is
    no script, in print and in books that cannot run one.
    """
    spec = {"data": content["data"], "layout": content["layout"]}
    figure_id = spec["layout"].get("meta", {}).get("figure")
    if figure_id not in figures.registry():
        LOGGER.warning(
            "a plotly output is not a figure of the registry",
            location=document.settings.env.docname,
        )
        return nodes.figure("", nodes.paragraph(text="(a figure that is not in the registry)"))
    found = figures.registry()[figure_id]
    for form in ("", "-narrow"):
        if not picture(figure_id, spec, form).is_file():
            LOGGER.warning(
                "figure %s has no static picture for what it now draws: run `make figures`",
                figure_id,
                location=document.settings.env.docname,
            )
            break
    figure = nodes.figure(
        "",
        names=[f"fig-{figure_id}"],
        classes=["companion-figure"],
        picture=picture(figure_id, spec).name,
        alt=found.alt,
        figure=figure_id,
        rows=figures.rows_drawn(spec),
    )
    document.note_explicit_target(figure)
    figure += nodes.raw("", str(_stage(found, spec)), format="html")
    figure += nodes.caption("", "", *_caption(found, spec))
    figure += nodes.raw("", str(_below(found, spec)), format="html")
    return figure


def _caption(found: figures.FigureSpec, spec: dict[str, Any]) -> list[nodes.Node]:
    view = " of the view before any choice" if seal.turned(found.id) else ""
    return [
        nodes.strong(text=f"{found.title}."),
        nodes.Text(f" {found.caption} "),
        nodes.inline(text=f"Seal{view}: {seal.of_specification(found.id, spec)}", classes=["seal"]),
    ]


def _stage(found: figures.FigureSpec, spec: dict[str, Any]) -> Markup:
    height = spec["layout"]["height"]
    narrow_height = figures.narrow_form(spec)["layout"]["height"]
    pictures = Markup("").join(
        Markup(
            '<picture class="only-{paper}"><source media="(max-width: 600px)" '
            'srcset="../{assets}/{id}-narrow{dark}.svg" width="{nw}" height="{nh}"/>'
            '<img class="dark-light" src="../{assets}/{id}{dark}.svg" width="{w}" height="{h}" '
            'loading="lazy" alt="{alt}"/></picture>'
        ).format(
            paper=paper,
            assets=ASSETS,
            id=found.id,
            dark="-dark" if paper == "dark" else "",
            nw=style.NARROW,
            nh=narrow_height,
            w=style.WIDE,
            h=height,
            alt=found.alt,
        )
        for paper in ("light", "dark")
    )
    return Markup('<div class="plot" data-figure="{}">{}</div>').format(found.id, pictures)


def specification_script(figure_id: str, spec: dict[str, Any]) -> str:
    """The script that gives a page the specification of a figure, once the figure is reached.

    A script and not JSON, since a page opened from a disk may load nothing else.
    """
    text = json.dumps(spec, ensure_ascii=False, separators=(",", ":"))
    return f"(window.companionSpecifications??={{}})[{json.dumps(figure_id)}]={text};\n"


def _below(found: figures.FigureSpec, spec: dict[str, Any]) -> Markup:
    rows = figures.rows_drawn(spec)
    links = Markup(" · ").join(
        Markup('<a href="../{0}/{1}.{2}" download="">{3}</a>').format(ASSETS, found.id, end, word)
        for end, word in (("csv", "CSV"), ("svg", "SVG"), ("png", "PNG"))
    )
    return Markup(
        '<div class="plot-below"><details class="plot-rows"><summary>The {n} rows it draws'
        '</summary>{rows}</details><p class="plot-links">{cite}<span class="plot-files"> · '
        "Download: {links}</span></p></div>"
    ).format(
        n=len(rows),
        rows=views.lines(rows, found.title),
        cite=views.cite_link(f"fig-{found.id}", "figure"),
        links=links,
    )
