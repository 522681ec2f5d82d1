"""Coming back after a long time: what is written then may not be meant as the answer."""

from datetime import timedelta

from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.pose import pose
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.where import field_of
from ocop_core.conversation.world import World

AWAY = timedelta(hours=6)


def long_away(state: State, world: World) -> bool:
    """Whether so much time has passed that a free text may not be meant as the answer."""
    return state.at is not None and world.now - state.at >= AWAY


def welcome_back(state: State, meant: Meant, world: World) -> Turn:
    """Asks where to go on, and holds on to what was written, as much of it as an answer may have."""
    held = str(field_of(state, world).guess(meant.text).get("guess", ""))
    return pose(state.with_(mode="resume", held=held), world)
