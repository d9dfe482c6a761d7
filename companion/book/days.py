"""A campaign that the reader steps through by day: the directive ``{days}``."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from companion import places, views
from companion.book import marked
from companion.campaign import CAMPAIGNS, Campaign, hour
from companion.text import date_in_words

PHRASES = {
    "whole": "All {total} events are shown: choose a day to see how far things had come.",
    "none": "{day}: no event in the data. {past} of {total} had begun.",
    "some": "{day}: {count} of {total} events. {past} had begun by then.",
    "unknown": "There is no step for {day}, so all events are shown.",
    "play": "Play",
    "pause": "Pause",
}


def in_words(day: pd.Timestamp) -> str:
    """``Wednesday 15 August 1945``."""
    return f"{day:%A} {date_in_words(day.strftime('%Y-%m-%d'))}"


def content(campaign: Campaign) -> dict[str, Any]:
    """What the page's script needs: the days, the events with their days and words, all phrases."""
    return {
        "parameter": campaign.parameter,
        "phrases": PHRASES,
        "days": [[day.strftime("%Y-%m-%d"), in_words(day)] for day in campaign.days],
        "whole": "The whole campaign",
        "events": [
            {
                "id": str(row_id),
                "from": row["earliest"].strftime("%Y-%m-%d"),
                "until": row["latest"].strftime("%Y-%m-%d"),
                "where": ", ".join(filter(None, [hour(row), places.names(row["place"])])),
                "what": row["event"],
                "address": views.address(str(row_id)),
            }
            for row_id, row in campaign.events.iterrows()
        ],
    }


def form(campaign: Campaign) -> Markup:
    """Slider and buttons, hidden until their script runs, and the place for the day's events."""
    # "</" would end the script element early, and "<!--" hides its end.
    text = json.dumps(content(campaign), ensure_ascii=False, separators=(",", ":"))
    steps = len(campaign.days)
    return Markup(
        '<div class="days" id="days-{id}" data-figure="fig-{figure}">'
        '<form hidden aria-label="{name}: choose a day" autocomplete="off">'
        '<p class="days-slide"><label for="slide-{id}">Day</label>'
        '<input type="range" id="slide-{id}" min="0" max="{steps}" value="{steps}" step="1">'
        '<output for="slide-{id}"></output></p>'
        '<p class="days-acts"><button type="button" data-act="play">Play</button>'
        '<button type="button" data-act="back">Previous day with events</button>'
        '<button type="button" data-act="next">Next day with events</button>'
        '<button type="button" data-act="whole">Whole campaign</button></p></form>'
        "<noscript><p>Stepping through the days needs JavaScript. Without it the map and its "
        "list hold all {total} events.</p></noscript>"
        '<div class="days-now" id="now-{id}" aria-live="polite"></div>'
        '<script type="application/json" class="days-data">{data}</script></div>'
    ).format(
        id=campaign.id,
        figure=campaign.figure,
        name=campaign.name,
        steps=steps,
        total=len(campaign.events),
        data=Markup(text.replace("<", "\\u003c")),
    )


class Days(SphinxDirective):
    """``{days} name``: the steps of a campaign (see ``companion.campaign``)."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One raw node with slider, buttons and data; its script sets it beneath the figure."""
        campaign = CAMPAIGNS.get(self.arguments[0])
        if campaign is None:
            raise self.error(
                f"no campaign {self.arguments[0]!r}; there are: {', '.join(CAMPAIGNS)}"
            )
        node = nodes.raw("", str(form(campaign)), format="html")
        node["days"] = campaign.id
        return [node]


def setup(app: Sphinx) -> None:
    """Register the directive, and give pages with it their script and style."""
    app.add_directive("days", Days)
    marked.leave_out(app, "days")
    marked.bring(app, "days", "day.js", "day.css")
