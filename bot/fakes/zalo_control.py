"""Lets another process look into a local Zalo and play its people, over HTTP under `/_/`."""

from base64 import b64decode
from typing import Any, Protocol

import msgspec
from aiohttp import web

from bot.fakes.zalo_ledger import Book

ACTS = (
    "say",
    "begin",
    "press",
    "tap",
    "photo",
    "document",
    "voice",
    "sticker",
    "location",
    "submit",
    "follow",
    "block",
    "unblock",
    "withdraw",
    "staff",
    "receipt",
    "odd",
)


class Played(Protocol):
    """A server whose people are played."""

    book: Book

    def fail(self, kind: str, times: int = 1, prefix: str = "message", seconds: float = 1.0) -> None:
        """Makes the next calls go wrong."""


class Control:
    """`GET /_/state` figures · `GET /_/sent?after=N` messages · `POST /_/people/ACT` with the arguments of the act as
    a JSON object (`content` in base64) · `POST /_/fail` with those of `fail` · `POST /_/hook` with `{"url": …}`."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/_/state", self._state)
        app.router.add_get("/_/sent", self._sent)
        app.router.add_post("/_/people/{act}", self._act)
        app.router.add_post("/_/fail", self._fail)
        app.router.add_post("/_/hook", self._hook)

    async def _state(self, _: web.Request) -> web.Response:
        book, post = self._server.book, self._server.post
        refused = {str(code): times for code, times in book.refused.items()}
        money = {"wallet": book.wallet, "charged": book.charged}
        hook = {"posts": post.posts, "failed_posts": post.failed, "hook_disabled": post.disabled}
        return _json({"delivered": len(book.sent), "calls": book.calls, "refused": refused, **money, **hook})

    async def _sent(self, request: web.Request) -> web.Response:
        return _json(self._server.book.sent[int(request.query.get("after", "0")) :])

    async def _act(self, request: web.Request) -> web.Response:
        name, args = request.match_info["act"], await _object(request)
        act = getattr(self._server, name, None) if name in ACTS else None
        if act is None:
            raise web.HTTPNotFound
        try:
            return _json(await act(**args))
        except (TypeError, LookupError) as error:
            raise web.HTTPBadRequest(text=str(error)) from error

    async def _fail(self, request: web.Request) -> web.Response:
        self._server.fail(**await _object(request))
        return _json({"ok": True})

    async def _hook(self, request: web.Request) -> web.Response:
        self._server.post.hook, self._server.post.disabled = str((await _object(request)).get("url", "")), False
        return _json({"ok": True})


async def _object(request: web.Request) -> dict[str, Any]:
    args: dict[str, Any] = msgspec.json.decode(await request.read() or b"{}", type=dict[str, Any])
    return {**args, "content": b64decode(args["content"])} if "content" in args else args


def _json(body: Any) -> web.Response:
    return web.Response(body=msgspec.json.encode(body), content_type="application/json")
