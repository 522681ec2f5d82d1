"""Another process holds the database: everybody waits, nobody is lost, pages go on."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import pytest
from aiohttp import ClientSession
from sqlalchemy import select

from bench.soak_check import examine
from bench.soak_people import Person
from bot.channels.telegram import Telegram
from bot.deps import Deps
from bot.fakes.telegram_server import TelegramServer
from bot.poller import poll
from ocop_core.clock import utc_now
from ocop_core.conversation.world import Knowledge
from ocop_core.db import base
from ocop_core.db.base import Database
from ocop_core.db.models import Inbox
from ocop_core.settings import Settings
from tests.process.conftest import Build

SECONDS = 3.0
SEED = random.randrange(10**6)


@contextmanager
def held(database: str) -> Iterator[None]:
    """Another writer has the database, as a backup or a hand with sqlite3 would."""
    connection = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


async def say(browser: ClientSession, number: int, text: str) -> float:
    """Says something on the web page; the seconds until it is safe."""
    since = time.monotonic()
    body = {"kind": "text", "id": f"message-{number}", "text": text}
    async with browser.post("/chat/say", json=body, headers={"X-Chat": "1"}) as answer:
        assert answer.status == 200, await answer.text()
    return time.monotonic() - since


async def page(browser: ClientSession, count: int) -> list[str]:
    """What the program has said on the web page, when it is `count` messages."""
    async with asyncio.timeout(10):
        while True:
            async with browser.get("/chat/history") as answer:
                messages = (await answer.json())["messages"]
            said = [message["text"] for message in messages if message["from"] == "bot"]
            if len(said) >= count:
                return said
            await asyncio.sleep(0.05)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_database_that_is_locked_for_a_while_loses_nothing(
    database: str, db: Database, telegram: TelegramServer, build: Build, knowledge: Knowledge
) -> None:
    house = build(database, telegram.base)
    await house.start()
    stop = asyncio.Event()
    people = [Person(telegram, knowledge, 1000 + n, random.Random(f"{SEED}:{n}")) for n in range(6)]
    talks = [asyncio.create_task(person.live(stop)) for person in people]
    async with aiohttp.ClientSession(house.base, cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        await (await browser.get("/chat")).read()
        assert await say(browser, 1, "xin chao") < 1
        (hello,) = await page(browser, 1)
        with held(database):
            late = [asyncio.create_task(say(browser, n, words)) for n, words in ((2, "dong y"), (2, "dong y"))]
            until = time.monotonic() + SECONDS
            while time.monotonic() < until:
                since = time.monotonic()
                assert await page(browser, 1) == [hello]
                assert (await browser.get("/healthz")).status == 200
                assert time.monotonic() - since < 1, "reading waits for nobody"
                await asyncio.sleep(0.2)
        assert all(SECONDS - 0.5 < seconds < SECONDS + 2 for seconds in await asyncio.gather(*late))
        assert len(await page(browser, 2)) == 2, "the second copy of the same message has no answer of its own"
    stop.set()
    async with asyncio.timeout(60):
        await asyncio.gather(*talks)
    assert await house.stop() < 5
    verdict = await examine(db, telegram, people)
    assert (verdict.problems, verdict.repeated) == ([], 0), f"seed {SEED}"
    assert "Traceback" not in house.told()


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_stop_while_the_database_is_locked_ends_in_time_and_the_message_can_be_said_again(
    database: str, build: Build
) -> None:
    house = build(database)
    await house.start()
    async with aiohttp.ClientSession(house.base, cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        await (await browser.get("/chat")).read()
        with held(database):
            lost = asyncio.create_task(say(browser, 1, "xin chao"))
            await asyncio.sleep(0.2)
            assert await house.stop() < 5
            with pytest.raises((aiohttp.ClientError, AssertionError)):
                await lost
        await house.start()
        await say(browser, 1, "xin chao")
        await say(browser, 1, "xin chao")
        assert len(await page(browser, 1)) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_polling_survives_a_database_that_is_locked_longer_than_it_waits(
    db: Database,
    settings: Settings,
    telegram: TelegramServer,
    knowledge: Knowledge,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(base, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr("bot.poller.PAUSE", 0.05)
    channel = Telegram("100:ocop-soak", telegram.base)
    await channel.start()
    deps = Deps(db, knowledge, settings, utc_now, {"telegram": channel})
    polling = asyncio.create_task(poll(deps, channel))
    with held(db.url):
        await telegram.say(1000, "xin chao")
        await asyncio.sleep(0.6)
        assert telegram.mail.waiting == 1
        assert not polling.done()
    await telegram.mail.settled()
    deps.stopping.set()
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    await channel.stop()
    async with db.reading() as session:
        heard = (await session.scalars(select(Inbox))).all()
    assert [(row.body["text"], row.problem) for row in heard if row.body] == [("xin chao", None)]
