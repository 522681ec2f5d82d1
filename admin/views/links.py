"""Links and codes that open a form or an answer in the chat, to be sent, printed or hung up."""

import asyncio
from io import BytesIO
from typing import Any

from aiohttp import web

from admin import downloads, pages
from admin.panel import officer, panel
from ocop_core.office import poster
from ocop_core.services import deep_links
from ocop_core.services.deep_links import Link


async def listing(request: web.Request) -> web.Response:
    """Everything that can be opened by a link of its own."""
    words = panel(request).knowledge.words
    return pages.render(request, "links.html", links=[deep_links.form(words, payload) for payload in deep_links.FORMS])


async def show(request: web.Request) -> web.Response:
    """One of them: its code, its addresses, its sheet."""
    link, config = await _link(request), panel(request).settings
    ways = deep_links.ways(config, link.payload, link.typed)
    return pages.render(request, "link_one.html", link=link, ways=ways, entry=deep_links.entry_of(link.payload))


async def sheet(request: web.Request) -> web.Response:
    """The poster as a file: one sheet of A4."""
    here, link = panel(request), await _link(request)
    kind: Any = request.match_info["kind"]
    drawn = deep_links.sheet(here.knowledge, here.settings, link)
    return downloads.response(
        await asyncio.to_thread(poster.write, drawn, None, kind), f"ap-phich-{link.payload}.{kind}"
    )


async def code(request: web.Request) -> web.Response:
    """The code alone."""
    link, kind = await _link(request), request.match_info["kind"]
    return drawn_code(deep_links.web(panel(request).settings, link.payload), kind, f"ma-qr-{link.payload}.{kind}")


def drawn_code(address: str, kind: str, name: str) -> web.Response:
    """A code to scan as a picture or as a page, to be kept under that name."""
    import segno

    out = BytesIO()
    segno.make(address, error="m").save(out, kind=kind, scale=16, border=4)
    return downloads.response(out.getvalue(), name)


async def _link(request: web.Request) -> Link:
    here = panel(request)
    async with here.db.reading() as session:
        return await deep_links.find(session, officer(request), here.knowledge.words, request.match_info["payload"])
