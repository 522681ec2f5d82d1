"""Learns from the teaching phrases how much each feature speaks for each wish, and weighs sentences."""

from collections.abc import Mapping, Sequence
from math import log

from ocop_core.understanding.features import features

# How many unseen phrases of a wish are imagined beside those in its file.
_IMAGINED = 2.0
# The share of phrases in which a feature stands by mere chance.
_CHANCE = 0.001
_FLOOR = -2.0
# A pair of words seen once is chance.
_LEAST = 2

Lessons = Mapping[tuple[str, ...], int]
# A feature, how much it counts, and its weight for each wish that has it.
Taught = tuple[str, float, Mapping[int, float]]


class Weights:
    """How much each feature speaks for each wish (a logarithm of a likelihood ratio), all above a common floor."""

    def __init__(self, lessons: Mapping[str, Lessons]) -> None:
        self.intents = tuple(sorted(lessons))
        kinds: dict[str, float] = {}
        counts = [_counted(lessons[intent], kinds) for intent in self.intents]
        sizes = [sum(lessons[intent].values()) for intent in self.intents]
        by_feature: dict[str, dict[int, int]] = {feature: {} for feature in kinds}
        for index, found in enumerate(counts):
            for feature, count in found.items():
                by_feature[feature][index] = count
        self._weights = {
            feature: _weighed(by_intent, sizes, kinds[feature])
            for feature, by_intent in by_feature.items()
            if kinds[feature] == 1.0 or sum(by_intent.values()) >= _LEAST
        }

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


def _counted(lessons: Lessons, kinds: dict[str, float]) -> dict[str, int]:
    """How many phrases of a wish have each feature; notes in `kinds` how much each feature counts."""
    counts: dict[str, int] = {}
    for names, times in lessons.items():
        found = features(names)
        kinds.update(found)
        for feature in found:
            counts[feature] = counts.get(feature, 0) + times
    return counts


def _weighed(by_intent: Mapping[int, int], sizes: Sequence[int], kind: float) -> dict[int, float]:
    """The weight above the floor for each wish that has the feature; all others are at the floor."""
    usual = sum(count / sizes[index] for index, count in by_intent.items()) / len(sizes) + _CHANCE
    return {
        index: kind * (log((count + _IMAGINED * usual) / (sizes[index] + _IMAGINED) / usual) - _FLOOR)
        for index, count in by_intent.items()
    }
