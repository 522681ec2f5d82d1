"""What waits for an officer today: people who wait for a word, dossiers, new ideas, answers that came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Idea, IdeaEvent, Staff
from ocop_core.db.models_announcements import Announcement
from ocop_core.services import access
from ocop_core.services.announcements import officers
from ocop_core.services.dossiers import deadlines, listing
from ocop_core.services.dossiers.listing import Row
from ocop_core.services.events import arrivals
from ocop_core.services.inbox import threads

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of work: how many wait, since when the longest, and the first few, longest waiting first."""

    count: int
    oldest: datetime | None
    first: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Due:
    """Dossiers: how many wait for the officer's office, the first day that is due, and the most urgent ones.

    `elsewhere` are those at a commune whose clock runs out, which the province should know of.
    """

    count: int
    first_due: date | None
    first: Sequence[Row]
    elsewhere: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Agenda:
    """A day's work; `asked` ideas wait for their producers and are only counted, as are `stands` to be granted.

    `notices` are announcements that stopped by themselves or wait for a second officer.
    """

    new: Waiting
    answered: Waiting
    calls: Waiting
    dossiers: Due
    asked: int
    stands: int
    notices: Sequence[Announcement]


async def today(session: AsyncSession, staff: Staff, day: date) -> Agenda:
    """What waits in the officer's territory."""
    count, oldest = await threads.waiting(session, staff)
    calls = await threads.listed(session, staff, limit=SHOWN)
    return Agenda(
        new=await _ideas(session, staff, Idea.state == "new", Idea.created_at),
        answered=await _ideas(session, staff, _answered(), Idea.changed_at),
        calls=Waiting(count, oldest, calls),
        dossiers=await _dossiers(session, staff, day),
        asked=await session.scalar(_own(select(func.count()), staff).where(Idea.state == "asked")) or 0,
        stands=sum((await arrivals.to_grant(session, staff)).values()),
        notices=await officers.waiting(session, staff),
    )


async def _dossiers(session: AsyncSession, staff: Staff, day: date) -> Due:
    count, first_due = await listing.owed(session, staff)
    own = await listing.listed(session, staff, states=listing.in_hand(staff), limit=SHOWN)
    elsewhere = await listing.late_elsewhere(session, staff, deadlines.warn_until(day), SHOWN)
    return Due(count, first_due, own, elsewhere)


def _answered() -> ColumnElement[bool]:
    # The last word is the producer's: their lines carry no officer.
    last = (
        select(func.coalesce(IdeaEvent.staff_id, 0))
        .where(IdeaEvent.idea_id == Idea.id)
        .order_by(IdeaEvent.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (Idea.state == "taken") & (last == 0)


def _own(query: Any, staff: Staff) -> Any:
    units = access.units_of(staff)
    return query.select_from(Idea) if units is None else query.where(Idea.unit.in_(units))


async def _ideas(session: AsyncSession, staff: Staff, which: ColumnElement[bool], since: Any) -> Waiting:
    counted = _own(select(func.count(), func.min(since)), staff).where(which)
    count, oldest = (await session.execute(counted)).one()
    listed = _own(select(Idea), staff).where(which).order_by(since, Idea.id).limit(SHOWN)
    return Waiting(count, oldest, (await session.scalars(listed)).all())
