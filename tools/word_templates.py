"""Makes the Word templates in ocop_core/office/templates: `.venv/bin/python tools/word_templates.py [FOLDER]`.

What is printed on every form stands here; `{{ … }}` are the facts that the program puts in (docs/mau-van-ban.md).
The words are those of Phụ lục III, Quyết định 26/2026/QĐ-TTg; the layout is that of Nghị định 30/2020/NĐ-CP.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FOLDER = Path(__file__).resolve().parents[1] / "ocop_core" / "office" / "templates"
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


def registration() -> Page:
    """Mẫu số 01."""
    page = Page("Phiếu đăng ký đánh giá, phân hạng sản phẩm OCOP")
    page.line("/Mẫu số 01 - Phụ lục III, Quyết định số 26/2026/QĐ-TTg", align=END, size=SMALL)
    page.motto()
    page.line("*PHIẾU ĐĂNG KÝ", align=CENTRE, size=14, after=0)
    page.line("*Tham gia đánh giá, phân hạng sản phẩm OCOP", align=CENTRE, size=14, after=0)
    page.line("*của tỉnh {{ tinh }} năm {{ nam_dang_ky }}", align=CENTRE, size=14, after=12)
    page.lines(
        "*1. Thông tin về đơn vị đăng ký:",
        "- Tên đơn vị: {{ ten_chu_the }}",
        "- Họ tên người đại diện pháp lý: {{ nguoi_dai_dien }}",
        "- Chức vụ: {{ chuc_vu }}",
        "- Địa chỉ liên hệ: {{ dia_chi }}",
        "- Điện thoại: {{ dien_thoai }}     Email: {{ email }}",
    )
    page.line("*2. Tên sản phẩm: ", "{{ ten_san_pham }}")
    page.line("*3. Nhóm sản phẩm đăng ký (Ngành, Nhóm, Phân nhóm¹):")
    page.lines("- Ngành: {{ nganh }}", "- Nhóm: {{ nhom }}", "- Phân nhóm (bộ {{ bo_so }}): {{ phan_nhom }}")
    page.line(
        "*4. Lần đăng ký đánh giá: ",
        "Lần đầu {{ o_lan_dau }}     Nâng hạng {{ o_nang_hang }}     Đánh giá lại {{ o_danh_gia_lai }}",
    )
    page.line("*5. Tài liệu kèm theo:")
    page.lines(
        "- Báo cáo đánh giá về sản phẩm theo Bộ tiêu chí (bản gốc, bản điện tử).",
        "- Sản phẩm mẫu (số lượng): {{ san_pham_mau }}",
    )
    page.line(
        "Cam đoan những thông tin trong Phiếu đăng ký là đúng sự thật, chúng tôi xin cam kết tuân thủ các quy định về "
        "đánh giá, phân hạng sản phẩm OCOP, chịu trách nhiệm trước Hội đồng và pháp luật về Hồ sơ đăng ký đánh giá, "
        "phân hạng sản phẩm.",
        align=JUSTIFIED,
        first=1.0,
        after=10,
    )
    page.signature("*ĐẠI DIỆN", "/(Ký, đóng dấu, ghi rõ họ tên)", name="{{ ky_ten }}")
    page.line("¹ Theo Phụ lục I về Danh mục phân loại sản phẩm tham gia đánh giá, phân hạng sản phẩm OCOP.", size=10)
    page.line("*PHẦN DÀNH CHO CƠ QUAN QUẢN LÝ", align=CENTRE, size=14, after=14)
    page.document.paragraphs[-1].paragraph_format.page_break_before = True
    _receipt(page, "DÀNH CHO ỦY BAN NHÂN DÂN CẤP XÃ", "xa")
    _receipt(page, "DÀNH CHO CƠ QUAN QUẢN LÝ OCOP CẤP TỈNH", "cap_tinh")
    return page


def _receipt(page: Page, heading: str, whose: str) -> None:
    page.line(f"*{heading}", before=10, keep=True)
    page.line(f"{{%p if {whose}.co_quan %}}")
    page.line(f"Cơ quan tiếp nhận: {{{{ {whose}.co_quan }}}}", keep=True)
    page.line("{%p endif %}")
    page.line(f"Phiếu số: {{{{ {whose}.so }}}}/{{{{ {whose}.ky_hieu }}}}", keep=True)
    page.line(f"Ngày nhận: {{{{ {whose}.ngay_nhan }}}}", keep=True)
    page.line(
        f"Người tiếp nhận: {{{{ {whose}.nguoi_nhan }}}}     Chữ ký: {{{{ {whose}.chu_ky }}}}", keep=True, after=12
    )
    cells = row(page.table((6.5, 9.5), bordered=False), (6.5, 9.5))
    write(cells[1].paragraphs[0], "*Cơ quan tiếp nhận", align=CENTRE, after=2)
    write(cells[1].add_paragraph(), "/(Ký, đóng dấu và ghi rõ họ tên)", align=CENTRE, after=60)


def self_report() -> Page:
    """Mẫu số 02."""
    page = Page("Báo cáo tự đánh giá về sản phẩm")
    page.line("/Mẫu số 02 - Phụ lục III, Quyết định số 26/2026/QĐ-TTg", align=END, size=SMALL)
    page.motto()
    page.line("*BÁO CÁO TỰ ĐÁNH GIÁ VỀ SẢN PHẨM", align=CENTRE, size=14, after=0)
    page.line("/(Dành cho chủ thể có sản phẩm đăng ký)", align=CENTRE, after=10)
    _part(page, "Phần I", "THÔNG TIN CHUNG")
    page.lines(
        "1. Tên chủ thể: {{ ten_chu_the }}",
        "2. Loại hình tổ chức: {{ loai_hinh }}",
        "3. Địa chỉ: {{ dia_chi }}",
        "4. Điện thoại: {{ dien_thoai }}     Email: {{ email }}",
        "5. Tên người đại diện pháp luật:",
        "- Họ tên: {{ nguoi_dai_dien }}",
        "- Giới tính: {{ gioi_tinh }} (Nam/nữ);  Dân tộc: {{ dan_toc }}",
        "- Địa chỉ thường trú: {{ thuong_tru }}",
        "6. Ngày thành lập/đăng ký kinh doanh: {{ ngay_thanh_lap }}",
        "Số giấy đăng ký (nếu có): {{ so_dang_ky }}",
        "7. Tên sản phẩm/dịch vụ: {{ ten_san_pham }}",
        "Mô tả về quy cách sản phẩm, tiêu chuẩn:",
    )
    page.prose("{{ quy_cach }}")
    page.line("/Đánh dấu (√) vào mục tương ứng:")
    page.lines(
        "a) Giấy đăng ký kinh doanh: {{ o_dang_ky_kinh_doanh }}",
        "b) Đã công bố chất lượng sản phẩm theo quy định: {{ o_cong_bo }}",
        "c) Đã có các điều kiện sản xuất theo quy định:",
    )
    page.lines(
        "- Giấy chứng nhận cơ sở đủ điều kiện vệ sinh an toàn thực phẩm theo quy định của pháp luật cho sản xuất sản "
        "phẩm: {{ o_attp }}",
        "- Giấy chứng nhận cơ sở đủ điều kiện sản xuất bắt buộc theo quy định cho sản phẩm (đối với các sản phẩm bắt "
        "buộc theo quy định): {{ o_dieu_kien }}",
        align=JUSTIFIED,
    )
    page.lines(
        "d) Đã có đăng ký sở hữu trí tuệ: {{ o_so_huu_tri_tue }}",
        "+ Giấy chứng nhận đăng ký nhãn hiệu: {{ o_nhan_hieu }}",
        "+ Văn bản ghi nhận quyền sử dụng chỉ dẫn địa lý, nhãn hiệu tập thể, nhãn hiệu chứng nhận: "
        "{{ o_quyen_su_dung }}",
        "+ Bằng sáng chế: {{ o_sang_che }}",
        "+ Bằng độc quyền kiểu dáng công nghiệp: {{ o_kieu_dang }}",
        "+ Giấy chứng nhận bản quyền tác giả: {{ o_ban_quyen }}",
        "+ Khác {{ o_khac }} (ghi rõ): {{ quyen_khac }}",
    )
    page.line("8. Lịch sử hình thành của chủ thể (các giai đoạn hình thành và phát triển):", keep=True)
    page.prose("{{ lich_su }}")
    page.line("9. Cơ cấu tổ chức của chủ thể:", keep=True)
    page.prose("{{ co_cau }}")
    _part(page, "Phần II", "KẾT QUẢ THỰC HIỆN PHƯƠNG ÁN SẢN XUẤT KINH DOANH")
    for heading, name in (
        (
            "1. Tổ chức vùng nguyên liệu, công nghệ sản xuất, sơ chế, chế biến, đóng gói sản phẩm của chủ thể:",
            "san_xuat",
        ),
        (
            "2. Sự thay đổi về chất lượng sản phẩm: chất lượng, tiêu chuẩn chất lượng, bao bì, nhãn mác, hình thức "
            "đóng gói:",
            "thay_doi",
        ),
        ("3. Thị trường phân phối sản phẩm:", "thi_truong"),
        ("4. Kết quả sản xuất, kinh doanh: doanh thu, lợi nhuận:", "ket_qua"),
    ):
        page.line(heading, align=JUSTIFIED, keep=True)
        page.prose(f"{{{{ {name} }}}}")
    _part(page, "Phần III", "ĐÁNH GIÁ KẾT QUẢ THỰC HIỆN THEO BỘ TIÊU CHÍ SẢN PHẨM OCOP")
    page.line("Bộ tiêu chí số {{ bo_so }}: {{ phan_nhom }}", align=JUSTIFIED)
    page.line("1. Điểm tự đánh giá, mô tả và minh chứng theo thứ tự từng tiêu chí:", keep=True)
    _scores(page)
    page.line("*Tổng điểm tự đánh giá: {{ tong_diem }}/100 điểm. Hạng tự đánh giá: {{ hang_sao }}.", before=8)
    page.line("/Kết quả chính thức do Hội đồng đánh giá, phân hạng sản phẩm OCOP quyết định.")
    page.line("2. Tài liệu minh chứng kèm theo (phụ lục của Báo cáo):", before=6, keep=True)
    _evidence(page)
    for condition, heading in (
        ("la_danh_gia_lai", "3. Nội dung mới, thay đổi và kết quả đạt được kể từ khi được công nhận OCOP:"),
        ("la_nang_hang", "3. Nội dung thay đổi so với sản phẩm OCOP đã được công nhận:"),
    ):
        page.line(f"{{%p if {condition} %}}")
        page.line(heading, before=8, keep=True)
        page.prose("{{ cap_nhat }}")
        page.line("{%p endif %}")
    _part(page, "Phần IV", "KẾ HOẠCH SẢN XUẤT, KINH DOANH")
    page.line(
        "Định hướng, kế hoạch của chủ thể trong thời gian tới về phát triển sản phẩm, tổ chức sản xuất, thị trường:",
        align=JUSTIFIED,
        keep=True,
    )
    page.prose("{{ ke_hoach }}", keep=True)
    page.signature("*ĐẠI DIỆN THEO PHÁP LUẬT CỦA CƠ SỞ", "/(Ký, họ tên, đóng dấu)", name="{{ ky_ten }}")
    return page


def _part(page: Page, number: str, title: str) -> None:
    page.line(f"*{number}", align=CENTRE, before=10, after=0, keep=True)
    page.line(f"*{title}", align=CENTRE, after=8, keep=True)


def _scores(page: Page) -> None:
    widths = (1.5, 4.4, 1.6, 1.6, 4.5, 2.4)
    aligns = (CENTRE, START, CENTRE, CENTRE, START, START)
    table = page.table(widths, bordered=True)
    heads = ("*TT", "*Tiêu chí", "*Điểm tối đa", "*Điểm tự chấm", "*Mô tả, chứng minh", "*Tài liệu minh chứng số")
    cells_of(table, widths, heads, [CENTRE] * 6, grey=True, head=True)
    tag(table, widths, "for phan in cac_phan")
    whole = ("*{{ phan.ma }}", "*{{ phan.ten }}", "*{{ phan.toi_da }}", "*{{ phan.diem }}", "", "")
    cells_of(table, widths, whole, aligns, grey=True)
    tag(table, widths, "for nhom in phan.cac_nhom")
    group = ("*{{ nhom.ma }}", "*{{ nhom.ten }}", "*{{ nhom.toi_da }}", "*{{ nhom.diem }}", "", "")
    tag(table, widths, "if not nhom.mot_minh")
    cells_of(table, widths, group, aligns)
    tag(table, widths, "endif")
    tag(table, widths, "for tc in nhom.cac_tieu_chi")
    one = ("{{ tc.ma }}", "{{ tc.ten }}", "{{ tc.toi_da }}", "{{ tc.diem }}", "{{ tc.mo_ta }}", "{{ tc.minh_chung }}")
    cells_of(table, widths, one, aligns)
    for _ in range(3):
        tag(table, widths, "endfor")
    cells_of(table, widths, ("", "*TỔNG CỘNG", "*100", "*{{ tong_diem }}", "", ""), aligns, grey=True)


def _evidence(page: Page) -> None:
    widths = (1.2, 5.3, 2.7, 2.7, 1.5, 2.6)
    aligns = (CENTRE, START, CENTRE, CENTRE, CENTRE, START)
    table = page.table(widths, bordered=True)
    heads = ("*Số", "*Tài liệu", "*Ngày cấp", "*Có giá trị đến", "*Số trang", "*Cho tiêu chí")
    cells_of(table, widths, heads, [CENTRE] * 6, grey=True, head=True)
    tag(table, widths, "for tl in tai_lieu")
    names = ("so", "ten", "ngay_cap", "gia_tri_den", "so_trang", "tieu_chi")
    cells_of(table, widths, [f"{{{{ tl.{name} }}}}" for name in names], aligns)
    tag(table, widths, "endfor")
    tag(table, widths, "if not tai_lieu")
    cells_of(table, widths, ("", "/Chưa có tài liệu", "", "", "", ""), aligns)
    tag(table, widths, "endif")


def commune_report() -> Page:
    """Mẫu số 03."""
    page = Page("Báo cáo đánh giá một số nội dung của hồ sơ đăng ký tham gia đánh giá, phân hạng sản phẩm OCOP")
    page.line("/Mẫu số 03 - Phụ lục III, Quyết định số 26/2026/QĐ-TTg", align=END, size=SMALL)
    widths = (6.4, 9.6)
    left, right = row(page.table(widths, bordered=False), widths)
    write(left.paragraphs[0], "*ỦY BAN NHÂN DÂN", align=CENTRE, after=0)
    write(left.add_paragraph(), "*{{ xa_in_hoa }}", align=CENTRE, after=0)
    rule(left.add_paragraph(), widths[0] - 0.4, 2.2, after=6)
    write(left.add_paragraph(), "Số: {{ so_bao_cao }}/BC-UBND", align=CENTRE, after=0)
    write(right.paragraphs[0], "*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", align=CENTRE, after=0, size=12.5)
    write(right.add_paragraph(), "*Độc lập - Tự do - Hạnh phúc", align=CENTRE, after=0, size=13.5)
    rule(right.add_paragraph(), widths[1] - 0.4, 6.1, after=6)
    place = "/{{ dia_danh }}, ngày {{ ngay }} tháng {{ thang }} năm {{ nam }}"
    write(right.add_paragraph(), place, align=CENTRE, after=0)
    page.line("*BÁO CÁO", align=CENTRE, size=14, before=16, after=0)
    page.line("*Đánh giá một số nội dung của hồ sơ đăng ký", align=CENTRE, size=14, after=0)
    page.line("*tham gia đánh giá, phân hạng sản phẩm OCOP", align=CENTRE, size=14, after=0)
    rule(page.document.add_paragraph(), WIDTH, 4.0)
    page.line("*I. THÔNG TIN CHUNG VỀ HỒ SƠ SẢN PHẨM", keep=True)
    page.lines(
        "1. Tên chủ thể: {{ ten_chu_the }}",
        "2. Loại hình tổ chức: {{ loai_hinh }}",
        "3. Địa chỉ: {{ dia_chi }}",
        "4. Tên người đại diện pháp luật:",
        "- Họ tên: {{ nguoi_dai_dien }}",
        "- Giới tính: {{ gioi_tinh }} (Nam/nữ);  Dân tộc: {{ dan_toc }}",
        "- Địa chỉ thường trú: {{ thuong_tru }}",
        "5. Sản phẩm đăng ký đánh giá: {{ ten_san_pham }}",
        "- Mã sản phẩm: {{ ma_san_pham }}",
        "- Bộ tiêu chí số {{ bo_so }}: {{ phan_nhom }}",
    )
    page.line("*II. ĐÁNH GIÁ MỘT SỐ NỘI DUNG CỦA HỒ SƠ SẢN PHẨM", before=6, keep=True)
    for heading, name in (
        ("1. Về sử dụng nguyên liệu địa phương:", "nguyen_lieu"),
        ("2. Về sử dụng lao động địa phương:", "lao_dong"),
        ("3. Nguồn gốc ý tưởng sản phẩm:", "y_tuong"),
        ("4. Bản sắc/trí tuệ địa phương:", "ban_sac"),
    ):
        page.line(heading, keep=True)
        page.prose(f"{{{{ {name} }}}}")
    page.line(
        "Ủy ban nhân dân {{ xa }} đề nghị Ủy ban nhân dân tỉnh {{ tinh }} đánh giá, phân hạng sản phẩm OCOP cho sản "
        "phẩm {{ ten_san_pham_ngan }} của {{ ten_chu_the_ngan }}./.",
        align=JUSTIFIED,
        first=1.0,
        before=6,
        after=12,
        keep=True,
    )
    left, right = row(page.table((7.4, 8.6), bordered=False), (7.4, 8.6))
    write(left.paragraphs[0], "/*Nơi nhận:", size=12, after=0)
    for text in ("- UBND tỉnh {{ tinh }};", "- {{ noi_nhan }};", "- Lưu: VT."):
        write(left.add_paragraph(), text, size=SMALL, after=0)
    write(right.paragraphs[0], "*TM. ỦY BAN NHÂN DÂN", align=CENTRE, after=0, keep=True)
    write(right.add_paragraph(), "*{{ chuc_danh }}", align=CENTRE, after=0, keep=True)
    write(right.add_paragraph(), "/(Ký tên và đóng dấu)", align=CENTRE, after=0, keep=True)
    write(right.add_paragraph(), "", before=44, keep=True)
    write(right.add_paragraph(), "*{{ nguoi_ky }}", align=CENTRE)
    return page


def contents() -> Page:
    """The list of contents of a whole dossier."""
    page = Page("Mục lục hồ sơ sản phẩm OCOP")
    page.motto()
    page.line("*MỤC LỤC HỒ SƠ SẢN PHẨM OCOP", align=CENTRE, size=14, after=10)
    page.lines(
        "- Mã hồ sơ: {{ ma_ho_so }}",
        "- Sản phẩm: {{ ten_san_pham }}",
        "- Bộ tiêu chí số {{ bo_so }}: {{ phan_nhom }}",
        "- Chủ thể: {{ ten_chu_the }}",
        "- Địa chỉ: {{ dia_chi }}",
        "- Trạng thái: {{ trang_thai }} (lập ngày {{ ngay_lap }})",
        after=3,
    )
    page.line("", after=2)
    widths = (1.2, 5.2, 2.7, 2.7, 1.5, 2.7)
    aligns = (CENTRE, START, CENTRE, CENTRE, CENTRE, START)
    table = page.table(widths, bordered=True)
    heads = ("*Số", "*Giấy tờ", "*Ngày cấp", "*Có giá trị đến", "*Số trang", "*Tình trạng")
    cells_of(table, widths, heads, [CENTRE] * 6, grey=True, head=True)
    tag(table, widths, "for giay in giay_to")
    names = ("so", "ten", "ngay_cap", "gia_tri_den", "so_trang", "tinh_trang")
    cells_of(table, widths, [f"{{{{ giay.{name} }}}}" for name in names], aligns)
    tag(table, widths, "endfor")
    return page


def province_report() -> Page:
    """The province's report on a period, with the table of all communes across."""
    page = Page("Báo cáo kết quả thực hiện Chương trình OCOP")
    _letterhead(page)
    page.prose(
        "Tổng hợp số liệu của các xã, phường, đặc khu trên địa bàn tỉnh {{ tinh }} từ ngày {{ tu_ngay }} đến ngày "
        "{{ den_ngay }} (đã có báo cáo của {{ da_bao_cao }}/{{ so_don_vi }} đơn vị), {{ co_quan }} báo cáo như sau:"
    )
    page.line("*I. KẾT QUẢ THỰC HIỆN", before=6, keep=True)
    for text in RESULTS:
        page.prose(text)
    page.line("*II. SO VỚI CHỈ TIÊU CỦA NĂM", before=6, keep=True)
    widths = (7.2, 3.2, 2.6, 3.0)
    goals = page.table(widths, bordered=True)
    cells_of(goals, widths, ("*Chỉ tiêu", "*Mức đề ra", "*Đã đạt", "*Nhận xét"), [CENTRE] * 4, grey=True, head=True)
    tag(goals, widths, "for ct in chi_tieu")
    goal = ("{{ ct.ten }}", "{{ ct.can }}", "{{ ct.dat }}", "{{ ct.nhan_xet }}")
    cells_of(goals, widths, goal, (START, CENTRE, CENTRE, CENTRE))
    tag(goals, widths, "endfor")
    page.line("*III. KHÓ KHĂN, KIẾN NGHỊ CỦA CÁC ĐƠN VỊ", before=10, keep=True)
    page.line("{%p for yk in y_kien %}")
    page.line("*{{ yk.hoi }}:", before=4, keep=True)
    page.prose("{{ yk.dap }}")
    page.line("{%p endfor %}")
    page.line("{%p if not y_kien %}")
    page.prose("Các đơn vị không nêu khó khăn, kiến nghị.")
    page.line("{%p endif %}")
    page.line("{%p if chua_bao_cao %}")
    page.line("*IV. ĐƠN VỊ CHƯA BÁO CÁO", before=6, keep=True)
    page.prose("{{ chua_bao_cao }}.")
    page.line("{%p endif %}")
    left, right = row(page.table((7.4, 8.6), bordered=False), (7.4, 8.6))
    write(left.paragraphs[0], "/*Nơi nhận:", size=12, after=0)
    for text in ("- UBND tỉnh {{ tinh }};", "- Các xã, phường, đặc khu;", "- Lưu: VT."):
        write(left.add_paragraph(), text, size=SMALL, after=0)
    write(right.paragraphs[0], "*THỦ TRƯỞNG ĐƠN VỊ", align=CENTRE, after=0, keep=True)
    write(right.add_paragraph(), "/(Ký, ghi rõ họ tên, đóng dấu)", align=CENTRE, after=0, keep=True)
    _all_units(page)
    return page


