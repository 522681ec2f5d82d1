"""Makes a reader out of the files that teach."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from ocop_core.errors import BadData
from ocop_core.text import fold
from ocop_core.understanding.files import place, read_phrases, read_same, read_short, spelled
from ocop_core.understanding.finer import read_finer
from ocop_core.understanding.judge import Judge
from ocop_core.understanding.keeping import LEARNED, Learned, kept, mark_of
from ocop_core.understanding.lessons import Lessons, Said
from ocop_core.understanding.lexicon import Lexicon, plain, without_marks
from ocop_core.understanding.questions import read_questions
from ocop_core.understanding.reader import Reader
from ocop_core.understanding.repair import Repairs
from ocop_core.understanding.scores import INTENTS


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the files that teach say: the words that are known, the lessons, and what may be mended to what."""

    lexicon: Lexicon
    lessons: Lessons
    repairs: Repairs


@cache
def load(folder: Path) -> Reader:
    """The reader taught by the phrases in `folder`, read once. BadData names the file and the line that is wrong."""
    return teach(folder)


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Next to nothing made in the block is garbage, and looking for it again and again costs a tenth of the time."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


@_nothing_to_collect()
def teach(folder: Path) -> Reader:
    """A new reader from the phrases in `folder`. BadData names the file and the line that is wrong."""
    found = gathered(folder)
    learned = _learned(folder)
    judge = Judge(found.lessons, learned.rows)
    behind = learned.mark != mark_of(folder)
    return Reader(found.lexicon, judge, found.repairs, read_questions(folder), read_finer(folder), behind=behind)


def gathered(folder: Path) -> Gathered:
    """Everything in `folder` that teaches. BadData names the file and the line that is wrong."""
    phrases = read_phrases(folder, frozenset(INTENTS))
    same = read_same(folder)
    typed = [spelled(phrase) for each in phrases.values() for phrase in each]
    lexicon = Lexicon(read_short(folder), same, {word for words in typed for word in words})
    said = {intent: [one for phrase in each for one in _said(lexicon, phrase)] for intent, each in phrases.items()}
    pairs = {pair for words in (*same, *typed) for pair in pairwise(words)}
    repairs = Repairs(lexicon.forms, {(fold(first), fold(second)) for first, second in pairs})
    return Gathered(lexicon, Lessons(said, same.values()), repairs)


def _learned(folder: Path) -> Learned:
    before = kept(folder)
    if before is None:
        raise BadData(place(folder / LEARNED), "is missing or broken, write it with: make teach")
    return before


def _said(lexicon: Lexicon, phrase: str) -> list[Said]:
    """The meanings and words of a phrase, and of the phrase as it is typed without marks where those differ."""
    words = lexicon.words(plain(phrase))
    said = [word.bare for word in words]
    marked = [token.name for token in lexicon.tokens(words, marked=True)]
    if not any(map(lexicon.is_shaky, words)):
        return [(marked, said)]
    bare = [token.name for token in lexicon.tokens(without_marks(words), marked=False)]
    return [(marked, said)] if marked == bare else [(marked, said), (bare, said)]
