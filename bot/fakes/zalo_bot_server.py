"""A local Zalo Bot Platform: one bot over HTTP, with the limits of its free plan, and people to play."""

import argparse
import asyncio
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import msgspec
from aiohttp import web

from bot.fakes.zalo_control import Control
from bot.fakes.zalo_ledger import CUT, HANG, HTML, HTTP_500, Book, Faults, Held, Json, Sent
from bot.fakes.zalo_post import Post

TOKEN = "12345:ocop-local"
TEXT, PEOPLE, MESSAGES, LONGEST_POLL = 2000, 50, 3000, 50


def utc() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class BotRefusal(Exception):
    """A refusal: `ok` is false, and the status is 200 all the same."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


class ZaloBotServer:
    """Start it, give `env()` to the program, and play people. `wrapped`: events as documented, not as they come."""

    def __init__(
        self, *, clock: Callable[[], datetime] = utc, secret: str = "", wrapped: bool = False, plan_people: int = PEOPLE
    ) -> None:
        self.plan_people = plan_people
        self.clock, self.wrapped, self.secret = clock, wrapped, secret
        self.post = Post(lambda payload, raw: {"X-Bot-Api-Secret-Token": self.secret})
        self.book, self.faults = Book(), Faults()
        self.people: set[str] = set()
        self.left: set[str] = set()
        self.base = ""
        self.files: dict[str, Held] = {}
        self._waiting: deque[Json] = deque()
        self._news = asyncio.Event()
        self._ids = count(1)
        self._runner: web.AppRunner | None = None

    @property
    def sent(self) -> list[Sent]:
        """Every message that was delivered, in order."""
        return self.book.sent

    def env(self) -> dict[str, str]:
        """The settings with which our program finds this server."""
        return {"ZALO_BOT_TOKEN": TOKEN, "ZALO_BOT_API_BASE": self.base}

    def fail(self, kind: str, times: int = 1, prefix: str = "send", seconds: float = 1.0) -> None:
        """Makes the next `times` calls whose method contains `prefix` go wrong: hang, cut, 500, html, a code."""
        self.faults.coming.extend([(kind, prefix, seconds)] * times)

    async def say(self, user: str, text: str) -> Json:
        """Types a text."""
        return await self._event(user, "text", text=text)

    async def begin(self, user: str, payload: str = "") -> Json:
        """Opens the chat: there is no start button, one says something."""
        return await self.say(user, payload or "xin chào")

    async def photo(self, user: str, content: bytes, caption: str = "") -> Json:
        """Sends a picture."""
        url = self._store("image/jpeg", content)
        return await self._event(user, "image", photo_url=url, caption=caption, message_type="CHAT_PHOTO")

    async def voice(self, user: str, content: bytes) -> Json:
        """Sends a voice note."""
        return await self._event(user, "voice", voice_url=self._store("audio/aac", content))

    async def sticker(self, user: str) -> Json:
        """Sends a sticker."""
        return await self._event(user, "sticker", sticker="abc")

    async def odd(self, user: str) -> Json:
        """Sends a file, a place or a card, of which nothing arrives."""
        return await self._event(user, "unsupported")

    async def block(self, user: str) -> None:
        """Blocks the bot: messages are refused."""
        self.left.add(user)

    async def unblock(self, user: str) -> None:
        self.left.discard(user)

    async def start(self, port: int = 0) -> None:
        """Listens on the loopback address; port 0 takes a free one."""
        app = web.Application()
        Control(self).add_to(app)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/media/{key}", self._media)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        host, found = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{found}"

    async def stop(self) -> None:
        """Closes everything."""
        self._news.set()
        await self.post.stop()
        if self._runner:
            await self._runner.cleanup()

    async def _event(self, user: str, kind: str, **content: Any) -> Json:
        self.people.add(user)
        sides = {"from": {"id": user, "display_name": f"Khách {user[-4:]}", "is_bot": False}}
        chat = {"id": user, "chat_type": "PRIVATE"}
        stamp = round(self.clock().timestamp() * 1000)
        message = {**sides, "chat": chat, "message_id": f"b{next(self._ids)}", "date": stamp, **content}
        flat = {"event_name": f"message.{kind}.received", "message": message}
        event: Json = {"ok": True, "result": flat} if self.wrapped else flat
        if self.post.hook:
            await self.post.deliver(event)
        else:
            self._waiting.append(flat)
            self._news.set()
        return event

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.book.calls[method] += 1
        try:
            if request.match_info["token"] != TOKEN:
                raise BotRefusal(401, "Unauthorized")
            if fault := self.faults.next(method):
                return await self._go_wrong(*fault, method, request)
            return _json({"ok": True, "result": await self._answer(method, await _arguments(request))})
        except BotRefusal as refusal:
            self.book.refused[refusal.code] += 1
            return _json({"ok": False, "error_code": refusal.code, "description": refusal.words})

    async def _go_wrong(self, kind: str, seconds: float, method: str, request: web.Request) -> web.Response:
        if kind in (HTTP_500, HTML):
            return web.Response(status=502, text="<html>502</html>", content_type="text/html")
        if kind not in (HANG, CUT):
            raise BotRefusal(int(kind), "made to fail")
        result = await self._answer(method, await _arguments(request))
        if kind == CUT and request.transport:
            request.transport.close()
        await asyncio.sleep(seconds if kind == HANG else 0)
        return _json({"ok": True, "result": result})

    async def _answer(self, method: str, args: Json) -> Any:
        match method:
            case "getMe":
                return {"id": "1459", "account_name": "bot.OCOP", "account_type": "BASIC", "can_join_groups": False}
            case "sendMessage" | "sendPhoto":
                return self._send(args)
            case "getUpdates":
                return await self._next(args)
            case "setWebhook":
                self.post.hook, self.secret = str(args.get("url", "")), str(args.get("secret_token", ""))
                verdict = {"ok": True, "outcome": "webhook.ok", "hint": ""}
                return {"url": self.post.hook, "verification": verdict}
            case "deleteWebhook":
                self.post.hook = ""
                return True
            case "sendChatAction":
                return True
        raise BotRefusal(404, "Not Found")

    def _send(self, args: Json) -> Json:
        # Of a picture it takes the address alone: there is no upload.
        user, text = str(args.get("chat_id", "")), str(args.get("photo") or args.get("text", ""))
        if not 1 <= len(text) <= TEXT or ("photo" in args and not text.startswith("https://")):
            raise BotRefusal(400, "Bad Request: text is empty or too long, or photo is no public address")
        if user not in self.people or user in self.left:
            raise BotRefusal(400, "Bad Request: chat not found")
        if len(self.people) > self.plan_people or self._this_month() >= MESSAGES:
            raise BotRefusal(429, "Quota exceeded")
        sent = Sent(user, text, (), self.clock(), f"bo{next(self._ids)}", "bot")
        self.book.sent.append(sent)
        return {"message_id": sent.message_id, "date": round(sent.at.timestamp() * 1000)}

    def _this_month(self) -> int:
        month = self.clock().strftime("%Y-%m")
        return sum(sent.at.strftime("%Y-%m") == month for sent in self.book.sent)

    async def _next(self, args: Json) -> Json:
        if self.post.hook:
            raise BotRefusal(400, "Bad Request: webhook is set")
        seconds = min(int(args.get("timeout") or 0), LONGEST_POLL)
        try:
            async with asyncio.timeout(seconds):
                while not self._waiting:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError as error:
            raise BotRefusal(408, "Request timeout") from error
        return self._waiting.popleft()

    def _store(self, mime: str, content: bytes) -> str:
        key = f"f{len(self.files) + 1}"
        self.files[key] = Held("", mime, content, self.clock(), timedelta(days=1))
        return f"{self.base}/media/{key}"

    async def _media(self, request: web.Request) -> web.Response:
        held = self.files.get(request.match_info["key"])
        if held is None:
            raise web.HTTPNotFound
        return web.Response(body=held.content, content_type="application/octet-stream")


async def _arguments(request: web.Request) -> Json:
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        return {**args, **msgspec.json.decode(await request.read() or b"{}")}
    return {**args, **{key: str(value) for key, value in (await request.post()).items()}}


def _json(body: Any) -> web.Response:
    return web.Response(body=msgspec.json.encode(body), content_type="application/json")


async def _serve(port: int) -> None:
    server = ZaloBotServer()
    await server.start(port)
    print(" ".join(f"{key}={value}" for key, value in server.env().items()), flush=True)  # noqa: T201 - where it is
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()


def main() -> None:
    """Runs the local bot platform until it is interrupted."""
    parser = argparse.ArgumentParser(prog="python -m bot.fakes.zalo_bot_server", description=__doc__)
    parser.add_argument("--port", type=int, default=8083, help="0 takes a free port")
    try:
        asyncio.run(_serve(parser.parse_args().port))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
