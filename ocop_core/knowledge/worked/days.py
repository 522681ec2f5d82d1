"""When a certificate of a given day ends and when to hand in again."""

import re
from datetime import date

import msgspec

from ocop_core.rulebook.working_days import expires, renewal_window
from ocop_core.text import parse_date, show_date

# Without its year a day could be any.
_YEAR = re.compile(r"\b20\d\d\b")


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of [days]."""

    question: str
    source: str
    certainty: str
    granted: str
    ends: str
    ended_when: str
    besides: str
    asks: str
    from_grant: str
    from_end: str


def answer(text: str, plain: str, about: date, said: Words) -> str | None:
    """The days that follow from the one day named in full; `about` only fills the place of a today."""
    day = parse_date(text, about) if _YEAR.search(plain) else None
    if day is None or not _has(said.asks, plain) or _has(said.besides, plain):
        return None
    if _has(said.granted, plain) or _has(said.ended_when, plain):
        return said.from_grant.format(granted=show_date(day), **_window(expires(day)))
    if _has(said.ends, plain):
        return said.from_end.format(**_window(day))
    return None


def _has(pattern: str, plain: str) -> bool:
    return re.search(rf"\b(?:{pattern})\b", plain) is not None


def _window(ends: date) -> dict[str, str]:
    window = renewal_window(ends)
    return {"ends": show_date(ends), "opens": show_date(window.opens), "closes": show_date(window.closes)}
