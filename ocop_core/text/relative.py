"""Reads days that are told from today: "mốt", "cuối tháng", "3 ngày nữa"."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

from ocop_core.text.days import day_of, month_end, month_of, months_on, nearest, year_of
from ocop_core.text.fold import fold, typed_as
from ocop_core.text.manners import any_typed_as, is_called, without_manners
from ocop_core.text.numerals import SPOKEN, number_of
from ocop_core.text.weekdays import weekdays

# "mai mốt" is some day, "nay mai" soon.
_SOME_DAY = re.compile(r"\b(?:mai mot|nay mai)\b")
_NAMED = (
    (re.compile(r"\b(?:(?:hom|bua|sang|trua|chieu) nay|hnay)\b"), 0),
    (re.compile(r"\b(?:ngay|sang|trua|chieu|toi|bua|den|qua) mai\b"), 1),
    (re.compile(r"\b(?:ngay|sang|trua|chieu|bua) (?:mot|kia)\b(?! thang)"), 2),
    (re.compile(r"(?<!may )\b(?:hom|bua) qua\b"), -1),
    (re.compile(r"\bhom kia\b"), -2),
)
_ALONE = (("nay", 0), ("mai", 1), ("mốt", 2))
# "mai tui nộp": only the first word, and only before somebody or something that is done.
_DOING = re.compile(r"em|tui|toi|minh|anh|chi|co|chu|nop|gui|lam|len|dem|chup|qua|ghe|bo|tra|dang|di")
_TONIGHT = re.compile(r"(?<!truoc )\btoi nay\b")
_COMING_DAY = re.compile(rf"\bngay (?P<day>\d{{1,2}}|{SPOKEN}) (?:sap )?(?:toi|nay)\b")
_LEADS = ("để", "hẹn", "chắc", "tới", "qua", "thôi", "vào", "đợi")
_NUMBER = rf"\d{{1,3}}|{SPOKEN}"
_COUNTED = re.compile(
    rf"\b(?<!thu )(?P<n>{_NUMBER}) (?P<unit>ngay|bua|hom|tuan|thang|nam) (?P<way>nua|sau|truoc)\b"
    rf"|\b(?P<way2>sau|cach day) (?P<n2>{_NUMBER}) (?P<unit2>ngay|bua|hom|tuan|thang|nam)\b"
)
_UNIT_DAYS = {"ngay": 1, "bua": 1, "hom": 1, "tuan": 7}
_UNIT_MONTHS = {"thang": 1, "nam": 12}
_MOST_MONTHS = 240
_YEAR = r"(?:,? nam (?P<year>\d{4}|\d{2}|nay|sau|toi|ngoai|truoc)|[/ -](?P<bare>(?:19|20)\d\d))?"
_MONTH_EDGE = re.compile(
    rf"\b(?P<edge>dau|cuoi|het) thang(?: (?P<month>\d{{1,2}}|{SPOKEN}){_YEAR}|"
    r" (?P<which>nay|sau|toi|truoc|roi|qua))?\b"
)
_YEAR_EDGE = re.compile(r"\b(?P<edge>dau|cuoi|het) nam(?: (?P<year>\d{4}|nay|sau|toi|ngoai|truoc))?\b")
_NEW_YEAR = re.compile(r"\btet (?:tay|duong)\b")


def relative_days(typed: Sequence[str], today: date) -> set[date]:
    """All days that the tokens of a text name by their distance from today."""
    bare = _SOME_DAY.sub(" ", " ".join(map(fold, typed)))
    found = {today + timedelta(days=offset) for pattern, offset in _NAMED if pattern.search(bare)}
    found |= {today + timedelta(days=offset) for word, offset in _ALONE if _is_alone(typed, word)}
    if _TONIGHT.search(bare) and "tới" not in typed:
        found.add(today)
    readers = (_counted, _month_edges, _year_edges, _coming_days)
    days = chain(weekdays(typed, today), *(read(bare, today) for read in readers))
    return found | {day for day in days if day}


def _is_alone(typed: Sequence[str], word: str) -> bool:
    kept = without_manners(typed)
    while len(kept) > 1 and any_typed_as(kept[0], _LEADS):
        kept = kept[1:]
    if not kept or not typed_as(kept[0], word) or is_called(typed, kept[0]):
        return False
    after = typed[typed.index(kept[0]) + 1 :]
    return len(kept) == 1 or (kept[0] == word and bool(_DOING.fullmatch(fold(after[0]))))


def _coming_days(bare: str, today: date) -> Iterator[date | None]:
    """ "ngày 20 tới" is the next 20th from today on."""
    for found in _COMING_DAY.finditer(bare):
        months = (months_on(today.replace(day=1), step) for step in range(3))
        days = (day_of(month.year, month.month, number_of(found["day"])) for month in months)
        yield next((day for day in days if day and day >= today), None)


def _counted(bare: str, today: date) -> Iterator[date]:
    for found in _COUNTED.finditer(bare):
        number = number_of(found["n"] or found["n2"])
        unit, way = found["unit"] or found["unit2"], found["way"] or found["way2"]
        back = way in {"truoc", "cach day"}
        if unit in _UNIT_DAYS:
            yield today + timedelta(days=number * _UNIT_DAYS[unit] * (-1 if back else 1))
        # "3 năm trước" is a time, not a day.
        elif not back and number * _UNIT_MONTHS[unit] <= _MOST_MONTHS:
            yield months_on(today, number * _UNIT_MONTHS[unit])


def _month_edges(bare: str, today: date) -> Iterator[date | None]:
    for found in _MONTH_EDGE.finditer(bare):
        first = _edge_month(found, today)
        yield first if first is None or found["edge"] == "dau" else month_end(first)


def _edge_month(found: re.Match[str], today: date) -> date | None:
    """The first day of the month meant; "đầu tháng" alone is the next one."""
    if found["month"]:
        month, year = number_of(found["month"]), found["year"] or found["bare"]
        return day_of(year_of(year, today), month, 1) if year else nearest(month, 1, today)
    return month_of(found["which"] or ("sau" if found["edge"] == "dau" else "nay"), today)


def _year_edges(bare: str, today: date) -> Iterator[date | None]:
    if _NEW_YEAR.search(bare):
        yield nearest(1, 1, today)
    for found in _YEAR_EDGE.finditer(bare):
        first = found["edge"] == "dau"
        year = year_of(found["year"] or ("sau" if first else "nay"), today)
        yield day_of(year, 1, 1) if first else day_of(year, 12, 31)
