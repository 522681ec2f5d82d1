"""Outside any form: deep links, wishes, questions, products that are spoken of, and never silence."""

from collections.abc import Callable

from ocop_core.conversation import wishing
from ocop_core.conversation.asking import passed_on
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.misses import missed
from ocop_core.conversation.moves import leave
from ocop_core.conversation.pose import pose
from ocop_core.conversation.products import spoken_of
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
# These mean nothing outside a form, so to an officer's question they may well be the answer.
_WEAK = {"nav.back", "nav.keep", "nav.skip", "nav.finish", "nav.cancel", "nav.later", "thanks"}
LONGEST_REPLY = 1000


def link(payload: str) -> Wish | None:
    """The wish behind a deep link: `idea`, `can-bo`, `mine`, or `ma-YT-XXXXX` to look a code up."""
    if payload.startswith("ma-"):
        return Wish("idea.look_up", payload[3:].upper()[:20])
    return Wish(LINKS[payload]) if payload in LINKS else None


def started(state: State, meant: Meant, world: World) -> Turn:
    """/start or a scanned link: what it names, else where one stopped, else the menu."""
    wish = link(meant.inbound.data)
    return wishing.do(state, wish or Wish("greeting"), world)


def idle(state: State, meant: Meant, world: World) -> Turn:
    """No form at hand: wishes and questions first, then an answer an officer waits for, then a product."""
    if meant.command:
        return wishing.do(state, Wish(meant.command, meant.arg), world)
    if meant.choice is not None:
        return pose(leave(state), world)
    wish, known = world.knowledge.wish(meant.text), world.knowledge.answer(meant.text)
    asks = world.knowledge.asks(meant.text)
    if wish and not (wish.name in _WEAK and state.question) and (wish.whole or not (asks and known)):
        return wishing.do(state.with_(misses=0), _without_question(wish, world), world)
    if known and (asks or not state.question):
        return pose(leave(state), world, Say(known))
    if state.question and meant.text:
        return _reply(state, meant.text, world)
    if asks:
        return passed_on(state, meant.text, world)
    return _product(state, meant.text, world) or missed(state, world, Say("menu.unknown"))


def _without_question(wish: Wish, world: World) -> Wish:
    """ "đăng ký sản phẩm ra sao" names no product."""
    return Wish(wish.name) if wish.name == "idea.register" and world.knowledge.asks(wish.rest) else wish


def _reply(state: State, text: str, world: World) -> Turn:
    if len(text) > LONGEST_REPLY:
        return pose(state, world, Say("nav.too_long_here", {"length": len(text), "limit": LONGEST_REPLY}))
    return pose(state.with_(mode="reply", held=text), world)


def _product(state: State, text: str, world: World) -> Turn | None:
    """A product in passing: its registration is offered."""
    name = spoken_of(text, world)
    return pose(leave(state).with_(mode="product", held=name), world) if name else None


def topics(state: State, meant: Meant, world: World) -> Turn:
    """In the list of questions: a page further, one of them, or anything else as outside it."""
    if meant.choice == "more":
        return pose(state.with_(aside={**state.aside, "page": state.aside.get("page", 0) + 1}), world)
    if meant.command == "question.read":
        return wishing.do(state, Wish(meant.command, meant.arg), world)
    if meant.command == "nav.back":
        return pose(leave(state), world)
    return idle(leave(state), meant, world)


HANDLERS: dict[str, Callable[[State, Meant, World], Turn]] = {"idle": idle, "topics": topics}
