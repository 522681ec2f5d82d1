"""One step of a conversation: `step(state, inbound, world) -> Turn`, pure and total."""

from ocop_core.conversation import forming, pauses, plain, review
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.meaning import resolve
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World

_ANYTIME = {"sticker", "edited", "video", "voice", "unsupported", "link"}


def step(state: State, inbound: Inbound, world: World) -> Turn:
    """What `inbound` leads to. Every inbound has an answer; the same arguments give the same turn."""
    meant = resolve(state, inbound)
    turn = _route(state, meant, world)
    tapped = inbound.data if inbound.kind == "button" and meant.command != "old" else state.tapped
    return Turn(turn.state.with_(at=world.now, tapped=tapped), turn.outs)


def _route(state: State, meant: Meant, world: World) -> Turn:
    if meant.command == "again":
        return Turn(state, (Say("nav.again", {"you": world.you}),))
    if meant.command == "old":
        return _current(state, world, Say("nav.old_button", {"you": world.you}))
    if not world.consented:
        return plain.before_consent(state, meant, world)
    if meant.inbound.kind == "start":
        return plain.started(state, meant, world)
    if meant.inbound.kind in _ANYTIME:
        return _current(state, world, Say(f"nav.{meant.inbound.kind}", {"you": world.you}))
    return _HANDLERS.get(state.mode, plain.idle)(state, meant, world)


_HANDLERS = {**pauses.HANDLERS, **review.HANDLERS, "ask": forming.answer}


def _current(state: State, world: World, lead: Say) -> Turn:
    """Says something fitting and comes back to the question at hand."""
    return pose(state if world.consented else state.with_(mode="consent"), world, lead)
