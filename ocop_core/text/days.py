"""Reckons with days, months and years; shows a day the Vietnamese way."""

from calendar import monthrange
from datetime import date, timedelta

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
# How far from the present year, month or week a folded word leads.
STEPS = {"nay": 0, "sau": 1, "toi": 1, "truoc": -1, "roi": -1, "qua": -1, "ngoai": -1}
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_CENTURY = 100
_YEARS_AHEAD = 20


def show_date(day: date) -> str:
    """05/03/2026."""
    return f"{day:%d/%m}/{day.year:04}"


def show_day(day: date, today: date) -> str:
    """The day so that one can act: "thứ Sáu 22/01/2027, còn 60 ngày"; past days say "đã qua 3 ngày"."""
    left = (day - today).days
    tail = "hôm nay" if left == 0 else f"còn {left} ngày" if left > 0 else f"đã qua {-left} ngày"
    return f"{_WEEKDAYS[day.weekday()]} {show_date(day)}, {tail}"


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day (31/2) or no sensible year."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR or not 1 <= month <= 12:
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def nearest(month: int, day: int, today: date) -> date | None:
    """The day of last, this or next year that is nearest to today; of two equally near ones the later."""
    years = (today.year + 1, today.year, today.year - 1)
    found = [known for year in years if (known := day_of(year, month, day))]
    return min(found, key=lambda known: abs(known - today), default=None)


def full_year(year: int, today: date) -> int:
    """Two digits as a year: 26 is 2026 and 65 is 1965; at most 20 years ahead of today."""
    if year >= _CENTURY:
        return year
    this_century = today.year - today.year % _CENTURY + year
    return this_century if this_century <= today.year + _YEARS_AHEAD else this_century - _CENTURY


def month_end(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_on(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def week_start(day: date) -> date:
    """The Monday of the week."""
    return day - timedelta(days=day.weekday())


def year_of(written: str, today: date) -> int:
    """The year in "2026", "26", "nay", "sau" or "ngoai"."""
    if not written.isdecimal():
        return today.year + STEPS[written]
    return full_year(int(written), today) if len(written) == len("26") else int(written)


def month_of(which: str, today: date) -> date:
    """The first of the month in "tháng này", "tháng sau", "tháng trước"."""
    return months_on(today.replace(day=1), STEPS[which])
