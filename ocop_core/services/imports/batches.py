"""Imports as officers handle them: kept when a file comes in, planned, mended, applied, taken back."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.db.models import Staff
from ocop_core.db.models_imports import ImportBatch, ImportRow
from ocop_core.errors import Refused
from ocop_core.office.importing import Read
from ocop_core.office.orders import open_days
from ocop_core.office.reading import Reading
from ocop_core.rulebook.places import Province
from ocop_core.services import access, audit
from ocop_core.services.imports import applying, granting, listing, mending, undoing
from ocop_core.services.imports.calm import calmly
from ocop_core.services.imports.keys import product_key
from ocop_core.services.imports.plan import Planned, Row, plan
from ocop_core.services.imports.standing import standing

_ROWS_AT_ONCE = 500
CLEAR = ("add", "change")


def may(staff: Staff | None, unit: str) -> bool:
    """Whether a row of this commune may be imported; on the command line every row may."""
    return staff is None or access.may(staff, unit)


async def planned(session: AsyncSession, rows: Sequence[Row], staff: Staff | None, at: datetime) -> list[Planned]:
    """What would become of these rows if they were applied now."""
    known = await standing(session, {row.reading.product for row in rows})
    work = partial(plan, rows, known, local_day(at), partial(may, staff))
    # Thousands of rows are compared here, and the chat must not wait for them.
    return await asyncio.to_thread(work) if len(rows) > _ROWS_AT_ONCE else work()


@calmly
async def keep(
    session: AsyncSession, staff: Staff | None, name: str, content: bytes, read: Read, at: datetime
) -> ImportBatch:
    """A file that was read, with the plan for each of its rows. Nothing of the register changes yet."""
    plans = await planned(session, [Row(_at_home(each, staff)) for each in read.rows], staff, at)
    batch = ImportBatch(
        staff_id=staff.id if staff else None,
        unit=staff.unit if staff else None,
        name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        about={
            "sheet": read.sheet,
            "others": list(read.others),
            "unknown": list(read.unknown),
            "open_days": open_days(read.rows),
        },
        counts=dict(Counter(each.action for each in plans)),
        created_at=at,
    )
    session.add(batch)
    await session.flush()
    for start in range(0, len(plans), _ROWS_AT_ONCE):
        values = [_values(batch.id, each) for each in plans[start : start + _ROWS_AT_ONCE]]
        await session.execute(insert(ImportRow), values)
        await granting.breathe()
    await audit.note(session, batch.staff_id, "import.read", f"import:{batch.id}", at, rows=len(plans))
    return batch


def _at_home(reading: Reading, staff: Staff | None) -> Reading:
    """A commune's own list need not say in which commune it is."""
    silent = reading.unit is None and not any(each.field == "unit" for each in reading.doubts)
    if staff is None or staff.unit is None or not silent:
        return reading
    return replace(reading, unit=staff.unit)


def _values(batch_id: int, each: Planned) -> dict[str, Any]:
    return {
        "batch_id": batch_id,
        "source_row": each.reading.source_row,
        "key": product_key(each.reading.product),
        "state": "open",
        "reading": msgspec.to_builtins(each.reading),
        "mended": None,
        "product_id": None,
        "certificate_id": None,
        "before": None,
        "applied_at": None,
        **_plan_values(each),
    }


def _plan_values(each: Planned) -> dict[str, Any]:
    return {
        "action": each.action,
        "problems": list(msgspec.to_builtins((*each.problems, *each.reading.notes))),
        "changes": list(msgspec.to_builtins(each.changes)),
    }


async def mend(
    session: AsyncSession,
    staff: Staff,
    province: Province,
    row_id: int,
    words: Mapping[str, str],
    at: datetime,
) -> ImportRow:
    """Writes an officer's words over a row and plans it again, with the rows about the same product.

    `words` may hold "left_out" and "pick". Raises Refused(import_mend.…) with the name of the wrong field.
    """
    row = await session.get(ImportRow, row_id)
    batch = await opened(session, staff, row.batch_id if row else 0)
    if row is None or row.state != "open":
        raise Refused("import_act.row_closed")
    written = mending.checked(words, province)
    extra = {name: words[name] for name in (mending.LEAVE_OUT, mending.PICK) if words.get(name)}
    keys = {row.key}
    row.mended = {**(row.mended or {}), **written, **extra}
    if mending.LEAVE_OUT not in extra and row.mended.pop(mending.LEAVE_OUT, None):
        row.mended = dict(row.mended)
    row.key = product_key(mending.row_of(row.reading, row.mended).reading.product)
    await session.flush()
    await replan(session, batch, staff, keys | {row.key}, at)
    return row