RESULTS = (
    "1. Phát triển sản phẩm: tiếp nhận {{ tong.ideas }} ý tưởng sản phẩm mới và {{ tong.handed_in }} hồ sơ; đã đề nghị "
    "cấp tỉnh đánh giá {{ tong.proposed }} hồ sơ. Có {{ tong.new3 }} sản phẩm mới được công nhận 3 sao, "
    "{{ tong.new4 }} sản phẩm mới từ 4 sao trở lên; {{ tong.renewed }} sản phẩm được đánh giá, phân hạng lại; "
    "{{ tong.lapsed }} sản phẩm hết hạn mà không đánh giá lại. "
    "Đến cuối kỳ có {{ tong.standing }} sản phẩm còn hạn của {{ tong.makers }} chủ thể.",
    "2. Thị trường, xúc tiến thương mại: {{ tong.modern }} chủ thể có hàng ở kênh bán hàng hiện đại; {{ tong.fairs }} "
    "lượt tham gia hội chợ, xúc tiến thương mại.",
    "3. Tập huấn, tuyên truyền: {{ tong.classes }} lớp với {{ tong.trained }} lượt người dự; {{ tong.news }} tin, bài, "
    "buổi tuyên truyền.",
    "4. Kinh phí: Nhà nước hỗ trợ {{ tong.budget }} triệu đồng; chủ thể tự bỏ ra {{ tong.own_money }} triệu đồng.",
)


