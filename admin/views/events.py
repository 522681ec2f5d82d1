"""The list of trainings and fairs: what is coming first, then what has been."""

from aiohttp import web
from sqlalchemy import select

from admin import pages
from admin.panel import officer, panel
from ocop_core.db.models_events import Event
from ocop_core.services import access
from ocop_core.services.events import arrivals

SHOWN = 60


async def show(request: web.Request) -> web.Response:
    """The events of the officer's own office; as the province all."""
    here, staff = panel(request), officer(request)
    units, past = access.units_of(staff), request.query.get("past") == "1"
    query = select(Event).where(Event.ends_at < here.now() if past else Event.ends_at >= here.now())
    if units is not None:
        query = query.where(Event.unit.in_(units))
    order = Event.starts_at.desc() if past else Event.starts_at
    async with here.db.reading() as session:
        rows = (await session.scalars(query.order_by(order, Event.id).limit(SHOWN))).all()
        counts = await arrivals.tally(session, [row.id for row in rows])
        asked = await arrivals.to_grant(session, staff)
    place = pages.place_names(request)
    return pages.render(request, "events.html", rows=rows, counts=counts, asked=asked, past=past, place=place)
