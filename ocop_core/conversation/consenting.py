"""Before consent: purpose first; what was wished waits, questions are answered, nothing is kept."""

from ocop_core.conversation import wishing
from ocop_core.conversation.answers import said
from ocop_core.conversation.asking import answers, is_question
from ocop_core.conversation.effects import GiveConsent, LookUp
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.moves import leave, park
from ocop_core.conversation.plain import link
from ocop_core.conversation.pose import pose
from ocop_core.conversation.products import spoken_of
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Wish, World
from ocop_core.understanding.advised import GENERAL

# Worth nothing once consent is given.
_IDLE = {"greeting", "thanks", "stop", "old", *GENERAL}
LONGEST_WISH = 1000


def before_consent(state: State, meant: Meant, world: World) -> Turn:
    """The only question there is: may what you say be kept."""
    if state.mode == "consent" and meant.choice is not None:
        return _decided(state, meant.choice, world)
    wish = _wish(meant, world)
    if wish and wish.name == "idea.look_up":
        return pose(_asked(state, state.wish, world), world, LookUp(wish.rest))
    kept = f"{wish.name}:{wish.rest}"[:LONGEST_WISH] if wish and _lasts(wish) else state.wish
    fresh = _asked(state, kept, world)
    if not meant.command and is_question(meant.text, world) and (found := answers(meant.text, world)):
        return pose(fresh, world, *said(found))
    return pose(fresh, world, _lead(state, meant, wish))


def _decided(state: State, choice: str, world: World) -> Turn:
    if choice == "yes":
        wish, fresh = _read_wish(state.wish), leave(state)
        turn = wishing.do(fresh, wish, world) if wish else pose(fresh, world, Say("consent.thanks"))
        return turn.led_by(GiveConsent(), Say("consent.thanks") if wish else None)
    if choice == "more":
        return pose(state.with_(misses=0), world, Say("consent.long"))
    return Turn(state.with_(misses=0), (Say("consent.no_said"),))


def _asked(state: State, wish: str, world: World) -> State:
    """At the question; a form that was at hand when consent was taken back is put aside."""
    return park(state, world).with_(mode="consent", wish=wish)


def _lead(state: State, meant: Meant, wish: Wish | None) -> Say:
    if meant.inbound.files:
        return Say("consent.photo_first")
    if wish and wish.name == "officer.contact":
        return Say("consent.person_first")
    return Say("nav.after_consent" if state.mode == "consent" else "consent.hello")


def _lasts(wish: Wish) -> bool:
    return wish.name not in _IDLE and not wish.name.startswith("nav.")


def _wish(meant: Meant, world: World) -> Wish | None:
    if meant.command:
        return Wish(meant.command, meant.arg)
    if meant.inbound.kind == "start":
        return link(meant.inbound.data)
    wish = world.knowledge.wish(meant.text)
    if wish and (wish.sure or wish.name == "greeting"):
        return wish
    if world.knowledge.asks(meant.text):
        return None
    name = spoken_of(meant.text, world)
    return Wish("idea.register", name) if name else None


def _read_wish(kept: str) -> Wish | None:
    name, _, rest = kept.partition(":")
    return Wish(name, rest) if name else None
