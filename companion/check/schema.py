"""Hold a table against its Table Schema, through frictionless."""

from __future__ import annotations

import re
from typing import Any

from frictionless import Resource, Schema

from companion.check.files import Table
from companion.check.problem import Found, Problem

# The loader reads exactly these forms; frictionless would also take 1_000, NaN, TRUE or １２.
FORMS = {
    "number": (re.compile(r"-?[0-9]+(\.[0-9]+)?"), "a plain number such as 1500 or 0.5"),
    "integer": (re.compile(r"-?[0-9]+"), "a whole number without marks or decimals"),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a day of the calendar as YYYY-MM-DD"),
    "boolean": (re.compile(r"true|false"), "true or false"),
}
_CONSTRAINTS = {
    "required": "a value: this cell may not be blank",
    "enum": "one of: {}",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "pattern": "text of the form {}",
}


def schema_problems(table: Table) -> Found:
    """Every cell that has not the type or breaks a constraint of its field."""
    descriptor = {"fields": table.schema["fields"], "missingValues": [""]}
    columns = list(table.fields)
    cells = [columns, *([row[column] for column in columns] for row in table.rows)]
    resource = Resource(data=cells, schema=Schema.from_descriptor(descriptor))
    reported = set()
    try:
        errors = resource.validate(limit_errors=1_000_000).flatten(
            ["type", "rowNumber", "fieldName", "cell", "note"]
        )
    except Exception as error:  # whatever frictionless lets through says that nothing was checked
        yield Problem(table.file, None, None, "", f"a table that frictionless can read ({error!r})")
        return
    for kind, number, column, cell, note in errors:
        reported.add((number, column))
        field = table.fields.get(column, {})
        yield Problem(table.file, number, column, cell or "", _expected(kind, field, str(note)))
    for column, field in table.fields.items():
        if form := FORMS.get(field.get("type", "")):
            for number, row in table.lines():
                cell = row[column]
                if cell and (number, column) not in reported and not form[0].fullmatch(cell):
                    yield Problem(table.file, number, column, cell, form[1])


def _expected(kind: str, field: dict[str, Any], note: str) -> str:
    if kind == "type-error":
        words = FORMS.get(field.get("type", ""), ("", f"the type {field.get('type')}"))[1]
    elif kind == "unique-error":
        words = f"a value of its own, but it is {note}"
    elif kind == "blank-row":
        words = "values: take the blank row out"
    elif match := re.match(r'constraint "(\w+)"', note):
        limit = field.get("constraints", {}).get(match[1], "")
        limit = ", ".join(map(str, limit)) if isinstance(limit, list) else limit
        words = _CONSTRAINTS.get(match[1], match[1] + " {}").format(limit)
    else:
        words = note
    return f"{words} ({field['description']})" if field.get("description") else words
