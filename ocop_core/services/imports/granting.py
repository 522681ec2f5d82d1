"""Grants, corrects and takes back many certificates in a few statements; their promises are planned together."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Base
from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_promises import CertificateEvent
from ocop_core.office.reading import Reading, edition_of
from ocop_core.services import certificates
from ocop_core.services.reminders import planning

AT_ONCE = 500
Wanted = tuple[Product, Reading]
T = TypeVar("T", bound=Base)


async def by_ids(session: AsyncSession, model: type[T], ids: Sequence[int]) -> dict[int, T]:
    """Rows by their ids, locked for the transaction."""
    found: dict[int, T] = {}
    for start in range(0, len(ids), AT_ONCE):
        column: Any = model.__table__.c.id
        query = select(model).where(column.in_(ids[start : start + AT_ONCE])).order_by(column).with_for_update()
        found |= {row.__dict__["id"]: row for row in (await session.scalars(query)).all()}
        await breathe()
    return found


async def breathe() -> None:
    """Lets the chat answer between two portions of a long transaction."""
    await asyncio.sleep(0)


async def grant_many(
    session: AsyncSession, wanted: Sequence[Wanted], source: str, at: datetime, staff_id: int | None
) -> list[Certificate]:
    """A certificate for each product, older ones first; what was current is superseded. The same order comes back."""
    last = await _last(session, [product.id for product, _ in wanted])
    made: list[Certificate] = []
    for product, reading in wanted:
        before = last.get(product.id)
        if before is not None and before.state == certificates.CURRENT:
            before.state, before.changed_at = certificates.SUPERSEDED, at
            if before.id:
                certificates.note(session, before, "superseded", at, staff_id)
        made.append(_certificate(product, reading, before.version + 1 if before else 1, source, at))
        last[product.id] = made[-1]
    # What is superseded goes first: at no moment has a product two current certificates.
    await session.flush()
    for start in range(0, len(made), AT_ONCE):
        session.add_all(made[start : start + AT_ONCE])
        await session.flush()
        await breathe()
    for row in made:
        certificates.note(session, row, "granted", at, staff_id, {"source": source})
    await session.flush()
    return made


async def _last(session: AsyncSession, ids: Sequence[int]) -> dict[int, Certificate]:
    found: dict[int, Certificate] = {}
    for start in range(0, len(ids), AT_ONCE):
        query = select(Certificate).where(Certificate.product_id.in_(ids[start : start + AT_ONCE]))
        for row in (await session.scalars(query.order_by(Certificate.version))).all():
            found[row.product_id] = row
    return found


def _certificate(product: Product, reading: Reading, version: int, source: str, at: datetime) -> Certificate:
    assert reading.stars and reading.issued_on and reading.expires_on
    certificates.check_days(reading.issued_on, reading.expires_on)
    return Certificate(
        product_id=product.id,
        version=version,
        number=reading.number,
        decision_no=reading.decision_no,
        stars=reading.stars,
        score100=reading.score100,
        level=reading.level,
        edition=edition_of(reading.issued_on).id,
        issued_on=reading.issued_on,
        expires_on=reading.expires_on,
        state=certificates.CURRENT,
        reason="",
        source=source,
        dated=1,
        created_at=at,
        changed_at=at,
    )


async def take_back(session: AsyncSession, rows: Sequence[Certificate]) -> None:
    """Removes certificates that should never have been written down, with their history."""
    ids = [row.id for row in rows]
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        await session.execute(delete(CertificateEvent).where(CertificateEvent.certificate_id.in_(part)))
        await session.execute(delete(Certificate).where(Certificate.id.in_(part)))


async def promise_anew(session: AsyncSession, ids: Sequence[int], at: datetime) -> None:
    """Plans the promises of these certificates, also of those that are gone.

    Quickest if those that end on one day stand together, as they are planned in one statement.
    """
    await session.flush()
    for start in range(0, len(ids), AT_ONCE):
        await planning.replan(session, "certificate", ids[start : start + AT_ONCE], at)
        await breathe()
