"""A call over a bare wire: every shape an answer has, and what is surely unsent, lost or late."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import wire
from bot.channels.wire import Lost, NotSent, Wire, place
from bot.channels.wire_answer import read

OK = b"HTTP/1.1 200 OK\r\n"
PLAIN = OK + b"Content-Type: application/json\r\nContent-Length: 11\r\n\r\n" + b'{"ok":true}'
CHUNKED = OK + b'Transfer-Encoding: chunked\r\n\r\n5;x=y\r\n{"ok"\r\n6\r\n:true}\r\n0\r\nDate: now\r\n\r\n'
SHAPES = {
    "a length": (PLAIN, 200, b'{"ok":true}', True),
    "pieces": (CHUNKED, 200, b'{"ok":true}', True),
    "a length in small letters": (OK + b"content-length:2\r\n\r\n{}", 200, b"{}", True),
    "a last answer": (OK + b"Connection: Close\r\nContent-Length: 2\r\n\r\n{}", 200, b"{}", False),
    "an old server": (b"HTTP/1.0 403 Forbidden\r\nContent-Length: 2\r\n\r\n{}", 403, b"{}", False),
    "nothing": (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b"", True),
    "a word on the way": (b"HTTP/1.1 100 Continue\r\n\r\n" + PLAIN, 200, b'{"ok":true}', True),
}


@pytest.mark.parametrize("name", SHAPES)
def test_an_answer_is_whole_with_its_last_byte_and_not_before(name: str) -> None:
    told, status, body, keeps = SHAPES[name]
    assert all(read(told[:count]) is None for count in range(len(told)))
    answer = read(told + b"HTTP/1.1 500")
    assert answer is not None
    assert (answer.status, answer.body, answer.keeps, answer.size) == (status, body, keeps, len(told))


def test_an_answer_without_a_length_ends_with_the_connection() -> None:
    told = b"HTTP/1.1 502 Bad Gateway\r\n\r\n<html>"
    assert read(told) is None
    answer = read(told, ended=True)
    assert answer is not None
    assert (answer.status, answer.body, answer.keeps) == (502, b"<html>", False)


@pytest.mark.parametrize("told", [b"hello\r\n\r\n", b"HTTP/2 200\r\n\r\n", b"x" * 70_000])
def test_what_is_no_answer_is_refused(told: bytes) -> None:
    with pytest.raises(ValueError, match="answer"):
        read(told)


@given(st.binary(max_size=300), st.booleans())
def test_whatever_comes_is_read_or_refused(told: bytes, ended: bool) -> None:
    for text in (told, OK + told, OK + b"Transfer-Encoding: chunked\r\n\r\n" + told):
        try:
            answer = read(text, ended=ended)
        except ValueError:
            continue
        assert answer is None or answer.size <= len(text)


@pytest.mark.parametrize("base", ["", "http://", "ftp://a", "http://a:x", "http://ai@a", "http://á"])
def test_an_address_that_is_none(base: str) -> None:
    assert place(base) is None


def test_an_address_with_and_without_a_port() -> None:
    bot = place("https://api.telegram.org")
    own = place("http://127.0.0.1:8081/api")
    assert bot and (bot.name, bot.port, bot.secure) == ("api.telegram.org", 443, True)
    assert own and (own.name, own.port, own.host, own.secure) == ("127.0.0.1", 8081, "127.0.0.1:8081", False)


Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Server:
    """A server that does what it is told, and counts who came."""

    def __init__(self) -> None:
        self.came = 0
        self.heard: list[bytes] = []
        self.script: Callable[[asyncio.StreamWriter], Awaitable[None]] = self.answers
        self._server: asyncio.Server | None = None

    async def answers(self, writer: asyncio.StreamWriter) -> None:
        writer.write(PLAIN)

    async def start(self) -> str:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        assert self._server
        self._server.close()
        await self._server.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came += 1
        while head := await reader.readuntil(b"\r\n\r\n") if not reader.at_eof() else b"":
            length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
            self.heard.append(head + await reader.readexactly(length))
            await self.script(writer)
        writer.close()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    yield made
    await made.stop()


async def opened(server: Server) -> Wire:
    at = place(await server.start())
    assert at
    return Wire(at, "ocop")


async def test_calls_one_after_the_other_share_a_connection(server: Server) -> None:
    line = await opened(server)
    for number in range(3):
        answer = await line.post("/bot1:x/sendMessage", b'{"n":%d}' % number, 5)
        assert (answer.status, answer.body) == (200, b'{"ok":true}')
    line.close()
    assert server.came == 1
    assert server.heard[2].startswith(b"POST /bot1:x/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")
    assert server.heard[2].endswith(b'\r\n\r\n{"n":2}')


async def test_a_connection_that_the_server_closed_is_not_used_again(server: Server) -> None:
    async def closes(writer: asyncio.StreamWriter) -> None:
        writer.write(PLAIN)
        writer.close()

    line, server.script = await opened(server), closes
    await line.post("/", b"{}", 5)
    while line._kept[0].alive:
        await asyncio.sleep(0)
    server.script = server.answers
    assert (await line.post("/", b"{}", 5)).status == 200
    line.close()
    assert server.came == 2


async def test_words_that_nobody_asked_for_end_a_connection(server: Server) -> None:
    async def twice(writer: asyncio.StreamWriter) -> None:
        writer.write(PLAIN + PLAIN)

    line, server.script = await opened(server), twice
    await line.post("/", b"{}", 5)
    server.script = server.answers
    await line.post("/", b"{}", 5)
    line.close()
    assert server.came == 2


async def test_a_connection_that_ends_before_the_answer_leaves_the_call_in_doubt(server: Server) -> None:
    async def half(writer: asyncio.StreamWriter) -> None:
        writer.write(PLAIN[:-3])
        writer.close()

    line, server.script = await opened(server), half
    with pytest.raises(Lost):
        await line.post("/", b"{}", 5)


async def test_nonsense_leaves_the_call_in_doubt(server: Server) -> None:
    async def nonsense(writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH\r\n\r\n")

    line, server.script = await opened(server), nonsense
    with pytest.raises(Lost):
        await line.post("/", b"{}", 5)


async def test_an_answer_that_comes_too_late_belongs_to_nobody(server: Server) -> None:
    go = asyncio.Event()

    async def later(writer: asyncio.StreamWriter) -> None:
        await go.wait()
        writer.write(PLAIN)

    line, server.script = await opened(server), later
    with pytest.raises(TimeoutError):
        await line.post("/", b"1", 0.05)
    go.set()
    assert (await line.post("/", b"2", 5)).status == 200
    line.close()
    assert server.came == 2


async def test_nobody_there_is_surely_not_sent(server: Server) -> None:
    line = await opened(server)
    await server.stop()
    with pytest.raises(NotSent):
        await line.post("/", b"{}", 5)


async def test_a_place_is_free_again_after_whatever_happened(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "CONNECTIONS", 1)

    async def cut(writer: asyncio.StreamWriter) -> None:
        writer.close()

    line, server.script = await opened(server), cut
    for _ in range(3):
        with pytest.raises(Lost):
            await line.post("/", b"{}", 5)
    server.script = server.answers
    assert (await line.post("/", b"{}", 5)).status == 200
    line.close()
