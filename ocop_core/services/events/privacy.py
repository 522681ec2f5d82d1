"""Events among a person's own data: what they signed up for is shown, and goes when the person goes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local
from ocop_core.db.models_events import Event, Registration
from ocop_core.services.events import places


async def lines(session: AsyncSession, person_id: int) -> str:
    """One line for each event that a person said anything about."""
    query = select(Event).join(Registration, Registration.event_id == Event.id)
    rows = (await session.scalars(query.where(Registration.person_id == person_id).order_by(Event.starts_at))).all()
    return "\n".join(f"• {row.title} ({local(row.starts_at):%d/%m/%Y})" for row in rows)


async def erase(session: AsyncSession, person_id: int, numbers: Collection[str], at: datetime) -> None:
    """Places that were held go to the next in line; that somebody came stays, without who it was.

    Who was written down at the door under one of the `numbers` was they, too.
    """
    held = select(Event.id).join(Registration, Registration.event_id == Event.id)
    held = held.where(Registration.person_id == person_id, Registration.state.in_(("going", "offered", "waiting")))
    held = held.where(Event.starts_at > at, Event.state.in_(places.RUNNING)).order_by(Event.id)
    for number in (await session.scalars(held)).all():
        await places.decline(session, number, person_id, at)
    await session.flush()
    blank: dict[str, Any] = {"person_id": None, "name": "", "phone": "", "products": [], "answers": {}}
    nobodys = and_(Registration.person_id.is_(None), Registration.phone.in_(numbers))
    mine = update(Registration).where(or_(Registration.person_id == person_id, nobodys))
    await session.execute(mine.values(**blank).execution_options(synchronize_session=False))
