"""The list of contents of a whole dossier."""

from tools.word_templates.look import CENTRE, START, Page, cells_of, tag


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
