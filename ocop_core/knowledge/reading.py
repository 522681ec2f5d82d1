"""Reads a question as terms: words, and groups of words that mean the same; small talk is left out."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from ocop_core.errors import BadData
from ocop_core.rulebook.spelling import EXACT, OTHER, SLIPPED, UNMARKED, is_marked, spell
from ocop_core.text.fold import fold, tokens

WORDS = Path(__file__).parent / "words.toml"
Kind = Literal["topic", "common", "aspect", "faint", "elsewhere", "word", "number"]
OCOP = "~ocop"
GROUP, _FOREIGN, _VERY_LETTERS = "~", "!", "="
# Phrases that end so ask by themselves: "giấy gì", "bộ nào".
_ASKING_ENDS = frozenset(("gi", "nao", "j"))


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase by its group's name (`~safety`) or a word, folded; how it was typed; and what kind it is of."""

    name: str
    typed: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class _End:
    """A phrase that ends here, what it stands for ("" for nothing), whether only its very letters do."""

    words: tuple[str, ...]
    name: str
    exact: bool


@dataclass(slots=True)
class _Node:
    next: dict[str, "_Node"] = field(default_factory=dict)
    ends: list[_End] = field(default_factory=list)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    small: str
    aspect: str
    faint: str
    asking: str
    common: str
    elsewhere: str
    alike: dict[str, str]


class Lexicon:
    """Phrases by meaning, as a tree of folded words."""

    def __init__(self, raw: _File) -> None:
        self._root = _Node()
        self._kinds: dict[str, Kind] = {}
        for phrase in _phrases(raw.small):
            self._add(phrase, "")
        for phrase in _phrases(raw.elsewhere):
            name = _FOREIGN + fold(phrase)
            self._kinds[name] = "elsewhere"
            self._add(phrase, name)
        for group, phrases in raw.alike.items():
            self._kinds[GROUP + group] = _kind(group, raw)
            for phrase in phrases.split(","):
                self._add(phrase.strip(), GROUP + group)
        self._asking = frozenset(GROUP + group for group in raw.asking.split())
        self.words = frozenset(_words_below(self._root))

    def _add(self, phrase: str, name: str) -> None:
        words = tuple(tokens(phrase))
        node = self._root
        for word in words:
            node = node.next.setdefault(fold(word), _Node())
        node.ends.append(_End(words, name, phrase.startswith(_VERY_LETTERS)))

    def read(self, typed: Sequence[str]) -> list[Term]:
        """The terms of lower-case words as typed, in order, the longest phrase first."""
        folded = [fold(word) for word in typed]
        found: list[Term] = []
        at = 0
        while at < len(typed):
            end, name = self._longest(typed, folded, at)
            if name is None:
                found.append(Term(folded[at], typed[at], "number" if folded[at].isdigit() else "word"))
            elif name:
                found.append(Term(name, " ".join(typed[at:end]), self._kinds[name]))
            at = end
        return found

    def asks(self, terms: Iterable[Term]) -> bool:
        """Whether there is a question in it, and not only a name or a remark."""
        return any(
            term.kind == "aspect" or term.name in self._asking or fold(term.typed).rpartition(" ")[2] in _ASKING_ENDS
            for term in terms
        )

    def _longest(self, typed: Sequence[str], folded: Sequence[str], start: int) -> tuple[int, str | None]:
        best: tuple[int, str | None] = (start + 1, None)
        node = self._root
        for at in range(start, len(typed)):
            step = node.next.get(folded[at])
            if step is None:
                break
            node = step
            fits = [(_fit(typed[start : at + 1], end), end.name) for end in node.ends]
            fit, name = max(fits, key=lambda pair: pair[0], default=(0, ""))
            if fit:
                best = (at + 1, name)
        return best


def _kind(group: str, raw: _File) -> Kind:
    lists: tuple[tuple[Kind, str], ...] = (("aspect", raw.aspect), ("faint", raw.faint), ("common", raw.common))
    return next((kind for kind, names in lists if group in names.split()), "topic")


def _phrases(text: str) -> Iterator[str]:
    return (phrase.replace("_", " ") for phrase in text.split())


def _fit(typed: Sequence[str], end: _End) -> int:
    """3 for the very letters, 2 with marks left out, 1 with one wrong tone in a phrase of several words, else 0."""
    if tuple(typed) == end.words:
        return 3
    if end.exact:
        return 0
    fits = [_word_fit(left, right) for left, right in zip(typed, end.words, strict=True)]
    if min(fits) > SLIPPED:
        return 2
    forgiven = min(fits) == SLIPPED and len(fits) > 1 and fits.count(SLIPPED) == 1
    return int(forgiven and not end.name.startswith(_FOREIGN))


def _word_fit(typed: str, meant: str) -> float:
    # Who types marks types all of them: "Tiên" is not a careless "tiền".
    if not is_marked(typed):
        return UNMARKED
    return same_marks(typed, meant)


def same_marks(typed: str, meant: str) -> float:
    """EXACT for the same marks, SLIPPED for another tone, OTHER for other letters; both words are marked."""
    left, right = spell(typed), spell(meant)
    if left == right:
        return EXACT
    return SLIPPED if left.letters == right.letters else OTHER


def _words_below(node: _Node) -> Iterator[str]:
    for word, step in node.next.items():
        yield word
        yield from _words_below(step)


@lru_cache
def load_lexicon(path: Path = WORDS) -> Lexicon:
    """The groups of words that come with the program. Raises BadData."""
    try:
        return Lexicon(msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File))
    except (OSError, ValueError) as error:
        raise BadData(path.name, str(error)) from error
