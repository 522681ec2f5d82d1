"""Makes products with certificates, through the same services as the program."""

from datetime import date, datetime

from ocop_core.db.base import Database
from ocop_core.db.models_products import Certificate, Product
from ocop_core.rulebook.editions import edition
from ocop_core.rulebook.months import add_months
from ocop_core.services.certificates import grants, register
from ocop_core.services.certificates.grants import Grant
from tests.support.making import NUI_CAM


async def make_product(
    db: Database,
    at: datetime,
    name: str = "Mắm cá lóc",
    *,
    unit: str = NUI_CAM,
    phone: str | None = "0912345678",
    person_id: int | None = None,
) -> Product:
    """A product as paper knows it, or one of a person."""
    async with db.writing() as session:
        row = Product(
            name=name,
            producer="Cơ sở Bảy Chóp",
            unit=unit,
            phone=phone,
            person_id=person_id,
            created_at=at,
            changed_at=at,
        )
        row.search = register.search_text(row)
        session.add(row)
        await session.flush()
        return row


async def make_certificate(
    db: Database, product: Product, ends: date, at: datetime, *, number: str | None = None
) -> Certificate:
    """A certificate of three stars that ends on that day."""
    wanted = Grant(
        stars=3,
        decision_no="12/QĐ-UBND",
        issued_on=add_months(ends, -36),
        expires_on=ends,
        level="province",
        source="test",
        number=number,
    )
    async with db.writing() as session:
        return await grants.grant(session, product, edition("QD26"), wanted, at)
