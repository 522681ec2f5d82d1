"""Who comes: never more than there are places, the others in line, who is first in line moves up."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.db.models import Person
from ocop_core.db.models_announcements import Announcement, Recipient
from ocop_core.db.models_events import Event, Registration
from ocop_core.db.queries import insert_once
from ocop_core.errors import Refused
from ocop_core.services.announcements import audience
from ocop_core.services.events import owing

# Who holds a place. An offer holds it too, so that it cannot be given twice.
HOLD = ("going", "offered", "came")
RUNNING = ("open", "closed")
# No 0 O 1 I L: a code is read out at the door.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# With less than this left nobody can answer and still come: who is at the door has the place.
LAST_OFFER = timedelta(minutes=15)
MOST_PRODUCTS, LONGEST_PRODUCT = 10, 120


async def locked(session: AsyncSession, event_id: int) -> Event:
    """The event, held against everybody else who wants a place. Raises Refused."""
    row = await session.get(Event, event_id, with_for_update=True, populate_existing=True)
    if row is None or row.state == "draft":
        raise Refused("event.unknown")
    return row


async def taken(session: AsyncSession, event_id: int) -> int:
    """How many places are not free any more."""
    query = select(func.count()).where(Registration.event_id == event_id, Registration.state.in_(HOLD))
    return await session.scalar(query) or 0


async def waiting_before(session: AsyncSession, row: Registration) -> int:
    """The place in the line, counted from 1."""
    query = select(func.count()).where(
        Registration.event_id == row.event_id, Registration.state == "waiting", Registration.queue <= row.queue
    )
    return await session.scalar(query) or 0


async def of(session: AsyncSession, event_id: int, person_id: int) -> Registration | None:
    """What somebody said about an event; None where they said nothing."""
    query = select(Registration).where(Registration.event_id == event_id, Registration.person_id == person_id)
    found: Registration | None = await session.scalar(query.with_for_update())
    return found


async def join(
    session: AsyncSession, event_id: int, person_id: int, at: datetime, products: Sequence[str] = ()
) -> Registration:
    """A place, or one in the line. A place that was offered is taken. Raises Refused: begun, closed, not meant."""
    event = await locked(session, event_id)
    check_comes(event, at)
    row = await of(session, event_id, person_id)
    if row is not None and row.state in ("going", "waiting", "came"):
        return _with_products(event, row, products, at)
    if row is not None and row.state == "offered":
        return _going(event, row, at)
    check_open(event, at)
    if not await may_come(session, event, person_id, at):
        raise Refused("event.not_meant")
    if row is None:
        row = await entered(session, event_id, at, person_id=person_id)
    elif row.approval == "refused":
        raise Refused("event.was_refused")
    row.products = _products(products) or row.products
    return await seat(session, event, row, at)


async def seat(session: AsyncSession, event: Event, row: Registration, at: datetime) -> Registration:
    """A place where there is one, or the end of the line."""
    row.changed_at = at
    if await _has_room(session, event):
        return _going(event, row, at)
    row.state, row.queue = "waiting", await _last_in_line(session, event.id) + 1
    return row


def check_comes(event: Event, at: datetime) -> None:
    """Raises Refused where there is nothing to answer any more, also for those who hold a place."""
    if event.state == "cancelled":
        raise Refused("event.called_off", title=event.title)
    if event.starts_at <= at or event.state == "over":
        raise Refused("event.begun", title=event.title)


def check_open(event: Event, at: datetime) -> None:
    """Raises Refused where nobody new can join any more, with why."""
    check_comes(event, at)
    if event.state != "open" or event.closes_on < local_day(at):
        raise Refused("event.closed", title=event.title)


async def entered(session: AsyncSession, event_id: int, at: datetime, **values: Any) -> Registration:
    """A new row under a code that nobody has; `state` is set by whoever asked for it."""
    fresh = {"name": "", "phone": "", "queue": 0, "offered_until": None, "products": [], "approval": "", "answers": {}}
    fresh |= {"walked_in": False, "came_at": None, "created_at": at, "changed_at": at, "state": "declined"}
    fresh |= {"event_id": event_id, "person_id": None, **values}
    code = _code()
    while not await insert_once(session, Registration, **fresh, code=code):
        code = _code()
    found: Registration = (await session.scalars(select(Registration).where(Registration.code == code))).one()
    return found


def _code() -> str:
    return "VX-" + "".join(secrets.choice(LETTERS) for _ in range(5))


def _going(event: Event, row: Registration, at: datetime) -> Registration:
    row.state, row.offered_until, row.changed_at = "going", None, at
    row.approval = row.approval or ("asked" if event.kind == "fair" else "")
    return row


def _with_products(event: Event, row: Registration, products: Sequence[str], at: datetime) -> Registration:
    """The same place for other products, as long as answers can be changed. Raises Refused."""
    names = _products(products)
    if names and names != row.products:
        check_open(event, at)
        row.products, row.changed_at = names, at
        # The stand was granted for what was to be brought before.
        row.approval = "asked" if row.approval == "approved" else row.approval
    return row


async def decline(session: AsyncSession, event_id: int, person_id: int, at: datetime) -> Registration:
    """They do not come: a place that they held goes to the first in line. Raises Refused once it has begun."""
    event = await locked(session, event_id)
    check_comes(event, at)
    row = await of(session, event_id, person_id)
    if row is None:
        return await entered(session, event_id, at, person_id=person_id, state="declined")
    await leave(session, event, row, at)
    return row


async def leave(session: AsyncSession, event: Event, row: Registration, at: datetime) -> None:
    """A place that was held goes to the first in line."""
    held = row.state in HOLD
    row.state = "cancelled" if row.state == "going" else "declined"
    row.approval = row.approval if row.approval == "refused" else ""
    row.offered_until, row.changed_at = None, at
    if held:
        await promote(session, event, at)


async def promote(session: AsyncSession, event: Event, at: datetime) -> int:
    """Offers every free place to the first in line; how many. Whoever gets one is told by the clockwork."""
    count = 0
    if event.state not in RUNNING or not can_be_offered(event, at):
        return count
    await session.flush()
    while await _has_place(session, event):
        query = select(Registration).where(Registration.event_id == event.id, Registration.state == "waiting")
        first = await session.scalar(query.order_by(Registration.queue).limit(1).with_for_update())
        if first is None:
            return count
        first.state, first.changed_at = "offered", at
        await session.flush()
        await owing.owe(session, [first.id], "offered", first.queue, at)
        count += 1
    return count


def can_be_offered(event: Event, at: datetime) -> bool:
    """Whether there is time enough to say yes to a place, and to come."""
    return event.starts_at - at >= LAST_OFFER


async def _has_place(session: AsyncSession, event: Event) -> bool:
    return event.capacity is None or await taken(session, event.id) < event.capacity


async def _has_room(session: AsyncSession, event: Event) -> bool:
    """Whether somebody new may have a place: only if nobody waits for it."""
    waits = select(Registration.id).where(Registration.event_id == event.id, Registration.state == "waiting").limit(1)
    return await _has_place(session, event) and await session.scalar(waits) is None


async def _last_in_line(session: AsyncSession, event_id: int) -> int:
    return await session.scalar(select(func.max(Registration.queue)).where(Registration.event_id == event_id)) or 0


async def may_come(session: AsyncSession, event: Event, person_id: int, at: datetime) -> bool:
    """Whether somebody is among those it is meant for, or was invited.

    Who has not said where they live is taken at their word.
    """
    meant, person = audience.load(event.audience), await session.get_one(Person, person_id)
    if person.unit is None and meant.units:
        meant = replace(meant, units=())
        meant = meant if meant.named else replace(meant, everyone=True)
    found = select(Person.id).where(Person.id == person_id, audience.people(meant, local_day(at)))
    return await session.scalar(found) is not None or await _is_invited(session, event, person_id)


async def _is_invited(session: AsyncSession, event: Event, person_id: int) -> bool:
    """An invitation holds, though a dossier may have moved on since and they would not be meant any more."""
    query = select(Recipient.id).join(Announcement, Announcement.id == Recipient.announcement_id)
    query = query.where(Recipient.person_id == person_id, Recipient.outbox_id.is_not(None))
    return await session.scalar(query.where(Announcement.event_id == event.id).limit(1)) is not None


def _products(names: Sequence[str]) -> list[str]:
    tidy = [" ".join(name.split())[:LONGEST_PRODUCT] for name in names]
    return [name for name in dict.fromkeys(tidy) if name][:MOST_PRODUCTS]
