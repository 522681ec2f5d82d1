"""Inside a form: an answer is read, kept, and the next question follows."""

from ocop_core.conversation import pauses
from ocop_core.conversation.forms.field import Meant, Retry, Stay, Take
from ocop_core.conversation.misses import missed
from ocop_core.conversation.moves import take, with_you
from ocop_core.conversation.photos import keep_photos
from ocop_core.conversation.pose import context, field_of, pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.wishing import WAYS_OUT, do
from ocop_core.conversation.world import Wish, World

_SHORT = {"greeting", "nav.resume", "idea.look_up", "data.mine"}


def answer(state: State, meant: Meant, world: World) -> Turn:
    """Reads an answer to the present question: ways out and questions first, then the field, then wishes."""
    if meant.inbound.files:
        return keep_photos(state, meant.inbound, world)
    if meant.command:
        return do(state, Wish(meant.command, meant.arg), world)
    wish = world.knowledge.wish(meant.text) if meant.choice is None else None
    if wish and _goes_first(wish):
        return do(state, wish, world)
    if meant.choice is None and (instead := _not_an_answer(state, meant, world)):
        return instead
    return _read(state, meant, wish, world)


def _read(state: State, meant: Meant, wish: Wish | None, world: World) -> Turn:
    match field_of(state, world).read(meant, context(state, world)):
        case Take(value, lead):
            return take(state, value, world, lead)
        case Stay(aside, lead):
            return pose(state.with_(aside=dict(aside), misses=0), world, with_you(lead, world))
        case Retry(key, params):
            return missed(state, world, Say(key, {"you": world.you, **params}))
    if wish:
        return do(state, wish, world)
    return missed(state, world, Say(f"{state.form}.{state.field}.retry", {"you": world.you}))


def _not_an_answer(state: State, meant: Meant, world: World) -> Turn | None:
    """A question in the middle is answered; after a long absence a free text may be a mere hello."""
    if told := _question(state, meant, world):
        return told
    if pauses.long_away(state, world) and field_of(state, world).free:
        return pauses.welcome_back(state, meant, world)
    return None


def _goes_first(wish: Wish) -> bool:
    """Ways out are whole utterances; of the other wishes only those that cannot be an answer."""
    return wish.name in WAYS_OUT or (wish.name in _SHORT and (not wish.rest or wish.name == "idea.look_up"))


def _question(state: State, meant: Meant, world: World) -> Turn | None:
    key = world.knowledge.answer(meant.text)
    if not key or not world.knowledge.asks(meant.text):
        return None
    return pose(state.with_(misses=0), world, Say(key, {"you": world.you}), Say("nav.go_on", {"you": world.you}))
