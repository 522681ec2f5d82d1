"""Named statements of the list of an announcement: who is next, and the message that is then on its way."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from ocop_core.db.hot import Hot, Values
from ocop_core.db.ledger import AWAKE, QUEUED, SENDING, URGENT
from ocop_core.db.models import Chat, Outbox
from ocop_core.db.models_announcements import Announcement, Recipient
from ocop_core.db.types import Moment

_AT = bindparam("at", type_=Moment())
_MOVING = Hot(
    select(Announcement.id, Announcement.body, Announcement.kind)
    .where(Announcement.state == SENDING)
    .where(or_(Announcement.not_before.is_(None), Announcement.not_before <= _AT), or_(AWAKE, URGENT))
    .order_by(Announcement.id)
)
_owed = aliased(Outbox)
_table = Recipient.__table__
# Its turn comes when nothing else for that chat is on its way or waits before it.
# Asked apart, as each has an index of its own.
_BUSY = or_(*(exists().where(_owed.chat_id == Recipient.chat_id, _owed.state == state) for state in (QUEUED, SENDING)))
_NEXT = Hot(
    select(Recipient.id, Recipient.person_id, Recipient.chat_id, Chat.address, Chat.reachable)
    .join(Chat, Chat.id == Recipient.chat_id)
    .where(Recipient.announcement_id == bindparam("announcement"), Recipient.channel == bindparam("channel"))
    .where(Recipient.outbox_id.is_(None), Recipient.skip.is_(None), ~_BUSY)
    .order_by(Recipient.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=Recipient)
)
_WAITING = Hot(
    select(Recipient.id)
    .where(Recipient.announcement_id == bindparam("announcement"), Recipient.channel == bindparam("channel"))
    .where(Recipient.outbox_id.is_(None), Recipient.skip.is_(None))
    .limit(1)
)
_LEAVE = Hot(
    insert(Outbox.__table__).returning(Outbox.__table__.c.id, sort_by_parameter_order=True),  # type: ignore[arg-type]
    columns=(
        "chat_id",
        "channel",
        "lane",
        "kind",
        "state",
        "body",
        "announcement_id",
        "attempts",
        "created_at",
        "lease_until",
    ),
)
_POINT = Hot(
    update(_table).where(_table.c.id == bindparam("row")).values(outbox_id=bindparam("message"))  # type: ignore[arg-type]
)
_SKIP = Hot(
    update(_table).where(_table.c.id == bindparam("row")).values(skip=bindparam("why"))  # type: ignore[arg-type]
)


async def moving(session: AsyncSession, at: datetime, *, quiet: bool = False) -> Sequence[Any]:
    """Announcements of which something may leave now, oldest first: id, body, kind. In `quiet` only urgent ones."""
    return await _MOVING.all(session, {"at": at, "quiet": int(quiet)})


async def following(session: AsyncSession, announcement: int, channel: str, limit: int) -> Sequence[Any]:
    """The next on the list, locked: id, person_id, chat_id, address, reachable."""
    return await _NEXT.all(session, {"announcement": announcement, "channel": channel, "most": limit})


async def anybody_waits(session: AsyncSession, announcement: int, channel: str) -> bool:
    """Whether somebody on the list has still to be told."""
    return await _WAITING.first(session, {"announcement": announcement, "channel": channel}) is not None


async def leave(session: AsyncSession, recipients: Sequence[int], rows: Sequence[Values]) -> list[int]:
    """Writes messages down as on their way, and that each is that recipient's; their numbers, in order."""
    if not rows:
        return []
    numbers = [int(row.id) for row in await _LEAVE.all_each(session, rows)]
    pairs = zip(recipients, numbers, strict=True)
    await _POINT.run_each(session, [{"row": recipient, "message": number} for recipient, number in pairs])
    return numbers


async def skip(session: AsyncSession, recipients: Sequence[int], why: str) -> None:
    """These are not told, and why."""
    if recipients:
        await _SKIP.run_each(session, [{"row": number, "why": why} for number in recipients])
