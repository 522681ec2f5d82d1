"""Which phone numbers are surely somebody's own: nothing is believed because it was typed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Idea, Person
from ocop_core.db.models_accounts import PersonPhone
from ocop_core.db.models_events import Registration
from ocop_core.db.models_products import Product
from ocop_core.db.queries import insert_once
from ocop_core.services.reminders import following
from ocop_core.text import parse_phone

How = Literal["vouched", "code", "officer"]


async def confirm(
    session: AsyncSession, person_id: int, phone: str, how: How, at: datetime, *, staff_id: int | None = None
) -> bool:
    """Remembers that a number is a person's own; False if it is no phone number or was known before.

    Products that so far were known on paper only are theirs from now on, unless somebody else shares the number.
    """
    national = parse_phone(phone)
    if national is None:
        return False
    values = {"person_id": person_id, "phone": national, "how": how, "staff_id": staff_id, "confirmed_at": at}
    if not await insert_once(session, PersonPhone, **values):
        return False
    person = await session.get_one(Person, person_id)
    person.phone = person.phone or national
    await _take_products(session, person_id, national, at)
    return True


async def _take_products(session: AsyncSession, person_id: int, phone: str, at: datetime) -> None:
    sharing = await session.scalar(select(func.count()).where(PersonPhone.phone == phone))
    if sharing == 1:
        theirs = update(Product).where(Product.phone == phone, Product.person_id.is_(None))
        found = await session.scalars(theirs.values(person_id=person_id, changed_at=at).returning(Product.id))
        await following.products_moved(session, found.all(), at)


async def confirmed(session: AsyncSession, person_id: int) -> Sequence[str]:
    """The confirmed numbers of a person, in order."""
    query = select(PersonPhone.phone).where(PersonPhone.person_id == person_id)
    return (await session.scalars(query.order_by(PersonPhone.phone))).all()


async def written(session: AsyncSession, person_id: int) -> tuple[frozenset[str], frozenset[str]]:
    """Every number by which a person was known, confirmed or typed; and which of them somebody else has as well."""
    typed: list[tuple[Any, Any]] = [(Idea.person_id, Idea.phone), (Registration.person_id, Registration.phone)]
    own: list[tuple[Any, Any]] = [(Person.id, Person.phone), (PersonPhone.person_id, PersonPhone.phone)]
    mine: set[str] = set()
    for owner_id, phone in (*own, *typed):
        mine |= set(filter(None, (await session.scalars(select(phone).where(owner_id == person_id))).all()))
    shared: set[str] = set()
    for owner_id, phone in own:
        shared |= set((await session.scalars(select(phone).where(phone.in_(mine), owner_id != person_id))).all())
    return frozenset(mine), frozenset(shared)


async def owner(session: AsyncSession, phone: str) -> int | None:
    """The person whose confirmed number this is; None where nobody's or of several."""
    found = (await session.scalars(select(PersonPhone.person_id).where(PersonPhone.phone == phone).limit(2))).all()
    return found[0] if len(found) == 1 else None


async def claim(session: AsyncSession, at: datetime) -> int:
    """Products known on paper only are those of the one person whose confirmed number stands on it."""
    owners = select(PersonPhone.phone, func.min(PersonPhone.person_id).label("person_id"))
    alone = owners.group_by(PersonPhone.phone).having(func.count() == 1).subquery()
    theirs = select(alone.c.person_id).where(alone.c.phone == Product.phone).scalar_subquery()
    loose = update(Product).where(Product.person_id.is_(None), Product.phone.in_(select(alone.c.phone)))
    result: Any = await session.execute(
        loose.values(person_id=theirs, changed_at=at), execution_options={"synchronize_session": False}
    )
    return int(result.rowcount)
