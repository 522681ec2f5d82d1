"""Resolves an inbound: which choice a tap, a number or words stand for, and whether a button is old."""

from ocop_core import text as reading
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.state import State

_EXITS = {"back": "nav.back", "skip": "nav.skip", "later": "nav.later", "person": "officer.contact"}


def resolve(state: State, inbound: Inbound) -> Meant:
    """The inbound with what it stands for.

    Buttons: `b:<turn>:<number>` a choice, `x:<turn>:<exit>` a way out, `do:<wish>:<rest>` valid at any time.
    """
    text = reading.tidy(inbound.text)
    if inbound.kind == "button":
        return _button(state, inbound)
    if inbound.kind != "text":
        return Meant(inbound, text)
    if reading.is_zero(text):
        return Meant(inbound, text, command="nav.back")
    return Meant(inbound, text, choice=_choice(state, text))


def _button(state: State, inbound: Inbound) -> Meant:
    kind, _, rest = inbound.data.partition(":")
    if kind == "do":
        name, _, arg = rest.partition(":")
        return Meant(inbound, command=name, arg=arg)
    turn, _, what = rest.partition(":")
    if turn != str(state.turn):
        return Meant(inbound, command="again" if inbound.data == state.tapped else "old")
    if kind == "x" and what in _EXITS:
        return Meant(inbound, command=_EXITS[what])
    if kind == "b" and (value := _numbered(state, int(what) if what.isdecimal() else 0)) is not None:
        return Meant(inbound, choice=value)
    return Meant(inbound, command="old")


def _numbered(state: State, number: int) -> str | None:
    return next((value for n, value, _ in state.offer if n == number), None)


def _choice(state: State, text: str) -> str | None:
    if not state.offer or len(text) > 200:
        return None
    highest = max(n for n, _, _ in state.offer)
    if (number := reading.parse_choice(text, highest)) is not None:
        return _numbered(state, number)
    folded = reading.words(text)
    for n, value, label in state.offer:
        plain = reading.words(label)
        if folded and folded in (plain, f"{n} {plain}"):
            return value
    values = {value for _, value, _ in state.offer}
    if "yes" in values and (answer := reading.parse_yes_no(text)) is not None:
        return "yes" if answer else "no" if "no" in values else None
    return None
