"""Makes calls to Zalo over one aiohttp session; what is uncertain says so, and nothing quotes an address or a token."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import aiohttp
import msgspec

from bot.channels.zalo_codes import RATE, ZaloError
from ocop_core.errors import SendError

CONNECTIONS = 64
CONNECT_SECONDS = 5.0
SECONDS = 20.0
# Shorter than the server's: a call over a connection that is just being closed ends unsure for nothing.
KEEP_SECONDS = 15.0
LARGEST_ANSWER = 1024 * 1024
NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class Wire:
    """Opened by `start`; proxies of the environment are not read."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._timeout = aiohttp.ClientTimeout(total=seconds, connect=CONNECT_SECONDS)
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Opens; asks nothing, so a start without network succeeds."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=self._timeout,
            trust_env=False,
        )

    async def stop(self) -> None:
        """Closes."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The open session."""
        if self._session is None:
            raise RuntimeError("the channel is not started")
        return self._session

    async def post(self, url: str, headers: Mapping[str, str], **body: Any) -> tuple[int, Mapping[str, str], Any]:
        """Status, headers and the JSON of the answer (None where it is none). Raises SendError."""
        with sending():
            async with self.session.post(url, headers=headers, allow_redirects=False, **body) as answer:
                raw = await answer.content.read(LARGEST_ANSWER)
                return answer.status, answer.headers, _json(raw)


def _json(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except msgspec.DecodeError:
        return None


@contextmanager
def sending() -> Iterator[None]:
    """Says of a broken connection whether the message perhaps arrived."""
    try:
        yield
    except NOT_SENT as error:
        raise SendError("retry", type(error).__name__) from error
    except aiohttp.InvalidURL as error:
        raise SendError("config", "the API address is none") from error
    except (TimeoutError, aiohttp.ClientError) as error:
        raise SendError("unsure", type(error).__name__) from error


def checked(status: int, headers: Mapping[str, str], answer: Any) -> dict[str, Any]:
    """The answer of the OA's API. HTTP 200 is no success yet: `error` is. Raises SendError or ZaloError."""
    if status == 429:
        raise ZaloError(RATE, "HTTP 429", after=_seconds(headers.get("Retry-After")))
    if status >= 500 or not isinstance(answer, dict):
        raise SendError("unsure" if status >= 500 or status < 300 else "refused", f"HTTP {status}")
    code = answer.get("error", 0)
    if isinstance(code, str) and code.removeprefix("-").isdigit():
        code = int(code)
    if code == 0:
        return answer
    if not isinstance(code, int):
        raise SendError("unsure", "an answer without a code")
    wait = _seconds(headers.get("Retry-After")) if code == RATE else None
    raise ZaloError(code, str(answer.get("message", ""))[:120], after=wait)


def _seconds(given: str | None) -> float | None:
    return float(given) if given and given.isascii() and given.isdigit() and len(given) < 6 else None
