"""Finds what follows the words of a wish, such as the name of a product, in the person's own spelling."""

import re
from collections.abc import Iterator, Sequence

from ocop_core.text import fold
from ocop_core.understanding.lexicon import NUMBER
from ocop_core.understanding.words import Token

PRODUCT, PLACE, TIME, ELSE = "<món>", "<nơi>", "<lúc>", "<khác>"
_CLAUSE_ENDS = re.compile(r"[.,;:!?\n]")
# Little words that lead to a name or hang behind it and are no part of it.
_LINKS = frozenset({
    "cho", "ve", "la", "ten", "va", "voi", "de", "o", "tai", "len", "di", "theo", "tu", "bang", "co", "lam", "nau",
    "ban", "con", "nay", "day", "do", "thi", "se", "duoc", "cung", "roi", "nua", "ra", "vao", "hom", "bua", "den",
    "toi", "trong", "nen", "bi", "biet", "gio", "dang", "vo", "em", "anh", "chi", "nhe", "hu", "chai", "hop", "mon",
    "luon", "het",
})  # fmt: skip
_AT = frozenset({"o", "tai"})
_MOST_WORDS = 10


def name_in(composed: str, tokens: Sequence[Token], wish: frozenset[str], known: frozenset[str]) -> str:
    """The likely name of a product: what stands behind the first words of the wish, or else a product named before.

    `wish` are the meanings that speak for the wish, `known` all meanings that can be no part of a name; other words
    are the person's own. Empty if nothing looks like a name.
    """
    start = min((token.start for token in tokens if token.name in wish), default=len(composed))
    runs = list(_runs(composed, tokens, wish | known))
    products = [run for run in runs if any(token.name == PRODUCT for token in run)]
    behind = [run for run in products if run[0].start > start]
    # "đăng ký nhang trầm" names a thing, "đăng ký cho đàng hoàng" does not.
    plain = [run for run in runs if run[0].start > start and fold(run[0].name) not in _LINKS]
    run = _trimmed(next(iter(behind or plain or products), []))
    return composed[run[0].start : run[-1].end] if run and len(run) <= _MOST_WORDS else ""


def _runs(composed: str, tokens: Sequence[Token], known: frozenset[str]) -> Iterator[list[Token]]:
    """Stretches of the person's own words within a clause; a known word with a capital may stand inside a name."""
    run: list[Token] = []
    for token in tokens:
        cut = bool(run) and bool(_CLAUSE_ENDS.search(composed, run[-1].end, token.start))
        own = token.name not in known and token.name not in {TIME, ELSE} and fold(token.name) not in _AT
        inside = bool(run) and not cut and composed[token.start].isupper()
        if run and (cut or not (own or inside)):
            yield run
            run = []
        if own or inside:
            run.append(token)
    if run:
        yield run


def _trimmed(run: list[Token]) -> list[Token]:
    """A run without the little words, places and numbers around the name."""
    while run and (fold(run[0].name) in _LINKS or run[0].name in {NUMBER, PLACE}):
        run = run[1:]
    while run and (fold(run[-1].name) in _LINKS or run[-1].name == NUMBER):
        run = run[:-1]
    return run


def tail(composed: str, tokens: Sequence[Token], wish: frozenset[str]) -> str:
    """Everything behind the first words of the wish."""
    first = next((at for at, token in enumerate(tokens) if token.name in wish), None)
    if first is None:
        return ""
    last = first
    while last + 1 < len(tokens) and tokens[last + 1].name in wish:
        last += 1
    return composed[tokens[last].end :].strip(" \t\n.,:;!?-–\"'")
