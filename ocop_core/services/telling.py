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
from ocop_core.db.models_accounts import ChatPerson
from ocop_core.services import outbox
from ocop_core.services.accounts import preferences
from ocop_core.services.render import render


async def chat_to_use(session: AsyncSession, person_id: int) -> Chat | None:
    """The reachable chat that a person used last; None where nothing can reach them but a phone call."""
    # Each by its own index: with an OR all chats would be looked through.
    own = select(Chat.id).where(Chat.person_id == person_id)
    shared = select(ChatPerson.chat_id).where(ChatPerson.person_id == person_id)
    # Where an officer speaks for somebody, only a phone call reaches them.
    query = select(Chat).where(Chat.id.in_(own.union(shared)), Chat.channel != outbox.ASSIST, Chat.reachable)
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
    person_id: int | None = None,
) -> bool:
    """Owes `says` to a chat. The choices of the last one can be named by number where no question is at hand.

    `person_id` is for whom it is, in a chat that several share: where another one speaks now, that is said first.
    False: the person wants no messages of this `kind`, and nothing is owed.
    """
    chat = await session.get_one(Chat, chat_id, with_for_update=True)
    person = await session.get_one(Person, person_id or chat.person_id)
    if not await preferences.wants(session, person.id, kind):
        return False
    if person.id != chat.person_id:
        says = [Say("who.for_one", {"name": called(knowledge, person)}), *says]
    before = states.load(chat.state)
    after, last = pushed(before, says[-1])
    if after != before:
        await session.execute(update(Chat).where(Chat.id == chat.id).values(state=states.dump(after)))
    bodies = render([*says[:-1], last], knowledge.words, after.turn, addressed(knowledge, person))
    await outbox.owe(session, chat.id, chat.channel, bodies, at, lane=lane, kind=kind, ref=ref)
    return True


def called(knowledge: Knowledge, person: Person) -> str:
    """How a person is told from others on the same phone: "cô Bảy"; "" where no name is known."""
    given = person.name.split()[-1] if person.name.split() else ""
    return f"{addressed(knowledge, person)} {given}" if given and person.call else person.name


def addressed(knowledge: Knowledge, person: Person) -> str:
    """How a person wants to be addressed."""
    return knowledge.words.say(f"idea_more.call.{person.call}_you" if person.call else "nav.you")
