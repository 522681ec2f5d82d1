"""How much each feature speaks for each wish, as it was learned, and what a sentence weighs by it."""

from collections.abc import Iterable, Mapping, Sequence
from struct import Struct

from ocop_core.understanding.features import SAID

# A weight is one byte: this much for 1, and 0 stands in the middle.
SCALE = 24
MIDDLE = 128
# As many rows as this can be added up before a wish runs over into the next.
_MOST = 255
_BITS, _MASK = 16, 0xFFFF


class Weights:
    """A row of weights for each feature, one for each of `intents`; `used` says in which wishes a meaning stands.

    A row is kept as one long number with two bytes for each wish: adding up numbers adds up all wishes at once.
    """

    def __init__(self, intents: Sequence[str], rows: Mapping[str, bytes], used: Mapping[str, int]) -> None:
        self.intents = tuple(intents)
        self._wide = Struct(f"<{len(self.intents)}H")
        self._rows = {feature: int.from_bytes(self._wide.pack(*row), "little") for feature, row in rows.items()}
        self._usual = {feature: sum(row) / len(row) for feature, row in rows.items() if is_meaning(feature)}
        self._used = used

    def weigh(self, found: Iterable[str]) -> list[float]:
        """The weight of each wish, in the order of `intents`; only their differences mean anything."""
        rows = self._rows
        spoke = [rows[feature] for feature in found if feature in rows][:_MOST]
        return [total / SCALE for total in self._wide.unpack(sum(spoke).to_bytes(self._wide.size, "little"))]

    def evidence(self, found: Iterable[str], index: int) -> list[tuple[float, str]]:
        """The meanings that speak for a wish more than for the usual one, the strongest first."""
        rows, usual, bits = self._rows, self._usual, _BITS * index
        spoke = [
            (-weight, feature)
            for feature in found
            if feature in usual and (weight := (rows[feature] >> bits & _MASK) - usual[feature]) > 0
        ]
        return [(-weight / SCALE, feature) for weight, feature in sorted(spoke)]

    def knows(self, name: str, index: int) -> bool:
        """Whether a meaning stands in some teaching phrase of the wish."""
        return bool(self._used.get(name, 0) >> index & 1)


def is_meaning(feature: str) -> bool:
    """Whether a feature is no word as said, but something that words mean."""
    return feature[0] != SAID
