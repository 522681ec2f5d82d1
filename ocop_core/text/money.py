"""Reads an amount of money in đồng: "1tr2", "500 ngàn", "2 tỷ rưỡi", "1.500.000đ"."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from ocop_core.text.fold import latin_digits
from ocop_core.text.manners import any_typed_as, is_polite
from ocop_core.text.numbers import HALF, read_digits
from ocop_core.text.numerals import Token, amount, is_numeral, scale_of, spelled
from ocop_core.text.phones import phones

_LEXEMES = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]")
_SPACED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:(?: \d{3}){2,}| 000)(?![\d.,]| ?\d)")
# Digits glued behind the unit are its decimals: 1tr2, 1tr25, 1tr250.
_GLUED = re.compile(r"(?<![\w.,])(\d+)(tr|triệu|trieu|tỷ|tỉ|ty|ti|k|ng|ngàn|ngan)(\d{1,3})(?!\w)")
_SHORT = {"k": "ngàn", "ng": "ngàn", "ti": "tỉ", "trđ": "triệu", "trd": "triệu", "₫": "đồng"}
_CURRENCY = ("đồng", "đ", "vnđ", "vnd")
_LINKS = ("đến", "tới", "hoặc", "hay")
_DASHES = frozenset("-–—~")
_HALF_WORDS = ("nửa", "nữa")
_LEADS = ("giá", "khoảng", "chừng", "cỡ", "tầm", "gần", "hơn", "bán", "được", "vốn", "tổng", "cộng", "là")
_LEAST_BARE = 1000
_MOST = 10**15


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of number words and where it stands among all lexemes."""

    parts: tuple[Token, ...]
    start: int
    end: int


def parse_money(text: str) -> int | None:
    """The one amount in the text in whole đồng; None if there is none, several, a range or no clear unit.

    A bare number counts from 1000 up and only as the whole answer: "150" may well mean 150 ngàn.
    """
    lexemes = _lex(text)
    runs = list(_runs(lexemes))
    if any(_linked(lexemes, left, right) for left, right in pairwise(runs)):
        return None
    values = {value for run in runs if (value := _value(run, lexemes)) is not None}
    if not values and len(runs) == 1 and not phones(text):
        values = {value for value in [_bare(runs[0], lexemes)] if value is not None}
    return _whole(values.pop()) if len(values) == 1 else None


def _whole(value: Decimal) -> int | None:
    return int(value) if value == value.to_integral_value() and value <= _MOST else None


def _lex(text: str) -> list[Token]:
    plain = latin_digits(unicodedata.normalize("NFC", text).casefold())
    plain = _SPACED.sub(lambda found: found.group().replace(" ", "."), plain)
    lexemes: list[str] = _LEXEMES.findall(_GLUED.sub(_unglue, plain))
    words = [_SHORT.get(lexeme, lexeme) for lexeme in lexemes]
    return [_token(word, after) for word, after in zip(words, [*words[1:], ""], strict=False)]


def _unglue(found: re.Match[str]) -> str:
    whole, unit, decimals = found.groups()
    scale = scale_of(_SHORT.get(unit, unit)) or 1
    return f"{int(Decimal(f'{whole}.{decimals}') * scale)} đồng"


def _token(word: str, after: str) -> Token:
    if word[0].isdigit():
        value = read_digits(word)
        # No one counts fractions of a đồng, so 15,000 can only be thousands.
        if value is None and re.fullmatch(r"[1-9]\d{0,2},\d{3}", word) and not scale_of(after):
            return Decimal(word.replace(",", ""))
        return word if value is None else value
    return HALF if any_typed_as(word, _HALF_WORDS) and scale_of(after) else word


def _runs(lexemes: Sequence[Token]) -> Iterator[_Run]:
    start = 0
    while start < len(lexemes):
        end = start
        while end < len(lexemes) and _continues(lexemes, start, end):
            end += 1
        if end > start:
            yield _Run(tuple(lexemes[start:end]), start, end)
        start = max(end, start + 1)


def _continues(lexemes: Sequence[Token], start: int, end: int) -> bool:
    token = lexemes[end]
    if end == start:
        return is_numeral(token)
    before = lexemes[end - 1]
    # "từ 5 triệu" without marks looks like 4 and 5: words of digits never run into digits.
    if isinstance(token, Decimal) and (isinstance(before, Decimal) or spelled(before) is not None):
        return _is_one(token)
    return not _is_currency(before) and (is_numeral(token) or _is_currency(token))


def _is_one(token: Token) -> bool:
    return token == 1 if isinstance(token, Decimal) else spelled(token) == 1


def _is_currency(token: Token) -> bool:
    return isinstance(token, str) and any_typed_as(token, _CURRENCY)


def _linked(lexemes: Sequence[Token], left: _Run, right: _Run) -> bool:
    """Whether two numbers are the ends of a range or a choice."""
    between = lexemes[left.end : right.start]
    return (
        len(between) == 1
        and isinstance(between[0], str)
        and (between[0] in _DASHES or any_typed_as(between[0], _LINKS))
    )


def _value(run: _Run, lexemes: Sequence[Token]) -> Decimal | None:
    """The value of a run that names money by a scale word or a currency."""
    parts = run.parts[:-1] if _is_currency(run.parts[-1]) else run.parts
    if parts == run.parts:
        if not any((scale_of(part) or 0) >= _LEAST_BARE for part in parts):
            return None
        parts = _without_each(parts, lexemes[run.end :])
    value = amount(parts)
    return amount(parts[1:]) if value is None and parts and isinstance(parts[0], str) else value


def _without_each(parts: tuple[Token, ...], after: Sequence[Token]) -> tuple[Token, ...]:
    """Drops the "một" of "5 triệu một tháng"; nothing is left of "5 triệu 2 người", which is unclear."""
    follows = after and isinstance(after[0], str) and after[0].isalpha() and not is_polite(after[0])
    if not follows or scale_of(parts[-1]) or not (isinstance(parts[-1], Decimal) or spelled(parts[-1])):
        return parts
    return parts[:-1] if _is_one(parts[-1]) else ()


def _bare(run: _Run, lexemes: Sequence[Token]) -> Decimal | None:
    """A number without unit that is the whole answer, or the price of one piece ("15000/kg")."""
    first, *more = run.parts
    around = [
        *lexemes[: run.start],
        *([] if _is_each(more, lexemes[run.end :]) else lexemes[run.start + 1 :]),
    ]
    words = [token for token in around if isinstance(token, Decimal) or token.isalnum()]
    if not isinstance(first, Decimal) or first < _LEAST_BARE:
        return None
    return first if all(isinstance(word, str) and _says_nothing(word) for word in words) else None


def _says_nothing(word: str) -> bool:
    return is_polite(word) or any_typed_as(word, _LEADS) or _is_currency(word)


def _is_each(more: Sequence[Token], after: Sequence[Token]) -> bool:
    return bool((len(more) == 1 and _is_one(more[0])) or (not more and after and after[0] == "/"))
