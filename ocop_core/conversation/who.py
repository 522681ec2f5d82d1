"""Who shares a chat, and the question for whom something is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from ocop_core.conversation.forms.field import paged
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.state import State
from ocop_core.conversation.world import Need, World

NEW_ONE = "new"


@dataclass(frozen=True, slots=True)
class Who:
    """One of those who share a chat: how they are called, what of theirs the engine needs, where they stopped."""

    person_id: int
    name: str
    present: bool
    consented: bool = True
    you: str = ""
    phone: str | None = None
    state: str = ""


OTHERS: Need[Sequence[Who]] = Need("who")


def ask(state: State, world: World) -> Say:
    """For whom it is: a few names at once, and somebody new on every page."""
    people = world.look(OTHERS)
    labels = tuple(Choice(f"p{who.person_id}", called(who, n, world)) for n, who in enumerate(people, start=1))
    last = (Choice(NEW_ONE, world.label("who.new")),)
    return Say("who.ask", {}, paged(labels, state.aside.get("page", 0), world, last))


def called(who: Who, number: int, world: World) -> str:
    """A name for a button; who has not told one has a number."""
    return who.name or world.label("who.nameless", number=number)
