"""Guesses what a mistyped word was meant to be: marks put wrong, a letter off, words run together, Southern ears."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ocop_core.rulebook.spelling import UNMARKED, likeness
from ocop_core.text.slips import Vocabulary
from ocop_core.understanding.syllables import is_syllable
from ocop_core.understanding.words import Word

_SHORTEST = 3
_SHORTEST_PAIR = 5
_MOST = 5
_MOST_PAIRS = 2
# How bold a guess is: marks put wrong, a letter off, one strange word of a pair, one good word for another.
MARKS, LETTER, PAIR, WORD = 1.3, 1.2, 1.8, 4.0
# What sounds alike between Châu Đốc and Rạch Giá, on folded words.
_SOUNDS = (
    (re.compile(r"^(?:gi|v|d)(?=[aeiouy])"), "d"), (re.compile(r"^gi$"), "di"), (re.compile(r"^x"), "s"),
    (re.compile(r"^tr"), "ch"), (re.compile(r"^(?:k|q(?=u))"), "c"), (re.compile(r"^gh"), "g"),
    (re.compile(r"^ngh"), "ng"), (re.compile(r"ng$"), "n"), (re.compile(r"c$"), "t"), (re.compile(r"y"), "i"),
    (re.compile(r"^hu?o(?=[ai])"), "qu"), (re.compile(r"ie"), "i"), (re.compile(r"uo"), "u"),
)  # fmt: skip


class Repairs:
    """The known words and pairs of words, ready to be guessed at."""

    def __init__(self, forms: dict[str, set[str]], pairs: Iterable[tuple[str, str]]) -> None:
        self._forms = forms
        self._words = Vocabulary(sorted(word for word in forms if len(word) >= _SHORTEST))
        # Where each is cut: a number that is there already takes no room, two words for each would.
        self._cuts = {first + second: len(first) for first, second in sorted(pairs)}
        self._joined = Vocabulary(sorted(joined for joined in self._cuts if len(joined) >= _SHORTEST_PAIR))
        self._sounds: dict[str, list[str]] = {}
        for word in sorted(forms):
            self._sounds.setdefault(sound(word), []).append(word)
        self._near = lru_cache(maxsize=4096)(self._nearest)
        self._near_pair = lru_cache(maxsize=4096)(self._nearest_pair)

    def guesses(self, words: Sequence[Word]) -> Iterator[tuple[float, list[Word]]]:
        """The words again and again, each time with one of them mended, and how bold the guess is."""
        for at, word in enumerate(words):
            if self._is_odd(word):
                for bold, meant in self._near(word.said, word.bare):
                    mended = [word._replace(said=each, bare=each) for each in meant]
                    yield bold, [*words[:at], *mended, *words[at + 1 :]]
        for at in range(len(words) - 1):
            left, right = words[at], words[at + 1]
            for pair in self._near_pair(left.bare, right.bare):
                mended = [left._replace(said=pair[0], bare=pair[0]), right._replace(said=pair[1], bare=pair[1])]
                yield self._boldness(left, right), [*words[:at], *mended, *words[at + 2 :]]

    def _boldness(self, left: Word, right: Word) -> float:
        """How bold it is to take two words for others: least when one of them is no word at all."""
        odd = [word for word in (left, right) if self._is_odd(word)]
        if not odd:
            return WORD
        return PAIR if all(is_syllable(word.bare) for word in odd) else LETTER

    def _is_odd(self, word: Word) -> bool:
        """Whether nobody who taught us ever wrote this word so."""
        if word.said.isdigit():
            return False
        forms = self._forms.get(word.bare)
        if not forms:
            return True
        return word.said != word.bare and all(likeness(word.said, form) < UNMARKED for form in forms)

    def _nearest(self, said: str, bare: str) -> tuple[tuple[float, tuple[str, ...]], ...]:
        found: dict[tuple[str, ...], float] = {}
        if said != bare and bare in self._forms:
            found[(bare,)] = MARKS
        if bare in self._cuts:
            found[self._cut(bare)] = MARKS
        # A good syllable is more likely another word than a slip.
        bold = WORD if is_syllable(bare) else LETTER
        for word in self._sounds.get(sound(bare), ()):
            found.setdefault((word,), bold)
        if len(bare) >= _SHORTEST:
            for word, _ in self._words.near(bare, 1, _MOST):
                found.setdefault((word,), bold)
        return tuple((bold, meant) for meant, bold in found.items() if meant != (said,))[: _MOST + 2]

    def _nearest_pair(self, left: str, right: str) -> tuple[tuple[str, str], ...]:
        joined = left + right
        if len(joined) < _SHORTEST_PAIR or self._cuts.get(joined) == len(left):
            return ()
        return tuple(self._cut(pair) for pair, _ in self._joined.near(joined, 1, _MOST_PAIRS))

    def _cut(self, joined: str) -> tuple[str, str]:
        cut = self._cuts[joined]
        return joined[:cut], joined[cut:]


@lru_cache(maxsize=4096)
def sound(folded: str) -> str:
    """A folded word as it sounds in the South: "xan" and "san" come out the same."""
    for pattern, by in _SOUNDS:
        folded = pattern.sub(by, folded)
    return folded
