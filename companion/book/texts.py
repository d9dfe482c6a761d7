"""The two texts on the page: passages, their claims, and the verdicts on them."""

from __future__ import annotations

import re

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from companion import checks, claims, data, owncopy, views
from companion.book.roles import datum_text, role
from companion.concordance import SIGNS

RELATIONS = {
    "agree": "{} says the same",
    "differ": "{} says otherwise",
    "past": "{} speaks of the same thing and asks another question",
}
_DATUM = re.compile(r"\{([^{}]+)\}")


def verdict_mark(verdict: str) -> Markup:
    """The verdict in words after a sign of its own, so that it does not rest on colour."""
    return Markup(
        '<span class="verdict verdict-{0}"><span aria-hidden="true">{1}</span> {0}</span>'
    ).format(verdict, SIGNS[verdict])


def finding_html(text: str) -> Markup:
    """A finding with its ``{row-id.column}`` references as figures that lead to their rows."""
    parts = _DATUM.split(text)
    out = [escape(parts[0])]
    for reference, after in zip(parts[1::2], parts[2::2], strict=True):
        row_id = reference.partition(".")[0]
        grade = data.row(row_id)["grade"]
        out.append(views.row_link(row_id, datum_text(reference)))
        if grade == "unchecked":
            out.append(Markup('<sup class="unchecked-mark">unchecked</sup>'))
        out.append(escape(after))
    return Markup("").join(out)


def claim_html(claim_id: str) -> Markup:
    """A claim with verdict, finding, evidence, sources and what the other text says."""
    claim = data.row(claim_id)
    lines = [
        Markup('<p class="claim-statement">{}</p>').format(claim["statement"]),
        Markup('<p class="claim-finding">{}</p>').format(finding_html(claim["finding"])),
    ]
    if words := views.words(claim["check"]):
        why = views.words(claim["why_differs"])
        why = f" {why[0].upper()}{why[1:].removesuffix('.')}." if why else ""
        lines.append(
            Markup(
                '<p class="claim-check">Computed from the rows, <code>{}</code>: {}.{}</p>'
            ).format(checks.written(words), claim["computed"], why)
        )
    for other, relation in claims.answers(claim_id).items():
        name = other.partition("-")[0].upper()
        lines.append(
            Markup('<p class="claim-other">{}: <a href="{}">{}</a> ({}).</p>').format(
                RELATIONS[relation].format(name),
                views.address(other),
                data.row(other)["statement"].removesuffix("."),
                data.row(other)["verdict"],
            )
        )
    rows = data.ids(claim["evidence"])
    if rows:
        lines.append(
            Markup(
                '<details class="plot-rows"><summary>{} of evidence</summary>{}</details>'
            ).format(
                "1 row" if len(rows) == 1 else f"{len(rows)} rows",
                views.lines(rows, claim["statement"]),
            )
        )
    source = views.words(claim["source"])
    return Markup(
        '<article class="claim" id="{0}" data-verdict="{1}" data-kind="{2}">'
        '<p class="claim-head">{3} <span class="claim-kind">{2}</span> '
        '<a class="row-id" href="{6}">{0}</a></p>'
        '{4}<p class="plot-links">{7}</p>{5}</article>\n'
    ).format(
        claim_id,
        claim["verdict"],
        claim["kind"],
        verdict_mark(claim["verdict"]),
        Markup("").join(lines),
        Markup('<p class="claim-sources tag_margin">{}</p>').format(
            views.source_links(claim["source"])
        )
        if source
        else "",
        views.own_page(claim_id),
        views.cite_link(claim_id, "claim"),
    )


class Passage(SphinxDirective):
    """``{passage} gh-03``: a passage's place and paraphrase, then its claims."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One raw node; an error that names the passage when there is none of that id."""
        passage_id = self.arguments[0]
        if passage_id not in data.load("passages").index:
            raise self.error(f"no passage {passage_id!r} in data/passages.csv")
        passage = data.row(passage_id)
        mine = data.load("claims")
        mine = mine[mine["passage"] == passage_id]
        first, last = passage["sentence_first"], passage["sentence_last"]
        where = f"{passage['location']}, " + (
            f"sentence {first}" if first == last else f"sentences {first} to {last}"
        )
        words = owncopy.words(passage_id)
        html = Markup(
            '<section class="passage" id="{0}" data-passage="{0}">'
            '<p class="passage-place">{1}, passage {0}: {2}</p>'
            '<p class="passage-own-words"{3}>{4}</p>'
            '<p class="passage-paraphrase">{5}</p>{6}</section>'
        ).format(
            passage_id,
            passage["text"],
            where,
            Markup("" if words else " hidden"),
            words,
            passage["paraphrase"],
            Markup("").join(claim_html(str(claim_id)) for claim_id in mine.index),
        )
        return [nodes.raw("", str(html), format="html", passage=passage_id)]


class VerdictFilter(SphinxDirective):
    """``{verdict-filter} GH``: shows one kind of verdict only; works without a script."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """A row of choices with the count of each verdict."""
        mine = data.load("claims")
        mine = mine[mine.index.str.startswith(self.arguments[0].lower() + "-")]
        counts = mine["verdict"].value_counts()
        choices = Markup("").join(
            Markup(
                '<label><input type="radio" name="verdict" value="{0}"{1}> {2} ({3})</label>'
            ).format(value, Markup(" checked") if value == "all" else "", words, count)
            for value, words, count in (
                ("all", "all", len(mine)),
                *((v, f"{SIGNS[v]} {v}", int(counts.get(v, 0))) for v in claims.VERDICTS),
            )
        )
        html = Markup(
            '<fieldset class="verdict-filter"><legend>Show claims that are</legend>{}</fieldset>'
        ).format(choices)
        return [nodes.raw("", str(html), format="html")]


@role
def claim_link(text: str) -> list[nodes.Node]:
    """``{claim}`gh-…```: a link to the claim, named by text, with its verdict."""
    if text not in data.load("claims").index:
        raise KeyError(f"no claim {text!r}")
    claim = data.row(text)
    words = f"{text.partition('-')[0].upper()} {SIGNS[claim['verdict']]} {claim['verdict']}"
    return [
        nodes.reference(
            "",
            words,
            refuri=views.address(text),
            internal=True,
            reftitle=claim["statement"],
            classes=["claim-link"],
            uses=[text],
        )
    ]


def setup(app: Sphinx) -> None:
    """Register directives and role."""
    app.add_directive("passage", Passage)
    app.add_directive("verdict-filter", VerdictFilter)
    app.add_role("claim", claim_link)
