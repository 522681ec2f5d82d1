"""Asking back, accepting, declining: each a page with the words the producer will receive."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from admin import forms, pages
from admin.pages import Problem
from admin.panel import Panel, officer, panel
from admin.views.idea import number
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Idea, Person, Staff
from ocop_core.errors import Refused
from ocop_core.services import access, answering, ideas

Verb = Callable[[AsyncSession, Knowledge, Staff, int, str, datetime], Awaitable[Idea]]


@dataclass(frozen=True, slots=True)
class Act:
    """What an officer can answer. `done` is its line in the history, `told` what the producer reads."""

    name: str
    verb: Verb
    done: str
    told: str
    bare: str | None = None


ACTS = (
    Act("ask", answering.ask_back, "asked", "idea.told_asked"),
    Act("accept", answering.accept, "accepted", "idea.told_accepted_words", bare="idea.told_accepted"),
    Act("decline", answering.decline, "declined", "idea.told_declined"),
)
_GAP = "\N{OBJECT REPLACEMENT CHARACTER}"


async def show(request: web.Request) -> web.Response:
    """The empty form; an idea that is settled is shown instead."""
    return await _page(request, "")


async def submit(request: web.Request) -> web.Response:
    """Does it once. On any problem the typed words stay."""
    here, act = panel(request), _act(request)
    words, version = (await forms.field(request, "words")).strip(), await forms.field(request, "version")
    try:
        async with here.db.writing() as session:
            if not await _is_done(session, request, act, words, version):
                _check_length(words)
                await act.verb(session, here.knowledge, officer(request), number(request), words, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _page(request, words, (Problem.of("words", refused),))
    return pages.see(request, f"/admin/ideas/{number(request)}", act.done)


async def _is_done(session: AsyncSession, request: web.Request, act: Act, words: str, version: str) -> bool:
    """Whether this very form was taken before. Raises Refused if something else happened meanwhile."""
    staff = officer(request)
    idea = await access.idea_to_change(session, staff, number(request))
    if _version(idea) == version:
        return False
    last = (await ideas.history(session, idea))[-1]
    if (last.act, last.who, last.note) == (act.done, staff.name, words):
        return True
    if idea.state in ideas.OPEN:
        raise Refused("admin.act.changed")
    return False


def _check_length(words: str) -> None:
    if len(words) > answering.LONGEST:
        raise Refused("idea.words_too_long", limit=answering.LONGEST)


def _act(request: web.Request) -> Act:
    return {act.name: act for act in ACTS}[request.match_info["act"]]


def _version(idea: Idea) -> str:
    return f"{idea.state}:{idea.changed_at.isoformat()}"


async def _page(request: web.Request, words: str, problems: tuple[Problem, ...] = ()) -> web.Response:
    here, act, staff = panel(request), _act(request), officer(request)
    async with here.db.reading() as session:
        idea = await access.idea(session, staff, number(request))
        owner = await ideas.person(session, idea)
        history = await ideas.history(session, idea)
    if idea.state not in ideas.OPEN and not problems:
        return pages.see(request, f"/admin/ideas/{idea.id}")
    you = pages.whom(here.knowledge.words, owner.call, owner.name)
    before, after = preview(here, act.told, idea, owner, staff)
    return pages.render(
        request,
        "idea_act.html",
        422 if problems else 200,
        act=act,
        idea=idea,
        you=you,
        you_first=you[:1].upper() + you[1:],
        history=history[-3:],
        said=pages.act_named(here.knowledge.words),
        words=words,
        version=_version(idea),
        before=before,
        after=after,
        bare="".join(preview(here, act.bare, idea, owner, staff)) if act.bare else "",
        limit=answering.LONGEST,
        problems=problems,
    )


def preview(here: Panel, key: str, idea: Idea, owner: Person, staff: Staff) -> tuple[str, str]:
    """What the producer will read, cut where the officer's words go."""
    say = here.knowledge.words.say
    you = say(f"idea_more.call.{owner.call}_you") if owner.call else say("nav.you")
    params = {"name": idea.name, "code": idea.code, "officer": staff.name, "words": _GAP, "you": you}
    before, _, after = say(key, {**params, "You": you.capitalize()}).partition(_GAP)
    return before, after
