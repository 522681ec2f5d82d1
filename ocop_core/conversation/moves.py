"""The moves inside and around forms: start, put aside, leave, take an answer, go back."""

from collections.abc import Mapping
from typing import Any

from ocop_core.conversation.forms.form import Form
from ocop_core.conversation.pose import form_of, pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import Draft, State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World

MOST_DRAFTS = 8


def start(state: State, form: str, world: World, seed: Mapping[str, Any], aside: Mapping[str, Any]) -> Turn:
    """Begins a form with what is known already; `aside` is the first field's scratch paper."""
    answers = dict(seed)
    declared = world.knowledge.forms[form]
    first = declared.after(None, answers)
    fresh = park(state).with_(
        form=form, mode="ask", field=first.id if first else None, answers=answers, aside=dict(aside), misses=0
    )
    return pose(fresh, world)


def park(state: State) -> State:
    """Puts the present form aside, so that it can be taken up again. Answers never expire."""
    if not state.form:
        return state
    keeps = state.field is None or bool(state.answers) or bool(state.aside)
    if not keeps or state.at is None:
        return leave(state)
    draft = Draft(state.form, state.field, state.answers, state.at, state.aside, state.editing)
    drafts = (*state.drafts, draft)[-MOST_DRAFTS:]
    return leave(state).with_(drafts=drafts)


def leave(state: State) -> State:
    """The same conversation outside any form."""
    return state.with_(mode="idle", form=None, field=None, answers={}, aside={}, editing=False, held="", misses=0)


def resume(state: State) -> State:
    """Back at the form: at its question, or at the summary when all are answered."""
    return state.with_(mode="ask" if state.field else "review", misses=0)


def unpark(state: State, index: int) -> State:
    """Takes up a draft; the one at hand, if any, is put aside."""
    draft = state.drafts[index]
    rest = state.with_(drafts=state.drafts[:index] + state.drafts[index + 1 :])
    fresh = park(rest).with_(form=draft.form, field=draft.field, answers=draft.answers)
    return resume(fresh.with_(aside=draft.aside, editing=draft.editing, held="", wish=""))


def take(state: State, value: Any, world: World, lead: Say | None = None) -> Turn:
    """Keeps an answer and goes on: to the next open question, or to the summary."""
    assert state.field
    answers = {**state.answers, state.field: value}
    form = form_of(state, world)
    answers = {k: v for k, v in answers.items() if k not in _gone(form, answers)}
    following = form.after(None if state.editing else state.field, answers)
    notes = _notes(state, answers, world)
    fresh = state.with_(answers=answers, aside={}, misses=0, held="")
    if following is None:
        fresh = fresh.with_(field=None, mode="review", editing=False)
    else:
        fresh = fresh.with_(field=following.id)
    return pose(fresh, world, with_you(lead, world), *notes)


def _gone(form: Form, answers: Mapping[str, Any]) -> set[str]:
    """Answers to questions that no longer apply after a change."""
    return {f.id for f in form.fields if f.id in answers and not f.when(answers)}


def _notes(state: State, answers: Mapping[str, Any], world: World) -> tuple[Say, ...]:
    """What is told about an answer, where the words hold a note for it: `<form>.<field>.<value>_note`."""
    value = answers.get(state.field or "")
    key = f"{state.form}.{state.field}.{value}_note"
    return (Say(key, {"you": world.you}),) if isinstance(value, str) and world.words.has(key) else ()


def back(state: State, world: World) -> Turn:
    """One question back; from a changed line back to the summary; from scratch paper to the open question."""
    form = form_of(state, world)
    if state.editing:
        return pose(state.with_(field=None, mode="review", editing=False, aside={}), world)
    if state.aside and state.field and not state.aside.get("guess"):
        return pose(state.with_(aside={}), world)
    previous = form.before(state.field, state.answers)
    if previous is None:
        return pose(state, world, Say("nav.first", {"you": world.you}))
    answers = {k: v for k, v in state.answers.items() if k != previous.id}
    return pose(state.with_(field=previous.id, mode="ask", aside={}, answers=answers, misses=0), world)


def with_you(lead: Say | None, world: World) -> Say | None:
    """The same utterance knowing how the person is addressed."""
    return Say(lead.key, {"you": world.you, **lead.params}) if lead else None
