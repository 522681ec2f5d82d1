"""Mẫu số 02: the producer's own report, with the points of every criterion and the evidence."""

from tools.word_templates.look import CENTRE, END, JUSTIFIED, SMALL, START, Page, cells_of, tag


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
