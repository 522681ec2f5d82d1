"""Who will be reminded of what in the next thirty days."""

from itertools import groupby

from aiohttp import web

from admin import pages
from admin.panel import officer, panel
from ocop_core.services.reminders import preview


async def show(request: web.Request) -> web.Response:
    """The coming reminders of the officer's territory, day by day."""
    here = panel(request)
    async with here.db.reading() as session:
        found = await preview.coming(session, here.knowledge, officer(request), here.now())
    days = [(day, list(lines)) for day, lines in groupby(found, key=lambda each: each.day)]
    return pages.render(request, "coming.html", days=days, count=len(found), place=pages.place_names(request))
