"""Knows the columns of a table by what their headings mean, however an office has worded them."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec

from ocop_core.rulebook.datafile import read_toml
from ocop_core.text.fold import words

LONGEST = 90
# A heading holds no year and no number of a decision.
_NUMBER = re.compile(r"\d{4}|\d q d|\d qd")
_WEAK = frozenset({"stt", "note", "address", "kind", "head"})
# Too short to say by themselves what they are about.
_WIDE = frozenset({"so", "ten", "ngay", "nam", "tu", "den", "han", "ma", "ma so", "no", "dt", "cap", "hang", ""})


class _Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    patterns: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    column: tuple[_Column, ...]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    file = read_toml(Path(__file__).with_suffix(".toml"), _File)
    return tuple((each.name, re.compile("|".join(each.patterns))) for each in file.column)


def meaning(text: str, above: str = "") -> str | None:
    """What a column holds by its heading and by the one above it: "Số" below "Quyết định" is a decision's."""
    own, upper = words(text), words(above)
    if len(own) > LONGEST or _NUMBER.search(own) or not (own or upper):
        return None
    wide = own in _WIDE and upper not in ("", own)
    found = None if wide else _meaning(own)
    return found or (_meaning(f"{upper} {own}".strip()) if len(upper) <= LONGEST else None)


def _meaning(plain: str) -> str | None:
    return next((name for name, pattern in _patterns() if plain and pattern.fullmatch(plain)), None)


def weight(found: Sequence[str | None]) -> int:
    """How much a row looks like the headings of a list of certificates; 0 where it cannot be one."""
    known = {each for each in found if each}
    if "product" not in known or not known & {"producer", "stars", "star3", "star4", "decision", "issued", "score"}:
        return 0
    return 2 * len(known - _WEAK) + len(known & _WEAK)
