"""The small questions around a form: go on, drop it, which draft, hand over, erase, is this your reply."""

from collections.abc import Callable
from dataclasses import replace

from ocop_core.conversation import doubting, forming, plain, preferring, review, wishing
from ocop_core.conversation.asking import ASKED, answered
from ocop_core.conversation.effects import EraseData
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.misses import missed
from ocop_core.conversation.moves import leave, present, resume, start, unpark
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import NEW, State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.where import field_of, form_of
from ocop_core.conversation.world import Wish, World

# Outside a form these questions wait for nobody: other words are read as at the menu.
_LEADS_NOWHERE = {"handover", "which", "choose", "settings", "call"}


def _resume(state: State, meant: Meant, world: World) -> Turn:
    match meant.choice:
        case "continue":
            return pose(_with_held(state, world), world)
        case "restart":
            return pose(state.with_(mode="cancel", wish="restart"), world)
        case "later":
            return wishing.do(_with_held(state, world), Wish("nav.later"), world)
    return _else(state, meant, world)


def _with_held(state: State, world: World) -> State:
    """At the form, with what was written after a long absence as a guess."""
    fresh = resume(state)
    guess = field_of(state, world).guess(state.held) if state.held and state.field else {}
    return fresh.with_(aside=dict(guess)) if guess else fresh


def _cancel(state: State, meant: Meant, world: World) -> Turn:
    wish = world.knowledge.wish(meant.text) if meant.choice is None else None
    if meant.choice == "yes" or (wish and wish.name == "nav.cancel" and state.wish != "restart"):
        return _restarted(state, world) if state.wish == "restart" else _dropped(state, world)
    if meant.choice == "no":
        return pose(resume(state), world, Say("nav.going_on"))
    return _else(state, meant, world)


def _restarted(state: State, world: World) -> Turn:
    form = form_of(state, world)
    told = {f.id for f in form.fields} | {form.files}
    seed = {k: v for k, v in state.answers.items() if k not in told}
    return start(leave(state), form.name, world, seed)


def _dropped(state: State, world: World) -> Turn:
    """Gives up the form; what it had interrupted is taken up again."""
    rest, said = leave(state), Say("nav.dropped")
    if rest.drafts and state.form in review.ASIDES:
        return pose(unpark(rest, len(rest.drafts) - 1, world).with_(mode="resume"), world, said)
    return pose(rest, world, said)


def _choose(state: State, meant: Meant, world: World) -> Turn:
    if meant.choice == "menu":
        return pose(leave(state), world)
    if meant.choice == "new" and state.wish != "idea.register":
        return wishing.do(state.with_(mode="idle"), Wish(state.wish), world)
    if meant.choice == "new":
        return wishing.register(state.with_(mode="idle"), state.held, world)
    if meant.choice == "more":
        return pose(state.with_(aside={"page": state.aside.get("page", 0) + 1}), world)
    if meant.choice and meant.choice.startswith("d"):
        return pose(unpark(leave(state), int(meant.choice[1:]), world), world, Say("nav.going_on"))
    return _else(state, meant, world)


def _handover(state: State, meant: Meant, world: World) -> Turn:
    if meant.choice == "yes":
        return wishing.do(present(state), Wish("officer.contact", state.held), world)
    if meant.choice == "no":
        return pose(present(state), world)
    return _else(state, meant, world)


def _erase(state: State, meant: Meant, world: World) -> Turn:
    if meant.choice == "yes":
        return Turn(NEW.with_(turn=state.turn), (EraseData(), Say("data.erased")))
    if meant.choice == "no":
        return pose(present(state), world, Say("data.kept"))
    return _else(state, meant, world)


def _reply(state: State, meant: Meant, world: World) -> Turn:
    if meant.choice == "yes":
        answers = {"idea": state.question, "text": state.held}
        return pose(leave(state).with_(form="idea_reply", mode="review", answers=answers), world)
    if meant.choice == "no":
        return pose(leave(state), world, Say("idea_reply.not_it"))
    return _else(state, meant, world)


def _more(state: State, meant: Meant, world: World) -> Turn:
    if meant.choice == "yes":
        return start(leave(state), "idea_more", world, state.answers)
    if meant.choice == "no":
        return pose(leave(state), world, Say("idea_more.later"))
    return _else(state, meant, world)


def _product(state: State, meant: Meant, world: World) -> Turn:
    if meant.choice == "yes" and any(draft.form == "idea" for draft in state.drafts):
        return wishing.register(leave(state), state.held, world)
    if meant.choice == "yes":
        named = {"name": state.held}
        return start(leave(state), "idea", world, named, None, Say("idea.begin_named", named))
    if meant.choice == "no":
        return pose(leave(state), world, Say("menu.product_not"))
    return _else(state, meant, world)


def _which(state: State, meant: Meant, world: World) -> Turn:
    if meant.choice is not None:
        return doubting.chosen(state, meant.choice, world, wishing.do)
    return _else(state, meant, world)


def _else(state: State, meant: Meant, world: World) -> Turn:
    """Neither choice: a wish is followed, an answer to the form's own question counts, else asked again."""
    wish = Wish(meant.command, meant.arg) if meant.command else _sure_wish(meant.text, world)
    if wish and wish.name in {"nav.back", "nav.resume"}:
        return pose(present(state), world)
    if wish and wish.name == "greeting":
        return pose(state, world)
    if wish:
        return wishing.do(present(state), wish, world)
    if told := answered(state, meant.text, world):
        return told
    # An officer may ask back while the offer to tell more still stands: words are the answer to that.
    asked = state.mode == "more" and state.question
    if (asked or state.mode in _LEADS_NOWHERE) and not state.form and meant.text:
        return plain.idle(leave(state), meant, world)
    if state.form and state.field and (meant.text or meant.inbound.phone):
        return _late_answer(state, meant, world)
    return missed(state, world, Say("nav.choose_one"))


def _preferring(state: State, meant: Meant, world: World) -> Turn:
    return preferring.chosen(state, meant, world) or _else(state, meant, world)


def _sure_wish(text: str, world: World) -> Wish | None:
    wish = world.knowledge.wish(text)
    return wish if wish and wish.sure and wish.name not in ASKED else None


def _late_answer(state: State, meant: Meant, world: World) -> Turn:
    """The answer to the question behind this one."""
    if forming.understood(state, meant, world):
        return forming.answer(present(state).with_(at=world.now), replace(meant, choice=None), world)
    guess = field_of(state, world).guess(meant.text) if state.mode != "cancel" else {}
    if guess:
        return pose(present(state).with_(aside=dict(guess)), world)
    return missed(state, world, Say("nav.choose_one"))


HANDLERS: dict[str, Callable[[State, Meant, World], Turn]] = {
    "resume": _resume,
    "cancel": _cancel,
    "choose": _choose,
    "handover": _handover,
    "erase": _erase,
    "reply": _reply,
    "more": _more,
    "product": _product,
    "which": _which,
    **dict.fromkeys(("settings", "call", "stop"), _preferring),
    "link": _else,
    "who": _else,
}
