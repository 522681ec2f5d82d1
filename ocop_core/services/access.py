"""The one door to every object: who may see and change it. Absent and forbidden look the same."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Chat, File, Idea, IdeaFile, Request, Staff
from ocop_core.errors import Refused

ROLES = ("commune", "province", "operator")


def units_of(staff: Staff) -> tuple[str, ...] | None:
    """The communes an officer answers for; None is the whole province."""
    if staff.role == "commune":
        return (staff.unit or "",)
    return None


def may(staff: Staff, unit: str) -> bool:
    """Whether an officer answers for this commune."""
    units = units_of(staff)
    return staff.active and (units is None or unit in units)


async def idea(session: AsyncSession, staff: Staff, idea_id: int) -> Idea:
    """An idea of the officer's own territory, locked for the transaction. Raises Refused."""
    row = await session.get(Idea, idea_id, with_for_update=True)
    if row is None or not may(staff, row.unit):
        raise Refused("access.none")
    return row


async def request(session: AsyncSession, staff: Staff, request_id: int) -> Request:
    """A call for a person from the officer's own territory. Raises Refused."""
    row = await session.get(Request, request_id, with_for_update=True)
    if row is None or not may(staff, row.unit):
        raise Refused("access.none")
    return row


async def staff_file(session: AsyncSession, staff: Staff, file_id: int) -> File:
    """A kept file that belongs to an idea of the officer's own territory. Raises Refused."""
    units = units_of(staff)
    linked = select(IdeaFile.file_id).join(Idea, Idea.id == IdeaFile.idea_id).where(IdeaFile.file_id == file_id)
    if units is not None:
        linked = linked.where(Idea.unit.in_(units))
    row = await session.get(File, file_id)
    if not staff.active or row is None or row.state != "kept" or not await session.scalar(select(exists(linked))):
        raise Refused("access.none")
    return row


async def chat_file(session: AsyncSession, chat: Chat, file_id: int) -> File:
    """A kept file that this chat has sent. Raises Refused."""
    row = await session.get(File, file_id)
    if row is None or row.chat_id != chat.id or row.state != "kept":
        raise Refused("access.none")
    return row
