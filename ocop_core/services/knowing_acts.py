"""Officers change what the chat knows: add, edit, hide. It holds for the whole province, so the province does it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.db.models import Staff
from ocop_core.db.models_knowledge import KnowledgeEntry
from ocop_core.errors import Refused
from ocop_core.knowledge.entries import ALSO_MOST, ANSWER_MOST, NEXT_MOST, QUESTION_MOST, SOURCE_MOST, Entry, fault
from ocop_core.services import access, audit, knowing
from ocop_core.text import tidy
from ocop_core.text.fold import words as plain

_LIMITS = {
    "long_question": QUESTION_MOST,
    "long_answer": ANSWER_MOST,
    "long_source": SOURCE_MOST,
    "many_wordings": ALSO_MOST,
    "many_next": NEXT_MOST,
}
_ID_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Fields:
    """What an officer writes. `certainty` is "chắc" or "tham khảo"; `next` holds ids of further questions."""

    question: str
    answer: str
    source: str
    certainty: str
    also: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


def may_change(staff: Staff) -> bool:
    """Whether an officer may change what the whole province reads."""
    return staff.active and access.units_of(staff) is None


async def add(session: AsyncSession, staff: Staff, fields: Fields, at: datetime) -> Entry:
    """A new entry, at once for everybody. Raises Refused(knowledge.…)."""
    rows = await _rows(session, staff)
    entry = _checked(_free_id(fields.question, {row.id for row in rows}), fields, local_day(at), rows)
    values = {**knowing.written(entry), "checked": entry.checked, "origin": knowing.OFFICER}
    await knowing.put_new(session, entry.id, values, staff.id, at)
    await audit.note(session, staff.id, "knowledge.added", f"knowledge:{entry.id}", at)
    return entry


async def edit(session: AsyncSession, staff: Staff, entry_id: str, fields: Fields, at: datetime) -> Entry:
    """Other words for an entry; it is the officer's from now on and counts as checked today. Raises Refused."""
    rows = await _rows(session, staff)
    row = _one(rows, entry_id)
    entry = _checked(entry_id, fields, local_day(at), rows)
    if knowing.written(entry) != knowing.written(knowing.as_entry(row)):
        values = {**knowing.written(entry), "checked": entry.checked, "origin": knowing.OFFICER}
        await knowing.put(session, row, values, staff.id, at)
        await audit.note(session, staff.id, "knowledge.edited", f"knowledge:{entry_id}", at)
    return entry


async def hide(session: AsyncSession, staff: Staff, entry_id: str, at: datetime) -> None:
    """The chat forgets an entry until it is shown again. Raises Refused."""
    await _set_state(session, staff, entry_id, knowing.HIDDEN, "knowledge.hidden", at)


async def show(session: AsyncSession, staff: Staff, entry_id: str, at: datetime) -> None:
    """A hidden entry is known again. Raises Refused."""
    await _set_state(session, staff, entry_id, knowing.ACTIVE, "knowledge.shown", at)


async def _set_state(session: AsyncSession, staff: Staff, entry_id: str, state: str, act: str, at: datetime) -> None:
    rows = await _rows(session, staff)
    row = _one(rows, entry_id)
    if row.state != state:
        if state == knowing.ACTIVE:
            _refuse_taken(knowing.as_entry(row), rows)
        await knowing.put(session, row, {"state": state}, staff.id, at)
        await audit.note(session, staff.id, act, f"knowledge:{entry_id}", at)


async def _rows(session: AsyncSession, staff: Staff) -> list[KnowledgeEntry]:
    if not may_change(staff):
        raise Refused("knowledge.not_yours")
    await knowing.alone(session)
    return list(await session.scalars(select(KnowledgeEntry).execution_options(populate_existing=True)))


def _one(rows: Iterable[KnowledgeEntry], entry_id: str) -> KnowledgeEntry:
    row = next((row for row in rows if row.id == entry_id), None)
    if row is None:
        raise Refused("knowledge.none")
    return row


def _checked(entry_id: str, fields: Fields, today: date, rows: Iterable[KnowledgeEntry]) -> Entry:
    entry = _tidied(entry_id, fields, today)
    if problem := fault(entry):
        raise Refused(f"knowledge.{problem}", limit=_LIMITS.get(problem, 0))
    known = {row.id for row in rows}
    if any(other not in known or other == entry_id for other in entry.next):
        raise Refused("knowledge.no_next")
    _refuse_taken(entry, rows)
    return entry


def _tidied(entry_id: str, fields: Fields, today: date) -> Entry:
    question = " ".join(tidy(fields.question).split())
    wordings = {plain(text): text for text in (" ".join(tidy(each).split()) for each in reversed(fields.also))}
    also = tuple(text for folded, text in reversed(wordings.items()) if folded and folded != plain(question))
    answer, source = tidy(fields.answer), " ".join(tidy(fields.source).split())
    return Entry(entry_id, question, also, answer, source, today, fields.certainty, tuple(fields.next))


def _refuse_taken(entry: Entry, rows: Iterable[KnowledgeEntry]) -> None:
    """The same words cannot lead to two answers."""
    wanted = {plain(wording) for wording in entry.wordings}
    for row in rows:
        if row.id != entry.id and row.state == knowing.ACTIVE and wanted & set(map(plain, (row.question, *row.also))):
            raise Refused("knowledge.wording_taken", question=row.question)


def _free_id(question: str, taken: set[str]) -> str:
    stem = "cb_" + plain(question).encode("ascii", "ignore").decode().replace(" ", "_")[:_ID_LENGTH].strip("_")
    numbers = range(2, len(taken) + 3)
    return next(name for name in (stem, *(f"{stem}_{n}" for n in numbers)) if name not in taken)


def with_wording(row: KnowledgeEntry, wording: str) -> Fields:
    """The fields of an entry with one more way to ask for it."""
    entry = knowing.as_entry(row)
    fields = Fields(entry.question, entry.answer, entry.source, entry.certainty, entry.also, entry.next)
    return replace(fields, also=(*fields.also, wording))
