"""Days as people write and say them. Today is Monday 23/11/2026, unless the test says otherwise."""

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_core.text import is_lunar, parse_date, show_date, show_day

# Two busy cores may pause any example.
UNHURRIED = settings(deadline=None)

TODAY = date(2026, 11, 23)
days = st.dates(date(1950, 1, 1), date(2045, 12, 31))
near_days = st.integers(-180, 180).map(lambda distance: TODAY + timedelta(days=distance))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5/3/2026", date(2026, 3, 5)),
        ("05/03/2026", date(2026, 3, 5)),
        ("05-03-2026", date(2026, 3, 5)),
        ("5.3.2026", date(2026, 3, 5)),
        ("5.3.26", date(2026, 3, 5)),
        ("5/3/26", date(2026, 3, 5)),
        ("5/3/65", date(1965, 3, 5)),
        ("5 / 3 / 2026", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        ("2026/3/5", date(2026, 3, 5)),
        ("2026-03-05T10:00", date(2026, 3, 5)),
        ("5 3 2026", date(2026, 3, 5)),
        ("05032026", date(2026, 3, 5)),
        ("０５/０３/２０２６", date(2026, 3, 5)),
        ("ngày 10 tháng 10 năm 2022", date(2022, 10, 10)),
        ("ngay 10 thang 10 nam 2022", date(2022, 10, 10)),
        ("10 tháng 10 năm 22", date(2022, 10, 10)),
        ("10 tháng 10, 2022", date(2022, 10, 10)),
        ("10 thg 10 2022", date(2022, 10, 10)),
        ("ngày mười tháng mười năm 2022", date(2022, 10, 10)),
        ("ngày hai mươi lăm tháng mười hai năm 2026", date(2026, 12, 25)),
        ("15 tháng tư năm 2027", date(2027, 4, 15)),
        ("giấy hết hạn 5/3/2027 nghen em", date(2027, 3, 5)),
        ("cấp ngày 22/05/2024.", date(2024, 5, 22)),
        ("thứ Sáu 22/01/2027", date(2027, 1, 22)),
        ("5/3 năm sau", date(2027, 3, 5)),
        ("5/3 năm nay", date(2026, 3, 5)),
        ("5 tháng 3 năm ngoái", date(2025, 3, 5)),
        ("5/3 năm 2024", date(2024, 3, 5)),
        ("29/2/2028", date(2028, 2, 29)),
        ("mùng 5 tháng 3 năm 2027 dương lịch", date(2027, 3, 5)),
    ],
)
def test_a_full_date_is_read_day_first(text, day):
    assert parse_date(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5/3", date(2027, 3, 5)),
        ("5-3", date(2027, 3, 5)),
        ("5-3 nha", date(2027, 3, 5)),
        ("ngày 5-3", date(2027, 3, 5)),
        ("ngày 5.3", date(2027, 3, 5)),
        ("22/1", date(2027, 1, 22)),
        ("dạ 22/1 nha em", date(2027, 1, 22)),
        ("1/11", date(2026, 11, 1)),
        ("23/11", TODAY),
        ("10 thang 10", date(2026, 10, 10)),
        ("10 tháng mười", date(2026, 10, 10)),
        ("mười lăm tháng tám", date(2026, 8, 15)),
        ("hai tháng chín", date(2026, 9, 2)),
        ("ngày sáu tháng sáu", date(2026, 6, 6)),
        ("16 tháng sáu", date(2026, 6, 16)),
        ("ngay 10/10", date(2026, 10, 10)),
        ("năm 2026 ngày 5/3", date(2026, 3, 5)),
        ("20/6", date(2026, 6, 20)),
        ("20/5", date(2027, 5, 20)),
        ("ngày 10 tháng này", date(2026, 11, 10)),
        ("ngày 10 tháng sau", date(2026, 12, 10)),
        ("ngay 10 thang truoc", date(2026, 10, 10)),
    ],
)
def test_a_date_without_year_is_the_nearest_one(text, day):
    assert parse_date(text, TODAY) == day


def test_of_two_equally_near_days_the_later_is_meant():
    assert parse_date("1/7", date(2027, 12, 31)) == date(2028, 7, 1)
    assert parse_date("1/7", date(2026, 12, 30)) == date(2026, 7, 1)


