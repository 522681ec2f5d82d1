"""The criteria in plain words: one question each, and what each level means where the law's text was read."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from ocop_core.errors import BadData
from ocop_core.rulebook.datafile import place, read_toml, set_numbers

QUESTION_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the levels of one criterion mean, lowest first; `case` where the form offers several cases."""

    rungs: tuple[str, ...]
    case: str = ""


class _Says(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sets: str
    rungs: tuple[str, ...]
    case: str = ""


class _Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    ask: str
    note: str = ""
    fixed: bool = False
    says: tuple[_Says, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    checked: date
    word: tuple[_Word, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """How one criterion is asked; `note` warns, `meanings` are by set and empty where nothing was read.

    `fixed`: nothing that the producer can do raises it, as who the owner is or where the place lies.
    """

    ask: str
    note: str
    fixed: bool
    meanings: dict[int, tuple[Meaning, ...]]


def read_wordings(path: Path) -> dict[str, Wording]:
    """The wordings in the file at `path`, by official criterion name. BadData names the file and the entry."""
    found: dict[str, Wording] = {}
    for word in read_toml(path, _File).word:
        entry = place(path, f"word {word.name!r}")
        if word.name in found:
            raise BadData(entry, "stands there twice")
        if not word.ask.endswith("?") or len(word.ask) > QUESTION_LENGTH:
            raise BadData(entry, f"ask must be one question of at most {QUESTION_LENGTH} characters")
        found[word.name] = Wording(word.ask, word.note, word.fixed, _meanings(word, entry))
    return found


def _meanings(word: _Word, entry: str) -> dict[int, tuple[Meaning, ...]]:
    meanings: dict[int, tuple[Meaning, ...]] = {}
    for says in word.says:
        try:
            numbers = set_numbers(says.sets)
        except ValueError as error:
            raise BadData(entry, f"sets: {error}") from error
        for number in numbers:
            before = meanings.get(number, ())
            if any(each.case == says.case for each in before):
                raise BadData(entry, f"set {number} is told twice")
            meanings[number] = (*before, Meaning(says.rungs, says.case))
    return meanings
