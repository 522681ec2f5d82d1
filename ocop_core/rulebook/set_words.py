"""How people name their products, set by set: what the file of words holds, checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from ocop_core.errors import BadData
from ocop_core.rulebook.datafile import place, read_toml

Weight = Literal["words", "perhaps", "sure", "echo"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase says: a set, and how plainly. An "echo" is everyday speech and means no set (0)."""

    no: int
    weight: Weight


class Turn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Work that moves a product of the sets `of` to the set `to`: dried, salted, roasted."""

    of: tuple[int, ...]
    to: int
    words: tuple[str, ...]


class SetWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one set: `words` name its products, `perhaps` may, `sure` settle the question."""

    no: int
    words: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    sure: tuple[str, ...] = ()


class WordsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file; its head explains each part."""

    source: str
    checked: date
    work: tuple[str, ...]
    plain: tuple[str, ...]
    not_products: tuple[str, ...]
    turn: tuple[Turn, ...]
    set: tuple[SetWords, ...]


def read_words(path: Path, numbers: frozenset[int]) -> WordsFile:
    """The words in `path`. BadData names an entry of a set that is not in `numbers`, or a doubled phrase."""
    file = read_toml(path, WordsFile)
    for turn in file.turn:
        if not numbers.issuperset((*turn.of, turn.to)):
            raise BadData(place(path, f"turn to {turn.to}"), "names a set that does not exist")
    for each in file.set:
        _check(each, place(path, f"set {each.no}"), numbers)
    return file


def _check(each: SetWords, entry: str, numbers: frozenset[int]) -> None:
    if each.no not in numbers:
        raise BadData(entry, "this set does not exist")
    phrases = [*each.words, *each.perhaps, *each.sure]
    if len(set(phrases)) < len(phrases):
        doubled = sorted({phrase for phrase in phrases if phrases.count(phrase) > 1})
        raise BadData(entry, f"holds twice: {', '.join(doubled)}")
    if not all(any(map(str.isalnum, phrase)) for phrase in phrases):
        raise BadData(entry, "holds an empty phrase")


def meanings(file: WordsFile) -> Iterator[tuple[str, Meaning]]:
    """Every phrase with what it says; a phrase may come several times."""
    for each in file.set:
        yield from ((phrase, Meaning(each.no, "words")) for phrase in each.words)
        yield from ((phrase, Meaning(each.no, "perhaps")) for phrase in each.perhaps)
        yield from ((phrase, Meaning(each.no, "sure")) for phrase in each.sure)
    yield from ((phrase, Meaning(0, "echo")) for phrase in file.not_products)
