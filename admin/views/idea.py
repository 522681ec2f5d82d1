"""One idea: its answers, photos and history, and what can be done next."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from admin import pages
from admin.pages import Problem
from admin.panel import Panel, officer, panel
from ocop_core.conversation.forms.basic import answers_shown
from ocop_core.db.models import File, Idea
from ocop_core.errors import Refused
from ocop_core.services import access, answering, ideas, people
from ocop_core.services.accounts import assisting
from ocop_core.services.ideas import Line
from ocop_core.sniff import is_picture


def number(request: web.Request) -> int:
    """The number in the address. Raises Refused for one no table can hold."""
    text = request.match_info["id"]
    if len(text) > 15:
        raise Refused("access.none")
    return int(text)


async def show(request: web.Request) -> web.Response:
    """The page of an idea."""
    return await _page(request)


async def take_over(request: web.Request) -> web.Response:
    """The officer takes the idea; a second tap changes nothing."""
    here = panel(request)
    try:
        async with here.db.writing() as session:
            await answering.take_over(session, here.knowledge, officer(request), number(request), here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _page(request, 409, (Problem.of("next", refused),))
    return pages.see(request, f"/admin/ideas/{number(request)}", "taken")


async def _page(request: web.Request, status: int = 200, problems: tuple[Problem, ...] = ()) -> web.Response:
    here = panel(request)
    async with here.db.reading() as session:
        idea = await access.idea(session, officer(request), number(request))
        owner = await ideas.person(session, idea)
        history = await ideas.history(session, idea)
        files = await ideas.files(session, idea)
        officers = await people.officers(session, [idea.officer_id])
        helper = (await assisting.helpers(session, [idea.chat_id])).get(idea.chat_id)
    you = pages.whom(here.knowledge.words, owner.call, owner.name)
    return pages.render(
        request,
        "idea.html",
        status,
        idea=idea,
        owner=owner,
        history=history,
        latest=latest_replies(history),
        said=pages.act_named(here.knowledge.words),
        pictures=[f for f in files if f.state == "kept" and is_picture(f.mime)],
        papers=[f for f in files if f.state != "kept" or not is_picture(f.mime)],
        helped_by=helper,
        handled_by=officers.get(idea.officer_id or 0),
        answers=answer_lines(here, idea),
        more=_lines(here, "idea_more", idea.more),
        you=you,
        you_first=you[:1].upper() + you[1:],
        kind=_kind,
        open=idea.state in ideas.OPEN,
        days=pages.waiting_days(here.now()),
        place=pages.place_names(request),
        problems=problems,
    )


def latest_replies(history: Sequence[Line]) -> list[Line]:
    """What the producer has answered since an officer last did something."""
    acts = [place for place, line in enumerate(history) if line.who]
    since = acts[-1] + 1 if acts else 0
    return [line for line in history[since:] if line.act == "replied" and line.note]


def answer_lines(here: Panel, idea: Idea) -> list[tuple[str, str]]:
    """The answers as label and value, in the order they were asked; a set left open says so."""
    words = here.knowledge.words
    lines = _lines(here, "idea", idea.answers)
    if idea.set_no is None:
        lines.insert(1, (words.say("idea.set.line"), words.say("admin.idea.unset")))
    return lines


def _kind(file: File) -> str:
    if file.mime == "application/pdf":
        return "pdf"
    return "audio" if file.mime.startswith("audio/") else "other"


def _lines(here: Panel, form: str, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    world, words = here.world(), here.knowledge.words
    fields = [f for f in here.knowledge.forms[form].fields if answers.get(f.id) is not None]
    return [(words.say(f"{form}.{f.id}.line"), answers_shown(answers, f, form, world)) for f in fields]
