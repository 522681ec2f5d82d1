"""Downloads of a dossier: its forms as Word files, and the whole of it as one ZIP."""

import asyncio
from typing import IO

from aiohttp import web

from admin import flash
from admin.panel import officer, panel
from admin.views.idea import number
from ocop_core.clock import local_day
from ocop_core.office.naming import attachment
from ocop_core.services import access
from ocop_core.services.dossiers import form_files, gathering, zipping
from ocop_core.services.dossiers.form_files import Which
from ocop_core.services.dossiers.gathering import Gathered
from ocop_core.sniff import WORD

FORMS: dict[str, Which] = {"mau01": "mau01", "mau02": "mau02", "mau03": "mau03", "muc-luc": "contents"}
CHUNK = 256 * 1024


async def form(request: web.Request) -> web.Response:
    """A form, filled with what is known now. Where the office's own template is broken, the next page says so."""
    here, which = panel(request), FORMS[request.match_info["form"]]
    known = await _gathered(request)
    made = await form_files.filled(known, which, here.settings.templates_dir)
    name = form_files.file_name(known, which)
    response = web.Response(body=made.content, content_type=WORD, headers={"Content-Disposition": attachment(name)})
    if made.broken:
        flash.leave(request, response, "template_broken")
    return response


async def whole(request: web.Request) -> web.StreamResponse:
    """Everything as one ZIP, sent piece by piece. Too much of it is said in words."""
    here = panel(request)
    known = await _gathered(request)
    async with here.db.reading() as session:
        bundle = await zipping.bundle(session, known)
    content = await zipping.packed(bundle, here.settings.files_dir, here.settings.templates_dir)
    with content:
        return await _sent(request, content, f"{known.view.code} - {known.product}.zip")


async def _sent(request: web.Request, content: IO[bytes], name: str) -> web.StreamResponse:
    size = await asyncio.to_thread(content.seek, 0, 2)
    await asyncio.to_thread(content.seek, 0)
    response = web.StreamResponse(headers={"Content-Disposition": attachment(name), "Content-Type": "application/zip"})
    response.headers["Cache-Control"] = "no-store"
    response.content_length = size
    await response.prepare(request)
    while chunk := await asyncio.to_thread(content.read, CHUNK):
        await response.write(chunk)
    await response.write_eof()
    return response


async def _gathered(request: web.Request) -> Gathered:
    here = panel(request)
    async with here.db.reading() as session:
        row = await access.dossier(session, officer(request), number(request))
        return await gathering.gather(session, here.knowledge, row, local_day(here.now()))
