"""Tells officers something in the chat they joined; who has joined none finds it in the panel."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Chat, Staff
from ocop_core.db.models_accounts import StaffChat
from ocop_core.services import outbox, telling


async def chats(session: AsyncSession) -> Mapping[int, Chat]:
    """The reachable chat of every active officer who has one, by officer; of several the one joined last."""
    query = (
        select(StaffChat.staff_id, Chat)
        .join(Chat, Chat.id == StaffChat.chat_id)
        .join(Staff, Staff.id == StaffChat.staff_id)
        .where(Chat.reachable, Staff.active)
        .order_by(StaffChat.since)
    )
    return {staff_id: chat for staff_id, chat in (await session.execute(query)).all()}


async def tell(
    session: AsyncSession, knowledge: Knowledge, chat: Chat, says: Sequence[Say], at: datetime, ref: str
) -> None:
    """Owes `says` to an officer's chat."""
    you = knowledge.words.say("staff_chat.you")
    addressed = [Say(say.key, {"you": you, "You": you.capitalize(), **say.params}, say.choices) for say in says]
    await telling.tell(session, knowledge, chat.id, addressed, at, lane=outbox.NOTICE, kind="staff", ref=ref)
