"""Statements that every message needs do the same with and without SQLAlchemy's machinery."""

import asyncio
import sqlite3
import sys
from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from ocop_core.db import checkpoints, ledger, queries
from ocop_core.db.base import Database
from ocop_core.db.hot import Hot
from ocop_core.db.models import Chat, Inbox, Outbox, Person

AT = datetime(2026, 11, 23, 2, 0, 0, 123457, tzinfo=UTC)
ADD = Hot(insert(Person.__table__).returning(Person.__table__.c.id), columns=("name", "call", "created_at"))
READ = Hot(select(Person.id, Person.name, Person.created_at, Person.phone).order_by(Person.name))
NAMED = Hot(select(Person.id, Person.created_at).where(Person.name == bindparam("name")))
RENAME = Hot(
    update(Person.__table__).where(Person.__table__.c.name == bindparam("old")).values(name=bindparam("new"), call="")
)


async def test_rows_have_names_and_the_columns_own_types(db: Database) -> None:
    async with db.writing() as session:
        added = await ADD.first(session, {"name": "Năm", "call": "", "created_at": AT})
        row = await NAMED.first(session, {"name": "Năm"})
        assert (row.id, row.created_at) == (added.id, AT)
        assert await NAMED.first(session, {"name": "Sáu"}) is None
    async with db.reading() as session:
        assert [(r.name, r.created_at, r.phone) for r in await READ.all(session, {})] == [("Năm", AT, None)]


async def test_it_says_how_many_rows_it_touched(db: Database) -> None:
    async with db.writing() as session:
        await ADD.run_each(session, [{"name": name, "call": "x", "created_at": AT} for name in ("a", "a", "b")])
        assert await RENAME.run(session, {"old": "a", "new": "c"}) == 2
        assert await RENAME.run(session, {"old": "a", "new": "d"}) == 0
        assert [(r.name) for r in await READ.all(session, {})] == ["b", "c", "c"]


async def test_what_was_changed_on_objects_is_seen(db: Database) -> None:
    async with db.writing() as session:
        session.add(Person(name="new", created_at=AT))
        row = await NAMED.first(session, {"name": "new"})
        person = await session.get_one(Person, row.id)
        person.name = "other"
        assert await NAMED.first(session, {"name": "new"}) is None
        assert (await NAMED.first(session, {"name": "other"})).id == person.id


async def test_it_lives_and_dies_with_the_unit(db: Database) -> None:
    with pytest.raises(RuntimeError, match="halfway"):
        async with db.writing() as session:
            await ADD.first(session, {"name": "gone", "call": "", "created_at": AT})
            session.add(Person(name="gone as well", created_at=AT))
            await session.flush()
            raise RuntimeError("halfway")
    async with db.writing() as session:
        session.add(Person(name="stays", created_at=AT))
        await ADD.first(session, {"name": "stays too", "call": "", "created_at": AT})
    async with db.reading() as session:
        assert [r.name for r in await READ.all(session, {})] == ["stays", "stays too"]


async def test_a_statement_that_fails_takes_the_whole_unit_with_it(db: Database) -> None:
    with pytest.raises((sqlite3.IntegrityError, DBAPIError)):
        async with db.writing() as session:
            session.add(Person(name="before", created_at=AT))
            await ledger.owe(session, [_owed(chat_id=999)])
            await session.flush()
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Person)) == 0


async def test_a_naive_moment_is_refused_here_too(db: Database) -> None:
    with pytest.raises(Exception, match="time zone"):
        async with db.writing() as session:
            await ADD.first(session, {"name": "x", "call": "", "created_at": datetime(2026, 1, 1)})  # noqa: DTZ001


async def test_a_message_is_recorded_once_with_its_json(db: Database) -> None:
    body = {"kind": "text", "text": "khô cá lóc 🐟"}
    async with db.writing() as session:
        await queries.new_chat(session, "console", "u1", "Năm", AT)
        chat = await queries.chat_row(session, "console", "u1")
        assert await queries.heard_once(session, "console", "m1", chat.id, body, AT)
        assert not await queries.heard_once(session, "console", "m1", chat.id, {"kind": "text"}, AT)
    async with db.reading() as session:
        kept = (await session.scalars(select(Inbox))).one()
        assert (kept.body, kept.at, kept.chat_id) == (body, AT, chat.id)


