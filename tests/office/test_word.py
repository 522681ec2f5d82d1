"""The forms as Word files: each fact in its place, blanks marked, layout by Nghị định 30/2020."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from docx.shared import Twips

from ocop_core.office.fields import KINDS
from ocop_core.office.forms import Form
from ocop_core.office.word import SHIPPED, fill
from ocop_core.rulebook.editions import edition
from tests.office import reading, samples
from tests.office.reading import after
from tools import word_templates

NOTHING_KNOWN = samples.unknown()
EVERY = (
    samples.registration(), samples.self_report(), samples.commune_report(), samples.contents(),
    *NOTHING_KNOWN, *samples.long(),
)  # fmt: skip


def named(form: Form) -> str:
    return KINDS[type(form)].template


def test_mau_01_has_each_fact_in_its_place() -> None:
    made = fill(samples.registration()).content
    assert "của tỉnh An Giang năm 2026" in reading.lines(made)
    assert after(made, "- Tên đơn vị:") == "Hộ kinh doanh Bảy Thốt Nốt"
    assert after(made, "- Họ tên người đại diện pháp lý:") == "Nguyễn Thị Bảy"
    assert after(made, "- Chức vụ:") == "Chủ hộ kinh doanh"
    assert after(made, "- Địa chỉ liên hệ:") == "Ấp Vồ Đầu, xã Núi Cấm, tỉnh An Giang"
    assert re.fullmatch(r"0912 345 678 +Email: baythotnot@example.vn", after(made, "- Điện thoại:"))
    assert after(made, "2. Tên sản phẩm:") == "Đường thốt nốt Bảy Cấm"
    assert after(made, "- Ngành:") == "Thực phẩm"
    assert after(made, "- Nhóm:") == "Thực phẩm chế biến"
    assert after(made, "- Phân nhóm (bộ 8):").startswith("Chế biến từ thịt, thủy sản")
    assert after(made, "- Sản phẩm mẫu (số lượng):") == "05 sản phẩm"
    assert "Núi Cấm, ngày 05 tháng 02 năm 2026" in reading.lines(made)
    assert after(made, "Phiếu số:") == "007/PĐK-91-30538-2026"
    assert after(made, "Ngày nhận:") == "09/02/2026"


@pytest.mark.parametrize(
    ("application", "ticked"), [("first", "Lần đầu"), ("upgrade", "Nâng hạng"), ("renewal", "Đánh giá lại")]
)
def test_one_box_is_ticked_and_every_box_has_a_frame(application: str, ticked: str) -> None:
    made = fill(replace(samples.registration(), application=application)).content  # type: ignore[arg-type]
    (line,) = [each for each in reading.lines(made) if each.startswith("4. Lần đăng ký")]
    assert line.count("√") == 1
    assert f"{ticked} \u00a0√" in line
    frames = list(reading.opened(made).element.body.iter(qn("w:bdr")))
    assert len(frames) == 3


def test_mau_02_has_its_four_parts_and_each_fact_in_its_place() -> None:
    made = fill(samples.self_report()).content
    lines = reading.lines(made)
    parts = [line for line in lines if re.fullmatch("Phần I{1,3}V?|Phần IV", line)]
    assert parts == ["Phần I", "Phần II", "Phần III", "Phần IV"]
    assert after(made, "2. Loại hình tổ chức:") == "Hộ kinh doanh"
    assert after(made, "- Giới tính:") == "Nữ (Nam/nữ);  Dân tộc: Khmer"
    assert after(made, "- Địa chỉ thường trú:") == "Ấp Vồ Đầu, xã Núi Cấm, tỉnh An Giang"
    assert after(made, "6. Ngày thành lập/đăng ký kinh doanh:") == "15/03/2019"
    assert after(made, "Số giấy đăng ký (nếu có):") == "51H8000123"
    spec = lines.index("Mô tả về quy cách sản phẩm, tiêu chuẩn:")
    assert lines[spec + 1 : spec + 3] == [
        "Hũ nhựa 500 g, 12 hũ một thùng.",
        "TCCS 01:2024/BTN; độ ẩm không quá 2%.",
    ]
    assert "√" in after(made, "+ Giấy chứng nhận đăng ký nhãn hiệu:")
    assert "√" not in after(made, "+ Bằng sáng chế:")
    assert "Tổng điểm tự đánh giá: 61/100 điểm. Hạng tự đánh giá: 3 sao." in lines
    assert "Kết quả chính thức do Hội đồng đánh giá, phân hạng sản phẩm OCOP quyết định." in lines
    assert "Mở thêm một lò, xin chứng nhận HACCP trong năm 2027." in lines


def test_mau_02_tells_what_is_new_only_where_the_product_had_been_recognised() -> None:
    renewal = "3. Nội dung mới, thay đổi và kết quả đạt được kể từ khi được công nhận OCOP:"
    upgrade = "3. Nội dung thay đổi so với sản phẩm OCOP đã được công nhận:"
    told = {
        kind: reading.lines(fill(replace(samples.self_report(), application=kind)).content)  # type: ignore[arg-type]
        for kind in ("first", "upgrade", "renewal")
    }
    assert [(renewal in told[kind], upgrade in told[kind]) for kind in told] == [
        (False, False), (False, True), (True, False),
    ]  # fmt: skip


@pytest.mark.parametrize("set_no", range(1, 27))
def test_mau_02_of_every_set_lists_all_its_criteria_in_the_order_of_the_law(set_no: int) -> None:
    form = samples.self_report(set_no)
    scored = {row.code: row for part in form.parts for group in part.groups for row in group.criteria}
    rows = reading.rows(fill(form).content, "Điểm tự chấm")
    law = edition("QD26").criteria[set_no]
    told = [row for row in rows if row[0] in law.by_code and row[1] == law.by_code[row[0]].name]
    assert [row[0] for row in told] == [each.code for each in law.all]
    assert [row[2:4] for row in told] == [[str(each.max), str(scored[each.code].points)] for each in law.all]
    assert [row[:4] for row in rows if row[0] in "ABC" and row[0]] == [
        [part.code, part.name, str(part.most), str(part.points)] for part in form.parts
    ]
    assert rows[-1][1:4] == ["TỔNG CỘNG", "100", str(form.total)]


def test_evidence_bears_the_numbers_under_which_the_criteria_name_it() -> None:
    made = fill(samples.self_report()).content
    numbers = [row[0] for row in reading.rows(made, "Có giá trị đến")]
    named = {n for row in reading.rows(made, "Điểm tự chấm") for n in row[5].split(", ") if n.isdecimal()}
    assert named
    assert named <= set(numbers)
    assert reading.rows(made, "Có giá trị đến")[2][:5] == [
        "03",
        "Giấy đăng ký kinh doanh",
        "04/03/2025",
        "04/03/2028",
        "3",
    ]


def test_mau_03_has_the_four_judgments_number_date_and_signer() -> None:
    made = fill(samples.commune_report()).content
    lines = reading.lines(made)
    assert "XÃ NÚI CẤM" in lines
    assert "Số: 45/BC-UBND" in lines
    assert "Núi Cấm, ngày 04 tháng 12 năm 2026" in lines
    for heading, judged in (
        ("1. Về sử dụng nguyên liệu địa phương:", "Cơ sở mua nước thốt nốt của 26 hộ trong xã, chiếm 90% nguyên liệu."),
        ("2. Về sử dụng lao động địa phương:", "10/12 lao động thường trú tại xã."),
        ("3. Nguồn gốc ý tưởng sản phẩm:", "Nghề nấu đường thốt nốt truyền thống của người Khmer vùng Bảy Núi."),
        ("4. Bản sắc/trí tuệ địa phương:", samples.STORY.split("\n")[0]),
    ):
        assert lines[lines.index(heading) + 1] == judged
    assert [line for line in lines if "CHỦ TỊCH" in line] == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert "Lê Văn Núi" in lines
    assert (
        "Ủy ban nhân dân xã Núi Cấm đề nghị Ủy ban nhân dân tỉnh An Giang đánh giá, phân hạng sản phẩm OCOP cho "
        in (reading.text(made))
    )
    assert reading.marked(made) == ["Văn phòng Điều phối xây dựng nông thôn mới tỉnh An Giang"]


@pytest.mark.parametrize("form", EVERY, ids=named)
def test_nothing_is_said_that_only_a_program_says(form: Form) -> None:
    made = reading.text(fill(form).content)
    assert not re.search(r"\bNone\b|\bTrue\b|\bFalse\b|\{\{|\{%|[\ue000-\uf8ff]", made)


def test_what_is_unknown_is_a_marked_blank() -> None:
    registration, report, commune, _ = (fill(form).content for form in NOTHING_KNOWN)
    assert after(registration, "- Tên đơn vị:") == "\t"
    assert after(commune, "- Giới tính:").startswith("……………")
    for made in (registration, report, commune):
        assert len(reading.marked(made)) > 10
        assert all(set(each) <= {"…", "\t"} for each in reading.marked(made))
    lines = reading.lines(report)
    history = lines.index("8. Lịch sử hình thành của chủ thể (các giai đoạn hình thành và phát triển):")
    assert lines[history + 1 : history + 5] == ["\t", "\t", "\t", "9. Cơ cấu tổ chức của chủ thể:"]
    assert {row[3] for row in reading.rows(report, "Điểm tự chấm")} == {"……"}


def test_dotted_lines_end_at_the_right_margin() -> None:
    made = reading.opened(fill(NOTHING_KNOWN[0]).content)
    section = made.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    stops = {tab.get(qn("w:pos")) for tab in made.element.body.iter(qn("w:tab")) if tab.get(qn("w:leader")) == "dot"}
    assert stops == {str(width // Twips(1))}


@pytest.mark.parametrize("form", EVERY[:4], ids=named)
def test_the_layout_is_that_of_office_documents(form: Form) -> None:
    made = reading.opened(fill(form).content)
    section = made.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm) <= 25
    assert 20 <= round(section.bottom_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20
    assert made.styles["Normal"].font.name == "Times New Roman"
    assert made.styles["Normal"].font.size.pt in (13, 14)
    assert section.different_first_page_header_footer
    assert "PAGE" in "".join(part.text for part in section.header._element.iter(qn("w:instrText")))
    assert section.header.paragraphs[0].alignment == word_templates.CENTRE
    lines = reading.lines(fill(form).content)
    assert {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"} <= set(lines)


@pytest.mark.parametrize("form", [samples.self_report(), samples.contents()], ids=named)
def test_heads_of_tables_are_repeated_and_no_row_is_torn(form: Form) -> None:
    for table in reading.opened(fill(form).content).tables:
        if table.style.name != "Table Grid":
            continue
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)


def test_the_templates_are_those_that_the_tool_makes(tmp_path: Path) -> None:
    for name, make in word_templates.PAGES.items():
        make().save(tmp_path / name)
        assert _parts(tmp_path / name) == _parts(SHIPPED / name), f"{name}: run python -m tools.word_templates"
    assert {path.name for path in SHIPPED.iterdir()} == set(word_templates.PAGES)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_page_for_offices_lists_every_name_that_a_template_may_ask_for() -> None:
    page = (Path(__file__).parents[2] / "docs" / "mau-van-ban.md").read_text("utf-8")
    listed = set(re.findall(r"`([a-z_]+)`", page))
    names = {name for form in EVERY[:4] for name in _names(KINDS[type(form)].facts(form))}
    assert names - listed == set()
    assert {kind.template for kind in KINDS.values()} <= set(re.findall(r"`([a-z0-9-]+\.docx)`", page))


def _names(facts: object) -> set[str]:
    if isinstance(facts, list):
        return {name for each in facts for name in _names(each)}
    if not isinstance(facts, dict):
        return set()
    return set(facts) | {name for value in facts.values() for name in _names(value)}
