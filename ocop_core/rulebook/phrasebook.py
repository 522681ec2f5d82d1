"""Finds known phrases in what people type: without marks, with a small slip, or run together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Generic, TypeVar

from ocop_core.rulebook.spelling import EXACT, OTHER, SLIPPED, UNMARKED, is_marked, likeness
from ocop_core.text.fold import fold, tokens
from ocop_core.text.slips import Vocabulary

T = TypeVar("T")

MOST_WORDS = 120
_TYPO_FIT = 0.75
_JOINED_LENGTH = 5
_TYPO_LENGTH = 3
_LONE_TYPO_LENGTH = 5
_LONG_WORD = 8
_JOINED_MOST = 30
_MOST_NEAR = 12
_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A text cut into words, lower case, with their marks; `marked` if any word carries Vietnamese marks."""

    words: tuple[str, ...]
    folded: tuple[str, ...]
    marked: bool


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A phrase as it is written properly, and what it stands for."""

    phrase: str
    words: tuple[str, ...]
    value: T


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """An entry found in the words from `start` up to `end`. `fit` is 1 for the very letters; `slip` if a
    letter or a tone had to be forgiven."""

    start: int
    end: int
    fit: float
    slip: bool
    entry: Entry[T]

    @property
    def length(self) -> int:
        """How many words the phrase has."""
        return len(self.entry.words)


class _Node(Generic[T]):
    """A place in the tree of folded words: what may come next, and what ends here."""

    __slots__ = ("ends", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node[T]] = {}
        self.ends: list[Entry[T]] = []


class Phrasebook(Generic[T]):
    """Phrases with their meanings, built once. Words of `no_slips` are never taken for a slip of another."""

    def __init__(self, pairs: Iterable[tuple[str, T]], no_slips: Iterable[str] = ()) -> None:
        self._root: _Node[T] = _Node()
        self._vocabulary: dict[str, None] = {}
        self._neighbours: set[tuple[str, str]] = set()
        self._no_slips = frozenset(map(fold, no_slips))
        for phrase, value in pairs:
            self._add(Entry(phrase, tuple(tokens(phrase)), value))
        self._words = Vocabulary(self._vocabulary)
        self._slips = lru_cache(maxsize=4096)(self._slips_of)

    def _add(self, entry: Entry[T]) -> None:
        node = self._root
        folded = [fold(word) for word in entry.words]
        for word in folded:
            self._vocabulary[word] = None
            node = node.next.setdefault(word, _Node())
        node.ends.append(entry)
        self._neighbours.update(pairwise(folded))

    def read(self, text: str) -> Said:
        """The first words of a text. Words run together are taken apart where the parts are neighbours in
        some phrase: "thotnot". Takes any text; an empty one gives no words."""
        words = tuple(part for word in tokens(text)[:MOST_WORDS] for part in self._apart(word))
        return Said(words, tuple(map(fold, words)), any(map(is_marked, words)))

    def _apart(self, word: str) -> list[str]:
        folded = fold(word)
        if folded in self._vocabulary or not _JOINED_LENGTH <= len(folded) == len(word) <= _JOINED_MOST:
            return [word]
        parts = self._parts(folded, "")
        ends = [0, *accumulate(map(len, parts))]
        return [word[start:end] for start, end in pairwise(ends)] or [word]

    def _parts(self, rest: str, before: str) -> list[str]:
        """Known words that make up `rest`, each a neighbour of the one before; none if there are none."""
        for end in range(len(rest), 0, -1):
            part = rest[:end]
            if part in self._vocabulary and (not before or (before, part) in self._neighbours):
                if end == len(rest):
                    return [part]
                if tail := self._parts(rest[end:], part):
                    return [part, *tail]
        return []

    def hits(self, said: Said, *, loose: bool = False) -> list[Hit[T]]:
        """Every phrase in the text, also overlapping ones. At most one letter slip a phrase, and only in a
        word that is in no phrase; `loose` forgives it in any word."""
        options = [self._options(word, loose) for word in said.folded]
        return [hit for start in range(len(said.words)) for hit in self._from(said, options, start)]

    def _options(self, word: str, loose: bool) -> list[str]:
        """The word itself, if known, and known words one slip away."""
        known = [word] if word in self._vocabulary else []
        if (known and not loose) or word in self._no_slips or len(word) < _TYPO_LENGTH or not word.isalpha():
            return known
        return [*known, *self._slips(word)]

    def _slips_of(self, word: str) -> tuple[str, ...]:
        """Known words one slip away; two in a long word."""
        slips = 2 if len(word) >= _LONG_WORD else 1
        return tuple(other for other, distance in self._words.near(word, slips, _MOST_NEAR) if distance)

    def _from(self, said: Said, options: Sequence[Sequence[str]], start: int) -> Iterator[Hit[T]]:
        walks: list[tuple[_Node[T], int, bool]] = [(self._root, start, False)]
        while walks:
            node, at, typo = walks.pop()
            for entry in node.ends:
                fit = self._fit(said, start, entry, typo)
                if fit:
                    yield Hit(start, at, fit, typo or fit <= SLIPPED, entry)
            for word in options[at] if at < len(options) else ():
                slipped = word != said.folded[at]
                if word in node.next and not (typo and slipped):
                    walks.append((node.next[word], at + 1, typo or slipped))

    def _fit(self, said: Said, start: int, entry: Entry[T], typo: bool) -> float:
        typed = said.words[start : start + len(entry.words)]
        fits = [likeness(left, right) for left, right in zip(typed, entry.words, strict=True)]
        if not typo:
            return _together(fits, EXACT if said.marked else UNMARKED)
        if len(typed) == 1:
            alone = len(typed[0]) >= _LONE_TYPO_LENGTH and len(said.words) <= _FEW_WORDS
            return _TYPO_FIT if alone else OTHER
        # With marks in the text, what is not the slip itself must be written right.
        worst = EXACT if said.marked else UNMARKED
        return _TYPO_FIT if sum(fit < worst for fit in fits) == 1 else OTHER


def _together(fits: Sequence[float], most: float) -> float:
    """The fit of a phrase: that of its worst word, at `most` that much; nothing if two words are forgiven."""
    return min(most, *fits) if sum(fit <= SLIPPED for fit in fits) <= 1 else OTHER
