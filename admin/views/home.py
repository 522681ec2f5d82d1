"""The first page: what waits today, the longest waiting first."""

from aiohttp import web

from admin import pages
from admin.panel import officer, panel
from ocop_core.clock import local_day
from ocop_core.services import agenda, knowing_acts, unanswered


async def show(request: web.Request) -> web.Response:
    """Counts with links, and the first few of each kind."""
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        waiting = await agenda.today(session, staff)
        unknown = await unanswered.how_many(session, staff) if knowing_acts.may_change(staff) else 0
    return pages.render(
        request,
        "home.html",
        today=local_day(here.now()),
        agenda=waiting,
        unknown=unknown,
        days=pages.waiting_days(here.now()),
        place=pages.place_names(request),
    )
