"""Cuts long texts into pieces that a messenger takes, where a reader would pause."""

import re
import unicodedata

# Tried in this order; a piece always keeps the space or line end that it was cut after.
PAUSES = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"[.!?…]\s+"), re.compile(r"\s"))
ZWJ = "\u200d"
MARKS = ("Mn", "Mc", "Me", "Cf")


def split(text: str, limit: int) -> tuple[str, ...]:
    """Pieces of at most `limit` (2 or more) UTF-16 units that join to `text` again, no letter torn.

    Cut at a paragraph, else a line, a sentence, a word; only a word longer than a piece is cut itself.
    """
    pieces = []
    while units(text) > limit:
        at = _cut(text[: _reach(text, limit)], text)
        pieces.append(text[:at])
        text = text[at:]
    return (*pieces, text) if text else tuple(pieces)


def shorten(text: str, limit: int) -> str:
    """The text in at most `limit` UTF-16 units, with an ellipsis where something was left out."""
    if units(text) <= limit:
        return text
    return text[: _whole_letters(text, _reach(text, limit - 1))].rstrip() + "…"


def units(text: str) -> int:
    """Length as messengers count it: letters beyond the basic plane, as most emoji, are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _reach(text: str, limit: int) -> int:
    """How many characters of `text` fit into `limit` units."""
    at, used = min(len(text), limit), units(text[:limit])
    while used > limit:
        at -= 1
        used -= units(text[at])
    return at


def _cut(window: str, text: str) -> int:
    for pause in PAUSES:
        ends = [match.end() for match in pause.finditer(window)]
        # A pause near the beginning would leave a scrap of a piece; a finer pause further on is better.
        good = [end for end in ends if end > len(window) // 4 and is_border(text, end)]
        if good:
            return good[-1]
    return _whole_letters(text, len(window))


def _whole_letters(text: str, at: int) -> int:
    border = at
    while border > 0 and not is_border(text, border):
        border -= 1
    return border or at


def is_border(text: str, at: int) -> bool:
    """Whether `text` may be cut before position `at` without tearing a letter, an emoji or a flag."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if before == ZWJ or unicodedata.category(after) in MARKS or "\U0001f3fb" <= after <= "\U0001f3ff":
        return False
    if before == "\r" and after == "\n":
        return False
    if "\u1160" <= after <= "\u11ff":
        return False
    return not (_is_flag(after) and _flags_before(text, at) % 2)


def _is_flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _flags_before(text: str, at: int) -> int:
    count = 0
    while count < at and _is_flag(text[at - 1 - count]):
        count += 1
    return count
