"""The tables as one workbook with a codebook sheet; no cell of it is ever run as a formula."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from companion.export.descriptors import citation

_WIDEST = 60  # characters; longer text wraps
# A workbook carries the day it was made, and two equal ones should be equal.
_EPOCH = datetime.datetime(1980, 1, 1)
_PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def write(path: Path, tables: Mapping[str, pd.DataFrame], codebook: pd.DataFrame) -> None:
    """Write a sheet about the data, the codebook and a sheet for each table.

    Text stays text, whatever it begins with; days are dates, numbers numbers, missing is blank.
    """
    cff = citation()
    about = pd.DataFrame(
        {
            "about": ["title", "version", "authors", "licence of the data", "how to cite"],
            "value": [
                cff["title"],
                str(cff["version"]),
                "; ".join(author["name"] for author in cff["authors"]),
                cff["license"][-1],
                " ".join(cff["message"].split()),
            ],
        }
    )
    with xlsxwriter.Workbook(path, _PLAIN) as book:
        book.set_properties({"title": cff["title"], "created": _EPOCH})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True, "valign": "top"})
        for name, frame in {"about": about, "codebook": codebook, **tables}.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
            for column, title in enumerate(frame.columns):
                values = frame[title]
                longest = max([len(str(title)), *values.dropna().astype(str).str.len()])
                sheet.set_column(column, column, min(longest + 2, _WIDEST), text)
                sheet.write_string(0, column, str(title), head)
                for row, value in enumerate(values, start=1):
                    _write(sheet, row, column, value, day, text)


def _write(sheet: Any, row: int, column: int, value: Any, day: Any, text: Any) -> None:
    if pd.isna(value):
        return
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, pd.Timestamp):
        # A workbook counts days from 1900: earlier ones can only be told in words.
        if value.year < 1900:
            sheet.write_string(row, column, f"{value:%Y-%m-%d}", text)
        else:
            sheet.write_datetime(row, column, value.to_pydatetime(), day)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, text)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, text)
    else:
        sheet.write_number(row, column, value, text)