def _letterhead(page: Page) -> None:
    widths = (7.0, 9.0)
    left, right = row(page.table(widths, bordered=False), widths)
    write(left.paragraphs[0], "ỦY BAN NHÂN DÂN", align=CENTRE, after=0, size=11)
    write(left.add_paragraph(), "TỈNH {{ tinh_in_hoa }}", align=CENTRE, after=0, size=11)
    write(left.add_paragraph(), "*{{ co_quan_in_hoa }}", align=CENTRE, after=0, size=11)
    rule(left.add_paragraph(), widths[0] - 0.4, 2.2, after=6)
    write(left.add_paragraph(), "Số: {{ so_bao_cao }}/BC-VPĐP", align=CENTRE, after=0)
    write(right.paragraphs[0], "*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", align=CENTRE, after=0, size=11.5)
    write(right.add_paragraph(), "*Độc lập - Tự do - Hạnh phúc", align=CENTRE, after=0, size=12.5)
    rule(right.add_paragraph(), widths[1] - 0.4, 5.6, after=6)
    place = "/{{ dia_danh }}, ngày {{ ngay }} tháng {{ thang }} năm {{ nam }}"
    write(right.add_paragraph(), place, align=CENTRE, after=0)
    page.line("*BÁO CÁO", align=CENTRE, size=14, before=16, after=0)
    page.line("*Kết quả thực hiện Chương trình Mỗi xã một sản phẩm", align=CENTRE, size=14, after=0)
    page.line("*({{ ten_bao_cao }})", align=CENTRE, size=14, after=0)
    rule(page.document.add_paragraph(), WIDTH, 4.0)


