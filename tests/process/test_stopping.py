"""SIGTERM: the program ends in time, says nothing twice, and leaves nothing whose fate it knows unsaid."""

import asyncio
import random
from contextlib import suppress

import aiohttp
import pytest
from sqlalchemy import func, select

from bench.soak_check import examine
from bench.soak_people import Person
from bot.fakes.telegram_server import TelegramServer
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Outbox
from tests.process.conftest import Build

SEED = random.randrange(10**6)


async def count(db: Database, state: str) -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(Outbox).where(Outbox.state == state)) or 0


@pytest.mark.slow
async def test_a_stop_in_full_traffic_leaves_nothing_in_flight_and_repeats_nothing(
    database: str, db: Database, telegram: TelegramServer, build: Build, knowledge: Knowledge
) -> None:
    chance, stop = random.Random(SEED), asyncio.Event()
    people = [Person(telegram, knowledge, 1000 + n, random.Random(f"{SEED}:{n}")) for n in range(8)]
    talks = [asyncio.create_task(person.live(stop)) for person in people]
    house = build(database, telegram.base)
    for _ in range(2):
        await house.start()
        goal = telegram.ledger.delivered + chance.randint(10, 60)
        while telegram.ledger.delivered < goal:
            await asyncio.sleep(0.001)
        assert await house.stop() < 5
        assert await count(db, "sending") == 0
    stop.set()
    await house.start()
    async with asyncio.timeout(60):
        await asyncio.gather(*talks)
    assert await house.stop() < 5
    verdict = await examine(db, telegram, people)
    assert (verdict.problems, verdict.repeated) == ([], 0), f"seed {SEED}"
    assert house.doubtful() == 0
    assert "Traceback" not in house.told()


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_stop_does_not_wait_for_a_messenger_that_hangs_nor_for_open_pages(
    database: str, db: Database, telegram: TelegramServer, build: Build
) -> None:
    house = build(database, telegram.base)
    await house.start()
    async with aiohttp.ClientSession(house.base) as browser:
        await (await browser.get("/chat")).read()
        page = await browser.get("/chat/stream")
        reading = asyncio.create_task(page.read())
        telegram.fail("hang", prefix="sendMessage", seconds=60)
        await telegram.say(1000, "xin chao")
        await telegram.wait_for(1)
        assert await count(db, "sending") == 1
        assert await house.stop() < 5
        with suppress(aiohttp.ClientError):
            await asyncio.wait_for(reading, 5)
    assert (await count(db, "sending"), await count(db, "queued")) == (0, 1)
    await house.start()
    await telegram.wait_for(2)
    await asyncio.sleep(0.7)
    assert len({sent.text for sent in telegram.sent}) == 1
    assert telegram.ledger.delivered == 2, "what was perhaps delivered is sent once more, and no more than that"
    assert await count(db, "sent") == 1
