"""Reads the one day that a text names, day before month."""

import re
import unicodedata
from datetime import date
from itertools import islice

from ocop_core.text.days import day_of, month_of, nearest, year_of
from ocop_core.text.fold import fold, latin_digits, tokens
from ocop_core.text.lunar import is_lunar
from ocop_core.text.manners import is_polite
from ocop_core.text.numerals import SPOKEN, SPOKEN_TENS, number_of
from ocop_core.text.relative import relative_days

_YEAR = r"(?:,? ?nam (?P<year>\d{4}|\d{2}|nay|sau|toi|ngoai|truoc)|,? (?P<bare>(?:19|20)\d\d))?"
_END = r"(?!\d|[/.-] ?\w)"
# A number of things, or the number of a house, and no date.
_NOT_A_THING = (
    r"(?! ?(?:lit|l|ml|kg|ky|ki|gam|g|tan|chai|hu|hop|goi|ly|cay|cong|ha|met|m2|gio|phan|sao|nguoi|lan"
    r"|trieu|tr|ngan|nghin|k|dong|ap|khom|to|duong)\b)"
)
# Only the marks tell "tháng sáu" from "tháng sau".
_SIX = re.compile(r"\b(tháng|ngày) sáu\b", re.IGNORECASE)
_HOUSE = re.compile(r"\b(?:so|so nha|nha|hem|duong) ?$")
# "tư" is no day: "tu thang 5" is "từ tháng 5".
_ONE_DAY = "mot|hai|ba|bon|nam|bay|tam|chin"
_NAMED_DAYS = (
    re.compile(rf"(?<![\d/.-])(?P<bare>(?:19|20)\d\d)[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_END}"),
    re.compile(rf"(?<![\d/.-])(?P<day>\d{{1,2}}) ?[-/.] ?(?P<month>\d{{1,2}}) ?[-/.] ?(?P<bare>\d{{4}}|\d{{2}}){_END}"),
    re.compile(
        rf"\b(?P<day>\d{{1,2}}|{SPOKEN_TENS}|(?<=ngay )(?:{_ONE_DAY})),? ?(?:thang|thg|th)\.? ?"
        rf"(?P<month>\d{{1,2}}|{SPOKEN})\b{_YEAR}(?![/\d]){_NOT_A_THING}"
    ),
    re.compile(rf"\bngay (?P<day>\d{{1,2}}|{SPOKEN}) thang (?P<which>nay|sau|toi|truoc|roi|qua)\b"),
    re.compile(rf"(?<![\d/.,-])(?P<day>\d{{1,2}}) ?/ ?(?P<month>\d{{1,2}}){_YEAR}{_END}{_NOT_A_THING}"),
    re.compile(rf"\bngay (?P<day>\d{{1,2}}) ?[-.] ?(?P<month>\d{{1,2}}){_YEAR}{_END}"),
)
# More dates than this and no single day can be meant.
_ENOUGH = 20
_YEAR_BEFORE = re.compile(r"\bnam (\d{4}),? (?:ngay )?$")
# Too short to be believed inside a sentence.
_WHOLE_DAYS = (
    re.compile(rf"(?P<day>\d{{1,2}}) ?- ?(?P<month>\d{{1,2}}){_YEAR}"),
    re.compile(r"(?P<day>\d{1,2}) (?P<month>\d{1,2}) (?P<bare>\d{4})"),
    re.compile(rf"(?P<day>{_ONE_DAY}) thang (?P<month>\d{{1,2}}|{SPOKEN}){_YEAR}"),
    re.compile(r"(?P<day>\d\d)(?P<month>\d\d)(?P<bare>(?:19|20)\d\d)"),
)


def parse_date(text: str, today: date) -> date | None:
    """The one day the text names; None if it names none, two, an impossible one (31/2) or a whole month.

    The day always comes before the month. Without a year it is the nearest such day, past or future, of two
    equally near ones the later. Two digits of a year reach at most 20 years ahead. A weekday alone is the
    first one from today on. Lunar days are None: ask back when `is_lunar`.
    """
    if is_lunar(text):
        return None
    plain = _SIX.sub(r"\1 6", latin_digits(unicodedata.normalize("NFC", text)))
    named = _named(fold(plain), today)
    found = set(named) or set(relative_days(tokens(plain), today))
    return found.pop() if len(found) == 1 else None


def _named(folded: str, today: date) -> list[date | None]:
    """Every day given by its number and month; None stands for an impossible one."""
    days: list[date | None] = []
    for pattern in _NAMED_DAYS:
        for found in islice(pattern.finditer(folded), _ENOUGH):
            if not _HOUSE.search(folded[: found.start()]):
                before = _YEAR_BEFORE.search(folded[: found.start()])
                days.append(_day(found, before and before.group(1), today))
                folded = folded[: found.start()] + "#" * len(found.group()) + folded[found.end() :]
    alone = " ".join(word for word in folded.split() if not is_polite(word)).removeprefix("ngay ").rstrip(".!")
    whole = (pattern.fullmatch(alone) for pattern in _WHOLE_DAYS)
    return days or [_day(found, None, today) for found in whole if found]


def _day(found: re.Match[str], year_before: str | None, today: date) -> date | None:
    parts = found.groupdict()
    day = number_of(parts["day"])
    if which := parts.get("which"):
        month = month_of(which, today)
        return day_of(month.year, month.month, day)
    year = parts.get("year") or parts.get("bare") or year_before
    month_number = number_of(parts["month"])
    if year is None:
        return nearest(month_number, day, today)
    return day_of(year_of(year, today), month_number, day)
