"""Spreadsheets that were made to do harm: each is refused in words, and the program goes on."""

import io
import zipfile
from collections.abc import Callable

import pytest

from ocop_core.errors import Refused
from ocop_core.office.sheets import read_book

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_SCHEMA = "http://schemas.openxmlformats.org"
_MAIN, _LINKS = f"{_SCHEMA}/spreadsheetml/2006/main", f"{_SCHEMA}/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_SCHEMA}/package/2006/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{_SCHEMA}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
    '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_SCHEMA}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def book(rows: str, before: str = "", about: str = "", **more: bytes) -> bytes:
    """A workbook with one sheet, written by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _PARTS.items():
            archive.writestr(name, _XML + content)
        sheet = f'{before}<worksheet xmlns="{_MAIN}">{about}<sheetData>{rows}</sheetData></worksheet>'
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, bytes_ in more.items():
            archive.writestr(f"xl/{name}.bin", bytes_)
    return out.getvalue()


def two_corners() -> bytes:
    """Two cells, and between them the memory of a small village."""
    return book(ONE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def wide() -> bytes:
    return book("<row>" + "<c><v>1</v></c>" * 16_000 + "</row>" + "<row><c><v>1</v></c></row>" * 50_000)


def endless_word() -> bytes:
    return book(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 110_000_000}</t></is></c></row>')


def zip_bomb() -> bytes:
    return book("<row><c><v>1</v></c></row>" * 13_000_000)


def foreign_file() -> bytes:
    before = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return book('<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>', before)


def laughs() -> bytes:
    letters = "".join(f'<!ENTITY {b} "{f"&{a};" * 1000}">' for a, b in zip("abc", "bcd", strict=True))
    before = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "{"x" * 1000}">{letters}]>'
    return book('<row r="1"><c r="A1" t="inlineStr"><is><t>&d;</t></is></c></row>', before)


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (two_corners, "large"),
        (wide, "large"),
        (endless_word, "large"),
        (zip_bomb, "large"),
        (foreign_file, "corrupt"),
        (laughs, "corrupt"),
        (encrypted, "locked"),
    ],
)
def test_what_would_harm_is_refused_in_words(made: Callable[[], bytes], said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_book(made())
    assert refused.value.key == f"import_file.{said}"


def test_a_size_that_is_only_claimed_does_no_harm() -> None:
    for area in ("A1:XFD1048576", "A1:ZZZZZZ99999999"):
        (sheet,) = read_book(book(ONE, about=f'<dimension ref="{area}"/>')).sheets
        assert sheet.rows == [[1.0]]


def test_macros_are_not_looked_at() -> None:
    (sheet,) = read_book(book(ONE, vbaProject=b"\xd0\xcf\x11\xe0 Auto_Open")).sheets
    assert sheet.rows == [[1.0]]
