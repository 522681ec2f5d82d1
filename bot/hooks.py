"""Web hooks of the messengers: verified, heard, answered with 200 whatever the payload was."""

from aiohttp import web

from bot.bodies import read_limited
from bot.channels.telegram import Telegram
from bot.deps import DEPS
from bot.hearing import hear_update

LIMIT = 1024 * 1024


async def telegram(request: web.Request) -> web.Response:
    """An update of Telegram: 403 for a wrong secret, 413 for too much, otherwise 200, never again."""
    deps = request.app[DEPS]
    channel = deps.channels.get("telegram")
    if not isinstance(channel, Telegram):
        raise web.HTTPNotFound
    if not channel.verify(request.headers, deps.settings.telegram_webhook_secret):
        raise web.HTTPForbidden
    raw = await read_limited(request, LIMIT)
    await hear_update(deps, channel, raw)
    return web.Response(text="ok")
