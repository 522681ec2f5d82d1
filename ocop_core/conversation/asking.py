"""Questions between answers: what is known is answered, what is not is passed on, and one goes on at the same step."""

from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.where import field_of
from ocop_core.conversation.world import World

LONGEST_HELD = 1000


def answered(state: State, text: str, world: World) -> Turn | None:
    """The answer to a question and the form's own question again; None if nothing was asked.

    Where any words would be an answer, those of an unknown question are asked back instead of being taken.
    """
    if not world.knowledge.asks(text):
        return None
    key, field = world.knowledge.answer(text), field_of(state, world) if state.mode == "ask" else None
    guess = dict(field.guess(text)) if field else {}
    if field and field.questions:
        return pose(state.with_(aside=guess, misses=0), world, Say(key)) if key else None
    if key:
        return pose(state.with_(misses=0), world, Say(key), Say("nav.go_on"))
    if field and field.free:
        return pose(state.with_(aside=guess, misses=0), world, Say("nav.ask_person"))
    return None


def known(state: State, text: str, world: World) -> Turn | None:
    """The answer to words that the question at hand could not read, where somebody taught one."""
    key = world.knowledge.answer(text)
    return pose(state.with_(misses=0), world, Say(key), Say("nav.go_on")) if key else None


def passed_on(state: State, text: str, world: World) -> Turn:
    """A question outside any form that nobody taught an answer to: an officer can have it word by word."""
    held = " ".join(text.split())[:LONGEST_HELD]
    return pose(state.with_(mode="handover", held=held, misses=0), world)
