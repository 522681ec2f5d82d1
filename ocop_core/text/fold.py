"""Makes typed Vietnamese comparable: cleaned, without tone marks, cut to a length."""

import re
import unicodedata
from functools import lru_cache

from ocop_core.text.signs import Signs

_REMEMBERED_LENGTH = 200
_MARK_RANGE = ("\u0300", "\u036f")
_MARKS = re.compile("[\u0300-\u036f]+")
# The stroked d is a letter of its own: no Unicode decomposition turns it into d.
_D = str.maketrans("đðɖ", "ddd")
# Southern spelling mixes up the tones hỏi and ngã, so they count as one mark.
_ONE_TONE = str.maketrans("\u0303", "\u0309")
_BAR = "bar of đ"
_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The text as it is compared: lower case, no Vietnamese marks, single spaces.

    Only U+0300-036F is taken away, so Khmer and other scripts keep their signs. Idempotent, and the same
    for composed and decomposed input. For matching only: never store it in place of what a person wrote.
    """
    return _fold_short(text) if len(text) <= _REMEMBERED_LENGTH else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    bare = _MARKS.sub("", apart).translate(_D)
    return " ".join(unicodedata.normalize("NFC", bare).split())


_fold_short = lru_cache(maxsize=4096)(_fold)


def words(text: str) -> str:
    """The folded words alone: "Số 1." gives "so 1". Signs of other scripts stay with their letters."""
    return _only_words(fold(text))


def tokens(text: str) -> list[str]:
    """The words as typed, in lower case and with their marks (NFC), for use with `typed_as`."""
    return _only_words(unicodedata.normalize("NFC", text).casefold()).split()


def _only_words(text: str) -> str:
    if text.isascii():
        return _NOT_WORD.sub(" ", text).strip()
    return " ".join(text.translate(_WORD_CHARS).split())


def _word_char(char: str) -> str:
    if char.isalnum():
        return char
    if "\ufe00" <= char <= "\ufe0f":
        return ""
    # Khmer vowels are marks, not letters: a word would fall apart without them.
    return char if unicodedata.category(char) in {"Mn", "Mc"} else " "


_WORD_CHARS = Signs(_word_char)


def latin_digits(text: str) -> str:
    """The same text with every digit of any script (Khmer, full-width) written 0-9."""
    return text if text.isascii() else text.translate(_LATIN_DIGITS)


_LATIN_DIGITS = Signs(lambda char: str(unicodedata.decimal(char)) if char.isdecimal() else char)


@lru_cache(maxsize=4096)
def typed_as(typed: str, word: str) -> bool:
    """Whether `typed` can be `word` with some or all marks left out.

    "dung" and "đung" can be "đúng"; "dừng" cannot, since it carries marks that "đúng" has not.
    """
    left, right = _letters(typed), _letters(word)
    # Who types tones also types đ: "dừng" is not a careless "đừng".
    marked = any(marks for _, marks in left)
    return len(left) == len(right) and all(
        base == other and marks <= allowed and not (marked and _BAR in allowed - marks)
        for (base, marks), (other, allowed) in zip(left, right, strict=True)
    )


def _letters(text: str) -> list[tuple[str, frozenset[str]]]:
    """Base letters with their marks; the bar of đ counts as a mark."""
    found: list[tuple[str, set[str]]] = []
    for char in unicodedata.normalize("NFD", text.casefold()).translate(_ONE_TONE):
        if found and _MARK_RANGE[0] <= char <= _MARK_RANGE[1]:
            found[-1][1].add(char)
        elif char in "đð":
            found.append(("d", {_BAR}))
        else:
            found.append((char, set()))
    return [(base, frozenset(marks)) for base, marks in found]


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut after a whole word and closed with "…"; unchanged if it fits."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    head = text[:limit]
    kept = re.sub(r"\s+\S*$", "", head) if re.search(r"\S\s", head) else head[: limit - 1]
    return _whole(kept, text).rstrip(" \t\n,;:.-–") + "…"


def _whole(head: str, text: str) -> str:
    """Drops a last letter that would lose its marks by the cut."""
    while head and unicodedata.combining(text[len(head) : len(head) + 1] or " "):
        head = head[:-1]
    return head
