"""Poses the summary of a form: all answers on one screen, and which of them is to be changed."""

from collections.abc import Callable

from ocop_core.conversation.forms.basic import answer_told
from ocop_core.conversation.forms.field import Field, paged
from ocop_core.conversation.said import Choice, Say, Want
from ocop_core.conversation.state import State
from ocop_core.conversation.where import form_of
from ocop_core.conversation.world import World
from ocop_core.text import shorten

LONGEST_LABEL = 60


def answered(state: State, world: World) -> list[Field]:
    """The fields that have an answer, in the order of the form: line 1 is the first. Skipped ones are no line."""
    given = (f for f in form_of(state, world).applying(state.answers) if f.id in state.answers)
    return [f for f in given if state.answers[f.id] is not None or not f.optional]


def lines(state: State, world: World) -> list[str]:
    """Each answer with what it answers."""
    form = state.form or ""
    return [
        f"{world.label(f'{form}.{f.id}.line')}: {answer_told(state.answers[f.id], f, form, world)}"
        for f in answered(state, world)
    ]


def _review(state: State, world: World) -> Say:
    form = form_of(state, world)
    numbered = "\n".join(f"{i}. {line}" for i, line in enumerate(lines(state, world), start=1))
    photos = len(state.answers.get(form.files or "", ()))
    key = f"nav.photos_{'some' if photos else 'none'}"
    choices = tuple(Choice(v, world.label(f"nav.{v}")) for v in ("send", "change", "later"))
    params = {"lines": numbered or world.label("nav.nothing"), "photos": world.label(key, count=photos)}
    want: Want | None = "photo" if form.files else None
    return Say(f"{form.name}.review", params, choices, ("back", "person"), form.name, want=want)


def _pick(state: State, world: World) -> Say:
    labels = [shorten(line, LONGEST_LABEL) for line in lines(state, world)]
    choices = tuple(
        Choice(f.id, label, n) for n, (f, label) in enumerate(zip(answered(state, world), labels, strict=True), 1)
    )
    page = paged(choices, state.aside.get("page", 0), world)
    numbered = tuple(c if c.n else c.with_(n=len(choices) + 1) for c in page)
    return Say("nav.pick", {"count": len(labels)}, numbered, ("back", "later"), state.form)


POSES: dict[str, Callable[[State, World], Say]] = {"review": _review, "pick": _pick}
