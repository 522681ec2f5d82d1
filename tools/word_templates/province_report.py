"""The report of the province on a period."""

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Cm

from tools.word_templates.look import CENTRE, SMALL, START, WIDTH, Page, cells_of, row, rule, tag, write


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
