"""Makes two accounts one: everything that points to the account that goes points to the other from now on."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Person
from ocop_core.db.tables import METADATA
from ocop_core.errors import Refused
from ocop_core.services import audit

_KEPT = ("name", "phone", "call", "unit", "consented_at")


async def merge(session: AsyncSession, *, into: int, gone: int, at: datetime) -> None:
    """Moves chats, ideas, products, talks and whatever else belongs to `gone`; its row is no more. Raises Refused.

    What both have already, such as the same confirmed number, is kept once. What `into` has not told, `gone` may have.
    """
    if into == gone:
        raise Refused("link.own")
    rows = [await session.get_one(Person, number, with_for_update=True) for number in sorted((into, gone))]
    stays, goes = sorted(rows, key=lambda row: row.id != into)
    for name in _KEPT:
        setattr(stays, name, getattr(stays, name) or getattr(goes, name))
    await session.flush()
    for column in _pointers():
        await _move(session, column, into, gone)
    await audit.note(session, None, "person.merged", f"person:{into}", at, gone=gone)
    session.expunge(goes)
    await session.execute(delete(Person).where(Person.id == gone))


def _pointers() -> Iterator[Column[Any]]:
    """Every column of every table that says whose a row is."""
    for table in METADATA.sorted_tables:
        for column in table.columns:
            if any(key.column is Person.__table__.c.id for key in column.foreign_keys):
                yield column


async def _move(session: AsyncSession, column: Column[Any], into: int, gone: int) -> None:
    table = column.table
    assert isinstance(table, Table)
    for others in _unique_beside(table, column):
        twin = table.alias()
        same = [twin.c[other.name] == other for other in others]
        await session.execute(
            delete(table).where(column == gone, exists(select(1).where(twin.c[column.name] == into, *same)))
        )
    await session.execute(update(table).where(column == gone).values({column.name: into}))


def _unique_beside(table: Table, column: Column[Any]) -> Iterator[list[Column[Any]]]:
    """What else stands in each unique key of which `column` is a part."""
    for key in table.constraints:
        if isinstance(key, UniqueConstraint | PrimaryKeyConstraint) and column.name in key.columns:
            yield [other for other in key.columns if other is not column]
