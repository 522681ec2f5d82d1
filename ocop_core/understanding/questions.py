"""Tells a question by its mark, or by words that only questions have."""

from dataclasses import dataclass
from pathlib import Path

from ocop_core.text import typed_as
from ocop_core.text import words as plain
from ocop_core.text.fold import tokens
from ocop_core.understanding.files import lines

SIGNS = "_question.txt"
_LONGEST = 1000
# "chưa" and "không" are answers; only behind other words do they ask.
_SHORTEST = 3
# Who guesses does not ask: "chắc là chưa".
_GUESSES = (" chac la ", " hinh nhu ", " co le ")


@dataclass(frozen=True, slots=True)
class Questions:
    """Folded signs of a question, each between blanks: those that count anywhere, and those only at the end.

    `ends` gives the latter with their marks: "ấp Vồ Đầu" does not end in "đâu".
    """

    anywhere: tuple[str, ...]
    ends: dict[str, tuple[str, ...]]

    def asks(self, text: str) -> bool:
        """Whether a sentence is a question."""
        if len(text) > _LONGEST:
            return False
        if text.rstrip().endswith("?"):
            return any(char.isalpha() for char in text)
        padded = f" {plain(text)} "
        ended = padded.count(" ") > _SHORTEST and not padded.startswith(_GUESSES) and padded.endswith(tuple(self.ends))
        return (ended and self._ends(text, padded)) or any(sign in padded for sign in self.anywhere)

    def _ends(self, text: str, padded: str) -> bool:
        """Whether the last words are really a sign, as far as they were typed with marks."""
        typed = tokens(text)
        signs = (marked for sign, marked in self.ends.items() if padded.endswith(sign))
        return any(all(map(typed_as, typed[-len(marked) :], marked)) for marked in signs)


def read_questions(folder: Path) -> Questions:
    """The signs in the folder's file; `$` before one says that it counts only at the end. BadData if it is missing."""
    signs = [sign for _, sign in lines(folder / SIGNS)]
    return Questions(
        tuple(f" {plain(sign)} " for sign in signs if not sign.startswith("$")),
        {f" {plain(sign)} ": tuple(tokens(sign)) for sign in signs if sign.startswith("$")},
    )
