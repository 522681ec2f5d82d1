"""The summary: everything on one screen, any one answer changed, then handed in."""

from collections.abc import Callable
from typing import Any

from ocop_core import text as reading
from ocop_core.conversation import wishing
from ocop_core.conversation.effects import Submit
from ocop_core.conversation.forms.field import Meant
from ocop_core.conversation.misses import missed
from ocop_core.conversation.moves import back, leave, unpark
from ocop_core.conversation.photos import keep_photos
from ocop_core.conversation.pose import form_of, pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Wish, World


def _review(state: State, meant: Meant, world: World) -> Turn:
    if meant.inbound.files:
        return keep_photos(state, meant.inbound, world)
    if meant.command == "nav.back":
        return back(state, world)
    match meant.choice:
        case "send":
            return _send(state, world)
        case "change":
            return pose(state.with_(mode="pick", aside={}), world)
        case "later":
            return wishing.do(state, Wish("nav.later"), world)
    if named := _line(state, meant.text, world):
        return _edit(state, named, world)
    return _else(state, meant, world)


def _pick(state: State, meant: Meant, world: World) -> Turn:
    if meant.command == "nav.back":
        return pose(state.with_(mode="review", aside={}), world)
    if meant.choice == "more":
        return pose(state.with_(aside={"page": state.aside.get("page", 0) + 1}), world)
    chosen = meant.choice or _line(state, meant.text, world)
    if chosen:
        return _edit(state, chosen, world)
    return _else(state, meant, world)


def _edit(state: State, field_id: str, world: World) -> Turn:
    """Opens one answer again. A guess is not offered: the person wants something else."""
    return pose(state.with_(mode="ask", field=field_id, editing=True, aside={"browse": True, "other": True}), world)


def _line(state: State, text: str, world: World) -> str | None:
    """ "sửa 3", "3" or the name of a line: which answer is to be changed."""
    fields = [f for f in form_of(state, world).applying(state.answers) if f.id in state.answers]
    verbs = world.label("nav.change_words").split(",")
    folded = reading.words(text)
    rest = next((folded.removeprefix(v).strip() for v in map(reading.words, verbs) if folded.startswith(f"{v} ")), "")
    number = reading.parse_choice(rest or text, len(fields))
    if number and (rest or state.mode == "pick"):
        return fields[number - 1].id
    labels = {reading.words(world.label(f"{state.form}.{f.id}.line")): f.id for f in fields}
    return labels.get(rest or folded)


def _send(state: State, world: World) -> Turn:
    """Hands in. After an idea more is offered; after anything else a draft put aside is taken up again."""
    effect = Submit(state.form or "", state.answers, world.code)
    rest = leave(state)
    if state.form == "idea":
        seed: dict[str, Any] = {k: state.answers[k] for k in ("novelty", "producer_kind") if k in state.answers}
        seed |= {"idea": world.code, "about": state.answers.get("name", "")}
        return pose(rest.with_(mode="more", answers=seed), world, effect)
    if state.form == "idea_reply":
        rest = rest.with_(question="")
    if rest.drafts and state.form != "idea_more":
        return pose(unpark(rest, len(rest.drafts) - 1).with_(mode="resume"), world, effect)
    return pose(rest, world, effect)


def _else(state: State, meant: Meant, world: World) -> Turn:
    wish = Wish(meant.command, meant.arg) if meant.command else world.knowledge.wish(meant.text)
    if wish:
        return wishing.do(state, wish, world)
    key = world.knowledge.answer(meant.text)
    if key and world.knowledge.asks(meant.text):
        return pose(state.with_(misses=0), world, Say(key, {"you": world.you}), Say("nav.go_on", {"you": world.you}))
    return missed(state, world, Say("nav.choose_one", {"you": world.you}))


HANDLERS: dict[str, Callable[[State, Meant, World], Turn]] = {"review": _review, "pick": _pick}
