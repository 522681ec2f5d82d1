"""A commune's report as a sheet to be filled in: handed out with what is known, read again wherever it comes back."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ocop_core.errors import Refused
from ocop_core.office.look import looks, page, safe
from ocop_core.office.sheets import Row, Value, read_book

_MARK = re.compile(r"BC-(\d{1,9})-(\d{5})")
_HEAD, _MARKED_WITHIN = 4, 12
# How many letters a line of the second column holds, and how high a row of two is.
_ONE_LINE, _TWO_LINES = 56, 33
_WIDTHS = (14, 58, 14, 14, 18)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, or a question to be answered in words: what the last period had, and what is known now."""

    key: str
    group: str
    name: str
    unit: str = ""
    before: int | None = None
    value: int | str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the sheet: its name, the line that says what to do, the five headings."""

    sheet: str
    hint: str
    heads: tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Filled:
    """What a sheet says: for which period and commune, and what stands beside each key, as it was written."""

    period: int
    unit: str
    said: Mapping[str, str]


def mark(period: int, unit: str) -> str:
    """By what the sheet is known again."""
    return f"BC-{period}-{unit}"


def write(title: Sequence[str], known_as: str, lines: Sequence[Line], words: Words) -> bytes:
    """The sheet as a file: keys on the left, the column to be filled on the right."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        look = looks(book)
        sheet = book.add_worksheet(words.sheet)
        page(sheet, _HEAD, _HEAD + 1, 2)
        for row, text in enumerate((*title, words.hint, known_as)):
            sheet.merge_range(row, 0, row, 4, safe(text), look["title" if row == 0 else "under"])
        for column, (text, width) in enumerate(zip(words.heads, _WIDTHS, strict=True)):
            sheet.write_string(_HEAD, column, text, look["head"])
            sheet.set_column(column, column, width)
        row = _HEAD + 1
        for group, several in groupby(lines, key=lambda each: each.group):
            sheet.merge_range(row, 0, row, 4, safe(group), look["total"])
            for row, line in enumerate(several, start=row + 1):  # noqa: B020
                _write(sheet, row, line, look)
            row += 1
    return out.getvalue()


def _write(sheet: Any, row: int, line: Line, look: dict[str, Any]) -> None:
    if len(line.name) > _ONE_LINE:
        sheet.set_row(row, _TWO_LINES)
    sheet.write_string(row, 0, line.key, look["middle"])
    sheet.write_string(row, 1, safe(line.name), look["text"])
    sheet.write_string(row, 2, line.unit, look["middle"])
    for column, value in ((3, line.before), (4, line.value)):
        if isinstance(value, int):
            sheet.write_number(row, column, value, look["number"])
        else:
            sheet.write_string(row, column, safe(value or ""), look["text"])


def read(content: bytes) -> Filled:
    """What a filled sheet says. Raises Refused: no spreadsheet (import_file.…), not handed out here (report_form.…)."""
    for sheet in read_book(content).sheets:
        if (found := _marked(sheet.rows)) is not None:
            said = {_text(row[0]): _text(row[4]) for row in sheet.rows[_HEAD + 1 :] if len(row) > 4 and _text(row[0])}
            return Filled(int(found[1]), found[2], {key: text for key, text in said.items() if text})
    raise Refused("report_form.not_ours")


def _marked(rows: Sequence[Row]) -> re.Match[str] | None:
    cells = (_text(cell) for row in rows[:_MARKED_WITHIN] for cell in row)
    return next((found for cell in cells if (found := _MARK.fullmatch(cell))), None)


def _text(cell: Value) -> str:
    if isinstance(cell, float) and cell == int(cell):
        cell = int(cell)
    return "" if cell is None else str(cell).strip().removeprefix("'")
