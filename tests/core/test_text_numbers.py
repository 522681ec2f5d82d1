"""Numbers and money as people write and say them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_core.text import parse_money, parse_number

# Two busy cores may pause any example.
UNHURRIED = settings(deadline=None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("0", "0"),
        ("05", "5"),
        ("1.200", "1200"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1,234.5", "1234.5"),
        ("1 200", "1200"),
        ("1 200 000", "1200000"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("0,25", "0.25"),
        ("0.500", "0.5"),
        ("２５", "25"),
        ("២៥", "25"),
        ("12 người", "12"),
        ("dạ 12 người nha em", "12"),
        ("khoang 20 kg", "20"),
        ("20kg", "20"),
        ("500 m2", "500"),
        ("20%", "20"),
        ("nam 2019", "2019"),
        ("từ năm 2019 tới giờ", "2019"),
        ("5 chục", "50"),
        ("2 trăm", "200"),
        ("2 trăm rưỡi", "250"),
        ("10 ngàn hũ", "10000"),
        ("2 ngàn rưỡi", "2500"),
        ("2 ký rưỡi", "2.5"),
        ("1 tan ruoi", "1.5"),
        ("mười hai", "12"),
        ("muoi hai", "12"),
        ("mười", "10"),
        ("mười lăm", "15"),
        ("hai mươi", "20"),
        ("hai mươi lăm", "25"),
        ("hai muoi lam", "25"),
        ("hăm lăm", "25"),
        ("hai mươi mốt", "21"),
        ("hai mốt", "21"),
        ("ba lăm", "35"),
        ("bốn mươi tư", "44"),
        ("chín mươi chín", "99"),
        ("một trăm", "100"),
        ("mot tram", "100"),
        ("một trăm lẻ năm", "105"),
        ("một trăm linh năm", "105"),
        ("một trăm hai", "120"),
        ("một trăm rưỡi", "150"),
        ("nửa ký", "0.5"),
        ("số hai", "2"),
        ("ba trăm hai mươi mốt", "321"),
        ("một ngàn", "1000"),
        ("một nghìn hai trăm", "1200"),
        ("hai ngàn không trăm hai mươi lăm", "2025"),
        ("mười hai ngàn năm trăm", "12500"),
        ("năm", "5"),
        ("năm người", "5"),
        ("năm năm", "5"),
        ("mười năm", "10"),
        ("khoảng ba chục người", "30"),
        ("hai ký rưỡi", "2.5"),
        ("hai rưỡi", "2.5"),
        ("dạ khoảng năm người á em", "5"),
        ("ba", "3"),
        ("không người", "0"),
    ],
)
def test_a_number_is_read(text, number):
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nhiều lắm",
        "không",
        "dạ không em",
        "5 tr",
        "5tr",
        "2tr1",
        "200trđ",
        "5 triệu",
        "500k",
        "5000đ",
        "5 ngàn đồng",
        "năm triệu",
        "1,200",
        "5-10",
        "5 đến 10 người",
        "5 hoặc 6",
        "5/3",
        "5/3/2026",
        "8:30",
        "2 cái 3 bịch",
        "1.2.3",
        "007",
        "-5",
        "0912345678",
        "912345678",
        "0912 345 678",
        "hai ba người",
        "chị Hai ơi",
        "anh Ba bán mắm",
        "trái chín",
        "sp1",
        "từ từ",
        "1" * 50,
    ],
)
def test_an_unclear_number_is_none(text):
    assert parse_number(text) is None


@UNHURRIED
@given(st.integers(0, 10**9))
def test_a_number_with_vietnamese_thousands_is_read_back(number):
    assert parse_number(f"{number:,}".replace(",", ".") + " cái") == number


@UNHURRIED
@given(st.integers(0, 10**6), st.integers(0, 99))
def test_a_number_with_decimals_is_read_back(whole, part):
    written = f"{whole:,}".replace(",", ".") + f",{part:02}"
    assert parse_number(f"khoảng {written} kg") == Decimal(f"{whole}.{part:02}")


ONES = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def spoken(number):
    """The school way of saying 1 to 9999."""
    thousands, rest = divmod(number, 1000)
    hundreds, low = divmod(rest, 100)
    said = [f"{ONES[thousands]} ngàn"] if thousands else []
    if hundreds or (thousands and low):
        said.append(f"{ONES[hundreds] or 'không'} trăm")
    ten, one = divmod(low, 10)
    if ten == 0 and one:
        said += ["lẻ"] if said else []
        said.append(ONES[one])
    elif ten:
        said.append("mười" if ten == 1 else f"{ONES[ten]} mươi")
        if one:
            said.append("lăm" if one == 5 else "mốt" if one == 1 and ten > 1 else ONES[one])
    return " ".join(said)


@UNHURRIED
@given(st.integers(1, 9999))
def test_a_spoken_number_is_read_back(number):
    assert parse_number(spoken(number)) == number


@UNHURRIED
@given(st.text(max_size=60))
def test_any_text_can_be_searched_for_a_number(text):
    found = parse_number(text)
    assert found is None or found.is_finite()


@pytest.mark.parametrize(
    ("text", "dong"),
    [
        ("5tr", 5_000_000),
        ("5 tr", 5_000_000),
        ("5 triệu", 5_000_000),
        ("5 trieu dong", 5_000_000),
        ("1,2 triệu", 1_200_000),
        ("1.2 triệu", 1_200_000),
        ("1,25tr", 1_250_000),
        ("1tr2", 1_200_000),
        ("1tr25", 1_250_000),
        ("1tr250", 1_250_000),
        ("1tr200k", 1_200_000),
        ("1 triệu 2", 1_200_000),
        ("1 triệu 200", 1_200_000),
        ("1 triệu 200 ngàn", 1_200_000),
        ("1 triệu hai", 1_200_000),
        ("2 triệu mốt", 2_100_000),
        ("hai tỷ mốt", 2_100_000_000),
        ("200trđ", 200_000_000),
        ("200 tr.đ", 200_000_000),
        ("một triệu hai", 1_200_000),
        ("một triệu hai trăm", 1_200_000),
        ("một triệu hai trăm ngàn", 1_200_000),
        ("2 triệu rưỡi", 2_500_000),
        ("2tr ruoi", 2_500_000),
        ("nửa triệu", 500_000),
        ("500k", 500_000),
        ("500 k", 500_000),
        ("500K", 500_000),
        ("5k5", 5_500),
        ("500 nghìn", 500_000),
        ("500 ngàn", 500_000),
        ("500 ngan", 500_000),
        ("500ng", 500_000),
        ("5 trăm ngàn", 500_000),
        ("năm trăm ngàn", 500_000),
        ("nam tram ngan", 500_000),
        ("5 chục ngàn", 50_000),
        ("hai chục ngàn", 20_000),
        ("hai mươi lăm ngàn", 25_000),
        ("mười lăm nghìn đồng", 15_000),
        ("15 ngàn rưỡi", 15_500),
        ("2 tỷ", 2_000_000_000),
        ("2 ty", 2_000_000_000),
        ("2 tỉ rưỡi", 2_500_000_000),
        ("2 tỷ 5", 2_500_000_000),
        ("2 tỷ 500 triệu", 2_500_000_000),
        ("2 tỷ 500", 2_500_000_000),
        ("1.200 triệu", 1_200_000_000),
        ("1.500.000đ", 1_500_000),
        ("1.500.000 VNĐ", 1_500_000),
        ("1.500.000 vnd", 1_500_000),
        ("1,500,000", 1_500_000),
        ("1 500 000", 1_500_000),
        ("15.000", 15_000),
        ("15,000", 15_000),
        ("15 000", 15_000),
        ("15000", 15_000),
        ("15000đ", 15_000),
        ("15000 d", 15_000),
        ("₫15000", 15_000),
        ("500 đồng", 500),
        ("0 đồng", 0),
        ("dạ khoảng 5 triệu nha em", 5_000_000),
        ("gia 15000 nghen", 15_000),
        ("15000/kg", 15_000),
        ("15000 1 kg", 15_000),
        ("100k/kg", 100_000),
        ("25k 1 ký", 25_000),
        ("100 ngàn một ký", 100_000),
        ("5 triệu một tháng", 5_000_000),
        ("1 triệu 2 một tháng", 1_200_000),
        ("1tr2/tháng", 1_200_000),
        ("1 triệu 2 nha", 1_200_000),
        ("từ 5 triệu", 5_000_000),
        ("tu 5 trieu", 5_000_000),
        ("tu nam trieu", 5_000_000),
        ("năm nay 5 triệu", 5_000_000),
        ("năm ngoái bán được 200 triệu", 200_000_000),
        ("công ty vốn 2 tỷ", 2_000_000_000),
        ("- 5 triệu", 5_000_000),
        ("៥ triệu", 5_000_000),
    ],
)
def test_money_is_read_in_dong(text, dong):
    assert parse_money(text) == dong


@pytest.mark.parametrize(
    "text",
    [
        "",
        "150",
        "12",
        "không tốn",
        "một tí",
        "5 người",
        "5000 chai",
        "năm trăm",
        "ba",
        "công ty",
        "5-10 triệu",
        "5tr - 10tr",
        "5 đến 10 triệu",
        "từ 5 triệu tới 10 triệu",
        "năm tới mười triệu",
        "5 triệu hoặc 6 triệu",
        "5 triệu, rồi 2 triệu",
        "1 triệu 25",
        "5 triệu 2 người",
        "1,200 triệu",
        "0912345678",
        "912345678",
        "5/3/2026",
        "từ năm 2019",
        "1,5 đồng",
        "9" * 30 + "đ",
    ],
)
def test_unclear_money_is_none(text):
    assert parse_money(text) is None


@UNHURRIED
@given(st.integers(1, 999_999), st.sampled_from(["k", " ngàn", " nghìn", " ngan", " ngàn đồng", "K"]))
def test_thousands_of_dong_are_read_back(thousands, unit):
    assert parse_money(f"{thousands}{unit}") == thousands * 1000


@UNHURRIED
@given(st.integers(1, 999), st.integers(1, 9), st.sampled_from(["tr", " triệu ", "tr ", " tr "]))
def test_millions_with_a_tail_are_read_back(millions, tail, unit):
    assert parse_money(f"giá {millions}{unit}{tail}") == millions * 1_000_000 + tail * 100_000


@UNHURRIED
@given(st.integers(1000, 10**12), st.sampled_from(["đ", " đồng", " VNĐ", "d", " vnd"]))
def test_amounts_with_dots_are_read_back(dong, currency):
    assert parse_money(f"{dong:,}".replace(",", ".") + currency) == dong


@UNHURRIED
@given(st.text(max_size=60))
def test_any_text_can_be_searched_for_money(text):
    found = parse_money(text)
    assert found is None or found >= 0


@pytest.mark.parametrize("word", ["ngàn", "triệu", "mười", "năm", "1", "5 triệu", "1 000", "không", "-", "rưỡi"])
def test_endless_text_is_no_number(word):
    assert parse_number(f"{word} " * 3000) is None
    assert parse_money(f"{word} " * 3000) in {None, 5_000_000}
