"""Turns what goes wrong into a page: refusals in their own words, everything else without details."""

import logging

from aiohttp import web

from admin import pages
from admin.guards import Handler, typed
from ocop_core.errors import Refused

log = logging.getLogger(__name__)
_KNOWN = {400: "odd", 404: "none", 405: "none", 413: "large", 415: "odd"}


@web.middleware
async def failures(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page for every failure. What is absent and what is forbidden look the same."""
    try:
        return await handler(request)
    except Refused as refused:
        return await _refused(request, refused)
    except web.HTTPException as error:
        if error.status not in _KNOWN:
            raise
        return pages.render(request, "failure.html", error.status, kind=_KNOWN[error.status], typed=[])
    except Exception:
        log.exception("admin %s", request.match_info.route.name)
        return pages.render(request, "failure.html", 500, kind="broken", typed=await _saved(request))


async def _refused(request: web.Request, refused: Refused) -> web.Response:
    if refused.key == "access.none":
        return pages.render(request, "failure.html", 404, kind="none", typed=[])
    saved = await _saved(request)
    return pages.render(request, "refused.html", 409, key=refused.key, params=refused.params, typed=saved)


async def _saved(request: web.Request) -> list[str]:
    return await typed(request) if request.method == "POST" else []
