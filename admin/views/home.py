"""The first page: what waits today, the longest waiting first."""

from aiohttp import web

from admin import pages
from admin.panel import officer, panel
from admin.views.dossiers import days_left
from ocop_core.clock import local_day
from ocop_core.services import agenda
from ocop_core.services.knowing import editing, unanswered


async def show(request: web.Request) -> web.Response:
    """Counts with links, and the first few of each kind."""
    here, staff = panel(request), officer(request)
    day = local_day(here.now())
    async with here.db.reading() as session:
        waiting = await agenda.today(session, staff, day)
        unknown = await unanswered.how_many(session, staff) if editing.may_change(staff) else 0
    return pages.render(
        request,
        "home.html",
        today=day,
        left=lambda due_on: days_left(due_on, day),
        agenda=waiting,
        unknown=unknown,
        days=pages.waiting_days(here.now()),
        place=pages.place_names(request),
    )
