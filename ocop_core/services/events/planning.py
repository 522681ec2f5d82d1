"""What officers do with an event: plan it, change it, open and close it, call it off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.db.models import Staff
from ocop_core.db.models_events import Event, EventHistory, Registration
from ocop_core.errors import Refused
from ocop_core.services import access, audit
from ocop_core.services.announcements import audience
from ocop_core.services.announcements.audience import Audience
from ocop_core.services.events import owing, places

KINDS = ("class", "fair", "other")
LONGEST_TITLE, LONGEST_TEXT, MOST_PLACES = 120, 2_000, 10_000
# What those who come are told when it changes; the rest concerns only who has still to decide.
TOLD = ("title", "starts_at", "ends_at", "place", "map_url", "papers")
CHANGEABLE = ("draft", "open", "closed")


@dataclass(frozen=True, slots=True)
class Plan:
    """An event as an officer describes it."""

    kind: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    closes_on: date
    capacity: int | None = None
    text: str = ""
    map_url: str = ""
    papers: str = ""
    materials: str = ""
    meant: Audience = Audience(everyone=True)
    picture: Mapping[str, Any] | None = None


async def create(session: AsyncSession, staff: Staff, plan: Plan, at: datetime) -> Event:
    """A draft, seen by nobody but officers. Raises Refused for what cannot be."""
    _check_begins(plan, at)
    values = await _checked(session, staff, plan)
    row = Event(unit=staff.unit, author_id=staff.id, created_at=at, changed_at=at, **values)
    session.add(row)
    await session.flush()
    await note(session, row, staff, "created", at)
    return row


async def change(session: AsyncSession, staff: Staff, number: int, plan: Plan, version: int, at: datetime) -> Event:
    """Another description; exactly those who are registered are told what is different for them. Raises Refused."""
    row = await _at(session, staff, number, CHANGEABLE)
    if row.version != version:
        raise Refused("event.edited")
    # What has begun can still be put right, but not be moved into the past.
    if (plan.starts_at, plan.closes_on) != (row.starts_at, row.closes_on):
        _check_begins(plan, at)
    values = await _checked(session, staff, plan)
    taken = await places.taken(session, row.id)
    if plan.capacity is not None and plan.capacity < taken:
        raise Refused("event.too_small", count=taken)
    changed = [name for name in TOLD if getattr(row, name) != values[name]]
    differences = {name: [_plain(getattr(row, name)), _plain(values[name])] for name in changed}
    for name, value in values.items():
        setattr(row, name, value)
    _touch(row, at)
    if differences:
        await owing.owe_all(session, row, "changed", differences, at)
    await places.promote(session, row, at)
    await note(session, row, staff, "changed", at, **differences)
    return row


async def open_up(session: AsyncSession, staff: Staff, number: int, at: datetime) -> Event:
    """From now on people can join. Raises Refused where its days have passed."""
    row = await _at(session, staff, number, ("draft", "closed"))
    if row.starts_at <= at:
        raise Refused("event.past")
    if row.closes_on < local_day(at):
        raise Refused("event.closes_past")
    row.state = "open"
    _touch(row, at)
    await note(session, row, staff, "opened", at)
    return row


async def close(session: AsyncSession, staff: Staff, number: int, at: datetime) -> Event:
    """Nobody new can join; whoever is in line may still move up."""
    row = await _at(session, staff, number, ("open",))
    row.state = "closed"
    _touch(row, at)
    await note(session, row, staff, "closed", at)
    return row


async def call_off(session: AsyncSession, staff: Staff, number: int, reason: str, at: datetime) -> Event:
    """It does not take place; exactly those who are registered are told, with the reason. Raises Refused."""
    row = await _at(session, staff, number, CHANGEABLE)
    reason = " ".join(reason.split())[:LONGEST_TEXT]
    if not reason:
        raise Refused("event.no_reason")
    row.state = "cancelled"
    _touch(row, at)
    await owing.forget(session, row.id)
    await owing.owe_all(session, row, "cancelled", {"reason": reason}, at)
    await note(session, row, staff, "cancelled", at, reason=reason)
    return row


@dataclass(frozen=True, slots=True)
class Materials:
    """What those who came get: words or a link, and a file."""

    words: str
    handout: Mapping[str, Any] | None = None


async def give(session: AsyncSession, staff: Staff, number: int, materials: Materials, at: datetime) -> Event:
    """Materials for those who come; once it is over, those who came get them at once. Raises Refused."""
    row = await _at(session, staff, number, (*CHANGEABLE, "over"))
    if len(materials.words) > LONGEST_TEXT:
        raise Refused("event.too_long", title=LONGEST_TITLE, text=LONGEST_TEXT)
    row.materials = materials.words.strip()
    row.handout = dict(materials.handout) if materials.handout else None
    _touch(row, at)
    if row.state == "over" and (row.materials or row.handout):
        came = select(Registration.id).where(Registration.event_id == row.id, Registration.state == "came")
        await owing.owe(session, (await session.scalars(came)).all(), "materials", row.version, at)
    await note(session, row, staff, "gave", at)
    return row


async def _at(session: AsyncSession, staff: Staff, number: int, states: tuple[str, ...]) -> Event:
    row = await access.event_to_change(session, staff, number)
    if row.state not in states:
        raise Refused("event.moved_on")
    return row


async def _checked(session: AsyncSession, staff: Staff, plan: Plan) -> dict[str, Any]:
    title, place = " ".join(plan.title.split()), " ".join(plan.place.split())
    if not title:
        raise Refused("event.no_title")
    if not place:
        raise Refused("event.no_place")
    if len(title) > LONGEST_TITLE or max(map(len, (plan.text, plan.papers, plan.materials))) > LONGEST_TEXT:
        raise Refused("event.too_long", title=LONGEST_TITLE, text=LONGEST_TEXT)
    _check_days(plan)
    if plan.capacity is not None and not 0 < plan.capacity <= MOST_PLACES:
        raise Refused("event.capacity", most=MOST_PLACES)
    if plan.map_url and not plan.map_url.startswith("https://"):
        raise Refused("event.map")
    return {
        "kind": plan.kind if plan.kind in KINDS else "other",
        "title": title,
        "place": place,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "closes_on": plan.closes_on,
        "capacity": plan.capacity,
        "text": plan.text.strip(),
        "map_url": plan.map_url.strip(),
        "papers": plan.papers.strip(),
        "materials": plan.materials.strip(),
        "picture": dict(plan.picture) if plan.picture else None,
        "audience": audience.dump(await audience.within(session, staff, plan.meant)),
    }


def _check_begins(plan: Plan, at: datetime) -> None:
    if plan.starts_at <= at:
        raise Refused("event.past")
    if plan.closes_on < local_day(at):
        raise Refused("event.closes_past")


def _check_days(plan: Plan) -> None:
    if plan.ends_at <= plan.starts_at:
        raise Refused("event.ends_first")
    if plan.closes_on > local_day(plan.starts_at):
        raise Refused("event.closes_late")


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _touch(row: Event, at: datetime) -> None:
    row.version += 1
    row.changed_at = at


async def note(session: AsyncSession, row: Event, staff: Staff | None, act: str, at: datetime, **detail: Any) -> None:
    """Writes down what was done, for the event's own history and for the audit."""
    staff_id = staff.id if staff else None
    session.add(EventHistory(event_id=row.id, at=at, staff_id=staff_id, act=act, detail=detail or None))
    await audit.note(session, staff_id, f"event.{act}", f"event:{row.id}", at)
