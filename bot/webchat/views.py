"""HTTP of the web chat: page, history, saying, uploading, files."""

import json
import re
import secrets
from typing import Any

from aiohttp import BodyPartReader, web

from bot.bodies import read_limited
from bot.brake import Brake
from bot.channels.webchat import LIMITS, NAME, WebChat
from bot.deps import DEPS, Deps
from bot.pages import page
from bot.webchat import messages, push, visitor
from ocop_core import sniff
from ocop_core.conversation.heard import Heard, Inbound
from ocop_core.db.models import File
from ocop_core.errors import Refused
from ocop_core.office.naming import attachment
from ocop_core.services import access, history, talk
from ocop_core.services.files import made_files, pictures, storing, uploads

YEAR = 365 * 24 * 3600
SAY_BYTES = 64 * 1024
_KEY = re.compile(r"[\w-]{8,80}", re.ASCII)
_brake = web.AppKey("brake", Brake)


def _error(deps: Deps, status: int, key: str, **params: object) -> web.Response:
    return web.json_response({"error": deps.knowledge.words.say(key, params)}, status=status)


async def show(request: web.Request) -> web.Response:
    """The page; a first visit gets its key."""
    deps = request.app[DEPS]
    start = request.query.get("start", "")
    start = start if re.fullmatch(r"[\w-]{0,64}", start) else ""
    response = page(request, "webchat/templates/chat.html", start=start, most_bytes=LIMITS.file_bytes)
    token = visitor.token(request) or secrets.token_urlsafe(32)
    response.set_cookie(
        visitor.COOKIE, token, max_age=YEAR, path="/chat", httponly=True, samesite="Lax", secure=deps.settings.secure
    )
    return response


def _heard(payload: dict[str, Any], address: str) -> Heard | None:
    key = payload.get("id")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        return None
    return WebChat().read({**payload, "address": address})


async def _refusal(request: web.Request) -> web.Response | None:
    """What speaks against a saying: another site, no key, too fast."""
    deps = request.app[DEPS]
    if request.headers.get("X-Chat") != "1" or request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
        return _error(deps, 403, "web.error.site")
    token = visitor.token(request)
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
    try:
        payload = json.loads((await read_limited(request, SAY_BYTES)).decode("utf-8", "replace"))
    except web.HTTPRequestEntityTooLarge:
        return _error(deps, 413, "web.error.long")
    except (ValueError, RecursionError):
        return _error(deps, 400, "web.error.odd")
    # A file comes with its bytes; by a bare number it might be somebody else's.
    said = {k: v for k, v in payload.items() if k != "file_id"} if isinstance(payload, dict) else {}
    heard = _heard(said, visitor.address(visitor.token(request) or ""))
    if heard is None:
        return _error(deps, 400, "web.error.odd")
    return await _receive(deps, heard)


async def _receive(deps: Deps, heard: Heard) -> web.Response:
    at = deps.clock()
    await talk.receive(deps.db, deps.knowledge, heard, at)
    async with deps.db.reading() as session:
        chat = await history.chat_at(session, NAME, heard.address)
        said = await history.said(session, chat.id, limit=1) if chat else ()
    if chat is not None:
        deps.webchat.wake(chat.id)
    # While people talk the assistant is silent, and the page must not promise an answer.
    quiet = not said or said[0].created_at < at
    return web.json_response({"ok": True, "quiet": quiet})


async def upload(request: web.Request) -> web.Response:
    """One photo, paper or voice note."""
    deps = request.app[DEPS]
    if refusal := await _refusal(request):
        return refusal
    try:
        key, name, content = await _parts(request)
        address = visitor.address(visitor.token(request) or "")
        envelope = Heard(NAME, address, "", Inbound("photo"))
        file_id = await uploads.take(
            deps.db, deps.knowledge, deps.settings, LIMITS.file_bytes, envelope, content, name, deps.clock()
        )
    except Refused as error:
        status = {"file.too_large": 413, "file.kind": 415}.get(error.key, 400)
        return _error(deps, status, error.key, **error.params)
    except ValueError:
        return _error(deps, 400, "web.error.odd")
    if file_id == uploads.ANSWERED:
        return web.json_response({"ok": True, "quiet": False})
    kind = "voice" if sniff.sniff(content) in sniff.VOICE else "photo"
    heard = _heard({"kind": kind, "id": key, "file_id": file_id}, address)
    return await _receive(deps, heard) if heard else _error(deps, 400, "web.error.odd")


async def _parts(request: web.Request) -> tuple[str, str, bytes]:
    """Message key, file name and content of a multipart upload. Raises Refused or ValueError."""
    key, name, content = "", "", b""
    if not request.content_type.startswith("multipart/"):
        raise ValueError("no form")
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


async def past(request: web.Request) -> web.Response:
    """The last messages of both sides."""
    chat = await visitor.chat(request)
    if chat is None:
        return web.json_response({"messages": []})
    deps = request.app[DEPS]
    async with deps.db.reading() as session:
        found = await messages.shown(session, chat.id, secret=deps.settings.secret_key)
    return web.json_response({"messages": found})


async def file(request: web.Request) -> web.StreamResponse:
    """A file this chat has sent, or that was made for it."""
    deps = request.app[DEPS]
    chat = await visitor.chat(request)
    if chat is None:
        raise web.HTTPNotFound
    async with deps.db.reading() as session:
        try:
            row = await access.chat_file(session, chat, int(request.match_info["id"]))
        except Refused as error:
            raise web.HTTPNotFound from error
    if row.state == made_files.MADE:
        return await _made(deps, row)
    headers = {"Cache-Control": "private, max-age=86400", "Content-Security-Policy": "sandbox; default-src 'none'"}
    if sniff.is_picture(row.mime):
        try:
            content = await pictures.rendition(deps.settings.files_dir, row, "thumb")
        except Refused as error:
            raise web.HTTPNotFound from error
        return web.Response(body=content, content_type="image/jpeg", headers=headers)
    path = storing.path(deps.settings.files_dir, row)
    if not path.is_file():
        raise web.HTTPNotFound
    headers["Content-Disposition"] = f'attachment; filename="{row.id}{sniff.ending(row.mime)}"'
    return web.FileResponse(path, headers={**headers, "Content-Type": row.mime})


async def _made(deps: Deps, row: File) -> web.Response:
    """A form as it is now; asked for again, it says what is known by then."""
    try:
        content = await made_files.content(deps.db, deps.knowledge, deps.settings, row, deps.clock())
    except LookupError as error:
        raise web.HTTPNotFound from error
    headers = {"Cache-Control": "no-store", "Content-Disposition": attachment(row.name)}
    return web.Response(body=content, content_type=row.mime, headers=headers)


def add(app: web.Application) -> None:
    """Adds the routes of the web chat."""
    app[_brake] = Brake(burst=40, per_second=3)
    app.router.add_get("/chat", show)
    app.router.add_post("/chat/say", say)
    app.router.add_post("/chat/upload", upload)
    app.router.add_get("/chat/history", past)
    app.router.add_get("/chat/stream", push.stream)
    app.router.add_get(r"/chat/files/{id:\d{1,18}}", file)
