"""Undoes what the Telex and VNI keyboards leave in a text when the phone does not turn it into letters."""

import unicodedata
from functools import lru_cache

from ocop_core.text import fold
from ocop_core.understanding.syllables import is_syllable

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323", "z": ""}
_VNI_TONES = dict(zip("123450", ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323", ""), strict=True))
_VNI_SHAPES = {"6": ("aeo", "\u0302"), "7": ("ou", "\u031b"), "8": ("a", "\u0306")}
_HAT, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_VOWELS = "aeiouy"
_LONGEST = 12


@lru_cache(maxsize=8192)
def undone(token: str) -> str | None:
    """The word that was meant by "giaays" or "gia6y1", in lower case (NFC); None if it is no such leftover.

    Only tokens that are no Vietnamese syllable as they stand are touched, so "toi" stays "toi".
    """
    if not 1 < len(token) <= _LONGEST or is_syllable(fold(token)):
        return None
    digits = any(char.isdigit() for char in token)
    letters = _vni(token) if digits else _telex(token)
    word = letters and _written(*letters)
    return word if word and word != token and is_syllable(fold(word)) else None


def _taken_apart(token: str) -> tuple[list[list[str]], str]:
    """Each letter with the marks of its shape, and the tone of the whole."""
    letters: list[list[str]] = []
    tone = ""
    for char in unicodedata.normalize("NFD", token):
        if char in _TONES:
            tone = char
        elif unicodedata.combining(char) and letters:
            letters[-1][1] += char
        else:
            letters.append([char, ""])
    return letters, tone


def _telex(token: str) -> tuple[list[list[str]], str] | None:
    typed, tone = _taken_apart(token)
    built: list[list[str]] = []
    for char, shape in typed:
        if char in _TELEX_TONES and _has_vowel(built):
            tone = _TELEX_TONES[char]
        elif char == "w":
            _bend(built)
        elif char in "aeo" and not shape and (earlier := _last(built, char)):
            earlier[1] = _HAT
        elif char == "d" and built and built[0] == ["d", ""]:
            built[0][0] = "đ"
        elif not built or built[-1] != [char, ""] or char in _VOWELS:
            built.append([char, shape])
    return built, tone


def _bend(built: list[list[str]]) -> None:
    """What a "w" does: ă, ơ, ư, or ươ; alone it is ư."""
    vowels = [letter for letter in built if letter[0] in "aou" and not letter[1]]
    if not vowels:
        built.append(["u", _HORN])
        return
    last = vowels[-1]
    last[1] = _BREVE if last[0] == "a" else _HORN
    if last[0] == "o" and len(vowels) > 1 and vowels[-2][0] == "u" and built[0][0] != "q":
        vowels[-2][1] = _HORN
    if last[0] == "a" and len(vowels) > 1 and vowels[-2][0] == "u" and built[0][0] != "q":
        last[1], vowels[-2][1] = "", _HORN


def _vni(token: str) -> tuple[list[list[str]], str] | None:
    typed, tone = _taken_apart(token)
    built: list[list[str]] = []
    for char, shape in typed:
        if not char.isdigit():
            built.append([char, shape])
        elif char in _VNI_TONES:
            tone = _VNI_TONES[char]
        elif not _shaped(built, char):
            return None
    return built, tone


def _shaped(built: list[list[str]], key: str) -> bool:
    """Whether a VNI key finds a letter to shape, which it then does: 9 makes đ, 6 to 8 shape vowels."""
    if key == "9" and built and built[0][0] == "d":
        built[0][0] = "đ"
        return True
    bases, mark = _VNI_SHAPES.get(key, ("", ""))
    bare = [letter for letter in built if letter[0] in bases and not letter[1]]
    if bare:
        bare[-1][1] = mark
    return bool(bare)


def _has_vowel(built: list[list[str]]) -> bool:
    return any(char in _VOWELS for char, _ in built)


def _last(built: list[list[str]], char: str) -> list[str] | None:
    """The last such letter without a shape: a second "a" puts a hat on it."""
    return next((letter for letter in reversed(built) if letter == [char, ""]), None)


def _written(letters: list[list[str]], tone: str) -> str:
    """The letters as one word, the tone where Vietnamese puts it."""
    at = _tone_place(letters) if tone else None
    parts = [char + shape + (tone if index == at else "") for index, (char, shape) in enumerate(letters)]
    return unicodedata.normalize("NFC", "".join(parts))


def _tone_place(letters: list[list[str]]) -> int | None:
    vowels = [index for index, (char, _) in enumerate(letters) if char in _VOWELS]
    start = "".join(char for char, _ in letters[:2])
    if start in {"qu", "gi"} and len(vowels) > 1:
        vowels = vowels[1:]
    shaped = [index for index in vowels if letters[index][1]]
    if shaped or not vowels:
        return shaped[-1] if shaped else None
    closed = letters[-1][0] not in _VOWELS
    return vowels[-1] if closed else vowels[max(0, (len(vowels) - 1) // 2)]
