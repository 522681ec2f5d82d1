"""Questions that had no answer: collected and counted without anything personal, turned into entries by officers."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Staff
from ocop_core.db.models_knowledge import KnowledgeEntry, Unanswered
from ocop_core.db.queries import insert_once
from ocop_core.errors import Refused
from ocop_core.knowledge.entries import QUESTION_MOST, Entry
from ocop_core.services import access, audit, knowing_acts
from ocop_core.services.knowing_acts import Fields
from ocop_core.text import shorten, tidy
from ocop_core.text.fold import words as plain

OPEN, ANSWERED, DISMISSED = "open", "answered", "dismissed"
MASK = "•••"
# Eight digits or more, however they are grouped, may be a phone or an identity number; years and money are shorter.
_NUMBER = re.compile(r"\+?\d(?:[\s.\-()]*\d){7,}")
_ADDRESS = re.compile(r"\S+@\S+\.\S+|(?:https?://|www\.)\S+", re.IGNORECASE)
_LONGEST, _LONGEST_KEY = 300, 200


def without_people(text: str) -> str:
    """The text with phone and identity numbers, mail and web addresses masked."""
    return _NUMBER.sub(MASK, _ADDRESS.sub(MASK, text))


async def note(session: AsyncSession, text: str, unit: str | None, at: datetime) -> None:
    """Counts a question nobody could answer; asked again after it was answered, it is open again.

    What has no words but numbers and signs is not a question and leaves nothing.
    """
    sample = shorten(without_people(" ".join(tidy(text).split())), _LONGEST)
    folded = plain(sample)[:_LONGEST_KEY].strip()
    if not any(char.isalpha() for char in folded):
        return
    new = {"sample": sample, "count": 1, "first_at": at, "last_at": at, "unit": unit, "state": OPEN}
    if await insert_once(session, Unanswered, folded=folded, **new):
        return
    again = case((Unanswered.state == ANSWERED, OPEN), else_=Unanswered.state)
    values = {"count": Unanswered.count + 1, "last_at": at, "unit": unit, "state": again}
    await session.execute(update(Unanswered).where(Unanswered.folded == folded).values(**values))


async def listed(
    session: AsyncSession, staff: Staff, *, state: str = OPEN, limit: int = 50, offset: int = 0
) -> Sequence[Unanswered]:
    """The questions asked most often first; a commune sees its own and those from nowhere in particular."""
    query = select(Unanswered).where(Unanswered.state == state)
    units = access.units_of(staff)
    if units is not None:
        query = query.where(or_(Unanswered.unit.is_(None), Unanswered.unit.in_(units)))
    query = query.order_by(Unanswered.count.desc(), Unanswered.last_at.desc(), Unanswered.id)
    return (await session.scalars(query.limit(limit).offset(offset))).all()


async def answer(session: AsyncSession, staff: Staff, unanswered_id: int, fields: Fields, at: datetime) -> Entry:
    """Makes an entry of it in one step; the question as it was asked leads to the new answer. Raises Refused."""
    row = await _open(session, staff, unanswered_id)
    wording = _wording(row)
    entry = await knowing_acts.add(session, staff, replace(fields, also=(*fields.also, wording)), at)
    await _settle(session, staff, row, entry.id, ANSWERED, "unanswered.answered", at)
    return entry


async def join(session: AsyncSession, staff: Staff, unanswered_id: int, entry_id: str, at: datetime) -> Entry:
    """Makes it a further wording of an entry that is there already. Raises Refused."""
    row = await _open(session, staff, unanswered_id)
    known = await session.get(KnowledgeEntry, entry_id)
    if known is None:
        raise Refused("knowledge.none")
    fields = knowing_acts.with_wording(known, _wording(row))
    entry = await knowing_acts.edit(session, staff, entry_id, fields, at)
    await _settle(session, staff, row, entry_id, ANSWERED, "unanswered.joined", at)
    return entry


async def dismiss(session: AsyncSession, staff: Staff, unanswered_id: int, at: datetime) -> None:
    """Nobody needs to answer it; it goes on being counted and does not come back. Raises Refused."""
    row = await _open(session, staff, unanswered_id)
    await _settle(session, staff, row, None, DISMISSED, "unanswered.dismissed", at)


async def _open(session: AsyncSession, staff: Staff, unanswered_id: int) -> Unanswered:
    if not knowing_acts.may_change(staff):
        raise Refused("knowledge.not_yours")
    row = await session.get(Unanswered, unanswered_id, with_for_update=True)
    if row is None:
        raise Refused("knowledge.unanswered_none")
    if row.state != OPEN:
        raise Refused("knowledge.unanswered_settled")
    return row


def _wording(row: Unanswered) -> str:
    return shorten(row.sample.replace(MASK, " "), QUESTION_MOST)


async def _settle(
    session: AsyncSession, staff: Staff, row: Unanswered, entry_id: str | None, state: str, act: str, at: datetime
) -> None:
    row.state, row.entry_id = state, entry_id
    await audit.note(session, staff.id, act, f"unanswered:{row.id}", at)
