"""Làm hộ: an officer holds the conversation for a producer without a phone of their own; everything says so."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Chat, Person, Staff
from ocop_core.db.models_accounts import AssistedChat
from ocop_core.errors import Refused
from ocop_core.services import access, audit, outbox
from ocop_core.services.accounts import phones
from ocop_core.services.render import render
from ocop_core.text import parse_phone, tidy

CHANNEL = outbox.ASSIST
LONGEST_NAME = 80
SHOWN = 50


async def begin(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, name: str, phone: str, unit: str, at: datetime
) -> Chat:
    """Opens an account for somebody who has agreed before the officer. Raises Refused(assist.…).

    Somebody of that commune with this number who is helped already is helped on, and not doubled.
    """
    name, national = " ".join(tidy(name).split()), parse_phone(phone) if phone.strip() else None
    if not name or len(name) > LONGEST_NAME:
        raise Refused("assist.no_name", limit=LONGEST_NAME)
    if phone.strip() and national is None:
        raise Refused("assist.no_phone")
    if not access.may(staff, unit):
        raise Refused("assist.no_unit")
    known = await _known(session, name, national, unit)
    return known or await _new(session, knowledge, staff, name, national, unit, at)


async def _known(session: AsyncSession, name: str, phone: str | None, unit: str) -> Chat | None:
    query = select(Chat).join(AssistedChat, AssistedChat.chat_id == Chat.id).join(Person, Person.id == Chat.person_id)
    found: Chat | None = await session.scalar(
        query.where(AssistedChat.unit == unit, Person.phone == phone, Person.name == name).limit(1)
    )
    return found


async def _new(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, name: str, phone: str | None, unit: str, at: datetime
) -> Chat:
    person = Person(name=name, phone=phone, unit=unit, call="", consented_at=at, created_at=at)
    session.add(person)
    await session.flush()
    chat = Chat(channel=CHANNEL, address=f"p{person.id}", person_id=person.id, state="", created_at=at, heard_at=at)
    session.add(chat)
    await session.flush()
    session.add(AssistedChat(chat_id=chat.id, staff_id=staff.id, unit=unit, since=at))
    if phone:
        await phones.confirm(session, person.id, phone, "officer", at, staff_id=staff.id)
    await audit.note(session, staff.id, "assist.begun", f"person:{person.id}", at, consent="before the officer")
    hello = render([Say("assist.hello")], knowledge.words, 0, knowledge.words.say("nav.you"))
    await outbox.owe(session, chat.id, CHANNEL, hello, at)
    return chat


async def listed(session: AsyncSession, staff: Staff) -> Sequence[tuple[Chat, Person, Staff]]:
    """Who is helped in the officer's territory, the one spoken for last first."""
    query = (
        select(Chat, Person, Staff)
        .join(AssistedChat, AssistedChat.chat_id == Chat.id)
        .join(Person, Person.id == Chat.person_id)
        .join(Staff, Staff.id == AssistedChat.staff_id)
        .order_by(Chat.heard_at.desc(), Chat.id.desc())
        .limit(SHOWN)
    )
    units = access.units_of(staff)
    if units is not None:
        query = query.where(AssistedChat.unit.in_(units))
    return [(chat, person, helper) for chat, person, helper in (await session.execute(query)).all()]


async def helpers(session: AsyncSession, chat_ids: Iterable[int]) -> dict[int, str]:
    """The officers who speak in these chats, by chat; a chat that the producer holds is not among them."""
    query = select(AssistedChat.chat_id, Staff.name).join(Staff, Staff.id == AssistedChat.staff_id)
    found = await session.execute(query.where(AssistedChat.chat_id.in_(set(chat_ids))))
    return {chat_id: name for chat_id, name in found.all()}
