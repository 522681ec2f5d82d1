"""Writes the register of certificates as an office would send it: A4 across, Times New Roman, real dates, a total."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ocop_core.office.look import FONT, SIZE, looks, page, safe

_HEAD, _FIRST = 4, 6
# Widths in characters; a heading of two lines stands below a wider one.
_WIDTHS = (5, 26, 28, 20, 18, 12, 7, 7, 7, 15, 11, 12, 11, 18)
_WIDE = ((3, 4, "address"), (7, 8, "result"), (9, 10, "decision"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One certificate with its product. `points` are whole points, `note` whatever stands in the last column."""

    product: str
    producer: str
    address: str
    commune: str
    phone: str
    set_no: int | None
    points: float | None
    stars: int
    decision: str
    issued: date
    number: str
    expires: date
    note: str


COLUMNS = (
    "stt", "product", "producer", "place", "commune", "phone", "set", "points", "stars", "number", "issued",
    "certificate", "expires", "remark",
)  # fmt: skip


def write(entries: Sequence[Entry], say: Callable[[str], str], title: Sequence[str], name: str) -> bytes:
    """The sheet as a file. `say` gives the words of a heading by its name, `title` are the lines above the table."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        look = {**looks(book), **_own_looks(book)}
        sheet = book.add_worksheet(name)
        page(sheet, _HEAD, _FIRST, 2)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        for row, text in enumerate(title):
            sheet.merge_range(row, 0, row, len(COLUMNS) - 1, text, look["title" if row == 1 else "under"])
        _headings(sheet, say, look)
        for number, entry in enumerate(entries, start=1):
            _line(sheet, _FIRST + number - 1, number, entry, look)
        last = _FIRST + len(entries)
        sheet.merge_range(last, 0, last, 1, say("total"), look["total"])
        sheet.write_number(last, 2, len(entries), look["total"])
        for column in range(3, len(COLUMNS)):
            sheet.write_blank(last, column, None, look["total"])
        sheet.print_area(0, 0, last, len(COLUMNS) - 1)
    return out.getvalue()


def _own_looks(book: Any) -> dict[str, Any]:
    """What this sheet has beyond the common look."""
    middle = {
        "font_name": FONT,
        "font_size": SIZE,
        "valign": "vcenter",
        "border": 1,
        "text_wrap": True,
        "align": "center",
    }
    return {
        "stars": book.add_format({**middle, "num_format": '0 "sao"'}),
        "points": book.add_format({**middle, "num_format": "0.0#"}),
    }


def _headings(sheet: Any, say: Callable[[str], str], look: dict[str, Any]) -> None:
    below = {column for left, right, _ in _WIDE for column in range(left, right + 1)}
    for left, right, name in _WIDE:
        sheet.merge_range(_HEAD, left, _HEAD, right, say(name), look["head"])
    for column, name in enumerate(COLUMNS):
        if column in below:
            sheet.write_string(_HEAD + 1, column, say(name), look["head"])
        else:
            sheet.merge_range(_HEAD, column, _HEAD + 1, column, say(name), look["head"])


def _line(sheet: Any, row: int, number: int, entry: Entry, look: dict[str, Any]) -> None:
    cells = (
        (number, "middle"), (entry.product, "text"), (entry.producer, "text"), (entry.address, "text"),
        (entry.commune, "text"), (entry.phone, "middle"), (entry.set_no, "middle"), (entry.points, "points"),
        (entry.stars, "stars"), (entry.decision, "middle"), (entry.issued, "day"), (entry.number, "middle"),
        (entry.expires, "day"), (entry.note, "text"),
    )  # fmt: skip
    for column, (value, name) in enumerate(cells):
        if isinstance(value, date):
            sheet.write_datetime(row, column, datetime.combine(value, datetime.min.time()), look[name])
        elif isinstance(value, str) and value:
            sheet.write_string(row, column, safe(value), look[name])
        elif value in (None, ""):
            sheet.write_blank(row, column, None, look[name])
        else:
            sheet.write_number(row, column, value, look[name])
