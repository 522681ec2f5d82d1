"""Reads wishes out of short sentences, from phrases that lie as data beside the words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ocop_core.conversation.world import Wish
from ocop_core.errors import BadData
from ocop_core.i18n import Words
from ocop_core.text import words as plain

_CODE = re.compile(r"\byt[\s-]?([a-z0-9]{5})\b")
_QUESTION = "_question"


@dataclass(frozen=True, slots=True)
class Phrases:
    """What teaches the reader: whole utterances, openings inside a sentence, and signs of a question."""

    whole: Mapping[str, str]
    inside: tuple[tuple[str, str], ...]
    question: tuple[str, ...]

    def wish(self, text: str) -> Wish | None:
        """The wish of a sentence, with the words behind it; None where no phrase fits."""
        if len(text) > 1000:
            return None
        folded = plain(text)
        if (code := _CODE.search(folded)) and len(folded.split()) <= 8:
            return Wish("idea.look_up", f"YT-{code[1].upper()}")
        if name := self.whole.get(folded):
            return Wish(name)
        padded = f" {folded} "
        for phrase, name in self.inside:
            if f" {phrase} " in padded:
                return Wish(name, _behind(text, phrase))
        return None

    def asks(self, text: str) -> bool:
        """Whether a sentence is a question: a mark, or words that only questions have."""
        padded = f" {plain(text)} "
        return text.rstrip().endswith("?") or any(f" {sign} " in padded for sign in self.question)


def _behind(text: str, phrase: str) -> str:
    """What is written behind `phrase`, with its own accents: "dang ky san pham mắm" leaves "mắm"."""
    found = list(re.finditer(r"\w+", text))
    folded = [plain(m.group()) for m in found]
    wanted = phrase.split()
    for i in range(len(folded) - len(wanted) + 1):
        if folded[i : i + len(wanted)] == wanted:
            return text[found[i + len(wanted) - 1].end() :].strip(" \t\n.,:;!?-–\"'")
    return ""


def load_phrases(folder: Path) -> Phrases:
    """One file a wish, one phrase a line; `* phrase` may stand inside a sentence; `#` begins a remark.

    Raises BadData where two wishes claim the same phrase.
    """
    whole: dict[str, str] = {}
    inside: list[tuple[str, str]] = []
    question: tuple[str, ...] = ()
    for path in sorted(folder.glob("*.txt")):
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        phrases = [line for line in lines if line and not line.startswith("#")]
        if path.stem == _QUESTION:
            question = tuple(plain(p) for p in phrases)
            continue
        for phrase in phrases:
            key = plain(phrase)
            if whole.setdefault(key, path.stem) != path.stem:
                raise BadData(f"{folder.name}/{path.name}", f"{phrase!r} đã thuộc về {whole[key]}")
            if phrase.startswith("*"):
                inside.append((key, path.stem))
    inside.sort(key=lambda pair: -len(pair[0]))
    return Phrases(whole, tuple(inside), question)


@dataclass(frozen=True, slots=True)
class Answers:
    """Short answers to frequent questions: `answers.<topic>.text`, found by the phrases of `.ask`."""

    phrases: tuple[tuple[str, str], ...]

    def find(self, text: str) -> str | None:
        """The key of the answer whose longest phrase occurs in the text."""
        if len(text) > 1000:
            return None
        padded = f" {plain(text)} "
        return next((key for phrase, key in self.phrases if f" {phrase} " in padded), None)


def load_answers(words: Words) -> Answers:
    """The answers among the words of a language."""
    pairs = [
        (plain(phrase), key.removesuffix(".ask") + ".text")
        for key in words.under("answers.")
        if key.endswith(".ask")
        for phrase in words.say(key).split(",")
    ]
    return Answers(tuple(sorted(pairs, key=lambda pair: -len(pair[0]))))
