"""What an old commune has become, and what a new one was made of."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from ocop_core.rulebook.place_names import DISTRICT_KINDS
from ocop_core.rulebook.places import PlaceGuess, Province

_NEAR, _MOST = 0.2, 4


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of [place]."""

    question: str
    source: str
    certainty: str
    became: str
    asks: str
    made: str
    besides: str
    one: str
    split: str
    many: str
    each: str
    from_: str = msgspec.field(name="from")
    same: str
    part: str
    district: str


def answer(text: str, plain: str, province: Province, said: Words) -> str | None:
    """Where the old commune named in the text is now, or what the new one holds; None if that is not asked."""
    became, made = _has(said.became, plain), _has(said.made, plain)
    if not (became or made) or not _has(said.asks, plain) or _has(said.besides, plain):
        return None
    guesses = province.find(text)
    if not guesses:
        return None
    if guesses[0].because.lower().startswith(DISTRICT_KINDS) or (guesses[0].district_only and made):
        return _district(guesses, province, said)
    near = [each for each in guesses if not each.district_only and each.score >= guesses[0].score - _NEAR]
    return _unit(near[:_MOST], province, said)


def _has(pattern: str, plain: str) -> bool:
    return re.search(rf"\b(?:{pattern})\b", plain) is not None


def _unit(guesses: Sequence[PlaceGuess], province: Province, said: Words) -> str | None:
    if not guesses:
        return None
    names = {guess.because for guess in guesses}
    if len(guesses) == 1:
        return _one(guesses[0], province, said)
    if len(names) == 1 and guesses[0].old:
        return said.split.format(old=guesses[0].old, new=_listed(province.unit(each.code).name for each in guesses))
    told = [said.each.format(old=each.old or each.because, new=province.unit(each.code).name) for each in guesses]
    return said.many.format(places=_listed(told, "; "))


def _one(guess: PlaceGuess, province: Province, said: Words) -> str:
    unit = province.unit(guess.code)
    if guess.old:
        return said.one.format(old=guess.old, new=unit.name)
    olds = [old for old in province.old_units if old.new_code == unit.code]
    if len(olds) == 1 and not olds[0].part:
        return said.same.format(new=unit.name)
    named = (old.name + (said.part if old.part else "") for old in olds)
    return said.from_.format(new=unit.name, olds=_listed(named))


def _district(guesses: Sequence[PlaceGuess], province: Province, said: Words) -> str:
    district = next((guess.because for guess in guesses if guess.district_only), guesses[0].because)
    news = sorted({province.unit(guess.code).name for guess in guesses})
    return said.district.format(district=district, news=_listed(news))


def _listed(names: Iterable[str], between: str = ", ") -> str:
    return between.join(names)
