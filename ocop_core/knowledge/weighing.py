"""How much a feature tells: rare ones more than common ones, names of things more than ways to ask."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log

from ocop_core.knowledge.documents import Document, is_pair
from ocop_core.knowledge.reading import OCOP, Kind

_BY_KIND: Mapping[Kind, float] = {
    "topic": 1.0,
    "common": 1.0,
    "aspect": 0.4,
    "faint": 0.4,
    "word": 0.7,
    "number": 0.6,
    "elsewhere": 1.0,
}
_OCOP, _PAIR = 0.1, 0.25
# Nobody has written these yet; they count against an entry, but less than a known word does for it.
_NEW_PAIR, _NEW_GROUP, _NEW_WORD, _NEW_NUMBER = 0.04, 0.8, 0.3, 0.25
# One odd wording among many does not make a feature common to the entry.
_SPREAD = 4.0
# The share of the weight that even the most common feature keeps.
_LEAST = 0.3


class Weights:
    """Weights of features by how many entries have them."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._count = len(documents)
        self._frequency: dict[str, float] = defaultdict(float)
        for doc in documents:
            for feature, places in doc.everything.items():
                self._frequency[feature] += min(1.0, _SPREAD * len(places) / len(doc.phrases))
        self._kinds: dict[str, Kind] = {}
        for doc in documents:
            self._kinds.update(doc.kinds)
        self._known: dict[str, float] = {}

    def of(self, feature: str) -> float:
        """The weight of one feature, about 0 to 1."""
        if feature not in self._frequency:
            return self._new(feature)
        if feature not in self._known:
            self._known[feature] = self._weigh(feature)
        return self._known[feature]

    def totals(self, doc: Document) -> list[float]:
        """The weight of each wording of an entry."""
        totals = [0.0] * len(doc.phrases)
        for feature, places in doc.everything.items():
            weight = self.of(feature)
            for place in places:
                totals[place] += weight
        return totals

    def _weigh(self, feature: str) -> float:
        if feature == OCOP:
            return _OCOP
        having = self._frequency[feature]
        rarity = log(1 + (self._count - having + 0.5) / (having + 0.5)) / log(1 + 2 * self._count)
        rarity = _LEAST + (1 - _LEAST) * rarity
        return rarity * (_PAIR if is_pair(feature) else _BY_KIND[self._kinds[feature]])

    def _new(self, feature: str) -> float:
        if is_pair(feature):
            return _NEW_PAIR
        if feature.startswith("~"):
            return _NEW_GROUP
        return _NEW_NUMBER if feature.isdigit() else _NEW_WORD
