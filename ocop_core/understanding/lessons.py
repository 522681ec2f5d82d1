"""The teaching phrases as lessons: what is known by them, and what each of them shows of its wish."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from ocop_core.understanding.features import features
from ocop_core.understanding.files import ASIDE
from ocop_core.understanding.lexicon import ALONE, NUMBER

UNKNOWN = "_"
# A phrase of a wish, as an index, by its features.
Lesson = tuple[int, Mapping[str, float]]
# The meanings of a phrase, and its folded words.
Said = tuple[Sequence[str], Sequence[str]]
_LEAST_KNOWN = 3


class Lessons:
    """The teaching phrases as meanings and words: what is known by them, and the lessons that they give."""

    def __init__(self, phrases: Mapping[str, Sequence[Said]], classes: Iterable[str]) -> None:
        named = frozenset(classes)
        self.intents = tuple(sorted(phrases))
        self.words = frozenset(name for name in named if name[:1] != ASIDE)
        self.exact = _exact(phrases)
        self._phrases = phrases
        self._known = _known(phrases, named)

    def plain(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names with all unknown ones alike; what is said twice in a row counts once."""
        plain = [name if name in self._known else UNKNOWN for name in names]
        return tuple([name for name, _ in groupby(plain)])

    def used(self) -> dict[str, int]:
        """For each meaning the wishes in whose phrases it stands, one bit each."""
        found: dict[str, int] = {}
        for index, intent in enumerate(self.intents):
            for names, _ in self._phrases[intent]:
                for name in self.plain(names):
                    found[name] = found.get(name, 0) | 1 << index
        return found

    def all(self) -> list[Lesson]:
        """Every phrase as the index of its wish and its features."""
        return [
            (index, features(self.plain(names), said))
            for index, intent in enumerate(self.intents)
            for names, said in self._phrases[intent]
        ]


def _known(phrases: Mapping[str, Sequence[Said]], classes: frozenset[str]) -> frozenset[str]:
    """Meanings that are named in the lexicon, or used often enough to be more than an example's own word."""
    counts = Counter(name for each in phrases.values() for names, _ in each for name in set(names))
    often = {name for name, count in counts.items() if count >= _LEAST_KNOWN}
    return frozenset(often | classes | {NUMBER} | {name for name in counts if name.startswith(ALONE)})


def _exact(phrases: Mapping[str, Iterable[Said]]) -> dict[tuple[str, ...], str]:
    """Whole utterances that belong to one wish alone."""
    owners: dict[tuple[str, ...], str] = {}
    shared: set[tuple[str, ...]] = set()
    for intent, each in phrases.items():
        for names in (tuple(names) for names, _ in each):
            if owners.setdefault(names, intent) != intent:
                shared.add(names)
    return {names: intent for names, intent in owners.items() if names not in shared and NUMBER not in names}
