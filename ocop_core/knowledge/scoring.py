"""How well an entry answers a question: likeness to its wordings, what is covered, what it is about."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from ocop_core.knowledge.documents import Document, features, is_pair, is_topic
from ocop_core.knowledge.reading import GROUP, OCOP, Lexicon, Term
from ocop_core.knowledge.weighing import Weights

# The share of likeness to the best wording in the score; the rest is how much of the question is known at all.
# What only the answer says counts less.
_LIKENESS, _IN_ANSWER = 0.6, 0.4
# Little found is little reason: the score grows with the weight found. Who says OCOP is at the right door.
_EVIDENCE, _IN_OCOP, _PER_ASPECT = 0.35, 0.3, 0.05
# What speaks against a question being asked here at all, unless it stands so in an entry.
_NO_QUESTION, _ONE_WORD, _LOOSE_WORD, _ELSEWHERE = 0.65, 0.5, 0.8, 0.4
_VERBATIM = 0.9
# How strongly topics asked but not met, met but not asked, and other ways of asking push an entry down.
_MISSED, _UNASKED, _OTHERWISE, _SMOOTH = 0.3, 0.2, 0.22, 0.12
# How strongly it counts that an entry says in one odd wording only, or not at all, what the question says.
_RARELY, _NEVER = 0.5, 0.1
_TELLING = ("topic", "common", "word", "elsewhere")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as features with their weights. `strong` are the terms that say what it is about,
    `words` the features without the pairs."""

    terms: tuple[Term, ...]
    weights: Mapping[str, float]
    total: float
    topics: frozenset[str]
    aspects: frozenset[str]
    elsewhere: frozenset[str]
    strong: frozenset[str]
    asks: bool
    words: Mapping[str, float]


def asked(terms: tuple[Term, ...], weights: Weights, lexicon: Lexicon) -> Asked:
    """Weighs the terms of a question."""
    weighed = {feature: weights.of(feature) for feature in features([term.name for term in terms])}
    return Asked(
        terms,
        weighed,
        sum(weighed.values()) or 1.0,
        frozenset(term.name for term in terms if is_topic(term.name, term.kind)),
        frozenset(term.name for term in terms if term.kind == "aspect"),
        frozenset(term.name for term in terms if term.kind == "elsewhere"),
        frozenset(term.name for term in terms if term.kind in _TELLING),
        lexicon.asks(terms),
        {name: weight for name, weight in weighed.items() if not is_pair(name)},
    )


def score(question: Asked, doc: Document, totals: Sequence[float]) -> tuple[float, float]:
    """How well the entry answers, from 0 to 1, and its rank among others. 1 is a wording of it to the word.

    `totals` are the weights of its wordings.
    """
    weights = question.weights
    everything, answer, strong = doc.everything, doc.answer, question.strong
    # In the order of the question and never of a set, whose order is another in each process.
    found = [(feature, weight) for feature, weight in weights.items() if feature in everything]
    names = {feature for feature, _ in found}
    shared = [0.0] * len(totals)
    for feature, weight in found:
        for place in everything[feature]:
            shared[place] += weight
    likeness = max([2 * one / (question.total + total) for one, total in zip(shared, totals, strict=True)])
    in_answer = sum([weight for name, weight in weights.items() if name in answer and name not in names])
    covered = (sum([weight for _, weight in found]) + _IN_ANSWER * in_answer) / question.total
    telling = names & strong
    evidence = sum([weight for feature, weight in found if feature in strong])
    evidence += _IN_OCOP * (OCOP in names) + _PER_ASPECT * len(names & question.aspects)
    result = (_LIKENESS * likeness + (1 - _LIKENESS) * covered) * (1 - exp(-evidence / _EVIDENCE))
    if likeness >= _VERBATIM:
        return result, result
    result *= _doubt(question, telling) * (_ELSEWHERE if question.elsewhere - doc.everything.keys() else 1.0)
    return result, result * _nearness(question, doc)


def _doubt(question: Asked, found: Set[str]) -> float:
    """Less than 1 where little speaks for a question: a name, a remark, one word out of place."""
    asks = question.asks or OCOP in question.weights
    if len(found) > 1:
        return 1.0 if asks else _NO_QUESTION
    if not asks:
        return _ONE_WORD
    return 1.0 if all(name.startswith(GROUP) for name in found) else _LOOSE_WORD


def _nearness(question: Asked, doc: Document) -> float:
    """At most 1, and less as far as question and entry are about different things or ask different things.

    It decides the order of entries, not whether one is good enough: a question may say less than an entry knows.
    """
    penalty = sum(_MISSED * _log(doc.about.get(topic, 0.0)) for topic in question.topics)
    penalty += sum(_OTHERWISE * _log(doc.asked.get(aspect, 0.0)) for aspect in question.aspects)
    penalty += sum(_UNASKED * _log(1 - share) for topic, share in doc.about.items() if topic not in question.topics)
    return exp(penalty + _RARELY * _usualness(question, doc))


def _usualness(question: Asked, doc: Document) -> float:
    """Near 0 where many wordings of the entry say all that is asked, and less the fewer say it.

    Counted and not as a share, or entries that can be asked in many ways would come last.
    """
    everything = doc.everything
    said = sum([weight * _usual_log(len(everything.get(name, ()))) for name, weight in question.words.items()])
    return said / question.total


@lru_cache(maxsize=1024)
def _log(share: float) -> float:
    return log((share + _SMOOTH) / (1 + _SMOOTH))


@lru_cache(maxsize=1024)
def _usual_log(count: int) -> float:
    return log((count + _NEVER) / (count + _NEVER + 1))
