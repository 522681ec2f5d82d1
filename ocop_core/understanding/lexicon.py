"""Turns typed words into meanings: short forms written out, words of one meaning made one, fillers dropped."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from ocop_core.rulebook.spelling import UNMARKED, likeness
from ocop_core.text import fold
from ocop_core.understanding.keys import undone
from ocop_core.understanding.synonyms import SMALL, Synonyms
from ocop_core.understanding.words import Token, Word

NUMBER = "#"
# Begins the name of a small word that stands alone.
ALONE = "~"
# "Huy ơi" calls somebody, whatever the word before it looks like.
_CALLS = ("ơi", "oi")
# "4*" is four stars.
_WORD = re.compile(r"\d+|[^\W\d_]+(?:\d[^\W_]*)?|(?<=\d)[*★⭐]+")
_NAMES = frozenset("abc")
_STRETCHED = re.compile(r"(.)\1{2,}")


class Lexicon:
    """All short forms, synonyms and small words, ready to read a text. `forms` are known words by folded form."""

    def __init__(
        self, short: Mapping[str, tuple[str, ...]], same: Mapping[tuple[str, ...], str], known: Iterable[str]
    ) -> None:
        self._short = short
        self._synonyms = Synonyms(same, known)
        self.forms = self._synonyms.forms
        self._spell = lru_cache(maxsize=16384)(self._spelled)

    def is_new(self, word: Word) -> bool:
        """Whether nobody who taught us ever used the word."""
        return word.bare not in self.forms

    def is_shaky(self, word: Word) -> bool:
        """Whether the word could be another one if typed without marks."""
        return len(self.forms.get(word.bare, ())) > 1

    def words(self, text: str) -> list[Word]:
        """The words of a text (NFC, lower case), short forms and keyboard leftovers written out."""
        found: list[Word] = []
        for match in _WORD.finditer(text):
            start, end = match.span()
            for said, bare in self._spell(match.group()):
                found.append(Word(said, bare, start, end))
        return found

    def written_out(self, text: str) -> str:
        """The text with its short forms and keyboard leftovers written out, all else where it stood."""
        full = _WORD.sub(lambda typed: self._in_full(typed.group()), text)
        # One word with marks would say that all others are meant without.
        return fold(full) if text.isascii() else full

    def _in_full(self, typed: str) -> str:
        """A word with marks is written out already, and one letter may be the name of something: "phần A"."""
        if not typed.isascii() or typed.isdigit() or typed in _NAMES or not typed[0].isalpha():
            return typed
        return " ".join(word for word, _ in self._spell(typed))

    def _spelled(self, typed: str) -> tuple[tuple[str, str], ...]:
        return tuple((word, fold(word)) for word in self._written_out(typed))

    def _written_out(self, typed: str) -> tuple[str, ...]:
        if typed.isdigit():
            return (typed.lstrip("0") or "0",)
        if not typed[0].isalpha():
            return ("sao",)
        plain = _STRETCHED.sub(r"\1", typed)
        if len(plain) == 1 < len(typed):
            return (typed,)
        for form in (typed, plain):
            if form in self._short:
                return self._short[form]
        if fold(plain) in self.forms:
            return (plain,)
        if meant := undone(plain):
            return (meant,)
        # A key that stuck at the end: "ocopp", "đặtt".
        short = plain[:-1]
        return (short if plain[-1:] == short[-1:] and fold(short) in self.forms else plain,)

    def tokens(self, words: Sequence[Word], *, marked: bool) -> list[Token]:
        """The meanings in the words, longest synonyms first; small words are left out unless nothing else is said.

        In a `marked` text a word without marks is meant so: "nha em" is not "nhà em".
        """
        found: list[Token] = []
        small: list[Token] = []
        said, at, end = [word.said for word in words], 0, len(words)
        bare = not marked and said == [word.bare for word in words]
        find = self._synonyms
        while at < end:
            name, length = find.longest_bare(words, at) if bare else find.longest(words, said, at, marked=marked)
            if length == 1 and at + 1 < end and said[at + 1] in _CALLS:
                name = SMALL
            elif name is None:
                name = self._sense(words[at])
            last = words[at + length - 1]
            if name:
                found.append(Token(name, words[at].start, last.end))
            else:
                small.append(Token(ALONE + last.bare, words[at].start, last.end))
            at += length
        return found or small

    def _sense(self, word: Word) -> str:
        """The word without marks, unless its marks make it another one than those known."""
        if word.said == word.bare:
            return NUMBER if word.said.isdigit() else word.bare
        forms = self.forms.get(word.bare, ())
        if word.said in forms:
            return word.said if len(forms) > 1 else word.bare
        meant = [form for form in forms if likeness(word.said, form) >= UNMARKED]
        if len(meant) != 1:
            return word.said
        return meant[0] if len(forms) > 1 else word.bare


def without_marks(words: Iterable[Word]) -> list[Word]:
    """The same words as they are typed without marks."""
    return [Word(word.bare, word.bare, word.start, word.end) for word in words]


def plain(text: str) -> str:
    """The text as it is taken apart: in lower case, with every letter where it stood. Takes composed text (NFC)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(char.lower()[:1] for char in text)
