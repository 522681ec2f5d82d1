"""One step of a conversation: `step(state, inbound, world) -> Turn`, pure and total."""

from collections.abc import Callable

from ocop_core.conversation import (
    consenting,
    far_buttons,
    forming,
    linking,
    pauses,
    person,
    photos,
    plain,
    preferring,
    reporting,
    review,
    runs,
    sharing,
    told,
    wishing,
)
from ocop_core.conversation.dossiers import hearing, leftover
from ocop_core.conversation.events import hearing as events
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.meaning import resolve
from ocop_core.conversation.pose import pose
from ocop_core.conversation.promises import acts as promised
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Out, Turn
from ocop_core.conversation.where import sound
from ocop_core.conversation.world import World

LONGEST_TAP = 80


def step(state: State, inbound: Inbound, world: World) -> Turn:
    """What `inbound` leads to. Every inbound has an answer; the same arguments give the same turn."""
    state = runs.counted(leftover.without(sound(state, world), world), inbound, world)
    meant = resolve(state, inbound, world.now)
    turn = _route(state, meant, world)
    if state.muted:
        turn = preferring.woken(turn, meant, world)
    tapped = inbound.data if inbound.kind == "button" and meant.command != "old" else state.tapped
    fresh = turn.state.with_(at=world.now, tapped=tapped[:LONGEST_TAP], heard=inbound.kind)
    return Turn(fresh, _addressed(turn.outs, fresh, world), turn.waits)


def _route(state: State, meant: Meant, world: World) -> Turn:
    if meant.command == "again":
        return Turn(state, (Say("nav.again"),))
    others = linking.heard(state, meant, world) or sharing.heard(state, meant, world, _again)
    if turn := others or reporting.heard(state, meant, world):
        return turn
    if not world.consented:
        return runs.joined(state, consenting.before_consent(state, meant, world), meant.inbound, world)
    if meant.command == "old":
        return pose(state, world, Say("nav.old_button"))
    if state.mode == "person" and not (meant.inbound.kind == "start" and meant.inbound.data):
        return person.heard(state, meant, world, wishing.do)
    if hear := _HEARERS.get(meant.inbound.kind):
        return hear(state, meant, world)
    meant = far_buttons.named(state, told.answering(state, meant, world), world)
    if meant.inbound.kind == "text" and not meant.text:
        return pose(state, world, Say("nav.unsupported"))
    return _read(state, meant, world)


def _again(state: State, text: str, world: World) -> Turn:
    """What was written before another question came between."""
    return _route(state, resolve(state, Inbound("text", text), world.now), world)


def _beside(state: State, meant: Meant, world: World) -> Turn:
    """What is neither words nor evidence: a fitting word, and the question again."""
    return pose(state, world, Say(f"nav.{meant.inbound.kind}"))


def _unchanged(state: State, meant: Meant, world: World) -> Turn:
    return pose(state, world)


def _evidence(state: State, meant: Meant, world: World) -> Turn:
    turn = promised.evidence(state, meant, world) or photos.kept(state, meant, world, _read)
    return runs.joined(state, turn, meant.inbound, world)


def _contact(state: State, meant: Meant, world: World) -> Turn:
    asked = promised.contact(state, meant, world) or events.contact(state, meant, world)
    return asked or forming.heard_elsewhere(state, meant, world)


def _read(state: State, meant: Meant, world: World) -> Turn:
    return _HANDLERS[state.mode](state, meant, world)


_HEARERS: dict[str, Callable[[State, Meant, World], Turn]] = {
    "start": plain.started,
    "photo": _evidence,
    "document": _evidence,
    "location": forming.heard_elsewhere,
    "contact": _contact,
    "blocked": _unchanged,
    "unblocked": _unchanged,
    **dict.fromkeys(("sticker", "edited", "video", "voice", "unsupported", "link"), _beside),
}
_HANDLERS: dict[str, Callable[[State, Meant, World], Turn]] = {
    **plain.HANDLERS,
    **pauses.HANDLERS,
    **review.HANDLERS,
    **hearing.HANDLERS,
    "ask": forming.answer,
    **promised.handlers(plain.idle),
    **events.handlers(plain.idle),
}


def _addressed(outs: tuple[Out, ...], state: State, world: World) -> tuple[Out, ...]:
    """How somebody wants to be addressed holds from the next sentence on, not only once it is handed in."""
    key = f"idea_more.call.{state.answers.get('call')}_you"
    if not state.answers.get("call") or not world.words.has(key):
        return outs
    you = world.words.say(key)
    called = {"you": you, "You": you[:1].upper() + you[1:]}
    return tuple(out.with_(params={**called, **out.params}) if isinstance(out, Say) else out for out in outs)
