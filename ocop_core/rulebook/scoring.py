"""Scores a product by the criteria of its set: points by part, star by points, star after minimum conditions."""

from collections.abc import Mapping
from dataclasses import dataclass

from ocop_core.rulebook.criteria import CERTIFIED_STARS, Criteria, Criterion, Doubt
from ocop_core.rulebook.editions import Edition

UNCERTIFIED_STAR = CERTIFIED_STARS[0] - 1


@dataclass(frozen=True, slots=True)
class Unmet:
    """A criterion that has fewer points than a star demands."""

    code: str
    name: str
    points: int
    least: int


@dataclass(frozen=True, slots=True)
class Flag:
    """A doubtful figure on which this result hangs; `star` is the star it decides, None where it is the points."""

    code: str
    star: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a self-score comes to. Only the council decides; whatever is in `uncertain` is "tham khảo".

    `by_part` and `by_group` are points by code; `unmet` has an entry for each of 3, 4 and 5 stars;
    `unanswered` are the codes that were given no points, counted as 0.
    """

    total: int
    by_part: Mapping[str, int]
    by_group: Mapping[str, int]
    star_by_points: int
    star_after_minimums: int
    unmet: Mapping[int, tuple[Unmet, ...]]
    uncertain: tuple[Flag, ...]
    unanswered: tuple[str, ...]


def score(edition: Edition, set_no: int, points: Mapping[str, int]) -> Result:
    """The result of these points by criterion code; a criterion left out counts as 0.

    Each must stand on the ladder of its criterion, or be 0. KeyError for an unknown set, ValueError for an
    unknown code or points off the ladder. Source: QĐ 26/2026/QĐ-TTg, Điều 3 and Phụ lục II.
    """
    criteria = edition.criteria[set_no]
    check_points(criteria, points)
    by_part = dict.fromkeys((part.code for part in criteria.parts), 0)
    by_group = dict.fromkeys((group.code for part in criteria.parts for group in part.groups), 0)
    for each in criteria.all:
        got = points.get(each.code, 0)
        by_part[each.part] += got
        by_group[each.group] += got
    total = sum(by_part.values())
    by_points = edition.star_of(total)
    unmet = {star: unmet_minimums(criteria, points, star) for star in CERTIFIED_STARS}
    return Result(
        total=total,
        by_part=by_part,
        by_group=by_group,
        star_by_points=by_points,
        star_after_minimums=_after_minimums(by_points, unmet),
        unmet=unmet,
        uncertain=_flags(criteria, points, by_points),
        unanswered=tuple(each.code for each in criteria.all if each.code not in points),
    )


def check_points(criteria: Criteria, points: Mapping[str, int]) -> None:
    """ValueError for a code that the set does not have, or points that are not on the ladder and not 0."""
    for code, got in points.items():
        criterion = criteria.by_code.get(code)
        if criterion is None:
            raise ValueError(f"set {criteria.set_no} has no criterion {code}")
        if got != 0 and got not in criterion.ladder:
            raise ValueError(f"criterion {code}: {got} is not one of {list(criterion.ladder)}")


def unmet_minimums(criteria: Criteria, points: Mapping[str, int], star: int) -> tuple[Unmet, ...]:
    """The criteria that have fewer points than `star` demands, in the order of the form."""
    return tuple(
        Unmet(each.code, each.name, got, each.minimum(star))
        for each in criteria.all
        if (got := points.get(each.code, 0)) < each.minimum(star)
    )


def _after_minimums(by_points: int, unmet: Mapping[int, tuple[Unmet, ...]]) -> int:
    # Minimums never fall from star to star, so the first unmet star ends the climb.
    reached = UNCERTIFIED_STAR
    for star in CERTIFIED_STARS:
        if unmet[star]:
            break
        reached = star
    return min(by_points, reached)


def _flags(criteria: Criteria, points: Mapping[str, int], by_points: int) -> tuple[Flag, ...]:
    return tuple(
        flag
        for each in criteria.all
        for doubt in each.doubts
        for flag in _flags_of(each, doubt, points.get(each.code, 0), by_points)
    )


def _flags_of(criterion: Criterion, doubt: Doubt, got: int, by_points: int) -> list[Flag]:
    if doubt.at is not None and got == doubt.at:
        return [Flag(criterion.code, None, doubt.note)]
    return [
        Flag(criterion.code, star, doubt.note)
        for star, other in doubt.reading(criterion.max).items()
        if star <= by_points and (got >= criterion.minimum(star)) != (got >= other)
    ]
