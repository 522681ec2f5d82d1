"""An event on paper: the attendance sheet, the calendar entry, the poster with its code to scan."""

from typing import Any

from aiohttp import web

from admin import downloads, pages, uploads
from admin.panel import officer, panel
from admin.views.event import link
from admin.views.idea import number
from admin.views.links import drawn_code
from ocop_core.conversation.days import day_said
from ocop_core.conversation.events.saying import span_said
from ocop_core.db.models_events import Event
from ocop_core.services import access, deep_links
from ocop_core.services.events import arrivals, files, posters


async def download(request: web.Request) -> web.Response:
    """The attendance sheet for Excel or Word."""
    here, kind = panel(request), request.match_info["kind"]
    async with here.db.reading() as session:
        row = await access.event(session, officer(request), number(request))
        guests = await arrivals.guests(session, row)
    make = files.sheet if kind == "xlsx" else files.document
    return downloads.response(await make(here.knowledge, row, guests), f"diem-danh-{row.id}.{kind}")


async def calendar(request: web.Request) -> web.Response:
    """The entry for a calendar."""
    row = await _event(request)
    body = files.calendar(row, link(request, row), panel(request).now())
    return downloads.response(body, f"lich-{row.id}.ics")


async def poster(request: web.Request) -> web.Response:
    """A page to be printed for the notice board."""
    row, words = await _event(request), panel(request).knowledge.words
    when, closes = span_said(words, row.starts_at, row.ends_at), day_said(words, row.closes_on)
    ways = deep_links.ways(panel(request).settings, f"event-{row.id}", deep_links.event_code(row.id))
    return pages.render(request, "event_poster.html", row=row, when=when, closes=closes, ways=ways)


async def sheet(request: web.Request) -> web.Response:
    """The poster as a file: one sheet of A4."""
    row, here = await _event(request), panel(request)
    kind: Any = request.match_info["kind"]
    body = await posters.write(here.knowledge, row, here.settings, kind)
    return downloads.response(body, f"ap-phich-{row.id}.{kind}")


async def picture(request: web.Request) -> web.StreamResponse:
    """The picture of the event."""
    return await uploads.shown(request, (await _event(request)).picture)


async def handout(request: web.Request) -> web.StreamResponse:
    """The file for those who came."""
    return await uploads.shown(request, (await _event(request)).handout)


async def code(request: web.Request) -> web.Response:
    """The code alone, as a picture or as a page."""
    row, kind = await _event(request), request.match_info["kind"]
    return drawn_code(link(request, row), kind, f"ma-qr-{row.id}.{kind}")


async def _event(request: web.Request) -> Event:
    async with panel(request).db.reading() as session:
        return await access.event(session, officer(request), number(request))
