"""What of announcements waits for officers: what stopped by itself, what a second one is to agree to."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Staff
from ocop_core.db.models_announcements import Announcement
from ocop_core.services import access
from ocop_core.services.announcements import acts
from ocop_core.services.staff import staff_telling

SHOWN = 6


async def waiting(session: AsyncSession, staff: Staff) -> Sequence[Announcement]:
    """What this officer is to look at: the office's own that stopped, and of the province what others wrote."""
    units = access.units_of(staff)
    stopped = and_(Announcement.state == "paused", Announcement.trouble != "")
    theirs = or_(Announcement.author_id.is_(None), Announcement.author_id != staff.id)
    query = select(Announcement).where(or_(stopped, and_(Announcement.state == "approval", theirs)))
    if units is not None:
        query = select(Announcement).where(stopped, Announcement.unit.in_(units))
    return (await session.scalars(query.order_by(Announcement.id).limit(SHOWN))).all()


async def tell_stopped(db: Database, knowledge: Knowledge, row: Announcement, at: datetime) -> None:
    """Tells the author, who may have long closed the page, that it stopped by itself."""
    if row.author_id is not None:
        await _tell(db, knowledge, row, "staff_chat.notice_halted", {row.author_id}, at)


async def tell_asked(db: Database, knowledge: Knowledge, row: Announcement, at: datetime) -> None:
    """Tells those who may agree that one waits for them."""
    async with db.reading() as session:
        everybody = (await session.scalars(select(Staff).where(Staff.active))).all()
    others = [staff.id for staff in everybody if acts.may_agree(staff, row)]
    await _tell(db, knowledge, row, "staff_chat.notice_asked", others, at)


async def _tell(
    db: Database, knowledge: Knowledge, row: Announcement, key: str, whom: Collection[int], at: datetime
) -> None:
    # Apart from what happened to the announcement: whoever holds it must not wait for a chat.
    async with db.writing() as session:
        chats = await staff_telling.chats(session)
        for number in sorted(chats.keys() & set(whom)):
            say = Say(key, {"number": row.id})
            await staff_telling.tell(session, knowledge, chats[number], [say], at, f"announcement:{row.id}")
