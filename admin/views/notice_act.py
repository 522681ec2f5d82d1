"""What is done with an announcement on its way and after."""

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.idea import number
from admin.views.notice_choice import whole
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.services.announcements import acts, drafting, later

ACTS = {"take_back": acts.take_back, "agree": acts.agree, "pause": acts.pause, "go_on": acts.go_on, "stop": acts.stop}
DONE = {"take_back": "notice_back", "agree": "notice_agreed", "pause": "notice_paused", "go_on": "notice_on"}


async def act(request: web.Request) -> web.Response:
    """Takes back, agrees, pauses, goes on, stops, or throws a draft away."""
    here, name = panel(request), request.match_info["act"]
    async with here.db.writing() as session:
        if name == "drop":
            await drafting.drop(session, officer(request), number(request))
        else:
            await ACTS[name](session, officer(request), number(request), here.now())
    where = "/admin/notices" if name == "drop" else f"/admin/notices/{number(request)}"
    return pages.see(request, where, DONE.get(name, "notice_dropped" if name == "drop" else "notice_stopped"))


async def again(request: web.Request) -> web.Response:
    """Once more to those in doubt or in vain, because the officer wants it."""
    here, fate = panel(request), await forms.field(request, "fate")
    only = whole(await forms.field(request, "only")) or None
    async with here.db.writing() as session:
        await later.send_again(
            session, officer(request), number(request), (fate,), here.settings.channels, here.now(), only=only
        )
    return pages.see(request, f"/admin/notices/{number(request)}", "notice_again")


async def chase(request: web.Request) -> web.Response:
    """A draft with the same words for those who keep silent."""
    here = panel(request)
    async with here.db.writing() as session:
        row = await later.chase(session, officer(request), number(request), here.now())
    return pages.see(request, f"/admin/notices/{row.id}/text", "notice_chase")


async def show_recall(request: web.Request) -> web.Response:
    """Put right or taken back: the words that are to stand there, or none."""
    return await _recall(request, "")


async def recall(request: web.Request) -> web.Response:
    """Puts it right with other words, or takes it back."""
    here = panel(request)
    words = await forms.field(request, "words") if await forms.field(request, "do") == "correct" else ""
    try:
        if await forms.field(request, "do") == "correct" and not words.strip():
            raise Refused("notice.text_empty")
        async with here.db.writing() as session:
            await later.recall(session, officer(request), number(request), words, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _recall(request, words, (Problem.of("words", refused),))
    return pages.see(request, f"/admin/notices/{number(request)}", "notice_recalled")


async def _recall(request: web.Request, words: str, problems: tuple[Problem, ...] = ()) -> web.Response:
    async with panel(request).db.reading() as session:
        row = await access.announcement(session, officer(request), number(request))
    status = 422 if problems else 200
    limit = later.LONGEST_CORRECTION
    return pages.render(
        request, "notice_recall.html", status, row=row, words=words or row.text, limit=limit, problems=problems
    )
