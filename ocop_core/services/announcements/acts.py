"""What is done to an announcement once it is written: sent, agreed to, taken back, paused, gone on with, stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local
from ocop_core.db.models import Outbox, Person, Staff
from ocop_core.db.models_announcements import Announcement, AnnouncementEvent, Recipient
from ocop_core.errors import Refused
from ocop_core.services import access, audit
from ocop_core.services.announcements import audience, texts
from ocop_core.services.announcements.audience import Audience

HOLD = timedelta(seconds=60)
COMPLETE = -1
LONGEST_GROUNDS = 300
OPEN = ("draft", "approval")
BUSY = ("held", "listing", "sending", "paused")


@dataclass(frozen=True, slots=True)
class Order:
    """How it is to be sent. `grounds` makes it urgent: at night, on Tết and beyond the day's measure as well.

    `again` is said where the same words went to the same people today. `most` are the people to whom one may
    send without a second officer; None is any number. `hold` is how long it can be taken back.
    """

    send_at: datetime | None = None
    grounds: str = ""
    again: bool = False
    most: int | None = None
    hold: timedelta = HOLD


async def send(
    session: AsyncSession, staff: Staff | None, row: Announcement, order: Order, at: datetime
) -> Announcement:
    """Checks everything once more and lets it go, or asks a second officer. Raises Refused with what is in the way."""
    if row.state != "draft":
        raise Refused("notice.not_draft")
    if order.send_at is not None and order.send_at < at:
        raise Refused("notice.past")
    row.text = texts.clean(row.text)
    row.hash = texts.print_of(row.text, row.file)
    count = await _checked(session, row, order, at)
    row.send_at, row.grounds = order.send_at, order.grounds.strip()[:LONGEST_GROUNDS]
    if order.most is not None and count > order.most:
        row.state = "approval"
    else:
        _hold(row, at, order.hold)
    _touch(row, at)
    await note(session, row, staff, "asked" if row.state == "approval" else "sent", at, count=count)
    return row


async def _checked(session: AsyncSession, row: Announcement, order: Order, at: datetime) -> int:
    """How many people it is for. Raises Refused: nobody, a value missing, the same words today."""
    meant = audience.people(audience.load(row.audience), local(at).date())
    count = await session.scalar(select(func.count()).select_from(Person).where(meant)) or 0
    if not count:
        raise Refused("notice.nobody")
    lacking = texts.lacking(texts.template_of(row.text).names)
    if lacking is not None:
        missing = await session.scalar(select(func.count()).select_from(Person).where(meant, lacking)) or 0
        if missing:
            raise Refused("notice.missing", count=missing)
    if not order.again and (same := await same_today(session, row, at)):
        raise Refused("notice.same", count=same[0].people, number=same[0].number)
    return count


@dataclass(frozen=True, slots=True)
class Same:
    """An announcement of today with the same content, and to how many of the same people."""

    number: int
    people: int


async def same_today(session: AsyncSession, row: Announcement, at: datetime) -> Sequence[Same]:
    """Announcements of today with the same words for some of the same people, the latest first."""
    midnight = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    others = (
        select(Announcement)
        .where(Announcement.hash == texts.print_of(row.text, row.file), Announcement.id != row.id)
        .where(Announcement.kind == "notice")
        .where(Announcement.changed_at >= midnight, Announcement.state.not_in((*OPEN, "stopped")))
        .order_by(Announcement.id.desc())
    )
    found = [Same(o.id, await _shared(session, row, o, at)) for o in (await session.scalars(others)).all()]
    return [each for each in found if each.people]


async def _shared(session: AsyncSession, row: Announcement, other: Announcement, at: datetime) -> int:
    today = local(at).date()
    query = select(func.count()).select_from(Person).where(audience.people(audience.load(row.audience), today))
    if other.listed_to == COMPLETE:
        listed = select(Recipient.person_id).where(Recipient.announcement_id == other.id)
        return await session.scalar(query.where(Person.id.in_(listed))) or 0
    return await session.scalar(query.where(audience.people(audience.load(other.audience), today))) or 0


def _hold(row: Announcement, at: datetime, hold: timedelta) -> None:
    row.state = "held"
    row.not_before = max(at + hold, row.send_at or at)


def may_agree(staff: Staff, row: Announcement) -> bool:
    """Whether this officer is the second one to whom it goes before it is sent."""
    return row.author_id != staff.id and staff.active and access.units_of(staff) is None


async def agree(session: AsyncSession, staff: Staff, number: int, at: datetime) -> Announcement:
    """A second officer agrees. Raises Refused for the author and where nothing waits."""
    row = await _at(session, staff, number, ("approval",))
    if not may_agree(staff, row):
        raise Refused("notice.second")
    row.approved_by = staff.id
    _hold(row, at, HOLD)
    _touch(row, at)
    await note(session, row, staff, "agreed", at)
    return row


async def take_back(session: AsyncSession, staff: Staff, number: int, at: datetime) -> Announcement:
    """Back to a draft, as long as nothing has left. Raises Refused where it is too late."""
    row = await _at(session, staff, number, ("approval", "held"))
    row.state, row.not_before, row.approved_by = "draft", None, None
    _touch(row, at)
    await note(session, row, staff, "taken_back", at)
    return row


async def pause(session: AsyncSession, staff: Staff, number: int, at: datetime) -> Announcement:
    """Nothing more leaves until somebody goes on with it."""
    row = await _at(session, staff, number, ("listing", "sending"))
    row.state = "paused"
    _touch(row, at)
    await note(session, row, staff, "paused", at)
    return row


async def go_on(session: AsyncSession, staff: Staff, number: int, at: datetime) -> Announcement:
    """Goes on where it was paused, or where it stopped by itself."""
    row = await _at(session, staff, number, ("paused",))
    row.state, row.trouble, row.watched = ("sending" if row.listed_to == COMPLETE else "listing"), "", None
    _touch(row, at)
    await note(session, row, staff, "gone_on", at)
    return row


async def stop(session: AsyncSession, staff: Staff, number: int, at: datetime) -> Announcement:
    """For good: who has not got it yet does not get it."""
    row = await _at(session, staff, number, BUSY)
    row.state, row.ended_at = "stopped", at
    _touch(row, at)
    withdrawn = update(Outbox).where(Outbox.announcement_id == row.id, Outbox.state == "queued")
    await session.execute(withdrawn.values(state="cancelled", settled_at=at))
    await note(session, row, staff, "stopped", at)
    return row


async def _at(session: AsyncSession, staff: Staff, number: int, states: Sequence[str]) -> Announcement:
    row = await access.announcement_to_change(session, staff, number)
    if row.state not in states:
        raise Refused("notice.moved_on")
    return row


def _touch(row: Announcement, at: datetime) -> None:
    row.version += 1
    row.changed_at = at


async def note(
    session: AsyncSession, row: Announcement, staff: Staff | None, act: str, at: datetime, **detail: Any
) -> None:
    """Writes down what was done, for the announcement's own history and for the audit."""
    staff_id = staff.id if staff else None
    session.add(AnnouncementEvent(announcement_id=row.id, at=at, staff_id=staff_id, act=act, detail=detail or None))
    await audit.note(session, staff_id, f"notice.{act}", f"announcement:{row.id}", at, **detail)


async def draft(
    session: AsyncSession, staff: Staff | None, text: str, meant: Audience, at: datetime, **more: Any
) -> Announcement:
    """A new draft; a commune's officer writes to the own commune."""
    row = Announcement(
        author_id=staff.id if staff else None,
        unit=staff.unit if staff else None,
        text=text,
        audience=audience.dump(await audience.within(session, staff, meant)),
        created_at=at,
        changed_at=at,
        **more,
    )
    session.add(row)
    await session.flush()
    return row
