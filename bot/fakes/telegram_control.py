"""Lets another process look into the local Telegram and play its people, over HTTP under `/_/`."""

from base64 import b64decode
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

if TYPE_CHECKING:
    from bot.fakes.telegram_server import TelegramServer

ACTS = (
    "say",
    "begin",
    "tap",
    "press",
    "photo",
    "document",
    "voice",
    "contact",
    "location",
    "sticker",
    "edit",
    "block",
    "unblock",
)


class Control:
    """`GET /_/state` figures · `GET /_/sent?after=N` messages · `POST /_/people/ACT` with the arguments of
    the act as a JSON object (`content` in base64) · `POST /_/fail` with those of `fail`."""

    def __init__(self, server: "TelegramServer") -> None:
        self._server = server

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/_/state", self._state)
        app.router.add_get("/_/sent", self._sent)
        app.router.add_post("/_/people/{act}", self._act)
        app.router.add_post("/_/fail", self._fail)

    async def _state(self, _: web.Request) -> web.Response:
        ledger = self._server.ledger
        figures = {
            "delivered": ledger.delivered,
            "chats": len(ledger.per_chat),
            "beyond_one_a_chat": sum(times - 1 for times in ledger.per_chat.values()),
            "calls": ledger.calls,
            "refused": {str(code): times for code, times in ledger.refused.items()},
            "first_at": ledger.first_at,
            "last_at": ledger.last_at,
            "updates_waiting": self._server.mail.waiting,
        }
        return _json(figures)

    async def _sent(self, request: web.Request) -> web.Response:
        after = int(request.query.get("after", "0"))
        return _json([asdict(message) for message in self._server.sent[after:]])

    async def _act(self, request: web.Request) -> web.Response:
        name, args = request.match_info["act"], await _object(request)
        if name not in ACTS:
            raise web.HTTPNotFound
        try:
            return _json({"update_id": await getattr(self._server, name)(**args)})
        except (TypeError, LookupError) as error:
            raise web.HTTPBadRequest(text=str(error)) from error

    async def _fail(self, request: web.Request) -> web.Response:
        self._server.fail(**await _object(request))
        return _json({"ok": True})


async def _object(request: web.Request) -> dict[str, Any]:
    args: dict[str, Any] = msgspec.json.decode(await request.read() or b"{}", type=dict[str, Any])
    return {**args, "content": b64decode(args["content"])} if "content" in args else args


def _json(body: Any) -> web.Response:
    return web.Response(body=msgspec.json.encode(body), content_type="application/json")
