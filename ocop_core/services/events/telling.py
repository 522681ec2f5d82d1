"""Tells those who are registered what they are still to be told: by day only, each in a transaction of its own."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import VIETNAM, local_day
from ocop_core.conversation.events.saying import REMINDERS, told
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat
from ocop_core.db.models_events import Event, EventNotice, Registration
from ocop_core.rulebook.quiet_hours import is_quiet
from ocop_core.services import outbox, telling
from ocop_core.services.events import owing, places
from ocop_core.services.events.chat import view
from ocop_core.services.files import shared

AT_ONCE = 200
ANSWER_BY = 17


async def tell_due(db: Database, knowledge: Knowledge, at: datetime) -> int:
    """Tells everything that is owed, unless it is night; to how many."""
    if is_quiet(at):
        return 0
    async with db.reading() as session:
        numbers = (await session.scalars(owed().order_by(EventNotice.id).limit(AT_ONCE))).all()
    for number in numbers:
        async with db.writing() as session:
            await _tell(session, knowledge, number, at)
    return len(numbers)


def owed() -> Select[int]:
    """What is still to be told."""
    return select(EventNotice.id).where(EventNotice.state == "owed")


async def _tell(session: AsyncSession, knowledge: Knowledge, number: int, at: datetime) -> None:
    chat = await _chat(session, number)
    notice = await session.get(EventNotice, number, with_for_update=True, populate_existing=True)
    if notice is None or notice.state != "owed":
        return
    row = await session.get_one(Registration, notice.registration_id, with_for_update=True, populate_existing=True)
    event = await session.get_one(Event, row.event_id)
    if not _still_true(notice, row, event, at):
        notice.state = "void"
        if notice.kind == "offered" and row.state == "offered":
            # It fell free at night and is told too late: they are in line again, and hear so when it begins.
            row.state, row.changed_at = "waiting", at
        return
    if notice.kind == "offered":
        row.offered_until = answer_by(event, at)
        await session.flush()
    notice.state, notice.told_at = ("told" if chat else "unreached"), at
    if chat is None or row.person_id is None:
        return
    seen = await view(session, event, row.person_id, at)
    handout = shared.number_of(event.handout)
    say = told(notice.kind, seen, knowledge.words, {**(notice.detail or {}), "materials": event.materials}, handout)
    kind = "reminder" if notice.kind in REMINDERS else "event"
    how: dict[str, Any] = {"lane": outbox.NOTICE, "kind": kind, "ref": f"event:{event.id}", "person_id": row.person_id}
    if not await telling.tell(session, knowledge, chat.id, [say], at, **how):
        notice.state = "void"


async def _chat(session: AsyncSession, number: int) -> Chat | None:
    """Where to tell it. Like a message of the producer: first the chat, then the rest, or both would wait."""
    query = select(Registration.person_id).join(EventNotice, EventNotice.registration_id == Registration.id)
    person_id = await session.scalar(query.where(EventNotice.id == number))
    chat = await telling.chat_to_use(session, person_id) if person_id is not None else None
    return await session.get(Chat, chat.id, with_for_update=True, populate_existing=True) if chat else None


def _still_true(notice: EventNotice, row: Registration, event: Event, at: datetime) -> bool:
    """Whether it is still worth telling, now that it is said."""
    if notice.kind == "offered":
        return row.state == "offered" and places.can_be_offered(event, at)
    if notice.kind in REMINDERS:
        return row.state == "going" and event.starts_at > at and event.state in ("open", "closed")
    if notice.kind in ("signed_up", "signed_off"):
        comes = row.state in ("going", "waiting", "offered")
        return comes == (notice.kind == "signed_up") and event.state in ("open", "closed") and event.starts_at > at
    if notice.kind == "unplaced":
        return row.state == "waiting"
    if notice.kind == "changed":
        return event.state in ("open", "closed") and row.state in owing.CONCERNED
    return True


def answer_by(event: Event, at: datetime) -> datetime:
    """Until when a place is kept: five in the afternoon of the next day.

    Never longer than half of the time that is left, so that the next in line can still have it.
    """
    tomorrow = local_day(at) + timedelta(days=1)
    evening = datetime(tomorrow.year, tomorrow.month, tomorrow.day, ANSWER_BY, tzinfo=VIETNAM)
    half = at + (event.starts_at - at) / 2
    return min(evening, half.replace(second=0, microsecond=0))
