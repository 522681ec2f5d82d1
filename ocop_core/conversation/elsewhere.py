"""What a person has begun in another chat of theirs goes on here."""

from collections.abc import Sequence
from dataclasses import dataclass

from ocop_core.conversation.dossiers.leftover import of_use
from ocop_core.conversation.effects import TakeDrafts
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import Draft, State
from ocop_core.conversation.turn import Out
from ocop_core.conversation.world import Need, World

JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another chat of the same person: its number, its channel, and what was begun there."""

    chat_id: int
    channel: str
    drafts: tuple[Draft, ...]


ELSEWHERE: Need[Sequence[Elsewhere]] = Need("elsewhere")


def bring(state: State, world: World) -> tuple[State, tuple[Out, ...]]:
    """The state with what was begun in the other chat used last, and what is said of it.

    Nothing comes while something is at hand here, or has been put aside here.
    """
    if state.form or state.drafts or JOINED not in world.known:
        return state, ()
    usable = ((each, of_use(each.drafts, world)) for each in world.look(ELSEWHERE))
    found, drafts = next(((each, drafts) for each, drafts in usable if drafts), (None, ()))
    if found is None:
        return state, ()
    where = world.label(f"channel.{found.channel}")
    return state.with_(drafts=drafts), (TakeDrafts(found.chat_id), Say("link.brought", {"where": where}))
