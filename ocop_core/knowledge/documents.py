"""An entry as the index sees it: the features of each wording and of the answer, and what it is about."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ocop_core.knowledge.entries import Entry
from ocop_core.knowledge.reading import Kind, Lexicon, Term
from ocop_core.text.fold import fold, tokens

_BESIDE = "\t"


@dataclass(frozen=True, slots=True)
class Document:
    """Features of one entry; of the answer only its terms.

    `everything` says for each feature which wordings have it, by their places. `about` gives for each topic the share
    of the wordings that name it, `asked` the same for aspects such as "how long"; `spellings` are plain words as they
    are written with marks; `phrases` the wordings in folded words.
    """

    entry: Entry
    everything: Mapping[str, tuple[int, ...]]
    answer: frozenset[str]
    about: Mapping[str, float]
    asked: Mapping[str, float]
    kinds: Mapping[str, Kind]
    spellings: frozenset[tuple[str, str]]
    phrases: tuple[str, ...]


def features(names: Sequence[str]) -> list[str]:
    """Terms, and pairs of terms that stand side by side, each once."""
    return list(dict.fromkeys([*names, *(_side_by_side(*pair) for pair in pairwise(names))]))


# The same pair stands in many wordings; kept once, it takes room once.
@lru_cache(maxsize=1 << 16)
def _side_by_side(left: str, right: str) -> str:
    return left + _BESIDE + right


def is_pair(feature: str) -> bool:
    """Whether a feature is a pair of neighbours."""
    return _BESIDE in feature


def is_topic(name: str, kind: Kind) -> bool:
    """Whether a term says what a question is about; so do numbers of laws."""
    return kind == "topic" or (kind == "number" and len(name) > 1)


def document(entry: Entry, lexicon: Lexicon) -> Document:
    """Reads an entry."""
    typed = [tokens(wording) for wording in entry.wordings]
    read = [lexicon.read(words) for words in typed]
    terms = [term for wording in read for term in wording]
    return Document(
        entry,
        _places([features(_names(wording)) for wording in read]),
        frozenset(_names(lexicon.read(tokens(entry.answer)))),
        _shares(read, {t.name for t in terms if is_topic(t.name, t.kind)}),
        _shares(read, {t.name for t in terms if t.kind == "aspect"}),
        {term.name: term.kind for term in terms},
        frozenset((t.name, t.typed) for wording in read if _is_marked(wording) for t in wording if t.kind == "word"),
        tuple(" ".join(map(fold, words)) for words in typed),
    )


def _places(wordings: Sequence[Iterable[str]]) -> dict[str, tuple[int, ...]]:
    """Where each feature stands. Most stand in one wording or two, so the same few tuples serve them all."""
    found: dict[str, tuple[int, ...]] = {}
    alike: dict[tuple[int, ...], tuple[int, ...]] = {}
    for place, wording in enumerate(wordings):
        for feature in wording:
            places = (*found.get(feature, ()), place)
            found[feature] = alike.setdefault(places, places)
    return found


def _is_marked(wording: Iterable[Term]) -> bool:
    """Whether it was written with marks, so that a word without any has none."""
    return any(fold(term.typed) != term.typed for term in wording)


def _names(terms: Iterable[Term]) -> list[str]:
    return [term.name for term in terms]


def _shares(read: Sequence[Sequence[Term]], wanted: set[str]) -> dict[str, float]:
    counts = Counter(name for wording in read for name in {term.name for term in wording} & wanted)
    return {name: count / len(read) for name, count in counts.items()}
