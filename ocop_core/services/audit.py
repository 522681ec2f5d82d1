"""Who did what: rows that are only added."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Audit


async def note(
    session: AsyncSession, staff_id: int | None, act: str, subject: str, at: datetime, **detail: Any
) -> None:
    """Records an act. `subject` names a row such as `idea:12`; `detail` never holds names, phones or secrets."""
    session.add(Audit(at=at, staff_id=staff_id, act=act, subject=subject, detail=detail or None))
