"""Plans promises: with the facts in one transaction, for many at once, and again every night."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    and_,
    case,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.db.base import Database
from ocop_core.db.models_promises import Promise, Reminder
from ocop_core.db.queries import insert_once
from ocop_core.rulebook.promises import AGAIN, Plan, following, slots
from ocop_core.services.reminders.kinds import KINDS, Kind
from ocop_core.services.reminders.planned import DONE, ENDED, OPEN, VOID, subjects, upsert, values
from ocop_core.services.reminders.stages import Plans, numbers, plans

DAYS_AT_ONCE = 100
Day = tuple[str, date]


async def replan(session: AsyncSession, kind: str, ids: Collection[int], at: datetime) -> None:
    """Plans what is promised about these subjects anew, in the transaction that changes them."""
    if not ids:
        return
    what, now_in_force = KINDS[kind], await plans(session)
    await void(session, what, ids)
    days = await _stale(session, what, now_in_force, ids)
    await _plan_days(session, what, now_in_force, days, at, ids)
    await _advance(session, what, now_in_force, at, ids)


async def replan_all(session: AsyncSession, plan_id: str, at: datetime) -> None:
    """Plans everything of one plan anew, in the transaction that changes its stages."""
    in_force = await plans(session)
    for kind in KINDS.values():
        days = [day for day in await _stale(session, kind, in_force, None) if day[0] == plan_id]
        for start in range(0, len(days), DAYS_AT_ONCE):
            await _plan_days(session, kind, in_force, days[start : start + DAYS_AT_ONCE], at, None)
            # The chat answers meanwhile.
            await asyncio.sleep(0)
        if days:
            await _advance(session, kind, in_force, at, None)


async def check(db: Database, at: datetime) -> dict[str, Any]:
    """Holds every promise against the facts and mends what differs; says how many. Locks never last long."""
    found: dict[str, Any] = {"planned": 0, "void": 0}
    async with db.roomy():
        for kind in KINDS.values():
            async with db.writing() as session:
                found["void"] += await void(session, kind, None)
            found["planned"] += await _mend(db, kind, at)
    return found


async def _mend(db: Database, kind: Kind, at: datetime) -> int:
    """Plans again what was reckoned by other facts, a hundred last days in a unit; how many promises."""
    planned = 0
    async with db.reading() as session:
        in_force = await plans(session)
        days = await _stale(session, kind, in_force, None)
    for start in range(0, len(days), DAYS_AT_ONCE):
        some = days[start : start + DAYS_AT_ONCE]
        async with db.writing() as session:
            planned += await _plan_days(session, kind, in_force, some, at, None)
    if days:
        async with db.writing() as session:
            await _advance(session, kind, in_force, at, None)
    return planned


async def afresh(db: Database, at: datetime) -> dict[str, Any]:
    """Reckons every promise anew: a clock that had run ahead may have let them wait for days far off."""
    async with db.writing() as session:
        waiting = update(Promise).where(Promise.state.in_((OPEN, DONE)))
        # What somebody asked to hear again keeps its own day.
        mine = waiting.where(func.coalesce(Promise.next_stage, "").not_like(f"{AGAIN}%"))
        await session.execute(mine.values(plan_no=0), execution_options={"synchronize_session": False})
    return await check(db, at)


async def void(session: AsyncSession, kind: Kind, ids: Collection[int] | None) -> int:
    """Takes back the open promises about what no longer holds. Returns how many."""
    holds = kind.subjects.subquery()
    query = update(Promise).where(Promise.kind == kind.name, Promise.state == OPEN)
    if ids is not None:
        query = query.where(Promise.subject.in_(ids))
    still = exists().where(holds.c.subject == Promise.subject)
    result: Any = await session.execute(
        query.where(~still).values(state=VOID, next_stage=None, next_due=None),
        execution_options={"synchronize_session": False},
    )
    return int(result.rowcount)


async def _stale(session: AsyncSession, kind: Kind, in_force: Plans, ids: Collection[int] | None) -> list[Day]:
    """The last days of subjects whose promise is missing or was reckoned by other facts."""
    holds = subjects(kind, ids).subquery()
    same = and_(Promise.kind == kind.name, Promise.subject == holds.c.subject)
    query = select(holds.c.plan, holds.c.ends_on).outerjoin(Promise, same)
    by_number = case(numbers(in_force), value=holds.c.plan, else_=0)
    differs = or_(
        Promise.id.is_(None),
        Promise.version != holds.c.version,
        and_(Promise.state != ENDED, _reckoned_otherwise(holds, by_number)),
    )
    rows = (await session.execute(query.where(differs).distinct().order_by(holds.c.plan, holds.c.ends_on))).all()
    return [(plan, ends_on) for plan, ends_on in rows if plan in in_force]


def _reckoned_otherwise(holds: Any, number: Any) -> Any:
    return or_(
        Promise.state == VOID,
        Promise.ends_on != holds.c.ends_on,
        Promise.plan != holds.c.plan,
        Promise.plan_no != number,
        func.coalesce(Promise.person_id, 0) != func.coalesce(holds.c.person_id, 0),
    )


async def _plan_days(
    session: AsyncSession, kind: Kind, in_force: Plans, days: Sequence[Day], at: datetime, ids: Collection[int] | None
) -> int:
    """All subjects that end on the same day have the same stages: one statement, run for each of the days."""
    if not days:
        return 0
    number, today = numbers(in_force), local_day(at)
    each_day = [values(in_force[plan_id], number[plan_id], ends_on, today) for plan_id, ends_on in days]
    statement = upsert(session.get_bind().dialect.name, kind, ids)
    if ids is None:
        result: Any = await session.execute(statement, each_day)
    else:
        for each in each_day:
            result = await session.execute(statement, each)
    return max(0, int(result.rowcount))


async def _advance(
    session: AsyncSession, kind: Kind, in_force: Plans, at: datetime, ids: Collection[int] | None
) -> None:
    """Where the stage that would speak next was said already, the one behind it is next.

    What somebody has asked to hear again is kept, unless a stage comes before it.
    """
    said_next = and_(
        Reminder.kind == Promise.kind, Reminder.subject == Promise.subject,
        Reminder.version == Promise.version, Reminder.stage == Promise.next_stage,
    )  # fmt: skip
    passed = or_(exists().where(said_next), Promise.next_stage.like(f"{AGAIN}%"))
    query = select(Promise).where(Promise.kind == kind.name, Promise.state == OPEN, passed)
    query = query.where(Promise.subject.in_(ids)) if ids is not None else query
    rows = (await session.scalars(query, execution_options={"populate_existing": True})).all()
    said = await said_about(session, rows)
    for row in rows:
        heard = said.get((row.kind, row.subject, row.version), set())
        if not _again_first(row, in_force[row.plan], local_day(at), heard):
            move_on(row, in_force[row.plan], local_day(at), heard)
    await session.flush()


def _again_first(row: Promise, plan: Plan, today: date, said: Collection[str]) -> bool:
    """Whether a repetition was asked for that comes before the next stage."""
    if row.next_due is None or not (row.next_stage or "").startswith(AGAIN):
        return False
    slot = following(slots(plan, row.ends_on), today, said)
    return slot is None or local_day(row.next_due) < slot.day


async def holding(session: AsyncSession, rows: Sequence[Promise]) -> set[tuple[str, int, int]]:
    """Of these promises the kind, subject and version of those whose facts are still so."""
    found: set[tuple[str, int, int]] = set()
    for kind in {row.kind for row in rows}:
        query = subjects(KINDS[kind], [row.subject for row in rows if row.kind == kind])
        found |= {(kind, row.subject, row.version) for row in (await session.execute(query)).all()}
    return found


async def said_about(session: AsyncSession, rows: Sequence[Promise]) -> dict[tuple[str, int, int], set[str]]:
    """The stages of these promises that are settled already."""
    keys = [(row.kind, row.subject, row.version) for row in rows]
    found: dict[tuple[str, int, int], set[str]] = {}
    for start in range(0, len(keys), 200):
        query = select(Reminder.kind, Reminder.subject, Reminder.version, Reminder.stage).where(
            tuple_(Reminder.kind, Reminder.subject, Reminder.version).in_(keys[start : start + 200])
        )
        for kind, subject, version, stage in (await session.execute(query)).all():
            found.setdefault((kind, subject, version), set()).add(stage)
    return found


async def pass_over(session: AsyncSession, row: Promise, at: datetime) -> None:
    """Somebody knows today already what a stage would say: the one that comes behind it speaks next."""
    plan, today = (await plans(session))[row.plan], local_day(at)
    passed = [slot.stage for slot in slots(plan, row.ends_on) if slot.day <= today]
    for stage in passed:
        key = {"kind": row.kind, "subject": row.subject, "version": row.version, "stage": stage}
        await insert_once(session, Reminder, **key, state="overtaken", at=at, person_id=row.person_id, chat_id=None)
    move_on(row, plan, today, passed)
    await session.flush()


def move_on(row: Promise, plan: Plan, today: date, said: Collection[str]) -> None:
    """The next stage of a promise that is still to be said, or its end."""
    slot = following(slots(plan, row.ends_on), today, said)
    if slot is None:
        row.state, row.next_stage, row.next_due = DONE, None, None
    else:
        row.next_stage, row.next_due = slot.stage, spread_out(row, plan, slot.due)


def spread_out(row: Promise, plan: Plan, due: datetime) -> datetime:
    """The minute at which a promise speaks that is due from `due` on."""
    lane = row.person_id if row.person_id is not None else row.subject
    return due + timedelta(minutes=lane % plan.spread)
