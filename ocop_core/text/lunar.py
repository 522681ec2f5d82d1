"""Notices days of the lunar calendar, which are asked back and never guessed."""

import re
from collections.abc import Sequence

from ocop_core.text.fold import fold, tokens, typed_as
from ocop_core.text.numerals import SPOKEN

_NUMBER = rf"(?:\d{{1,2}}|{SPOKEN})"
_SOLAR = re.compile(r"\bduong lich\b|\blich tay\b|\btet (?:tay|duong)\b|\d (?:tay|dl)\b|\bthang \w+ tay\b")
_LUNAR = re.compile(
    r"\bam lich\b|\blich (?:am|ta)\b|\d (?:al|ta|am)\b|\bthang (?:gieng|chap)\b|\bgiao thua\b|\bvu lan\b"
    r"|\btrung thu\b|\bdoan ngo\b|(?:\bngay|\bhom|\bden|\btoi|^)\s?ram\b|\bram (?:thang|trung)\b"
)
_FIRST_TEN = re.compile(rf"\b(?:mung|mong) {_NUMBER}\b")


def is_lunar(text: str) -> bool:
    """Whether the text speaks of the lunar calendar: rằm, mùng, mồng, âm lịch, tháng Chạp, Tết."""
    typed = tokens(text)
    bare = " ".join(map(fold, typed))
    if _SOLAR.search(bare):
        return False
    return bool(_LUNAR.search(bare)) or _first_ten(typed, bare) or "rằm" in typed or _new_year(typed)


def _first_ten(typed: Sequence[str], bare: str) -> bool:
    # "mừng" and "mong" with other marks are everyday words.
    named = any(typed_as(token, "mùng") or typed_as(token, "mồng") for token in typed)
    return named and bool(_FIRST_TEN.search(bare))


def _new_year(typed: Sequence[str]) -> bool:
    """Tết, but not "bánh tét", which is a product."""
    before = ["", *typed]
    return any(
        typed_as(token, "tết") and (not typed_as(token, "tét") or fold(previous) != "banh")
        for previous, token in zip(before, typed, strict=False)
    )
