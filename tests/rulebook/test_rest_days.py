"""The rest days lie as data, and are those of the library that follows the government's decisions."""

from datetime import date, timedelta
from io import StringIO

import holidays

from ocop_core.rulebook.rest_days import DAYS, is_holiday, is_tet
from ocop_core.rulebook.working_days import is_working_day
from tools import rest_days


def test_the_file_is_what_the_library_would_write() -> None:
    written = StringIO()
    rest_days.write(written)
    assert written.getvalue() == DAYS.read_text("utf-8"), "run tools/rest_days.py"


def test_every_day_is_the_day_that_it_is_for_the_library() -> None:
    known = holidays.country_holidays("VN", language="en_US", years=rest_days.YEARS)
    first, last = date(rest_days.YEARS[0], 1, 1), date(rest_days.YEARS[-1], 12, 31)
    for day in (first + timedelta(days=number) for number in range((last - first).days + 1)):
        assert is_working_day(day) == known.is_working_day(day), day
        assert is_holiday(day) == (day in known), day
        assert is_tet(day) == ("Lunar New Year" in known.get(day, "")), day


def test_of_years_that_no_law_speaks_of_only_weekends_are_known() -> None:
    assert is_working_day(date(1980, 9, 2))
    assert not is_working_day(date(2100, 1, 2))
    assert not is_holiday(date(2100, 1, 1))
