"""Reads the criteria of all sets of an edition, and refuses a file whose sums, ladders or minimums are wrong."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import msgspec

from ocop_core.errors import BadData
from ocop_core.rulebook.criteria import CERTIFIED_STARS, Criteria, Criterion, Doubt, Group, Part
from ocop_core.rulebook.criteria_words import Meaning, Wording, read_wordings
from ocop_core.rulebook.datafile import place, read_toml


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    name: str
    max: int
    ladder: tuple[int, ...]
    star3: int | None = None
    star4: int | None = None
    star5: int | None = None


class _Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    name: str
    max: int
    criteria: tuple[_Row, ...]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    name: str
    max: int
    group: tuple[_Group, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    set: int
    source: str
    checked: date
    part: tuple[_Part, ...]
    doubt: tuple[Doubt, ...] = ()


def read_criteria(folder: Path, part_maxima: Mapping[str, int]) -> dict[int, Criteria]:
    """All sets of the edition in `folder` (criteria/NN.toml, criteria_words.toml), by number; empty if none.

    `part_maxima` are the points of parts A, B and C that each set must keep. BadData names file and entry.
    """
    paths = sorted((folder / "criteria").glob("*.toml"))
    if not paths:
        return {}
    words = read_wordings(folder / "criteria_words.toml")
    sets = [_SetFile(path, words).read(part_maxima) for path in paths]
    asked = {each.name for criteria in sets for each in criteria.all}
    for name in sorted(words.keys() - asked):
        raise BadData(place(folder / "criteria_words.toml", f"word {name!r}"), "no set has this criterion")
    return {criteria.set_no: criteria for criteria in sets}


class _SetFile:
    """One file while it is read: knows its path for errors."""

    def __init__(self, path: Path, words: Mapping[str, Wording]) -> None:
        self.path = path
        self.words = words
        self.file = read_toml(path, _File)

    def read(self, part_maxima: Mapping[str, int]) -> Criteria:
        if self.path.stem != f"{self.file.set:02}":
            raise BadData(place(self.path), f"holds set {self.file.set}")
        if {part.code: part.max for part in self.file.part} != dict(part_maxima):
            raise BadData(place(self.path), f"parts must be {dict(part_maxima)}")
        self._check_codes()
        parts = tuple(self._part(part) for part in self.file.part)
        return Criteria(self.file.set, self.file.source, self.file.checked, parts)

    def _check_codes(self) -> None:
        codes = [row.code for part in self.file.part for group in part.group for row in group.criteria]
        for code in codes:
            if codes.count(code) > 1:
                raise BadData(place(self.path, f"criterion {code}"), "stands there twice")
        for doubt in self.file.doubt:
            if doubt.code not in codes:
                raise BadData(place(self.path, f"doubt {doubt.code}"), "there is no such criterion")

    def _part(self, part: _Part) -> Part:
        groups = tuple(self._group(part.code, group) for group in part.group)
        self._check_sum(f"part {part.code}", part.max, [group.max for group in groups])
        return Part(part.code, part.name, part.max, groups)

    def _group(self, part: str, group: _Group) -> Group:
        criteria = tuple(self._criterion(part, group.code, row) for row in group.criteria)
        self._check_sum(f"group {group.code}", group.max, [each.max for each in criteria])
        return Group(group.code, group.name, group.max, criteria)

    def _check_sum(self, entry: str, expected: int, held: list[int]) -> None:
        if sum(held) != expected:
            raise BadData(place(self.path, entry), f"max is {expected}, but what it holds sums to {sum(held)}")

    def _criterion(self, part: str, group: str, row: _Row) -> Criterion:
        entry = place(self.path, f"criterion {row.code}")
        word = self.words.get(row.name)
        if word is None:
            raise BadData(entry, f"criteria_words.toml has no question for {row.name!r}")
        doubts = tuple(doubt for doubt in self.file.doubt if doubt.code == row.code)
        meanings = word.meanings.get(self.file.set, ())
        _check_ladder(entry, row, in_doubt=bool(doubts))
        return Criterion(
            code=row.code, name=row.name, max=row.max, ladder=row.ladder, minimums=_minimums(entry, row),
            part=part, group=group, ask=word.ask, note=word.note, fixed=word.fixed,
            meanings=_told(entry, row, meanings), doubts=doubts,
        )  # fmt: skip


def _check_ladder(entry: str, row: _Row, *, in_doubt: bool) -> None:
    if len(row.ladder) < 2 or row.ladder[-1] != row.max or row.ladder[0] < 0:
        raise BadData(entry, f"ladder {list(row.ladder)} must rise from 0 or more to max {row.max}")
    # A copy that prints the same points for two levels is kept as it is, but only if it is marked as doubtful.
    if any(low > high or (low == high and not in_doubt) for low, high in pairwise(row.ladder)):
        raise BadData(entry, f"ladder {list(row.ladder)} must rise at every step")


def _minimums(entry: str, row: _Row) -> dict[int, int]:
    given = {star: getattr(row, f"star{star}") for star in CERTIFIED_STARS}
    minimums = {star: least for star, least in given.items() if least is not None}
    if any(least not in row.ladder for least in minimums.values()):
        raise BadData(entry, f"a minimum of {minimums} is not on the ladder {list(row.ladder)}")
    rising = [minimums.get(star, 0) for star in CERTIFIED_STARS]
    if rising != sorted(rising):
        raise BadData(entry, f"minimums {minimums} must not fall from star to star")
    return minimums


def _told(entry: str, row: _Row, meanings: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    for meaning in meanings:
        if len(meaning.rungs) != len(row.ladder):
            raise BadData(entry, f"{len(row.ladder)} levels, but {len(meaning.rungs)} are told in words")
    return meanings
