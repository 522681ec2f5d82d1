"""How much each feature speaks for each wish, as it was learned, and what a sentence weighs by it."""

from collections.abc import Iterable, Mapping, Sequence

from ocop_core.understanding.features import SAID

# A weight is one byte: this much for 1, and 0 stands in the middle.
SCALE = 24
MIDDLE = 128


class Weights:
    """A row of weights for each feature, one for each of `intents`; `used` says in which wishes a meaning stands."""

    def __init__(self, intents: Sequence[str], rows: Mapping[str, bytes], used: Mapping[str, int]) -> None:
        self.intents = tuple(intents)
        self._rows = rows
        self._used = used
        self._nothing = bytes([MIDDLE] * len(self.intents))

    def weigh(self, found: Iterable[str]) -> list[float]:
        """The weight of each wish, in the order of `intents`; only their differences mean anything."""
        rows = self._rows
        spoke = [rows[feature] for feature in found if feature in rows]
        return [total / SCALE for total in map(sum, zip(self._nothing, *spoke, strict=True))]

    def evidence(self, found: Iterable[str], index: int) -> list[tuple[float, str]]:
        """The features that speak for a wish more than for the usual one, the strongest first."""
        spoke: list[tuple[float, str]] = []
        for feature in found:
            row = self._rows.get(feature)
            if row is not None and (weight := (row[index] - sum(row) / len(row)) / SCALE) > 0:
                spoke.append((weight, feature))
        return sorted(spoke, key=lambda pair: (-pair[0], pair[1]))

    def knows(self, name: str, index: int) -> bool:
        """Whether a meaning stands in some teaching phrase of the wish."""
        return bool(self._used.get(name, 0) >> index & 1)


def is_meaning(feature: str) -> bool:
    """Whether a feature is no word as said, but something that words mean."""
    return feature[0] != SAID
