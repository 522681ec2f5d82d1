"""The web hook of the Official Account: 200 within two seconds whatever comes, heard once, only if Zalo signed it."""

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from sqlalchemy import func, select

from bot import spool
from bot.channels.zalo_oa import SIGNATURE, ZaloOa
from bot.deps import Deps
from bot.fakes.zalo_oa_server import APP_ID, APP_SECRET, OA_SECRET
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Inbox, Outbox
from ocop_core.settings import Settings, from_env
from tests.support import web
from tests.support.clock import Clock

VECTORS = json.loads(
    (Path(__file__).parents[1] / "payloads/zalo_oa/signature_vectors.computed.json").read_text("utf-8")
)
ENV = {"ZALO_OA_APP_ID": APP_ID, "ZALO_OA_APP_SECRET": APP_SECRET, "ZALO_OA_SECRET_KEY": OA_SECRET}
Client = TestClient[Any, Any]


@pytest.fixture
def zalo(db: Database, knowledge: Knowledge, settings: Settings, clock: Clock) -> Deps:
    config = from_env({**ENV, "ZALO_OA_API_BASE": "http://127.0.0.1:9"}).zalo_oa
    return web.make_deps(db, knowledge, replace(settings, zalo_oa=config), clock)


@pytest.fixture
async def client(zalo: Deps) -> AsyncIterator[Client]:
    async with web.serving(zalo) as server:
        made: Client = TestClient(server)
        yield made
        await made.close()


def event(clock: Clock, number: int, text: str = "xin chào", user: str = "1", *, age: float = 0, **more: Any) -> bytes:
    said = {"event_name": "user_send_text", "app_id": APP_ID, "sender": {"id": user}, "recipient": {"id": "9"}}
    stamp = str(round((clock().timestamp() - age) * 1000))
    return json.dumps({**said, "message": {"msg_id": f"m{number}", "text": text}, "timestamp": stamp, **more}).encode()


def signature(raw: bytes, secret: str = OA_SECRET) -> str:
    stamp = str(json.loads(raw).get("timestamp", ""))
    return hashlib.sha256(APP_ID.encode() + raw + stamp.encode() + secret.encode()).hexdigest()


async def post(client: Client, raw: bytes, given: str | None) -> ClientResponse:
    headers = {SIGNATURE: given} if given is not None else {}
    return await client.post("/hooks/zalo-oa", data=BytesIO(raw), headers=headers)


async def rows(db: Database, model: Any, *conditions: Any) -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"][:20])
def test_the_known_signatures_are_believed(zalo: Deps, vector: dict[str, Any]) -> None:
    channel = zalo.channels["zalo_oa"]
    assert isinstance(channel, ZaloOa)
    raw = vector["raw_body"].encode()
    for given in (vector["x_zevent_signature"], vector["x_zevent_signature"].removeprefix("mac=")):
        assert channel.verify({SIGNATURE: given}, raw, json.loads(raw))
        assert not channel.verify({SIGNATURE: given}, raw + b" ", json.loads(raw))


@pytest.mark.parametrize(
    ("signed_with", "secret", "believed"),
    [("oa", OA_SECRET, True), ("oa", APP_SECRET, False), ("app", APP_SECRET, True), ("either", APP_SECRET, True)],
)
async def test_which_secret_signs_is_a_setting(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock, signed_with: str, secret: str, believed: bool
) -> None:
    config = from_env({**ENV, "ZALO_OA_SIGNED_WITH": signed_with}).zalo_oa
    async with web.serving(web.make_deps(db, knowledge, replace(settings, zalo_oa=config), clock)) as server:
        client: Client = TestClient(server)
        raw = event(clock, 1)
        assert (await post(client, raw, signature(raw, secret))).status == 200
        await client.close()
    assert await rows(db, Outbox) == int(believed)


async def test_the_consoles_probe_is_answered(client: Client, db: Database) -> None:
    assert (await post(client, b"{}", None)).status == 200
    assert await rows(db, Inbox) == 0


@pytest.mark.parametrize("given", [None, "", "mac=", "sai", "mac=" + "0" * 64, "mật khẩu", "MAC=" + "f" * 64])
async def test_what_zalo_did_not_sign_is_kept_to_look_at_and_not_heard(
    client: Client, db: Database, clock: Clock, given: str | None
) -> None:
    assert (await post(client, event(clock, 1), given)).status == 200
    assert (await rows(db, Outbox), await rows(db, Chat), await rows(db, Inbox, Inbox.chat_id.is_not(None))) == (
        0,
        0,
        0,
    )


