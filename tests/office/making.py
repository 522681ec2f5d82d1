"""Makes office files for tests, and says beside each what is true of its rows."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter

Build = Callable[[], bytes]


@dataclass(frozen=True)
class True_:
    """What is true of a row. `open`: the fields that nobody may guess; their values are then not compared."""

    row: int
    product: str
    producer: str
    unit: str | None
    stars: int | None
    decision: str
    issued: str | None
    expires: str | None
    phone: str | None = None
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class Messy:
    """A file with its truth."""

    name: str
    build: Build
    truth: Sequence[True_] = field(default_factory=tuple)


class Sheet:
    """A thin pen for XlsxWriter: rows as Excel counts, days as real dates, merged areas by their names."""

    def __init__(self, **options: Any) -> None:
        self._out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self._out, {"in_memory": True, "strings_to_formulas": False, **options})
        self._day = self.book.add_format({"num_format": "dd/mm/yyyy"})
        self.sheet: Any = None

    def page(self, name: str) -> "Sheet":
        self.sheet = self.book.add_worksheet(name)
        return self

    def row(self, number: int, *cells: Any) -> "Sheet":
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                self.sheet.write_datetime(number - 1, column, datetime.combine(cell, datetime.min.time()), self._day)
            elif cell not in (None, ""):
                self.sheet.write(number - 1, column, cell)
        return self

    def merge(self, area: str, text: Any) -> "Sheet":
        self.sheet.merge_range(area, "")
        first = area.partition(":")[0]
        if isinstance(text, date):
            self.sheet.write_datetime(first, datetime.combine(text, datetime.min.time()), self._day)
        else:
            self.sheet.write(first, text)
        return self

    def done(self) -> bytes:
        self.book.close()
        return self._out.getvalue()


def text_file(rows: Sequence[Sequence[Any]], coding: str = "utf-8", between: str = ",") -> bytes:
    """A table as text."""
    out = io.StringIO()
    csv.writer(out, delimiter=between, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(coding)
