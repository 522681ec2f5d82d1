"""The polite words around an answer, which say nothing about the answer itself."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from ocop_core.text.fold import fold, typed_as

_POLITE = (
    "dạ", "zạ", "vâng", "ạ", "á", "à", "nha", "nhe", "nhé", "nghen", "nghe", "nhen", "hen", "hén", "nè",
    "nà", "em", "anh", "chị", "cô", "chú", "bác", "dì", "cậu", "mợ", "thím", "cháu", "tui", "tôi", "mình",
    "ơi", "thưa", "đi", "luôn", "mà", "đó", "đấy", "vậy", "zậy", "thì", "là", "rồi", "cưng", "xin", "giùm",
    "dùm", "giúp",
)  # fmt: skip
_KIN = ("anh", "chị", "cô", "chú", "bác", "dì", "mợ", "thím", "ông", "bà")
# "co" is more often "có", an answer, than "cô"; "di" and the rest lose nothing.
_NEVER = frozenset({"co"})


def without_manners(typed: Sequence[str]) -> list[str]:
    """The tokens that are left when all polite words are taken out."""
    return [token for token in typed if not is_polite(token)]


@lru_cache(maxsize=1024)
def is_polite(token: str) -> bool:
    """Whether the token is a form of address or a particle: "dạ", "nghen", "chị"."""
    return token not in _NEVER and any_typed_as(token, _POLITE)


def closes(token: str) -> bool:
    """Whether the token behind other words is polite: who is older calls the assistant "con"."""
    return token == "con" or is_polite(token)


def is_called(typed: Sequence[str], word: str) -> bool:
    """Whether the word is a name here: "chị Hai" and "cô Mai" are people, not 2 and tomorrow."""
    return any(after == word and any_typed_as(before, _KIN) for before, after in pairwise(typed))


def any_typed_as(token: str, candidates: tuple[str, ...]) -> bool:
    """Whether the token can be one of the candidates, with marks left out."""
    alike = _by_folded(candidates).get(fold(token))
    return alike is not None and any(typed_as(token, word) for word in alike)


@lru_cache(maxsize=64)
def _by_folded(candidates: tuple[str, ...]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in candidates:
        found.setdefault(fold(word), []).append(word)
    return found
