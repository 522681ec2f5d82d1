"""Carries python-telegram-bot's calls: short ones over a bare wire, files over an aiohttp session."""

from collections.abc import Mapping
from typing import Any

import aiohttp
import msgspec
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels import wire
from ocop_core.errors import SendError

CONNECTIONS = 64
CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
SEND_SECONDS = 20.0
FILE_SECONDS = 300.0
# Shorter than the server's: a call over a connection that is just being closed ends unsure for nothing.
KEEP_SECONDS = 15.0
CHUNK = 64 * 1024


class ReadyData:
    """Arguments that are JSON already, for a call in which the library need not look at each of them."""

    __slots__ = ("contains_files", "json_payload")

    def __init__(self, args: Mapping[str, Any]) -> None:
        self.contains_files = False
        self.json_payload = msgspec.json.encode(args)


class AiohttpRequest(BaseRequest):
    """The transport that `Bot` asks for; proxies of the environment are not read."""

    __slots__ = ("_origin", "_read_seconds", "_session", "_wire")

    def __init__(self, base: str = "", read_seconds: float = READ_SECONDS) -> None:
        self._read_seconds = read_seconds
        self._session: aiohttp.ClientSession | None = None
        self._wire: wire.Wire | None = None
        self._origin = base

    @property
    def read_timeout(self) -> float:
        return self._read_seconds

    async def initialize(self) -> None:
        at = wire.place(self._origin)
        self._wire = wire.Wire(at, self.USER_AGENT) if at else None
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
            trust_env=False,
        )

    async def shutdown(self) -> None:
        if self._wire is not None:
            self._wire.close()
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body; TimedOut and NetworkError keep aiohttp's error as their cause."""
        read = self._read_seconds if read_timeout is self.DEFAULT_NONE else read_timeout
        with_files = request_data is not None and request_data.contains_files
        if self._wire is not None and request_data is not None and not with_files:
            return await self._posted(self._wire, url, request_data.json_payload, read)
        timeout = aiohttp.ClientTimeout(
            total=(FILE_SECONDS if with_files else SEND_SECONDS) + read,
            connect=CONNECT_SECONDS,
            sock_read=read,
        )
        data, headers = _body(request_data)
        try:
            async with self._open().request(
                method, url, data=data, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from error
        except aiohttp.ClientError as error:
            raise NetworkError(_words(error)) from error

    async def _posted(self, line: wire.Wire, url: str, payload: bytes, seconds: float) -> tuple[int, bytes]:
        try:
            answer = await line.post(url[url.index("/", len("https://")) :], payload, seconds)
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from error
        except (wire.NotSent, wire.Lost) as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error
        return answer.status, answer.body

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer, read by msgspec; what is not JSON raises TelegramError, as the library's own reader does."""
        try:
            return msgspec.json.decode(payload)
        except msgspec.DecodeError as error:
            raise TelegramError("Invalid server response") from error

    async def download(self, url: str, limit: int) -> bytes:
        """The body behind `url`. Raises SendError: refused if it is over `limit` bytes or gone."""
        timeout = aiohttp.ClientTimeout(total=FILE_SECONDS, connect=CONNECT_SECONDS, sock_read=self._read_seconds)
        try:
            async with self._open().get(url, timeout=timeout, allow_redirects=False) as answer:
                if answer.status != 200:
                    raise SendError("retry" if answer.status >= 500 else "refused", f"file: {answer.status}")
                return await _at_most(limit, answer)
        except (TimeoutError, aiohttp.ClientError) as error:
            raise SendError("retry", _words(error)) from error

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the transport is not started")
        return self._session


async def _at_most(limit: int, answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > limit:
            raise SendError("refused", f"too big: over {limit} bytes")
    return bytes(body)


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if data is None:
        return None, {}
    if not data.contains_files:
        return data.json_payload, {"Content-Type": "application/json"}
    # Quoted fields would show Vietnamese file names to people percent-encoded.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form, {}


def _words(error: Exception) -> str:
    # Other errors of aiohttp may quote the address, and with it the token.
    told = f": {error}" if isinstance(error, aiohttp.ClientConnectorError) else ""
    return type(error).__name__ + told
