"""The doors to the database keep what they promise."""

import asyncio
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from ocop_core.conversation.said import Body
from ocop_core.db.base import Database
from ocop_core.db.hot import INLINE
from ocop_core.db.models import Chat, Inbox, Outbox, Person
from ocop_core.db.queries import insert_once
from ocop_core.services import outbox

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


async def a_person(db: Database, name: str = "0") -> int:
    async with db.writing() as session:
        person = Person(name=name, created_at=AT)
        session.add(person)
        await session.flush()
        return person.id


async def name_of(db: Database, person_id: int) -> str:
    async with db.reading() as session:
        return (await session.get_one(Person, person_id)).name


async def add_one(db: Database, person_id: int) -> None:
    async with db.writing() as session:
        person = await session.get_one(Person, person_id, with_for_update=True)
        count = int(person.name)
        await asyncio.sleep(0)
        person.name = str(count + 1)


async def test_a_hundred_units_that_read_and_then_write_count_to_a_hundred(db: Database) -> None:
    person_id = await a_person(db)
    await asyncio.gather(*(add_one(db, person_id) for _ in range(100)))
    assert await name_of(db, person_id) == "100"


async def test_two_processes_worth_of_units_lose_nothing_either(db: Database) -> None:
    other = Database(db.url)
    person_id = await a_person(db)
    await asyncio.gather(*(add_one(d, person_id) for _ in range(25) for d in (db, other)))
    assert await name_of(db, person_id) == "50"
    await other.close()


async def test_a_unit_that_fails_leaves_no_trace_and_the_next_one_works(db: Database) -> None:
    person_id = await a_person(db)
    with pytest.raises(RuntimeError, match="halfway"):
        async with db.writing() as session:
            (await session.get_one(Person, person_id)).name = "changed"
            await session.flush()
            raise RuntimeError("halfway")
    assert await name_of(db, person_id) == "0"
    await add_one(db, person_id)
    assert await name_of(db, person_id) == "1"


async def test_a_unit_that_is_cancelled_leaves_no_trace_and_no_lock(db: Database) -> None:
    person_id = await a_person(db)
    begun = asyncio.Event()

    async def stuck() -> None:
        async with db.writing() as session:
            (await session.get_one(Person, person_id)).name = "changed"
            await session.flush()
            begun.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(stuck())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.wait_for(add_one(db, person_id), 5)
    assert await name_of(db, person_id) == "1"


async def test_a_unit_that_waits_for_the_writer_and_is_cancelled_holds_nobody_up(db: Database) -> None:
    person_id = await a_person(db)
    async with db.writing() as session:
        await session.get_one(Person, person_id, with_for_update=True)
        waiting = asyncio.create_task(add_one(db, person_id))
        await asyncio.sleep(0.02)
        waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.wait_for(add_one(db, person_id), 5)
    assert await name_of(db, person_id) == "1"


async def test_a_reading_unit_sees_one_state_however_often_it_asks(db: Database) -> None:
    count = select(func.count()).select_from(Person)
    async with db.reading() as session:
        assert await session.scalar(count) == 0
        await a_person(db)
        assert await session.scalar(count) == 0
    async with db.reading() as session:
        assert await session.scalar(count) == 1


async def test_what_a_reading_unit_changes_by_mistake_is_not_kept(db: Database) -> None:
    person_id = await a_person(db)
    async with db.reading() as session:
        (await session.get_one(Person, person_id)).name = "changed"
        await session.flush()
    assert await name_of(db, person_id) == "0"


async def test_readers_do_not_wait_for_a_writer(db: Database) -> None:
    person_id = await a_person(db)
    async with db.writing() as session:
        (await session.get_one(Person, person_id)).name = "changed"
        await session.flush()
        assert await asyncio.wait_for(name_of(db, person_id), 5) == "0"
    assert await name_of(db, person_id) == "changed"


async def test_the_bell_rings_once_after_the_commit_and_only_for_what_is_owed(db: Database) -> None:
    person_id = await a_person(db)
    rings: list[str] = []
    async with db.writing() as session:
        session.add(Chat(channel="console", address="u1", person_id=person_id, created_at=AT))
    db.on_owed(lambda: rings.append("ring"))
    async with db.writing() as session:
        await outbox.owe(session, 1, "console", [Body("k", "một"), Body("k", "hai")], AT)
        await outbox.owe(session, 1, "console", [], AT)
        assert rings == []
    assert rings == ["ring"]
    await add_one(db, person_id)
    with pytest.raises(RuntimeError, match="halfway"):
        async with db.writing() as session:
            await outbox.owe(session, 1, "console", [Body("k", "ba")], AT)
            raise RuntimeError("halfway")
    assert rings == ["ring"]
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Outbox)) == 2


async def test_of_many_that_insert_the_same_key_at_once_one_is_told_that_it_is_new(db: Database) -> None:
    async def hear() -> bool:
        async with db.writing() as session:
            return await insert_once(
                session, Inbox, channel="console", message_id="m1", chat_id=None, body={"kind": "text"}, at=AT
            )

    told = await asyncio.gather(*(hear() for _ in range(20)))
    assert sorted(told) == [False] * 19 + [True]


HOLDER = """
import sqlite3, sys, time
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
c.execute("COMMIT")
"""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_another_process_that_writes_delays_us_but_never_stops_the_loop(db: Database) -> None:
    person_id = await a_person(db)
    path = db.url.removeprefix("sqlite:///")
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, path, "0.5"], stdout=subprocess.PIPE)
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    since = time.monotonic()
    writing = asyncio.create_task(add_one(db, person_id))
    ticks = 0
    while not writing.done():
        await asyncio.sleep(0.005)
        ticks += 1
        if ticks == 5:
            assert await name_of(db, person_id) == "0"
    await writing
    assert time.monotonic() - since >= 0.4
    assert ticks >= 20, "the loop stood still while another process wrote"
    assert await name_of(db, person_id) == "1"
    assert holder.wait(timeout=5) == 0
    holder.stdout.close()


async def test_work_on_most_rows_has_room_and_gives_it_back_whatever_happens(db: Database) -> None:
    usual = await cache_of(db)
    with pytest.raises(RuntimeError, match="in the middle"):
        async with db.roomy():
            assert await cache_of(db) == (4 * usual if db.sqlite else 0)
            raise RuntimeError("in the middle")
    assert await cache_of(db) == usual


async def cache_of(db: Database) -> int:
    """How much of the file the writing door keeps in memory; nothing where that is the server's own matter."""
    async with db.writing() as session:
        line = session.info.get(INLINE)
        return int(line.plain.execute("PRAGMA cache_size").fetchone()[0]) if line else 0
