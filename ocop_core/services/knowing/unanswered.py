"""Questions that had no answer: collected and counted without anything personal, turned into entries by officers."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Staff
from ocop_core.db.models_knowledge import KnowledgeEntry, Unanswered
from ocop_core.db.queries import insert_once
from ocop_core.errors import Refused
from ocop_core.knowledge.entries import QUESTION_MOST, Entry
from ocop_core.services import access, audit
from ocop_core.services.knowing import editing, entry_rows
from ocop_core.services.knowing.editing import Fields
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
    query = _own(select(Unanswered), staff).where(Unanswered.state == state)
    query = query.order_by(Unanswered.count.desc(), Unanswered.last_at.desc(), Unanswered.id)
    return (await session.scalars(query.limit(limit).offset(offset))).all()


async def how_many(session: AsyncSession, staff: Staff, *, state: str = OPEN) -> int:
    """How many questions an officer sees in that state."""
    query = _own(select(func.count()).select_from(Unanswered), staff).where(Unanswered.state == state)
    return await session.scalar(query) or 0


async def one(session: AsyncSession, staff: Staff, unanswered_id: int) -> Unanswered:
    """A question that an officer may see. Raises Refused."""
    row: Unanswered | None = await session.scalar(_own(select(Unanswered), staff).where(Unanswered.id == unanswered_id))
    if row is None or not staff.active:
        raise Refused("access.none")
    return row


def _own(query: Any, staff: Staff) -> Any:
    units = access.units_of(staff)
    return query if units is None else query.where(or_(Unanswered.unit.is_(None), Unanswered.unit.in_(units)))


async def answer(session: AsyncSession, staff: Staff, unanswered_id: int, fields: Fields, at: datetime) -> Entry:
    """Makes an entry of it in one step; the question as it was asked leads to the new answer. Raises Refused.

    The same form twice makes one entry.
    """
    row = await _locked(session, staff, unanswered_id)
    fields = replace(fields, also=(*fields.also, wording(row)))
    if row.state == ANSWERED and row.entry_id:
        known = await session.get_one(KnowledgeEntry, row.entry_id)
        if editing.says(known, fields):
            return entry_rows.as_entry(known)
    _refuse_settled(row)
    entry = await editing.add(session, staff, fields, at)
    await _settle(session, staff, row, entry.id, ANSWERED, "unanswered.answered", at)
    return entry


async def join(session: AsyncSession, staff: Staff, unanswered_id: int, entry_id: str, at: datetime) -> Entry:
    """Makes it a further wording of an entry that is there already; twice is once. Raises Refused."""
    row = await _locked(session, staff, unanswered_id)
    known = await session.get(KnowledgeEntry, entry_id)
    if known is None:
        raise Refused("knowledge.none")
    if (row.state, row.entry_id) == (ANSWERED, entry_id):
        return entry_rows.as_entry(known)
    _refuse_settled(row)
    fields = editing.with_wording(known, wording(row))
    entry = await editing.edit(session, staff, entry_id, fields, at)
    await _settle(session, staff, row, entry_id, ANSWERED, "unanswered.joined", at)
    return entry


async def dismiss(session: AsyncSession, staff: Staff, unanswered_id: int, at: datetime) -> None:
    """Nobody needs to answer it; it goes on being counted and does not come back. Twice is once. Raises Refused."""
    row = await _locked(session, staff, unanswered_id)
    if row.state != DISMISSED:
        _refuse_settled(row)
        await _settle(session, staff, row, None, DISMISSED, "unanswered.dismissed", at)


async def _locked(session: AsyncSession, staff: Staff, unanswered_id: int) -> Unanswered:
    if not editing.may_change(staff):
        raise Refused("knowledge.not_yours")
    row = await session.get(Unanswered, unanswered_id, with_for_update=True)
    if row is None:
        raise Refused("knowledge.unanswered_none")
    return row


def _refuse_settled(row: Unanswered) -> None:
    if row.state != OPEN:
        raise Refused("knowledge.unanswered_settled")


def wording(row: Unanswered) -> str:
    """The question as an entry can hold it."""
    return shorten(row.sample.replace(MASK, " "), QUESTION_MOST)


async def _settle(
    session: AsyncSession, staff: Staff, row: Unanswered, entry_id: str | None, state: str, act: str, at: datetime
) -> None:
    row.state, row.entry_id = state, entry_id
    await audit.note(session, staff.id, act, f"unanswered:{row.id}", at)
