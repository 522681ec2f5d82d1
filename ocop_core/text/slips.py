"""Finds the known words that a mistyped one may have been: a letter or two wrong, missing, too many, or exchanged."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

# A shorter word can lose its first and its last letter by one slip.
_SHORTEST = 3
Shelves = dict[tuple[int, str], list[str]]


class Vocabulary:
    """Known words, each once, shelved by their length with their first and with their last letter.

    One slip leaves one of the two as it was, so only a few shelves are searched and not all words.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._places = {word: place for place, word in enumerate(dict.fromkeys(words))}
        self._first: Shelves = defaultdict(list)
        self._last: Shelves = defaultdict(list)
        for word in self._places:
            self._first[len(word), word[:1]].append(word)
            self._last[len(word), word[-1:]].append(word)

    def near(self, word: str, slips: int, most: int) -> list[tuple[str, int]]:
        """At most `most` words with the number of slips that make them of `word`, up to `slips`.

        The fewest slips come first, then the order in which the words were given. The word itself has none.
        """
        found: dict[str, int] = {}
        for shelf in self._shelves(word) if slips == 1 and len(word) > _SHORTEST else (list(self._places),):
            for other, distance, _ in process.extract(word, shelf, scorer=OSA.distance, score_cutoff=slips, limit=None):
                found[other] = distance
        places = self._places
        return sorted(found.items(), key=lambda pair: (pair[1], places[pair[0]]))[:most]

    def _shelves(self, word: str) -> Iterable[list[str]]:
        for length in range(len(word) - 1, len(word) + 2):
            for shelves, letter in ((self._first, word[0]), (self._last, word[-1])):
                if shelf := shelves.get((length, letter)):
                    yield shelf
