"""Communes, products and days that are named are answered from the tables, and nothing else is."""

import pytest

from ocop_core.knowledge.entries import CERTAINTIES, HINT
from ocop_core.knowledge.library import shipped
from ocop_core.knowledge.worked.answers import load_worked
from ocop_core.rulebook.places import load_province
from ocop_core.rulebook.sets import load_sets

WORKED = load_worked()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sau sap nhap An Hao Tinh Bien thuoc xa nao", ["Xã Núi Cấm"]),
        ("xã Vĩnh Trung cũ giờ tên gì", ["Xã An Cư"]),
        ("thị trấn cái dầu nay thuộc đâu", ["Xã Châu Phú"]),
        ("tui ở Tấn Mỹ Chợ Mới cũ giờ nộp hồ sơ ở xã nào", ["Xã Cù Lao Giêng", "Ủy ban nơi đó"]),
        ("tui ở Vọng Thê cũ thì hồ sơ nộp về xã nào", ["Xã Óc Eo"]),
        ("phú hội an phú giờ là xã nào", ["Xã An Phú", "Xã Nhơn Hội", "hỏi cán bộ"]),
        ("xã Hòa An cũ nay thuộc xã nào", ["Xã Hội An", "Xã Hoà Hưng", "huyện cũ"]),
        ("Óc Eo giờ gồm những xã nào nhập lại", ["Thị trấn Óc Eo", "Xã Vọng Thê", "Xã Vọng Đông"]),
        ("xa hon nghe gio la xa nao", ["giữ nguyên"]),
        ("huyện Chợ Mới giờ chia thành mấy xã", ["Xã Chợ Mới", "Xã Cù Lao Giêng", "Xã Long Kiến"]),
        ("nuoc mam phu quoc xep vo bo nao", ["bộ 9", "Nông nghiệp và Môi trường"]),
        ("bánh pía thuộc nhóm mấy", ["bộ 6"]),
        ("cà phê rang xay xếp vào đâu", ["bộ 13"]),
        ("Bộ nào lo về nước đóng chai?", ["bộ 16", "Bộ Y tế"]),
        ("lụa tân châu xếp chung với nón lá hông", ["bộ 22", "bộ 21", "Không chung"]),
        ("giấy cấp 15/3/2025 thì hết ngày nào", ["15/03/2028", "17/09/2027", "16/11/2027"]),
        ("giấy hết hạn 22/5/2027 thì khi nào nộp chấm lại", ["23/11/2026", "22/01/2027"]),
        ("giấy ngày 5/6/2024 chừng nào hết hạn", ["05/06/2027", "07/12/2026"]),
        ("giay ocop ngay 5/6/2024 bao gio het", ["05/06/2027", "07/12/2026"]),
        ("núi Sam giờ phường nào", ["Phường Vĩnh Tế"]),
    ],
)
def test_what_is_named_is_looked_up(text: str, said: list[str]) -> None:
    entry = WORKED.answer(text)
    assert entry
    assert [part for part in said if part not in entry.answer] == []
    assert entry.certainty in CERTAINTIES
    assert (entry.certainty == HINT) <= ("hỏi cán bộ" in entry.answer)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "An Hảo, Tịnh Biên",
        "nhà em ở xã An Hảo",
        "giấy 3 sao cấp ở An Hảo sau sáp nhập còn giá trị gì",
        "xã cũ của tôi giờ là xã nào",
        "An Giang nhập với tỉnh nào",
        "hồ sơ thuộc nhóm nào",
        "nước mắm phú quốc ngon",
        "nước mắm đạt tiêu chuẩn quốc gia thì công bố mấy điểm",
        "cơ sở làm tinh dầu sả cần đủ điều kiện gì",
        "gửi khô cá vô đâu bán",
        "giấy cấp ngày 10/3 hết hạn khi nào",
        "giấy cấp ngày 10/3/2025",
        "hẹn ngày 10/3/2026 gặp ở đâu",
        "nhãn hiệu cấp ngày 5/6/2024 khi nào hết hạn",
        "phiếu kiểm nghiệm ngày 5/6/2026 hết hạn khi nào",
        "khô cá thuộc bộ nào " + "mà em kể thêm " * 10,
    ],
)
def test_what_names_nothing_or_asks_nothing_is_left_to_the_entries(text: str) -> None:
    assert WORKED.answer(text) is None


def test_every_old_commune_is_found_by_its_name_and_district() -> None:
    province = load_province()
    missed = []
    for old in province.old_units:
        entry = WORKED.answer(f"{old.name}, {old.district} cũ nay thuộc xã nào?")
        if entry is None or not (province.unit(old.new_code).name in entry.answer or "giữ nguyên" in entry.answer):
            missed.append(old.label)
    assert missed == []


def test_every_set_is_named_with_its_ministry() -> None:
    for each in load_sets().all:
        assert WORKED.file.goods.one.format(
            goods="", no=each.no, name=each.name, sector=each.sector, ministry=each.ministry
        )


def test_the_library_answers_from_the_tables_before_its_entries() -> None:
    found = shipped().find("xã An Hảo cũ giờ thuộc xã nào", 2)
    assert "Xã Núi Cấm" in found[0].entry.answer
    assert found[0].sure
    assert len(found) == 2


def test_an_entry_in_these_very_words_goes_before_the_tables() -> None:
    assert shipped().find("sản phẩm của tôi thuộc nhóm nào")[0].entry.id == "san_pham_thuoc_nhom_nao"
