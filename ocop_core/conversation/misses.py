"""Misunderstandings escalate: once more with an example, then with ways out, then a person."""

from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World

MOST = 3


def missed(state: State, world: World, why: Say) -> Turn:
    """Says kindly what was not understood, and asks again in another way each time."""
    count = state.misses + 1
    if count >= MOST:
        return pose(state.with_(misses=0, mode="handover", held=""), world)
    hint = Say("nav.hint") if count == MOST - 1 and state.form else None
    return pose(state.with_(misses=count), world, hint, why=why)
