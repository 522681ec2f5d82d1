"""Somebody's yes to an event; who stands in no list yet is asked for name and phone, or the list is of no use."""

from ocop_core.conversation.events.facts import EventView, JoinEvent
from ocop_core.conversation.moves import leave, park, present
from ocop_core.conversation.pose import pose
from ocop_core.conversation.pushed import YIELD
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Out, Turn
from ocop_core.conversation.world import World

WHO = "event_who"
AT_REST = ("idle", "topics", "event_products", *YIELD)


def shut(view: EventView, world: World) -> str:
    """Why nobody can say any more that they come: it has begun, or was closed; "" while they can."""
    if view.state == "over" or view.starts_at <= world.now:
        return "begun"
    return "" if view.state == "open" and view.closes_on >= world.today else "closed"


def joined(state: State, view: EventView, world: World, products: tuple[str, ...] = ()) -> Turn:
    """They come. The place is theirs first; who they are is asked then, but not in the middle of a form."""
    yes = JoinEvent(view.id, products)
    takes = view.mine in ("going", "waiting", "offered") or (view.may and not shut(view, world))
    if not takes or state.mode not in AT_REST:
        return pose(leave(state) if state.mode in AT_REST else present(state), world, yes)
    return asked_who(park(state, world), view, world, yes)


def asked_who(state: State, view: EventView, world: World, *leads: Out | None) -> Turn:
    """What the list still lacks, one after the other; at the end the menu again."""
    skipped = state.aside.get("skipped", ()) if state.mode == WHO else ()
    lacks = [name for name, has in (("name", view.named), ("phone", view.phoned or world.phone)) if not has]
    left = [name for name in lacks if name not in skipped]
    if not left:
        thanks = Say("event.who_thanks") if state.mode == WHO else None
        return pose(leave(state), world, *leads, thanks)
    aside = {"event": view.id, "question": left[0], "skipped": [*skipped, left[0]]}
    return pose(leave(state).with_(mode=WHO, aside=aside), world, *leads)
