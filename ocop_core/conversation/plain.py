"""Outside any form: deep links, wishes, questions, products that are spoken of, and never silence."""

from collections.abc import Callable
from dataclasses import replace

from ocop_core import text as reading
from ocop_core.conversation import doubting, wishing
from ocop_core.conversation.asking import answers, is_opening, passed_on, told
from ocop_core.conversation.dossiers import hearing
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.misses import missed
from ocop_core.conversation.moves import leave
from ocop_core.conversation.pose import pose
from ocop_core.conversation.products import spoken_of
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Wish, World
from ocop_core.knowledge.library import Found
from ocop_core.understanding.advised import GENERAL

LINKS = {
    "idea": "idea.register",
    "y-tuong": "idea.register",
    "can-bo": "officer.contact",
    "mine": "idea.mine",
    "events": "event.list",
    "su-kien": "event.list",
    "ho-so": "dossier.status",
    "cham-diem": "score.self",
    "han-giay": "certificate.check",
}
# These mean nothing outside a form, so to an officer's question they may well be the answer.
_WEAK = {"nav.back", "nav.keep", "nav.skip", "nav.finish", "nav.cancel", "nav.later", "thanks"}
# Asked for as a question these want to know how it goes; of all others one's own are meant.
_HOW_TO = {"idea.register", "dossier.send", "certificate.renew", "certificate.upgrade"}
# Who asks what their product would get wants it scored, and not to hear what some criterion gives.
_WEIGHED = "score.self"
_TO_THE_WORD = 0.85
LONGEST_REPLY = 1000


def link(payload: str) -> Wish | None:
    """The wish behind a deep link: `idea`, `can-bo`, `mine`, `ma-YT-XXXXX` to look a code up, `event-12`,
    `hoi-<entry>` for an answer, and the names of the things that can be done.
    """
    if payload.startswith("hoi-"):
        return Wish("question.read", payload[4:][:48])
    if payload.startswith("event-"):
        return Wish("event.see", payload[6:][:12])
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
    if meant.choice == "more":
        page = state.aside.get("page", 0) + 1
        return pose(leave(state).with_(aside={"page": page}), world)
    if meant.choice is not None or not meant.text:
        return pose(leave(state), world)
    wish, asks = world.knowledge.wish(meant.text), world.knowledge.asks(meant.text)
    if wish and wish.sure and not (wish.name in _WEAK and state.question):
        return _surely(state, wish, meant.text, world)
    found = answers(meant.text, world) if asks or not state.question else ()
    if found:
        return told(state, found, world, _beside(wish, world))
    if state.question:
        return _reply(state, meant.text, world)
    if asks and not is_opening(meant.text, world):
        return passed_on(state, meant.text, world)
    return _perhaps(state, wish, meant.text, world)


def _surely(state: State, wish: Wish, text: str, world: World) -> Turn:
    """What is asked is answered, with the wish to tap; what is wished is done."""
    general = wish.name in GENERAL and not wishing.does_more(wish.name, world)
    if general or world.knowledge.asks(text):
        found = answers(text, world)
        if found and (general or _fits(found[0], wish, world)):
            return told(state, found, world, _beside(wish, world))
        if wish.name == "question.ask" and not (found or is_opening(text, world)):
            return passed_on(state, text, world)
    return wishing.do(state.with_(misses=0), _without_question(wish, world), world)


def _fits(best: Found, wish: Wish, world: World) -> bool:
    """Whether a question is answered before its wish is done: the more, the less else is said.

    Who asks for nothing but their own certificate or dossier wants to see that, not how it is in general.
    """
    if wish.name != _WEIGHED and (not wish.whole or wish.name in _HOW_TO):
        return best.sure and not best.entry.ours
    own = wish.name != _WEIGHED and wishing.does_more(wish.name, world)
    return not own and best.score >= _TO_THE_WORD and not best.entry.ours


def _beside(wish: Wish | None, world: World) -> str:
    """The wish that is offered under an answer; none where the answer is all there is to it."""
    return wish.name if wish and wishing.does_more(wish.name, world) else ""


def _perhaps(state: State, wish: Wish | None, text: str, world: World) -> Turn:
    """A paper or a product that is spoken of, a wish that may be meant, or nothing that was understood."""
    if paper := hearing.paper_spoken_of(state, text, world):
        return paper
    if not (wish and wish.name in doubting.HARMLESS) and (product := _product(state, text, world)):
        return product
    if reading.parse_yes_no(text) is not None:
        return pose(leave(state), world)
    if wish and (wish.name != "question.ask" or is_opening(text, world)):
        return doubting.doubted(state, _without_question(wish, world), world, wishing.do)
    return missed(state, world, Say("menu.unknown"))


def _without_question(wish: Wish, world: World) -> Wish:
    """ "đăng ký sản phẩm ra sao" names no product."""
    names_none = wish.name == "idea.register" and world.knowledge.asks(wish.rest)
    return replace(wish, rest="") if names_none else wish


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
