"""The communes' figures as a spreadsheet: groups over columns, a line for each commune, sums below."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ocop_core.office.look import looks, page, safe

_HEAD, _FIRST, _LEFT = 3, 5, 3


@dataclass(frozen=True, slots=True)
class Column:
    """One figure: the group under which it stands, its name, and in what it is counted."""

    group: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Line:
    """One commune: where its report stands, and its figures; None where there is none."""

    name: str
    state: str
    figures: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the sheet that are not figures."""

    sheet: str
    number: str
    unit: str
    state: str
    total: str


def write(title: Sequence[str], columns: Sequence[Column], lines: Sequence[Line], words: Words) -> bytes:
    """The sheet as a file; the sums are formulas of our own, with the sums of today beside them."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        look = looks(book)
        sheet = book.add_worksheet(words.sheet)
        page(sheet, _HEAD, _FIRST, _LEFT)
        width = _LEFT + len(columns) - 1
        for row, text in enumerate(title):
            sheet.merge_range(row, 0, row, width, text, look["title" if row == 0 else "under"])
        _head(sheet, columns, words, look)
        for row, line in enumerate(lines, start=_FIRST):
            _line(sheet, row, line, look)
        _sums(sheet, columns, lines, words, look)
        sheet.print_area(0, 0, _FIRST + len(lines), width)
    return out.getvalue()


def _head(sheet: Any, columns: Sequence[Column], words: Words, look: dict[str, Any]) -> None:
    for column, (text, width) in enumerate(((words.number, 6), (words.unit, 26), (words.state, 14))):
        sheet.merge_range(_HEAD, column, _HEAD + 1, column, text, look["head"])
        sheet.set_column(column, column, width)
    at = _LEFT
    for group, several in groupby(columns, key=lambda each: each.group):
        names = list(several)
        if len(names) > 1:
            sheet.merge_range(_HEAD, at, _HEAD, at + len(names) - 1, group, look["head"])
        else:
            sheet.write_string(_HEAD, at, group, look["head"])
        for place, each in enumerate(names, start=at):
            sheet.write_string(_HEAD + 1, place, f"{each.name} ({each.unit})", look["head"])
        at += len(names)
    sheet.set_column(_LEFT, at - 1, 12)
    sheet.set_row(_HEAD + 1, 110)


def _line(sheet: Any, row: int, line: Line, look: dict[str, Any]) -> None:
    sheet.write_number(row, 0, row - _FIRST + 1, look["middle"])
    sheet.write_string(row, 1, safe(line.name), look["text"])
    sheet.write_string(row, 2, safe(line.state), look["middle"])
    for column, figure in enumerate(line.figures, start=_LEFT):
        if figure is None:
            sheet.write_blank(row, column, None, look["number"])
        else:
            sheet.write_number(row, column, figure, look["number"])


def _sums(sheet: Any, columns: Sequence[Column], lines: Sequence[Line], words: Words, look: dict[str, Any]) -> None:
    from xlsxwriter.utility import xl_range

    last = _FIRST + len(lines)
    sheet.merge_range(last, 0, last, 2, words.total, look["total"])
    for column in range(len(columns)):
        of = xl_range(_FIRST, column + _LEFT, last - 1, column + _LEFT)
        total = sum(line.figures[column] or 0 for line in lines)
        sheet.write_formula(last, column + _LEFT, f"=SUM({of})", look["sum"], total)
