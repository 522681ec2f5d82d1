"""Those who share a chat: who they are, and who speaks in it now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.who import Who
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Chat, Person
from ocop_core.db.models_accounts import ChatPerson
from ocop_core.db.queries import insert_once
from ocop_core.services import audit
from ocop_core.services.asker import Asker
from ocop_core.services.telling import addressed, called


async def look(session: AsyncSession, asker: Asker, about: str) -> Sequence[Who]:
    """The persons of a chat: those who share it and the one who speaks now, in the order they came."""
    query = select(Person, ChatPerson.state).join(ChatPerson, ChatPerson.person_id == Person.id)
    rows = (await session.execute(query.where(ChatPerson.chat_id == asker.chat_id).order_by(ChatPerson.since))).all()
    if not rows:
        return (_who(asker.knowledge, await session.get_one(Person, asker.person_id), asker, ""),)
    return [_who(asker.knowledge, person, asker, state) for person, state in rows]


def _who(knowledge: Knowledge, person: Person, asker: Asker, state: str) -> Who:
    return Who(
        person.id,
        called(knowledge, person),
        person.id == asker.person_id,
        person.consented_at is not None,
        addressed(knowledge, person),
        person.phone,
        state,
    )


async def switch(session: AsyncSession, chat_id: int, person_id: int, to: int, kept: str, at: datetime) -> None:
    """Another of those who share the chat speaks now; `kept` is where the one before stopped."""
    shares = await session.get(ChatPerson, (chat_id, to))
    if shares is None:
        return
    await _put_away(session, chat_id, person_id, kept, at)
    await session.execute(update(Chat).where(Chat.id == chat_id).values(person_id=to))
    await audit.note(session, None, "chat.switched", f"chat:{chat_id}", at, to=to)


async def add(session: AsyncSession, chat_id: int, person_id: int, kept: str, at: datetime) -> int:
    """Somebody new speaks in this chat; nothing is known of them, and they have agreed to nothing yet."""
    await _put_away(session, chat_id, person_id, kept, at)
    person = Person(name="", call="", created_at=at)
    session.add(person)
    await session.flush()
    session.add(ChatPerson(chat_id=chat_id, person_id=person.id, state="", since=at))
    await session.execute(update(Chat).where(Chat.id == chat_id).values(person_id=person.id))
    await audit.note(session, None, "chat.shared", f"chat:{chat_id}", at, person=person.id)
    return person.id


async def _put_away(session: AsyncSession, chat_id: int, person_id: int, kept: str, at: datetime) -> None:
    await insert_once(session, ChatPerson, chat_id=chat_id, person_id=person_id, state="", since=at)
    row = await session.get_one(ChatPerson, (chat_id, person_id))
    row.state = kept
    await session.flush()
