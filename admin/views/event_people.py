"""Somebody phones before the day: the officer signs them up or off on the page of the event."""

from aiohttp import web

from admin import forms, pages
from admin.pages import Problem
from admin.panel import officer, panel
from admin.views import event
from admin.views.idea import number
from ocop_core.errors import Refused
from ocop_core.services.events import by_phone

ELSEWHERE = ("access.none", "event.moved_on", "event.unknown")


async def sign_up(request: web.Request) -> web.Response:
    """A place, or one in the line."""
    here = panel(request)
    caller = {name: await forms.field(request, name) for name in ("name", "phone")}
    try:
        async with here.db.writing() as session:
            await by_phone.sign_up(session, officer(request), number(request), **caller, at=here.now())
    except Refused as refused:
        if refused.key in ELSEWHERE:
            raise
        field = "name" if refused.key == "event.no_name" else "phone"
        return await event.page(request, (Problem.of(field, refused),), caller=caller)
    return pages.see(request, f"/admin/events/{number(request)}", "event_signed_up")


async def sign_off(request: web.Request) -> web.Response:
    """The place is free again."""
    here, row = panel(request), int(request.match_info["row"][:15])
    async with here.db.writing() as session:
        await by_phone.sign_off(session, officer(request), number(request), row, here.now())
    return pages.see(request, event.home(request), "event_signed_off")
