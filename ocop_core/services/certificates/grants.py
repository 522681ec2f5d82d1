"""Certificates: granted for a product, superseded by the next one, each with its promises."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_promises import CertificateEvent
from ocop_core.errors import Refused
from ocop_core.rulebook.editions import Edition
from ocop_core.rulebook.months import add_months
from ocop_core.services.reminders import planning

CURRENT, SUPERSEDED, REVOKED, LAPSED = "current", "superseded", "revoked", "lapsed"
LEVELS = ("district", "province", "ministry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a decision of recognition says. `score100` is in hundredths of a point.

    Without `expires_on` the certificate lasts as long as the edition says (QĐ 26/2026/QĐ-TTg, Điều 4.3: 36 months).
    """

    stars: int
    decision_no: str
    issued_on: date
    level: str
    source: str
    score100: int | None = None
    number: str | None = None
    expires_on: date | None = None


async def current(session: AsyncSession, product_id: int) -> Certificate | None:
    """The certificate a product has now, whether or not it has run out."""
    found: Certificate | None = await session.scalar(
        select(Certificate).where(Certificate.product_id == product_id, Certificate.state == CURRENT)
    )
    return found


async def grant(
    session: AsyncSession,
    product: Product,
    edition: Edition,
    grant: Grant,
    at: datetime,
    *,
    staff_id: int | None = None,
) -> Certificate:
    """Writes down a certificate; the one before is superseded. Raises Refused(certificate.…)."""
    row = await add(session, product, edition, grant, at, staff_id=staff_id)
    await planning.replan(session, "certificate", await _all_of(session, product.id), at)
    return row


async def add(
    session: AsyncSession,
    product: Product,
    edition: Edition,
    grant: Grant,
    at: datetime,
    *,
    staff_id: int | None = None,
) -> Certificate:
    """Like `grant` without its promises: for who grants many and plans them together. Raises Refused."""
    ends = grant.expires_on or add_months(grant.issued_on, edition.law.certificate.months)
    check_days(grant.issued_on, ends)
    last = await _superseded(session, product.id, grant, at, staff_id)
    row = Certificate(
        product_id=product.id,
        version=last.version + 1 if last else 1,
        number=grant.number,
        decision_no=grant.decision_no,
        stars=grant.stars,
        score100=grant.score100,
        level=grant.level,
        edition=edition.id,
        issued_on=grant.issued_on,
        expires_on=ends,
        state=CURRENT,
        reason="",
        source=grant.source,
        dated=1,
        created_at=at,
        changed_at=at,
    )
    session.add(row)
    await session.flush()
    note(session, row, "granted", at, staff_id, {"source": grant.source})
    return row


async def _superseded(
    session: AsyncSession, product_id: int, grant: Grant, at: datetime, staff_id: int | None
) -> Certificate | None:
    """The last certificate of a product, which makes room for the new one."""
    last: Certificate | None = await session.scalar(
        select(Certificate).where(Certificate.product_id == product_id).order_by(Certificate.version.desc()).limit(1)
    )
    if last is not None and last.state == CURRENT:
        if grant.issued_on <= last.issued_on:
            raise Refused("certificate.older", day=f"{last.issued_on:%d/%m/%Y}")
        last.state, last.changed_at = SUPERSEDED, at
        note(session, last, "superseded", at, staff_id)
        # Before the new one is there: at no moment has a product two.
        await session.flush()
    return last


async def _all_of(session: AsyncSession, product_id: int) -> list[int]:
    return list((await session.scalars(select(Certificate.id).where(Certificate.product_id == product_id))).all())


def check_days(issued_on: date, expires_on: date) -> None:
    """Raises Refused where a certificate would end before it begins."""
    if expires_on <= issued_on:
        raise Refused("certificate.ends_before")


def note(
    session: AsyncSession,
    row: Certificate,
    act: str,
    at: datetime,
    staff_id: int | None,
    detail: dict[str, Any] | None = None,
    words: str = "",
) -> None:
    """A line in the history of a certificate."""
    event = CertificateEvent(certificate_id=row.id, at=at, act=act, staff_id=staff_id, note=words, detail=detail)
    session.add(event)
