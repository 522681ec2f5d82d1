"""Days as offices write them, and what a column proves about a day that could be two."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_core.office.days import Habit, habit, read_day
from ocop_core.office.sheets import Value

DAY = date(2022, 10, 7)


@pytest.mark.parametrize(
    "cell",
    [
        "7/10/2022",
        "07-10-22",
        "07.10.2022",
        "ngày 7 tháng 10 năm 2022",
        "7 tháng 10, 2022",
        "Ngày 07 tháng 10 năm2022",
        "2022-10-07",
        "2022-10-07 00:00:00",
        "07102022",
        "07-Oct-22",
        "07/1O/2022",
        "QĐ số 2497/QĐ-UBND ngày 07/10/2022",
        "'07/10/2022",
        "07 / 10 / 2022",
        44841,
        44841.0,
        "44841",
        DAY,
        datetime.combine(DAY, time(8, 30)),
    ],
)
def test_one_day_is_read_from_many_ways_to_write_it(cell: Value) -> None:
    assert read_day(cell).day == DAY


@pytest.mark.parametrize(
    ("cell", "doubt"),
    [
        ("tháng 10/2022", "month_only"),
        ("10/2022", "month_only"),
        ("năm 2022", "year_only"),
        (2022, "year_only"),
        ("31/02/2022", "unread"),
        ("hôm nọ", "unread"),
        ("07/10/2022 và 27/01/2023", "two_readings"),
    ],
)
def test_what_is_no_single_day_stays_open(cell: Value, doubt: str) -> None:
    found = read_day(cell)
    assert (found.day, found.doubt) == (None, doubt)


def test_the_country_writes_the_day_first() -> None:
    found = read_day("05/06/2023", habit(["05/06/2023", "04/06/2024"]))
    assert (found.day, found.by_custom) == (date(2023, 6, 5), True)
    assert not read_day("05/06/2023", habit(["05/06/2023", "27/01/2023"])).by_custom


def test_a_column_that_proves_american_days_is_read_so() -> None:
    known = habit(["06/25/2023", "07/30/2023", "05/06/2023"])
    assert read_day("05/06/2023", known).day == date(2023, 5, 6)


def test_a_column_that_proves_both_leaves_the_day_open() -> None:
    found = read_day("05/06/2023", habit(["25/06/2023", "07/30/2023"]))
    assert (found.day, found.either) == (None, (date(2023, 6, 5), date(2023, 5, 6)))


def test_dates_turned_round_by_an_american_sheet_stay_open() -> None:
    cells: list[Value] = [
        "13/06/2023",
        "27/01/2023",
        "25/12/2022",
        date(2023, 4, 6),
        date(2023, 5, 6),
        date(2022, 2, 3),
    ]
    found = read_day(cells[3], habit(cells))
    assert (found.day, found.doubt) == (None, "two_readings")
    assert read_day("13/06/2023", habit(cells)).day == date(2023, 6, 13)


def test_dates_turned_round_by_a_sheet_of_ours_stay_open_too() -> None:
    cells: list[Value] = ["06/25/2023", date(2023, 6, 4), 45082]
    found = read_day(cells[1], habit(cells))
    assert (found.doubt, found.either) == ("two_readings", (date(2023, 6, 4), date(2023, 4, 6)))
    assert read_day(45082, habit(cells)).doubt == "two_readings"


def test_one_decision_in_many_rows_proves_nothing_about_the_sheet() -> None:
    cells: list[Value] = ["13/06/2023", *[date(2023, 4, 6)] * 20]
    assert read_day(cells[1], habit(cells)).day == date(2023, 4, 6)


def test_a_day_that_is_called_so_is_never_american() -> None:
    known = habit(["06/25/2023", "07/30/2023"])
    assert read_day("QĐ 912/QĐ-UBND ngày 05/06/2023", known).day == date(2023, 6, 5)


def test_day_numbers_are_counted_from_1904_where_the_file_says_so() -> None:
    assert read_day(43379, Habit(since_1904=True)).day == DAY


days = st.dates(date(2018, 1, 1), date(2040, 12, 31))


@given(days)
def test_every_day_comes_back_from_each_way_to_write_it(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    written: list[Value] = [
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d.%m.%y}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        day.isoformat(),
        serial,
        str(serial),
        day,
    ]
    assert {read_day(cell).day for cell in written} == {day}


@given(days, days, days)
def test_no_open_day_is_ever_guessed(one: date, two: date, three: date) -> None:
    texts = [f"{one:%d/%m/%Y}", f"{two:%m/%d/%Y}", f"{three:%d/%m/%Y}"]
    known = habit(texts)
    found = read_day(texts[2], known)
    assert found.day in (three, None)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = read_day(text)
    assert found.day is None or found.day - timedelta(days=1) < found.day