def test_the_29th_of_february_is_found_only_next_to_a_leap_year():
    assert parse_date("29/2", date(2027, 11, 1)) == date(2028, 2, 29)
    assert parse_date("29/2", TODAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hôm nay", TODAY),
        ("hom nay", TODAY),
        ("bữa nay", TODAY),
        ("nay", TODAY),
        ("dạ nay nha", TODAY),
        ("chiều nay em nộp", TODAY),
        ("tối nay", TODAY),
        ("toi nay nha", TODAY),
        ("nay tui gửi", TODAY),
        ("mai tui nộp nha em", date(2026, 11, 24)),
        ("để mai", date(2026, 11, 24)),
        ("chắc mai em lên xã", date(2026, 11, 24)),
        ("mốt tui lên", date(2026, 11, 25)),
        ("ngày 25 tới", date(2026, 11, 25)),
        ("ngay 20 toi", date(2026, 12, 20)),
        ("ngày 31 tới", date(2026, 12, 31)),
        ("mai", date(2026, 11, 24)),
        ("ngày mai", date(2026, 11, 24)),
        ("sáng mai", date(2026, 11, 24)),
        ("mai nghen", date(2026, 11, 24)),
        ("mốt", date(2026, 11, 25)),
        ("mot", date(2026, 11, 25)),
        ("ngày mốt", date(2026, 11, 25)),
        ("bữa mốt", date(2026, 11, 25)),
        ("ngày kia", date(2026, 11, 25)),
        ("hôm qua", date(2026, 11, 22)),
        ("bua qua", date(2026, 11, 22)),
        ("hôm kia", date(2026, 11, 21)),
        ("3 ngày nữa", date(2026, 11, 26)),
        ("ba ngày nữa", date(2026, 11, 26)),
        ("sau 3 ngày", date(2026, 11, 26)),
        ("3 bữa trước", date(2026, 11, 20)),
        ("cách đây 2 tuần", date(2026, 11, 9)),
        ("một tuần nữa", date(2026, 11, 30)),
        ("3 tháng nữa", date(2027, 2, 23)),
        ("cuối tháng", date(2026, 11, 30)),
        ("cuoi thang nay", date(2026, 11, 30)),
        ("hết tháng này", date(2026, 11, 30)),
        ("cuối tháng sau", date(2026, 12, 31)),
        ("cuoi thang sau", date(2026, 12, 31)),
        ("cuối tháng sáu", date(2026, 6, 30)),
        ("cuối tháng 2", date(2027, 2, 28)),
        ("cuối tháng 3 năm 2027", date(2027, 3, 31)),
        ("cuối tháng mười hai", date(2026, 12, 31)),
        ("đầu tháng", date(2026, 12, 1)),
        ("đầu tháng sau", date(2026, 12, 1)),
        ("dau thang toi", date(2026, 12, 1)),
        ("đầu tháng này", date(2026, 11, 1)),
        ("đầu tháng 3", date(2027, 3, 1)),
        ("cuối năm", date(2026, 12, 31)),
        ("cuối năm nay", date(2026, 12, 31)),
        ("cuối năm sau", date(2027, 12, 31)),
        ("cuối năm 2028", date(2028, 12, 31)),
        ("đầu năm", date(2027, 1, 1)),
        ("tết tây", date(2027, 1, 1)),
        ("tết dương lịch", date(2027, 1, 1)),
    ],
)
def test_a_day_is_told_from_today(text, day):
    assert parse_date(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("thứ sáu", date(2026, 11, 27)),
        ("thu sau", date(2026, 11, 27)),
        ("thứ 6", date(2026, 11, 27)),
        ("thu 6 nha em", date(2026, 11, 27)),
        ("thứ sáu này", date(2026, 11, 27)),
        ("thứ 6 tuần này", date(2026, 11, 27)),
        ("thứ 6 tuần sau", date(2026, 12, 4)),
        ("thu 6 tuan toi", date(2026, 12, 4)),
        ("t6 tuần sau", date(2026, 12, 4)),
        ("thứ sáu tuần sau nữa", date(2026, 12, 11)),
        ("thứ sáu tới", date(2026, 11, 27)),
        ("thứ sáu sau", date(2026, 12, 4)),
        ("thứ sáu rồi", date(2026, 11, 20)),
        ("thứ sáu tuần trước", date(2026, 11, 20)),
        ("thứ ba tuần rồi", date(2026, 11, 17)),
        ("tuần sau thứ sáu", date(2026, 12, 4)),
        ("tuan sau vao thu hai", date(2026, 11, 30)),
        ("thứ hai", TODAY),
        ("thứ hai tới", date(2026, 11, 30)),
        ("thứ hai tuần sau", date(2026, 11, 30)),
        ("thứ tư", date(2026, 11, 25)),
        ("thứ năm", date(2026, 11, 26)),
        ("thứ bẩy", date(2026, 11, 28)),
        ("chủ nhật", date(2026, 11, 29)),
        ("chu nhat tuan sau", date(2026, 12, 6)),
        ("cn", date(2026, 11, 29)),
        ("hẹn thứ ba tui nộp", date(2026, 11, 24)),
    ],
)
def test_a_weekday_is_the_coming_one(text, day):
    assert parse_date(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "chưa biết",
        "31/2",
        "31/2/2026",
        "30/2/2028",
        "32/1",
        "15/13/2026",
        "12/25/2026",
        "0/5",
        "5/3/202",
        "5/3/0026",
        "tháng 5",
        "tháng 5 năm 2026",
        "5/2026",
        "năm 2026",
        "tháng sau",
        "tuần sau",
        "năm nay",
        "từ tháng 5",
        "mỗi năm tháng 5",
        "làm 3 tháng 2 lần",
        "cuối tuần",
        "mai mốt",
        "nay mai",
        "5/3 hoặc 6/3",
        "từ 5/3 đến 10/3",
        "thứ hai hoặc thứ ba",
        "0912-345-678",
        "0296-3852-123",
        "3-5 tấn",
        "1/2 lít",
        "1/2 kg",
        "1.5",
        "5.3",
        "số nhà 12/3 ấp Vĩnh Thành",
        "12/3 ấp Vĩnh Thành",
        "26/2026/QĐ-TTg",
        "148/QĐ-TTg",
        "chị Mai",
        "Mai bán mắm",
        "Nguyễn Thị Mai",
        "một em",
        "từ trước tới nay",
        "tới nay chưa có",
        "ngày 20",
        "1t2",
        "tháng này",
        "lần thứ hai",
        "thu hai trai cay",
        "thu hái",
        "thu 3 trieu",
        "thứ tự",
        "tui qua bển",
        "mấy hôm qua",
        "3 năm trước",
        "5",
        "12",
        "t6",
        "đường thốt nốt",
    ],
)
def test_what_is_not_one_day_is_none(text):
    assert parse_date(text, TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "rằm",
        "rằm tháng giêng",
        "ram thang 7",
        "ngày rằm",
        "mùng 5",
        "mùng 5 tháng 3",
        "mung 3 tet",
        "mồng một",
        "mong 2",
        "15/7 âm lịch",
        "15/7 am lich",
        "15/7 ÂL",
        "10/3 ta",
        "tháng chạp",
        "cuối tháng giêng",
        "tết",
        "sau tết",
        "tet",
        "30 tết",
        "giao thừa",
        "trung thu",
    ],
)
def test_a_lunar_day_is_asked_back(text):
    assert is_lunar(text)
    assert parse_date(text, TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "bánh tét",
        "banh tet la cam",
        "chúc mừng",
        "mong em giúp",
        "mừng 5 năm",
        "tết tây",
        "15/7 dương lịch",
        "bánh ram",
        "tui ở Tây Ninh",
        "5/3/2026",
        "",
    ],
)
def test_everyday_words_are_not_lunar(text):
    assert not is_lunar(text)


