"""Weighs one stretch of meanings: which wish it speaks for, which comes next, and how strongly."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ocop_core.understanding.files import ASIDE
from ocop_core.understanding.lexicon import ALONE, NUMBER
from ocop_core.understanding.repair import LETTER
from ocop_core.understanding.rest import ELSE, TIME
from ocop_core.understanding.scores import FINAL, GUARDED, NONE, Signs
from ocop_core.understanding.weights import Weights
from ocop_core.understanding.words import Token

UNKNOWN = "_"
_FILLERS = frozenset({UNKNOWN, NUMBER})
_NAMELESS = frozenset({UNKNOWN, ASIDE})
_LEAST_KNOWN = 3
_MOST_LEAD, _MOST_EVIDENCE, _EVIDENCE_COUNTS = 6.0, 14.0, 0.7
# The lead of a wish whose teaching phrases hold the very utterance.
_TOLD = 5.0
_SPEAKS = 0.5
_BOLDEST = 2.0
_MOST_KNOWN = 0.65


@dataclass(frozen=True, slots=True)
class Verdict:
    """The wish of a stretch, the runner-up, the signs, and the features that spoke for it with their weights."""

    intent: str
    runner_up: str
    signs: Signs
    names: tuple[str, ...]
    tokens: tuple[Token, ...]
    spoke: tuple[tuple[float, str], ...]

    @property
    def value(self) -> float:
        """How much it is worth beside other stretches and other spellings; nothing where no wish is seen."""
        if self.intent == NONE:
            return 0.0
        lead, evidence = min(self.signs.margin, _MOST_LEAD), min(self.signs.evidence, _MOST_EVIDENCE)
        return lead + _EVIDENCE_COUNTS * evidence - self.signs.bold


class Judge:
    """What the teaching phrases taught, ready to judge. `words` are all meanings that are no product, place or time."""

    def __init__(self, taught: Mapping[str, Sequence[Sequence[str]]], classes: Iterable[str]) -> None:
        named = frozenset(classes)
        self.words = frozenset(name for name in named if name[:1] != ASIDE)
        self._known = _known(taught, named)
        self._weights = Weights({intent: dict(Counter(map(self._plain, each))) for intent, each in taught.items()})
        self._exact = _exact(taught)

    def _plain(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names with all unknown ones alike; what is said twice in a row counts once."""
        plain = [name if name in self._known else UNKNOWN for name in names]
        return tuple([name for name, _ in groupby(plain)])

    def verdict(self, tokens: Sequence[Token], *, bold: float = 0.0, story: bool = False) -> Verdict | None:
        """What the stretch says; None if it holds nothing known. `bold`: how boldly its words were mended."""
        names = self._plain(token.name for token in tokens)
        told = self._exact.get(tuple(token.name for token in tokens))
        if told is None and all(map(_is_filler, names)):
            return None
        found = self._weights.taught(names)
        totals = self._weights.weigh(found)
        best = self._fitting(names, totals, told, bold)
        first, second = next(best), next(best)
        lead = totals[first] - totals[second]
        spoke = tuple(self._weights.evidence(found, first))
        evidence = sum([weight for weight, feature in spoke if feature[0] not in _NAMELESS])
        strange = names.count(UNKNOWN) / len(names) + (ELSE in names)
        signs = Signs(max(lead, _TOLD) if told else lead, evidence, strange, bold, told is not None, story)
        intents = self._weights.intents
        return Verdict(intents[first], intents[second], signs, names, tuple(tokens), spoke)

    def _fitting(self, names: Sequence[str], totals: Sequence[float], told: str | None, bold: float) -> Iterator[int]:
        """The wishes by their weight, without those that need every word to speak for them and lack one.

        The wish that was `told` by a teaching phrase of just these meanings goes before all others.
        """
        intents = self._weights.intents
        order = sorted(range(len(totals)), key=totals.__getitem__, reverse=True)
        if told:
            order.sort(key=lambda index: intents[index] != told)
        for index in order:
            if intents[index] not in GUARDED or self._spoken_for(names, index, bold):
                yield index

    def _spoken_for(self, names: Sequence[str], index: int, bold: float) -> bool:
        """Whether an utterance says the wish and little else: nothing strange and nothing guessed boldly.

        For a final wish every word must speak, with at most a letter guessed; for others two words in three.
        """
        final = self._weights.intents[index] in FINAL
        if bold > (LETTER if final else _BOLDEST) or any(name != TIME and _is_filler(name) for name in names):
            return False
        known = sum(self._weights.knows(name, index) for name in names)
        return known >= len(names) * (1 if final else _MOST_KNOWN)

    def is_whole(self, verdict: Verdict, *, named: bool) -> bool:
        """Whether the wish is all that is said, no word guessed boldly and nothing `named` behind it."""
        signs = verdict.signs
        if signs.bold > LETTER or signs.story:
            return False
        index = self._weights.intents.index(verdict.intent)
        if signs.exact or verdict.intent in GUARDED:
            return True
        return not named and all(name == TIME or self._weights.knows(name, index) for name in verdict.names)

    def because(self, verdict: Verdict, most: int = 3) -> str:
        """The meanings that spoke loudest for the wish: "đăng ký, sản phẩm"."""
        alone = [feature for _, feature in verdict.spoke if feature in verdict.names and feature not in _FILLERS]
        return ", ".join(alone[:most])

    def speaks(self, verdict: Verdict) -> frozenset[str]:
        """The meanings of the lexicon that speak for the wish."""
        return frozenset(feature for weight, feature in verdict.spoke if weight >= _SPEAKS) & self.words


def _known(taught: Mapping[str, Sequence[Sequence[str]]], classes: frozenset[str]) -> frozenset[str]:
    """Meanings that are named in the lexicon, or used often enough to be more than an example's own word."""
    counts = Counter(name for each in taught.values() for names in each for name in set(names))
    often = {name for name, count in counts.items() if count >= _LEAST_KNOWN}
    return frozenset(often | classes | {NUMBER} | {name for name in counts if name.startswith(ALONE)})


def _exact(taught: Mapping[str, Iterable[Sequence[str]]]) -> dict[tuple[str, ...], str]:
    """Whole utterances that belong to one wish alone."""
    owners: dict[tuple[str, ...], str] = {}
    shared: set[tuple[str, ...]] = set()
    for intent, each in taught.items():
        for names in map(tuple, each):
            if owners.setdefault(names, intent) != intent:
                shared.add(names)
    return {names: intent for names, intent in owners.items() if names not in shared and NUMBER not in names}


def _is_filler(name: str) -> bool:
    """Whether a meaning says nothing about a wish: unknown, a number, or the name of a product, place or time."""
    return name in _FILLERS or name.startswith(ASIDE)
