"""A decision of recognition that was written down wrongly is put right, with why; the promises follow its days."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.db.models import Staff
from ocop_core.db.models_products import Certificate
from ocop_core.errors import Refused
from ocop_core.rulebook.editions import edition
from ocop_core.rulebook.months import add_months
from ocop_core.services import access
from ocop_core.services.certificates import officer_acts

FIVE = 5
SHORTEST_REASON = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the decision really says. Without `score100` none was written on it."""

    decision_no: str
    stars: int
    issued_on: date
    score100: int | None = None


async def correct(
    session: AsyncSession, staff: Staff, certificate_id: int, right: Correction, words: str, at: datetime
) -> Certificate:
    """Puts it right; its last day follows from a new first one (QĐ 26/2026/QĐ-TTg, Điều 4.3). Raises Refused.

    What stood there before is in its history. From or to 5 stars leads only the way over the ministry.
    """
    row = await access.certificate_to_change(session, staff, certificate_id)
    if access.units_of(staff) is not None:
        raise Refused("certificate.province_corrects")
    if len(words.strip()) < SHORTEST_REASON:
        raise Refused("certificate.no_words")
    await _check(session, row, right, local_day(at))
    before = _standing(row)
    if before == right:
        return row
    row.decision_no, row.stars, row.score100 = right.decision_no, right.stars, right.score100
    if row.issued_on != right.issued_on:
        row.issued_on = right.issued_on
        row.expires_on = add_months(right.issued_on, edition(row.edition).law.certificate.months)
        row.dated += 1
    await officer_acts.changed(session, staff, row, "corrected", at, words, _told(before, right))
    return row


async def _check(session: AsyncSession, row: Certificate, right: Correction, today: date) -> None:
    if not right.decision_no:
        raise Refused("dossier.decision_no_needed")
    if right.issued_on > today:
        raise Refused("dossier.decided_later", day=f"{right.issued_on:%d/%m/%Y}")
    if (right.stars == FIVE) != (row.stars == FIVE):
        raise Refused("certificate.five_apart")
    if right.score100 is not None and _star(row, right.score100) < right.stars:
        raise Refused("dossier.score_too_low", stars=right.stars)
    same = (Certificate.product_id == row.product_id, Certificate.version < row.version)
    last = await session.scalar(select(func.max(Certificate.issued_on)).where(*same))
    if last is not None and right.issued_on <= last:
        raise Refused("certificate.older", day=f"{last:%d/%m/%Y}")


def _star(row: Certificate, score100: int) -> int:
    if not 0 <= score100 <= 10_000:
        raise Refused("dossier.score_out_of_range")
    return edition(row.edition).star_of(Decimal(score100) / 100)


def _standing(row: Certificate) -> Correction:
    return Correction(decision_no=row.decision_no, stars=row.stars, issued_on=row.issued_on, score100=row.score100)


def _told(before: Correction, after: Correction) -> dict[str, Any]:
    return {"before": _plain(before), "after": _plain(after)}


def _plain(of: Correction) -> dict[str, Any]:
    return {**asdict(of), "issued_on": of.issued_on.isoformat()}
