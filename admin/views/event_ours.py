"""The people of an officer's own commune at an event of the province: by name, to be called, and nothing to change."""

from aiohttp import web

from admin import pages
from admin.paging import last_page, page_of
from admin.panel import officer, panel
from admin.views.idea import number
from ocop_core.conversation.events.saying import span_said
from ocop_core.services import access
from ocop_core.services.events import arrivals, neighbours

PAGE = 100


async def show(request: web.Request) -> web.Response:
    """Who goes, who waits, who came."""
    here, staff = panel(request), officer(request)
    async with here.db.reading() as session:
        row, units = await access.event_to_see(session, staff, number(request))
        if units is None:
            return pages.see(request, f"/admin/events/{row.id}")
        counts = await neighbours.tally(session, row, units)
        last = last_page(sum(counts.values()), PAGE)
        page = min(page_of(request), last)
        guests = await arrivals.guests(
            session, row, states=neighbours.COUNTED, units=units, limit=PAGE, offset=(page - 1) * PAGE
        )
    return pages.render(
        request,
        "event_ours.html",
        row=row,
        when=span_said(here.knowledge.words, row.starts_at, row.ends_at),
        counts=counts,
        guests=guests,
        page=page,
        last=last,
        place=pages.place_names(request),
    )
