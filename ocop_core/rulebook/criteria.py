"""The criteria of a product set: parts, groups, ladders of points, and the least points for each star."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import msgspec

from ocop_core.rulebook.criteria_words import Meaning

CERTIFIED_STARS = (3, 4, 5)


class Doubt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure that may be wrong in the copy that was read.

    `stars`: the least points for these stars are in doubt, and may be `other` (None: not known).
    `at`: the points of this level are in doubt, and may be `other`. Neither: only a remark.
    """

    code: str
    note: str
    stars: tuple[int, ...] = ()
    at: int | None = None
    other: int | None = None

    def reading(self, highest: int) -> dict[int, int]:
        """The other reading of the least points, by star; one that is not known may demand the `highest`."""
        return dict.fromkeys(self.stars, highest if self.other is None else self.other)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: official name, plain question, points of its levels (rising), least points by star.

    `fixed`: nothing the producer can do raises it, so it is never advised.
    """

    code: str
    name: str
    max: int
    ladder: tuple[int, ...]
    minimums: Mapping[int, int]
    part: str
    group: str
    ask: str
    note: str
    fixed: bool
    meanings: tuple[Meaning, ...]
    doubts: tuple[Doubt, ...]

    @property
    def explained(self) -> bool:
        """Whether the levels can be told in words; if not, they are only "mức 1, mức 2…"."""
        return bool(self.meanings)

    @property
    def uncertain(self) -> bool:
        """Whether a figure of it must be shown as "tham khảo"."""
        return bool(self.doubts)

    def minimum(self, star: int) -> int:
        """The least points it must have for `star`; 0 where the law asks none."""
        return self.minimums.get(star, 0)

    def step(self, number: int) -> int:
        """The points of its `number`-th level that gives any, counted from 1. IndexError beyond the last."""
        return sorted({points for points in self.ladder if points > 0})[number - 1]


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria that stand together; their maxima sum to `max`."""

    code: str
    name: str
    max: int
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Part A, B or C of the form; its groups sum to `max`."""

    code: str
    name: str
    max: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Criteria:
    """All criteria of one set, as a tree (`parts`), in the order of the form (`all`), and by code."""

    set_no: int
    source: str
    checked: date
    parts: tuple[Part, ...]
    all: tuple[Criterion, ...] = field(init=False)
    by_code: Mapping[str, Criterion] = field(init=False)

    def __post_init__(self) -> None:
        every = tuple(each for part in self.parts for group in part.groups for each in group.criteria)
        object.__setattr__(self, "all", every)
        object.__setattr__(self, "by_code", {each.code: each for each in every})
