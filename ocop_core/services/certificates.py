"""Certificates: granted for a product, superseded by the next one, each with its day of issue and its last day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models_products import Certificate, Product
from ocop_core.errors import Refused
from ocop_core.rulebook.editions import Edition
from ocop_core.rulebook.months import add_months

CURRENT, SUPERSEDED = "current", "superseded"
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


async def grant(session: AsyncSession, product: Product, edition: Edition, grant: Grant, at: datetime) -> Certificate:
    """Writes down a certificate; the one before is superseded. Raises Refused(certificate.…)."""
    ends = grant.expires_on or add_months(grant.issued_on, edition.law.certificate.months)
    if ends <= grant.issued_on:
        raise Refused("certificate.ends_before")
    last: Certificate | None = await session.scalar(
        select(Certificate).where(Certificate.product_id == product.id).order_by(Certificate.version.desc()).limit(1)
    )
    if last is not None and last.state == CURRENT:
        last.state, last.changed_at = SUPERSEDED, at
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
        created_at=at,
        changed_at=at,
    )
    session.add(row)
    await session.flush()
    return row
