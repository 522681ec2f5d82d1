"""Poses what is asked about an event: which products, really not, what was useful, what comes next."""

from collections.abc import Callable

from ocop_core.conversation.events.facts import EventView, event_need
from ocop_core.conversation.events.saying import facts_of
from ocop_core.conversation.forms.field import paged, yes_no
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.state import State
from ocop_core.conversation.world import World
from ocop_core.text import shorten

LONGEST_LABEL = 40


def view_of(state: State, world: World) -> EventView | None:
    """The event that is asked about."""
    return world.look(event_need(str(state.aside.get("event", ""))))


def _products(state: State, world: World) -> Say:
    view = view_of(state, world)
    if view is None:
        return Say("event.unknown_said", {}, (Choice("do:event.list", world.label("event.others")),))
    made = tuple(Choice(f"m{n}", shorten(name, LONGEST_LABEL)) for n, name in enumerate(view.makes))
    every = (Choice("all", world.label("event.products_all")),) if len(made) > 1 else ()
    key = "event.products" if made else "event.products_typed"
    shown = paged(made, state.aside.get("page", 0), world, every)
    return Say(key, facts_of(view, world.words), shown, ("back", "person"))


def _drop(state: State, world: World) -> Say:
    view = view_of(state, world)
    if view is None:
        return Say("event.unknown_said", {}, (Choice("do:event.list", world.label("event.others")),))
    choices = yes_no(world, "event.drop_yes", "event.drop_no")
    return Say("event.drop", facts_of(view, world.words), choices)


def _asked(state: State, world: World) -> Say:
    skip = (Choice("skip", world.label("event.skip")),)
    return Say("event.asked_learned" if state.aside.get("question") == "learned" else "event.asked_next", {}, skip)


def _who(state: State, world: World) -> Say:
    skip = (Choice("skip", world.label("event.skip")),)
    if state.aside.get("question") == "phone":
        return Say("event.who_phone", {}, skip, want="phone")
    return Say("event.who_name", {}, skip)


POSES: dict[str, Callable[[State, World], Say]] = {
    "event_products": _products,
    "event_drop": _drop,
    "event_asked": _asked,
    "event_who": _who,
}
