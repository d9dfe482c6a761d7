"""Tables on armies in proportion: where GH's comparison holds, men under arms, replacements."""

from __future__ import annotations

import pandas as pd

from companion import data, proportion
from companion.proportion import POWERS, american, as_gh_says, in_number, in_proportion, total
from companion.tables import listing
from companion.tables.forces_lines import table_of
from companion.text import date_in_words, number, quantity


@listing(
    "divisions-claim",
    table="force_levels",
    title="Are the American divisions far fewer? Twelve ways of counting",
    caption=(
        "Divisions in being are set against the 95 in being, divisions raised against those "
        "raised. GH compares bare numbers with the USSR and Germany, proportions with Japan and "
        "Britain; “Far fewer” judges by the comparison that GH makes, and calls so what is at most "
        "four fifths. The bound is a choice of this book. The Commonwealth’s divisions over "
        "Britons alone are no fair proportion, and are shown because they are met."
    ),
)
def divisions_claim(forces: pd.DataFrame) -> pd.DataFrame:
    """Each count of the other powers' divisions against the American one of the same kind."""
    lines = []
    for count in proportion.OTHERS:
        ours, theirs = total(forces, american(count).divisions), total(forces, count.divisions)
        verdict = "yes" if proportion.holds(forces, count) else "no"
        judged = "by number" if as_gh_says(count) else "per head"
        lines.append(
            [
                POWERS[count.power],
                count.words,
                f"{number(ours)} to {number(theirs)}",
                f"{in_number(forces, count):.2f}",
                f"{in_proportion(forces, count):.2f}",
                f"{verdict}, {judged}" + ("" if count.fair else "; unfair"),
            ]
        )
    ids = [f"{count.ids};{american(count).ids}" for count in proportion.OTHERS]
    columns = [
        "Power", "Counting", "Divisions, US to other", "US divisions for each of its",
        "The same per head", "Far fewer",
    ]  # fmt: skip
    return table_of(ids, lines, columns)


@listing(
    "people-under-arms",
    table="force_levels",
    title="People under arms, and how many stand behind each division",
    caption=(
        "All services together where “Counting” does not say otherwise. Soviet people of "
        "1946 are those who survived and those born; people of 1941 include the dead and the "
        "occupied. The Japanese empire counts Koreans and Taiwanese, of whom few served before "
        "1944. “For each division” divides men by divisions and is no planner’s division slice."
    ),
)
def people_under_arms(forces: pd.DataFrame) -> pd.DataFrame:
    """Share of the people under arms by power, then men for each division."""
    best = forces["best"]
    ids, lines = [], []
    for power, words, men, people in proportion.UNDER_ARMS:
        share = f"{100 * best[men] / best[people]:.1f} per cent of {number(best[people])}"
        ids.append(f"{men};{people}")
        lines.append([POWERS[power], words, number(best[men]), share, ""])
    for power, words, men, divisions in proportion.PER_DIVISION:
        among = total(forces, divisions)
        each = f"{number(round(best[men] / among, -2))} in each of {number(among)}"
        ids.append(";".join((men, *divisions)))
        lines.append([POWERS[power], words, number(best[men]), "", each])
    return table_of(ids, lines, ["Power", "Counting", "Men", "Share", "For each division"])


@listing(
    "replacement-crisis",
    table="force_levels",
    title="The replacement crisis in figures, 1943 to 1945",
    caption=(
        "American ground forces, in order of date. Rates are men a month. A forecast is what was "
        "expected, and a transfer ordered is not one carried out."
    ),
)
def replacement_crisis(forces: pd.DataFrame) -> pd.DataFrame:
    """Needs, sources and shortfalls of replacements."""
    ids = [
        "us-agf-shortage-1944-01",
        "us-replacements-need-1944",
        "us-replacements-output-1944",
        "us-astp-1944-02",
        "us-astp-to-ground-forces",
        "us-cadets-to-ground-forces",
        "us-replacements-required-1944-12",
        "us-replacements-offered-1944-12",
        "us-replacements-offered-europe",
        "us-replacements-offered-europe-infantry",
        "us-replacements-offered-southwest-pacific",
        "us-air-to-ground-forces",
        "us-service-to-ground-forces",
        "us-divisions-lost-over-100",
        "us-riflemen-deficit-1945-03",
        "us-five-divisions-loss-share",
    ]
    rows = forces.loc[ids]
    nouns = {"personnel": "men", "share": "per cent"}
    alike = rows.duplicated(["earliest", "counts"], keep=False)
    lines = [
        [
            date_in_words(row["date"]),
            f"{quantity(row)} {nouns.get(row['measure'], row['measure'])}",
            f"{row['formation']}: {row['counts']}" if alike[row_id] else row["counts"],
        ]
        for row_id, row in rows.iterrows()
    ]
    return table_of(ids, lines, ["When", "Figure", "What it counts"])


@listing(
    "casualties-in-europe",
    table="actual_losses",
    title="Battle casualties of the Army’s ground forces in Europe, stretch by stretch",
    caption=(
        "As announced by the War Department. Lines that rest on several rows are differences of "
        "printed totals, and take in reports that came late: the totals for the end of March and "
        "the end of April are further apart than the casualties announced for April."
    ),
)
def casualties_in_europe(losses: pd.DataFrame) -> pd.DataFrame:
    """Casualties from the landing to April 1945, with the replacements promised Europe."""
    offer = float(data.row("us-replacements-offered-europe")["best"])
    promised = pd.Timestamp(data.row("us-replacements-offered-europe")["earliest"])
    ids, lines = [], []
    for stretch in proportion.stretches(losses):
        span = date_in_words(f"{stretch.first:%Y-%m-%d}/{stretch.last:%Y-%m-%d}")
        over = f"{stretch.a_month / offer:.2f}" if stretch.first >= promised else ""
        ids.append(stretch.ids)
        lines.append([span, number(stretch.men), number(round(stretch.a_month, -2)), over])
    columns = ["Stretch", "Casualties", "In 30 days", "Over the men promised a month"]
    return table_of(ids, lines, columns)
