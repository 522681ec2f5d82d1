"""Finds the entry that answers a question: an index in memory, the same in every process and on every database."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import NamedTuple

from ocop_core.knowledge.documents import Document, document, is_pair
from ocop_core.knowledge.entries import Entry
from ocop_core.knowledge.mending import Mender
from ocop_core.knowledge.reading import Lexicon, Term, load_lexicon, same_marks
from ocop_core.knowledge.scoring import Asked, asked, score
from ocop_core.knowledge.weighing import Weights
from ocop_core.rulebook.spelling import EXACT
from ocop_core.text.fold import tokens

# Below FLOOR nothing is offered; from SURE on the chat may answer without asking back. See docs/decisions/0005.
FLOOR, SURE = 0.40, 0.55
MOST_WORDS = 90
_CANDIDATES, _PART_CANDIDATES = 25, 12
# A text of so many terms is a story: its clauses are asked too, or stretches of it, each for a little less.
_STORY, _PART = 14, 0.95
_STRETCH, _STEP, _MOST_CLAUSES, _MOST_PARTS = 10, 5, 12, 5
_CLAUSE = re.compile(r"[.,;:!?\n]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that may be meant, a score from 0 to 1, and the words of the question that led to it."""

    entry_id: str
    score: float
    because: tuple[str, ...]


class _Ranked(NamedTuple):
    """An entry by its place, with its rank among others and its points in answer to a question."""

    rank: float
    points: float
    place: int
    question: Asked


def sure(hit: Hit) -> bool:
    """Whether the answer may be given without asking back."""
    return hit.score >= SURE


class Index:
    """All entries, ready to be asked. Build a new one when entries change; unchanged ones cost next to nothing."""

    def __init__(self, documents: Sequence[Document], lexicon: Lexicon) -> None:
        self._documents = documents
        self._lexicon = lexicon
        self._weights = Weights(documents)
        self._totals = [self._weights.totals(doc) for doc in documents]
        self._spellings: dict[str, set[str]] = defaultdict(set)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, doc in enumerate(documents):
            for name, typed in doc.spellings:
                self._spellings[name].add(typed)
            for feature in doc.everything:
                self._places[feature].append(place)
        phrases = [phrase.split() for doc in documents for phrase in doc.phrases]
        self._mender = Mender(lexicon.words.union(*phrases), phrases)

    @classmethod
    def build(cls, entries: Iterable[Entry], earlier: "Index | None" = None) -> "Index":
        """Reads the entries; those that stand alike in `earlier` are taken over from there."""
        lexicon = load_lexicon()
        known = {doc.entry: doc for doc in earlier._documents} if earlier else {}
        # In the order of their ids, so that the answers do not depend on the order of the entries.
        ordered = sorted(entries, key=lambda entry: entry.id)
        return cls([known.get(entry) or document(entry, lexicon) for entry in ordered], lexicon)

    def find(self, text: str, limit: int = 3) -> tuple[Hit, ...]:
        """The entries that answer `text`, best first, none below FLOOR; equal ones in the order of their ids.

        Takes any text and reads its first 90 words; of a story also the clauses that ask, the last ones above
        all. A hit never scores higher than the one before it.
        """
        best: dict[int, _Ranked] = {}
        for share, most, terms in self._parts(text):
            for found in self._ranked(terms, share, most):
                if found.place not in best or best[found.place].rank < found.rank:
                    best[found.place] = found
        # The places are in the order of the ids.
        ordered = sorted(best.values(), key=lambda found: (-found.rank, found.place))
        return tuple(hit for hit in _falling(map(self._hit, ordered[:limit])) if hit.score >= FLOOR)

    def _hit(self, found: "_Ranked") -> Hit:
        doc, strong = self._documents[found.place], found.question.strong
        named = (term for term in found.question.terms if term.name in strong and term.name in doc.everything)
        return Hit(doc.entry.id, round(found.points, 3), tuple(dict.fromkeys(term.typed for term in named)))

    def _parts(self, text: str) -> Iterator[tuple[float, int, tuple[Term, ...]]]:
        """What is asked: its share of a score, how many entries to look at, and its terms."""
        whole = self._read(self._mender.mend(tokens(text)[:MOST_WORDS]))
        yield 1.0, _CANDIDATES, whole
        if len(whole) >= _STORY:
            clauses = [tokens(clause)[:MOST_WORDS] for clause in _CLAUSE.split(text)]
            parts = [self._read(self._mender.mend(clause)) for clause in clauses[-_MOST_CLAUSES:]]
            parts = [part for part in parts if len(part) < len(whole)] or list(_stretches(whole))
            # The question mostly stands at the end of a story.
            for part in [part for part in parts if self._lexicon.asks(part)][-_MOST_PARTS:]:
                yield _PART, _PART_CANDIDATES, part

    def _read(self, words: Sequence[str]) -> tuple[Term, ...]:
        return tuple(map(self._as_spelled, self._lexicon.read(words)))

    def _as_spelled(self, term: Term) -> Term:
        """A word whose marks no entry has is another word: "mưa" is not "mua"."""
        known = self._spellings.get(term.name)
        if term.kind != "word" or term.typed == term.name or not known:
            return term
        if any(same_marks(term.typed, word) == EXACT for word in known):
            return term
        return Term(f"?{term.typed}", term.typed, "word")

    def _ranked(self, terms: tuple[Term, ...], share: float, most: int) -> Iterator["_Ranked"]:
        question = asked(terms, self._weights, self._lexicon)
        for place in self._candidates(question, most):
            points, rank = score(question, self._documents[place], self._totals[place])
            yield _Ranked(share * rank, share * points, place, question)

    def _candidates(self, question: Asked, most: int) -> list[int]:
        """The entries that share most with the question; those that only ask alike where none shares more."""
        shared: dict[int, float] = defaultdict(float)
        strong = [f for f in question.weights if f in question.strong or is_pair(f)]
        for feature in strong or question.weights:
            for place in self._places.get(feature, ()):
                shared[place] += question.weights[feature]
        return nsmallest(most, shared, key=lambda place: (-shared[place], place))


def _stretches(terms: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    for at in range(0, len(terms) - _STEP, _STEP):
        yield tuple(terms[at : at + _STRETCH])


def _falling(hits: Iterable[Hit]) -> Iterator[Hit]:
    most = 1.0
    for hit in hits:
        most = min(most, hit.score)
        yield Hit(hit.entry_id, most, hit.because)
