"""Whom to phone: who has no chat, who kept silent, who asked; the commune first, then the province."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Person, Staff
from ocop_core.db.models_products import Product
from ocop_core.db.models_promises import Call
from ocop_core.db.queries import insert_once
from ocop_core.errors import Refused
from ocop_core.services import access, audit
from ocop_core.text import tidy

OPEN, CALLED, ESCALATED, DONE = "open", "called", "escalated", "done"
WAITING = (OPEN, ESCALATED)
PATIENCE = timedelta(days=7)
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class About:
    """What a call is about: kind, subject and version of a promise, and where the producer is at home."""

    kind: str
    subject: int
    version: int
    unit: str
    product_id: int | None
    person_id: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A call with the words that an officer needs: what, whose, which number."""

    call: Call
    product: str
    producer: str
    phone: str | None


async def ask(session: AsyncSession, about: About, why: str, stage: str, at: datetime) -> bool:
    """Puts somebody on the list, or opens an old line again unless it is done. False: nothing has changed."""
    values = {
        "kind": about.kind,
        "subject": about.subject,
        "version": about.version,
        "unit": about.unit,
        "product_id": about.product_id,
        "person_id": about.person_id,
        "why": why,
        "stage": stage,
        "state": OPEN,
        "note": "",
        "since": at,
        "changed_at": at,
    }
    if await insert_once(session, Call, **values):
        return True
    row = await _of(session, about)
    if row.state == DONE or (row.state in WAITING and row.stage == stage):
        return False
    again = OPEN if row.state == CALLED else row.state
    row.state, row.stage, row.why, row.changed_at = again, stage, why, at
    if again == OPEN:
        row.since = at
    return True


async def _of(session: AsyncSession, about: About) -> Call:
    query = select(Call).where(Call.kind == about.kind, Call.subject == about.subject, Call.version == about.version)
    return (await session.scalars(query.with_for_update())).one()


async def drop(session: AsyncSession, kind: str, subject: int, at: datetime) -> None:
    """Nobody has to be phoned about this any more: it was answered, or it is no longer so."""
    waiting = update(Call).where(Call.kind == kind, Call.subject == subject, Call.state.in_((*WAITING, CALLED)))
    await session.execute(waiting.values(state=DONE, changed_at=at), execution_options={"synchronize_session": False})


async def listed(
    session: AsyncSession, staff: Staff, *, state: str = "waiting", limit: int = 50, offset: int = 0
) -> tuple[int, list[Line]]:
    """How many lines there are and some of them, longest waiting first. The province has all, its own on top."""
    fits = _fits(staff, state)
    total = await session.scalar(select(func.count()).select_from(Call).where(*fits)) or 0
    query = (
        select(Call, Product, Person)
        .outerjoin(Product, Product.id == Call.product_id)
        .outerjoin(Person, Person.id == Call.person_id)
        .where(*fits)
        .order_by((Call.state == ESCALATED).desc() if staff.role != "commune" else Call.since, Call.since, Call.id)
    )
    rows = (await session.execute(query.limit(limit).offset(offset))).all()
    return total, [_line(call, product, person) for call, product, person in rows]


def _fits(staff: Staff, state: str) -> list[Any]:
    fits: list[Any] = [Call.state.in_(WAITING) if state == "waiting" else Call.state == state]
    units = access.units_of(staff) if staff.active else ()
    if units is not None:
        fits.append(Call.unit.in_(units))
    return fits


def _line(call: Call, product: Product | None, person: Person | None) -> Line:
    phone = (product.phone if product else None) or (person.phone if person else None)
    producer = (product.producer if product else "") or (person.name if person else "")
    return Line(call, product.name if product else "", producer, phone)


async def one(session: AsyncSession, staff: Staff, call_id: int) -> Line:
    """One line of the officer's own territory. Raises Refused."""
    query = (
        select(Call, Product, Person)
        .outerjoin(Product, Product.id == Call.product_id)
        .outerjoin(Person, Person.id == Call.person_id)
        .where(Call.id == call_id)
    )
    row = (await session.execute(query)).one_or_none()
    if row is None or not access.may(staff, row[0].unit):
        raise Refused("access.none")
    return _line(*row)


async def called(session: AsyncSession, staff: Staff, call_id: int, words: str, at: datetime) -> Call:
    """The officer has phoned; a later stage may bring the line back. Raises Refused(call.…)."""
    return await _set(session, staff, call_id, CALLED, words, at)


async def done(session: AsyncSession, staff: Staff, call_id: int, words: str, at: datetime) -> Call:
    """Nothing more to phone about. Raises Refused(call.…)."""
    return await _set(session, staff, call_id, DONE, words, at)


async def escalate(session: AsyncSession, staff: Staff, call_id: int, words: str, at: datetime) -> Call:
    """The commune hands the line to the province. Raises Refused(call.…)."""
    return await _set(session, staff, call_id, ESCALATED, words, at)


async def _set(session: AsyncSession, staff: Staff, call_id: int, state: str, words: str, at: datetime) -> Call:
    row = await session.get(Call, call_id, with_for_update=True)
    if row is None or not access.may(staff, row.unit):
        raise Refused("access.none")
    note = " ".join(tidy(words).split())
    if len(note) > LONGEST_NOTE:
        raise Refused("call.too_long", limit=LONGEST_NOTE)
    if row.state == state and note in ("", row.note):
        return row
    if row.state == DONE:
        raise Refused("call.done")
    row.state, row.note, row.staff_id, row.changed_at = state, note or row.note, staff.id, at
    await audit.note(session, staff.id, f"call.{state}", f"call:{row.id}", at)
    return row


async def hand_on(session: AsyncSession, at: datetime) -> Sequence[Call]:
    """What a commune has left lying for a week is the province's from now on."""
    query = select(Call).where(Call.state == OPEN, Call.since <= at - PATIENCE).order_by(Call.id)
    rows = (await session.scalars(query.with_for_update())).all()
    for row in rows:
        row.state, row.changed_at = ESCALATED, at
    return rows


async def waiting(session: AsyncSession, staff: Staff) -> tuple[int, datetime | None]:
    """How many wait in the officer's territory, and since when the longest."""
    query = select(func.count(), func.min(Call.since)).select_from(Call).where(*_fits(staff, "waiting"))
    count, oldest = (await session.execute(query)).one()
    return count, oldest
