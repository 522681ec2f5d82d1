"""Who came: by the code they show, or by name where they had not signed up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.db.models import Person, Staff
from ocop_core.db.models_events import Event, EventNotice, Registration
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.services.events import owing, places, planning
from ocop_core.text import parse_phone

ORDER = ("going", "offered", "waiting", "came", "cancelled", "declined")
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Guest:
    """One who said something about an event, or came: how they are called and reached, and how they stand to it.

    `unreached`: something about it could not be told to them, so that somebody has to phone.
    """

    row: Registration
    name: str
    phone: str
    unit: str | None
    unreached: bool = False

    @property
    def products(self) -> str:
        """What they bring, in a line."""
        return ", ".join(map(str, self.row.products))


async def guests(
    session: AsyncSession,
    event: Event,
    *,
    states: Sequence[str] = ORDER,
    units: Sequence[str] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[Guest]:
    """Everybody, or some of them: those who come first, in the order in which they said so; who came last before.

    `units` are the communes whose people are wanted.
    """
    place = case({state: number for number, state in enumerate(ORDER)}, value=Registration.state)
    query = select(Registration, Person).outerjoin(Person, Person.id == Registration.person_id)
    query = query.where(Registration.event_id == event.id, Registration.state.in_(states))
    if units is not None:
        query = query.where(Person.unit.in_(units))
    query = query.order_by(place, Registration.came_at.desc(), Registration.queue, Registration.id)
    missed = await _unreached(session, event.id)
    rows = (await session.execute(query.limit(limit).offset(offset))).all()
    return [_guest(row, person, row.id in missed) for row, person in rows]


async def ratings(session: AsyncSession, event: Event) -> Mapping[str, int]:
    """By the word that they chose, how many of those who came found it so."""
    query = select(Registration.answers).where(Registration.event_id == event.id, Registration.state == "came")
    said = (answers.get("rating") for answers in await session.scalars(query))
    return Counter(rating for rating in said if rating)


async def _unreached(session: AsyncSession, event_id: int) -> set[int]:
    query = select(EventNotice.registration_id).join(Registration, Registration.id == EventNotice.registration_id)
    query = query.where(Registration.event_id == event_id, EventNotice.state == "unreached")
    return set((await session.scalars(query)).all())


def _guest(row: Registration, person: Person | None, unreached: bool = False) -> Guest:
    name = row.name or (person.name if person else "")
    phone = row.phone or (person.phone or "" if person else "")
    return Guest(row, name, phone, person.unit if person else None, unreached)


async def check_in(session: AsyncSession, staff: Staff, number: int, code: str, at: datetime) -> tuple[Guest, bool]:
    """Somebody is here; False where that was known already. Raises Refused for a code that is not of this event."""
    event = await _here(session, staff, number, at)
    row = await session.scalar(select(Registration).where(Registration.code == _tidy(code)).with_for_update())
    if row is None:
        raise Refused("event.code_unknown")
    if row.event_id != event.id:
        other = await session.get_one(Event, row.event_id)
        # Another office's event is none of this officer's business.
        mine = staff.unit is None or other.unit == staff.unit
        raise Refused("event.code_elsewhere", title=other.title) if mine else Refused("event.code_unknown")
    person = await session.get(Person, row.person_id) if row.person_id else None
    return _guest(row, person), _came(row, at)


def _came(row: Registration, at: datetime) -> bool:
    if row.state == "came":
        return False
    row.walked_in = row.state != "going"
    row.state, row.came_at, row.offered_until, row.changed_at = "came", at, None, at
    return True


async def walk_in(session: AsyncSession, staff: Staff, number: int, name: str, phone: str, at: datetime) -> Guest:
    """Somebody is here who shows no code; with a number that is known they are who they are. Raises Refused."""
    event = await _here(session, staff, number, at)
    name, typed = " ".join(name.split())[:LONGEST_NAME], parse_phone(phone) if phone.strip() else ""
    if not name:
        raise Refused("event.no_name")
    if typed is None:
        raise Refused("event.phone_wrong")
    person = await _known(session, typed)
    row = await places.of(session, event.id, person.id) if person else None
    row = row or await places.entered(session, event.id, at, person_id=person.id if person else None)
    row.name, row.phone = name, typed
    _came(row, at)
    return _guest(row, person)


async def _known(session: AsyncSession, phone: str) -> Person | None:
    """The one person with this number; none where several have it."""
    if not phone:
        return None
    rows = (await session.scalars(select(Person).where(Person.phone == phone).limit(2))).all()
    return rows[0] if len(rows) == 1 else None


async def undo(session: AsyncSession, staff: Staff, number: int, registration: int, at: datetime) -> None:
    """That somebody came was a slip: they stand as they stood."""
    await _here(session, staff, number, at)
    row = await _row(session, number, registration)
    if row.state == "came":
        row.state, row.came_at, row.changed_at = ("cancelled" if row.walked_in else "going"), None, at


async def decide(
    session: AsyncSession, staff: Staff, number: int, registration: int, reason: str | None, at: datetime
) -> None:
    """A stand at a fair is granted, or with a `reason` refused; the place is free again then. Raises Refused."""
    event = await access.event_to_change(session, staff, number)
    row = await _row(session, number, registration)
    if row.approval != "asked" or row.state != "going":
        raise Refused("event.not_asked")
    if reason is not None and not reason.strip():
        raise Refused("event.no_reason")
    row.approval, row.changed_at = ("approved" if reason is None else "refused"), at
    detail = {"reason": " ".join((reason or "").split())[:500]} if reason is not None else None
    await owing.owe(session, [row.id], row.approval, event.version, at, detail)
    if reason is not None:
        row.state = "cancelled"
        await places.promote(session, event, at)
    await planning.note(session, event, staff, row.approval, at, registration=row.id)


async def tally(session: AsyncSession, numbers: Sequence[int]) -> dict[int, dict[str, int]]:
    """By event, how many stand how to it."""
    query = select(Registration.event_id, Registration.state, func.count()).where(Registration.event_id.in_(numbers))
    found: dict[int, dict[str, int]] = {number: {} for number in numbers}
    query = query.group_by(Registration.event_id, Registration.state)
    for number, state, count in (await session.execute(query)).all():
        found[number][state] = count
    return found


async def to_grant(session: AsyncSession, staff: Staff) -> dict[int, int]:
    """By event of the officer's own office, how many stands wait to be granted; events without any are left out."""
    query = select(Registration.event_id, func.count()).join(Event, Event.id == Registration.event_id)
    query = query.where(Registration.approval == "asked", Registration.state == "going")
    query = query.where(Event.state.in_(places.RUNNING)).group_by(Registration.event_id)
    units = access.units_of(staff)
    if units is not None:
        query = query.where(Event.unit.in_(units))
    return {number: count for number, count in (await session.execute(query)).all()}


def opens(event: Event, at: datetime) -> bool:
    """Whether people may be noted as having come: from the morning of the day it begins."""
    return local_day(at) >= local_day(event.starts_at)


async def _row(session: AsyncSession, number: int, registration: int) -> Registration:
    row = await session.get(Registration, registration, with_for_update=True, populate_existing=True)
    if row is None or row.event_id != number:
        raise Refused("access.none")
    return row


async def _here(session: AsyncSession, staff: Staff, number: int, at: datetime) -> Event:
    event = await access.event_to_change(session, staff, number)
    if event.state not in ("open", "closed", "over"):
        raise Refused("event.moved_on")
    if not opens(event, at):
        raise Refused("event.too_early")
    return event


def _tidy(code: str) -> str:
    """The code as it is stored, however it was typed or scanned."""
    letters = "".join(char for char in code.upper() if char.isalnum() and char.isascii())
    return f"VX-{letters.removeprefix('VX')}"[:8]
