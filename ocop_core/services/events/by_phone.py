"""Somebody phones the office before the day: an officer signs them up or off, and their chat is told."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Person, Staff
from ocop_core.db.models_accounts import PersonPhone
from ocop_core.db.models_events import Event, Registration
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.services.events import owing, places, planning
from ocop_core.services.events.arrivals import LONGEST_NAME
from ocop_core.text import fold, parse_phone

HOLDING = ("going", "waiting", "offered")
SEVERAL = 20


async def sign_up(
    session: AsyncSession, staff: Staff, number: int, name: str, phone: str, at: datetime
) -> Registration:
    """A place or one in the line, for whoever the officer says may come, also after closing. Raises Refused."""
    event = await _before_the_day(session, staff, number, at)
    name, typed = " ".join(name.split())[:LONGEST_NAME], parse_phone(phone)
    if typed is None:
        raise Refused("event.phone_needed")
    person = await _known(session, staff, name, typed)
    if person is None and not name:
        raise Refused("event.no_name")
    row = await _row_of(session, event, person, typed)
    if row is not None and row.state in HOLDING:
        raise Refused("event.already_in", name=row.name or name or (person.name if person else ""))
    row = row or await places.entered(session, event.id, at, person_id=person.id if person else None)
    row.name, row.phone, row.approval = name or row.name, typed, ""
    await places.seat(session, event, row, at)
    await _written(session, event, staff, row, "signed_up", at)
    return row


async def sign_off(session: AsyncSession, staff: Staff, number: int, registration: int, at: datetime) -> Registration:
    """They do not come after all; the place goes to the first in line. Raises Refused."""
    event = await _before_the_day(session, staff, number, at)
    row = await session.get(Registration, registration, with_for_update=True, populate_existing=True)
    if row is None or row.event_id != event.id:
        raise Refused("access.none")
    if row.state not in HOLDING:
        raise Refused("event.moved_on")
    await places.leave(session, event, row, at)
    await _written(session, event, staff, row, "signed_off", at)
    return row


async def _before_the_day(session: AsyncSession, staff: Staff, number: int, at: datetime) -> Event:
    await access.event_to_change(session, staff, number)
    event = await places.locked(session, number)
    if event.state not in places.RUNNING or event.starts_at <= at:
        raise Refused("event.moved_on")
    return event


async def _known(session: AsyncSession, staff: Staff, name: str, phone: str) -> Person | None:
    """Whose number it is, of those this officer may see; several who share it are told apart by name."""
    theirs = select(PersonPhone.person_id).where(PersonPhone.phone == phone)
    query = select(Person).where(or_(Person.phone == phone, Person.id.in_(theirs)))
    units = access.units_of(staff)
    query = query if units is None else query.where(Person.unit.in_(units))
    found = (await session.scalars(query.order_by(Person.id).limit(SEVERAL))).all()
    if len(found) > 1:
        found = [person for person in found if fold(person.name) == fold(name)]
        if len(found) != 1:
            raise Refused("event.phone_several")
    return found[0] if found else None


async def _row_of(session: AsyncSession, event: Event, person: Person | None, phone: str) -> Registration | None:
    if person is not None:
        return await places.of(session, event.id, person.id)
    query = select(Registration).where(Registration.event_id == event.id, Registration.person_id.is_(None))
    found: Registration | None = await session.scalar(query.where(Registration.phone == phone).limit(1))
    return found


async def _written(
    session: AsyncSession, event: Event, staff: Staff, row: Registration, act: str, at: datetime
) -> None:
    await planning.note(session, event, staff, act, at, registration=row.id)
    # Who has no account was told on the phone.
    if row.person_id is not None:
        await owing.owe(session, [row.id], act, int(at.timestamp()), at)
