"""Says how well a typed word can be a known one: marks left out, tones mixed up, accent placed elsewhere."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ocop_core.text.fold import fold, typed_as

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
# Southern speech does not tell hỏi from ngã, so they count as one tone.
_HEARD_ALIKE = str.maketrans("\u0303", "\u0309")

EXACT, UNMARKED, SLIPPED, OTHER = 1.0, 0.95, 0.6, 0.0


@dataclass(frozen=True, slots=True)
class Spelling:
    """One word taken apart: without any marks, with the marks of its letters only, and its tone."""

    folded: str
    letters: str
    tone: str


@lru_cache(maxsize=8192)
def spell(word: str) -> Spelling:
    """Takes a lower-case word apart. "hoà" and "hòa" come out the same: the tone belongs to the syllable."""
    apart = unicodedata.normalize("NFD", word).translate(_HEARD_ALIKE)
    letters = "".join(char for char in apart if char not in _TONES)
    tone = "".join(char for char in apart if char in _TONES)
    return Spelling(fold(word), unicodedata.normalize("NFC", letters), tone)


@lru_cache(maxsize=8192)
def is_marked(word: str) -> bool:
    """Whether the word was typed with any Vietnamese mark."""
    return fold(word) != word


@lru_cache(maxsize=16384)
def likeness(typed: str, meant: str) -> float:
    """How well `typed` can stand for `meant`, both lower case: one of EXACT, UNMARKED, SLIPPED, OTHER.

    UNMARKED: some marks are left out ("kho" for "khô"). SLIPPED: the tone or the marks of the letters are
    others ("mắn" is another word, but "cừa" may be a slip of "cửa"). OTHER: a different word.
    """
    left, right = spell(typed), spell(meant)
    if left.folded != right.folded:
        return OTHER
    tone = _compare(left.tone, right.tone, left.tone == "")
    letters = _compare(left.letters, right.letters, typed_as(left.letters, right.letters))
    if min(tone, letters) == SLIPPED:
        return SLIPPED if max(tone, letters) > SLIPPED else OTHER
    return min(tone, letters)


def _compare(typed: str, meant: str, left_out: bool) -> float:
    if typed == meant:
        return EXACT
    return UNMARKED if left_out else SLIPPED
