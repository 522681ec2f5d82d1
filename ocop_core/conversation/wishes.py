"""Turns what was understood of a text into a wish that the conversation can act on; the same text is read once."""

import re
from collections.abc import Callable
from functools import lru_cache

from ocop_core.conversation.world import Wish
from ocop_core.text import words as plain
from ocop_core.understanding import NONE, Meaning, Reader, near

_CODE = re.compile(r"\b(yt|hs)[\s-]?([a-z0-9]{5})\b")
_CODE_TYPED = re.compile(r"\b(?:cho )?(?:yt|hs)[\s-]?[a-z0-9]{5}\b", re.IGNORECASE)
# A training or fair by its number, as it stands on the poster.
_EVENT_TYPED = re.compile(r"\bsk[\s-]?(\d{1,9})$")
_OF_CODES = frozenset({"idea.more", "idea.reply"})
_LONGEST_WITH_CODE = 8
_LONGEST_WITH_NUMBER = 40
# Said of nothing in particular these are no wish: the question at hand reads them, or there is none.
_ANSWERS = frozenset({NONE, "yes", "no"})
_REMEMBERED = 256
# The paper that is sent is named in the middle of the words: "gửi giấy an toàn thực phẩm".
_NAMES_PAPER = frozenset({"dossier.send"})
_LONGEST_NAMED = 200


def remembered(read: Callable[[str], Meaning]) -> Callable[[str], Meaning]:
    """The same reading, kept for a while: one step, and the step taken again, ask for it several times."""
    return lru_cache(maxsize=_REMEMBERED)(read)


def wishes_of(reader: Reader, read: Callable[[str], Meaning]) -> Callable[[str], Wish | None]:
    """Reads the wish of a text; None where there is none."""

    def wish(text: str) -> Wish | None:
        if name := reader.finer.alone(text):
            return Wish(name, whole=True, first=True)
        meaning = read(text)
        if code := _code(text):
            about = reader.finer.alone(_CODE_TYPED.sub(" ", text))
            return Wish(about if about in _OF_CODES else "idea.look_up", code, whole=True, first=True)
        if number := _event(text):
            return Wish("event.see", number, whole=True, first=True)
        finer = reader.finer.within(text, meaning.intent)
        if finer:
            return Wish(finer, whole=meaning.whole, first=True)
        return None if meaning.intent in _ANSWERS else _wish(meaning, text)

    return wish


def _wish(meaning: Meaning, text: str) -> Wish:
    rest = meaning.rest or (text[:_LONGEST_NAMED] if meaning.intent in _NAMES_PAPER else "")
    other = meaning.runner_up if near(meaning) and meaning.runner_up not in _ANSWERS else ""
    return Wish(meaning.intent, rest, meaning.whole, meaning.first, meaning.score, other or "")


def _event(text: str) -> str:
    """The number of an event at the end of a short text; "" for none."""
    found = _EVENT_TYPED.search(plain(text)) if len(text) <= _LONGEST_WITH_NUMBER else None
    return found[1] if found else ""


def _code(text: str) -> str:
    """The receipt code in a short text; "" for none."""
    said = plain(text[:80])
    found = _CODE.search(said) if said.count(" ") < _LONGEST_WITH_CODE and len(text) <= 80 else None
    return f"{found[1]}-{found[2]}".upper() if found else ""
