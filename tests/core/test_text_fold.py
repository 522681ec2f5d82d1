"""Folding, tidying and shortening of Vietnamese text."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_core.text import fold, shorten, tidy, typed_as, words
from ocop_core.text.fold import latin_digits

# Two busy cores may pause any example.
UNHURRIED = settings(deadline=None)

BASES = {
    "a": "a à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ",
    "e": "e è é ẻ ẽ ẹ ê ề ế ể ễ ệ",
    "i": "i ì í ỉ ĩ ị",
    "o": "o ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ ơ ờ ớ ở ỡ ợ",
    "u": "u ù ú ủ ũ ụ ư ừ ứ ử ữ ự",
    "y": "y ỳ ý ỷ ỹ ỵ",
    "d": "đ",
}
MARKED = [
    (letter, base)
    for base, row in BASES.items()
    for letter in unicodedata.normalize("NFC", row).split()
    if letter != base
]
LETTERS = MARKED + [(letter.upper(), base) for letter, base in MARKED]
FORMS = ("NFC", "NFD")
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
vietnamese = st.text([letter for letter, _ in LETTERS] + list("bcghklmnpqrstvx "), max_size=60)


def test_vietnamese_has_67_letters_beyond_the_plain_ones():
    assert len(MARKED) == 67
    assert len(set(LETTERS)) == 134


@pytest.mark.parametrize("form", FORMS)
def test_every_vietnamese_letter_folds_to_its_base(form):
    assert [(letter, fold(unicodedata.normalize(form, letter))) for letter, _ in LETTERS] == LETTERS


@UNHURRIED
@given(vietnamese)
def test_composed_and_decomposed_text_fold_alike(text):
    composed, decomposed = (fold(unicodedata.normalize(form, text)) for form in FORMS)
    assert composed == decomposed
    assert composed.isascii()


@UNHURRIED
@given(any_text)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@UNHURRIED
@given(any_text)
def test_words_are_their_own_words(text):
    assert words(words(text)) == words(text)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đường Thốt Nốt", "duong thot not"),
        ("  Xã   Núi\tCấm \n", "xa nui cam"),
        ("ĐÔNG Y", "dong y"),
        ("Ðặc sản", "dac san"),
        ("MẮM CÁ LÓC", "mam ca loc"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_folded_text_is_lower_case_without_marks(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize("khmer", ["ភូមិត្រីតោន", "ស្រុកទេសបិទភ្នំ", "កំពុង ធ្វើ"])
def test_khmer_is_left_whole(khmer):
    assert fold(khmer) == khmer
    assert words(khmer) == khmer


def test_other_scripts_keep_their_signs():
    assert fold("ガ가") == "ガ가"


def test_long_text_folds_too():
    assert fold("Ắ " * 5000) == " ".join(["a"] * 5000)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Số 1.", "so 1"),
        ("OCOP – 3 sao!", "ocop 3 sao"),
        ("mắm_cá-lóc (An Giang)", "mam ca loc an giang"),
        ("1️⃣", "1"),
        ("👍 dạ", "da"),
        ("…", ""),
    ],
)
def test_words_are_letters_and_digits_only(typed, expected):
    assert words(typed) == expected


@pytest.mark.parametrize(
    ("typed", "word", "possible"),
    [
        ("dung", "đúng", True),
        ("đung", "đúng", True),
        ("Đúng", "đúng", True),
        ("dừng", "đúng", False),
        ("đừng", "đúng", False),
        ("vàng", "vâng", False),
        ("củng", "cũng", True),
        ("dun", "đúng", False),
    ],
)
def test_marks_may_be_missing_but_not_others(typed, word, possible):
    assert typed_as(typed, word) is possible


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\u0301", "á"),
        ("xin\u200b chào\ufeff", "xin chào"),
        ("\u202eabc\u202c\u200f", "abc"),
        ("có\x00 không\x07", "có không"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("một\n\n\n\n\nhai", "một\n\nhai"),
        ("một \n \n \n hai", "một\n\nhai"),
        ("  Tên :\u00a0\u00a0Mắm\tcá  ", "Tên : Mắm cá"),
        ("a\u2028b", "a\nb"),
        ("\ufe0fok", "ok"),
        ("a\u200db", "ab"),
        ("\ud83d\udc4d", "👍"),
        ("a\ud83db", "ab"),
        ("a\udc4d", "a"),
        ("\ufffea\uffff", "a"),
        ("\x00", ""),
        ("", ""),
        ("bình thường", "bình thường"),
        ("ភូមិ", "ភូមិ"),
    ],
)
def test_tidy_text_holds_nothing_invisible(raw, clean):
    assert tidy(raw) == clean


@pytest.mark.parametrize("emoji", ["👍", "👍🏽", "❤️", "👨‍👩‍👧", "1️⃣", "🇻🇳", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️‍🔥", "😀", "☎️"])
def test_emoji_survive(emoji):
    assert tidy(f"dạ {emoji} em") == f"dạ {emoji} em"
    assert tidy(emoji) == emoji


@UNHURRIED
@given(any_text)
def test_tidying_twice_changes_nothing(text):
    assert tidy(tidy(text)) == tidy(text)


@UNHURRIED
@given(any_text)
def test_tidy_text_can_be_stored_anywhere(text):
    clean = tidy(text)
    clean.encode()
    assert "\x00" not in clean
    assert clean == clean.strip() == unicodedata.normalize("NFC", clean)
    assert "  " not in clean
    assert "\n\n\n" not in clean


def test_a_sign_is_tidied_alike_in_a_plain_text_and_beside_an_emoji():
    texts = [f" a{chr(sign)}  b{chr(sign)}e " for sign in range(0x2000)]
    assert [tidy(text) for text in texts] == [tidy(f"{text} ✔").removesuffix("✔").strip() for text in texts]


@UNHURRIED
@given(vietnamese)
def test_tidying_keeps_every_letter(text):
    assert tidy(text).split() == unicodedata.normalize("NFC", text).split()


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Đường thốt nốt Núi Cấm", 100, "Đường thốt nốt Núi Cấm"),
        ("Đường thốt nốt Núi Cấm", 16, "Đường thốt nốt…"),
        ("Đường thốt nốt, Núi Cấm", 16, "Đường thốt nốt…"),
        ("Đường", 5, "Đường"),
        ("Đườngthốtnốt", 6, "Đường…"),
        ("Đường thốt", 1, "…"),
        ("Đường", 0, ""),
    ],
)
def test_long_text_is_cut_after_a_word(text, limit, short):
    assert shorten(text, limit) == short


def test_a_cut_takes_no_marks_from_a_letter():
    assert shorten(unicodedata.normalize("NFD", "tiếngviệt"), 5) == "ti…"


@UNHURRIED
@given(any_text, st.integers(0, 80))
def test_shortened_text_fits(text, limit):
    assert len(shorten(text, limit)) <= limit


@UNHURRIED
@given(any_text)
def test_digits_of_any_script_become_latin(text):
    assert not any(char.isdecimal() and not char.isascii() for char in latin_digits(text))


def test_khmer_digits_are_read():
    assert latin_digits("០៩១២ và ９") == "0912 và 9"
