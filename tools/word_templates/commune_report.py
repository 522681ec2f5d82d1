"""Mẫu số 03: what the commune judges of a dossier."""

from tools.word_templates.look import CENTRE, END, JUSTIFIED, SMALL, WIDTH, Page, row, rule, write


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
