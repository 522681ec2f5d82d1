"""The office's clock: each step has a last day, and before it runs out that is written down, once."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.db.base import Database
from ocop_core.db.models_dossiers import Dossier
from ocop_core.rulebook.dossier_steps import OPEN
from ocop_core.rulebook.working_days import add_working_days, working_days_left
from ocop_core.services.dossiers import records
from ocop_core.settings import Settings

# Working days before the end at which an officer is warned: time enough to ask back once.
WARNED = 3
MOST_WARNED = 500


def warn_until(today: date) -> date:
    """Whatever is due until this day has to be seen today."""
    return add_working_days(today, WARNED)


def left(due_on: date | None, today: date) -> int | None:
    """How many working days remain; negative when the day is past; None where nothing is due."""
    return None if due_on is None else working_days_left(today, due_on)


async def warn(db: Database, settings: Settings, at: datetime) -> dict[str, Any]:
    """Notes in the history of each dossier, once a step, that its day is near or past."""
    async with db.writing() as session:
        rows = await _near(session, local_day(at))
        for row in rows:
            assert row.due_on is not None
            row.warned_at = at
            act = "overdue" if row.due_on < local_day(at) else "due_soon"
            records.note(session, row, act, at, detail={"due_on": row.due_on.isoformat()})
    return {"warned": len(rows)}


async def _near(session: AsyncSession, today: date) -> list[Dossier]:
    query = select(Dossier).where(
        Dossier.due_on <= warn_until(today), Dossier.warned_at.is_(None), Dossier.state.in_(OPEN)
    )
    return list((await session.scalars(query.order_by(Dossier.due_on).limit(MOST_WARNED).with_for_update())).all())
