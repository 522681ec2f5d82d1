"""What a person finds on the notice board, and that they have read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.effects import Effect
from ocop_core.conversation.notices import Notice, ReadNotice
from ocop_core.conversation.said import Say
from ocop_core.db.ledger import BODY
from ocop_core.db.models import Outbox
from ocop_core.db.models_announcements import Announcement, Recipient
from ocop_core.services import render
from ocop_core.services.asker import Asker
from ocop_core.services.errand import Carrier, Errand, Says
from ocop_core.services.files import shared

SHOWN = 5
_LONGEST_NUMBER = 12


async def look(session: AsyncSession, asker: Asker, about: str) -> Sequence[Notice]:
    """The last announcements that were sent to a person, newest first."""
    query = (
        select(Announcement, Outbox, Recipient.read_at, BODY)
        .join(Recipient, Recipient.announcement_id == Announcement.id)
        .join(Outbox, Outbox.id == Recipient.outbox_id)
        .where(Recipient.person_id == asker.person_id, Announcement.kind == "notice")
        .where(Outbox.state.in_(("sent", "unsure")))
        .order_by(Recipient.id.desc())
        .limit(SHOWN)
    )
    rows = (await session.execute(query)).all()
    changed = await _changes(session, asker.person_id, [row.id for row, _, _, _ in rows])
    return tuple(
        Notice(
            row.id,
            local_day(message.settled_at or message.created_at),
            changed.get(row.id, render.load(body).text if body else ""),
            read_at is not None,
            shared.number_of(row.file) if row.id not in changed or changed[row.id] else (),
        )
        for row, message, read_at, body in rows
    )


async def _changes(session: AsyncSession, person_id: int, numbers: Sequence[int]) -> dict[int, str]:
    """What stands now in the place of announcements that were put right (other words) or taken back (none)."""
    query = (
        select(Announcement.about_id, Announcement.text)
        .join(Recipient, Recipient.announcement_id == Announcement.id)
        .join(Outbox, Outbox.id == Recipient.outbox_id)
        .where(Announcement.about_id.in_(numbers), Recipient.person_id == person_id, Outbox.state == "sent")
        .order_by(Announcement.id)
    )
    return {about: text for about, text in (await session.execute(query)).all() if about is not None}


async def _read(session: AsyncSession, errand: Errand, effect: ReadNotice) -> Says:
    found = await mark_read(session, errand.person_id, effect.number, errand.at)
    return [Say("notice.read" if found else "notice.read_unknown")]


async def mark_read(session: AsyncSession, person_id: int, number: str, at: datetime) -> bool:
    """Notes that a person has read an announcement; what was in doubt has arrived then. False: it is not theirs."""
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return False
    query = select(Recipient).where(Recipient.announcement_id == int(number), Recipient.person_id == person_id)
    row = await session.scalar(query.with_for_update())
    if row is None or row.outbox_id is None:
        return False
    row.read_at = row.read_at or at
    doubtful = update(Outbox).where(Outbox.id == row.outbox_id, Outbox.state == "unsure")
    await session.execute(doubtful.values(state="sent"))
    return True


CARRIERS: Mapping[type[Effect], Carrier] = {ReadNotice: _read}
