"""Reads what is sent to us, up to a limit."""

from aiohttp import web


async def read_limited(request: web.Request, limit: int) -> bytes:
    """The whole body, however many pieces it comes in. Raises HTTPRequestEntityTooLarge beyond `limit` bytes."""
    if (request.content_length or 0) > limit:
        raise web.HTTPRequestEntityTooLarge(limit, request.content_length or 0)
    raw = bytearray()
    async for chunk in request.content.iter_any():
        raw += chunk
        if len(raw) > limit:
            raise web.HTTPRequestEntityTooLarge(limit, len(raw))
    return bytes(raw)
