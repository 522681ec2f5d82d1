"""Asks which wish was meant where words were understood but not surely: one or two buttons, and something else."""

from collections.abc import Callable

from ocop_core.conversation.answers import wish_key
from ocop_core.conversation.moves import leave, present
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Wish, World

# Nothing is lost by doing these on a guess; what cannot be taken back asks for itself.
HARMLESS = frozenset({
    "greeting", "thanks", "stop", "data.erase", "nav.menu", "nav.help", "nav.resume", "nav.back", "nav.cancel",
    "nav.later", "question.ask",
})  # fmt: skip
_LONGEST_HELD = 120
# Where nothing else is said and nothing else is near, so much is enough.
_ALMOST = 0.85

Do = Callable[[State, Wish, World], Turn]


def doubted(state: State, wish: Wish, world: World, do: Do) -> Turn:
    """What a wish leads to: done where it was surely meant, or harmless, else asked back."""
    plain = wish.whole and wish.score >= _ALMOST and not wish.other
    if wish.sure or plain or wish.name in HARMLESS or not world.words.has(wish_key(wish.name)):
        return do(state, wish, world)
    names = [name for name in (wish.name, wish.other) if name and world.words.has(wish_key(name))]
    asked = present(state).with_(mode="which", wish="|".join(names), held=wish.rest[:_LONGEST_HELD])
    return pose(asked, world)


def chosen(state: State, choice: str, world: World, do: Do) -> Turn:
    """One of the wishes, or none of them."""
    first, _, second = state.wish.partition("|")
    if choice in {"yes", "second"}:
        return do(present(state), Wish(second if choice == "second" else first, state.held), world)
    if state.form:
        return pose(present(state), world)
    return pose(leave(state), world, Say("menu.say_otherwise"))
