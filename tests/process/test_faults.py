"""What fails at the worst moment: the database passes, one bad message never stops those behind it."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Parcel
from bot.channels.console import Console
from bot.channels.telegram import Telegram
from bot.deps import Deps
from bot.hooks import hear_update
from bot.relay import Relay
from ocop_core.clock import utc_now
from ocop_core.conversation.world import Knowledge
from ocop_core.db import base
from ocop_core.db.base import Database
from ocop_core.db.faults import passing
from ocop_core.db.models import Inbox, Outbox
from ocop_core.services import talk
from ocop_core.settings import Settings
from tests.process.test_locked import held
from tests.support.making import make_chat, owe

HELLO = json.dumps(
    {
        "update_id": 900_000_001,
        "message": {
            "message_id": 1,
            "date": 1_790_000_000,
            "chat": {"id": 1000, "type": "private"},
            "from": {"id": 1000, "first_name": "Bảy"},
            "text": "xin chào",
        },
    }
).encode()


@pytest.fixture
def deps(db: Database, settings: Settings, knowledge: Knowledge) -> Deps:
    return Deps(db, knowledge, settings, utc_now, {"telegram": Telegram("100:ocop", "http://127.0.0.1:9")})


async def hear(deps: Deps) -> None:
    channel = deps.channels["telegram"]
    assert isinstance(channel, Telegram)
    await hear_update(deps, channel, HELLO)


async def inbox(db: Database) -> list[tuple[str, str | None]]:
    async with db.reading() as session:
        return [(row.message_id, row.problem) for row in (await session.scalars(select(Inbox))).all()]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_comes_while_the_database_is_locked_is_left_to_be_brought_again(
    deps: Deps, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "BUSY_SECONDS", 0.05)
    with held(db.url), pytest.raises((sqlite3.OperationalError, OperationalError)) as caught:
        await hear(deps)
    assert passing(caught.value)
    assert await inbox(db) == []
    await hear(deps)
    assert await inbox(db) == [("u900000001", None)]


async def test_an_update_that_nothing_can_handle_is_kept_and_does_not_come_again(
    deps: Deps, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> bool:
        raise ValueError("broken for ever")

    monkeypatch.setattr(talk, "receive", broken)
    await hear(deps)
    ((key, problem),) = await inbox(db)
    assert key.startswith("x")
    assert problem == "ValueError"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_full_disk_passes_and_a_wrong_statement_does_not(db: Database, tmp_path: Path) -> None:
    with pytest.raises(OperationalError) as wrong:
        async with db.writing() as session:
            await session.execute(text("select no_such_column"))
    assert not passing(wrong.value)
    small = sqlite3.connect(tmp_path / "small.db")
    small.execute("pragma max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError) as full:
        small.executescript("create table a(b); create table c(d);")
    small.close()
    assert passing(full.value)
    assert passing(ConnectionRefusedError())
    assert not passing(ValueError("x"))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_connection_that_the_server_cuts_passes(db: Database) -> None:
    with pytest.raises(Exception, match=".") as cut:
        async with db.writing() as session:
            await session.execute(text("select pg_terminate_backend(pg_backend_pid())"))
            await session.execute(text("select 1"))
    assert passing(cut.value)


async def states(db: Database) -> list[str]:
    async with db.reading() as session:
        return list((await session.scalars(select(Outbox.state).order_by(Outbox.id))).all())


async def test_a_message_whose_body_cannot_be_read_fails_alone(db: Database) -> None:
    chat = await make_chat(db, utc_now())
    first, _ = await owe(db, chat, "một", "hai", at=utc_now())
    async with db.writing() as session:
        await session.execute(update(Outbox).where(Outbox.id == first).values(body='{"of": "another version"}'))
    await Relay(db, Console(), utc_now).drain()
    assert await states(db) == ["failed", "sent"]


def cut_once(db: Database, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The writing door, with the line going dead once, just after the commit."""
    writing = db.writing

    @asynccontextmanager
    async def cut() -> AsyncIterator[AsyncSession]:
        async with writing() as session:
            yield session
        monkeypatch.setattr(db, "writing", writing)
        raise ConnectionResetError("after the commit")

    return cut


async def test_a_claim_whose_commit_was_not_answered_is_found_again_and_sent(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = await make_chat(db, utc_now())
    await owe(db, chat, "một", at=utc_now())
    relay = Relay(db, Console(), utc_now)
    monkeypatch.setattr(db, "writing", cut_once(db, monkeypatch))
    with pytest.raises(ConnectionResetError):
        await relay.drain()
    assert await states(db) == ["sending"]
    await relay.drain()
    assert await states(db) == ["sent"]


class Slow(Console):
    """Prints only when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go, self.begun = asyncio.Event(), 0

    async def send(self, parcel: Parcel) -> str:
        self.begun += 1
        await self.go.wait()
        return await super().send(parcel)


async def test_what_is_on_its_way_is_not_sent_again_because_another_claim_went_wrong(
    db: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    chats = [await make_chat(db, utc_now(), address=address) for address in ("u1", "u2")]
    channel = Slow()
    relay = Relay(db, channel, utc_now)
    running = asyncio.create_task(relay.run())
    await owe(db, chats[0], "một", at=utc_now())
    await until(lambda: channel.begun == 1)
    monkeypatch.setattr(db, "writing", cut_once(db, monkeypatch))
    relay.ring()
    await until(lambda: "after the commit" in caplog.text)
    await owe(db, chats[1], "hai", at=utc_now())
    await until(lambda: channel.begun == 2)
    channel.go.set()
    await relay.stop()
    await running
    assert channel.begun == 2
    assert await states(db) == ["sent", "sent"]


async def until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not fact():
            await asyncio.sleep(0.01)
