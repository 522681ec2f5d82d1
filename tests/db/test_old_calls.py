"""Calls for a person, as they were kept first, become talks with all that was said."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import select, text

from ocop_core.db import migrating
from ocop_core.db.base import Database
from ocop_core.db.models_threads import Thread, ThreadLine
from ocop_core.services.inbox import threads
from tests.support.clock import Clock
from tests.support.making import make_chat, make_officer

CALL = text(
    "INSERT INTO request (id, person_id, chat_id, unit, phone, about, state, answer, staff_id, created_at, settled_at)"
    " VALUES (:id, :person, :chat, '30538', '0912345678', :about, :state, :answer, :staff, :asked, :settled)"
)


async def to(db: Database, revision: str) -> None:
    """Migrates down or up to a revision."""

    def move(connection: Any) -> None:
        config = migrating._config()
        config.attributes["connection"] = connection
        (command.downgrade if revision == "0001" else command.upgrade)(config, revision)

    async with db.writing() as session:
        await (await session.connection()).run_sync(move)


@pytest.fixture
async def calls(db: Database, clock: Clock) -> dict[str, datetime]:
    """Three calls in a database of before: one waits, one was answered, one was settled by telephone."""
    chat, lan = await make_chat(db, clock()), await make_officer(db, clock())
    await to(db, "0001")
    asked, settled = clock(), clock() + timedelta(hours=2)
    rows = (
        (3, "hỏi về bao bì", "open", "", None, None),
        (5, "hỏi về nhãn", "settled", "Dạ mời ra xã", lan.id, settled),
        (8, "xin gọi lại", "settled", "", lan.id, settled),
    )
    from ocop_core.db.types import Moment

    moment = Moment()
    async with db.writing() as session:
        dialect = session.get_bind().dialect
        for number, about, state, answer, staff, at in rows:
            values = {"id": number, "person": chat.person_id, "chat": chat.id, "about": about, "state": state}
            values |= {"answer": answer, "staff": staff, "asked": moment.process_bind_param(asked, dialect)}
            values |= {"settled": moment.process_bind_param(at, dialect)}
            await session.execute(CALL, values)
    return {"asked": asked, "settled": settled}


async def test_calls_become_talks_under_their_old_numbers(
    db: Database, calls: dict[str, datetime], tmp_path: Path
) -> None:
    await to(db, "head")
    async with db.reading() as session:
        talks = {each.id: each for each in (await session.scalars(select(Thread))).all()}
        lines = (await session.scalars(select(ThreadLine).order_by(ThreadLine.id))).all()
    assert {number: (each.state, each.about) for number, each in talks.items()} == {
        3: ("open", "hỏi về bao bì"),
        5: ("closed", "hỏi về nhãn"),
        8: ("closed", "xin gọi lại"),
    }
    assert (talks[3].waiting_since, talks[3].last_at) == (calls["asked"], calls["asked"])
    assert (talks[5].waiting_since, talks[5].last_at, talks[5].closed_at) == (None, calls["settled"], calls["settled"])
    assert [(line.thread_id, line.act, line.text) for line in lines if line.staff_id] == [
        (5, "said", "Dạ mời ra xã"),
        (8, "called", ""),
    ]
    assert [line.thread_id for line in lines if line.staff_id is None] == [3, 5, 8]


async def test_new_talks_get_new_numbers(db: Database, calls: dict[str, datetime], clock: Clock) -> None:
    await to(db, "head")
    chat = await make_chat(db, clock(), address="u2")
    async with db.writing() as session:
        answers = {"about": "hỏi", "place": "30538", "phone": "0912345678"}
        assert (await threads.begin(session, chat.person_id, chat.id, answers, clock())).id == 9


async def test_and_back_again(db: Database, calls: dict[str, datetime]) -> None:
    await to(db, "head")
    await to(db, "0001")
    async with db.reading() as session:
        rows = (await session.execute(text("SELECT id, state, about, answer FROM request ORDER BY id"))).all()
    assert [tuple(row) for row in rows] == [
        (3, "open", "hỏi về bao bì", ""),
        (5, "settled", "hỏi về nhãn", "Dạ mời ra xã"),
        (8, "settled", "xin gọi lại", ""),
    ]
