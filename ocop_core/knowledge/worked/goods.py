"""Which of the 26 sets a product that is named belongs to, and which ministry looks after it."""

import re

import msgspec

from ocop_core.rulebook.sets import Guess, Sets

_SURE, _AS_WELL = 0.6, 0.35


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of [goods]."""

    question: str
    source: str
    certainty: str
    asks: str
    one: str
    two: str
    either: str


def answer(text: str, plain: str, sets: Sets, said: Words) -> str | None:
    """The likely set, or two where two products or two sets are likely; None where nothing of that is asked."""
    if not re.search(rf"\b(?:{said.asks})\b", plain):
        return None
    guesses = [guess for guess in sets.likely(text) if guess.score >= _AS_WELL]
    if not guesses or guesses[0].score < _SURE:
        return None
    first, *more = guesses
    form = said.one if not more else said.either if more[0].because == first.because else said.two
    return form.format(**_told(first, sets, ""), **(_told(more[0], sets, "other_") if more else {}))


def _told(guess: Guess, sets: Sets, before: str) -> dict[str, str]:
    found = sets.get(guess.no)
    goods = guess.because.partition(" + ")[0]
    told = {"no": str(guess.no), "name": found.name, "sector": found.sector, "ministry": found.ministry}
    return {"other" if before else "goods": goods, **{f"{before}{name}": value for name, value in told.items()}}