@calmly
async def replan(session: AsyncSession, batch: ImportBatch, staff: Staff, keys: set[str] | None, at: datetime) -> None:
    """Plans the open rows about some products anew, or all of them."""
    if keys is None:
        rows = await listing.all_rows(session, batch.id, "open")
    else:
        query = select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.state == "open")
        query = query.where(ImportRow.key.in_(keys)).order_by(ImportRow.source_row)
        rows = list((await session.scalars(query)).all())
    plans = await planned(session, await asyncio.to_thread(_rows_of, rows), staff, at)
    await _store_all(rows, plans)
    await _moved(session, batch)


async def _store_all(rows: Sequence[ImportRow], plans: Sequence[Planned]) -> None:
    for index, (row, each) in enumerate(zip(rows, plans, strict=True)):
        _store(row, each)
        if index % _ROWS_AT_ONCE == 0:
            await granting.breathe()


def _store(row: ImportRow, each: Planned) -> None:
    for name, value in _plan_values(each).items():
        if getattr(row, name) != value:
            setattr(row, name, value)


async def _moved(session: AsyncSession, batch: ImportBatch) -> None:
    """The batch after a change: its counts anew, and a new version for pages that show it."""
    await session.flush()
    batch.version += 1
    batch.counts = await counts(session, batch.id)


async def counts(session: AsyncSession, batch_id: int) -> dict[str, int]:
    """How many rows still to be applied there are of each action, how many are applied and undone."""
    query = select(ImportRow.state, ImportRow.action, func.count()).where(ImportRow.batch_id == batch_id)
    found: Counter[str] = Counter()
    for state, action, count in (await session.execute(query.group_by(ImportRow.state, ImportRow.action))).all():
        found[action if state == "open" else state] += count
    return dict(found)


@calmly
async def apply(
    session: AsyncSession, staff: Staff | None, batch_id: int, at: datetime, expected: int | None = None
) -> ImportBatch:
    """Carries out all clear rows at once; doubtful ones stay. Raises Refused(import_act.…).

    `expected` is the number that the button named: if meanwhile it is another, nothing happens.
    """
    await granting.alone(session)
    batch = await opened(session, staff, batch_id)
    rows = await listing.all_rows(session, batch.id, "open")
    wanted = await asyncio.to_thread(_rows_of, rows)
    plans = await planned(session, wanted, staff, at)
    await _store_all(rows, plans)
    clear = sum(each.action in CLEAR for each in plans)
    if expected is not None and clear != expected:
        raise Refused("import_act.moved", count=clear)
    if not clear:
        raise Refused("import_act.nothing")
    done = await applying.write(session, list(zip(rows, plans, strict=True)), f"import:{batch.id}", at, batch.staff_id)
    batch.applied_at = at
    await _moved(session, batch)
    await audit.note(session, staff.id if staff else None, "import.applied", f"import:{batch.id}", at, rows=done)
    return batch


def _rows_of(rows: Sequence[ImportRow]) -> list[Row]:
    return [mending.row_of(row.reading, row.mended) for row in rows]


@calmly
async def undo(session: AsyncSession, staff: Staff, batch_id: int, at: datetime) -> list[ImportRow]:
    """Takes back what was applied; returns the rows that stay, because something has happened since. Raises Refused."""
    await granting.alone(session)
    batch = await opened(session, staff, batch_id)
    rows = await listing.all_rows(session, batch.id, "applied")
    if not rows:
        raise Refused("import_act.nothing_to_undo")
    kept = await undoing.put_back(session, rows, at)
    for row in kept:
        row.problems = [{"field": "", "key": "import_row.changed_since", "params": {}}]
    if not kept:
        batch.state = "undone"
    batch.undone_at = at
    await _moved(session, batch)
    await audit.note(session, staff.id, "import.undone", f"import:{batch.id}", at, rows=len(rows), kept=len(kept))
    return kept


async def drop(session: AsyncSession, staff: Staff, batch_id: int, at: datetime) -> None:
    """Leaves what is still open; what was applied stays. A second time is no error."""
    batch = await access.import_batch(session, staff, batch_id)
    if batch.state == "open":
        batch.state = "dropped"
        batch.version += 1
        await audit.note(session, staff.id, "import.dropped", f"import:{batch.id}", at)


async def opened(session: AsyncSession, staff: Staff | None, batch_id: int) -> ImportBatch:
    """An import that may still be changed, locked. Raises Refused."""
    if staff is None:
        return await session.get_one(ImportBatch, batch_id, with_for_update=True)
    batch = await access.import_batch_to_change(session, staff, batch_id)
    if batch.state == "undone":
        raise Refused("import_act.closed")
    return batch
