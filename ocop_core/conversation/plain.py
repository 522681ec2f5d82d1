"""Outside any form: consent first, deep links, wishes, questions, and never silence."""

from ocop_core.conversation import wishing
from ocop_core.conversation.effects import GiveConsent
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.misses import missed
from ocop_core.conversation.moves import leave
from ocop_core.conversation.photos import keep_photos
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Wish, World

LINKS = {
    "idea": "idea.register",
    "y-tuong": "idea.register",
    "can-bo": "officer.contact",
    "mine": "idea.mine",
}


def before_consent(state: State, meant: Meant, world: World) -> Turn:
    """Purpose and consent before the first question; what was wished waits for the answer."""
    you = {"you": world.you}
    asked = state.mode == "consent"
    if asked and meant.choice == "yes":
        wish = _read_wish(state.wish)
        fresh = leave(state).with_(wish="")
        turn = wishing.do(fresh, wish, world) if wish else pose(fresh, world)
        return turn.led_by(GiveConsent(), Say("consent.thanks", you))
    if asked and meant.choice == "no":
        return Turn(state.with_(misses=0), (Say("consent.no_said", you),))
    if asked and meant.choice == "more":
        return pose(state.with_(misses=0), world, Say("consent.long", you))
    wish = _wish(meant, world)
    kept = f"{wish.name}:{wish.rest}" if wish and wish.name not in {"greeting", "yes", "no"} else state.wish
    fresh = state.with_(mode="consent", wish=kept)
    if wish and wish.name == "idea.look_up":
        return wishing.do(fresh, wish, world)
    if (key := world.knowledge.answer(meant.text)) and world.knowledge.asks(meant.text):
        return pose(fresh, world, Say(key, you))
    lead = Say("nav.after_consent" if asked else "consent.hello", you)
    return pose(fresh, world, lead)


def _wish(meant: Meant, world: World) -> Wish | None:
    if meant.command:
        return Wish(meant.command, meant.arg)
    if meant.inbound.kind == "start":
        return link(meant.inbound.data)
    return world.knowledge.wish(meant.text)


def _read_wish(kept: str) -> Wish | None:
    name, _, rest = kept.partition(":")
    return Wish(name, rest) if name else None


def link(payload: str) -> Wish | None:
    """The wish behind a deep link: `idea`, `can-bo`, `mine`, or `ma-YT-XXXXX` to look a code up."""
    if payload.startswith("ma-"):
        return Wish("idea.look_up", payload[3:].upper())
    return Wish(LINKS[payload]) if payload in LINKS else None


def started(state: State, meant: Meant, world: World) -> Turn:
    """/start or a scanned link: what it names, else where one stopped, else the menu."""
    if wish := link(meant.inbound.data):
        return wishing.do(state, wish, world)
    if state.form:
        return pose(state.with_(mode="resume"), world)
    return wishing.do(state, Wish("greeting"), world)


def idle(state: State, meant: Meant, world: World) -> Turn:
    """No form at hand."""
    if meant.inbound.files:
        return keep_photos(state, meant.inbound, world)
    if meant.choice and meant.choice.startswith("wish:"):
        return wishing.do(state.with_(misses=0), Wish(meant.choice.removeprefix("wish:")), world)
    wish = Wish(meant.command, meant.arg) if meant.command else world.knowledge.wish(meant.text)
    if wish:
        return wishing.do(state.with_(misses=0), wish, world)
    if key := world.knowledge.answer(meant.text):
        return pose(state.with_(misses=0), world, Say(key, {"you": world.you}))
    if state.question and meant.text:
        return pose(state.with_(mode="reply", held=meant.text[:1500]), world)
    if meant.inbound.kind in {"location", "contact"}:
        return pose(state, world, Say(f"nav.{meant.inbound.kind}", {"you": world.you}))
    return missed(state, world, Say("menu.unknown", {"you": world.you}))
