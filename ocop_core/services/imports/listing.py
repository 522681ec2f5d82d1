"""Imports and their rows as officers look at them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Staff
from ocop_core.db.models_imports import ImportBatch, ImportRow
from ocop_core.services import access
from ocop_core.services.imports import granting
from ocop_core.services.imports.twins import ACTIONS

# What the page has a leaf for: rows still to be applied by their action, then those that were.
LEAVES = ("doubtful", "add", "change", "same", "skip", "applied", "undone")


async def listed(session: AsyncSession, staff: Staff, *, limit: int) -> Sequence[ImportBatch]:
    """The imports an officer may see, the newest first."""
    query = select(ImportBatch).order_by(ImportBatch.id.desc()).limit(limit)
    units = access.units_of(staff) if staff.active else ()
    if units is not None:
        query = query.where(ImportBatch.unit.in_(units))
    return (await session.scalars(query)).all()


async def rows(
    session: AsyncSession, batch_id: int, leaf: str, *, after: int = 0, limit: int = 25
) -> Sequence[ImportRow]:
    """The rows on one leaf, in the order of the file, behind the row with number `after`."""
    query = _on(select(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.source_row > after), leaf)
    return (await session.scalars(query.order_by(ImportRow.source_row).limit(limit))).all()


def _on(query: Any, leaf: str) -> Any:
    if leaf in ACTIONS:
        return query.where(ImportRow.state == "open", ImportRow.action == leaf)
    return query.where(ImportRow.state == leaf)


async def row(session: AsyncSession, batch_id: int, number: int) -> ImportRow | None:
    """One row by its number in the file."""
    query = select(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.source_row == number)
    found: ImportRow | None = await session.scalar(query)
    return found


async def all_rows(session: AsyncSession, batch_id: int, state: str) -> list[ImportRow]:
    """All rows of an import in one state, in the order of the file; read in portions, so that the chat can answer."""
    query = select(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.state == state)
    query = query.order_by(ImportRow.source_row).limit(granting.AT_ONCE)
    found: list[ImportRow] = []
    while some := (
        await session.scalars(query.where(ImportRow.source_row > (found[-1].source_row if found else -1)))
    ).all():
        found += some
        await granting.breathe()
    return found
