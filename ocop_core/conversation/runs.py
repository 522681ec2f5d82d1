"""Photos that come one after the other: the first is acknowledged at once, those behind it together."""

from datetime import timedelta

from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World

FILES = {"photo", "document"}
# Known while what was said of the photos before has not gone out yet.
WAITS = "receipt"
_BURST = timedelta(minutes=2)


def counted(state: State, inbound: Inbound, world: World) -> State:
    """The state with how much has come since the person was last told, beside the first."""
    fresh = 0
    if _follows(state, inbound, world):
        fresh = len(inbound.files) + (state.more if WAITS in world.known else 0)
    again = state.again if fresh and WAITS in world.known else 0
    return state if (fresh, again) == (state.more, state.again) else state.with_(more=fresh, again=again)


def joined(before: State, turn: Turn, inbound: Inbound, world: World) -> Turn:
    """A turn that only acknowledges one more waits for the next one; the buttons on the screen stay good meanwhile."""
    if not _follows(before, inbound, world) or _place(turn.state) != _place(before):
        return turn
    same = turn.state.offer == before.offer
    return Turn(turn.state.with_(turn=before.turn) if same else turn.state, turn.outs, waits=True)


def _follows(state: State, inbound: Inbound, world: World) -> bool:
    """Whether it is one more of those that came just before, without a word."""
    there = any(ref.file_id for ref in inbound.files) or not world.consented
    soon = state.at is not None and world.now - state.at < _BURST
    return inbound.kind in FILES and state.heard in FILES and there and soon and not inbound.text.strip()


def _place(state: State) -> tuple[object, ...]:
    return state.mode, state.form, state.field, state.aside, state.editing