async def test_a_stored_state_brings_the_chat_back_into_reach(db: Database) -> None:
    async with db.writing() as session:
        await queries.new_chat(session, "console", "u1", "Năm", AT)
        chat = await queries.chat_row(session, "console", "u1")
        await session.execute(update(Chat).values(reachable=False))
        await queries.store_state(session, chat.id, '{"turn":1}', AT)
    async with db.reading() as session:
        row = await queries.chat_row(session, "console", "u1")
        assert (row.state, row.reachable) == ('{"turn":1}', True)


async def test_what_is_owed_is_due_marked_and_settled(db: Database) -> None:
    async with db.writing() as session:
        await queries.new_chat(session, "console", "u1", "Năm", AT)
        chat = await queries.chat_row(session, "console", "u1")
        await ledger.owe(session, [_owed(chat_id=chat.id, body="một"), _owed(chat_id=chat.id, body="hai")])
        due = await ledger.due(session, "console", AT, (0, 1), 10, None)
        assert [(r.body, r.address, r.reachable) for r in due] == [("một", "u1", True), ("hai", "u1", True)]
        assert len(await ledger.due(session, "console", AT, (0, 1), 1, "u1")) == 1
        assert await ledger.due(session, "console", AT, (0, 1), 10, "u2") == []
        assert await ledger.due(session, "console", AT, (2, 9), 10, None) == []
        await ledger.mark_sending(session, [due[0].id], AT)
        assert await ledger.due(session, "console", AT, (0, 1), 10, None) == []
        await ledger.mark_sent(session, [(due[0].id, "77")], AT)
        await ledger.mark_failed(session, [due[1].id], "why", AT)
    async with db.reading() as session:
        rows = (await session.scalars(select(Outbox).order_by(Outbox.id))).all()
    assert [(r.state, r.external_id, r.reason, r.attempts) for r in rows] == [
        ("sent", "77", None, 1),
        ("failed", None, "why", 0),
    ]
    assert rows[0].settled_at == AT and rows[0].lease_until is None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_log_is_carried_into_the_file_after_enough_commits(db: Database) -> None:
    path = db.url.removeprefix("sqlite:///")
    carried = asyncio.create_task(_in_the_file(path, "SELECT count(*) FROM person", checkpoints.COMMITS))
    async with asyncio.timeout(60):
        # One that is still under way on a slow disk is not begun a second time: the next commits do it.
        while not carried.done():
            async with db.writing() as session:
                await ADD.first(session, {"name": "a", "call": "", "created_at": AT})
            await asyncio.sleep(0)
    carried.result()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_a_killed_process_left_in_the_log_is_carried_over_by_the_next(db: Database) -> None:
    path = db.url.removeprefix("sqlite:///")
    killed = "import os, sqlite3 as s, sys; c = s.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit(); os._exit(9)"
    before = "INSERT INTO person (name, call, created_at) VALUES ('trước', '', 0)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", killed, path, before)
    assert await process.wait() == 9
    async with db.writing() as session:
        await ADD.first(session, {"name": "sau", "call": "", "created_at": AT})
    await asyncio.wait_for(_in_the_file(path, "SELECT count(*) FROM person WHERE name = 'trước'", 1), 60)


async def _in_the_file(path: str, query: str, most: int) -> None:
    """Waits until the file alone, without its write-ahead log, holds as many."""
    while True:
        alone = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
        count = alone.execute(query).fetchone()[0]
        alone.close()
        if count >= most:
            return
        await asyncio.sleep(0.02)


def _owed(**values: object) -> dict[str, object]:
    owed = {"channel": "console", "lane": 0, "kind": "reply", "state": "queued", "ref": None, "attempts": 0}
    return {**owed, "body": "x", "created_at": AT, **values}
