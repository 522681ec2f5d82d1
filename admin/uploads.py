"""A picture or PDF that an officer puts to something that goes out to many: taken in, and shown again."""

import asyncio
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from admin.panel import panel
from ocop_core.errors import Refused
from ocop_core.office.naming import attachment
from ocop_core.services import access
from ocop_core.services.files import shared, storing
from ocop_core.services.files.shared import Ready
from ocop_core.sniff import is_picture


async def given(request: web.Request, name: str = "file") -> Ready | None:
    """What was chosen in the form, judged and stored; None where nothing was. Raises Refused."""
    field = (await request.post()).get(name)
    if not isinstance(field, web.FileField) or not field.filename:
        return None
    here = panel(request).settings
    content = await asyncio.to_thread(field.file.read)
    return await asyncio.to_thread(shared.prepare, here.files_dir, content, field.filename, here.file_limit)


async def shown(request: web.Request, file: Mapping[str, Any] | None) -> web.StreamResponse:
    """The file of something that this officer may see: a picture in the page, all else to keep."""
    if not file:
        raise Refused("access.none")
    async with panel(request).db.reading() as session:
        row = await access.shared_file(session, int(file["id"]))
    path = storing.path(panel(request).settings.files_dir, row)
    if not path.is_file():
        raise Refused("access.none")
    headers = {"Cache-Control": "private, max-age=3600", "Content-Type": row.mime}
    if not is_picture(row.mime):
        headers["Content-Disposition"] = attachment(row.name)
    return web.FileResponse(path, headers=headers)
