"""Makes a reader out of the files that teach."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from ocop_core.errors import BadData
from ocop_core.understanding.files import place, read_phrases, read_same, read_short
from ocop_core.understanding.finer import read_finer
from ocop_core.understanding.judge import Judge
from ocop_core.understanding.keeping import LEARNED, Taught, kept, mark_of
from ocop_core.understanding.lessons import Lessons
from ocop_core.understanding.lexicon import Lexicon
from ocop_core.understanding.questions import read_questions
from ocop_core.understanding.reader import Reader
from ocop_core.understanding.repair import Repairs
from ocop_core.understanding.scores import INTENTS


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
    same, short = read_same(folder), read_short(folder)
    taught = _taught(folder)
    if behind := taught.mark != mark_of(folder):
        # What came later counts by its very words, until all is learned anew.
        taught = lessons_in(folder).taught("", taught.rows)
    lexicon = Lexicon(short, same, taught.words)
    repairs = Repairs(lexicon.forms, taught.pairs)
    judge = Judge(taught, same.values())
    return Reader(lexicon, judge, repairs, read_questions(folder), read_finer(folder), behind=behind)


def lessons_in(folder: Path) -> Lessons:
    """The phrases in `folder` taken apart. BadData names the file and the line that is wrong."""
    return Lessons(read_phrases(folder, frozenset(INTENTS)), read_short(folder), read_same(folder))


def _taught(folder: Path) -> Taught:
    before = kept(folder)
    if before is None:
        raise BadData(place(folder / LEARNED), "is missing or broken, write it with: make teach")
    return before
