"""The cheapest way up: the fewest added points that reach a star, minimum conditions included."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ocop_core.rulebook.criteria import CERTIFIED_STARS, Criterion
from ocop_core.rulebook.editions import Edition
from ocop_core.rulebook.scoring import check_points, unmet_minimums

# What a raise costs: a point outweighs all squares together, and squares make small steps cheaper than big ones.
A_POINT = 10_000
OUT_OF_REACH = 10**9


@dataclass(frozen=True, slots=True)
class Step:
    """One criterion to raise. `why`: the star demands it ("minimum"), or its points are wanted ("points")."""

    code: str
    name: str
    before: int
    after: int
    why: Literal["minimum", "points"]

    @property
    def added(self) -> int:
        """How many points it brings."""
        return self.after - self.before


def cheapest(edition: Edition, set_no: int, points: Mapping[str, int], target: int) -> tuple[Step, ...]:
    """What to raise to reach `target` stars (3 to 5): unmet minimums first, then the smallest steps.

    No other choice of levels adds fewer points; among equals the one with small steps wins, then the one whose
    criteria come first in the form. What a producer cannot change is left out. Empty where the star is
    reached. KeyError and ValueError as in `score`.
    """
    if target not in CERTIFIED_STARS:
        raise ValueError(f"only {CERTIFIED_STARS} stars are certified, not {target}")
    criteria = edition.criteria[set_no]
    check_points(criteria, points)
    forced = tuple(
        Step(each.code, each.name, each.points, each.least, "minimum")
        for each in unmet_minimums(criteria, points, target)
    )
    raised = {each.code: points.get(each.code, 0) for each in criteria.all} | {each.code: each.after for each in forced}
    lacking = edition.band(target).at_least - sum(raised.values())
    return (*forced, *_fill([each for each in criteria.all if not each.fixed], raised, lacking))


def _fill(criteria: list[Criterion], held: Mapping[str, int], lacking: int) -> tuple[Step, ...]:
    """Steps from `held` that add at least `lacking` points, by dynamic programming from the last criterion back."""
    if lacking <= 0:
        return ()
    raises = [
        sorted({level - held[each.code] for level in each.ladder if level > held[each.code]}) for each in criteria
    ]
    table = _table(raises, lacking)
    steps = []
    for index, each in enumerate(criteria):
        added = _choice(raises[index], table[index + 1], lacking, table[index][lacking])
        if added:
            before = held[each.code]
            steps.append(Step(each.code, each.name, before, before + added, "points"))
            lacking = max(0, lacking - added)
    return tuple(sorted(steps, key=lambda step: step.added))


def _table(raises: list[list[int]], lacking: int) -> list[list[int]]:
    """For each criterion on, and for each number of points still lacking, the least cost of adding them."""
    table = [[0] + [OUT_OF_REACH] * lacking]
    for options in reversed(raises):
        after = table[-1]
        row = after
        for added in options:
            moved = [0] * min(added, lacking) + after
            price = _price(added)
            row = [old if old < new + price else new + price for old, new in zip(row, moved, strict=False)]
        table.append([0, *row[1:]])
    return table[::-1]


def _price(added: int) -> int:
    return added * A_POINT + added * added


def _choice(options: list[int], after: list[int], lacking: int, best: int) -> int:
    """The smallest raise that keeps to the best cost; 0 where the criterion stays as it is."""
    if lacking == 0:
        return 0
    return next((added for added in options if after[max(0, lacking - added)] + _price(added) == best), 0)
