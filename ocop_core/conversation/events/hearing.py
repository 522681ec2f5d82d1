"""Reads the answers to what is asked about an event; all else is heard as outside of it."""

from collections.abc import Callable
from dataclasses import replace

from ocop_core import text as reading
from ocop_core.conversation.events.facts import DeclineEvent, RateEvent, TellWho
from ocop_core.conversation.events.joining import WHO, asked_who, joined
from ocop_core.conversation.events.posing import view_of
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.forms.reading import longest
from ocop_core.conversation.misses import missed
from ocop_core.conversation.moves import leave
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World

LONGEST_PRODUCTS, LONGEST_WORDS, LONGEST_NAME = 400, 500, 120
Handler = Callable[[State, Meant, World], Turn]


def handlers(otherwise: Handler) -> dict[str, Handler]:
    """How words are read at each question; `otherwise` reads what is something else."""
    readers = {**_READERS, WHO: _unless_asked(_who, otherwise)}
    return {mode: _with_ways_out(read, otherwise) for mode, read in readers.items()}


def _unless_asked(read: Handler, otherwise: Handler) -> Handler:
    """A question is no name: it is answered, and the question at hand given up."""

    def heard(state: State, meant: Meant, world: World) -> Turn:
        asks = meant.inbound.kind == "text" and not meant.choice and world.knowledge.asks(meant.text)
        return otherwise(leave(state), meant, world) if asks else read(state, meant, world)

    return heard


def _with_ways_out(read: Handler, otherwise: Handler) -> Handler:
    """A wish or a way out leaves the question; all else is read as its answer."""

    def heard(state: State, meant: Meant, world: World) -> Turn:
        if meant.command == "nav.back":
            return pose(leave(state), world)
        wish = world.knowledge.wish(meant.text) if meant.text and not meant.choice else None
        if meant.command or (wish and wish.whole and wish.sure):
            return otherwise(leave(state), meant, world)
        return read(state, meant, world)

    return heard


def _products(state: State, meant: Meant, world: World) -> Turn:
    view, choice = view_of(state, world), meant.choice or ""
    if view is None:
        return pose(leave(state), world, Say("event.unknown_said"))
    if choice == "more":
        return pose(state.with_(aside={**state.aside, "page": state.aside.get("page", 0) + 1}), world)
    named = _named(choice, meant.text, view.makes)
    if not named:
        return missed(state, world, Say("event.products_retry"))
    return joined(state, view, world, named)


def _named(choice: str, said: str, makes: tuple[str, ...]) -> tuple[str, ...]:
    """The products that were tapped or written, one after another with commas."""
    if choice == "all":
        return makes
    if choice.startswith("m") and choice[1:].isdecimal():
        return makes[int(choice[1:]) :][:1]
    parts = said[:LONGEST_PRODUCTS].replace(";", ",").replace("\n", ",").split(",")
    return tuple(part.strip() for part in parts if any(map(str.isalpha, part)))


def _drop(state: State, meant: Meant, world: World) -> Turn:
    # "Không đi nữa" is a yes to this question, whatever it is to others.
    choice = _dropped(meant.text, world) or meant.choice
    if choice == "yes":
        return pose(leave(state), world, DeclineEvent(int(state.aside.get("event", 0))))
    if choice == "no":
        return pose(leave(state), world, Say("event.drop_kept"))
    return missed(state, world, Say("event.drop_retry"))


def _dropped(said: str, world: World) -> str:
    """What the words say about going, if they name it."""
    found = {way: longest(said, world.listed(f"event.drop_{way}_words")) for way in ("yes", "no")}
    best = max(found, key=lambda way: found[way])
    return best if found[best] else ""


def _asked(state: State, meant: Meant, world: World) -> Turn:
    event, question = int(state.aside.get("event", 0)), state.aside.get("question", "learned")
    said = " ".join(meant.text.split())[:LONGEST_WORDS] if meant.choice != "skip" else ""
    kept = RateEvent(event, question, said) if said else None
    if question == "learned":
        return pose(state.with_(aside={**state.aside, "question": "next"}), world, kept)
    return pose(leave(state), world, kept, Say("event.asked_thanks"))


def _is_name(said: str) -> bool:
    """Family name and given name; "dạ được" is neither."""
    parts = [part for part in said.split() if any(map(str.isalpha, part))]
    return len(parts) > 1 and reading.parse_yes_no(said) is None


def contact(state: State, meant: Meant, world: World) -> Turn | None:
    """A number that is shared rather than typed; None where none was asked for."""
    return _who(state, meant, world) if state.mode == WHO and state.aside.get("question") == "phone" else None


def _who(state: State, meant: Meant, world: World) -> Turn:
    view, question = view_of(state, world), state.aside.get("question", "name")
    if view is None:
        return pose(leave(state), world, Say("event.unknown_said"))
    if meant.choice == "skip":
        return asked_who(state, view, world)
    if question == "name":
        name = " ".join(meant.text.split())[:LONGEST_NAME]
        if not _is_name(name):
            return missed(state, world, Say("event.who_name_retry"))
        return asked_who(state, replace(view, named=True), world, TellWho(view.id, name=name))
    phone = reading.parse_phone(meant.inbound.phone or meant.text)
    if not phone:
        return missed(state, world, Say("event.who_phone_retry"))
    return asked_who(state, replace(view, phoned=True), world, TellWho(view.id, phone=phone))


_READERS: dict[str, Handler] = {"event_products": _products, "event_drop": _drop, "event_asked": _asked}
