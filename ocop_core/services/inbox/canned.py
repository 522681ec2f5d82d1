"""Answers to be used again: a commune has its own, the province's are for everybody."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Staff
from ocop_core.db.models_threads import Canned
from ocop_core.errors import Refused
from ocop_core.services import access, audit

LONGEST_TITLE, LONGEST_TEXT = 80, 1500
MOST = 100


async def listed(session: AsyncSession, staff: Staff) -> Sequence[Canned]:
    """What an officer may insert: the own commune's and the province's; to the province all, in order of title."""
    query = select(Canned).order_by(Canned.title, Canned.id)
    units = access.units_of(staff)
    if units is not None:
        query = query.where(Canned.unit.is_(None) | Canned.unit.in_(units))
    return (await session.scalars(query.limit(2 * MOST))).all()


async def usable(session: AsyncSession, staff: Staff, unit: str) -> Sequence[Canned]:
    """What fits a talk with that commune: its own answers and the province's."""
    return [each for each in await listed(session, staff) if each.unit in (None, unit)]


def may_change(staff: Staff, canned: Canned) -> bool:
    """Whether an officer may change or drop it."""
    units = access.units_of(staff)
    return units is None or canned.unit in units


async def add(session: AsyncSession, staff: Staff, title: str, text: str, at: datetime) -> Canned:
    """A new answer, for the officer's own territory. The same one twice is one. Raises Refused."""
    title, text = _checked(title, text)
    own = [each for each in await listed(session, staff) if each.unit == staff.unit]
    for each in own:
        if (each.title, each.text) == (title, text):
            return each
    if len(own) >= MOST:
        raise Refused("admin.canned.full", most=MOST)
    row = Canned(unit=staff.unit, title=title, text=text, changed_at=at, changed_by=staff.id)
    session.add(row)
    await session.flush()
    await audit.note(session, staff.id, "canned.added", f"canned:{row.id}", at)
    return row


async def change(session: AsyncSession, staff: Staff, canned_id: int, title: str, text: str, at: datetime) -> Canned:
    """Other words for an answer; what was sent before stays as it was. Raises Refused."""
    row = await access.canned(session, staff, canned_id)
    title, text = _checked(title, text)
    if (row.title, row.text) != (title, text):
        row.title, row.text, row.changed_at, row.changed_by = title, text, at, staff.id
        await audit.note(session, staff.id, "canned.changed", f"canned:{row.id}", at)
    return row


async def drop(session: AsyncSession, staff: Staff, canned_id: int, at: datetime) -> None:
    """Nobody will insert it any more; one that is gone already is fine. Raises Refused."""
    if await session.get(Canned, canned_id) is None:
        return
    row = await access.canned(session, staff, canned_id)
    await session.delete(row)
    await audit.note(session, staff.id, "canned.dropped", f"canned:{canned_id}", at)


def _checked(title: str, text: str) -> tuple[str, str]:
    title, text = " ".join(title.split()), text.strip()
    if not title:
        raise Refused("admin.canned.no_title")
    if len(title) > LONGEST_TITLE:
        raise Refused("admin.canned.title_too_long", limit=LONGEST_TITLE)
    if len(text) < 2:
        raise Refused("admin.canned.no_text")
    if len(text) > LONGEST_TEXT:
        raise Refused("idea.words_too_long", limit=LONGEST_TEXT)
    return title, text
