"""The list of trainings and fairs: what is coming first, then what has been."""

from aiohttp import web

from admin import pages
from admin.panel import officer, panel
from ocop_core.services.events import arrivals, listing, neighbours


async def show(request: web.Request) -> web.Response:
    """The events of the officer's own office; as the province all."""
    here, staff = panel(request), officer(request)
    past = request.query.get("past") == "1"
    async with here.db.reading() as session:
        rows = await (listing.past if past else listing.coming)(session, staff, here.now())
        counts = await arrivals.tally(session, [row.id for row in rows])
        asked = await arrivals.to_grant(session, staff)
        ours = [] if past else await neighbours.coming(session, staff, here.now())
    place = pages.place_names(request)
    return pages.render(
        request, "events.html", rows=rows, counts=counts, asked=asked, past=past, ours=ours, place=place
    )
