"""Reads phone, day, number, money and yes or no out of a line that may be everyday talk."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from ocop_core.text import fold, parse_date, parse_money, parse_number, parse_phone, parse_yes_no
from ocop_core.understanding.keys import undone

# Nothing else can name a day or an amount, and looking for one costs more than all the rest.
_DATED = re.compile(r"\d|\b(?:nay|mai|mot|qua|kia|ngay|bua|hom|tuan|thang|nam|thu|chu nhat|cn|dau|cuoi|het|t[2-7])\b")
_COUNTED = re.compile(
    r"\d|\b(?:mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi|chuc|tram|ngan|nghin|trieu|tr|ty|ti|ruoi|nua|vai)\b"
)
_DIGIT = re.compile(r"\d")
_WORD_WITH_DIGITS = re.compile(r"\b[^\W\d_]+\d\w*")
# Without a digit before it this is "không" in short.
_LONE_K = re.compile(r"\bk\b")


def figures(line: str, today: date) -> dict[str, Any]:
    """`phone`, `date` (ISO), `number`, `money` (đồng) and `yesno`, each None where the line does not tell it."""
    clean = _WORD_WITH_DIGITS.sub(_meant, line)
    folded = fold(clean)
    return {
        "phone": parse_phone(line) if _DIGIT.search(line) else None,
        "date": _day(clean, today) if _DATED.search(folded) else None,
        "number": _number(clean) if _COUNTED.search(folded) else None,
        "money": _money(clean) if _COUNTED.search(folded) else None,
        "yesno": parse_yes_no(line),
    }


def _meant(found: re.Match[str]) -> str:
    """A word typed with VNI leftovers, "gia6y1", holds no number."""
    return undone(found.group().lower()) or found.group()


def _day(line: str, today: date) -> str | None:
    day = parse_date(line, today)
    return day.isoformat() if day else None


def _number(line: str) -> int | float | None:
    number = parse_number(line)
    if number is None or number == 0 and not _DIGIT.search(line):
        return None
    return _plain(number)


def _money(line: str) -> int | None:
    spoken = not _DIGIT.search(line)
    return parse_money(_LONE_K.sub(" ", line) if spoken else line) or None


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
