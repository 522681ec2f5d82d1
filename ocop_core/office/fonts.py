"""Text typed in the fonts of before Unicode, TCVN3 (.VnTime) and VNI (VNI-Times): recognised and put right."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from ocop_core.text import fold
from ocop_core.understanding.syllables import is_syllable

Font = Literal["tcvn3", "vni"]
FONTS: tuple[Font, ...] = ("tcvn3", "vni")

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TONED = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_BREVE = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_HAT = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
# What has a code of its own.
_VNI_ALONE = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "ơ": "ô", "ư": "ö", "đ": "ñ"}


def _vni() -> dict[str, str]:
    made = dict(_VNI_ALONE)
    for base in "aeouyôö":
        letter = {"ô": "ơ", "ö": "ư"}.get(base, base)
        made |= {unicodedata.normalize("NFC", letter + tone): base + sign for tone, sign in _TONED.items()}
    for letter, signs in (("ă", _BREVE), ("â", _HAT), ("ê", _HAT), ("ô", _HAT)):
        bare = {"ă": "a", "â": "a", "ê": "e", "ô": "o"}[letter]
        made |= {unicodedata.normalize("NFC", letter + tone): bare + sign for tone, sign in signs.items()}
    made |= _VNI_ALONE
    return made | {letter.upper(): code.upper() for letter, code in made.items()}


_VNI_CODES = _vni()
_VNI = {code: letter for letter, code in _VNI_CODES.items()} | {
    code[0] + code[1:].lower(): letter for letter, code in _VNI_CODES.items() if letter.isupper()
}
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_TCVN3_CODES: Mapping[str, str] = {letter: code for code, letter in _TCVN3.items()}
# Letters that neither old font can hold: whoever wrote one wrote Unicode.
_MODERN = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u036f\u1ea0-\u1ef9]"
)
_HIGH = re.compile("[\u00a1-\u00ff]")
_WORD = re.compile(r"[^\W\d_]+")
_OURS = frozenset("aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ")
# A tone never sits on a "u" that ends a rime, and no letter with a hat follows such a vowel.
_MISPLACED = re.compile("[aeiouy][ùúủũụ]|[aeo][âê]|[ae][ôốồổỗộơớờởỡợ]")
_SIGNS = re.compile("[¡-¿×÷]")


def decoded(text: str, font: Font) -> str:
    """Text of an old font as Unicode."""
    if font == "tcvn3":
        return "".join(_TCVN3.get(char, char) for char in text)
    return _VNI_PATTERN.sub(lambda found: _VNI[found.group()], text)


def encoded(text: str, font: Font) -> str:
    """Unicode as it looks in a file of an old font; TCVN3 keeps capitals with tones in a font of its own."""
    table = _TCVN3_CODES if font == "tcvn3" else _VNI_CODES
    return "".join(table.get(char) or table.get(char.lower(), char) for char in unicodedata.normalize("NFC", text))


def old(text: str) -> bool:
    """Whether a text could be of an old font at all."""
    return not text.isascii() and bool(_HIGH.search(text)) and not _MODERN.search(text)


@lru_cache(maxsize=8192)
def font_of(text: str) -> Font | None:
    """The font in which a text reads best as Vietnamese; None for Unicode and where nothing decides."""
    if not old(text):
        return None
    plain = sense(text)
    best, font = max((sense(decoded(text, each)), each) for each in FONTS)
    return font if best > plain else None


def sense(text: str) -> int:
    """How well a text reads: 0 if every word with marks is a Vietnamese syllable, less for each that is none."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    good = sum(_is_word(word) for word in words)
    return good - len(words) - len(_SIGNS.findall(text))


def _is_word(word: str) -> bool:
    one_case = word.islower() or word.isupper() or word[1:].islower()
    if _MISPLACED.search(word.lower()):
        return False
    return one_case and _OURS.issuperset(word.lower()) and is_syllable(fold(word))


def main_font(texts: Iterable[str], otherwise: Font | None = None) -> Font | None:
    """The old font of a column, if most of its cells that decide are in one; `otherwise` where none decides."""
    votes: Counter[Font | None] = Counter()
    for text in texts:
        font = font_of(text)
        if font or _MODERN.search(text):
            votes[font] += 1
    return votes.most_common(1)[0][0] if votes else otherwise


def mended(text: str, column: Font | None = None) -> str:
    """The text in Unicode. What reads well either way follows its column."""
    if not old(text):
        return text
    font = font_of(text) or column
    return decoded(text, font) if font else text
