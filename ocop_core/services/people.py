"""Names for lists: which producer, which officer."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Person, Staff


async def producers(session: AsyncSession, ids: Iterable[int]) -> dict[int, str]:
    """Names of producers by number; empty where they have not told it."""
    query = select(Person.id, Person.name).where(Person.id.in_(set(ids)))
    return {number: name for number, name in (await session.execute(query)).all()}


async def producer(session: AsyncSession, person_id: int) -> Person:
    """One producer."""
    return await session.get_one(Person, person_id)


async def unit_of(session: AsyncSession, person_id: int) -> str | None:
    """The commune that a person has told, if any."""
    found: str | None = await session.scalar(select(Person.unit).where(Person.id == person_id))
    return found


async def officers(session: AsyncSession, ids: Iterable[int | None]) -> dict[int, str]:
    """Names of officers by number."""
    query = select(Staff.id, Staff.name).where(Staff.id.in_({i for i in ids if i is not None}))
    return {number: name for number, name in (await session.execute(query)).all()}
