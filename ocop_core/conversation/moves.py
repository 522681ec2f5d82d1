"""The moves inside and around forms: start, put aside, leave, take an answer, go back."""

from collections.abc import Mapping
from typing import Any

from ocop_core.conversation.forms.form import Form
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import Draft, State, dump
from ocop_core.conversation.turn import Out, Turn
from ocop_core.conversation.where import begun, context, field_of, form_of, opened
from ocop_core.conversation.world import World

MOST_DRAFTS = 6
# Officers are always within reach; for all else the drafts at hand have to leave room in the chat's row.
ALWAYS_ROOM = {"officer"}
MOST_BYTES = 8_000


def start(
    state: State, form: str, world: World, seed: Mapping[str, Any], aside: Mapping[str, Any] | None = None, *leads: Out
) -> Turn:
    """Begins a form with what is known already; `aside` is the first question's scratch paper.

    A form of the same kind about the same thing is taken up again instead. What was at hand is put aside.
    """
    if (again := _same(state, form, seed, world)) is not None:
        return pose(again, world, *leads)
    parked = park(state, world)
    if form not in ALWAYS_ROOM and _full(parked):
        return _no_room(state, world)
    fresh, lead = _with_loose(parked.with_(form=form, answers=dict(seed)), world)
    following = form_of(fresh, world).open(fresh.answers)
    if following is None:
        return pose(fresh.with_(mode="review"), world, *leads, *lead)
    fresh = opened(fresh, following, world)
    return pose(fresh.with_(aside=dict(aside)) if aside else fresh, world, *leads, *lead)


def _with_loose(state: State, world: World) -> tuple[State, tuple[Say, ...]]:
    """Photos that came before their product go with the first product that is told."""
    place = form_of(state, world).files
    if state.form != "idea" or not place or not state.loose:
        return state, ()
    answers = {**state.answers, place: [*state.answers.get(place, ()), *state.loose]}
    return state.with_(answers=answers, loose=()), (Say("nav.photos_taken", {"count": len(state.loose)}),)


def _same(state: State, form: str, seed: Mapping[str, Any], world: World) -> State | None:
    """The conversation at the form of this kind and about this very thing that is open already."""
    if form == "idea":
        return None
    if state.form == form and _about(state.answers) == _about(seed):
        return resume(state)
    places = [i for i, d in enumerate(state.drafts) if d.form == form and _about(d.answers) == _about(seed)]
    if not places:
        return None
    taken = unpark(state, places[-1], world)
    return _with_more(taken, str(seed.get("about", ""))) if form == "officer" else taken


def _about(answers: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a form was begun about: an idea, a dossier, a certificate, or nothing that is there already."""
    return tuple(answers.get(name) for name in ("idea", "dossier", "certificate", "kind"))


def _with_more(state: State, about: str) -> State:
    """One call for a person holds everything that was asked so far."""
    asked = str(state.answers.get("about", ""))
    if not about or about in asked or len(asked) + len(about) > 900:
        return state
    return state.with_(answers={**state.answers, "about": f"{asked}\n{about}" if asked else about})


def _full(state: State) -> bool:
    return len(state.drafts) >= MOST_DRAFTS or len(dump(state.with_(offer=())).encode()) > MOST_BYTES


def _no_room(state: State, world: World) -> Turn:
    """Nothing is dropped behind anybody's back: one of the drafts has to be finished or given up first."""
    if state.form:
        return pose(resume(state), world, Say("nav.no_room"))
    return pose(leave(state).with_(mode="choose", wish=""), world, Say("nav.no_room"))


def park(state: State, world: World) -> State:
    """Puts the present form aside, so that it can be taken up again. Answers never expire."""
    if not state.form or not touched(state, world):
        return leave(state)
    draft = Draft(state.form, state.field, state.answers, state.at or world.now, state.aside, state.editing)
    return leave(state).with_(drafts=(*state.drafts, draft))


def leave(state: State) -> State:
    """The same conversation outside any form."""
    return state.with_(
        mode="idle", form=None, field=None, answers={}, aside={}, editing=False, held="", wish="", misses=0
    )


def resume(state: State) -> State:
    """Back at the form: at its question, or at the summary when all are answered."""
    return state.with_(mode="ask" if state.field else "review", misses=0, held="", wish="")


def present(state: State) -> State:
    """At the form's own question, or at the menu: where one is after something was looked up."""
    return resume(state) if state.form else leave(state)


def unpark(state: State, index: int, world: World) -> State:
    """Takes up a draft; the one at hand, if any, is put aside."""
    draft = state.drafts[index]
    rest = state.with_(drafts=state.drafts[:index] + state.drafts[index + 1 :])
    fresh = park(rest, world).with_(form=draft.form, field=draft.field, answers=draft.answers)
    return resume(fresh.with_(aside=draft.aside, editing=draft.editing, at=draft.at))


def onward(state: State, world: World, *leads: Out | None) -> Turn:
    """The next open question of the form, or its summary."""
    following = form_of(state, world).open(state.answers)
    if following is not None:
        return pose(opened(state, following, world), world, *leads)
    fresh = state.with_(field=None, mode="review", editing=False, aside={}, misses=0, held="")
    return pose(fresh, world, *leads)


def take(state: State, value: Any, world: World, lead: Say | None = None) -> Turn:
    """Keeps an answer and goes on. After a change a line that it puts in doubt is asked again."""
    assert state.field
    form, before = form_of(state, world), state.answers
    given = {**before, state.field: value}
    gone = {f.id for f in form.fields if f.id in given and not f.when(given)}
    answers = {k: v for k, v in given.items() if k not in gone}
    fresh = state.with_(answers=answers)
    leads = (Say("nav.changed") if state.editing else lead, *_notes(state, value, world))
    if state.field in before and before[state.field] != value:
        doubtful = _doubtful(fresh, form, world)
        if doubtful is not None:
            return pose(doubtful, world, *leads)
    return onward(fresh, world, *leads)


def _doubtful(state: State, form: Form, world: World) -> State | None:
    """At the answer that may be wrong now that another has changed."""
    at = context(state, world)
    found = next(
        (f for f in form.applying(state.answers) if f.id in state.answers and f.doubts(state.field or "", at)), None
    )
    return opened(state, found, world).with_(editing=True) if found else None


def _notes(state: State, value: Any, world: World) -> tuple[Say, ...]:
    """What is told about an answer, where the words hold a note for it: `<form>.<field>.<value>_note`."""
    key = f"{state.form}.{state.field}.{value}_note"
    return (Say(key),) if isinstance(value, str) and len(value) < 40 and world.words.has(key) else ()


def back(state: State, world: World) -> Turn:
    """One question back, or out of the question's own lists; from a changed line on. No answer is lost."""
    if state.editing:
        return onward(state, world)
    form = form_of(state, world)
    if state.field and state.aside != opened(state, field_of(state, world), world).aside:
        return pose(opened(state, field_of(state, world), world), world)
    previous = form.before(state.field, state.answers)
    if previous is None:
        return pose(state, world, Say("nav.first"))
    return pose(opened(state, previous, world), world)


def touched(state: State, world: World) -> bool:
    """Whether the form at hand holds anything that somebody said."""
    return begun(state.answers, form_of(state, world)) or bool(state.aside)
