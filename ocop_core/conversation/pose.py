"""Poses the question at which a conversation stands, whatever it is, as often as needed."""

from collections.abc import Callable

from ocop_core.conversation import crossroads, summary
from ocop_core.conversation.dossiers import posing, score_posing, sending_posing
from ocop_core.conversation.events import posing as event_posing
from ocop_core.conversation.forms.field import Prompt
from ocop_core.conversation.promises import certificate_posing, paper_posing
from ocop_core.conversation.said import Exit, Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Out, Turn
from ocop_core.conversation.where import context, field_of, form_of
from ocop_core.conversation.world import World


def pose(state: State, world: World, *leads: Out | None, why: Say | None = None) -> Turn:
    """The present question with its choices, after `leads`. Every posing is a new turn number.

    `why` says what was not understood: in the place of a question that it can replace, else before it.
    """
    led = tuple(lead for lead in leads if lead is not None)
    say = _POSES[state.mode](state, world)
    if why and state.mode == "ask" and _prompt(state, world).plain:
        say, why = say.with_(key=why.key, params=why.params), None
    elif state.mode == "idle":
        say = crossroads.after(say, (*led, why) if why else led)
    offer = tuple((c.n or i, c.value, c.label) for i, c in enumerate(say.choices, start=1))
    return Turn(state.with_(turn=state.turn + 1, offer=offer), (*led, why, say) if why else (*led, say))


def _prompt(state: State, world: World) -> Prompt:
    return field_of(state, world).ask(context(state, world))


def _ask(state: State, world: World) -> Say:
    form, field = form_of(state, world), field_of(state, world)
    prompt = _prompt(state, world)
    step, of = form.progress(field.id, state.answers)
    exits: list[Exit] = ["back"] if state.editing or state.aside or form.before(field.id, state.answers) else []
    if field.id in state.answers:
        exits.append("keep")
    elif field.may_skip(state.answers):
        exits.append("skip")
    exits += ["later", "person"]
    return Say(
        prompt.key,
        dict(prompt.params),
        prompt.choices,
        tuple(exits),
        form.name,
        field.id,
        step,
        of,
        prompt.want,
    )


_POSES: dict[str, Callable[[State, World], Say]] = {
    **crossroads.POSES,
    **summary.POSES,
    "certificate": certificate_posing.ask,
    "papers": paper_posing.ask,
    **event_posing.POSES,
    **posing.POSES,
    **sending_posing.POSES,
    **score_posing.POSES,
    "ask": _ask,
}
