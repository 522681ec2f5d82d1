"""Learns from the teaching phrases how much each feature speaks for each wish, and weighs sentences."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from math import log

from ocop_core.understanding.features import features

# How many unseen phrases of a wish are imagined beside those in its file.
_IMAGINED = 2.0
# The share of phrases in which a feature stands by mere chance.
_CHANCE = 0.001
_FLOOR = -2.0
# A pair of words seen once is chance.
_LEAST = 2
_ALONE = 1.0

Lessons = Mapping[tuple[str, ...], int]
# A feature, how much it counts, and its weight for each wish that has it.
Taught = tuple[str, float, Mapping[int, float]]
# How much a feature counts, and each wish whose phrases have it with how many of them do.
Counts = tuple[float, tuple[tuple[int, int], ...]]


class Weights:
    """How much each feature speaks for each wish (a logarithm of a likelihood ratio), all above a common floor."""

    def __init__(self, lessons: Mapping[str, Lessons]) -> None:
        self.intents = tuple(sorted(lessons))
        sizes = [sum(lessons[intent].values()) for intent in self.intents]
        counted = _counted([lessons[intent] for intent in self.intents])
        # Features that were taught alike weigh alike, and most were: they share what they weigh.
        alike = {each: _weighed(each, sizes) for each in set(counted.values())}
        self._weights = {feature: alike[each] for feature, each in counted.items()}

    def taught(self, names: Sequence[str]) -> list[Taught]:
        """The features of a sequence of meanings that some phrase taught, for the two questions below."""
        weights = self._weights
        return [(feature, kind, weights[feature]) for feature, kind in features(names).items() if feature in weights]

    def weigh(self, found: Sequence[Taught]) -> list[float]:
        """The weight of each wish, in the order of `intents`; only their differences mean anything."""
        totals = [0.0] * len(self.intents)
        for _, _, weights in found:
            for index, weight in weights.items():
                totals[index] += weight
        return totals

    def evidence(self, found: Sequence[Taught], index: int) -> list[tuple[float, str]]:
        """The features that speak for a wish, the strongest first."""
        speak = [
            (-weight, feature)
            for feature, kind, weights in found
            if (weight := weights.get(index, 0.0) + _FLOOR * kind) > 0
        ]
        return [(-weight, feature) for weight, feature in sorted(speak)]

    def knows(self, name: str, index: int) -> bool:
        """Whether a meaning stands in some teaching phrase of the wish."""
        return index in self._weights.get(name, {})


def _counted(lessons: Sequence[Lessons]) -> dict[str, Counts]:
    """How each feature was taught that is more than chance, the wishes in their order."""
    kinds: dict[str, float] = {}
    counts = [Counter(chain.from_iterable(_seen(each, kinds))) for each in lessons]
    wishes = Counter(chain.from_iterable(counts))
    found: dict[str, Counts] = {}
    for index, each in enumerate(counts):
        for feature, count in each.items():
            if kinds[feature] == _ALONE or count >= _LEAST or wishes[feature] >= _LEAST:
                _, before = found.get(feature, (0.0, ()))
                found[feature] = (kinds[feature], (*before, (index, count)))
        each.clear()
    return found


def _seen(lessons: Lessons, kinds: dict[str, float]) -> Iterator[Iterable[str]]:
    """The features of every phrase of a wish; notes in `kinds` how much each feature counts."""
    for names, times in lessons.items():
        seen = features(names)
        kinds.update(seen)
        yield from repeat(seen, times)


def _weighed(counted: Counts, sizes: Sequence[int]) -> dict[int, float]:
    """The weight above the floor for each wish that has the feature; all others are at the floor."""
    kind, counts = counted
    usual = sum(count / sizes[index] for index, count in counts) / len(sizes) + _CHANCE
    return {
        index: kind * (log((count + _IMAGINED * usual) / (sizes[index] + _IMAGINED) / usual) - _FLOOR)
        for index, count in counts
    }
