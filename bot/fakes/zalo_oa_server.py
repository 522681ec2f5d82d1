"""A local Zalo Official Account: OpenAPI, OAuth and ZBS over HTTP, as strict as the real ones, with people to play."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from aiohttp import web

from bot import waiting
from bot.fakes.zalo_control import Control
from bot.fakes.zalo_ledger import CUT, HANG, HTML, HTTP_429, HTTP_500, Json, Minute, Sent, ZaloRefusal
from bot.fakes.zalo_oa_methods import OaMethods
from bot.fakes.zalo_oa_oauth import OAuth
from bot.fakes.zalo_post import Post, oa_signature

APP_ID, APP_SECRET, OA_SECRET = "360846524940903967", "app-secret-for-tests", "oa-secret-for-tests"
UPLOAD = 8 * 1024 * 1024


def utc() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class ZaloOaServer(OaMethods):
    """Start it, give `env()` to the program, set `post.hook`, and play people with the methods of OaPeople."""

    def __init__(self, *, clock: Callable[[], datetime] = utc, per_minute: int = 4000) -> None:
        super().__init__(Post(oa_signature(APP_ID, OA_SECRET)), APP_ID, clock)
        self.oauth = OAuth(APP_ID, APP_SECRET, clock)
        self.minute = Minute(per_minute)
        self._runner: web.AppRunner | None = None
        self._stopping = asyncio.Event()

    @property
    def sent(self) -> list[Sent]:
        """Every message that was delivered, in order."""
        return self.book.sent

    def env(self) -> dict[str, str]:
        """The settings with which our program finds this server."""
        bases = ("ZALO_OA_API_BASE", "ZALO_OAUTH_BASE", "ZALO_ZBS_BASE")
        keys = {"ZALO_OA_APP_ID": APP_ID, "ZALO_OA_APP_SECRET": APP_SECRET, "ZALO_OA_SECRET_KEY": OA_SECRET}
        return {**dict.fromkeys(bases, self.base), **keys, "ZALO_OA_REFRESH_TOKEN": self.oauth.refresh}

    def fail(self, kind: str, times: int = 1, prefix: str = "message", seconds: float = 1.0) -> None:
        """Makes the next `times` calls whose address contains `prefix` go wrong: hang, cut, 500, html, 429, a code."""
        self.faults.coming.extend([(kind, prefix, seconds)] * times)

    async def start(self, port: int = 0) -> None:
        """Listens on the loopback address; port 0 takes a free one."""
        app = web.Application(client_max_size=UPLOAD)
        Control(self).add_to(app)
        app.router.add_post("/v4/oa/access_token", self._token)
        app.router.add_post("/v3.0/oa/message/cs", self._call(self.cs))
        app.router.add_post("/v3.0/oa/message/template", self._call(self.by_uid))
        app.router.add_post("/message/template", self._call(self.by_phone))
        app.router.add_post("/v2.0/oa/upload/{kind:image|file}", self._upload)
        app.router.add_get("/media/{key}", self._media)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port, backlog=1024).start()
        host, found = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{found}"

    async def stop(self) -> None:
        """Closes everything; answers that hang are let go first."""
        self._stopping.set()
        await self.post.stop()
        if self._runner:
            await self._runner.cleanup()

    async def wait_for(self, count: int, seconds: float = 5.0) -> list[Sent]:
        """The delivered messages when there are `count` of them. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while len(self.sent) < count:
                await asyncio.sleep(0.005)
        return self.sent

    def _call(self, method: Callable[[Json], Json]) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            raw = await request.read()
            return await self._answered(request, lambda: method(_object(raw)))

        return handler

    async def _upload(self, request: web.Request) -> web.Response:
        file = (await request.post()).get("file")
        if not isinstance(file, web.FileField):
            return _json({"error": -201, "message": "file is invalid!"})
        content = file.file.read()
        kind = request.match_info["kind"]
        return await self._answered(request, lambda: self.take_upload(kind, file.filename, file.content_type, content))

    async def _answered(self, request: web.Request, work: Callable[[], Json]) -> web.Response:
        self.book.calls[request.path] += 1
        headers: dict[str, str] = {}
        try:
            if fault := self.faults.next(request.path):
                return await self._go_wrong(*fault, request, work)
            left = self.minute.take(self.clock())
            headers = {"X-RateLimit-Limit": str(self.minute.limit), "X-RateLimit-Remain": str(left)}
            if not self.oauth.valid(request.headers.get("access_token", "")):
                raise ZaloRefusal(-216, "Access token is invalid")
            return _json({"data": work(), "error": 0, "message": "Success"}, headers)
        except ZaloRefusal as refusal:
            self.book.refused[refusal.code] += 1
            return _json({"error": refusal.code, "message": refusal.words}, headers)

    async def _go_wrong(
        self, kind: str, seconds: float, request: web.Request, work: Callable[[], Json]
    ) -> web.Response:
        if kind in (HTTP_500, HTML):
            body = "<html><h1>502 Bad Gateway</h1></html>" if kind == HTML else "{}"
            return web.Response(status=502 if kind == HTML else 500, text=body, content_type="text/html")
        if kind == HTTP_429:
            return web.Response(status=429, headers={"Retry-After": str(max(1, round(seconds)))})
        if kind not in (HANG, CUT):
            raise ZaloRefusal(int(kind), "made to fail")
        answer = work()
        if kind == CUT and request.transport:
            request.transport.close()
        else:
            await waiting.until(self._stopping, seconds)
        return _json({"data": answer, "error": 0, "message": "Success"})

    async def _token(self, request: web.Request) -> web.Response:
        self.book.calls[request.path] += 1
        form = {key: str(value) for key, value in (await request.post()).items()}
        if fault := self.faults.next(request.path):
            secret = request.headers.get("secret_key", "")
            try:
                return await self._go_wrong(*fault, request, lambda: self.oauth.exchange(secret, form))
            except ZaloRefusal as refusal:
                return _json({"error": refusal.code, "error_name": refusal.words})
        return _json(self.oauth.exchange(request.headers.get("secret_key", ""), form))

    async def _media(self, request: web.Request) -> web.Response:
        held = self.files.get(request.match_info["key"])
        if held is None:
            raise web.HTTPNotFound
        return web.Response(body=held.content, content_type="application/octet-stream")


def _object(raw: bytes) -> Json:
    try:
        found = msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        raise ZaloRefusal(-201, "body is invalid!") from error
    if not isinstance(found, dict):
        raise ZaloRefusal(-201, "body is invalid!")
    return found


def _json(body: Any, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(body=msgspec.json.encode(body), headers=headers, content_type="application/json")


async def _serve(port: int, hook: str) -> None:
    server = ZaloOaServer()
    server.post.hook = hook
    await server.start(port)
    print(" ".join(f"{key}={value}" for key, value in server.env().items()), flush=True)  # noqa: T201 - where it is
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()


def main() -> None:
    """Runs the local Official Account until it is interrupted."""
    parser = argparse.ArgumentParser(prog="python -m bot.fakes.zalo_oa_server", description=__doc__)
    parser.add_argument("--port", type=int, default=8082, help="0 takes a free port")
    parser.add_argument("--hook", default="", help="where events go, e.g. http://127.0.0.1:8000/hooks/zalo-oa")
    asked = parser.parse_args()
    try:
        asyncio.run(_serve(asked.port, asked.hook))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
