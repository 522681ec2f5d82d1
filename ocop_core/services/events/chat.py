"""The chat's side of events: looks them up for the engine, carries out what it decided, says what came of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.effects import Effect
from ocop_core.conversation.events.facts import DeclineEvent, EventView, JoinEvent, RateEvent, SendTicket, TellWho
from ocop_core.conversation.events.saying import facts_of
from ocop_core.conversation.said import Say
from ocop_core.db.models import Idea, Person
from ocop_core.db.models_events import Event, Registration
from ocop_core.db.models_products import Product
from ocop_core.errors import Refused
from ocop_core.services.asker import Asker
from ocop_core.services.errand import Carrier, Errand, Says
from ocop_core.services.events import places, tickets
from ocop_core.services.files import shared

MOST = 40


async def coming(session: AsyncSession, asker: Asker, about: str) -> tuple[EventView, ...]:
    """What is open to the person: of their own commune and of the whole province, the soonest first."""
    person = await session.get_one(Person, asker.person_id)
    query = select(Event).where(Event.state == "open", Event.starts_at > asker.at)
    if person.unit is not None:
        query = query.where(or_(Event.unit.is_(None), Event.unit == person.unit))
    rows = (await session.scalars(query.order_by(Event.starts_at, Event.id).limit(MOST))).all()
    return tuple(view for view in await _views(session, rows, asker) if view.may)


async def mine(session: AsyncSession, asker: Asker, about: str) -> tuple[EventView, ...]:
    """What the person signed up for and has not been yet, the soonest first."""
    query = select(Event).join(Registration, Registration.event_id == Event.id)
    query = query.where(Registration.person_id == asker.person_id, Event.ends_at > asker.at)
    waits = and_(Registration.state == "waiting", Event.starts_at > asker.at)
    query = query.where(or_(Registration.state.in_(("going", "offered")), waits))
    return await _views(session, (await session.scalars(query.order_by(Event.starts_at))).all(), asker)


async def one(session: AsyncSession, asker: Asker, about: str) -> EventView | None:
    """One event as the person sees it; a draft is seen by nobody."""
    row = await session.get(Event, int(about)) if about.isdecimal() and len(about) < 12 else None
    if row is None or row.state == "draft":
        return None
    return await view(session, row, asker.person_id, asker.at)


async def _views(session: AsyncSession, rows: Sequence[Event], asker: Asker) -> tuple[EventView, ...]:
    return tuple([await view(session, row, asker.person_id, asker.at) for row in rows])


async def view(session: AsyncSession, row: Event, person_id: int | None, at: datetime) -> EventView:
    """An event as one person sees it, with how they stand to it."""
    query = select(Registration).where(Registration.event_id == row.id, Registration.person_id == person_id)
    own = await session.scalar(query) if person_id is not None else None
    left = None if row.capacity is None else max(0, row.capacity - await places.taken(session, row.id))
    line = await places.waiting_before(session, own) if own and own.state == "waiting" else 0
    makes = await _makes(session, person_id) if row.kind == "fair" and person_id is not None else ()
    return EventView(
        id=row.id,
        kind=row.kind,
        title=row.title,
        text=row.text,
        place=row.place,
        map_url=row.map_url,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        closes_on=row.closes_on,
        left=left,
        papers=row.papers,
        state=row.state,
        mine=_stands(row, own, at),
        line=line,
        until=own.offered_until if own else None,
        code=own.code if own else "",
        approval=own.approval if own and own.state != "declined" else "",
        products=tuple(own.products) if own else (),
        makes=makes,
        picture=shared.number_of(row.picture),
        **await _of_person(session, row, own, person_id, at),
    )


def _stands(row: Event, own: Registration | None, at: datetime) -> str:
    if own is None:
        return ""
    # Nobody is in line any more once it has begun.
    return "unplaced" if own.state == "waiting" and row.starts_at <= at else own.state


async def _of_person(
    session: AsyncSession, row: Event, own: Registration | None, person_id: int | None, at: datetime
) -> dict[str, bool]:
    """Whether it is meant for them, and what the list would know of them."""
    person = await session.get(Person, person_id) if person_id is not None else None
    if person is None:
        return {}
    name, phone = (own.name, own.phone) if own else ("", "")
    # Who is only just agreeing is looked at once they have.
    may = person.consented_at is None or await places.may_come(session, row, person.id, at)
    return {"may": may, "named": bool(name or person.name), "phoned": bool(phone or person.phone)}


async def _makes(session: AsyncSession, person_id: int) -> tuple[str, ...]:
    """The products of a person, and the ideas they have handed in."""
    products = select(Product.name).where(Product.person_id == person_id).order_by(Product.id)
    ideas = select(Idea.name).where(Idea.person_id == person_id, Idea.state != "withdrawn").order_by(Idea.id)
    names = [*(await session.scalars(products)).all(), *(await session.scalars(ideas)).all()]
    return tuple(dict.fromkeys(names))


async def _join(session: AsyncSession, errand: Errand, wanted: JoinEvent) -> Says:
    try:
        row = await places.join(session, wanted.event, errand.person_id, errand.at, wanted.products)
    except Refused as refused:
        return [Say(refused.key, dict(refused.params))]
    await session.flush()
    seen = await view(session, await session.get_one(Event, wanted.event), errand.person_id, errand.at)
    key = "event.joined_waiting" if row.state == "waiting" else "event.joined"
    key = "event.joined_asked" if row.state == "going" and row.approval == "asked" else key
    return [Say(key, facts_of(seen, errand.knowledge.words))]


async def _who(session: AsyncSession, errand: Errand, wanted: TellWho) -> Says:
    """The list knows it now. A name serves their account as well; a number that was only typed does not."""
    row = await places.of(session, wanted.event, errand.person_id)
    person = await session.get_one(Person, errand.person_id)
    person.name = person.name or wanted.name
    if row is not None:
        row.name, row.phone = wanted.name or row.name, wanted.phone or row.phone
    return []


async def _decline(session: AsyncSession, errand: Errand, wanted: DeclineEvent) -> Says:
    try:
        row = await places.decline(session, wanted.event, errand.person_id, errand.at)
    except Refused as refused:
        return [Say(refused.key, dict(refused.params))]
    seen = await view(session, await session.get_one(Event, wanted.event), errand.person_id, errand.at)
    key = "event.cancelled" if row.state == "cancelled" else "event.declined"
    return [Say(key, facts_of(seen, errand.knowledge.words))]


async def _rate(session: AsyncSession, errand: Errand, wanted: RateEvent) -> Says:
    row = await places.of(session, wanted.event, errand.person_id)
    if row is None or row.state != "came":
        return [Say("event.unknown_said")]
    row.answers = {**row.answers, wanted.question: wanted.answer}
    return [Say("event.rated")] if wanted.question == "rating" else []


async def _ticket(session: AsyncSession, errand: Errand, wanted: SendTicket) -> Says:
    row = await places.of(session, wanted.event, errand.person_id)
    if row is None or row.state not in ("going", "came"):
        return [Say("event.unknown_said")]
    sent = await tickets.order(session, errand.chat_id, row, errand.at)
    return [Say("event.ticket", {"code": row.code}, alone=True, files=sent)]


CARRIERS: Mapping[type[Effect], Carrier] = {
    JoinEvent: _join,
    TellWho: _who,
    DeclineEvent: _decline,
    RateEvent: _rate,
    SendTicket: _ticket,
}
LOADERS = {"events": coming, "my_events": mine, "event": one}
