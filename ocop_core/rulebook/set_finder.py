"""Guesses the product set from everyday words: the first product named is the product, the rest its flavour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ocop_core.rulebook.cover import best_cover
from ocop_core.rulebook.phrasebook import Hit, Phrasebook, Said
from ocop_core.rulebook.set_words import Meaning, Turn, WordsFile, meanings
from ocop_core.rulebook.spelling import EXACT
from ocop_core.text.fold import fold

_BY_LENGTH = (0.72, 0.86, 0.95)
_PERHAPS = 0.6
_FLAVOUR = 0.45
_TURNED = 0.92
_UNTURNED = 0.5
_SUPPORT = 0.03
_TURN_REACH = 4
_SHORT_TEXT = 2
_SAME_FIT = 0.1


@dataclass(frozen=True, slots=True)
class Guess:
    """A likely set: its number, how sure from 0 to 1, and the known words that speak for it."""

    no: int
    score: float
    because: str


class WordFinder:
    """The words of all sets, ready to be looked up."""

    def __init__(self, file: WordsFile) -> None:
        self._book = Phrasebook(meanings(file))
        self._turns = Phrasebook((phrase, turn) for turn in file.turn for phrase in turn.words)
        self._plain = frozenset(file.plain)
        self._work = frozenset(map(fold, file.work))

    def guess(self, text: str, limit: int) -> tuple[Guess, ...]:
        """At most `limit` likely sets, best first; the same text always gives the same answer."""
        said = self._book.read(text)
        hits = self._products(said)
        turns = self._turns.hits(said) if hits else []
        best: dict[int, Guess] = {}
        seen: dict[int, int] = {}
        for guess in _guesses(said, hits, turns):
            seen[guess.no] = seen.get(guess.no, 0) + 1
            if guess.no not in best or guess.score > best[guess.no].score:
                best[guess.no] = guess
        final = [
            Guess(each.no, round(min(1.0, each.score + _SUPPORT * (seen[each.no] - 1)), 3), each.because)
            for each in best.values()
        ]
        return tuple(sorted(final, key=lambda guess: (-guess.score, guess.no))[:limit])

    def _products(self, said: Said) -> list[Hit[Meaning]]:
        """The products named in the text, in its order, without echoes of everyday speech."""
        hits = self._book.hits(said)
        starts = frozenset(hit.start for hit in hits if hit.length > 1 and not _is_echo(hit))
        found = [hit for hit in hits if self._counts(hit, said, starts)]
        echoes = [hit for hit in found if _is_echo(hit) and not hit.slip]
        named = [
            hit for hit in found if not _is_echo(hit) and not any(self._drowns(echo, hit, said) for echo in echoes)
        ]
        return sorted(_best_fits(best_cover(named)), key=lambda hit: hit.start)

    def _counts(self, hit: Hit[Meaning], said: Said, starts: frozenset[int]) -> bool:
        """Whether a phrase is meant: one word alone is easily another one. `starts` are those of long ones."""
        if hit.length > 1:
            return True
        if said.marked:
            return hit.fit == EXACT
        if hit.start == 0 and (len(said.words) <= _SHORT_TEXT or hit.end in starts):
            return True
        return hit.entry.phrase in self._plain or self._after_work(hit, said)

    def _after_work(self, hit: Hit[Meaning], said: Said) -> bool:
        return hit.start > 0 and said.folded[hit.start - 1] in self._work

    def _drowns(self, echo: Hit[Meaning], hit: Hit[Meaning], said: Said) -> bool:
        if echo.start >= hit.end or hit.start >= echo.end or hit.length > echo.length:
            return False
        # "kho qua" alone is the vegetable khổ qua; in a longer sentence it is "khó quá".
        long_text = len(said.words) > echo.length + 1
        return hit.length < echo.length or (long_text and not self._after_work(hit, said))


def _guesses(said: Said, hits: Sequence[Hit[Meaning]], turns: Sequence[Hit[Turn]]) -> Iterable[Guess]:
    for hit in hits:
        score = _score(hit, first=hit.start == hits[0].start)
        turn = max((each for each in turns if _turns(each, hit, said)), key=lambda each: each.length, default=None)
        if turn:
            because = f"{hit.entry.phrase} + {turn.entry.phrase}"
            yield Guess(turn.entry.value.to, score / _strength(hit) * _TURNED, because)
            score *= _UNTURNED
        yield Guess(hit.entry.value.no, score, hit.entry.phrase)


def _is_echo(hit: Hit[Meaning]) -> bool:
    return hit.entry.value.weight == "echo"


def _strength(hit: Hit[Meaning]) -> float:
    if hit.entry.value.weight == "sure":
        return _BY_LENGTH[-1]
    return _BY_LENGTH[min(hit.length, len(_BY_LENGTH)) - 1]


def _score(hit: Hit[Meaning], *, first: bool) -> float:
    weight = hit.entry.value.weight
    place_in_text = 1.0 if first or weight == "sure" else _FLAVOUR
    return _strength(hit) * hit.fit * place_in_text * (_PERHAPS if weight == "perhaps" else 1.0)


def _turns(turn: Hit[Turn], hit: Hit[Meaning], said: Said) -> bool:
    near = hit.end <= turn.start <= hit.end + _TURN_REACH
    clear = turn.length > 1 or not said.marked or turn.fit == EXACT
    return near and clear and not turn.slip and hit.entry.value.no in turn.entry.value.of


def _best_fits(hits: Sequence[Hit[Meaning]]) -> list[Hit[Meaning]]:
    """Of readings of the same words, those that fit about as well as the best."""
    best: dict[int, float] = {}
    for hit in hits:
        best[hit.start] = max(hit.fit, best.get(hit.start, 0.0))
    return [hit for hit in hits if hit.fit >= best[hit.start] - _SAME_FIT]
