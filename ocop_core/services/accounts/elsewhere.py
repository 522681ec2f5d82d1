"""What a person has begun in their other chats, and how it leaves them for the one in which it goes on."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation import state as states
from ocop_core.conversation.elsewhere import Elsewhere
from ocop_core.conversation.moves import leave, park
from ocop_core.conversation.where import sound
from ocop_core.conversation.world import World
from ocop_core.db.models import Chat
from ocop_core.services.asker import Asker


async def look(session: AsyncSession, asker: Asker, about: str) -> Sequence[Elsewhere]:
    """The other chats of the person, the one used last first, with everything unfinished in them."""
    query = select(Chat).where(Chat.person_id == asker.person_id, Chat.id != asker.chat_id, Chat.state != "")
    rows = (await session.scalars(query.order_by(Chat.heard_at.desc()))).all()
    world = World(asker.knowledge, asker.at)
    return [Elsewhere(row.id, row.channel, park(sound(states.load(row.state), world), world).drafts) for row in rows]


async def take(session: AsyncSession, person_id: int, chat_id: int) -> None:
    """Nothing is left unfinished in that chat: it goes on in another one of the same person."""
    row = await session.get(Chat, chat_id, with_for_update=True)
    if row is None or row.person_id != person_id:
        return
    rest = leave(states.load(row.state)).with_(drafts=(), offer=())
    await session.execute(update(Chat).where(Chat.id == chat_id).values(state=states.dump(rest)))
