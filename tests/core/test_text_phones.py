"""Phone numbers as people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_core.text import parse_phone, phone_digits, phones, show_phone
from ocop_core.text.phones import OLD_MOBILE_CODES

# Two busy cores may pause any example.
UNHURRIED = settings(deadline=None)

ONE = "0912345678"
mobiles = st.builds(
    str.__add__,
    st.sampled_from(["090", "091", "093", "096", "098", "032", "039", "070", "079", "081", "088", "056", "086"]),
    st.from_regex(r"[1-9][0-9]{6}", fullmatch=True),
)
PREFIXES = ("+84", "+84 ", "84", "84 ", "(84)", "(+84) ", "+84-", "0084", "+84 (0)", "+84 0")


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "091 234 5678",
        "09 12 34 56 78",
        "+84912345678",
        "+84 912 345 678",
        "84912345678",
        "84 912 345 678",
        "(84) 912345678",
        "(+84) 912 345 678",
        "0084912345678",
        "+84 (0)912 345 678",
        "+84 0912 345 678",
        "912345678",
        "912 345 678",
        "912.345.678",
        "O912345678",
        "０９１２３４５６７８",
        "០៩១២៣៤៥៦៧៨",
        "so cua tui la 0912 345 678 nghen",
        "sdt:0912345678",
        "ĐT 0912345678.",
        "Dạ 0912345678 (Zalo)",
        "0912345678, 0912 345 678",
        "5 chai, gọi 0912 345 678",
        "nhà số 12, 0912345678, gặp chị Ba",
        "ngày 5/3/2026 gọi 0912345678",
        "0912345678 vốn 500.000.000đ",
        "MST 1601234567, điện thoại 0912345678",
        "CCCD 089190001234 sđt 0912345678",
    ],
)
def test_one_mobile_is_read_however_it_is_written(text):
    assert parse_phone(text) == ONE


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("01692345678", "0392345678"),
        ("0169 234 5678", "0392345678"),
        ("+84 169 234 5678", "0392345678"),
        ("0123 456 7890", "0834567890"),
        ("01201234567", "0701234567"),
        ("0188 234 5678", "0582345678"),
    ],
)
def test_mobile_numbers_from_before_2018_are_carried_over(text, phone):
    assert parse_phone(text) == phone


def test_every_old_code_leads_to_a_number_in_use():
    assert len(OLD_MOBILE_CODES) == 21
    moved = {old: parse_phone(f"0{old}8234567") for old in OLD_MOBILE_CODES}
    assert moved == {old: f"0{new}8234567" for old, new in OLD_MOBILE_CODES.items()}


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("0296 3852 123", "02963852123"),
        ("(0296) 3852123", "02963852123"),
        ("0297.3862.123", "02973862123"),
        ("+84 296 3852 123", "02963852123"),
        ("02963.852.123", "02963852123"),
        ("2963852123", "02963852123"),
        ("028 3822 1234", "02838221234"),
    ],
)
def test_landlines_are_read(text, phone):
    assert parse_phone(text) == phone


@pytest.mark.parametrize(
    "text",
    [
        "",
        "không có",
        "091234567",
        "09123456789",
        "0112345678",
        "19001234",
        "18001234",
        "089190001234",
        "089 190 001 234",
        "CMND 351234567",
        "cccd: 0912345678",
        "số tài khoản 0912345678",
        "mst 0312345678",
        "950.000.000",
        "950.000.000đ",
        "912 345 678 đồng",
        "350000000",
        "5/3/2026",
        "2026-03-05",
        "1.200 kg",
        "+1 202 555 0143",
        "0912345678 0987654321",
        "0912345678/0987654321",
        "0912345678 hoặc 0987 654 321",
    ],
)
def test_what_is_not_exactly_one_vietnamese_phone_is_none(text):
    assert parse_phone(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0987 654 321 - 0912345678", ("0987654321", ONE)),
        ("0987654321/0912345678", ("0987654321", ONE)),
        ("0912345678 và +84 912 345 678", (ONE,)),
        ("bàn 0296 3852 123, di động 912345678", ("02963852123", ONE)),
        ("không", ()),
    ],
)
def test_all_phones_come_once_each_in_order(text, expected):
    assert phones(text) == expected


@UNHURRIED
@given(
    mobiles,
    st.sampled_from(["", " ", ".", "-", " - ", "–"]),
    st.sampled_from([(4, 7), (3, 6), (4, 6), (3, 7)]),
)
def test_a_phone_in_any_grouping_is_read_back(phone, gap, cuts):
    first, second = cuts
    assert parse_phone(f"số {gap.join([phone[:first], phone[first:second], phone[second:]])} nha em") == phone


@UNHURRIED
@given(mobiles, st.sampled_from(PREFIXES), st.sampled_from(["", " ", "."]))
def test_a_phone_with_country_code_is_read_back(phone, prefix, gap):
    assert parse_phone(f"{prefix}{gap.join([phone[1:4], phone[4:7], phone[7:]])}") == phone


@UNHURRIED
@given(
    st.lists(mobiles, min_size=1, max_size=4, unique=True),
    st.sampled_from([", ", " ", "/", "\n", " và ", "; "]),
)
def test_several_phones_are_all_found(many, link):
    assert phones(link.join(many)) == tuple(many)


@UNHURRIED
@given(mobiles)
def test_a_shown_phone_is_read_back(phone):
    assert parse_phone(show_phone(phone)) == phone


@UNHURRIED
@given(st.text(max_size=60))
def test_any_text_can_be_searched_for_phones(text):
    assert all(phone.startswith("0") and len(phone) in {10, 11} for phone in phones(text))
    assert phone_digits(text) >= 0


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("0912345678", "0912 345 678"),
        ("02963852123", "0296 3852 123"),
        ("19001234", "19001234"),
        ("", ""),
    ],
)
def test_phones_are_shown_in_groups(phone, shown):
    assert show_phone(phone) == shown


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("091234567", 9),
        ("0912 345 67", 9),
        ("so cua tui 091234567 nghen", 9),
        ("nhà 12, 091234567", 9),
        ("số 5 09123456789", 11),
        ("+84 91234567", 9),
        ("912345", 6),
        ("không nhớ", 0),
    ],
)
def test_the_digits_of_a_mistyped_phone_are_counted(text, digits):
    assert phone_digits(text) == digits
