"""A local Telegram: the Bot API over HTTP, as strict as the real one, with people to play."""

import argparse
import asyncio
import time
from collections.abc import Callable
from typing import Any

import msgspec
from aiohttp import web

from bot import waiting
from bot.fakes.telegram_checks import ApiError, Args, bad
from bot.fakes.telegram_control import Control
from bot.fakes.telegram_ledger import Fault, FaultKind, Flood, Ledger, Sent
from bot.fakes.telegram_methods import Methods
from bot.fakes.telegram_people import StoredFile

UPLOAD = 50 * 1024 * 1024
HTML = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
TOKEN = "100:ocop-local"


class TelegramServer(Methods):
    """Start it, give `base` to the bot as its API address, and play people with the methods of People.

    token: only this one is known; empty takes any. flood: limits, None for none. record: keep whole
    messages in `sent`; without it only figures are kept, for long measurements.
    """

    def __init__(
        self,
        *,
        token: str = "",
        flood: Flood | None = None,
        record: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(Ledger(record=record), flood, clock)
        self.base = ""
        self._token = token
        self._runner: web.AppRunner | None = None
        self._stopping = asyncio.Event()

    @property
    def sent(self) -> list[Sent]:
        """Every message that was delivered, in order."""
        return self.ledger.sent

    def fail(self, kind: FaultKind, times: int = 1, prefix: str = "send", seconds: float = 1.0) -> None:
        """Makes the next `times` calls whose method begins with `prefix` go wrong."""
        self.faults.coming.extend([Fault(kind, prefix, seconds)] * times)

    async def start(self, port: int = 0) -> None:
        """Listens on the loopback address; port 0 takes a free one."""
        app = web.Application(client_max_size=UPLOAD + 1024 * 1024)
        Control(self).add_to(app)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/files/{file_id}", self._download)
        await self.mail.start()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port, backlog=1024).start()
        host, found = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{found}"

    async def stop(self) -> None:
        """Closes everything; answers that hang are let go first."""
        self._stopping.set()
        await self.mail.stop()
        if self._runner:
            await self._runner.cleanup()

    async def wait_for(self, count: int, seconds: float = 5.0) -> list[Sent]:
        """Returns the delivered messages when there are `count` of them. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while self.ledger.delivered < count:
                await asyncio.sleep(0.005)
        return self.sent

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.ledger.calls[method] += 1
        try:
            self._check_token(request)
            fault = self.faults.next(method)
            if fault:
                return await self._go_wrong(fault, method, request)
            return _ok(await self.answer(method, await _arguments(request)))
        except ApiError as error:
            self.ledger.refused[error.code] += 1
            return _json(error.body, error.code)

    async def _go_wrong(self, fault: Fault, method: str, request: web.Request) -> web.Response:
        if fault.kind == "500":
            raise ApiError(500, "Internal Server Error")
        if fault.kind == "429":
            wait = max(1, round(fault.seconds))
            raise ApiError(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
        if fault.kind == "html":
            return web.Response(status=502, text=HTML, content_type="text/html")
        result = await self.answer(method, await _arguments(request))
        if fault.kind == "cut" and request.transport:
            request.transport.close()
        else:
            await waiting.until(self._stopping, fault.seconds)
        return _ok(result)

    async def _download(self, request: web.Request) -> web.Response:
        self._check_token(request)
        file = self.files.get(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type="application/octet-stream")

    def _check_token(self, request: web.Request) -> None:
        if self._token and request.match_info["token"] != self._token:
            raise ApiError(401, "Unauthorized")


async def _arguments(request: web.Request) -> Args:
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            return {**args, **msgspec.json.decode(await request.read() or b"{}")}
        except (msgspec.DecodeError, TypeError) as error:
            raise bad("can't parse JSON object") from error
    for key, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            args[key] = StoredFile(value.filename, value.content_type, value.file.read())
        else:
            args[key] = value
    return args


def _ok(result: Any) -> web.Response:
    return _json({"ok": True, "result": result}, 200)


def _json(body: Any, status: int) -> web.Response:
    return web.Response(body=msgspec.json.encode(body), status=status, content_type="application/json")


async def _serve(port: int, token: str, strict: bool, record: bool) -> None:
    server = TelegramServer(token=token, flood=Flood() if strict else None, record=record)
    await server.start(port)
    print(f"TELEGRAM_API_BASE={server.base} TELEGRAM_TOKEN={token or TOKEN}", flush=True)  # noqa: T201 - the address it listens at
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()


def main() -> None:
    """Runs the local Telegram until it is interrupted."""
    parser = argparse.ArgumentParser(prog="python -m bot.fakes.telegram_server", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free port")
    parser.add_argument("--token", default="", help="the only token to accept; by default any")
    parser.add_argument("--strict", action="store_true", help="refuse more than 30 a second with 429")
    parser.add_argument("--count-only", action="store_true", help="keep figures, not messages")
    asked = parser.parse_args()
    try:
        asyncio.run(_serve(asked.port, asked.token, asked.strict, not asked.count_only))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
