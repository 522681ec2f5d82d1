"""Does what somebody wishes, in a form or outside: ways out, and the things the assistant can do."""

from collections.abc import Callable

from ocop_core.conversation.effects import Effect, ListMine, LookUp, ShowData
from ocop_core.conversation.moves import back, park, start, take
from ocop_core.conversation.pose import field_of, form_of, pose, title
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Wish, World

WAYS_OUT = {"nav.back", "nav.skip", "nav.later", "nav.cancel", "nav.menu", "nav.help", "nav.finish"}
WAYS_OUT |= {"officer.contact"}


def do(state: State, wish: Wish, world: World) -> Turn:
    """What a wish leads to. In a form the answers so far are kept, whatever is wished."""
    if state.form and wish.name.startswith("nav.") or wish.name == "greeting" and state.form:
        return _in_form(state, wish, world)
    return _anywhere(state, wish, world)


def _in_form(state: State, wish: Wish, world: World) -> Turn:
    you = {"you": world.you}
    match wish.name:
        case "nav.back":
            return back(state, world)
        case "nav.skip" if state.field and field_of(state, world).optional:
            return take(state, None, world)
        case "nav.skip":
            return pose(state, world, Say("nav.cannot_skip", you))
        case "nav.later" | "nav.menu":
            named = {"title": title(state.form or "", state.answers, world), **you}
            return pose(park(state), world, Say("nav.parked", named))
        case "nav.finish" if _rest_is_optional(state, world):
            return pose(state.with_(mode="review", field=None, aside={}), world)
        case "nav.cancel":
            return pose(state.with_(mode="cancel"), world)
        case "nav.help":
            key = f"{state.form}.{state.field}.help"
            return pose(state, world, Say(key if world.words.has(key) else "nav.help", you))
        case _:
            return pose(state.with_(mode="resume"), world)


def _rest_is_optional(state: State, world: World) -> bool:
    open_fields = [f for f in form_of(state, world).applying(state.answers) if f.id not in state.answers]
    return all(f.optional for f in open_fields)


def _anywhere(state: State, wish: Wish, world: World) -> Turn:
    you = {"you": world.you}
    if wish.name in _LOOKS:
        return pose(state, world, _LOOKS[wish.name](wish.rest))
    match wish.name:
        case "idea.register":
            return register(state, wish.rest, world)
        case "idea.more" | "idea.reply" if wish.rest:
            return start(park(state), wish.name.replace(".", "_"), world, {"idea": wish.rest}, {})
        case "officer.contact":
            seed = {"about": wish.rest} if len(wish.rest.split()) > 2 else {}
            return start(park(state), "officer", world, seed, {})
        case "data.erase":
            return pose(park(state).with_(mode="erase"), world)
        case "nav.resume" | "greeting" if state.drafts:
            return pose(state.with_(mode="choose", wish=""), world, Say("menu.hello_back", you))
    key = f"menu.{wish.name.replace('.', '_')}_said"
    return pose(state, world, Say(key, you)) if world.words.has(key) else pose(state, world)


_LOOKS: dict[str, Callable[[str], Effect]] = {
    "idea.mine": lambda rest: ListMine(),
    "idea.look_up": LookUp,
    "data.mine": lambda rest: ShowData(),
}


def register(state: State, rest: str, world: World) -> Turn:
    """A new idea; a draft of one is offered first, so that nobody tells the same twice."""
    aside = {"guess": rest[:1].upper() + rest[1:]} if rest else {}
    drafted = any(d.form == "idea" for d in state.drafts) or state.form == "idea"
    if drafted and state.wish != "idea.register":
        return pose(park(state).with_(mode="choose", wish="idea.register", held=rest), world)
    begun = start(state.with_(wish=""), "idea", world, {}, aside)
    return begun.led_by(Say("idea.begin", {"you": world.you}))
