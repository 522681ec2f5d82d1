"""Finds words of one meaning in a sentence, the longest first: "ghi danh" and "đăng kí" are "đăng ký"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ocop_core.rulebook.spelling import EXACT, UNMARKED, likeness
from ocop_core.text import fold
from ocop_core.understanding.words import Word

SMALL = ""


@dataclass(slots=True)
class Branch:
    """A node of the tree of synonyms: what may follow, the variants that end here, and what they mean unmarked."""

    next: dict[str, "Branch"] = field(default_factory=dict)
    ends: dict[tuple[str, ...], str] = field(default_factory=dict)
    bare: str | None = None


class Synonyms:
    """All variants with their meanings, a small word meaning "". `forms` are all known words by folded form."""

    def __init__(self, same: Mapping[tuple[str, ...], str], known: Iterable[str]) -> None:
        self._root = Branch()
        self.forms: dict[str, set[str]] = {}
        for variant, name in same.items():
            self._plant(variant, name)
        for word in known:
            self.forms.setdefault(fold(word), set()).add(word)
        self._settle(self._root)

    def _plant(self, variant: tuple[str, ...], name: str) -> None:
        branch = self._root
        for word in variant:
            bare = fold(word)
            self.forms.setdefault(bare, set()).add(word)
            branch = branch.next.setdefault(bare, Branch())
        branch.ends[variant] = name

    def _settle(self, branch: Branch) -> None:
        """Says for a branch, and all behind it, what its words mean when typed without marks."""
        for bare, behind in branch.next.items():
            names = set(behind.ends.values())
            alone = {variant[0] for variant in behind.ends if len(variant) == 1}
            if behind.ends.get((bare,)) == SMALL:
                behind.bare = SMALL
            elif len(names) == 1 and (not alone or self.forms[bare] <= alone):
                behind.bare = names.pop()
            self._settle(behind)

    def longest(self, words: Sequence[Word], said: Sequence[str], at: int, *, marked: bool) -> tuple[str | None, int]:
        """The meaning of the longest variant from `at` on, and its length in words; None and 1 if there is none.

        `said` are the words themselves. In a `marked` text a word without marks is meant so.
        """
        branch: Branch | None = self._root.next.get(words[at].bare)
        name, length, here = None, 1, at + 1
        while branch is not None:
            if branch.ends:
                variant = tuple(said[at:here])
                fitting = branch.ends.get(variant) if marked else None
                if fitting is None:
                    fitting = self._fitting(branch, words[at:here], variant, marked=marked)
                if fitting is not None:
                    name, length = fitting, here - at
            if here == len(words):
                break
            branch = branch.next.get(words[here].bare)
            here += 1
        return name, length

    def longest_bare(self, words: Sequence[Word], at: int) -> tuple[str | None, int]:
        """The same for a text without any marks, which is not meant so."""
        branch: Branch | None = self._root.next.get(words[at].bare)
        name, length, here, end = None, 1, at + 1, len(words)
        while branch is not None:
            if branch.bare is not None:
                name, length = branch.bare, here - at
            branch = branch.next.get(words[here].bare) if here < end else None
            here += 1
        return name, length

    def _fitting(self, branch: Branch, words: Sequence[Word], said: tuple[str, ...], *, marked: bool) -> str | None:
        """The meaning of the variant that the words spell, if not to the letter; None if none, or several might."""
        if all([word.said == word.bare for word in words]):
            return None if marked and all([word in self.forms[word] for word in said]) else branch.bare
        if said in branch.ends:
            return branch.ends[said]
        if len(words) > 1:
            fits = [(fit, name) for variant, name in branch.ends.items() if (fit := self._fit(variant, words))]
            return max(fits, key=lambda pair: pair[0])[1] if fits else None
        fit, name = max((likeness(said[0], form), name) for (form,), name in branch.ends.items())
        return name if fit >= UNMARKED and said[0] not in self.forms[words[0].bare] else None

    def _fit(self, variant: Sequence[str], words: Sequence[Word]) -> float:
        """How well words spell a variant of several words, some marks wrong; 0 if one of them is another word."""
        total = 0.0
        for word, meant in zip(words, variant, strict=True):
            fit = EXACT if word.said == meant else likeness(word.said, meant)
            if fit < UNMARKED and word.said in self.forms.get(word.bare, ()):
                return 0.0
            total += fit + 0.01
        return total
