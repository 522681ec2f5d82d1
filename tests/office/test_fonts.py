"""Text in the fonts of before Unicode."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_core.office.fonts import FONTS, Font, decoded, encoded, font_of, main_font, mended

NAMES = (
    "Đường thốt nốt Hòa Kiều",
    "Hộ kinh doanh Gia Định",
    "Huyện Chợ Mới",
    "Nước mắm chay cô Nành",
    "Khô cá lóc bảy chóp",
    "Công ty trách nhiệm hữu hạn",
    "Hợp tác xã nông nghiệp Vĩnh Thành",
    "Rượu sâm đinh lăng",
)


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("name", NAMES)
def test_an_old_font_is_known_and_put_right(name: str, font: Font) -> None:
    assert mended(encoded(name, font)) == name


@pytest.mark.parametrize("name", [*NAMES, "Cà na", "Khô cá", "Mè xửng", "Café Bảy", "Lò mò Pđăm"])
def test_unicode_is_left_alone(name: str) -> None:
    assert font_of(name) is None and mended(name) == name


def test_a_cell_that_reads_well_either_way_follows_its_column() -> None:
    column = main_font([encoded(name, "tcvn3") for name in NAMES])
    assert mended(encoded("Hộ", "tcvn3"), column) == "Hộ"
    assert mended("Hé") == "Hé"


@given(
    st.text("aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ ", max_size=30)
)
def test_tcvn3_comes_back_letter_by_letter(text: str) -> None:
    assert decoded(encoded(text, "tcvn3"), "tcvn3") == text


@given(st.lists(st.sampled_from([word for name in NAMES for word in name.split()]), min_size=1, max_size=8))
def test_vni_comes_back_word_by_word(names: list[str]) -> None:
    text = " ".join(names)
    assert decoded(encoded(text, "vni"), "vni") == text
    assert decoded(encoded(text.upper(), "vni"), "vni") == text.upper()
