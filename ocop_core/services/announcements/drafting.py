"""Writes an announcement, one question after the other; two officers at once are told of each other."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Chat, Staff
from ocop_core.db.models_accounts import StaffChat
from ocop_core.db.models_announcements import Announcement
from ocop_core.errors import Refused
from ocop_core.services import access, outbox
from ocop_core.services.announcements import acts, audience, texts
from ocop_core.services.announcements.audience import Audience

SHOWN = 30


async def begin(session: AsyncSession, staff: Staff, meant: Audience, at: datetime) -> Announcement:
    """A draft that so far only says whom it is for. Raises Refused."""
    return await acts.draft(session, staff, "", meant, at)


async def aim(
    session: AsyncSession, staff: Staff, number: int, version: int, meant: Audience, at: datetime
) -> Announcement:
    """Other people. Raises Refused where somebody else changed it meanwhile."""
    row = await _draft(session, staff, number, version)
    row.audience = audience.dump(await audience.within(session, staff, meant))
    return _changed(row, at)


async def word(session: AsyncSession, staff: Staff, number: int, version: int, text: str, at: datetime) -> Announcement:
    """Other words. Raises Refused where they cannot be sent or somebody else changed it meanwhile."""
    row = await _draft(session, staff, number, version)
    row.text = texts.clean(text)
    return _changed(row, at)


async def attach(
    session: AsyncSession, staff: Staff, number: int, version: int, file: Mapping[str, Any] | None, at: datetime
) -> Announcement:
    """Another picture or file, or none. Raises Refused where somebody else changed it meanwhile."""
    row = await _draft(session, staff, number, version)
    row.file = dict(file) if file else None
    return _changed(row, at)


async def drop(session: AsyncSession, staff: Staff, number: int) -> None:
    """Throws a draft away. Raises Refused where it is none any more."""
    row = await access.announcement_to_change(session, staff, number)
    if row.state != "draft":
        raise Refused("notice.moved_on")
    row.state = "dropped"


async def to_send(session: AsyncSession, staff: Staff, number: int, version: int) -> Announcement:
    """The draft as the officer saw it, locked. Raises Refused where somebody else changed it meanwhile."""
    return await _draft(session, staff, number, version)


async def _draft(session: AsyncSession, staff: Staff, number: int, version: int) -> Announcement:
    row = await access.announcement_to_change(session, staff, number)
    if row.state != "draft":
        raise Refused("notice.moved_on")
    if row.version != version:
        raise Refused("notice.changed")
    return row


def _changed(row: Announcement, at: datetime) -> Announcement:
    row.version += 1
    row.changed_at = at
    return row


async def listed(
    session: AsyncSession, staff: Staff, *, before: int | None = None, limit: int = SHOWN
) -> Sequence[Announcement]:
    """Announcements of the officer's own office, newest first; the province sees all."""
    query = select(Announcement).where(Announcement.kind == "notice", Announcement.state != "dropped", *_own(staff))
    if before is not None:
        query = query.where(Announcement.id < before)
    return (await session.scalars(query.order_by(Announcement.id.desc()).limit(limit))).all()


async def changes(session: AsyncSession, row: Announcement) -> Sequence[Announcement]:
    """What was done afterwards to put it right or take it back, oldest first."""
    query = select(Announcement).where(Announcement.about_id == row.id).order_by(Announcement.id)
    return (await session.scalars(query)).all()


def _own(staff: Staff) -> list[ColumnElement[bool]]:
    units = access.units_of(staff)
    return [] if units is None else [Announcement.unit.in_(units)]


async def own_chat(session: AsyncSession, staff: Staff) -> Chat | None:
    """The chat in which the officer wants to be told; None where there is none."""
    query = select(Chat).join(StaffChat, StaffChat.chat_id == Chat.id)
    query = query.where(StaffChat.staff_id == staff.id, Chat.reachable).order_by(StaffChat.since.desc()).limit(1)
    found: Chat | None = await session.scalar(query)
    return found


async def try_out(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, row: Announcement, text: str, at: datetime
) -> None:
    """Sends the words to the officer alone. Raises Refused where they have no chat."""
    chat = await own_chat(session, staff)
    if chat is None:
        raise Refused("notice.no_chat")
    body = texts.told(knowledge, row, text)
    await outbox.owe(session, chat.id, chat.channel, [body], at, lane=outbox.NOTICE, kind="test")
