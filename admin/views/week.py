"""The week at a glance: what the Monday letter says, with the way to each thing, and who will be reminded of what."""

from dataclasses import fields
from datetime import timedelta

from aiohttp import web

from admin import pages
from admin.panel import officer, panel
from ocop_core.clock import local_day
from ocop_core.services import digest
from ocop_core.services.accounts import linking

WAYS = {
    "ideas": "/admin/ideas?state=new",
    "threads": "/admin/inbox",
    "dossiers": "/admin/dossiers?state=submitted",
    "due": "/admin/dossiers?state=submitted",
    "window": "/admin/certificates?standing=open",
    "closing": "/admin/certificates?standing=open",
    "calls": "/admin/calls",
    "reports": "/admin/reports",
}


async def show(request: web.Request) -> web.Response:
    """The figures of the officer's territory as they are now."""
    here, staff = panel(request), officer(request)
    today = local_day(here.now())
    async with here.db.reading() as session:
        figures = await digest.of(session, here.knowledge, staff, today)
        chats = await linking.staff_chats(session, staff)
    lines = [(field.name, getattr(figures, field.name), WAYS[field.name]) for field in fields(figures)]
    monday = today - timedelta(days=today.weekday())
    return pages.render(request, "week.html", lines=lines, monday=monday, joined=bool(chats))
