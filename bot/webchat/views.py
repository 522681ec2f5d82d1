"""HTTP of the web chat: page, history, saying, uploading, server push."""

import asyncio
import hashlib
import json
import logging
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from aiohttp import BodyPartReader, web

from bot.brake import Brake
from bot.channels.webchat import LIMITS, NAME, WebChat
from bot.deps import DEPS, Deps
from bot.pages import page
from bot.webchat import messages
from ocop_core import sniff
from ocop_core.conversation.heard import Heard, Inbound
from ocop_core.db.models import Chat
from ocop_core.errors import Refused
from ocop_core.services import access, files, history, pictures, talk, uploads

log = logging.getLogger(__name__)
COOKIE = "ocop_chat"
YEAR = 365 * 24 * 3600
LOOK = 2.0
ALIVE = 15.0
SAY_BYTES = 64 * 1024
_brake = web.AppKey("brake", Brake)


def _address(token: str) -> str:
    """The chat's address: a hash, so that the database holds no key to a conversation."""
    return hashlib.sha256(token.encode()).hexdigest()[:40]


def _token(request: web.Request) -> str | None:
    token = request.cookies.get(COOKIE, "")
    return token if re.fullmatch(r"[\w-]{20,80}", token) else None


def _error(deps: Deps, status: int, key: str, **params: object) -> web.Response:
    return web.json_response({"error": deps.knowledge.words.say(key, params)}, status=status)


async def show(request: web.Request) -> web.Response:
    """The page; a first visit gets its key."""
    deps = request.app[DEPS]
    start = request.query.get("start", "")
    start = start if re.fullmatch(r"[\w-]{0,64}", start) else ""
    response = page(request, "webchat/templates/chat.html", start=start)
    token = _token(request) or secrets.token_urlsafe(32)
    response.set_cookie(
        COOKIE, token, max_age=YEAR, path="/chat", httponly=True, samesite="Lax", secure=deps.settings.secure
    )
    return response


def _heard(payload: dict[str, Any], address: str) -> Heard | None:
    return WebChat().read({**payload, "address": address})


async def _refusal(request: web.Request) -> web.Response | None:
    """What speaks against a saying: another site, no key, too fast."""
    deps = request.app[DEPS]
    if request.headers.get("X-Chat") != "1" or request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
        return _error(deps, 403, "web.error.site")
    token = _token(request)
    if token is None:
        return _error(deps, 401, "web.error.key")
    if not request.app[_brake].allow(token):
        return _error(deps, 429, "web.error.fast")
    return None


async def say(request: web.Request) -> web.Response:
    """One thing said, by text, button, location or link."""
    deps = request.app[DEPS]
    if refusal := await _refusal(request):
        return refusal
    if (request.content_length or 0) > SAY_BYTES:
        return _error(deps, 413, "web.error.long")
    try:
        payload = json.loads((await request.content.read(SAY_BYTES + 1)).decode("utf-8", "replace"))
    except ValueError:
        return _error(deps, 400, "web.error.odd")
    heard = _heard(payload, _address(_token(request) or "")) if isinstance(payload, dict) else None
    if heard is None:
        return _error(deps, 400, "web.error.odd")
    return await _receive(deps, heard)


async def _receive(deps: Deps, heard: Heard) -> web.Response:
    await talk.receive(deps.db, deps.knowledge, heard, deps.clock())
    async with deps.db.reading() as session:
        chat = await history.chat_at(session, NAME, heard.address)
    if chat is not None:
        deps.webchat.wake(chat.id)
    return web.json_response({"ok": True})


async def upload(request: web.Request) -> web.Response:
    """One photo or paper."""
    deps = request.app[DEPS]
    if refusal := await _refusal(request):
        return refusal
    try:
        key, name, content = await _parts(request)
        address = _address(_token(request) or "")
        envelope = Heard(NAME, address, "", Inbound("photo"))
        file_id = await uploads.store(
            deps.db, deps.settings.files_dir, LIMITS.file_bytes, envelope, content, name, deps.clock()
        )
    except Refused as error:
        status = {"file.too_large": 413, "file.kind": 415}.get(error.key, 400)
        return _error(deps, status, error.key, **error.params)
    except ValueError:
        return _error(deps, 400, "web.error.odd")
    heard = _heard({"kind": "photo", "id": key, "file_id": file_id}, address)
    return await _receive(deps, heard) if heard else _error(deps, 400, "web.error.odd")


