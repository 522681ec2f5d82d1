"""What the chat knows of somebody who talks with an officer: their ideas, and what was said before the talk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db import ledger
from ocop_core.db.models import Idea, Inbox, Outbox, Person, Staff
from ocop_core.db.models_threads import Thread
from ocop_core.services import access, render

LINES = 10
IDEAS = 10


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line of the chat with the assistant."""

    at: datetime
    by_producer: bool
    text: str


@dataclass(frozen=True, slots=True)
class Background:
    """Who it is, what they have handed in within the officer's territory, the last lines before the talk."""

    person: Person
    ideas: Sequence[Idea]
    spoken: Sequence[Spoken]


async def of(session: AsyncSession, staff: Staff, thread: Thread) -> Background:
    """What an officer may see beside a talk. Ideas of other communes stay theirs."""
    query = select(Idea).where(Idea.person_id == thread.person_id).order_by(Idea.id.desc()).limit(IDEAS)
    units = access.units_of(staff)
    if units is not None:
        query = query.where(Idea.unit.in_(units))
    ideas = (await session.scalars(query)).all()
    return Background(await session.get_one(Person, thread.person_id), ideas, await _spoken(session, thread))


async def _spoken(session: AsyncSession, thread: Thread) -> list[Spoken]:
    """The last lines of both sides up to the moment in which the talk was begun, oldest first."""
    heard = select(Inbox).where(Inbox.chat_id == thread.chat_id, Inbox.at <= thread.opened_at, Inbox.body.is_not(None))
    said = ledger.said().where(
        Outbox.chat_id == thread.chat_id, Outbox.created_at <= thread.opened_at, Outbox.body != ""
    )
    found = [
        (row.at, 0, row.id, str((row.body or {}).get("text", "")))
        for row in (await session.scalars(heard.order_by(Inbox.id.desc()).limit(LINES))).all()
    ]
    found += [
        (row.created_at, 1, row.id, render.load(row.body).text)
        for row in (await session.execute(said.order_by(Outbox.id.desc()).limit(LINES))).all()
    ]
    # What was answered carries the moment of what was said; the person's words come first.
    lines = [Spoken(at, not side, text) for at, side, _, text in sorted(found) if text]
    return lines[-LINES:]
