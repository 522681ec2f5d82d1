"""Invented certificates in every situation of their time, some of producers without a chat; papers that run out."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.db.models import Person, Staff
from ocop_core.db.models_products import Certificate, Product
from ocop_core.rulebook.editions import edition
from ocop_core.rulebook.months import add_months
from ocop_core.services.certificates import dated_papers, grants, officer_acts, register
from ocop_core.services.certificates.grants import Grant

COMMUNES = ("30538", "30628", "31078", "30505")
# Days from today to the last day. Whoever has a chat, in order; the first two are of one producer.
WITH_CHAT = (180, 178, 165, 150, 131, 126, 120, 119, 75, 30, 10, 0, -15, -200, 240, 400, 700, 1000)
WITHOUT_CHAT = (176, 140, 122, 118, 60, -40, 500)
# Which paper, and how many days ago or ahead the day on it lies.
PAPERS = (
    ("food_safety", 200),
    ("test", -320),
    ("barcode", -150),
    ("quality", 110),
    ("trademark", -2100),
    ("health", -340),
)
MAKERS = ("Hộ kinh doanh Út Mười", "Cơ sở Ba Lượm", "Hợp tác xã Cù Lao", "Hộ kinh doanh Chín Rạng")


@dataclass(frozen=True, slots=True)
class _Made:
    """Where the next invented product gets its name and number from."""

    names: tuple[str, ...]
    sets: tuple[int, ...]
    at: datetime


async def add_certificates(
    session: AsyncSession, people: Sequence[int], officers: Sequence[Staff], at: datetime
) -> None:
    """Certificates of some of these people, of others without a chat, and a few that have ended otherwise."""
    found = tomllib.loads((Path(__file__).parent / "products.toml").read_text("utf-8"))["product"]
    made = _Made(tuple(each["name"] for each in found), tuple(each["set"] for each in found), at)
    owners = [people[max(0, n - 1) % len(people)] for n in range(len(WITH_CHAT))] if people else []
    for number, (days, owner) in enumerate(zip(WITH_CHAT, owners, strict=False)):
        await _certificate(session, made, number, days, await session.get_one(Person, owner))
    for number, days in enumerate(WITHOUT_CHAT, start=len(WITH_CHAT)):
        await _certificate(session, made, number, days, None)
    await _ended(session, made, officers[0])
    for owner, (kind, days) in zip(people, PAPERS, strict=False):
        await dated_papers.keep(session, owner, kind, local_day(at) + timedelta(days=days), at)


async def _certificate(
    session: AsyncSession, made: _Made, number: int, days: int, person: Person | None
) -> Certificate:
    ends = local_day(made.at) + timedelta(days=days)
    issued = _three_years_before(ends)
    product = Product(
        person_id=person.id if person else None,
        name=made.names[number % len(made.names)],
        producer=person.name if person else MAKERS[number % len(MAKERS)],
        producer_kind="household",
        unit=COMMUNES[number % len(COMMUNES)],
        set_no=made.sets[number % len(made.sets)],
        phone=person.phone if person else f"09{12000000 + 37 * number:08}",
        created_at=made.at,
        changed_at=made.at,
    )
    product.search = register.search_text(product)
    session.add(product)
    await session.flush()
    wanted = Grant(
        stars=4 if number % 5 == 0 else 3,
        decision_no=f"{400 + number}/QĐ-UBND",
        issued_on=issued,
        expires_on=ends,
        level="province",
        source="demo",
        score100=7250 if number % 5 == 0 else 5400 + 90 * (number % 15),
        number=f"91-{product.unit}-{number + 1:03}-{issued.year}",
    )
    law = edition("QD26" if issued >= edition("QD26").law.effective else "QD148")
    return await grants.grant(session, product, law, wanted, made.at)


def _three_years_before(ends: date) -> date:
    return add_months(ends, -36)


async def _ended(session: AsyncSession, made: _Made, officer: Staff) -> None:
    """One that was revoked, one that its producer gave up, one that was renewed."""
    first = len(WITH_CHAT) + len(WITHOUT_CHAT)
    revoked = await _certificate(session, made, first, 300, None)
    await officer_acts.revoke(session, officer, revoked.id, "stopped", "Xã xác nhận cơ sở ngưng sản xuất.", made.at)
    lapsed = await _certificate(session, made, first + 1, -60, None)
    await officer_acts.lapse(session, officer, lapsed.id, "cost", "Tiền kiểm nghiệm cao so với số bán được.", made.at)
    renewed = await _certificate(session, made, first + 2, -5, None)
    product = await session.get_one(Product, renewed.product_id)
    today = local_day(made.at)
    again = Grant(stars=3, decision_no="512/QĐ-UBND", issued_on=today, level="province", source="demo", score100=6100)
    await grants.grant(session, product, edition("QD26"), again, made.at)
