"""Invented talks with officers: some wait, some are answered, some closed; and a few canned answers."""

import tomllib
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.effects import PassOn
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, Person, Staff
from ocop_core.services.inbox import canned, officer_acts, threads

ASKED = timedelta(hours=3)


@cache
def _parts() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "talks.toml").read_text("utf-8"))


async def add_canned(session: AsyncSession, staff: Staff, at: datetime) -> None:
    """Answers for the whole province."""
    for each in _parts()["canned"]:
        await canned.add(session, staff, each["title"], each["text"], at)


async def tell_talk(
    db: Database,
    knowledge: Knowledge,
    officer: Staff,
    number: int,
    where: tuple[int, str],
    photos: Sequence[int],
    at: datetime,
) -> None:
    """One talk, by the same services as a real one. `where` is the chat and the commune."""
    talk = _parts()["talk"][number % len(_parts()["talk"])]
    chat_id, unit = where
    at += ASKED
    async with db.writing() as session:
        chat = await session.get_one(Chat, chat_id)
        person = await session.get_one(Person, chat.person_id)
        answers = {"about": talk["about"], "place": unit, "phone": person.phone}
        thread = await threads.begin(session, chat.person_id, chat_id, answers, at)
        if "more" in talk:
            said = PassOn("", talk["more"], tuple(photos) if "photo" in talk else ())
            await threads.pass_on(session, chat_id, said, at + timedelta(minutes=2))
    await _attend(db, knowledge, officer, thread.id, talk, at + timedelta(hours=1))
    if "after" in talk:
        async with db.writing() as session:
            await threads.pass_on(session, chat_id, PassOn("", talk["after"]), at + timedelta(hours=2))


async def _attend(
    db: Database, knowledge: Knowledge, officer: Staff, thread_id: int, talk: dict[str, Any], at: datetime
) -> None:
    async with db.writing() as session:
        if "answer" in talk:
            await officer_acts.answer(session, knowledge, officer, thread_id, talk["answer"], 0, at)
        if "called" in talk:
            await officer_acts.called(session, officer, thread_id, talk["called"], 0, at)
        if "closed" in talk:
            await officer_acts.close(session, knowledge, officer, thread_id, at + timedelta(minutes=5))
