"""Tells a producer something unasked: in the chat they used last, without disturbing a question at hand."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation import state as states
from ocop_core.conversation.pushed import pushed
from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Chat, Person
from ocop_core.services import outbox
from ocop_core.services.render import render


async def chat_to_use(session: AsyncSession, person_id: int) -> Chat | None:
    """The reachable chat that a person used last; None where nothing can reach them but a phone call."""
    query = select(Chat).where(Chat.person_id == person_id, Chat.reachable)
    found: Chat | None = await session.scalar(
        query.order_by(Chat.heard_at.desc().nulls_last(), Chat.id.desc()).limit(1)
    )
    return found


async def tell(
    session: AsyncSession,
    knowledge: Knowledge,
    chat_id: int,
    says: Sequence[Say],
    at: datetime,
    *,
    lane: int = outbox.NOTICE,
    kind: str = "notice",
    ref: str | None = None,
) -> None:
    """Owes `says` to a chat. The choices of the last one can be named by number where no question is at hand."""
    chat = await session.get_one(Chat, chat_id, with_for_update=True)
    person = await session.get_one(Person, chat.person_id)
    before = states.load(chat.state)
    after, last = pushed(before, says[-1])
    if after != before:
        await session.execute(update(Chat).where(Chat.id == chat.id).values(state=states.dump(after)))
    bodies = render([*says[:-1], last], knowledge.words, after.turn, addressed(knowledge, person))
    await outbox.owe(session, chat.id, chat.channel, bodies, at, lane=lane, kind=kind, ref=ref)


def addressed(knowledge: Knowledge, person: Person) -> str:
    """How a person wants to be addressed."""
    return knowledge.words.say(f"idea_more.call.{person.call}_you" if person.call else "nav.you")