async def _parts(request: web.Request) -> tuple[str, str, bytes]:
    """Message key, file name and content of a multipart upload. Raises Refused or ValueError."""
    key, name, content = "", "", b""
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise ValueError("nested parts")
        if part.name == "id":
            key = (await part.read_chunk(200)).decode("ascii", "replace")
        elif part.name == "file":
            name, content = part.filename or "", await _limited(part)
    return key, name, content


async def _limited(part: BodyPartReader) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(256 * 1024):
        content += chunk
        if len(content) > LIMITS.file_bytes:
            raise Refused("file.too_large", limit=LIMITS.file_bytes // (1024 * 1024))
    return bytes(content)


async def _chat(request: web.Request) -> Chat | None:
    token = _token(request)
    if token is None:
        return None
    async with request.app[DEPS].db.reading() as session:
        return await history.chat_at(session, NAME, _address(token))


async def past(request: web.Request) -> web.Response:
    """The last messages of both sides."""
    chat = await _chat(request)
    if chat is None:
        return web.json_response({"messages": []})
    async with request.app[DEPS].db.reading() as session:
        return web.json_response({"messages": await messages.shown(session, chat.id)})


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
    while (chat := await _chat(request)) is None:
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
                fresh = await messages.shown(session, chat.id, *marks)
            for item in fresh:
                marks = _moved(marks, item["id"])
                kind = "message" if item["from"] == "bot" else "me"
                yield f"id: {marks[0]}-{marks[1]}\nevent: {kind}\ndata: {json.dumps(item)}\n\n".encode()
            quiet = 0.0 if fresh else quiet + LOOK
            if quiet >= ALIVE:
                yield b": alive\n\n"
                quiet = 0.0
            await _wait(event)
    finally:
        deps.webchat.leave(chat.id, event)


async def _wait(event: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), LOOK)
    event.clear()


async def _marks(request: web.Request) -> tuple[int, int]:
    """The rows a page has seen: from its last event, else everything there is now."""
    given = re.fullmatch(r"(\d{1,18})-(\d{1,18})", request.headers.get("Last-Event-ID", ""))
    if given:
        return int(given[1]), int(given[2])
    chat = await _chat(request)
    if chat is None:
        return 0, 0
    async with request.app[DEPS].db.reading() as session:
        inbox = await history.heard(session, chat.id, limit=1)
        outbox = await history.said(session, chat.id, limit=1)
    return (inbox[0].id if inbox else 0), (outbox[0].id if outbox else 0)


def _moved(marks: tuple[int, int], message_id: str) -> tuple[int, int]:
    number = int(message_id[1:])
    return (max(marks[0], number), marks[1]) if message_id[0] == "i" else (marks[0], max(marks[1], number))


async def file(request: web.Request) -> web.StreamResponse:
    """A file this chat has sent."""
    deps = request.app[DEPS]
    chat = await _chat(request)
    if chat is None:
        raise web.HTTPNotFound
    async with deps.db.reading() as session:
        try:
            row = await access.chat_file(session, chat, int(request.match_info["id"]))
        except Refused as error:
            raise web.HTTPNotFound from error
    headers = {"Cache-Control": "private, max-age=86400", "Content-Security-Policy": "sandbox; default-src 'none'"}
    if sniff.is_picture(row.mime):
        try:
            content = await pictures.rendition(deps.settings.files_dir, row, "thumb")
        except Refused as error:
            raise web.HTTPNotFound from error
        return web.Response(body=content, content_type="image/jpeg", headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{row.id}{sniff.ending(row.mime)}"'
    return web.FileResponse(files.path(deps.settings.files_dir, row), headers={**headers, "Content-Type": row.mime})


def add(app: web.Application) -> None:
    """Adds the routes of the web chat."""
    app[_brake] = Brake(burst=40, per_second=3)
    app.router.add_get("/chat", show)
    app.router.add_post("/chat/say", say)
    app.router.add_post("/chat/upload", upload)
    app.router.add_get("/chat/history", past)
    app.router.add_get("/chat/stream", stream)
    app.router.add_get(r"/chat/files/{id:\d{1,18}}", file)
