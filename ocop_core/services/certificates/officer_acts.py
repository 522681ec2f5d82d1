"""What officers do with certificates: revoke, let lapse, correct, put back; promises follow in the same transaction."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Staff
from ocop_core.db.models_products import Certificate
from ocop_core.errors import Refused
from ocop_core.services import access, audit
from ocop_core.services.certificates import grants
from ocop_core.services.certificates.grants import CURRENT, LAPSED, REVOKED, SUPERSEDED
from ocop_core.services.reminders import planning
from ocop_core.text import tidy

# QĐ 26/2026/QĐ-TTg, Điều 8.1.a to đ and e, in the order of the law.
GROUNDS = ("forged", "criteria", "law", "misuse", "stopped", "conclusion")
# Why a producer does not have the product judged again: the answers that the province needs for its report.
LAPSE_REASONS = ("cost", "papers", "no_use", "stopped", "other")
LONGEST_WORDS = 500


async def revoke(
    session: AsyncSession, staff: Staff, certificate_id: int, ground: str, words: str, at: datetime
) -> Certificate:
    """Withdrawn on a ground of Điều 8.1, with the number of the decision or other words. Raises Refused."""
    await access.certificate(session, staff, certificate_id)
    if access.units_of(staff) is not None:
        raise Refused("certificate.province_revokes")
    if ground not in GROUNDS:
        raise Refused("certificate.no_ground")
    return await _end(session, staff, certificate_id, REVOKED, ground, words, at)


async def lapse(
    session: AsyncSession, staff: Staff, certificate_id: int, reason: str, words: str, at: datetime
) -> Certificate:
    """Given up: why it is not judged again, one of LAPSE_REASONS. Raises Refused."""
    if reason not in LAPSE_REASONS:
        raise Refused("certificate.no_reason")
    return await _end(session, staff, certificate_id, LAPSED, reason, words, at)


async def _end(
    session: AsyncSession, staff: Staff, certificate_id: int, state: str, reason: str, words: str, at: datetime
) -> Certificate:
    row = await access.certificate_to_change(session, staff, certificate_id)
    said = _words(words)
    if row.state == state and row.reason == reason:
        return row
    if row.state != CURRENT:
        raise Refused("certificate.not_current")
    if reason in ("other", "conclusion") and not said:
        raise Refused("certificate.no_words")
    row.state, row.reason = state, reason
    await changed(session, staff, row, state, at, said, {"reason": reason})
    return row


async def put_back(session: AsyncSession, staff: Staff, certificate_id: int, words: str, at: datetime) -> Certificate:
    """A certificate that was revoked or lapsed by mistake is current again. Raises Refused(certificate.…)."""
    row = await access.certificate_to_change(session, staff, certificate_id)
    if row.state == CURRENT:
        return row
    if row.state == SUPERSEDED:
        raise Refused("certificate.superseded")
    if await grants.current(session, row.product_id) is not None:
        raise Refused("certificate.two")
    row.state, row.reason = CURRENT, ""
    await changed(session, staff, row, "restored", at, _words(words))
    return row


async def set_days(
    session: AsyncSession,
    staff: Staff,
    certificate_id: int,
    issued_on: date,
    expires_on: date,
    words: str,
    at: datetime,
) -> Certificate:
    """Corrects the days; what was promised about the old ones is void. Raises Refused(certificate.ends_before)."""
    row = await access.certificate_to_change(session, staff, certificate_id)
    grants.check_days(issued_on, expires_on)
    before = {"issued_on": row.issued_on.isoformat(), "expires_on": row.expires_on.isoformat()}
    after = {"issued_on": issued_on.isoformat(), "expires_on": expires_on.isoformat()}
    if before == after:
        return row
    if row.expires_on != expires_on:
        row.dated += 1
    row.issued_on, row.expires_on = issued_on, expires_on
    await changed(session, staff, row, "days", at, _words(words), {"before": before, "after": after})
    return row


async def set_number(
    session: AsyncSession, staff: Staff, certificate_id: int, number: str, at: datetime
) -> Certificate:
    """Writes down the number on the paper. Raises Refused(certificate.number_taken)."""
    row = await access.certificate_to_change(session, staff, certificate_id)
    wanted = " ".join(tidy(number).split())[:80] or None
    if wanted == row.number:
        return row
    taken = select(Certificate.id).where(Certificate.number == wanted, Certificate.product_id != row.product_id)
    if wanted and await session.scalar(taken.limit(1)) is not None:
        raise Refused("certificate.number_taken")
    before, row.number = row.number, wanted
    await changed(session, staff, row, "number", at, "", {"before": before, "after": wanted})
    return row


def _words(words: str) -> str:
    said = " ".join(tidy(words).split())
    if len(said) > LONGEST_WORDS:
        raise Refused("certificate.too_long", limit=LONGEST_WORDS)
    return said


async def changed(
    session: AsyncSession,
    staff: Staff,
    row: Certificate,
    act: str,
    at: datetime,
    words: str,
    detail: dict[str, Any] | None = None,
) -> None:
    """The change with its history, its audit and its promises, all in this one transaction."""
    row.changed_at = at
    grants.note(session, row, act, at, staff.id, detail, words)
    await audit.note(session, staff.id, f"certificate.{act}", f"certificate:{row.id}", at, **(detail or {}))
    await session.flush()
    await planning.replan(session, "certificate", [row.id], at)
