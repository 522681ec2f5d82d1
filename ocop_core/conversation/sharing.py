"""One phone, several producers: who is it for, and each finds their own conversation where it stopped."""

from collections.abc import Callable
from dataclasses import replace

from ocop_core.conversation.absence import long_away
from ocop_core.conversation.effects import AddPerson, SwitchPerson
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.moves import park, present
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import NEW, State, dump, load
from ocop_core.conversation.turn import Out, Turn
from ocop_core.conversation.who import NEW_ONE, OTHERS, Who, called
from ocop_core.conversation.world import World

ASK = "who.ask"
LONGEST_HELD = 1000
Again = Callable[[State, str, World], Turn]


def ask(state: State, rest: str, world: World) -> Turn:
    """Who is it for: those who share this chat, or somebody new."""
    return pose(present(state).with_(mode="who", aside={}), world)


def heard(state: State, meant: Meant, world: World, again: Again) -> Turn | None:
    """What concerns the question for whom it is; None for everything else. It stands before consent, which is each
    person's own.

    After a long absence a chat that several share asks first; what was written waits for the answer.
    """
    if state.mode == "who" and meant.choice is not None:
        return _decided(state, meant.choice, world, again)
    if not state.shared:
        return None
    if meant.command == ASK or (state.mode == "consent" and meant.choice == "no"):
        return ask(state, "", world)
    if meant.inbound.kind == "text" and not meant.command and state.mode != "who" and long_away(state, world):
        return pose(present(state).with_(mode="who", aside={}, held=meant.text[:LONGEST_HELD]), world)
    return None


def _decided(state: State, choice: str, world: World, again: Again) -> Turn:
    if choice == NEW_ONE:
        return _somebody_new(state, world)
    people = world.look(OTHERS)
    found = next((each for each in enumerate(people, 1) if choice == f"p{each[1].person_id}"), None)
    if found is None:
        return pose(state.with_(aside={"page": state.aside.get("page", 0) + 1}), world)
    number, who = found
    if who.present:
        return _goes_on(present(state), state.held, world, again)
    return _switched(state, who, called(who, number, world), world, again)


def _goes_on(state: State, held: str, world: World, again: Again) -> Turn:
    """With what was written before the question, else where one is."""
    if not world.consented:
        return pose(state.with_(mode="consent"), world)
    fresh = state.with_(at=world.now)
    return again(fresh, held, world) if held else pose(fresh, world)


def _switched(state: State, who: Who, name: str, world: World, again: Again) -> Turn:
    theirs = replace(world, consented=who.consented, you=who.you, phone=who.phone, known={})
    fresh = present(load(who.state)).with_(turn=state.turn, shared=True)
    turn = _goes_on(fresh, state.held, theirs, again)
    return _spoken_to(
        turn.led_by(SwitchPerson(who.person_id, _kept(state, world)), Say("who.switched", {"name": name})), who.you
    )


def _somebody_new(state: State, world: World) -> Turn:
    you = world.label("nav.you")
    stranger = replace(world, consented=False, you=you, phone=None, known={})
    fresh = NEW.with_(turn=state.turn, mode="consent", shared=True)
    return _spoken_to(pose(fresh, stranger, AddPerson(_kept(state, world)), Say("who.consent_first")), you)


def _kept(state: State, world: World) -> str:
    """The conversation as it is put away: with everything begun, and no question open."""
    return dump(park(present(state), world).with_(shared=True, offer=()))


def _spoken_to(turn: Turn, you: str) -> Turn:
    """The turn is for another person than the one it began with, who may be addressed otherwise."""
    address = {"you": you, "You": you[:1].upper() + you[1:]}
    outs: tuple[Out, ...] = tuple(
        out.with_(params={**address, **out.params}) if isinstance(out, Say) else out for out in turn.outs
    )
    return Turn(turn.state, outs)


ACTS: dict[str, Callable[[State, str, World], Turn]] = {ASK: ask}