STYLES = (
    "{d.day}/{d.month}/{d.year}",
    "{d:%d/%m/%Y}",
    "{d:%d-%m-%Y}",
    "{d.day}.{d.month}.{d.year}",
    "{d:%Y-%m-%d}",
    "ngày {d.day} tháng {d.month} năm {d.year}",
    "ngay {d.day} thang {d.month} nam {d.year} nghen",
    "{d.day} tháng {d.month}, {d.year}",
    "hạn là {d.day}/{d.month}/{d.year} đó em",
)


@UNHURRIED
@given(days, st.sampled_from(STYLES), st.sampled_from(["NFC", "NFD"]))
def test_a_date_in_any_style_is_read_back(day, style, form):
    assert parse_date(unicodedata.normalize(form, style.format(d=day)), TODAY) == day


@UNHURRIED
@given(near_days, st.sampled_from(["{d.day}/{d.month}", "{d.day}-{d.month}", "ngày {d.day} tháng {d.month}"]))
def test_a_near_day_needs_no_year(day, style):
    assert parse_date(style.format(d=day), TODAY) == day


@UNHURRIED
@given(days, days)
def test_a_shown_day_is_read_back(day, today):
    assert parse_date(show_date(day), today) == day
    assert parse_date(show_day(day, today).split(",")[0], today) == day


@UNHURRIED
@given(st.text(max_size=60), days)
def test_any_text_can_be_searched_for_a_day(text, today):
    assert isinstance(parse_date(text, today), date | None)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2027, 1, 22), "thứ Sáu 22/01/2027, còn 60 ngày"),
        (TODAY, "thứ Hai 23/11/2026, hôm nay"),
        (date(2026, 11, 20), "thứ Sáu 20/11/2026, đã qua 3 ngày"),
        (date(2026, 11, 29), "Chủ nhật 29/11/2026, còn 6 ngày"),
    ],
)
def test_a_day_is_shown_so_that_one_can_act(day, shown):
    assert show_day(day, TODAY) == shown


def test_a_date_is_shown_with_two_digits():
    assert show_date(date(2026, 3, 5)) == "05/03/2026"
