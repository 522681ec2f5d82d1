"""The web hook of Telegram: whoever knows the secret is always told 200, and nothing is heard twice."""

import asyncio
import json
from collections.abc import AsyncIterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.channels.telegram import SECRET_HEADER
from bot.deps import Deps
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Inbox, Outbox
from ocop_core.settings import Settings
from tests.support import web
from tests.support.clock import Clock
from tests.support.talking import owed
from tests.support.web import SECRET

PAYLOADS = Path(__file__).parents[1] / "payloads" / "telegram"
REAL = [json.loads(path.read_text("utf-8")) for path in sorted(PAYLOADS.glob("*.json"))]
Client = TestClient[Any, Any]


@pytest.fixture
async def client(server: TestServer) -> AsyncIterator[Client]:
    """Telegram's side."""
    made: Client = TestClient(server)
    yield made
    await made.close()


def update(number: int, text: str = "xin chào", chat: int = 1000) -> bytes:
    person = {"id": chat, "is_bot": False, "first_name": "Bảy"}
    message = {"message_id": number, "date": 1795395600, "chat": {"id": chat, "type": "private"}, "from": person}
    return json.dumps({"update_id": number, "message": {**message, "text": text}}).encode()


async def post(client: Client, raw: Any, secret: str | None = SECRET) -> ClientResponse:
    headers = {SECRET_HEADER: secret} if secret is not None else {}
    body = BytesIO(raw) if isinstance(raw, bytes) else raw
    return await client.post("/hooks/telegram", data=body, headers=headers)


async def rows(db: Database, model: type) -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("secret", [None, "", "sai", SECRET + "x", SECRET.upper(), "mật khẩu"])
async def test_whoever_does_not_know_the_secret_is_not_heard(client: Client, db: Database, secret: str | None) -> None:
    assert (await post(client, update(1), secret)).status == 403
    assert await rows(db, Inbox) == 0


async def test_where_telegram_is_off_there_is_no_hook(deps: Deps) -> None:
    deps.channels.pop("telegram")
    async with web.serving(deps) as server:
        client: Client = TestClient(server)
        assert (await post(client, update(1))).status == 404
        await client.close()


async def test_an_update_is_answered_once_however_often_it_comes(client: Client, db: Database) -> None:
    statuses = [(await post(client, update(7))).status for _ in range(3)]
    both = await asyncio.gather(*(post(client, update(8, "đồng ý")) for _ in range(4)))
    assert statuses + [response.status for response in both] == [200] * 7
    assert await rows(db, Inbox) == 2
    assert len(await owed(db, "telegram", "1000")) == 2


async def test_first_words_of_many_people_at_once_are_all_answered(client: Client, db: Database) -> None:
    done = await asyncio.gather(*(post(client, update(n, chat=1000 + n)) for n in range(40)))
    assert {response.status for response in done} == {200}
    assert (await rows(db, Chat), await rows(db, Outbox)) == (40, 40)


async def pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 65536 + 1):
        yield bytes(65536)


async def test_more_than_a_mebibyte_is_not_read(client: Client, db: Database) -> None:
    limit = 1024 * 1024
    assert (await post(client, b" " * (limit - 10) + update(1))).status == 413
    assert (await post(client, pieces(limit))).status == 413
    assert await rows(db, Inbox) == 0
    assert (await post(client, b" " * 900_000 + update(1))).status == 200
    assert await rows(db, Inbox) == 1


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"7", b"\xff\xfe", b"[" * 100_000, b'{"a":"\\ud83d"}\0'])
async def test_what_nobody_understands_is_kept_once_and_told_200(client: Client, db: Database, raw: bytes) -> None:
    for _ in range(2):
        assert (await post(client, raw)).status == 200
    async with db.reading() as session:
        row = (await session.scalars(select(Inbox))).one()
    assert row.problem and row.chat_id is None and row.body and row.body["kind"] == "unsupported"
    assert await rows(db, Outbox) == 0


async def test_the_words_of_a_group_are_not_stored(client: Client, db: Database) -> None:
    group = json.loads(update(1))
    group["message"]["chat"] = {"id": -100, "type": "group", "title": "Xóm"}
    assert (await post(client, json.dumps(group))).status == 200
    assert await rows(db, Inbox) == 0


JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 2**70, 1e400, "", "\0", "\ud83d", [], {}, [{}], {"": None}, "x" * 5000]
)


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A real update with one place in it replaced by junk, or bytes from nowhere."""
    if draw(st.integers(0, 4)) == 0:
        return draw(st.binary(max_size=200))
    payload = deepcopy(draw(st.sampled_from(REAL)))
    node: Any = payload
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = draw(st.sampled_from(keys))
        if isinstance(node[key], dict | list) and node[key] and draw(st.booleans()):
            node = node[key]
            continue
        node[key] = draw(JUNK)
        return json.dumps(payload).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
@trying(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raws=st.lists(broken(), min_size=5, max_size=15))
def test_no_payload_makes_the_hook_fail(
    database: str, knowledge: Knowledge, settings: Settings, clock: Clock, raws: list[bytes]
) -> None:
    async def work() -> None:
        db = Database(database)
        async with web.serving(web.make_deps(db, knowledge, settings, clock)) as server:
            client: Client = TestClient(server)
            for raw in raws:
                assert (await post(client, raw)).status == 200, raw
            await client.close()
        async with db.reading() as session:
            failed = await session.scalars(select(Inbox.problem).where(Inbox.chat_id.is_not(None)))
            assert set(failed.all()) <= {None}
        await db.close()

    asyncio.run(work())
