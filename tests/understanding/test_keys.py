"""Leftovers of the Telex and VNI keyboards become the words that were meant."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_core.rulebook.spelling import EXACT, likeness
from ocop_core.text import fold
from ocop_core.understanding.keys import undone
from ocop_core.understanding.syllables import is_syllable

TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
VNI = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
VNI_SHAPES = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
WORDS = (
    "giấy", "tờ", "hồ", "sơ", "đăng", "ký", "sản", "phẩm", "hết", "hạn", "chứng", "nhận", "được", "người",
    "hướng", "dẫn", "nghỉ", "những", "quyển", "thuốc", "khuyến", "khoảng", "thủ", "tục", "nộp", "gửi",
    "đường", "thốt", "nốt", "rượu", "mắm", "cá", "lóc", "muối", "ớt", "xoài", "bưởi", "nhãn", "chuối",
    "gạo", "nếp", "trứng", "vịt", "mật", "ong", "tiếng", "thổ", "cẩm", "dệt", "vườn", "trái", "cây",
    "tháng", "trước", "tuần", "sau", "tập", "huấn", "hội", "chợ", "gặp", "cán", "bộ", "điện", "thoại",
    "huỷ", "bỏ", "dừng", "nhắn",
)  # fmt: skip


def typed(word: str, tones: dict[str, str], shape: dict[str, str] | None) -> str:
    """The keys that somebody presses for a word, the tone last."""
    keys, tone = "", ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in tones:
            tone = tones[char]
        elif char == "đ":
            keys += "dd" if shape is None else "d9"
        elif not unicodedata.combining(char):
            keys += char
        elif shape is not None:
            keys += shape[char]
        else:
            keys += keys[-1] if char == "\u0302" else "w"
    return keys + tone


@pytest.mark.parametrize("word", WORDS)
def test_every_word_comes_back_from_its_keys(word):
    for keys in (typed(word, TELEX, None), typed(word, VNI, VNI_SHAPES)):
        if not is_syllable(fold(keys)):
            back = undone(keys)
            assert back is not None and likeness(back, word.lower()) == EXACT, keys


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("ddang", "đang"), ("kys", "ký"), ("giaays", "giấy"), ("dduwowcj", "được"), ("nguowif", "người"),
        ("hoof", "hồ"), ("nopoj", "nộp"), ("nooppj", "nộp"), ("cura", "của"), ("owr", "ở"), ("quas", "quá"),
        ("d9a8ng", "đăng"), ("ky1", "ký"), ("gia6y1", "giấy"), ("d9u7o75c", "được"), ("ha5n", "hạn"),
    ],
)  # fmt: skip
def test_keys_pressed_in_any_usual_order_are_understood(keys, word):
    assert undone(keys) == word


@pytest.mark.parametrize("typed", ["toi", "giay", "giấy", "a", "m2", "sp1", "yt7k3m2", "123", "", "hello", "x" * 50])
def test_what_is_no_leftover_stays_as_it_is(typed):
    assert undone(typed) is None


@given(st.text(max_size=20))
def test_any_token_is_taken_calmly(token):
    word = undone(token)
    assert word is None or is_syllable(fold(word))
