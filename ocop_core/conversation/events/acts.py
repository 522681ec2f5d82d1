"""What the wishes about trainings and fairs lead to: look, join, leave, ask more, say how it was."""

from collections.abc import Callable

from ocop_core.conversation import person
from ocop_core.conversation.events import saying
from ocop_core.conversation.events.facts import (
    EVENTS,
    MINE,
    DeclineEvent,
    EventView,
    RateEvent,
    SendTicket,
    event_need,
)
from ocop_core.conversation.events.joining import joined, shut
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.moves import leave, park, present, start
from ocop_core.conversation.pose import pose
from ocop_core.conversation.pushed import pushed, yielding
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World

Act = Callable[[State, str, World], Turn]
Handler = Callable[[State, Meant, World], Turn]
SHOWN = 4


def _view(rest: str, world: World) -> EventView | None:
    number = rest.partition(":")[0]
    return world.look(event_need(number)) if number.isdecimal() and len(number) < 12 else None


def _unknown(state: State, world: World) -> Turn:
    return pose(present(state), world, Say("event.unknown_said"))


def _shown(state: State, say: Say, world: World) -> Turn:
    """With numbers; in the middle of a form its question follows and keeps them, and the answers can be tapped."""
    state = yielding(state)
    if state.form:
        _, tapped = pushed(state, say)
        return pose(present(state), world, tapped.with_(alone=True))
    after, numbered = pushed(leave(state), say)
    return Turn(after, (numbered,))


def listed(state: State, rest: str, world: World) -> Turn:
    """What is coming up near somebody."""
    return _list(state, "event.list", world.look(EVENTS), rest, "event.list", world)


def mine(state: State, rest: str, world: World) -> Turn:
    """What somebody signed up for."""
    return _list(state, "event.mine", world.look(MINE), rest, "event.mine", world)


def _list(state: State, key: str, found: tuple[EventView, ...], rest: str, wish: str, world: World) -> Turn:
    first = int(rest) if rest.isdecimal() and int(rest) < len(found) else 0
    views = found[first : first + SHOWN]
    if not views:
        return pose(present(state), world, Say(f"{key}_none"))
    choices = tuple(Choice(f"do:event.see:{view.id}", saying.label(view, world.words)) for view in views)
    if len(found) > first + SHOWN:
        choices = (*choices, Choice(f"do:{wish}:{first + SHOWN}", world.label("event.later")))
    lines = "\n".join(saying.line(view, world.words) for view in views)
    return _shown(state, Say(key, {"lines": lines, "count": len(found)}, choices), world)


def see(state: State, rest: str, world: World) -> Turn:
    """One event, by a button or a link."""
    view = _view(rest, world)
    if view is None:
        return _unknown(state, world)
    return _shown(state, saying.one(view, world.words, shut(view, world)), world)


def join(state: State, rest: str, world: World) -> Turn:
    """They come. At a fair it is asked which products they bring."""
    view = _view(rest, world)
    if view is None:
        return _unknown(state, world)
    new = view.mine not in ("going", "waiting", "came", "offered") and not shut(view, world)
    if view.kind == "fair" and (new or (view.mine == "offered" and not view.products)):
        return _which(state, view, world)
    return joined(state, view, world)


def products(state: State, rest: str, world: World) -> Turn:
    """They bring something else than they said."""
    view = _view(rest, world)
    if view is None or view.kind != "fair":
        return _unknown(state, world)
    if why := shut(view, world):
        return pose(present(state), world, Say(f"event.{why}", {"title": view.title}))
    return _which(state, view, world)


def _which(state: State, view: EventView, world: World) -> Turn:
    return pose(park(state, world).with_(mode="event_products", aside={"event": view.id}), world)


def decline(state: State, rest: str, world: World) -> Turn:
    """They do not come."""
    view = _view(rest, world)
    return pose(present(state), world, DeclineEvent(view.id)) if view else _unknown(state, world)


def drop(state: State, rest: str, world: World) -> Turn:
    """They do not come after all: asked once, as somebody else gets the place."""
    view = _view(rest, world)
    if view is None:
        return _unknown(state, world)
    return pose(park(state, world).with_(mode="event_drop", aside={"event": view.id}), world)


def ask(state: State, rest: str, world: World) -> Turn:
    """A person answers what is not written there; they know which event it is about."""
    view = _view(rest, world)
    if view is None:
        return _unknown(state, world)
    about = world.label("event.ask_about", **saying.facts_of(view, world.words))
    if state.thread:
        return person.back(state, about, world)
    return start(state, "officer", world, {"about": about})


def ticket(state: State, rest: str, world: World) -> Turn:
    """The code as a picture, and the entry for a calendar."""
    view = _view(rest, world)
    return pose(present(state), world, SendTicket(view.id)) if view else _unknown(state, world)


def rate(state: State, rest: str, world: World) -> Turn:
    """How it was, by a button; two more questions follow."""
    view, rating = _view(rest, world), rest.partition(":")[2]
    if view is None or rating not in saying.RATINGS:
        return _unknown(state, world)
    fresh = park(state, world).with_(mode="event_asked", aside={"event": view.id, "question": "learned"})
    return pose(fresh, world, RateEvent(view.id, "rating", rating))


ACTS: dict[str, Act] = {
    "event.list": listed,
    "event.mine": mine,
    "event.see": see,
    "event.join": join,
    "event.products": products,
    "event.decline": decline,
    "event.drop": drop,
    "event.ask": ask,
    "event.rate": rate,
    "event.ticket": ticket,
}
