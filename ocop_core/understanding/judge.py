"""Weighs one stretch of meanings: which wish it speaks for, which comes next, and how strongly."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ocop_core.understanding.features import features
from ocop_core.understanding.files import ASIDE
from ocop_core.understanding.keeping import UNKNOWN, Taught, alike, joined
from ocop_core.understanding.lexicon import NUMBER
from ocop_core.understanding.repair import LETTER
from ocop_core.understanding.rest import ELSE, TIME
from ocop_core.understanding.scores import FINAL, GUARDED, NONE, POLITE, STRICT, Signs, leaning
from ocop_core.understanding.weights import Weights
from ocop_core.understanding.words import Token

_FILLERS = frozenset({UNKNOWN, NUMBER})
_NAMELESS = frozenset({UNKNOWN, ASIDE})
# The lead of a wish whose teaching phrases hold the very utterance.
_TOLD = 5.0
_SPEAKS = 0.25
_BOLDEST = 2.0
_MOST_KNOWN = 0.65
_MOST_MANNERS = 4


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
        return 0.0 if self.intent == NONE else max(0.0, leaning(self.signs))


class Judge:
    """What the teaching phrases taught, ready to judge. `words` are all meanings that are no product, place or time."""

    def __init__(self, taught: Taught, classes: Iterable[str]) -> None:
        self.words = frozenset(name for name in classes if name[:1] != ASIDE)
        # Not all that was taught: most of it is needed only while a reader is made.
        self._known, self._exact = taught.known, taught.exact
        self._weights = Weights(taught.intents, taught.rows, taught.used)

    def verdict(
        self, tokens: Sequence[Token], said: Sequence[str], *, bold: float = 0.0, story: bool = False
    ) -> Verdict | None:
        """What the stretch says; None if it holds nothing known.

        `said` are its folded words, small ones too. `bold`: how boldly they were mended.
        """
        names = alike([token.name for token in tokens], self._known)
        told = self._exact.get(joined(token.name for token in tokens))
        if told is None and all(map(_is_filler, names)):
            return None
        found = features(names, said)
        totals = self._weights.weigh(found)
        best = self._fitting(names, totals, told, bold)
        first, second = next(best), next(best)
        lead = totals[first] - totals[second]
        spoke = tuple(self._weights.evidence(found, first))
        evidence = sum([weight for weight, feature in spoke if feature[0] not in _NAMELESS])
        strange = names.count(UNKNOWN) / len(names) + (ELSE in names)
        intents = self._weights.intents
        loose = intents[first] in GUARDED - STRICT and not self._spoken_for(names, first, bold)
        signs = Signs(max(lead, _TOLD) if told else lead, evidence, strange, bold, told is not None, story, loose)
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
            if not self._is_strict(names, index) or self._spoken_for(names, index, bold):
                yield index

    def _is_strict(self, names: Sequence[str], index: int) -> bool:
        """Whether a wish is only taken from utterances that say nothing else; manners are no more than manners."""
        intent = self._weights.intents[index]
        return intent in STRICT or intent in POLITE and len(names) > _MOST_MANNERS

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
        if verdict.intent in GUARDED or signs.exact and not named:
            return True
        return not named and all(name == TIME or self._weights.knows(name, index) for name in verdict.names)

    def because(self, verdict: Verdict, most: int = 3) -> str:
        """The meanings that spoke loudest for the wish: "đăng ký, sản phẩm"."""
        alone = [feature for _, feature in verdict.spoke if feature in verdict.names and feature not in _FILLERS]
        return ", ".join(alone[:most])

    def speaks(self, verdict: Verdict) -> frozenset[str]:
        """The meanings of the lexicon that speak for the wish."""
        return frozenset(feature for weight, feature in verdict.spoke if weight >= _SPEAKS) & self.words


def _is_filler(name: str) -> bool:
    """Whether a meaning says nothing about a wish: unknown, a number, or the name of a product, place or time."""
    return name in _FILLERS or name.startswith(ASIDE)
