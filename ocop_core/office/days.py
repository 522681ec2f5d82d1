"""Reads the days in office tables. A day that can be two is settled by its column, or stays open.

The rule for "05/06/2023", which is the 5th of June where the day stands first and the 6th of May where the month does:

1. What can be read one way only proves the order of its column; of the days of issue and the last days, a column that
   proves nothing follows the other. "Ngày 05/06/2023" and "05.06.2023" are never written the American way.
2. A column that proves day/month is read so, one that proves month/day by two rows or more as well.
3. A column that proves both, or month/day by a single row, is in doubt: each such day stays open.
4. Real dates of Excel are in doubt where the sheet seems to have turned them round: next to text that it could not
   take for a day, all of them are such that it could.
5. Where nothing proves anything the country's custom holds, day/month, with a remark; but the row is in doubt if its
   last day, its decision or another row of the same decision says the other day (`orders.py`).

What is in doubt is reported by row, and an officer decides for one row or for all of the file.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from ocop_core.office.sheets import Value
from ocop_core.text import fold

Order = Literal["day", "month", "open", "mixed"]
Doubt = Literal["unread", "month_only", "year_only", "two_readings"]
Turned = Literal["", "day", "month"]

_SINCE_1900, _SINCE_1904 = date(1899, 12, 30), date(1904, 1, 1)
# 2005 to 2064: OCOP is younger, and a plain number outside is no day.
_SERIALS = range(38353, 60267)
_DAYS_APART = (_SINCE_1904 - _SINCE_1900).days
_EARLIEST, _LATEST = 1990, 2100
_WITNESSES = 2

_NUMERIC = re.compile(
    r"(?<![\d/.-])(\d{1,2}) ?([/.\-\\])[/.\-\\ ]?(\d{1,2}) ?[/.\-\\][/.\-\\ ]?(\d{4}|\d{2})(?!\d|[/.-]\d)"
)
_ISO = re.compile(r"(?<!\d)(\d{4}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{1,2})(?!\d)")
_WORDED = re.compile(
    r"(?:ngay )?(\d{1,2}) ?(?:thang|thg|th|-thg-?) ?\.?(\d{1,2}) ?[,.]? ?(?:nam ?)?[/-]?(\d{4}|\d{2})(?!\d)"
)
_MONTH = re.compile(
    r"(?:thang ?(\d{1,2}) ?(?:[/.-]|nam|,) ?(?:nam )?(\d{4})|(?<![\d/.-])(\d{1,2}) ?[/.-] ?(\d{4}))(?!\d)"
)
_YEAR = re.compile(r"(?:nam )?((?:19|20)\d\d)")
_PACKED = re.compile(r"(\d\d)(\d\d)((?:19|20)\d\d)|((?:19|20)\d\d)(\d\d)(\d\d)")
_SERIAL = re.compile(r"(\d{5})(?:[.,]0*)?")
_ENGLISH = re.compile(r"(\d{1,2})[ -]([a-z]{3})[a-z]*[ ,-]+(\d{4}|\d{2})")
# The letter where the figure was meant.
_LETTER_O = re.compile(r"(?<=\d)o(?=[\d/.-])|(?<=[/.-])o(?=\d)")
_COMMAS = re.compile(r"(\d{1,2}),(\d{1,2}),(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Day:
    """What a cell says of a day: one day, or a doubt with the days it could be; both None for an empty cell.

    `by_custom`: only because the country writes the day first; nothing in the file proves it. Then `either` holds
    both readings, as always the one with the day first before the one with the month first.
    """

    day: date | None = None
    doubt: Doubt | None = None
    either: tuple[date, ...] = ()
    by_custom: bool = False


NOTHING = Day()


@dataclass(frozen=True, slots=True)
class Habit:
    """How a column writes its days: which number comes first, and which one the sheet took for the first.

    `turned` is "" where sheet and people agree.
    """

    order: Order = "open"
    turned: Turned = ""
    since_1904: bool = False


def habit(cells: Iterable[Value], since_1904: bool = False) -> Habit:
    """What the days of a column that can only be read one way prove about the others."""
    day_first = month_first = 0
    real: set[date] = set()
    for cell in cells:
        if isinstance(cell, str):
            for first, second in _pairs(cell):
                day_first += first > 12 >= second
                month_first += second > 12 >= first
        elif (day := _real_day(cell, since_1904)) is not None:
            real.add(day)
    # Each day once, as one decision stands in many rows.
    either_way = sum(day.day <= 12 and day.day != day.month for day in real)
    all_low = all(day.day <= 12 for day in real)
    mangled = either_way >= _WITNESSES and all_low and bool(day_first) != bool(month_first)
    # A sheet set to American days turns 05/06 into a real date and leaves 13/06 as text; one set to ours does it
    # with what is written the American way.
    turned: Turned = "" if not mangled else "month" if day_first else "day"
    return Habit(_order(day_first, month_first), turned, since_1904)


def _real_day(cell: Value, since_1904: bool) -> date | None:
    """A date that the sheet itself has understood."""
    if isinstance(cell, date | datetime):
        return cell.date() if isinstance(cell, datetime) else cell
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return _number(float(cell), since_1904).day


def _order(day_first: int, month_first: int) -> Order:
    if day_first and month_first:
        return "mixed"
    if month_first:
        # The country writes the day first, so one stray date does not turn a whole column.
        return "month" if month_first >= _WITNESSES else "mixed"
    return "day" if day_first else "open"


def _pairs(text: str) -> Iterable[tuple[int, int]]:
    for found in _NUMERIC.finditer(text):
        if found.group(2) != ".":
            yield int(found.group(1)), int(found.group(3))


def read_day(cell: Value, known: Habit = Habit()) -> Day:
    """The day a cell holds. Nobody's guess: what can be two days and is not settled by `known` stays open."""
    if isinstance(cell, datetime | date):
        return _real(cell.date() if isinstance(cell, datetime) else cell, known)
    if isinstance(cell, bool) or cell is None:
        return NOTHING
    if isinstance(cell, int | float):
        found = _number(float(cell), known.since_1904)
        return _real(found.day, known) if found.day else found
    return _text(cell, known) if isinstance(cell, str) else Day(doubt="unread")


