"""The summary: everything on one screen, any one answer changed, then handed in."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ocop_core import text as reading
from ocop_core.conversation import doubting, person, wishing
from ocop_core.conversation.asking import answered
from ocop_core.conversation.dossiers.opening import AFTER
from ocop_core.conversation.effects import Submit
from ocop_core.conversation.forms.field import Meant, Retry, Stay, Take, turned
from ocop_core.conversation.forms.reading import folded
from ocop_core.conversation.misses import missed
from ocop_core.conversation.moves import back, leave, onward, take, unpark
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.summary import answered as given
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.where import context, field_of, form_of
from ocop_core.conversation.world import Wish, World
from ocop_core.text.manners import closes

# After these a draft put aside is taken up again: they were an interruption.
ASIDES = {"officer", "idea_reply"}


def _review(state: State, meant: Meant, world: World) -> Turn:
    if meant.command == "nav.back":
        return back(state, world)
    yes = reading.parse_yes_no(meant.text) if meant.choice is None else None
    match meant.choice:
        case "send":
            return send(state, world)
        case "change":
            return edit(state, "", world)
        case "later":
            return wishing.do(state, Wish("nav.later"), world)
    if yes is not None:
        return send(state, world) if yes else edit(state, "", world)
    if told := _told_anew(state, meant, world):
        return told
    if (line := to_change(state, meant.text, world)) is not None:
        return edit(state, line, world)
    return _volunteered(state, meant, world) or _else(state, meant, world)


def _volunteered(state: State, meant: Meant, world: World) -> Turn | None:
    """ "4 sao" at the summary changes that line: nothing else can be meant."""
    at = context(state, world)
    field = next((f for f in given(state, world) if meant.text and f.volunteered(meant.text, at)), None)
    if field is None:
        return None
    match field.read(meant, at):
        case Take(value):
            return take(state.with_(field=field.id, editing=True), value, world)
        case Retry(key, params):
            return missed(state, world, Say(key, dict(params)))
    return None


def _pick(state: State, meant: Meant, world: World) -> Turn:
    if meant.command == "nav.back":
        return pose(state.with_(mode="review", aside={}), world)
    if meant.choice == "more":
        return pose(state.with_(aside=turned(context(state, world))), world)
    line = meant.choice or to_change(state, meant.text, world)
    if line is not None:
        return edit(state, line, world)
    return _else(state, meant, world)


def edit(state: State, field_id: str, world: World) -> Turn:
    """Opens one answer again; "" asks which. Nothing is guessed: the person wants something else."""
    if not field_id and not given(state, world):
        field_id = form_of(state, world).applying(state.answers)[0].id
    if not field_id:
        return pose(state.with_(mode="pick", aside={}, field=None, editing=False), world)
    return pose(state.with_(mode="ask", field=field_id, editing=True, aside={}, misses=0), world)


def _told_anew(state: State, meant: Meant, world: World) -> Turn | None:
    """ "tên là Mắm Bảy", "sửa số điện thoại thành 0912 345 678": the line and its new answer in one breath."""
    typed, joints = meant.text.split(), {folded(word) for word in world.listed("nav.anew_words")}
    joint = next((at for at, word in enumerate(typed) if at and folded(word) in joints), len(typed))
    head, rest = " ".join(typed[:joint]), " ".join(typed[joint + 1 :])
    line = to_change(state, head, world) if rest and not world.knowledge.asks(meant.text) else None
    if not line:
        return None
    opened = edit(state, line, world).state
    found = field_of(opened, world).read(replace(meant, text=rest), context(opened, world))
    if isinstance(found, Take):
        return take(opened, found.value, world)
    return pose(opened.with_(aside=dict(found.aside)), world, found.lead) if isinstance(found, Stay) else None


def to_change(state: State, text: str, world: World) -> str | None:
    """ "sửa 3", "sửa tên", at the summary also "tên": the answer to be changed; "" for a mere "sửa", else None."""
    if not text or len(text) > 60:
        return None
    said = reading.words(text)
    verb = max((v for v in map(folded, world.listed("nav.change_words")) if _begins(said, v)), key=len, default="")
    rest = _without_end(said.removeprefix(verb).strip())
    if not verb and state.mode == "ask":
        return None
    if not rest:
        return "" if verb and (given(state, world) or not state.field) else None
    fields = given(state, world)
    number = reading.parse_choice(rest, len(fields))
    if number and (verb or state.mode == "pick"):
        return fields[number - 1].id
    named = [f for f in form_of(state, world).applying(state.answers) if f.id in state.answers]
    names = {folded(name): f.id for f in named for name in _names(f"{state.form}.{f.id}", world)}
    return names.get(rest)


def _without_end(rest: str) -> str:
    """The line that is named, without "lại", "giùm em" or "nha con" behind it."""
    typed = rest.split()
    while len(typed) > 1 and (closes(typed[-1]) or typed[-1] == "lai"):
        typed.pop()
    return " ".join(typed)


def _begins(said: str, verb: str) -> bool:
    return said == verb or said.startswith(f"{verb} ")


def _names(key: str, world: World) -> tuple[str, ...]:
    return (world.label(f"{key}.line"), *world.listed(f"{key}.line_words"))


def send(state: State, world: World) -> Turn:
    """Hands in, if all is answered. After an idea more is offered; after an interruption one goes back."""
    form = form_of(state, world)
    if any(f.id not in state.answers and not f.may_skip(state.answers) for f in form.applying(state.answers)):
        return onward(state, world)
    effect, rest = Submit(form.name, state.answers, world.code), leave(state)
    if onto := AFTER.get(form.name):
        return onto(rest, replace(effect, code=world.code.replace("YT-", "HS-")), state.answers, world)
    if form.name == "idea":
        seed: dict[str, Any] = {k: state.answers[k] for k in ("novelty", "producer_kind") if k in state.answers}
        seed |= {"idea": world.code, "about": state.answers.get("name", "")}
        return pose(rest.with_(mode="more", answers=seed, latest=world.code, loose=()), world, effect)
    if form.name == "idea_reply" and state.answers.get("idea") == state.question:
        rest = rest.with_(question="")
    if form.name == "officer":
        return person.opened(rest, effect, world)
    if rest.drafts and form.name in ASIDES:
        return pose(unpark(rest, len(rest.drafts) - 1, world).with_(mode="resume"), world, effect)
    return pose(rest, world, effect)


def _else(state: State, meant: Meant, world: World) -> Turn:
    wish = Wish(meant.command, meant.arg) if meant.command else world.knowledge.wish(meant.text)
    if wish and wish.name == "nav.finish":
        return send(state, world)
    if told := answered(state, meant.text, world):
        return told
    if wish:
        return doubting.doubted(state, wish, world, wishing.do)
    return missed(state, world, Say("nav.choose_one"))


HANDLERS: dict[str, Callable[[State, Meant, World], Turn]] = {"review": _review, "pick": _pick}
