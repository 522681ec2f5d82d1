"""Writes the clear rows of an import into the register, all or none, and keeps what stood before each."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models_imports import ImportRow
from ocop_core.db.models_products import Certificate, Product
from ocop_core.office.reading import Reading, edition_of
from ocop_core.services.certificates import grants
from ocop_core.services.certificates.register import search_text, search_words
from ocop_core.services.imports import granting
from ocop_core.services.imports.plan import Planned, paper_changes, product_changes

PRODUCT = ("producer", "unit", "phone", "set_no", "address")
PAPER = ("stars", "score100", "number", "decision_no", "issued_on", "expires_on", "level", "edition", "dated")
_DAYS = ("issued_on", "expires_on")


@dataclass(slots=True)
class _Step:
    """One row on its way; what it did is written into it at the end, in portions."""

    row: ImportRow
    planned: Planned
    before: dict[str, Any] = field(default_factory=dict)
    certificate_id: int | None = None


async def write(
    session: AsyncSession, rows: Sequence[tuple[ImportRow, Planned]], source: str, at: datetime, staff_id: int | None
) -> int:
    """Carries out what is planned as add or change; returns how many rows that were."""
    steps = [_Step(row, planned) for row, planned in rows if planned.action in ("add", "change")]
    steps.sort(key=lambda step: (step.planned.reading.issued_on or date.min, step.row.source_row))
    products = await _products(session, steps, at)
    touched = await _papers(session, steps, products, source, at, staff_id)
    await _remember(session, steps, products, at)
    await granting.promise_anew(session, touched, at)
    return len(steps)


_ROWS: Any = ImportRow.__table__
_APPLIED = (
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("row_id"))
    .values(
        state="applied",
        applied_at=bindparam("at"),
        product_id=bindparam("product"),
        certificate_id=bindparam("paper"),
        before=bindparam("stood"),
    )
)


async def _remember(session: AsyncSession, steps: Sequence[_Step], products: Mapping[int, int], at: datetime) -> None:
    """What each row did, so that it can be taken back."""
    for start in range(0, len(steps), granting.AT_ONCE):
        values = [
            {
                "row_id": step.row.id,
                "at": at,
                "product": products[step.row.source_row],
                "paper": step.certificate_id,
                "stood": step.before,
            }
            for step in steps[start : start + granting.AT_ONCE]
        ]
        connection = await session.connection()
        await connection.execute(_APPLIED, values)
        await granting.breathe()


async def _products(session: AsyncSession, steps: Sequence[_Step], at: datetime) -> dict[int, int]:
    """The product of each row, by its number: found and changed, or new."""
    standing = await granting.by_ids(
        session, Product, sorted({step.planned.product.id for step in steps if step.planned.product})
    )
    found: dict[int, int] = {}
    new: list[_Step] = []
    for step in steps:
        if step.planned.product:
            found[step.row.source_row] = step.planned.product.id
            _change_product(standing[step.planned.product.id], step, at)
        elif step.planned.after is None:
            step.before["made"] = True
            new.append(step)
    # To fold thousands of names takes a while.
    fresh = await asyncio.to_thread(lambda: [_product(step.planned.reading, at) for step in new])
    made = await granting.insert_many(session, Product, fresh)
    found |= {step.row.source_row: number for step, number in zip(new, made, strict=True)}
    followers = {step.row.source_row: step.planned.after for step in steps if step.planned.after is not None}
    return found | {number: found[bringer] for number, bringer in followers.items()}


def _product(reading: Reading, at: datetime) -> dict[str, Any]:
    return {
        "person_id": None,
        "name": reading.product,
        "producer": reading.producer,
        "producer_kind": "",
        "unit": reading.unit,
        "set_no": reading.set_no,
        "phone": reading.phone,
        "address": reading.address,
        "search": search_words(reading.product, reading.producer, reading.phone),
        "created_at": at,
        "changed_at": at,
    }


def _change_product(row: Product, step: _Step, at: datetime) -> None:
    assert step.planned.product is not None
    names = [change.field for change in product_changes(step.planned.reading, step.planned.product)]
    if not names:
        return
    step.before["product"] = {name: getattr(row, name) for name in names}
    for name in names:
        setattr(row, name, getattr(step.planned.reading, name))
    row.search, row.changed_at = search_text(row), at


async def _papers(
    session: AsyncSession,
    steps: Sequence[_Step],
    products: Mapping[int, int],
    source: str,
    at: datetime,
    staff_id: int | None,
) -> list[int]:
    """Certificates granted and corrected; the ids of all whose promises may differ now."""
    granting_steps = [step for step in steps if step.planned.grants]
    wanted = [(products[step.row.source_row], step.planned.reading) for step in granting_steps]
    made = await granting.grant_many(session, wanted, source, at, staff_id)
    for step, number in zip(granting_steps, made, strict=True):
        step.certificate_id = number
        step.before |= {"granted": True, "superseded": _superseded(step.planned)}
    corrected = await _corrected(session, steps, at, staff_id)
    # Those that end on one day stand together, as their promises are planned in one statement.
    granting_steps.sort(key=lambda step: (step.planned.reading.expires_on or date.max, step.certificate_id or 0))
    granted = [step.certificate_id for step in granting_steps if step.certificate_id]
    return granted + corrected + list(_all_superseded(granting_steps))


def _superseded(planned: Planned) -> int | None:
    current = planned.product.current if planned.product else None
    return current.id if current else None


def _all_superseded(steps: Iterable[_Step]) -> Iterable[int]:
    return (paper for step in steps if (paper := _superseded(step.planned)) is not None)


async def _corrected(session: AsyncSession, steps: Sequence[_Step], at: datetime, staff_id: int | None) -> list[int]:
    pairs = [(step, step.planned.certificate) for step in steps if step.planned.certificate and not step.planned.grants]
    rows = await granting.by_ids(session, Certificate, [paper.id for _, paper in pairs])
    touched = []
    for step, paper in pairs:
        names = [change.field for change in paper_changes(step.planned.reading, paper)]
        if names:
            _correct(session, rows[paper.id], step, names, at, staff_id)
            touched.append(paper.id)
    return touched


def _correct(
    session: AsyncSession, row: Certificate, step: _Step, names: Sequence[str], at: datetime, staff_id: int | None
) -> None:
    reading = step.planned.reading
    before = {name: _plain(getattr(row, name)) for name in PAPER}
    for name in names:
        setattr(row, name, getattr(reading, name))
    grants.check_days(row.issued_on, row.expires_on)
    if set(names) & {"stars", "issued_on"}:
        row.level, row.edition = reading.level or row.level, edition_of(row.issued_on).id
    if "expires_on" in names:
        row.dated += 1
    row.changed_at = at
    step.certificate_id = row.id
    step.before["paper"] = before
    after = {name: _plain(getattr(row, name)) for name in names}
    detail = {"before": {name: before[name] for name in names}, "after": after}
    grants.note(session, row, "imported", at, staff_id, detail)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def restored(row: Product | Certificate, values: Mapping[str, Any], at: datetime) -> None:
    """Puts back what stood before."""
    for name, value in values.items():
        setattr(row, name, date.fromisoformat(value) if name in _DAYS else value)
    if isinstance(row, Product):
        row.search = search_text(row)
    row.changed_at = at
