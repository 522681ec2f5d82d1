"""What an officer does in a talk: takes it, hands it on, answers, has phoned, closes. Each counts once."""

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views import thread
from admin.views.idea import number
from ocop_core.errors import Refused
from ocop_core.services.inbox import officer_acts


async def take(request: web.Request) -> web.Response:
    """The officer looks after the talk."""
    here = panel(request)
    async with here.db.writing() as session:
        await officer_acts.take(session, officer(request), number(request), here.now())
    return _back(request, "talk_taken")


async def hand_over(request: web.Request) -> web.Response:
    """A colleague looks after the talk."""
    here, to = panel(request), await forms.whole(request, "to")
    try:
        async with here.db.writing() as session:
            await officer_acts.hand_over(session, officer(request), number(request), to, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await thread.page(request, 422, problems=(Problem.of("to", refused),))
    return _back(request, "talk_handed")


async def answer(request: web.Request) -> web.Response:
    """Sends words into the chat. On any problem the typed words stay."""
    here, words = panel(request), (await forms.field(request, "words")).strip()
    seen = await forms.whole(request, "seen")
    try:
        async with here.db.writing() as session:
            await officer_acts.answer(
                session, here.knowledge, officer(request), number(request), words, seen, here.now()
            )
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await thread.page(request, 422, words, (Problem.of("words", refused),))
    return _back(request, "answered", "#end")


async def called(request: web.Request) -> web.Response:
    """The officer has phoned; the note is for colleagues."""
    here, note = panel(request), await forms.field(request, "note")
    seen = await forms.whole(request, "seen")
    async with here.db.writing() as session:
        await officer_acts.called(session, officer(request), number(request), note, seen, here.now())
    return _back(request, "called")


async def close(request: web.Request) -> web.Response:
    """Nothing is left to say."""
    here = panel(request)
    async with here.db.writing() as session:
        await officer_acts.close(session, here.knowledge, officer(request), number(request), here.now())
    return _back(request, "talk_closed")


def _back(request: web.Request, done: str, place: str = "") -> web.Response:
    return pages.see(request, f"/admin/inbox/{number(request)}{place}", done)
