"""Web hooks of the messengers: verified, heard, answered with 200 whatever the payload was."""

import asyncio
import json
import logging
from contextlib import suppress

from aiohttp import web

from bot.bodies import read_limited
from bot.brake import Brake
from bot.channels.base import Channel
from bot.channels.telegram import Telegram
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_oa import ZaloOa
from bot.deps import DEPS, Deps
from bot.hearing import hear_update, keep
from bot.spool import take_in

log = logging.getLogger(__name__)
LIMIT = 1024 * 1024
# A few of those that nobody signed are kept for whoever looks for a wrong secret; a flood of them is not.
_unsigned = Brake(burst=20, per_second=0.02)
KEEP_SECONDS = 1.0


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


async def zalo_oa(request: web.Request) -> web.Response:
    """An event of the Official Account: 413 for too much, otherwise 200 within two seconds whatever it is.

    The unsigned `{}` of the console is answered like that too; what is signed wrongly, or too long ago, is dropped.
    """
    deps = request.app[DEPS]
    channel = deps.channels.get("zalo_oa")
    if not isinstance(channel, ZaloOa):
        raise web.HTTPNotFound
    raw = await read_limited(request, LIMIT)
    payload = _object(raw)
    if payload == {}:
        return web.Response(text="ok")
    if not channel.verify(request.headers, raw, payload or {}):
        await _note_unsigned(deps, channel, raw)
        return web.Response(status=deps.settings.zalo_oa.wrong_signature, text="ok")
    if payload is not None and not channel.is_fresh(payload):
        log.warning("an event of %s was signed too long ago", channel.name)
        return web.Response(text="ok")
    await take_in(deps, channel, raw)
    return web.Response(text="ok")


async def zalo_bot(request: web.Request) -> web.Response:
    """An event of the bot: 403 for a wrong secret, 413 for too much, otherwise 200."""
    deps = request.app[DEPS]
    channel = deps.channels.get("zalo_bot")
    if not isinstance(channel, ZaloBot):
        raise web.HTTPNotFound
    if not channel.verify(request.headers):
        raise web.HTTPForbidden
    # It does not bring anything a second time, so what the database cannot take now waits on disk.
    await take_in(deps, channel, await read_limited(request, LIMIT))
    return web.Response(text="ok")


def _object(raw: bytes) -> dict[str, object] | None:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


async def _note_unsigned(deps: Deps, channel: Channel, raw: bytes) -> None:
    log.warning("an event of %s carries a wrong signature", channel.name)
    if _unsigned.allow(channel.name):
        with suppress(Exception):
            async with asyncio.timeout(KEEP_SECONDS):
                await keep(deps, channel, raw, "wrong signature")
