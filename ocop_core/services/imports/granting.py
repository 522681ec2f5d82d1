"""Grants, corrects and takes back many certificates in a few statements; their promises are planned together."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Base
from ocop_core.db.models_products import Certificate
from ocop_core.db.models_promises import CertificateEvent
from ocop_core.office.reading import Reading, edition_of
from ocop_core.services.certificates import grants
from ocop_core.services.reminders import planning

AT_ONCE = 500
# Any number that no other lock of this program has.
_ONE_IMPORT = 20_181_057
# The id of a product, and what a row says of its certificate.
Wanted = tuple[int, Reading]
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


async def insert_many(session: AsyncSession, model: type[Base], values: Sequence[dict[str, Any]]) -> list[int]:
    """New rows in few statements; their ids in the order of the values."""
    table: Any = model.__table__
    made: list[int] = []
    for start in range(0, len(values), AT_ONCE):
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        made += (await session.scalars(statement, list(values[start : start + AT_ONCE]))).all()
        await breathe()
    return made


async def alone(session: AsyncSession) -> None:
    """Waits until no other import is being written: two would not see each other's products. SQLite has one writer."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(_ONE_IMPORT)))


async def grant_many(
    session: AsyncSession, wanted: Sequence[Wanted], source: str, at: datetime, staff_id: int | None
) -> list[int]:
    """A certificate for each product, older ones first; what was current is superseded. Their ids, in this order."""
    last = await _last(session, [product_id for product_id, _ in wanted])
    newest: dict[int, dict[str, Any]] = {}
    values: list[dict[str, Any]] = []
    for product_id, reading in wanted:
        version = newest[product_id]["version"] if product_id in newest else getattr(last.get(product_id), "version", 0)
        if product_id in newest:
            newest[product_id]["state"] = grants.SUPERSEDED
        newest[product_id] = _certificate(product_id, reading, version + 1, source, at)
        values.append(newest[product_id])
        if len(values) % AT_ONCE == 0:
            await breathe()
    for row in last.values():
        if row.state == grants.CURRENT:
            row.state, row.changed_at = grants.SUPERSEDED, at
            grants.note(session, row, "superseded", at, staff_id)
    # What is superseded goes first: at no moment has a product two current certificates.
    await session.flush()
    made = await insert_many(session, Certificate, values)
    event = {"at": at, "act": "granted", "staff_id": staff_id, "note": "", "detail": {"source": source}}
    for start in range(0, len(made), AT_ONCE):
        part = made[start : start + AT_ONCE]
        await session.execute(insert(CertificateEvent), [{"certificate_id": number, **event} for number in part])
        await breathe()
    return made


async def _last(session: AsyncSession, ids: Sequence[int]) -> dict[int, Certificate]:
    found: dict[int, Certificate] = {}
    for start in range(0, len(ids), AT_ONCE):
        query = select(Certificate).where(Certificate.product_id.in_(ids[start : start + AT_ONCE]))
        for row in (await session.scalars(query.order_by(Certificate.version))).all():
            found[row.product_id] = row
    return found


def _certificate(product_id: int, reading: Reading, version: int, source: str, at: datetime) -> dict[str, Any]:
    assert reading.stars and reading.issued_on and reading.expires_on
    grants.check_days(reading.issued_on, reading.expires_on)
    return {
        "product_id": product_id,
        "version": version,
        "number": reading.number,
        "decision_no": reading.decision_no,
        "stars": reading.stars,
        "score100": reading.score100,
        "level": reading.level,
        "edition": edition_of(reading.issued_on).id,
        "issued_on": reading.issued_on,
        "expires_on": reading.expires_on,
        "state": grants.CURRENT,
        "reason": "",
        "source": source,
        "dated": 1,
        "created_at": at,
        "changed_at": at,
    }


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
