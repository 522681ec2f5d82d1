"""JSON calls over kept connections: as little around a call as HTTP needs, and surely unsent where nothing left."""

import asyncio
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.channels.wire_answer import Answer, read

CONNECTIONS = 64
CONNECT_SECONDS = 10.0
# Shorter than the server's: a call over a connection that is just being closed ends unsure for nothing.
KEEP_SECONDS = 15.0
LARGEST_ANSWER = 4 * 1024 * 1024
PORTS = {"http": 80, "https": 443}


class NotSent(Exception):
    """Nothing has left: the call may be made again."""


class Lost(Exception):
    """The connection ended, or spoke nonsense, before the answer was complete: perhaps the call was heard."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where calls go. `host` as it stands in the head of a call."""

    name: str
    port: int
    host: str
    secure: bool


def place(base: str) -> Place | None:
    """The place of an address; None where it is none that this can speak to."""
    try:
        parts = urlsplit(base)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    if not parts.hostname or not port or parts.username is not None or not base.isascii():
        return None
    return Place(parts.hostname, port, parts.netloc, parts.scheme == "https")


class Line(asyncio.Protocol):
    """One connection; one call at a time."""

    def __init__(self) -> None:
        self.idle_since = 0.0
        self._transport: asyncio.Transport | None = None
        self._held = b""
        self._asked: asyncio.Future[Answer] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Part of asyncio's protocol."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Part of asyncio's protocol: a piece of an answer, mostly all of it."""
        self._held = self._held + data if self._held else data
        self._look(ended=False)

    def connection_lost(self, error: Exception | None) -> None:
        """Part of asyncio's protocol: some answers are complete only now."""
        if self._asked is not None:
            self._look(ended=True)

    async def ask(self, call: bytes, seconds: float) -> Answer:
        """Sends a call and waits so long for its answer. Raises Lost or TimeoutError."""
        assert self._transport is not None
        loop = asyncio.get_running_loop()
        asked: asyncio.Future[Answer] = loop.create_future()
        self._asked = asked
        # Lighter than asyncio.timeout(), which has to be able to interrupt anything.
        patience = loop.call_later(seconds, _too_late, asked)
        try:
            self._transport.write(call)
            return await asked
        finally:
            patience.cancel()

    def close(self) -> None:
        """Ends the connection, whatever is under way on it."""
        self._asked = None
        if self._transport is not None:
            self._transport.abort()

    @property
    def alive(self) -> bool:
        """Whether another call may be tried on it."""
        return self._transport is not None and not self._transport.is_closing() and not self._held

    def _look(self, *, ended: bool) -> None:
        asked = self._asked
        if asked is None or asked.done():
            # Words that nobody asked for: the next answer could not be told from them.
            self.close()
            return
        try:
            answer = read(self._held, ended=ended)
        except ValueError as error:
            asked.set_exception(Lost(str(error)))
            return
        if answer is not None:
            self._held, self._asked = self._held[answer.size :], None
            asked.set_result(answer)
        elif ended or len(self._held) > LARGEST_ANSWER:
            asked.set_exception(Lost("the connection ended" if ended else "the answer is too long"))


class Wire:
    """Connections to one place. Opens when there is something to say."""

    def __init__(self, at: Place, agent: str) -> None:
        self._at = at
        self._head = f" HTTP/1.1\r\nHost: {at.host}\r\nUser-Agent: {agent}\r\nContent-Type: application/json\r\n"
        self._trust = ssl.create_default_context() if at.secure else None
        self._kept: list[Line] = []
        self._room = asyncio.Semaphore(CONNECTIONS)

    async def post(self, path: str, body: bytes, seconds: float) -> Answer:
        """Posts JSON and waits so long for the answer. Raises NotSent, Lost or TimeoutError."""
        call = f"POST {path}{self._head}Content-Length: {len(body)}\r\n\r\n".encode("ascii") + body
        line = await self._line()
        try:
            answer = await line.ask(call, seconds)
        except BaseException:
            line.close()
            raise
        finally:
            self._room.release()
        if answer.keeps:
            line.idle_since = time.monotonic()
            self._kept.append(line)
        else:
            line.close()
        return answer

    async def _line(self) -> Line:
        """A connection for one call, with its place among the `CONNECTIONS`. Raises NotSent."""
        if self._room.locked():
            await self._room_in_time()
        else:
            await self._room.acquire()
        try:
            return self._kept_line() or await self._connect()
        except BaseException:
            self._room.release()
            raise

    async def _room_in_time(self) -> None:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self._room.acquire()
        except TimeoutError as error:
            raise NotSent("no free connection") from error

    def _kept_line(self) -> Line | None:
        youngest = time.monotonic() - KEEP_SECONDS
        while self._kept:
            # The last one used: those that are too many grow old and are let go.
            line = self._kept.pop()
            if line.alive and line.idle_since > youngest:
                return line
            line.close()
        return None

    async def _connect(self) -> Line:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _, line = await asyncio.get_running_loop().create_connection(
                    Line, self._at.name, self._at.port, ssl=self._trust
                )
        except (OSError, UnicodeError) as error:
            # TimeoutError and errors of TLS are OSErrors too.
            raise NotSent(f"{type(error).__name__}: {error}") from error
        return line

    def close(self) -> None:
        """Ends all connections that are not in use."""
        while self._kept:
            self._kept.pop().close()


def _too_late(asked: asyncio.Future[Answer]) -> None:
    if not asked.done():
        asked.set_exception(TimeoutError())
