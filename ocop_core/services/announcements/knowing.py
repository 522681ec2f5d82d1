"""Who got an announcement, by name and in figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Outbox, Person
from ocop_core.db.models_announcements import Announcement, AnnouncementEvent, Recipient
from ocop_core.services.announcements import fates

# In the order in which an officer wants to know them.
FATES = ("waiting", "sending", "sent", "read", "unsure", "failed", "blocked", "skipped", "withdrawn")
_GONE = or_(*(Outbox.reason.ilike(f"%{piece}%") for piece, name in fates.REASONS if name in ("blocked", "gone")))


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures of one announcement. `counts` by fate: everybody on the list is in exactly one of them."""

    counts: Mapping[str, int]

    @property
    def listed(self) -> int:
        """Everybody for whom there was a message."""
        return sum(count for fate, count in self.counts.items() if fate != "skipped")

    @property
    def skipped(self) -> int:
        """Those on the list who are not told."""
        return self.counts["skipped"]

    @property
    def left(self) -> int:
        """Those whose message has left, whatever came of it."""
        return self.listed - self.counts["waiting"] - self.counts["withdrawn"]


async def tally(session: AsyncSession, row: Announcement) -> Tally:
    """Counts by fate. Looks only at indexes, so that a page may ask every second."""
    ours = Outbox.announcement_id == row.id
    by_state = select(Outbox.state, func.count()).where(ours).group_by(Outbox.state)
    states = {state: count for state, count in (await session.execute(by_state)).all()}
    gone = 0
    if states.get("failed"):
        gone = await session.scalar(select(func.count()).where(ours, Outbox.state == "failed", _GONE)) or 0
    mine = Recipient.announcement_id == row.id
    read = await session.scalar(select(func.count()).where(mine, Recipient.read_at.is_not(None))) or 0
    skipped = await session.scalar(select(func.count()).where(mine, Recipient.skip.is_not(None))) or 0
    waiting = (await session.scalar(select(func.count()).where(mine, _still()))) or 0
    stopped = row.state == "stopped"
    withdrawn = states.get("cancelled", 0) + (waiting if stopped else 0)
    counts = {
        "waiting": (0 if stopped else waiting) + states.get("queued", 0),
        "sending": states.get("sending", 0),
        "sent": states.get("sent", 0) - read,
        "read": read,
        "unsure": states.get("unsure", 0),
        "failed": states.get("failed", 0) - gone,
        "blocked": gone,
        "skipped": skipped,
        "withdrawn": withdrawn,
    }
    return Tally(counts)


def _still() -> ColumnElement[bool]:
    return and_(Recipient.outbox_id.is_(None), Recipient.skip.is_(None))


@dataclass(frozen=True, slots=True)
class Told:
    """One person on the list, what became of their message, and why. `reason` is one of ours, not the messenger's."""

    recipient_id: int
    person_id: int
    name: str
    phone: str | None
    unit: str | None
    channel: str | None
    fate: str
    reason: str
    at: datetime | None
    read_at: datetime | None


async def recipients(
    session: AsyncSession, row: Announcement, fate: str = "", *, after: int = 0, limit: int = 50
) -> Sequence[Told]:
    """The next people on the list in the order of writing, with one fate or with any."""
    query = (
        select(Recipient, Person, Outbox)
        .join(Person, Person.id == Recipient.person_id)
        .join(Outbox, Outbox.id == Recipient.outbox_id, isouter=True)
        .where(Recipient.announcement_id == row.id, Recipient.id > after)
        .order_by(Recipient.id)
        .limit(limit)
    )
    if fate:
        query = query.where(_with(fate, stopped=row.state == "stopped"))
    return [_told(row, *found) for found in (await session.execute(query)).all()]


def _with(fate: str, *, stopped: bool) -> ColumnElement[bool]:
    """The condition on a recipient and their message; sent and read are apart, as failed and blocked are."""
    ours = Outbox.state
    conditions: Mapping[str, ColumnElement[bool]] = {
        "waiting": ours == "queued" if stopped else or_(_still(), ours == "queued"),
        "sending": ours == "sending",
        "sent": and_(ours == "sent", Recipient.read_at.is_(None)),
        "read": Recipient.read_at.is_not(None),
        "unsure": ours == "unsure",
        "failed": and_(ours == "failed", ~_GONE),
        "blocked": and_(ours == "failed", _GONE),
        "skipped": Recipient.skip.is_not(None),
        "withdrawn": or_(_still(), ours == "cancelled") if stopped else ours == "cancelled",
    }
    return conditions[fate]


def _told(row: Announcement, to: Recipient, person: Person, message: Outbox | None) -> Told:
    fate, reason = _fate(row, to, message)
    at = message.settled_at if message else None
    return Told(to.id, person.id, person.name, person.phone, person.unit, to.channel, fate, reason, at, to.read_at)


def _fate(row: Announcement, to: Recipient, message: Outbox | None) -> tuple[str, str]:
    if to.skip is not None:
        return "skipped", to.skip
    if to.read_at is not None:
        return "read", ""
    if message is None:
        return ("withdrawn" if row.state == "stopped" else "waiting"), ""
    reason = fates.why(message.reason)
    if message.state == "failed":
        return ("blocked" if reason in ("blocked", "gone") else "failed"), reason
    states = {"queued": "waiting", "cancelled": "withdrawn"}
    return states.get(message.state, message.state), reason if message.state == "unsure" else ""


async def history(session: AsyncSession, number: int) -> Sequence[Any]:
    """What was done to an announcement, oldest first."""
    query = select(AnnouncementEvent).where(AnnouncementEvent.announcement_id == number)
    return (await session.scalars(query.order_by(AnnouncementEvent.id))).all()
