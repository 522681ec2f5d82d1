"""Vietnamese number words: "hai mươi lăm", "một trăm rưỡi", "hai ngàn hai"."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from ocop_core.text.fold import fold, typed_as

Token = str | Decimal

_ONES = (
    ("một",), ("hai",), ("ba",), ("bốn", "tư"), ("năm",), ("sáu",), ("bảy", "bẩy"), ("tám",), ("chín",),
)  # fmt: skip
# After a ten some digits change their name: hai mươi mốt, ba mươi lăm.
_LATE_ONES = {1: ("mốt",), 4: ("tư",), 5: ("lăm", "nhăm")}
_SCALES = (
    ("tỷ", 10**9), ("tỉ", 10**9), ("triệu", 10**6), ("tr", 10**6), ("ngàn", 1000), ("nghìn", 1000),
    ("trăm", 100),
)  # fmt: skip
_HALF = ("rưỡi", "rưởi")
_AND = ("lẻ", "linh")
# The folded words of 1 to 99 inside a regular expression; `spelled` has the last word on what they mean.
SPOKEN_TENS = r"(?:(?:hai|ba|bon|tu|nam|sau|bay|tam|chin) )?muoi(?: (?:mot|hai|ba|bon|tu|lam|sau|bay|tam|chin))?"
# Without "sau", which behind "tháng" is more often "sau" than "sáu".
_SPOKEN_ONES = "mot|hai|ba|bon|tu|nam|bay|tam|chin"
SPOKEN = f"(?:{SPOKEN_TENS}|{_SPOKEN_ONES})"
_FIVE = 5
_TENS_WORD = 10
_HUNDRED = 100
_ROUND = 1000
_MILLION = 10**6
# "chín trăm chín mươi chín tỷ chín trăm …" takes no more words.
_LONGEST_RUN = 30


def spelled(text: str) -> int | None:
    """The number 0 to 99 that these words spell, and nothing else; marks may be missing."""
    return next((n for form, n in _spellings().get(fold(text), ()) if typed_as(text, form)), None)


def number_of(written: str) -> int:
    """The number in digits or in folded words; 0 for anything else."""
    return int(written) if written.isdecimal() else spelled(written) or 0


@lru_cache(maxsize=1)
def _spellings() -> dict[str, list[tuple[str, int]]]:
    table: dict[str, list[tuple[str, int]]] = {}
    for number in range(100):
        for form in _forms(number):
            table.setdefault(fold(form), []).append((form, number))
    return table


def _forms(number: int) -> list[str]:
    ten, one = divmod(number, 10)
    if ten == 0:
        return list(_ONES[one - 1]) if one else ["không"]
    # "mười năm" is ten years; only "mười lăm" is fifteen.
    ends = (*(_ONES[one - 1] if one != _FIVE else ()), *_LATE_ONES.get(one, ())) if one else ()
    starts = ["mười"] if ten == 1 else [f"{word} {name}" for word in _ONES[ten - 1] for name in ("mươi", "chục")]
    if not one:
        return ["một chục", *starts] if ten == 1 else starts
    forms = [f"{start} {end}" for start in starts for end in ends]
    forms += [f"hăm {end}" for end in ends] if ten == 2 else []
    # "ba lăm" for 35; "ba ba" would be two numbers.
    return forms + [f"{_ONES[ten - 1][0]} {end}" for end in _LATE_ONES.get(one, ()) if ten > 1]


def is_numeral(token: Token) -> bool:
    """Whether the token can be part of a spoken number."""
    return isinstance(token, Decimal) or any(typed_as(token, word) for word in _parts().get(fold(token), ()))


@lru_cache(maxsize=1)
def _parts() -> dict[str, set[str]]:
    """Every single word that a number can hold, by its folded form."""
    found: dict[str, set[str]] = {}
    whole = [form for forms in _spellings().values() for form, _ in forms]
    for word in (*" ".join(whole).split(), *_HALF, *_AND, *(word for word, _ in _SCALES)):
        found.setdefault(fold(word), set()).add(word)
    return found


def amount(parts: Sequence[Token]) -> Decimal | None:
    """The value of a whole run of digits and number words; None if they do not make one number."""
    found = _largest_scale(parts) if len(parts) <= _LONGEST_RUN else None
    if found is None:
        return _below_hundred(parts)
    index, scale = found
    left, rest = amount(parts[:index]), parts[index + 1 :]
    more = _rest(rest, scale) if rest else Decimal(0)
    return None if left is None or more is None else left * scale + more


def _largest_scale(parts: Sequence[Token]) -> tuple[int, int] | None:
    found = [(index, scale) for index, part in enumerate(parts) if (scale := scale_of(part))]
    return max(found, key=lambda pair: pair[1], default=None)


def scale_of(token: Token) -> int | None:
    """1000 for "ngàn"; None for anything that is no scale word."""
    if isinstance(token, Decimal):
        return None
    return next((scale for word, scale in _SCALES if typed_as(token, word)), None)


def _rest(parts: Sequence[Token], scale: int) -> Decimal | None:
    """What follows a scale word: "rưỡi", a lone digit (a tenth of it), or a smaller number."""
    if len(parts) == 1 and any(_is(parts[0], word) for word in _HALF):
        return Decimal(scale) / 2
    if len(parts) == 1 and any(_is(parts[0], word) for word in _LATE_ONES[1]):
        return Decimal(scale) / 10
    if any(_is(parts[0], word) for word in _AND):
        value = amount(parts[1:])
        return value if value is not None and value < _TENS_WORD else None
    value = amount(parts)
    if value is None or value >= scale or value != value.to_integral_value():
        return None
    return value if value >= _ROUND else _shortened(value, scale, len(parts) == 1)


def _shortened(value: Decimal, scale: int, alone: bool) -> Decimal | None:
    """What is left unsaid: "một trăm hai" is 120, "2 triệu 5" 2,500,000, "1 triệu 200" 1,200,000."""
    if value < _TENS_WORD and alone:
        return value * scale / 10
    if scale < _MILLION:
        return value
    # "1 triệu 25" may be 1,025,000 or 1,250,000.
    return value * scale / 1000 if value >= _HUNDRED else None


def _is(token: Token, word: str) -> bool:
    return isinstance(token, str) and typed_as(token, word)


def _below_hundred(parts: Sequence[Token]) -> Decimal | None:
    if len(parts) > _LONGEST_RUN:
        return None
    if len(parts) > 1 and any(_is(parts[-1], word) for word in _HALF):
        value = amount(parts[:-1])
        return None if value is None else value + (5 if _is(parts[-2], "chục") else Decimal("0.5"))
    match parts:
        case [Decimal() as value]:
            return value
        case [Decimal() as tens, str() as word] if typed_as(word, "chục"):
            return tens * 10
    number = None if any(isinstance(part, Decimal) for part in parts) else spelled(" ".join(map(str, parts)))
    return None if number is None else Decimal(number)