def _real(day: date, known: Habit) -> Day:
    if not _EARLIEST <= day.year <= _LATEST:
        return Day(doubt="unread")
    if known.turned and day.day <= 12 and day.day != day.month:
        other = turned(day)
        return Day(doubt="two_readings", either=(other, day) if known.turned == "month" else (day, other))
    return Day(day)


def turned(day: date) -> date:
    """The day with its two small numbers the other way round."""
    return day.replace(month=day.day, day=day.month)


def both_orders(day: Day) -> tuple[date, date] | None:
    """The readings with the day and with the month first, where only the order is open; else None."""
    if not (day.by_custom or day.doubt == "two_readings") or len(day.either) != 2:
        return None
    first, second = day.either
    return (first, second) if first.day <= 12 and turned(first) == second else None


def _number(number: float, since_1904: bool) -> Day:
    whole = int(number)
    if _EARLIEST <= number <= _LATEST and whole == number:
        return Day(doubt="year_only")
    if whole + (_DAYS_APART if since_1904 else 0) in _SERIALS:
        return Day((_SINCE_1904 if since_1904 else _SINCE_1900) + timedelta(days=whole))
    packed = _PACKED.fullmatch(f"{whole:08d}") if whole == number and whole < 10**8 else None
    return _packed(packed) if packed else Day(doubt="unread")


@lru_cache(maxsize=8192)
def _text(text: str, known: Habit) -> Day:
    plain = _LETTER_O.sub("0", fold(text).strip(" .,;'"))
    plain = _COMMAS.sub(r"\1.\2.\3", plain)
    if not plain or plain in ("-", "x", "khong", "chua", "chua co", "khong co"):
        return NOTHING
    found = [_numeric(each, known) for each in _NUMERIC.finditer(plain)]
    found += [_made(each[3], each[2], each[1]) for each in _WORDED.finditer(plain)]
    found += [_made(each[1], each[2], each[3]) for each in _ISO.finditer(plain)]
    if not found:
        return _short(plain, known)
    different = {(each.day, each.doubt, each.either): each for each in found}
    if len(different) == 1:
        return found[0]
    days = tuple(dict.fromkeys(day for each in found for day in ((each.day,) if each.day else each.either)))
    return Day(doubt="two_readings" if len(days) > 1 else "unread", either=days)


def _numeric(found: re.Match[str], known: Habit) -> Day:
    first, second, year = int(found[1]), int(found[3]), found[4]
    day, other = _made(year, second, first), _made(year, first, second)
    if first == second or not (day.day and other.day):
        return day if day.day else other
    named = found.string[: found.start()].rstrip().endswith("ngay")
    if named or found[2] == "." or known.order == "day":
        return day
    if known.order == "open":
        return Day(day.day, by_custom=True, either=(day.day, other.day))
    return other if known.order == "month" else Day(doubt="two_readings", either=(day.day, other.day))


def _made(year: str | int, month: str | int, day: str | int) -> Day:
    whole = int(year)
    whole += 2000 if whole < 100 else 0
    try:
        made = date(whole, int(month), int(day))
    except ValueError:
        return Day(doubt="unread")
    return Day(made) if _EARLIEST <= whole <= _LATEST else Day(doubt="unread")


def _short(plain: str, known: Habit) -> Day:
    if serial := _SERIAL.fullmatch(plain):
        return _number(float(serial[1]), known.since_1904)
    if packed := _PACKED.fullmatch(plain):
        return _packed(packed)
    if (english := _ENGLISH.search(plain)) and english[2] in _MONTHS:
        return _made(english[3], _MONTHS.index(english[2]) + 1, english[1])
    if _MONTH.search(plain):
        return Day(doubt="month_only")
    return Day(doubt="year_only" if _YEAR.fullmatch(plain) else "unread")


def _packed(found: re.Match[str]) -> Day:
    return _made(found[3], found[2], found[1]) if found[1] else _made(found[4], found[5], found[6])
