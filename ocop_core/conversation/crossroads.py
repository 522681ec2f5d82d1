"""Poses the questions outside and around forms: the menu, go on or not, which draft, is it this."""

from collections.abc import Callable, Sequence

from ocop_core.clock import local_day
from ocop_core.conversation import answers, link_code, preferences, who
from ocop_core.conversation.forms.field import paged, yes_no
from ocop_core.conversation.meaning import ALWAYS
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.state import Draft, State
from ocop_core.conversation.turn import Out
from ocop_core.conversation.where import form_of, title
from ocop_core.conversation.world import World
from ocop_core.text import shorten

MENU = (
    "idea.register",
    "dossier.status",
    "certificate.check",
    "officer.contact",
    "question.ask",
    "event.list",
    "notice.list",
    "settings.open",
)
GREETINGS = {"menu.greeting_said", "consent.thanks"}
SHOWN_TEXT = 300
# What can be begun anew where something of the kind is half done, and how that is called.
_FRESH = {"idea.register": "nav.new", "dossier.open": "dossier.none_open"}


def after(say: Say, leads: Sequence[Out]) -> Say:
    """The menu as it is asked after something else has been said."""
    told = [lead.key for lead in leads if isinstance(lead, Say)]
    fresh = not leads or (told and told[-1] in GREETINGS)
    return say if fresh else say.with_(key="menu.next")


def _menu(state: State, world: World) -> Say:
    wishes = [*MENU]
    if state.drafts:
        wishes.insert(0, "nav.resume")
    if state.question:
        wishes.insert(0, f"idea.reply:{state.question}")
    choices = tuple(_wish(name, world) for name in wishes)
    return Say("menu.ask", {}, paged(choices, state.aside.get("page", 0), world))


def _wish(name: str, world: World) -> Choice:
    return Choice(f"{ALWAYS}{name}", world.label(f"menu.{name.partition(':')[0].replace('.', '_')}"))


def _resume(state: State, world: World) -> Say:
    days = (world.today - local_day(state.at)).days if state.at else 0
    params = {"title": title(state, world), "since": since(days, world)}
    choices = tuple(Choice(v, world.label(f"nav.{v}")) for v in ("continue", "restart", "later"))
    if not state.field:
        return Say("nav.resume_review", params, choices, ("person",), state.form)
    step, of = form_of(state, world).progress(state.field, state.answers)
    key = "nav.resume_long" if days else "nav.resume"
    return Say(key, {**params, "step": step, "of": of}, choices, ("person",), state.form)


def _cancel(state: State, world: World) -> Say:
    key, yes = ("nav.restart_ask", "nav.restart") if state.wish == "restart" else ("nav.cancel", "nav.drop")
    params = {"title": title(state, world)}
    choices = (Choice("no", world.label("nav.continue")), Choice("yes", world.label(yes)))
    return Say(key, params, choices, ("later",), state.form)


def _choose(state: State, world: World) -> Say:
    drafts = tuple(Choice(f"d{i}", _called(draft, world)) for i, draft in reversed(list(enumerate(state.drafts))))
    value, label = ("new", _FRESH[state.wish]) if state.wish else ("menu", "nav.menu_label")
    last = Choice(value, world.label(label))
    choices = paged(drafts, state.aside.get("page", 0), world, (last,))
    return Say("nav.drafts", {}, choices, ("person",))


def _called(draft: Draft, world: World) -> str:
    named, days = title(draft, world), (world.today - local_day(draft.at)).days
    return world.label("nav.draft", title=named, since=since(days, world))


def since(days: int, world: World) -> str:
    """How long ago, in words."""
    if days <= 1:
        return world.label("nav.since_yesterday" if days == 1 else "nav.since_today")
    return world.label("nav.since_days", days=days)


def _consent(state: State, world: World) -> Say:
    return Say("consent.ask", {}, tuple(Choice(v, world.label(f"consent.{v}")) for v in ("yes", "more", "no")))


def _erase(state: State, world: World) -> Say:
    return Say("data.erase_ask", {}, tuple(reversed(yes_no(world, "data.erase_yes", "data.erase_no"))))


def _handover(state: State, world: World) -> Say:
    key = "nav.handover_question" if state.held else "nav.handover_form" if state.form else "nav.handover"
    no = "nav.continue" if state.form else "nav.menu_label"
    return Say(key, {"text": shorten(state.held, SHOWN_TEXT)}, yes_no(world, "nav.handover_yes", no))


def _reply(state: State, world: World) -> Say:
    params = {"text": shorten(state.held, SHOWN_TEXT)}
    return Say("idea_reply.is_it", params, yes_no(world, "idea_reply.is_it_yes", "idea_reply.is_it_no"))


def _more(state: State, world: World) -> Say:
    return Say("idea_more.offer", {}, yes_no(world, "idea_more.offer_yes", "idea_more.offer_no"))


def _product(state: State, world: World) -> Say:
    return Say("menu.product", {"name": state.held}, yes_no(world, "menu.product_yes", "menu.product_no"))


def _which(state: State, world: World) -> Say:
    first, _, second = state.wish.partition("|")
    labels = [world.label(answers.wish_key(name)) for name in (first, second) if name]
    choices = [Choice(value, label) for value, label in zip(("yes", "second"), labels, strict=False)]
    other = Choice("no", world.label("nav.continue" if state.form else "menu.other"))
    key = "menu.which_of_two" if second else "menu.which"
    return Say(key, dict(zip(("first", "second"), labels, strict=False)), (*choices, other))


def _person(state: State, world: World) -> Say:
    if state.aside.get("ending"):
        return Say("officer.ending", {}, yes_no(world, "officer.ending_yes", "officer.ending_no"))
    end = Choice(f"{ALWAYS}person.end", world.label("officer.end"))
    return Say("officer.here", {}, (_wish("nav.resume", world), end) if state.drafts else (end,))


POSES: dict[str, Callable[[State, World], Say]] = {
    "idle": _menu,
    **preferences.POSES,
    "topics": answers.topics,
    "which": _which,
    "resume": _resume,
    "cancel": _cancel,
    "choose": _choose,
    "consent": _consent,
    "erase": _erase,
    "handover": _handover,
    "reply": _reply,
    "more": _more,
    "product": _product,
    "person": _person,
    "link": link_code.ask,
    "who": who.ask,
}
