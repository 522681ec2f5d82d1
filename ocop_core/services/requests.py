"""Calls for a person: asked in the chat, settled by an officer by phone or with words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Chat, Person, Request, Staff
from ocop_core.errors import Refused
from ocop_core.services import access, audit, outbox
from ocop_core.services.render import render


async def ask(session: AsyncSession, person_id: int, chat_id: int, answers: dict[str, Any], at: datetime) -> Request:
    """Stores a call for a person; it stays open until an officer has settled it."""
    person = await session.get_one(Person, person_id)
    person.phone = person.phone or answers["phone"]
    person.unit = person.unit or answers["place"]
    request = Request(
        person_id=person_id,
        chat_id=chat_id,
        unit=answers["place"],
        phone=answers["phone"],
        about=answers["about"],
        state="open",
        answer="",
        created_at=at,
    )
    session.add(request)
    await session.flush()
    return request


async def listed(
    session: AsyncSession, staff: Staff, *, state: str = "open", before_id: int | None = None, limit: int = 25
) -> Sequence[Request]:
    """Calls of the officer's territory; open ones oldest first, settled ones newest first."""
    query = select(Request).where(Request.state == state)
    units = access.units_of(staff)
    if units is not None:
        query = query.where(Request.unit.in_(units))
    if state == "open":
        query = query.where(Request.id > (before_id or 0)).order_by(Request.id)
    else:
        query = query.where(Request.id < before_id) if before_id else query
        query = query.order_by(Request.id.desc())
    return (await session.scalars(query.limit(limit))).all()


async def open_count(session: AsyncSession, staff: Staff) -> tuple[int, datetime | None]:
    """How many calls wait in the officer's territory, and since when the longest."""
    query = select(func.count(), func.min(Request.created_at)).where(Request.state == "open")
    units = access.units_of(staff)
    if units is not None:
        query = query.where(Request.unit.in_(units))
    count, oldest = (await session.execute(query)).one()
    return count, oldest


async def settle(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, request_id: int, answer: str, at: datetime
) -> Request:
    """Settles a call; words, if any, reach the producer's chat. Raises Refused."""
    request = await access.request(session, staff, request_id)
    if request.state != "open":
        raise Refused("officer.already_settled")
    request.state, request.answer = "settled", answer.strip()[:1500]
    request.staff_id, request.settled_at = staff.id, at
    await audit.note(session, staff.id, "request.settled", f"request:{request.id}", at)
    if request.answer:
        await _tell(session, knowledge, staff, request, at)
    return request


async def _tell(session: AsyncSession, knowledge: Knowledge, staff: Staff, request: Request, at: datetime) -> None:
    chat = await session.get_one(Chat, request.chat_id)
    person = await session.get_one(Person, request.person_id)
    words = knowledge.words
    you = words.say(f"idea_more.call.{person.call}_you" if person.call else "nav.you")
    say = Say("officer.told", {"about": request.about[:120], "words": request.answer, "officer": staff.name})
    bodies = render([say], words, 0, you)
    await outbox.owe(
        session,
        chat.id,
        chat.channel,
        bodies,
        at,
        lane=outbox.NOTICE,
        kind="notice",
        ref=f"request:{request.id}",
    )
