"""Small readings that several fields share: words among words, politeness around an answer."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from ocop_core import text as plain
from ocop_core.text.fold import tokens

LONGEST_READ = 300
# Labels and phrases are the same few hundred all day long.
folded = lru_cache(maxsize=4096)(plain.words)


@lru_cache(maxsize=4096)
def parts(phrase: str) -> tuple[str, ...]:
    """The words of a phrase, in lower case with their marks."""
    return tuple(tokens(phrase))


def longest(text: str, phrases: Iterable[str]) -> int:
    """How many words the longest of the phrases has that stands in the text, marks left out or right; 0 for none."""
    typed = tokens(text[:LONGEST_READ])
    bare = f" {' '.join(map(plain.fold, typed))} "
    return max((len(parts(p)) for p in phrases if f" {folded(p)} " in bare and _stands(typed, parts(p))), default=0)


def _stands(typed: Sequence[str], wanted: Sequence[str]) -> bool:
    spots = range(len(typed) - len(wanted) + 1) if wanted else ()
    return any(all(map(plain.typed_as, typed[at : at + len(wanted)], wanted)) for at in spots)


def bared(text: str, front: Iterable[str], tail: Iterable[str]) -> str:
    """The text without the phrases of `front` before it and of `tail` behind it: "dạ tên là Mắm nha em"."""
    words = text.split(" ")
    start, end = 0, len(words)
    while length := _fitting(words[start:end], front, at_front=True):
        start += length
    while length := _fitting(words[start:end], tail, at_front=False):
        end -= length
    return " ".join(words[start:end]).strip(" ,.;:-") if (start, end) != (0, len(words)) else text


def _fitting(words: Sequence[str], phrases: Iterable[str], *, at_front: bool) -> int:
    """How many words the longest phrase takes that stands at that end; 0 if none does, or nothing would be left."""
    edge = folded(words[0 if at_front else -1]) if len(words) > 1 else ""
    near = [parts(p) for p in phrases if edge and edge == folded(parts(p)[0 if at_front else -1])]
    for phrase in sorted(near, key=len, reverse=True):
        here = words[: len(phrase)] if at_front else words[-len(phrase) :]
        if len(here) < len(words) and all(map(plain.typed_as, parts(" ".join(here)), phrase)):
            return len(phrase)
    return 0


def corrected(text: str) -> str:
    """What stands behind a no: "không phải, tên là Mắm Bảy" gives "tên là Mắm Bảy"; "" where there is no such thing."""
    head, comma, rest = text.partition(",")
    return rest.strip() if comma and plain.parse_yes_no(head) is False else ""


def sentence_case(text: str) -> str:
    """A first capital where everything is small; capitals of one's own are kept."""
    return text[:1].upper() + text[1:] if text == text.lower() else text


def at_start(text: str) -> str:
    """With a first capital, as at the start of a line."""
    return text[:1].upper() + text[1:]


def same_spelling(typed: str, proper: str) -> bool:
    """Whether `proper` says the same as `typed`, only with the marks that were left out."""
    left, right = " ".join(tokens(typed)), " ".join(tokens(proper))
    return left != right and plain.typed_as(left, right)


def numbers_in(text: str) -> list[int]:
    """The whole numbers of at most two digits that stand in a line: "1 3", "1,3 và 5"."""
    return [int(word) for word in plain.words(text).split() if word.isdecimal() and len(word) <= 2]