def _all_units(page: Page) -> None:
    """The annex: a page across, a line for each commune."""
    section = page.document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.different_first_page_header_footer = False
    page.line("*Phụ lục", align=CENTRE, size=14, after=0)
    page.line("*SỐ LIỆU TỪNG ĐƠN VỊ ({{ ten_bao_cao }})", align=CENTRE, size=14, after=8)
    names = (
        "Ý tưởng mới", "Hồ sơ nhận", "Hồ sơ lên tỉnh", "Mới 3 sao", "Mới từ 4 sao", "Đánh giá lại",
        "Hết hạn, không làm lại", "Còn hạn", "Chủ thể", "Ở kênh hiện đại",
    )  # fmt: skip
    widths = (1.4, 5.3, *([1.75] * len(names)))
    aligns = (CENTRE, START, *([CENTRE] * len(names)))
    table = page.table(widths, bordered=True)
    heads = ("*STT", "*Đơn vị", *(f"*{name}" for name in names))
    cells_of(table, widths, heads, [CENTRE] * len(widths), grey=True, head=True)
    tag(table, widths, "for dv in don_vi")
    figures = [f"{{{{ dv.so[{place}] }}}}" for place in range(len(names))]
    cells_of(table, widths, ("{{ loop.index }}", "{{ dv.ten }}", *figures), aligns)
    tag(table, widths, "endfor")
    sums = [f"*{{{{ tong_cac_cot[{place}] }}}}" for place in range(len(names))]
    cells_of(table, widths, ("", "*Tổng cộng", *sums), aligns, grey=True)


PAGES = {
    "mau-01.docx": registration,
    "mau-02.docx": self_report,
    "mau-03.docx": commune_report,
    "muc-luc.docx": contents,
    "bao-cao-tinh.docx": province_report,
}


def main() -> None:
    """Makes all of them."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        make().save(folder / name)


if __name__ == "__main__":
    main()
