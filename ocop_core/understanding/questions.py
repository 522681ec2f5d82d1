"""Tells a question by its mark, or by words that only questions have."""

from dataclasses import dataclass
from pathlib import Path

from ocop_core.text import words as plain
from ocop_core.understanding.files import lines

SIGNS = "_question.txt"
_LONGEST = 1000
# "chưa" and "không" are answers; only behind other words do they ask.
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Questions:
    """Folded signs of a question, each between blanks: those that count anywhere, and those only at the end."""

    anywhere: tuple[str, ...]
    ends: tuple[str, ...]

    def asks(self, text: str) -> bool:
        """Whether a sentence is a question."""
        if len(text) > _LONGEST:
            return False
        if text.rstrip().endswith("?"):
            return any(char.isalpha() for char in text)
        padded = f" {plain(text)} "
        ended = padded.count(" ") > _SHORTEST and padded.endswith(self.ends)
        return ended or any(sign in padded for sign in self.anywhere)


def read_questions(folder: Path) -> Questions:
    """The signs in the folder's file; `$` before one says that it counts only at the end. BadData if it is missing."""
    signs = [sign for _, sign in lines(folder / SIGNS)]
    return Questions(
        tuple(f" {plain(sign)} " for sign in signs if not sign.startswith("$")),
        tuple(f" {plain(sign)} " for sign in signs if sign.startswith("$")),
    )
