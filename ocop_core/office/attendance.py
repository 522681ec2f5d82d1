"""The attendance sheet of a training or fair, for Excel and for Word, with a column to sign in."""

import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from ocop_core.office.look import FONT, looks, page, safe

_HEAD = 5
_WIDTHS = (6, 28, 16, 24, 28, 10, 18)
_WIDTHS_CM = (1.3, 6.0, 3.4, 4.6, 4.6, 2.0, 3.8)
# Lines for those who come without having signed up.
SPARE = 5


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the list: the office, the title, what it is about; the names of the columns."""

    office: str
    title: str
    under: tuple[str, ...]
    columns: tuple[str, ...]
    sheet: str
    signed: str


@dataclass(frozen=True, slots=True)
class Line:
    """One person; `came` is the hour, empty where they have not come (yet)."""

    name: str
    phone: str
    unit: str
    products: str
    came: str


def sheet(heading: Heading, lines: Sequence[Line]) -> bytes:
    """The list as a spreadsheet."""
    import xlsxwriter

    out = io.BytesIO()
    last = len(heading.columns) - 1
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        look, made = looks(book), book.add_worksheet(heading.sheet)
        page(made, _HEAD, _HEAD + 1, 2)
        made.merge_range(0, 0, 0, last, heading.title, look["title"])
        for row, text in enumerate(heading.under, start=1):
            made.merge_range(row, 0, row, last, safe(text), look["under"])
        for column, (name, width) in enumerate(zip(heading.columns, _WIDTHS, strict=True)):
            made.write_string(_HEAD, column, name, look["head"])
            made.set_column(column, column, width)
        for row in range(len(lines) + SPARE):
            _row(made, row, lines[row] if row < len(lines) else None, look)
    return out.getvalue()


def _row(made: Any, row: int, line: Line | None, look: dict[str, Any]) -> None:
    at = _HEAD + 1 + row
    made.set_row(at, 24)
    made.write_number(at, 0, row + 1, look["middle"])
    for column, text in enumerate(astuple(line) if line else ("",) * 5, start=1):
        made.write_string(at, column, safe(text), look["text" if column < 5 else "middle"])
    made.write_blank(at, 6, None, look["text"])


def document(heading: Heading, lines: Sequence[Line]) -> bytes:
    """The list as a Word document, to be printed and signed."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.shared import Cm, Pt

    made: Any = Document()
    section = made.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = FONT, Pt(12)
    _centred(made, heading.office.upper(), bold=True)
    _centred(made, heading.title, bold=True, size=15)
    for text in heading.under:
        _centred(made, text)
    table = made.add_table(rows=1, cols=len(heading.columns), style="Table Grid")
    _fill(table.rows[0], heading.columns, bold=True)
    _repeat(table.rows[0])
    for number in range(len(lines) + SPARE):
        told = astuple(lines[number]) if number < len(lines) else ("",) * 5
        _fill(table.add_row(), (str(number + 1), *told, ""))
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS_CM, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        # Room for a signature.
        row.height = Cm(0.9)
        for cell, width in zip(row.cells, _WIDTHS_CM, strict=True):
            cell.width, cell.vertical_alignment = Cm(width), WD_ALIGN_VERTICAL.CENTER
    made.add_paragraph()
    _centred(made, heading.signed)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _centred(made: Any, text: str, *, bold: bool = False, size: int = 12) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)


def _fill(row: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text
        for run in cell.paragraphs[0].runs:
            run.bold = bold


def _repeat(row: Any) -> None:
    """The head stands on every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
