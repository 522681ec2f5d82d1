"""The bot's web part on a real port, and what a phone's browser does with it."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.app import build
from bot.channels import switched_on
from bot.channels.base import Means
from bot.channels.labels import labels
from bot.deps import Deps
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Inbox
from ocop_core.services.files import storing
from ocop_core.settings import Settings
from tests.support.clock import Clock

SECRET = "mat-khau_cua-hook"
CHAT = {"X-Chat": "1", "Sec-Fetch-Site": "same-origin"}
PDF = b"%PDF-1.7\n" + bytes(200)
MIB = 1024 * 1024
_keys = itertools.count(1)


async def error(response: ClientResponse) -> str:
    """The sentence that the page shows; it has to be a Vietnamese one."""
    words = str((await response.json())["error"])
    assert any(ord(letter) > 127 for letter in words), f"not a Vietnamese sentence: {words}"
    return words


async def problems(db: Database) -> list[str | None]:
    """What could not be understood of all that was heard."""
    async with db.reading() as session:
        return list((await session.scalars(select(Inbox.problem).where(Inbox.problem.is_not(None)))).all())


def make_deps(db: Database, knowledge: Knowledge, settings: Settings, clock: Clock) -> Deps:
    """What the handlers share; Telegram is on, and would speak to a closed port."""
    on = replace(
        settings,
        telegram_token="100:ocop",
        telegram_api_base="http://127.0.0.1:9",
        telegram_webhook_secret=SECRET,
    )
    channels = switched_on(Means(on, labels(knowledge.words), storing.reader(db, on.files_dir), db, clock))
    return Deps(db, knowledge, on, clock, channels)


@asynccontextmanager
async def serving(deps: Deps) -> AsyncIterator[TestServer]:
    """The application on a port of its own."""
    server = TestServer(build(deps))
    await server.start_server()
    try:
        yield server
    finally:
        deps.stopping.set()
        await server.close()


@dataclass(slots=True)
class Event:
    """One event of the server push."""

    id: str
    kind: str
    data: dict[str, Any]

    @property
    def text(self) -> str:
        """What is read."""
        return str(self.data["text"])


class Phone:
    """A browser with the web chat open."""

    def __init__(self, server: TestServer) -> None:
        self.client: TestClient[Any, Any] = TestClient(server)

    async def open(self) -> ClientResponse:
        """Opens the page, which gives the key."""
        return await self.client.get("/chat")

    async def close(self) -> None:
        """Closes the browser."""
        await self.client.close()

    async def agree(self) -> None:
        """Says hello and agrees, so that files may be kept."""
        await self.say("xin chào")
        await self.say("đồng ý")

    async def say(self, text: str, *, key: str = "", **more: Any) -> ClientResponse:
        """Sends words as the page does."""
        return await self.post({"kind": "text", "text": text, "id": key or self.key(), **more})

    async def post(self, payload: Any, **headers: str) -> ClientResponse:
        """Sends any JSON to the same place."""
        return await self.client.post("/chat/say", data=json.dumps(payload), headers={**CHAT, **headers})

    async def upload(self, content: bytes, name: str = "anh.png", *, key: str | None = None) -> ClientResponse:
        """Sends a file as the page does."""
        form = FormData(quote_fields=False)
        if key != "":
            form.add_field("id", key or self.key())
        form.add_field("file", BytesIO(content), filename=name, content_type="application/octet-stream")
        return await self.client.post("/chat/upload", data=form, headers=CHAT)

    async def history(self) -> list[dict[str, Any]]:
        """What the page shows when it is opened."""
        response = await self.client.get("/chat/history")
        assert response.status == 200
        messages: list[dict[str, Any]] = (await response.json())["messages"]
        return messages

    async def texts(self) -> list[tuple[str, str]]:
        """The history as (who, words)."""
        return [(m["from"], m["text"]) for m in await self.history()]

    @asynccontextmanager
    async def listening(self, last: str = "") -> AsyncIterator["Push"]:
        """An open server push, from event `last` on."""
        headers = {"Last-Event-ID": last} if last else {}
        async with self.client.get("/chat/stream", headers=headers) as response:
            assert response.status == 200 and response.content_type == "text/event-stream"
            push = Push(response)
            await push.connected()
            yield push

    @staticmethod
    def key() -> str:
        """A key no other message has."""
        return f"browser-key-{next(_keys):06}"


class Push:
    """Reads events one by one."""

    def __init__(self, response: ClientResponse) -> None:
        self._response = response

    async def connected(self) -> None:
        """Waits for the first line."""
        assert await self._line() == "retry: 2000"

    async def next(self) -> Event:
        """The next event; remarks are skipped."""
        fields: dict[str, str] = {}
        while "data" not in fields:
            name, _, value = (await self._line()).partition(": ")
            if name:
                fields[name] = value
        return Event(fields["id"], fields["event"], json.loads(fields["data"]))

    async def _line(self) -> str:
        raw = await asyncio.wait_for(self._response.content.readline(), 10)
        return raw.decode().rstrip("\n")

    async def take(self, count: int) -> list[Event]:
        """The next few events."""
        return [await self.next() for _ in range(count)]

    async def silent(self, seconds: float = 0.3) -> bool:
        """Whether nothing more comes for a moment."""
        try:
            await asyncio.wait_for(self.next(), seconds)
        except TimeoutError:
            return True
        return False
