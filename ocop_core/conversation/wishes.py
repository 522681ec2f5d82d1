"""Reads wishes out of short sentences, from phrases that lie as data beside the words."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ocop_core.conversation.world import Wish
from ocop_core.errors import BadData
from ocop_core.i18n import Words
from ocop_core.text import words as plain
from ocop_core.text.fold import tokens
from ocop_core.text.manners import any_typed_as

_CODE = re.compile(r"\byt[\s-]?([a-z0-9]{5})\b")
_WORD = re.compile(r"[^\W_]+")
_OF_CODES = {"idea.more", "idea.look_up", "idea.reply"}
LONGEST_SENTENCE = 1000
_LONGEST_WITH_CODE = 8
# "chưa" and "không" are answers; only behind other words do they ask.
_SHORTEST_QUESTION = 3
_MOST_SMALL = 5


@dataclass(frozen=True, slots=True)
class Phrases:
    """What teaches the reader: whole utterances, openings inside a sentence, signs of a question, small words.

    `whole` and `inside` go from folded words to their wish and to the phrase as it is spelled. `ends` are signs of a
    question only at the end of a sentence. `small` words say nothing beside a wish, as in "tui muốn … nha"; those
    of `around` say nothing around the words behind it either. `longest` and `signs` are for speed: how many words
    a whole utterance has at most, and what finds out whether any of `inside` is there.
    """

    whole: Mapping[str, tuple[str, tuple[str, ...]]]
    inside: tuple[tuple[str, str, str], ...]
    question: tuple[str, ...]
    ends: tuple[str, ...]
    small: frozenset[str]
    around: tuple[str, ...]
    longest: int
    signs: re.Pattern[str]

    def wish(self, text: str) -> Wish | None:
        """The wish of a sentence, with the words behind it; None where no phrase fits."""
        said = _said(text) if len(text) <= LONGEST_SENTENCE else _NOTHING
        if not said.folded:
            return None
        if name := self._alone(said):
            return Wish(name, whole=True, first=True)
        found = self._inside(said)
        if len(said.folded) <= _LONGEST_WITH_CODE and (code := _CODE.search(" ".join(said.folded))):
            name = found.name if found and found.name in _OF_CODES else "idea.look_up"
            return Wish(name, f"YT-{code[1].upper()}", whole=True, first=True)
        return found

    def _are_small(self, said: "_Said") -> list[bool]:
        return [word in self.small for word in said.folded]

    def _alone(self, said: "_Said") -> str:
        """The wish that is the whole utterance, with any number of small words around it."""
        small, length = self._are_small(said), len(said.folded)
        fronts = range(min(_MOST_SMALL, _run(small)) + 1)
        backs = range(length, length - min(_MOST_SMALL, _run(small[::-1])) - 1, -1)
        if backs[-1] - fronts[-1] > self.longest:
            return ""
        spans = ((front, back) for front in fronts for back in backs if front < back)
        return next((name for span in spans if (name := self._whole(said, *span))), "")

    def _whole(self, said: "_Said", start: int, end: int) -> str:
        name, spellings = self.whole.get(" ".join(said.folded[start:end]), ("", ()))
        return name if any(said.agrees(start, spelled) for spelled in spellings) else ""

    def _inside(self, said: "_Said") -> Wish | None:
        padded = f" {' '.join(said.folded)} "
        if not self.signs.search(padded):
            return None
        for phrase, spelled, name in self.inside:
            at = padded.find(f" {phrase} ")
            if at < 0:
                continue
            start = padded.count(" ", 0, at + 1) - 1
            end = start + phrase.count(" ") + 1
            if said.agrees(start, spelled):
                rest = self._behind(said, end)
                first = all(self._are_small(said)[:start])
                return Wish(name, rest, whole=first and not rest, first=first)
        return None

    def _behind(self, said: "_Said", end: int) -> str:
        """What is written behind a phrase, with its own marks: "dang ky san pham mắm nha" leaves "mắm"."""
        words = said.words[end:]
        first, last = _inner([any_typed_as(m.group().lower(), self.around) for m in words])
        return said.text[words[first].start() : words[last - 1].end()] if first < last else ""

    def asks(self, text: str) -> bool:
        """Whether a sentence is a question: a mark, or words that only questions have."""
        if len(text) > LONGEST_SENTENCE:
            return False
        if text.rstrip().endswith("?"):
            return any(char.isalpha() for char in text)
        padded = f" {plain(text)} "
        ended = padded.count(" ") > _SHORTEST_QUESTION and padded.endswith(self.ends)
        return ended or any(sign in padded for sign in self.question)


@dataclass(frozen=True, slots=True)
class _Said:
    """A text and its words, as they stand in it and folded."""

    text: str
    words: tuple[re.Match[str], ...]
    folded: tuple[str, ...]

    def agrees(self, start: int, spelled: str) -> bool:
        """Whether the words from `start` on carry no other marks than the phrase does: "gùi" is not "gửi"."""
        pairs = zip(self.words[start:], spelled.split(), strict=False)
        return all(_marks(m.group()) <= _marks(word) for m, word in pairs)

    def holds(self, phrase: str, spelled: str) -> bool:
        """Whether a folded phrase that occurs here agrees with the marks: "xã Cù Lao" holds no "xã cũ"."""
        before, _, _ = f" {' '.join(self.folded)} ".partition(phrase)
        return self.agrees(len(before.split()), spelled)


_NOTHING = _Said("", (), ())


@lru_cache(maxsize=4096)
def _marks(word: str) -> frozenset[str]:
    """The marks of a word wherever they stand in it: both "hủy" and "huỷ" are in use."""
    apart = unicodedata.normalize("NFD", word.lower())
    return frozenset(char for char in apart if char == "đ" or unicodedata.combining(char))


def _said(text: str) -> _Said:
    text = unicodedata.normalize("NFC", text)
    words = tuple(_WORD.finditer(text))
    return _Said(text, words, tuple(plain(m.group()) for m in words))


def load_phrases(folder: Path) -> Phrases:
    """One file a wish, one phrase a line; `* phrase` may stand inside a sentence; `#` begins a remark.

    `_question.txt` holds the signs of a question (`$ word` only at the end), `_small.txt` the small words
    (`+ word` only beside a wish).
    Raises BadData where two wishes claim the same phrase.
    """
    whole: dict[str, tuple[str, tuple[str, ...]]] = {}
    inside: list[tuple[str, str, str]] = []
    for path in sorted(folder.glob("[!_]*.txt")):
        for phrase in _lines(path):
            key, spelled = plain(phrase), " ".join(tokens(phrase))
            name, spellings = whole.get(key, (path.stem, ()))
            if name != path.stem:
                raise BadData(f"{folder.name}/{path.name}", f"{phrase!r} đã thuộc về {name}")
            whole[key] = (name, (*spellings, spelled))
            if phrase.startswith("*"):
                inside.append((key, spelled, path.stem))
    inside.sort(key=lambda entry: -len(entry[0]))
    signs = _lines(folder / "_question.txt")
    anywhere = tuple(f" {plain(sign)} " for sign in signs if not sign.startswith("$"))
    ends = tuple(f" {plain(sign)} " for sign in signs if sign.startswith("$"))
    small = _lines(folder / "_small.txt")
    around = tuple(word for word in small if not word.startswith("+"))
    longest = max(len(key.split()) for key in whole)
    anything = re.compile(f" (?:{'|'.join(phrase for phrase, _, _ in inside)}) ")
    return Phrases(whole, tuple(inside), anywhere, ends, frozenset(map(plain, small)), around, longest, anything)


def _inner(small: Sequence[bool]) -> tuple[int, int]:
    """From where to where the words go that are not small ones at an end; nothing if all are small."""
    start = _run(small)
    return start, max(start, len(small) - _run(small[::-1]))


def _run(small: Sequence[bool]) -> int:
    """How many small words stand at the beginning."""
    return next((at for at, is_small in enumerate(small) if not is_small), len(small))


def _lines(path: Path) -> list[str]:
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@dataclass(frozen=True, slots=True)
class Answers:
    """Short answers to frequent questions: `answers.<topic>.text`, found by the phrases of `.ask`.

    `phrases` holds each folded, as it is spelled, and its key; the longest first.
    """

    phrases: tuple[tuple[str, str, str], ...]

    def find(self, text: str) -> str | None:
        """The key of the answer whose longest phrase occurs in the text."""
        if len(text) > LONGEST_SENTENCE:
            return None
        padded = f" {plain(text)} "
        found = ((phrase, spelled, key) for phrase, spelled, key in self.phrases if phrase in padded)
        return next((key for phrase, spelled, key in found if _said(text).holds(phrase, spelled)), None)


def load_answers(words: Words) -> Answers:
    """The answers among the words of a language."""
    found = [
        (f" {plain(phrase)} ", " ".join(tokens(phrase)), key.removesuffix(".ask") + ".text")
        for key in words.under("answers.")
        if key.endswith(".ask")
        for phrase in words.say(key).split(",")
    ]
    return Answers(tuple(sorted(found, key=lambda entry: -len(entry[0]))))
