"""The call list: whom to phone and why; phoned, done, or handed to the province."""

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views.idea import number
from ocop_core.errors import Refused
from ocop_core.services import calls

STATES = ("waiting", "called", "done")
VERBS = {"called": calls.called, "done": calls.done, "escalate": calls.escalate}
PAGE = 50


async def show(request: web.Request) -> web.Response:
    """Who waits for a call in the officer's territory, the longest first."""
    return await _page(request)


async def _page(request: web.Request, problems: tuple[Problem, ...] = ()) -> web.Response:
    here, wanted = panel(request), request.query.get("state", "waiting")
    state = wanted if wanted in STATES else "waiting"
    async with here.db.reading() as session:
        total, lines = await calls.listed(session, officer(request), state=state, limit=PAGE)
    return pages.render(
        request,
        "calls.html",
        409 if problems else 200,
        total=total,
        lines=lines,
        state=state,
        states=STATES,
        place=pages.place_names(request),
        days=pages.waiting_days(here.now()),
        problems=problems,
    )


async def act(request: web.Request) -> web.Response:
    """What came of one line."""
    here, wanted = panel(request), request.match_info["act"]
    try:
        async with here.db.writing() as session:
            words = await forms.field(request, "note")
            await VERBS[wanted](session, officer(request), number(request), words, here.now())
    except Refused as refused:
        if refused.key == "access.none":
            raise
        return await _page(request, (Problem.of(f"note-{number(request)}", refused),))
    return pages.see(request, "/admin/calls", f"call_{wanted}")
