"""A result that was written down wrongly is put right, on the certificate and in the dossier it came from."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.days import day_said
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Staff
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Certificate
from ocop_core.services.certificates import correcting
from ocop_core.services.certificates.correcting import Correction
from ocop_core.services.dossiers import deciding, records, reviewing, telling


async def correct(
    session: AsyncSession,
    knowledge: Knowledge,
    staff: Staff,
    certificate_id: int,
    right: Correction,
    words: str,
    at: datetime,
) -> Certificate:
    """Puts the certificate right, its dossier with it, and tells the producer what holds now. Raises Refused."""
    row = await correcting.correct(session, staff, certificate_id, right, words, at)
    dossier = await _dossier(session, row)
    kept = {
        "stars": row.stars,
        "score100": row.score100,
        "decision_no": row.decision_no,
        "decided_on": row.issued_on.isoformat(),
    }
    if dossier is None or {**dossier.result, **kept} == dossier.result:
        return row
    dossier.result = {**dossier.result, **kept}
    records.touch(dossier, at)
    await reviewing.record(session, staff, dossier, "corrected", at, words.strip())
    params: dict[str, Any] = {
        "stars": row.stars,
        "score": deciding.shown_score(row.score100) if row.score100 is not None else "",
        "decision": row.decision_no,
        "ends": day_said(knowledge.words, row.expires_on),
    }
    key = "dossier.told_corrected" if row.score100 is not None else "dossier.told_corrected_bare"
    await telling.tell(session, knowledge, dossier, key, at, **params)
    return row


async def _dossier(session: AsyncSession, row: Certificate) -> Dossier | None:
    number = row.source.removeprefix(records.SOURCE)
    if number == row.source or not number.isdecimal():
        return None
    return await session.get(Dossier, int(number), with_for_update=True)
