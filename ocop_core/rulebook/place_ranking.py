"""Weighs what was heard of a place: names that agree with each other win, doubts stay side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ocop_core.rulebook.phrasebook import Hit
from ocop_core.rulebook.place_marks import HAMLET
from ocop_core.rulebook.place_names import DISTRICT_KINDS, Rank, Reading, Unit

_BASE: Mapping[Rank, float] = {"new": 1.0, "old": 0.95, "also": 0.9}
_SAME_NAME = 0.5
_OF_DISTRICT = 0.4
_OF_HAMLET = 0.5


@dataclass(frozen=True, slots=True)
class PlaceGuess:
    """A unit that may be meant: its code, the name it was known by, the old unit if that name is an old one,
    a score from 0 to 1. `exact`: no other reading is possible. `district_only`: only its old district was
    named, so the person has to choose."""

    code: str
    because: str
    old: str | None
    score: float
    exact: bool = False
    district_only: bool = False


@dataclass(frozen=True)
class Mention:
    """A stretch of the text with all its readings, and the kind word before it."""

    hits: tuple[Hit[Reading], ...]
    mark: str

    @cached_property
    def codes(self) -> frozenset[str]:
        """Every unit that it can have to do with."""
        return frozenset(code for hit in self.hits for code in hit.entry.value.codes)

    def of(self, *ranks: Rank) -> tuple[Hit[Reading], ...]:
        """Its readings of these ranks."""
        return tuple(hit for hit in self.hits if hit.entry.value.rank in ranks)


def narrowed(mention: Mention) -> Mention:
    """Only the readings that the kind word allows; all of them if it allows none, for people mix up kinds."""
    units = mention.of(*_BASE)
    if mention.mark in DISTRICT_KINDS:
        fitting = mention.of("district")
    elif mention.mark == "tỉnh":
        fitting = mention.of("province")
    elif mention.mark in ("xã", "phường", "thị trấn", "đặc khu"):
        fitting = tuple(hit for hit in units if hit.entry.value.kind == mention.mark) or units
    else:
        fitting = mention.hits
    return replace(mention, hits=fitting or mention.hits)


def ranked(mentions: Sequence[Mention], units: Mapping[str, Unit]) -> tuple[PlaceGuess, ...]:
    """All units meant, best first. What other names in the text confirm goes before what stands alone."""
    mentions = _settled(mentions)
    guesses = _best_by_code([*_named(mentions), *_hints(mentions, units)])
    doubtful = any(mention.mark == HAMLET or any(hit.slip for hit in mention.hits) for mention in mentions)
    return tuple(replace(each, exact=len(guesses) == 1 and not doubtful) for each in guesses)


def _settled(mentions: Sequence[Mention]) -> list[Mention]:
    """In "An Phú, Tịnh Biên" the second name can only be the district of the first."""
    settled = list(mentions)
    for index in range(len(settled) - 1, -1, -1):
        district = settled[index].of("district")
        inside = {code for hit in district for code in hit.entry.value.codes}
        others = [*settled[:index], *settled[index + 1 :]]
        if any(not inside.isdisjoint(_unit_codes(other)) for other in others):
            settled[index] = replace(settled[index], hits=district)
    return settled


def _named(mentions: Sequence[Mention]) -> list[PlaceGuess]:
    """The units whose own name, new or old, was said."""
    found: list[tuple[int, PlaceGuess]] = []
    for mention in mentions:
        certainty = _OF_HAMLET if mention.mark == HAMLET else 1.0
        for hit in mention.of(*_BASE):
            reading = hit.entry.value
            old = None if reading.rank == "new" else reading.label
            score = round(_BASE[reading.rank] * hit.fit * certainty, 3)
            for code in reading.codes:
                guess = PlaceGuess(code, reading.label, old, score)
                found.append((_backing(code, mention, mentions), guess))
    return _most_backed(found)


def _hints(mentions: Sequence[Mention], units: Mapping[str, Unit]) -> list[PlaceGuess]:
    """All units of an old district, if nothing smaller than the district was said."""
    if any(_is_specific(mention, mentions) for mention in mentions):
        return []
    found: list[tuple[int, PlaceGuess]] = []
    for mention in mentions:
        for hit in mention.of("district"):
            reading = hit.entry.value
            for code in reading.codes:
                base = _SAME_NAME if units[code].short == reading.name else _OF_DISTRICT
                guess = PlaceGuess(code, reading.label, None, round(base * hit.fit, 3), district_only=True)
                found.append((_backing(code, mention, mentions), guess))
    return _most_backed(found)


def _is_specific(mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a mention means a unit and cannot mean a whole district."""
    if not mention.of(*_BASE):
        return False
    others = (other for other in mentions if other is not mention and other.of(*_BASE, "district"))
    return not mention.of("district") or any(_unit_codes(mention) & other.codes for other in others)


def _unit_codes(mention: Mention) -> frozenset[str]:
    return frozenset(code for hit in mention.of(*_BASE) for code in hit.entry.value.codes)


def _backing(code: str, mention: Mention, mentions: Sequence[Mention]) -> int:
    return sum(code in other.codes for other in mentions if other is not mention)


def _most_backed(found: Sequence[tuple[int, PlaceGuess]]) -> list[PlaceGuess]:
    most = max((backing for backing, _ in found), default=0)
    return [guess for backing, guess in found if backing == most]


def _best_by_code(guesses: Sequence[PlaceGuess]) -> list[PlaceGuess]:
    best: dict[str, PlaceGuess] = {}
    for guess in sorted(guesses, key=lambda guess: -guess.score):
        best.setdefault(guess.code, guess)
    return list(best.values())
