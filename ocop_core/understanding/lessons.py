"""The teaching phrases as lessons: what is known by them, and what each of them shows of its wish."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from ocop_core.text import fold
from ocop_core.understanding.features import features
from ocop_core.understanding.files import spelled
from ocop_core.understanding.keeping import Taught, alike, joined
from ocop_core.understanding.lexicon import ALONE, NUMBER, Lexicon, plain, without_marks

# A phrase of a wish, as an index, by its features.
Lesson = tuple[int, Mapping[str, float]]
# The meanings of a phrase, and its folded words.
Said = tuple[Sequence[str], Sequence[str]]
_LEAST_KNOWN = 3


class Lessons:
    """The teaching phrases of every wish, taken apart with the help of short forms and synonyms."""

    def __init__(
        self,
        phrases: Mapping[str, Sequence[str]],
        short: Mapping[str, tuple[str, ...]],
        same: Mapping[tuple[str, ...], str],
    ) -> None:
        typed = [spelled(phrase) for each in phrases.values() for phrase in each]
        self.intents = tuple(sorted(phrases))
        self._words = frozenset(word for words in typed for word in words)
        pairs = {pair for words in (*same, *typed) for pair in pairwise(words)}
        self._pairs = tuple(sorted({(fold(first), fold(second)) for first, second in pairs}))
        lexicon = Lexicon(short, same, self._words)
        self._said = {
            intent: [one for phrase in each for one in _said(lexicon, phrase)] for intent, each in phrases.items()
        }
        self._known = _known(self._said, frozenset(same.values()))

    def all(self) -> list[Lesson]:
        """Every phrase as the index of its wish and its features."""
        return [
            (index, features(alike(names, self._known), said))
            for index, intent in enumerate(self.intents)
            for names, said in self._said[intent]
        ]

    def taught(self, mark: str, rows: dict[str, bytes]) -> Taught:
        """All that a reader needs of them, with the weights `rows` that were learned from the lessons."""
        return Taught(mark, self.intents, self._words, self._pairs, self._known, self._used(), _exact(self._said), rows)

    def _used(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for index, intent in enumerate(self.intents):
            for names, _ in self._said[intent]:
                for name in alike(names, self._known):
                    found[name] = found.get(name, 0) | 1 << index
        return found


def _said(lexicon: Lexicon, phrase: str) -> list[Said]:
    """The meanings and words of a phrase, and of the phrase as it is typed without marks where those differ."""
    words = lexicon.words(plain(phrase))
    said = [word.bare for word in words]
    marked = [token.name for token in lexicon.tokens(words, marked=True)]
    if not any(map(lexicon.is_shaky, words)):
        return [(marked, said)]
    bare = [token.name for token in lexicon.tokens(without_marks(words), marked=False)]
    return [(marked, said)] if marked == bare else [(marked, said), (bare, said)]


def _known(phrases: Mapping[str, Sequence[Said]], classes: frozenset[str]) -> frozenset[str]:
    """Meanings that are named in the lexicon, or used often enough to be more than an example's own word."""
    counts = Counter(name for each in phrases.values() for names, _ in each for name in set(names))
    often = {name for name, count in counts.items() if count >= _LEAST_KNOWN}
    return frozenset(often | classes | {NUMBER} | {name for name in counts if name.startswith(ALONE)})


def _exact(phrases: Mapping[str, Iterable[Said]]) -> dict[str, str]:
    """Whole utterances that belong to one wish alone."""
    owners: dict[str, str] = {}
    shared: set[str] = set()
    for intent, each in phrases.items():
        for names, _ in each:
            if NUMBER not in names and owners.setdefault(joined(names), intent) != intent:
                shared.add(joined(names))
    return {names: intent for names, intent in owners.items() if names not in shared}
