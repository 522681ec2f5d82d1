"""Photos and papers: renditions of pictures and quiet PDFs to look at, originals to keep."""

import asyncio
from pathlib import Path

from aiohttp import web

from admin.panel import officer, panel
from admin.views.idea import number
from ocop_core.db.models import File
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.services.files import pdfs, pictures, storing
from ocop_core.sniff import PDF, ending, is_picture

SIZES: tuple[pictures.Size, ...] = ("thumb", "page")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    # Kept, but asked about each time: who may see it can change, and a phone need not fetch it twice.
    "Cache-Control": "private, no-cache",
}

# Shown by the browser's own viewer, within our own pages only; nothing that it names is fetched.
SHOWN = {
    **HEADERS,
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}


async def show(request: web.Request) -> web.StreamResponse:
    """A picture's rendition with `size`, otherwise the original as a download."""
    here = panel(request)
    async with here.db.reading() as session:
        file = await access.staff_file(session, officer(request), number(request))
    size = _size(request, file)
    head = {**HEADERS, "ETag": f'"{file.sha256}-{size or "full"}"'}
    if request.headers.get("If-None-Match") == head["ETag"]:
        return web.Response(status=304, headers=head)
    if size:
        content = await pictures.rendition(here.settings.files_dir, file, size)
        head |= _named(file, ".jpg", "inline")
        return web.Response(body=content, content_type="image/jpeg", headers=head)
    path = storing.path(here.settings.files_dir, file)
    if not path.is_file():
        raise Refused("access.none")
    head |= {"Content-Type": file.mime, **_named(file, ending(file.mime), "attachment")}
    return web.FileResponse(path, headers=head)


async def look(request: web.Request) -> web.StreamResponse:
    """A PDF within the page. Raises Refused for one that brings more than pages: that is only downloaded."""
    here = panel(request)
    async with here.db.reading() as session:
        file = await access.staff_file(session, officer(request), number(request))
    path = storing.path(here.settings.files_dir, file)
    if file.mime != PDF or not await asyncio.to_thread(_lies_quiet, path):
        raise Refused("file.not_shown")
    return web.FileResponse(path, headers={**SHOWN, "Content-Type": PDF, **_named(file, ".pdf", "inline")})


def _lies_quiet(path: Path) -> bool:
    try:
        return pdfs.lies_quiet(path)
    except OSError as error:
        raise Refused("access.none") from error


def _size(request: web.Request, file: File) -> pictures.Size | None:
    wanted = request.query.get("size")
    return next((size for size in SIZES if size == wanted and is_picture(file.mime)), None)


def _named(file: File, suffix: str, how: str) -> dict[str, str]:
    # The producer's own file name is not trusted in a header.
    return {"Content-Disposition": f'{how}; filename="ocop-{file.id}{suffix}"'}
