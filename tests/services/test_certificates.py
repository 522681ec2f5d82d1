"""Certificates: how long they last, and what becomes of the one before."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from ocop_core.db.base import Database
from ocop_core.db.models_products import Certificate, Product
from ocop_core.errors import Refused
from ocop_core.rulebook.editions import edition
from ocop_core.services.certificates import grants
from ocop_core.services.certificates.grants import Grant
from tests.support.clock import Clock
from tests.support.making import NUI_CAM


def decided(issued: date, **more: object) -> Grant:
    return Grant(stars=3, decision_no="12/QĐ-UBND", issued_on=issued, level="province", source="test", **more)  # type: ignore[arg-type]


async def make_product(db: Database, at: datetime, name: str = "Mắm cá lóc") -> Product:
    async with db.writing() as session:
        row = Product(name=name, producer="Cơ sở Bảy Chóp", unit=NUI_CAM, created_at=at, changed_at=at)
        session.add(row)
        await session.flush()
        return row


@pytest.mark.parametrize(
    ("issued", "ends"),
    [(date(2024, 2, 4), date(2027, 2, 4)), (date(2024, 2, 29), date(2027, 2, 28))],
)
async def test_a_certificate_lasts_to_the_same_day_three_years_later(
    db: Database, clock: Clock, issued: date, ends: date
) -> None:
    product = await make_product(db, clock())
    async with db.writing() as session:
        assert (await grants.grant(session, product, edition("QD26"), decided(issued), clock())).expires_on == ends


async def test_a_renewal_supersedes_the_certificate_before(db: Database, clock: Clock) -> None:
    product = await make_product(db, clock())
    for issued in (date(2023, 5, 22), date(2026, 5, 22)):
        async with db.writing() as session:
            await grants.grant(session, product, edition("QD26"), decided(issued), clock())
    async with db.reading() as session:
        rows = (await session.scalars(select(Certificate).order_by(Certificate.version))).all()
        assert (await grants.current(session, product.id)) == rows[1]
    assert [(row.version, row.state) for row in rows] == [(1, "superseded"), (2, "current")]


async def test_no_certificate_ends_before_it_begins(db: Database, clock: Clock) -> None:
    product = await make_product(db, clock())
    with pytest.raises(Refused, match=r"certificate\.ends_before"):
        async with db.writing() as session:
            wrong = decided(date(2026, 5, 22), expires_on=date(2026, 5, 22))
            await grants.grant(session, product, edition("QD26"), wrong, clock())
