"""Poses the question at which a conversation stands, whatever it is, as often as needed."""

from collections.abc import Callable
from dataclasses import replace

from ocop_core.conversation.forms.basic import answers_shown
from ocop_core.conversation.forms.field import Context, Field, Prompt, paged, yes_no
from ocop_core.conversation.forms.form import Form
from ocop_core.conversation.said import Choice, Exit, Say, Want
from ocop_core.conversation.state import Draft, State
from ocop_core.conversation.turn import Out, Turn
from ocop_core.conversation.world import World
from ocop_core.text import show_day

MENU = ("idea.register", "idea.mine", "question.ask", "officer.contact", "data.mine")


def pose(state: State, world: World, *leads: Out | None) -> Turn:
    """The present question with its choices, after `leads`. Every posing is a new turn number."""
    say = _POSES.get(state.mode, _menu)(state, world)
    offer = tuple((c.n or i, c.value, c.label) for i, c in enumerate(say.choices, start=1))
    return Turn(state.with_(turn=state.turn + 1, offer=offer), (say,)).led_by(*leads)


def context(state: State, world: World) -> Context:
    """What the present field may look at."""
    return Context(state.form or "", state.answers, state.aside, world)


def form_of(state: State, world: World) -> Form:
    """The form the conversation is in."""
    return world.knowledge.forms[state.form or ""]


def field_of(state: State, world: World) -> Field:
    """The field the conversation stands at."""
    return form_of(state, world).field(state.field or "")


def title(form: str, answers: dict[str, object], world: World) -> str:
    """What a draft is called when it is spoken of: the product's name where there is one."""
    name = answers.get("name") or answers.get("about")
    return world.label(f"{form}.title_named", name=name) if name else world.label(f"{form}.title")


def _ask(state: State, world: World) -> Say:
    form, field = form_of(state, world), field_of(state, world)
    prompt: Prompt = field.ask(context(state, world))
    step, of = form.progress(field.id, state.answers)
    exits: tuple[Exit, ...] = ("back",) if form.before(field.id, state.answers) or state.editing else ()
    if field.optional:
        exits = (*exits, "skip")
    params = {"you": world.you, **prompt.params}
    return Say(
        prompt.key,
        params,
        prompt.choices,
        (*exits, "later", "person"),
        form.name,
        field.id,
        step,
        of,
        prompt.want,
    )


def _lines(state: State, world: World) -> list[tuple[Field, str]]:
    form = form_of(state, world)
    fields = [f for f in form.applying(state.answers) if f.id in state.answers]
    key = f"{form.name}.{{}}.line"
    shown = [(f, answers_shown(state.answers, f, form.name, world)) for f in fields]
    return [(f, f"{world.label(key.format(f.id))}: {text}") for f, text in shown]


def _review(state: State, world: World) -> Say:
    form = form_of(state, world)
    lines = "\n".join(f"{i}. {line}" for i, (_, line) in enumerate(_lines(state, world), start=1))
    photos = len(state.answers.get(form.files or "", ()))
    photo_key = "nav.photos_some" if photos else "nav.photos_none"
    choices = tuple(Choice(v, world.label(f"nav.{v}")) for v in ("send", "change", "later"))
    params = {"you": world.you, "lines": lines, "photos": world.label(photo_key, count=photos)}
    want: Want | None = "photo" if form.files else None
    return Say(f"{form.name}.review", params, choices, ("back", "person"), form.name, None, None, None, want)


def _pick(state: State, world: World) -> Say:
    lines = _lines(state, world)
    choices = tuple(Choice(f.id, line, i) for i, (f, line) in enumerate(lines, start=1))
    page = paged(choices, state.aside.get("page", 0), world)
    numbered = tuple(c if c.n else replace(c, n=len(choices) + 1) for c in page)
    return Say("nav.pick", {"you": world.you, "count": len(lines)}, numbered, ("back", "later"), state.form)


def _resume(state: State, world: World) -> Say:
    key, params = "nav.resume", {"title": title(state.form or "", state.answers, world)}
    if state.field:
        step, of = form_of(state, world).progress(state.field, state.answers)
        params |= {"step": str(step), "of": str(of)}
    else:
        key = "nav.resume_review"
    choices = tuple(Choice(v, world.label(f"nav.{v}")) for v in ("continue", "restart", "later"))
    return Say(key, {"you": world.you, **params}, choices, ("person",), state.form)


def _cancel(state: State, world: World) -> Say:
    params = {"you": world.you, "title": title(state.form or "", state.answers, world)}
    choices = (Choice("no", world.label("nav.continue")), Choice("yes", world.label("nav.drop")))
    return Say("nav.cancel", params, choices, ("later",), state.form)


def _choose(state: State, world: World) -> Say:
    drafts = tuple(
        Choice(f"d{i}", f"{title(d.form, d.answers, world)} ({_since(d, world)})") for i, d in enumerate(state.drafts)
    )
    new = (Choice("new", world.label("nav.new")),) if state.wish else (Choice("menu", world.label("nav.menu_label")),)
    return Say("nav.drafts", {"you": world.you}, (*drafts[-4:], *new), ("person",))


def _since(draft: Draft, world: World) -> str:
    return show_day(draft.at.astimezone(world.now.tzinfo).date(), world.today)


def _consent(state: State, world: World) -> Say:
    choices = tuple(Choice(v, world.label(f"consent.{v}")) for v in ("yes", "more", "no"))
    return Say("consent.ask", {"you": world.you}, choices)


def _erase(state: State, world: World) -> Say:
    return Say("data.erase_ask", {"you": world.you}, yes_no(world, "data.erase_yes", "data.erase_no"))


def _handover(state: State, world: World) -> Say:
    key = "nav.handover_form" if state.form else "nav.handover"
    no = "nav.continue" if state.form else "nav.menu_label"
    return Say(key, {"you": world.you}, yes_no(world, "nav.handover_yes", no))


def _reply(state: State, world: World) -> Say:
    return Say(
        "idea_reply.is_it",
        {"you": world.you, "text": state.held[:120]},
        yes_no(world, "idea_reply.is_it_yes", "idea_reply.is_it_no"),
    )


def _more(state: State, world: World) -> Say:
    return Say("idea_more.offer", {"you": world.you}, yes_no(world, "idea_more.offer_yes", "idea_more.offer_no"))


def _menu(state: State, world: World) -> Say:
    choices = tuple(Choice(f"wish:{name}", world.label(f"menu.{name.replace('.', '_')}")) for name in MENU)
    return Say("menu.ask", {"you": world.you}, choices)


_POSES: dict[str, Callable[[State, World], Say]] = {
    "ask": _ask,
    "review": _review,
    "pick": _pick,
    "resume": _resume,
    "cancel": _cancel,
    "choose": _choose,
    "consent": _consent,
    "erase": _erase,
    "handover": _handover,
    "reply": _reply,
    "more": _more,
}
