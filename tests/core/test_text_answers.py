"""Yes, no and the number of a choice."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_core.text import fold, is_zero, parse_choice, parse_yes_no

# Two busy cores may pause any example.
UNHURRIED = settings(deadline=None)

YES = """
ừ | ừ em | ừa | ờ | ờ đúng | uh | Uh | uhm | um | ừm | ừmmm | ừ đi | u | uk | dạ | dạ phải | dạ đúng
dạ đúng rồi em | dạaaa | zạ | da | da phai | da co | vâng | vâng ạ | vang | phải | phai | phải rồi | fai
đúng | dung | đúng rồi | dung r | dung roi | đúng r | đúg | đúng đó | đúng rồi em ơi | đúng vậy
đúng hết | đúng luôn | chính xác | chuẩn | chuẩn rồi | ok | Ok | OK | oke | okie | okay | oki | okê
ok em | ok nha | ok luôn | ok luôn em | okkk | ok rồi | ô kê | 0k | được | duoc | dc | đc | dc em
được rồi | dc r | được luôn | được chứ | cũng được | được thôi | thôi được | dạ được | chịu | dạ chịu
có | co | có ạ | có em | có chứ | có nha | có, cảm ơn em | dạ có | em có | có có | cóoo | yes | y | yep
rồi | rồi nha | đồng ý | dong y | tôi đồng ý | toi dong y | tui chịu | tui dong y nghen
đồng ý nha em | nhất trí | muốn | mún | cần | chắc chắn rồi | dĩ nhiên | trúng rồi | y chang
ok em cảm ơn nhiều nha | dongy | 👍 | 👍🏽 | 👌 | ✅ | ok 👍 | 👍👍 | dạ 👍 | ừ ok | ok :) | Dạ, đúng ạ!
ừ, đúng. | co1 | dung roi con | dạ phải con ơi | ok con | có nghe con
"""
NO = """
không | khong | ko | k | kh | kg | hk | hok | hông | hong | hổng | hỏng | hem | hông em | ko em
không ạ | khôngggg | kooo | khoong | dạ không | da khong | dạ không ạ | dạ hông | dạ thôi | vâng không
không phải | ko phai | k phải | hổng phải | hong phai | dạ không phải | không đúng | ko dung | chưa đúng
không có | ko co | hổng có | hông có đâu | đâu có | đâu phải | không được | ko dc | không đồng ý
khong dong y | không chịu | hong chiu dau | không muốn | không cần | khỏi | khỏi đi | khỏi cần
không đâu | không nữa | chưa | chưa em | chua | dạ chưa | chưa ạ | chưa có | chưa được | chưa muốn
thôi | thui | thôi em | thôi khỏi | thôi nha | thôi, không | thôi không cần đâu | no | No | n | nope
sai | sai rồi | sai r | sai bét | nhầm rồi | lộn rồi | trật rồi | đừng | từ chối | không tán thành
không không | không, cảm ơn | không cảm ơn em | 👎 | ❌ | không 👎 | chả | em không | tui không chịu
Không. | khong con | chưa con ơi | thôi con
"""
NEITHER = """
đúng không | đúng hông | dung ko | đúng k | phải không | phải hông em | được không | dc ko | có không
co ko | ok không | ok chưa | được chưa | rồi chưa | đúng chưa | đồng ý không | sai không | có phải không
đúng? | có? | không? | không sao | ko sao | không sao đâu | chưa chắc | không chắc | chưa biết
không biết | hông biết nữa | ko ro | không rõ | chắc có | chắc vậy | có lẽ | để sau | để coi
sao cũng được | gì | sao | alo | em ơi | chị ơi | cô | cảm ơn | dạ cảm ơn em | hihi | kkk | kk | 1 | 2
0 | dừng | dùng | dừng lại | đá | đã | vàng | vàng da | chùa | hồng | cỏ | mắm cá lóc | có 5 người
không tốn tiền | chưa nộp | đúng một nửa | vừa có vừa không | có hay không | 👍👎 | không 👍 | ❤️ | 😀
ừ không | có rồi không | có bán đường thốt nốt | phải làm sao | đâu | con không | không còn | con | không phải không
"""


def listed(table):
    return [phrase.strip() for line in table.strip().splitlines() for phrase in line.split("|")]


@pytest.mark.parametrize("text", listed(YES))
def test_this_means_yes(text):
    assert parse_yes_no(text) is True


@pytest.mark.parametrize("text", listed(NO))
def test_this_means_no(text):
    assert parse_yes_no(text) is False


@pytest.mark.parametrize("text", ["", "   ", "…", *listed(NEITHER), "không " * 100])
def test_this_means_neither(text):
    assert parse_yes_no(text) is None


@pytest.mark.parametrize("text", ["đúng rồi", "không phải", "dạ được", "đồng ý", "khỏi cần", "chưa có"])
def test_marks_case_and_form_do_not_change_the_answer(text):
    answer = parse_yes_no(text)
    assert answer is not None
    assert {
        parse_yes_no(fold(text)),
        parse_yes_no(text.upper()),
        parse_yes_no(unicodedata.normalize("NFD", text)),
        parse_yes_no(f"  {text} !! "),
        parse_yes_no(f"dạ {text} nghen chị"),
    } == {answer}


@UNHURRIED
@given(st.text(max_size=90))
def test_any_text_gets_yes_no_or_neither(text):
    assert parse_yes_no(text) in {True, False, None}


@pytest.mark.parametrize(
    ("text", "picked"),
    [
        ("1", 1),
        ("1.", 1),
        ("1)", 1),
        ("(1)", 1),
        ("[1]", 1),
        ("#1", 1),
        (" 2 ", 2),
        ("01", 1),
        ("số 1", 1),
        ("so 1", 1),
        ("so1", 1),
        ("Số 1.", 1),
        ("chọn 1", 1),
        ("chon so 2", 2),
        ("em chọn 2", 2),
        ("tui chon cai so 2 nghen", 2),
        ("cái số 2", 2),
        ("cái thứ hai", 2),
        ("thứ nhất", 1),
        ("đầu tiên", 1),
        ("cái đầu tiên", 1),
        ("cái cuối", 5),
        ("câu 3", 3),
        ("cau3", 3),
        ("mục 3", 3),
        ("phương án 2", 2),
        ("dạ 1", 1),
        ("dạ số 1 ạ", 1),
        ("1 nha em", 1),
        ("1 nhé", 1),
        ("1 đi", 1),
        ("ok 1", 1),
        ("cho em số 4", 4),
        ("một", 1),
        ("mot", 1),
        ("hai", 2),
        ("ba", 3),
        ("bốn", 4),
        ("tư", 4),
        ("năm", 5),
        ("nam", 5),
        ("số năm", 5),
        ("①", 1),
        ("⑤", 5),
        ("⑴", 1),
        ("❷", 2),
        ("1️⃣", 1),
        ("3️⃣", 3),
        ("１", 1),
        ("２）", 2),
        ("១", 1),
        ("2 👍", 2),
    ],
)
def test_a_choice_is_picked_by_its_number(text, picked):
    assert parse_choice(text, 5) == picked


@pytest.mark.parametrize(
    ("text", "picked"),
    [("26", 26), ("hai mươi sáu", 26), ("hai muoi sau", 26), ("mười một", 11), ("🔟", 10), ("⑩", 10)],
)
def test_long_lists_are_picked_from_too(text, picked):
    assert parse_choice(text, 26) == picked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "6",
        "12",
        "99999999999",
        "1 năm",
        "một năm",
        "1 người",
        "1 2",
        "1, 2",
        "1.2",
        "1,5",
        "1/2",
        "1%",
        "1k",
        "1 triệu",
        "½",
        "m²",
        "không",
        "số",
        "chọn",
        "cái nào",
        "hài",
        "từ",
        "sâu",
        "chị Hai",
        "số 1 là gì",
        "0912345678",
        "mắm cá lóc",
    ],
)
def test_this_picks_nothing(text):
    assert parse_choice(text, 5) is None


@UNHURRIED
@given(
    st.integers(1, 26),
    st.integers(1, 26),
    st.sampled_from(["{}", "số {}", "chon {} nha", "{}.", "({})", "dạ {} ạ"]),
)
def test_only_numbers_on_offer_are_picked(number, count, style):
    assert parse_choice(style.format(number), count) == (number if number <= count else None)


@UNHURRIED
@given(st.text(max_size=60), st.integers(1, 30))
def test_any_text_picks_something_on_offer_or_nothing(text, count):
    assert parse_choice(text, count) in {None, *range(1, count + 1)}


@pytest.mark.parametrize("text", ["0", "0.", " 0 ", "số 0", "so 0", "0 nha", "(0)", "0️⃣", "０", "០", "chọn 0", "dạ 0"])
def test_zero_goes_back(text):
    assert is_zero(text)


@pytest.mark.parametrize(
    "text", ["", "0k", "0 đồng", "0%", "00", "10", "0912345678", "không", "0 người", "o", "0,5", "số"]
)
def test_this_is_no_zero(text):
    assert not is_zero(text)
