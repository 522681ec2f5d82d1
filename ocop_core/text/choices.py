"""Reads which of the numbered choices was picked."""

import re
import unicodedata

from ocop_core.text.fold import latin_digits, tokens, typed_as
from ocop_core.text.manners import any_typed_as, is_called, without_manners
from ocop_core.text.numerals import spelled
from ocop_core.text.signs import Signs

_LEADS = (
    "chọn", "lấy", "bấm", "nhấn", "cho", "cái", "số", "câu", "mục", "ý", "phương", "đáp", "án", "lựa",
    "nút", "dòng", "ô", "thứ", "ok", "oke", "ừ", "uh",
)  # fmt: skip
_TAILS = ("thôi", "thui", "ok")
_FIRST = ("nhất", "đầu", "đầu tiên")
_LAST = ("cuối", "cuối cùng", "chót")
_GLUED = re.compile(r"(?P<lead>[^\W\d_]+)(?P<digits>\d+)")
# A sign that makes the number something else: a share, a price, a fraction.
_NOT_A_CHOICE = frozenset("%/$€₫°=<>+*")
_LONGEST_ANSWER = 40
_MOST_DIGITS = 3
_TEN_KEY = "🔟"


def parse_choice(text: str, count: int) -> int | None:
    """The number picked, 1 to `count`, from "1.", "so 1", "cái thứ hai", "②"; None for anything else."""
    picked = _picked(text)
    if not picked:
        return None
    said = " ".join(picked)
    if any(typed_as(said, word) for word in _FIRST):
        number: int | None = 1
    elif any(typed_as(said, word) for word in _LAST):
        number = count
    else:
        number = int(said) if _is_digits(said) else spelled(said)
    return number if number is not None and 1 <= number <= count else None


def is_zero(text: str) -> bool:
    """Whether the answer is the digit 0 ("0.", "số 0"), which means going back."""
    return _picked(text) == ["0"]


def _picked(text: str) -> list[str]:
    """What is left of an answer without politeness and words such as "chọn số"."""
    if len(text) > _LONGEST_ANSWER:
        return []
    # NFKC opens ①, ⑴ and full-width digits; ❶ and 🔟 it leaves alone.
    plain = unicodedata.normalize("NFKC", text.replace(_TEN_KEY, "10")).translate(_OPENED)
    if not _NOT_A_CHOICE.isdisjoint(plain):
        return []
    typed = _split(tokens(latin_digits(plain)))
    parts = without_manners(typed)
    if parts and is_called(typed, parts[0]):
        return []
    while len(parts) > 1 and any_typed_as(parts[0], _LEADS):
        parts = parts[1:]
    return parts[:-1] if len(parts) > 1 and any_typed_as(parts[-1], _TAILS) else parts


def _opened(char: str) -> str:
    digit = unicodedata.digit(char, None)
    return str(digit) if digit is not None and not char.isdecimal() else char


_OPENED = Signs(_opened)


def _split(typed: list[str]) -> list[str]:
    """Parts words glued to their number: "so1", "cau2"."""
    found: list[str] = []
    for token in typed:
        glued = _GLUED.fullmatch(token)
        if glued and any_typed_as(glued["lead"], _LEADS):
            found += [glued["lead"], glued["digits"]]
        else:
            found.append(token)
    return found


def _is_digits(said: str) -> bool:
    return said.isdecimal() and said.isascii() and len(said) <= _MOST_DIGITS
