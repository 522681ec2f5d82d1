"""Reads one number from what people type, in digits or in words."""

import re
from decimal import Decimal
from itertools import takewhile

from ocop_core.text.fold import fold, latin_digits, tokens
from ocop_core.text.manners import any_typed_as, is_called, without_manners
from ocop_core.text.numerals import Token, amount, is_numeral, scale_of
from ocop_core.text.phones import phones

# Digits that follow a letter belong to a name or a unit: m2, sp1.
_DIGITS = re.compile(r"(?<![^\W\d_])(?<![\d.,])\d+(?:[.,]\d+)*")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d.,]| ?\d)")
_NOT_ONE = re.compile(r"^-\d|\d\s*(?:[/:~–-]|den|toi|hoac)\s*\d")
_MONEY_WORDS = frozenset({"k", "tr", "trd", "trieu", "ty", "ti", "d", "dong", "vnd"})
_MONEY = re.compile(rf"\s*(?:{'|'.join(_MONEY_WORDS)})(?![a-z])")
_AFTER_DIGITS = frozenset({"chuc", "ruoi"})
_UNIT_AND_HALF = re.compile(r"\s*[a-z]+ ruoi\b")
_LARGEST_COUNT = 1000
_LONGEST_ANSWER = 20
HALF = Decimal("0.5")
_DOTTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}(?:\.\d+)?|(?:,\d{3})+\.\d+)")
_PLAIN = re.compile(r"(?:0|0\d|[1-9]\d*)")
_UNCLEAR = re.compile(r"[1-9]\d{0,2},\d{3}")
_FRACTION = re.compile(r"(?:0|[1-9]\d*)[.,]\d+")
_MOST_LENGTH = 18
_PHONE_LENGTH = 9
_LEADS = (
    "khoảng", "chừng", "cỡ", "tầm", "gần", "hơn", "trên", "được", "có", "là", "cả", "tổng", "chắc", "độ",
    "số",
)  # fmt: skip
_UNITS = (
    "người", "hộ", "lao động", "thành viên", "xã viên", "nhân công", "công", "con", "cái", "chai", "hũ",
    "hộp", "gói", "bịch", "túi", "cây", "gốc", "sản phẩm", "mặt hàng", "ký", "kg", "kí", "cân", "tấn", "tạ",
    "lít", "lit", "ha", "hecta", "mét", "năm", "tháng", "ngày", "tuần", "lần", "phần trăm", "điểm", "sao",
)  # fmt: skip
_FOLDED_UNITS = frozenset(map(fold, _UNITS)) | {""}


def parse_number(text: str) -> Decimal | None:
    """The one number in the text, 1.234,5 as Vietnam writes it; None if there is none or it is unclear.

    Money ("5 tr"), phones, dates, ranges and "1,200" (1200 or 1.2) are unclear. Number words are read only
    when they are the whole answer, but for "khoảng" before and a unit behind; "không" is no number but a no.
    """
    plain = latin_digits(text)
    folded = _SPACED.sub(lambda found: found.group().replace(" ", "."), fold(plain))
    if _NOT_ONE.search(folded):
        return None
    found = list(_DIGITS.finditer(folded))
    if not found:
        return _spoken(plain)
    if len(found) > 1 or _is_phone(found[0].group(), plain):
        return None
    return _with_scale(found[0], folded)


def read_digits(written: str) -> Decimal | None:
    """The value of digits with dots and commas: 1.200 and 1.234,5 are thousands, 1,5 and 1.5 fractions."""
    if len(written) > _MOST_LENGTH or _UNCLEAR.fullmatch(written):
        return None
    if _DOTTED.fullmatch(written):
        return Decimal(written.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(written):
        return Decimal(written.replace(",", ""))
    if _PLAIN.fullmatch(written) or _FRACTION.fullmatch(written):
        return Decimal(written.replace(",", "."))
    return None


def _is_phone(digits: str, text: str) -> bool:
    return digits.isdecimal() and len(digits) >= _PHONE_LENGTH and bool(phones(text))


def _with_scale(found: re.Match[str], folded: str) -> Decimal | None:
    value, rest = read_digits(found.group()), folded[found.end() :]
    if value is None or _MONEY.match(rest):
        return None
    run: list[Token] = [value]
    for word in tokens(rest):
        if is_money_word(word):
            return None
        if not (scale_of(word) or word in _AFTER_DIGITS):
            break
        run.append(word)
    total = amount(run)
    return total + HALF if total is not None and len(run) == 1 and _UNIT_AND_HALF.match(rest) else total


def _spoken(text: str) -> Decimal | None:
    typed = tokens(text)
    parts: list[Token] = [*without_manners(typed)]
    if parts and is_called(typed, str(parts[0])):
        return None
    while parts and any_typed_as(str(parts[0]), _LEADS):
        parts = parts[1:]
    if [fold(str(part)) for part in parts] == ["khong"]:
        return None
    if parts and fold(str(parts[0])) == "nua":
        parts[0] = HALF
    run = list(takewhile(is_numeral, parts))
    if len(parts) > _LONGEST_ANSWER or any((scale_of(part) or 0) > _LARGEST_COUNT for part in run):
        return None
    # "năm năm" is five years: the longest beginning that is a number and leaves a unit behind.
    for end in range(len(run), 0, -1):
        value = amount(run[:end])
        rest = fold(" ".join(map(str, parts[end:])))
        if value is not None and rest.removesuffix(" ruoi") in _FOLDED_UNITS:
            return value + HALF if rest.endswith(" ruoi") else value
    return None


def is_money_word(word: str) -> bool:
    """Whether the word makes money of the number before it: "triệu", "đồng", "vnđ"."""
    return fold(word) in _MONEY_WORDS
