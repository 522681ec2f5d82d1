"""The Zalo Bot: flat and wrapped, text only, a refusal within HTTP 200, a hook that must know the secret."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import func, select

from bot.channels.base import Means, Parcel
from bot.channels.labels import labels
from bot.channels.zalo_bot import SECRET_HEADER, ZaloBot
from bot.channels.zalo_bot_read import read
from bot.deps import Deps
from bot.fakes.zalo_bot_server import ZaloBotServer
from bot.fetcher import fetch_due
from bot.poller import poll
from bot.relay import Relay
from ocop_core.conversation.said import Body, Button
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import File, Inbox, Outbox
from ocop_core.errors import SendError
from ocop_core.services.files import storing
from ocop_core.settings import Settings, from_env
from tests.support import web
from tests.support.clock import Clock
from tests.support.pictures import jpeg

PAYLOADS = Path(__file__).parents[1] / "payloads" / "zalo_bot"
USER = "6ede9afa66b88fe6d6a9"
SECRET = "mot-bi-mat-dai"


@pytest.fixture
async def server(clock: Clock) -> AsyncIterator[ZaloBotServer]:
    made = ZaloBotServer(clock=clock)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def deps(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock, server: ZaloBotServer
) -> AsyncIterator[Deps]:
    env = {"DATABASE_URL": db.url, "FILES_DIR": str(settings.files_dir), "ZALO_BOT_WEBHOOK_SECRET": SECRET}
    config = from_env({**env, **server.env()})
    channel = ZaloBot(Means(config, labels(knowledge.words), storing.reader(db, config.files_dir), db, clock), 0.3)
    await channel.start()
    yield Deps(db, knowledge, config, clock, {"zalo_bot": channel})
    await channel.stop()


def bot(deps: Deps) -> ZaloBot:
    channel = deps.channels["zalo_bot"]
    assert isinstance(channel, ZaloBot)
    return channel


WRAPPED = json.loads((PAYLOADS / "webhook_text.wrapped.docs.json").read_text("utf-8"))


@pytest.mark.parametrize("payload", [WRAPPED, WRAPPED["result"]], ids=["wrapped", "flat"])
def test_an_event_is_read_flat_and_wrapped(payload: dict[str, Any]) -> None:
    heard = read(payload)
    assert heard and (heard.address, heard.message_id, heard.inbound.text) == (USER, "2d758cb5e222177a4e35", "Xin chào")


def event(kind: str, **content: Any) -> dict[str, Any]:
    sides = {"from": {"id": USER, "is_bot": False}, "chat": {"id": USER, "chat_type": "PRIVATE"}}
    return {"event_name": f"message.{kind}.received", "message": {**sides, "message_id": "m1", "date": 1, **content}}


@pytest.mark.parametrize("field", ["photo_url", "photo"])
def test_a_picture_comes_by_its_address(field: str) -> None:
    heard = read(event("image", **{field: "https://a.zdn.vn/x.jpg"}, caption="nhãn"))
    assert heard and heard.inbound.kind == "photo" and heard.inbound.text == "nhãn"
    assert heard.inbound.files[0].ref == "https://a.zdn.vn/x.jpg"


@pytest.mark.parametrize("kind", ["unsupported", "image", "voice", "invented"])
def test_what_comes_without_content_is_answered_all_the_same(kind: str) -> None:
    heard = read(event(kind))
    assert heard and heard.inbound.kind == "unsupported"


def test_groups_and_bots_are_not_heard() -> None:
    group, robot = event("text", text="a"), event("text", text="a")
    group["message"]["chat"]["chat_type"] = "GROUP"
    robot["message"]["from"]["is_bot"] = True
    assert read(group) is read(robot) is None


async def test_choices_are_numbered_and_ways_out_are_words(deps: Deps) -> None:
    body = Body("x", "Hỏi?", (Button(1, "Có", "b:1:1"), Button(0, "Xóa", "do:x")), (Button(0, "Để sau", "x:1:later"),))
    (call,) = bot(deps).write(Parcel(1, 1, USER, body))
    assert call.args["text"] == 'Hỏi?\n\n1. Có\n• Xóa\n\nHoặc nhắn: "để sau"'


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("400", "refused"),
        ("401", "config"),
        ("403", "retry"),
        ("426", "config"),
        ("429", "wait"),
        ("500", "unsure"),
        ("html", "unsure"),
        ("hang", "unsure"),
        ("cut", "unsure"),
    ],
)
async def test_every_fault_has_its_meaning(deps: Deps, server: ZaloBotServer, fault: str, kind: str) -> None:
    await server.say(USER, "xin chào")
    server.fail(fault, seconds=0.6)
    with pytest.raises(SendError) as error:
        await bot(deps).send(Parcel(1, 1, USER, Body("x", "Chào")))
    assert error.value.kind == kind
    assert await bot(deps).send(Parcel(2, 1, USER, Body("x", "Chào")))


async def until(db: Database, model: Any, count: int) -> None:
    async with asyncio.timeout(10):
        while True:
            async with db.reading() as session:
                if (await session.scalar(select(func.count()).select_from(model)) or 0) >= count:
                    return
            await asyncio.sleep(0.02)


async def test_polling_hears_one_after_the_other(deps: Deps, server: ZaloBotServer, clock: Clock) -> None:
    for text in ("xin chào", "đồng ý", "menu"):
        await server.say(USER, text)
    await bot(deps).setup((), None)
    polling = asyncio.create_task(poll(deps, bot(deps)))
    await until(deps.db, Outbox, 3)
    deps.stopping.set()
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    await Relay(deps.db, bot(deps), clock).drain()
    assert len(server.sent) >= 3


async def test_a_picture_and_a_voice_note_are_fetched(deps: Deps, server: ZaloBotServer) -> None:
    from bot.hearing import hear_update

    voice = b"\xff\xf1" + bytes(500)
    for said in (
        await server.say(USER, "xin chào"),
        await server.say(USER, "đồng ý"),
        await server.photo(USER, jpeg()),
        await server.voice(USER, voice),
    ):
        await hear_update(deps, bot(deps), json.dumps(said).encode())
    await fetch_due(deps, bot(deps))
    async with deps.db.reading() as session:
        kept = (await session.scalars(select(File.mime).where(File.state == "kept").order_by(File.id))).all()
    assert kept == ["image/jpeg", "audio/aac"]


async def test_the_plans_quota_is_a_wait_for_the_whole_channel(deps: Deps, server: ZaloBotServer, clock: Clock) -> None:
    server.people.update(f"p{n}" for n in range(50))
    await server.say(USER, "xin chào")
    with pytest.raises(SendError) as error:
        await bot(deps).send(Parcel(1, 1, USER, Body("x", "Chào")))
    assert (error.value.kind, error.value.after) == ("wait", 3600.0)


async def test_a_hook_that_was_not_reached_is_told_so(deps: Deps, server: ZaloBotServer) -> None:
    await bot(deps).setup((), "https://ocop.example.vn/hooks/zalo-bot")
    assert (server.post.hook, server.secret) == ("https://ocop.example.vn/hooks/zalo-bot", SECRET)


@pytest.mark.parametrize(("given", "status", "heard"), [(SECRET, 200, 1), ("sai", 403, 0), (None, 403, 0)])
async def test_the_hook_knows_who_may_speak(deps: Deps, given: str | None, status: int, heard: int) -> None:
    webchat = web.make_deps(deps.db, deps.knowledge, deps.settings, deps.clock).channels["webchat"]  # type: ignore[arg-type]
    both = replace(deps, channels={**deps.channels, "webchat": webchat})
    async with web.serving(both) as running:
        client: TestClient[Any, Any] = TestClient(running)
        headers = {SECRET_HEADER: given} if given else {}
        for payload in (WRAPPED, WRAPPED):
            raw = BytesIO(json.dumps(payload).encode())
            assert (await client.post("/hooks/zalo-bot", data=raw, headers=headers)).status == status
        await client.close()
    async with deps.db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Inbox)) == heard
