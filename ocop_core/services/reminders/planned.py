"""The statement that plans: one for all subjects of a kind that end on the same day, as they have the same stages."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, String, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from ocop_core.db.models_promises import Promise
from ocop_core.db.moments import minutes_after
from ocop_core.db.types import Moment
from ocop_core.rulebook.promises import AGAIN, Plan, following, slots
from ocop_core.services.reminders.kinds import KINDS, Kind

OPEN, DONE, VOID, ENDED = "open", "done", "void", "ended"


def subjects(kind: Kind, ids: Collection[int] | None) -> Any:
    """What holds now of a kind, perhaps only some of it."""
    if ids is None:
        return kind.subjects
    subject = next(iter(kind.subjects.selected_columns))
    return kind.subjects.where(subject.element.in_(ids))


def values(plan: Plan, number: int, ends_on: date, today: date) -> dict[str, Any]:
    """What is promised next about everything of one plan that ends on one day."""
    slot = following(slots(plan, ends_on), today, ())
    return {
        "of_plan": plan.id,
        "ends": ends_on,
        "number": number,
        "spread": plan.spread,
        "new_state": OPEN if slot else DONE,
        "stage": slot.stage if slot else None,
        "due": slot.due if slot else None,
    }


_COLUMNS = ("kind", "subject", "version", "plan", "plan_no", "ends_on", "person_id", "state", "next_stage", "next_due")


def upsert(dialect: str, kind: Kind, ids: Collection[int] | None) -> Any:
    """The statement; it takes what `values` gives."""
    return _upsert_all(dialect, kind.name) if ids is None else _statement(dialect, kind, ids)


@cache
def _upsert_all(dialect: str, kind: str) -> Any:
    # To put it together takes longer than to run it.
    return _statement(dialect, KINDS[kind], None)


def _statement(dialect: str, kind: Kind, ids: Collection[int] | None) -> Any:
    """A promise that was ended by an answer stays so, until the thing itself is another."""
    holds = subjects(kind, ids).subquery()
    due = minutes_after(bindparam("due", type_=Moment()), holds.c.lane % bindparam("spread", type_=Integer()))
    rows = select(
        literal(kind.name), holds.c.subject, holds.c.version, holds.c.plan, bindparam("number", type_=Integer()),
        holds.c.ends_on, holds.c.person_id, bindparam("new_state", type_=String()),
        bindparam("stage", type_=String()), due,
    )  # fmt: skip
    rows = rows.where(holds.c.plan == bindparam("of_plan", type_=String()))
    rows = rows.where(holds.c.ends_on == bindparam("ends", type_=Date()))
    maker = postgresql.insert if dialect == "postgresql" else sqlite.insert
    insert: Any = maker(Promise.__table__).from_select(_COLUMNS, rows)  # type: ignore[arg-type]
    new, old = insert.excluded, Promise.__table__.c
    otherwise = or_(
        old.state == VOID, old.ends_on != new.ends_on, old.plan_no != new.plan_no,
        func.coalesce(old.person_id, 0) != func.coalesce(new.person_id, 0),
    )  # fmt: skip
    # A repetition that somebody asked for outlives other stages and other hands; what comes first is decided behind.
    asked = and_(old.version == new.version, old.state == OPEN, old.next_stage.like(f"{AGAIN}%"))
    names = ("state", "next_stage", "next_due")
    kept = {name: case((asked, old[name]), else_=new[name]) for name in names}
    return insert.on_conflict_do_update(
        index_elements=["kind", "subject"],
        set_={name: new[name] for name in _COLUMNS[2:]} | kept,
        where=or_(old.version != new.version, and_(old.state != ENDED, otherwise)),
    )
