"""What those who are registered are still to be told: written down with the change, said by the clockwork."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models_events import Event, EventNotice, Registration
from ocop_core.db.queries import insert_once

# Who is concerned when something changes; a fair goes on for those who came on its first day.
CONCERNED = ("going", "waiting", "offered", "came")


async def owe_all(session: AsyncSession, row: Event, kind: str, detail: dict[str, Any], at: datetime) -> None:
    """Everybody who is going, in line or there already."""
    query = select(Registration.id).where(Registration.event_id == row.id, Registration.state.in_(CONCERNED))
    await owe(session, (await session.scalars(query)).all(), kind, row.version, at, detail)


async def owe(
    session: AsyncSession,
    registrations: Sequence[int],
    kind: str,
    stamp: int,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Each of them once for this kind and stamp."""
    for number in registrations:
        values = {"registration_id": number, "kind": kind, "stamp": stamp, "detail": detail}
        await insert_once(session, EventNotice, **values, state="owed", at=at, told_at=None)


async def forget(session: AsyncSession, event_id: int) -> None:
    """What is still owed about an event has become pointless."""
    ours = select(Registration.id).where(Registration.event_id == event_id)
    query = update(EventNotice).where(EventNotice.registration_id.in_(ours), EventNotice.state == "owed")
    await session.execute(query.values(state="void").execution_options(synchronize_session=False))
