"""The duties of the clockwork about events: what runs out, whom to remind, what is over, what is owed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.base import Database
from ocop_core.db.models_events import Event, EventNotice, Registration
from ocop_core.rulebook.quiet_hours import is_quiet
from ocop_core.services.events import owing, places, planning, telling
from ocop_core.services.knowledge import load_knowledge
from ocop_core.settings import Settings

# The most urgent first: after a silence only that one speaks.
STAGES = (("h2", timedelta(hours=2)), ("d1", timedelta(days=1)), ("d3", timedelta(days=3)))
ASKED_WITHIN = timedelta(days=7)
SORRY_WITHIN = timedelta(days=1)
AT_ONCE = 500


async def look(db: Database, settings: Settings, at: datetime) -> list[dict[str, Any]]:
    """Everything about events that is due; it says nothing where nothing was to be done."""
    if not await _is_due(db, at):
        return []
    done = {
        "over": await end_due(db, at),
        "lapsed": await lapse_due(db, at),
        "moved_up": await move_up(db, at),
        "reminded": await remind_due(db, at),
        "unplaced": await unplaced_due(db, at),
        "asked": await ask_due(db, at),
    }
    done["told"] = await telling.tell_due(db, load_knowledge(settings.province), at)
    found = {name: count for name, count in done.items() if count}
    return [found] if found else []


async def _is_due(db: Database, at: datetime) -> bool:
    """Whether there is anything to be done at all: mostly not, and this is one question instead of six."""
    by_day = () if is_quiet(at) else (_near(at), _just_over(at), _just_begun(at), telling.owed())
    async with db.reading() as session:
        wanted = [query.exists() for query in (_ended(at), _late(at), _free(at), *by_day)]
        return bool(await session.scalar(select(or_(*wanted))))


async def end_due(db: Database, at: datetime) -> int:
    """What has ended is over."""
    return await _each(db, _ended(at), at, _end)


async def lapse_due(db: Database, at: datetime) -> int:
    """Places that were offered and not taken in time go to the next in line."""
    return await _each(db, _late(at).distinct(), at, _lapse)


async def move_up(db: Database, at: datetime) -> int:
    """Places that fell free without anybody saying so, as when two accounts became one, go to the first in line."""
    return await _each(db, _free(at), at, places.promote)


async def remind_due(db: Database, at: datetime) -> int:
    """Writes down who is to be reminded now; each of them once for each stage of each beginning."""
    return 0 if is_quiet(at) else await _each(db, _near(at), at, _remind)


async def unplaced_due(db: Database, at: datetime) -> int:
    """Those who are still in line when it begins are told that no place fell free."""
    return 0 if is_quiet(at) else await _each(db, _just_begun(at), at, _unplaced)


async def ask_due(db: Database, at: datetime) -> int:
    """Those who came are asked how it was."""
    return 0 if is_quiet(at) else await _each(db, _just_over(at), at, _ask)


def _ended(at: datetime) -> Select[int]:
    return select(Event.id).where(Event.state.in_(places.RUNNING), Event.ends_at <= at)


def _late(at: datetime) -> Select[int]:
    return select(Registration.event_id).where(Registration.state == "offered", Registration.offered_until <= at)


def _free(at: datetime) -> Select[int]:
    held = select(func.count()).where(Registration.event_id == Event.id, Registration.state.in_(places.HOLD))
    waits = exists().where(Registration.event_id == Event.id, Registration.state == "waiting")
    free = or_(Event.capacity.is_(None), Event.capacity > held.correlate(Event).scalar_subquery())
    return select(Event.id).where(
        Event.state.in_(places.RUNNING), Event.starts_at >= at + places.LAST_OFFER, waits, free
    )


def _near(at: datetime) -> Select[int]:
    near = select(Event.id).where(Event.state.in_(places.RUNNING), Event.starts_at > at)
    return near.where(Event.starts_at <= at + STAGES[-1][1])


def _just_over(at: datetime) -> Select[int]:
    just = select(Event.id).where(Event.state == "over", Event.ends_at > at - ASKED_WITHIN)
    return just.where(exists().where(Registration.event_id == Event.id, *_to_ask()))


def _just_begun(at: datetime) -> Select[int]:
    begun = select(Event.id).where(Event.state.in_((*places.RUNNING, "over")), Event.starts_at <= at)
    begun = begun.where(Event.starts_at > at - SORRY_WITHIN)
    return begun.where(exists().where(Registration.event_id == Event.id, *_in_line()))


async def _each(db: Database, query: Select[int], at: datetime, work: Any) -> int:
    """Does `work` for each event in a transaction of its own; the sum of what it did."""
    async with db.reading() as session:
        numbers: Sequence[int] = (await session.scalars(query.limit(AT_ONCE))).all()
    count = 0
    for number in numbers:
        async with db.writing() as session:
            count += await work(session, await places.locked(session, number), at)
    return count


async def _end(session: AsyncSession, event: Event, at: datetime) -> int:
    if event.state not in places.RUNNING or event.ends_at > at:
        return 0
    event.state = "over"
    await planning.note(session, event, None, "over", at)
    return 1


async def _lapse(session: AsyncSession, event: Event, at: datetime) -> int:
    query = select(Registration).where(Registration.event_id == event.id, Registration.state == "offered")
    rows = (await session.scalars(query.where(Registration.offered_until <= at).with_for_update())).all()
    for row in rows:
        row.state, row.changed_at = "declined", at
        await owing.owe(session, [row.id], "lapsed", row.queue, at)
    await places.promote(session, event, at)
    return len(rows)


async def _remind(session: AsyncSession, event: Event, at: datetime) -> int:
    stage, ahead = next((name, ahead) for name, ahead in STAGES if event.starts_at - ahead <= at)
    stamp = int(event.starts_at.timestamp()) // 60
    query = select(Registration.id).where(Registration.event_id == event.id, Registration.state == "going")
    # Who has only just said that they come needs no reminder. Whose stand is undecided is told so with it.
    query = query.where(Registration.changed_at < event.starts_at - ahead, Registration.person_id.is_not(None))
    query = query.where(~_told(stage).where(EventNotice.stamp == stamp))
    numbers = (await session.scalars(query.limit(AT_ONCE))).all()
    await owing.owe(session, numbers, stage, stamp, at)
    return len(numbers)


async def _unplaced(session: AsyncSession, event: Event, at: datetime) -> int:
    query = select(Registration.id).where(Registration.event_id == event.id, *_in_line())
    numbers = (await session.scalars(query.limit(AT_ONCE))).all()
    await owing.owe(session, numbers, "unplaced", 1, at)
    return len(numbers)


async def _ask(session: AsyncSession, event: Event, at: datetime) -> int:
    query = select(Registration.id).where(Registration.event_id == event.id, *_to_ask())
    numbers = (await session.scalars(query.limit(AT_ONCE))).all()
    await owing.owe(session, numbers, "after", 1, at)
    return len(numbers)


def _told(kind: str) -> Any:
    return exists().where(EventNotice.registration_id == Registration.id, EventNotice.kind == kind)


def _in_line() -> tuple[Any, ...]:
    return Registration.state == "waiting", Registration.person_id.is_not(None), ~_told("unplaced")


def _to_ask() -> tuple[Any, ...]:
    # Who was written down at the door without an account cannot be asked, and nobody is to phone them for it.
    return Registration.state == "came", Registration.person_id.is_not(None), ~_told("after")
