"""Single cells of office tables: stars, points, decisions, phones, and text of every kind."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_core.office import cells


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("★★★", 3),
        ("★★★☆☆", 3),
        ("⭐⭐⭐⭐", 4),
        ("***", 3),
        ("3*", 3),
        ("3 sao", 3),
        ("ba sao", 3),
        ("Bốn sao", 4),
        ("ĐẠT 4 SAO", 4),
        ("Hạng 5 sao", 5),
        ("03", 3),
        ("3.0", 3),
        ("3-4 sao", None),
        ("4 sao (nâng hạng từ 3 sao)", None),
        ("không đạt", None),
        ("71,2", None),
        ("6 sao", None),
        ("", None),
    ],
)
def test_stars_are_read_in_signs_words_and_figures(text: str, stars: int | None) -> None:
    assert cells.read_stars(text) == stars


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("QĐ số 1234/QĐ-UBND ngày 10/10/2022", "1234/QĐ-UBND"),
        ("1234/QD-UBND", "1234/QĐ-UBND"),
        ("2497 /qđ - ubnd", "2497/QĐ-UBND"),
        ("1234/QĐ-UBNDngày 10/10/2022", "1234/QĐ-UBND"),
        ("Quyết định số 86/QĐ-UBND ngày 27/01/2023 của UBND tỉnh", "86/QĐ-UBND"),
        ("12/2023/QĐ-UBND", "12/2023/QĐ-UBND"),
        ("4567/QĐ-BNN-VPĐP", "4567/QĐ-BNN-VPĐP"),
        ("2497/QÐ-UBND", "2497/QĐ-UBND"),
        ("2497/Q§-UBND", "2497/QĐ-UBND"),
        ("912", "912"),
        ("Số 912", "912"),
    ],
)
def test_the_number_of_a_decision_is_written_one_way(text: str, number: str) -> None:
    found = cells.read_decision(text)
    assert found is not None and found.number == number and not found.several


@pytest.mark.parametrize("text", ["10/10/2022", "Bộ NN&PTNT", "", "chưa có"])
def test_what_is_no_decision_is_none(text: str) -> None:
    assert cells.read_decision(text) is None


def test_two_decisions_in_one_cell_are_noticed() -> None:
    found = cells.read_decision("86/QĐ-UBND; 912/QĐ-UBND")
    assert found is not None and found.several


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        (912345678, ("0912345678",)),
        (912345678.0, ("0912345678",)),
        ("'0912.345.678", ("0912345678",)),
        ("+84 912 345 678", ("0912345678",)),
        ("ĐT: 0912 345 678 (anh Bảy)", ("0912345678",)),
        ("0912345678/ 0987654321", ("0912345678", "0987654321")),
        ("296 3852 123", ("02963852123",)),
        ("0912 34", ()),
    ],
)
def test_phones_are_read_as_offices_store_them(cell: str | int | float, phones: tuple[str, ...]) -> None:
    assert cells.read_phones(cells.plain(cell)) == phones


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Mắm\u00a0cá\n lóc ", "Mắm cá lóc"),
        ("'0912345678", "0912345678"),
        (unicodedata.normalize("NFD", "Đường thốt nốt"), "Đường thốt nốt"),
        (3.0, "3"),
        ("#N/A", ""),
        (None, ""),
        ("§\u00adêng thèt nèt", "Đường thốt nốt"),
        ("Ñöôøng thoát noát", "Đường thốt nốt"),
    ],
)
def test_cells_become_plain_text(cell: str | float | None, text: str) -> None:
    assert cells.plain(cell) == text


@pytest.mark.parametrize(("text", "score"), [("71,25", 7125), ("71.0", 7100), ("65,1 điểm", 6510), ("712", None)])
def test_points_are_kept_in_hundredths(text: str, score: int | None) -> None:
    assert cells.read_score(text) == score


@given(st.text(max_size=40))
def test_no_cell_breaks_the_reader(text: str) -> None:
    clean = cells.plain(text)
    assert clean == clean.strip() and "\n" not in clean and "\u00a0" not in clean
    cells.read_stars(clean), cells.read_score(clean), cells.read_decision(clean), cells.read_phones(clean)