async def test_a_wrong_signature_may_be_told_so(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> None:
    config = from_env({**ENV, "ZALO_OA_WRONG_SIGNATURE": "403"}).zalo_oa
    async with web.serving(web.make_deps(db, knowledge, replace(settings, zalo_oa=config), clock)) as server:
        client: Client = TestClient(server)
        assert (await post(client, event(clock, 1), "mac=0")).status == 403
        assert (await post(client, b"{}", None)).status == 200
        await client.close()


@pytest.mark.parametrize(("age", "heard"), [(0, 1), (7000, 1), (4 * 3600, 0), (-3600, 0)])
async def test_what_was_signed_long_ago_is_not_heard_again(
    client: Client, db: Database, clock: Clock, age: float, heard: int
) -> None:
    raw = event(clock, 1, age=age)
    assert (await post(client, raw, signature(raw))).status == 200
    assert await rows(db, Outbox) == heard


async def test_what_comes_again_is_answered_once(client: Client, db: Database, clock: Clock) -> None:
    raw = event(clock, 1)
    done = await asyncio.gather(*(post(client, raw, signature(raw)) for _ in range(4)))
    follow = json.dumps(
        {"event_name": "follow", "follower": {"id": 2}, "timestamp": str(round(clock().timestamp() * 1000))}
    ).encode()
    done += [await post(client, follow, signature(follow)) for _ in range(3)]
    assert {response.status for response in done} == {200}
    assert await rows(db, Outbox) == 2


async def test_ten_megabytes_are_not_read(client: Client, db: Database) -> None:
    assert (await post(client, b"{" + b" " * 10 * 1024 * 1024, "x")).status == 413
    assert await rows(db, Inbox) == 0


ODD: tuple[dict[str, Any], ...] = (
    {"event_name": "user_invented_tomorrow"},
    {"event_name": "user_send_text"},
    {"event_name": "user_send_text", "sender": {"id": "1"}},
    {"event_name": "user_send_image", "sender": {"id": 5}, "message": {"msg_id": "i", "attachments": "none"}},
    {"event_name": "user_send_location", "sender": {"id": 5}, "message": {"msg_id": "l", "attachments": [{}]}},
    {"event_name": 7, "sender": []},
    {"event_name": "oa_send_text", "sender": {"id": "9", "admin_id": "1"}},
    {"event_name": "user_withdraw"},
    {"event_name": "user_seen_message", "message": {"msg_ids": [1, None, {}]}},
)


async def test_odd_events_are_answered_with_200(client: Client, db: Database, clock: Clock) -> None:
    stamp = str(round(clock().timestamp() * 1000))
    for odd in ODD:
        raw = json.dumps({**odd, "timestamp": stamp}).encode()
        assert (await post(client, raw, signature(raw))).status == 200, odd
    assert await rows(db, Inbox, Inbox.problem.is_not(None)) == 0


async def test_with_a_locked_database_the_answer_is_in_time_and_nothing_is_lost(
    client: Client, db: Database, clock: Clock, zalo: Deps
) -> None:
    raws = [event(clock, n, text) for n, text in enumerate(("xin chào", "đồng ý", "menu"))]
    async with db.writing() as session:
        # A lock that SQLite holds for the whole file and PostgreSQL for the table.
        if db.sqlite:
            await session.execute(select(1))
        else:
            from sqlalchemy import text as sql

            await session.execute(sql("LOCK TABLE contact IN ACCESS EXCLUSIVE MODE"))
        for raw in raws:
            began = time.monotonic()
            assert (await post(client, raw, signature(raw))).status == 200
            assert time.monotonic() - began < 2
    channel = zalo.channels["zalo_oa"]
    async with asyncio.timeout(10):
        while await rows(db, Inbox) < 3:
            await spool.drain(zalo, channel)
            await asyncio.sleep(0.05)
    async with db.reading() as session:
        ids = (await session.scalars(select(Inbox.message_id).order_by(Inbox.id))).all()
    assert ids == ["m0", "m1", "m2"]
    assert await spool.drain(zalo, channel) == 0 or not await spool.drain(zalo, channel)
