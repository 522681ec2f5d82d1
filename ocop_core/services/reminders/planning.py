"""Plans promises: with the facts in one transaction, for many at once, and again every night."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.db.base import Database
from ocop_core.db.models_promises import Promise, Reminder
from ocop_core.db.moments import minutes_after
from ocop_core.db.queries import insert_once
from ocop_core.db.types import Moment
from ocop_core.rulebook.promises import Plan, following, slots
from ocop_core.services.reminders.kinds import KINDS, Kind
from ocop_core.services.reminders.stages import Plans, numbers, plans

OPEN, DONE, VOID, ENDED = "open", "done", "void", "ended"
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


async def check(db: Database, at: datetime) -> dict[str, Any]:
    """Holds every promise against the facts and mends what differs; says how many. Locks never last long."""
    found: dict[str, Any] = {"planned": 0, "void": 0}
    for kind in KINDS.values():
        async with db.writing() as session:
            found["void"] += await void(session, kind, None)
        async with db.reading() as session:
            in_force = await plans(session)
            days = await _stale(session, kind, in_force, None)
        for start in range(0, len(days), DAYS_AT_ONCE):
            async with db.writing() as session:
                found["planned"] += await _plan_days(
                    session, kind, in_force, days[start : start + DAYS_AT_ONCE], at, None
                )
    return found


async def void(session: AsyncSession, kind: Kind, ids: Collection[int] | None) -> int:
    """Takes back the open promises about what no longer holds. Returns how many."""
    holds = kind.subjects.subquery()
    query = update(Promise).where(Promise.kind == kind.name, Promise.state == OPEN)
    if ids is not None:
        query = query.where(Promise.subject.in_(ids))
    still = exists().where(holds.c.subject == Promise.subject, holds.c.version == Promise.version)
    result: Any = await session.execute(
        query.where(~still).values(state=VOID, next_stage=None, next_due=None),
        execution_options={"synchronize_session": False},
    )
    return int(result.rowcount)


async def _stale(session: AsyncSession, kind: Kind, in_force: Plans, ids: Collection[int] | None) -> list[Day]:
    """The last days of subjects whose promise is missing or was reckoned by other facts."""
    holds = _of(kind, ids).subquery()
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


def _of(kind: Kind, ids: Collection[int] | None) -> Any:
    if ids is None:
        return kind.subjects
    subject = next(iter(kind.subjects.selected_columns))
    return kind.subjects.where(subject.element.in_(ids))


async def _plan_days(
    session: AsyncSession, kind: Kind, in_force: Plans, days: Sequence[Day], at: datetime, ids: Collection[int] | None
) -> int:
    """One statement for all subjects that end on the same day, as they have the same stages."""
    count, number = 0, numbers(in_force)
    for plan_id, ends_on in days:
        count += await _plan_day(session, kind, in_force[plan_id], number[plan_id], ends_on, at, ids)
    if days:
        await _advance(session, kind, in_force, {ends_on for _, ends_on in days}, at, ids)
    return count


async def _plan_day(
    session: AsyncSession,
    kind: Kind,
    plan: Plan,
    number: int,
    ends_on: date,
    at: datetime,
    ids: Collection[int] | None,
) -> int:
    slot = following(slots(plan, ends_on), local_day(at), ())
    holds = _of(kind, ids).subquery()
    due: Any = (
        minutes_after(bindparam("due", slot.due, Moment()), holds.c.lane % plan.spread)
        if slot
        else literal(None, Moment())
    )
    rows = select(
        literal(kind.name), holds.c.subject, holds.c.version, holds.c.plan, literal(number, Integer),
        holds.c.ends_on, holds.c.person_id, literal(OPEN if slot else DONE),
        literal(slot.stage if slot else None), due,
    ).where(holds.c.plan == plan.id, holds.c.ends_on == bindparam("ends", ends_on, Date()))  # fmt: skip
    result: Any = await session.execute(_upsert(session, rows))
    return int(result.rowcount)


_COLUMNS = ("kind", "subject", "version", "plan", "plan_no", "ends_on", "person_id", "state", "next_stage", "next_due")


def _upsert(session: AsyncSession, rows: Any) -> Any:
    """A promise that was ended by an answer stays so, until the thing itself is another."""
    maker = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    insert: Any = maker(Promise.__table__).from_select(_COLUMNS, rows.where(literal_column("1") == 1))  # type: ignore[arg-type]
    new, old = insert.excluded, Promise.__table__.c
    otherwise = or_(
        old.state == VOID, old.ends_on != new.ends_on, old.plan_no != new.plan_no,
        func.coalesce(old.person_id, 0) != func.coalesce(new.person_id, 0),
    )  # fmt: skip
    return insert.on_conflict_do_update(
        index_elements=["kind", "subject"],
        set_={name: new[name] for name in _COLUMNS[2:]},
        where=or_(old.version != new.version, and_(old.state != ENDED, otherwise)),
    )


async def _advance(
    session: AsyncSession, kind: Kind, in_force: Plans, ends: set[date], at: datetime, ids: Collection[int] | None
) -> None:
    """Where the stage that would speak next was said already, the one behind it is next."""
    said_next = and_(
        Reminder.kind == Promise.kind, Reminder.subject == Promise.subject,
        Reminder.version == Promise.version, Reminder.stage == Promise.next_stage,
    )  # fmt: skip
    query = select(Promise).where(Promise.kind == kind.name, Promise.state == OPEN, exists().where(said_next))
    query = query.where(Promise.subject.in_(ids)) if ids is not None else query.where(Promise.ends_on.in_(ends))
    rows = (await session.scalars(query, execution_options={"populate_existing": True})).all()
    said = await said_about(session, rows)
    for row in rows:
        move_on(row, in_force[row.plan], local_day(at), said.get((row.kind, row.subject, row.version), set()))
    await session.flush()


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
