"""Two copies started by mistake on one database: nobody notices, not even when one of them dies."""

import asyncio
import random

import pytest
from sqlalchemy import func, select, text

from bench.soak_check import Verdict, examine
from bench.soak_house import House
from bench.soak_people import Person
from bot.channels.telegram import Telegram
from bot.deps import Deps
from bot.fakes.telegram_server import TelegramServer
from bot.fetcher import fetch_due
from ocop_core.clock import utc_now
from ocop_core.conversation.heard import FileRef, Heard, Inbound
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Lease, Outbox
from ocop_core.services.talk import receive
from ocop_core.settings import Settings
from tests.process.conftest import Build

SEED = random.randrange(10**6)


def crowd(telegram: TelegramServer, knowledge: Knowledge, first: int, count: int = 6) -> list[Person]:
    return [Person(telegram, knowledge, first + n, random.Random(f"{SEED}:{first + n}")) for n in range(count)]


async def talk(people: list[Person]) -> None:
    """Everybody registers one product."""
    stop = asyncio.Event()
    stop.set()
    async with asyncio.timeout(60):
        await asyncio.gather(*(person.live(stop) for person in people))


async def holder(db: Database, copies: list[House], lease: str) -> House:
    """The copy that has a lease."""
    async with db.reading() as session:
        name = await session.scalar(select(Lease.holder).where(Lease.name == lease))
    return next(copy for copy in copies if f":{copy.pid}:" in str(name))


async def settled(db: Database, telegram: TelegramServer, people: list[Person]) -> Verdict:
    """The verdict when everything has come down."""
    verdict = Verdict()
    for _ in range(30):
        verdict = await examine(db, telegram, people)
        if not any(" is queued" in problem or " is sending" in problem for problem in verdict.problems):
            break
        await asyncio.sleep(0.1)
    return verdict


@pytest.mark.slow
@pytest.mark.parametrize(
    ("database", "command"),
    [("sqlite", "run"), ("sqlite", "worker"), ("postgresql", "run")],
    indirect=["database"],
)
async def test_two_copies_answer_once_and_when_one_dies_the_other_goes_on(
    database: str, db: Database, command: str, telegram: TelegramServer, build: Build, knowledge: Knowledge
) -> None:
    copies = [build(database, telegram.base, command=command) for _ in range(2)]
    for copy in copies:
        copy.launch()
    await asyncio.gather(*(copy.ready() for copy in copies))
    early = crowd(telegram, knowledge, 1000)
    await talk(early)
    verdict = await settled(db, telegram, early)
    assert (verdict.problems, verdict.repeated, verdict.ideas) == ([], 0, len(early)), f"seed {SEED}"

    late = crowd(telegram, knowledge, 2000)
    talking = asyncio.create_task(talk(late))
    before = telegram.ledger.delivered
    while telegram.ledger.delivered < before + 20:
        await asyncio.sleep(0.01)
    victim = await holder(db, copies, "relay:telegram")
    victim.kill()
    await talking
    verdict = await settled(db, telegram, [*early, *late])
    in_flight = sum(copy.doubtful() for copy in copies)
    assert verdict.problems == [], f"seed {SEED}"
    assert verdict.repeated <= in_flight, f"seed {SEED}"
    assert max(wait for person in late for wait in person.waits) < 10
    for copy in copies:
        if copy.running:
            assert await copy.stop() < 5
        assert "Traceback" not in copy.told()


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_second_copy_on_the_same_port_ends_and_says_why(
    database: str, telegram: TelegramServer, build: Build
) -> None:
    first, second = build(database, telegram.base), build(database, telegram.base)
    second.env["PORT"] = first.env["PORT"]
    second.port = first.port
    await first.start()
    second.log = second.log.with_name("second.log")
    with pytest.raises(RuntimeError) as told:
        await second.start()
    assert str(first.port) in str(told.value)
    assert "Traceback" not in str(told.value)
    assert first.running


@pytest.mark.slow
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_when_the_database_server_cuts_every_connection_nothing_is_lost(
    database: str, db: Database, telegram: TelegramServer, build: Build, knowledge: Knowledge
) -> None:
    house = build(database, telegram.base)
    await house.start()
    people = crowd(telegram, knowledge, 1000)
    talking = asyncio.create_task(talk(people))
    for cut in range(1, 6):
        while telegram.ledger.delivered < 14 * cut and not talking.done():
            await asyncio.sleep(0.005)
        async with db.writing() as session:
            others = "datname = current_database() and pid <> pg_backend_pid()"
            await session.execute(text(f"select pg_terminate_backend(pid) from pg_stat_activity where {others}"))
    await talking
    verdict = await settled(db, telegram, people)
    assert verdict.problems == [], f"seed {SEED}\n{house.told()[-2000:]}"
    assert verdict.repeated <= house.doubtful(), f"seed {SEED}"


class Empty(Telegram):
    """A messenger whose files are all empty, and slow enough for two to fetch the same one."""

    async def fetch(self, ref: FileRef) -> bytes:
        await asyncio.sleep(0.1)
        return b""


async def test_a_file_that_both_copies_refuse_is_spoken_of_once(
    db: Database, settings: Settings, knowledge: Knowledge
) -> None:
    other = Database(db.url)
    said = (Inbound("text", "xin chào"), Inbound("text", "đồng ý"), Inbound("photo", files=(FileRef(ref="f1"),)))
    for number, inbound in enumerate(said):
        await receive(db, knowledge, Heard("telegram", "1000", f"u{number}", inbound), utc_now())
    async with db.reading() as session:
        before = await session.scalar(select(func.count()).select_from(Outbox)) or 0
    copies = [Deps(d, knowledge, settings, utc_now, {}) for d in (db, other)]
    channel = Empty("100:ocop", "http://127.0.0.1:9")
    assert all(await asyncio.gather(*(fetch_due(copy, channel) for copy in copies)))
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Outbox)) == before + 1
    await other.close()
