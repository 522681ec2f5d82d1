"""Cuts a long story into clauses, so that the wish in it is not drowned by the rest."""

import re
from collections.abc import Iterator, Sequence

from ocop_core.understanding.words import Token

_SHORT = 6
_LONGEST = 24
_MOST_CLAUSES = 60
_CUT = re.compile(
    r"[.,;:!?…\n]+"
    r"|\b(?:nên|nen|mà|ma|giờ|gio|bây giờ|bay gio|nhưng|nhung|thì|thi|với lại|voi lai|tại vì|tai vi|nay"
    r"|không biết|khong biet|nếu|neu|thôi thì|vậy thì|vay thi|cho nên)\b"
)


def windows(text: str, tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The stretches of meanings that are weighed alone: a short text whole, a story by clauses and pairs of them."""
    if len(tokens) <= _SHORT:
        return [tuple(tokens)]
    parts = list(_clauses(text, tokens))[-_MOST_CLAUSES:]
    found = [part for size in (1, 2) for part in _joined(parts, size)]
    if len(tokens) <= _LONGEST:
        found.append(tuple(tokens))
    return list(dict.fromkeys(part for part in found if part))


def _clauses(text: str, tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    cuts = [found.start() for found in _CUT.finditer(text)]
    part: list[Token] = []
    for token in tokens:
        passed = [cut for cut in cuts if cut <= token.start]
        if passed:
            del cuts[: len(passed)]
            if part:
                yield tuple(part)
            part = []
        part.append(token)
    yield tuple(part)


def _joined(parts: Sequence[tuple[Token, ...]], size: int) -> Iterator[tuple[Token, ...]]:
    for at in range(len(parts) - size + 1):
        joined = tuple(token for part in parts[at : at + size] for token in part)
        if size == 1 or len(joined) <= _LONGEST:
            yield joined
