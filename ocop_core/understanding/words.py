"""A word as it was meant, and a meaning that words stand for."""

from typing import NamedTuple


# Tuples, since tens of thousands are made while the reader is taught.
class Word(NamedTuple):
    """A word as meant, its folded form, and where in the text it was typed."""

    said: str
    bare: str
    start: int
    end: int


class Token(NamedTuple):
    """One meaning in a sentence: its name, and the stretch of text that stands for it."""

    name: str
    start: int
    end: int
