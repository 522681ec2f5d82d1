"""Tells the operators, in their own chats, that the clockwork has fallen silent."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import show_moment
from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Staff
from ocop_core.services import leases
from ocop_core.services.staff import staff_telling

ALARM = "alarm:clock"
# Once is heard; after a night of silence it may be said again.
AGAIN = timedelta(hours=6)


async def silent(session: AsyncSession, knowledge: Knowledge, since: datetime | None, at: datetime, holder: str) -> int:
    """One message to every operator who has joined a chat, not more often than every six hours. Returns how many."""
    if not await leases.take_duty(session, ALARM, holder, at, at + AGAIN):
        return 0
    operators = set((await session.scalars(select(Staff.id).where(Staff.role == "operator", Staff.active))).all())
    chats = await staff_telling.chats(session)
    key = "staff_chat.clock_silent" if since else "staff_chat.clock_never"
    params = {"since": show_moment(since)} if since else {}
    for staff_id in sorted(operators & set(chats)):
        await staff_telling.tell(session, knowledge, chats[staff_id], [Say(key, params)], at, ref=ALARM)
    return len(operators & set(chats))
