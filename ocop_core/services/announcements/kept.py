"""Audiences that an office keeps under a name: whoever fits when they are used again is meant."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Staff
from ocop_core.db.models_announcements import KeptAudience
from ocop_core.services import access
from ocop_core.services.announcements import audience
from ocop_core.services.announcements.audience import Audience
from ocop_core.text import tidy

LONGEST_NAME, SHOWN = 80, 30


async def keep(session: AsyncSession, staff: Staff, name: str, meant: Audience, at: datetime) -> None:
    """Keeps it; under the name of another one of the office it takes its place. Without a name nothing is kept."""
    name = tidy(name)[:LONGEST_NAME]
    if not name:
        return
    described = audience.dump(await audience.within(session, staff, meant))
    query = select(KeptAudience).where(KeptAudience.name == name, KeptAudience.unit.is_not_distinct_from(staff.unit))
    row = await session.scalar(query.limit(1))
    if row is None:
        row = KeptAudience(name=name, unit=staff.unit)
        session.add(row)
    row.audience, row.staff_id, row.created_at = described, staff.id, at


async def listed(session: AsyncSession, staff: Staff) -> Sequence[KeptAudience]:
    """Those of the officer's own office, by name."""
    query = select(KeptAudience).where(KeptAudience.unit.is_not_distinct_from(staff.unit))
    return (await session.scalars(query.order_by(KeptAudience.name, KeptAudience.id).limit(SHOWN))).all()


async def drop(session: AsyncSession, staff: Staff, number: int) -> None:
    """Forgets it; announcements that were written with it stay as they are. Raises Refused."""
    await session.delete(await access.kept_audience(session, staff, number))
