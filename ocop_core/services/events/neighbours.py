"""Who of a commune goes to the province's events: for its officers to look at, and to call; nothing is changed here."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Person, Staff
from ocop_core.db.models_events import Event, Registration
from ocop_core.services import access

# Afterwards one still asks how it was; later it is the province's to remember.
AFTER = timedelta(days=30)
SHOWN = 60
# Whoever declined or gave the place back is nobody's to count on.
COUNTED = ("going", "offered", "waiting", "came")


async def coming(session: AsyncSession, staff: Staff, at: datetime) -> Sequence[tuple[Event, Mapping[str, int]]]:
    """The province's events with people of the officer's commune, the soonest first; by state how many of them."""
    units = access.units_of(staff)
    if units is None:
        return []
    theirs = select(Registration.event_id).join(Person, Person.id == Registration.person_id)
    theirs = theirs.where(Person.unit.in_(units), Registration.state.in_(COUNTED))
    query = select(Event).where(Event.unit.is_(None), Event.state != "draft", Event.ends_at >= at - AFTER)
    query = query.where(Event.id.in_(theirs)).order_by(Event.starts_at, Event.id).limit(SHOWN)
    rows = (await session.scalars(query)).all()
    return [(row, await tally(session, row, units)) for row in rows]


async def tally(session: AsyncSession, event: Event, units: Sequence[str]) -> Mapping[str, int]:
    """How many people of these communes stand how to an event, those who come first."""
    query = select(Registration.state, func.count()).join(Person, Person.id == Registration.person_id)
    query = query.where(Registration.event_id == event.id, Person.unit.in_(units))
    rows = (await session.execute(query.group_by(Registration.state))).all()
    found = {state: count for state, count in rows}
    return {state: found[state] for state in COUNTED if state in found}
