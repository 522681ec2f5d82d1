"""Mẫu số 01: the registration of a product, with the back for the offices that receive it."""

from tools.word_templates.look import CENTRE, END, JUSTIFIED, SMALL, Page, row, write


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
        keep=True,
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
