"""Where a conversation stands, as the forms see it: which form, which field, what it is called."""

from collections.abc import Mapping
from typing import Any

from ocop_core.conversation.forms.field import Context, Field
from ocop_core.conversation.forms.form import Form
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import Draft, State
from ocop_core.conversation.world import World
from ocop_core.text import shorten

LONGEST_TITLE = 40
NAMING = {"name", "about"}
FORMED = {"ask", "review", "pick", "resume", "cancel"}


def context(state: State, world: World) -> Context:
    """What the present field may look at."""
    return Context(state.form or "", state.answers, state.aside, world)


def form_of(state: State, world: World) -> Form:
    """The form the conversation is in. Raises KeyError outside any form."""
    return world.knowledge.forms[state.form or ""]


def field_of(state: State, world: World) -> Field:
    """The field the conversation stands at. Raises KeyError where there is none."""
    return form_of(state, world).field(state.field or "")


def title(of: State | Draft, world: World) -> str:
    """What a form is called when it is spoken of: by the product's name where there is one, or a guess of it."""
    form, guess = of.form or "", of.aside.get("guess") if of.field in NAMING else None
    name = of.answers.get("name") or of.answers.get("about") or guess
    if not name:
        return world.label(f"{form}.title")
    return world.label(f"{form}.title_named", name=shorten(" ".join(str(name).split()), LONGEST_TITLE))


def half_told(state: State, world: World) -> tuple[Say, ...]:
    """That an idea which was put aside is not handed in yet, to whoever asks what became of theirs."""
    draft = next((draft for draft in reversed(state.drafts) if draft.form == "idea"), None)
    return (Say("idea.half_told", {"title": title(draft, world)}),) if draft else ()


def begun(answers: Mapping[str, Any], form: Form) -> bool:
    """Whether anything has been answered: what a form was started with does not count."""
    return bool(form.files and answers.get(form.files)) or any(f.id in answers for f in form.fields)


def opened(state: State, field: Field, world: World) -> State:
    """At a question, with the scratch paper on which it begins."""
    aside = dict(field.begin(Context(state.form or "", state.answers, {}, world)))
    return state.with_(mode="ask", field=field.id, aside=aside, misses=0, held="", editing=False)


def sound(state: State, world: World) -> State:
    """The state as today's forms can take it up: a form or a question may have gone since it was stored."""
    forms = world.knowledge.forms
    if not all(d.form in forms for d in state.drafts):
        state = state.with_(drafts=tuple(d for d in state.drafts if d.form in forms))
    form = forms.get(state.form or "")
    if form is None:
        homeless = state.form or state.mode in FORMED or (state.mode == "consent" and world.consented)
        return state.with_(mode="idle", form=None, field=None, answers={}, aside={}) if homeless else state
    if state.field and not any(f.id == state.field for f in form.fields):
        following = form.open(state.answers)
        return opened(state, following, world) if following else state.with_(mode="review", field=None, aside={})
    return state
