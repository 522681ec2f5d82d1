"""Resolves an inbound: which choice a tap, a number or words stand for, and whether a button is old."""

from datetime import datetime, timedelta
from unicodedata import digit

from ocop_core import text as reading
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.forms.reading import folded as folded_words
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.link_code import USE, code_in
from ocop_core.conversation.state import State

ALWAYS = "do:"
LONGEST_CHOICE = 200
SHORTEST_QUOTE = 4
LONGEST_ZERO = 40
_EXITS = {"back": "nav.back", "keep": "nav.keep", "skip": "nav.skip", "later": "nav.later", "person": "officer.contact"}
# A button that is valid at any time has no turn: a second tap is told by how soon it comes.
_DOUBLE_TAP = timedelta(seconds=10)


def resolve(state: State, inbound: Inbound, now: datetime) -> Meant:
    """The inbound with what it stands for.

    Buttons: `b:<turn>:<number>` a choice, `x:<turn>:<exit>` a way out, `do:<wish>:<rest>` valid at any time.
    """
    if inbound.kind == "button":
        return _button(state, inbound, now)
    if inbound.kind == "start" and (code := code_in(inbound.data)):
        return Meant(inbound, command=USE, arg=code)
    text = reading.tidy(inbound.text)
    return worded(state, inbound, text) if inbound.kind == "text" else Meant(inbound, text)


def worded(state: State, inbound: Inbound, text: str) -> Meant:
    """Words, also those under a photo, with the choice that they name."""
    if len(text) < LONGEST_ZERO and any(digit(char, None) == 0 for char in text) and reading.is_zero(text):
        return Meant(inbound, text, command="nav.back")
    if code := code_in(text):
        return Meant(inbound, text, command=USE, arg=code)
    return _chosen(inbound, text, _choice(state, text))


def _button(state: State, inbound: Inbound, now: datetime) -> Meant:
    if inbound.data.startswith(ALWAYS):
        soon = state.at is not None and now - state.at < _DOUBLE_TAP
        return Meant(inbound, command="again") if soon and inbound.data == state.tapped else _always(inbound)
    kind, _, rest = inbound.data.partition(":")
    turn, _, what = rest.partition(":")
    if turn == str(state.turn) and inbound.data != state.tapped:
        if kind == "x" and what in _EXITS:
            return Meant(inbound, command=_EXITS[what])
        if kind == "b" and (value := _numbered(state, int(what) if _is_number(what) else 0)) is not None:
            return _chosen(inbound, "", value)
    second = inbound.data == state.tapped and turn in {str(state.turn - 1), str(state.turn)}
    return Meant(inbound, command="again" if second else "old")


def _always(inbound: Inbound, text: str = "", value: str | None = None) -> Meant:
    name, _, arg = (value or inbound.data).removeprefix(ALWAYS).partition(":")
    return Meant(inbound, text, command=name, arg=arg)


def _chosen(inbound: Inbound, text: str, value: str | None) -> Meant:
    if value is not None and value.startswith(ALWAYS):
        return _always(inbound, text, value)
    return Meant(inbound, text, choice=value)


def _is_number(what: str) -> bool:
    return what.isascii() and what.isdecimal() and len(what) <= 3


def _numbered(state: State, number: int) -> str | None:
    return next((value for n, value, _ in state.offer if n == number), None)


def _choice(state: State, text: str) -> str | None:
    if not state.offer or len(text) > LONGEST_CHOICE:
        return None
    highest = max(n for n, _, _ in state.offer)
    number = reading.parse_choice(text, highest)
    if number is not None and (value := _numbered(state, number)) is not None:
        return value
    folded = reading.words(text)
    if folded and (value := _labelled(state, folded)) is not None:
        return value
    values = {value for _, value, _ in state.offer}
    if "yes" in values and (answer := reading.parse_yes_no(text)) is not None:
        return "yes" if answer else "no" if "no" in values else None
    return None


def _labelled(state: State, folded: str) -> str | None:
    """The choice whose label was written, or copied with its number and cut short, as a keyboard of labels sends it."""
    for n, value, label in state.offer:
        plain, numbered = folded_words(label), folded.removeprefix(f"{n} ")
        if plain in {folded, numbered}:
            return value
        if numbered != folded and len(numbered) >= SHORTEST_QUOTE and plain.startswith(numbered):
            return value
    return None
