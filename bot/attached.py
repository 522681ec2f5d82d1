"""Files that go with announcements and events, by the address that the message brings along."""

import hmac

from aiohttp import web

from bot.deps import DEPS
from ocop_core.errors import Refused
from ocop_core.office.naming import attachment
from ocop_core.services import access
from ocop_core.services.files import shared, storing
from ocop_core.sniff import is_picture


async def show(request: web.Request) -> web.StreamResponse:
    """The picture or PDF; a wrong mark is as if there were nothing."""
    deps = request.app[DEPS]
    number = int(request.match_info["id"])
    if not hmac.compare_digest(request.match_info["mark"], shared.mark(deps.settings.secret_key, number)):
        raise web.HTTPNotFound
    try:
        async with deps.db.reading() as session:
            row = await access.shared_file(session, number)
    except Refused as error:
        raise web.HTTPNotFound from error
    path = storing.path(deps.settings.files_dir, row)
    if not path.is_file():
        raise web.HTTPNotFound
    headers = {"Cache-Control": "public, max-age=604800", "Content-Type": row.mime}
    if not is_picture(row.mime):
        headers["Content-Disposition"] = attachment(row.name)
    headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return web.FileResponse(path, headers=headers)


def add(app: web.Application) -> None:
    """Adds the route."""
    app.router.add_get(r"/files/{id:\d{1,18}}-{mark:[0-9a-f]{24}}{ending:\.[a-z0-9]{1,5}}", show)
