"""The small questions around a form: go on, drop it, which draft, hand over, erase, is this your reply."""

from collections.abc import Callable
from datetime import timedelta

from ocop_core.conversation import wishing
from ocop_core.conversation.effects import EraseData, KeepPhotos
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.misses import missed
from ocop_core.conversation.moves import leave, resume, start, unpark
from ocop_core.conversation.photos import keep_photos
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import NEW, State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Wish, World

AWAY = timedelta(hours=6)


def long_away(state: State, world: World) -> bool:
    """Whether so much time has passed that a free text may not be meant as the answer."""
    return state.at is not None and world.now - state.at >= AWAY


def welcome_back(state: State, meant: Meant, world: World) -> Turn:
    """Asks where to go on, and holds on to what was written."""
    return pose(state.with_(mode="resume", held=meant.text[:300]), world)


def _resume(state: State, meant: Meant, world: World) -> Turn:
    match meant.choice:
        case "continue":
            aside = {"guess": state.held} if state.held and state.mode == "resume" else state.aside
            return pose(resume(state).with_(aside=aside, held=""), world)
        case "restart":
            form = state.form or ""
            seed = {k: v for k, v in state.answers.items() if k == "idea"}
            return start(leave(state), form, world, seed, {})
        case "later":
            return wishing.do(state, Wish("nav.later"), world)
    return _else(state, meant, world)


def _cancel(state: State, meant: Meant, world: World) -> Turn:
    if meant.choice == "yes":
        return pose(leave(state), world, Say("nav.dropped", {"you": world.you}))
    if meant.choice == "no":
        return pose(resume(state), world)
    return _else(state, meant, world)


def _choose(state: State, meant: Meant, world: World) -> Turn:
    if meant.choice == "menu":
        return pose(leave(state), world)
    if meant.choice == "new":
        return wishing.register(state.with_(mode="idle"), state.held, world)
    if meant.choice and meant.choice.startswith("d"):
        return pose(unpark(state, int(meant.choice[1:])), world)
    return _else(state, meant, world)


def _handover(state: State, meant: Meant, world: World) -> Turn:
    if meant.choice == "yes":
        return wishing.do(_plain(state), Wish("officer.contact"), world)
    if meant.choice == "no":
        return pose(resume(state) if state.form else leave(state), world)
    return _else(state, meant, world)


def _erase(state: State, meant: Meant, world: World) -> Turn:
    if meant.choice == "yes":
        fresh = NEW.with_(turn=state.turn, mode="consent")
        return Turn(fresh, (EraseData(), Say("data.erased", {"you": world.you})))
    if meant.choice == "no":
        return pose(leave(state), world, Say("data.kept", {"you": world.you}))
    return _else(state, meant, world)


def _reply(state: State, meant: Meant, world: World) -> Turn:
    if meant.choice == "yes":
        answers = {"idea": state.question, "text": state.held}
        fresh = leave(state).with_(form="idea_reply", mode="review", answers=answers)
        return pose(fresh, world)
    if meant.choice == "no":
        return pose(leave(state), world, Say("menu.unknown", {"you": world.you}))
    return _else(state, meant, world)


def _more(state: State, meant: Meant, world: World) -> Turn:
    if meant.choice == "yes":
        return start(leave(state), "idea_more", world, state.answers, {})
    if meant.choice == "no":
        return pose(leave(state), world, Say("idea_more.later", {"you": world.you}))
    if meant.inbound.files:
        return pose(state, world, KeepPhotos(tuple(f.file_id for f in meant.inbound.files if f.file_id)))
    return _else(state, meant, world)


def _plain(state: State) -> State:
    """The state without the small question: in the form, or idle."""
    return resume(state) if state.form else leave(state)


def _else(state: State, meant: Meant, world: World) -> Turn:
    """Neither choice: a wish is followed, an answer to the form's own question counts, else asked again."""
    wish = Wish(meant.command, meant.arg) if meant.command else world.knowledge.wish(meant.text)
    if wish and wish.name not in {"greeting", "nav.resume", "nav.back"}:
        return wishing.do(_plain(state), wish, world)
    if wish and wish.name == "nav.back":
        return pose(_plain(state), world)
    if meant.inbound.files and state.form:
        return keep_photos(_plain(state), meant.inbound, world)
    return missed(state, world, Say("nav.choose_one", {"you": world.you}))


HANDLERS: dict[str, Callable[[State, Meant, World], Turn]] = {
    "resume": _resume,
    "cancel": _cancel,
    "choose": _choose,
    "handover": _handover,
    "erase": _erase,
    "reply": _reply,
    "more": _more,
}
