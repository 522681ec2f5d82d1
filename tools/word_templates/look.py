"""How every template looks: page, fonts, paragraphs, tables, by Nghị định 30/2020/NĐ-CP."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FONT = "Times New Roman"
BODY, SMALL, TABLE = 13, 11, 12
LEFT, RIGHT, TOP, BOTTOM = 3.0, 2.0, 2.0, 2.0
WIDTH = 21.0 - LEFT - RIGHT
GREY = "EDEDED"
CENTRE, JUSTIFIED, START, END = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
)
# A fixed day, so that the same source always makes the same template.
MADE = datetime(2026, 11, 28, tzinfo=UTC)
SIGNED = "{{ noi_ky }}, ngày {{ ngay }} tháng {{ thang }} năm {{ nam }}"


def element(name: str, **attributes: str) -> Any:
    """A WordprocessingML element with attributes of its own namespace."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


class Page:
    """A document of our layout to which paragraphs and tables are added."""

    def __init__(self, title: str) -> None:
        self.document = Document()
        self._styles()
        self._section()
        self.document.core_properties.title = title
        self.document.core_properties.author = ""
        self.document.core_properties.comments = ""
        self.document.core_properties.created = MADE
        self.document.core_properties.modified = MADE

    def _styles(self) -> None:
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(BODY)
        properties = normal.element.get_or_add_rPr()
        for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
            properties.rFonts.set(qn(f"w:{kind}"), FONT)
        properties.append(element("lang", val="vi-VN", eastAsia="vi-VN"))
        normal.paragraph_format.space_after = Pt(6)
        normal.paragraph_format.space_before = Pt(0)
        normal.paragraph_format.line_spacing = 1.1
        normal.paragraph_format.widow_control = True

    def _section(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(LEFT), Cm(RIGHT)
        section.top_margin, section.bottom_margin = Cm(TOP), Cm(BOTTOM)
        section.header_distance = section.footer_distance = Cm(1)
        # Nghị định 30/2020/NĐ-CP: the number stands centred at the top, from the second page on.
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = CENTRE
        run = paragraph.add_run()
        field = element("instrText")
        field.text = "PAGE"
        run._r.extend((element("fldChar", fldCharType="begin"), field, element("fldChar", fldCharType="end")))

    def save(self, path: Path) -> None:
        """Writes it to disk."""
        self.document.save(path)

    def line(self, *pieces: str, **how: Any) -> Any:
        """A paragraph; see `write`."""
        return write(self.document.add_paragraph(), *pieces, **how)

    def lines(self, *texts: str, **how: Any) -> None:
        """Paragraphs that look alike."""
        for text in texts:
            self.line(text, **how)

    def prose(self, text: str, *, keep: bool = False) -> None:
        """What the producer wrote at length."""
        self.line(text, align=JUSTIFIED, first=1.0, keep=keep)

    def motto(self) -> None:
        """Quốc hiệu and Tiêu ngữ over the whole width, with the line below."""
        self.line("*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", align=CENTRE, after=0)
        self.line("*Độc lập - Tự do - Hạnh phúc", align=CENTRE, size=14, after=0)
        rule(self.document.add_paragraph(), WIDTH, 6.3)

    def table(self, widths: Sequence[float], *, bordered: bool) -> Any:
        """A table without rows, its columns so many centimetres wide."""
        table = self.document.add_table(rows=0, cols=len(widths))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        if bordered:
            table.style = "Table Grid"
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        return table

    def signature(self, *texts: str, name: str, place: str = SIGNED) -> None:
        """A signature at the right, which never stands alone on a page."""
        cells = row(self.table((6.5, 9.5), bordered=False), (6.5, 9.5))
        right = cells[1]
        write(right.paragraphs[0], f"/{place}", align=CENTRE, after=2, keep=True)
        for text in texts:
            write(right.add_paragraph(), text, align=CENTRE, after=2, keep=True)
        write(right.add_paragraph(), "", before=44, keep=True)
        write(right.add_paragraph(), f"*{name}", align=CENTRE)


def write(
    paragraph: Any,
    *pieces: str,
    align: Any = START,
    size: float | None = None,
    before: float = 0,
    after: float | None = None,
    first: float = 0,
    keep: bool = False,
) -> Any:
    """Adds pieces of text: `*bold`, `/italic`, plain; a piece begins with its mark."""
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before = Pt(before)
    if after is not None:
        form.space_after = Pt(after)
    if first:
        form.first_line_indent = Cm(first)
    form.keep_with_next = keep or None
    for piece in pieces:
        run = paragraph.add_run(piece.lstrip("*/"))
        run.bold = piece.startswith(("*", "/*")) or None
        run.italic = piece.startswith("/") or None
        if size:
            run.font.size = Pt(size)
    return paragraph


def rule(paragraph: Any, width: float, length: float, after: float = 12) -> None:
    """A line of this length in the middle of the width."""
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Cm((width - length) / 2)
    form.space_after, form.line_spacing = Pt(after), Pt(3)
    border = element("pBdr")
    border.append(element("top", val="single", sz="6", space="1", color="auto"))
    style = paragraph._p.get_or_add_pPr()
    spacing = style.find(qn("w:spacing"))
    spacing.addprevious(border)


def row(table: Any, widths: Sequence[float], *, head: bool = False) -> Any:
    """A row that is not torn between two pages; a head is repeated on each of them."""
    made = table.add_row()
    properties = made._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if head:
        properties.append(element("tblHeader"))
    for cell, width in zip(made.cells, widths, strict=True):
        cell.width = Cm(width)
    return made.cells


def cells_of(
    table: Any, widths: Sequence[float], texts: Sequence[str], aligns: Sequence[Any], *, grey: bool = False,
    head: bool = False,
) -> None:  # fmt: skip
    """A row of text in the small size of tables."""
    for cell, text, align in zip(row(table, widths, head=head), texts, aligns, strict=True):
        paragraph = write(cell.paragraphs[0], text, align=align, size=TABLE, before=2, after=2)
        paragraph.paragraph_format.line_spacing = 1
        if grey:
            cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=GREY))


def tag(table: Any, widths: Sequence[float], text: str) -> None:
    """A row that only steers the rows around it and does not show."""
    write(row(table, widths)[0].paragraphs[0], f"{{%tr {text} %}}")
