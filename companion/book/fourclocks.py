"""The clock that the reader chooses for the list of the chapter: the directive ``{clocks}``."""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from companion import clocks
from companion.book import marked
from companion.clocks import CLOCKS
from companion.tables.clocks import LISTING

PARAMETER = "clock"
PHRASES = {
    "all": "All four clocks are shown, in the order of Tokyo’s calendar. Of {timed} events with "
    "an hour and a clock, {differ} have more than one date.",
    "one": "By the clock of {name}, {zone} in the zone database, {ahead}. Of {timed} events with "
    "an hour and a clock, {moved} fall on another date than where they happened; they are marked.",
    "unknown": "There is no clock {wanted} here, so all four are shown.",
}


def ahead(clock_id: str) -> str:
    """``9 hours ahead of Greenwich``."""
    hours = clocks.offsets()[clock_id].total_seconds() / 3600
    return f"{abs(hours):g} hours {'ahead of' if hours > 0 else 'behind'} Greenwich"


def says(clock_id: str = "") -> str:
    """What the page says of the choice: a clock, or all four where it is blank.

    Raises KeyError when there is no such clock.
    """
    timed = clocks.timed()
    if not clock_id:
        differ = sum(clocks.days_differ(event) for _, event in timed.iterrows())
        return PHRASES["all"].format(timed=len(timed), differ=differ)
    each = clocks.clock(clock_id)
    return PHRASES["one"].format(
        name=each.name,
        zone=each.zone,
        ahead=ahead(clock_id),
        timed=len(timed),
        moved=len(clocks.moved(clock_id)),
    )


def content() -> dict[str, Any]:
    """What the page's script needs: for each clock its sentence, its days and what is marked."""
    return {
        "parameter": PARAMETER,
        "unknown": PHRASES["unknown"],
        "says": says(),
        "clocks": {
            clock_id: {
                "says": says(clock_id),
                "moved": clocks.moved(clock_id),
                "days": [[clocks.in_words(day), ids] for day, ids in clocks.by_day(clock_id)],
            }
            for clock_id in CLOCKS
        },
    }


def form() -> Markup:
    """The choice of clock, hidden until its script runs, and the sentence on all four."""
    # "</" would end the script element early, and "<!--" hides its end.
    text = json.dumps(content(), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    choices = Markup("").join(
        Markup('<label><input type="radio" name="{}" value="{}"{}> {}</label>').format(
            PARAMETER, value, Markup("" if value else " checked"), name
        )
        for value, name in [("", "All four"), *((c.id, c.name) for c in CLOCKS.values())]
    )
    return Markup(
        '<div class="four-clocks" id="four-clocks" data-listing="tab-{listing}">'
        '<form hidden autocomplete="off"><fieldset><legend>By whose clock?</legend>{choices}'
        "</fieldset></form>"
        "<noscript><p>Choosing one clock needs JavaScript. Without it the list shows all "
        "four.</p></noscript>"
        '<p class="four-clocks-says" aria-live="polite">{says}</p>'
        '<script type="application/json" class="four-clocks-data">{data}</script></div>'
    ).format(listing=LISTING, choices=choices, says=says(), data=Markup(text))


class Clocks(SphinxDirective):
    """``{clocks}``: the choice of a clock for the list of events beneath (``companion.clocks``)."""

    def run(self) -> list[nodes.Node]:
        """One raw node with form, sentence and data."""
        node = nodes.raw("", str(form()), format="html")
        node["clocks"] = True
        return [node]


def setup(app: Sphinx) -> None:
    """Register the directive, and give pages with it their script and style."""
    app.add_directive("clocks", Clocks)
    marked.leave_out(app, "clocks")
    marked.bring(app, "clocks", "clocks.js", "clocks.css")
