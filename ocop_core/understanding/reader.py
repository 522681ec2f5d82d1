"""Reads a wish out of what somebody typed: which one, how surely, what else it may be, and why."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from ocop_core.text import parse_yes_no
from ocop_core.text.yesno import has_thanks
from ocop_core.understanding.clauses import windows
from ocop_core.understanding.finer import Finer
from ocop_core.understanding.judge import Judge, Verdict
from ocop_core.understanding.lexicon import Lexicon, plain
from ocop_core.understanding.meaning import Meaning
from ocop_core.understanding.questions import Questions
from ocop_core.understanding.repair import Repairs
from ocop_core.understanding.rest import PRODUCT, name_in, tail
from ocop_core.understanding.scores import FINAL, NEAR, NONE, POLITE, SURE, likelihood
from ocop_core.understanding.words import Token, Word

_HEAD, _TAIL = 500, 1000
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|[\w.-]+\.(?:com|vn|net|org|me|ly|gl)(?:/\S*)?(?!\w)", re.IGNORECASE)
# Looked for first, as looking for a whole link takes longer than all else that is done with most texts.
_IN_LINKS = (".", "@", "://")
_LONGEST_ANSWER = 40
_SAID_PLAINLY, _SAID_ALMOST = 0.97, 0.7
# Better than this needs no guess at slips of the finger.
_GOOD = 3.5
_MOST_WORDS = 12
_MOST_SLIPS = 2
_BETTER = 0.4
# A bold guess is only worth a try where next to nothing was understood.
_TIMID = 3.0
# From here on a clause of a story is a wish that goes before a greeting.
_WORTH = 0.5
_LAST, _LATE, _LONG, _WANTED, _AGREED, _ENOUGH = 1.5, 2.0, 0.2, 0.5, 2.5, 5.0
# What stands behind these is a matter in the person's own words, behind all others the name of a product.
_OPEN = frozenset({"officer.contact", "question.ask", "support.request"})
_LONG_WORD, _MUCH = 8, 0.4
_ASKING = frozenset({"muốn", "cho hỏi", "hỗ trợ"})


def without_links(text: str) -> str:
    """The text with blanks in place of web and mail addresses, all else where it stood."""
    if not any(sign in text for sign in _IN_LINKS):
        return text
    return _LINK.sub(lambda link: " " * len(link.group()), text)


class Reader:
    """Understands short messages and stories; the same text always gives the same answer.

    `behind` says that phrases have changed since they were learned: new ones count by their very words only.
    """

    def __init__(
        self, lexicon: Lexicon, judge: Judge, repairs: Repairs, questions: Questions, finer: Finer, *, behind: bool
    ) -> None:
        self._lexicon = lexicon
        self._judge = judge
        self._repairs = repairs
        self.asks = questions.asks
        self.finer = finer
        self.behind = behind

    def read(self, text: str) -> Meaning:
        """The wish in a text of any length; of a very long one only the beginning and the end are read."""
        composed = unicodedata.normalize("NFC", text)
        if len(composed) > _HEAD + _TAIL:
            composed = f"{composed[:_HEAD]}\n{composed[-_TAIL:]}"
        low = without_links(plain(composed))
        words = self._lexicon.words(low)
        if (answer := _answer(composed, words)) is not None:
            return Meaning("yes" if answer else "no", _SAID_PLAINLY, because=composed.strip())
        if self._is_foreign(words):
            return Meaning(NONE, 1.0)
        verdict = self._verdict(low, words)
        tokens = self._lexicon.tokens(words, marked=not low.isascii())
        meaning = self._meaning(verdict, composed, tokens) if verdict else Meaning(NONE, 1.0)
        return self._mended_answer(composed, words) or meaning if meaning.intent == NONE else meaning

    def _is_foreign(self, words: Sequence[Word]) -> bool:
        """Whether much of the text is in words longer than any of ours: "understand", "monsieur"."""
        letters = sum(len(word.bare) for word in words)
        strange = sum(len(word.bare) for word in words if len(word.bare) >= _LONG_WORD and self._lexicon.is_new(word))
        return letters > 0 and strange >= _MUCH * letters

    def _mended_answer(self, composed: str, words: Sequence[Word]) -> Meaning | None:
        """A yes or no with a slip of the finger in it, never sure."""
        if len(composed) > _LONGEST_ANSWER:
            return None
        guesses = (guess for bold, guess in self._repairs.guesses(words) if bold <= _TIMID)
        answers = (parse_yes_no(" ".join(word.said for word in guess)) for guess in guesses)
        answer = next((answer for answer in answers if answer is not None), None)
        return None if answer is None else Meaning("yes" if answer else "no", _SAID_ALMOST, because=composed.strip())

    def written_out(self, text: str) -> str:
        """What was typed in short, "dc ko z", as it is written: "được không vậy"; in lower case."""
        return self._lexicon.written_out(plain(unicodedata.normalize("NFC", text[: _HEAD + _TAIL])))

    def names_product(self, text: str) -> bool:
        """Whether a word that can only be a product stands in the text."""
        low = plain(unicodedata.normalize("NFC", text))
        tokens = self._lexicon.tokens(self._lexicon.words(low), marked=not low.isascii())
        return any(token.name == PRODUCT for token in tokens)

    def _verdict(self, low: str, words: Sequence[Word]) -> Verdict | None:
        """The best reading, if need be with slips of the finger mended."""
        best = self._best(low, words, 0.0)
        for _ in range(_MOST_SLIPS if len(words) <= _MOST_WORDS else 0):
            if best and best.value >= _GOOD:
                break
            mended = self._mended(low, words, best)
            if mended is None:
                break
            words, best = mended
        return best

    def _mended(self, low: str, words: Sequence[Word], best: Verdict | None) -> tuple[Sequence[Word], Verdict] | None:
        found: tuple[Sequence[Word], Verdict] | None = None
        value = (best.value if best else 0.0) + _BETTER
        before = best.signs.bold if best else 0.0
        for bold, guess in self._repairs.guesses(words):
            if bold > _TIMID and value > _WORTH:
                continue
            verdict = self._best(low, guess, before + bold)
            if verdict and verdict.value > value:
                found, value = (guess, verdict), verdict.value
        return found

    def _best(self, low: str, words: Sequence[Word], bold: float) -> Verdict | None:
        # A mended word has no marks, whatever the text has.
        tokens = self._lexicon.tokens(words, marked=not low.isascii() and not bold)
        parts = windows(low, tokens)
        said = [word.bare for word in words]
        if len(parts) == 1:
            return self._judge.verdict(parts[0], said, bold=bold)
        whole = self._judge.verdict(tokens, said, bold=bold, story=True)
        found = [
            verdict
            for part in parts
            if (verdict := self._judge.verdict(part, _words_of(part, tokens, words), bold=bold, story=True))
        ]
        wishes = [verdict for verdict in found if verdict.intent not in POLITE and verdict.value >= _WORTH]
        best = max(wishes or found, key=lambda verdict: _in_story(verdict, tokens[-1], whole), default=None)
        if best is None or whole is not None and whole.intent == best.intent:
            return best
        # A clause that the rest of the story does not bear out is asked back.
        return replace(best, signs=replace(best.signs, loose=True))

    def _meaning(self, verdict: Verdict, composed: str, tokens: Sequence[Token]) -> Meaning:
        score = likelihood(verdict.signs)
        if verdict.signs.loose or verdict.intent in FINAL and (verdict.signs.bold or verdict.signs.story):
            score = min(score, SURE - 0.01)
        other = min(1 - score, score * 0.8 ** max(0.0, verdict.signs.margin))
        if verdict.intent == NONE:
            return Meaning(NONE, round(score, 3), verdict.runner_up, round(other, 3))
        if score < NEAR:
            return Meaning(NONE, round(1 - score, 3), verdict.intent, round(score, 3))
        because, speaks = self._judge.because(verdict), self._judge.speaks(verdict)
        if verdict.intent in _OPEN:
            rest = tail(composed, verdict.tokens, speaks)
        else:
            rest = name_in(composed, verdict.tokens, speaks, self._judge.words)
            if not rest and verdict.signs.story:
                rest = name_in(composed, tokens, speaks, self._judge.words)
        # "Ơi" behind "cán bộ" is no matter.
        named = bool(rest) and (verdict.intent not in _OPEN or " " in rest)
        whole = self._judge.is_whole(verdict, named=named)
        first = verdict.tokens[0].name in speaks or whole
        return Meaning(verdict.intent, round(score, 3), verdict.runner_up, round(other, 3), because, rest, whole, first)


def _answer(composed: str, words: Sequence[Word]) -> bool | None:
    """Yes or no, as typed or with its short forms written out; who thanks as well only thanks."""
    if len(composed) > _LONGEST_ANSWER or has_thanks(composed):
        return None
    answer = parse_yes_no(composed)
    return parse_yes_no(" ".join(word.said for word in words)) if answer is None and "?" not in composed else answer


def _words_of(part: Sequence[Token], tokens: Sequence[Token], words: Sequence[Word]) -> list[str]:
    """The folded words of a stretch, with the small ones behind it up to the next meaning."""
    start = 0 if part[0] is tokens[0] else part[0].start
    end = next((token.start for token in tokens if token.start > part[-1].start), words[-1].end)
    return [word.bare for word in words if start <= word.start < end]


def _in_story(verdict: Verdict, last: Token, whole: Verdict | None) -> float:
    """What a clause is worth in a story: what the story as a whole speaks of, its end, and what is asked for count."""
    asked = _WANTED if not _ASKING.isdisjoint(verdict.names) else 0.0
    ends = _LAST if verdict.tokens[-1] is last else 0.0
    agreed = _AGREED if whole is not None and whole.intent == verdict.intent else 0.0
    late = _LATE * verdict.tokens[-1].start / max(last.start, 1)
    return min(verdict.value, _ENOUGH) + asked + ends + agreed + late - _LONG * len(verdict.tokens)
