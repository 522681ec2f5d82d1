"""Reads weekdays: "thứ sáu", "thứ 6 tuần sau", "chủ nhật này"."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ocop_core.text.days import STEPS, week_start
from ocop_core.text.fold import fold, typed_as
from ocop_core.text.manners import any_typed_as

_WEEKDAYS = (("hai", "2"), ("ba", "3"), ("tư", "4"), ("năm", "5"), ("sáu", "6"), ("bảy", "bẩy", "7"))
_WEEK_BEFORE = re.compile(r"\b(?P<when>tuan (?:sau|toi|nay|truoc|roi))(?: vao)?$")
_WHEN = re.compile(r"(?P<when>(?:tuan )?(?:sau nua|vua roi|nay|sau|toi|truoc|roi|qua))\b")
# "lần thứ hai" counts and names no day.
_COUNTABLE = frozenset({"lan", "nguoi", "cai", "dot", "hang", "so", "vu"})
_AMOUNTS = frozenset({"trieu", "tr", "k", "ngan", "nghin", "ty", "dong", "kg", "tan", "chai"})


def weekdays(typed: Sequence[str], today: date) -> Iterator[date]:
    """Every day that the tokens of a text name by its weekday."""
    for at, weekday, end in _weekday_names(typed):
        after = " ".join(map(fold, typed[end:]))
        when = _WHEN.match(after) or _WEEK_BEFORE.search(" ".join(map(fold, typed[:at])))
        if at and fold(typed[at - 1]) in _COUNTABLE:
            continue
        # "thu hai" without marks may be "thu hái", to harvest; "thu 3 trieu" is money.
        if typed[at] == "thu" and not when and after and (after.split()[0] in _AMOUNTS or typed[end - 1].isalpha()):
            continue
        # "t6" alone may be June.
        if typed[at].startswith("t") and end == at + 1 and not (when and when.group("when").startswith("tuan")):
            continue
        yield _weekday(weekday, when.group("when") if when else "", today)


def _weekday_names(typed: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Place, weekday (Monday 0) and end of each weekday named."""
    for at, word in enumerate(typed):
        following = typed[at + 1] if at + 1 < len(typed) else ""
        if word == "cn" or (typed_as(word, "chủ") and typed_as(following, "nhật")):
            yield at, 6, at + (1 if word == "cn" else 2)
        elif re.fullmatch(r"t[2-7]", word):
            yield at, int(word[1]) - 2, at + 1
        elif typed_as(word, "thứ"):
            for weekday, names in enumerate(_WEEKDAYS):
                if any_typed_as(following, names):
                    yield at, weekday, at + 2


def _weekday(weekday: int, when: str, today: date) -> date:
    """Alone and with "này" the first such day from today on, with "tới" after today, with "rồi" before."""
    monday = week_start(today)
    if when.startswith("tuan") or when == "sau":
        weeks = 2 if when.endswith("sau nua") else STEPS[when.removeprefix("tuan ").removeprefix("vua ")]
        return monday + timedelta(days=weekday + 7 * weeks)
    ahead = (weekday - today.weekday()) % 7
    if when in {"", "nay"}:
        return today + timedelta(days=ahead)
    return today + timedelta(days=(ahead or 7) if when == "toi" else ahead - 7)
