"""Who will be reminded of what in the coming weeks: as it would be if nothing changed until then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import VIETNAM, local_day
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Chat, Person, Staff
from ocop_core.db.models_promises import Promise, Reminder
from ocop_core.rulebook.promises import AGAIN, Plan, slots
from ocop_core.services import access, outbox
from ocop_core.services.reminders.kinds import KINDS, Known
from ocop_core.services.reminders.planned import OPEN
from ocop_core.services.reminders.stages import plans

MOST = 2000


@dataclass(frozen=True, slots=True)
class Coming:
    """One reminder that is to come. Not `by_chat`: nobody can be reached, so that it comes on the call list."""

    day: date
    kind: str
    plan: str
    stage: str
    subject: int
    name: str
    person: str
    unit: str
    ends_on: date
    by_chat: bool


async def coming(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, at: datetime, days: int = 30
) -> Sequence[Coming]:
    """The reminders of the next `days` days in the officer's territory, by day."""
    today = local_day(at)
    last = today + timedelta(days=days)
    evening = datetime.combine(last, time.max, tzinfo=VIETNAM)
    query = select(Promise).where(Promise.state == OPEN, Promise.next_due <= evening)
    rows = (await session.scalars(query.order_by(Promise.next_due).limit(MOST))).all()
    said = await _said(session, rows)
    in_force, found = await plans(session), []
    names, reachable = await _people(session, rows)
    for row, known in await _named(session, knowledge, staff, rows):
        for day, stage in _stages(row, in_force[row.plan], today):
            if day <= last and (row.kind, row.subject, row.version, stage) not in said:
                person = names.get(row.person_id or 0, "")
                by_chat = row.person_id in reachable
                line = (day, row.kind, row.plan, stage, row.subject, known.name, person, known.about.unit)
                found.append(Coming(*line, row.ends_on, by_chat))
    return sorted(found, key=lambda each: (each.day, each.unit, each.name))


def _stages(row: Promise, plan: Plan, today: date) -> Iterator[tuple[date, str]]:
    """What speaks next, perhaps because somebody asked to hear it again or it was held back; then all that follows."""
    assert row.next_stage is not None and row.next_due is not None
    first = max(today, local_day(row.next_due))
    yield first, AGAIN if row.next_stage.startswith(AGAIN) else row.next_stage
    yield from ((slot.day, slot.stage) for slot in slots(plan, row.ends_on) if slot.day > first)


async def _said(session: AsyncSession, rows: Sequence[Promise]) -> set[tuple[str, int, int, str]]:
    subjects = {row.subject for row in rows}
    query = select(Reminder.kind, Reminder.subject, Reminder.version, Reminder.stage)
    found = await session.execute(query.where(Reminder.subject.in_(subjects)))
    return {(kind, subject, version, stage) for kind, subject, version, stage in found.all()}


async def _named(
    session: AsyncSession, knowledge: Knowledge, staff: Staff, rows: Sequence[Promise]
) -> list[tuple[Promise, Known]]:
    """The promises of the officer's own territory, with their names."""
    found = []
    for kind in {row.kind for row in rows}:
        own = [row for row in rows if row.kind == kind]
        known = await KINDS[kind].known(session, knowledge.words, [row.subject for row in own])
        found += [(row, named) for row in own if (named := known.get(row.subject))]
    return [(row, known) for row, known in found if known.about.unit and access.may(staff, known.about.unit)]


async def _people(session: AsyncSession, rows: Sequence[Promise]) -> tuple[dict[int, str], set[int | None]]:
    ids = {row.person_id for row in rows if row.person_id is not None}
    people = (await session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))).all()
    chats = select(Chat.person_id).join(Person, Person.id == Chat.person_id).where(Person.consented_at.is_not(None))
    chats = chats.where(Chat.person_id.in_(ids), Chat.reachable, Chat.channel != outbox.ASSIST)
    reachable = set((await session.scalars(chats.distinct())).all())
    return {number: name for number, name in people}, {*reachable}
