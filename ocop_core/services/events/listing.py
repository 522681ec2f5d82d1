"""The trainings and fairs of an office: a commune's own, for the province all."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Staff
from ocop_core.db.models_events import Event
from ocop_core.services import access

SHOWN = 60
# Whom one still writes to about a training: for thanks, for certificates of attendance, for the next course.
LATELY = timedelta(days=365)


async def coming(session: AsyncSession, staff: Staff, at: datetime) -> Sequence[Event]:
    """What is not over yet, the soonest first."""
    query = select(Event).where(Event.ends_at >= at, *_own(staff)).order_by(Event.starts_at, Event.id)
    return (await session.scalars(query.limit(SHOWN))).all()


async def past(session: AsyncSession, staff: Staff, at: datetime) -> Sequence[Event]:
    """What has been, the latest first."""
    query = select(Event).where(Event.ends_at < at, *_own(staff)).order_by(Event.starts_at.desc(), Event.id)
    return (await session.scalars(query.limit(SHOWN))).all()


async def lately(session: AsyncSession, staff: Staff, at: datetime, also: int | None = None) -> Sequence[Event]:
    """What people could answer to, from a year ago on, the latest first; `also` one that may be older."""
    wanted = or_(Event.id == also, and_(Event.ends_at >= at - LATELY, Event.state != "draft"))
    query = select(Event).where(wanted, *_own(staff))
    return (await session.scalars(query.order_by(Event.starts_at.desc(), Event.id).limit(SHOWN))).all()


def _own(staff: Staff) -> list[ColumnElement[bool]]:
    units = access.units_of(staff)
    return [] if units is None else [Event.unit.in_(units)]
