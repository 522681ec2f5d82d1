"""Web hooks of the messengers: verified, heard, answered with 200 whatever the payload was."""

import asyncio
import hashlib
import json
import logging
from typing import Any

from aiohttp import web

from bot.bodies import read_limited
from bot.channels.telegram import Telegram
from bot.deps import DEPS, Deps
from ocop_core.conversation.heard import Heard
from ocop_core.db.faults import passing
from ocop_core.services import talk

log = logging.getLogger(__name__)
LIMIT = 1024 * 1024
_tasks: set[asyncio.Task[None]] = set()


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


async def hear_update(deps: Deps, channel: Telegram, raw: bytes) -> None:
    """Hears one update, by hook or by polling. What cannot be understood is stored, never answered.

    Raises only what passes, a locked database or one that restarts: then the messenger brings it again.
    """
    heard, problem = _read(channel, raw)
    if problem:
        log.warning("an update of %s could not be read: %s", channel.name, problem)
        await _keep(deps, channel, raw, problem)
    if heard is None:
        return
    try:
        await talk.receive(deps.db, deps.knowledge, heard, deps.clock())
    except Exception as error:
        if passing(error):
            raise
        # It would fail every time and hold up everything behind it.
        log.exception("an update of %s can neither be handled nor answered", channel.name)
        await _keep(deps, channel, raw, type(error).__name__)
    if heard.ack:
        _later(channel.acknowledge(heard.ack))


async def _keep(deps: Deps, channel: Telegram, raw: bytes, problem: str) -> None:
    key = "x" + hashlib.sha256(raw).hexdigest()[:40]
    await talk.keep_unreadable(deps.db, channel.name, key, raw.decode("utf-8", "replace"), problem, deps.clock())


def _read(channel: Telegram, raw: bytes) -> tuple[Heard | None, str]:
    try:
        payload = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return None, type(error).__name__
    if not isinstance(payload, dict):
        return None, "not an object"
    return channel.read(payload), ""


def _later(work: Any) -> None:
    """Ends the waiting sign on a button after the answer is safe; it is no harm if that fails."""

    async def quietly() -> None:
        try:
            await work
        except Exception as error:
            log.info("a tap could not be acknowledged: %s", error)

    task = asyncio.create_task(quietly())
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
