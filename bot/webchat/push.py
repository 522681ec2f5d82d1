"""Server push of the web chat: what is new reaches an open page at once, and none of it is lost."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator

from aiohttp import web

from bot import waiting
from bot.deps import DEPS
from bot.webchat import messages, visitor
from ocop_core.services import history

log = logging.getLogger(__name__)
LOOK = 2.0
ALIVE = 15.0


async def stream(request: web.Request) -> web.StreamResponse:
    """Server push: what is new, as soon as it is there; `Last-Event-ID` goes on without loss."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    response.headers["X-Accel-Buffering"] = "no"
    # Taken before the page learns that it is connected: what it then reads as history overlaps, never gaps.
    marks = await _marks(request)
    await response.prepare(request)
    await response.write(b"retry: 2000\n\n")
    try:
        async for chunk in _news(request, marks):
            await response.write(chunk)
    except (ConnectionResetError, asyncio.CancelledError):
        log.debug("a page has gone")
    return response


async def _news(request: web.Request, marks: tuple[int, int]) -> AsyncIterator[bytes]:
    deps = request.app[DEPS]
    while (chat := await visitor.chat(request)) is None:
        if deps.stopping.is_set():
            return
        yield b": waiting\n\n"
        await asyncio.sleep(1)
    event = asyncio.Event()
    deps.webchat.listen(chat.id, event)
    quiet = 0.0
    try:
        while not request.app[DEPS].stopping.is_set():
            async with deps.db.reading() as session:
                fresh = await messages.shown(session, chat.id, *marks, secret=deps.settings.secret_key)
            for item in fresh:
                marks = _moved(marks, item["id"])
                kind = "message" if item["from"] == "bot" else "me"
                yield f"id: {marks[0]}-{marks[1]}\nevent: {kind}\ndata: {json.dumps(item)}\n\n".encode()
            quiet = 0.0 if fresh else quiet + LOOK
            if quiet >= ALIVE:
                yield b": alive\n\n"
                quiet = 0.0
            if not fresh:
                await waiting.until(event, LOOK)
                event.clear()
    finally:
        deps.webchat.leave(chat.id, event)


async def _marks(request: web.Request) -> tuple[int, int]:
    """The rows a page has seen: from its last event, else everything there is now."""
    given = re.fullmatch(r"(\d{1,18})-(\d{1,18})", request.headers.get("Last-Event-ID", ""))
    if given:
        return int(given[1]), int(given[2])
    chat = await visitor.chat(request)
    if chat is None:
        return 0, 0
    async with request.app[DEPS].db.reading() as session:
        inbox = await history.heard(session, chat.id, limit=1)
        outbox = await history.said(session, chat.id, limit=1)
    return (inbox[0].id if inbox else 0), (outbox[0].id if outbox else 0)


def _moved(marks: tuple[int, int], message_id: str) -> tuple[int, int]:
    number = int(message_id[1:])
    return (max(marks[0], number), marks[1]) if message_id[0] == "i" else (marks[0], max(marks[1], number))
