"""The ways that a form itself offers: back, as it was, skip, later, give up, help, enough."""

from collections.abc import Callable

from ocop_core.conversation.moves import back, onward, park, resume, take
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.where import context, field_of, form_of, title
from ocop_core.conversation.world import World


def _keep(state: State, world: World) -> Turn:
    """An answer that is there already stays as it is."""
    if state.field and state.field not in state.answers:
        return pose(resume(state), world)
    return onward(state, world, Say("nav.kept"))


def _skip(state: State, world: World) -> Turn:
    if not state.field:
        return pose(resume(state), world)
    field = field_of(state, world)
    if not field.may_skip(state.answers):
        return pose(resume(state), world, Say("nav.cannot_skip"))
    # What was ticked already is an answer, even if the rest is not.
    return take(resume(state), state.aside.get("chosen") or field.skipped(context(state, world)), world)


def _later(state: State, world: World) -> Turn:
    parked = park(state, world)
    if len(parked.drafts) == len(state.drafts):
        return pose(parked, world, Say("menu.nav_later_said"))
    named = {"title": title(state, world)}
    return pose(parked, world, Say("nav.parked", named))


def _cancel(state: State, world: World) -> Turn:
    return pose(state.with_(mode="cancel", wish="", held=""), world)


def _help(state: State, world: World) -> Turn:
    key = f"{state.form}.{state.field}.help"
    return pose(resume(state), world, Say(key if world.words.has(key) else "nav.help"))


def _enough(state: State, world: World) -> Turn:
    """Straight to the summary, if all that is left may be skipped."""
    answers = dict(state.answers)
    if state.field and state.aside.get("chosen"):
        answers[state.field] = state.aside["chosen"]
    left = [f for f in form_of(state, world).applying(answers) if f.id not in answers]
    if not all(f.may_skip(answers) for f in left):
        return pose(resume(state), world, Say("nav.not_enough", {"count": len(left)}))
    answers |= {f.id: None for f in left}
    return pose(resume(state.with_(answers=answers, field=None, aside={}, editing=False)), world)


def _here(state: State, world: World) -> Turn:
    return pose(resume(state), world)


def _hello(state: State, world: World) -> Turn:
    return pose(state.with_(mode="resume", held=""), world)


WAYS: dict[str, Callable[[State, World], Turn]] = {
    "nav.back": back,
    "nav.keep": _keep,
    "nav.skip": _skip,
    "nav.later": _later,
    "nav.menu": _later,
    "nav.finish": _enough,
    "nav.cancel": _cancel,
    "nav.help": _help,
    "nav.resume": _here,
    "greeting": _hello,
}
