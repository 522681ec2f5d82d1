"""The 26 product sets of the law in force: what they are called, and which one a product belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ocop_core.errors import BadData
from ocop_core.rulebook.datafile import FOLDER, place, read_toml
from ocop_core.rulebook.set_finder import Guess, WordFinder
from ocop_core.rulebook.set_words import read_words

__all__ = ["Edition", "Guess", "MenuGroup", "ProductSet", "Sets", "load_sets", "read_sets"]

LABEL_LENGTH = 40
SETS_IN_ALL = 26


@dataclass(frozen=True, slots=True)
class Edition:
    """The decision that lists the sets: since when it holds, and where to look it up."""

    id: str
    number: str
    title: str
    issued: date
    effective: date
    source: str
    checked: date
    note: str


@dataclass(frozen=True, slots=True)
class ProductSet:
    """One set of Phụ lục I: official sector, group and name, an everyday label, the managing ministry."""

    no: int
    sector: str
    group: str
    name: str
    plain: str
    ministry: str


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """Sets that are offered together: the first of two taps."""

    label: str
    sets: tuple[int, ...]


@dataclass(frozen=True)
class _File:
    edition: Edition
    menu: tuple[MenuGroup, ...]
    set: tuple[ProductSet, ...]


@dataclass(frozen=True, slots=True)
class Sets:
    """All sets of one edition, in the order of the law; `menu` covers each of them once."""

    edition: Edition
    all: tuple[ProductSet, ...]
    menu: tuple[MenuGroup, ...]
    _by_no: Mapping[int, ProductSet]
    _finder: WordFinder

    def get(self, no: int) -> ProductSet:
        """The set with this number, 1 to 26. KeyError if there is none."""
        return self._by_no[no]

    def likely(self, text: str, limit: int = 3) -> tuple[Guess, ...]:
        """The sets a described product may belong to, best first; empty when no word supports a guess."""
        return self._finder.guess(text, limit)


@cache
def load_sets() -> Sets:
    """The sets in force, read once. BadData if the files are wrong."""
    return read_sets(FOLDER / "qd26_2026")


def read_sets(folder: Path) -> Sets:
    """The sets of the edition in `folder` (sets.toml, set_words.toml). BadData names file and entry."""
    path = folder / "sets.toml"
    file = read_toml(path, _File)
    _check_sets(path, file.set)
    _check_menu(path, file.menu)
    by_no = {each.no: each for each in file.set}
    finder = WordFinder(read_words(folder / "set_words.toml", frozenset(by_no)))
    return Sets(file.edition, file.set, file.menu, by_no, finder)


def _check_sets(path: Path, sets: tuple[ProductSet, ...]) -> None:
    for expected, each in enumerate(sets, start=1):
        entry = place(path, f"set {each.no}")
        if each.no != expected:
            raise BadData(entry, f"should be set {expected}: the sets are numbered 1 to {SETS_IN_ALL}")
        if not all((each.sector, each.group, each.name, each.plain, each.ministry)):
            raise BadData(entry, "sector, group, name, plain and ministry must not be empty")
        if len(each.plain) > LABEL_LENGTH:
            raise BadData(entry, f"plain is longer than {LABEL_LENGTH} characters")
    if len(sets) != SETS_IN_ALL:
        raise BadData(place(path), f"holds {len(sets)} sets, not {SETS_IN_ALL}")


def _check_menu(path: Path, menu: tuple[MenuGroup, ...]) -> None:
    for group in menu:
        if not 0 < len(group.label) <= LABEL_LENGTH:
            raise BadData(place(path, f"menu {group.label!r}"), f"label must have 1 to {LABEL_LENGTH} characters")
    if sorted(no for group in menu for no in group.sets) != list(range(1, SETS_IN_ALL + 1)):
        raise BadData(place(path, "menu"), "every set must stand in exactly one group")
