"""Opens a spreadsheet, whatever it was saved as: xlsx, xls, ods or csv. The reasons to refuse are message keys."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from ocop_core.errors import Refused
from ocop_core.office import apart
from ocop_core.office.commas import read_text

Value = str | int | float | bool | date | datetime | time | timedelta | None
Row = Sequence[Value]
# Top, left, bottom, right, counted from 0, edges included.
Area = tuple[int, int, int, int]

LARGEST_UNPACKED = 300_000_000
_ZIP, _OLE, _HTML = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (b"<html", b"<!doctype html", b"<table")
_OTHER = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"\x1f\x8b")
_EPOCH_1904 = b'date1904="1"', b'date1904="true"'


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet from its cell A1 on; `merged` is None where the format does not tell."""

    name: str
    rows: Sequence[Row]
    merged: Sequence[Area] | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets that hold something. `since_1904`: day numbers are counted from 1904, as old Macs did."""

    sheets: tuple[Sheet, ...]
    since_1904: bool = False


def read_book(content: bytes) -> Book:
    """The sheets of a file. Raises Refused(import_file.…) for what is empty, broken, locked or no table."""
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise Refused("import_file.empty")
    head = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if content.startswith(_ZIP):
        book = _zipped(content)
    elif content.startswith(_OLE):
        book = _old(content)
    elif head.startswith(_HTML) or b"<html" in head:
        raise Refused("import_file.html")
    elif content.startswith(_OTHER):
        raise Refused("import_file.type")
    else:
        book = Book((Sheet("", read_text(content)),))
    return _filled(book)


def _zipped(content: bytes) -> Book:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = frozenset(archive.namelist())
            if sum(each.file_size for each in archive.infolist()) > LARGEST_UNPACKED:
                raise Refused("import_file.large")
            about = archive.read("xl/workbook.xml") if "xl/workbook.xml" in names else b""
            kind = archive.read("mimetype") if "mimetype" in names else b""
    except Refused:
        raise
    except Exception as error:
        # A broken archive can fail in many ways, and all mean the same to whoever sent it.
        raise Refused("import_file.corrupt") from error
    if not about and b"spreadsheet" not in kind and "xl/workbook.bin" not in names:
        raise Refused("import_file.type")
    return Book(_sheets(content), any(mark in about for mark in _EPOCH_1904))


def _old(content: bytes) -> Book:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused("import_file.locked")
    if "WordDocument".encode("utf-16-le") in content:
        raise Refused("import_file.type")
    return Book(_sheets(content), _counts_from_1904(content))


def _counts_from_1904(content: bytes) -> bool:
    # The record of an .xls file that says so: number 0x22, two bytes long.
    return b"\x22\x00\x02\x00\x01\x00" in content


def _sheets(content: bytes) -> tuple[Sheet, ...]:
    return tuple(Sheet(*each) for each in apart.sheets(content))


def _filled(book: Book) -> Book:
    kept = tuple(each for each in book.sheets if any(not _blank(cell) for row in each.rows for cell in row))
    if not kept:
        raise Refused("import_file.empty")
    for sheet in kept:
        if next(islice(sheet.rows, apart.MOST_ROWS, None), None) is not None:
            raise apart.too_many()
    return Book(kept, book.since_1904)


def _blank(cell: Value) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
