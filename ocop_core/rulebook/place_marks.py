"""The little words before a place: xã, p., tt, huyện, ấp, ở."""

from collections.abc import Sequence

from ocop_core.rulebook.phrasebook import Said
from ocop_core.rulebook.spelling import EXACT, SLIPPED, likeness

HAMLET = "ấp"
AT = "ở"

_MARKS = {
    ("xã",): "xã", ("x",): "xã", ("phường",): "phường", ("p",): "phường", ("ph",): "phường",
    ("thị", "trấn"): "thị trấn", ("tt",): "thị trấn", ("đặc", "khu"): "đặc khu", ("đk",): "đặc khu",
    ("huyện",): "huyện", ("h",): "huyện", ("thị", "xã"): "thị xã", ("tx",): "thị xã",
    ("thành", "phố"): "thành phố", ("tp",): "thành phố", ("tỉnh",): "tỉnh",
    ("ấp",): HAMLET, ("khóm",): HAMLET, ("khu", "phố"): HAMLET, ("kp",): HAMLET, ("tổ",): HAMLET,
    ("thôn",): HAMLET, ("phum",): HAMLET, ("sóc",): HAMLET, ("đường",): HAMLET, ("hẻm",): HAMLET,
    ("chợ",): HAMLET, ("cầu",): HAMLET, ("kênh",): HAMLET, ("kinh",): HAMLET,
    ("ở",): AT, ("tại",): AT, ("ngụ",): AT, ("về",): AT, ("bên",): AT, ("quê",): AT, ("dưới",): AT,
}  # fmt: skip
_LONGEST = 2


def mark_before(said: Said, start: int) -> str:
    """The kind word right before word `start`: a kind of unit or district, HAMLET, AT, or ""."""
    for length in range(_LONGEST, 0, -1):
        typed = said.words[max(0, start - length) : start]
        for words, mark in _MARKS.items():
            if len(typed) == len(words) and _same(typed, words, said.marked):
                return mark
    return ""


def _same(typed: Sequence[str], words: Sequence[str], marked: bool) -> bool:
    """In a text with marks "xa" is far and "cho" is for, so a kind word must carry its own."""
    if marked and len(words) == 1:
        return likeness(typed[0], words[0]) == EXACT
    return all(likeness(left, right) > SLIPPED for left, right in zip(typed, words, strict=True))
