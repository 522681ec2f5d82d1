"""Does what somebody wishes, in a form or outside: ways out, and the things the assistant can do."""

from collections.abc import Callable

from ocop_core.conversation import (
    asking,
    coming,
    form_wishes,
    in_form,
    linking,
    notices,
    person,
    preferring,
    reporting,
    sharing,
)
from ocop_core.conversation.answers import LIBRARY, said, wish_key
from ocop_core.conversation.dossiers import acts, needing, opening, scoring, settling
from ocop_core.conversation.dossiers.looking import one, parted
from ocop_core.conversation.effects import Effect, ListMine, LookUp, ShowData
from ocop_core.conversation.elsewhere import bring
from ocop_core.conversation.events import acts as events
from ocop_core.conversation.forms.name import spelled
from ocop_core.conversation.moves import leave, park, present, resume, start, touched, unpark
from ocop_core.conversation.pose import pose
from ocop_core.conversation.promises import acts as promised
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.where import half_told
from ocop_core.conversation.world import Wish, World
from ocop_core.knowledge.library import Found

LONGEST_NAME = 120
# These stand under every answer anyway.
_ELSEWHERE = {"officer.contact", "question.ask"}
LONGEST_ABOUT = 1000


def do(state: State, wish: Wish, world: World) -> Turn:
    """What a wish leads to. In a form the answers so far are kept, whatever is wished."""
    if state.form and (way := in_form.WAYS.get(wish.name)):
        return way(state, world)
    if wish.name in LOOKS:
        also = half_told(state, world) if wish.name == "idea.mine" else ()
        return pose(present(state), world, LOOKS[wish.name](wish.rest), *also)
    if act := ACTS.get(wish.name):
        return act(state, wish.rest, world)
    key = f"menu.{wish.name.replace('.', '_')}_said"
    return pose(present(state), world, Say(key) if world.words.has(key) else None)


def _look_up(state: State, code: str, world: World) -> Turn:
    """Where a code stands; one's own dossier opens."""
    own = one(parted(code)[0], world)
    return acts.home(park(state, world), own, world) if own else pose(present(state), world, LookUp(code))


LOOKS: dict[str, Callable[[str], Effect]] = {
    "idea.mine": lambda rest: ListMine(),
    "data.mine": lambda rest: ShowData(),
}


def register(state: State, rest: str, world: World) -> Turn:
    """A new idea; a draft of one is offered first, so that nobody tells the same twice."""
    if state.form == "idea" and not touched(state, world):
        return pose(resume(state), world)
    state, brought = bring(state, world)
    drafted = any(d.form == "idea" for d in state.drafts) or state.form == "idea"
    if drafted and state.wish != "idea.register":
        parked = park(state, world).with_(mode="choose", wish="idea.register", held=rest[:LONGEST_NAME])
        return pose(parked, world, *brought)
    talk = world.listed("idea.name.talk_words")
    guess = spelled(rest[:LONGEST_NAME], world.knowledge.sets, talk) if rest else ""
    return start(
        state.with_(wish=""), "idea", world, {}, {"guess": guess} if guess else None, *brought, Say("idea.begin")
    )


def _about_idea(form: str) -> Callable[[State, str, World], Turn]:
    """Opens a form about an idea: the one that is named, else the one the officer asked about or the latest."""

    def act(state: State, code: str, world: World) -> Turn:
        if form == "idea_reply" and not (code or state.question) and state.thread:
            return person.back(state, "", world)
        code = code or (state.question if form == "idea_reply" else "") or state.latest
        if not code:
            return pose(present(state), world, ListMine())
        return start(state, form, world, {"idea": code})

    return act


def _person(state: State, about: str, world: World) -> Turn:
    if state.thread:
        return person.back(state, about[:LONGEST_ABOUT] if len(about.split()) > 2 else "", world)
    seed = {"about": about[:LONGEST_ABOUT]} if len(about.split()) > 2 else {}
    return start(state, "officer", world, seed)


def _erase(state: State, rest: str, world: World) -> Turn:
    return pose(present(state).with_(mode="erase"), world)


def _topics(state: State, rest: str, world: World) -> Turn:
    if state.form:
        return pose(resume(state), world, Say("nav.ask_here"))
    return pose(leave(state).with_(mode="topics"), world)


def _topic(state: State, topic: str, world: World) -> Turn:
    """An answer that was chosen from the list of questions."""
    entry = world.look(LIBRARY).entries.get(topic)
    if entry is None:
        return _topics(state, "", world)
    found = (Found(entry, 1.0),)
    if state.form:
        return pose(resume(state), world, *said(found), Say("nav.go_on"))
    return asking.told(state, found, world)


def _go_on(state: State, rest: str, world: World) -> Turn:
    """Takes up what was put aside: at once where it is one thing, else after a choice."""
    state, brought = bring(state, world)
    if len(state.drafts) == 1:
        return pose(unpark(leave(state), 0, world), world, *(brought or (Say("nav.going_on"),)))
    if state.drafts:
        return pose(leave(state).with_(mode="choose"), world, *brought)
    return _to_dossier(state, world) or pose(leave(state), world, Say("menu.nav_resume_said"))


def _hello(state: State, rest: str, world: World) -> Turn:
    """A greeting: what was put aside is spoken of, else the menu."""
    state, brought = bring(state, world)
    if len(state.drafts) == 1:
        return pose(unpark(leave(state), 0, world).with_(mode="resume"), world, *brought)
    if state.drafts:
        return pose(leave(state).with_(mode="choose"), world, *(brought or (Say("menu.greeting_said"),)))
    return _to_dossier(state, world) or pose(leave(state), world, Say("menu.greeting_said"))


def _to_dossier(state: State, world: World) -> Turn | None:
    """A dossier that somebody was busy with is what they come back to."""
    view = one(state.dossier, world)
    if view is None or not view.changeable:
        return None
    return acts.home(leave(state), view, world, Say("dossier.back_again", {"name": view.name}))


ACTS: dict[str, Callable[[State, str, World], Turn]] = {
    **coming.ACTS,
    **form_wishes.ACTS,
    **preferring.ACTS,
    "idea.register": register,
    "idea.more": _about_idea("idea_more"),
    "idea.reply": _about_idea("idea_reply"),
    "idea.look_up": _look_up,
    "officer.contact": _person,
    "person.reply": person.reply,
    "person.end": person.end,
    "data.erase": _erase,
    "question.ask": _topics,
    "question.read": _topic,
    "nav.resume": _go_on,
    # "Gửi đi" after something was put aside: it is meant, and its summary has the button.
    "nav.finish": _go_on,
    "greeting": _hello,
    **linking.ACTS,
    **sharing.ACTS,
    **promised.ACTS,
    **acts.ACTS,
    **needing.ACTS,
    **opening.ACTS,
    **scoring.ACTS,
    **settling.ACTS,
    **notices.ACTS,
    **events.ACTS,
    **reporting.ACTS,
}


def does_more(name: str, world: World) -> bool:
    """Whether a wish leads to more than an answer, so that it is worth a button under one."""
    act = ACTS.get(name)
    own = name in LOOKS or (act is not None and act is not coming.ACTS.get(name))
    return own and name not in _ELSEWHERE and world.words.has(wish_key(name))
