"""Mends words that nobody has taught: keys of Telex and VNI left over, words run together, a letter wrong."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from ocop_core.text.fold import fold
from ocop_core.text.slips import Vocabulary

_JOINED = range(5, 31)
_TYPO_LEAST, _TWO_SLIPS = 4, 8
_MOST_TYPOS = 8
_MOST_NEAR = 12
# Tone keys stand behind the vowel or at the end of the word; w, and the second of dd aa ee oo, make a mark.
_TELEX = re.compile(
    r"(?<=[aeiouyw])[sfrxj](?=[cghmnptiou]|$)|(?<=[a-z])[sfrxj]$|(?<=[aou])w|(?<=d)d|(?<=a)a|(?<=e)e|(?<=o)o"
)
_VNI = re.compile(r"(?<=[a-z])[0-9]+")
_SYLLABLE = re.compile(
    r"(b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"(a|e|i|o|u|y|ai|ao|au|ay|eo|eu|ia|ie|ieu|iu|oa|oai|oe|oi|oay|ua|uan|uay|ue|ui|uo|uoi|uou|uu|uy|uya|uye|ye|yeu|oo)"
    r"(c|ch|m|n|ng|nh|p|t)?"
)


class Mender:
    """Knows the words of a vocabulary and which of them stand side by side."""

    def __init__(self, vocabulary: Collection[str], phrases: Iterable[Sequence[str]]) -> None:
        self._words = frozenset(vocabulary)
        self._vocabulary = Vocabulary(sorted(self._words))
        self._neighbours = frozenset(pair for phrase in phrases for pair in pairwise(phrase))
        self._mend = lru_cache(maxsize=4096)(self._mend_one)

    def mend(self, typed: Sequence[str]) -> list[str]:
        """Lower-case words as typed, the unknown ones replaced by known ones where that is likely."""
        mended: list[str] = []
        tries = _MOST_TYPOS
        for at, word in enumerate(typed):
            if fold(word) in self._words or word.isdigit() or not tries:
                mended.append(word)
                continue
            tries -= 1
            after = fold(typed[at + 1]) if at + 1 < len(typed) else ""
            mended += self._mend(word, fold(mended[-1]) if mended else "", after)
        return mended

    def _mend_one(self, word: str, before: str, after: str) -> list[str]:
        folded = fold(word)
        for keys in (_TELEX, _VNI):
            bare = keys.sub("", folded)
            if bare != folded and bare in self._words:
                return [bare]
        if len(folded) in _JOINED and (parts := self._parts(folded, "")):
            return parts
        return [self._near(folded, before, after) or word]

    def _parts(self, rest: str, before: str) -> list[str]:
        """Known words that make up `rest`, each seen beside the one before; none if there are none."""
        for end in range(len(rest), 0, -1):
            part = rest[:end]
            if part in self._words and (not before or (before, part) in self._neighbours):
                if end == len(rest):
                    return [part] if before else []
                if tail := self._parts(rest[end:], part):
                    return [part, *tail]
        return []

    def _near(self, word: str, before: str, after: str) -> str | None:
        """The known word one slip away (two in a long one). A possible syllable is only taken for another
        where the other is known beside its neighbour, since most short syllables are one letter apart."""
        if len(word) < _TYPO_LEAST or not word.isalpha() or not word.isascii():
            return None
        slips = 2 if len(word) >= _TWO_SLIPS else 1
        near = [other for other, _ in self._vocabulary.near(word, slips, _MOST_NEAR)]
        beside = [w for w in near if (before, w) in self._neighbours or (w, after) in self._neighbours]
        if beside:
            return beside[0]
        return near[0] if near and not _SYLLABLE.fullmatch(word) else None
