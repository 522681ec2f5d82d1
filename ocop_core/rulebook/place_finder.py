"""Understands where someone is: new and old names, with or without marks, the old district as a hint."""

from collections.abc import Iterable, Sequence

from ocop_core.rulebook.cover import best_cover
from ocop_core.rulebook.phrasebook import Hit, Phrasebook, Said
from ocop_core.rulebook.place_marks import HAMLET, mark_before
from ocop_core.rulebook.place_names import Also, FindRules, OldUnit, Reading, Unit, readings
from ocop_core.rulebook.place_ranking import Mention, PlaceGuess, narrowed, ranked
from ocop_core.rulebook.spelling import EXACT
from ocop_core.text.fold import fold

_SAME_FIT = 0.1
_LITTLE_ELSE = 1


class PlaceFinder:
    """All names of a province, ready to be looked up."""

    def __init__(
        self, units: Sequence[Unit], old_units: Sequence[OldUnit], also: Sequence[Also], rules: FindRules
    ) -> None:
        self._names = {unit.code: unit for unit in units}
        names = readings(units, old_units, also, rules)
        self._book = Phrasebook(((each.name, each) for each in names), no_slips=rules.no_slips)
        self._shy = frozenset(map(fold, rules.shy))
        self._always_shy = frozenset(map(fold, rules.always_shy))

    def find(self, text: str) -> tuple[PlaceGuess, ...]:
        """All units the text may name, best first; the same text always gives the same answer."""
        said = self._book.read(text)
        codes = dict.fromkeys(word for word in said.words if word in self._names)
        if codes:
            return tuple(PlaceGuess(code, code, None, 1.0, len(codes) == 1) for code in codes)
        mentions = self._mentions(said, self._book.hits(said))
        if all(mention.of("district", "province") for mention in mentions):
            mentions = self._mentions(said, self._book.hits(said, loose=True))
        return ranked(mentions, self._names)

    def _mentions(self, said: Said, hits: Sequence[Hit[Reading]]) -> list[Mention]:
        """The places named in the text, in its order, each narrowed by the kind word before it."""
        echoes = [hit for hit in hits if hit.entry.value.rank == "echo" and not hit.slip]
        named = [
            hit
            for hit in hits
            if hit.entry.value.rank != "echo" and not any(_drowns(echo, hit, said) for echo in echoes)
        ]
        spans: dict[int, list[Hit[Reading]]] = {}
        for hit in sorted(best_cover(named), key=lambda hit: hit.start):
            spans.setdefault(hit.start, []).append(hit)
        mentions = [
            narrowed(Mention(_best_fits(span, said), mark_before(said, start))) for start, span in spans.items()
        ]
        return _without_hamlets([each for each in mentions if self._counts(each, mentions, said)])

    def _counts(self, mention: Mention, mentions: Iterable[Mention], said: Said) -> bool:
        """Whether a name that may be an everyday word, or a slip, is a place after all."""
        hit = mention.hits[0]
        name = fold(hit.entry.phrase)
        plain = said.marked and hit.fit == EXACT and name not in self._always_shy
        if not hit.slip and (plain or name not in self._shy):
            return True
        backed = any(other is not mention and other.codes & mention.codes for other in mentions)
        little_else = len(said.words) <= hit.length + (0 if hit.slip else _LITTLE_ELSE)
        return bool(mention.mark) or backed or little_else


def _drowns(echo: Hit[Reading], hit: Hit[Reading], said: Said) -> bool:
    """Whether an everyday phrase covers a name that only sounds like it."""
    if echo.start >= hit.end or hit.start >= echo.end or hit.length > echo.length:
        return False
    if hit.length < echo.length or hit.slip or hit.entry.value.rank == "province":
        return True
    return not mark_before(said, hit.start) and len(said.words) > hit.length


def _best_fits(span: Sequence[Hit[Reading]], said: Said) -> tuple[Hit[Reading], ...]:
    """Of the readings of one stretch those that fit best; without marks in the text, about as well."""
    best = max(hit.fit for hit in span)
    return tuple(hit for hit in span if hit.fit >= best - (0.0 if said.marked else _SAME_FIT))


def _without_hamlets(mentions: Sequence[Mention]) -> list[Mention]:
    """Hamlets and streets are named like communes elsewhere; they count only when nothing else is named."""
    wider = [mention for mention in mentions if mention.mark != HAMLET]
    return wider if any(mention.of("new", "old", "also", "district") for mention in wider) else list(mentions)
